"""The tables of what happens to tasks: swaps, events, calls for help, the board's messages."""

from collections.abc import Mapping
from datetime import datetime
from sqlite3 import Row

import aiosqlite

from bot.volunteering.model import Event, Swap
from bot.volunteering.written import time_text


async def add_swap(tx: aiosqlite.Connection, swap: Swap) -> int:
    """Keep a new swap; returns its id."""
    cursor = await tx.execute(
        "INSERT INTO swap (task, giver, taker, in_return, expires_at, state)"
        " VALUES (:task, :giver, :taker, :in_return, :expires, 'open')",
        {
            "task": swap.task, "giver": swap.giver, "taker": swap.taker, "in_return": swap.in_return,
            "expires": time_text(swap.expires),
        },
    )  # fmt: skip
    return int(cursor.lastrowid or 0)


async def swaps(connection: aiosqlite.Connection, number: int | None = None) -> list[Swap]:
    """The swap with this id, or all open ones."""
    rows = await connection.execute_fetchall(
        "SELECT * FROM swap WHERE CASE WHEN :id IS NULL THEN state = 'open' ELSE id = :id END", {"id": number}
    )
    return [_swap(row) for row in rows]


async def save_swap(tx: aiosqlite.Connection, swap: Swap) -> None:
    """Keep who accepted, and what became of it."""
    await tx.execute(
        "UPDATE swap SET giver_accepted = :giver, taker_accepted = :taker, state = :state WHERE id = :id",
        {
            "giver": int(swap.giver in swap.accepted), "taker": int(swap.taker in swap.accepted), "state": swap.state,
            "id": swap.id,
        },
    )  # fmt: skip


async def note(tx: aiosqlite.Connection, event: Event) -> int:
    """Keep that something happened; returns its id."""
    cursor = await tx.execute(
        "INSERT INTO task_event (at, task, kind, member, author) VALUES (:at, :task, :kind, :member, :author)",
        {
            "at": time_text(event.at), "task": event.task, "kind": event.kind, "member": event.member,
            "author": event.author,
        },
    )  # fmt: skip
    return int(cursor.lastrowid or 0)


async def events_since(connection: aiosqlite.Connection, event: int) -> list[Event]:
    """An event, and what happened to its task after it."""
    rows = await connection.execute_fetchall(
        "SELECT * FROM task_event WHERE id >= :id AND task = (SELECT task FROM task_event WHERE id = :id) ORDER BY id",
        {"id": event},
    )
    return [
        Event(
            row["id"], datetime.fromisoformat(row["at"]), row["task"], row["kind"], row["member"], row["author"],
            bool(row["undone"]),
        )
        for row in rows
    ]  # fmt: skip


async def mark_undone(tx: aiosqlite.Connection, event: int) -> None:
    """Keep that something was taken back."""
    await tx.execute("UPDATE task_event SET undone = 1 WHERE id = :id", {"id": event})


async def calls(connection: aiosqlite.Connection) -> set[tuple[int, str, str]]:
    """The calls for help that went out: task, step, beginning as `time_text` writes it."""
    rows = await connection.execute_fetchall("SELECT * FROM task_call")
    return {(row["task"], row["step"], row["start_at"]) for row in rows}


async def note_call(tx: aiosqlite.Connection, task: int, step: str, start: datetime) -> None:
    """Keep that a call went out."""
    await tx.execute(
        "INSERT INTO task_call (task, step, start_at) VALUES (:task, :step, :start) ON CONFLICT DO NOTHING",
        {"task": task, "step": step, "start": time_text(start)},
    )


async def board(connection: aiosqlite.Connection) -> dict[str, Row]:
    """The board's messages by part: channel, message, digest, shown_at."""
    return {row["part"]: row for row in await connection.execute_fetchall("SELECT * FROM task_board")}


async def save_board(tx: aiosqlite.Connection, part: str, values: Mapping[str, object]) -> None:
    """Keep a message of the board: channel, message, digest and shown_at (text)."""
    await tx.execute(
        "INSERT INTO task_board (part, channel, message, digest, shown_at)"
        " VALUES (:part, :channel, :message, :digest, :shown_at) ON CONFLICT (part) DO UPDATE"
        " SET channel = :channel, message = :message, digest = :digest, shown_at = :shown_at",
        {"part": part, **values},
    )


async def remove_board(tx: aiosqlite.Connection, part: str | None = None) -> None:
    """Forget one message of the board, or all."""
    await tx.execute("DELETE FROM task_board WHERE :part IS NULL OR part = :part", {"part": part})


def _swap(row: Row) -> Swap:
    accepted = {row[side] for side in ("giver", "taker") if row[f"{side}_accepted"]}
    return Swap(
        row["id"], row["task"], row["giver"], row["taker"], row["in_return"],
        datetime.fromisoformat(row["expires_at"]), frozenset(accepted), row["state"],
    )  # fmt: skip
