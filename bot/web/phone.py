"""The moderators' page behind a signed link: the queue with big buttons, for several of them at once.

The link is the permission. There is no cookie that a browser would add by itself, so no other site can act in a
moderator's name without knowing the link; that a press comes from our own page is checked all the same.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode, urlsplit

from aiohttp import web

from bot.core.refusal import Refusal
from bot.questions.model import REASONS, Box, Order, State
from bot.questions.moderating import Queue
from bot.web.context import SITE, Site
from bot.web.links import opened, screen_url
from bot.web.live import STREAMS
from bot.web.queue import SECTIONS, sections_of
from bot.web.reading import Reader, reader_of
from bot.web.rendering import page

ACTIONS = ("approve", "pin", "answered", "back", "dismiss", "edit", "render", "note", "merge", "mute", "undo")
"""What there are buttons for."""

MOST = 100
"""How many questions of a part are on the page; the others come up as these are dealt with."""

_PAUSE = 0.5  # seconds between two events: a queue is longer than a screen, and votes come in swarms

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of someone whose link holds."""

    request: web.Request
    site: Site
    reader: Reader
    box: Box
    order: Order

    @property
    def session(self) -> str:
        """The session's code."""
        return self.box.session.code

    def address(self, action: str = "", **query: str) -> str:
        """Of this page, or of one of its actions: relative, with order and language as they are.

        The link itself is not in it: the page is compressed, and its length is to tell nothing of what is secret.
        """
        kept = {"order": self.order.value} | ({"lang": self.reader.language} if self.reader.chosen else {}) | query
        return f"{action or './'}?{urlencode(kept)}"

    async def queue(self) -> Queue:
        """The session's questions now."""
        return await self.site.features.questions.moderating.queue(self.session, self.order)


async def queue(request: web.Request) -> web.Response:
    """The page. `?order=newest` or `wanted`."""
    visit = await _admitted(request)
    return _page(visit, await visit.queue())


async def act(request: web.Request) -> web.Response:
    """Do what a button says, then show the page; a Refusal is told on it, with 409."""
    if not _own(request):
        raise web.HTTPForbidden
    visit = await _admitted(request)
    fields = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    try:
        told = await _done(visit, request.match_info["action"], fields)
    except Refusal as refused:
        if refused.phrase.startswith("database-"):
            raise
        sentence = visit.reader.phrasebook.refusal(visit.reader.language, refused)
        return _page(visit, await visit.queue(), message=sentence, status=409)
    if told:
        return _page(visit, await visit.queue(), message=told)
    raise web.HTTPSeeOther(visit.address())


async def events(request: web.Request) -> web.StreamResponse:
    """The stream of revisions, for as long as the link holds."""
    visit = await _admitted(request)

    async def holds() -> bool:
        try:
            await _admitted(request)
        except web.HTTPException:
            return False
        return True

    return await request.app[STREAMS].follow(request, visit.site.features.questions.live, visit.session, holds, _PAUSE)


async def unfinished(request: web.Request) -> web.Response:
    """A link that lost its last slash on its way. It leads nowhere but to itself, and only where it holds."""
    await _admitted(request)
    raise web.HTTPPermanentRedirect(f"./{quote(request.match_info['token'], safe='')}/?{request.query_string}")


ROUTES = [
    web.get("/moderate/{token}", unfinished),
    web.get("/moderate/{token}/", queue),
    web.get("/moderate/{token}/events", events, allow_head=False),
    web.post("/moderate/{token}/{action}", act),
]


async def _admitted(request: web.Request) -> Visit:
    """Answers 404 to what is no link of ours, 410 to one that is over or was revoked."""
    site = request.app[SITE]
    said = opened(site.addresses, request.match_info["token"])
    if said is None:
        raise web.HTTPNotFound
    try:
        box = await site.features.questions.moderating.box(said.session)
    except Refusal as refused:
        if refused.phrase in {"session-gone", "question-no-box"}:
            raise web.HTTPGone from refused
        raise
    if not said.holds(box.links, site.clock.real()):
        raise web.HTTPGone
    order = Order.NEWEST if request.query.get("order") == Order.NEWEST else Order.WANTED
    return Visit(request, site, reader_of(request), box, order)


