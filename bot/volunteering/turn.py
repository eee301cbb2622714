"""One turn at the desk: a transaction, the programme as it is in it, and the steps that several use cases share."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

import aiosqlite

from bot.agenda.model import Programme
from bot.agenda.programme import Agenda
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.refusal import Refusal
from bot.outbox import store as outbox
from bot.outbox.model import Delivery, moment
from bot.volunteering import event_store, store
from bot.volunteering.model import Claim, Event, Profile, Roster, Rules, Shift, Task, Team
from bot.volunteering.notices import ACCEPT_OFFER, DECLINE_OFFER, about, notice
from bot.volunteering.rules import Applicant, refuse_shift, refuse_unfit
from bot.volunteering.timing import timed


@dataclass(frozen=True, slots=True)
class Turn:
    """Made by the desk inside its transaction, or its read. `now` is the summit's time; `roles` as `Turns` has them."""

    tx: aiosqlite.Connection
    now: datetime
    programme: Programme | None
    rules: Rules
    roles: Mapping[str, str] = field(default_factory=dict)

    def roles_of(self, shifts: Iterable[Shift]) -> list[str]:
        """The roles of the teams of these shifts, where they have any."""
        return [self.roles[shift.draft.team] for shift in shifts if shift.draft.team in self.roles]

    async def rosters(self, tasks: Iterable[Task] | None = None) -> list[Roster]:
        """These tasks, or all that are not removed, each with everyone at it."""
        some = [task for task in await store.tasks(self.tx) if not task.removed] if tasks is None else [*tasks]
        numbers = [task.number for task in some]
        claims: dict[int, list[Claim]] = {}
        for claim in await store.claims(self.tx, numbers):
            claims.setdefault(claim.task, []).append(claim)
        lines = await store.standbys(self.tx, numbers)
        waiting = {number: tuple(one for one in lines if one.task == number) for number in {one.task for one in lines}}
        return [
            Roster(timed(task, self.programme), tuple(claims.get(task.number, ())), waiting.get(task.number, ()))
            for task in some
        ]

    async def roster(self, number: int) -> Roster:
        """One task with everyone at it. Raises Refusal where there is none with this number."""
        found = await store.tasks(self.tx, [number])
        if not found:
            raise Refusal("task-unknown", seen=str(number)[:20])
        return (await self.rosters(found))[0]

    async def applicant(self, member: int) -> Applicant:
        """Someone with what they said of themselves and the shifts that they have."""
        known = (await store.profiles(self.tx, [member])).get(member)
        return Applicant(known or Profile(member), await self.own(member), registered=known is not None)

    async def own(self, member: int) -> tuple[Shift, ...]:
        """The shifts in which someone has a place; one where they did not show up is none."""
        rosters = await self.rosters(await store.tasks_of(self.tx, member))
        return tuple(one.shift for one in rosters if any(claim.member == member for claim in one.taken))

    async def teams(self) -> dict[str, Team]:
        """Every team by its code."""
        return await store.teams(self.tx)

    async def note(self, kind: str, task: int, member: int | None = None, author: int | None = None) -> Event:
        """Keep that something happened."""
        event = Event(0, self.now, task, kind, member, author)
        return replace(event, id=await event_store.note(self.tx, event))

    async def post(self, deliveries: Iterable[Delivery]) -> None:
        """Promise these."""
        await outbox.post(self.tx, [*deliveries])

    async def take(
        self, roster: Roster, member: int, *, kind: str = "claimed", author: int | None = None, override: bool = False
    ) -> Event:
        """Give someone a place. Whether they may have it was asked before. The first to come sets what was told."""
        number = roster.shift.number
        await store.save_claim(self.tx, Claim(number, member, self.now, overridden=override))
        await store.remove_standby(self.tx, number, member)
        await self.told(roster.shift)
        return await self.note(kind, number, member, author)

    async def told(self, shift: Shift) -> None:
        """Keep from when to when people know it to be; nothing to do where that stands already."""
        trouble = shift.trouble or ""
        if shift.task.told != (shift.start, shift.end) or shift.task.trouble != trouble:
            await store.save_task(self.tx, replace(shift.task, told=(shift.start, shift.end), trouble=trouble))

    async def give_back(
        self, shift: Shift, member: int, *, kind: str = "released", author: int | None = None
    ) -> Event:
        """Take someone's place from them, and offer it to the next in line."""
        await store.remove_claim(self.tx, shift.number, member)
        await self.withdraw(shift.number, [member])
        event = await self.note(kind, shift.number, member, author)
        await self.offer_free(shift.number)
        return event

    async def withdraw(self, number: int, members: Collection[int]) -> None:
        """Take back the reminders of those who need none any more."""
        open_ones = await outbox.find_open(self.tx, f"task-reminder:{number}:")
        keys = [one.key for one in open_ones if one.to.member in members]
        if keys:
            await outbox.withdraw(self.tx, keys)

    async def offer_free(self, number: int) -> None:
        """Offer the places that are free to those who wait, in their order; who cannot take one any more is passed."""
        roster = await self.roster(number)
        for standby in roster.standbys:
            if roster.free < 1:
                return
            if standby.offered_until is not None:
                continue
            try:
                refuse_shift(roster.shift, self.now)
            except Refusal:
                return
            if await self._offer(roster, standby.member):
                roster = await self.roster(number)

    async def _offer(self, roster: Roster, member: int) -> bool:
        shift = roster.shift
        try:
            refuse_unfit(shift, await self.applicant(member))
        except Refusal:
            await store.remove_standby(self.tx, shift.number, member)
            event = await self.note("passed", shift.number, member)
            await self.post([notice(event, shift, "task-told-passed", member)])
            return False
        until = (self.now + self.rules.offer).replace(microsecond=0)
        if shift.end and shift.start:
            until = min(until, shift.end)
        await store.offer(self.tx, shift.number, member, until)
        event = await self.note("offered", shift.number, member)
        presses = [about(ACCEPT_OFFER, shift.number), about(DECLINE_OFFER, shift.number)]
        await self.post([
            notice(event, shift, "task-told-offer", member, presses=presses, values={"until": moment(until)})
        ])
        return True


