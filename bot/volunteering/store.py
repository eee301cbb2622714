"""The tables of volunteers' tasks: see bot/migrations/0006_volunteering.sql for what stands in them."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from sqlite3 import Row

import aiosqlite

from bot.agenda.model import Text
from bot.volunteering.model import Claim, Draft, Profile, Standby, State, Task, Team
from bot.volunteering.written import draft_data, draft_from, time_text

_ALL = "SELECT * FROM task WHERE :numbers IS NULL OR number IN (SELECT value FROM json_each(:numbers)) ORDER BY number"
_CLAIMS = "SELECT * FROM claim WHERE task IN (SELECT value FROM json_each(:tasks)) ORDER BY task, since, rowid"
_STANDBYS = "SELECT * FROM standby WHERE task IN (SELECT value FROM json_each(:tasks)) ORDER BY id"
_SAVE_CLAIM = """
INSERT INTO claim (task, member, state, since, overridden, leaving)
    VALUES (:task, :member, :state, :since, :overridden, :leaving)
    ON CONFLICT (task, member) DO UPDATE SET state = :state, overridden = :overridden, leaving = :leaving
"""
_SAVE_VOLUNTEER = """
INSERT INTO volunteer (member, skills, languages, windows, asked)
    VALUES (:member, :skills, :languages, :windows, :asked)
    ON CONFLICT (member) DO UPDATE SET skills = :skills, languages = :languages, windows = :windows, asked = :asked
