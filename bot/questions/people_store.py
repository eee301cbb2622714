"""What people are in the tables of questions: tokens, votes, mutes, and who asked by name."""

import json
from collections.abc import Collection
from datetime import datetime

import aiosqlite

from bot.questions.model import State
from bot.questions.store import Stored, read_time, stored_question

_COUNT = """
UPDATE question SET votes = max(
    (SELECT max(tally) FROM question WHERE number IN (SELECT value FROM json_each(:parts))),
    (SELECT count(DISTINCT voter) FROM question_vote
      WHERE question IN (SELECT value FROM json_each(:parts)) AND voter NOT IN (SELECT value FROM json_each(:askers)))
) WHERE number = :number
"""


async def own(
    connection: aiosqlite.Connection, session: str, round_: int, member: int, token: str
) -> list[tuple[datetime, State]]:
    """When someone asked in a round, and what became of it.

    Only for connections that log no values: a member's id is not to stand in any line beside a token.
    """
    rows = await connection.execute_fetchall(
        "SELECT asked_at, state FROM question"
        " WHERE session = :session AND round = :round AND (asker = :member OR token = :token)",
        {"session": session, "round": round_, "member": member, "token": token},
    )
    return [(read_time(row["asked_at"]), State(row["state"])) for row in rows]


async def of_person(connection: aiosqlite.Connection, member: int, tokens: Collection[str]) -> list[Stored]:
    """What someone asked, by name or as any of these tokens, the last first. For connections as `own` needs."""
    rows = await connection.execute_fetchall(
        "SELECT * FROM question WHERE asker = :member OR token IN (SELECT value FROM json_each(:tokens))"
        " ORDER BY number DESC",
        {"member": member, "tokens": json.dumps([*tokens])},
    )
    return [stored_question(row) for row in rows]


async def voted(connection: aiosqlite.Connection, parts: Collection[int], voter: str) -> bool:
    """Whether someone wants any of these questions."""
    query = "SELECT 1 FROM question_vote WHERE voter = :voter AND question IN (SELECT value FROM json_each(:parts))"
    return bool([*await connection.execute_fetchall(query, {"voter": voter, "parts": json.dumps([*parts])})])


async def add_vote(tx: aiosqlite.Connection, number: int, voter: str) -> None:
    """Keep that someone wants a question."""
    await tx.execute(
        "INSERT INTO question_vote (question, voter) VALUES (:number, :voter) ON CONFLICT DO NOTHING",
        {"number": number, "voter": voter},
    )


async def remove_votes(tx: aiosqlite.Connection, parts: Collection[int], voter: str | None = None) -> int:
    """Take someone's votes for these questions back, or everybody's; returns how many there were."""
    query = (
        "DELETE FROM question_vote WHERE (:voter IS NULL OR voter = :voter)"
        " AND question IN (SELECT value FROM json_each(:parts))"
    )
    return (await tx.execute(query, {"voter": voter, "parts": json.dumps([*parts])})).rowcount


async def clear_tallies(tx: aiosqlite.Connection, parts: Collection[int]) -> None:
    """Forget how many wanted these questions in rounds that are over."""
    query = "UPDATE question SET tally = 0 WHERE number IN (SELECT value FROM json_each(:parts))"
    await tx.execute(query, {"parts": json.dumps([*parts])})


async def count(tx: aiosqlite.Connection, number: int, parts: Collection[int], askers: Collection[str]) -> None:
    """Count anew who wants a question or a part of it: everyone once, and nobody of `askers` (tokens).

    Of rounds that are over only numbers are left: the largest counts, since the same people may be in all of them.
    """
    values = {"number": number, "parts": json.dumps([*parts]), "askers": json.dumps([*askers])}
    await tx.execute(_COUNT, values)


async def mute(tx: aiosqlite.Connection, session: str, person: str) -> bool:
    """Let someone ask no more in this round; tells whether they could."""
    query = "INSERT INTO question_mute (session, person) VALUES (:session, :person) ON CONFLICT DO NOTHING"
    return (await tx.execute(query, {"session": session, "person": person})).rowcount == 1


async def unmute(tx: aiosqlite.Connection, session: str, person: str) -> None:
    """Let someone ask again."""
    query = "DELETE FROM question_mute WHERE session = :session AND person = :person"
    await tx.execute(query, {"session": session, "person": person})


async def muted(connection: aiosqlite.Connection, session: str, person: str) -> bool:
    """Whether someone may not ask in this round."""
    query = "SELECT 1 FROM question_mute WHERE session = :session AND person = :person"
    return bool([*await connection.execute_fetchall(query, {"session": session, "person": person})])


async def forget_askers(tx: aiosqlite.Connection, session: str) -> int:
    """Make the questions of a session anonymous that were asked by name; returns how many there were.

    They keep no token either: nobody can say any more whose they were.
    """
    query = "UPDATE question SET asker = NULL, name = '' WHERE session = :session AND asker IS NOT NULL"
    return (await tx.execute(query, {"session": session})).rowcount


async def forget_asker(tx: aiosqlite.Connection, number: int) -> None:
    """Let a question be nobody's."""
    query = "UPDATE question SET asker = NULL, name = '', token = NULL, version = version + 1 WHERE number = :number"
    await tx.execute(query, {"number": number})


async def erase_round(tx: aiosqlite.Connection, session: str) -> None:
    """Destroy all tokens of a session: votes become numbers, and when something was asked is known to the minute.

    What was merged has its votes in the other's number: it can be parted from it no more.
    """
    values = {"session": session}
    await tx.execute(
        "UPDATE question SET tally = CASE state WHEN 'merged' THEN 0 ELSE votes END,"
        " token = NULL, asked_at = substr(asked_at, 1, 17) || '00Z'"
        " WHERE session = :session",
        values,
    )
    await tx.execute(
        "DELETE FROM question_vote WHERE question IN (SELECT number FROM question WHERE session = :session)", values
    )
    await tx.execute("DELETE FROM question_mute WHERE session = :session", values)
