"""Tasks that become otherwise: kept, and told once to those at them. In the caller's turn."""

from dataclasses import replace

from bot.outbox.model import Value, moment, phrase
from bot.volunteering import store
from bot.volunteering.model import Draft, Roster, Shift, State
from bot.volunteering.notices import notice
from bot.volunteering.overlaps import newly_overlapping, warnings
from bot.volunteering.timing import timed
from bot.volunteering.turn import Turn


async def changed(
    turn: Turn, roster: Roster, draft: Draft, author: int | None, *, staying: set[int] | None = None, **said: Draft
) -> None:
    """Keep a task's new draft and tell its people, but for `staying`, once, where it matters to them."""
    before, number = roster.shift, roster.shift.number
    after = timed(replace(before.task, draft=draft), turn.programme)
    same_time = (before.start, before.end) == (after.start, after.end)
    told = before.task.told if same_time else (after.start, after.end)
    await store.save_task(turn.tx, replace(after.task, told=told), **said)
    event = await turn.note("edited", number, author=author)
    await _fit_offers(turn, number)
    key, values = _what_changed(before, after)
    if key:
        people = [claim.member for claim in roster.taken if claim.member not in (staying or ())]
        await turn.post([notice(event, after, key, member, values=values) for member in people])
        for member in [] if same_time else people:
            others = newly_overlapping(before, after, await turn.own(member))
            await turn.post(warnings(event, after, member, others, await turn.teams()))


def _what_changed(before: Shift, after: Shift) -> tuple[str, dict[str, Value]]:
    if (before.start, before.end) != (after.start, after.end):
        was = before.begins
        return "task-told-moved", {"before": moment(was) if was else phrase("task-time-open")}
    old, new = before.draft, after.draft
    if (old.title, old.place, old.instructions, old.team) != (new.title, new.place, new.instructions, new.team):
        return "task-told-changed", {}
    return "", {}


async def _fit_offers(turn: Turn, number: int) -> None:
    """Take back offers that no longer have a place, from the end of the line; then offer what is free."""
    roster = await turn.roster(number)
    too_many = len(roster.taken) + roster.offered - roster.shift.draft.maximum
    for standby in reversed([one for one in roster.standbys if one.offered_until]):
        if too_many > 0:
            await store.offer(turn.tx, number, standby.member, None)
            too_many -= 1
    await turn.offer_free(number)


async def removed(turn: Turn, roster: Roster, author: int | None) -> None:
    """Mark a task as removed, and tell everyone at it; who was there and done keeps the hours."""
    shift = roster.shift
    await store.save_task(turn.tx, replace(shift.task, removed=True))
    event = await turn.note("removed", shift.number, author=author)
    people = [claim.member for claim in roster.claims if claim.state is State.HELD]
    waiting = [one.member for one in roster.standbys]
    for member in people:
        await store.remove_claim(turn.tx, shift.number, member)
    for member in waiting:
        await store.remove_standby(turn.tx, shift.number, member)
    await turn.withdraw(shift.number, people)
    if not shift.over(turn.now):
        await turn.post([notice(event, shift, "task-told-removed", member) for member in (*people, *waiting)])
