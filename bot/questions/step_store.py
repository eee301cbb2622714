"""The table of what moderators did: see bot/migrations/0007_questions.sql."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Row

import aiosqlite


@dataclass(frozen=True, slots=True)
class Noted:
    """A step as it is stored. `before` and `after`: the question's fields that it changed, as JSON has them.

    `beside`: the other question that it was about. `cleared`: the votes that it destroyed. `round`: the
    box's then.
    """

    session: str
    question: int
    kind: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    beside: int | None = None
    cleared: int = 0
    round: int = 0
    undone: bool = False
    id: int = 0


async def note(tx: aiosqlite.Connection, step: Noted) -> int:
    """Keep a step; returns its id."""
    cursor = await tx.execute(
        "INSERT INTO question_step (session, question, kind, before, after, beside, cleared, round)"
        " VALUES (:session, :question, :kind, :before, :after, :beside, :cleared, :round)",
        {
            "session": step.session,
            "question": step.question,
            "kind": step.kind,
            "before": json.dumps(step.before, ensure_ascii=False),
            "after": json.dumps(step.after, ensure_ascii=False),
            "beside": step.beside,
            "cleared": step.cleared,
            "round": step.round,
        },
    )
    return int(cursor.lastrowid or 0)


async def find(connection: aiosqlite.Connection, step: int) -> Noted | None:
    """The step with this id."""
    rows = await connection.execute_fetchall("SELECT * FROM question_step WHERE id = :id", {"id": step})
    return next((_noted(row) for row in rows), None)


async def last(connection: aiosqlite.Connection, session: str) -> Noted | None:
    """The last step in a session's box that was not undone."""
    query = "SELECT * FROM question_step WHERE session = :session AND NOT undone ORDER BY id DESC LIMIT 1"
    return next((_noted(row) for row in await connection.execute_fetchall(query, {"session": session})), None)


async def since(connection: aiosqlite.Connection, step: Noted) -> list[Noted]:
    """What was done after `step` about either of its questions and was not undone, in that order."""
    query = (
        "SELECT * FROM question_step WHERE session = :session AND id > :id AND NOT undone"
        " AND (question IN (:question, :beside) OR beside IN (:question, :beside)) ORDER BY id"
    )
    values = {"session": step.session, "id": step.id, "question": step.question, "beside": step.beside}
    return [_noted(row) for row in await connection.execute_fetchall(query, values)]


async def set_undone(tx: aiosqlite.Connection, step: int) -> None:
    """Keep that a step was taken back."""
    await tx.execute("UPDATE question_step SET undone = 1 WHERE id = :id", {"id": step})


def _noted(row: Row) -> Noted:
    return Noted(
        session=row["session"],
        question=row["question"],
        kind=row["kind"],
        before=json.loads(row["before"]),
        after=json.loads(row["after"]),
        beside=row["beside"],
        cleared=row["cleared"],
        round=row["round"],
        undone=bool(row["undone"]),
        id=row["id"],
    )
