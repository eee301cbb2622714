"""What should be looked at before a change goes out: who and what would be in two places at once. Pure.

Only what the change itself brings about is told; what overlapped before and still does is not.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.agenda import telling
from bot.agenda.changes import Aspect, ChangeSet
from bot.agenda.model import Programme, Session, Status, Text, clash
from bot.agenda.normal import normalise
from bot.outbox.model import Line, Value

ON_FOOT = timedelta(minutes=15)
"""A speaker who has less than this between two talks in different rooms is told of."""

_PLACES = frozenset({Aspect.ADDED, Aspect.MOVED, Aspect.ROOM, Aspect.RESTORED, Aspect.SPEAKERS})


class Doubt(StrEnum):
    """What is wrong with a change, worst first."""

    ROOM = "room"
    DOORS = "doors"
    SPEAKER = "speaker"
    MIDNIGHT = "midnight"
    NEXT_TALK = "next-talk"
    BOTH = "both"
    PLENARY = "plenary"


GRAVE = frozenset({Doubt.ROOM, Doubt.DOORS})
"""What is not done in chat without a second yes."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing to look at: the codes of the sessions it is about, the changed one first, and what to say of it."""

    doubt: Doubt
    sessions: tuple[str, ...]
    values: Mapping[str, Value]

    @property
    def grave(self) -> bool:
        """Whether it needs a second yes in chat."""
        return self.doubt in GRAVE

    @property
    def line(self) -> Line:
        """The sentence that tells an organiser."""
        return Line(f"clash-{self.doubt}", self.values)


def swept(
    base: Programme | None, changes: ChangeSet, concerned: Mapping[str, Collection[int]]
) -> tuple[Clash, ...]:
    """What `changes` brings about, worst first.

    `concerned` gives the members that each session (code) concerns; of them only numbers are told, and none of a
    Chatham House session.
    """
    after = changes.after
    before = base or Programme(after.name, after.timezone)
    codes = {change.after.code for change in changes.changes if change.aspects & _PLACES}
    changed = [session for session in after if session.code in codes and session.status is Status.SCHEDULED]
    found = [*_alone(before, after, changed), *_pairs(before, after, changed, concerned)]
    worst = list(Doubt)
    return tuple(sorted(found, key=lambda clash: worst.index(clash.doubt)))


def _alone(before: Programme, after: Programme, changed: Collection[Session]) -> Iterator[Clash]:
    doors = _doors(before)
    for session in changed:
        was = before.sessions_by_code.get(session.code)
        told: dict[str, Value] = {"title": telling.title(session), "when": telling.when(session)}
        if session.start and session.day in doors and session.start < doors[session.day]:
            yield Clash(Doubt.DOORS, (session.code,), told)
        if _into_night(session, after) and not (was and _into_night(was, before)):
            yield Clash(Doubt.MIDNIGHT, (session.code,), told)
        if len(session.rooms) > 1 and was:
            yield Clash(Doubt.PLENARY, (session.code,), {**told, "count": len(session.rooms)})


def _doors(programme: Programme) -> dict[object, datetime]:
    """When each day's first session begins."""
    doors: dict[object, datetime] = {}
    for session in programme:
        if session.start and session.status is Status.SCHEDULED:
            doors[session.day] = min(session.start, doors.get(session.day, session.start))
    return doors


def _into_night(session: Session, programme: Programme) -> bool:
    if session.day is None or session.start is None:
        return False
    midnight = datetime.combine(session.day + timedelta(days=1), time(), programme.timezone)
    return (session.end or session.start) > midnight


def _pairs(
    before: Programme, after: Programme, changed: Collection[Session], concerned: Mapping[str, Collection[int]]
) -> Iterator[Clash]:
    live = [session for session in after if session.status is Status.SCHEDULED and session.start]
    codes = {session.code for session in changed}
    people = {session.code: _people(session) for session in live}
    for one in changed:
        for other in live:
            if other.code == one.code or (other.code in codes and other.code < one.code):
                continue
            for doubt, values in _between(one, other, after, people, concerned):
                if doubt not in _doubts_before(one, other, before, concerned):
                    yield Clash(doubt, (one.code, other.code), {**_both(one, other), **values})


def _doubts_before(
    one: Session, other: Session, before: Programme, concerned: Mapping[str, Collection[int]]
) -> set[Doubt]:
    old = [before.sessions_by_code.get(session.code) for session in (one, other)]
    pair = [session for session in old if session and session.status is Status.SCHEDULED]
    if len(pair) < 2:
        return set()
    people = {session.code: _people(session) for session in pair}
    return {doubt for doubt, _ in _between(pair[0], pair[1], before, people, concerned)}


def _between(
    one: Session,
    other: Session,
    programme: Programme,
    people: Mapping[str, Mapping[str, Text]],
    concerned: Mapping[str, Collection[int]],
) -> Iterator[tuple[Doubt, dict[str, Value]]]:
    """What is wrong between two sessions that take place."""
    if not _near(one, other):
        return
    together = clash(one, other)
    rooms = set(one.rooms) & set(other.rooms)
    if together and rooms:
        names = [room.name for room in programme.rooms if room.code in rooms]
        yield Doubt.ROOM, {"room": telling.listed(names)}
    if shared := people[one.code].keys() & people[other.code].keys():
        names = [*dict.fromkeys(people[one.code][key] for key in sorted(shared))]
        if together:
            yield Doubt.SPEAKER, {"names": telling.listed(names)}
        elif set(one.rooms) != set(other.rooms) and not (one.block and one.block == other.block):
            yield Doubt.NEXT_TALK, {"names": telling.listed(names)}
    count = len(set(concerned.get(one.code, ())) & set(concerned.get(other.code, ()))) if together else 0
    if count and not (one.chatham_house or other.chatham_house):
        yield Doubt.BOTH, {"count": count}


def _near(one: Session, other: Session) -> bool:
    """Whether less than ON_FOOT lies between two sessions."""
    if not (one.start and other.start):
        return False
    ends = (one.end or one.start, other.end or other.start)
    return one.start < ends[1] + ON_FOOT and other.start < ends[0] + ON_FOOT


def _people(session: Session) -> dict[str, Text]:
    return {normalise(wording): speaker.name for speaker in session.speakers for wording in speaker.name.every()}


def _both(one: Session, other: Session) -> dict[str, Value]:
    return {
        "title": telling.title(one),
        "when": telling.when(one),
        "other": telling.title(other),
        "begins": telling.when(other),
    }
