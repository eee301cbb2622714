"""What each page of the programme shows, as values for its template. Pure: for serving and for the static export."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.agenda.asking import usual_day
from bot.agenda.model import Programme, Session, Status, Text
from bot.agenda.moment import RoomNow, now_and_next
from bot.settings import is_address
from bot.web.entries import Entry, Group, View
from bot.web.markdown import html_of
from bot.web.reading import Reader

Values = dict[str, Any]

_SHORT = 4
"""How many sessions in a row a narrow column shows well."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of the agenda is asked for. `day` None: all days; `track` and `room` are codes, or ''."""

    day: date | None
    track: str = ""
    room: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str], programme: Programme, now: datetime) -> "Chosen":
        """From the parameters of an address; what is not in the programme counts as not asked for."""
        days = {day.isoformat(): day for day in programme.days}
        wanted = query.get("day", "")
        return cls(
            None if wanted == "all" else days.get(wanted) or usual_day(programme, now),
            track if (track := query.get("track", "")) in programme.tracks_by_code else "",
            room if (room := query.get("room", "")) in programme.rooms_by_code else "",
        )

    @property
    def query(self) -> dict[str, str]:
        """The same as parameters."""
        asked = {"day": self.day.isoformat() if self.day else "all", "track": self.track, "room": self.room}
        return {name: value for name, value in asked.items() if value}

    def shows(self, session: Session) -> bool:
        """Whether a session is asked for."""
        in_track = not self.track or session.track == self.track
        return in_track and (not self.room or self.room in session.rooms)


@dataclass(frozen=True, slots=True)
class Running:
    """Sessions of a room that share a time: one, or a block. `share`: how much of the time has passed, 0 to 100."""

    entries: tuple[Entry, ...]
    block: str
    until: str
    share: int | None


@dataclass(frozen=True, slots=True)
class Hall:
    """A room at one moment. `soon` says how far away `next` is."""

    name: str
    on: tuple[Running, ...]
    next: tuple[Running, ...]
    soon: str

    @property
    def long(self) -> bool:
        """Whether so much is on that it wants the whole width."""
        return max((len(one.entries) for one in (*self.on, *self.next)), default=0) > _SHORT


def now_values(view: View) -> Values:
    """Now and next in every room, those where something is on first."""
    moment = now_and_next(view.programme, view.now)
    halls = [_hall(view, room) for room in sorted(moment.rooms, key=lambda room: not room.on)]
    return {
        "heading": _now_heading(view, moment.day, [room.next for room in moment.rooms], running=moment.running),
        "clock": view.reader.say(
            "now-venue-clock",
            day=view.reader.day(view.programme.local(view.now).date()),
            time=view.reader.wall(view.now),
        ),
        "running": moment.running,
        "halls": halls,
        "days": [(day.isoformat(), view.day(day)) for day in view.programme.days],
    }


def _now_heading(view: View, day: date | None, coming: Sequence[Sequence[Session]], *, running: bool) -> str:
    reader, programme = view.reader, view.programme
    starts = [session.start for some in coming for session in some if session.start]
    if not programme.sessions:
        return reader.say("now-empty")
    if not running and day is None:
        return reader.say("now-over", summit=reader.text(programme.name))
    if running or not starts:
        return reader.say("now-title")
    again = view.from_now(min(starts))
    if not any(session.start and session.start <= view.now for session in programme):
        return reader.say("now-before", summit=reader.text(programme.name), when=again)
    same_day = day == programme.local(view.now).date()
    return reader.say("now-pause" if same_day else "now-between", when=again)


def _hall(view: View, room: RoomNow) -> Hall:
    starts = [session.start for session in room.next if session.start]
    return Hall(
        view.reader.text(room.room.name) if room.room else view.reader.say("room-none"),
        tuple(_running(view, room.on)),
        tuple(_running(view, room.next)),
        view.from_now(min(starts)) if starts else "",
    )


def _running(view: View, sessions: Sequence[Session]) -> Iterator[Running]:
    here = {session.code for session in sessions}
    shared = dict.fromkeys(view.programme.sharing_time(session) for session in sessions)
    for group in shared:
        some = [session for session in group if session.code in here]
        first, end = some[0], view.programme.end_of(some[0])
        until = share = None
        if first.start and end and first.start <= view.now < end:
            share = int((view.now - first.start) / (end - first.start) * 100)
            left = view.reader.phrasebook.relative(view.reader.language, end - view.now)
            until = view.reader.say("now-until", time=view.reader.wall(end), left=left) if first.end else None
        yield Running(view.entries(some), view.block(first), until or "", share)


def agenda_values(view: View, chosen: Chosen) -> Values:
    """One day's programme, or every day's, under the filters."""
    programme = view.programme
    days: Iterable[date | None] = (chosen.day,) if chosen.day else (*programme.days, None)
    shown: list[tuple[str, tuple[Group, ...]]] = []
    for day in days:
        groups = view.groups(filter(chosen.shows, programme.on_day(day)))
        shown += [(view.day(day), groups)] if groups else []
    return {
        "chosen": chosen,
        "narrowed": {name: value for name, value in chosen.query.items() if name != "day"},
        "unplaced": any(session.day is None for session in programme),
        "days": [(day.isoformat(), view.day(day)) for day in programme.days],
        "shown": shown,
        "count": sum(len(group.entries) for _, groups in shown for group in groups),
        "tracks": [(track.code, view.reader.text(track.name)) for track in programme.tracks],
        "rooms": [(room.code, view.reader.text(room.name)) for room in programme.rooms],
        "zone": programme.timezone.key,
    }


def session_values(view: View, session: Session) -> Values:
    """Everything about one session."""
    reader, entry = view.reader, view.entry(session)
    others = [text for text in session.title.every() if text != entry.title]
    together = view.programme.sharing_time(session)
    return {
        "entry": entry,
        "rooms": view.programme.rooms_by_code,
        "others": others,
        "when": reader.when(session),
        "zone": view.programme.timezone.key,
        "block": view.block(session),
        "together": len(together),
        "state": _state(view, entry),
        "speakers": [(reader.text(one.name), reader.text(one.affiliation)) for one in session.speakers],
        "abstract": html_of(reader.text(session.abstract)),
        "translation": _translation(session.abstract, reader),
        "held_in": _held_in(session, reader),
        "address": session.url if is_address(session.url, "http", "https") else "",
        "neighbours": [view.entry(other) for other in _next_in_room(session, view.programme)],
    }


def _state(view: View, entry: Entry) -> str:
    session = entry.session
    if entry.status or entry.live:
        return view.reader.say(f"status-{session.status}" if entry.status else "session-on-now")
    if session.start and session.start > view.now and session.start - view.now < timedelta(days=1):
        return view.from_now(session.start)
    return ""


def _translation(abstract: Text, reader: Reader) -> Values | None:
    shown = reader.text(abstract)
    other = next(((tag, text) for tag, text in abstract.versions if text != shown), None)
    return {"language": other[0], "html": html_of(other[1])} if other else None


def _held_in(session: Session, reader: Reader) -> str:
    match session.language[:2]:
        case "zh":
            return reader.say("language-zh")
        case "en":
            return reader.say("language-en")
        case _:
            return session.language


def _next_in_room(session: Session, programme: Programme) -> list[Session]:
    """What begins next in one of its rooms on that day, and takes place."""
    if not session.start or not session.rooms:
        return []
    here = {*session.rooms}
    held = [other for other in programme.on_day(session.day) if other.status is Status.SCHEDULED]
    later = [other for other in held if other.start and other.start > session.start and here & {*other.rooms}]
    return [other for other in later if other.start == later[0].start][:3]
