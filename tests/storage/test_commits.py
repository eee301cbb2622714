"""Small transactions that share commits: whole or nothing each, on the disk before anybody is told, never nested."""

import asyncio
import contextlib
import random
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.core.database import Database
from bot.core.refusal import Refusal

SCHEMA = """
CREATE TABLE task (places INTEGER NOT NULL CHECK (places >= 0)) STRICT;
CREATE TABLE claim (person INTEGER PRIMARY KEY) STRICT;
CREATE TABLE letter (person INTEGER NOT NULL) STRICT;
CREATE TABLE big (data BLOB) STRICT;
INSERT INTO task VALUES (200);
"""


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "0001_tasks.sql").write_text(SCHEMA)
    async with Database.open(tmp_path / "summit.db", migrations=tmp_path / "migrations", patience=5) as opened:
        yield opened


@contextlib.contextmanager
def elsewhere(database: Database) -> Iterator[sqlite3.Connection]:
    """What another process sees."""
    with contextlib.closing(sqlite3.connect(database.path, isolation_level=None, timeout=0)) as connection:
        yield connection


def told(database: Database, sql: str) -> list[tuple[object, ...]]:
    with elsewhere(database) as connection:
        return connection.execute(sql).fetchall()


async def claim(database: Database, person: int, dice: random.Random) -> None:
    """Take a place and write the letter; wait, or think better of it, at a random point of the way now and then."""
    transaction = database.transaction if dice.random() < 0.1 else database.brief
    async with transaction() as tx:
        ((places,),) = await tx.execute_fetchall("SELECT places FROM task")
        if places == 0:
            raise Refusal("full")
        await tx.execute("UPDATE task SET places = places - 1")
        if dice.random() < 0.1:
            raise Refusal("second thoughts")
        await tx.executemany("INSERT INTO claim VALUES (:person)", [{"person": person}])
        if dice.random() < 0.2:
            await asyncio.sleep(0.002 * dice.random())
        if dice.random() < 0.1:
            raise Refusal("third thoughts")
        await tx.execute("INSERT INTO letter VALUES (:person)", {"person": person})
    assert told(database, f"SELECT 1 FROM letter WHERE person = {person}") == [(1,)], "told before it was stored"


async def cancel_now_and_then(contender: asyncio.Task[None], dice: random.Random) -> None:
    for _ in range(dice.choice((0, 0, 1, 2, 3))):
        await asyncio.sleep(dice.choice((0, 0.001, 0.01, 0.1)) * dice.random())
        contender.cancel()


@pytest.mark.parametrize("seed", range(8))
async def test_each_is_whole_or_nothing_under_contention_and_cancellation(database: Database, seed: int) -> None:
    dice = random.Random(seed)
    contenders = [asyncio.ensure_future(claim(database, person, dice)) for person in range(500)]
    cancels = [asyncio.ensure_future(cancel_now_and_then(task, dice)) for task in contenders]
    ends = await asyncio.gather(*contenders, return_exceptions=True)
    await asyncio.gather(*cancels)
    unexpected = [end for end in ends if end and not isinstance(end, Refusal | asyncio.CancelledError)]
    assert unexpected == []
    assert sum(isinstance(end, asyncio.CancelledError) for end in ends) > 50
    claims = told(database, "SELECT person FROM claim ORDER BY person")
    assert claims == told(database, "SELECT person FROM letter ORDER BY person")
    assert told(database, "SELECT places FROM task") == [(200 - len(claims),)]
    assert {(person,) for person, end in enumerate(ends) if end is None} <= {*claims}
    assert sum(end is None for end in ends) > 50


async def test_many_that_come_together_reach_the_disk_in_few_commits(database: Database) -> None:
    commits = set()

    async def letter(person: int) -> None:
        async with database.brief() as tx:
            await tx.execute("INSERT INTO letter VALUES (:person)", {"person": person})
        commits.add(database.version())

    await asyncio.gather(*(letter(person) for person in range(200)))
    assert told(database, "SELECT count(*) FROM letter") == [(200,)]
    assert len(commits) < 5


async def test_what_was_committed_shows_in_the_version_by_the_next_turn_whoever_did_it(database: Database) -> None:
    seen = [database.version()]
    with elsewhere(database) as connection:
        connection.execute("INSERT INTO letter VALUES (1)")
    await asyncio.sleep(0)
    seen.append(database.version())
    async with database.brief() as tx:
        await tx.execute("INSERT INTO letter VALUES (2)")
    seen.append(database.version())
    async with database.transaction() as tx:
        await tx.execute("INSERT INTO letter VALUES (3)")
    seen.append(database.version())
    await asyncio.sleep(0)
    assert len({*seen}) == 4
    assert database.version() == seen[-1]


