"""Two thousand people reminded of one session, within the limits of the server: mentions, and a direct message each."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import linear_regression, quantiles
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

OPENED, WRITTEN = "POST /users/@me/channels", "POST /channels/{channel}/messages"
PATIENCE = 400.0
LONG_AGO = datetime(2024, 3, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reached:
    """What it took to reach people: requests, those of them refused with 429, and how many seconds after the first one
    each person was told, in order. `began`: seconds from when that was due to the first request.
    """

    requests: int
    refused: int
    late: list[float]
    began: float

    @property
    def people(self) -> int:
        return len(self.late)

    @property
    def last(self) -> float:
        """Seconds until the last one was told."""
        return self.late[-1]

    @property
    def requests_in_all(self) -> float:
        """An estimate for PEOPLE: as many for each."""
        return self.requests * PEOPLE / self.people

    @property
    def last_in_all(self) -> float:
        """An estimate for PEOPLE: the others are told at the same pace."""
        pace = linear_regression(range(self.people), self.late).slope
        return self.last + pace * (PEOPLE - self.people)


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
                f" requests a second. Direct messages were sent to {FEW} people; est.: for {PEOPLE:,}, the others"
                " reached at the same pace. Ratio: to the last line, both for all. Seconds and lateness: after the"
                f" first request. The program's came {mentioned.began:.1f} s and {told.began:.1f} s after the"
                " reminders were due, its start included, with which its clock begins. p99: of the people written to.",
    )  # fmt: skip
    for heading in ("", "people", "requests", "ratio", "429", "seconds to the last", "ratio", "late p99 s"):
        table.add_column(heading, justify="right" if heading else "left")
    table.add_row("summit-bot, mentions", *_cells(mentioned, bare))
    table.add_row("summit-bot, direct messages", *_cells(told, bare))
    table.add_row("a direct message each, at once", *_cells(bare, bare))
    return table


def _cells(reached: Reached, bare: Reached) -> list[str]:
    requests, last = f"{reached.requests:,}", f"{reached.last:,.1f}"
    if reached.people < PEOPLE:
        requests, last = f"{requests}, est. {reached.requests_in_all:,.0f}", f"{last}, est. {reached.last_in_all:,.0f}"
    late = quantiles(reached.late, n=100, method="inclusive")[98]
    return [
        f"{reached.people:,}", requests, f"{reached.requests_in_all / bare.requests_in_all:.4f}",
        f"{reached.refused:,}", last, f"{reached.last_in_all / bare.last_in_all:.4f}", f"{late:,.1f}",
    ]  # fmt: skip


async def _ours(folder: Path, people: int, via: Via) -> Reached:
    config = write_config(folder / "config", 3, timedelta(minutes=30), direct_messages_per_second=5)
    async with Limited() as discord:
        members = [discord.join(f"person {number}").id for number in range(people)]
        async with Database.open(folder / "summit.db") as database, database.transaction() as tx:
            for member in members:
                await store.save_preference(tx, Preference(member, LONG_AGO, via=via))
                await store.add_star(tx, Star(member, "talk-0", LONG_AGO))
        due = asyncio.get_running_loop().time() + BEFORE.total_seconds()
        async with program(discord, folder, config=config, clock=(NINE - LEAD - BEFORE).isoformat()):
            return await _reached(discord, {*members}, due)


async def _bare(folder: Path, people: int) -> Reached:
    folder.mkdir()  # noqa: ASYNC240 -- nobody waits for it
    async with Limited() as discord:
        members = [discord.join(f"person {number}").id for number in range(people)]
        async with program(discord, folder, words=(*BARE, *map(str, members))):
            first = await discord.until(lambda: discord.requests("POST", "/users/@me/channels"), "its first request")
            return await _reached(discord, {*members}, first[0].at)


async def _reached(discord: LocalDiscord, people: set[int], due: float) -> Reached:
    """Wait until everyone is told; `due`: the loop's time before which nothing is done for it."""
    await discord.until(lambda: people <= _told(discord).keys(), f"{len(people)} people are told", PATIENCE)
    calls = [call for call in discord.calls if call.at >= due]
    first = next(call.at for call in calls if call.route in (OPENED, WRITTEN))
    late = sorted(at - first for person, at in _told(discord).items() if person in people)
    return Reached(len(calls), sum(call.status == 429 for call in calls), late, first - due)


def _told(discord: LocalDiscord) -> dict[int, float]:
    """Person → the loop's time at which they were told first."""
    times: dict[int, float] = {}
    for call in discord.calls:
        if call.route == WRITTEN and call.status == 200:
            direct = discord.world.channels[call.number("channel")].person
            mentioned = (call.json.get("allowed_mentions") or {}).get("users") or []
            for person in [direct.id] if direct else map(int, mentioned):
                times.setdefault(person, call.at)
    return times
