"""The table of calendar links: see bot/migrations/0008_calendar_links.sql for what stands in it."""

from datetime import UTC, datetime

import aiosqlite

_TIME = "%Y-%m-%dT%H:%M:%SZ"


async def code_of(connection: aiosqlite.Connection, member: int) -> str:
    """The code of someone's calendar; '' where they have none."""
    rows = await connection.execute_fetchall(
        "SELECT code FROM calendar_link WHERE member = :member", {"member": member}
    )
    return next((str(row["code"]) for row in rows), "")


async def member_of(connection: aiosqlite.Connection, code: str) -> int | None:
    """Whose calendar a code is of; None where it is nobody's, or no longer."""
    rows = await connection.execute_fetchall("SELECT member FROM calendar_link WHERE code = :code", {"code": code})
    return next((int(row["member"]) for row in rows), None)


async def give(tx: aiosqlite.Connection, member: int, code: str, at: datetime) -> None:
    """Let `code` be the one of someone's calendar from `at` (aware) on, in place of any other."""
    await tx.execute(
        "INSERT INTO calendar_link (member, code, made_at) VALUES (:member, :code, :at)"
        " ON CONFLICT (member) DO UPDATE SET code = :code, made_at = :at",
        {"member": member, "code": code, "at": at.astimezone(UTC).strftime(_TIME)},
    )
