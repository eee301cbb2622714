"""The public pages: now and next, the agenda, one session, what changed."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from aiohttp import web

from bot.agenda.model import Programme
from bot.web import news, views
from bot.web.context import SITE, Site
from bot.web.entries import View
from bot.web.keeping import kept
from bot.web.reading import Reader, reader_of
from bot.web.rendering import link_from, rendered, switch_of

MakeValues = Callable[[View], views.Values]


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the released programme, by whoever sent a request. `now` is the summit's time to the minute."""

    request: web.Request
    site: Site
    programme: Programme
    reader: Reader
    now: datetime

    @classmethod
    async def of(cls, request: web.Request) -> "Look":
        """Raises Refusal where nothing is released, or the database fails."""
        site = request.app[SITE]
        programme = await site.features.agenda.current()
        reader = replace(reader_of(request), timezone=programme.timezone)
        return cls(request, site, programme, reader, site.clock.now().replace(second=0, microsecond=0))

    async def view(self) -> View:
        """What pages are made from."""
        return View.of(self.programme, self.reader, self.now, await self.site.features.organising.history())

    def _webcal(self) -> str:
        """The address that phones and desktops open in the calendar, which then follows it."""
        address = urlsplit(self.site.addresses.page("agenda.ics"))
        return address._replace(scheme="webcal").geturl()

    async def page(self, template: str, query: Mapping[str, str], make: MakeValues) -> web.Response:
        """A template with what `make` gives. `query`: the parameters of the address that the page depends on."""
        reader, request = self.reader, self.request
        asked = (template, request.match_info.get("code", ""), *sorted(query.items()))
        key = (*asked, reader.language, reader.chosen, self.programme.revision, self.now)

        async def body() -> bytes:
            view, link, switch = await self.view(), link_from(request, reader), switch_of(query)
            given = {"summit": self.programme.name, "live": True, "webcal": self._webcal()}
            text = await asyncio.to_thread(lambda: rendered(template, reader, link, switch, **given, **make(view)))
            return text.encode()

        return await kept(request, key, body, content_type="text/html", language=reader.language)


async def now(request: web.Request) -> web.Response:
    """What is on and what is next; the page looks by itself whether there is something new."""
    return await (await Look.of(request)).page("now.html", {}, views.now_values)


async def agenda(request: web.Request) -> web.Response:
    """A day's programme; `?day=`, `?track=` and `?room=` choose."""
    look = await Look.of(request)
    chosen = views.Chosen.of(request.query, look.programme, look.now)
    return await look.page("agenda.html", chosen.query, partial(views.agenda_values, chosen=chosen))


async def session(request: web.Request) -> web.Response:
    """One session."""
    look = await Look.of(request)
    found = look.programme.sessions_by_code.get(request.match_info["code"])
    if found is None:
        raise web.HTTPNotFound
    return await look.page("session.html", {}, partial(views.session_values, session=found))


async def changes(request: web.Request) -> web.Response:
    """What moved, old and new, newest first."""
    return await (await Look.of(request)).page("changes.html", {}, news.changes_values)


ROUTES = [
    web.get("/", now),
    web.get("/agenda", agenda),
    web.get("/session/{code:[^/]+}", session),
    web.get("/changes", changes),
]
