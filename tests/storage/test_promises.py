"""Promises under random posts, withdrawals, faults, crashes and clock jumps: each that makes sense is kept once."""

import asyncio
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.clock import RehearsalClock, StoppedClock
from bot.core.database import Database
from bot.outbox import ledger, store
from bot.outbox import pump as pumping
from bot.outbox.model import Delivery, Line, State, To
from bot.outbox.parcels import Parcel, Posted, Reading
from bot.outbox.pump import Pump
from tests.outbox_world import Chosen, MemoryDiscord

NINE = datetime(2024, 3, 28, 1, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
SLACK = 6 * MINUTE
"""Longer than a lease and the longest wait between two attempts."""

FAULTS = ("", "before", "after", "silent", "limit", "closed", "gone", "kill-before", "kill-after")
CHOSEN = Chosen({1: Reading("en", "lounge"), 2: Reading("zh-CN"), 3: Reading("en")})


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens. `number` means a promise, seconds, or loops of the event loop, as the `kind` has it."""

    kind: str
    number: int = 0
    deliveries: tuple[Delivery, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass
class Told:
    """What the test remembers of what it did."""

    promises: dict[str, Delivery] = field(default_factory=dict)
    rolled_back: set[str] = field(default_factory=set)
    stopped: set[str] = field(default_factory=set)
    withdrawn: dict[str, int] = field(default_factory=dict)
    corrected: dict[str, str] = field(default_factory=dict)
    answered: list[str] = field(default_factory=list)


@st.composite
def deliveries(draw: st.DrawFn) -> Delivery:
    member = draw(st.integers(1, 3))
    ways = [To.person(member), To.mention(member, "hall"), To.post("hall"), To.mention(member, "b")]
    to = draw(st.sampled_from(ways))
    due = NINE + draw(st.sampled_from([0, 0, 0, 0.5, 1, 3, 20])) * MINUTE
    expires = due + draw(st.sampled_from([2, 10, 180])) * MINUTE
    line = Line(draw(st.sampled_from(["line-a", "line-b"])))
    key = f"k:{draw(st.integers(0, 30))}:{to.member}:{to.channel}"
    return Delivery(key, "reminder", to, (line,), due, expires, "s", "c", private=draw(st.booleans()))


def pumps(loops: st.SearchStrategy[int], most: int) -> st.SearchStrategy[Step]:
    faults = st.lists(st.sampled_from(FAULTS), min_size=1, max_size=most).map(tuple)
    return st.builds(Step, st.just("pump"), loops, faults=faults)


POSTS = st.lists(deliveries(), min_size=1, max_size=6).map(tuple)
STEPS = st.one_of(
    st.builds(Step, st.just("post"), deliveries=POSTS),
    st.builds(Step, st.just("roll back"), deliveries=POSTS),
    st.builds(Step, st.just("withdraw"), st.integers(0, 50)),
    st.builds(Step, st.just("correct"), st.integers(0, 50)),
    st.builds(Step, st.just("interact"), st.integers(1, 3)),
    st.builds(Step, st.just("wait"), st.sampled_from([1, 5, 40, 60, 130, 200, 200, 600])),
    pumps(st.just(10**6), 6),
    pumps(st.just(10**6), 2),
    pumps(st.integers(0, 120), 3),
)
"""Pumps die after so many turns of the event loop, or by a fault, or not at all."""

PLOTS = st.tuples(st.builds(Step, st.just("post"), deliveries=POSTS), st.lists(STEPS, min_size=3, max_size=25))


class Trial:
    """A database, a clock, a Discord, and pumps that die and are replaced."""

    def __init__(self, database: Database, per_hour: int) -> None:
        self.database, self.per_hour = database, per_hour
        self.clock = StoppedClock(NINE)
        self.faults: list[str] = []
        self.discord = MemoryDiscord(self.clock, iter(lambda: self.faults.pop(0) if self.faults else "", None))
        self.told = Told()

    async def take(self, step: Step) -> None:
        match step.kind:
            case "post" | "roll back":
                await self._post(step.deliveries, keep=step.kind == "post")
            case "withdraw" if key := self._key(step.number):
                async with self.database.transaction() as tx:
                    result = await store.withdraw(tx, [key])
                self.told.stopped |= result.stopped
                self.told.withdrawn.setdefault(key, self._reads()[key])
            case "correct" if key := self._key(step.number):
                async with self.database.transaction() as tx:
                    if await store.correct(tx, key, [Line(f"corrected-{step.number}")]):
                        self.told.corrected[key] = f"corrected-{step.number}"
            case "interact":
                async with self.database.transaction() as tx:
                    taken = await store.take_waiting(tx, step.number, self.clock.now())
                    self.told.answered += [delivery.key for delivery in taken]
                    await store.open_door(tx, step.number)
            case "wait":
                self.clock.advance(step.number * SECOND)
            case "pump":
                await self.pump(step.number, step.faults)

    def new_pump(self) -> Pump:
        return Pump(
            self.database, self.clock, self.discord, CHOSEN, language="en",
            messages_per_person_per_hour=self.per_hour, direct_messages_per_second=10**6,
        )  # fmt: skip

    async def pump(self, loops: int, faults: tuple[str, ...] = ()) -> None:
        """A new pump, which dies after so many turns of the event loop, if a fault does not kill it before."""
        self.faults[:] = faults
        running = self.discord.killer = asyncio.create_task(self.new_pump().run_once())
        for _ in range(loops):
            if running.done():
                break
            await asyncio.sleep(0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        self.faults.clear()

    async def _post(self, posted: tuple[Delivery, ...], *, keep: bool) -> None:
        new = {one.key: one for one in reversed(posted) if one.key not in self.told.promises}
        try:
            async with self.database.transaction() as tx:
                assert await store.post(tx, posted) == len(new)
                assert keep
        except AssertionError:
            assert not keep
            self.told.rolled_back |= new.keys()
        else:
            self.told.promises |= new
            self.told.rolled_back -= new.keys()

    def _key(self, number: int) -> str:
        keys = list(self.told.promises)
        return keys[number % len(keys)] if keys else ""

    def _reads(self) -> Counter[str]:
        return Counter([*(one.key for one in self.discord.read), *self.told.answered])

    async def check(self) -> None:
        """After enough time without faults: who was told what, and what the ledger says of it."""
        quiet_from = self.clock.now()
        rounds = 0
        while rounds < 8 or await self._open():
            await self.pump(10**6)
            self.clock.advance(MINUTE)
            rounds += 1
            assert rounds < 300
        states = await self.states()
        reads = self._reads()
        assert self.discord.expired_sends == []
        assert {key for key in self.told.rolled_back if reads[key]} == set()
        assert {key: count for key, count in reads.items() if count > 1} == {}
        assert {key for key in self.told.stopped if reads[key]} == set()
        assert {key for key, before in self.told.withdrawn.items() if reads[key] > before} == set()
        assert {key: states[key] for key in reads if states[key] is not State.SENT} == {}
        for key, promise in self.told.promises.items():
            if key in self.told.withdrawn:
                continue
            if states[key] is State.SENT:
                assert reads[key] == 1 or promise.expires <= quiet_from + SLACK, key
            elif states[key] is State.EXPIRED:
                assert promise.expires <= quiet_from + SLACK, key
            else:
                assert states[key] is State.REFUSED
        for message in self.discord.messages:
            expected = {key: self.told.corrected[key] for key in message.keys if key in self.told.corrected}
            assert message.corrected == expected

    async def _open(self) -> int:
        async with self.database.read() as connection:
            rows = await connection.execute_fetchall("SELECT 1 FROM message WHERE next_attempt_at IS NOT NULL")
            return (await ledger.counts(connection))[State.OPEN] + len([*rows])

    async def states(self) -> dict[str, State]:
        async with self.database.read() as connection:
            rows = await connection.execute_fetchall("SELECT key, state FROM delivery")
            return {row["key"]: State(row["state"]) for row in rows}


async def try_out(steps: list[Step], per_hour: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with Database.open(Path(folder) / "summit.db") as database:
            trial = Trial(database, per_hour)
            for step in steps:
                await trial.take(step)
            await trial.check()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PLOTS, st.sampled_from([1, 3, 1000]))
def test_every_promise_that_makes_sense_is_kept_once(plot: tuple[Step, list[Step]], per_hour: int) -> None:
    asyncio.run(try_out([plot[0], *plot[1]], per_hour))


async def post(database: Database, *posted: Delivery) -> None:
    async with database.transaction() as tx:
        await store.post(tx, posted)


def promise(key: str, to: To, due: datetime = NINE, minutes: int = 180) -> Delivery:
    return Delivery(key, "reminder", to, (Line("line"),), due, due + minutes * MINUTE)


@pytest.fixture
async def trial(tmp_path: Path) -> AsyncIterator[Trial]:
    async with Database.open(tmp_path / "summit.db") as database:
        yield Trial(database, per_hour=1000)


async def test_message_that_was_there_before_the_refusal_is_no_refusal(trial: Trial) -> None:
    await post(trial.database, promise("a", To.person(1)))
    await trial.pump(10**6, ("after",))
    trial.clock.advance(10 * SECOND)
    await trial.pump(10**6, ("closed",))
    assert [(one.place, one.key) for one in trial.discord.read] == [("@1", "a")]
    assert await trial.states() == {"a": State.SENT}


async def test_all_that_was_in_a_message_which_is_found_was_told(trial: Trial) -> None:
    maya = To.person(1)
    await post(trial.database, promise("a", maya), promise("b", maya, minutes=2), promise("c", maya))
    await trial.pump(10**6, ("kill-after",))
    async with trial.database.transaction() as tx:
        assert (await store.withdraw(tx, ["a"])).told == {"a"}
        assert await store.correct(tx, "a", [Line("corrected")])
    trial.clock.advance(3 * MINUTE)
    await trial.pump(10**6)
    assert await trial.states() == dict.fromkeys("abc", State.SENT)
    assert (len(trial.discord.read), trial.discord.requests) == (3, {"send": 1, "find": 1, "edit": 1})
    assert trial.discord.messages[0].corrected == {"a": "corrected"}


async def test_what_is_withdrawn_after_an_unclear_attempt_is_not_sent_again(trial: Trial) -> None:
    await post(trial.database, promise("a", To.person(1)), promise("b", To.person(1)))
    await trial.pump(10**6, ("kill-before",))
    async with trial.database.transaction() as tx:
        assert (await store.withdraw(tx, ["a"])).told == {"a"}
    trial.clock.advance(MINUTE)
    await trial.pump(10**6)
    assert await trial.states() == {"a": State.WITHDRAWN, "b": State.SENT}
    assert [one.key for one in trial.discord.read] == ["b"]


async def test_opening_too_many_direct_messages_stops_them_for_a_while_but_no_channel(trial: Trial) -> None:
    pump = trial.new_pump()
    await post(trial.database, promise("dm", To.person(1)))
    trial.faults[:] = ["fast"]
    await pump.run_once()
    await post(trial.database, promise("dm2", To.person(2)), promise("post", To.post("hall")))
    trial.clock.advance(4 * MINUTE)
    await pump.run_once()
    assert [one.key for one in trial.discord.read] == ["post"]
    trial.clock.advance(MINUTE)
    await pump.run_once()
    assert sorted(one.key for one in trial.discord.read) == ["dm", "dm2", "post"]


async def test_rate_limit_is_waited_out(trial: Trial) -> None:
    pump = trial.new_pump()
    await post(trial.database, promise("a", To.post("hall")))
    trial.faults[:] = ["limit"]
    await pump.run_once()
    trial.clock.advance(1.4 * SECOND)
    await pump.run_once()
    assert trial.discord.requests == {"send": 1}
    trial.clock.advance(SECOND)
    await pump.run_once()
    assert (trial.discord.requests, len(trial.discord.read)) == ({"send": 2}, 1)


class StuckDiscord(MemoryDiscord):
    """Nothing comes back from one channel."""

    async def send(self, parcel: Parcel) -> Posted:
        if parcel.channel == "stuck":
            await asyncio.Event().wait()
        return await super().send(parcel)


async def test_bad_channel_holds_up_no_other(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "summit.db") as database:
        clock = StoppedClock(NINE)
        discord = StuckDiscord(clock, iter(()))
        pump = Pump(database, clock, discord, parallel=2, patience=0.5)
        await post(database, *(promise(f"stuck{number}", To.post("stuck")) for number in range(9)))
        await post(database, *(promise(f"k{number}", To.post(f"c{number}")) for number in range(9)))
        running = asyncio.create_task(pump.run())
        await asyncio.sleep(0.3)
        assert sorted(one.key for one in discord.read) == [f"k{number}" for number in range(9)]
        await post(database, promise("new", To.post("c")))
        pump.wake()
        await asyncio.sleep(0.1)
        assert len(discord.read) == 10
        await asyncio.sleep(0.3)
        assert pump.counts.retries > 0
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_slow_direct_messages_hold_up_no_channel(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "summit.db") as database:
        clock = StoppedClock(NINE)
        discord = MemoryDiscord(clock, iter(()))
        pump = Pump(database, clock, discord, direct_messages_per_second=1)
        await post(database, *(promise(f"dm{number}", To.person(number)) for number in range(1, 40)))
        running = asyncio.create_task(pump.run())
        await asyncio.sleep(0.1)
        await post(database, promise("post", To.post("hall")))
        pump.wake()
        await asyncio.sleep(0.2)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert "post" in [one.key for one in discord.read]
        assert len(discord.read) <= 8


async def test_pump_sleeps_until_the_next_is_due_also_in_a_rehearsal(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "summit.db") as database:
        clock = RehearsalClock(NINE, speed=600)
        discord = MemoryDiscord(clock, iter(()))
        pump = Pump(database, clock, discord)
        due = [NINE + number * MINUTE for number in (2, 4, 5)]
        await post(database, *(promise(str(time), To.post("hall"), time) for time in due))
        running = asyncio.create_task(pump.run())
        await asyncio.sleep(0.8)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        late = [one.at - time for one, time in zip(discord.read, due, strict=True)]
        assert timedelta(0) <= min(late)
        assert max(late) < 2 * MINUTE  # 0.2 real seconds, where a look every five seconds would be 50 minutes


async def test_pump_finds_what_another_process_posted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pumping, "LOOK", 0.05)
    async with Database.open(tmp_path / "summit.db") as database, Database.open(tmp_path / "summit.db") as other:
        clock = StoppedClock(NINE)
        discord = MemoryDiscord(clock, iter(()))
        running = asyncio.create_task(Pump(database, clock, discord).run())
        await asyncio.sleep(0.1)
        await post(other, promise("a", To.post("hall")))
        await asyncio.sleep(0.3)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert [one.key for one in discord.read] == ["a"]
