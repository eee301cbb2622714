import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.clock import StoppedClock
from bot.jobs import Job, Timetable

NOW = datetime(2024, 3, 28, 1, tzinfo=UTC)


class Organisers:
    """Who is told of jobs that keep failing."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    async def tell(self, job: str, error: str) -> None:
        self.told.append((job, error))


class Work:
    """Counts how often it is done, and fails as long as it is told to."""

    def __init__(self, failing: int = 0) -> None:
        self.done = 0
        self.failing = failing

    async def __call__(self) -> None:
        self.done += 1
        if self.done <= self.failing:
            raise OSError("the disk is on fire")


async def test_jobs_run_in_their_order_and_one_that_fails_stops_no_other() -> None:
    failing, good = Work(failing=99), Work()
    timetable = Timetable([Job("bad", 60, failing), Job("good", 60, good)], StoppedClock(NOW), Organisers().tell)
    await timetable.run_once()
    assert (failing.done, good.done) == (1, 1)
    bad, fine = timetable.report()
    assert (bad.name, bad.error, bad.failures, bad.last) == ("bad", "OSError", 1, NOW)
    assert (fine.name, fine.error, fine.failures) == ("good", "", 0)


async def test_organisers_are_told_of_three_failures_running_and_only_once() -> None:
    organisers, work = Organisers(), Work(failing=5)
    timetable = Timetable([Job("bad", 60, work)], StoppedClock(NOW), organisers.tell)
    for _ in range(2):
        await timetable.run_once()
    assert organisers.told == []
    for _ in range(4):
        await timetable.run_once()
    assert organisers.told == [("bad", "OSError")]
    assert timetable.report()[0].error == ""


async def test_a_started_timetable_runs_at_once_beats_and_stops() -> None:
    beat, steady = Work(), Work()

    async def on_and_on() -> None:
        await steady()
        await asyncio.sleep(3600)

    jobs = [Job("beat", 0.02, beat), Job("steady", 60, Work(), steady=on_and_on)]
    timetable = Timetable(jobs, StoppedClock(NOW), Organisers().tell)
    await timetable.start()
    assert beat.done == 1
    async with asyncio.timeout(5):
        while beat.done < 3 or not steady.done:  # noqa: ASYNC110 -- the beat is what is waited for
            await asyncio.sleep(0.01)
    upcoming = timetable.report()[0].next
    assert upcoming is not None
    timetable.stop()
    seen = beat.done
    await asyncio.sleep(0.06)
    assert beat.done == seen


async def test_a_steady_job_that_ends_begins_again() -> None:
    work = Work(failing=1)
    clock = StoppedClock(NOW)
    timetable = Timetable([Job("steady", 0.01, Work(), steady=work)], clock, Organisers().tell)
    await timetable.start()
    async with asyncio.timeout(5):
        while work.done < 3:  # noqa: ASYNC110 -- see above
            await asyncio.sleep(0.01)
    timetable.stop()
    clock.advance(timedelta(seconds=1))


@pytest.mark.parametrize("failing", [1, 2])
async def test_nobody_is_told_of_what_heals_itself(failing: int) -> None:
    organisers = Organisers()
    timetable = Timetable([Job("shaky", 60, Work(failing=failing))], StoppedClock(NOW), organisers.tell)
    for _ in range(5):
        await timetable.run_once()
    assert organisers.told == []
