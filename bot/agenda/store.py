"""The programme's tables: see bot/migrations/0001_programme.sql for what stands in them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from sqlite3 import Row
from zoneinfo import ZoneInfo

import aiosqlite

from bot.agenda.model import Block, Kind, PartOfDay, Programme, Room, Session, Speaker, Status, Text, Track

_TIME = "%Y-%m-%dT%H:%M:%SZ"

_UPSERT_PROGRAMME = """
INSERT INTO programme (id, revision, name, timezone) VALUES (1, :revision, :name, :timezone)
    ON CONFLICT (id) DO UPDATE SET revision = :revision, name = :name, timezone = :timezone
"""

_UPSERT_ROOM = """
INSERT INTO room (code, place, name) VALUES (:code, :place, :name)
    ON CONFLICT (code) DO UPDATE SET place = :place, name = :name
"""

_UPSERT_TRACK = """
INSERT INTO track (code, place, name) VALUES (:code, :place, :name)
    ON CONFLICT (code) DO UPDATE SET place = :place, name = :name
"""

_UPSERT_BLOCK = """
INSERT INTO block (code, place, name) VALUES (:code, :place, :name)
    ON CONFLICT (code) DO UPDATE SET place = :place, name = :name
"""

_UPSERT_SESSION = """
INSERT INTO session (
    code, source_id, title, kind, status, day, starts_at, ends_at, part, rooms, track, block, position, speakers,
    abstract, language, url, chatham_house, questions
) VALUES (
    :code, :source_id, :title, :kind, :status, :day, :starts_at, :ends_at, :part, :rooms, :track, :block, :position,
    :speakers, :abstract, :language, :url, :chatham_house, :questions
) ON CONFLICT (code) DO UPDATE SET
    source_id = :source_id, title = :title, kind = :kind, status = :status, day = :day, starts_at = :starts_at,
    ends_at = :ends_at, part = :part, rooms = :rooms, track = :track, block = :block, position = :position,
    speakers = :speakers, abstract = :abstract, language = :language, url = :url, chatham_house = :chatham_house,
    questions = :questions
"""

_STATEMENTS = {
    "room": (_UPSERT_ROOM, "DELETE FROM room WHERE code = :code"),
    "track": (_UPSERT_TRACK, "DELETE FROM track WHERE code = :code"),
    "block": (_UPSERT_BLOCK, "DELETE FROM block WHERE code = :code"),
    "session": (_UPSERT_SESSION, "DELETE FROM session WHERE code = :code"),
}


@dataclass(frozen=True, slots=True)
class Release:
    """That a revision was released: when (aware UTC), from which source, and how many sessions changed in what."""

    revision: int
    at: datetime
    source: str
    counts: Mapping[str, int]


async def revision(connection: aiosqlite.Connection) -> int:
    """The released programme's revision; 0 when nothing has been released."""
    rows = [*await connection.execute_fetchall("SELECT revision FROM programme")]
    return int(rows[0]["revision"]) if rows else 0


async def load(connection: aiosqlite.Connection) -> Programme | None:
    """The released programme; None when nothing has been released. Run it inside one transaction or read."""
    rows = [*await connection.execute_fetchall("SELECT revision, name, timezone FROM programme")]
    if not rows:
        return None
    rooms = await connection.execute_fetchall("SELECT code, name FROM room ORDER BY place")
    tracks = await connection.execute_fetchall("SELECT code, name FROM track ORDER BY place")
    blocks = await connection.execute_fetchall("SELECT code, name FROM block ORDER BY place")
    sessions = await connection.execute_fetchall("SELECT * FROM session")
    return Programme.checked(
        _text(rows[0]["name"]),
        ZoneInfo(rows[0]["timezone"]),
        (Room(row["code"], _text(row["name"])) for row in rooms),
        (Track(row["code"], _text(row["name"])) for row in tracks),
        (Block(row["code"], _text(row["name"])) for row in blocks),
        (_session(row) for row in sessions),
        rows[0]["revision"],
    )


