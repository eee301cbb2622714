"""When a new version lost so much that a person must say yes: most mass disappearances are failed feeds."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.agenda.identity import Part, part_name
from bot.agenda.model import Programme, Session, Status, Text


class HoldReason(StrEnum):
    """Why a version is not to be released without a person's yes."""

    EMPTY = "empty"
    SESSIONS = "sessions"
    ROOM = "room"
    TRACK = "track"


@dataclass(frozen=True, slots=True)
class Hold:
    """A loss that looks like a failed feed: `lost` of `total` sessions, of the room or track `name` if it is one."""

    reason: HoldReason
    lost: int
    total: int
    name: Text


def find_holds(base: Programme, matched: Programme) -> tuple[Hold, ...]:
    """Losses too large to believe in `matched`, a new version with the codes of `base`.

    Judged by sessions that vanished: one that the source marks as cancelled, or moves, is no loss.
    More than a fifth of the sessions, or all that a room or track had left when most of what it had vanished. A single
    session never holds, however small the programme, room or track: a speaker who falls ill is everyday work, and a
    person would soon say yes without reading. A version without any session is always held.
    """
    live = [session for session in base if session.status is not Status.CANCELLED]
    lost = {session.code for session in live if session.code not in matched.sessions_by_code}
    if not matched.sessions:
        return (Hold(HoldReason.EMPTY, len(lost), len(live), Text()),)
    holds = []
    if len(lost) > 1 and 5 * len(lost) > len(live):
        holds.append(Hold(HoldReason.SESSIONS, len(lost), len(live), Text()))
    holds += _emptied(HoldReason.ROOM, base.rooms, lost, live, matched, lambda session: session.rooms)
    holds += _emptied(HoldReason.TRACK, base.tracks, lost, live, matched, lambda session: (session.track,))
    return tuple(holds)


def _emptied(
    reason: HoldReason,
    parts: Sequence[Part],
    lost: set[str],
    live: Sequence[Session],
    matched: Programme,
    parts_of: Callable[[Session], tuple[str, ...]],
) -> list[Hold]:
    """Sessions in several rooms at once, plenaries, say nothing about any one of them."""
    had: defaultdict[str, list[Session]] = defaultdict(list)
    for session in live:
        if len(inside := parts_of(session)) == 1:
            had[inside[0]].append(session)
    used = {parts_of(session) for session in matched if session.status is not Status.CANCELLED}
    holds = []
    for part in parts:
        before = had[part.code]
        gone = sum(session.code in lost for session in before)
        if gone > 1 and 2 * gone > len(before) and (part.code,) not in used:
            holds.append(Hold(reason, gone, len(before), part_name(part)))
    return holds
