"""A task at the time that it has by the programme. Pure."""

from datetime import UTC, datetime, timedelta

from bot.agenda.model import Programme, Session, Status
from bot.volunteering.model import Fixed, Preparation, Shift, Task, Tied, Trouble


def timed(task: Task, programme: Programme | None) -> Shift:
    """The task at its time by the programme."""
    match task.draft.timing:
        case Fixed(start, end):
            return Shift(task, start, end)
        case Preparation(due):
            return Shift(task, None, due)
        case Tied(code, before, after):
            session = programme.sessions_by_code.get(code) if programme else None
            trouble = _trouble(session)
            closes = programme.end_of(session) if programme and session else None
            if trouble or session is None or session.start is None or closes is None:
                return Shift(task, *task.told, trouble=trouble or Trouble.UNTIMED)
            opens = session.start - timedelta(minutes=before)
            return Shift(task, _to_second(opens), _to_second(closes + timedelta(minutes=after)))


def _trouble(session: Session | None) -> Trouble | None:
    if session is None:
        return Trouble.UNKNOWN
    if session.status is not Status.SCHEDULED:
        return Trouble(session.status)
    return None if session.start else Trouble.UNTIMED


def _to_second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
