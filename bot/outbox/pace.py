"""Not faster than Discord allows: a pace for requests, and a stop before too many are refused."""

import asyncio
from collections import deque
from datetime import datetime, timedelta

BURST = 5
"""Requests that may go out at once after a rest."""


class Pace:
    """At most `per_second` turns a second in the long run, and `per_second` + `burst` within any one second.

    Libraries' limiters let a whole second's worth go at once and then go on at full speed: twice the rate in the
    first second, which is over Discord's 50 for a rate of 40.
    """

    def __init__(self, per_second: float, burst: int = BURST) -> None:
        """`burst` turns, at least 1, may follow each other at once after a rest."""
        self._gap = 1 / per_second
        self._slack = self._gap * (burst - 1)
        self._next = float("-inf")
        self._hurried: deque[object] = deque()
        self._others: deque[object] = deque()

    async def turn(self, *, hurry: bool = False) -> None:
        """Wait until it is one's turn. Turns are given in the order of asking; those in a `hurry` come first."""
        loop, myself = asyncio.get_running_loop(), object()
        line = self._hurried if hurry else self._others
        line.append(myself)
        try:
            while wait := self._wait(myself, line, loop.time()):  # noqa: ASYNC110 -- others may go before meanwhile
                await asyncio.sleep(wait)
            self._next = max(self._next, loop.time() - self._slack) + self._gap
        finally:
            line.remove(myself)

    def _wait(self, who: object, line: deque[object], now: float) -> float:
        """Seconds until they may ask again; 0 when it is their turn."""
        before = line.index(who) + (len(self._hurried) if line is self._others else 0)
        # Turns are given no earlier than they come, so the next is never further away than a gap.
        self._next = min(self._next, now + self._gap)
        wait = self._next - now + before * self._gap
        return max(wait, self._gap / 4 if before else 0.0)


class Brake:
    """Stops direct messages for a while when Discord refuses too much. Times are real, aware UTC.

    Each 50007 is a 403, and an address with 10,000 refusals (401, 403, 429) in ten minutes is banned for a while.
    """

    WINDOW = timedelta(minutes=10)

    def __init__(self, bound: int = 500) -> None:
        """`bound`: refusals within ten minutes, a twentieth of what leads to a ban by default."""
        self._refusals: deque[datetime] = deque(maxlen=bound)
        self._bound = bound
        self._released: datetime | None = None

    def note(self, real: datetime) -> None:
        """Discord refused a request at `real`."""
        self._refusals.append(real)
        if len(self._refusals) == self._bound and real - self._refusals[0] < self.WINDOW:
            self.stop(self._refusals[0] + self.WINDOW)

    def recent(self, real: datetime) -> int:
        """How much Discord refused within the ten minutes before `real`, up to the bound."""
        return sum(real - at < self.WINDOW for at in self._refusals)

    def stop(self, until: datetime) -> None:
        """No direct messages before `until`."""
        self._released = max(until, self._released or until)

    def stopped(self, real: datetime) -> bool:
        """Whether direct messages wait at `real`."""
        return self._released is not None and real < self._released
