"""What features do with promises, each inside the transaction that causes it: see docs/delivery.md.

Nothing here sends: after the commit, `Pump.wake` lets the pump look at once; it looks every few seconds anyway.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from bot.outbox.model import Delivery, Line
from bot.outbox.rows import AT_ONCE, as_row, lines_as_json, read_delivery, written

_POST = """
INSERT INTO delivery (key, kind, member, channel, lines, presses, subject, cause, private,
                      due_at, ready_at, expires_at, state)
VALUES (:key, :kind, :member, :channel, :lines, :presses, :subject, :cause, :private, :due, :due, :expires, 'open')
    ON CONFLICT (key) DO NOTHING
"""

_REPLACE = """
UPDATE delivery SET kind = :kind, member = :member, channel = :channel, lines = :lines, presses = :presses,
                    subject = :subject, cause = :cause, private = :private,
                    due_at = :due, ready_at = :due, expires_at = :expires
 WHERE key = :key AND state = 'open' AND message IS NULL
"""

_AMEND = """
UPDATE message SET amends = amends + 1, attempts = CASE state WHEN 'sent' THEN 0 ELSE attempts END,
                   next_attempt_at = CASE state WHEN 'sent' THEN :at_once ELSE next_attempt_at END
 WHERE state IN ('open', 'sent')
   AND id IN (SELECT message FROM delivery WHERE message IS NOT NULL AND key IN (SELECT value FROM json_each(:keys)))
"""

_WAITING = """
SELECT * FROM delivery
 WHERE member = :member AND state = 'refused' AND expires_at > :now ORDER BY due_at, id LIMIT 50
"""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What became of promises taken back, by key. `stopped` ones nobody has read, nor will.

    `told` ones were sent, or may have been, because an attempt is under way or its outcome unknown: `correct` them.
    """

    stopped: frozenset[str]
    told: frozenset[str]


async def post(tx: aiosqlite.Connection, deliveries: Iterable[Delivery]) -> int:
    """Write promises; those whose key is there already are left as they are. Returns how many were new.

    Raises ValueError for one that is addressed to nobody, TypeError for values that are not JSON.
    """
    rows = [as_row(delivery) for delivery in deliveries]
    return (await tx.executemany(_POST, rows)).rowcount if rows else 0


async def replace(tx: aiosqlite.Connection, delivery: Delivery) -> bool:
    """Let an open promise of the same key say this instead; False when there is none or it was attempted already."""
    return bool(await replace_all(tx, [delivery]))


async def replace_all(tx: aiosqlite.Connection, deliveries: Iterable[Delivery]) -> frozenset[str]:
    """As `replace`, for many; the keys of those that say this now."""
    rows = [as_row(delivery) for delivery in deliveries]
    open_ones = await tx.execute_fetchall(
        "SELECT key FROM delivery WHERE state = 'open' AND message IS NULL AND key IN (SELECT value FROM json_each(?))",
        [json.dumps([row["key"] for row in rows])],
    )
    await tx.executemany(_REPLACE, rows)
    return frozenset(row["key"] for row in open_ones)


async def find_open(connection: aiosqlite.Connection, prefix: str) -> tuple[Delivery, ...]:
    """The open promises whose key begins with `prefix`, in the order of their being due."""
    rows = await connection.execute_fetchall(
        "SELECT * FROM delivery WHERE key >= :prefix AND key < :end AND state = 'open' ORDER BY due_at, id",
        {"prefix": prefix, "end": prefix + chr(0x10FFFF)},
    )
    return tuple(read_delivery(row) for row in rows)


async def withdraw(tx: aiosqlite.Connection, keys: Collection[str]) -> Withdrawn:
    """Take back the promises of these keys: the open ones, and those that wait for the person's next interaction."""
    return await _withdraw(tx, "key IN (SELECT value FROM json_each(?))", [json.dumps([*keys])])


async def withdraw_prefix(tx: aiosqlite.Connection, prefix: str) -> Withdrawn:
    """Take back the promises whose key begins with `prefix`, as `withdraw` does."""
    return await _withdraw(tx, "key >= ? AND key < ?", [prefix, prefix + chr(0x10FFFF)])


async def withdraw_subject(tx: aiosqlite.Connection, subject: str, kind: str = "") -> Withdrawn:
    """Take back the promises about a session, of one kind where `kind` is given, as `withdraw` does."""
    return await _withdraw(tx, "subject = ? AND ? IN ('', kind)", [subject, kind])


