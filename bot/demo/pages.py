"""The demo's one address: a page to choose person and channel, and in it simcord's Preview of that channel.

The Preview's own page asks for everything below `/api/` with its capability in a header. Here the capability is the
name of a window (`person.channel.language`), and the answer comes from that window's Preview. Everything else that
the Preview's page needs are simcord's packaged files.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import simcord
from aiohttp import web

from bot.core.phrasebook import LANGUAGES, Phrasebook
from bot.demo.plan import DISCORD_LOCALES, PEOPLE, PURPOSES
from bot.demo.windows import Windows

TRIES = (
    "agenda now", "agenda search", "agenda day", "agenda speaker", "agenda mine", "panel open", "ask", "summit delay",
    "guide",
)  # fmt: skip
"""Commands worth trying first; each has a phrase `demo-try-…`."""

_HERE = Path(__file__).parent / "static"
_PREVIEW = Path(simcord.__file__).parent / "preview" / "static"
_IN_CHAT = '<link rel="stylesheet" href="/demo/chat.css"><script type="module" src="/demo/chat.js"></script></head>'
_MOST = 27 * 1024 * 1024  # simcord takes forms with files up to 26 MB
_SAFE = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self' blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
}
_WORDS = (
    *(f"demo-{word}" for word in ("eyebrow", "clock", "look-as", "channels", "try-first", "try-how", "footer", "back")),
    *("demo-gone", "demo-other-language", "demo-place-dm"),
    *(f"demo-person-{person.key}" for person in PEOPLE),
    *(f"demo-place-{purpose}" for purpose in PURPOSES),
)

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def pages(windows: Windows, phrases: Phrasebook, zone: ZoneInfo) -> web.Application:
    """The application behind the demo's address. `zone` is the venue's."""

    async def setup(_: web.Request) -> web.Response:
        return web.json_response(_setup(windows, phrases))

    async def state(request: web.Request) -> web.Response:
        person = request.query.get("person", "")
        if person not in windows.world.members:
            raise web.HTTPNotFound
        return web.json_response(_state(windows, zone, person))

    async def api(request: web.Request) -> web.Response:
        name = request.headers.get("X-Simcord-Capability", "")
        kept = {key: request.headers[key] for key in ("X-Simcord-Context", "Content-Type") if key in request.headers}
        try:
            answer = await windows.ask(name, request.method, request.path_qs, kept, await request.read())
        except LookupError:
            raise web.HTTPUnauthorized from None
        return web.Response(
            status=answer.status, body=answer.body, content_type=answer.content_type, headers=answer.headers
        )

    chat = (_PREVIEW / "index.html").read_text("utf-8").replace("</head>", _IN_CHAT)
    app = web.Application(middlewares=[own_pages_only], client_max_size=_MOST)
    app.router.add_get("/", _page((_HERE / "index.html").read_text("utf-8")))
    app.router.add_get("/chat", _page(chat))
    app.router.add_get("/demo/setup.json", setup)
    app.router.add_get("/demo/state.json", state)
    app.router.add_static("/demo/", _HERE)
    app.router.add_route("*", "/api/{rest:.*}", api)
    app.router.add_static("/", _PREVIEW)
    return app


@web.middleware
async def own_pages_only(request: web.Request, handler: _Handler) -> web.StreamResponse:
    """Answer this machine's own pages alone: no other site's, and no name that was made to point here."""
    host = request.headers.get("Host", "")
    if host.partition(":")[0] not in {"127.0.0.1", "localhost"}:
        raise web.HTTPForbidden
    if request.headers.get("Origin", f"http://{host}") != f"http://{host}":
        raise web.HTTPForbidden
    followed = request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"
    if request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"} and not followed:
        raise web.HTTPForbidden
    response = await handler(request)
    response.headers.update(_SAFE)
    response.headers["Cache-Control"] = "max-age=86400" if request.path.startswith("/fonts/") else "no-cache"
    return response


def _page(text: str) -> _Handler:
    async def page(_: web.Request) -> web.Response:
        return web.Response(text=text, content_type="text/html")

    return page


def _setup(windows: Windows, phrases: Phrasebook) -> dict[str, Any]:
    """What does not change: the summit, the people, phrases and first things to try by language."""
    return {
        "summit": dict(windows.world.plan.titles),
        "people": [{"key": person.key, "name": person.name, "language": person.language} for person in PEOPLE],
        "locales": DISCORD_LOCALES,
        "speed": windows.speed,
        "words": {
            language: {key.removeprefix("demo-"): phrases.say(language, key) for key in _WORDS}
            for language in LANGUAGES
        },
        "tries": {
            language: [
                {"type": typed, "why": phrases.say(language, f"demo-try-{path.replace(' ', '-')}")}
                for path in TRIES
                if (typed := windows.typed(path, language))
            ]
            for language in LANGUAGES
        },
    }


def _state(windows: Windows, zone: ZoneInfo, person: str) -> dict[str, Any]:
    """What changes: the summit's wall time, the person's channels and how many messages came into each."""
    purposes = {name: purpose.partition(":")[0] for purpose, name in windows.world.plan.channels.items()}
    return {
        "now": windows.clock.now().astimezone(zone).replace(tzinfo=None).isoformat(timespec="milliseconds"),
        "places": [
            {
                "id": str(place.id),
                "kind": place.kind,
                "name": place.name,
                "topic": place.topic,
                "purpose": "dm" if place.kind == "dm" else purposes.get(place.name, ""),
                "posts": windows.posts.get(place.id, 0),
            }
            for place in windows.world.places(person)
        ],
    }
