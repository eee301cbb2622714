"""What organisers did, as it is kept and told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.outbox.model import Line, Value


@dataclass(frozen=True, slots=True)
class Audit:
    """Who (a member's id; None: nobody was asked) did what, when (aware UTC); `details` are the phrase's values."""

    at: datetime
    author: int | None
    kind: str
    details: Mapping[str, Value]
    id: int = 0

    @property
    def line(self) -> Line:
        """What was done, in a sentence without its author and time."""
        return Line(f"audit-{self.kind}", self.details)
