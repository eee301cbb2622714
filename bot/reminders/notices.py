"""What reminders say: pure lines, the same for everyone who is told of one session, so that they fit one message."""

from collections.abc import Iterator
from datetime import datetime

from bot.agenda.model import Programme, Session, Status, Text
from bot.outbox.model import Line, Value, moment, phrase, wording

_COMMAS = {"zh-CN": "、", "en": ", "}
"""How a list of rooms is joined in each language."""


def title(session: Session) -> Value:
    """A session's title as a value; its code where it has none."""
    return wording(session.title.as_data() or session.code)


def room(session: Session, programme: Programme) -> Value:
    """Where a session is, as a value: its rooms' names, "all rooms", or that there is no room yet."""
    if not session.rooms:
        return phrase("room-none")
    if 1 < len(session.rooms) == len(programme.rooms):
        return phrase("session-every-room")
    names = [programme.rooms_by_code[code].name for code in session.rooms]
    if len(names) == 1:
        return wording(names[0].as_data())
    joined = {tag: comma.join(name.in_language(tag) for name in names) for tag, comma in _COMMAS.items()}
    return wording(Text.of(joined).as_data())


def before_start(session: Session, programme: Programme, *, on_stage: bool) -> tuple[Line, ...]:
    """That a session with a start is about to begin; where several share its time, the place in their order."""
    if session.start is None:
        raise ValueError(f"session {session.code} has no start to tell of")
    key = "reminder-own-session" if on_stage else "reminder-session"
    lines = [Line(key, {"title": title(session), "start": moment(session.start), "room": room(session, programme)})]
    together = programme.sharing_time(session) if session.block else ()
    if len(together) > 1:
        name = wording(programme.blocks_by_code[session.block].title.as_data() or session.block)
        place = [other.code for other in together].index(session.code) + 1
        lines.append(Line("reminder-in-block", {"block": name, "place": place, "count": len(together)}))
    if session.chatham_house:
        lines.append(Line("session-chatham-house"))
    return tuple(lines)


def corrected(
    session: Session, programme: Programme, promised: datetime, sent: tuple[Line, ...], *, on_stage: bool
) -> tuple[Line, ...] | None:
    """What a reminder sent for the start `promised` (to the minute) must say now; None where `sent` is still right."""
    told = {"title": title(session), "old": moment(promised)}
    if session.status is Status.CANCELLED:
        return _unless((Line("reminder-was-cancelled", told),), sent)
    if session.status is Status.POSTPONED or session.start is None:
        return _unless((Line("reminder-was-postponed", told),), sent)
    if session.start.replace(second=0, microsecond=0) != promised:
        told |= {"start": moment(session.start), "room": room(session, programme)}
        return _unless((Line("reminder-was-moved", told),), sent)
    right = before_start(session, programme, on_stage=on_stage)
    if sent[: len(right)] == right:
        return None
    return (*right, *_remarks(right[0], sent[0]))


def _unless(lines: tuple[Line, ...], sent: tuple[Line, ...]) -> tuple[Line, ...] | None:
    return None if lines == sent else lines


def _remarks(right: Line, sent: Line) -> Iterator[Line]:
    before = sent.values.get("room")
    if before is not None and before != right.values["room"]:
        yield Line("reminder-room-was", {"room": before})
    else:
        yield Line("reminder-was-corrected")
