"""The one file: transactions under cancellation, two connections, migrations, and files that cannot be used."""

import asyncio
import contextlib
import logging
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.database import APPLICATION_ID, Database
from bot.core.refusal import Refusal

ROOT = Path(__file__).parents[2]
SCHEMA = """
-- A place is taken once; each taking causes one letter.
CREATE TABLE task (id INTEGER PRIMARY KEY, places INTEGER NOT NULL CHECK (places >= 0)) STRICT;
CREATE TABLE claim (
    task INTEGER NOT NULL REFERENCES task (id),
    person INTEGER NOT NULL,
    PRIMARY KEY (task, person)
) STRICT;
CREATE TABLE letter (person INTEGER NOT NULL, task INTEGER NOT NULL) STRICT;
CREATE TRIGGER nobody_is_zero BEFORE INSERT ON claim WHEN new.person = 0 BEGIN
    SELECT raise(ABORT, 'nobody; at all');
END;
"""


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_tasks.sql").write_text(SCHEMA)
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "summit.db"


async def rows(database: Database, sql: str) -> list[tuple[object, ...]]:
    async with database.read() as connection:
        return [tuple(row) for row in await connection.execute_fetchall(sql)]


async def refusal_of(path: Path, migrations: Path, patience: float = 0.05) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refusal) as refused:
        async with Database.open(path, migrations=migrations, patience=patience):
            pass
    return refused.value.phrase, refused.value.values


async def claim(database: Database, task: int, person: int, dice: random.Random) -> None:
    """Take a place and write the letter; refuse at a random point of the way now and then."""
    async with database.transaction() as tx:
        found = [*await tx.execute_fetchall("SELECT places FROM task WHERE id = :task", {"task": task})]
        if found[0]["places"] == 0:
            raise Refusal("full")
        await tx.execute("UPDATE task SET places = places - 1 WHERE id = :task", {"task": task})
        if dice.random() < 0.15:
            raise Refusal("second thoughts")
        values = {"task": task, "person": person}
        await tx.execute("INSERT INTO claim (task, person) VALUES (:task, :person)", values)
        if dice.random() < 0.15:
            await asyncio.sleep(0)
            raise Refusal("third thoughts")
        await tx.execute("INSERT INTO letter (task, person) VALUES (:task, :person)", values)


async def cancel_now_and_then(contender: asyncio.Task[None], dice: random.Random) -> None:
    """Cancel at any await, sometimes twice in a row, so that a rollback is cancelled too."""
    for _ in range(dice.choice((0, 0, 1, 1, 2, 3))):
        await asyncio.sleep(dice.choice((0, 0, 0.0003, 0.001, 0.01, 0.05)) * dice.random())
        contender.cancel()


@pytest.mark.parametrize("seed", range(6))
async def test_transaction_keeps_all_or_nothing_under_contention_and_cancellation(
    path: Path, migrations: Path, seed: int
) -> None:
    dice = random.Random(seed)
    places = 120
    async with Database.open(path, migrations=migrations) as database:
        async with database.transaction() as tx:
            await tx.executemany("INSERT INTO task (id, places) VALUES (:id, 30)", [{"id": i} for i in range(1, 5)])
        contenders = [
            asyncio.ensure_future(claim(database, 1 + person % 4, person, dice)) for person in range(1, 501)
        ]
        cancels = [asyncio.ensure_future(cancel_now_and_then(task, dice)) for task in contenders]
        ends = await asyncio.gather(*contenders, return_exceptions=True)
        await asyncio.gather(*cancels)
        for end in ends:
            assert end is None or isinstance(end, Refusal | asyncio.CancelledError)
        assert sum(isinstance(end, asyncio.CancelledError) for end in ends) > 50

        claims = await rows(database, "SELECT task, person FROM claim ORDER BY task, person")
        assert claims == await rows(database, "SELECT task, person FROM letter ORDER BY task, person")
        assert await rows(database, "SELECT sum(places) FROM task") == [(places - len(claims),)]
        assert len(claims) >= sum(end is None for end in ends)
        async with database.transaction() as tx:
            assert tx.in_transaction
            await tx.execute("UPDATE task SET places = places")
        assert not tx.in_transaction


