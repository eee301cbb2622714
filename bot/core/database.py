"""One SQLite file: one writer, one reader, migrations. Stores are given a connection and never open one."""

import asyncio
import logging
import os
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import aiosqlite

from bot.core.commits import Commits, prompt
from bot.core.refusal import Refusal
from bot.core.settling import settled

APPLICATION_ID = 0x53554D54
"""Stands in the file's header ("SUMT"), so that another program's SQLite file is told from ours."""

PATIENCE = 5.0
"""Seconds to wait for another process that has locked the file."""

_HEADER = """
SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)
  FROM pragma_application_id, pragma_user_version
"""

_log = logging.getLogger(__name__)

PHRASES = {
    sqlite3.SQLITE_NOTADB: "database-foreign",
    sqlite3.SQLITE_CORRUPT: "database-corrupt",
    sqlite3.SQLITE_READONLY: "database-read-only",
    sqlite3.SQLITE_FULL: "database-disk-full",
    sqlite3.SQLITE_BUSY: "database-locked",
    sqlite3.SQLITE_LOCKED: "database-locked",
    sqlite3.SQLITE_CANTOPEN: "database-unopenable",
    sqlite3.SQLITE_PERM: "database-unopenable",
    sqlite3.SQLITE_IOERR: "database-disk-failed",
}
"""SQLite's primary result codes for what a file or its disk does wrong → the sentences that tell it."""


class Database:
    """The open database. Rows are `sqlite3.Row`. `failures`: how often the file or its disk failed, by phrase."""

    def __init__(
        self, path: Path, writer: "_Line", reader: "_Line", watch: sqlite3.Connection, commits: Commits
    ) -> None:
        """For `open`, which makes them all."""
        self.path = path
        self.failures: Counter[str] = Counter()
        self._writer = writer
        self._reader = reader
        self._watch = watch
        self._commits = commits
        self._seen: int | None = None

    @classmethod
    @asynccontextmanager
    async def open(
        cls, path: Path, *, migrations: Traversable | None = None, patience: float = PATIENCE
    ) -> AsyncIterator["Database"]:
        """Open the file at `path`, made together with its folder if missing, and bring it up to the newest migration.

        `migrations` is a folder of `0001_name.sql`, `0002_…`, the packaged one by default; `patience` is in seconds.
        Leaving the context lets what is under way end for as long, then closes both connections and their threads.
        Raises Refusal when the file cannot be used, before anything in it is changed.
        """
        scripts = _scripts(migrations or resources.files("bot.migrations"))
        _make_file(path)
        with _refusing(path):
            async with _connected(path, "rw", patience) as (connection, raw):
                await _recognise(connection, path, len(scripts))
                await _set_pragmas(connection, path, patience)
                writer = _Line(connection, "BEGIN IMMEDIATE", path, patience)
                for number, script in enumerate(scripts, start=1):
                    await _migrate(writer, number, script)
                async with _connected(path, "ro", patience) as (second, _):
                    await _set_pragmas(second, path, patience)
                    await second.execute("PRAGMA query_only = ON")
                    reader = _Line(second, "BEGIN", path, patience)
                    watch = sqlite3.connect(_address(path, "ro"), uri=True, isolation_level=None, timeout=0)
                    watch.row_factory = sqlite3.Row
                    commits = Commits(writer.transaction, raw, patience, Refusal("database-busy", file=str(path)))
                    try:
                        yield cls(path, writer, reader, watch, commits)
                    finally:
                        watch.close()
                        await settled(asyncio.gather(writer.quiet(patience), reader.quiet(patience)))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """The writing connection, for one task at a time: all that is done in the block is kept, or nothing.

        Whatever leaves the block by raising, a cancellation too, rolls back. A cancellation that arrives during the
        commit lets it finish and is raised after it. The connection is not to be used once the block is left, nor by
        tasks that outlive it. Raises Refusal when the file or its disk does not take the work, RuntimeError when the
        same task is in a transaction or a read already, which would wait for itself.
        """
        self._reader.refuse_nesting()
        self._commits.refuse_nesting()
        with _refusing(self.path, self.failures):
            async with self._writer.transaction() as connection:
                yield connection

    @asynccontextmanager
    async def brief(self) -> AsyncIterator[aiosqlite.Connection]:
        """As `transaction`, for a few statements about few rows, such as what one person does.

        They are done at once, on the loop's own thread; those of several tasks reach the disk in one commit, and each
        block is left when it has. Another task's failure undoes nothing here, but for one of the disk.
        """
        self._reader.refuse_nesting()
        self._writer.refuse_nesting()
        with _refusing(self.path, self.failures):
            async with self._commits.joined() as connection:
                yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[aiosqlite.Connection]:
        """The read-only connection: every statement in the block sees one and the same committed state.

        Does not wait for writers, nor see what they have not committed, not even inside one's own transaction. Raises
        as `transaction` does.
        """
        with _refusing(self.path, self.failures):
            async with self._reader.transaction() as connection:
                yield connection

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[aiosqlite.Connection]:
        """As `read`, for one statement about few rows, which sees one state without a transaction; done at once."""
        with _refusing(self.path, self.failures):
            yield prompt(self._watch)

    def version(self) -> int:
        """A number that is another one after every commit, by whatever process, so that what was read may be kept.

        Take it before reading. SQLite keeps it in shared memory, so nothing is waited for; it is looked at once in a
        turn of the loop, since one answer asks several times and a look takes a dozen system calls.
        """
        if self._seen is None:
            try:
                self._seen = int(self._watch.execute("PRAGMA data_version").fetchone()[0])
            except sqlite3.Error:
                with _refusing(self.path, self.failures):
                    raise
            asyncio.get_running_loop().call_soon(self._look_again)
        return self._seen

    def _look_again(self) -> None:
        self._seen = None

    async def checkpoint(self, attempts: int = 3, pause: float = 0.5) -> None:
        """Move everything from the write-ahead log into the file and empty the log: what was erased is gone from both.

        A reader in another process makes SQLite report busy without an error; then it is tried again after `pause`
        seconds, `attempts` times in all. Raises Refusal when the log could not be emptied.
        """
        for attempt in range(attempts):
            if attempt:
                await asyncio.sleep(pause)
            with _refusing(self.path, self.failures):
                async with self._writer.alone() as connection:
                    rows = await settled(connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)"))
            if [row[0] for row in rows] == [0]:
                return
        raise Refusal("database-locked", file=str(self.path))


