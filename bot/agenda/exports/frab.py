"""What frab's XML and JSON have in common: days, rooms and the ids that their readers ask for.

Field names and forms are those of frab's and pretalx's own exports and of the validators in voc/schedule.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from hashlib import blake2b
from uuid import NAMESPACE_URL, uuid5

from bot.agenda.exports.shown import acronym, heading
from bot.agenda.formats.frab import DAY_CHANGE
from bot.agenda.formats.wording import in_one_line, paragraphs, shown_name
from bot.agenda.model import Programme, Session
from bot.core.phrasebook import Phrasebook

_HIGHEST = 999_983  # the validator's slugs take numbers of up to six digits


@dataclass(frozen=True, slots=True)
class FrabEvent:
    """A session as frab words it. `date` is local time with its offset, `duration` "hh:mm"."""

    session: Session
    number: int
    guid: str
    slug: str
    title: str
    date: datetime
    duration: str
    room: str
    track: str
    abstract: str
    persons: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class FrabDay:
    """A summit day: its place from 1, when it opens and closes (local, 04:00 to 03:59), and its events by room."""

    index: int
    date: date
    opens: datetime
    closes: datetime
    rooms: dict[str, list[FrabEvent]]


class FrabSchedule:
    """A programme's sessions that have a start, as frab orders them."""

    def __init__(self, programme: Programme, phrasebook: Phrasebook) -> None:
        self.programme = programme
        self.acronym = acronym(programme)
        self.title = in_one_line(programme.name)
        self.placed = tuple(session for session in programme if session.start)
        self.unplaced = tuple(session for session in programme if not session.start)
        self._phrasebook = phrasebook

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Each session's number by code: the source's own where it is one, else made from the code; all different."""
        taken: dict[int, str] = {}
        for session in self.placed:
            if session.source_id.isdecimal() and 0 < int(session.source_id) <= _HIGHEST:
                taken.setdefault(int(session.source_id), session.code)
        kept = set(taken.values())
        for session in self.placed:
            number = _hashed(session.code)
            while session.code not in kept and number in taken:
                number = number % _HIGHEST + 1
            if session.code not in kept:
                taken[number] = session.code
        return {code: number for number, code in taken.items()}

    @cached_property
    def days(self) -> tuple[FrabDay, ...]:
        """The days that have a session with a start."""
        by_day: dict[date, list[FrabEvent]] = {}
        for session in self.placed:
            if session.start:
                start = self.programme.local(session.start)
                by_day.setdefault(session.day or start.date(), []).append(self._event(session, start))
        return tuple(self._day(index, day, by_day[day]) for index, day in enumerate(sorted(by_day), 1))

    def events(self) -> Iterator[FrabEvent]:
        """All events, by day and room."""
        for day in self.days:
            for events in day.rooms.values():
                yield from events

    def _day(self, index: int, day: date, events: list[FrabEvent]) -> FrabDay:
        names = [shown_name(room) for room in self.programme.rooms]
        rooms: dict[str, list[FrabEvent]] = {name: [] for name in (*names, "")}
        for event in events:
            rooms[event.room].append(event)
        opens = datetime.combine(day, time(), self.programme.timezone) + DAY_CHANGE
        closes = opens + timedelta(days=1, minutes=-1)
        return FrabDay(index, day, opens, closes, {name: held for name, held in rooms.items() if held})

    def _event(self, session: Session, start: datetime) -> FrabEvent:
        number = self.numbers[session.code]
        slug = re.sub(r"[^a-z0-9]+", "-", session.code.lower()).strip("-")
        names = [in_one_line(speaker.name) for speaker in session.speakers]
        return FrabEvent(
            session=session,
            number=number,
            guid=str(uuid5(NAMESPACE_URL, f"summit-bot:{self.acronym}/{session.code}")),
            slug=f"{self.acronym}-{number}-{slug if len(slug) >= 4 else f'session-{slug}'.strip('-')}",
            title=heading(session, self._phrasebook),
            date=start,
            duration=_hours_and_minutes(session.end - start if session.end else timedelta()),
            room=shown_name(self.programme.rooms_by_code[session.rooms[0]]) if session.rooms else "",
            track=shown_name(self.programme.tracks_by_code[session.track]) if session.track else "",
            abstract=paragraphs(session.abstract),
            persons=tuple((_hashed(name), name) for name in names if name),
        )


def _hashed(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest()) % _HIGHEST + 1


def _hours_and_minutes(length: timedelta) -> str:
    minutes = max(int(length.total_seconds() // 60), 0)
    return f"{minutes // 60:02}:{minutes % 60:02}"
