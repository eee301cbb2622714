"""Anonymity is what is not stored: every byte on the disk, and every line of the log, is searched for who asked.

People are made up with ids, names and avatars that nothing else has. Strangers only ask and vote, anonymously or under
the Chatham House Rule: they must be nowhere, at any time. Followers also starred the session under the Rule and are
reminded of it: they must be nowhere once it is closed. A named asker shows that the search finds who is there.
"""

import logging
import random
import re
import shutil
import sqlite3
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path

import pytest

from bot.app import BACKUPS, App
from bot.core.backup import back_up_in_turn
from bot.core.clock import StoppedClock
from bot.reminders.model import Via
from bot.restoring import back_up_to, leave_out_rule
from tests.conftest import HELD
from tests.questions_world import END, MINUTE, SESSIONS, START, Direct, World

CONFIG = Path(__file__).parents[2] / "config"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone at the summit, with all by which Discord tells them."""

    member: int
    name: str
    avatar: str

    @classmethod
    def of(cls, chance: random.Random) -> "Person":
        """Somebody new."""
        name, avatar = f"Zwxq{chance.randrange(10**12)}", f"{chance.getrandbits(128):032x}"
        return cls(chance.randrange(10**17, 9 * 10**18), name, avatar)

    def spellings(self) -> list[bytes]:
        """All ways in which this person could stand in a file: SQLite packs numbers big-endian, rowids as varints."""
        number = self.member
        packed = [struct.pack(">q", number), struct.pack("<q", number), varint(number)]
        written = [str(number).encode(), f"{number:x}".encode(), self.name.encode(), self.name.encode("utf-16-le")]
        return [*packed, *written, self.avatar.encode(), bytes.fromhex(self.avatar)]


def varint(number: int) -> bytes:
    """A number as SQLite writes rowids: https://sqlite.org/fileformat2.html#varint."""
    if number >= 1 << 56:
        high, last = number >> 8, number & 0xFF
        return bytes([0x80 | (high >> shift) & 0x7F for shift in range(49, -1, -7)] + [last])
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(0x80 | number & 0x7F)
    return bytes(reversed(digits))


def searched(contents: Sequence[bytes], people: Sequence[Person]) -> int:
    """How often any of these people stands in any of these contents, in any spelling."""
    whole = b"\n".join(contents)
    return sum(whole.count(spelling) for person in people for spelling in person.spellings())


def files(folder: Path) -> list[bytes]:
    """The contents of all files: the database, its log and index, the keys, the backups."""
    return [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]


