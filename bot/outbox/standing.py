"""How promises stand, for planners that compare what is owed with what was written down, and bring it in line."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from sqlite3 import Row

import aiosqlite

from bot.outbox.model import Delivery, State, To
from bot.outbox.rows import as_row, read_delivery, read_lines

_STANDING = """
SELECT delivery.*, message.state AS message_state
  FROM delivery LEFT JOIN message ON message.id = delivery.message
 WHERE kind IN (SELECT value FROM json_each(:kinds))
"""

_ABOUT = _STANDING + "AND subject IN (SELECT value FROM json_each(:subjects))"  # noqa: S608 -- only text from above
_TOWARDS = _STANDING + "AND delivery.member = :member"

_REWRITE = """
UPDATE delivery SET kind = :kind, member = :member, channel = :channel, lines = :lines, presses = :presses,
                    subject = :subject, cause = :cause, private = :private,
                    due_at = :due, ready_at = :due, expires_at = :expires, correction = NULL,
                    state = CASE state WHEN 'withdrawn' THEN 'open' ELSE state END,
                    message = CASE state WHEN 'withdrawn' THEN NULL ELSE message END,
                    error = CASE state WHEN 'withdrawn' THEN '' ELSE error END
 WHERE key = :key AND (state IN ('refused', 'withdrawn') OR (state = 'open' AND message IS NULL))
"""

_REOPEN = """
UPDATE delivery SET state = 'open'
 WHERE key = :key AND state = 'withdrawn' AND message IN (SELECT id FROM message WHERE state = 'open')
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A promise and what became of it. `delivery.lines` are what its message says now, corrections included.

    `delivery.to` is who was to be told, and how, before closed direct messages made it another way. `attempted`: a
    message has told it or may have, so that only a correction changes what the person reads.
    """

    delivery: Delivery
    state: State
    attempted: bool


async def about(connection: aiosqlite.Connection, subjects: Collection[str], kinds: Sequence[str]) -> list[Standing]:
    """All promises of these kinds about these subjects, in every state."""
    rows = await connection.execute_fetchall(
        _ABOUT, {"kinds": json.dumps([*kinds]), "subjects": json.dumps([*subjects])}
    )
    return [_standing(row) for row in rows]


async def towards(connection: aiosqlite.Connection, member: int, kinds: Sequence[str]) -> list[Standing]:
    """All promises of these kinds to one person, in every state."""
    rows = await connection.execute_fetchall(
        _TOWARDS, {"kinds": json.dumps([*kinds]), "member": member}
    )
    return [_standing(row) for row in rows]


async def rewrite(tx: aiosqlite.Connection, deliveries: Iterable[Delivery]) -> None:
    """Let promises of the same keys say this instead, where no message has told them; withdrawn ones are open again.

    One that was refused stays refused: it waits with its new words for the person's next interaction. One that was
    withdrawn while a message may have told it goes on with that message and its words: `correct` them.
    """
    rows = [as_row(delivery) for delivery in deliveries]
    if not rows:
        return
    await tx.executemany(_REOPEN, [{"key": row["key"]} for row in rows])
    await tx.executemany(_REWRITE, rows)


async def give_up(tx: aiosqlite.Connection, keys: Collection[str]) -> None:
    """Take back what was refused and waits for the person's next interaction."""
    await tx.executemany(
        "UPDATE delivery SET state = 'withdrawn' WHERE state = 'refused' AND key = :key", [{"key": key} for key in keys]
    )


def _standing(row: Row) -> Standing:
    delivery = read_delivery(row)
    if row["correction"] is not None:
        delivery = replace(delivery, lines=read_lines(row["correction"]))
    state = State(row["state"])
    if state is State.OPEN and row["error"] and delivery.to.member is not None:
        delivery = replace(delivery, to=To.person(delivery.to.member))
    return Standing(delivery, state, attempted=state is State.SENT or row["message_state"] == "open")
