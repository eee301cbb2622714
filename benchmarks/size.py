"""How soon the program is ready and how much memory it holds, beside a bare bot; and how it grows with the summit."""

import asyncio
import random
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import yaml
from rich.console import Console
from rich.table import Table

from benchmarks.load import BARE, OURS, Side, resident_megabytes, side
from benchmarks.wire import ACTS, SESSION, Rivals
from bot.agenda.exports import EXPORTS
from bot.core.database import Database
from bot.core.phrasebook import Phrasebook
from bot.reminders import store
from bot.reminders.model import Preference, Star, Via
from tests.programmes import large_programme
from tests.wire.program import CONFIG
from tests.wire.snowflakes import snowflake

STARTS, INTERACTIONS = 3, 10_000
SIZES = ((10, 1_000), (100, 1_000), (1_000, 1_000), (100, 100), (100, 10_000))
"""Sessions and people of the summits that are tried."""

AT_ONCE, STARS = 32, 5
DAYS_BEFORE = "2024-03-20T12:00:00+08:00"
"""So that no reminder falls due meanwhile."""


def size(console: Console) -> None:
    """Print the table of start-up and memory."""
    console.print(asyncio.run(_size()))


def growth(console: Console) -> None:
    """Print the table of growth."""
    console.print(asyncio.run(_growth()))


async def _size() -> Table:
    table = Table(title=f"Start and memory: the middle of {STARTS} starts, on an empty database")
    for heading in ("", "ready in s", "idle MB", f"after {INTERACTIONS:,} interactions"):
        table.add_column(heading, justify="right" if heading else "left")
    found = {}
    with TemporaryDirectory() as name:
        for number, words in enumerate((OURS, BARE)):
            found[words] = await _measured(words, Path(name) / str(number))
    for label, words in (("summit-bot", OURS), ("a no-op", BARE)):
        table.add_row(label, *(f"{value:,.{digits}f}" for value, digits in zip(found[words], (2, 0, 0), strict=True)))
    ratios = [own / bare for own, bare in zip(found[OURS], found[BARE], strict=True)]
    table.add_row("ratio", *(f"{ratio:.2f}" for ratio in ratios))
    return table


async def _measured(words: tuple[str, ...], folder: Path) -> tuple[float, float, float]:
    """Seconds to ready, idle megabytes, megabytes after INTERACTIONS."""
    seconds: list[float] = []
    for number in range(STARTS):
        began = perf_counter()
        async with side(words, folder / str(number), people=AT_ONCE) as one:
            seconds.append(perf_counter() - began)
            if number < STARTS - 1:
                continue
            await one.quiet()
            idle = resident_megabytes(one.bot.number)
            await one.lay_cards(SESSION)
            done = 0
            while done < INTERACTIONS:
                for act in ACTS.values():
                    done += len((await one.burst(getattr(one, act), AT_ONCE, 0.5)).waits)
            return median(seconds), idle, resident_megabytes(one.bot.number)
    raise AssertionError("there is a last start")


async def _growth() -> Table:
    table = Table(
        title=f"Growth: the program's answers a second / of the no-op in the same minute, {AT_ONCE} at once",
        caption=f"Each of the people stored before starred {STARS} sessions.",
    )
    for heading in ("sessions", "people", *ACTS, "ready in s", "resident MB"):
        table.add_column(heading, justify="right")
    with TemporaryDirectory() as name:
        async with side(BARE, Path(name) / "bare", people=AT_ONCE) as bare:
            await bare.lay_cards(SESSION)
            for sessions, people in SIZES:
                began = perf_counter()
                async with _summit(Path(name) / f"{sessions}-{people}", sessions, people) as ours:
                    ready = perf_counter() - began
                    row = await _rates(Rivals(ours, bare))
                    megabytes = resident_megabytes(ours.bot.number)
                table.add_row(f"{sessions:,}", f"{people:,}", *row, f"{ready:.1f}", f"{megabytes:,.0f}")
    return table


async def _rates(both: Rivals) -> list[str]:
    await both.ours.quiet()
    cells = []
    for act in ACTS.values():
        ours, bare = await both.contest(act, AT_ONCE, rounds=3, seconds=0.5)
        cells.append(f"{ours.rate:,.0f} = {ours.rate / bare.rate:.2f}")
    return cells


@asynccontextmanager
async def _summit(folder: Path, sessions: int, people: int) -> AsyncIterator[Side]:
    """The program on a summit of that size, with a card before everybody who acts."""
    config = _write_config(folder / "config", sessions)
    await _store_people(folder / "summit.db", sessions, people)
    async with AsyncExitStack() as stack:
        ours = await stack.enter_async_context(
            side(OURS, folder, config=config, clock=DAYS_BEFORE, people=AT_ONCE)
        )
        ours.query, ours.typed = "governance 7", "story 7"
        await ours.lay_cards("story-5")
        yield ours


def _write_config(folder: Path, sessions: int) -> Path:
    """The shipped settings with another programme and without volunteers' tasks, which follow its sessions."""
    shutil.copytree(CONFIG, folder, ignore=shutil.ignore_patterns("volunteering.yaml"))
    phrasebook = Phrasebook.load(folder / "locales")
    programme = large_programme(sessions=sessions)
    (folder / "agenda.yaml").write_bytes(EXPORTS["yaml"](programme, phrasebook, datetime(2024, 3, 1, tzinfo=UTC)))
    settings = yaml.safe_load((folder / "summit.yaml").read_text("utf-8"))
    settings["discord"]["rooms"] = {}
    (folder / "summit.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), "utf-8")
    return folder


async def _store_people(database: Path, sessions: int, people: int) -> None:
    chance, since = random.Random(people), datetime(2024, 3, 1, tzinfo=UTC)
    async with Database.open(database) as opened, opened.transaction() as tx:
        for _ in range(people):
            member = snowflake()
            await store.save_preference(tx, Preference(member, since, via=Via.DM))
            for number in chance.sample(range(sessions), STARS):
                await store.add_star(tx, Star(member, f"story-{number}", since))
