"""The tables of panel questions: see bot/migrations/0007_questions.sql for what stands in them."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from sqlite3 import Row

import aiosqlite

from bot.questions.model import Kept, Question, State

_TIME = "%Y-%m-%dT%H:%M:%SZ"

_SAVE_BOX = """
INSERT INTO question_box (session, by_hand, since, sealed, key, rule, sealing, links)
    VALUES (:session, :by_hand, :since, :sealed, :key, :rule, :sealing, :links)
    ON CONFLICT (session) DO UPDATE SET by_hand = :by_hand, since = :since, sealed = :sealed, key = :key, rule = :rule,
        sealing = :sealing, links = :links
"""
_ADD = """
INSERT INTO question (session, round, text, language, recipient, asked_at, state, asker, name, token, held)
    VALUES (:session, :round, :text, :language, :recipient, :asked, :state, :asker, :name, :token, :held)
"""
_SAVE = """
UPDATE question SET text = :text, original = :original, other = :other, language = :language, state = :state,
                    merged_into = :merged_into, reason = :reason, held = :held, answer = :answer,
                    version = version + 1
 WHERE number = :number
"""
_FAMILY = """
WITH RECURSIVE part (number) AS (
    SELECT :number UNION SELECT question.number FROM question JOIN part ON question.merged_into = part.number
)
SELECT * FROM question WHERE number IN (SELECT number FROM part) ORDER BY number
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """A question as it is stored: `token` is an anonymous asker's, '' for none; never shown nor logged."""

    question: Question
    token: str = field(default="", repr=False)

    @property
    def number(self) -> int:
        """The question's number."""
        return self.question.number


async def boxes(connection: aiosqlite.Connection, session: str | None = None) -> dict[str, Kept]:
    """What is stored of every box, or of one session's, by session."""
    query = "SELECT * FROM question_box WHERE :session IS NULL OR session = :session ORDER BY session"
    return {row["session"]: _box(row) for row in await connection.execute_fetchall(query, {"session": session})}


async def save_box(tx: aiosqlite.Connection, box: Kept) -> None:
    """Keep a box, new or changed."""
    await tx.execute(_SAVE_BOX, {
        "session": box.session,
        "by_hand": box.by_hand,
        "since": box.since and _written(box.since),
        "sealed": box.sealed,
        "key": box.key,
        "rule": int(box.rule),
        "sealing": box.sealing,
        "links": box.links,
    })


async def add(tx: aiosqlite.Connection, question: Question, token: str) -> int:
    """Keep a new question, with the asker's token where it is anonymous; returns its number."""
    cursor = await tx.execute(_ADD, {
        "session": question.session,
        "round": question.round,
        "text": question.text,
        "language": question.language,
        "recipient": question.to,
        "asked": _written(question.asked),
        "state": question.state.value,
        "asker": question.asker,
        "name": question.name,
        "token": token or None,
        "held": int(question.held),
    })
    return int(cursor.lastrowid or 0)


async def save(tx: aiosqlite.Connection, question: Question) -> None:
    """Keep what a question is now; its version grows by one."""
    await tx.execute(_SAVE, {
        "number": question.number,
        "text": question.text,
        "original": question.original,
        "other": question.other,
        "language": question.language,
        "state": question.state.value,
        "merged_into": question.merged_into,
        "reason": question.reason,
        "held": int(question.held),
        "answer": question.answer,
    })


async def find(connection: aiosqlite.Connection, number: int) -> Stored | None:
    """The question with this number."""
    rows = await connection.execute_fetchall("SELECT * FROM question WHERE number = :number", {"number": number})
    return next((stored_question(row) for row in rows), None)


async def of_session(connection: aiosqlite.Connection, session: str) -> list[Stored]:
    """All questions of a session, in the order of their being asked."""
    query = "SELECT * FROM question WHERE session = :session ORDER BY number"
    return [stored_question(row) for row in await connection.execute_fetchall(query, {"session": session})]


async def approved(connection: aiosqlite.Connection, session: str) -> list[Stored]:
    """The questions on a session's board, in the order of their being asked."""
    query = "SELECT * FROM question WHERE session = :session AND state = 'approved' ORDER BY number"
    return [stored_question(row) for row in await connection.execute_fetchall(query, {"session": session})]


