"""`summit-bot backup` and `summit-bot restore`: what an operator does with copies of the database."""

import asyncio
import contextlib
from datetime import datetime
from pathlib import Path

from bot.core.backup import back_up, copy_for_restoring, take_place
from bot.core.database import Database
from bot.core.refusal import Refusal
from bot.outbox.queue import renew_origin


async def back_up_to(database: Path, copy: Path) -> None:
    """Copy the database to the new file `copy`, also while the program runs.

    Raises Refusal when there is something at `copy`, no database, or no copy can be made.
    """
    if await asyncio.to_thread(copy.exists):
        raise Refusal("backup-exists", file=str(copy))
    if not await asyncio.to_thread(database.exists):
        raise Refusal("backup-nothing", file=str(database))
    await back_up(database, copy)


async def restore(copy: Path, database: Path, at: datetime) -> Path | None:
    """Put a backup in the place of the database, which is kept beside it; gives the kept file, None without one.

    What it sends from now on is never taken for a message sent since the backup: it has a new id in its nonces.
    Raises Refusal, and changes nothing, when `copy` is no whole database of this version or an older one, and while
    any process has the database open.
    """
    ready = await copy_for_restoring(copy, database)
    try:
        try:
            async with Database.open(ready) as opened, opened.transaction() as tx:
                await renew_origin(tx)
        except Refusal as refusal:
            raise Refusal(refusal.phrase, **refusal.values | {"file": str(copy)}) from refusal
        return take_place(ready, database, at)
    finally:
        for end in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                ready.with_name(f"{ready.name}{end}").unlink(missing_ok=True)
