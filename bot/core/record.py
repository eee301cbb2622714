"""How a recurring job fared: kept by the timetable, shown to organisers."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class Record:
    """How a job fared. Times are real, aware UTC; `error` is the last failure's name, '' once it worked again.

    `failures` counts those in a row, `failed` all of them.
    """

    name: str
    last: datetime | None = None
    next: datetime | None = None
    error: str = ""
    failures: int = 0
    runs: int = 0
    failed: int = 0
