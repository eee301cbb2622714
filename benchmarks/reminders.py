"""What reminders cost: planning for many followers, a tick when nothing is due, and requests to reach many people."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from rich.console import Console
from rich.table import Table

from bot.agenda import store as agenda_store
from bot.agenda.model import Programme
from bot.agenda.programme import Agenda
from bot.core.clock import StoppedClock
from bot.core.database import Database
from bot.outbox.model import Delivery
from bot.outbox.parcels import Parcel, Posted
from bot.outbox.pump import Pump
from bot.reminders import store
from bot.reminders.book import ReminderBook
from bot.reminders.model import Preference, Star, Via
from bot.reminders.planner import plan
from tests.programmes import large_programme

FOLLOWERS = (100, 1_000, 10_000)
STARS = 5
IDLE_TICKS = 50
REMINDED = (10, 100, 1_000)
ANY_TIME = datetime(2024, 3, 28, 9, tzinfo=UTC)
LINE = 160
"""Characters that a reminder takes, with its title in two languages."""


def run(console: Console) -> None:
    """Print the tables: planning by number of followers, and requests by number of people reminded."""
    console.print(asyncio.run(_planning()))
    console.print(asyncio.run(_requests()))


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds on the clock, of the processor, and rows of reminders written."""

    wall: float
    cpu: float
    rows: int = 0

    def __str__(self) -> str:
        return f"{self.wall:,.1f} ({self.cpu:,.1f})" + (f", {self.rows:,} rows" if self.rows else "")


async def _planning() -> Table:
    programme = large_programme()
    title = f"{len(programme.sessions):,} sessions, {STARS} stars each, one of them the opening's"
    table = Table("ms on the clock (of the processor)", title=title)
    costs = [await _with_followers(programme, followers) for followers in FOLLOWERS]
    for followers in FOLLOWERS:
        table.add_column(f"{followers:,} followers", justify="right")
    for name in costs[0]:
        table.add_row(name, *(str(cost[name]) for cost in costs))
    return table


async def _with_followers(programme: Programme, followers: int) -> dict[str, Cost]:
    opening = min(session.start for session in programme if session.start)
    clock = StoppedClock(opening - timedelta(hours=4))
    stars, chosen = _followers(programme, followers, opening - timedelta(days=1))
    with TemporaryDirectory() as folder:
        async with Database.open(Path(folder) / "summit.db") as database:
            await _store(database, programme, stars, chosen, clock.now())
            book = ReminderBook(database, clock, Agenda(database, clock), language="en")
            found = {"the whole programme, planner alone": _all(programme, stars, chosen, opening)}
            await book.plan()
            clock.advance(timedelta(hours=1))
            found["round: the opening and its slot come near"] = await _cost(database, book.plan)
            ticks = [await _cost(database, book.plan) for _ in range(IDLE_TICKS)]
            found["tick: nothing to do, median"] = Cost(median(t.wall for t in ticks), median(t.cpu for t in ticks))
            found["tick: nothing to do, worst"] = max(ticks, key=lambda tick: tick.wall)
            clock.advance(timedelta(hours=2))
            await book.plan()
            clock.advance(timedelta(seconds=20))
            await _delay_first_room(database, programme, clock.now())
            found["round: the opening's room is 15 minutes late"] = await _cost(database, book.plan)
            found["round: what follows"] = await _cost(database, book.plan)
    return found


def _followers(
    programme: Programme, followers: int, since: datetime
) -> tuple[list[Star], dict[int, Preference]]:
    chance = random.Random(followers)
    codes = [session.code for session in programme]
    members = range(10**17, 10**17 + followers)
    own = {member: [codes[0], *chance.sample(codes[1:], STARS - 1)] for member in members}
    stars = [Star(member, code, since) for member, codes in own.items() for code in codes]
    return stars, {member: Preference(member, since, via=chance.choice([Via.DM, Via.CHANNEL])) for member in members}


async def _store(
    database: Database, programme: Programme, stars: list[Star], chosen: dict[int, Preference], now: datetime
) -> None:
    async with database.transaction() as tx:
        await agenda_store.save(tx, programme)
        await agenda_store.note_release(tx, agenda_store.Release(programme.revision, now, "benchmark", {}))
        for star in stars:
            await store.add_star(tx, star)
        for preference in chosen.values():
            await store.save_preference(tx, preference)


