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
        self._hurried: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self, *, hurry: bool = False) -> None:
        """Wait until it is one's turn. Turns are given in the order of asking; those in a `hurry` come first."""
        loop = asyncio.get_running_loop()
        mine = loop.create_future()
        (self._hurried if hurry else self._others).append(mine)
        if self._timer is None:
            self._give(loop)
        await mine

    def _give(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give the turns that have come, and come back for the next where somebody waits for it."""
        self._timer = None
        while waiting := self._first():
            now = loop.time()
            if self._next > now:
                self._timer = loop.call_at(self._next, self._give, loop)
                return
            self._next = max(self._next, now - self._slack) + self._gap
            waiting.popleft().set_result(None)

    def _first(self) -> "deque[asyncio.Future[None]] | None":
        """The line whose turn it is, without those who were given up; None where nobody waits."""
        for line in (self._hurried, self._others):
            while line and line[0].done():
                line.popleft()
            if line:
                return line
        return None


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

    def stop(self, until: datetime) -> None:
        """No direct messages before `until`."""
        self._released = max(until, self._released or until)

    def stopped(self, real: datetime) -> bool:
        """Whether direct messages wait at `real`."""
        return self._released is not None and real < self._released
