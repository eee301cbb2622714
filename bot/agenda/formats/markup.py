"""Texts from strangers' files as plain Markdown that Discord shows safely."""
# ruff: noqa: ARG002 -- the converter's methods have the library's signature

import html
import re
from urllib.parse import quote

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

LONGEST = 50_000
"""Characters of one text that are read; the rest is cut. The longest abstract seen in the wild has 9,703."""

_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul",
])
_INLINE = frozenset([
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "body", "cite", "code", "data", "del", "dfn", "em", "font",
    "html", "i", "img", "ins", "kbd", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
])
_SILENT = frozenset([
    "audio", "base", "button", "canvas", "embed", "head", "iframe", "input", "link", "map", "math", "meta", "noscript",
    "object", "option", "script", "select", "style", "svg", "template", "textarea", "title", "video",
])
_LOOSE = ["ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr"]  # nothing but space stands between their children

_TAG = re.compile(
    rf"""<!--.*?-->|</?({'|'.join(_BLOCKS | _INLINE | _SILENT)})(?=[\s/>])(?:"[^"]*"|'[^']*'|[^<>"'])*+>""",
    re.IGNORECASE | re.DOTALL,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LITERAL = re.compile(r"```.*?```|(?<!`)(`+)(?!`)[^\n]+?(?<!`)\1(?!`)|\\[<&]", re.DOTALL)
_LINE_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_PARAGRAPH_BREAK = re.compile(r"[ \t]*\n\s*\n[ \t]*|\n[ \t]*(?=(?:[-*+•]|\d{1,3}[.)]|#{1,6})[ \t])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ue000\ue001]")
_HELD = re.compile(r"\ue000(\d+)\ue001")
_LINK = re.compile(r"(!?)\[((?:\\.|[^\[\]\\\n])*)\]\(<?((?:[^\s()<>]|\([^\s()<>]*\))*)>?(?:\s+\"[^\"\n]*\")?\)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def markdown_from_html(text: str) -> str:
    """`text`, which may be HTML, Markdown with some HTML in it, or plain, as Markdown of the kind that Discord knows.

    Scripts, styles and embedded things are left out; images leave their alternative text; a link stays a link only to
    http and https; headings become bold lines, table rows become lines with `|`. What merely looks like a tag (`a < b`,
    `List<String>`) stays. A literal tag or entity in the result carries a backslash, so that reading a result again
    changes nothing.
    """
    text = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    for _ in range(8):  # pieces put side by side may make a new link or tag: mostly settled after the first round
        before, text = text, _once(text)
        if before == text:
            break
    return text


def _once(text: str) -> str:
    text = _CONTROL.sub("", text)
    held = _Held()
    text = held.hide(_LITERAL, text)
    text = _converted(text, held) if _TAG.search(text) else _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    text = _CONTROL.sub("", held.show(text)).replace("\xa0", " ")
    return _tidy(_with_safe_links(text))


class _Held:
    """Pieces that a conversion must not touch, taken out and put back in their places."""

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def hide(self, pattern: re.Pattern[str], text: str) -> str:
        def hidden(match: re.Match[str]) -> str:
            self._pieces.append(match[0])
            return f"\ue000{len(self._pieces) - 1}\ue001"

        return pattern.sub(hidden, text)

    def show(self, text: str) -> str:
        return _HELD.sub(lambda match: self._pieces[int(match[1])], text)


class _Converter(MarkdownConverter):
    """HTML elements as Discord's Markdown: it knows no tables, images or deep headings."""

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802 -- the library's name
        line = " ".join(text.replace("**", "").split())
        if "_inline" in parent_tags:
            return f" {line} "
        return f"\n\n**{line}**\n\n" if line else ""

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(el.get("alt") or "")

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text if "_noformat" in parent_tags else _link(text, str(el.get("href") or ""))

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "\n" + text.strip().removesuffix("|").strip()

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        line = " ".join(text.split())
        return f"\n\n**{line}**\n" if line else ""

    def convert_dd(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"{text.strip()}\n"

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "\n\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        inside = text.replace("```", "'''").strip("\n")
        return f"\n\n```\n{inside}\n```\n\n" if inside.strip() else ""

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_noformat" in parent_tags or not text.strip():
            return text
        fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
        space = " " if "`" in text else ""
        return f"{fence}{space}{' '.join(text.split())}{space}{fence}"


def _converted(text: str, held: _Held) -> str:
    blocky = any((match[1] or "").lower() in _BLOCKS for match in _TAG.finditer(text))
    marked = held.hide(_PARAGRAPH_BREAK if blocky else _LINE_BREAK, _only_tags(text))
    soup = BeautifulSoup(marked, "html.parser")
    for element in soup.find_all([*_SILENT]):
        element.decompose()
    for loose in soup.find_all(_LOOSE):
        for string in loose.find_all(string=True, recursive=False):
            if not held.show(str(string)).strip():
                string.extract()
    for item in soup.find_all("li"):
        if item.parent and item.parent.name == "li":  # its forerunner was never closed
            item.parent.insert_after(item)
    try:
        return str(_Converter(
            bullets="-", escape_asterisks=False, escape_underscores=False, wrap=True, wrap_width=None,
        ).convert_soup(soup))
    except RecursionError:
        return soup.get_text("\n")


def _only_tags(text: str) -> str:
    """`text` in which every `<` and `&` that begins no tag or entity is written as an entity."""
    pieces, place = [], 0
    for match in _TAG.finditer(text):
        pieces += [_literal(text[place:match.start()]), match[0]]
        place = match.end()
    return "".join((*pieces, _literal(text[place:])))


def _literal(text: str) -> str:
    pieces = re.split(f"({_ENTITY.pattern})", text)  # every second one is an entity
    pieces[::2] = [piece.replace("&", "&amp;").replace("<", "&lt;") for piece in pieces[::2]]
    return "".join(pieces)


def _link(text: str, address: str) -> str:
    """A masked link where it is one to the web; the address alone when its text claims to be one; else the text."""
    shown = " ".join(text.split())
    address = "".join(address.split())
    if not address.lower().startswith(("http://", "https://")):
        return shown
    safe = quote(address, safe="%/:?#[]@!$&'*+,;=~-._").replace("[", "%5B").replace("]", "%5D")
    if not shown or _SCHEME.match(shown) or shown.lower().startswith("www."):
        return safe
    return f"[{shown}]({safe})"


def _with_safe_links(text: str) -> str:
    """Markdown's own links under the same rule; images become their alternative text."""
    held = _Held()
    text = _LINK.sub(lambda match: match[2] if match[1] else _link(match[2], match[3]), held.hide(_LITERAL, text))
    text = _TAG.sub(lambda match: "\\" + match[0], _ENTITY.sub(lambda match: "\\" + match[0], text))
    return held.show(text)


def _tidy(text: str) -> str:
    lines = (line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n").strip()
