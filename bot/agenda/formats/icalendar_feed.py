"""iCalendar (RFC 5545): calendar feeds of schedules.

LOCATION is the room; "Arena, Room 8" is two where each part is a location elsewhere too. The first of CATEGORIES is the
track. Speakers are ATTENDEEs with a name, or a first line such as "Speaker: …" of the description. A TZID needs no
VTIMEZONE when the world knows it. An all-day event has a day and no time. A repeated event (RRULE with an end, less its
EXDATEs) is one session each time; its UID then has the time behind it. A UID that several events share identifies none.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Component

from bot.agenda.formats import AgendaFile, Venue, extension
from bot.agenda.formats.draft import Draft
from bot.agenda.formats.icalendar_parts import (
    CARRIER,
    EventFault,
    begins_and_lasts,
    described,
    event_lines,
    first,
    identity,
    identity_at,
    parse_calendar,
    repetitions,
    words,
)
from bot.agenda.formats.loading import text_of
from bot.agenda.formats.markup import markdown_from_html
from bot.agenda.formats.times import span
from bot.agenda.formats.vocabulary import kind_of, one_line, web_address
from bot.agenda.formats.wording import names_in
from bot.agenda.model import Programme, Session, Speaker, Status, Text
from bot.core.refusal import Fault, Faults

NAME = "ics"


def recognises(file: AgendaFile) -> bool:
    """Whether it begins as a calendar does."""
    return file.data[:200].removeprefix(b"\xef\xbb\xbf").lstrip().upper().startswith(b"BEGIN:VCALENDAR")


def read(file: AgendaFile, venue: Venue) -> Programme:
    """The calendar's events. Raises Faults with the line of the event, all of them at once."""
    return _Feed(file, venue).programme()


class _Feed:
    """One file being read."""

    def __init__(self, file: AgendaFile, venue: Venue) -> None:
        self._file = file.name
        text = text_of(file)
        self._calendar = parse_calendar(file.name, text)
        self._events = [*zip(event_lines(text), self._calendar.walk("VEVENT"), strict=True)]
        self._ids = Counter(identity(event) for _, event in self._events)
        self._places = {one_line(words(event, "LOCATION")) for _, event in self._events}
        self._draft = self._opened(venue)

    def programme(self) -> Programme:
        faults: list[Fault] = []
        for line, event in self._events:
            try:
                for session in self._sessions(event):
                    self._draft.add(session, taken=True)
            except EventFault as wrong:
                faults.append(Fault(self._file, wrong.phrase, line, field=wrong.field, values=wrong.values))
        if faults:
            raise Faults(faults)
        return self._draft.closed(self._file)

    def _opened(self, venue: Venue) -> Draft:
        calendar = self._calendar
        name = next(filter(None, (words(calendar, key) for key in ("X-WR-CALNAME", "NAME", "X-WR-CALDESC"))), "")
        try:
            data = extension.from_json(words(calendar, CARRIER))
            return extension.open_draft(data, venue, name=name, timezone=self._zone())
        except extension.ExtensionError as wrong:
            raise Faults([Fault(self._file, "agenda-extension-broken", values={"reason": str(wrong)})]) from wrong

    def _zone(self) -> ZoneInfo | None:
        """The calendar's own zone, else the one that all its times name."""
        named = {words(self._calendar, "X-WR-TIMEZONE")} - {""}
        if not named:
            times = (first(event, "DTSTART") for _, event in self._events)
            named = {str(time.params["TZID"]) for time in times if time is not None and "TZID" in time.params}
        try:
            return ZoneInfo(named.pop()) if len(named) == 1 else None
        except (KeyError, OSError, ValueError):  # a name of the file's own; its VTIMEZONE still gives the right moments
            return None

    def _sessions(self, event: Component) -> Iterator[Session]:
        begins, lasts = begins_and_lasts(event)
        ours = identity(event) if self._ids[identity(event)] == 1 else ""
        for start in repetitions(event, begins):
            again = identity_at(ours, start)
            if again not in self._ids:  # else that time has an event of its own
                yield self._session(event, ours if start == begins or not ours else again, start, lasts)

    def _session(self, event: Component, source_id: str, begins: date, lasts: timedelta | None) -> Session:
        title, told = one_line(words(event, "SUMMARY")), described(event)
        at = begins if isinstance(begins, datetime) else None
        start, end = span(self._draft, at, lasts=lasts)
        categories = first(event, "CATEGORIES")
        seen = Session(
            code="",
            title=Text.of(title),
            kind=kind_of("", title, speakers=bool(told.speakers)),
            day=self._draft.day_of(start) if start else begins,
            start=start,
            end=end,
            rooms=self._draft.rooms(self._rooms(words(event, "LOCATION"))),
            track=self._draft.track(one_line(str(categories.cats[0]))) if categories and categories.cats else "",
            speakers=tuple(Speaker(Text.of(name)) for name in told.speakers),
            abstract=Text.of(markdown_from_html(told.text)),
            status=Status.CANCELLED if words(event, "STATUS").upper() == "CANCELLED" else Status.SCHEDULED,
            source_id=source_id,
            url=web_address(words(event, "URL")) or web_address(told.address),
        )
        try:
            return extension.restored(seen, extension.from_json(words(event, CARRIER)))
        except extension.ExtensionError as wrong:
            raise EventFault("agenda-extension-broken", CARRIER, reason=wrong) from wrong

    def _rooms(self, place: str) -> list[str]:
        """The rooms that a LOCATION names: several where it is a list of names that stand alone elsewhere."""

        def is_room(name: str) -> bool:
            return name in self._places or self._draft.has_room(name)

        return names_in(place, ",", is_room) or [one_line(place)]
