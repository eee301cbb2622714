"""The programme for calendars and feed readers: whole, one's own, one session's, and the changes as Atom."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from aiohttp import web

from bot.agenda.exports import EXPORTS
from bot.agenda.exports.shown import acronym
from bot.agenda.formats.wording import clean
from bot.agenda.model import Programme
from bot.reminders.subscribing import PURPOSE
from bot.web.entries import View
from bot.web.keeping import kept
from bot.web.news import Change, changes_of
from bot.web.pages import Look
from bot.web.rendering import Link

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"


async def agenda(request: web.Request) -> web.Response:
    """The whole programme as a calendar."""
    look = await Look.of(request)

    async def body() -> bytes:
        return await asyncio.to_thread(EXPORTS["ics"], look.programme, look.site.phrasebook, look.now)

    return await kept(request, ("agenda.ics", look.programme.revision), body, content_type="text/calendar")


async def mine(request: web.Request) -> web.Response:
    """What someone starred, for the calendar that they gave the link to; for nobody else, and kept nowhere."""
    look, token = await Look.of(request), request.match_info["token"]
    code = look.site.addresses.opened(PURPOSE, token)
    member = await look.site.features.subscriptions.member_of(code) if isinstance(code, str) else None
    if member is None:
        raise web.HTTPNotFound
    chosen = [stop.session for stop in await look.site.features.book.mine(member) if stop.starred]

    async def body() -> bytes:
        return await asyncio.to_thread(EXPORTS["ics"], look.programme.only(chosen), look.site.phrasebook, look.now)

    key = ("mine.ics", code, look.programme.revision, *(one.code for one in chosen))
    return await kept(request, key, body, content_type="text/calendar", private=True)


async def session(request: web.Request) -> web.Response:
    """One session as a calendar."""
    look, code = await Look.of(request), request.match_info["code"]
    found = look.programme.sessions_by_code.get(code)
    if found is None:
        raise web.HTTPNotFound

    async def body() -> bytes:
        return EXPORTS["ics"](look.programme.only([found]), look.site.phrasebook, look.now)

    return await kept(request, ("session.ics", code, look.programme.revision), body, content_type="text/calendar")


async def changes(request: web.Request) -> web.Response:
    """What changed, as Atom (RFC 4287)."""
    look = await Look.of(request)
    key = ("changes.atom", look.reader.language, look.reader.chosen, look.programme.revision)

    async def body() -> bytes:
        [last] = await look.site.features.agenda.releases(1)
        view, suffix = await look.view(), f"?lang={look.reader.language}" if look.reader.chosen else ""

        def link(path: str, /, *within: str, **_: str) -> str:
            return look.site.addresses.page(path, *within) + suffix

        return atom(view, changes_of(view), last.at, link, own=link("changes.atom"))

    return await kept(request, key, body, content_type="application/atom+xml", language=look.reader.language)


def atom(view: View, changes: Sequence[Change], updated: datetime, link: Link, *, own: str = "") -> bytes:
    """The feed of `changes`, newest first. `updated`: of the last release (aware); `own`: where the feed itself lies.

    An entry's id stays for good, whatever the address of the pages. Source: RFC 4287.
    """
    reader, programme = view.reader, view.programme
    feed = ET.Element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": reader.language})
    name = clean(reader.text(programme.name))
    _add(feed, "id", _id(programme, f"changes/{reader.language}"))
    _add(feed, "title", f"{name}: {reader.say('web-changes')}")
    _add(feed, "updated", _stamp(updated))
    _add(ET.SubElement(feed, f"{{{_ATOM}}}author"), "name", name)
    ET.SubElement(feed, f"{{{_ATOM}}}link", rel="alternate", type="text/html", href=link("changes"))
    if own:
        ET.SubElement(feed, f"{{{_ATOM}}}link", rel="self", type="application/atom+xml", href=own)
    for change in changes:
        _add_entry(feed, view, change, link)
    ET.register_namespace("", _ATOM)
    ET.indent(feed)
    written: bytes = ET.tostring(feed, "utf-8", xml_declaration=True)
    return written + b"\n"


def _add_entry(feed: ET.Element, view: View, change: Change, link: Link) -> None:
    entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
    _add(entry, "id", _id(view.programme, f"change/{view.reader.language}/{change.revision}/{change.code}"))
    _add(entry, "title", clean(change.title))
    _add(entry, "updated", _stamp(change.at))
    ET.SubElement(entry, f"{{{_ATOM}}}link", rel="alternate", type="text/html", href=link("session", change.code))
    lines = [told.sentence or f"{told.label}: {told.before} → {told.after}" for told in change.told]
    _add(entry, "summary", clean("\n".join(lines)))


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = text


def _id(programme: Programme, of: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'summit-bot:{acronym(programme)}/{of}')}"


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


ROUTES = [
    web.get("/agenda.ics", agenda),
    web.get("/mine/{token}.ics", mine),
    web.get("/session/{code:[^/]+}.ics", session),
    web.get("/changes.atom", changes),
]
