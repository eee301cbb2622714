"""What the timetable does for volunteers. Every round is idempotent: done twice, it is done once."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.outbox import standing
from bot.outbox import store as outbox
from bot.outbox.model import Delivery, Line, State, To, moment, phrase
from bot.volunteering import event_store, store
from bot.volunteering.escalation import ASKED_FOR_EACH, STEPS, Hole, holes, lacking, suitable
from bot.volunteering.model import Roster, Rules, Shift
from bot.volunteering.model import State as Stand
from bot.volunteering.notices import (
    CALL,
    MANY,
    NO_SHOW,
    ORGANISERS,
    REMINDER,
    VOLUNTEERS,
    about,
    call,
    call_many,
    facts,
    lead_of,
    notice,
    person,
    reminder,
    subject,
    to_lead,
)
from bot.volunteering.overlaps import newly_overlapping, warnings
from bot.volunteering.staffing import people
from bot.volunteering.turn import Turn, Turns
from bot.volunteering.written import time_text

Polite = Callable[[int, datetime], Awaitable[datetime]]
"""When someone may be written to, at or after a time (aware): once their quiet hours are over."""

AHEAD = timedelta(hours=1)
"""How long before they are due reminders are written down."""


async def at_any_time(_: int, moment: datetime) -> datetime:
    """For people without quiet hours."""
    return moment


class Rounds:
    """Use cases of the timetable."""

    def __init__(self, turns: Turns, polite: Polite = at_any_time) -> None:
        """`polite` respects people's quiet hours when they are asked for help."""
        self._turns, self._polite = turns, polite

    async def run(self) -> None:
        """Do all of them."""
        await self.follow_programme()
        await self.lapse()
        await self.plan_reminders()
        await self.escalate()
        await self.watch()

    async def follow_programme(self) -> None:
        """Tell people once of shifts that moved with their session, and leads of those that have none to follow."""
        async with self._turns.turn() as turn:
            rosters = await turn.rosters()
            for roster in rosters:
                await _follow(turn, roster, rosters)

    async def lapse(self) -> None:
        """Let offers and swaps end whose time has run out, and offer what is free to the next in line."""
        async with self._turns.turn() as turn:
            for roster in await turn.rosters():
                await _lapse_offers(turn, roster)
            for swap in await event_store.swaps(turn.tx):
                if swap.expires <= turn.now:
                    await event_store.save_swap(turn.tx, replace(swap, state="expired"))

    async def plan_reminders(self) -> None:
        """Bring the reminders in line with who has which shift when."""
        async with self._turns.turn() as turn:
            rosters = await turn.rosters()
            wanted = {one.key: one for roster in rosters for one in reminders(roster, turn.now, turn.rules)}
            pending = {one.key: one for one in await outbox.find_open(turn.tx, f"{REMINDER}:")}
            if stale := pending.keys() - wanted.keys():
                await outbox.withdraw(turn.tx, stale)
            subjects = {one.subject for one in wanted.values()}
            known = {one.delivery.key: one for one in await standing.about(turn.tx, subjects, (REMINDER,))}
            again = [
                wanted[key]
                for key in wanted.keys() & known.keys()
                if known[key].state is State.WITHDRAWN
                or (known[key].state is State.OPEN and known[key].delivery.lines != wanted[key].lines)
            ]
            await standing.rewrite(turn.tx, again)
            await turn.post(wanted[key] for key in wanted.keys() - known.keys())

    async def escalate(self) -> None:
        """Call for help where people lack; take calls back where they no longer do."""
        async with self._turns.turn() as turn:
            rosters = await turn.rosters()
            found = [*holes(rosters, await event_store.calls(turn.tx), turn.now, turn.rules)]
            for step in STEPS:
                await self._call_for(turn, step, [hole for hole in found if hole.step == step])
            short = {one.shift.number for one in rosters if lacking(one, turn.now)}
            pending = await outbox.find_open(turn.tx, f"{CALL}:")
            stopped = [one.key for one in pending if int(one.key.split(":")[1]) not in {*short, MANY}]
            if stopped:
                await outbox.withdraw(turn.tx, stopped)

    async def _call_for(self, turn: Turn, step: str, found: Sequence[Hole]) -> None:
        """Call for several shifts at once in one post, where a channel is called; people are asked for each."""
        if step == "people" or len(found) < 2:
            for hole in found:
                await self._call(turn, hole)
            return
        to = To.post(VOLUNTEERS if step == "team" else ORGANISERS)
        short = [(hole.roster.shift, hole.roster.missing) for hole in found]
        named = turn.roles_of(shift for shift, _ in short) if step == "team" else []
        await turn.post([call_many(short, step, to, turn.now, named)])
        for shift, _ in short:
            if shift.begins:
                await event_store.note_call(turn.tx, shift.number, step, shift.begins)

    async def _call(self, turn: Turn, hole: Hole) -> None:
        shift, missing = hole.roster.shift, hole.roster.missing
        if hole.step == "people":
            asked = suitable(hole.roster, await people(turn))[: missing * ASKED_FOR_EACH]
            members = [who.profile.member for who in asked]
            await store.count_asked(turn.tx, members)
            for member in members:
                due = await self._polite(member, turn.now)
                if shift.begins is None or due < shift.begins:
                    await turn.post([call(shift, hole.step, To.person(member), missing, due)])
        else:
            to = To.post(VOLUNTEERS if hole.step == "team" else ORGANISERS)
            named = turn.roles_of([shift]) if hole.step == "team" else []
            await turn.post([call(shift, hole.step, to, missing, turn.now, named)])
        if shift.begins:
            await event_store.note_call(turn.tx, shift.number, hole.step, shift.begins)

    async def watch(self) -> None:
        """Tell leads who has not checked in though the shift has begun."""
        async with self._turns.turn() as turn:
            teams = await turn.teams()
            for roster in await turn.rosters():
                shift = roster.shift
                if shift.trouble or not (shift.start and shift.end and shift.start <= turn.now < shift.end):
                    continue
                missing = [claim.member for claim in roster.claims if claim.state is Stand.HELD]
                await turn.post(_missing(shift, member, lead_of(shift, teams)) for member in missing)


