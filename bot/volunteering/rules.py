"""Who may take a place, give it back, check in: what says no. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.refusal import Refusal
from bot.volunteering.model import Claim, Profile, Roster, Rules, Shift, State


@dataclass(frozen=True, slots=True)
class Applicant:
    """Someone who wants a place: their profile, and the shifts that they have."""

    profile: Profile
    own: tuple[Shift, ...] = ()
    registered: bool = True


def refuse_place(
    roster: Roster, who: Applicant, now: datetime, *, override: bool = False, leaving: Collection[int] = ()
) -> None:
    """Raise Refusal unless a place of this shift is theirs to take.

    `override`: an organiser says so, whatever overlaps or is lacking; a place must be free all the same. `leaving`:
    numbers of shifts that they give up for it.
    """
    shift, member = roster.shift, who.profile.member
    refuse_shift(shift, now)
    if roster.claim_of(member):
        raise Refusal("task-yours-already", number=str(shift.number))
    if not override:
        refuse_unfit(shift, who, leaving=leaving)
    standby = roster.standby_of(member)
    if roster.free < 1 and not (standby and standby.offered_until):
        raise Refusal("task-reserved" if roster.offered else "task-full", number=str(shift.number))


def refuse_shift(shift: Shift, now: datetime) -> None:
    """Raise Refusal for what nobody can take any more."""
    if shift.task.removed:
        raise Refusal("task-gone", number=str(shift.number))
    if shift.trouble:
        raise Refusal("task-adrift", number=str(shift.number))
    if shift.over(now):
        raise Refusal("task-past", number=str(shift.number))


def refuse_unfit(shift: Shift, who: Applicant, *, leaving: Collection[int] = ()) -> None:
    """Raise Refusal where skills or languages are lacking, or a shift of their own overlaps."""
    if lacking := who.profile.lacks(shift.draft):
        raise Refusal("task-skills", number=str(shift.number), lacking=", ".join(lacking))
    if clash := clashing(shift, who.own, leaving=leaving):
        raise Refusal("task-clash", number=str(shift.number), other=str(clash[0].number))


def clashing(shift: Shift, own: Iterable[Shift], *, leaving: Collection[int] = ()) -> list[Shift]:
    """Those of someone's shifts that overlap this one."""
    return [one for one in own if one.number not in {shift.number, *leaving} and shift.overlaps(one)]


def needs_asking(shift: Shift, now: datetime, rules: Rules) -> bool:
    """Whether it is too late to drop it without asking the lead."""
    if shift.begins is None or shift.trouble:
        return False
    minutes = shift.draft.drop_before
    before = rules.drop_deadline if minutes is None else timedelta(minutes=minutes)
    return now >= shift.begins - before


def refuse_check_in(shift: Shift, claim: Claim | None, now: datetime, rules: Rules) -> Claim:
    """The claim that is checked in now. Raises Refusal."""
    if claim is None:
        raise Refusal("task-not-yours", number=str(shift.number))
    if claim.state is not State.HELD:
        raise Refusal("task-checked-in-already", number=str(shift.number))
    if shift.over(now) and shift.start:
        raise Refusal("task-past", number=str(shift.number))
    if shift.start and now < shift.start - rules.check_in:
        minutes = int(rules.check_in.total_seconds() // 60)
        raise Refusal("task-check-in-early", number=str(shift.number), minutes=minutes)
    return claim
