"""The released programme: read it, see what a new version would change, release that version."""

import asyncio
from dataclasses import replace
from datetime import datetime

import aiosqlite

from bot.agenda import change_store, store
from bot.agenda.changes import ChangeSet, compare
from bot.agenda.holds import HoldReason
from bot.agenda.model import Programme
from bot.agenda.overrides import settled
from bot.agenda.search import SearchIndex
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.refusal import Refusal


class Agenda:
    """Use cases of the programme. All of them see what other processes release into the same database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """`database` must be open as long as this is used."""
        self._database = database
        self._clock = clock
        self._known: Programme | None = None
        self._version: int | None = None
        self._index: tuple[int, SearchIndex] | None = None
        self._indexing = asyncio.Lock()

    async def current(self) -> Programme:
        """The released programme. Raises Refusal when there is none yet."""
        programme = await self.released()
        if programme is None:
            raise Refusal("programme-none")
        return programme

    async def index(self) -> SearchIndex:
        """The search index over the released programme, made in a thread when a new revision is first asked for."""
        async with self._indexing:
            programme = await self.current()  # what was released meanwhile is not put back
            if self._index is None or self._index[0] != programme.revision:
                self._index = (programme.revision, await asyncio.to_thread(SearchIndex.of, programme))
            return self._index[1]

    async def preview(self, draft: Programme, *, follow_source: bool = False) -> ChangeSet:
        """What releasing `draft` would change now. Nothing is stored.

        What organisers have set in chat stands against it; with `follow_source` not where `draft` contradicts that.
        """
        async with self._database.read() as connection:
            overrides = await change_store.overrides(connection)
        # In a thread: a thousand sessions without a title in common take a second to tell apart.
        current = await self.released()
        return await asyncio.to_thread(compare, current, draft, overrides, follow_source=follow_source)

    async def release(self, changes: ChangeSet, *, source: str, accept_removals: bool = False) -> int:
        """Make `changes.after` the released programme and tell its revision; `source` is what people know it by.

        Nobody is told of it: that is Organising's. A change set without changes changes nothing, not even the revision.
        Raises Refusal when another version was released since the change set was made, when it is held back and
        `accept_removals` is not given, and, accepted or not, when the new version has no sessions at all.
        """
        refuse_held(changes, accept_removals=accept_removals)
        async with self._database.transaction() as tx:
            return await entered(tx, changes, source=source, at=self._clock.now())

    async def begin(self, draft: Programme, *, source: str) -> int:
        """Release `draft` if nothing has been released yet; tell the released programme's revision.

        Raises Refusal when it is needed and has no sessions.
        """
        released = await self.released()
        if released is not None:
            return released.revision
        return await self.release(compare(None, draft), source=source)

    async def releases(self, limit: int = 20) -> tuple[store.Release, ...]:
        """The last releases, newest first."""
        async with self._database.read() as connection:
            return await store.releases(connection, limit)

    async def released(self) -> Programme | None:
        """The released programme, or None when there is none yet."""
        version = self._database.version()
        if version != self._version:
            async with self._database.glance() as connection:
                revision = await store.revision(connection)
            if self._known is None or self._known.revision != revision:
                async with self._database.read() as connection:
                    self._known = await store.load(connection)
            self._version = version
        return self._known


async def entered(tx: aiosqlite.Connection, changes: ChangeSet, *, source: str, at: datetime) -> int:
    """Make `changes.after` the released programme in the tables, at `at` (aware); returns its revision.

    What was set in chat stands on as `changes.overruled` says. Raises Refusal when another version was released since
    the change set was made.
    """
    stored = await store.revision(tx)
    if stored != changes.base_revision:
        raise Refusal("programme-changed-meanwhile", base=str(changes.base_revision), current=str(stored))
    standing = settled(changes.overruled)
    await change_store.save_overrides(tx, standing, {one.override.session for one in changes.overruled})
    if not changes:
        return stored
    released = replace(changes.after, revision=stored + 1)
    await store.save(tx, released)
    counts = {aspect.value: count for aspect, count in sorted(changes.counts().items())}
    await store.note_release(tx, store.Release(released.revision, at, source, counts))
    await change_store.note_changes(tx, released.revision, changes.changes)
    return released.revision


def refuse_held(changes: ChangeSet, *, accept_removals: bool) -> None:
    """Raise Refusal when the new version has no sessions at all, or is held back and that is not accepted."""
    reasons = {hold.reason: hold for hold in changes.holds}
    if HoldReason.EMPTY in reasons:
        raise Refusal("programme-empty")
    if changes.holds and not accept_removals:
        worst = max(changes.holds, key=lambda hold: hold.lost)
        raise Refusal("programme-held", lost=worst.lost, total=worst.total)
