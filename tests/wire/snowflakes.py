"""Ids and times as Discord makes them."""

import itertools
from datetime import datetime

from bot.core.clock import SystemClock

EPOCH = 1_420_070_400_000
"""Milliseconds to the first second of 2015, from which Discord counts."""

_numbers = itertools.count(1)
_clock = SystemClock()


def snowflake() -> int:
    """A new id of 19 digits: milliseconds in the upper bits, and a running number that Discord keeps below them."""
    milliseconds = int(_clock.real().timestamp() * 1000) - EPOCH
    return (milliseconds << 22) | (next(_numbers) & 0x3FFFFF)


def moment() -> datetime:
    """Now, aware UTC."""
    return _clock.real()


def stamp() -> str:
    """Now, as Discord writes it."""
    return moment().isoformat()