async def _withdraw(tx: aiosqlite.Connection, which: str, values: Sequence[str]) -> Withdrawn:
    rows = await tx.execute_fetchall(
        f"SELECT key, state = 'refused' OR (state = 'open' AND message IS NULL) AS stopped FROM delivery"  # noqa: S608
        f" WHERE {which} AND state IN ('open', 'refused', 'sent')",
        values,
    )
    stopped = frozenset(row["key"] for row in rows if row["stopped"])
    told = frozenset(row["key"] for row in rows) - stopped
    taken_back = f"UPDATE delivery SET state = 'withdrawn' WHERE {which} AND state IN ('open', 'refused')"  # noqa: S608
    await tx.execute(taken_back, values)
    return Withdrawn(stopped, told)


async def correct(tx: aiosqlite.Connection, key: str, lines: Sequence[Line]) -> bool:
    """Let the message that told this promise say so: its old lines are struck out, `lines` stand below them.

    For promises that were sent or may have been (`Withdrawn.told`). Corrected again, only the newest lines stand there.
    The edit follows as a message would, with the same retries. Returns False when no message carries the promise.
    """
    return await correct_all(tx, [(key, lines)]) == 1


async def correct_all(tx: aiosqlite.Connection, corrections: Iterable[tuple[str, Sequence[Line]]]) -> int:
    """As `correct`, for many promises by key; returns how many messages will be edited."""
    rows = [{"key": key, "lines": lines_as_json(lines)} for key, lines in corrections]
    if not rows:
        return 0
    await tx.executemany("UPDATE delivery SET correction = :lines WHERE key = :key AND message IS NOT NULL", rows)
    keys = json.dumps([row["key"] for row in rows])
    return (await tx.execute(_AMEND, {"keys": keys, "at_once": AT_ONCE})).rowcount


async def scrub(tx: aiosqlite.Connection, subject: str, kind: str = "") -> int:
    """Destroy everything about a session, or all of one kind: promises in every state, and messages of nothing else.

    Returns how many promises there were. What Discord has stays there.
    """
    values = {"subject": subject, "kind": kind}
    which = "FROM delivery WHERE subject = :subject AND :kind IN ('', kind)"
    doomed = await tx.execute_fetchall(f"SELECT message {which} AND message IS NOT NULL", values)
    rows = [{"id": row["message"]} for row in doomed]
    gone = (await tx.execute(f"DELETE {which}", values)).rowcount
    await tx.executemany(
        "DELETE FROM message WHERE id = :id AND NOT EXISTS (SELECT 1 FROM delivery WHERE message = :id)", rows
    )
    return gone


async def waiting_for(connection: aiosqlite.Connection, member: int, now: datetime) -> tuple[Delivery, ...]:
    """What could not be told to a person and still makes sense at `now` (the summit's): for their next interaction."""
    rows = await connection.execute_fetchall(_WAITING, {"member": member, "now": written(now)})
    return tuple(read_delivery(row) for row in rows)


async def take_waiting(tx: aiosqlite.Connection, member: int, now: datetime) -> tuple[Delivery, ...]:
    """As `waiting_for`, up to 50, and each counts as told."""
    waiting = await waiting_for(tx, member, now)
    await tx.executemany(
        "UPDATE delivery SET state = 'sent', sent_at = :now WHERE key = :key",
        [{"key": delivery.key, "now": written(now)} for delivery in waiting],
    )
    return waiting


async def door_closed(connection: aiosqlite.Connection, member: int) -> bool:
    """Whether a person's direct messages are known to be closed to the bot."""
    query = "SELECT 1 FROM closed_door WHERE member = :member"
    return bool([*await connection.execute_fetchall(query, {"member": member})])


async def open_door(tx: aiosqlite.Connection, member: int) -> bool:
    """Try direct messages again: the person chose them anew, or pressed a button. Returns whether they were closed."""
    return (await tx.execute("DELETE FROM closed_door WHERE member = :member", {"member": member})).rowcount == 1


async def forget_member(tx: aiosqlite.Connection, member: int) -> int:
    """Destroy every promise to a person who wants to be forgotten; returns how many there were."""
    await open_door(tx, member)
    gone = (await tx.execute("DELETE FROM delivery WHERE member = :member", {"member": member})).rowcount
    await tx.execute("DELETE FROM message WHERE member = :member", {"member": member})
    return gone
