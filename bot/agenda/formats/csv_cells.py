"""Cells of a table: escaped so that no spreadsheet runs them, and read as times, choices and lists."""

import csv
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from io import StringIO
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.agenda.formats import AgendaFile
from bot.agenda.formats.frab import moment_of
from bot.agenda.model import PartOfDay, Speaker, Status, Text

ChoiceT = TypeVar("ChoiceT", bound=StrEnum)

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_SPEAKER = re.compile(r"(?P<name>.+?)\s*[(（](?P<affiliation>.+)[)）]", re.DOTALL)
_YES = {"yes", "true", "1", "x", "y", "是", "✓"}
_NO = {"", "no", "false", "0", "n", "否"}
_CHOICES: dict[str, StrEnum] = {
    "已取消": Status.CANCELLED, "取消": Status.CANCELLED, "canceled": Status.CANCELLED, "延期": Status.POSTPONED,
    "已延期": Status.POSTPONED, "confirmed": Status.SCHEDULED, "accepted": Status.SCHEDULED,
    "上午": PartOfDay.MORNING, "中午": PartOfDay.NOON, "下午": PartOfDay.AFTERNOON, "晚上": PartOfDay.EVENING,
}


class TableError(ValueError):
    """Why a table cannot be read, and the line from which on."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def escaped(cell: str) -> str:
    """`cell` with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unescaped(cell: str) -> str:
    """What was `escaped`."""
    return cell[1:] if _ESCAPED.match(cell) else cell


def decoded(file: AgendaFile) -> str:
    """The table's text: UTF-8, or else GB18030, which Chinese editions of Excel write. Raises TableError."""
    try:
        return file.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return file.data.decode("gb18030")
        except UnicodeDecodeError as wrong:
            raise TableError(file.data.count(b"\n", 0, wrong.start) + 1, "UTF-8? GB18030?") from wrong


def records(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """The table's records and the line, from 1, that each begins in; empty ones left out. Raises TableError."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line, found = 1, []
    try:
        for record in reader:
            if record:
                found.append((line, record))
            line = reader.line_num + 1
    except csv.Error as wrong:
        raise TableError(line, str(wrong)) from wrong
    return found


def day_in(cell: str) -> date:
    """A day: 2024-03-28, 2024/3/28 or 2024年3月28日. Raises ValueError."""
    found = _DAY.fullmatch(cell)
    if not found or not 1970 <= int(found[1]) <= 2200:
        raise ValueError(cell)
    return date(int(found[1]), int(found[2]), int(found[3]))


def moment_in(cell: str, day: date | None, zone: ZoneInfo) -> datetime:
    """A moment (UTC): "09:30" of `day` ("25:00" is one o'clock in the night after it), or a date and time in ISO 8601.

    Raises ValueError, and LookupError when a time of day has no day.
    """
    found = _CLOCK.fullmatch(cell)
    if not found:
        moment = moment_of(cell)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    hours, minutes, seconds = int(found[1]), int(found[2]), int(found[3] or 0)
    if hours > 47 or minutes > 59 or seconds > 59:
        raise ValueError(cell)
    if day is None:
        raise LookupError(cell)
    wall = datetime.combine(day, time(), zone) + timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return wall.astimezone(UTC)


def moment_cell(moment: datetime, day: date | None, zone: ZoneInfo) -> str:
    """The shortest cell that `moment_in` reads as `moment` (aware): a time of day as far as noon of the next one."""
    wall = moment.astimezone(zone)
    hours = wall.hour + 24 * (wall.date() - day).days if day else -1
    clock = f"{hours:02}:{wall:%M}"
    if 0 <= hours < 36 and moment_in(clock, day, zone) == moment:
        return clock
    return wall.isoformat()


def choice_in(cell: str, kind: type[ChoiceT]) -> ChoiceT:
    """One of the values of `kind`, in our words or in people's. Raises ValueError."""
    said = cell.casefold()
    meant = _CHOICES.get(said)
    return meant if isinstance(meant, kind) else kind(said)


def yes_or_no(cell: str) -> bool:
    """Whether a cell says yes; a blank one says no. Raises ValueError when it says neither."""
    said = cell.casefold()
    if said not in _YES | _NO:
        raise ValueError(cell)
    return said in _YES


def listed(cell: str, separators: str = ";；\n") -> list[str]:
    """The parts of a list in a cell."""
    return [" ".join(part.split()) for part in re.split(f"[{separators}]", cell) if part.strip()]


def speakers_in(names: Iterable[str]) -> tuple[Speaker, ...]:
    """Speakers from "Name" or "Name (affiliation)"."""
    speakers = []
    for name in names:
        found = _SPEAKER.fullmatch(name)
        speakers.append(
            Speaker(Text.of(found["name"]), Text.of(found["affiliation"])) if found else Speaker(Text.of(name))
        )
    return tuple(speakers)