"""


async def teams(connection: aiosqlite.Connection) -> dict[str, Team]:
    """Every team by its code."""
    rows = await connection.execute_fetchall("SELECT * FROM team ORDER BY rowid")
    return {row["code"]: Team(row["code"], Text.of(json.loads(row["name"])), row["lead"]) for row in rows}


async def save_teams(tx: aiosqlite.Connection, some: Iterable[Team]) -> None:
    """Keep teams, in place of those with their codes."""
    await tx.executemany(
        "INSERT INTO team (code, name, lead) VALUES (:code, :name, :lead)"
        " ON CONFLICT (code) DO UPDATE SET name = :name, lead = :lead",
        [{"code": one.code, "name": _json(one.name.as_data()), "lead": one.lead} for one in some],
    )


async def tasks(connection: aiosqlite.Connection, numbers: Collection[int] | None = None) -> list[Task]:
    """All tasks, or those with these numbers, removed ones too."""
    wanted = None if numbers is None else _json([*numbers])
    return [_task(row) for row in await connection.execute_fetchall(_ALL, {"numbers": wanted})]


async def tasks_of(connection: aiosqlite.Connection, member: int) -> list[Task]:
    """The tasks that someone has a place in."""
    query = "SELECT task.* FROM task JOIN claim ON claim.task = task.number WHERE member = :member ORDER BY number"
    return [_task(row) for row in await connection.execute_fetchall(query, {"member": member})]


async def said(connection: aiosqlite.Connection, source: str) -> dict[str, tuple[Task, Draft]]:
    """By code the tasks of a source, and what it last said of them."""
    rows = await connection.execute_fetchall(
        "SELECT * FROM task WHERE source = :source AND said IS NOT NULL", {"source": source}
    )
    return {row["code"]: (_task(row), draft_from(json.loads(row["said"]))) for row in rows}


async def add_task(tx: aiosqlite.Connection, draft: Draft, source: str = "") -> int:
    """Keep a new task; returns its number."""
    content = _json(draft_data(draft))
    cursor = await tx.execute(
        "INSERT INTO task (code, source, content, said) VALUES (:code, :source, :content, :said)",
        {"code": draft.code, "source": source, "content": content, "said": content if source else None},
    )
    return int(cursor.lastrowid or 0)


async def save_task(tx: aiosqlite.Connection, task: Task, said: Draft | None = None) -> None:
    """Keep what a task is now, and what its source says of it where that is given."""
    start, end = task.told
    await tx.execute(
        "UPDATE task SET content = :content, removed = :removed, told_start = :start, told_end = :end,"
        " trouble = :trouble, said = coalesce(:said, said) WHERE number = :number",
        {
            "content": _json(draft_data(task.draft)),
            "removed": int(task.removed),
            "start": start and time_text(start),
            "end": end and time_text(end),
            "trouble": task.trouble,
            "said": _json(draft_data(said)) if said else None,
            "number": task.number,
        },
    )


async def claims(connection: aiosqlite.Connection, tasks: Collection[int]) -> list[Claim]:
    """The claims on these tasks, first come first."""
    return [_claim(row) for row in await connection.execute_fetchall(_CLAIMS, {"tasks": _json([*tasks])})]


async def holders(connection: aiosqlite.Connection) -> set[int]:
    """Everyone who has, or had, a place in a task that is not removed; who did not come does not count."""
    query = (
        "SELECT DISTINCT member FROM claim JOIN task ON task.number = claim.task"
        " WHERE NOT removed AND state <> 'no-show'"
    )
    return {row["member"] for row in await connection.execute_fetchall(query)}


async def save_claim(tx: aiosqlite.Connection, claim: Claim) -> None:
    """Keep a claim, new or changed."""
    await tx.execute(_SAVE_CLAIM, {
        "task": claim.task,
        "member": claim.member,
        "state": claim.state.value,
        "since": time_text(claim.since),
        "overridden": int(claim.overridden),
        "leaving": int(claim.leaving),
    })


async def remove_claim(tx: aiosqlite.Connection, task: int, member: int) -> None:
    """Give a place back."""
    await tx.execute("DELETE FROM claim WHERE task = :task AND member = :member", {"task": task, "member": member})


async def standbys(connection: aiosqlite.Connection, tasks: Collection[int]) -> list[Standby]:
    """Those waiting for these tasks, in the order of the line."""
    rows = await connection.execute_fetchall(_STANDBYS, {"tasks": _json([*tasks])})
    return [Standby(row["task"], row["member"], _read(row["offered_until"])) for row in rows]


async def add_standby(tx: aiosqlite.Connection, task: int, member: int) -> None:
    """Put someone at the end of the line."""
    await tx.execute("INSERT INTO standby (task, member) VALUES (:task, :member)", {"task": task, "member": member})


async def offer(tx: aiosqlite.Connection, task: int, member: int, until: datetime | None) -> None:
    """Keep a place for someone in line until then."""
    await tx.execute(
        "UPDATE standby SET offered_until = :until WHERE task = :task AND member = :member",
        {"until": until and time_text(until), "task": task, "member": member},
    )


async def remove_standby(tx: aiosqlite.Connection, task: int, member: int) -> None:
    """Take someone out of the line."""
    await tx.execute("DELETE FROM standby WHERE task = :task AND member = :member", {"task": task, "member": member})


async def profiles(connection: aiosqlite.Connection, members: Collection[int] | None = None) -> dict[int, Profile]:
    """What all volunteers, or these, said of themselves."""
    rows = await connection.execute_fetchall(
        "SELECT * FROM volunteer WHERE :members IS NULL OR member IN (SELECT value FROM json_each(:members))",
        {"members": None if members is None else _json([*members])},
    )
    return {row["member"]: _profile(row) for row in rows}


async def save_profile(tx: aiosqlite.Connection, profile: Profile) -> None:
    """Keep what someone said of themselves."""
    await tx.execute(_SAVE_VOLUNTEER, {
        "member": profile.member,
        "skills": _json(sorted(profile.skills)),
        "languages": _json(sorted(profile.languages)),
        "windows": _json([[time_text(start), time_text(end)] for start, end in profile.windows]),
        "asked": profile.asked,
    })


async def count_asked(tx: aiosqlite.Connection, members: Iterable[int]) -> None:
    """Count that these were asked to help."""
    await tx.executemany(
        "UPDATE volunteer SET asked = asked + 1 WHERE member = :member", [{"member": member} for member in members]
    )


def _task(row: Row) -> Task:
    return Task(
        number=row["number"],
        draft=draft_from(json.loads(row["content"])),
        source=row["source"],
        removed=bool(row["removed"]),
        told=(_read(row["told_start"]), _read(row["told_end"])),
        trouble=row["trouble"],
    )


def _claim(row: Row) -> Claim:
    return Claim(
        row["task"], row["member"], datetime.fromisoformat(row["since"]), State(row["state"]),
        bool(row["overridden"]), bool(row["leaving"]),
    )  # fmt: skip


def _profile(row: Row) -> Profile:
    windows = tuple(
        (datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in json.loads(row["windows"])
    )
    return Profile(
        row["member"], frozenset(json.loads(row["skills"])), frozenset(json.loads(row["languages"])), windows,
        row["asked"],
    )  # fmt: skip


def _read(column: str | None) -> datetime | None:
    return datetime.fromisoformat(column) if column else None


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)
