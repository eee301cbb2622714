"""What is on and what is next in the whole venue at one moment. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.agenda.model import Programme, Room, Session, Status


@dataclass(frozen=True, slots=True)
class RoomNow:
    """What one room shows at one moment: the sessions on now (several where they share a time), and the next ones.

    `room` is None for sessions that name no room.
    """

    room: Room | None
    on: tuple[Session, ...]
    next: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """What is on and what is next in the whole venue. `day` is the summit day it is about; None once all is over."""

    now: datetime
    day: date | None
    rooms: tuple[RoomNow, ...]

    @property
    def running(self) -> bool:
        """Whether anything is on."""
        return any(room.on for room in self.rooms)


def now_and_next(programme: Programme, now: datetime) -> Moment:
    """For every room at `now` (aware UTC): what is on, and what comes next on the summit day that is running.

    Between days and before the first, the next day stands in. Rooms with neither are left out; sessions without a room
    come last. A block is given whole and in order. Cancelled and postponed sessions are neither on nor next; one that
    has only a part of the day ("evening") is next until that day is over.
    """
    taking_place = [session for session in programme if session.status is Status.SCHEDULED]
    on = [session for session in taking_place if programme.on_at(session, now)]
    coming = [session for session in taking_place if _still_to_come(session, programme, now)]
    days = [session.day for session in on or coming if session.day]
    today = min(days) if days else None
    coming = [session for session in coming if session.day == today]
    rooms = []
    for room in (*programme.rooms, None):
        here = tuple(session for session in on if _in_room(session, room))
        waiting = [session for session in coming if _in_room(session, room)]
        following = tuple(session for session in waiting if session.start == waiting[0].start)
        if here or following:
            rooms.append(RoomNow(room, here, following))
    return Moment(now, today, tuple(rooms))


def _still_to_come(session: Session, programme: Programme, now: datetime) -> bool:
    if session.start:
        return session.start > now
    return session.part is not None and session.day is not None and session.day >= programme.local(now).date()


def _in_room(session: Session, room: Room | None) -> bool:
    return room.code in session.rooms if room else not session.rooms
