"""Keeps promises: takes what is due, has it carried, marks what became of it. See docs/delivery.md."""

import asyncio
import json
import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.refusal import Refusal
from bot.outbox import marks, queue
from bot.outbox.pace import Brake, Pace
from bot.outbox.parcels import Carrier, NoPreferences, Parcel, Posted, Preferences
from bot.outbox.verdict import (
    DOOR_CLOSED,
    HOPELESS,
    TOO_MANY_DOORS,
    Again,
    Failure,
    Final,
    Reason,
    seconds_to_wait,
    verdict,
)

LOOK = 5.0
"""Real seconds between two looks, at most: another process may have posted."""

UNREADY = 0.2
"""Real seconds between two looks whether Discord is there again."""

PAUSE = timedelta(minutes=5)
"""Real time without direct messages after Discord said that too many were opened."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Counts:
    """What the pump did since it was made. `messages` were sent, with `deliveries` in them, `late` of these late.

    `found`: messages of an earlier attempt that were there; `closed`: people whose direct messages are closed.
    """

    messages: int = 0
    deliveries: int = 0
    late: int = 0
    edits: int = 0
    found: int = 0
    retries: int = 0
    refused: int = 0
    closed: int = 0
    expired: int = 0


class Pump:
    """One for a database, mostly: several pumps never send the same message, they only share the work."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        carrier: Carrier,
        preferences: Preferences | None = None,
        *,
        brake: Brake | None = None,
        language: str = "zh-CN",
        direct_messages_per_second: float = 5,
        messages_per_person_per_hour: int = 8,
        parallel: int = 8,
        patience: float = 30,
    ) -> None:
        """`brake` hears of what Discord refuses. `language` is the summit's.

        `parallel` messages at most are under way, each for `patience` real seconds. A quarter of `parallel` is kept for
        channels, so that slow direct messages never hold up what many wait for. `looked` is when `run` last looked
        round (real).
        """
        self.counts = Counts()
        self.looked: datetime | None = None
        self._database, self._clock, self._carrier = database, clock, carrier
        self._preferences = preferences or NoPreferences()
        self._language, self._per_hour = language, messages_per_person_per_hour
        self._parallel, self._patience = parallel, patience
        self._pace = Pace(direct_messages_per_second)
        self._brake = brake or Brake()
        self._news = asyncio.Event()
        self._carrying: dict[asyncio.Task[None], str] = {}

    def wake(self) -> None:
        """Look at once: something was posted."""
        self._news.set()

    def refusals(self) -> int:
        """How many requests Discord refused in the last ten minutes; at 10,000 it bans the address for a while."""
        return self._brake.recent(self._clock.real())

    async def run_once(self) -> None:
        """Attempt what is due now, and what becomes due meanwhile, until nothing is left to attempt now."""
        try:
            while await self._fill() or self._carrying:
                if self._carrying:
                    await asyncio.wait(self._carrying, return_when=asyncio.FIRST_COMPLETED)
        except BaseException:
            await self._stop()
            raise

    async def run(self) -> None:
        """Attempt everything when it is due, until cancelled. What was under way then is attempted again later."""
        released = False
        try:
            while True:
                self._news.clear()
                self.looked = self._clock.real()
                try:
                    if not released:
                        async with self._database.transaction() as tx:
                            await queue.release(tx)
                        released = True
                    await self._fill()
                    wait = await self._until_next()
                except Refusal:  # the database's; it has logged why
                    wait = LOOK
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._news.wait()
        finally:
            await self._stop()

    async def _stop(self) -> None:
        tasks = [*self._carrying]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _fill(self) -> int:
        """Take what there is, as far as there are places for it; returns how many messages were taken.

        Without a connection nothing is: an attempt that cannot reach Discord only makes the next one wait longer.
        """
        taken = 0
        while self._carrier.ready() and len(self._carrying) < self._parallel and (parcel := await self._take()):
            task = asyncio.create_task(self._carry(parcel), name=f"message {parcel.nonce}")
            self._carrying[task] = parcel.place
            task.add_done_callback(self._carried)
            taken += 1
        return taken

    def _carried(self, task: asyncio.Task[None]) -> None:
        del self._carrying[task]
        self._news.set()
        if not task.cancelled() and (error := task.exception()):
            _log.error("what became of %s could not be written down", task.get_name(), exc_info=error)

    def _terms(self) -> queue.Terms:
        places = [*self._carrying.values()]
        real = self._clock.real()
        single = sum(place.startswith("@") for place in places)
        return queue.Terms(
            now=self._clock.now(),
            real=real,
            lease=timedelta(seconds=self._patience * 1.5),
            busy=json.dumps(places),
            direct=single < max(self._parallel * 3 // 4, 1) and not self._brake.stopped(real),
            per_hour=self._per_hour,
            language=self._language,
            carrier=self._carrier,
            preferences=self._preferences,
        )

    async def _take(self) -> Parcel | None:
        async with self._database.transaction() as tx:
            terms = self._terms()
            expired = await queue.expire(tx, terms.now)
            parcel = await queue.take(tx, terms)
        self.counts.expired += expired
        return parcel

    async def _until_next(self) -> float:
        if not self._carrier.ready():
            return UNREADY
        if len(self._carrying) >= self._parallel:
            return LOOK
        terms = self._terms()
        async with self._database.read() as connection:
            ready, to_do = await queue.next_moments(connection, terms.busy, terms.direct)
        waits = [LOOK]
        if ready:
            waits.append(self._clock.wait(ready))
        if to_do:
            waits.append((to_do - self._clock.real()).total_seconds())
        return max(min(waits), 0.0)

    async def _carry(self, parcel: Parcel) -> None:
        try:
            if parcel.member is not None and not parcel.posted:
                await self._pace.turn()
            async with asyncio.timeout(self._patience):
                await self._attempt(parcel)
        except Failure as failure:
            await self._failed(parcel, failure)
        except TimeoutError:
            await self._failed(parcel, Failure(detail=f"no answer within {self._patience:g} s"))
        except Refusal:
            raise
        except Exception as error:  # noqa: BLE001 -- whatever it is, the promise stays open
            _log.exception("%s failed unexpectedly", parcel.nonce)
            await self._failed(parcel, Failure(detail=repr(error)))

    async def _attempt(self, parcel: Parcel) -> None:
        if parcel.posted:
            await self._carrier.edit(parcel)
            await self._edited(parcel)
        elif (parcel.look or not parcel.wanted) and (posted := await self._carrier.find(parcel)):
            await self._told(parcel, posted, found=True)
        elif not parcel.wanted:
            async with self._database.transaction() as tx:
                await marks.mark_void(tx, parcel)
        else:
            await self._send(parcel)

    async def _send(self, parcel: Parcel) -> None:
        if parcel.look:
            async with self._database.transaction() as tx:
                await marks.begin_window(tx, parcel, self._clock.real())
        fresh = parcel.at_time(self._clock.now())
        if fresh.items:
            await self._told(fresh, await self._carrier.send(fresh))

    async def _told(self, parcel: Parcel, posted: Posted, *, found: bool = False) -> None:
        async with self._database.transaction() as tx:
            await marks.mark_sent(tx, parcel, posted, self._clock.now(), found=found)
        self.counts.messages += 1
        self.counts.found += found
        self.counts.deliveries += len(parcel.items)
        self.counts.late += sum(parcel.late(item) for item in parcel.items)

    async def _edited(self, parcel: Parcel) -> None:
        async with self._database.transaction() as tx:
            await marks.mark_amended(tx, parcel)
        self.counts.edits += 1

    async def _failed(self, parcel: Parcel, failure: Failure) -> None:
        real = self._clock.real()
        if failure.code in TOO_MANY_DOORS:
            self._brake.stop(real + PAUSE)
        decided = verdict(failure)
        optional = parcel.posted is not None or not parcel.wanted
        if isinstance(decided, Again) and not (optional and parcel.attempts >= HOPELESS):
            await self._try_again(parcel, failure, decided)
        elif optional:
            await self._let_be(parcel, failure)
        else:
            reason = decided.reason if isinstance(decided, Final) else Reason.REJECTED
            await self._refuse(parcel, failure, reason)

    async def _refuse(self, parcel: Parcel, failure: Failure, reason: Reason) -> None:
        """Refused, unless an earlier attempt brought it there, which is looked for first."""
        posted = None
        if parcel.attempts > 1:
            try:
                async with asyncio.timeout(self._patience):
                    posted = await self._carrier.find(parcel)
            except (Failure, TimeoutError) as error:
                looked = verdict(error) if isinstance(error, Failure) else Again()
                if isinstance(looked, Again):
                    await self._try_again(parcel, failure, looked)
                    return
        if posted:
            await self._told(parcel, posted, found=True)
        else:
            await self._refused(parcel, failure, reason)

    async def _try_again(self, parcel: Parcel, failure: Failure, again: Again) -> None:
        at = self._clock.real() + timedelta(seconds=seconds_to_wait(again, parcel.attempts))
        async with self._database.transaction() as tx:
            await marks.mark_again(tx, parcel, at, str(failure))
        self.counts.retries += 1
        _log.warning("%s to %s failed: %s; again at %s", parcel.nonce, parcel.place, failure, at)

    async def _let_be(self, parcel: Parcel, failure: Failure) -> None:
        """A message that cannot be corrected stays as it is; one that cannot be looked for counts as not there."""
        async with self._database.transaction() as tx:
            if parcel.posted:
                await marks.mark_amended(tx, parcel, str(failure))
            else:
                await marks.mark_void(tx, parcel)
        _log.warning("%s to %s is left as it is: %s", parcel.nonce, parcel.place, failure)

    async def _refused(self, parcel: Parcel, failure: Failure, reason: Reason) -> None:
        async with self._database.transaction() as tx:
            await marks.mark_refused(tx, parcel, reason, str(failure), self._clock.now())
            items = await marks.items_of(tx, parcel.number, "open")
            await marks.refuse(tx, items, reason, self._language, self._preferences)
        self.counts.refused += len(items)
        self.counts.closed += failure.code in DOOR_CLOSED
        _log.warning("%s to %s is refused: %s", parcel.nonce, parcel.place, failure)
