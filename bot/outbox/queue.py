"""What the pump takes from the tables: one message at a time, under a lease. Nobody else takes it meanwhile."""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from sqlite3 import Row
from typing import Any

import aiosqlite

from bot.core.notes import read_note, write_note
from bot.outbox.batches import compose, held_until
from bot.outbox.marks import items_of, readings, refuse
from bot.outbox.parcels import Carrier, Item, Parcel, Posted, Preferences
from bot.outbox.rows import AT_ONCE, read_item, read_time, written
from bot.outbox.verdict import Reason

NONCE_WINDOW = timedelta(minutes=2)
"""Real time for which Discord surely knows a nonce; it says "the past few minutes"."""

AT_A_TIME = 1200
"""Deliveries of one place that are looked at together."""

_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_ORIGIN = "outbox origin"
_log = logging.getLogger(__name__)

_TO_DO = """
SELECT * FROM message
 WHERE next_attempt_at <= :real AND place NOT IN (SELECT value FROM json_each(:busy)) AND (channel <> '' OR :direct)
 ORDER BY next_attempt_at LIMIT 1
"""

_READY = """
SELECT place FROM delivery
 WHERE state = 'open' AND message IS NULL AND (channel = '') = :direct AND ready_at <= :now
   AND place NOT IN (SELECT value FROM json_each(:busy))
 ORDER BY ready_at LIMIT 1
"""

_AT_PLACE = """
SELECT * FROM delivery WHERE state = 'open' AND message IS NULL AND place = :place AND due_at <= :now
 ORDER BY due_at, id LIMIT :limit
"""

_COMPOSE = """
INSERT INTO message (origin, member, channel, digest, state, attempts,
                     composed_at, first_attempt_at, window_from, next_attempt_at)
VALUES (:origin, :member, :channel, :digest, 'open', 1, :now, :real, :real, :lease)
"""

_KNOWN_CHANNEL = """
SELECT discord_channel FROM message WHERE member = :member AND channel = '' AND discord_channel IS NOT NULL
 ORDER BY composed_at DESC LIMIT 1
"""

_NEXT_READY = """
SELECT min(ready_at) AS at FROM delivery
 WHERE state = 'open' AND message IS NULL AND (channel = '') = :direct
   AND place NOT IN (SELECT value FROM json_each(:busy))
"""

_NEXT_TO_DO = """
SELECT min(next_attempt_at) AS at FROM message
 WHERE next_attempt_at IS NOT NULL AND place NOT IN (SELECT value FROM json_each(:busy)) AND (channel <> '' OR :direct)
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which a message is taken: the summit's and the real time, whom to leave alone, and what it is made with.

    `busy` is a JSON array of places where something is under way; `direct` whether direct messages may be sent.
    `per_hour` is the most direct messages for a person within an hour. `language` is the summit's.
    """

    now: datetime
    real: datetime
    lease: timedelta
    busy: str
    direct: bool
    per_hour: int
    language: str
    carrier: Carrier
    preferences: Preferences


async def expire(tx: aiosqlite.Connection, now: datetime) -> int:
    """Give up what no longer makes sense at `now`; returns how many there were."""
    query = "UPDATE delivery SET state = 'expired' WHERE state = 'open' AND expires_at <= :now"
    return (await tx.execute(query, {"now": written(now)})).rowcount


async def take(tx: aiosqlite.Connection, terms: Terms) -> Parcel | None:
    """The next message to attempt, leased; None when there is none now. Channels come before single people."""
    while row := await _row(tx, _TO_DO, real=written(terms.real), busy=terms.busy, direct=terms.direct):
        if parcel := await _again(tx, row, terms):
            return parcel
    while place := await _ready_place(tx, terms):
        if parcel := await _fresh(tx, place, terms):
            return parcel
    return None


async def _ready_place(tx: aiosqlite.Connection, terms: Terms) -> str:
    for direct in (0, 1) if terms.direct else (0,):
        if row := await _row(tx, _READY, direct=direct, now=written(terms.now), busy=terms.busy):
            return str(row["place"])
    return ""


async def next_moments(
    connection: aiosqlite.Connection, busy: str, direct: bool
) -> tuple[datetime | None, datetime | None]:
    """When there is something to take next: by the summit's time, and by real time. None: nothing known."""
    ready = [await _row(connection, _NEXT_READY, direct=kind, busy=busy) for kind in ((0, 1) if direct else (0,))]
    moments = [row["at"] for row in ready if row and row["at"]]
    to_do = await _row(connection, _NEXT_TO_DO, busy=busy, direct=direct)
    return (
        read_time(min(moments)) if moments else None,
        read_time(to_do["at"]) if to_do and to_do["at"] else None,
    )


async def _fresh(tx: aiosqlite.Connection, place: str, terms: Terms) -> Parcel | None:
    """Compose the first message for what is due at `place`; None when nothing goes out there now."""
    rows = [*await tx.execute_fetchall(_AT_PLACE, {"place": place, "now": written(terms.now), "limit": AT_A_TIME})]
    items = [read_item(row) for row in rows]
    to = items[0].delivery.to
    if to.channel or to.member is None:
        return await _composed(tx, items, "", terms)
    if await _closed(tx, to.member):
        await refuse(tx, items, Reason.CLOSED, terms.language, terms.preferences)
        return None
    recent = await _recent(tx, to.member)
    if until := held_until(recent, items, terms.now, terms.per_hour):
        await _hold(tx, items, until)
        return None
    language = (await readings(tx, items, terms.language, terms.preferences))[to.member].language
    held = any(row["ready_at"] > row["due_at"] for row in rows)
    crowded = held_until(recent, (), terms.now, terms.per_hour) is not None
    return await _composed(tx, items, language, terms, digest=held or crowded)