def reminders(roster: Roster, now: datetime, rules: Rules) -> Iterator[Delivery]:
    """The reminders that are wanted about now: due within the hour, or due and not out of date."""
    shift = roster.shift
    if shift.begins is None or shift.begins <= now or shift.begins > now + max(rules.reminders, default=AHEAD) + AHEAD:
        return
    last = min(rules.reminders, default=None)
    for lead in rules.reminders:
        due = shift.begins - lead
        for claim in roster.claims:
            made = reminder(shift, claim.member, lead, check_in=lead == last)
            if made and claim.state is Stand.HELD and claim.since <= due <= now + AHEAD and made.expires > now:
                yield made


async def _follow(turn: Turn, roster: Roster, everyone: Sequence[Roster]) -> None:
    shift, task = roster.shift, roster.shift.task
    trouble = shift.trouble or ""
    if task.told == (shift.start, shift.end) and task.trouble == trouble:
        return
    await turn.told(shift)
    ends = [end for end in (task.told[1], shift.end) if end]
    if ends and max(ends) <= turn.now:
        return
    members = [claim.member for claim in roster.claims if claim.state is Stand.HELD]
    if trouble and trouble != task.trouble:
        event = await turn.note("adrift", shift.number)
        why = phrase(f"task-trouble-{trouble}")
        told = [notice(event, shift, "task-told-adrift", member, values={"why": why}) for member in members]
        await turn.post([*told, to_lead(event, shift, "task-lead-adrift", await turn.teams(), values={"why": why})])
    elif not trouble and (task.trouble or task.told != (None, None)):
        event = await turn.note("moved", shift.number)
        was_start, was_end = task.told
        was = was_start or was_end
        values = {"before": moment(was) if was else phrase("task-time-open")}
        await turn.post(notice(event, shift, "task-told-moved", member, values=values) for member in members)
        teams, before = await turn.teams(), replace(shift, start=was_start, end=was_end)
        for member in members:
            own = [one.shift for one in everyone if any(claim.member == member for claim in one.taken)]
            await turn.post(warnings(event, shift, member, newly_overlapping(before, shift, own), teams))


async def _lapse_offers(turn: Turn, roster: Roster) -> None:
    shift = roster.shift
    for standby in roster.standbys:
        if standby.offered_until and standby.offered_until <= turn.now:
            await store.remove_standby(turn.tx, shift.number, standby.member)
            event = await turn.note("lapsed", shift.number, standby.member)
            if not shift.over(turn.now):
                await turn.post([notice(event, shift, "task-told-offer-over", standby.member)])
    if roster.standbys:
        await turn.offer_free(shift.number)


def _missing(shift: Shift, member: int, lead: int | None) -> Delivery:
    start, end = shift.start, shift.end
    if start is None or end is None:
        raise ValueError(f"task {shift.number} has no start to be missed")
    return Delivery(
        key=f"task-missing:{shift.number}:{time_text(start)}:{member}",
        kind="task-lead",
        to=To.person(lead) if lead else To.post(ORGANISERS),
        lines=(Line("task-lead-missing", {**facts(shift), "person": person(member)}),),
        due=start,
        expires=end,
        subject=subject(shift.number),
        cause=f"task:{shift.number}",
        presses=(about(NO_SHOW, f"{shift.number}-{member}"),),
    )