async def test_transaction_fills_exactly_the_free_places(path: Path, migrations: Path) -> None:
    class NeverRefuses(random.Random):
        def random(self) -> float:
            return 1.0

    async with Database.open(path, migrations=migrations) as database:
        async with database.transaction() as tx:
            await tx.execute("INSERT INTO task (id, places) VALUES (1, 7)")
        attempts = (claim(database, 1, person, NeverRefuses()) for person in range(1, 301))
        ends = await asyncio.gather(*attempts, return_exceptions=True)
        assert [end for end in ends if end is None] == [None] * 7
        assert {end.phrase for end in ends if isinstance(end, Refusal)} == {"full"}
        assert await rows(database, "SELECT count(*) FROM claim") == [(7,)]
        assert await rows(database, "SELECT places FROM task") == [(0,)]


@pytest.mark.parametrize("steps", range(30))
async def test_transaction_cancelled_at_each_step_is_whole(path: Path, migrations: Path, steps: int) -> None:
    """Two cancellations in a row, after so many turns of the loop: before BEGIN, in it, in the work, in COMMIT."""
    async with Database.open(path, migrations=migrations) as database:
        async with database.transaction() as tx:
            await tx.execute("INSERT INTO task (id, places) VALUES (1, 1)")

        async def take() -> None:
            async with database.transaction() as tx:
                await tx.execute("UPDATE task SET places = 0")
                await tx.execute("INSERT INTO claim (task, person) VALUES (1, 1)")

        taking = asyncio.ensure_future(take())
        for _ in range(steps):
            await asyncio.sleep(0)
        taking.cancel()
        await asyncio.sleep(0)
        taking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await taking
        asked = "SELECT (SELECT places FROM task), (SELECT count(*) FROM claim)"
        with contextlib.closing(sqlite3.connect(path)) as other:  # at once, without letting the loop turn
            settled = other.execute(asked).fetchall()
        assert settled in ([(1, 0)], [(0, 1)])
        assert await rows(database, asked) == settled
        async with database.transaction() as tx:
            await tx.execute("UPDATE task SET places = 5")
        assert await rows(database, "SELECT places FROM task") == [(5,)]


@pytest.mark.parametrize("seed", range(20))
async def test_cancelled_transaction_is_over_when_it_raises(path: Path, migrations: Path, seed: int) -> None:
    """Cancelled twice just as it commits: it is kept or undone by then, and not only later."""
    async with Database.open(path, migrations=migrations) as database:
        committing = asyncio.Event()

        async def take() -> None:
            async with database.transaction() as tx:
                await tx.executemany("INSERT INTO task (id, places) VALUES (?, 1)", [(n,) for n in range(3000)])
                committing.set()

        taking = asyncio.ensure_future(take())
        await committing.wait()
        for _ in range(2 + seed % 3):
            taking.cancel()
            await asyncio.sleep(0)
        with contextlib.suppress(asyncio.CancelledError):
            await taking
        with contextlib.closing(sqlite3.connect(path)) as other:
            settled = other.execute("SELECT count(*) FROM task").fetchall()
        assert settled == [(3000,)]
        assert await rows(database, "SELECT count(*) FROM task") == settled


async def test_waiting_for_the_lock_can_be_cancelled(path: Path, migrations: Path) -> None:
    async with Database.open(path, migrations=migrations) as database:
        entered: list[int] = []

        async def enter() -> None:
            async with database.transaction():
                entered.append(1)

        async with database.transaction():
            waiting = [asyncio.ensure_future(enter()) for _ in range(5)]
            await asyncio.sleep(0)
            for task in waiting[:4]:
                task.cancel()
        ends = await asyncio.gather(*waiting, return_exceptions=True)
        assert [type(end) for end in ends] == [asyncio.CancelledError] * 4 + [type(None)]
        assert entered == [1]


