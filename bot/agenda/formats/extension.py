"""What an export of ours carries beside a format's own fields, so that reading it back loses nothing.

Most formats have no place for a second language, a block, a part of the day or a postponed session. Their exports carry
such values as JSON where other programs look past them: a processing instruction in XML, a key of our own in JSON, an
X- property in iCalendar, the last column of a CSV table.

A carried value is a pair: the value, and the fingerprint of what the format's own field showed when it was written.
When somebody has edited that field since, the fingerprint no longer fits and the edit wins.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from enum import Enum
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from bot.agenda.formats import Venue
from bot.agenda.formats.draft import Draft
from bot.agenda.formats.frab import moment_of
from bot.agenda.formats.vocabulary import web_address
from bot.agenda.formats.wording import shown_name
from bot.agenda.model import Block, Kind, PartOfDay, Programme, Room, Session, Speaker, Status, Text, Track

NAME = "summit-bot"
"""Under which name the formats hold it."""

_UNSTAMPED = ("code", "source_id")  # identity is ours to say: a format's own field shows it in another form


class ExtensionError(ValueError):
    """What a file carries for us is not what any export of ours wrote."""


def programme_data(programme: Programme, shown: str, unplaced: Iterable[Session] = ()) -> dict[str, Any]:
    """All of a programme except its sessions; of those only the `unplaced`, which the format has no place for.

    `shown` is what the format's own field for the programme's name says, '' where it has none.
    """
    return {
        "name": [programme.name.as_data(), _fingerprint(shown)],
        "timezone": programme.timezone.key,
        "rooms": {room.code: room.name.as_data() for room in programme.rooms},
        "tracks": {track.code: track.name.as_data() for track in programme.tracks},
        "blocks": {block.code: block.title.as_data() for block in programme.blocks},
        "sessions": [session_data(session) for session in unplaced],
    }


def session_data(session: Session) -> dict[str, Any]:
    """Every field of a session that is not at its default, as JSON values."""
    return {
        field.name: _encoded(getattr(session, field.name))
        for field in fields(Session)
        if getattr(session, field.name) != field.default
    }


def session_of(data: Mapping[str, Any]) -> Session:
    """The session that `session_data` wrote. Raises AttributeError, KeyError, TypeError or ValueError for others."""
    return Session(**{name: _DECODED[name](value) for name, value in data.items()})


def carried(session: Session, seen: Session) -> dict[str, Any]:
    """What must be carried for `session` when a format's own fields, read back, say `seen`."""
    different = [field.name for field in fields(Session) if getattr(session, field.name) != getattr(seen, field.name)]
    return {
        name: [_encoded(getattr(session, name)), "" if name in _UNSTAMPED else _fingerprint(getattr(seen, name))]
        for name in ("code", *(name for name in different if name != "code"))
    }


def restored(seen: Session, data: Mapping[str, Any]) -> Session:
    """`seen`, as a format's own fields say, with the carried values that still fit. Raises ExtensionError."""
    try:
        fitting = {
            name: _DECODED[name](value)
            for name, (value, fingerprint) in data.items()
            if name in _UNSTAMPED or fingerprint == _fingerprint(getattr(seen, name))
        }
        return replace(seen, **fitting)
    except (AttributeError, KeyError, TypeError, ValueError) as wrong:
        raise ExtensionError(str(wrong)) from wrong


def open_draft(data: Mapping[str, Any], venue: Venue, *, name: str = "", timezone: ZoneInfo | None = None) -> Draft:
    """A draft that knows the rooms, tracks, blocks and unplaced sessions that a file carries (`data`, else `{}`).

    `name` and `timezone` are what the format's own fields say, if anything. Raises ExtensionError.
    """
    try:
        zone = timezone or (ZoneInfo(data["timezone"]) if "timezone" in data else None)
        draft = Draft(venue, name=name, timezone=zone)
        if "name" in data:
            value, fingerprint = data["name"]
            draft.name = Text.of(value) if fingerprint == _fingerprint(name) else draft.name
        _keep(draft, [Room(code, Text.of(name)) for code, name in data.get("rooms", {}).items()])
        _keep(draft, [Track(code, Text.of(name)) for code, name in data.get("tracks", {}).items()])
        _keep(draft, [Block(code, Text.of(title)) for code, title in data.get("blocks", {}).items()])
        for session in data.get("sessions", ()):
            draft.add(session_of(session), taken=True)
    except (AttributeError, KeyError, OSError, TypeError, ValueError) as wrong:
        raise ExtensionError(str(wrong)) from wrong
    return draft


def as_json(data: Mapping[str, Any]) -> str:
    """`data` in one line of ASCII in which neither `?>` nor anything else ends a host format's field early."""
    return json.dumps(data, separators=(",", ":")).replace(">", "\\u003e")


def from_json(text: str) -> dict[str, Any]:
    """What `as_json` wrote; `{}` for nothing. Raises ExtensionError."""
    try:
        data = json.loads(text or "{}")
    except (RecursionError, ValueError) as wrong:
        raise ExtensionError(str(wrong)) from wrong
    if not isinstance(data, dict):
        raise ExtensionError("no JSON object")
    return data


def _keep(draft: Draft, parts: Iterable[Room | Track | Block]) -> None:
    for part in parts:
        draft.keep(part, shown_name(part))


def _fingerprint(value: Any) -> str:
    return blake2b(json.dumps(_encoded(value), sort_keys=True).encode(), digest_size=6).hexdigest()


def _encoded(value: Any) -> Any:
    match value:
        case Text():
            return value.as_data()
        case Speaker():
            return [value.name.as_data(), value.affiliation.as_data()]
        case Enum():
            return value.value
        case date():
            return (value.astimezone(UTC) if isinstance(value, datetime) else value).isoformat()
        case tuple():
            return [_encoded(part) for part in value]
        case _:
            return value


def _maybe(decode: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else decode(value)


def _moment(value: str) -> datetime:
    moment = moment_of(value)
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment.astimezone(UTC)


def _speakers(values: Iterable[Any]) -> tuple[Speaker, ...]:
    return tuple(Speaker(Text.of(name), Text.of(affiliation)) for name, affiliation in values)


def _rooms(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)


_DECODED: dict[str, Callable[[Any], Any]] = {
    "code": str,
    "title": Text.of,
    "kind": Kind,
    "day": _maybe(date.fromisoformat),
    "start": _maybe(_moment),
    "end": _maybe(_moment),
    "part": _maybe(PartOfDay),
    "rooms": _rooms,
    "track": str,
    "speakers": _speakers,
    "abstract": Text.of,
    "language": str,
    "block": str,
    "position": int,
    "status": Status,
    "chatham_house": bool,
    "questions": bool,
    "source_id": str,
    "url": web_address,
}
