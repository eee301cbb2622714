"""Coverage as a picture, and lists for spreadsheets. Pure.

The picture is drawn with Pillow: matplotlib is ten times as large for one kind of chart, and Discord shows no SVG, so
that pygal would need a renderer besides. Times stand in digits and teams as the letters that the card explains, so no
font has to be installed to read it in any language.
"""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from string import ascii_uppercase
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw, ImageFont

from bot.agenda.formats.csv_cells import escaped
from bot.volunteering.counting import Coverage, Hours
from bot.volunteering.model import Roster, Team

_INK, _FAINT, _PAPER, _GRID = "#1f2733", "#6b7686", "#ffffff", "#e3e8ef"
_SHADES = ("#d64545", "#e88b3a", "#f0c24b", "#8fc46b", "#2e9e5b")
"""From nobody to everybody."""

_HOUR, _ROW, _LEFT, _TOP, _GAP, _SCALE = 46, 30, 56, 44, 18, 2
_SLOT = timedelta(minutes=30)


def letters(coverage: Sequence[Coverage]) -> dict[str, str]:
    """The letter of each team in the picture, in the order of the rows."""
    codes = dict.fromkeys(one.team for one in coverage)
    return {code: _letter(place) for place, code in enumerate(codes)}


def _letter(place: int) -> str:
    return ascii_uppercase[place] if place < 26 else f"{ascii_uppercase[place // 26 - 1]}{ascii_uppercase[place % 26]}"


def picture(coverage: Sequence[Coverage], zone: ZoneInfo) -> bytes | None:
    """A PNG: a band for each day, a row for each of its teams, half hours coloured by how many places are filled.

    In each cell stands filled/needed where that fits. None without any shift. Long events show their first seven days.
    """
    days = sorted({one.start.astimezone(zone).date() for one in coverage})[:7]
    if not days:
        return None
    rows = letters(coverage)
    spans = {day: _span(day, coverage, zone) for day in days}
    width = _LEFT + max(last - first for first, last in spans.values()) * _HOUR + 24
    cells = {day: _cells(day, coverage, zone) for day in days}
    own = {day: {code: rows[code] for code in rows if any(team == code for team, _ in cells[day])} for day in days}
    height = sum(_TOP + len(own[day]) * _ROW + _GAP for day in days) + 8
    image = Image.new("RGB", (width * _SCALE, height * _SCALE), _PAPER)
    draw, top = _Pen(image), 0
    for day in days:
        _band(draw, top, day, spans[day], own[day], cells[day])
        top += _TOP + len(own[day]) * _ROW + _GAP
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


class _Pen:
    """Draws in points; the picture has two pixels for each."""

    def __init__(self, image: Image.Image) -> None:
        self._draw = ImageDraw.Draw(image)

    def box(self, left: float, top: float, right: float, bottom: float, fill: str) -> None:
        corners = (left * _SCALE, top * _SCALE, right * _SCALE - 1, bottom * _SCALE - 1)
        self._draw.rectangle(corners, fill=fill)

    def text(self, left: float, top: float, words: str, size: int, *, fill: str = _INK, anchor: str = "lm") -> None:
        font = ImageFont.load_default(size * _SCALE)
        self._draw.text((left * _SCALE, top * _SCALE), words, fill=fill, font=font, anchor=anchor)


