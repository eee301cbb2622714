"""The timetable: every recurring job on one screen. APScheduler lives here and nowhere else.

APScheduler owns the beat, the database owns every promise to a person. So its jobs live in memory, each is a thin
wrapper over one idempotent use case, and each runs once at start. Intervals only: APScheduler's cron knows nothing of
the Clock, so a use case decides for itself what is due in the venue's time.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from apscheduler.schedulers.asyncio import AsyncIOScheduler

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something done again and again: `every` is in real seconds; `work` may be cut off anywhere and run twice."""

    name: str
    every: float
    work: Callable[[], Awaitable[None]]

    async def run(self) -> None:
        """Do it once. A failure is logged and is over: the next beat tries again."""
        try:
            await self.work()
        except Exception:  # noqa: BLE001 -- whatever it is, the other jobs go on
            _log.exception("the job %s failed; it runs again in %g s", self.name, self.every)


class Timetable:
    """The jobs, beating."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        """Nothing runs before `start`."""
        self.jobs = tuple(jobs)
        self._scheduler: AsyncIOScheduler | None = None

    async def run_once(self) -> None:
        """Do every job once, in the timetable's order."""
        for job in self.jobs:
            await job.run()

    async def start(self) -> None:
        """Do every job once, then beat until `stop`."""
        await self.run_once()
        self._scheduler = AsyncIOScheduler(
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        for job in self.jobs:
            self._scheduler.add_job(job.run, "interval", seconds=job.every, id=job.name)
        self._scheduler.start()

    def stop(self) -> None:
        """Beat no more; a job under way is cancelled."""
        if self._scheduler:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
