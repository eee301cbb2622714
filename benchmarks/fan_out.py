"""Two thousand people reminded of one session, within the limits of the server: mentions, and a direct message each."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from benchmarks.load import BARE, Hasty
from bot.core.database import Database
from bot.reminders import store
from bot.reminders.model import Preference, Star, Via
from tests.wire.limits import Limits
from tests.wire.program import program
from tests.wire.server import LocalDiscord
from tests.wire.summits import NINE, write_config

PEOPLE, FEW = 2_000, 60
LEAD = timedelta(minutes=10)
BEFORE = timedelta(seconds=20)
"""How long before the reminders are due the program is started."""

PATIENCE = 400.0
LONG_AGO = datetime(2024, 3, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reached:
    """What it took to reach `people`: requests, those of them refused with 429, and how late each was told, seconds."""

    people: int
    requests: int
    refused: int
    late: list[float]

    def in_all(self, value: float) -> float:
        """What that would be for PEOPLE, as they come at an even pace."""
        return value * PEOPLE / self.people


class Limited(Hasty):
    """A Discord with the limits of the real one."""

    def __init__(self) -> None:
        super().__init__()
        self.limits = Limits()


def run(console: Console) -> None:
    """Print the table of requests and lateness."""
    console.print(asyncio.run(_fan_out()))


async def _fan_out() -> Table:
    with TemporaryDirectory() as name:
        folder = Path(name)
        mentioned, told, bare = await asyncio.gather(
            _ours(folder / "mentions", PEOPLE, Via.CHANNEL), _ours(folder / "direct", FEW, Via.DM),
            _bare(folder / "bare", FEW),
        )  # fmt: skip
    table = Table(
        title=f"A session's reminder for {PEOPLE:,} people, none written to before",
        caption="Limits of tests/wire/limits.py: ten direct channels opened in 10 s, five messages a channel in 5 s, 50"
                f" requests a second. Direct messages were sent to {FEW} people; =: what {PEOPLE:,} would take at that"
                " pace. Late: after the reminder was due; for the bare bot, after its first request.",
    )  # fmt: skip
    for heading in ("", "people", "requests", "429", "seconds to the last", "late p99 s"):
        table.add_column(heading, justify="right" if heading else "left")
    table.add_row("summit-bot, mentions in a channel", *_cells(mentioned))
    table.add_row("summit-bot, direct messages", *_cells(told))
    table.add_row("a direct message each, at once", *_cells(bare))
    return table


def _cells(reached: Reached) -> list[str]:
    late = quantiles(reached.late, n=100, method="inclusive")[98]
    values = [(reached.requests, 0), (reached.refused, 0), (max(reached.late), 1), (late, 1)]
    cells = [f"{value:,.{digits}f}" for value, digits in values]
    if reached.people < PEOPLE:
        scaled = [f"{reached.in_all(value):,.0f}" for value, _ in values]
        cells = [f"{cell} = {whole}" for cell, whole in zip(cells, scaled, strict=True)]
    return [f"{reached.people:,}", *cells]


async def _ours(folder: Path, people: int, via: Via) -> Reached:
    config = write_config(folder / "config", 3, timedelta(minutes=30), direct_messages_per_second=5)
    async with Limited() as discord:
        members = [discord.join(f"person {number}") for number in range(people)]
        async with Database.open(folder / "summit.db") as database, database.transaction() as tx:
            for member in members:
                await store.save_preference(tx, Preference(member.id, LONG_AGO, via=via))
                await store.add_star(tx, Star(member.id, "talk-0", LONG_AGO))
        due = asyncio.get_running_loop().time() + BEFORE.total_seconds()
        async with program(discord, folder, config=config, clock=(NINE - LEAD - BEFORE).isoformat()):
            return await _reached(discord, people, due)


async def _bare(folder: Path, people: int) -> Reached:
    folder.mkdir()  # noqa: ASYNC240 -- nobody waits for it
    async with Limited() as discord:
        members = [str(discord.join(f"person {number}").id) for number in range(people)]
        async with program(discord, folder, words=(*BARE, *members)):
            await discord.until(lambda: discord.requests("POST", "/users/@me/channels"), "its first request", 20)
            return await _reached(discord, people, discord.requests("POST", "/users/@me/channels")[0].at)


async def _reached(discord: LocalDiscord, people: int, due: float) -> Reached:
    """Wait until everyone is told; `due` is the loop's time."""
    await discord.until(lambda: len(_told(discord)) >= people, f"{people} people are told", PATIENCE)
    since = [call for call in discord.calls if call.at >= due - 1]
    return Reached(people, len(since), sum(call.status == 429 for call in since), [at - due for at in _told(discord)])


def _told(discord: LocalDiscord) -> Sequence[float]:
    """The loop's time at which each person was told."""
    times = []
    for call in discord.calls:
        if call.route == "POST /channels/{channel}/messages" and call.status == 200:
            mentioned = (call.json.get("allowed_mentions") or {}).get("users") or []
            direct = discord.world.channels[call.number("channel")].person is not None
            times += [call.at] * (1 if direct else len(mentioned))
    return times
