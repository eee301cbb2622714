"""A disk that is full or read-only, a file that is locked or damaged: said clearly, and nothing is acknowledged that
was not stored.
"""

import asyncio
import os
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.wire.actors import Answer, Member
from tests.wire.program import program
from tests.wire.scale import LONG
from tests.wire.server import LocalDiscord
from tests.wire.watched import Watched, watched_program

FAILS = "The bot cannot reach its database just now. Nothing was saved. Please try again in a moment;"


def stars(database: Path) -> int:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        ((count,),) = connection.execute("SELECT count(*) FROM star")
        return int(count)


async def refused(maya: Member, card: Answer) -> None:
    """A star is not acknowledged: the card is what it was, and a private sentence says why."""
    before = card.message.text, [part for part in card.message.parts() if part["type"] == 2]
    pressed = await maya.press(card.message, "star")
    interaction = pressed.interaction

    def told() -> list[str]:
        own = interaction.original is not card.message and interaction.original
        messages = [*([interaction.original] if own and interaction.original else []), *interaction.followups]
        assert all(message.reader is maya.user for message in messages)
        return [message.text for message in messages if message.text]

    [sentence] = await maya.server.until(told, "a sentence")
    assert sentence.startswith(FAILS)
    assert (card.message.text, [part for part in card.message.parts() if part["type"] == 2]) == before


async def starred(maya: Member, watched: Watched) -> None:
    """It works: the star is acknowledged and stored."""
    card = await maya.slash("agenda session", session="topic-3")
    before = stars(watched.bot.database)
    pressed = await maya.press(card.message, "star")
    assert pressed.message is card.message
    assert stars(watched.bot.database) == before + 1


async def may_not_grow(folder: Path) -> None:
    """A file has reached the size that is allowed."""
    async with LocalDiscord() as discord, watched_program(discord, folder) as watched:
        maya = discord.join("maya", "en-GB")
        card = await maya.slash("agenda session", session="topic-2")
        await watched.becomes(200, set())
        log = watched.bot.database.with_name("summit.db-wal")
        await watched.bot.limit(resource.RLIMIT_FSIZE, log.stat().st_size)
        await refused(maya, card)
        told = await watched.becomes(503, {"database-disk-failed"})
        assert told["database-disk-failed"].endswith("Nothing was saved; check the disk, then try again.")
        assert stars(watched.bot.database) == 0
        assert "Topic 3" in (await maya.slash("agenda session", session="topic-3")).text
        await watched.bot.limit(resource.RLIMIT_FSIZE, resource.RLIM_INFINITY)
        await watched.becomes(200, set())
        await starred(maya, watched)
        assert (await watched.metrics())["summit_database_failures_total database-disk-failed"] >= 2
        assert "database-disk-failed" in watched.bot.log
        discord.check()