def _all(programme: Programme, stars: list[Star], chosen: dict[int, Preference], opening: datetime) -> Cost:
    wall, cpu = perf_counter(), process_time()
    made = plan(programme, stars, chosen, [], opening - timedelta(hours=1), missed=True)
    return Cost(1000 * (perf_counter() - wall), 1000 * (process_time() - cpu), len(made.post))


async def _delay_first_room(database: Database, programme: Programme, now: datetime) -> None:
    late = timedelta(minutes=15)
    room = programme.rooms[0].code
    sessions = [
        replace(session, start=session.start + late, end=session.end + late)
        if room in session.rooms and session.start and session.end
        else session
        for session in programme
    ]
    async with database.transaction() as tx:
        await agenda_store.save(tx, replace(programme, sessions=tuple(sessions), revision=programme.revision + 1))
        await agenda_store.note_release(tx, agenda_store.Release(programme.revision + 1, now, "benchmark", {}))


async def _cost(database: Database, work: Callable[[], Awaitable[None]]) -> Cost:
    before = await _rows(database)
    wall, cpu = perf_counter(), process_time()
    await work()
    taken = Cost(1000 * (perf_counter() - wall), 1000 * (process_time() - cpu))
    return replace(taken, rows=await _rows(database) - before)


async def _rows(database: Database) -> int:
    async with database.read() as connection:
        ((count,),) = await connection.execute_fetchall("SELECT count(*) FROM delivery")
        return int(count)


class Counter:
    """Discord, counting: a first message to a person takes two requests, as their direct messages must be opened."""

    def __init__(self) -> None:
        self.requests = 0
        self.opened: set[int] = set()

    def ready(self) -> bool:
        return True

    def measure(self, _: Delivery, __: str) -> int:
        return LINE

    async def send(self, parcel: Parcel) -> Posted:
        self.requests += 1 + (parcel.member is not None and parcel.member not in self.opened)
        self.opened |= {parcel.member} - {None}
        return Posted(1, parcel.number)

    async def find(self, _: Parcel) -> Posted | None:
        return None

    async def edit(self, _: Parcel) -> None:
        self.requests += 1


async def _requests() -> Table:
    table = Table("", title="Requests to Discord until everyone is reminded of three sessions that begin together")
    for people in REMINDED:
        table.add_column(f"{people:,} people", justify="right")
    rows = {
        "summit-bot, mentions in a channel": lambda people: _reached(people, Via.CHANNEL, 3),
        "summit-bot, direct messages": lambda people: _reached(people, Via.DM, 3),
        "a message in the channel for each person and session": lambda people: _one_by_one(people, Via.CHANNEL, 3),
        "a direct message for each person and session": lambda people: _one_by_one(people, Via.DM, 3),
        "one session: summit-bot, mentions in a channel": lambda people: _reached(people, Via.CHANNEL, 1),
        "one session: a message in the channel for each person": lambda people: _one_by_one(people, Via.CHANNEL, 1),
        "one session: a direct message for each person": lambda people: _one_by_one(people, Via.DM, 1),
    }
    for name, reach in rows.items():
        table.add_row(name, *[f"{await reach(people):,}" for people in REMINDED])
    return table


async def _one_by_one(people: int, via: Via, sessions: int) -> int:
    """As most reminder bots do: a message for each person and session."""
    counter = Counter()
    for number in range(people * sessions):
        to = number % people if via is Via.DM else None
        await counter.send(Parcel(number, str(number), to, "" if via is Via.DM else "reminders", (), ANY_TIME))
    return counter.requests


async def _reached(people: int, via: Via, sessions: int) -> int:
    plain = large_programme()
    opening = min(session.start for session in plain if session.start)
    chosen = [session for session in plain if session.start == opening][:sessions]
    clock = StoppedClock(opening - timedelta(hours=1))
    members = range(10**17, 10**17 + people)
    stars = [Star(member, session.code, opening - timedelta(days=1)) for member in members for session in chosen]
    preferences = {member: Preference(member, opening - timedelta(days=1), via=via) for member in members}
    counter = Counter()
    with TemporaryDirectory() as folder:
        async with Database.open(Path(folder) / "summit.db") as database:
            await _store(database, plain, stars, preferences, clock.now())
            book = ReminderBook(database, clock, Agenda(database, clock), language="en")
            await book.plan()
            clock.advance(timedelta(minutes=50))
            await Pump(database, clock, counter, book, direct_messages_per_second=10**6).run_once()
            async with database.read() as connection:
                ((left,),) = await connection.execute_fetchall("SELECT count(*) FROM delivery WHERE state <> 'sent'")
    if left:
        raise RuntimeError(f"{left} people were not reminded")
    return counter.requests
