"""Volunteers who claim at once: the program, a bot that does nothing, and one that counts before it inserts."""

import asyncio
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import yaml
from rich.console import Console
from rich.table import Table

from benchmarks.load import BARE, OURS, PEOPLE, Burst, Side, side
from benchmarks.naive import PLACES
from tests.wire.actors import Member
from tests.wire.interactions import COMMAND, Interaction
from tests.wire.program import CONFIG

NAIVE = ("benchmarks.naive",)
ROUNDS = 6
SPREAD = PEOPLE // PLACES + 1
"""Tasks among which everybody finds a place."""

TASKS = ROUNDS * (SPREAD + 1)
YOURS = "Yours: task #"
NAMES = {"summit-bot": OURS, "a no-op": BARE, "count, then insert": NAIVE}


@dataclass(slots=True)
class Claims:
    """What came of one bot's rounds: bursts in which everybody finds a place and those in which all want one task.

    `told`: by task, how many people read that a place is theirs.
    """

    spread: list[Burst] = field(default_factory=list)
    rush: list[Burst] = field(default_factory=list)
    told: Counter[int] = field(default_factory=Counter)


def run(console: Console) -> None:
    """Print the table of claims a second, and of places given away twice."""
    console.print(asyncio.run(_claims()))


async def _claims() -> Table:
    done = {name: Claims() for name in NAMES}
    with TemporaryDirectory() as name:
        folder = Path(name)
        config = write_tasks(folder / "config", TASKS)
        async with AsyncExitStack() as stack:
            sides = [
                await stack.enter_async_context(side(words, folder / words[0], config=config))
                for words in NAMES.values()
            ]
            for one in sides:
                _let_volunteer(one)
                await one.burst(one.now, 32, 0.5)
            for number in range(ROUNDS):
                for one, claims in zip(sides, done.values(), strict=True):
                    await _round(one, claims, number)
            held = {
                name: holders(one.bot.database) if claims.told else Counter()
                for one, (name, claims) in zip(sides, done.items(), strict=True)
            }
    return _table(done, held)


async def _round(one: Side, claims: Claims, number: int) -> None:
    first = 1 + number * (SPREAD + 1)
    shared = [first + 1 + place % SPREAD for place in range(PEOPLE)]
    claims.spread.append(await _at_once(one, shared, claims.told))
    claims.rush.append(await _at_once(one, [first] * PEOPLE, claims.told))


async def _at_once(one: Side, tasks: Iterable[int], told: Counter[int]) -> Burst:
    """Everybody claims the task that is theirs in the list, at the same moment."""
    asked: list[tuple[Interaction, int]] = []

    async def claim(person: Member, task: int) -> float:
        interaction = person.act(COMMAND, person.using("task claim", task=str(task)))
        asked.append((interaction, task))
        return await one.ask(interaction, person)

    burst = await one.all_at_once([claim(*each) for each in zip(one.people, tasks, strict=True)])
    told.update(task for interaction, task in asked if interaction.original and YOURS in interaction.original.text)
    return burst


def _table(done: dict[str, Claims], held: dict[str, Counter[int]]) -> Table:
    table = Table(
        title=f"{PEOPLE} people use /task claim at once, {ROUNDS} rounds of each kind in turn, the middle one's rate",
        caption=f"Spread: {SPREAD} tasks of {PLACES} places, so that everybody gets one. Rush: all want the same task"
                f" of {PLACES}. All in the same run. Told: people who read that a place is theirs.",
    )  # fmt: skip
    for heading in ("", "spread a second", "of the no-op", "rush a second", "of the no-op", "p99 ms", "places",
                    "holders", "told", "most in one task"):  # fmt: skip
        table.add_column(heading, justify="right" if heading else "left")
    bare = done["a no-op"]
    for name, claims in done.items():
        rates = [
            cell
            for own, other in ((claims.spread, bare.spread), (claims.rush, bare.rush))
            for cell in (f"{_rate(own):,.0f}", f"{_rate(own) / _rate(other):.2f}")
        ]
        whole = Burst()
        for burst in (*claims.spread, *claims.rush):
            whole.add(burst)
        holding = ["", "", "", ""] if name == "a no-op" else [
            f"{ROUNDS * (PEOPLE + PLACES):,}", f"{held[name].total():,}", f"{claims.told.total():,}",
            f"{max(held[name].values())} / {PLACES}",
        ]  # fmt: skip
        table.add_row(name, *rates, f"{whole.quantile(99):,.0f}", *holding)
    return table


def _rate(bursts: list[Burst]) -> float:
    return median(burst.rate for burst in bursts)


def _let_volunteer(one: Side) -> None:
    role = next(role for role in one.server.world.roles.values() if role.name == "志愿者")
    for person in one.people:
        person.user.roles.append(role.id)


def holders(database: Path) -> Counter[int]:
    """How many people hold each task, as the database of a bot says."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        return Counter(dict(connection.execute("SELECT task, count(*) FROM claim GROUP BY task").fetchall()))


def write_tasks(folder: Path, tasks: int) -> Path:
    """The shipped settings with so many preparations of PLACES places each, which overlap with nothing."""
    shutil.copytree(CONFIG, folder)
    plan = {
        "teams": {"reserve": {"name": {"zh-CN": "机动", "en": "Reserve"}}},
        "tasks": [
            {"code": f"task-{number}", "team": "reserve", "title": {"zh-CN": f"准备 {number}", "en": f"Task {number}"},
             "due": "2024-03-29 18:00", "minimum": 1, "places": PLACES}
            for number in range(1, tasks + 1)
        ],
    }  # fmt: skip
    (folder / "volunteering.yaml").write_text(yaml.safe_dump(plan, allow_unicode=True, sort_keys=False), "utf-8")
    return folder
