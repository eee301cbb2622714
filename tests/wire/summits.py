"""Summits of any size to be tried on the wire: their folder of settings, their clock, and what their database holds."""

import asyncio
import shutil
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from tests.wire.program import CONFIG

ZONE = ZoneInfo("Asia/Shanghai")
NINE = datetime(2024, 3, 28, 9, tzinfo=ZONE)
ROOMS = ("main", "futian", "luohu")


def title(number: int) -> str:
    """The title of the session number `number`, whose code is `talk-<number>`."""
    return f"Talk {number:03}"


def start(number: int, apart: timedelta) -> datetime:
    """When it begins."""
    return NINE + number * apart


def write_config(folder: Path, sessions: int, apart: timedelta, **limits: float) -> Path:
    """A folder of settings: `sessions` talks, one every `apart` from nine on, room by room. Nothing is sent slowly."""
    folder.mkdir(parents=True)
    settings = yaml.safe_load((CONFIG / "summit.yaml").read_text("utf-8"))
    fast = {"direct_messages_per_second": 40, "messages_per_person_per_hour": 10_000}
    settings |= {"limits": settings["limits"] | fast | limits, "reminders": {"digest": False}}
    agenda = {
        "summit": "Summit", "timezone": ZONE.key, "rooms": {room: room.title() for room in ROOMS},
        "sessions": [_session(number, apart) for number in range(sessions)],
    }  # fmt: skip
    for name, content in (("summit", settings), ("agenda", agenda)):
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    return folder


def _session(number: int, apart: timedelta) -> dict[str, Any]:
    begins = start(number, apart)
    return {
        "code": f"talk-{number}", "title": title(number), "start": begins.isoformat(),
        "end": (begins + apart * len(ROOMS)).isoformat(), "room": ROOMS[number % len(ROOMS)],
    }  # fmt: skip


class Rehearsal:
    """The summit's time, which goes on at `speed` while programs come and go."""

    def __init__(self, begins: datetime, speed: float) -> None:
        self._begins, self._began, self.speed = begins, asyncio.get_running_loop().time(), speed

    @property
    def now(self) -> datetime:
        """The summit's time, aware."""
        return self._begins + (asyncio.get_running_loop().time() - self._began) * timedelta(seconds=self.speed)

    @property
    def setting(self) -> str:
        """`SUMMIT_CLOCK` for a program that starts now."""
        return f"{self.now.astimezone(UTC).isoformat()}@{self.speed:g}"

    def run_at(self, speed: float) -> None:
        """Go on at another speed."""
        self._begins, self._began, self.speed = self.now, asyncio.get_running_loop().time(), speed


def ask(database: Path, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """What the database of a program says, which may be running."""
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=10)
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()


def copied(database: Path, folder: Path) -> Path:
    """A copy of what a killed program left, log and all, so that looking at it mends nothing in the original."""
    folder.mkdir(exist_ok=True)
    for file in (database, database.with_name(f"{database.name}-wal")):
        target = folder / file.name
        target.unlink(missing_ok=True)
        if file.exists():
            shutil.copy(file, target)
    return folder / database.name


def integrity(database: Path) -> str:
    """What `PRAGMA integrity_check` says, "ok" in the best case, of a database that nobody has open."""
    connection = sqlite3.connect(database)
    try:
        return ", ".join(row[0] for row in connection.execute("PRAGMA integrity_check"))
    finally:
        connection.close()
