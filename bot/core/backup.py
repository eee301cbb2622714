"""Copies of the database that are whole, made while it is in use, and how many of them are kept."""

import asyncio
import contextlib
import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from bot.core.refusal import Refusal

KEPT = 48
"""Copies that rotation leaves: two days of one an hour."""


async def back_up(database: Path, copy: Path) -> None:
    """Copy the database at `database` to the new file `copy`, consistent whatever is written meanwhile.

    The copy appears whole or not at all. Raises Refusal when it cannot be made.
    """
    await asyncio.to_thread(_back_up, database, copy)


async def back_up_in_turn(database: Path, folder: Path, at: datetime, kept: int = KEPT) -> None:
    """Make the copy for the hour of `at` (aware), if it is not there, and remove the oldest beyond `kept`."""
    copy = folder / f"{database.stem}-{at:%Y%m%dT%H}Z.db"
    if not await asyncio.to_thread(copy.exists):
        await back_up(database, copy)
        await asyncio.to_thread(_rotate, folder, database.stem, kept)


def _back_up(database: Path, copy: Path) -> None:
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with (
            closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(unfinished)) as target,
        ):
            source.backup(target)
            if [row[0] for row in target.execute("PRAGMA quick_check")] != ["ok"]:
                raise sqlite3.DatabaseError("quick_check")
            target.execute("PRAGMA journal_mode = DELETE")
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.replace(copy)
    except (OSError, sqlite3.Error) as error:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise Refusal("backup-failed", file=str(copy), reason=str(error)) from error


def _rotate(folder: Path, stem: str, kept: int) -> None:
    copies = sorted(folder.glob(f"{stem}-????????T??Z.db"))
    for copy in copies[:-kept]:
        copy.unlink(missing_ok=True)