async def save(tx: aiosqlite.Connection, programme: Programme) -> None:
    """Make the tables say `programme`, its revision too; only rows that differ are written."""
    stored = await load(tx)
    await tx.execute(
        _UPSERT_PROGRAMME,
        {
            "revision": programme.revision,
            "name": _json(programme.name.as_data()),
            "timezone": programme.timezone.key,
        },
    )
    before = _rows(stored) if stored else {}
    for table, rows in _rows(programme).items():
        old = before.get(table, {})
        upsert, delete = _STATEMENTS[table]
        await tx.executemany(upsert, [row for code, row in rows.items() if old.get(code) != row])
        await tx.executemany(delete, [{"code": code} for code in old if code not in rows])


async def note_release(tx: aiosqlite.Connection, release: Release) -> None:
    """Keep that `release` happened."""
    await tx.execute(
        "INSERT INTO release (revision, released_at, source, counts) VALUES (:revision, :at, :source, :counts)",
        {
            "revision": release.revision,
            "at": release.at.astimezone(UTC).strftime(_TIME),
            "source": release.source,
            "counts": _json(dict(release.counts)),
        },
    )


async def releases(connection: aiosqlite.Connection, limit: int = 20) -> tuple[Release, ...]:
    """The last `limit` releases, newest first."""
    rows = await connection.execute_fetchall(
        "SELECT revision, released_at, source, counts FROM release ORDER BY revision DESC LIMIT :limit",
        {"limit": limit},
    )
    return tuple(
        Release(row["revision"], _moment(row["released_at"]), row["source"], json.loads(row["counts"]))
        for row in rows
    )


def _rows(programme: Programme) -> dict[str, dict[str, dict[str, object]]]:
    """What each table holds for `programme`, by code."""
    return {
        "room": _part_rows((room.code, room.name) for room in programme.rooms),
        "track": _part_rows((track.code, track.name) for track in programme.tracks),
        "block": _part_rows((block.code, block.title) for block in programme.blocks),
        "session": {session.code: _session_row(session) for session in programme},
    }


def _part_rows(parts: Iterable[tuple[str, Text]]) -> dict[str, dict[str, object]]:
    return {
        code: {"code": code, "place": place, "name": _json(name.as_data())}
        for place, (code, name) in enumerate(parts)
    }


def _session_row(session: Session) -> dict[str, object]:
    return {
        "code": session.code,
        "source_id": session.source_id,
        "title": _json(session.title.as_data()),
        "kind": session.kind.value,
        "status": session.status.value,
        "day": session.day and session.day.isoformat(),
        "starts_at": session.start and session.start.astimezone(UTC).strftime(_TIME),
        "ends_at": session.end and session.end.astimezone(UTC).strftime(_TIME),
        "part": session.part and session.part.value,
        "rooms": _json(session.rooms),
        "track": session.track or None,
        "block": session.block or None,
        "position": session.position,
        "speakers": _json([
            {"name": speaker.name.as_data(), "affiliation": speaker.affiliation.as_data()}
            for speaker in session.speakers
        ]),
        "abstract": _json(session.abstract.as_data()),
        "language": session.language,
        "url": session.url,
        "chatham_house": int(session.chatham_house),
        "questions": int(session.questions),
    }


def _session(row: Row) -> Session:
    return Session(
        code=row["code"],
        source_id=row["source_id"],
        title=_text(row["title"]),
        kind=Kind(row["kind"]),
        status=Status(row["status"]),
        day=date.fromisoformat(row["day"]) if row["day"] else None,
        start=_moment(row["starts_at"]) if row["starts_at"] else None,
        end=_moment(row["ends_at"]) if row["ends_at"] else None,
        part=PartOfDay(row["part"]) if row["part"] else None,
        rooms=tuple(json.loads(row["rooms"])),
        track=row["track"] or "",
        block=row["block"] or "",
        position=row["position"],
        speakers=tuple(
            Speaker(Text.of(speaker["name"]), Text.of(speaker["affiliation"]))
            for speaker in json.loads(row["speakers"])
        ),
        abstract=_text(row["abstract"]),
        language=row["language"],
        url=row["url"],
        chatham_house=bool(row["chatham_house"]),
        questions=bool(row["questions"]),
    )


def _json(value: str | Sequence[object] | Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _text(column: str) -> Text:
    return Text.of(json.loads(column))


def _moment(column: str) -> datetime:
    return datetime.strptime(column, _TIME).replace(tzinfo=UTC)