async def is_locked(folder: Path) -> None:
    """Another program has the file for itself."""
    async with LocalDiscord() as discord, watched_program(discord, folder) as watched:
        maya, lin = discord.join("maya", "en-GB"), discord.join("lin", "en-GB")
        cards = [await person.slash("agenda session", session="topic-2") for person in (maya, lin)]
        await watched.becomes(200, set())
        with closing(sqlite3.connect(watched.bot.database, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            asking = asyncio.create_task(watched.becomes(503, {"database-locked"}, 40))
            await asyncio.gather(*(refused(person, card) for person, card in zip((maya, lin), cards, strict=True)))
            await asking
            assert "Topic 3" in (await maya.slash("agenda session", session="topic-3")).text
            other.execute("ROLLBACK")
        await watched.becomes(200, set())
        assert stars(watched.bot.database) == 0
        await starred(maya, watched)
        discord.check()


async def is_damaged(folder: Path) -> None:
    """Something wrote over the file."""
    async with LocalDiscord() as discord, watched_program(discord, folder) as watched:
        maya = discord.join("maya", "en-GB")
        card = await maya.slash("agenda session", session="topic-2")
        await watched.becomes(200, set())
        with watched.bot.database.open("rb+") as file:
            file.seek(4096)
            file.write(os.urandom(watched.bot.database.stat().st_size - 4096))
        watched.bot.database.with_name("summit.db-wal").write_bytes(b"")
        await refused(maya, card)
        told = await watched.becomes(503, {"database-corrupt"})
        assert told["database-corrupt"].endswith("is damaged. Restore the latest backup.")
        discord.check()


async def test_a_file_that_fails_is_told_and_nothing_is_acknowledged_that_is_not_stored(
    tmp_path: Path, tell: Callable[[str, str], None]
) -> None:
    """Side by side, since they mostly wait: SQLite for a lock, we for what is known for two seconds."""
    async with asyncio.TaskGroup() as group:
        for scene in (may_not_grow, is_locked, is_damaged):
            folder = tmp_path / scene.__name__
            folder.mkdir()
            group.create_task(scene(folder))
    tell("Storage", "a file that may not grow, is locked, is damaged: told in a sentence and by both signs of health,"
                    " nothing acknowledged that is not stored")  # fmt: skip


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of 3 MB."""
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], check=False).returncode:
        pytest.skip("only root may mount a small file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


async def is_full(disk: Path) -> None:
    """The disk has no space left, and then it has."""
    async with LocalDiscord() as discord, watched_program(discord, disk) as watched:
        maya = discord.join("maya", "en-GB")
        card = await maya.slash("agenda session", session="topic-2")
        await watched.becomes(200, set())
        ballast = disk / "ballast"
        with ballast.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
            while True:
                file.write(bytes(4096))
        await refused(maya, card)
        told = await watched.becomes(503, {"database-disk-full"})
        assert told["database-disk-full"].endswith("is full. Nothing was saved; free some space and try again.")
        assert stars(watched.bot.database) == 0
        ballast.unlink()
        await watched.becomes(200, set())
        await starred(maya, watched)
        discord.check()


async def is_read_only(disk: Path, log: Path) -> None:
    """The disk takes nothing already at the start."""
    log.mkdir()
    async with LocalDiscord() as discord:
        async with program(discord, disk) as bot:
            await bot.stop()
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        places = {"SUMMIT_DATABASE": str(disk / "summit.db"), "SUMMIT_SECRETS": str(disk / "secrets.json")}
        async with program(discord, log, start=False, **places) as bot:
            await bot.start(ready=False)
            assert await bot.ended() == 1
            sentence = "cannot be opened. Check that it is a file, and the permissions of it and of its folder."
            assert bot.log.splitlines()[-1] == f"{disk / 'summit.db'} {sentence}"
        discord.check()


@dataclass(frozen=True, slots=True)
class Disk:
    """A file system in a file, which may fail while it is in use."""

    image: Path
    folder: Path

    def mount(self, options: str) -> bool:
        """Whether it could be done."""
        words = ("mount", "-o", options, *([self.image] if options == "loop" else []), self.folder)
        return not subprocess.run(words, capture_output=True, check=False).returncode

    def unmount(self) -> None:
        subprocess.run(["umount", "--lazy", self.folder], check=True)


@contextmanager
def failing_disk(folder: Path) -> Iterator[Disk]:
    """Of 8 MB; with the option `abort` it takes nothing any more, as Linux does with one at which it met an error."""
    disk = Disk(folder.with_suffix(".ext4"), folder)
    folder.mkdir()
    with disk.image.open("wb") as file:
        file.truncate(8 << 20)
    make = shutil.which("mkfs.ext4")
    if not make or subprocess.run([make, "-q", disk.image], check=False).returncode or not disk.mount("loop"):
        pytest.skip("only root may mount a file system that lies in a file, where there are loop devices and ext4")
    try:
        yield disk
    finally:
        disk.unmount()


async def becomes_read_only(disk: Disk, log: Path) -> None:
    """The disk takes nothing any more while the program runs, until it is mended for the next start."""
    log.mkdir()
    database = disk.folder / "summit.db"
    places = {"SUMMIT_DATABASE": str(database), "SUMMIT_SECRETS": str(disk.folder / "secrets.json")}
    async with LocalDiscord() as discord, watched_program(discord, log, **places) as watched:
        bot, maya = watched.bot, discord.join("maya", "en-GB")
        bot.database = database
        await starred(maya, watched)
        card = await maya.slash("agenda session", session="topic-2")
        await watched.becomes(200, set())
        assert disk.mount("remount,abort")
        await refused(maya, card)
        told = await watched.becomes(503, {"database-disk-failed"}, stale=True)
        assert told["database-disk-failed"].endswith("Nothing was saved; check the disk, then try again.")
        assert "heartbeat could not be kept: [Errno 30] Read-only file system" in bot.log
        assert "Topic 3" in (await maya.slash("agenda session", session="topic-3")).text
        if LONG:  # the timetable looks every 20 seconds
            await asyncio.sleep(21)
            assert (await watched.metrics())["summit_job_failures_total heartbeat"] == 0
        assert (stars(database), (await bot.stop())[0]) == (1, 0)
        disk.unmount()
        assert disk.mount("loop")
        await bot.start()
        assert stars(database) == 1
        await maya.press(card.message, "star")
        assert stars(database) == 2
        await watched.becomes(200, set())
        discord.check()


async def test_a_disk_that_is_full_or_read_only_is_told_as_what_it_is(tmp_path: Path) -> None:
    with (
        small_disk(tmp_path / "full") as full, small_disk(tmp_path / "read-only") as read_only,
        failing_disk(tmp_path / "failing") as failing,
    ):  # fmt: skip
        async with asyncio.TaskGroup() as group:
            group.create_task(is_full(full))
            group.create_task(is_read_only(read_only, tmp_path / "log"))
            group.create_task(becomes_read_only(failing, tmp_path / "log-of-failing"))
