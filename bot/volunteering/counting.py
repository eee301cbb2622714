"""How many places are filled, and who did how much. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.volunteering.model import Roster, State


@dataclass(frozen=True, slots=True)
class Coverage:
    """Needed and filled places of one team from `start` to `end` (aware UTC)."""

    team: str
    start: datetime
    end: datetime
    needed: int
    filled: int


@dataclass(frozen=True, slots=True)
class Hours:
    """What one person did: seconds in shifts checked in to or done, and how many tasks."""

    member: int
    seconds: int = 0
    tasks: int = 0
    teams: frozenset[str] = field(default_factory=frozenset)


def coverage(rosters: Sequence[Roster]) -> tuple[Coverage, ...]:
    """Shift by shift, by team and time; preparations and what is removed are left out."""
    return tuple(
        Coverage(one.shift.draft.team, one.shift.start, one.shift.end, one.shift.draft.maximum, len(one.taken))
        for one in rosters
        if one.shift.start and one.shift.end and not one.shift.task.removed and not one.shift.trouble
    )


def hours_of(rosters: Sequence[Roster]) -> tuple[Hours, ...]:
    """Everyone who checked in or was done, most hours first."""
    found: dict[int, Hours] = {}
    for roster in rosters:
        shift = roster.shift
        lasts = shift.end - shift.start if shift.start and shift.end else timedelta()
        for claim in roster.claims:
            if claim.state in {State.ARRIVED, State.DONE}:
                known = found.get(claim.member, Hours(claim.member))
                found[claim.member] = Hours(
                    claim.member, known.seconds + int(lasts.total_seconds()), known.tasks + 1,
                    known.teams | {shift.draft.team},
                )
    return tuple(sorted(found.values(), key=lambda one: (-one.seconds, -one.tasks, one.member)))
