"""How soon the program is ready and how much memory it holds, beside a bare bot; and how it grows with the summit."""

import asyncio
import random
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import yaml
from rich.console import Console
from rich.table import Table

from benchmarks.load import BARE, OURS, Side, resident_megabytes, side
from benchmarks.wire import ACTS, SESSION, Rivals, Rounds, warm
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
ROUNDS, SECONDS = 5, 0.5
DAYS_BEFORE = "2024-03-20T12:00:00+08:00"
"""So that no reminder falls due meanwhile."""

READY = "Ready: its commands are published. Both wait half a second for more servers first."

Pair = tuple[float, float]
"""Of the program and of the no-op, or before and after."""


def size(console: Console) -> None:
    """Print the table of start-up and memory."""
    console.print(asyncio.run(_size()))


def growth(console: Console) -> None:
    """Print the tables of growth: rates with start-up and memory, and waits."""
    for table in asyncio.run(_growth()):
        console.print(table)


async def _size() -> Table:
    table = Table(title=f"Start and memory: the middle of {STARTS} starts in turn, on an empty database", caption=READY)
    for heading in ("", "ready in s", "idle MB", f"after {INTERACTIONS:,} interactions"):
        table.add_column(heading, justify="right" if heading else "left")
    with TemporaryDirectory() as name:
        found = await _measured(Path(name))
    for label, words in (("summit-bot", OURS), ("a no-op", BARE)):
        table.add_row(label, *(f"{value:,.{digits}f}" for value, digits in zip(found[words], (2, 0, 0), strict=True)))
    ratios = [own / bare for own, bare in zip(found[OURS], found[BARE], strict=True)]
    table.add_row("ratio", *(f"{ratio:.2f}" for ratio in ratios))
    return table


async def _measured(folder: Path) -> dict[tuple[str, ...], tuple[float, float, float]]:
    """Of each bot: seconds to ready, idle megabytes, megabytes after INTERACTIONS."""
    seconds: dict[tuple[str, ...], list[float]] = {OURS: [], BARE: []}
    memory: dict[tuple[str, ...], Pair] = {}
    for number in range(STARTS):
        for words in (OURS, BARE) if number % 2 else (BARE, OURS):
            async with _started(words, folder / f"{words[0]}-{number}") as (one, took):
                seconds[words].append(took)
                if number == STARTS - 1:
                    memory[words] = await _memory(one)
    return {words: (median(took), *memory[words]) for words, took in seconds.items()}


async def _memory(one: Side) -> Pair:
    """Megabytes idle, and after INTERACTIONS."""
    await one.quiet()
    idle = resident_megabytes(one.bot.number)
    await one.lay_cards(SESSION)
    done = 0
    while done < INTERACTIONS:
        for act in ACTS.values():
            done += len((await one.burst(getattr(one, act), AT_ONCE, 0.5)).waits)
    return idle, resident_megabytes(one.bot.number)


@asynccontextmanager
async def _started(words: tuple[str, ...], folder: Path, **how: Any) -> AsyncIterator[tuple[Side, float]]:
    """A bot, and the seconds that it took to be ready."""
    began = perf_counter()
    async with side(words, folder, people=AT_ONCE, **how) as one:
        yield one, perf_counter() - began


async def _growth() -> tuple[Table, Table]:
    grown = Table(
        title=f"Growth: the program's answers a second, {AT_ONCE} at once; = so many times the no-op's beside it",
        caption=f"Each of the people stored before starred {STARS} sessions. Both bots are new for each size. {READY}",
    )
    waits = Table(title=f"Growth: how long people wait, {AT_ONCE} at once: ms of the program / of the no-op = ratio")
    for heading in ("sessions", "people", *ACTS, "ready in s", "resident MB"):
        grown.add_column(heading, justify="right")
    for heading in ("sessions", "people", "", *ACTS):
        waits.add_column(heading, justify="right")
    with TemporaryDirectory() as name:
        for sessions, people in SIZES:
            found, readiness, megabytes = await _grown(Path(name) / f"{sessions}-{people}", sessions, people)
            what = f"{sessions:,}", f"{people:,}"
            rates = (_times(ours.rate, bare.rate) for ours, bare in found)
            grown.add_row(*what, *rates, _times(*readiness, digits=1), _times(*megabytes))
            for share in (50, 99):
                waits.add_row(*what, f"p{share}", *(_waits(*each, share) for each in found), end_section=share == 99)
    return grown, waits


async def _grown(folder: Path, sessions: int, people: int) -> tuple[list[tuple[Rounds, Rounds]], Pair, Pair]:
    """What came of each act; seconds to ready; megabytes after it all."""
    async with (
        _started(BARE, folder / "bare") as (bare, bare_took),
        _summit(folder / "ours", sessions, people) as (ours, took),
    ):
        await bare.lay_cards(SESSION)
        await ours.lay_cards("story-5")
        await ours.quiet()
        for one in (ours, bare):
            await warm(one)
        both = Rivals(ours, bare)
        found = [await both.contest(act, AT_ONCE, rounds=ROUNDS, seconds=SECONDS) for act in ACTS.values()]
        memory = resident_megabytes(ours.bot.number), resident_megabytes(bare.bot.number)
    return found, (took, bare_took), memory


def _times(ours: float, bare: float, digits: int = 0) -> str:
    return f"{ours:,.{digits}f} = {ours / bare:.2f}"


def _waits(ours: Rounds, bare: Rounds, share: int) -> str:
    own, other = ours.whole.quantile(share), bare.whole.quantile(share)
    return f"{own:,.1f} / {other:,.1f} = {own / other:.2f}"


@asynccontextmanager
async def _summit(folder: Path, sessions: int, people: int) -> AsyncIterator[tuple[Side, float]]:
    """The program on a summit of that size, and the seconds that it took to be ready."""
    config = _write_config(folder / "config", sessions)
    await _store_people(folder / "summit.db", sessions, people)
    async with _started(OURS, folder, config=config, clock=DAYS_BEFORE) as (ours, took):
        ours.query, ours.typed, ours.title = "governance 7", "story 7", "Story 7 of open source governance"
        yield ours, took


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
