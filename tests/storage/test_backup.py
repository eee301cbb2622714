"""Copies of a database in use, their rotation, and putting one back."""

import asyncio
import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.core.backup import KEPT, back_up, back_up_in_turn
from bot.core.clock import StoppedClock
from bot.core.database import Database
from bot.core.notes import read_note, write_note
from bot.core.refusal import Refusal
from bot.outbox.queue import origin
from bot.restoring import back_up_to, restore

NOON = datetime(2024, 3, 28, 4, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
HOLDING = """
import asyncio, sys
from pathlib import Path
from bot.core.database import Database

async def hold():
    async with Database.open(Path(sys.argv[1])):
        print("open", flush=True)
        await asyncio.sleep(60)

asyncio.run(hold())
"""


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database.open(tmp_path / "summit.db") as opened:
        yield opened


async def note(database: Database, value: str) -> None:
    async with database.transaction() as tx:
        await write_note(tx, "first", value)
        await write_note(tx, "second", value)


async def notes(path: Path) -> tuple[str, str]:
    async with Database.open(path) as opened, opened.read() as connection:
        return await read_note(connection, "first"), await read_note(connection, "second")


async def origin_of(path: Path) -> str:
    async with Database.open(path) as opened, opened.transaction() as tx:
        return await origin(tx)


async def refusal_of(copy: Path, database: Path) -> str:
    before = {path.name: path.read_bytes() for path in database.parent.iterdir()}
    with pytest.raises(Refusal) as refused:
        await restore(copy, database, NOON)
    assert {path.name: path.read_bytes() for path in database.parent.iterdir()} == before
    return refused.value.phrase


async def test_a_copy_made_while_it_is_written_holds_one_state(database: Database, tmp_path: Path) -> None:
    async def write() -> None:
        for number in range(10_000):
            await note(database, f"{number:05}")

    writing = asyncio.create_task(write())
    await asyncio.sleep(0.05)
    for number in range(3):
        await back_up(database.path, tmp_path / f"copy-{number}.db")
    assert not writing.done()
    writing.cancel()
    with suppress(asyncio.CancelledError):
        await writing
    for number in range(3):
        first, second = await notes(tmp_path / f"copy-{number}.db")
        assert first == second != ""


async def test_a_copy_is_its_owners_alone_and_a_single_file(database: Database, tmp_path: Path) -> None:
    await note(database, "here")
    copy = tmp_path / "copies" / "copy.db"
    await back_up_to(database.path, copy)
    assert [path.name for path in copy.parent.iterdir()] == ["copy.db"]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert await notes(copy) == ("here", "here")


async def test_nothing_is_overwritten_and_nothing_is_not_copied(database: Database, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="backup-exists"):
        await back_up_to(database.path, database.path)
    with pytest.raises(Refusal, match="backup-nothing"):
        await back_up_to(tmp_path / "no.db", tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


async def test_a_damaged_database_makes_no_copy_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "summit.db"
    await make(path, "x" * 200_000)
    damage(path)
    with pytest.raises(Refusal, match="backup-failed"):
        await back_up(path, tmp_path / "copies" / "copy.db")
    assert [*(tmp_path / "copies").iterdir()] == []


async def test_the_timetable_keeps_a_copy_an_hour_and_so_many_of_them(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    for minutes in range(0, 6 * 60, 10):
        await note(database, str(minutes))
        await back_up_in_turn(database.path, folder, NOON + timedelta(minutes=minutes), kept=3)
    names = ["summit-20240328T07Z.db", "summit-20240328T08Z.db", "summit-20240328T09Z.db"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert [(await notes(folder / name))[0] for name in names] == ["180", "240", "300"]


async def test_the_job_of_the_timetable_keeps_the_newest_copies(tmp_path: Path) -> None:
    clock = StoppedClock(NOON)
    async with App.from_config(ROOT / "config", database=tmp_path / "summit.db", clock=clock) as app:
        [backup] = [job for job in app.timetable.jobs if job.name == "backup"]
        for _ in range(3 * (KEPT + 2)):
            await backup.work()
            clock.advance(timedelta(minutes=20))
    hours = (NOON + timedelta(hours=2 + hour) for hour in range(KEPT))
    names = [path.name for path in sorted((tmp_path / "backups").iterdir())]
    assert names == [f"summit-{hour:%Y%m%dT%H}Z.db" for hour in hours]


async def test_rotation_leaves_other_files_alone(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    await back_up(database.path, folder / "summit-before-the-summit.db")
    for hour in range(3):
        await back_up_in_turn(database.path, folder, NOON + timedelta(hours=hour), kept=1)
    assert sorted(path.name for path in folder.iterdir()) == ["summit-20240328T06Z.db", "summit-before-the-summit.db"]


async def make(path: Path, value: str) -> None:
    async with Database.open(path) as opened:
        await note(opened, value)


def damage(path: Path) -> None:
    with path.open("rb+") as file:
        file.seek(8192)
        file.write(os.urandom(path.stat().st_size - 8192))


async def test_what_was_backed_up_is_there_again_and_what_was_there_is_kept(tmp_path: Path) -> None:
    path, copy = tmp_path / "data" / "summit.db", tmp_path / "copy.db"
    await make(path, "old")
    before = await origin_of(path)
    await back_up(path, copy)
    await make(path, "new")
    kept = await restore(copy, path, NOON)
    assert kept == path.with_name("summit-replaced-20240328T040000Z.db")
    assert sorted(item.name for item in path.parent.iterdir()) == [kept.name, path.name]
    assert (await notes(path), await notes(kept), await notes(copy)) == (("old",) * 2, ("new",) * 2, ("old",) * 2)
    assert await origin_of(path) != before == await origin_of(kept)


async def test_a_backup_goes_where_there_was_nothing(tmp_path: Path) -> None:
    await make(tmp_path / "summit.db", "old")
    await back_up(tmp_path / "summit.db", tmp_path / "copy.db")
    (tmp_path / "elsewhere").mkdir()
    assert await restore(tmp_path / "copy.db", tmp_path / "elsewhere" / "summit.db", NOON) is None
    assert await notes(tmp_path / "elsewhere" / "summit.db") == ("old", "old")


async def test_a_damaged_database_is_replaced_and_so_is_one_that_was_killed(tmp_path: Path) -> None:
    path, copy = tmp_path / "data" / "summit.db", tmp_path / "copy.db"
    await make(path, "old" * 50_000)
    await back_up(path, copy)
    damage(path)
    await restore(copy, path, NOON)
    assert (await notes(path))[0] == "old" * 50_000
    async with Database.open(tmp_path / "killed.db") as opened:
        await note(opened, "in the log alone")
        for name in ("killed.db", "killed.db-wal"):
            shutil.copy(tmp_path / name, path.with_name(name.replace("killed", "summit")))
    kept = await restore(copy, path, NOON + timedelta(hours=1))
    assert kept is not None
    assert await notes(kept) == ("in the log alone",) * 2
    assert (await notes(path))[0] == "old" * 50_000


async def test_what_is_no_backup_of_ours_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "data" / "summit.db"
    await make(path, "old")
    newer, foreign, damaged, empty, text = (tmp_path / name for name in ("n.db", "f.db", "d.db", "e.db", "t.db"))
    await back_up(path, newer)
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("PRAGMA user_version = 999")
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE dinner (dish TEXT)")
    await make(damaged, "x" * 200_000)
    damage(damaged)
    empty.touch()
    text.write_text("not a database, " * 100)
    refused = [await refusal_of(copy, path) for copy in (newer, foreign, damaged, empty, text, tmp_path / "no.db")]
    assert refused == [
        "database-newer", "database-foreign", "database-corrupt", "database-foreign", "database-foreign",
        "database-unopenable",
    ]  # fmt: skip
    assert await notes(path) == ("old", "old")


async def test_a_refusal_names_the_file_that_was_given(tmp_path: Path) -> None:
    await make(tmp_path / "newer.db", "old")
    with closing(sqlite3.connect(tmp_path / "newer.db")) as connection:
        connection.execute("PRAGMA user_version = 999")
    with pytest.raises(Refusal) as refused:
        await restore(tmp_path / "newer.db", tmp_path / "summit.db", NOON)
    assert refused.value.values["file"] == str(tmp_path / "newer.db")
    assert not (tmp_path / "summit.db").exists()


async def test_a_database_in_use_is_not_replaced(tmp_path: Path) -> None:
    path, copy = tmp_path / "data" / "summit.db", tmp_path / "copy.db"
    await make(path, "old")
    await back_up(path, copy)
    holding = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDING, path, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert holding.stdout is not None
    assert await holding.stdout.readline() == b"open\n"
    with pytest.raises(Refusal, match="restore-in-use"):
        await restore(copy, path, NOON)
    holding.kill()
    await holding.wait()
    assert sorted(item.name for item in path.parent.iterdir()) == ["summit.db", "summit.db-shm", "summit.db-wal"]
    assert await restore(copy, path, NOON) is not None
