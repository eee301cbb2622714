"""A programme while it is being read: names become codes as they are met."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from bot.agenda.codes import code_for
from bot.agenda.formats import Venue
from bot.agenda.model import Block, Programme, Room, Session, Text, Track
from bot.core.refusal import Fault, Faults

Name = str | Mapping[str, str] | Text
PartT = TypeVar("PartT", Room, Track, Block)


class _Register(Generic[PartT]):
    """The rooms, tracks or blocks of one file: by code, and by every name that the file uses for them."""

    def __init__(self, make: Callable[[str, Text], PartT], prefix: str) -> None:
        self._make: Callable[[str, Text], PartT] = make
        self._prefix = prefix
        self._codes: dict[Text, str] = {}
        self.by_code: dict[str, PartT] = {}

    def code(self, name: Text) -> str:
        if name not in self._codes:
            self.keep(self._make(code_for(_label(name), self.by_code, prefix=self._prefix), name))
        return self._codes[name]

    def has(self, name: Text) -> bool:
        return name in self._codes

    def keep(self, part: PartT, *names: Text) -> None:
        self.by_code[part.code] = part
        for name in names or (_name(part),):
            self._codes.setdefault(name, part.code)


class Draft:
    """Collects rooms, tracks, blocks and sessions of one file and gives them codes; `programme()` closes it.

    A room or track is the same when its name is the same in every language. Nothing here is async or stored.
    """

    def __init__(self, venue: Venue, *, name: Name = "", timezone: ZoneInfo | None = None) -> None:
        """`name` and `timezone` are the file's own where it states them; else the venue's stand."""
        self.name = Text.of(name) or venue.name
        self.timezone = timezone or venue.timezone
        self._rooms = _Register(Room, "room-")
        self._tracks = _Register(Track, "track-")
        self._blocks = _Register(Block, "block-")
        self._sessions: dict[str, Session] = {}

    def room(self, name: Name) -> str:
        """The code of the room of that name; made when new."""
        return self._rooms.code(Text.of(name))

    def has_room(self, name: Name) -> bool:
        """Whether a room of that name is known already."""
        return self._rooms.has(Text.of(name))

    def rooms(self, names: Iterable[Name]) -> tuple[str, ...]:
        """Codes of several rooms, without doubles, blank names left out."""
        return tuple(dict.fromkeys(self.room(name) for name in names if Text.of(name)))

    def track(self, name: Name) -> str:
        """The code of the track of that name, made when new; '' for a blank name."""
        text = Text.of(name)
        return self._tracks.code(text) if text else ""

    def block(self, title: Name) -> str:
        """The code of the block of that title; made when new."""
        return self._blocks.code(Text.of(title))

    def keep(self, part: Room | Track | Block, *names: Name) -> None:
        """Take over a room, track or block that has its code already.

        It is found again by `names`, or by its own name when there are none. A name that is in use stays with whoever
        had it first.
        """
        texts = [Text.of(name) for name in names]
        match part:
            case Room():
                self._rooms.keep(part, *texts)
            case Track():
                self._tracks.keep(part, *texts)
            case Block():
                self._blocks.keep(part, *texts)

    def add(self, session: Session, *, taken: bool = False) -> Session:
        """Keep `session`; its code is made from `source_id`, else from title and day, unless it already has one.

        With `taken`, a code that it brings along and that is in use is changed instead of kept.
        """
        code = session.code
        if not code:
            name = session.source_id or f"{_label(session.title)} {session.day or ''}"
            code = code_for(name, self._sessions, prefix="s-")
        elif taken and code in self._sessions:
            code = code_for(code, self._sessions, prefix="s-")
        kept = replace(session, code=code)
        self._sessions[code] = kept
        return kept

    def local(self, moment: datetime) -> datetime:
        """`moment` as aware time: a naive one is the venue's wall clock."""
        return moment if moment.tzinfo else moment.replace(tzinfo=self.timezone)

    def day_of(self, start: datetime | None, *, changes_at: timedelta = timedelta(hours=4)) -> date | None:
        """The summit day of a start (aware): the venue's date, or the one before when it is earlier than `changes_at`.

        Four in the morning is where most schedules turn the page when the file does not say.
        """
        return (start.astimezone(self.timezone) - changes_at).date() if start else None

    def programme(self) -> Programme:
        """The finished programme, checked and in order. Raises ValueError when codes contradict each other."""
        return Programme.checked(
            self.name, self.timezone, self._rooms.by_code.values(), self._tracks.by_code.values(),
            self._blocks.by_code.values(), self._sessions.values(),
        )

    def closed(self, file: str) -> Programme:
        """The finished programme of `file`. Raises Faults when codes contradict each other."""
        try:
            return self.programme()
        except ValueError as wrong:
            raise Faults([Fault(file, "agenda-contradicts-itself", values={"reason": str(wrong)})]) from wrong


def _label(text: Text) -> str:
    return text.in_language("en") or text.plain


def _name(part: Room | Track | Block) -> Text:
    return part.title if isinstance(part, Block) else part.name
