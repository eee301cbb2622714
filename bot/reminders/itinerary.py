"""One person's own way through the programme: starred sessions in order, clashes, and the time in between. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations

from bot.agenda.model import Programme, Session, Status, clash

_NONE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Stop:
    """One entry: a starred session, or (`starred` False) a break of the programme that falls between two.

    `clashes` are the starred sessions it overlaps. `free` is the time since the last one ended on that day, or zero.
    """

    session: Session
    starred: bool = True
    clashes: tuple[Session, ...] = ()
    free: timedelta = _NONE


def itinerary(programme: Programme, codes: Collection[str]) -> tuple[Stop, ...]:
    """The sessions of `codes` in programme order, cancelled ones too, with the breaks between them."""
    wanted = {*codes}
    starred = [session for session in programme if session.code in wanted]
    stops: list[Stop] = []
    for day in dict.fromkeys(session.day for session in starred):
        stops += _day(programme, day, [session for session in starred if session.day == day])
    return tuple(stops)


def overlaps(sessions: Collection[Session]) -> dict[str, tuple[Session, ...]]:
    """By code, the others that overlap it; sessions that do not take place, or without a time, overlap nothing."""
    taking_place = [session for session in sessions if session.status is Status.SCHEDULED and session.start]
    found: dict[str, list[Session]] = {}
    for one, other in combinations(taking_place, 2):
        if clash(one, other):
            found.setdefault(one.code, []).append(other)
            found.setdefault(other.code, []).append(one)
    return {code: tuple(others) for code, others in found.items()}


def _day(programme: Programme, day: date | None, starred: list[Session]) -> list[Stop]:
    clashes = overlaps(starred)
    own = {session.code for session in starred}
    shown = own | {session.code for session in _breaks(programme, day, starred)}
    stops, busy_until = [], None
    for session in (one for one in programme.on_day(day) if one.code in shown):
        taking_place = session.status is Status.SCHEDULED and session.start is not None
        free = session.start - busy_until if taking_place and session.start and busy_until else _NONE
        stops.append(Stop(session, session.code in own, clashes.get(session.code, ()), max(free, _NONE)))
        if taking_place:
            busy_until = _later(busy_until, programme.end_of(session))
    return stops


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(filter(None, (one, other)), default=None)


def _breaks(programme: Programme, day: date | None, starred: list[Session]) -> list[Session]:
    """The day's breaks between its first and last starred session, once each, where no starred one fills them."""
    held = [session for session in starred if session.status is Status.SCHEDULED and session.start]
    starts = [session.start for session in held if session.start]
    if not starts:
        return []
    distinct: dict[tuple[datetime | None, datetime | None], Session] = {}
    for session in programme.on_day(day):
        between = session.start is not None and min(starts) < session.start < max(starts)
        if session.is_break and session.status is Status.SCHEDULED and between and session not in starred:
            distinct.setdefault((session.start, session.end), session)
    return [pause for pause in distinct.values() if not any(clash(pause, session) for session in held)]
