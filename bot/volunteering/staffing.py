"""What organisers and leads do: tasks made, changed and removed, people assigned, marked and let go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.core.refusal import Refusal
from bot.outbox.model import To
from bot.volunteering import event_store, store
from bot.volunteering.altering import changed, removed
from bot.volunteering.counting import Coverage, Hours, coverage, hours_of
from bot.volunteering.escalation import suitable
from bot.volunteering.importing import Imported, bring_in
from bot.volunteering.model import Draft, Event, Roster, Shift, State, Task, Team
from bot.volunteering.notices import VOLUNTEERS, call, notice
from bot.volunteering.rules import Applicant, refuse_place, refuse_shift
from bot.volunteering.timing import timed
from bot.volunteering.turn import Turn, Turns

MOST_ASKED = 25
"""People asked at once when help is called for now."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did. `done` False: more hold places than there would be; it is asked who stays, all else is done."""

    roster: Roster
    done: bool


@dataclass(frozen=True, slots=True)
class Report:
    """Coverage by team and time, the shifts that lack people, and who did how much."""

    coverage: tuple[Coverage, ...]
    at_risk: tuple[Roster, ...]
    hours: tuple[Hours, ...]
    teams: dict[str, Team]


class Staffing:
    """Use cases of organisers. Who may is for the caller to know."""

    def __init__(self, turns: Turns) -> None:
        """`turns` gives transactions."""
        self._turns = turns

    async def create(self, author: int, draft: Draft, *, call_now: bool = False) -> Shift:
        """Make a task; `call_now` asks those who are free at once, until all its places are taken. Raises Refusal."""
        draft = (replace(draft, minimum=draft.maximum) if call_now else draft).checked()
        async with self._turns.turn() as turn:
            shift = timed(Task(0, draft), turn.programme)
            if shift.trouble:
                raise Refusal("task-session-unusable", session=getattr(draft.timing, "session", ""))
            if shift.over(turn.now):
                raise Refusal("task-in-the-past")
            number = await store.add_task(turn.tx, draft)
            roster = await turn.roster(number)
            await turn.told(roster.shift)
            await turn.note("created", number, author=author)
            if call_now:
                await _call_now(turn, roster)
            return roster.shift

    async def edit(self, author: int, number: int, **changes: Any) -> Edited:
        """Change fields of a task's draft; its people are told once of all that changed. Raises Refusal."""
        async with self._turns.turn() as turn:
            roster = await turn.roster(number)
            if roster.shift.task.removed:
                raise Refusal("task-gone", number=str(number))
            draft = replace(roster.shift.draft, **changes).checked()
            shift = timed(replace(roster.shift.task, draft=draft), turn.programme)
            if "timing" in changes and shift.trouble:
                raise Refusal("task-session-unusable", session=getattr(draft.timing, "session", ""))
            done = len(roster.taken) <= draft.maximum
            if not done:  # all else is changed at once
                draft = replace(draft, maximum=roster.shift.draft.maximum)
            if draft != roster.shift.draft:
                await changed(turn, roster, draft, author)
            return Edited(await turn.roster(number), done)

    async def take_off(self, author: int, number: int, member: int, maximum: int) -> Edited:
        """Take someone off a task that is to have only `maximum` places; done once no more than those are left."""
        async with self._turns.turn() as turn:
            roster = await turn.roster(number)
            if roster.claim_of(member) and len(roster.taken) > maximum:
                shift = roster.shift
                if len(roster.taken) - 1 <= maximum:
                    await changed(turn, roster, _with_places(shift.draft, maximum), author, staying={member})
                await store.remove_claim(turn.tx, number, member)
                await turn.withdraw(number, [member])
                event = await turn.note("taken-off", number, member, author)
                await turn.post([notice(event, shift, "task-told-taken-off", member)])
            elif len(roster.taken) <= maximum and roster.shift.draft.maximum != maximum:
                await changed(turn, roster, _with_places(roster.shift.draft, maximum), author)
            roster = await turn.roster(number)
            return Edited(roster, done=len(roster.taken) <= maximum)

    async def remove(self, author: int | None, number: int) -> Shift:
        """Remove a task; its people and those in line are told. Raises Refusal."""
        async with self._turns.turn() as turn:
            roster = await turn.roster(number)
            if roster.shift.task.removed:
                raise Refusal("task-gone", number=str(number))
            await removed(turn, roster, author)
            return roster.shift

    async def assign(self, author: int, number: int, member: int, *, override: bool = False) -> Roster:
        """Give someone a place and tell them; `override` lets it overlap. Raises Refusal."""
        async with self._turns.turn() as turn:
            roster = await turn.roster(number)
            refuse_place(roster, await turn.applicant(member), turn.now, override=override)
            event = await turn.take(roster, member, kind="assigned", author=author, override=override)
            await turn.post([notice(event, roster.shift, "task-told-assigned", member)])
            return await turn.roster(number)

    async def let_go(self, author: int, number: int, member: int) -> Shift:
        """Let someone go who asked for it late. Raises Refusal where nobody asks any more."""
        async with self._turns.turn() as turn:
            roster = await turn.roster(number)
            claim = roster.claim_of(member)
            if claim is None or not claim.leaving:
                raise Refusal("task-nobody-leaving", number=str(number))
            event = await turn.give_back(roster.shift, member, author=author)
            await turn.post([notice(event, roster.shift, "task-told-let-go", member)])
            return roster.shift

    async def no_show(self, author: int, number: int, member: int) -> Event:
        """Mark that someone did not come; their place is free again. Raises Refusal before it begins."""
        async with self._turns.turn() as turn:
            roster = await turn.roster(number)
            claim, shift = roster.claim_of(member), roster.shift
            if claim is None or claim.state is not State.HELD:
                raise Refusal("task-not-theirs", number=str(number))
            if shift.begins is None or turn.now < shift.begins:
                raise Refusal("task-not-begun", number=str(number))
            await store.save_claim(turn.tx, replace(claim, state=State.NO_SHOW, leaving=False))
            event = await turn.note("no-show", number, member, author)
            await turn.offer_free(number)
            return event

    async def undo_no_show(self, author: int, number: int, event: int) -> tuple[Roster, list[Event]]:
        """Take a no-show of a task back; returns what changed since. Raises Refusal where that would overrun."""
        async with self._turns.turn() as turn:
            found = await event_store.events_since(turn.tx, event)
            if not found or (found[0].task, found[0].kind, found[0].undone) != (number, "no-show", False):
                raise Refusal("task-undo-over")
            roster, since = await turn.roster(number), found[1:]
            claim = roster.claim_of(found[0].member or 0)
            if claim is None or claim.state is not State.NO_SHOW:
                raise Refusal("task-undo-over")
            if roster.free < 1:
                names = ", ".join(dict.fromkeys(f"<@{one.member}>" for one in since if one.member))
                raise Refusal("task-undo-overruns", number=str(roster.shift.number), names=names or "–")
            own = await turn.own(claim.member)
            if any(one.overlaps(roster.shift) for one in own):
                other = next(one for one in own if one.overlaps(roster.shift))
                raise Refusal("task-clash", number=str(roster.shift.number), other=str(other.number))
            await event_store.mark_undone(turn.tx, event)
            await store.save_claim(turn.tx, replace(claim, state=State.HELD))
            await turn.note("undone", claim.task, claim.member, author)
            return await turn.roster(claim.task), since

    async def bring_in(self, drafts: Sequence[Draft], teams: Iterable[Team], source: str) -> Imported:
        """Import a source's tasks anew: claims stay, those concerned are told, what it no longer has is removed.

        What was changed in chat stands until the source itself says otherwise. The first import tells nobody.
        """
        for draft in drafts:
            draft.checked()
        async with self._turns.turn() as turn:
            await store.save_teams(turn.tx, teams)
            return await bring_in(turn, drafts, source)

    async def report(self) -> Report:
        """How it stands."""
        async with self._turns.look() as turn:
            rosters = await turn.rosters()
            at_risk = [one for one in rosters if one.missing and not one.shift.over(turn.now)]
            at_risk.sort(key=lambda one: (one.shift.begins is None, one.shift.begins or turn.now))
            return Report(coverage(rosters), tuple(at_risk), hours_of(rosters), await turn.teams())


