"""Sessionize's API, saved as JSON: the "GridSmart" view (days, rooms, sessions) and the "All" view (flat lists of ids).

Source: Sessionize's API documentation. Times are the venue's wall clock. A plenum session is listed in one room and
takes place in every room that is used that day. A service session is a break unless its title says otherwise. Which of
the organiser's own categories mean the track, the format or the language is told by their titles.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from pydantic import Field, RootModel

from bot.agenda.formats import AgendaFile, Venue
from bot.agenda.formats.draft import Draft
from bot.agenda.formats.loading import Entry, Words, json_of, json_seen, json_shaped
from bot.agenda.formats.markup import markdown_from_html
from bot.agenda.formats.times import Moment, span
from bot.agenda.formats.vocabulary import kind_of, language_tag, one_line
from bot.agenda.model import Programme, Session, Speaker, Text

NAME = "sessionize"

_TRACK = ("track", "theme", "stream", "topic area", "主题", "主題", "分论坛")
_FORMAT = ("format", "session format", "type", "session type", "形式", "类型")
_LANGUAGE = ("language", "session language", "sprache", "语言", "語言")


class _Item(Entry):
    id: int = 0
    name: Words = ""


class _Category(Entry):
    title: Words = ""
    name: Words = ""
    items: tuple[_Item, ...] = ()
    category_items: tuple[_Item, ...] = Field(default=(), alias="categoryItems")


class _Person(Entry):
    id: str
    name: Words = ""
    full_name: Words = Field(default="", alias="fullName")


class _Session(Entry):
    id: str
    title: str
    description: Words = ""
    starts_at: Moment | None = Field(default=None, alias="startsAt")
    ends_at: Moment | None = Field(default=None, alias="endsAt")
    service: bool = Field(default=False, alias="isServiceSession")
    plenum: bool = Field(default=False, alias="isPlenumSession")
    speakers: tuple[_Person | str, ...] = ()
    categories: tuple[_Category, ...] = ()
    category_items: tuple[int, ...] = Field(default=(), alias="categoryItems")
    room_id: int | None = Field(default=None, alias="roomId")


class _Room(Entry):
    id: int
    name: str
    sessions: tuple[_Session, ...] = ()


class _Day(Entry):
    rooms: tuple[_Room, ...]


class _Grid(RootModel[tuple[_Day, ...]]):
    pass


class _All(Entry):
    sessions: tuple[_Session, ...]
    speakers: tuple[_Person, ...] = ()
    categories: tuple[_Category, ...] = ()
    rooms: tuple[_Room, ...] = ()


def recognises(file: AgendaFile) -> bool:
    """Whether it is JSON of days with rooms and time slots, or of sessions beside speakers, categories and rooms."""
    match json_seen(file):
        case [{"rooms": [{"sessions": list()}, *_], "timeSlots": _}, *_]:
            return True
        case {"sessions": list(), "speakers": list(), "categories": list(), "rooms": list(), "questions": _}:
            return True
    return False


def read(file: AgendaFile, venue: Venue) -> Programme:
    """The sessions. Raises Faults with line and field, all of them at once."""
    if isinstance(json_of(file), list):
        days = json_shaped(_Grid, file).root
        rooms = [room for day in days for room in day.rooms]
        placed = [_in_room(session, room) for room in rooms for session in room.sessions]
        return _Reading(venue, _All(sessions=(), rooms=tuple(rooms))).programme(file, placed)
    everything = json_shaped(_All, file)
    return _Reading(venue, everything).programme(file, everything.sessions)


def _in_room(session: _Session, room: _Room) -> _Session:
    return session if session.room_id is not None else session.model_copy(update={"room_id": room.id})


class _Reading:
    """One file being read."""

    def __init__(self, venue: Venue, document: _All) -> None:
        self._draft = Draft(venue)
        self._rooms = {room.id: one_line(room.name) for room in document.rooms}
        self._people = {person.id: person for person in document.speakers}
        self._items = {
            item.id: (category.title.strip().casefold(), item.name) for category in document.categories
            for item in category.items
        }

    def programme(self, file: AgendaFile, listed: Iterable[_Session]) -> Programme:
        sessions: dict[str, list[_Session]] = {}
        for one in listed:  # a view may list a plenum in each of its rooms
            sessions.setdefault(one.id, []).append(one)
        every = [one for same in sessions.values() for one in same]
        used = {one.room_id for one in every}
        self._draft.rooms(name for number, name in self._rooms.items() if number in used)
        for same in sessions.values():
            self._draft.add(self._session(same[0], self._places(same, every)))
        return self._draft.closed(file.name)

    def _places(self, same: list[_Session], every: list[_Session]) -> Iterator[str]:
        one = same[0]
        numbers = [each.room_id for each in same]
        if one.plenum:
            day = self._day(one.starts_at)
            that_day = {each.room_id for each in every if self._day(each.starts_at) == day}
            numbers += [number for number in self._rooms if number in that_day]
        return (self._rooms.get(number, "") for number in numbers if number is not None)

    def _day(self, start: datetime | None) -> date | None:
        return self._draft.day_of(span(self._draft, start)[0])

    def _session(self, one: _Session, places: Iterable[str]) -> Session:
        start, end = span(self._draft, one.starts_at, one.ends_at)
        title = one_line(one.title)
        said = [*self._said(one)]
        return Session(
            code="",
            title=Text.of(title),
            kind=kind_of(_first(said, _FORMAT), title, speakers=bool(one.speakers), service=one.service),
            day=self._draft.day_of(start),
            start=start,
            end=end,
            rooms=self._draft.rooms(places),
            track=self._draft.track(_first(said, _TRACK)),
            speakers=tuple(Speaker(Text.of(name)) for person in one.speakers if (name := self._name(person))),
            abstract=Text.of(markdown_from_html(one.description)),
            language=language_tag(_first(said, _LANGUAGE)),
            source_id=one.id,
        )

    def _said(self, one: _Session) -> Iterator[tuple[str, str]]:
        """Titles of categories, and what was chosen in them."""
        for category in one.categories:
            for item in (*category.category_items, *category.items):
                yield (category.title or category.name).strip().casefold(), item.name
        for number in one.category_items:
            if number in self._items:
                yield self._items[number]

    def _name(self, person: _Person | str) -> str:
        known = self._people.get(person) if isinstance(person, str) else person
        return one_line(known.full_name or known.name) if known else ""


def _first(said: list[tuple[str, str]], titles: tuple[str, ...]) -> str:
    return next((one_line(chosen) for title, chosen in said if title in titles), "")
