"""What time it is. The only module that reads the machine's clock."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

FASTEST = 10_000
"""The highest speed of a rehearsal: a summit of two days in seventeen seconds."""


class Clock(Protocol):
    """The summit's time and the machine's.

    `now` is what the summit lives by and may be rehearsed; `real` is for leases, retry waits and debouncing, which must
    not run faster in a rehearsal. Both give aware UTC.
    """

    def now(self) -> datetime:
        """The summit's time, aware UTC."""
        ...

    def real(self) -> datetime:
        """The machine's time, aware UTC."""
        ...

    def wait(self, moment: datetime) -> float:
        """Real seconds until `now` reaches `moment` (aware), 0 when it has: how long to sleep for it."""
        ...


class SystemClock:
    """Real time: both are the machine's."""

    def now(self) -> datetime:
        """The machine's time, aware UTC."""
        return datetime.now(UTC)

    def real(self) -> datetime:
        """The machine's time, aware UTC."""
        return datetime.now(UTC)

    def wait(self, moment: datetime) -> float:
        """Seconds until `moment`, 0 when it has come."""
        return max((moment - self.now()).total_seconds(), 0.0)


class RehearsalClock:
    """The summit replayed: `now` begins at `start` when the clock is made, and runs `speed` times as fast."""

    def __init__(self, start: datetime, speed: float = 1.0) -> None:
        """`start` must be aware; `speed` is a positive factor. Raises ValueError otherwise."""
        if start.tzinfo is None:
            raise ValueError("a rehearsal starts at a time with an offset, such as 2024-03-28T08:50:00+08:00")
        if not 0 < speed <= FASTEST:
            raise ValueError(f"a rehearsal's speed is a number above 0 and at most {FASTEST}")
        self._start = start.astimezone(UTC)
        self._speed = speed
        self._began = self.real()

    def now(self) -> datetime:
        """The rehearsed time, aware UTC."""
        return self._start + (self.real() - self._began) * self._speed

    def real(self) -> datetime:
        """The machine's time, aware UTC."""
        return datetime.now(UTC)

    def wait(self, moment: datetime) -> float:
        """Real seconds until the rehearsal reaches `moment`, 0 when it has: at speed 60 a minute is one second."""
        return max((moment - self.now()).total_seconds(), 0.0) / self._speed


class StoppedClock:
    """Time in tests: stands still until it is advanced; moves `now` and `real` together."""

    def __init__(self, start: datetime) -> None:
        """`start` must be aware. Raises ValueError otherwise."""
        if start.tzinfo is None:
            raise ValueError("a clock stops at a time with an offset")
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """Where the clock stands, aware UTC."""
        return self._now

    def real(self) -> datetime:
        """Where the clock stands, aware UTC."""
        return self._now

    def wait(self, moment: datetime) -> float:
        """Seconds by which the clock would have to be advanced to reach `moment`, 0 when it has come."""
        return max((moment - self._now).total_seconds(), 0.0)

    def advance(self, by: timedelta) -> None:
        """Move both times forward by `by` (or back, if it is negative)."""
        self._now += by


def read_clock(setting: str) -> Clock:
    """Make the clock that `SUMMIT_CLOCK` asks for.

    Empty: real time. `2024-03-28T09:00:00+08:00`: a rehearsal from then at speed 1. `…@60`: at speed 60.
    Raises ValueError with a sentence when the setting is neither.
    """
    if not setting:
        return SystemClock()
    start, _, speed = setting.partition("@")
    return RehearsalClock(datetime.fromisoformat(start), float(speed or 1))
