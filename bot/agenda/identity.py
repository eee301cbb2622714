"""Which session of a new version is which of the current one: by the source's id, else by what people would say.

`match` is the whole of it. Rooms, tracks and blocks are paired first by name and code, then sessions, then the rooms,
tracks and blocks that are left by the sessions in them: a room that kept its sessions under another name is that room.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.agenda.likeness import Traits, alike, content, nameless, title_key
from bot.agenda.model import CODE_LENGTH, Block, Programme, Room, Session, Status, Text, Track

Part = Room | Track | Block


def match(current: Programme, draft: Programme) -> Programme:
    """`draft` with the codes of the sessions, rooms, tracks and blocks of `current` that it is about.

    What is new keeps the code it was drafted with, unless `current` uses that for something else (a cancelled session
    too): then it gets one of its own. The result has `current`'s revision. Depends on nothing but its arguments.
    """
    names = _Names.of(current, draft)
    drafted = names.apply(draft)
    pairs = pair_sessions(current, drafted)
    drafted = names.told_by_sessions(current, drafted, pairs).apply(drafted)
    codes = _codes(current.sessions_by_code, drafted.sessions_by_code, pairs)
    sessions = [replace(session, code=codes[session.code]) for session in drafted]
    return Programme.checked(
        draft.name, draft.timezone, drafted.rooms, drafted.tracks, drafted.blocks, sessions, current.revision
    )


def pair_sessions(current: Programme, draft: Programme) -> dict[str, str]:
    """Codes of `draft`'s sessions to codes of the `current` ones they are, one to one.

    Both must know a room by the same code. Joined in this order: those with the source's id in common, where ids hold;
    those alike in everything; in title, time and place; then the likest pairs first. Where ids hold, two ids mean two
    sessions, unless title and speakers say otherwise.
    """
    pairs = _Pairs(current, draft)
    hold = ids_hold(current, draft)
    if hold:
        pairs.join_by(lambda session: session.source_id and (session.source_id, nameless(session)))
        pairs.join_by(lambda session: session.source_id)
    pairs.join_by(nameless)
    pairs.join_by(content)
    pairs.join_by(
        lambda session: (title_key(session), session.day, session.start, session.part, frozenset(session.rooms))
    )
    pairs.join_alike(strict=hold)
    return pairs.found


def ids_hold(current: Programme, draft: Programme) -> bool:
    """Whether the source's ids name the same things in both versions.

    They do when at least half of the shorter list is in the other one too, and not more of those have wandered to other
    titles than have stayed: some programs make new ids, or number all sessions anew, at each export.
    """
    before = {session.source_id: title_key(session) for session in current if session.source_id}
    after = {session.source_id: title_key(session) for session in draft if session.source_id}
    shared = before.keys() & after.keys()
    stayed = sum(before[one] == after[one] for one in shared)
    titles = set(after.values())
    wandered = sum(before[one] != after[one] and before[one] in titles for one in shared)
    return bool(shared) and 2 * len(shared) >= min(len(before), len(after)) and wandered <= stayed


class _Pairs:
    """Sessions of two versions that still look for each other, and those that have met."""

    def __init__(self, current: Programme, draft: Programme) -> None:
        live_first = sorted(current, key=lambda session: session.status is Status.CANCELLED)
        self._before = {session.code: session for session in live_first}
        self._after = {session.code: session for session in draft}
        self._repeated = _repeated(current) | _repeated(draft)
        self.found: dict[str, str] = {}

    def _join(self, before: str, after: str) -> None:
        del self._before[before], self._after[after]
        self.found[after] = before

    def join_by(self, key: Callable[[Session], Hashable]) -> None:
        """Join sessions with equal keys, in programme order where several have one; a false key joins nothing."""
        waiting: defaultdict[Hashable, deque[str]] = defaultdict(deque)
        for code, session in self._before.items():
            waiting[key(session)].append(code)
        for code, session in list(self._after.items()):
            wanted = key(session)
            if wanted and waiting[wanted]:
                self._join(waiting[wanted].popleft(), code)

    def join_alike(self, *, strict: bool) -> None:
        """Join what is left, the likest pair first; `strict` as in `alike`."""
        before = [Traits.of(session) for session in self._before.values()]
        after = [Traits.of(session) for session in self._after.values()]
        scores = [
            (-score, row, column)
            for row, one in enumerate(before)
            for column, other in enumerate(after)
            if (score := alike(one, other, strict=strict, repeated=not self._repeated.isdisjoint(one.titles)))
        ]
        for _, row, column in sorted(scores):
            one, other = before[row].session.code, after[column].session.code
            if one in self._before and other in self._after:
                self._join(one, other)


def _repeated(sessions: Iterable[Session]) -> set[str]:
    counted = Counter(title for session in sessions for title in title_key(session))
    return {title for title, count in counted.items() if count > 1}


def _codes(current: Collection[str], drafted: Iterable[str], pairs: Mapping[str, str]) -> dict[str, str]:
    """A code for each of `drafted`: its pair's, else its own, changed where it would meet one of `current`."""
    drafted = list(drafted)
    taken = {*current, *drafted}
    codes = {}
    for code in drafted:
        codes[code] = pairs.get(code) or (_fresh(code, taken) if code in current else code)
        taken.add(codes[code])
    return codes