class _Line:
    """A connection that one task at a time may use."""

    def __init__(self, connection: aiosqlite.Connection, begin: str, path: Path, patience: float) -> None:
        self._connection = connection
        self._begin = begin
        self._path, self._patience = path, patience
        self._free = asyncio.Lock()
        self._owner: asyncio.Task[object] | None = None

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[aiosqlite.Connection]:
        """The connection, outside any transaction. Raises Refusal when it is not free in time."""
        self.refuse_nesting()
        try:
            async with asyncio.timeout(self._patience):
                await self._free.acquire()
        except TimeoutError:
            raise Refusal("database-busy", file=str(self._path)) from None
        self._owner = asyncio.current_task()
        try:
            yield self._connection
        finally:
            self._owner = None
            self._free.release()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """The connection inside a transaction of its own.

        BEGIN is inside the `try`: when it is cancelled it may still have begun. A cancelled statement of the block is
        queued before the rollback, so it is undone too.
        """
        async with self.alone() as connection:
            try:
                await settled(connection.execute(self._begin))
                yield connection
                await settled(connection.commit())
            except BaseException:
                await settled(connection.rollback())
                raise

    def refuse_nesting(self) -> None:
        """Raise RuntimeError when the running task has the connection already."""
        if self._owner is not None and self._owner is asyncio.current_task():
            raise RuntimeError("transactions do not nest: pass the connection on instead")

    async def quiet(self, patience: float) -> None:
        """Wait until nobody uses the connection, at most `patience` seconds, and let nobody use it again."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._free.acquire(), patience)


@asynccontextmanager
async def _connected(
    path: Path, mode: str, patience: float
) -> AsyncIterator[tuple[aiosqlite.Connection, sqlite3.Connection]]:
    """The connection in a thread of its own, and the same one for whoever knows that the thread rests."""
    made: list[sqlite3.Connection] = []

    def connect() -> sqlite3.Connection:
        made.append(sqlite3.connect(
            _address(path, mode), uri=True, isolation_level=None, timeout=patience, check_same_thread=False
        ))
        return made[0]

    connection = aiosqlite.Connection(connect, iter_chunk_size=64)
    try:
        await settled(connection)
        connection.row_factory = sqlite3.Row
        yield connection, made[0]
    finally:
        await settled(connection.close())


def _address(path: Path, mode: str) -> str:
    return f"{path.absolute().as_uri()}?mode={mode}"


def _make_file(path: Path) -> None:
    """The folder and the file, readable to their owner alone: they will hold what people entrusted to us."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal("database-no-folder", folder=str(path.parent), reason=error.strerror or str(error)) from error
    try:
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        raise Refusal("database-unopenable", file=str(path)) from error
    # Not by opening it: closing would drop the locks that this process has on the file already.
    if not (path.is_file() and os.access(path, os.R_OK)):
        raise Refusal("database-unopenable", file=str(path))


