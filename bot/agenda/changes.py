"""How one version of a programme becomes the next: what changed, what would result, and when a person must agree."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from rapidfuzz.distance import LCSseq

from bot.agenda.holds import Hold, find_holds
from bot.agenda.identity import Part, match, part_name
from bot.agenda.model import Programme, Session, Status, Text
from bot.agenda.overrides import Override, Overruled, as_sourced, enforced

PartT = TypeVar("PartT", bound=Part)


class Aspect(StrEnum):
    """What about a session changed.

    `moved` is its day, time, part of the day, block or place in the block's order; `speakers` who they are;
    `text` its abstract; `details` all else that is shown: language, kind, track, link, affiliations, flags.
    """

    ADDED = "added"
    MOVED = "moved"
    ROOM = "room"
    RETITLED = "retitled"
    SPEAKERS = "speakers"
    TEXT = "text"
    DETAILS = "details"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class SessionChange:
    """One session that is not what it was. `before` is None when it was added; a session never leaves a programme."""

    before: Session | None
    after: Session
    aspects: frozenset[Aspect]


@dataclass(frozen=True, slots=True)
class Released:
    """One session's change, and the release (revision, aware UTC) that brought it."""

    revision: int
    at: datetime
    change: SessionChange


class Frame(StrEnum):
    """What a programme has besides sessions."""

    NAME = "name"
    TIMEZONE = "timezone"
    ROOM = "room"
    TRACK = "track"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class FrameChange:
    """A room, track or block added (`before` None), gone (`after` None) or renamed; or the programme's name or zone."""

    frame: Frame
    code: str
    before: Text | None
    after: Text | None

    @property
    def renamed(self) -> bool:
        """Whether it is the same thing under another name."""
        return self.before is not None and self.after is not None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """All that a release would change. `after` is the programme that results, still with the base's revision.

    Another order of rooms is no change by itself, as many sources list rooms in the order that sessions mention them;
    nor is another id in the source. `after` has both, so that they are stored with the next change there is.
    `overruled` is what organisers have set in chat, beside what the new version says of it.
    """

    base_revision: int
    changes: tuple[SessionChange, ...]
    frame: tuple[FrameChange, ...]
    holds: tuple[Hold, ...]
    after: Programme
    overruled: tuple[Overruled, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes or self.frame)

    def counts(self) -> Counter[Aspect]:
        """How many sessions changed in each aspect; one session may count in several."""
        return Counter(aspect for change in self.changes for aspect in change.aspects)


def compare(
    current: Programme | None, draft: Programme, overrides: Collection[Override] = (), *, follow_source: bool = False
) -> ChangeSet:
    """What releasing `draft` over `current` would change; None: nothing has been released yet.

    A session that `draft` does not have becomes cancelled and stays, with its room, track and block. One that is
    cancelled already and still missing is no change. `overrides`, what organisers have set in chat, stand against what
    `draft` says, unless `follow_source` lets it win where it contradicts them; its sessions are recognised by what the
    source said before that.
    """
    base = current or Programme(draft.name, draft.timezone)
    sourced = with_sessions(base, as_sourced(base, overrides))
    matched = match(sourced, draft)
    whole = _with_missing(sourced, matched)
    sessions, overruled = enforced(whole, overrides, follow_source=follow_source)
    after = with_sessions(whole, sessions, known=base)
    return _difference(base, after, find_holds(sourced, matched), overruled)


def compare_edited(base: Programme, after: Programme) -> ChangeSet:
    """What changes when `base` becomes `after`, which was made from it: sessions are known by their codes."""
    return _difference(base, after, (), ())


def _difference(
    base: Programme, after: Programme, holds: tuple[Hold, ...], overruled: tuple[Overruled, ...]
) -> ChangeSet:
    shifted = _shifted(base, after)
    changes = []
    for session in after:
        before = base.sessions_by_code.get(session.code)
        if aspects := _aspects(before, session, shifted=session.code in shifted):
            changes.append(SessionChange(before, session, aspects))
    return ChangeSet(base.revision, tuple(changes), _frame_changes(base, after), holds, after, overruled)


def merged(changes: Iterable[SessionChange]) -> tuple[SessionChange, ...]:
    """Changes of several releases, oldest first, as one: the earliest `before` and the latest `after` of each session.

    What was undone on the way is none.
    """
    first: dict[str, Session | None] = {}
    last: dict[str, Session] = {}
    reordered = set()
    for change in changes:
        code = change.after.code
        first.setdefault(code, change.before)
        last[code] = change.after
        if Aspect.MOVED in change.aspects:
            reordered.add(code)
    together = []
    for code, after in last.items():
        before = first[code]
        shifted = code in reordered and before is not None and before.position != after.position
        if aspects := _aspects(before, after, shifted=shifted):
            together.append(SessionChange(before, after, aspects))
    return tuple(together)


