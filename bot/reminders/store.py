"""The tables of stars and preferences: see bot/migrations/0004_reminders.sql for what stands in them."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, time
from sqlite3 import Row

import aiosqlite

from bot.reminders.model import Preference, Quiet, Star, Via

_TIME = "%Y-%m-%dT%H:%M:%SZ"
_WALL = "%H:%M"

_UPSERT_PREFERENCE = """
INSERT INTO preference (member, changed_at, lead, via, language, quiet_begins, quiet_ends, digests)
    VALUES (:member, :changed_at, :lead, :via, :language, :quiet_begins, :quiet_ends, :digests)
    ON CONFLICT (member) DO UPDATE SET changed_at = :changed_at, lead = :lead, via = :via, language = :language,
        quiet_begins = :quiet_begins, quiet_ends = :quiet_ends, digests = :digests
"""

_PREFERENCES_OF_STARS = """
SELECT * FROM preference
 WHERE member IN (SELECT member FROM star WHERE session IN (SELECT value FROM json_each(:sessions)))
"""

_REACHABLE_STARS = """
SELECT star.member, star.session, star.since FROM star JOIN preference USING (member)
 WHERE preference.via = :via AND preference.digests = 1 ORDER BY star.member
"""


async def add_star(tx: aiosqlite.Connection, star: Star) -> bool:
    """Keep `star`; tell whether it is new."""
    done = await tx.execute(
        "INSERT INTO star (member, session, since) VALUES (:member, :session, :since) ON CONFLICT DO NOTHING",
        {"member": star.member, "session": star.session, "since": _written(star.since)},
    )
    return done.rowcount > 0


async def remove_star(tx: aiosqlite.Connection, member: int, session: str) -> bool:
    """Forget a star; tell whether there was one."""
    done = await tx.execute(
        "DELETE FROM star WHERE member = :member AND session = :session", {"member": member, "session": session}
    )
    return done.rowcount > 0


async def stars_of(connection: aiosqlite.Connection, member: int) -> tuple[Star, ...]:
    """All stars of one person, oldest first."""
    rows = await connection.execute_fetchall(
        "SELECT member, session, since FROM star WHERE member = :member ORDER BY since, session", {"member": member}
    )
    return tuple(_star(row) for row in rows)


async def stars_in(connection: aiosqlite.Connection, sessions: Collection[str]) -> tuple[Star, ...]:
    """All stars of `sessions`."""
    rows = await connection.execute_fetchall(
        "SELECT member, session, since FROM star WHERE session IN (SELECT value FROM json_each(:sessions))",
        {"sessions": json.dumps([*sessions])},
    )
    return tuple(_star(row) for row in rows)


async def starred_by(connection: aiosqlite.Connection, sessions: Collection[str]) -> dict[str, set[int]]:
    """Who starred each of `sessions`; those without a star are left out."""
    found: dict[str, set[int]] = {}
    rows = await connection.execute_fetchall(
        "SELECT session, member FROM star WHERE session IN (SELECT value FROM json_each(:sessions))",
        {"sessions": json.dumps([*sessions])},
    )
    for row in rows:
        found.setdefault(row["session"], set()).add(row["member"])
    return found


async def reachable_stars(connection: aiosqlite.Connection, via: Via) -> dict[int, list[str]]:
    """The codes that each person starred who chose `via` and did not opt out of digests."""
    found: dict[int, list[str]] = {}
    for row in await connection.execute_fetchall(_REACHABLE_STARS, {"via": via.value}):
        found.setdefault(row["member"], []).append(row["session"])
    return found


async def forget_sessions(tx: aiosqlite.Connection, sessions: Collection[str]) -> None:
    """Forget every star of `sessions`."""
    await tx.execute(
        "DELETE FROM star WHERE session IN (SELECT value FROM json_each(:sessions))",
        {"sessions": json.dumps([*sessions])},
    )


async def preference_of(connection: aiosqlite.Connection, member: int) -> Preference | None:
    """What someone chose; None where they were never asked."""
    found = await preferences_of(connection, [member])
    return found.get(member)


async def preferences_of(connection: aiosqlite.Connection, members: Iterable[int]) -> dict[int, Preference]:
    """What each of `members` chose; those who were never asked are left out."""
    rows = await connection.execute_fetchall(
        "SELECT * FROM preference WHERE member IN (SELECT value FROM json_each(:members))",
        {"members": json.dumps([*members])},
    )
    return {row["member"]: _preference(row) for row in rows}


async def preferences_in(connection: aiosqlite.Connection, sessions: Collection[str]) -> dict[int, Preference]:
    """What everyone chose who starred any of `sessions`."""
    rows = await connection.execute_fetchall(_PREFERENCES_OF_STARS, {"sessions": json.dumps([*sessions])})
    return {row["member"]: _preference(row) for row in rows}


async def save_preference(tx: aiosqlite.Connection, preference: Preference) -> None:
    """Keep what someone chose."""
    quiet = preference.quiet
    await tx.execute(
        _UPSERT_PREFERENCE,
        {
            "member": preference.member,
            "changed_at": _written(preference.changed),
            "lead": preference.lead,
            "via": preference.via and preference.via.value,
            "language": preference.language,
            "quiet_begins": quiet and quiet.begins.strftime(_WALL),
            "quiet_ends": quiet and quiet.ends.strftime(_WALL),
            "digests": int(preference.digests),
        },
    )


async def planned_sessions(connection: aiosqlite.Connection) -> dict[str, str]:
    """By code, what the sessions with reminders written down were planned from."""
    rows = await connection.execute_fetchall("SELECT session, facts FROM planned_session")
    return {row["session"]: row["facts"] for row in rows}


async def note_planned(tx: aiosqlite.Connection, facts: Mapping[str, str], gone: Collection[str]) -> None:
    """Keep from what sessions were planned now, and forget it of those in `gone`."""
    await tx.executemany(
        "INSERT INTO planned_session (session, facts) VALUES (:session, :facts) "
        "ON CONFLICT (session) DO UPDATE SET facts = :facts",
        [{"session": session, "facts": fact} for session, fact in facts.items()],
    )
    await tx.executemany("DELETE FROM planned_session WHERE session = :session", [{"session": one} for one in gone])


async def note_begun(tx: aiosqlite.Connection, sessions: Collection[str]) -> None:
    """Keep that some reminders of these sessions are written down, though not all have been looked at."""
    if sessions:
        await tx.executemany(
            "INSERT INTO planned_session (session, facts) VALUES (:session, '') ON CONFLICT (session) DO NOTHING",
            [{"session": session} for session in sessions],
        )


def _star(row: Row) -> Star:
    return Star(row["member"], row["session"], _read(row["since"]))


def _preference(row: Row) -> Preference:
    quiet = None
    if row["quiet_begins"]:
        quiet = Quiet(time.fromisoformat(row["quiet_begins"]), time.fromisoformat(row["quiet_ends"]))
    return Preference(
        member=row["member"],
        changed=_read(row["changed_at"]),
        lead=row["lead"],
        via=Via(row["via"]) if row["via"] else None,
        language=row["language"],
        quiet=quiet,
        digests=bool(row["digests"]),
    )


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(_TIME)


def _read(column: str) -> datetime:
    return datetime.fromisoformat(column)
