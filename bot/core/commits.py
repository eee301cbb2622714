"""Small transactions that come at the same time and reach the disk together, each with an answer of its own."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, cast

import aiosqlite

from bot.core.refusal import Refusal
from bot.core.settling import settled

Parameters = Sequence[Any] | dict[str, Any]


class Prompt:
    """What stores use of an aiosqlite.Connection, done at once on the loop's own thread.

    For a few statements about few rows, which SQLite does in microseconds: going to a thread and back takes ten times
    as long, and every turn of it that of everybody else.
    """

    def __init__(self, raw: sqlite3.Connection) -> None:
        """`raw` is used by no other thread meanwhile."""
        self._raw = raw

    async def execute(self, sql: str, parameters: Parameters = ()) -> sqlite3.Cursor:
        """As aiosqlite's."""
        return self._raw.execute(sql, parameters)

    async def executemany(self, sql: str, parameters: Iterable[Parameters]) -> sqlite3.Cursor:
        """As aiosqlite's."""
        return self._raw.executemany(sql, parameters)

    async def execute_fetchall(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """As aiosqlite's."""
        return self._raw.execute(sql, parameters).fetchall()


def prompt(raw: sqlite3.Connection) -> aiosqlite.Connection:
    """The connection as stores take it."""
    return cast("aiosqlite.Connection", Prompt(raw))


class _Group:
    """Transactions that are committed together: `begun` when the first may work, `done` when all are on the disk."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.begun: asyncio.Future[None] = loop.create_future()
        self.done: asyncio.Future[None] = loop.create_future()
        self.broken: sqlite3.Error | None = None
        self.carrier: asyncio.Task[None] | None = None

    def check(self, raw: sqlite3.Connection) -> None:
        """Raise what undid everything, if anything did: whoever did it may not have let it be seen."""
        if self.broken:
            raise self.broken
        if not raw.in_transaction:
            raise sqlite3.OperationalError("the transaction was undone")

    def fail(self, error: BaseException) -> None:
        """Let everybody in it know."""
        for future in (self.begun, self.done):
            if not future.done():
                future.set_exception(error)
                future.exception()  # whoever waits raises it; nobody need be there


class Commits:
    """Gives small transactions their turns on the writing connection.

    The first to come begins a transaction; those that wait by then join it, each inside a savepoint; behind them it is
    committed. Nobody leaves before that: what somebody is told is on the disk.
    """

    def __init__(
        self,
        transaction: Callable[[], AbstractAsyncContextManager[object]],
        raw: sqlite3.Connection,
        patience: float,
        busy: Refusal,
    ) -> None:
        """`transaction` is that of the same connection. `busy` is raised after `patience` seconds of waiting."""
        self._transaction, self._raw, self._patience, self._busy = transaction, raw, patience, busy
        self._turns = asyncio.Lock()
        self._group: _Group | None = None
        self._owner: asyncio.Task[object] | None = None

    @asynccontextmanager
    async def joined(self) -> AsyncIterator[aiosqlite.Connection]:
        """One small transaction, kept as a whole or not at all."""
        self.refuse_nesting()
        try:
            async with asyncio.timeout(self._patience):
                await self._turns.acquire()
        except TimeoutError:
            raise self._busy from None
        group: _Group | None = None
        refused: Refusal | None = None
        try:
            self._owner = asyncio.current_task()
            group = await self._begun()
            async with self._savepoint(group):
                yield prompt(self._raw)
        except Refusal as refusal:
            refused = refusal
        finally:
            self._owner = None
            self._turns.release()
        if group:
            await settled(group.done)  # what was refused may have been so for what others in the group did
        if refused:
            raise refused

    def refuse_nesting(self) -> None:
        """Raise RuntimeError when the running task is in one already."""
        if self._owner is not None and self._owner is asyncio.current_task():
            raise RuntimeError("transactions do not nest: pass the connection on instead")

    async def _begun(self) -> _Group:
        group = self._group
        if group is None:
            group = self._group = _Group()
            group.carrier = asyncio.create_task(self._carry(group))
        await asyncio.shield(group.begun)
        group.check(self._raw)
        return group

    @asynccontextmanager
    async def _savepoint(self, group: _Group) -> AsyncIterator[None]:
        self._raw.execute("SAVEPOINT one")
        try:
            yield
        except BaseException as error:
            if self._raw.in_transaction:
                self._raw.execute("ROLLBACK TO one")
                self._raw.execute("RELEASE one")
            elif isinstance(error, sqlite3.Error):  # a full disk may undo all that was done before, for everybody
                group.broken = error
            raise
        self._raw.execute("RELEASE one")

    async def _carry(self, group: _Group) -> None:
        """Begin, let those do their work who wait by then, and commit."""
        turn = False
        try:
            async with self._transaction():
                group.begun.set_result(None)
                turn = await self._turns.acquire()
                self._group = None
                group.check(self._raw)
            group.done.set_result(None)
        except BaseException as error:  # noqa: BLE001 -- whatever it is, those who wait for the commit must know
            group.fail(error)
        finally:
            self._group = None if self._group is group else self._group
            if turn:
                self._turns.release()