async def _value(connection: aiosqlite.Connection, sql: str) -> object:
    rows = [*await connection.execute_fetchall(sql)]
    return rows[0][0] if rows else None


async def _recognise(connection: aiosqlite.Connection, path: Path, known: int) -> None:
    """Refuse a file that is another program's, from a newer version of this one, or damaged."""
    found = await connection.execute_fetchall(_HEADER)  # one statement: another process may be migrating right now
    ((application, version, things),) = found
    if application != APPLICATION_ID and (application, version, things) != (0, 0, 0):
        raise Refusal("database-foreign", file=str(path))
    if version > known:
        raise Refusal("database-newer", file=str(path), version=version, known=known)
    if await _value(connection, "PRAGMA quick_check(1)") != "ok":
        raise Refusal("database-corrupt", file=str(path))


async def _set_pragmas(connection: aiosqlite.Connection, path: Path, patience: float) -> None:
    """Set, and read back: SQLite says nothing when a build or a file system does not do what it was asked."""
    wanted: dict[str, tuple[str, object]] = {
        "journal_mode": ("WAL", "wal"),
        "synchronous": ("FULL", 2),
        "foreign_keys": ("ON", 1),
        "secure_delete": ("ON", 1),
        "busy_timeout": (str(round(patience * 1000)), round(patience * 1000)),
    }
    for name, (setting, expected) in wanted.items():
        await connection.execute_fetchall(f"PRAGMA {name} = {setting}")
        if (seen := await _value(connection, f"PRAGMA {name}")) != expected:
            raise Refusal("database-pragma", file=str(path), name=name, expected=setting, seen=str(seen))


def _scripts(folder: Traversable) -> list[str]:
    """The migrations in order. Raises ValueError when their numbers have a gap or a double."""
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    numbers = [file.name.partition("_")[0] for file in files]
    if numbers != [f"{number:04}" for number in range(1, len(files) + 1)]:
        raise ValueError(f"migrations are numbered 0001, 0002, … without gaps, not {', '.join(numbers)}")
    return [file.read_text("utf-8") for file in files]


async def _migrate(writer: _Line, number: int, script: str) -> None:
    """Apply one migration, unless the file has it: another process may have been faster."""
    async with writer.transaction() as connection:
        if await _value(connection, "PRAGMA user_version") != number - 1:
            return
        for statement in _statements(script):
            await connection.execute(statement)
        if broken := await _value(connection, "PRAGMA foreign_key_check"):
            raise ValueError(f"migration {number} leaves rows of {broken} that point nowhere")
        await connection.execute(f"PRAGMA user_version = {number}")
        await connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _statements(script: str) -> Iterator[str]:
    # executescript would commit the transaction that this runs in.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement


@contextmanager
def _refusing(path: Path, failures: Counter[str] | None = None) -> Iterator[None]:
    """Turn what the file or its disk does wrong into sentences; mistakes in our SQL stay what they are.

    Each is counted in `failures`, which an open database has: one that was ours and no longer looks so is damaged.
    """
    try:
        yield
    except sqlite3.Error as error:
        phrase = PHRASES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if phrase is None:
            raise
        if failures is not None:
            phrase = "database-corrupt" if phrase == "database-foreign" else phrase
            failures[phrase] += 1
        _log.exception("the database %s failed: %s", path, phrase)
        raise Refusal(phrase, file=str(path)) from error
