"""How long people wait for answers, and what goes wrong at doors: counted here, shown at /metrics."""

import asyncio
from functools import cache
from typing import Any

import discord
from prometheus_client import Counter, Histogram

_SECONDS = Histogram(
    "summit_answer_seconds", "From an interaction's arrival until Discord took the answer.", ["kind", "outcome"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 15),
)  # fmt: skip
_FAILURES = Counter("summit_failures", "What went wrong at doors: refusals by phrase, surprises by type.", ["kind"])


@cache
def _seconds(kind: discord.InteractionType, outcome: str) -> Histogram:
    return _SECONDS.labels(kind.name, outcome)


def arrived() -> float:
    """The moment at which an interaction came, for `answered`."""
    return asyncio.get_running_loop().time()


def answered(interaction: discord.Interaction[Any], since: float, failure: str = "") -> None:
    """Count an interaction that is over. `failure`: the kind of what went wrong, a phrase or a type, or ''."""
    seconds = asyncio.get_running_loop().time() - since
    _seconds(interaction.type, "failed" if failure else "answered").observe(seconds)
    if failure:
        _FAILURES.labels(failure).inc()
