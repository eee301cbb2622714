"""The schedule JSON of frab and pretalx: a conference's days, their rooms, their events.

Source: the exports of both programs and the schema that voc/schedule validates them against. A day's `date` is the
summit day, also of talks after midnight. An export of ours carries what the format has no place for under the key
`summit-bot` of the schedule, for each event under its guid in `events` there (see `extension`).
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from bot.agenda.formats import AgendaFile, Venue, extension
from bot.agenda.formats.frab import on_day, wall_time
from bot.agenda.formats.loading import Entry, Words, json_seen, json_shaped
from bot.agenda.formats.markup import markdown_from_html
from bot.agenda.formats.times import Length, Moment, Zone, span
from bot.agenda.formats.vocabulary import kind_of, language_tag, one_line, told_once, web_address
from bot.agenda.model import Programme, Session, Speaker, Text
from bot.core.refusal import Fault, Faults

NAME = "frab-json"


class _Person(Entry):
    public_name: Words = ""
    full_public_name: Words = ""
    name: Words = ""


class _Event(Entry):
    id: Words = ""
    guid: Words = ""
    date: Moment | None = None
    start: Words = ""
    duration: Length | None = None
    title: str
    subtitle: Words = ""
    abstract: Words = ""
    description: Words = ""
    track: Words = ""
    type: Words = ""
    language: Words = ""
    url: Words = ""
    persons: tuple[_Person, ...] = ()


class _Day(Entry):
    date: dt.date
    rooms: dict[str, tuple[_Event, ...]]


class _Conference(Entry):
    title: Words = ""
    time_zone_name: Zone | None = None
    days: tuple[_Day, ...]


class _Schedule(Entry):
    conference: _Conference
    ours: dict[str, Any] = Field(alias="summit-bot", default={})


class _Document(Entry):
    schedule: _Schedule


def recognises(file: AgendaFile) -> bool:
    """Whether it is JSON with a conference in a schedule."""
    match json_seen(file):
        case {"schedule": {"conference": dict()}}:
            return True
    return False


def read(file: AgendaFile, venue: Venue) -> Programme:
    """The schedule. Raises Faults with line and field, all of them at once."""
    return _Reading(file, venue, json_shaped(_Document, file).schedule).programme()


class _Reading:
    """One file being read."""

    def __init__(self, file: AgendaFile, venue: Venue, schedule: _Schedule) -> None:
        self._file = file.name
        self._days = schedule.conference.days
        self._ids = Counter(event.id for _, _, event, _ in self._events())
        name, zone = one_line(schedule.conference.title), schedule.conference.time_zone_name
        try:
            self._draft = extension.open_draft(schedule.ours, venue, name=name, timezone=zone)
            self._carried: dict[str, Any] = dict(schedule.ours.get("events", {}))
        except (extension.ExtensionError, TypeError, ValueError) as wrong:
            raise Faults([self._broken("schedule.summit-bot", wrong)]) from wrong

    def programme(self) -> Programme:
        faults = []
        for day, room, event, field in self._events():
            try:
                session = self._session(day, room, event)
                self._draft.add(extension.restored(session, self._carried.get(event.guid, {})), taken=True)
            except extension.ExtensionError as wrong:
                faults.append(self._broken(field, wrong))
            except ValueError:
                faults.append(Fault(self._file, "fault-time", field=f"{field}.start", values={"seen": event.start}))
        if faults:
            raise Faults(faults)
        return self._draft.closed(self._file)

    def _events(self) -> Iterator[tuple[_Day, str, _Event, str]]:
        for number, day in enumerate(self._days):
            for room, events in day.rooms.items():
                for place, event in enumerate(events):
                    yield day, room, event, f"schedule.conference.days[{number}].rooms.{room}[{place}]"

    def _broken(self, field: str, wrong: Exception) -> Fault:
        return Fault(self._file, "agenda-extension-broken", field=field, values={"reason": str(wrong)})

    def _session(self, day: _Day, room: str, event: _Event) -> Session:
        start, end = span(self._draft, event.date or self._wall_start(day, event), lasts=event.duration)
        title = one_line(event.title)
        names = dict.fromkeys(one_line(one.public_name or one.full_public_name or one.name) for one in event.persons)
        speakers = tuple(Speaker(Text.of(name)) for name in names if name)
        texts = (markdown_from_html(text) for text in (event.subtitle, event.abstract, event.description))
        return Session(
            code="",
            title=Text.of(title),
            kind=kind_of(event.type, title, speakers=bool(speakers)),
            day=day.date,
            start=start,
            end=end,
            rooms=self._draft.rooms([one_line(room)]),
            track=self._draft.track(one_line(event.track)),
            speakers=speakers,
            abstract=Text.of(told_once(*texts)),
            language=language_tag(event.language),
            source_id=event.id if event.id and self._ids[event.id] == 1 else event.guid or event.id,
            url=web_address(event.url),
        )

    def _wall_start(self, day: _Day, event: _Event) -> dt.datetime | None:
        return on_day(day.date, wall_time(event.start), self._draft.timezone) if event.start else None
