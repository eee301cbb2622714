"""Telling people of a release: whom it concerns, how they are reached, and what already waits for them."""

import asyncio
from collections.abc import Collection, Iterable, Sequence

import aiosqlite

from bot.agenda import change_store
from bot.agenda.changes import ChangeSet
from bot.agenda.concerned import Concerned, Routes
from bot.agenda.model import Programme
from bot.agenda.notices import KEY, News, Plan, Slot, plan
from bot.core.clock import Clock
from bot.outbox import store as outbox
from bot.outbox.model import Delivery


class Spreading:
    """Posts the notices of releases. Everything runs in the caller's transaction or read."""

    def __init__(self, clock: Clock, concerned: Sequence[Concerned], routes: Routes) -> None:
        """All of `concerned` are asked."""
        self._clock = clock
        self._concerned = concerned
        self._routes = routes

    async def people(self, connection: aiosqlite.Connection, codes: Collection[str]) -> dict[str, set[int]]:
        """The members that each of these sessions concerns."""
        people: dict[str, set[int]] = {code: set() for code in codes}
        for port in self._concerned:
            for code, members in (await port.concerned(connection, codes)).items():
                people[code] |= set(members)
        return people

    async def count(self, connection: aiosqlite.Connection, before: Programme | None, changes: ChangeSet) -> int:
        """How many people would get a notice of their own."""
        now = self._clock.now()
        news = News.of(changes.base_revision, changes.changes, before or changes.after, changes.after, now, now)
        return counted((await self._plan(connection, news, {}, ())).post)

    async def tell(self, tx: aiosqlite.Connection, before: Programme | None, after: Programme) -> int:
        """Post what the release of `after` over `before` means to people; returns to how many.

        What still waits from earlier releases becomes one with it.
        """
        base = before.revision if before else 0
        opened = await outbox.find_open(tx, KEY)
        bases = {base, *(Slot.of_key(delivery.key)[0] for delivery in opened)}
        news = await self._news(tx, bases, before or after, after)
        planned = await self._plan(tx, news[base], news, opened)
        late = await _taken_up(tx, planned)
        posted = [*planned.post]
        if late:  # too late for what is on its way: what is new goes after it
            alone = (await self._plan(tx, news[base], {}, ())).post
            posted += [notice for notice in alone if Slot.of_key(notice.key)[1] in late]
        await outbox.post(tx, posted)
        return counted([*posted, *planned.replace])

    async def _news(
        self, tx: aiosqlite.Connection, bases: set[int], before: Programme, after: Programme
    ) -> dict[int, News]:
        now = self._clock.now()
        rows = await change_store.changes_after(tx, min(bases))
        news = {}
        for base in bases:
            since = [row for row in rows if row.revision > base]
            began = since[0].at if since else now
            news[base] = News.of(base, (row.change for row in since), before, after, began, now)
        return news

    async def _plan(
        self, connection: aiosqlite.Connection, fresh: News, waiting: dict[int, News], opened: Iterable[Delivery]
    ) -> Plan:
        codes = {change.after.code for news in (fresh, *waiting.values()) for change in news.changes}
        concerned = await self.people(connection, codes)
        members = {member for people in concerned.values() for member in people}
        routes = await self._routes.routes(connection, members)
        return await asyncio.to_thread(plan, fresh, waiting, [*opened], concerned, routes)


async def _taken_up(tx: aiosqlite.Connection, planned: Plan) -> set[Slot]:
    """Replace and withdraw as planned; returns where that came too late, because an attempt was made already."""
    notices = [*planned.replace, *planned.withdraw]
    if not notices:
        return set()
    replaced = await outbox.replace_all(tx, notices)
    await outbox.withdraw(tx, replaced & {notice.key for notice in planned.withdraw})
    return {Slot.of_key(notice.key)[1] for notice in notices if notice.key not in replaced}


def counted(notices: Iterable[Delivery]) -> int:
    """How many people these are for."""
    return len({notice.to.member for notice in notices if notice.to.member is not None})