async def test_error_rolls_back_and_passes_on(path: Path, migrations: Path) -> None:
    async with Database.open(path, migrations=migrations) as database:
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            async with database.transaction() as tx:
                await tx.execute("INSERT INTO task (id, places) VALUES (1, 1)")
                await tx.execute("INSERT INTO claim (task, person) VALUES (2, 1)")
        with pytest.raises(sqlite3.IntegrityError, match="nobody; at all"):
            async with database.transaction() as tx:
                await tx.execute("INSERT INTO task (id, places) VALUES (1, 1)")
                await tx.execute("INSERT INTO claim (task, person) VALUES (1, 0)")
        assert await rows(database, "SELECT count(*) FROM task") == [(0,)]


async def test_transactions_do_not_nest(path: Path, migrations: Path) -> None:
    async with Database.open(path, migrations=migrations) as database:
        async with database.transaction():
            with pytest.raises(RuntimeError, match="do not nest"):
                async with database.transaction():
                    pass
            assert await rows(database, "SELECT 1") == [(1,)]
        async with database.read():
            with pytest.raises(RuntimeError, match="do not nest"):
                async with database.transaction():
                    pass


async def test_reader_sees_only_what_is_committed(path: Path, migrations: Path) -> None:
    async with Database.open(path, migrations=migrations) as database:
        async with database.transaction() as tx:
            await tx.execute("INSERT INTO task (id, places) VALUES (1, 1)")
            assert await rows(database, "SELECT count(*) FROM task") == [(0,)]
        assert await rows(database, "SELECT count(*) FROM task") == [(1,)]


async def test_one_read_sees_one_state(path: Path, migrations: Path) -> None:
    async with Database.open(path, migrations=migrations) as database:

        async def write() -> None:
            async with database.transaction() as tx:
                await tx.execute("INSERT INTO task (id, places) VALUES (1, 1)")

        async with database.read() as connection:
            before = [tuple(row) for row in await connection.execute_fetchall("SELECT count(*) FROM task")]
            await asyncio.create_task(write())
            after = [tuple(row) for row in await connection.execute_fetchall("SELECT count(*) FROM task")]
        assert (before, after) == ([(0,)], [(0,)])
        assert await rows(database, "SELECT count(*) FROM task") == [(1,)]


async def test_reader_cannot_write(path: Path, migrations: Path) -> None:
    async with Database.open(path, migrations=migrations) as database:
        with pytest.raises(Refusal) as refused:
            async with database.read() as connection:
                await connection.execute("INSERT INTO task (id, places) VALUES (1, 1)")
        assert refused.value.phrase == "database-read-only"
        assert await rows(database, "SELECT count(*) FROM task") == [(0,)]


async def test_rows_are_read_by_name(path: Path, migrations: Path) -> None:
    async with Database.open(path, migrations=migrations) as database, database.read() as connection:
        found = [*await connection.execute_fetchall("SELECT 1 AS one, 2 AS two")]
        assert [dict(row) for row in found] == [{"one": 1, "two": 2}]


async def test_pragmas_are_in_force(path: Path, migrations: Path) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 3000}
    async with Database.open(path, migrations=migrations, patience=3) as database:
        reading, writing = [], []
        for name in wanted:
            async with database.read() as connection:
                reading += [row[0] for row in await connection.execute_fetchall(f"PRAGMA {name}")]
            async with database.transaction() as connection:
                writing += [row[0] for row in await connection.execute_fetchall(f"PRAGMA {name}")]
    assert reading == writing == [*wanted.values()]


async def test_file_and_folder_are_made_for_their_owner_alone(path: Path, migrations: Path) -> None:
    async with Database.open(path, migrations=migrations):
        assert [oct(made.stat().st_mode & 0o777) for made in (path, path.parent)] == ["0o600", "0o700"]


