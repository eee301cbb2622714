"""Small things the program remembers for itself, by name. Nothing about people stands here."""

import aiosqlite


async def read_note(connection: aiosqlite.Connection, name: str) -> str:
    """What was noted under `name`, or ''."""
    rows = [*await connection.execute_fetchall("SELECT value FROM note WHERE name = :name", {"name": name})]
    return str(rows[0]["value"]) if rows else ""


async def write_note(tx: aiosqlite.Connection, name: str, value: str) -> None:
    """Note `value` under `name`, in place of what was there."""
    await tx.execute(
        "INSERT INTO note (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = :value",
        {"name": name, "value": value},
    )


async def notes_beginning(connection: aiosqlite.Connection, beginning: str) -> dict[str, str]:
    """All notes whose names begin so, by name."""
    rows = await connection.execute_fetchall(
        "SELECT name, value FROM note WHERE substr(name, 1, length(:beginning)) = :beginning ORDER BY name",
        {"beginning": beginning},
    )
    return {row["name"]: row["value"] for row in rows}


async def forget_note(tx: aiosqlite.Connection, name: str) -> None:
    """Take a note away."""
    await tx.execute("DELETE FROM note WHERE name = :name", {"name": name})
