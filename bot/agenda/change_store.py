"""The tables of changes: see bot/migrations/0005_overrides.sql for what stands in them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from sqlite3 import Row

import aiosqlite

from bot.agenda import kept
from bot.agenda.audit import Audit
from bot.agenda.changes import Aspect, Released, SessionChange
from bot.agenda.fetch import NOTHING_KNOWN, Validators
from bot.agenda.model import Session, Text
from bot.agenda.overrides import Field, Override

_TIME = "%Y-%m-%dT%H:%M:%SZ"


class State(StrEnum):
    """What became of a proposal. `replaced`: a newer one stands in its place."""

    OPEN = "open"
    RELEASED = "released"
    DISCARDED = "discarded"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal as it is stored; `id` is 0 before it is."""

    kind: str
    source: str
    reason: str
    author: int | None
    at: datetime
    base: int
    content: bytes
    fingerprint: str
    follow: bool = False
    state: State = State.OPEN
    id: int = 0


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as it was last had: what the server said of that version, what people know it by, the compressed file.

    `failing`: it could not be had the last time, and the organisers know.
    """

    address: str
    validators: Validators = NOTHING_KNOWN
    name: str = ""
    content: bytes | None = None
    failing: bool = False


async def overrides(connection: aiosqlite.Connection) -> tuple[Override, ...]:
    """Everything set in chat that stands against the source."""
    rows = await connection.execute_fetchall("SELECT * FROM override ORDER BY session, field")
    return tuple(_override(row) for row in rows)


async def save_overrides(tx: aiosqlite.Connection, standing: Iterable[Override], sessions: Iterable[str]) -> None:
    """Let `standing` be all the overrides of `sessions` (codes)."""
    await tx.executemany("DELETE FROM override WHERE session = ?", [(code,) for code in sessions])
    await tx.executemany(
        "INSERT INTO override (session, field, value, source, author, set_at, reason)"
        " VALUES (:session, :field, :value, :source, :author, :at, :reason)",
        [_override_row(override) for override in standing],
    )


def _override_row(override: Override) -> dict[str, object]:
    return {
        "session": override.session,
        "field": override.field.value,
        "value": kept.value_text(override.field, override.value),
        "source": kept.value_text(override.field, override.source),
        "author": override.author,
        "at": _written(override.at),
        "reason": override.reason,
    }


def _override(row: Row) -> Override:
    field = Field(row["field"])
    return Override(
        row["session"],
        field,
        kept.read_value(field, row["value"]),
        kept.read_value(field, row["source"]),
        row["author"],
        _moment(row["set_at"]),
        row["reason"],
    )


async def add_proposal(tx: aiosqlite.Connection, proposal: ProposalRow) -> int:
    """Keep a proposal; returns its id."""
    cursor = await tx.execute(
        "INSERT INTO proposal (kind, source, reason, author, proposed_at, base, content, fingerprint, follow, state)"
        " VALUES (:kind, :source, :reason, :author, :at, :base, :content, :fingerprint, :follow, :state)",
        {
            "kind": proposal.kind,
            "source": proposal.source,
            "reason": proposal.reason,
            "author": proposal.author,
            "at": _written(proposal.at),
            "base": proposal.base,
            "content": proposal.content,
            "fingerprint": proposal.fingerprint,
            "follow": int(proposal.follow),
            "state": proposal.state.value,
        },
    )
    return cursor.lastrowid or 0


async def proposal(connection: aiosqlite.Connection, number: int) -> ProposalRow | None:
    """The proposal of that id."""
    rows = await connection.execute_fetchall("SELECT * FROM proposal WHERE id = :id", {"id": number})
    return next((_proposal(row) for row in rows), None)


async def last_import(connection: aiosqlite.Connection, source: str) -> ProposalRow | None:
    """The last version of a source that was proposed and not replaced by another."""
    rows = await connection.execute_fetchall(
        "SELECT * FROM proposal WHERE kind = 'import' AND source = :source AND state <> 'replaced'"
        " ORDER BY id DESC LIMIT 1",
        {"source": source},
    )
    return next((_proposal(row) for row in rows), None)


async def settle(tx: aiosqlite.Connection, number: int, state: State) -> bool:
    """Let an open proposal be `state`; False when it is not open."""
    cursor = await tx.execute(
        "UPDATE proposal SET state = :state, content = x'' WHERE id = :id AND state = 'open'",
        {"id": number, "state": state.value},
    )
    return cursor.rowcount == 1


def _proposal(row: Row) -> ProposalRow:
    return ProposalRow(
        row["kind"], row["source"], row["reason"], row["author"], _moment(row["proposed_at"]), row["base"],
        row["content"], row["fingerprint"], bool(row["follow"]), State(row["state"]), row["id"],
    )


async def note_changes(tx: aiosqlite.Connection, revision: int, changes: Iterable[SessionChange]) -> None:
    """Keep what a release changed."""
    await tx.executemany(
        "INSERT INTO change (revision, session, before, after, aspects)"
        " VALUES (:revision, :session, :before, :after, :aspects)",
        [
            {
                "revision": revision,
                "session": change.after.code,
                "before": change.before and _short(change.before),
                "after": _short(change.after),
                "aspects": json.dumps(sorted(change.aspects)),
            }
            for change in changes
        ],
    )


def _short(session: Session) -> str:
    return kept.session_text(replace(session, abstract=Text()))


async def changes_after(connection: aiosqlite.Connection, revision: int) -> tuple[Released, ...]:
    """What the releases after `revision` changed, oldest first; abstracts are left out."""
    rows = await connection.execute_fetchall(
        "SELECT change.*, released_at FROM change JOIN release USING (revision)"
        " WHERE revision > :revision ORDER BY revision, session",
        {"revision": revision},
    )
    return tuple(Released(row["revision"], _moment(row["released_at"]), _change(row)) for row in rows)


async def revision_at(connection: aiosqlite.Connection, time: datetime) -> int:
    """The revision that was the newest at `time` (aware); 0 before the first."""
    rows = await connection.execute_fetchall(
        "SELECT max(revision) AS revision FROM release WHERE released_at <= :time", {"time": _written(time)}
    )
    return next((row["revision"] or 0 for row in rows), 0)


def _change(row: Row) -> SessionChange:
    before = kept.read_session(row["before"]) if row["before"] else None
    aspects = frozenset(Aspect(aspect) for aspect in json.loads(row["aspects"]))
    return SessionChange(before, kept.read_session(row["after"]), aspects)


async def note(tx: aiosqlite.Connection, audit: Audit) -> int:
    """Keep who did what; returns its number."""
    cursor = await tx.execute(
        "INSERT INTO audit (at, author, kind, details) VALUES (:at, :author, :kind, :details)",
        {
            "at": _written(audit.at),
            "author": audit.author,
            "kind": audit.kind,
            "details": json.dumps(dict(audit.details), ensure_ascii=False),
        },
    )
    return cursor.lastrowid or 0


async def last_audits(connection: aiosqlite.Connection, limit: int) -> Sequence[Audit]:
    """The last things done, newest first."""
    rows = await connection.execute_fetchall("SELECT * FROM audit ORDER BY id DESC LIMIT :limit", {"limit": limit})
    return [
        Audit(_moment(row["at"]), row["author"], row["kind"], json.loads(row["details"]), row["id"]) for row in rows
    ]


async def source_row(connection: aiosqlite.Connection, address: str) -> SourceRow:
    """What is known of a source; nothing before it was first asked."""
    rows = await connection.execute_fetchall("SELECT * FROM source WHERE address = :address", {"address": address})
    for row in rows:
        return SourceRow(
            address, Validators(row["etag"], row["last_modified"]), row["name"], row["content"], bool(row["failing"])
        )
    return SourceRow(address)


async def save_source(tx: aiosqlite.Connection, source: SourceRow) -> None:
    """Keep what is known of a source."""
    await tx.execute(
        "INSERT INTO source (address, etag, last_modified, name, content, failing)"
        " VALUES (:address, :etag, :modified, :name, :content, :failing)"
        " ON CONFLICT (address) DO UPDATE SET etag = :etag, last_modified = :modified, name = :name,"
        " content = :content, failing = :failing",
        {
            "address": source.address,
            "etag": source.validators.etag,
            "modified": source.validators.last_modified,
            "name": source.name,
            "content": source.content,
            "failing": int(source.failing),
        },
    )


def _written(time: datetime) -> str:
    return time.astimezone(UTC).strftime(_TIME)


def _moment(column: str) -> datetime:
    return datetime.strptime(column, _TIME).replace(tzinfo=UTC)
