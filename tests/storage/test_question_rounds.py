"""Rounds of question boxes and their keys: what a seal destroys, and that it ends whatever comes in between."""

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.agenda.model import Status
from bot.core.clock import StoppedClock
from bot.core.keys import Keys, load_keys
from bot.reminders.model import Star
from bot.reminders.store import add_star
from tests.questions_world import END, HOUR, MINUTE, START, World, opened, refused

SEALED = END + 11 * MINUTE
"""When the box is closed and the grace is over."""


async def filled(world: World) -> list[str]:
    """Two questions, three votes and a mute; the tokens that stand for the people, and their key."""
    one, two = await world.ask(1, "Why?"), await world.ask(2, "How?", anonymous=False)
    for member in (3, 4):
        await world.all.asking.vote(member, one.number)
    await world.all.asking.vote(3, two.number)
    await world.all.moderating.mute(one.number, 2)
    rows = await world.rows("SELECT voter FROM question_vote UNION SELECT token FROM question WHERE token <> ''")
    (key,) = [key for name, key in load_keys(world.folder / "secrets.json").items() if name != "signing"]
    return [*(str(row[0]) for row in rows), key]


def found(folder: Path, needles: list[str]) -> int:
    """How often any of these, as they are or as bytes, stands in any file."""
    spelt = [one.encode() for one in needles] + [bytes.fromhex(one) for one in needles]
    contents = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    return sum(content.count(one) for content in contents for one in spelt)


async def assert_sealed(world: World, secrets: list[str]) -> None:
    """The round is over, once; only numbers are left of it."""
    box = (await world.all.asking.board("open")).box
    assert (box.sealed, box.sealing, box.key) == (1, "", "")
    assert await world.rows("SELECT number, token, votes, tally, asked_at FROM question ORDER BY number") == [
        (1, None, 2, 2, "2024-03-28T06:00:00Z"), (2, None, 1, 1, "2024-03-28T06:00:00Z"),
    ]  # fmt: skip
    for table in ("question_vote", "question_mute"):
        assert await world.rows(f"SELECT count(*) FROM {table}") == [(0,)]
    assert [*load_keys(world.folder / "secrets.json")] == ["signing"]
    assert found(world.folder, secrets) == 0


async def test_a_seal_leaves_numbers_and_destroys_what_could_tell_people(tmp_path: Path) -> None:
    async with opened(tmp_path, StoppedClock(START + MINUTE / 2)) as world:
        secrets = await filled(world)
        assert found(tmp_path, secrets) >= len(secrets)
        await world.at(SEALED - MINUTE / 60)
        assert (await world.all.asking.board("open")).box.sealed == 0
        await world.at(SEALED)
        await assert_sealed(world, secrets)
        assert await world.rows("SELECT asker, name FROM question ORDER BY number") == [(None, ""), (2, "Name 2")]


async def test_a_seal_is_ended_wherever_it_was_cancelled(tmp_path: Path) -> None:
    """Cancelled at every turn of the loop that it takes; the program is then started anew."""
    for turns in range(1, 400, 7):
        folder = tmp_path / str(turns)
        folder.mkdir()
        clock = StoppedClock(START)
        async with opened(folder, clock) as world:
            secrets = await filled(world)
            clock.advance(SEALED - START)
            sealing = asyncio.create_task(world.all.boxes.run())
            for _ in range(turns):
                await asyncio.sleep(0 if turns % 2 else 0.0002)
            finished = sealing.done()
            sealing.cancel()
            await asyncio.gather(sealing, return_exceptions=True)
        async with opened(folder, clock) as world:
            await world.all.boxes.run()
            await assert_sealed(world, secrets)
        if finished:
            return
    pytest.fail("no seal took fewer turns than were given")


CHILD = """
import asyncio, os, signal, sys, threading
from pathlib import Path
from bot.core.clock import StoppedClock
from tests.questions_world import opened
from tests.storage.test_question_rounds import SEALED

most, calls = int(sys.argv[2]), 0
OURS = ("rounds.py", "keys.py", "store.py", "database.py", "core.py", "settling.py")

def count(frame, event, _):
    global calls
    if event in ("call", "return") and frame.f_code.co_filename.endswith(OURS):
        calls += 1
        if calls == most:
            os.kill(os.getpid(), signal.SIGKILL)

async def main():
    async with opened(Path(sys.argv[1]), StoppedClock(SEALED)) as world:
        threading.setprofile(count)
        sys.setprofile(count)
        await world.all.boxes.run()
        sys.setprofile(None)
        print(calls)

asyncio.run(main())
"""


