"""Real rosters of other events as tables in our own columns, so that they go through the reader that organisers use."""

import csv
import io
import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from defusedxml import ElementTree

FOLDER = Path(__file__).parents[1] / ".." / "shared" / "agendas" / "volunteers"
needs_rosters = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"real rosters are not at {FOLDER}")

_COLUMNS = ["title", "team", "place", "start", "end", "min", "max", "instructions"]
_FIRST = date(2019, 2, 2)


def emf() -> bytes:
    """EMF Camp 2022: every shift of the roster."""
    rows = [
        [one["role"], one["role"], one["venue"], one["start"], one["end"], one["min_needed"], one["max_needed"], ""]
        for one in json.loads((FOLDER / "emf-2022-shifts.json").read_text("utf-8"))
    ]
    return _table(rows)


def fosdem() -> bytes:
    """FOSDEM 2019: days are counted from the Saturday; some tasks end after midnight."""
    rows = []
    for task in ElementTree.parse(FOLDER / "fosdem-2019-tasks.xml").getroot():
        fields = {child.tag: " ".join((child.text or "").split()) for child in task}
        day = _FIRST + timedelta(days=int(fields["day"]) - 1)
        start, end = (datetime.fromisoformat(f"{day}T{fields[name]}") for name in ("start_time", "end_time"))
        if end <= start:
            end += timedelta(days=1)
        rows.append([
            f"{fields['name']} {fields['counter']}", task.get("template", "") or fields["name"], "", start.isoformat(),
            end.isoformat(), fields["nbr_volunteers_min"], fields["nbr_volunteers_max"], fields["description"],
        ])  # fmt: skip
    return _table(rows)


def _table(rows: list[list[object]]) -> bytes:
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(_COLUMNS)
    writer.writerows(rows)
    return table.getvalue().encode()
