"""Whether the program does what it is for: it is on the gateway, what it is told is stored, promises are carried."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta

from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.notes import write_note
from bot.core.record import Record
from bot.core.refusal import Refusal
from bot.jobs import Timetable
from bot.outbox.ledger import Backlog, Ledger
from bot.outbox.pump import Pump

STILL = timedelta(seconds=60)
"""Real time after which a pump that has not looked round counts as standing still; it looks every few seconds."""

FRESH = 2.0
"""Seconds for which a finding is good, so that asking often does not mean writing often."""

HEARTBEAT = "heartbeat"
"""Name of the file, beside the database, that is written anew while all is well, and taken away when it is not."""

_DAMAGED = ("database-corrupt", "database-foreign")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Vitals:
    """Numbers to watch. `latency`: seconds of the last heartbeat there and back, None while not on the line.

    `backlog` is None while the database cannot be read; `oldest`: seconds since its first promise was due. `carried`:
    what the pump did, by what it was; `refusals`: what Discord refused in the last ten minutes; `failures`: what the
    database refused, by phrase.
    """

    latency: float | None
    backlog: Backlog | None
    oldest: float
    carried: Mapping[str, int]
    refusals: int
    failures: Mapping[str, int]
    jobs: tuple[Record, ...]


class Health:
    """Asked by the page of health, by the numbers to watch and, for the heartbeat file, by the timetable."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        ledger: Ledger,
        pump: Pump,
        timetable: Timetable,
        gateway: Callable[[], float | None],
    ) -> None:
        """`gateway`: seconds of the last heartbeat there and back, None while the program is not on the line."""
        self._database, self._clock, self._ledger = database, clock, ledger
        self._pump, self._timetable, self._gateway = pump, timetable, gateway
        self._asking = asyncio.Lock()
        self._found: tuple[float, tuple[Refusal, ...]] = (float("-inf"), ())

    async def ailments(self) -> tuple[Refusal, ...]:
        """What does not work, each as the sentence that tells it; empty when everything does.

        Something is written and committed for it: a disk that is full is found by nothing less. The heartbeat file
        tells what was found, too, so that it and the page never contradict each other.
        """
        async with self._asking:
            now = asyncio.get_running_loop().time()
            if now - self._found[0] > FRESH:
                found = (self._line(), await self._storage(), self._promises())
                self._found = (now, tuple(filter(None, found)))
                await asyncio.to_thread(self._beat, well=not self._found[1])
            return self._found[1]

    async def vitals(self) -> Vitals:
        """The numbers as they are now."""
        now = self._clock.now()
        try:
            backlog = await self._ledger.backlog(now)
        except Refusal:
            backlog = None
        oldest = (now - backlog.oldest).total_seconds() if backlog and backlog.oldest else 0.0
        carried, failures = asdict(self._pump.counts), dict(self._database.failures)
        refusals, jobs = self._pump.refusals(), self._timetable.report()
        return Vitals(self._gateway(), backlog, oldest, carried, refusals, failures, jobs)

    def _beat(self, *, well: bool) -> None:
        file = self._database.path.with_name(HEARTBEAT)
        try:
            if well:
                file.write_text(f"{self._clock.real():%Y-%m-%dT%H:%M:%SZ}\n", "utf-8")
            else:
                file.unlink(missing_ok=True)
        except OSError as error:  # on a disk that takes nothing the file grows old, which tells the same
            _log.warning("the file %s could not be kept: %s", file, error)

    def _line(self) -> Refusal | None:
        return Refusal("health-not-connected") if self._gateway() is None else None

    async def _storage(self) -> Refusal | None:
        """A damaged file stays so, however well its sound parts work."""
        path = str(self._database.path)
        if damage := next((phrase for phrase in _DAMAGED if self._database.failures[phrase]), None):
            return Refusal(damage, file=path)
        try:
            async with self._database.transaction() as tx:
                await write_note(tx, "health", self._clock.real().isoformat())
        except Refusal as refusal:
            return refusal
        return None

    def _promises(self) -> Refusal | None:
        looked = self._pump.looked
        return None if looked and self._clock.real() - looked < STILL else Refusal("health-pump-still")
