"""What a programme is: pure data and the questions asked of it. No storage, no Discord, no clock."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

CODE_LENGTH = 24
"""Longest code of a session, room, track or block, in characters: a Discord custom_id holds 100 and carries several."""

PRESUMED_LENGTH = timedelta(hours=1)
"""How long a session is taken to last, at most, when the programme gives only its start."""


class Kind(StrEnum):
    """What a session is, in a summit's words."""

    KEYNOTE = "keynote"
    TALK = "talk"
    PANEL = "panel"
    DISCUSSION = "discussion"
    OFFICE_HOUR = "office-hour"
    UNCONFERENCE = "unconference"
    BREAK = "break"
    SOCIAL = "social"


class Status(StrEnum):
    """Whether a session takes place. Postponed and cancelled sessions stay in the programme and are marked."""

    SCHEDULED = "scheduled"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class PartOfDay(StrEnum):
    """All that is known of a time that the programme gives as a word ("evening", 晚上)."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in no stated language (`plain`), or in one or more stated ones (`versions`: language tag, text; sorted).

    Made by `Text.of`, which folds versions that are all the same into a plain text.
    """

    plain: str = ""
    versions: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, value: "str | Mapping[str, str] | Text | None") -> "Text":
        """From a plain string or a mapping of language tags ("zh-CN", "en") to strings; blank ones are dropped."""
        if value is None:
            return cls()
        if isinstance(value, Text):
            return value
        if isinstance(value, str):
            return cls(plain=value.strip())
        versions = {language: text.strip() for language, text in value.items() if text and text.strip()}
        if len(versions) > 1 and len(set(versions.values())) == 1:
            return cls(plain=next(iter(versions.values())))
        return cls(versions=tuple(sorted(versions.items())))

    def __bool__(self) -> bool:
        return bool(self.plain or self.versions)

    def in_language(self, language: str) -> str:
        """The version for `language`, else for its kin (zh-TW for zh-CN), else the plain text or the first version."""
        if not self.versions:
            return self.plain
        for tag, text in self.versions:
            if tag == language:
                return text
        kin = (text for tag, text in self.versions if tag.partition("-")[0] == language.partition("-")[0])
        return next(kin, self.versions[0][1])

    def every(self) -> tuple[str, ...]:
        """All distinct wordings, in the order of their language tags."""
        if self.versions:
            return tuple(dict.fromkeys(text for _, text in self.versions))
        return (self.plain,) if self.plain else ()

    def as_data(self) -> str | dict[str, str]:
        """The form `Text.of` reads back: a string, or a mapping of language tags to strings."""
        return dict(self.versions) if self.versions else self.plain


@dataclass(frozen=True, slots=True)
class Speaker:
    """Someone on stage. The name is what the programme prints; `affiliation` may be empty."""

    name: Text
    affiliation: Text = Text()


@dataclass(frozen=True, slots=True)
class Room:
    """A place with a stable ASCII code and the name people read on the door."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Track:
    """A forum or theme that sessions belong to."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Block:
    """Sessions that share one time cell: only their order tells when each is. Its sessions name it by `code`."""

    code: str
    title: Text


@dataclass(frozen=True, slots=True)
class Session:
    """One entry of the programme.

    `start` and `end` are aware UTC; a session in a `block` has the block's unless it was given a time of its own, and
    its `position` (from 1) is its place in the order. `day` is the summit day it is listed under, in venue time: a talk
    at 01:00 belongs to the night before. `part` stands where the programme gives only a word for the time. `code` is
    stable over versions and ASCII; `source_id` is the source's own id, or ''. `language` is the one it is held in (a
    tag), or ''.
    """

    code: str
    title: Text
    kind: Kind = Kind.TALK
    day: date | None = None
    start: datetime | None = None
    end: datetime | None = None
    part: PartOfDay | None = None
    rooms: tuple[str, ...] = ()
    track: str = ""
    speakers: tuple[Speaker, ...] = ()
    abstract: Text = Text()
    language: str = ""
    block: str = ""
    position: int = 0
    status: Status = Status.SCHEDULED
    chatham_house: bool = False
    questions: bool = False
    source_id: str = ""
    url: str = ""

    @property
    def is_break(self) -> bool:
        """Whether nothing is presented: a meal, a coffee, a pause."""
        return self.kind is Kind.BREAK


