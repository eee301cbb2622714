"""A Discord in memory for the outbox: it knows nonces for a while, fails in every way, and lets the pump be killed."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiosqlite

from bot.core.clock import Clock
from bot.outbox.model import Delivery
from bot.outbox.parcels import Parcel, Posted, Reading
from bot.outbox.verdict import Failure

REMEMBERED = timedelta(minutes=2, seconds=30)
"""How long this Discord knows a nonce."""


@dataclass(frozen=True, slots=True)
class Read:
    """One promise as somebody reads it in a message: who, which, when."""

    place: str
    member: int | None
    key: str
    at: datetime


@dataclass(slots=True)
class Stored:
    """A message as this Discord keeps it."""

    nonce: str
    place: str
    posted_at: datetime
    keys: tuple[str, ...]
    corrected: dict[str, str] = field(default_factory=dict)


class MemoryDiscord:
    """A carrier. `faults` are used up one for each request, and then all is well.

    "before": 503, and nothing was posted; "after": 502, and it was; "silent": it was, but no answer came. "limit": 429;
    "fast": 40003; "closed": 50007; "gone": 10003. "kill-before" and "kill-after": the pump dies during the request.
    """

    def __init__(self, clock: Clock, faults: Iterator[str]) -> None:
        self._clock = clock
        self._faults = faults
        self.messages: list[Stored] = []
        self.read: list[Read] = []
        self.requests = Counter[str]()
        self.expired_sends: list[str] = []
        self.killer: asyncio.Task[None] | None = None

    def ready(self) -> bool:
        return True

    def measure(self, delivery: Delivery, _: str) -> int:
        return 100 * len(delivery.lines)

    async def send(self, parcel: Parcel) -> Posted:
        self.expired_sends += [
            item.delivery.key for item in parcel.items if item.delivery.expires <= self._clock.now()
        ]
        return await self._request("send", parcel, lambda: self._post(parcel))

    async def find(self, parcel: Parcel) -> Posted | None:
        return await self._request("find", parcel, lambda: self._look(parcel))

    async def edit(self, parcel: Parcel) -> None:
        await self._request("edit", parcel, lambda: self._edit(parcel))

    async def _request(self, kind: str, parcel: Parcel, work: Callable[[], Any]) -> Any:
        self.requests[kind] += 1
        fault = next(self._faults, "")
        await asyncio.sleep(0)
        if fault == "kill-before":
            await self._die()
        if fault == "before":
            raise Failure(503)
        if fault == "limit":
            raise Failure(429, retry_after=1.5)
        if fault == "fast":
            raise Failure(403, 40003)
        if fault == "closed" and kind == "send" and parcel.member is not None:
            raise Failure(403, 50007)
        if fault == "gone" and kind == "send" and parcel.member is None:
            raise Failure(404, 10003)
        done = work()
        await asyncio.sleep(0)
        if fault == "kill-after":
            await self._die()
        if fault == "after":
            raise Failure(502)
        if fault == "silent":
            raise TimeoutError
        return done

    async def _die(self) -> None:
        assert self.killer is not None
        self.killer.cancel()
        await asyncio.sleep(60)

    def _post(self, parcel: Parcel) -> Posted:
        real = self._clock.real()
        for number, message in enumerate(self.messages):
            if message.nonce == parcel.nonce and real - message.posted_at < REMEMBERED:
                return Posted(1, number + 1)
        self.messages.append(Stored(parcel.nonce, parcel.place, real, tuple(i.delivery.key for i in parcel.items)))
        self.read += [
            Read(parcel.place, item.delivery.to.member, item.delivery.key, self._clock.now()) for item in parcel.items
        ]
        return Posted(1, len(self.messages))

    def _look(self, parcel: Parcel) -> Posted | None:
        for number, message in enumerate(self.messages):
            if message.nonce == parcel.nonce and (parcel.since is None or message.posted_at >= parcel.since):
                return Posted(1, number + 1)
        return None

    def _edit(self, parcel: Parcel) -> None:
        assert parcel.posted is not None
        shown = {item.delivery.key: item.correction[0].phrase for item in parcel.items if item.correction}
        self.messages[parcel.posted.message - 1].corrected = shown


class Chosen:
    """What people have chosen, in a test."""

    def __init__(self, readings: Mapping[int, Reading]) -> None:
        self._readings = readings

    async def reading(self, _: aiosqlite.Connection, members: Collection[int]) -> Mapping[int, Reading]:
        return {member: self._readings[member] for member in members if member in self._readings}
