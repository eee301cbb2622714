"""Claims, releases, swaps, standbys, edits, moves of sessions and restarts at random: what holds after each step."""

import asyncio
import tempfile
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.agenda import store as agenda_store
from bot.agenda.model import Programme, Room, Session, Text
from bot.agenda.programme import Agenda
from bot.core.clock import StoppedClock
from bot.core.database import Database
from bot.core.refusal import Refusal
from bot.volunteering.model import Draft, Fixed, Rules, Team, Tied
from bot.volunteering.whole import Volunteering

START = datetime(2024, 3, 28, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
PEOPLE = st.integers(1, 6)
TASKS = st.integers(1, 5)
ORGANISER = 99


async def nothing_starred(_: int) -> frozenset[str]:
    return frozenset()


async def at_once(_: int, moment: datetime) -> datetime:
    return moment


def programme(starts: dict[str, datetime], revision: int) -> Programme:
    sessions = [
        Session(code, Text.of(code), day=start.date(), start=start, end=start + HOUR, rooms=("main",))
        for code, start in starts.items()
    ]
    rooms = [Room("main", Text.of("Main"))]
    return Programme.checked(Text.of("Summit"), ZoneInfo("Asia/Shanghai"), rooms, [], [], sessions, revision)


class Desk(RuleBasedStateMachine):
    """The desk on a real file; `moved` are the shifts whose time changed while somebody held them."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = StoppedClock(START - timedelta(hours=30))
        self.stack = AsyncExitStack()
        self.starts = {"a": START, "b": START + HOUR}
        self.moved: set[int] = set()
        self.overridden: set[tuple[int, int]] = set()
        self.told: dict[tuple[int, str], int] = {}
        self.swap = 0

    def do(self, work: Any) -> Any:
        try:
            return self.loop.run_until_complete(work)
        except Refusal:
            return None

    @initialize()
    def begin(self) -> None:
        self.do(self.open())
        self.do(self.release())
        drafts = [
            Draft(Text.of("one"), "t", Fixed(START, START + HOUR), 1, 1, code="one"),
            Draft(Text.of("two"), "t", Fixed(START + HOUR / 2, START + 2 * HOUR), 1, 2, code="two"),
            Draft(Text.of("three"), "t", Fixed(START + 2 * HOUR, START + 3 * HOUR), 1, 1, code="three"),
            Draft(Text.of("a"), "t", Tied("a", 10, 10), 1, 2, code="a"),
            Draft(Text.of("b"), "t", Tied("b", 0, 0), 0, 1, code="b"),
        ]
        self.do(self.all.staffing.bring_in(drafts, [Team("t", Text.of("T"), lead=50)], "file"))

    async def open(self) -> None:
        self.database = await self.stack.enter_async_context(Database.open(Path(self.folder.name) / "summit.db"))
        agenda = Agenda(self.database, self.clock)
        self.all = Volunteering.of(
            self.database, self.clock, agenda, Rules(), starred=nothing_starred, polite=at_once
        )

    async def release(self) -> None:
        async with self.database.transaction() as tx:
            revision = await agenda_store.revision(tx) + 1
            await agenda_store.save(tx, programme(self.starts, revision))

    @rule()
    def restart(self) -> None:
        self.do(self.stack.aclose())
        self.stack = AsyncExitStack()
        self.do(self.open())

    @rule(member=PEOPLE, task=TASKS)
    def claim(self, member: int, task: int) -> None:
        self.do(self.all.desk.claim(member, task))

    @rule(member=PEOPLE, task=TASKS)
    def let_go_early_or_late(self, member: int, task: int) -> None:
        released = self.do(self.all.desk.release(member, task))
        if released and released.event is None:
            self.do(self.all.staffing.let_go(ORGANISER, task, member))
        elif released and member % 2:
            self.do(self.all.desk.undo_release(member, released.event.id))

    @rule(member=PEOPLE, task=TASKS, override=st.booleans())
    def assign(self, member: int, task: int, override: bool) -> None:
        done = self.do(self.all.staffing.assign(ORGANISER, task, member, override=override))
        if done and override:
            self.overridden.add((member, task))

    @rule(member=PEOPLE, task=TASKS)
    def stand_by(self, member: int, task: int) -> None:
        self.do(self.all.desk.stand_by(member, task))

    @rule(member=PEOPLE, task=TASKS, accept=st.booleans())
    def answer_offer(self, member: int, task: int, accept: bool) -> None:
        self.do((self.all.desk.accept_offer if accept else self.all.desk.leave_line)(member, task))

    @rule(giver=PEOPLE, taker=PEOPLE, task=TASKS, other=st.none() | TASKS)
    def propose(self, giver: int, taker: int, task: int, other: int | None) -> None:
        swap = self.do(self.all.swapping.propose(giver, task, taker, other))
        if swap:
            self.do(self.all.swapping.accept(giver, swap.id))
            self.swap = swap.id
            self.taker = taker

    @rule()
    def accept_swap(self) -> None:
        if self.swap:
            self.do(self.all.swapping.accept(self.taker, self.swap))

    @rule(task=TASKS, most=st.integers(1, 3), shift=st.none() | st.integers(0, 4))
    def edit(self, task: int, most: int, shift: int | None) -> None:
        changes: dict[str, Any] = {"maximum": most, "minimum": min(1, most)}
        if shift is not None and task <= 3:
            changes["timing"] = Fixed(START + shift * HOUR, START + (shift + 1) * HOUR)
        edited = self.do(self.all.staffing.edit(ORGANISER, task, **changes))
        if edited and edited.done and "timing" in changes:
            self.moved.add(task)
        if edited and not edited.done:
            who = edited.roster.taken[-1].member
            self.do(self.all.staffing.take_off(ORGANISER, task, who, most))

    @rule(code=st.sampled_from("ab"), hours=st.integers(0, 4))
    def move_session(self, code: str, hours: int) -> None:
        before = self.counts_of("task-told-moved")
        old, self.starts[code] = self.starts[code], START + hours * HOUR
        self.do(self.release())
        for _ in range(2):  # done twice, told once
            self.do(self.all.rounds.run())
        holders = len(self.roster(4 if code == "a" else 5).claims) if old != self.starts[code] else 0
        late = max(old, self.starts[code]) + HOUR <= self.clock.now()
        assert self.counts_of("task-told-moved") - before == (0 if late else holders)
        self.moved.add(4 if code == "a" else 5)

    @rule(minutes=st.integers(1, 300))
    def wait(self, minutes: int) -> None:
        self.clock.advance(timedelta(minutes=minutes))
        self.do(self.all.rounds.run())

    def roster(self, task: int) -> Any:
        listing = self.loop.run_until_complete(self.all.desk.listing())
        return next(one for one in listing.rosters if one.shift.number == task)

    def counts_of(self, phrase: str) -> int:
        async def count() -> int:
            async with self.database.read() as connection:
                query = "SELECT count(*) AS n FROM delivery WHERE lines LIKE ?"
                (row,) = await connection.execute_fetchall(query, [f'%"{phrase}"%'])
                return int(row["n"])

        return self.loop.run_until_complete(count())

    @invariant()
    def no_task_has_more_than_it_may(self) -> None:
        if not hasattr(self, "database"):
            return
        for one in self.loop.run_until_complete(self.all.desk.listing()).rosters:
            assert len(one.taken) + one.offered <= one.shift.draft.maximum

    @invariant()
    def nobody_is_at_two_places(self) -> None:
        if not hasattr(self, "database"):
            return
        for member in range(1, 7):
            for own in self.loop.run_until_complete(self.all.desk.mine(member)):
                for other in own.overlaps:
                    both = {own.claim.task, other.number}
                    assert both & self.moved or any((member, task) in self.overridden for task in both)

    @invariant()
    def the_line_is_served_in_order(self) -> None:
        if not hasattr(self, "database"):
            return
        for one in self.loop.run_until_complete(self.all.desk.listing()).rosters:
            offered = [standby.offered_until is not None for standby in one.standbys]
            assert offered == sorted(offered, reverse=True)
            assert not (one.free and one.standbys and not one.shift.over(self.clock.now()) and not all(offered))

    def teardown(self) -> None:
        self.do(self.stack.aclose())
        self.loop.close()
        self.folder.cleanup()


Desk.TestCase.settings = settings(
    max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=[*HealthCheck]
)
TestDesk = Desk.TestCase
