"""Copies of the database that are whole, made while it is in use, and how many of them are kept."""

import asyncio
import contextlib
import errno
import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from bot.core.database import APPLICATION_ID, PHRASES
from bot.core.refusal import Refusal

LeaveOut = Callable[[sqlite3.Connection], None]

KEPT = 48
"""Copies that rotation leaves: two days of one an hour."""


async def back_up(database: Path, copy: Path, leave_out: LeaveOut | None = None) -> None:
    """Copy the database at `database` to the new file `copy`, consistent whatever is written meanwhile.

    `leave_out` erases from the copy what no backup may have. The copy appears whole or not at all. Raises Refusal when
    it cannot be made.
    """
    await asyncio.to_thread(_back_up, database, copy, leave_out=leave_out)


async def back_up_in_turn(
    database: Path, folder: Path, at: datetime, kept: int = KEPT, leave_out: LeaveOut | None = None
) -> None:
    """Make the copy for the hour of `at` (aware), if it is not there, and remove the oldest beyond `kept`."""
    copy = folder / f"{database.stem}-{at:%Y%m%dT%H}Z.db"
    if not await asyncio.to_thread(copy.exists):
        await back_up(database, copy, leave_out)
        await asyncio.to_thread(_rotate, folder, database.stem, kept)


def _back_up(
    database: Path, copy: Path, failed: str = "backup-failed", leave_out: LeaveOut | None = None
) -> None:
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
            if leave_out:
                target.execute("PRAGMA secure_delete = ON")
                target.execute("PRAGMA journal_mode = MEMORY")  # what is erased is not to stand in another file
                with target:
                    leave_out(target)
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.replace(copy)
    except (OSError, sqlite3.Error) as error:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise Refusal(failed, file=str(copy), reason=str(error)) from error


def _rotate(folder: Path, stem: str, kept: int) -> None:
    copies = sorted(folder.glob(f"{stem}-????????T??Z.db"))
    for copy in copies[:-kept]:
        copy.unlink(missing_ok=True)


async def copy_for_restoring(copy: Path, database: Path) -> Path:
    """A whole copy of the backup `copy`, beside `database` and ready to take its place; `copy` itself is left alone.

    Raises Refusal when it is no database of this program, was written by a newer version, or is damaged.
    """
    beside = database.with_name(f"{database.name}.restoring")
    await asyncio.to_thread(_recognise, copy)
    await asyncio.to_thread(_back_up, copy, beside, "restore-failed")
    return beside


def take_place(ready: Path, database: Path, at: datetime) -> Path | None:
    """Put the file `ready` in the place of `database`, which is kept beside it; gives the kept file, None without one.

    Raises Refusal while any process has the database open, and when the files cannot be moved.
    """
    kept = database.with_name(f"{database.stem}-replaced-{at:%Y%m%dT%H%M%S}Z{database.suffix}")
    try:
        if not database.exists():
            ready.replace(database)
            return None
        with _alone(database):
            kept.hardlink_to(database)
            log = database.with_name(f"{database.name}-wal")
            if log.exists():
                log.replace(kept.with_name(f"{kept.name}-wal"))
            database.with_name(f"{database.name}-shm").unlink(missing_ok=True)
            ready.replace(database)
    except OSError as error:
        raise Refusal("restore-failed", file=str(database), reason=str(error)) from error
    return kept


@contextlib.contextmanager
def _alone(database: Path) -> Iterator[None]:
    """Hold the locks that SQLite takes of a file it has for itself, so that no process has it open nor can open it.

    Through SQLite that would need a file that is not damaged, and damage is what one restores after. Source of the
    bytes: https://sqlite.org/src/file/src/os_unix.c, PENDING_BYTE and the 511 after it. Raises Refusal.
    """
    with database.open("rb+") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 512, 0x40000000)
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EAGAIN):
                raise
            raise Refusal("restore-in-use", file=str(database)) from error
        yield


def _recognise(copy: Path) -> None:
    """Refuse what is empty too, which `Database.open` would make a database of."""
    try:
        with closing(sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            ((application,),) = connection.execute("PRAGMA application_id")
            whole = application == APPLICATION_ID and connection.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error as error:
        phrase = PHRASES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, "database-unopenable")
        raise Refusal(phrase, file=str(copy)) from error
    if not whole:
        raise Refusal("database-foreign", file=str(copy))
    if whole[0] != "ok":
        raise Refusal("database-corrupt", file=str(copy))
