"""The volunteers' desk: what people do with tasks, each in one transaction, decided in the order in which they come."""

from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import aiosqlite

from bot.agenda.model import Programme, Session
from bot.core.refusal import Refusal
from bot.volunteering import event_store, store
from bot.volunteering.escalation import lacking
from bot.volunteering.model import Claim, Event, Profile, Roster, Shift, State, Team
from bot.volunteering.notices import LET_GO, about, person, to_lead
from bot.volunteering.rules import clashing, needs_asking, refuse_check_in, refuse_place, refuse_shift, refuse_unfit
from bot.volunteering.suggesting import Suggestion, open_for, suggest
from bot.volunteering.turn import Turn, Turns

Starred = Callable[[int], Awaitable[Collection[str]]]
"""The codes of the sessions that someone starred."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a claim did. Without `event` nothing yet: `stars` overlap, and the person is asked."""

    roster: Roster
    event: Event | None
    stars: tuple[Session, ...] = ()


@dataclass(frozen=True, slots=True)
class Released:
    """What a release did. Without `event` nothing yet: it is late, and the lead is asked."""

    shift: Shift
    event: Event | None


@dataclass(frozen=True, slots=True)
class Own:
    """One's own task: `clashes` are starred sessions meanwhile, `overlaps` own shifts (after a move, or overridden)."""

    roster: Roster
    claim: Claim
    clashes: tuple[Session, ...]
    overlaps: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Tasks to show, by time, with the teams and the programme that name them."""

    rosters: tuple[Roster, ...]
    teams: dict[str, Team]
    programme: Programme | None
    now: datetime

    def roster(self, number: int) -> Roster:
        """The task with this number. Raises Refusal where there is none any more."""
        for one in self.rosters:
            if one.shift.number == number:
                return one
        raise Refusal("task-unknown", seen=str(number)[:20])

    def shows(self, one: Roster, day: str, team: str, kind: str, zone: ZoneInfo) -> bool:
        """Whether a task is to be listed: on this day (ISO), of this team (code), where either is given.

        `kind`: "task-open" for those with a free place, "task-now" for those that have begun, "task-all".
        """
        shift = one.shift
        if (team and shift.draft.team != team) or (shift.over(self.now) and kind != "task-all"):
            return False
        if day and not (shift.begins and shift.begins.astimezone(zone).date().isoformat() == day):
            return False
        on_now = bool(shift.start and shift.start <= self.now)
        return {"task-open": one.free > 0 and not shift.trouble, "task-now": on_now}.get(kind, True)


class VolunteerDesk:
    """Use cases of volunteers. It is a port of the agenda: Serving."""

    def __init__(self, turns: Turns, starred: Starred) -> None:
        """`starred` tells what someone starred."""
        self._turns, self._starred = turns, starred

    async def claim(self, member: int, number: int, *, confirmed: bool = False) -> Claimed:
        """Take a place. Raises Refusal; asks where starred sessions overlap, unless it is `confirmed`."""
        starred = await self._starred(member)
        async with self._turns.brief() as turn:
            roster = await turn.roster(number)
            refuse_place(roster, await turn.applicant(member), turn.now)
            stars = _overlapping(roster.shift, starred, turn.programme)
            if stars and not confirmed:
                return Claimed(roster, None, stars)
            event = await turn.take(roster, member)
            return Claimed(await turn.roster(number), event, stars)

    async def release(self, member: int, number: int) -> Released:
        """Give a place back; after the deadline the lead is asked first. Raises Refusal."""
        async with self._turns.brief() as turn:
            roster = await turn.roster(number)
            claim = _own_claim(roster, member)
            if claim.state is not State.HELD:
                raise Refusal("task-checked-in-already", number=str(number))
            teams, shift = await turn.teams(), roster.shift
            if needs_asking(shift, turn.now, turn.rules) and not shift.task.removed:
                if claim.leaving:
                    raise Refusal("task-lead-asked-already", number=str(number))
                await store.save_claim(turn.tx, replace(claim, leaving=True))
                event = await turn.note("leaving", number, member)
                press = about(LET_GO, f"{number}-{member}")
                await turn.post([
                    to_lead(event, shift, "task-lead-asked", teams, presses=[press], values={"person": person(member)})
                ])
                return Released(shift, None)
            event = await turn.give_back(shift, member)
            if not shift.task.removed:
                await turn.post([to_lead(event, shift, "task-lead-dropped", teams, values={"person": person(member)})])
            return Released(shift, event)

    async def check_in(self, member: int, number: int) -> Shift:
        """Say that one is there. Raises Refusal."""
        async with self._turns.brief() as turn:
            roster = await turn.roster(number)
            refuse_shift(replace(roster.shift, end=None), turn.now)
            claim = refuse_check_in(roster.shift, roster.claim_of(member), turn.now, turn.rules)
            await store.save_claim(turn.tx, replace(claim, state=State.ARRIVED, leaving=False))
            await turn.note("arrived", number, member)
            return roster.shift

    async def finish(self, member: int, number: int) -> Shift:
        """Say that it is done. Raises Refusal for a shift that has not begun, or was not checked in to."""
        async with self._turns.brief() as turn:
            roster = await turn.roster(number)
            claim, shift = _own_claim(roster, member), roster.shift
            if claim.state is State.DONE:
                raise Refusal("task-done-already", number=str(number))
            if shift.start and claim.state is not State.ARRIVED:
                raise Refusal("task-not-checked-in", number=str(number))
            await store.save_claim(turn.tx, replace(claim, state=State.DONE, leaving=False))
            await turn.note("done", number, member)
            return shift

    async def stand_by(self, member: int, number: int) -> tuple[Shift, int]:
        """Wait for a place; returns the place in the line, from 1. Raises Refusal where there is a free one."""
        async with self._turns.brief() as turn:
            roster = await turn.roster(number)
            refuse_shift(roster.shift, turn.now)
            if roster.claim_of(member):
                raise Refusal("task-yours-already", number=str(number))
            if roster.standby_of(member):
                raise Refusal("task-standing-by-already", number=str(number))
            refuse_unfit(roster.shift, await turn.applicant(member))
            if roster.free:
                raise Refusal("task-has-places", number=str(number), free=roster.free)
            await store.add_standby(turn.tx, number, member)
            return roster.shift, len(roster.standbys) + 1

    async def accept_offer(self, member: int, number: int) -> Claimed:
        """Take the place that was kept. Raises Refusal, also when the time for it has run out."""
        async with self._turns.turn() as turn:
            roster = await turn.roster(number)
            standby = roster.standby_of(member)
            if standby is None or standby.offered_until is None or standby.offered_until <= turn.now:
                raise Refusal("task-offer-over", number=str(number))
            refuse_place(roster, await turn.applicant(member), turn.now)
            event = await turn.take(roster, member)
            return Claimed(await turn.roster(number), event)

    async def leave_line(self, member: int, number: int) -> Shift:
        """Wait no longer, or decline the place that was kept; the next in line is offered it. Raises Refusal."""
        async with self._turns.turn() as turn:
            roster = await turn.roster(number)
            if roster.standby_of(member) is None:
                raise Refusal("task-offer-over", number=str(number))
            await store.remove_standby(turn.tx, number, member)
            await turn.offer_free(number)
            return roster.shift

    async def undo_release(self, member: int, event: int, *, organiser: bool = False) -> tuple[Roster, list[Event]]:
        """Take a release back; returns what changed since. Raises Refusal where that would overrun, naming who came."""
        async with self._turns.turn() as turn:
            found = await event_store.events_since(turn.tx, event)
            if not found or found[0].kind != "released" or found[0].undone or found[0].member is None:
                raise Refusal("task-undo-over")
            whose, since = found[0].member, found[1:]
            if member != whose and not organiser:
                raise Refusal("task-undo-over")
            roster = await turn.roster(found[0].task)
            try:
                refuse_place(roster, await turn.applicant(whose), turn.now)
            except Refusal as refusal:
                if refusal.phrase in {"task-full", "task-reserved"}:
                    names = ", ".join(dict.fromkeys(f"<@{one.member}>" for one in since if one.member))
                    number = str(roster.shift.number)
                    raise Refusal("task-undo-overruns", number=number, names=names or "–") from refusal
                raise
            await event_store.mark_undone(turn.tx, event)
            await turn.take(roster, whose, kind="undone", author=member)
            return await turn.roster(found[0].task), since

    async def register(
        self,
        member: int,
        *,
        skills: Collection[str] | None = None,
        languages: Collection[str] | None = None,
        windows: tuple[tuple[datetime, datetime], ...] | None = None,
    ) -> Profile:
        """Keep what a volunteer says of themselves; what is None stays as it was."""
        async with self._turns.turn() as turn:
            known = (await store.profiles(turn.tx, [member])).get(member) or Profile(member)
            made = replace(
                known,
                skills=known.skills if skills is None else frozenset(word.casefold() for word in skills),
                languages=known.languages if languages is None else frozenset(word.casefold() for word in languages),
                windows=known.windows if windows is None else windows,
            )
            await store.save_profile(turn.tx, made)
            return made

    async def teams(self) -> dict[str, Team]:
        """Every team by its code."""
        async with self._turns.glance() as turn:
            return await turn.teams()

    async def listing(self) -> Listing:
        """All tasks that are not removed, by time, then number."""
        rosters = by_time(await self._turns.rosters())
        async with self._turns.glance() as turn:
            return Listing((*rosters,), await turn.teams(), turn.programme, turn.now)

    async def understaffed(self) -> int:
        """How many shifts to come lack people."""
        async with self._turns.look() as turn:
            return sum(lacking(one, turn.now) for one in await turn.rosters())

    async def mine(self, member: int) -> tuple[Own, ...]:
        """Someone's tasks by time, and what overlaps."""
        starred = await self._starred(member)
        async with self._turns.look() as turn:
            rosters = await turn.rosters(await store.tasks_of(turn.tx, member))
            shifts = await turn.own(member)
            return tuple(
                Own(one, claim, _overlapping(one.shift, starred, turn.programme), tuple(clashing(one.shift, shifts)))
                for one in by_time(rosters)
                if (claim := one.claim_of(member))
            )

    async def any(self, member: int) -> Suggestion | None:
        """The most useful open task for someone; None where nothing fits."""
        async with self._turns.look() as turn:
            return suggest(await turn.rosters(), await turn.applicant(member), turn.now)

    async def next_best(self, member: int, number: int) -> Roster | None:
        """What to take instead of a task that is gone: of the same team and nearest in time, else the most useful."""
        rosters = await self._turns.rosters()
        async with self._turns.glance() as turn:
            fitting = open_for(rosters, await turn.applicant(member), turn.now)
            wanted = await turn.roster(number)
        begins, team = wanted.shift.begins, wanted.shift.draft.team
        alike = [one for one in fitting if one.shift.draft.team == team and one.shift.begins and begins]
        near = sorted(alike, key=lambda one: abs((one.shift.begins or turn.now) - (begins or turn.now)))
        return next(iter(near or fitting), None)

    async def volunteers(self, connection: aiosqlite.Connection) -> Collection[int]:
        """Everyone who registered or holds a place, as announcements ask for them."""
        return {*await store.profiles(connection), *await store.holders(connection)}


async def listed(turn: Turn) -> Listing:
    """All tasks that are not removed."""
    return Listing(tuple(by_time(await turn.rosters())), await turn.teams(), turn.programme, turn.now)


def by_time(rosters: Iterable[Roster]) -> list[Roster]:
    """In order of beginning; those without a time last."""
    return sorted(rosters, key=lambda one: (one.shift.begins is None, one.shift.begins or 0, one.shift.number))


def _own_claim(roster: Roster, member: int) -> Claim:
    if claim := roster.claim_of(member):
        return claim
    raise Refusal("task-not-yours", number=str(roster.shift.number))


def _overlapping(shift: Shift, starred: Collection[str], programme: Programme | None) -> tuple[Session, ...]:
    found = [programme.sessions_by_code.get(code) for code in starred] if programme else []
    return tuple(
        session for session in found if session and programme and shift.overlaps_session(session, programme)
    )
