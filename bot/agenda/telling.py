"""What changed about a session, as lines that people read: title, speakers, old → new. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from bot.agenda.changes import Aspect, SessionChange
from bot.agenda.model import Programme, Session, Status, Text
from bot.core.phrasebook import LANGUAGES
from bot.outbox.model import Line, Value, moment, phrase, wording

TOLD = frozenset({
    Aspect.MOVED, Aspect.ROOM, Aspect.RETITLED, Aspect.SPEAKERS,
    Aspect.CANCELLED, Aspect.POSTPONED, Aspect.RESTORED,
})
"""The aspects that people are told of unasked; another abstract or language they find when they look."""

_TITLE = 160
_NAME = 60
_MOST_NAMES = 3
_COMMA = {"zh-CN": "、"}


def lines(change: SessionChange, before: Programme, after: Programme) -> tuple[Line, ...]:
    """The session's title and speakers, then a line for each aspect that attendees are told of; empty for none.

    `before` and `after` know the names of the rooms.
    """
    told = tuple(_told(change, before, after))
    return (heading(change.after), *told) if told else ()


def heading(session: Session) -> Line:
    """A session's title, and who speaks."""
    names = listed([speaker.name for speaker in session.speakers[:_MOST_NAMES]])
    more = len(session.speakers) - _MOST_NAMES
    if not session.speakers:
        return Line("notice-session", {"title": title(session)})
    if more > 0:
        return Line("notice-session-many", {"title": title(session), "names": names, "more": more})
    return Line("notice-session-by", {"title": title(session), "names": names})


def _told(change: SessionChange, before: Programme, after: Programme) -> Iterator[Line]:
    was, is_now, aspects = change.before, change.after, change.aspects & TOLD
    if was is None:
        return
    for status in (Aspect.CANCELLED, Aspect.POSTPONED, Aspect.RESTORED):
        if status in aspects:
            yield Line(f"notice-{status}", {"when": when(is_now if status is Aspect.RESTORED else was)})
    if is_now.status is Status.CANCELLED:
        return
    if Aspect.MOVED in aspects:
        yield from _moved(was, is_now)
    if Aspect.ROOM in aspects:
        yield Line("notice-room", {"before": rooms(was, before), "after": rooms(is_now, after)})
    if Aspect.RETITLED in aspects:
        yield Line("notice-retitled", {"before": title(was), "after": title(is_now)})
    if Aspect.SPEAKERS in aspects:
        yield Line("notice-speakers", {"before": _speakers(was), "after": _speakers(is_now)})


def _moved(was: Session, is_now: Session) -> Iterator[Line]:
    if (was.day, was.start, was.part) != (is_now.day, is_now.start, is_now.part):
        yield Line("notice-moved", {"before": when(was), "after": when(is_now)})
    elif was.end != is_now.end:
        if not is_now.is_break:
            yield Line("notice-ends", {"before": _moment(was.end), "after": _moment(is_now.end)})
    else:
        yield Line("notice-order", {"when": when(is_now)})


def title(session: Session) -> Value:
    """A session's title, shortened where it is endless."""
    return wording(clipped(session.title, _TITLE).as_data() or session.code)


def when(session: Session) -> Value:
    """When a session begins: a moment, else a day and a part of it, else that this is open."""
    if session.start:
        return moment(session.start)
    if session.day and session.part:
        return phrase("notice-part", day=session.day.isoformat(), part=phrase(f"part-{session.part}"))
    return session.day.isoformat() if session.day else phrase("session-time-open")


def _moment(time: datetime | None) -> Value:
    return moment(time) if time else phrase("session-time-open")


def rooms(session: Session, programme: Programme) -> Value:
    """The names of a session's rooms, that it fills all of them, or that it has none."""
    if 1 < len(session.rooms) == len(programme.rooms):
        return phrase("session-every-room")
    names = [room.name for code in session.rooms if (room := programme.rooms_by_code.get(code))]
    return listed(names) if names else phrase("room-none")


def _speakers(session: Session) -> Value:
    names = [speaker.name for speaker in session.speakers]
    return listed(names[: 2 * _MOST_NAMES]) if names else phrase("notice-nobody")


def listed(names: Sequence[Text]) -> Value:
    """Names side by side, as on a poster, in every language."""
    joined = {
        language: _COMMA.get(language, ", ").join(clipped(name, _NAME).in_language(language) for name in names)
        for language in LANGUAGES
    }
    return wording(Text.of(joined).as_data())


def clipped(text: Text, longest: int) -> Text:
    """The text with each of its versions at most `longest` characters."""
    if text.versions:
        return Text(versions=tuple((language, _clip(version, longest)) for language, version in text.versions))
    return Text(_clip(text.plain, longest))


def _clip(text: str, longest: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def size(line: Line) -> int:
    """About how many characters a line takes in one language, rather too many than too few."""
    return 40 + sum(_size(value) for value in line.values.values())


def _size(value: object) -> int:
    match value:
        case {"wording": str(text)}:
            return len(text)
        case {"wording": {**versions}}:
            return max((len(str(text)) for text in versions.values()), default=0)
        case str(text):
            return len(text)
        case _:
            return 50


def matters_until(change: SessionChange, before: Programme, after: Programme) -> datetime | None:
    """When a change is history: once the session is over both by the old and by the new plan; None: not known."""
    ends: Iterable[datetime | None] = (
        before.end_of(change.before) if change.before else None,
        after.end_of(change.after),
    )
    return max((end for end in ends if end), default=None)
