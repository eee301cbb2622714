"""How much is tried: a short form with all tests, a long one for `make soak`."""

import os
import random
from collections.abc import Iterable, Sequence

LONG = os.environ.get("SUMMIT_SOAK") == "long"
"""Whether this is the long form."""

SEED = int(os.environ.get("SUMMIT_SEED") or random.randrange(10**6))
"""What chance begins with; told with every failure, and may be set to try the same again."""


def scaled(short: int, long: int) -> int:
    """`short`, or `long` in the long form. `SUMMIT_SOAK_SHARE` (percent) makes the long form shorter."""
    share = int(os.environ.get("SUMMIT_SOAK_SHARE") or 100)
    return max(long * share // 100, 1) if LONG else short


def milliseconds(seconds: Iterable[float], *shares: float) -> str:
    """`p50 3, p99 12 ms`: what that share of the waits stayed below."""
    waits = sorted(seconds)
    parts = [f"p{share:g} {1000 * waits[min(int(len(waits) * share / 100), len(waits) - 1)]:.0f}" for share in shares]
    return f"{', '.join(parts)} ms, longest {1000 * waits[-1]:.0f} ms"


def at_random(chance: random.Random, what: Sequence[object], share: float, length: int) -> list[object | None]:
    """A script for `LocalDiscord.trouble`: one of `what` at a `share` of the next `length` requests, else nothing."""
    return [chance.choice(what) if chance.random() < share else None for _ in range(length)]
