"""frab's schedule XML, also called pentabarf XML: FOSDEM, the Chaos events, DebConf, pretalx and many more write it.

Its shapes: events directly under the day (FOSDEM 2007), day > room > event with a start but no date (FOSDEM to 2024:
`day_change` tells which starts are after midnight), and with a full `date` (frab, pretalx, wafer). Source: the files of
those events, and the validator's schema at voc/schedule.

`day date` is the summit day, also of talks after midnight. Where the file states its zone and the day's own `start`,
the day is that start's date in the zone: wafer writes both in UTC, so that an Indian day seems to be the day before.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.agenda.formats import AgendaFile, Venue, extension
from bot.agenda.formats.draft import Draft
from bot.agenda.formats.frab import DAY_CHANGE, day_begins, length_of, moment_of, on_day, wall_time
from bot.agenda.formats.markup import markdown_from_html
from bot.agenda.formats.vocabulary import kind_of, language_tag, one_line, told_once, web_address
from bot.agenda.formats.xml_tree import Element, parse_xml
from bot.agenda.model import Programme, Session, Speaker, Text
from bot.core.refusal import Fault, Faults

NAME = "frab-xml"

_TEXTS = ("subtitle", "abstract", "description")

ValueT = TypeVar("ValueT")

_OPENING = re.compile(rb"<schedule[\s>/]|<!DOCTYPE(?!\s+html)", re.IGNORECASE)


def recognises(file: AgendaFile) -> bool:
    """Whether it is XML whose root seems to be `schedule`; or has a DTD, so that it is refused as what it is."""
    head = file.data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"<") and _OPENING.search(head) is not None


def read(file: AgendaFile, venue: Venue) -> Programme:
    """The schedule. Raises Faults with line and column, all of them at once."""
    return _Schedule(file, venue, parse_xml(file)).programme()


class _Schedule:
    """One file being read."""

    def __init__(self, file: AgendaFile, venue: Venue, root: Element) -> None:
        self._file = file.name
        self._root = root
        self._conference = root.first("conference") or root
        self._ids = Counter(event.attributes.get("id") for _, _, event in self._events())
        self._draft = self._opened(venue)

    def programme(self) -> Programme:
        faults: list[Fault] = []
        for day, room, event in self._events():
            try:
                self._draft.add(self._session(day, room, event), taken=True)
            except Faults as wrong:
                faults += wrong.faults
        if faults:
            raise Faults(faults)
        return self._draft.closed(self._file)

    def _events(self) -> Iterator[tuple[Element, str, Element]]:
        for day in self._root.all("day"):
            yield from ((day, "", event) for event in day.all("event"))
            for room in day.all("room"):
                yield from ((day, room.attributes.get("name", ""), event) for event in room.all("event"))

    def _fault(self, element: Element, phrase: str, **values: object) -> Faults:
        return Faults([Fault(self._file, phrase, element.line, element.column, element.tag, values)])

    def _opened(self, venue: Venue) -> Draft:
        conference = self._conference
        try:
            data = extension.from_json(conference.notes.get(extension.NAME, ""))
            return extension.open_draft(data, venue, name=conference.said("title"), timezone=self._zone)
        except extension.ExtensionError as wrong:
            raise self._fault(conference, "agenda-extension-broken", reason=wrong) from wrong

    @cached_property
    def _zone(self) -> ZoneInfo | None:
        named = self._conference.first("time_zone_name")
        if named is None or not named.text.strip():
            return None
        try:
            return ZoneInfo(named.text.strip())
        except (KeyError, OSError, ValueError) as unknown:
            raise self._fault(named, "agenda-timezone-unknown", seen=named.text.strip()) from unknown

    def _session(self, day: Element, room: str, event: Element) -> Session:
        title, speakers = one_line(event.said("title")), _speakers(event)
        start = self._start(day, event)
        length = self._value(event, "duration", length_of, "fault-duration")
        seen = Session(
            code="",
            title=Text.of(title),
            kind=kind_of(event.said("type"), title, speakers=bool(speakers)),
            day=self._day(day) or self._draft.day_of(start),
            start=start,
            end=start + length if start and length else None,
            rooms=self._draft.rooms([one_line(event.said("room") or room)]),
            track=self._draft.track(one_line(event.said("track"))),
            speakers=speakers,
            abstract=Text.of(told_once(*(markdown_from_html(event.said(tag)) for tag in _TEXTS))),
            language=language_tag(event.said("language")),
            source_id=self._id(event),
            url=web_address(event.said("url")),
        )
        try:
            return extension.restored(seen, extension.from_json(event.notes.get(extension.NAME, "")))
        except extension.ExtensionError as wrong:
            raise self._fault(event, "agenda-extension-broken", reason=wrong) from wrong

    def _id(self, event: Element) -> str:
        """The event's id; the guid where one id stands for several events (a talk given twice) or there is none."""
        own, guid = event.attributes.get("id", "").strip(), event.attributes.get("guid", "").strip()
        return guid or own if not own or self._ids[own] > 1 else own

    def _day(self, day: Element) -> date | None:
        opens = self._attribute(day, "start", moment_of, "fault-moment")
        if self._zone and opens and opens.tzinfo:
            return opens.astimezone(self._zone).date()
        listed = self._attribute(day, "date", date.fromisoformat, "fault-date")
        return listed or (opens.date() if opens else None)

    def _start(self, day: Element, event: Element) -> datetime | None:
        if "T" in event.said("date"):
            moment = self._value(event, "date", moment_of, "fault-moment")
            return self._draft.local(moment).astimezone(UTC) if moment else None
        listed = self._value(event, "date", date.fromisoformat, "fault-date") or self._day(day)
        clock = self._value(event, "start", wall_time, "fault-time")
        if not (listed and clock):
            return None
        return on_day(listed, clock, self._draft.timezone, changes_at=self._day_change)

    @cached_property
    def _day_change(self) -> timedelta:
        change = self._value(self._conference, "day_change", day_begins, "fault-time")
        return DAY_CHANGE if change is None else change

    def _value(self, parent: Element, tag: str, reader: Callable[[str], ValueT], phrase: str) -> ValueT | None:
        child = parent.first(tag)
        return self._understood(child, child.text, reader, phrase) if child else None

    def _attribute(self, element: Element, name: str, reader: Callable[[str], ValueT], phrase: str) -> ValueT | None:
        return self._understood(element, element.attributes.get(name, ""), reader, phrase)

    def _understood(self, element: Element, text: str, reader: Callable[[str], ValueT], phrase: str) -> ValueT | None:
        if not text.strip():
            return None
        try:
            return reader(text.strip())
        except ValueError as wrong:
            raise self._fault(element, phrase, seen=text.strip()) from wrong


def _speakers(event: Element) -> tuple[Speaker, ...]:
    persons = event.first("persons")
    names = [one_line(person.text) for person in persons.all("person")] if persons else []
    return tuple(Speaker(Text.of(name)) for name in dict.fromkeys(names) if name)
