"""The whole program on real sockets beside a bare discord.py bot: what people wait for, and how many are served."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from benchmarks.load import BARE, OURS, Burst, Side, side
from tests.wire.actors import Member

IN_FLIGHT = (1, 32, 200)
ROUNDS, SECONDS = 5, 0.6
A_SECOND, STREAM = 200, 3.0
SESSION = "topic-2"
AIMS = {"star or unstar": 0.4}
READ = 0.6

Act = Callable[[Member], Awaitable[float]]


@dataclass(frozen=True, slots=True)
class Rounds:
    """What came of several bursts of one bot: the rate and the cost of the middle one, the waits of all together."""

    bursts: list[Burst] = field(default_factory=list)

    @property
    def whole(self) -> Burst:
        """All as one."""
        whole = Burst()
        for burst in self.bursts:
            whole.add(burst)
        return whole

    @property
    def rate(self) -> float:
        """Answers a second."""
        return median(burst.rate for burst in self.bursts)

    @property
    def cost(self) -> float:
        """Processor milliseconds for each answer."""
        return median(burst.cost for burst in self.bursts)


@dataclass(frozen=True, slots=True)
class Rivals:
    """The program and the bare bot, both ready, each with a Discord of its own."""

    ours: Side
    bare: Side

    async def contest(
        self, act: str, in_flight: int, *, rounds: int = ROUNDS, seconds: float = SECONDS
    ) -> tuple[Rounds, Rounds]:
        """Bursts in turn: of `act`, the name of a method of Side, by so many people at once."""
        done = Rounds(), Rounds()
        for number in range(rounds):
            order = (0, 1) if number % 2 else (1, 0)
            for which in order:
                one = (self.ours, self.bare)[which]
                done[which].bursts.append(await one.burst(getattr(one, act), in_flight, seconds))
        return done

    async def stream(self, *, rounds: int = 2) -> tuple[Rounds, Rounds]:
        """All acts mixed, as many a second as in a pause of a large summit, whoever waits still."""
        done = Rounds(), Rounds()
        for _ in range(rounds):
            for one, found in zip((self.ours, self.bare), done, strict=True):
                acts: list[Act] = [one.now, one.star, one.search, one.suggest]
                found.bursts.append(await one.stream(acts, A_SECOND, STREAM))
        return done


ACTS = {"/agenda now": "now", "/agenda search": "search", "autocomplete": "suggest", "star or unstar": "star"}
"""What is measured → the method of Side that does it."""


@asynccontextmanager
async def rivals(folder: Path) -> AsyncIterator[Rivals]:
    """Both, ready and warm, with a session's card before everybody."""
    async with side(OURS, folder / "ours") as ours, side(BARE, folder / "bare") as bare:
        for one in (ours, bare):
            await one.lay_cards(SESSION)
            await warm(one)
        yield Rivals(ours, bare)


async def warm(one: Side) -> None:
    """Do everything for a moment, for what a bot does only the first time."""
    for act in ACTS.values():
        await one.burst(getattr(one, act), 8, 0.3)


def answers(console: Console) -> None:
    """Print the table of answers a second, and how long people wait."""
    console.print(asyncio.run(_answers()))


async def _answers() -> Table:
    table = Table(
        title=f"Answers: the program / the no-op, {ROUNDS} bursts in turn, the middle one's rate",
        caption=f"Server on one core, bots on the other. Aims: reads ≥ {READ} of the no-op, durable writes ≥"
                f" {AIMS['star or unstar']}; p99 < 100 ms in the mixed stream, whose rate is the one reached. CPU: of"
                " the bot, for each answer.",
    )  # fmt: skip
    for heading in ("", "at once", "a second", "ratio", "aim", "p50 ms", "p99 ms", "CPU ms", "CPU ratio"):
        table.add_column(heading, justify="right" if heading else "left")
    with TemporaryDirectory() as folder:
        async with rivals(Path(folder)) as both:
            for name, act in ACTS.items():
                for in_flight in IN_FLIGHT:
                    found = await both.contest(act, in_flight)
                    aim = AIMS.get(name, READ)
                    table.add_row(name, str(in_flight), *_compared(*found, aim), end_section=in_flight == IN_FLIGHT[-1])
            ours, bare = await both.stream()
            rates, _, _, *waits = _compared(ours, bare, 0)
            table.add_row("all mixed", f"{A_SECOND}/s", rates, "", _met(ours.whole.quantile(99) < 100), *waits)
    return table


def _compared(ours: Rounds, bare: Rounds, aim: float) -> list[str]:
    """Rates, their ratio, whether it is met, waits, costs, their ratio."""
    one, other = ours.whole, bare.whole
    ratio = ours.rate / bare.rate
    return [
        f"{ours.rate:,.0f} / {bare.rate:,.0f}", f"{ratio:.2f}", _met(ratio >= aim),
        *(f"{one.quantile(share):,.1f} / {other.quantile(share):,.1f}" for share in (50, 99)),
        f"{ours.cost:.2f} / {bare.cost:.2f}", f"{ours.cost / bare.cost:.2f}",
    ]  # fmt: skip


def _met(yes: bool) -> str:
    return "met" if yes else "missed"
