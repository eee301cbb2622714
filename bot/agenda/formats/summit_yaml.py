"""Our own format: an agenda that people write, and the one that loses nothing.

    summit: {zh-CN: 第二届 OSPO Summit, en: 2nd OSPO Summit}   # optional. A text is one string, or one a language
    timezone: Asia/Shanghai                                   # optional

    rooms:                             # code: name. Codes are 1 to 24 ASCII characters without blanks
      main: {zh-CN: 主会场, en: Main Hall}
    tracks:
      dao: {zh-CN: 开源之【道】, en: "Dao: the Way"}
    blocks:                            # sessions that share one time cell and follow each other in it
      keynotes: {title: Keynotes, day: 2024-03-28, start: "09:00", end: "12:30", rooms: [main], track: dao}

    sessions:
      - code: welcome                  # stable over versions; without one, made of `source_id`, or of title and day
        title: Welcome Note            # required; the only key that is
        block: keynotes                # gives its day, part, start, end, rooms and track where the session has none
        position: 1                    # place in the block; the order in the file where it is left out
        kind: keynote                  # talk, panel, discussion, office-hour, unconference, break, social
        language: zh-CN                # the language it is held in
        speakers: [Keith Chan, {name: 边思康, affiliation: {zh-CN: 联合主席, en: Co-chair}}]
        abstract: Markdown             # as Discord shows it
      - title: Dinner
        day: 2024-03-28                # the summit day; that of an ISO `start` where it is left out
        part: evening                  # morning, noon, afternoon or evening where no clock time is known
        room: main                     # or rooms: [main, hall-a]
        track: dao
        start: "18:30"                 # venue wall time, in quotation marks; or 2024-03-28T18:30:00+08:00
        end: "25:00"                   # one in the night after `day`. Start and end may be left out
        status: postponed              # or scheduled, cancelled
        chatham_house: true
        questions: true
        source_id: "1017"              # what another system calls it
        url: https://example.org/dinner

`null` (or `[]` for rooms) says that there is none: a `day: null` beside a start, a `start: null` inside a block. A
session with a start of its own does not take the end of its block. A wall time that occurs twice in the night when
clocks go back means the first one; one that the clocks skip is refused.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from bot.agenda.formats import AgendaFile, Venue
from bot.agenda.formats.draft import Draft
from bot.agenda.formats.loading import looks_like_json
from bot.agenda.formats.summit_shape import Agenda, Clock, Entry, Place
from bot.agenda.model import Block, Programme, Room, Session, Speaker, Track
from bot.core.marked_yaml import Loaded, Route, load_yaml, validated
from bot.core.refusal import Fault, Faults
from bot.core.validation import nearest
from bot.core.yaml_syntax import shown

NAME = "summit-yaml"

_SESSIONS = re.compile(rb"^sessions[ \t]*:", re.MULTILINE)
_OTHERS = re.compile(rb"^(summit|timezone|rooms|tracks|blocks)[ \t]*:", re.MULTILINE)

_Shape = TypeVar("_Shape", bound=BaseModel)


def recognises(file: AgendaFile) -> bool:
    """Whether `sessions`, or two of the other keys, begin lines of something that is not JSON."""
    if looks_like_json(file) or b"BEGIN:VCALENDAR" in file.data[:100]:
        return False
    return bool(_SESSIONS.search(file.data)) or len(set(_OTHERS.findall(file.data))) > 1


def read(file: AgendaFile, venue: Venue) -> Programme:
    """The programme. Raises Faults: everything that is wrong, in the order of lines."""
    return _Reading(load_yaml(file.data, file.name), venue).programme()


class _Reading:
    """One file being read. What can be understood is checked in full, also when other things are wrong."""

    def __init__(self, loaded: Loaded, venue: Venue) -> None:
        self._loaded = loaded
        self._faults: list[Fault] = []
        self._agenda: Agenda | None = None
        try:
            self._agenda = validated(Agenda, loaded)
        except Faults as wrong:
            self._faults += wrong.faults
        data = loaded.data if isinstance(loaded.data, dict) else {}
        clock = _understood(Clock, data) or Clock()
        self._draft = Draft(venue, name=self._agenda.summit if self._agenda else "", timezone=clock.timezone)
        self._codes = {kind: list(_mapping(data, kind)) for kind in ("rooms", "tracks", "blocks")}
        blocks = {code: _understood(Place, value) for code, value in _mapping(data, "blocks").items()}
        self._blocks = {code: place for code, place in blocks.items() if place}
        listed = data.get("sessions")
        entries = ((n, _understood(Entry, value)) for n, value in enumerate(listed if isinstance(listed, list) else ()))
        self._entries = [(("sessions", n), entry) for n, entry in entries if entry]

    def programme(self) -> Programme:
        for code, block in self._blocks.items():
            self._blocks[code] = self._sound(("blocks", code), block)
        positions = {code: count(1) for code in self._blocks}
        sessions = []
        for route, entry in self._entries:
            place = next(positions[entry.block]) if entry.block in positions else 0
            sessions.append(self._session(route, entry, place))
        self._check_codes()
        if not self._agenda or self._faults:
            distinct = {(fault.place, fault.phrase): fault for fault in self._faults}
            raise Faults(sorted(distinct.values(), key=lambda fault: (fault.line or 0, fault.column or 0)))
        return self._closed(self._agenda, sessions)

    def _closed(self, agenda: Agenda, sessions: list[Session]) -> Programme:
        for code, name in agenda.rooms.items():
            self._draft.keep(Room(code, name))
        for code, name in agenda.tracks.items():
            self._draft.keep(Track(code, name))
        for code, block in agenda.blocks.items():
            self._draft.keep(Block(code, block.title))
        for session in sorted(sessions, key=lambda session: not session.code):  # codes that are given have precedence
            self._draft.add(session)
        return self._draft.closed(self._loaded.file)

    def _session(self, route: Route, entry: Entry, place: int) -> Session:
        self._check_rooms_and_track(route, entry)
        self._check_known(entry.block, "blocks", (*route, "block"))
        block = self._blocks.get(entry.block)
        merged = _merged(entry, block) if block else entry
        start, end = self._times(route, merged) if block or not entry.block else (None, None)
        return Session(
            code=entry.code or "",
            title=entry.title,
            kind=entry.kind,
            day=merged.day if "day" in merged.model_fields_set else self._draft.day_of(start),
            start=start,
            end=end,
            part=merged.part,
            rooms=tuple(dict.fromkeys(merged.rooms or ((merged.room,) if merged.room else ()))),
            track=merged.track,
            speakers=tuple(Speaker(person.name, person.affiliation) for person in entry.speakers),
            abstract=entry.abstract,
            language=entry.language,
            block=entry.block,
            position=place if entry.position is None else entry.position,
            status=entry.status,
            chatham_house=entry.chatham_house,
            questions=entry.questions,
            source_id=entry.source_id,
            url=entry.url,
        )

    def _sound(self, route: Route, block: Place) -> Place:
        """The block, without times that are wrong: its sessions need not complain of them again."""
        self._check_rooms_and_track(route, block)
        before = len(self._faults)
        self._times(route, block)
        wrong = len(self._faults) > before
        return block.model_copy(update={"start": None, "end": None}) if wrong else block

    def _times(self, route: Route, place: Place) -> tuple[datetime | None, datetime | None]:
        start = self._moment((*route, "start"), place.start, place.day)
        end = self._moment((*route, "end"), place.end, place.day)
        if start and end and end <= start:
            seen, after = (shown(_clock(self._draft.timezone, moment)) for moment in (end, start))
            self._complain((*route, "end"), "agenda-end-before-start", seen=seen, start=after)
        return start, end

    def _moment(self, route: Route, value: timedelta | datetime | None, day: date | None) -> datetime | None:
        """In UTC. What stands on the wall clock must occur there; what occurs twice is the first."""
        if isinstance(value, datetime) and value.tzinfo:
            return value.astimezone(UTC)
        if value is None:
            return None
        if isinstance(value, timedelta):
            if day is None:
                self._complain(route, "agenda-day-missing")
                return None
            value = datetime.combine(day, time()) + value
        zone = self._draft.timezone
        moment = value.replace(tzinfo=zone).astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) != value:
            self._complain(
                route, "agenda-time-skipped", time=f"{value:%H:%M}", day=str(value.date()), timezone=zone.key
            )
            return None
        return moment

    def _check_rooms_and_track(self, route: Route, place: Place) -> None:
        self._check_known(place.room, "rooms", (*route, "room"))
        for number, room in enumerate(place.rooms):
            self._check_known(room, "rooms", (*route, "rooms", number))
        self._check_known(place.track, "tracks", (*route, "track"))

    def _check_known(self, code: str, kind: str, route: Route) -> None:
        known = self._codes[kind]
        if not code or code in known:
            return
        phrase = f"agenda-unknown-{kind.removesuffix('s')}"
        if near := nearest(code, known):
            self._complain(route, f"{phrase}-near", seen=shown(code), near=near)
        else:
            self._complain(route, phrase, seen=shown(code), known=shown(", ".join(known), 200))

    def _check_codes(self) -> None:
        first: dict[str, Route] = {}
        for route, entry in self._entries:
            if entry.code and first.setdefault(entry.code, route) is not route:
                line, _ = self._loaded.line_of((*first[entry.code], "code"))
                self._complain((*route, "code"), "agenda-code-twice", seen=entry.code, first=str(line))

    def _complain(self, route: Route, phrase: str, **values: object) -> None:
        self._faults.append(self._loaded.fault(route, phrase, **values))


def _mapping(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _understood(shape: type[_Shape], value: object) -> _Shape | None:
    """`value` without the keys whose values are wrong: those are told of already."""
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        wrong = {wrong["loc"][0] for wrong in error.errors() if wrong["loc"]}
    if not isinstance(value, dict) or not wrong:
        return None
    if "day" in wrong:
        wrong |= {"start", "end"}
    try:
        return shape.model_validate({"title": ""} | {key: one for key, one in value.items() if key not in wrong})
    except ValidationError:
        return None


def _clock(zone: ZoneInfo, moment: datetime) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def _merged(entry: Entry, block: Place) -> Place:
    """The session with what its block gives it."""
    own = entry.model_fields_set
    taken = (block.model_fields_set & {"day", "part", "start", "end", "room", "rooms", "track"}) - own
    if own & {"room", "rooms"}:
        taken -= {"room", "rooms"}
    if own & {"start", "part"}:
        taken -= {"start", "end", "part"}
    return entry.model_copy(update={name: getattr(block, name) for name in taken})
