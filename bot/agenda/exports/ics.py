"""iCalendar (RFC 5545) for people's calendars and for feeds.

Times are UTC: every client shows them in its own zone, and none needs a VTIMEZONE, which clients read differently; the
venue's zone stands in X-WR-TIMEZONE. A session that has a day but no time is an all-day event. Cancelled sessions stay,
with STATUS:CANCELLED, so that calendars strike them out; postponed ones are TENTATIVE.
"""

from collections.abc import Iterator
from datetime import datetime

from icalendar import Calendar, Event, vUnknown

from bot.agenda.exports.shown import Carried, acronym, heading, not_shown
from bot.agenda.formats import extension, icalendar_feed
from bot.agenda.formats.icalendar_parts import CARRIER
from bot.agenda.formats.wording import in_one_line, paragraphs, shown_name
from bot.agenda.model import Programme, Session, Status
from bot.core.phrasebook import LANGUAGES, Phrasebook

_STATUS = {Status.SCHEDULED: "CONFIRMED", Status.POSTPONED: "TENTATIVE", Status.CANCELLED: "CANCELLED"}


def export(programme: Programme, phrasebook: Phrasebook, now: datetime) -> bytes:
    """The programme as a calendar. `now` (aware UTC) is its DTSTAMP; the programme's revision is its SEQUENCE."""
    placed = tuple(session for session in programme if session.start or session.day)
    bare = _written(programme, phrasebook, now, {})
    ids = {session.code: _uid(session, programme) for session in placed}
    return _written(programme, phrasebook, now, not_shown(programme, placed, bare, icalendar_feed.read, ids))


def _written(programme: Programme, phrasebook: Phrasebook, now: datetime, carried: Carried) -> bytes:
    calendar = Calendar()
    name = in_one_line(programme.name)
    for key, text in (
        ("VERSION", "2.0"),
        ("PRODID", "-//summit-bot//programme//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", name),
        ("X-WR-TIMEZONE", programme.timezone.key),
    ):
        calendar.add(key, text)
    unplaced = [session for session in programme if not (session.start or session.day)]
    calendar.add(CARRIER, vUnknown(extension.as_json(extension.programme_data(programme, name, unplaced))))
    for session in programme:
        if session.start or session.day:
            calendar.add_component(_event(session, programme, phrasebook, now, carried))
    written: bytes = calendar.to_ical(sorted=False)
    return written


def _event(
    session: Session, programme: Programme, phrasebook: Phrasebook, now: datetime, carried: Carried
) -> Event:
    event = Event()
    event.add("UID", _uid(session, programme))
    event.add("DTSTAMP", now)
    event.add("SEQUENCE", programme.revision)
    event.add("STATUS", _STATUS[session.status])
    event.add("DTSTART", session.start or session.day)
    if session.start and session.end and session.end > session.start:
        event.add("DTEND", session.end)
    event.add("SUMMARY", heading(session, phrasebook))
    for name, text in (
        ("DESCRIPTION", "\n\n".join(_description(session, phrasebook))),
        ("LOCATION", ", ".join(shown_name(programme.rooms_by_code[room]) for room in session.rooms)),
        ("URL", session.url),
    ):
        if text:
            event.add(name, text)
    if session.track:
        event.add("CATEGORIES", [shown_name(programme.tracks_by_code[session.track])])
    if session.code in carried:
        event.add(CARRIER, vUnknown(extension.as_json(carried[session.code])))
    return event


def _description(session: Session, phrasebook: Phrasebook) -> Iterator[str]:
    speakers = []
    for speaker in session.speakers:
        name, affiliation = in_one_line(speaker.name), in_one_line(speaker.affiliation)
        speakers.append(f"{name} ({affiliation})" if affiliation else name)
    if speakers:
        label = " ".join(dict.fromkeys(phrasebook.say(language, "export-speakers") for language in reversed(LANGUAGES)))
        yield f"{label}: {', '.join(speakers)}"
    if session.abstract:
        yield paragraphs(session.abstract)


def _uid(session: Session, programme: Programme) -> str:
    return f"{session.code}.{acronym(programme)}@summit-bot"