@dataclass(frozen=True)
class Programme:
    """A whole summit at one revision. Sessions are in programme order: by day, start, room, position.

    `timezone` is the venue's. Codes are unique within each kind of thing, and every code that a session names exists:
    `Programme.checked` raises ValueError otherwise.
    """

    name: Text
    timezone: ZoneInfo
    rooms: tuple[Room, ...] = ()
    tracks: tuple[Track, ...] = ()
    blocks: tuple[Block, ...] = ()
    sessions: tuple[Session, ...] = ()
    revision: int = 0

    @classmethod
    def checked(
        cls,
        name: Text,
        timezone: ZoneInfo,
        rooms: Iterable[Room],
        tracks: Iterable[Track],
        blocks: Iterable[Block],
        sessions: Iterable[Session],
        revision: int = 0,
    ) -> "Programme":
        """Build with sessions in programme order. Raises ValueError on a code that is doubled, too long or unknown."""
        made = cls(name, timezone, tuple(rooms), tuple(tracks), tuple(blocks), (), revision)
        order = {room.code: place for place, room in enumerate(made.rooms)}
        ordered = sorted(sessions, key=lambda session: made._place(session, order))
        made = cls(name, timezone, made.rooms, made.tracks, made.blocks, tuple(ordered), revision)
        made._check()
        return made

    def _place(self, session: Session, order: dict[str, int]) -> tuple[object, ...]:
        parts = list(PartOfDay)
        guess = self._word_time(session.day, session.part)
        start = session.start or guess
        return (
            session.day or date.max,
            start is None,
            start or datetime.max.replace(tzinfo=UTC),
            session.block != "" and session.position,
            min((order.get(room, len(order)) for room in session.rooms), default=len(order)),
            parts.index(session.part) if session.part else -1,
            session.code,
        )

    def _word_time(self, day: date | None, part: PartOfDay | None) -> datetime | None:
        if day is None or part is None:
            return None
        hour = {PartOfDay.MORNING: 8, PartOfDay.NOON: 12, PartOfDay.AFTERNOON: 13, PartOfDay.EVENING: 18}[part]
        return datetime(day.year, day.month, day.day, hour, tzinfo=self.timezone).astimezone(UTC)

    def _check(self) -> None:
        for name, things in (
            ("room", self.rooms), ("track", self.tracks), ("block", self.blocks), ("session", self.sessions),
        ):
            codes = [thing.code for thing in things]
            for code in codes:
                if not (code.isascii() and 0 < len(code) <= CODE_LENGTH):
                    raise ValueError(f"{name} code {code!r} is not 1 to {CODE_LENGTH} ASCII characters")
            if len(set(codes)) != len(codes):
                raise ValueError(f"two {name}s have one code")
        for session in self.sessions:
            if unknown := set(session.rooms) - self.rooms_by_code.keys():
                raise ValueError(f"session {session.code} is in unknown rooms {sorted(unknown)}")
            if session.track and session.track not in self.tracks_by_code:
                raise ValueError(f"session {session.code} is in unknown track {session.track}")
            if session.block and session.block not in self.blocks_by_code:
                raise ValueError(f"session {session.code} is in unknown block {session.block}")

    def only(self, sessions: Iterable[Session]) -> "Programme":
        """The same summit with no other sessions than these."""
        parts = (self.rooms, self.tracks, self.blocks, sessions)
        return Programme.checked(self.name, self.timezone, *parts, self.revision)

    @cached_property
    def rooms_by_code(self) -> dict[str, Room]:
        """Rooms by code."""
        return {room.code: room for room in self.rooms}

    @cached_property
    def tracks_by_code(self) -> dict[str, Track]:
        """Tracks by code."""
        return {track.code: track for track in self.tracks}

    @cached_property
    def blocks_by_code(self) -> dict[str, Block]:
        """Blocks by code."""
        return {block.code: block for block in self.blocks}

    @cached_property
    def sessions_by_code(self) -> dict[str, Session]:
        """Sessions by code."""
        return {session.code: session for session in self.sessions}

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The summit's days in order, venue time; a day exists because a session is listed under it."""
        return tuple(sorted({session.day for session in self.sessions if session.day}))

    def on_day(self, day: date | None) -> tuple[Session, ...]:
        """Sessions listed under `day`, in programme order; None: those without a day."""
        return tuple(session for session in self.sessions if session.day == day)

    def in_block(self, code: str) -> tuple[Session, ...]:
        """A block's sessions in their order."""
        return self._by_block.get(code, ())

    @cached_property
    def _by_block(self) -> dict[str, tuple[Session, ...]]:
        inside = {
            block.code: [session for session in self.sessions if session.block == block.code] for block in self.blocks
        }
        return {code: tuple(sorted(some, key=lambda session: session.position)) for code, some in inside.items()}

    @cached_property
    def _ends(self) -> dict[str, datetime]:
        starts: dict[str, list[datetime]] = {}
        for session in self.sessions:
            if session.start:
                for room in session.rooms:
                    starts.setdefault(room, []).append(session.start)
        ends = {}
        for session in self.sessions:
            if session.start:
                later = [start for room in session.rooms for start in starts[room] if start > session.start]
                ends[session.code] = session.end or min([*later, session.start + PRESUMED_LENGTH])
        return ends

    def end_of(self, session: Session) -> datetime | None:
        """When `session` ends (aware UTC); None without a start.

        Where the programme does not say: at the next start in its room, at most an hour after its own.
        """
        return self._ends.get(session.code)

    def on_at(self, session: Session, now: datetime) -> bool:
        """Whether `session` is running at `now` (aware UTC): scheduled, begun, not over."""
        end = self.end_of(session)
        return bool(session.status is Status.SCHEDULED and session.start and end and session.start <= now < end)

    def sharing_time(self, session: Session) -> tuple[Session, ...]:
        """The sessions of its block that share its time cell and rooms, itself among them, in order; else it alone.

        One that was given a time of its own shares it no longer, though it still belongs to the block.
        """
        cell = (session.start, session.end, session.rooms)
        return tuple(
            other for other in self.in_block(session.block) if (other.start, other.end, other.rooms) == cell
        ) or (session,)

    def local(self, moment: datetime) -> datetime:
        """`moment` (aware) as the venue's wall clock shows it."""
        return moment.astimezone(self.timezone)

    def __iter__(self) -> Iterator[Session]:
        return iter(self.sessions)


def clash(one: Session, other: Session) -> bool:
    """Whether two sessions overlap in time. Sessions of one block follow each other and do not clash."""
    if one.block and one.block == other.block:
        return False
    if not (one.start and other.start):
        return False
    brief = timedelta(minutes=1)
    return one.start < (other.end or other.start + brief) and other.start < (one.end or one.start + brief)
