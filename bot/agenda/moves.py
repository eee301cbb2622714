"""What an organiser does to the programme in chat: move, delay a room, postpone, cancel, restore. Pure.

Each gives the programme as it would be, with the revision of the one it was made from, or raises Refusal. What should
be looked at before the yes is the sweep's to tell (bot/agenda/sweep.py). All lengths are kept in elapsed time, so a
night in which clocks change shortens nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.agenda.asking import usual_day
from bot.agenda.changes import with_sessions
from bot.agenda.model import Programme, Session, Status
from bot.core.refusal import Refusal

LONGEST_DELAY = 240
"""Minutes. Beyond that a day is planned anew, not delayed."""

MEAL = timedelta(minutes=45)
"""A pause that is planned for at least this long is a meal."""

_SHORTEST_MEAL = timedelta(minutes=30)
_SHORTEST_PAUSE = timedelta(minutes=5)


def move(
    programme: Programme, code: str, now: datetime, *, start: datetime | None = None, room: str | None = None
) -> Programme:
    """The session `code` begins at `start` (aware) instead, or is in `room` (a code), or both.

    It lasts as long as before. One that shared a block's time and gets its own leaves the block, and its end is open.
    One that was postponed takes place when it gets a time. Raises Refusal: unknown, cancelled or over, a start that is
    past or on no day of the summit, an unknown room, or nothing that would change.
    """
    session = _known(programme, code)
    if session.status is Status.CANCELLED:
        raise Refusal("move-cancelled", title=_title(session))
    if start is None:
        _refuse_over(programme, session, now)
    moved = _starting(programme, session, start, now) if start else session
    if room is not None:
        if room not in programme.rooms_by_code:
            raise Refusal("room-unknown", seen=room)
        moved = replace(moved, rooms=(room,))
    if moved == session:
        raise Refusal("move-nothing", title=_title(session))
    return with_sessions(programme, [moved])


def _starting(programme: Programme, session: Session, start: datetime, now: datetime) -> Session:
    if start <= now:
        raise Refusal("move-past", title=_title(session), time=f"{programme.local(start):%Y-%m-%d %H:%M}")
    if start == session.start and session.status is Status.SCHEDULED:
        return session
    if (day := day_of(programme, start)) not in programme.days:
        days = ", ".join(known.isoformat() for known in programme.days)
        raise Refusal("day-unknown", seen=day.isoformat(), days=days)
    lasts = session.end - session.start if session.end and session.start and not session.block else None
    return replace(
        session,
        day=day,
        start=start,
        end=start + lasts if lasts else None,
        part=None,
        block="",
        position=0,
        status=Status.SCHEDULED,
    )


def day_of(programme: Programme, start: datetime) -> date:
    """The summit day that a session starting at `start` (aware) is listed under.

    Before four in the morning that is the day before, if it is one of the summit.
    """
    local = programme.local(start)
    night_before = local.date() - timedelta(days=1)
    return night_before if local.hour < 4 and night_before in programme.days else local.date()


def postpone(programme: Programme, code: str, now: datetime) -> Programme:
    """The session does not take place when it should have, and gets a new time later. Raises Refusal."""
    session = _known(programme, code)
    if session.status is not Status.SCHEDULED:
        raise Refusal(f"postpone-{session.status}", title=_title(session))
    _refuse_over(programme, session, now)
    return with_sessions(programme, [replace(session, status=Status.POSTPONED)])


def cancel(programme: Programme, code: str) -> Programme:
    """The session does not take place. Raises Refusal when that is so already."""
    session = _known(programme, code)
    if session.status is Status.CANCELLED:
        raise Refusal("cancel-already", title=_title(session))
    return with_sessions(programme, [replace(session, status=Status.CANCELLED)])


def restore(programme: Programme, code: str) -> Programme:
    """The session takes place after all, when and where it was to. Raises Refusal when it was never off."""
    session = _known(programme, code)
    if session.status is Status.SCHEDULED:
        raise Refusal("restore-scheduled", title=_title(session))
    return with_sessions(programme, [replace(session, status=Status.SCHEDULED)])


def delay(programme: Programme, room: str, minutes: int, now: datetime) -> Programme:
    """The room `room` (a code) runs `minutes` late from `now` on: what is on lasts longer, the rest of the day slips.

    Pauses are eaten first, be they breaks or gaps, down to five minutes, meals down to thirty; what they take up, later
    sessions need not slip. Sessions that share a time, blocks and what overlaps already, slip together. Raises Refusal:
    unknown room, a length that is none or beyond LONGEST_DELAY, nothing left in that room today.
    """
    if room not in programme.rooms_by_code:
        raise Refusal("room-unknown", seen=room)
    if not 0 < minutes <= LONGEST_DELAY:
        raise Refusal("delay-minutes", seen=str(minutes), limit=LONGEST_DELAY)
    today = usual_day(programme, now)
    items = [
        session
        for session in programme.on_day(today)
        if room in session.rooms and session.start and session.status is Status.SCHEDULED
    ]
    slip = timedelta(minutes=minutes)
    running = [session for session in items if programme.on_at(session, now)]
    coming = [session for session in items if session.start and session.start > now]
    if not coming:
        raise Refusal("delay-nothing", room=programme.rooms_by_code[room].name.every()[0])
    longer = [replace(session, end=session.end + slip) for session in running if session.end]
    ends = [end for session in running if (end := programme.end_of(session))]
    return with_sessions(programme, [*longer, *_slipped(_cells(programme, coming), slip, max(ends, default=None))])


@dataclass(frozen=True, slots=True)
class _Cell:
    """Sessions of one room that share a time; `end` is where the last of them ends."""

    sessions: tuple[Session, ...]
    start: datetime
    end: datetime

    @property
    def pause(self) -> bool:
        return all(session.is_break for session in self.sessions)

    def later(self, slip: timedelta, shorter: timedelta) -> Iterator[Session]:
        for session in self.sessions:
            if session.start:
                start = session.start + slip
                yield replace(session, start=start, end=session.end and max(session.end + slip - shorter, start))


def _cells(programme: Programme, sessions: Sequence[Session]) -> Iterator[_Cell]:
    cell: _Cell | None = None
    for session in sorted(sessions, key=lambda session: (session.start, session.code)):
        start, end = session.start, programme.end_of(session)
        if start is None or end is None:
            continue
        if cell and (start < cell.end or start == cell.start):
            cell = _Cell((*cell.sessions, session), cell.start, max(cell.end, end))
            continue
        if cell:
            yield cell
        cell = _Cell((session,), start, end)
    if cell:
        yield cell


def _slipped(cells: Iterable[_Cell], slip: timedelta, done: datetime | None) -> Iterator[Session]:
    """`done` is when what is on now was to end; None when nothing is on, and then there is no pause to eat yet."""
    for cell in cells:
        if done and cell.start > done:
            slip -= min(slip, _spare(cell.start - done))
        shorter = min(slip, _spare(cell.end - cell.start)) if cell.pause else timedelta()
        if not slip:
            return
        yield from cell.later(slip, shorter)
        slip -= shorter
        done = cell.end


def _spare(pause: timedelta) -> timedelta:
    """How much of a pause may be eaten."""
    return max(pause - (_SHORTEST_MEAL if pause >= MEAL else _SHORTEST_PAUSE), timedelta())


def _known(programme: Programme, code: str) -> Session:
    if (session := programme.sessions_by_code.get(code)) is None:
        raise Refusal("session-gone")
    return session


def _refuse_over(programme: Programme, session: Session, now: datetime) -> None:
    end = programme.end_of(session)
    if end and end <= now and session.status is Status.SCHEDULED:
        raise Refusal("move-over", title=_title(session))


def _title(session: Session) -> str:
    return " / ".join(session.title.every()) or session.code
