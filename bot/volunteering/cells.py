"""What an organiser's file says of a task, cell by cell. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.agenda.formats.csv_cells import day_in, moment_in
from bot.core.yaml_syntax import shown
from bot.volunteering.model import Draft, Fixed, Preparation, Team, Tied, Timing

_ValueT = TypeVar("_ValueT")
MOST_DIGITS = 6
"""Of a number in a file."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file says: teams, and tasks with codes of their own.

    `roles`: a team's code → the role, by name or id, that its people have at Discord.
    """

    teams: tuple[Team, ...]
    drafts: tuple[Draft, ...]
    roles: Mapping[str, str] = field(default_factory=dict)


class CellFault(Exception):
    """What is wrong with one cell."""

    def __init__(self, column: str, phrase: str, **values: object) -> None:
        super().__init__(column, phrase)
        self.column, self.phrase, self.values = column, phrase, values


def timing_in(cells: Mapping[str, str], zone: ZoneInfo) -> Timing:
    """When, from cells as a table has them. Raises CellFault."""
    if session := cells.get("session", ""):
        return Tied(session, number_in(cells, "before", 0), number_in(cells, "after", 0))
    day = _read(cells, "day", day_in, "fault-date")
    if due := _read(cells, "due", lambda cell: moment_in(cell, day, zone), "fault-moment"):
        return Preparation(due)
    start = _read(cells, "start", lambda cell: moment_in(cell, day, zone), "fault-time")
    end = _read(cells, "end", lambda cell: moment_in(cell, day, zone), "fault-time")
    if start is None or end is None:
        raise CellFault("start" if start is None else "end", "fault-missing")
    if end <= start:
        raise CellFault("end", "task-end-before-start")
    return Fixed(start, end)


def _read(
    cells: Mapping[str, str], column: str, reader: Callable[[str], _ValueT], phrase: str
) -> _ValueT | None:
    cell = cells.get(column, "")
    try:
        return reader(cell) if cell else None
    except LookupError:
        raise CellFault(column, "agenda-csv-day-missing", seen=shown(cell)) from None
    except (OverflowError, ValueError):
        raise CellFault(column, phrase, seen=shown(cell)) from None


def number_in(cells: Mapping[str, str], column: str, default: int) -> int:
    """A whole number, `default` for an empty cell. Raises CellFault."""
    cell = cells.get(column, "")
    if not cell:
        return default
    if not (cell.isascii() and cell.isdigit() and len(cell) <= MOST_DIGITS):
        raise CellFault(column, "fault-number", seen=shown(cell))
    return int(cell)