async def _measured(tx: aiosqlite.Connection, items: Sequence[Item], language: str, terms: Terms) -> dict[int, int]:
    """The size of each item; one that cannot be worded is refused by itself, so that it spoils no other."""
    known: dict[str, int] = {}
    sizes: dict[int, int] = {}
    for item in items:
        text = repr(item.delivery.lines)
        try:
            if text not in known:
                known[text] = terms.carrier.measure(item.delivery, language)
        except (LookupError, ValueError, TypeError):
            _log.exception("%s cannot be worded", item.delivery.key)
            await refuse(tx, [item], Reason.UNREADABLE, terms.language, terms.preferences)
        else:
            sizes[item.number] = known[text]
    return sizes


async def _composed(
    tx: aiosqlite.Connection, items: Sequence[Item], language: str, terms: Terms, *, digest: bool = False
) -> Parcel | None:
    """The first message for `items`, which are all at one place; None where none of them can be worded."""
    sizes = await _measured(tx, items, language, terms)
    batch = next(compose([item for item in items if item.number in sizes], sizes), None)
    if batch is None:
        return None
    to = batch[0].delivery.to
    values = {
        "origin": await origin(tx),
        "member": None if to.channel else to.member,
        "channel": to.channel,
        "digest": int(digest),
        "now": written(terms.now),
        "real": written(terms.real),
        "lease": written(terms.real + terms.lease),
    }
    number = (await tx.execute(_COMPOSE, values)).lastrowid
    await tx.executemany(
        "UPDATE delivery SET message = :message WHERE id = :id",
        [{"message": number, "id": item.number} for item in batch],
    )
    (row,) = await tx.execute_fetchall("SELECT * FROM message WHERE id = :id", {"id": number})
    return await _parcel(tx, row, batch, terms)


async def _again(tx: aiosqlite.Connection, row: Row, terms: Terms) -> Parcel | None:
    """The message of an earlier attempt, or one to correct; None, and nothing left to do, when it is over."""
    state, number = row["state"], row["id"]
    items = await items_of(tx, number, state) if state in {"open", "sent"} else []
    dropped = await items_of(tx, number, "withdrawn", "expired") if state == "open" else []
    wanted = bool(items)
    items = items or dropped
    if not items:
        await tx.execute(
            "UPDATE message SET state = CASE state WHEN 'open' THEN 'void' ELSE state END, next_attempt_at = NULL"
            " WHERE id = :id",
            {"id": number},
        )
        return None
    await tx.execute(
        "UPDATE message SET attempts = attempts + 1, next_attempt_at = :lease WHERE id = :id",
        {"id": number, "lease": written(terms.real + terms.lease)},
    )
    parcel = await _parcel(tx, row, items, terms)
    return replace(parcel, attempts=row["attempts"] + 1, wanted=wanted, look=parcel.look or bool(dropped))


async def _parcel(tx: aiosqlite.Connection, row: Row, items: Sequence[Item], terms: Terms) -> Parcel:
    member = row["member"]
    known_readings = await readings(tx, items, terms.language, terms.preferences) if member is not None else {}
    known = await _row(tx, _KNOWN_CHANNEL, member=member) if member is not None else None
    age = terms.real - read_time(row["window_from"])
    posted = Posted(row["discord_channel"], row["discord_message"]) if row["discord_message"] else None
    return Parcel(
        number=row["id"],
        nonce=f"{row['origin']}-{row['id']}",
        member=member,
        channel=row["channel"],
        items=tuple(items),
        at=read_time(row["sent_at"]) if row["sent_at"] else terms.now,
        language=known_readings[member].language if member in known_readings else "",
        digest=bool(row["digest"]),
        since=read_time(row["first_attempt_at"]),
        look=posted is None and not timedelta(0) <= age < NONCE_WINDOW,
        known_channel=known["discord_channel"] if known else None,
        posted=posted,
        amends=row["amends"],
    )


async def release(tx: aiosqlite.Connection) -> None:
    """Let every message be attempted at once: whoever had taken it is gone."""
    await tx.execute(
        "UPDATE message SET next_attempt_at = :at_once WHERE next_attempt_at IS NOT NULL", {"at_once": AT_ONCE}
    )


async def origin(tx: aiosqlite.Connection) -> str:
    """The random id of this database in every nonce; eight characters, made when it is first asked for."""
    if found := await read_note(tx, _ORIGIN):
        return found
    return await renew_origin(tx)


async def renew_origin(tx: aiosqlite.Connection) -> str:
    """A new id: for a restored backup, whose next messages would else have the nonces of messages sent since it."""
    made = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    await write_note(tx, _ORIGIN, made)
    return made


async def _recent(tx: aiosqlite.Connection, member: int) -> list[datetime]:
    rows = await tx.execute_fetchall(
        "SELECT composed_at FROM message WHERE member = :member AND channel = '' AND state IN ('open', 'sent')"
        " ORDER BY composed_at DESC LIMIT 100",
        {"member": member},
    )
    return [read_time(row["composed_at"]) for row in rows]


async def _hold(tx: aiosqlite.Connection, items: Sequence[Item], until: datetime) -> None:
    await tx.executemany(
        "UPDATE delivery SET ready_at = :until WHERE id = :id",
        [{"until": written(until), "id": item.number} for item in items],
    )


async def _closed(tx: aiosqlite.Connection, member: int) -> bool:
    return await _row(tx, "SELECT 1 FROM closed_door WHERE member = :member", member=member) is not None


async def _row(connection: aiosqlite.Connection, sql: str, /, **values: Any) -> Row | None:
    rows = [*await connection.execute_fetchall(sql, values)]
    return rows[0] if rows else None