def with_sessions(programme: Programme, sessions: Iterable[Session], known: Programme | None = None) -> Programme:
    """`programme` with these sessions in place of its own that have their codes, or besides them.

    Rooms and blocks that they name and only `known` has come with them.
    """
    replaced = {**programme.sessions_by_code, **{session.code: session for session in sessions}}
    known = known or programme
    rooms = {room for session in replaced.values() for room in session.rooms}
    blocks = {session.block for session in replaced.values()}
    return Programme.checked(
        programme.name,
        programme.timezone,
        _with_kept(known.rooms, programme.rooms, rooms),
        programme.tracks,
        _with_kept(known.blocks, programme.blocks, blocks),
        replaced.values(),
        programme.revision,
    )


def _with_missing(base: Programme, matched: Programme) -> Programme:
    kept = [
        replace(session, status=Status.CANCELLED) for session in base if session.code not in matched.sessions_by_code
    ]
    sessions = [_with_known_id(base, session) for session in matched]
    return Programme.checked(
        matched.name,
        matched.timezone,
        _with_kept(base.rooms, matched.rooms, {room for session in kept for room in session.rooms}),
        _with_kept(base.tracks, matched.tracks, {session.track for session in kept}),
        _with_kept(base.blocks, matched.blocks, {session.block for session in kept}),
        [*sessions, *kept],
        base.revision,
    )


def _with_known_id(base: Programme, session: Session) -> Session:
    before = base.sessions_by_code.get(session.code)
    return replace(session, source_id=before.source_id) if before and not session.source_id else session


def _with_kept(before: Sequence[PartT], after: Sequence[PartT], needed: set[str]) -> list[PartT]:
    """`after`, and what of `before` is still needed, each behind the one it stood behind."""
    parts = list(after)
    behind = ""
    for part in before:
        codes = [known.code for known in parts]
        if part.code not in codes and part.code in needed:
            parts.insert(codes.index(behind) + 1 if behind else 0, part)
            behind = part.code
        elif part.code in codes:
            behind = part.code
    return parts


def _aspects(before: Session | None, after: Session, *, shifted: bool) -> frozenset[Aspect]:
    if before is None:
        return frozenset({Aspect.ADDED})
    became = {
        Status.CANCELLED: Aspect.CANCELLED,
        Status.POSTPONED: Aspect.POSTPONED,
        Status.SCHEDULED: Aspect.RESTORED,
    }
    differs = {
        became[after.status]: before.status is not after.status,
        Aspect.MOVED: shifted or _when(before) != _when(after),
        Aspect.ROOM: set(before.rooms) != set(after.rooms),
        Aspect.RETITLED: before.title != after.title,
        Aspect.SPEAKERS: _names(before) != _names(after),
        Aspect.TEXT: before.abstract != after.abstract,
        Aspect.DETAILS: _details(before) != _details(after) or _affiliated_anew(before, after),
    }
    return frozenset(aspect for aspect, different in differs.items() if different)


def _when(session: Session) -> tuple[object, ...]:
    return session.day, session.start, session.end, session.part, session.block


def _names(session: Session) -> Counter[Text]:
    return Counter(speaker.name for speaker in session.speakers)


def _details(session: Session) -> tuple[object, ...]:
    return session.kind, session.track, session.language, session.url, session.chatham_house, session.questions


def _affiliated_anew(before: Session, after: Session) -> bool:
    named = {speaker.name for speaker in before.speakers}  # two of one name are two people
    return any(speaker.name in named and speaker not in before.speakers for speaker in after.speakers)


def _shifted(base: Programme, matched: Programme) -> set[str]:
    """Sessions that changed places with others of their block; those that one put in before them pushed have not."""
    shifted = set()
    for block in matched.blocks:
        stay = {session.code for session in base.in_block(block.code)} & {
            session.code for session in matched.in_block(block.code)
        }
        before, after = (
            [session.code for session in programme.in_block(block.code) if session.code in stay]
            for programme in (base, matched)
        )
        shifted |= _out_of_order(before, after)
    return shifted


def _out_of_order(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """What of `after` has to move to get there from `before`; both hold the same."""
    steps = LCSseq.opcodes(before, after)
    return {code for step in steps if step.tag != "equal" for code in after[step.dest_start : step.dest_end]}


def _frame_changes(base: Programme, after: Programme) -> tuple[FrameChange, ...]:
    changes = []
    if base.name != after.name:
        changes.append(FrameChange(Frame.NAME, "", base.name, after.name))
    if base.timezone.key != after.timezone.key:
        zones = Text(base.timezone.key or ""), Text(after.timezone.key or "")
        changes.append(FrameChange(Frame.TIMEZONE, "", *zones))
    return (
        *changes,
        *_part_changes(Frame.ROOM, base.rooms, after.rooms),
        *_part_changes(Frame.TRACK, base.tracks, after.tracks),
        *_part_changes(Frame.BLOCK, base.blocks, after.blocks),
    )


def _part_changes(frame: Frame, before: Sequence[Part], after: Sequence[Part]) -> list[FrameChange]:
    old = {part.code: part_name(part) for part in before}
    new = {part.code: part_name(part) for part in after}
    return [
        FrameChange(frame, code, old.get(code), new.get(code))
        for code in dict.fromkeys((*new, *old))
        if old.get(code) != new.get(code)
    ]
