"""What the pump writes down: what became of a message it had taken."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

import aiosqlite

from bot.outbox.parcels import Item, Parcel, Posted, Preferences, Reading
from bot.outbox.rows import AT_ONCE, read_item, written
from bot.outbox.verdict import Reason


async def begin_window(tx: aiosqlite.Connection, parcel: Parcel, real: datetime) -> None:
    """It was looked for and is not there: what was in it and is dropped was surely not told.

    What is attempted from now on, Discord knows by its nonce again.
    """
    values = {"real": written(real), "id": parcel.number}
    await tx.execute("UPDATE message SET window_from = :real WHERE id = :id", values)
    await tx.execute(
        "UPDATE delivery SET message = NULL WHERE message = :id AND state IN ('withdrawn', 'expired')", values
    )


async def mark_sent(
    tx: aiosqlite.Connection, parcel: Parcel, posted: Posted, now: datetime, *, found: bool = False
) -> None:
    """The message is there, and its items were told, whatever was asked of them meanwhile.

    `found`: it is an earlier attempt's, so all that was ever in it was told.
    """
    values = {
        "now": written(now),
        "channel": posted.channel,
        "message": posted.message,
        "at_once": AT_ONCE,
        "id": parcel.number,
    }
    await tx.execute(
        "UPDATE message SET state = 'sent', sent_at = :now, discord_channel = :channel, discord_message = :message,"
        " attempts = 0, last_error = '', next_attempt_at = CASE WHEN amends > amended THEN :at_once END WHERE id = :id",
        values,
    )
    told = await _numbers(tx, parcel.number) if found else [item.number for item in parcel.items]
    await tx.executemany(
        "UPDATE delivery SET state = 'sent', sent_at = :now WHERE id = :id AND message = :message",
        [{"now": written(now), "id": number, "message": parcel.number} for number in told],
    )


async def _numbers(tx: aiosqlite.Connection, message: int) -> list[int]:
    rows = await tx.execute_fetchall("SELECT id FROM delivery WHERE message = :message", {"message": message})
    return [row["id"] for row in rows]


async def mark_amended(tx: aiosqlite.Connection, parcel: Parcel, error: str = "") -> None:
    """The message shows the corrections that `parcel` knew of, or never will because of `error`."""
    await tx.execute(
        "UPDATE message SET amended = :amends, attempts = 0, last_error = :error,"
        " next_attempt_at = CASE WHEN amends > :amends THEN :at_once END WHERE id = :id",
        {"amends": parcel.amends, "error": error, "at_once": AT_ONCE, "id": parcel.number},
    )


async def mark_again(tx: aiosqlite.Connection, parcel: Parcel, at: datetime, error: str) -> None:
    """The attempt came to nothing, as far as is known; another one is due at `at` (real)."""
    query = "UPDATE message SET next_attempt_at = :at, last_error = :error WHERE id = :id"
    await tx.execute(query, {"at": written(at), "error": error, "id": parcel.number})


async def mark_void(tx: aiosqlite.Connection, parcel: Parcel) -> None:
    """The message is not there, and nobody wants it any more."""
    query = "UPDATE message SET state = 'void', next_attempt_at = NULL WHERE id = :id"
    await tx.execute(query, {"id": parcel.number})


async def mark_refused(tx: aiosqlite.Connection, parcel: Parcel, reason: Reason, error: str, now: datetime) -> None:
    """The message cannot be sent; that a person's direct messages are closed is remembered. Then `refuse` its items."""
    await tx.execute(
        "UPDATE message SET state = 'refused', next_attempt_at = NULL, last_error = :error WHERE id = :id",
        {"error": error, "id": parcel.number},
    )
    if reason is Reason.CLOSED and parcel.member is not None:
        await tx.execute(
            "INSERT INTO closed_door (member, since) VALUES (:member, :now) ON CONFLICT (member) DO NOTHING",
            {"member": parcel.member, "now": written(now)},
        )


async def refuse(
    tx: aiosqlite.Connection, items: Sequence[Item], reason: Reason, language: str, preferences: Preferences
) -> None:
    """Another way for what cannot be told as it was promised.

    Where direct messages are closed, a mention in the channel that the person agreed to, unless it is private. Else it
    is refused, and the person's next interaction is the only way left: `bot.outbox.store.waiting_for`.
    """
    known = await readings(tx, items, language, preferences)
    for item in items:
        to = item.delivery.to
        agreed = known[to.member].mention_channel if to.member is not None and not to.channel else ""
        moved = reason is Reason.CLOSED and agreed and not item.delivery.private
        await tx.execute(
            "UPDATE delivery SET channel = :channel, message = NULL, ready_at = due_at, error = :reason WHERE id = :id"
            if moved
            else "UPDATE delivery SET state = 'refused', error = :reason WHERE id = :id",
            {"channel": agreed, "reason": str(reason), "id": item.number},
        )


async def readings(
    connection: aiosqlite.Connection, items: Sequence[Item], language: str, preferences: Preferences
) -> Mapping[int, Reading]:
    """How each person among the recipients of `items` is told; `language` for those who have chosen nothing."""
    members = {item.delivery.to.member for item in items if item.delivery.to.member is not None}
    known = await preferences.reading(connection, members)
    return {member: known.get(member, Reading(language)) for member in members}


async def items_of(connection: aiosqlite.Connection, message: int, *states: str) -> list[Item]:
    """The items of a message that are in one of `states`, in the order of their being due."""
    rows = await connection.execute_fetchall(
        "SELECT * FROM delivery WHERE message = :message AND state IN (SELECT value FROM json_each(:states))"
        " ORDER BY due_at, id",
        {"message": message, "states": json.dumps(states)},
    )
    return [read_item(row) for row in rows]