def _with_places(draft: Draft, maximum: int) -> Draft:
    return replace(draft, maximum=maximum, minimum=min(draft.minimum, maximum)).checked()


async def _call_now(turn: Turn, roster: Roster) -> None:
    """Ask those who fit and are free, and everyone in the volunteers' channel."""
    refuse_shift(roster.shift, turn.now)
    fitting = suitable(roster, await people(turn))[:MOST_ASKED]
    missing = roster.shift.draft.maximum
    await store.count_asked(turn.tx, [who.profile.member for who in fitting])
    calls = [call(roster.shift, "people", To.person(who.profile.member), missing, turn.now) for who in fitting]
    named = turn.roles_of([roster.shift])
    await turn.post([*calls, call(roster.shift, "team", To.post(VOLUNTEERS), missing, turn.now, named)])
    for step in ("team", "people"):
        if roster.shift.begins:
            await event_store.note_call(turn.tx, roster.shift.number, step, roster.shift.begins)


async def people(turn: Turn) -> list[Applicant]:
    """Everyone who registered, with the shifts that they have."""
    shifts: dict[int, list[Shift]] = {}
    for roster in await turn.rosters():
        for claim in roster.taken:
            shifts.setdefault(claim.member, []).append(roster.shift)
    profiles = await store.profiles(turn.tx)
    return [Applicant(profile, tuple(shifts.get(member, ()))) for member, profile in profiles.items()]
