"""From a template and values to an answer: autoescaped, in the reader's language, with relative links."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib import resources
from mimetypes import types_map
from typing import Protocol
from urllib.parse import urlencode

import jinja2
from aiohttp import web

from bot.core.addresses import joined
from bot.core.phrasebook import LANGUAGES
from bot.web.context import SITE
from bot.web.reading import Reader, reader_of

NAMES = {"en": "English", "zh-CN": "中文"}
"""Each language in its own words, for the switch."""

_TYPES = {**types_map, ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


class Link(Protocol):
    """How a page names another one: `link("session", code)`, `link("agenda", day="2024-03-28")`."""

    def __call__(self, path: str, /, *within: str, **query: str) -> str:
        """An address in the page's language; '' is the first page. What stands in `within` may be any text."""
        ...


@dataclass(frozen=True, slots=True)
class Asset:
    """A packaged file of `static/`, with a mark that changes with its content."""

    name: str
    body: bytes
    mark: str

    @property
    def type(self) -> str:
        """Its media type."""
        return _TYPES.get("." + self.name.rpartition(".")[2], "application/octet-stream")


@cache
def assets() -> Mapping[str, Asset]:
    """Everything in `bot/web/static`, by name."""
    files = [file for file in resources.files("bot.web").joinpath("static").iterdir() if file.is_file()]
    return {
        file.name: Asset(file.name, body := file.read_bytes(), blake2b(body, digest_size=6).hexdigest())
        for file in files
    }


@cache
def templates() -> jinja2.Environment:
    """The templates in `bot/web/templates`. Everything is escaped; a name that is not given is an error."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("bot.web"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip


def rendered(
    template: str, reader: Reader, link: Link, switch: Mapping[str, str], **values: object
) -> str:
    """A page. `switch`: the address of this page in each language.

    In every template: `say(key, value=…)`, `reader`, `language`, `link(path)`, `asset(name)`, `switch`, `names`;
    `summit` (its name) is given by whoever renders.
    """

    def asset(name: str) -> str:
        return link(f"static/{name}", v=assets()[name].mark)

    given = {"reader": reader, "say": reader.say, "language": reader.language, "link": link, "asset": asset}
    return templates().get_template(template).render(given, switch=switch, names=NAMES, **values)


def page(request: web.Request, template: str, *, status: int = 200, **values: object) -> web.Response:
    """A template as the answer to a request. `values`: what it shows besides what every template has."""
    reader = reader_of(request)
    summit = request.app[SITE].settings.summit.name
    text = rendered(template, reader, link_from(request, reader), switch_of(request.query), summit=summit, **values)
    headers = {"Content-Language": reader.language, "Vary": "Accept-Language"}
    return web.Response(text=text, status=status, content_type="text/html", headers=headers)


def link_from(request: web.Request, reader: Reader) -> Link:
    """Links relative to the requested page, so that they hold under any path that a proxy puts before it."""
    up = "../" * _depth(request)

    def link(path: str, /, *within: str, **query: str) -> str:
        if reader.chosen and not path.startswith("static/"):
            query["lang"] = reader.language
        return (up + joined(path, *within) or "./") + ("?" + urlencode(query) if query else "")

    return link


def _depth(request: web.Request) -> int:
    """How many folders below the first page the requested one lies."""
    prefix = request.app[SITE].addresses.path
    path = request.rel_url.raw_path
    within = path.removeprefix(prefix) if prefix and path.startswith(f"{prefix}/") else path
    return max(within.count("/") - 1, 0)


def switch_of(query: Mapping[str, str]) -> dict[str, str]:
    """The same page in each language. `query`: the parameters that it has besides."""
    return {language: "?" + urlencode({**query, "lang": language}) for language in LANGUAGES}
