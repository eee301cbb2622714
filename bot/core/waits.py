"""How long to wait before trying again."""

LONGEST = 300.0
"""Seconds between two attempts at most."""


def wait_before(attempt: int, longest: float = LONGEST) -> float:
    """Seconds to wait before the `attempt`-th new attempt in a row, counted from 1: 1, 2, 4, … `longest`."""
    return min(2.0 ** min(attempt - 1, 16), longest)
