"""Holes: which tasks lack people so near to their beginning that somebody must be called, and whom. Pure."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.volunteering.model import Roster, Rules
from bot.volunteering.rules import Applicant
from bot.volunteering.written import time_text

STEPS = ("team", "people", "organisers")
"""Whom to call, in this order, as the beginning comes nearer."""

ASKED_FOR_EACH = 3
"""People asked for every place that lacks somebody."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A shift that lacks people, and the call that is due."""

    roster: Roster
    step: str


def holes(
    rosters: Iterable[Roster], called: Collection[tuple[int, str, str]], now: datetime, rules: Rules
) -> Iterator[Hole]:
    """The calls that are due and have not gone out; `called` has task, step and beginning of those that have."""
    for roster in rosters:
        begins = roster.shift.begins
        if begins is None or not lacking(roster, now):
            continue
        for step, ahead in zip(STEPS, rules.escalation, strict=True):
            if now >= begins - ahead and (roster.shift.number, step, time_text(begins)) not in called:
                yield Hole(roster, step)


def lacking(roster: Roster, now: datetime) -> bool:
    """Whether people are still to be found: it is not over, takes place, and fewer than needed hold it."""
    shift = roster.shift
    return not (shift.task.removed or shift.trouble or shift.over(now)) and roster.missing > 0


def suitable(roster: Roster, people: Sequence[Applicant]) -> list[Applicant]:
    """Who can fill a hole: skilled, free, willing at that time, not in it or in line already; least asked first."""
    there = {claim.member for claim in roster.claims} | {one.member for one in roster.standbys}
    fitting = [
        who
        for who in people
        if who.profile.member not in there
        and not who.profile.lacks(roster.shift.draft)
        and who.profile.can_at(roster.shift)
        and not any(roster.shift.overlaps(own) for own in who.own)
    ]
    return sorted(fitting, key=lambda who: (who.profile.asked, len(who.own), who.profile.member))