async def test_odd_file_names_are_opened_as_they_are(tmp_path: Path, migrations: Path) -> None:
    odd = tmp_path / "峰会 ?mode=ro#%41" / "a b.db"
    async with Database.open(odd, migrations=migrations) as database, database.transaction() as tx:
        await tx.execute("INSERT INTO task (id, places) VALUES (1, 1)")
    assert sorted(file.name for file in odd.parent.iterdir()) == ["a b.db"]


async def test_checkpoint_leaves_nothing_of_what_was_erased(path: Path, migrations: Path) -> None:
    log = path.with_name("summit.db-wal")
    async with Database.open(path, migrations=migrations) as database:
        async with database.transaction() as tx:
            await tx.execute("CREATE TABLE secret (word TEXT NOT NULL) STRICT")
            await tx.execute("INSERT INTO secret (word) VALUES ('xyzzy-plugh')")
        async with database.transaction() as tx:
            await tx.execute("DELETE FROM secret")
        assert b"xyzzy-plugh" in log.read_bytes()
        await database.checkpoint()
        assert log.read_bytes() == b""
        assert b"xyzzy-plugh" not in path.read_bytes()


async def test_checkpoint_waits_for_another_reader_and_says_when_it_cannot(path: Path, migrations: Path) -> None:
    async with Database.open(path, migrations=migrations, patience=0.02) as database:
        other = sqlite3.connect(path, isolation_level=None)
        with contextlib.closing(other):
            other.execute("BEGIN")
            other.execute("SELECT * FROM task").fetchall()
            async with database.transaction() as tx:
                await tx.execute("INSERT INTO task (id, places) VALUES (1, 1)")
            with pytest.raises(Refusal) as refused:
                await database.checkpoint(attempts=2, pause=0.01)
            assert refused.value.phrase == "database-locked"
            checkpoint = asyncio.create_task(database.checkpoint(attempts=50, pause=0.02))
            await asyncio.sleep(0.1)
            assert not checkpoint.done()
            other.rollback()
            await checkpoint
        assert path.with_name("summit.db-wal").read_bytes() == b""


async def test_migrations_are_applied_in_order_and_once(path: Path, migrations: Path) -> None:
    async with Database.open(path, migrations=migrations) as database, database.transaction() as tx:
        await tx.execute("INSERT INTO task (id, places) VALUES (1, 3)")
    (migrations / "0002_names.sql").write_text("ALTER TABLE task ADD COLUMN name TEXT NOT NULL DEFAULT 'desk';")
    (migrations / "0003_more.sql").write_text("UPDATE task SET places = places * 10;\nUPDATE task SET name = 'door';")
    for _ in range(2):
        async with Database.open(path, migrations=migrations) as database:
            assert await rows(database, "SELECT id, places, name FROM task") == [(1, 30, "door")]
            assert await rows(database, "PRAGMA user_version") == [(3,)]
            assert await rows(database, "PRAGMA application_id") == [(APPLICATION_ID,)]


async def test_migration_that_fails_changes_nothing(path: Path, migrations: Path) -> None:
    async with Database.open(path, migrations=migrations):
        pass
    broken = "CREATE TABLE half (x INTEGER) STRICT;\nINSERT INTO nowhere VALUES (1);"
    (migrations / "0002_broken.sql").write_text(broken)
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        async with Database.open(path, migrations=migrations):
            pass
    (migrations / "0002_broken.sql").unlink()
    async with Database.open(path, migrations=migrations) as database:
        assert await rows(database, "SELECT name FROM sqlite_schema WHERE name = 'half'") == []
        assert await rows(database, "PRAGMA user_version") == [(1,)]


async def test_two_processes_that_open_at_once_migrate_once(path: Path, migrations: Path) -> None:
    async def opened() -> list[tuple[object, ...]]:
        async with Database.open(path, migrations=migrations) as database:
            return await rows(database, "PRAGMA user_version")

    assert await asyncio.gather(*(opened() for _ in range(8))) == [[(1,)]] * 8


