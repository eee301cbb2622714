"""A programme while it is being read: names become codes as they are met."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.agenda.codes import code_for
from bot.agenda.formats import Venue
from bot.agenda.model import Block, Programme, Room, Session, Text, Track

Name = str | Mapping[str, str] | Text


class Draft:
    """Collects rooms, tracks, blocks and sessions of one file and gives them codes; `programme()` closes it.

    A room or track is the same when its name is the same in every language. Nothing here is async or stored.
    """

    def __init__(self, venue: Venue, *, name: Name = "", timezone: ZoneInfo | None = None) -> None:
        """`name` and `timezone` are the file's own where it states them; else the venue's stand."""
        self.name = Text.of(name) or venue.name
        self.timezone = timezone or venue.timezone
        self._rooms: dict[Text, Room] = {}
        self._tracks: dict[Text, Track] = {}
        self._blocks: dict[Text, Block] = {}
        self._sessions: dict[str, Session] = {}

    def room(self, name: Name) -> str:
        """The code of the room of that name; made when new."""
        text = Text.of(name)
        if text not in self._rooms:
            taken = {room.code for room in self._rooms.values()}
            self._rooms[text] = Room(code_for(_label(text), taken, prefix="room-"), text)
        return self._rooms[text].code

    def rooms(self, names: Iterable[Name]) -> tuple[str, ...]:
        """Codes of several rooms, without doubles, blank names left out."""
        return tuple(dict.fromkeys(self.room(name) for name in names if Text.of(name)))

    def track(self, name: Name) -> str:
        """The code of the track of that name, made when new; '' for a blank name."""
        text = Text.of(name)
        if not text:
            return ""
        if text not in self._tracks:
            taken = {track.code for track in self._tracks.values()}
            self._tracks[text] = Track(code_for(_label(text), taken, prefix="track-"), text)
        return self._tracks[text].code

    def block(self, title: Name) -> str:
        """The code of the block of that title; made when new."""
        text = Text.of(title)
        if text not in self._blocks:
            taken = {block.code for block in self._blocks.values()}
            self._blocks[text] = Block(code_for(_label(text), taken, prefix="block-"), text)
        return self._blocks[text].code

    def add(self, session: Session, *, taken: bool = False) -> Session:
        """Keep `session`; its code is made from `source_id`, else from title and day, unless it already has one.

        With `taken`, a code that it brings along and that is in use is changed instead of kept.
        """
        code = session.code
        if not code:
            name = session.source_id or f"{_label(session.title)} {session.day or ''}"
            code = code_for(name, self._sessions, prefix="s-")
        elif taken:
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
            self.name, self.timezone, self._rooms.values(), self._tracks.values(), self._blocks.values(),
            self._sessions.values(),
        )


def _label(text: Text) -> str:
    return text.in_language("en") or text.plain