async def test_nobody_is_refused_for_what_is_not_stored_yet(database: Database) -> None:
    async def take_the_only_one(person: int) -> None:
        async with database.brief() as tx:
            if await tx.execute_fetchall("SELECT 1 FROM claim"):
                raise Refusal("full")
            await tx.execute("INSERT INTO claim VALUES (:person)", {"person": person})

    async def ask(person: int) -> int:
        with contextlib.suppress(Refusal):
            await take_the_only_one(person)
        return len(told(database, "SELECT 1 FROM claim"))

    assert await asyncio.gather(*(ask(person) for person in range(50))) == [1] * 50


async def test_one_that_fails_undoes_only_itself(database: Database) -> None:
    async def letter(person: int) -> None:
        async with database.brief() as tx:
            await tx.execute("INSERT INTO letter VALUES (:person)", {"person": person})
            await tx.execute("INSERT INTO claim VALUES (:person)", {"person": person % 7})

    ends = await asyncio.gather(*(letter(person) for person in range(20)), return_exceptions=True)
    assert [type(end) for end in ends] == [type(None)] * 7 + [sqlite3.IntegrityError] * 13
    assert told(database, "SELECT person FROM letter") == [(person,) for person in range(7)]


async def test_a_full_disk_is_told_to_everybody_whose_work_it_undid(database: Database) -> None:
    async def letter(person: int, size: int) -> None:
        async with database.brief() as tx:
            await tx.execute("INSERT INTO letter VALUES (:person)", {"person": person})
            await tx.execute("INSERT INTO big VALUES (zeroblob(:size))", {"size": size})

    async with database.transaction() as tx:
        await tx.execute_fetchall("PRAGMA max_page_count = 20")
    sizes = [10, 10, 1_000_000, 10]
    ends = await asyncio.gather(*(letter(*one) for one in enumerate(sizes)), return_exceptions=True)
    stored = {person for (person,) in told(database, "SELECT person FROM letter")}
    assert {person for person, end in enumerate(ends) if end is None} == stored
    assert isinstance(ends[2], Refusal)
    assert ends[2].phrase == "database-disk-full"
    await letter(9, 10)
    assert told(database, "SELECT person FROM letter WHERE person = 9") == [(9,)]


async def test_what_a_swallowed_failure_undid_is_told_to_everybody(database: Database) -> None:
    async def letter(person: int) -> None:
        async with database.brief() as tx:
            await tx.execute("INSERT INTO letter VALUES (:person)", {"person": person})
            if person == 2:
                with contextlib.suppress(sqlite3.IntegrityError):
                    await tx.execute("INSERT OR ROLLBACK INTO claim VALUES (1), (1)")

    ends = await asyncio.gather(*(letter(person) for person in range(5)), return_exceptions=True)
    stored = {person for (person,) in told(database, "SELECT person FROM letter")}
    assert {person for person, end in enumerate(ends) if end is None} == stored == set()
    await letter(9)
    assert told(database, "SELECT person FROM letter") == [(9,)]


async def test_a_locked_file_is_refused_and_the_next_one_taken(tmp_path: Path, database: Database) -> None:
    migrations = tmp_path / "migrations"
    async with Database.open(database.path, migrations=migrations, patience=0.05) as hasty:
        with elsewhere(database) as other:
            other.execute("BEGIN IMMEDIATE")
            ends = await asyncio.gather(*(_nothing(hasty) for _ in range(5)), return_exceptions=True)
            phrases = {end.phrase for end in ends if isinstance(end, Refusal)}
            assert phrases <= {"database-locked", "database-busy"}
            assert len(ends) == 5
            assert None not in ends
            other.rollback()
        await _nothing(hasty)


async def _nothing(database: Database) -> None:
    async with database.brief() as tx:
        await tx.execute("UPDATE task SET places = places")


@pytest.mark.parametrize("outer", ["brief", "transaction"])
@pytest.mark.parametrize("inner", ["brief", "transaction"])
async def test_they_do_not_nest(database: Database, outer: str, inner: str) -> None:
    async with getattr(database, outer)():
        with pytest.raises(RuntimeError, match="do not nest"):
            async with getattr(database, inner)():
                pass
    await _nothing(database)


async def test_what_is_not_committed_is_not_read(database: Database) -> None:
    async with database.brief() as tx:
        await tx.execute("DELETE FROM task")
        async with database.read() as reading, database.glance() as glancing:
            query = "SELECT count(*) FROM task"
            assert [tuple(*await one.execute_fetchall(query)) for one in (reading, glancing)] == [(1,), (1,)]
    async with database.glance() as glancing:
        assert [tuple(row) for row in await glancing.execute_fetchall("SELECT count(*) FROM task")] == [(0,)]


async def test_nobody_glances_and_writes(database: Database) -> None:
    with pytest.raises(Refusal):
        async with database.glance() as connection:
            await connection.execute("DELETE FROM task")
    assert told(database, "SELECT count(*) FROM task") == [(1,)]