@pytest.mark.parametrize("names", [["0002_b.sql"], ["0001_a.sql", "0003_c.sql"], ["0001_a.sql", "0001_b.sql"]])
async def test_migrations_with_gaps_or_doubles_are_refused(path: Path, tmp_path: Path, names: list[str]) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    for name in names:
        (folder / name).write_text("SELECT 1;")
    with pytest.raises(ValueError, match="without gaps"):
        async with Database.open(path, migrations=folder):
            pass
    assert not path.exists()


async def test_packaged_migrations_make_a_database(path: Path) -> None:
    async with Database.open(path) as database:
        assert await rows(database, "PRAGMA application_id") == [(APPLICATION_ID,)]
        assert await rows(database, "PRAGMA integrity_check") == [("ok",)]


async def test_newer_database_is_refused_untouched(path: Path, migrations: Path) -> None:
    async with Database.open(path, migrations=migrations):
        pass
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 9")
    before = path.read_bytes()
    assert await refusal_of(path, migrations) == ("database-newer", {"file": str(path), "version": 9, "known": 1})
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"hello", b"The agenda.\n" * 1000])
async def test_file_that_is_no_database_is_refused_untouched(path: Path, migrations: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    assert await refusal_of(path, migrations) == ("database-foreign", {"file": str(path)})
    assert path.read_bytes() == content


@pytest.mark.parametrize("made_by", ["CREATE TABLE other (x)", "PRAGMA application_id = 7", "PRAGMA user_version = 1"])
async def test_foreign_database_is_refused_untouched(path: Path, migrations: Path, made_by: str) -> None:
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute(made_by)
    before = path.read_bytes()
    assert await refusal_of(path, migrations) == ("database-foreign", {"file": str(path)})
    assert path.read_bytes() == before


async def test_damaged_database_is_refused(path: Path, migrations: Path) -> None:
    async with Database.open(path, migrations=migrations) as database, database.transaction() as tx:
        await tx.executemany("INSERT INTO task (id, places) VALUES (?, 1)", [(number,) for number in range(5000)])
    content = bytearray(path.read_bytes())
    content[3 * 4096 :] = b"\xa5" * (len(content) - 3 * 4096)
    path.write_bytes(content)
    assert await refusal_of(path, migrations) == ("database-corrupt", {"file": str(path)})


async def test_folder_that_cannot_be_made_is_refused(tmp_path: Path, migrations: Path) -> None:
    (tmp_path / "file").touch()
    inside = tmp_path / "file" / "summit.db"
    values = {"folder": str(tmp_path / "file"), "reason": "File exists"}
    assert await refusal_of(inside, migrations) == ("database-no-folder", values)


async def test_folder_in_the_file_s_place_is_refused(tmp_path: Path, migrations: Path) -> None:
    assert await refusal_of(tmp_path, migrations) == ("database-unopenable", {"file": str(tmp_path)})


async def test_locked_file_is_refused_after_patience(path: Path, migrations: Path) -> None:
    async with Database.open(path, migrations=migrations):
        pass
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert await refusal_of(path, migrations) == ("database-locked", {"file": str(path)})
        other.rollback()


async def test_write_while_another_program_writes_is_refused_and_recovers(path: Path, migrations: Path) -> None:
    async with Database.open(path, migrations=migrations, patience=0.05) as database:
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(Refusal) as refused:
                async with database.transaction():
                    pass
            assert refused.value.phrase == "database-locked"
            other.rollback()
        async with database.transaction() as tx:
            await tx.execute("INSERT INTO task (id, places) VALUES (1, 1)")
        assert await rows(database, "SELECT count(*) FROM task") == [(1,)]


async def test_full_disk_refuses_logs_and_keeps_what_was_there(
    path: Path, migrations: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with Database.open(path, migrations=migrations) as database:
        async with database.transaction() as tx:
            await tx.execute("INSERT INTO task (id, places) VALUES (1, 1)")
            await tx.execute_fetchall("PRAGMA max_page_count = 1")  # what there is stays; beyond it, the disk is full
        with pytest.raises(Refusal) as refused:
            async with database.transaction() as tx:
                await tx.execute("CREATE TABLE big (data BLOB) STRICT")
                await tx.execute("INSERT INTO big VALUES (zeroblob(1000000))")
        assert (refused.value.phrase, refused.value.values) == ("database-disk-full", {"file": str(path)})
        assert [record.levelno for record in caplog.records] == [logging.ERROR]
        assert await rows(database, "SELECT name FROM sqlite_schema WHERE name = 'big'") == []
        assert await rows(database, "SELECT id FROM task") == [(1,)]


_OPEN = """
import asyncio, os, sys
from pathlib import Path
from bot.core.database import Database
from bot.core.refusal import Refusal

async def main():
    try:
        async with Database.open(Path(sys.argv[1]), migrations=Path(sys.argv[2])):
            print("opened")
    except Refusal as refusal:
        print(refusal.phrase)

if os.geteuid() == 0 and os.stat(sys.argv[1]).st_uid:
    os.setgroups([])
    os.setgid(os.stat(sys.argv[1]).st_gid)
    os.setuid(os.stat(sys.argv[1]).st_uid)
asyncio.run(main())
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users reach too, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.parametrize(("mode", "phrase"), [(0o444, "database-read-only"), (0o000, "database-unopenable")])
def test_file_without_permission_is_refused(open_folder: Path, mode: int, phrase: str) -> None:
    """In a process of its own that gives up being root, who may write everything, for the file's owner."""
    path, scripts = open_folder / "summit.db", open_folder / "migrations"
    scripts.mkdir()
    (scripts / "0001_tasks.sql").write_text(SCHEMA)
    command = [sys.executable, "-c", _OPEN, str(path), str(scripts)]
    path.touch()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    path.chmod(mode)
    if os.geteuid() == 0:
        os.chown(path, 65534, 65534)
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout == f"{phrase}\n"


def threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if "_connection_worker_thread" in thread.name}


async def no_threads_left(before: set[threading.Thread]) -> bool:
    for _ in range(100):
        if not threads() - before:
            return True
        await asyncio.sleep(0.01)
    return False


async def test_no_thread_outlives_the_database(path: Path, migrations: Path) -> None:
    before = threads()
    async with Database.open(path, migrations=migrations):
        assert len(threads() - before) == 2
    assert await no_threads_left(before)
    (migrations / "0002_broken.sql").write_text("INSERT INTO nowhere VALUES (1);")
    with pytest.raises(sqlite3.OperationalError):
        async with Database.open(path, migrations=migrations):
            pass
    assert await no_threads_left(before)


@pytest.mark.parametrize("turns", range(0, 60, 4))
async def test_opening_can_be_cancelled_at_any_time(path: Path, migrations: Path, turns: int) -> None:
    before = threads()

    async def opened() -> None:
        async with Database.open(path, migrations=migrations):
            pass

    opening = asyncio.create_task(opened())
    for _ in range(turns):
        await asyncio.sleep(0.0001)
    opening.cancel()
    await asyncio.gather(opening, return_exceptions=True)
    assert await no_threads_left(before)
    async with Database.open(path, migrations=migrations) as database:
        assert await rows(database, "SELECT count(*) FROM task") == [(0,)]


async def test_closing_lets_the_transaction_under_way_end(path: Path, migrations: Path) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def slow(database: Database) -> None:
        async with database.transaction() as tx:
            await tx.execute("INSERT INTO task (id, places) VALUES (1, 1)")
            begun.set()
            await asyncio.sleep(0.05)
        ended.set()

    async with Database.open(path, migrations=migrations) as database:
        writing = asyncio.create_task(slow(database))
        await begun.wait()
    assert ended.is_set()
    await writing
    async with Database.open(path, migrations=migrations) as database:
        assert await rows(database, "SELECT id FROM task") == [(1,)]
