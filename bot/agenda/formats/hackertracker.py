"""HackerTracker's JSON, the app of DEF CON and other hacker events, as of 2017.

Source: shortstack/HackerTracker, `schedule-full.json`. Times are the venue's wall clock. Where an end is not known the
file repeats the start (all 41 parties of DEF CON 25); a party that lasts no time would be over when it begins, so such
an end is none. A place that is null, or of a party in its description, is no room.
"""

from bot.agenda.formats import AgendaFile, Venue
from bot.agenda.formats.draft import Draft
from bot.agenda.formats.loading import Entry, Words, json_seen, json_shaped
from bot.agenda.formats.markup import markdown_from_html
from bot.agenda.formats.times import Moment, span
from bot.agenda.formats.vocabulary import kind_of, one_line, web_address
from bot.agenda.model import Programme, Session, Speaker, Text

NAME = "hackertracker"


class _Person(Entry):
    who: Words = ""


class _Event(Entry):
    id: Words = ""
    title: str
    start_date: Moment
    end_date: Moment | None = None
    location: Words = ""
    entry_type: Words = ""
    description: Words = ""
    link: Words = ""
    who: tuple[_Person, ...] = ()


class _Document(Entry):
    schedule: tuple[_Event, ...]


def recognises(file: AgendaFile) -> bool:
    """Whether it is JSON of a schedule whose entries have a type and a start date."""
    match json_seen(file):
        case {"schedule": [{"start_date": _, "entry_type": _}, *_]}:
            return True
    return False


def read(file: AgendaFile, venue: Venue) -> Programme:
    """The schedule. Raises Faults with line and field, all of them at once."""
    draft = Draft(venue)
    for event in json_shaped(_Document, file).schedule:
        draft.add(_session(draft, event))
    return draft.closed(file.name)


def _session(draft: Draft, event: _Event) -> Session:
    start, end = span(draft, event.start_date, event.end_date)
    title = one_line(event.title)
    speakers = tuple(Speaker(Text.of(one_line(person.who))) for person in event.who if person.who.strip())
    return Session(
        code="",
        title=Text.of(title),
        kind=kind_of(event.entry_type, title, speakers=bool(speakers)),
        day=draft.day_of(start),
        start=start,
        end=end,
        rooms=draft.rooms([one_line(event.location)]),
        track=draft.track(one_line(event.entry_type)),
        speakers=speakers,
        abstract=Text.of(markdown_from_html(event.description)),
        source_id=event.id,
        url=web_address(event.link),
    )
