"""What organisers set in chat, against what the source says: it stands until the source says the same.

An override is one field of one session: its time, its rooms, or whether it takes place. It remembers what the source
said when it was made. When a new version comes, the source either says now what was set (`agreed`: the override has
done its work and goes), says what it always said (`kept`), or says something new (`contradicted`: what was set still
stands, and an organiser is shown both; `followed` when the organiser chose the source, and the override goes).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.agenda.model import Programme, Session


class Field(StrEnum):
    """What of a session can be set in chat. Its time is its day, start, end, part of the day and block."""

    TIME = "time"
    ROOMS = "rooms"
    STATUS = "status"


_ATTRIBUTES = {
    Field.TIME: ("day", "start", "end", "part", "block"),
    Field.ROOMS: ("rooms",),
    Field.STATUS: ("status",),
}

Value = tuple[Any, ...]
"""The values of a field's attributes of Session, in the order of `_ATTRIBUTES`."""


@dataclass(frozen=True, slots=True)
class Override:
    """`value` stands for `field` of the session with the code `session`; the source said `source` when it was made.

    `author` is the member who set it, `at` (aware UTC) when, `reason` why, or ''.
    """

    session: str
    field: Field
    value: Value
    source: Value
    author: int
    at: datetime
    reason: str = ""


class Verdict(StrEnum):
    """What a new version of the source says of an override."""

    AGREED = "agreed"
    KEPT = "kept"
    CONTRADICTED = "contradicted"
    FOLLOWED = "followed"


@dataclass(frozen=True, slots=True)
class Overruled:
    """An override, and the session as a new version of the source has it."""

    override: Override
    said: Session
    verdict: Verdict


def value_of(session: Session, field: Field) -> Value:
    """What a session has for `field`."""
    return tuple(getattr(session, name) for name in _ATTRIBUTES[field])


def with_value(session: Session, field: Field, value: Value) -> Session:
    """The session with `value` for `field`; outside its block it has no place in one."""
    changed = replace(session, **dict(zip(_ATTRIBUTES[field], value, strict=True)))
    return changed if changed.block else replace(changed, position=0)


def as_sourced(programme: Programme, overrides: Iterable[Override]) -> tuple[Session, ...]:
    """The sessions that `overrides` are about, as the source last had them."""
    return tuple(_with_each(programme, ((override, override.source) for override in overrides)).values())


def enforced(
    draft: Programme, overrides: Collection[Override], *, follow_source: bool = False
) -> tuple[tuple[Session, ...], tuple[Overruled, ...]]:
    """The sessions of a new version that `overrides` are about, as they become, and what is to be said of each.

    `draft` is the new version under the codes that the overrides know. With `follow_source` it wins where it
    contradicts.
    """
    said = draft.sessions_by_code
    pairs = ((override, said[override.session]) for override in overrides if override.session in said)
    judged = tuple(
        Overruled(override, session, _verdict(override, session, follow_source=follow_source))
        for override, session in pairs
    )
    standing = ((one.override, one.override.value) for one in judged if one.verdict is not Verdict.FOLLOWED)
    return tuple(_with_each(draft, standing).values()), judged


def _with_each(programme: Programme, values: Iterable[tuple[Override, Value]]) -> dict[str, Session]:
    changed: dict[str, Session] = {}
    for override, value in values:
        session = changed.get(override.session) or programme.sessions_by_code.get(override.session)
        if session:
            changed[session.code] = with_value(session, override.field, value)
    return changed


def _verdict(override: Override, said: Session, *, follow_source: bool) -> Verdict:
    seen = _comparable(override.field, value_of(said, override.field))
    if seen == _comparable(override.field, override.value):
        return Verdict.AGREED
    if seen == _comparable(override.field, override.source):
        return Verdict.KEPT
    return Verdict.FOLLOWED if follow_source else Verdict.CONTRADICTED


def _comparable(field: Field, value: Value) -> object:
    """Another order of rooms is no other value."""
    return frozenset(value[0]) if field is Field.ROOMS else value


def settled(judged: Iterable[Overruled]) -> Iterator[Override]:
    """The overrides that remain once the new version is released.

    One that was contradicted and still stands remembers what the source says now, and is not shown again for that.
    """
    for one in judged:
        if one.verdict is Verdict.KEPT:
            yield one.override
        elif one.verdict is Verdict.CONTRADICTED:
            yield replace(one.override, source=value_of(one.said, one.override.field))


def recorded(
    known: Iterable[Override], before: Session, after: Session, *, author: int, at: datetime, reason: str
) -> tuple[Override, ...]:
    """The overrides of one session after someone changed it in chat from `before` to `after`.

    What was set back to what the source says is no override any more.
    """
    standing = {override.field: override for override in known if override.session == after.code}
    for field in Field:
        value = value_of(after, field)
        if value == value_of(before, field):
            continue
        source = standing[field].source if field in standing else value_of(before, field)
        if _comparable(field, value) == _comparable(field, source):
            standing.pop(field, None)
        else:
            standing[field] = Override(after.code, field, value, source, author, at, reason)
    return tuple(standing.values())
