"""The tables of volunteers' tasks: see bot/migrations/0006_volunteering.sql for what stands in them."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from sqlite3 import Row

import aiosqlite

from bot.agenda.model import Text
from bot.volunteering.model import Claim, Draft, Event, Profile, Standby, State, Swap, Task, Team
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


async def tied_to(connection: aiosqlite.Connection, sessions: Collection[str]) -> list[Task]:
    """The tasks that follow any of these sessions (codes)."""
    query = (
        "SELECT * FROM task WHERE NOT removed"
        " AND json_extract(content, '$.timing.session') IN (SELECT value FROM json_each(:sessions))"
    )
    return [_task(row) for row in await connection.execute_fetchall(query, {"sessions": _json([*sessions])})]


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


async def forget_member(tx: aiosqlite.Connection, member: int) -> None:
    """Forget everything about one person."""
    for query in (
        "DELETE FROM claim WHERE member = :member",
        "DELETE FROM standby WHERE member = :member",
        "DELETE FROM swap WHERE giver = :member OR taker = :member",
        "DELETE FROM volunteer WHERE member = :member",
        "UPDATE task_event SET member = NULL WHERE member = :member",
        "UPDATE task_event SET author = NULL WHERE author = :member",
    ):
        await tx.execute(query, {"member": member})


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


def _swap(row: Row) -> Swap:
    accepted = {row[side] for side in ("giver", "taker") if row[f"{side}_accepted"]}
    return Swap(
        row["id"], row["task"], row["giver"], row["taker"], row["in_return"],
        datetime.fromisoformat(row["expires_at"]), frozenset(accepted), row["state"],
    )  # fmt: skip


def _read(column: str | None) -> datetime | None:
    return datetime.fromisoformat(column) if column else None


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)
