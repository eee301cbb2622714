"""The timetable: every recurring job on one screen. APScheduler lives here and nowhere else.

APScheduler owns the beat, the database owns every promise to a person. So its jobs live in memory, each is a thin
wrapper over one idempotent use case, and each runs once at start. Intervals only: APScheduler's cron knows nothing of
the Clock, so a use case decides for itself what is due in the venue's time.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.core.clock import Clock
from bot.core.record import Record

PERSISTENT = 3
"""Failures in a row after which someone is told."""

_log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Job:
    """Something done again and again: `every` is in real seconds; `work` may be cut off anywhere and run twice.

    `steady`, where there is one, runs on and on in place of the beat and finds its own moments.
    """

    name: str
    every: float
    work: Work
    steady: Work | None = None


@dataclass(slots=True)
class Timetable:
    """The jobs, and how each fared. Nothing runs before `start`.

    `tell` is asked once to tell people of a job that failed three times running.
    """

    jobs: Sequence[Job]
    clock: Clock
    tell: Callable[[str, str], Awaitable[None]]
    records: dict[str, Record] = field(init=False)
    _scheduler: AsyncIOScheduler | None = field(default=None, init=False)
    _steady: list[asyncio.Task[None]] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        """A record for each job."""
        self.records = {job.name: Record(job.name) for job in self.jobs}

    async def run_once(self) -> None:
        """Do every job once, in the timetable's order."""
        for job in self.jobs:
            await self._run(job)

    async def start(self) -> None:
        """Do every job once, then beat until `stop`."""
        await self.run_once()
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = AsyncIOScheduler(job_defaults=defaults)
        for job in self.jobs:
            if job.steady:
                self._steady.append(asyncio.create_task(self._run_on(job, job.steady), name=job.name))
            else:
                self._scheduler.add_job(self._beat, "interval", [job], seconds=job.every, id=job.name)
        self._scheduler.start()

    def stop(self) -> None:
        """Beat no more; a job under way is cancelled."""
        for task in self._steady:
            task.cancel()
        self._steady.clear()
        if self._scheduler:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None

    def report(self) -> tuple[Record, ...]:
        """How each job fared, and when it runs next."""
        for record in self.records.values():
            beat = self._scheduler.get_job(record.name) if self._scheduler else None
            record.next = beat.next_run_time if beat else None
        return tuple(self.records.values())

    async def _beat(self, job: Job) -> None:
        with suppress(asyncio.CancelledError):  # by `stop` alone; APScheduler would report it as an error
            await self._run(job)

    async def _run(self, job: Job) -> None:
        """Do it once. A failure is over with this beat: the next one tries again."""
        record = self.records[job.name]
        record.last, record.runs = self.clock.real(), record.runs + 1
        try:
            await job.work()
        except Exception as error:  # noqa: BLE001 -- whatever it is, the other jobs go on
            await self._failed(record, error)
        else:
            record.failures, record.error = 0, ""

    async def _run_on(self, job: Job, steady: Work) -> None:
        while True:
            record = self.records[job.name]
            record.last, record.runs = self.clock.real(), record.runs + 1
            try:
                await steady()
            except Exception as error:  # noqa: BLE001 -- see above
                await self._failed(record, error)
            await asyncio.sleep(job.every)

    async def _failed(self, record: Record, error: Exception) -> None:
        record.failures, record.failed, record.error = record.failures + 1, record.failed + 1, type(error).__name__
        _log.error("the job %s failed, %d time(s) running", record.name, record.failures, exc_info=error)
        if record.failures == PERSISTENT:
            with suppress(Exception):  # the database may be what fails
                await self.tell(record.name, record.error)
