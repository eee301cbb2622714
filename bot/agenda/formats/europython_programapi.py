"""The programme JSON that EuroPython's programapi makes of pretalx: one day, or all of them.

Source: EuroPython/programapi, whose output the conference's site and its chat bot read. One entry may be in many rooms.
"""

from pydantic import Field

from bot.agenda.formats import AgendaFile, Venue
from bot.agenda.formats.draft import Draft
from bot.agenda.formats.loading import Entry, Words, json_seen, json_shaped
from bot.agenda.formats.markup import markdown_from_html
from bot.agenda.formats.times import Length, Moment, span
from bot.agenda.formats.vocabulary import kind_of, one_line, web_address
from bot.agenda.model import Programme, Session, Speaker, Text

NAME = "europython-programapi"


class _Person(Entry):
    name: str


class _Event(Entry):
    code: Words = ""
    title: str
    event_type: Words = ""
    session_type: Words = ""
    track: Words = ""
    tweet: Words = ""
    rooms: tuple[str, ...]
    start: Moment
    duration: Length | None = None
    speakers: tuple[_Person, ...] = ()
    website_url: Words = ""


class _Day(Entry):
    rooms: tuple[str, ...] = ()
    events: tuple[_Event, ...]


class _Document(_Day):
    events: tuple[_Event, ...] = ()
    days: dict[str, _Day] = Field(default_factory=dict)


def recognises(file: AgendaFile) -> bool:
    """Whether it is JSON of a day, or of days, whose events have a type and rooms."""
    match json_seen(file):
        case {"events": [{"event_type": _, "rooms": _}, *_]}:
            return True
        case {"days": dict() as days}:
            return any(isinstance(day, dict) and "events" in day and "rooms" in day for day in days.values())
    return False


def read(file: AgendaFile, venue: Venue) -> Programme:
    """The programme. Raises Faults with line and field, all of them at once."""
    document = json_shaped(_Document, file)
    draft = Draft(venue)
    for day in (document, *document.days.values()):
        draft.rooms(one_line(room) for room in day.rooms if any(room in event.rooms for event in day.events))
        for event in day.events:
            draft.add(_session(draft, event))
    return draft.closed(file.name)


def _session(draft: Draft, event: _Event) -> Session:
    start, end = span(draft, event.start, lasts=event.duration)
    title = one_line(event.title)
    return Session(
        code="",
        title=Text.of(title),
        kind=kind_of(event.session_type, title, service=event.event_type == "break"),
        day=draft.day_of(start),
        start=start,
        end=end,
        rooms=draft.rooms(one_line(room) for room in event.rooms),
        track=draft.track(one_line(event.track)),
        speakers=tuple(Speaker(Text.of(one_line(person.name))) for person in event.speakers),
        abstract=Text.of(markdown_from_html(event.tweet)),
        source_id=event.code,
        url=web_address(event.website_url),
    )
