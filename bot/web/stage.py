"""A session's stage screen: what is being answered, what comes next, and how to ask."""

from functools import cache
from hashlib import blake2b
from importlib import resources
from typing import Any

from aiohttp import web

from bot.core.refusal import Refusal
from bot.questions.asking import Board
from bot.web.context import SITE, Site
from bot.web.links import asking_url
from bot.web.live import STREAMS
from bot.web.reading import Reader
from bot.web.rendering import assets, link_from, page
from bot.web.scene import scene_of


async def screen(request: web.Request) -> web.Response:
    """The whole page. `?theme=dark` or `light`, else as the browser prefers."""
    theme = request.query.get("theme", "")
    return page(request, "stage.html", **await _values(request), theme=theme if theme in {"dark", "light"} else "")


async def state(request: web.Request) -> web.Response:
    """What the page shows now, to be put in its place."""
    return page(request, "stage_state.html", **await _values(request))


async def events(request: web.Request) -> web.StreamResponse:
    """The stream of revisions."""
    site, session = request.app[SITE], request.match_info["session"]
    await _board(site, session)
    return await request.app[STREAMS].follow(request, site.features.questions.live, session, _always)


ROUTES = [
    web.get("/screen/{session:[^/]+}", screen),
    web.get("/screen/{session:[^/]+}/state", state),
    web.get("/screen/{session:[^/]+}/events", events, allow_head=False),
]


async def _values(request: web.Request) -> dict[str, Any]:
    site, session = request.app[SITE], request.match_info["session"]
    board, programme = await _board(site, session), await site.features.agenda.released()
    summit = site.settings.summit
    readers = [Reader(site.phrasebook, tongue, summit.timezone) for tongue in summit.languages]
    link = link_from(request, readers[0])
    return {
        "scene": scene_of(board, programme, readers, asking_url(site.addresses, session), site.clock.now()),
        "tongues": summit.languages,
        "say_in": site.phrasebook.say,
        "look": look(),
        "state": link("screen", session, "state"),
        "events": link("screen", session, "events"),
    }


async def _board(site: Site, session: str) -> Board:
    """What everyone may see. Answers 404 where there is no such session, or it has no question box."""
    try:
        return await site.features.questions.asking.board(session)
    except Refusal as refused:
        if refused.phrase in {"session-gone", "question-no-box"}:
            raise web.HTTPNotFound from refused
        raise


async def _always() -> bool:
    return True


@cache
def look() -> str:
    """A mark that changes with the page's own files: a screen of an older program then loads itself anew."""
    marks = [asset.mark for name, asset in sorted(assets().items()) if name.startswith(("stage", "live"))]
    folder = resources.files("bot.web").joinpath("templates")
    written = [folder.joinpath(name).read_text("utf-8") for name in ("stage.html", "stage_state.html")]
    return blake2b("".join(marks + written).encode(), digest_size=6).hexdigest()
