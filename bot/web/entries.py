"""A programme as one reader sees it at one moment: what templates show of each session. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.agenda.changes import Aspect, Released, SessionChange, merged
from bot.agenda.model import Programme, Session, Status
from bot.web.reading import Reader

HUES = 8
"""How many colours tracks have, by their order in the programme; the style sheet has a class for each."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A session in a list. All texts are plain and in the reader's language; '' where there is nothing to say.

    `was`: what about its time and room is another than it was first published. `place`: its number in a block whose
    single times are not fixed, or 0.
    """

    session: Session
    title: str
    kind: str
    hours: str
    rooms: str
    speakers: str
    track: str
    hue: int
    status: str
    live: bool
    over: bool
    was: tuple[str, ...]
    place: int

    @property
    def code(self) -> str:
        """The session's code."""
        return self.session.code


@dataclass(frozen=True, slots=True)
class Group:
    """Sessions that begin together. `heading`: a wall time or a word for it; `block`: what they form, in this order."""

    heading: str
    block: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What all pages of the programme are made from.

    `history`: what releases after the first changed, oldest first; `changed`: what is not as first published, by code.
    """

    programme: Programme
    reader: Reader
    now: datetime
    history: tuple[Released, ...]
    changed: Mapping[str, SessionChange]

    @classmethod
    def of(cls, programme: Programme, reader: Reader, now: datetime, history: tuple[Released, ...]) -> "View":
        """The view of `reader` at `now` (aware)."""
        together = merged(released.change for released in history)
        return cls(programme, reader, now, history, {change.after.code: change for change in together})

    def entry(self, session: Session) -> Entry:
        """A session as lists show it."""
        programme, reader = self.programme, self.reader
        track = programme.tracks_by_code.get(session.track)
        together = programme.sharing_time(session)
        return Entry(
            session=session,
            title=reader.text(session.title) or session.code,
            kind=reader.say(f"kind-{session.kind}"),
            hours=reader.hours(session),
            rooms=reader.rooms(session, programme),
            speakers=reader.speakers(session),
            track=reader.text(track.name) if track else "",
            hue=programme.tracks.index(track) % HUES if track else -1,
            status="" if session.status is Status.SCHEDULED else str(session.status),
            live=programme.on_at(session, self.now),
            over=self._over(session),
            was=tuple(self._was(session)),
            place=together.index(session) + 1 if len(together) > 1 else 0,
        )

    def entries(self, sessions: Iterable[Session]) -> tuple[Entry, ...]:
        """Several sessions as lists show them."""
        return tuple(self.entry(session) for session in sessions)

    def groups(self, sessions: Iterable[Session]) -> tuple[Group, ...]:
        """Sessions of one day by when they begin, and by block."""
        together: dict[tuple[datetime | None, str, str], list[Session]] = {}
        for session in sessions:
            together.setdefault((session.start, session.part or "", session.block), []).append(session)
        return tuple(self._group(some) for some in together.values())

    def _group(self, sessions: list[Session]) -> Group:
        first = sessions[0]
        heading = self.reader.wall(first.start) if first.start else self.reader.hours(first)
        return Group(heading, self.block(first), self.entries(sessions))

    def block(self, session: Session) -> str:
        """The title of the block that a session shares its time with others in, or ''."""
        if len(self.programme.sharing_time(session)) < 2:
            return ""
        return self.reader.text(self.programme.blocks_by_code[session.block].title)

    def from_now(self, moment: datetime) -> str:
        """How far away a moment is: relative while it is today, else its day and time."""
        if self.programme.local(moment).date() == self.programme.local(self.now).date():
            return self.reader.phrasebook.relative(self.reader.language, moment - self.now)
        return self.moment(moment)

    def moment(self, moment: datetime) -> str:
        """Day and time of a moment at the venue: "Thu 28 Mar 09:30"."""
        return f"{self.reader.day(self.programme.local(moment).date())} {self.reader.wall(moment)}"

    def day(self, day: date | None) -> str:
        """A day, or that there is none yet."""
        return self.reader.day(day) if day else self.reader.say("day-none")

    def _over(self, session: Session) -> bool:
        end = self.programme.end_of(session)
        return end is not None and end <= self.now

    def _was(self, session: Session) -> Iterator[str]:
        change = self.changed.get(session.code)
        if change is None or change.before is None:
            return
        before, reader = change.before, self.reader
        if Aspect.MOVED in change.aspects and (before.day, before.start) != (session.day, session.start):
            same_day = before.day == session.day
            yield reader.say("web-was-at", when=reader.hours(before) if same_day else reader.when(before))
        if Aspect.ROOM in change.aspects and before.rooms:
            yield reader.say("web-was-in", room=reader.rooms(before, self.programme))
