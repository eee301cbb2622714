"""The demo's one address: a page to choose person and channel, and in it simcord's Preview of that channel.

The Preview's own page asks for everything below `/api/` with its capability in a header. Here the capability is the name
of a window (`person.channel.language`), and the answer comes from that window's Preview. Everything else the Preview's
page needs are simcord's packaged files.
"""

from collections.abc import Awaitable, Callable
from importlib import resources
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import simcord
from aiohttp import web

from bot.core.phrasebook import LANGUAGES, Phrasebook
from bot.demo.localised import invocation
from bot.demo.windows import Windows
from bot.demo.world import PEOPLE

HERE = Path(__file__).parent / "static"
PREVIEW = Path(simcord.__file__).parent / "preview" / "static"

_SAFE = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self' blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
}
_LOCALES = {"zh-CN": "zh-CN", "en": "en-US"}
TRIES = ("agenda now", "agenda search", "agenda day", "agenda speaker", "guide")
"""Commands worth trying first; each has a phrase `demo-try-…`."""
PURPOSES = ("announcements", "changes", "reminders", "organisers", "volunteers", "room", "lobby", "dm")
"""What channels are for; each has a phrase `demo-place-…`."""
_WORDS = (
    *(f"demo-{word}" for word in ("eyebrow", "clock", "look-as", "channels", "try-first", "try-how", "footer", "back")),
    *("demo-gone", "demo-other-language"),
    *(f"demo-person-{person.key}" for person in PEOPLE),
    *(f"demo-place-{purpose}" for purpose in PURPOSES),
)


def pages(windows: Windows, phrases: Phrasebook, zone: ZoneInfo) -> web.Application:
    """The application behind the demo's address."""

    async def state(request: web.Request) -> web.Response:
        person = request.query.get("person", "")
        if person not in windows.world.members:
            raise web.HTTPNotFound
        return web.json_response(_state(windows, zone, person))

    async def setup(_: web.Request) -> web.Response:
        return web.json_response(_setup(windows, phrases))

    async def api(request: web.Request) -> web.Response:
        name = request.headers.get("X-Simcord-Capability", "")
        kept = ("X-Simcord-Context", "Content-Type")
        headers = {key: request.headers[key] for key in kept if key in request.headers}
        try:
            answer = await windows.ask(name, request.method, request.path_qs, headers, await request.read())
        except LookupError:
            raise web.HTTPUnauthorized from None
        return web.Response(
            status=answer.status, body=answer.body, content_type=answer.content_type, headers=answer.headers
        )

    app = web.Application(middlewares=[own_pages_only], client_max_size=27 * 1024 * 1024)
    app.router.add_get("/", lambda _: _file(HERE / "index.html"))
    app.router.add_get("/chat", _chat)
    app.router.add_get("/demo/state.json", state)
    app.router.add_get("/demo/setup.json", setup)
    app.router.add_static("/demo/", HERE)
    app.router.add_route("*", "/api/{rest:.*}", api)
    app.router.add_static("/", PREVIEW)
    return app


@web.middleware
async def own_pages_only(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Answer this machine's own pages alone: no other site's, and no name that was made to point here."""
    host = request.headers.get("Host", "")
    name = host.rpartition(":")[0] if ":" in host else host
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "none")
    looking = request.method == "GET" and not request.path.startswith("/api/")
    if name not in {"127.0.0.1", "localhost"} or (origin not in {None, f"http://{host}"}):
        raise web.HTTPForbidden
    if site not in {"same-origin", "none"} and not (looking and request.headers.get("Sec-Fetch-Mode") == "navigate"):
        raise web.HTTPForbidden
    response = await handler(request)
    response.headers.update(_SAFE)
    lasting = request.path.startswith("/fonts/")
    response.headers["Cache-Control"] = "max-age=86400" if lasting else "no-cache"
    return response


async def _file(path: Path) -> web.Response:
    return web.Response(text=path.read_text("utf-8"), content_type="text/html")


async def _chat(_: web.Request) -> web.Response:
    """simcord's page, without what is of use to its developers only."""
    page = (PREVIEW / "index.html").read_text("utf-8")
    return web.Response(
        text=page.replace("</head>", '<link rel="stylesheet" href="/demo/chat.css"></head>'), content_type="text/html"
    )


def _setup(windows: Windows, phrases: Phrasebook) -> dict[str, Any]:
    """What does not change: the summit, the people, phrases and first things to try by language."""
    plan = windows.world.plan
    people = [{"key": person.key, "name": person.name, "language": person.language} for person in PEOPLE]
    return {
        "summit": dict(plan.titles),
        "people": people,
        "locales": _LOCALES,
        "speed": windows.speed,
        "words": {
            language: {key.removeprefix("demo-"): phrases.say(language, key) for key in _WORDS} for language in LANGUAGES
        },
        "tries": {
            language: [
                {"type": f"/{typed}", "why": phrases.say(language, f"demo-try-{path.replace(' ', '-')}")}
                for path in TRIES
                if (typed := invocation(windows.commands(), path, _LOCALES[language]))
            ]
            for language in LANGUAGES
        },
    }


def _state(windows: Windows, zone: ZoneInfo, person: str) -> dict[str, Any]:
    """What changes: the summit's wall time, the person's channels and how many messages came into each."""
    world = windows.world
    purposes = {name: purpose for purpose, name in world.plan.channels.items()}
    return {
        "now": windows.clock.now().astimezone(zone).replace(tzinfo=None).isoformat(timespec="milliseconds"),
        "places": [
            {
                "id": str(place.id),
                "kind": place.kind,
                "name": place.name,
                "topic": place.topic,
                "purpose": "dm" if place.kind == "dm" else purposes.get(place.name, "").partition(":")[0],
                "posts": windows.posts.get(place.id, 0),
            }
            for place in world.places(person)
        ],
    }