def _own(request: web.Request) -> bool:
    """Whether a press comes from our own page, by what browsers say of themselves; without a word of it, it may."""
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is not None:
        return fetched == "same-origin"
    origin = request.headers.get("Origin")
    known = {request.headers.get("Host", ""), urlsplit(request.app[SITE].addresses.public_url).netloc}
    return origin is None or urlsplit(origin).netloc in known - {""}


async def _done(visit: Visit, action: str, fields: Fields) -> str:
    """Do it; returns what else there is to say, or ''. Raises Refusal. Answers 404 to an action that there is not."""
    questions = visit.site.features.questions
    if action == "undo":
        undone = await questions.moderating.undo(_number(fields, "step"), visit.session)
        since = [_step(visit.reader, step.kind, step.number) for step in undone.since]
        return visit.reader.say("panel-undone-since", changes=visit.reader.listed(since)) if since else ""
    number, seen = _number(fields, "number"), _number(fields, "seen")
    step = _steps(visit, fields).get(action)
    if step is None:
        raise web.HTTPNotFound
    await questions.moderating.question(visit.session, number)  # a link is for one session
    await step(number, seen)
    return ""


def _steps(visit: Visit, fields: Fields) -> Mapping[str, Callable[[int, int], Awaitable[object]]]:
    """What each button does with a question's number and the version that was seen."""
    desk = visit.site.features.questions.moderating
    text = fields.get("text", "")

    async def merge(number: int, seen: int) -> None:
        into = _number(fields, "into")
        await desk.question(visit.session, into)
        await desk.merge(number, seen, into)

    return {
        "approve": desk.approve,
        "pin": desk.pin,
        "answered": desk.answered,
        "back": desk.back,
        "mute": desk.mute,
        "merge": merge,
        "dismiss": lambda number, seen: desk.dismiss(number, seen, fields.get("reason", "")),
        "edit": lambda number, seen: desk.edit(number, seen, text, sense_changed="sense" in fields),
        "note": lambda number, seen: desk.note(number, seen, text),
        "render": lambda number, seen: desk.render(number, seen, text),
    }


def _number(fields: Fields, name: str) -> int:
    """A whole number as people type it: 12, #12, １２. Raises Refusal for anything else."""
    typed = fields.get(name, "").strip().lstrip("#＃").strip()
    if typed.isdecimal() and len(typed) <= 18 and int(typed) > 0:
        return int(typed)
    raise Refusal("question-unknown", seen=fields.get(name, "")[:20])


def _page(visit: Visit, known: Queue, *, message: str = "", status: int = 200) -> web.Response:
    reader, now = visit.reader, visit.site.clock.now()
    to = {action: visit.address(action) for action in ACTIONS}
    last = known.last and {"id": known.last.id, "said": _step(reader, known.last.kind, known.last.number)}
    response = page(
        visit.request, "phone.html", status=status, address=visit.address, to=to, order=visit.order.value,
        message=message, title=reader.text(visit.box.session.title),
        hours=_hours(reader, known.box, now), open=known.box.is_open(now), most=MOST,
        rule=known.box.rule, sections=sections_of(known), last=last, reasons=_reasons(visit),
        headings={name: reader.say(f"phone-heading-{name}") for name in SECTIONS},
        was={state.value: reader.say(f"question-state-{state}") for state in State},
        stage=screen_url(visit.site.addresses, visit.session),
    )  # fmt: skip
    response.enable_compression()
    return response


def _reasons(visit: Visit) -> list[tuple[str, str]]:
    """What stands on the buttons, and what the asker reads: every language of the summit, since theirs is unknown."""
    languages, say = visit.site.settings.summit.languages, visit.site.phrasebook.say
    keys = [f"question-reason-{reason}" for reason in REASONS]
    return [(visit.reader.say(key), " / ".join(say(one, key) for one in languages)) for key in keys]


def _step(reader: Reader, kind: str, number: int) -> str:
    return reader.say(f"panel-step-{kind}", number=str(number))


def _hours(reader: Reader, box: Box, now: datetime) -> str:
    """Whether questions are taken, and until when or from when."""
    if not box.is_open(now):
        if box.window and now < box.window.opens and not box.by_hand:
            return reader.say("phone-before", time=reader.wall(box.window.opens))
        return reader.say("phone-closed")
    if box.window and now < box.window.closes:
        return reader.say("phone-until", time=reader.wall(box.window.closes))
    return reader.say("phone-open")