def _span(day: date, coverage: Sequence[Coverage], zone: ZoneInfo) -> tuple[int, int]:
    """The first and the last hour of a day's shifts; hours after midnight count on."""
    own = [one for one in coverage if one.start.astimezone(zone).date() == day]
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    first = min(one.start.astimezone(zone).hour for one in own)
    hours = max((one.end - midnight) / timedelta(hours=1) for one in own)
    return first, min(max(int(-(-hours // 1)), first + 4), 36)


def _cells(day: date, coverage: Sequence[Coverage], zone: ZoneInfo) -> dict[tuple[str, int], tuple[int, int]]:
    """Filled and needed by team and half hour of the day, counted from midnight."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    found: dict[tuple[str, int], tuple[int, int]] = {}
    for one in coverage:
        if one.start.astimezone(zone).date() != day:
            continue
        first, last = int((one.start - midnight) / _SLOT), -int(-((one.end - midnight) / _SLOT) // 1)
        for slot in range(first, min(last, 72)):
            filled, needed = found.get((one.team, slot), (0, 0))
            found[one.team, slot] = filled + one.filled, needed + one.needed
    return found


def _band(
    draw: _Pen, top: int, day: date, span: tuple[int, int], rows: dict[str, str],
    cells: dict[tuple[str, int], tuple[int, int]],
) -> None:
    first, last = span
    bottom = top + _TOP + len(rows) * _ROW
    draw.text(10, top + 16, f"{day:%m-%d}", 15)
    for hour in range(first, last + 1):
        x = _LEFT + (hour - first) * _HOUR
        draw.box(x, top + _TOP - 4, x + 0.5, bottom, _GRID)
        draw.text(x, top + _TOP - 14, f"{hour % 24:02}", 11, fill=_FAINT, anchor="mm")
    for place, (team, letter) in enumerate(rows.items()):
        middle = top + _TOP + place * _ROW + _ROW / 2
        draw.text(22, middle, letter, 14)
        own = sorted((slot, value) for (code, slot), value in cells.items() if code == team)
        for start, end, (filled, needed) in _runs(own):
            left, right = (_LEFT + (slot / 2 - first) * _HOUR for slot in (start, end))
            shade = _SHADES[min(4 * filled // needed, 4) if needed else 4]
            draw.box(left + 1, middle - _ROW / 2 + 3, right - 1, middle + _ROW / 2 - 3, shade)
            draw.text((left + right) / 2, middle, f"{filled}/{needed}", 11 if end - start > 1 else 8, anchor="mm")


def _runs(
    cells: Sequence[tuple[int, tuple[int, int]]]
) -> list[tuple[int, int, tuple[int, int]]]:
    """Neighbouring half hours with the same numbers, as one."""
    runs: list[tuple[int, int, tuple[int, int]]] = []
    for slot, value in cells:
        if runs and runs[-1][1] == slot and runs[-1][2] == value:
            runs[-1] = (runs[-1][0], slot + 1, value)
        else:
            runs.append((slot, slot + 1, value))
    return runs


def hours_table(hours: Sequence[Hours], teams: dict[str, Team], names: dict[int, str], language: str) -> bytes:
    """Hours and thanks as a table: member, name, hours, tasks, teams. `names` are as the server shows them."""
    rows = [
        [str(one.member), names.get(one.member, ""), f"{one.seconds / 3600:.2f}", str(one.tasks),
         "; ".join(sorted(_named(team, teams, language) for team in one.teams))]
        for one in hours
    ]  # fmt: skip
    return _table(["member", "name", "hours", "tasks", "teams"], rows)


def risk_table(at_risk: Sequence[Roster], teams: dict[str, Team], zone: ZoneInfo, language: str) -> bytes:
    """The shifts that lack people as a table: number, title, team, start (venue), filled, min, max."""
    rows = []
    for one in at_risk:
        draft, begins = one.shift.draft, one.shift.begins
        rows.append([
            str(one.shift.number), draft.title.in_language(language), _named(draft.team, teams, language),
            f"{begins.astimezone(zone):%Y-%m-%d %H:%M}" if begins else "", str(len(one.taken)), str(draft.minimum),
            str(draft.maximum),
        ])  # fmt: skip
    return _table(["number", "title", "team", "start", "filled", "min", "max"], rows)


def _named(team: str, teams: dict[str, Team], language: str) -> str:
    return teams[team].name.in_language(language) if team in teams else team


def _table(header: list[str], rows: list[list[str]]) -> bytes:
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(header)
    writer.writerows([escaped(cell) for cell in row] for row in rows)
    return table.getvalue().encode("utf-8-sig")
