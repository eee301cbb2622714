"""`summit-bot backup` and `summit-bot restore`: what an operator does with copies of the database."""

import asyncio
import contextlib
import sqlite3
from datetime import datetime
from pathlib import Path

from bot.core.backup import back_up, copy_for_restoring, take_place
from bot.core.database import Database
from bot.core.refusal import Refusal
from bot.outbox.queue import renew_origin

_TABLES = "SELECT count(*) FROM sqlite_schema WHERE name IN ('session', 'star', 'delivery', 'message')"
_UNDER_THE_RULE = """
CREATE TEMP TABLE closed AS SELECT code FROM session WHERE chatham_house;
CREATE TEMP TABLE carrier AS
    SELECT DISTINCT message AS id FROM delivery WHERE subject IN (SELECT code FROM closed) AND message IS NOT NULL;
DELETE FROM star WHERE session IN (SELECT code FROM closed);
DELETE FROM delivery WHERE subject IN (SELECT code FROM closed);
DELETE FROM message WHERE id IN (SELECT id FROM carrier) AND id NOT IN (
    SELECT message FROM delivery WHERE message IS NOT NULL);
"""
_QUESTIONS = "SELECT count(*) FROM sqlite_schema WHERE name IN ('question', 'question_box')"
_ASKERS_UNDER_THE_RULE = """
UPDATE question SET asker = NULL, name = '' WHERE asker IS NOT NULL AND session IN (
    SELECT code FROM closed UNION SELECT session FROM question_box WHERE rule)
"""


def leave_out_rule(copy: sqlite3.Connection) -> None:
    """Erase who starred sessions under the Chatham House Rule or asked in them, and what was promised about them.

    For every backup: they outlive the sessions, and nobody can erase in a copy that an operator has put away. Restored,
    such stars have to be set again; questions are all there, and nothing in a copy says whose the anonymous ones are.
    """
    if copy.execute(_TABLES).fetchone() == (4,):  # not so in a database of an older version
        for statement in _UNDER_THE_RULE.split(";"):
            copy.execute(statement)
        if copy.execute(_QUESTIONS).fetchone() == (2,):
            copy.execute(_ASKERS_UNDER_THE_RULE)


async def back_up_to(database: Path, copy: Path) -> None:
    """Copy the database to the new file `copy`, also while the program runs.

    Raises Refusal when there is something at `copy`, no database, or no copy can be made.
    """
    if await asyncio.to_thread(copy.exists):
        raise Refusal("backup-exists", file=str(copy))
    if not await asyncio.to_thread(database.exists):
        raise Refusal("backup-nothing", file=str(database))
    await back_up(database, copy, leave_out_rule)


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