async def waiting(connection: aiosqlite.Connection) -> int:
    """How many questions wait for a moderator, in all boxes."""
    ((count,),) = await connection.execute_fetchall("SELECT count(*) FROM question WHERE state = 'waiting'")
    return int(count)


async def family(connection: aiosqlite.Connection, number: int) -> list[Stored]:
    """A question and all that was merged into it, and into that."""
    return [stored_question(row) for row in await connection.execute_fetchall(_FAMILY, {"number": number})]


async def named_sessions(connection: aiosqlite.Connection) -> set[str]:
    """The sessions with questions that were asked by name."""
    rows = await connection.execute_fetchall("SELECT DISTINCT session FROM question WHERE asker IS NOT NULL")
    return {row["session"] for row in rows}


async def askers(connection: aiosqlite.Connection, sessions: Collection[str]) -> dict[str, set[int]]:
    """By session, who asked in it by name and did not take it back."""
    found: dict[str, set[int]] = {}
    rows = await connection.execute_fetchall(
        "SELECT session, asker FROM question WHERE asker IS NOT NULL AND NOT (state = 'dismissed' AND reason = :reason)"
        " AND session IN (SELECT value FROM json_each(:sessions))",
        {"sessions": json.dumps([*sessions]), "reason": "withdrawn"},
    )
    for row in rows:
        found.setdefault(row["session"], set()).add(row["asker"])
    return found


async def takeaways(connection: aiosqlite.Connection) -> dict[str, tuple[str, ...]]:
    """By session, what people should remember of it, in the order of writing."""
    found: dict[str, tuple[str, ...]] = {}
    for row in await connection.execute_fetchall("SELECT session, text FROM question_takeaway ORDER BY id"):
        found[row["session"]] = (*found.get(row["session"], ()), row["text"])
    return found


async def set_takeaways(tx: aiosqlite.Connection, session: str, texts: Collection[str]) -> None:
    """Keep what people should remember of a session, in place of what stood there."""
    await tx.execute("DELETE FROM question_takeaway WHERE session = :session", {"session": session})
    await tx.executemany(
        "INSERT INTO question_takeaway (session, text) VALUES (:session, :text)",
        [{"session": session, "text": text} for text in texts],
    )


async def boards(connection: aiosqlite.Connection) -> dict[str, tuple[int, int]]:
    """By session, the channel and the message that its public board is in."""
    rows = await connection.execute_fetchall("SELECT * FROM question_board ORDER BY session")
    return {row["session"]: (row["channel"], row["message"]) for row in rows}


async def save_board(tx: aiosqlite.Connection, session: str, channel: int, message: int) -> None:
    """Keep where a session's board is."""
    await tx.execute(
        "INSERT INTO question_board (session, channel, message) VALUES (:session, :channel, :message)"
        " ON CONFLICT (session) DO UPDATE SET channel = :channel, message = :message",
        {"session": session, "channel": channel, "message": message},
    )


async def remove_board(tx: aiosqlite.Connection, session: str, message: int) -> None:
    """Forget a session's board, if it is in this message."""
    await tx.execute(
        "DELETE FROM question_board WHERE session = :session AND message = :message",
        {"session": session, "message": message},
    )


def _box(row: Row) -> Kept:
    since = row["since"] and read_time(row["since"])
    return Kept(
        row["session"], row["by_hand"], since, row["sealed"], row["key"], bool(row["rule"]), row["sealing"],
        row["links"],
    )


def stored_question(row: Row) -> Stored:
    """The question in a whole row of its table."""
    question = Question(
        number=row["number"],
        session=row["session"],
        text=row["text"],
        language=row["language"],
        asked=read_time(row["asked_at"]),
        state=State(row["state"]),
        original=row["original"],
        other=row["other"],
        to=row["recipient"],
        asker=row["asker"],
        name=row["name"],
        anonymous=row["asker"] is None,
        merged_into=row["merged_into"],
        reason=row["reason"],
        held=bool(row["held"]),
        votes=row["votes"],
        round=row["round"],
        version=row["version"],
        answer=row["answer"],
    )
    return Stored(question, row["token"] or "")


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(_TIME)


def read_time(text: str) -> datetime:
    """A time as the tables have it, aware UTC."""
    return datetime.fromisoformat(text)