class Turns:
    """Who gives turns, one after the other."""

    def __init__(self, database: Database, clock: Clock, agenda: Agenda, rules: Rules) -> None:
        """`database` must be open as long as this is used.

        `roles` may be set: a team's code → the role, by name or id, that its people have at Discord.
        """
        self.clock, self.rules, self.agenda = clock, rules, agenda
        self.roles: Mapping[str, str] = {}
        self._database = database
        self._reading = asyncio.Lock()
        self._version: int | None = None
        self._rosters: tuple[Roster, ...] = ()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Turn]:
        """A transaction: all that is done in the block is kept, or nothing."""
        async with self._database.transaction() as tx:
            yield await self._made(tx)

    @asynccontextmanager
    async def brief(self) -> AsyncIterator[Turn]:
        """The same for what one person does about one task; it shares its commit with others that come meanwhile."""
        async with self._database.brief() as tx:
            yield await self._made(tx)

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[Turn]:
        """To read few rows, done at once; what others commit meanwhile is seen."""
        programme = await self.agenda.released()
        async with self._database.glance() as connection:
            yield Turn(connection, self._now(), programme, self.rules)

    async def rosters(self) -> tuple[Roster, ...]:
        """All tasks that are not removed, as of the last commit: read once for all who ask before the next one."""
        async with self._reading:
            version = self._database.version()
            if version != self._version:
                async with self.look() as turn:
                    self._rosters = (*await turn.rosters(),)
                self._version = version
            return self._rosters

    @asynccontextmanager
    async def look(self) -> AsyncIterator[Turn]:
        """The same to read only."""
        programme = await self.agenda.released()
        async with self._database.read() as connection:
            yield Turn(connection, self._now(), programme, self.rules)

    async def _made(self, tx: aiosqlite.Connection) -> Turn:
        # Inside the transaction, so that no other release can come in between.
        return Turn(tx, self._now(), await self.agenda.released(), self.rules, self.roles)

    def _now(self) -> datetime:
        return self.clock.now().replace(microsecond=0)
