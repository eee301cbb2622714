"""The Markdown of an abstract as HTML that can do no harm: no HTML of its own, no pictures, links to the web alone."""

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_LINKS = ("http://", "https://", "mailto:")


def _reader() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "html_inline", "html_block"])
    made.validateLink = _to_the_web  # type: ignore[method-assign]
    return made


def _to_the_web(url: str) -> bool:
    return url.strip().lower().startswith(_LINKS)


_READER = _reader()


@lru_cache(1024)
def html_of(text: str) -> Markup:
    """`text` as paragraphs, lists, emphasis, code and links; its headings stand below those of the page."""
    tokens = _READER.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h3"
        for inner in token.children or ():
            _mark(inner)
    return Markup(_READER.renderer.render(tokens, _READER.options, {}))  # noqa: S704 -- made of escaped text


def _mark(token: Token) -> None:
    if token.type == "link_open":
        token.attrSet("rel", "nofollow noopener noreferrer")