def without_preferences(copy: Path, scratch: Path) -> bytes:
    """A copy's content but for how people want to be reminded, of whatever: that is not about any session."""
    shutil.copy(copy, scratch)
    with closing(sqlite3.connect(scratch, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("DELETE FROM preference")
    return scratch.read_bytes()


async def everything(world: World) -> list[tuple[str, Sequence[object]]]:
    """Every row of every table, with the table's name."""
    tables = await world.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return [(str(table), row) for (table,) in tables for row in await world.rows(f"SELECT * FROM {table}")]


async def exports(world: World) -> list[bytes]:
    """All that is given out of boxes."""
    exporting = world.all.exporting
    wanted = [(code, form) for code in ("open", "closed") for form in ("md", "csv", "json")]
    forms = [(await exporting.export(code, form, "en"))[1] for code, form in wanted]  # type: ignore[arg-type]
    return [*forms, await exporting.report("en"), await exporting.report("zh-CN")]


def kept_keys(folder: Path) -> Iterator[bytes]:
    """All that could be a key in any file: as text, and as bytes wherever text of its length begins."""
    for content in files(folder):
        for text in re.findall(rb"(?=([0-9a-f]{64}))", content):
            yield bytes.fromhex(text.decode())


def unmasked(contents: Sequence[bytes], keys: Sequence[bytes], people: Sequence[Person]) -> int:
    """How many tokens in these contents are found by trying all people with all keys, as someone would who has both."""
    tokens = {token for content in contents for token in re.findall(rb"(?=([0-9a-f]{32}))", content)}
    tried = (
        blake2b(str(person.member).encode(), key=key, digest_size=16).hexdigest().encode()
        for key in {*keys} for person in people
    )  # fmt: skip
    return len(tokens & {*tried})


async def take_part(world: World, app: App, strangers: Sequence[Person], followers: Sequence[Person]) -> None:
    """Everybody asks, votes and is moderated, in both sessions; followers star the one under the Rule as well."""
    asking, moderating = world.all.asking, world.all.moderating
    for person in followers:
        await app.features.book.star(person.member, "closed")
        await app.features.book.set_preference(person.member, via=Via.DM)
    for place, person in enumerate([*strangers, *followers]):
        session = "closed" if place % 2 or person in followers else "open"
        asked = await asking.ask(
            person.member, session, f"Question number {place}?", anonymous=session == "open", name=person.name
        )
        await moderating.approve(asked.question.number, 1)
        if place > 3:
            await asking.vote(person.member, asked.question.number - 2)
        assert await asking.mine(person.member) != ()
    await moderating.merge(1, 2, 3)
    await moderating.mute(5, 2)
    await moderating.dismiss(7, 2, "Not here")
    await moderating.pin(9, 2)
    await asking.withdraw(strangers[12].member, 13)
    await app.features.book.plan()


@dataclass(slots=True)
class Search:
    """Who is looked for, where, and how often each search found them."""

    data: Path
    strangers: list[Person]
    followers: list[Person]
    counts: dict[str, int]

    def backups(self) -> list[bytes]:
        """All copies that were made, by the timetable and by hand."""
        copies = [*(self.data / BACKUPS).iterdir(), *self.data.glob("by-hand*.db")]
        return [without_preferences(copy, self.data.parent / "scratch.db") for copy in sorted(copies)]

    async def while_open(self, world: World, lines: list[bytes]) -> None:
        """Before the box is closed."""
        self.counts |= {
            "strangers in files": searched(files(self.data), self.strangers),
            "strangers in the log": searched(lines, self.strangers),
            "followers in backups": searched(self.backups(), self.followers),
            "anyone in exports": searched(await exports(world), [*self.strangers, *self.followers]),
        }

    async def afterwards(self, world: World, lines: list[bytes], key: bytes) -> None:
        """Once it is closed; the backups from before are still there."""
        everyone = [*self.strangers, *self.followers]
        live = [path.read_bytes() for path in self.data.glob("summit.db*")]
        keys = [*kept_keys(self.data)]
        self.counts |= {
            "strangers in files, closed": searched(files(self.data), self.strangers),
            "anyone in the log, closed": searched(lines, everyone),
            "anyone in the database, closed": searched(live, everyone),
            "anyone in backups, closed": searched(self.backups(), everyone),
            "anyone in exports, closed": searched(await exports(world), everyone),
            "the key in files, closed": sum(one.count(key) + one.count(key.hex().encode()) for one in files(self.data)),
            "tokens unmasked, closed": unmasked(files(self.data), keys, everyone),
        }


async def test_nobody_who_was_promised_it_is_found_in_any_byte(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, record_property: Callable[[str, object], None]
) -> None:
    caplog.set_level(logging.DEBUG)
    chance, clock, data = random.Random(20240328), StoppedClock(START - timedelta(minutes=14)), tmp_path / "data"
    strangers, followers = [[Person.of(chance) for _ in range(count)] for count in (60, 30)]
    named, search = Person.of(chance), Search(data, strangers, followers, {})
    async with App.from_config(CONFIG, database=data / "summit.db", clock=clock) as app:
        world = World(data, app.database, clock, app.agenda, Direct(), app.features.questions)
        await world.release(*SESSIONS)
        await take_part(world, app, strangers, followers)
        await world.all.asking.ask(named.member, "open", "By name?", anonymous=False, name=named.name)
        await back_up_now(app, "by-hand-open.db")
        (key,) = [await app.keys.find(name) for name in await app.keys.names("box:closed:")]
        assert key
        await search.while_open(world, [record.getMessage().encode() for record in caplog.records])
        # The search finds who is there: a named asker, a follower's star, and with the key whose a token is.
        assert searched(files(data), [named]) > 0 < searched(await exports(world), [named])
        assert searched(files(data), followers) > 0 < unmasked(files(data), [key], strangers)

        await world.at(END + 11 * MINUTE)
        clock.advance(timedelta(hours=1))
        await app.features.book.scrub_closed()
        await back_up_now(app, "by-hand-closed.db")
        rows = await everything(world)
        assert {table for table, row in rows if {one.member for one in followers} & {*row}} == {"preference"}
        async with app.database.transaction() as tx:
            await tx.execute("DELETE FROM preference")
        await app.database.checkpoint()
        lines = [record.getMessage().encode() for record in caplog.records if record.levelno >= logging.INFO]
        await search.afterwards(world, lines, key)
    for what, count in search.counts.items():
        record_property(HELD, f"anonymity: {what}: {count}")
    assert {what: count for what, count in search.counts.items() if count} == {}


async def back_up_now(app: App, name: str) -> None:
    """Copies as the timetable and an operator make them."""
    path = app.database.path
    await back_up_in_turn(path, path.with_name(BACKUPS), app.clock.real(), leave_out=leave_out_rule)
    await back_up_to(path, path.with_name(name))
