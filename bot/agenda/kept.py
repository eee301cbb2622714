"""Programmes, sessions and overrides as text for our own tables. Pure; reads back exactly what it wrote."""

import json
import zlib
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from bot.agenda.formats.extension import session_data, session_of
from bot.agenda.model import Block, Programme, Room, Session, Text, Track
from bot.agenda.overrides import Field, Value, value_of, with_value

_NOTHING = Session("", Text())


def session_text(session: Session) -> str:
    """A session as JSON."""
    return _json(session_data(session))


def read_session(text: str) -> Session:
    """What `session_text` wrote."""
    return session_of(json.loads(text))


def value_text(field: Field, value: Value) -> str:
    """The value of an override as JSON."""
    return session_text(with_value(_NOTHING, field, value))


def read_value(field: Field, text: str) -> Value:
    """What `value_text` wrote."""
    return value_of(read_session(text), field)


def packed_sessions(sessions: Iterable[Session]) -> bytes:
    """Sessions as compressed JSON."""
    return _packed([session_data(session) for session in sessions])


def read_sessions(content: bytes) -> tuple[Session, ...]:
    """What `packed_sessions` wrote."""
    return tuple(session_of(data) for data in _unpacked(content))


def packed_programme(programme: Programme) -> bytes:
    """A whole programme, except its revision, as compressed JSON."""
    return _packed({
        "name": programme.name.as_data(),
        "timezone": programme.timezone.key,
        "rooms": [[room.code, room.name.as_data()] for room in programme.rooms],
        "tracks": [[track.code, track.name.as_data()] for track in programme.tracks],
        "blocks": [[block.code, block.title.as_data()] for block in programme.blocks],
        "sessions": [session_data(session) for session in programme],
    })


def read_programme(content: bytes) -> Programme:
    """What `packed_programme` wrote."""
    data = _unpacked(content)
    return Programme.checked(
        Text.of(data["name"]),
        ZoneInfo(data["timezone"]),
        [Room(code, Text.of(name)) for code, name in data["rooms"]],
        [Track(code, Text.of(name)) for code, name in data["tracks"]],
        [Block(code, Text.of(title)) for code, title in data["blocks"]],
        [session_of(session) for session in data["sessions"]],
    )


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _packed(data: Any) -> bytes:
    return zlib.compress(_json(data).encode(), level=6)


def _unpacked(content: bytes) -> Any:
    return json.loads(zlib.decompress(content))