def _fresh(code: str, taken: Collection[str]) -> str:
    number = 2
    while (fresh := f"{code[: CODE_LENGTH - len(str(number)) - 1]}-{number}") in taken:
        number += 1
    return fresh


@dataclass(frozen=True, slots=True)
class _Names:
    """Codes that the draft's rooms, tracks and blocks get, by the codes that they have."""

    rooms: dict[str, str]
    tracks: dict[str, str]
    blocks: dict[str, str]

    @classmethod
    def of(cls, current: Programme, draft: Programme) -> "_Names":
        """By name and code alone."""
        return cls(
            _name_parts(current.rooms, draft.rooms),
            _name_parts(current.tracks, draft.tracks),
            _name_parts(current.blocks, draft.blocks),
        )

    def told_by_sessions(self, current: Programme, draft: Programme, pairs: Mapping[str, str]) -> "_Names":
        """For a draft that this was applied to: what its new rooms, tracks and blocks are, told by their sessions."""
        return _Names(
            _renamed(current, draft, pairs, lambda programme: programme.rooms, lambda session: session.rooms),
            _renamed(current, draft, pairs, lambda programme: programme.tracks, lambda session: (session.track,)),
            _renamed(current, draft, pairs, lambda programme: programme.blocks, lambda session: (session.block,)),
        )

    def apply(self, draft: Programme) -> Programme:
        """`draft` under these codes."""
        return Programme.checked(
            draft.name,
            draft.timezone,
            (replace(room, code=self.rooms[room.code]) for room in draft.rooms),
            (replace(track, code=self.tracks[track.code]) for track in draft.tracks),
            (replace(block, code=self.blocks[block.code]) for block in draft.blocks),
            (
                replace(
                    session,
                    rooms=tuple(self.rooms[room] for room in session.rooms),
                    track=self.tracks.get(session.track, ""),
                    block=self.blocks.get(session.block, ""),
                )
                for session in draft
            ),
            draft.revision,
        )


def part_name(part: Part) -> Text:
    """What people call a room, track or block."""
    return part.title if isinstance(part, Block) else part.name


def _name_parts(current: Sequence[Part], draft: Sequence[Part]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    keys: tuple[Callable[[Part], Hashable], ...] = (
        lambda part: (part.code, part_name(part)),
        part_name,
        lambda part: part.code,
    )
    for key in keys:
        free: defaultdict[Hashable, deque[str]] = defaultdict(deque)
        for part in current:
            if part.code not in pairs.values():
                free[key(part)].append(part.code)
        for part in draft:
            if part.code not in pairs and free[key(part)]:
                pairs[part.code] = free[key(part)].popleft()
    return _codes({part.code for part in current}, [part.code for part in draft], pairs)


def _renamed(
    current: Programme,
    draft: Programme,
    pairs: Mapping[str, str],
    parts: Callable[[Programme], Sequence[Part]],
    parts_of: Callable[[Session], tuple[str, ...]],
) -> dict[str, str]:
    """New codes to those of vanished parts that hold most of the same sessions; all others to themselves.

    Two sessions must agree, or all that is known would be that one session moved.
    """
    stay = set(pairs.values())
    before: defaultdict[str, set[str]] = defaultdict(set)
    after: defaultdict[str, set[str]] = defaultdict(set)
    for session in current:
        for code in parts_of(session):
            before[code] |= {session.code} & stay
    for session in draft:
        for code in parts_of(session):
            after[code] |= {pairs[session.code]} if session.code in pairs else set()
    codes = {part.code: part.code for part in parts(draft)}
    gone = [part.code for part in parts(current) if part.code not in codes]
    new = [part.code for part in parts(draft) if part.code not in {known.code for known in parts(current)}]
    for old in gone:
        for code in new:
            common = len(before[old] & after[code])
            if codes[code] == code and common > 1 and 2 * common > max(len(before[old]), len(after[code])):
                codes[code] = old
                break
    return codes
