"""The most useful open task for someone, and why. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.outbox.model import Line
from bot.volunteering.model import Roster
from bot.volunteering.rules import Applicant

_FAR = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A task to take, and a sentence why."""

    roster: Roster
    why: Line


def open_for(rosters: Iterable[Roster], who: Applicant, now: datetime) -> list[Roster]:
    """The tasks that someone may take, most useful first: those that lack people, then those that begin soonest."""
    fitting = [
        one
        for one in rosters
        if one.free
        and not (one.shift.task.removed or one.shift.trouble or one.shift.over(now))
        and not one.claim_of(who.profile.member)
        and not who.profile.lacks(one.shift.draft)
        and who.profile.can_at(one.shift)
        and not any(one.shift.overlaps(own) for own in who.own)
    ]
    return sorted(fitting, key=lambda one: _order(one, now))


def _order(one: Roster, now: datetime) -> tuple[object, ...]:
    begins = one.shift.begins
    wait = max(begins - now, timedelta()) if begins else _FAR
    own_skill = bool(one.shift.draft.skills or one.shift.draft.languages)
    near = wait <= timedelta(days=1)
    return (not (near and one.missing), not one.missing, not own_skill, wait, -one.missing, one.shift.number)


def suggest(rosters: Iterable[Roster], who: Applicant, now: datetime) -> Suggestion | None:
    """The first of `open_for`; None where nothing fits."""
    found = open_for(rosters, who, now)
    return Suggestion(found[0], _why(found[0], who)) if found else None


def _why(one: Roster, who: Applicant) -> Line:
    draft = one.shift.draft
    if (draft.skills or draft.languages) and who.registered:
        return Line("task-why-skill", {"skills": ", ".join((*draft.skills, *draft.languages))})
    if one.missing:
        return Line("task-why-hole", {"missing": one.missing})
    return Line("task-why-soon", {"free": one.free})