def sealed_by_another(folder: Path, most: int) -> subprocess.CompletedProcess[str]:
    """A process that seals, and is killed at its call number `most`."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", CHILD, str(folder), str(most)]
    environment = os.environ | {"PYTHONPATH": str(root)}
    return subprocess.run(command, capture_output=True, text=True, cwd=root, env=environment, check=False)


async def test_a_seal_is_ended_wherever_its_process_was_killed(tmp_path: Path) -> None:
    whole, clock = tmp_path / "whole", StoppedClock(START)
    whole.mkdir()
    async with opened(whole, clock) as world:
        await filled(world)
    calls = int((await asyncio.to_thread(sealed_by_another, whole, 0)).stdout)
    states = set()
    for most in range(1, calls, max(calls // 5, 1)):
        folder, clock = tmp_path / str(most), StoppedClock(START)
        folder.mkdir()
        async with opened(folder, clock) as world:
            secrets = await filled(world)
        killed = await asyncio.to_thread(sealed_by_another, folder, most)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        with closing(sqlite3.connect(folder / "summit.db")) as connection:
            states |= {*connection.execute("SELECT sealing FROM question_box WHERE session = 'open'")}
        async with opened(folder, StoppedClock(SEALED)) as world:
            await world.all.boxes.run()
            await assert_sealed(world, secrets)
    assert {("begun",), ("erased",)} <= states


async def test_a_seal_waits_for_whoever_reads_the_log(tmp_path: Path) -> None:
    async with opened(tmp_path) as world:
        secrets = await filled(world)
        with closing(sqlite3.connect(tmp_path / "summit.db", isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM question").fetchone()
            await world.at(SEALED)
            assert (await world.all.asking.board("open")).box.sealing == "erased"
        await world.at(SEALED + MINUTE)
        await assert_sealed(world, secrets)


async def test_a_seal_waits_for_the_file_of_keys_and_says_so_in_the_end(tmp_path: Path) -> None:
    async with opened(tmp_path) as world:
        secrets = await filled(world)
        await world.all.boxes.run()
        file, aside = tmp_path / "secrets.json", tmp_path / "aside"
        file.rename(aside)
        file.mkdir()
        await world.at(SEALED)
        assert await refused(world.waiting(9, "Meanwhile?")) == "question-closed"
        await world.at(SEALED + MINUTE)
        assert await refused(world.at(SEALED + 2 * MINUTE)) == "keys-unreadable"
        assert await refused(world.all.boxes.run()) == "keys-unreadable"
        file.rmdir()
        aside.rename(file)
        await world.at(SEALED + 3 * MINUTE)
        await assert_sealed(world, secrets)


async def test_a_box_opened_again_is_a_new_round(tmp_path: Path) -> None:
    async with opened(tmp_path) as world:
        await filled(world)
        await world.at(SEALED)
        await world.all.moderating.open_box("open")
        assert await refused(world.all.asking.vote(9, 1)) == "question-round-over"
        assert await refused(world.all.moderating.mute(1, 2)) == "question-mute-late"
        again = await world.ask(1, "Once more?")  # nobody knows any more that this person was muted
        assert (again.round, (await world.all.asking.vote(3, again.number)).question.votes) == (1, 1)
        step = await world.all.moderating.merge(1, 2, again.number)
        assert (await world.now(again.number)).votes == 2  # the same people may have wanted both
        await world.all.moderating.undo(step.id)
        assert (await world.now(again.number)).votes == 1
        await world.all.moderating.close_box("open")
        await world.at(SEALED + 2 * MINUTE)
        assert (await world.all.asking.board("open")).box.sealed == 2


@pytest.mark.parametrize("lost", [{"status": Status.CANCELLED}, {"start": START + HOUR, "end": END + HOUR}])
async def test_a_box_closed_by_hand_after_its_session_was_moved_or_cancelled_is_sealed(
    tmp_path: Path, lost: dict[str, object]
) -> None:
    async with opened(tmp_path) as world:
        await filled(world)
        await world.change("open", **lost)
        await world.all.moderating.close_box("open")
        await world.at(START + 2 * MINUTE)
        assert (await world.all.asking.board("open")).box.sealed == 1


async def test_a_box_stored_as_closed_without_a_time_is_sealed_where_it_has_a_key(tmp_path: Path) -> None:
    async with opened(tmp_path) as world:
        await filled(world)
        async with world.database.transaction() as tx:
            await tx.execute("UPDATE question_box SET by_hand = 'closed', since = NULL")
        await world.all.boxes.run()
        assert (await world.all.asking.board("open")).box.sealed == 1


async def test_an_old_backup_whose_key_is_gone_is_a_round_that_is_over(tmp_path: Path) -> None:
    async with opened(tmp_path) as world:
        await filled(world)
        await world.database.checkpoint()
        backup = (tmp_path / "summit.db").read_bytes()
        await world.all.moderating.close_box("open")
        await world.at(START + 2 * MINUTE)
    (tmp_path / "summit.db").write_bytes(backup)
    async with opened(tmp_path) as world:
        assert [one.question.number for one in await world.all.asking.mine(1)] == []
        assert (await world.all.asking.before_asking(1, "open")).key != ""
        fresh = await world.ask(1, "After the restore?")
        assert (fresh.round, (await world.now(1)).votes) == (1, 2)
        assert await refused(world.all.asking.vote(3, 1)) == "question-round-over"


async def test_keys_that_no_round_has_are_destroyed_at_the_start(tmp_path: Path) -> None:
    async with opened(tmp_path) as world:
        await filled(world)
        await Keys.load(tmp_path / "secrets.json").add("box:open:stray")
        await world.all.boxes.run()
        names = [*load_keys(tmp_path / "secrets.json")]
    async with opened(tmp_path) as world:
        board = await world.all.asking.board("open")
        assert [one for one in names if one != "signing"] == [board.box.key]


async def test_two_processes_share_a_round(tmp_path: Path) -> None:
    clock = StoppedClock(START)
    async with opened(tmp_path, clock) as one, opened(tmp_path, clock) as other:
        questions = await asyncio.gather(one.ask(1, "Why?"), other.ask(2, "How?"))
        assert [await refused(other.all.asking.vote(1, questions[0].number))] == ["question-own"]
        votes = [await world.all.asking.vote(3, questions[0].number) for world in (one, other, one)]
        assert [vote.question.votes for vote in votes] == [1, 0, 1]
        names = [name for name in load_keys(tmp_path / "secrets.json") if name != "signing"]
        assert (await one.all.asking.board("open")).box.key in names
        await one.at(SEALED)
        assert await refused(other.all.asking.vote(3, questions[1].number)) == "question-round-over"


async def test_a_box_closed_long_before_its_session_takes_no_star_with_it(tmp_path: Path) -> None:
    async with opened(tmp_path, StoppedClock(START - 5 * HOUR)) as world:
        async with world.database.transaction() as tx:
            await add_star(tx, Star(1, "closed", START))
        await world.all.moderating.open_box("closed")
        await world.ask(1, "A try?", "closed")
        await world.all.moderating.close_box("closed")
        await world.at(START - 4 * HOUR)
        assert (await world.all.asking.board("closed")).box.sealed == 1
        assert await world.rows("SELECT session FROM star") == [("closed",)]
        await world.all.moderating.open_box("closed")
        await world.ask(1, "In earnest?", "closed")
        await world.at(SEALED)
        assert (await world.all.asking.board("closed")).box.sealed == 2
        assert await world.rows("SELECT session FROM star") == []


async def test_the_file_of_keys_is_its_owners_alone_and_keeps_the_signing_key(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    keys = Keys.load(path)
    before = keys.signing
    made = await asyncio.gather(*(keys.add(f"box:p:{n}") for n in range(20)))
    assert len({*made}) == 20
    other = Keys.load(path)
    await other.destroy("box:p:3")
    await other.destroy("signing")
    assert await other.add("box:p:4") == made[4]
    assert (path.stat().st_mode & 0o777, Keys.load(path).signing) == (0o600, before)
    assert sorted(json.loads(path.read_text())) == sorted(["signing", *(f"box:p:{n}" for n in range(20) if n != 3)])
    assert [file.name for file in tmp_path.iterdir()] == ["secrets.json"]
    assert await keys.find("box:p:5") == made[5]
    assert "signing" not in await keys.names("box:")
