"""What changed, for the page and the feed: each release's changes, old and new, newest first. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.agenda import telling
from bot.agenda.changes import Aspect, Released
from bot.agenda.model import Text
from bot.web.entries import View

MOST = 300
"""How many changes the page and the feed tell."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing about a session that changed: a label with old and new, or (`label` '') a sentence."""

    label: str
    before: str
    after: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What a release changed about one session. `title` is the new one; `kind` says how loud: an Aspect."""

    revision: int
    at: datetime
    when: str
    code: str
    title: str
    speakers: str
    kind: str
    told: tuple[Told, ...]


def changes_values(view: View) -> dict[str, Any]:
    """For the page's template."""
    return {"changes": changes_of(view)}


def changes_of(view: View) -> tuple[Change, ...]:
    """What attendees are told of each release, newest first."""
    made = (_change(view, released) for released in reversed(view.history))
    return tuple(change for change in made if change.told)[:MOST]


def _change(view: View, released: Released) -> Change:
    session = released.change.after
    return Change(
        revision=released.revision,
        at=released.at,
        when=view.moment(released.at),
        code=session.code,
        title=view.reader.text(session.title) or session.code,
        speakers=view.reader.speakers(session),
        kind=_kind(released.change.aspects),
        told=tuple(_told(view, released)),
    )


def _kind(aspects: frozenset[Aspect]) -> str:
    loud = (Aspect.CANCELLED, Aspect.POSTPONED, Aspect.RESTORED, Aspect.ADDED)
    return str(next((aspect for aspect in loud if aspect in aspects), Aspect.MOVED))


def _told(view: View, released: Released) -> Iterator[Told]:
    change = released.change
    if change.before is None:
        yield Told("", "", "", view.reader.say("web-added", when=view.reader.when(change.after)))
    for line in telling.lines(change, view.programme, view.programme)[1:]:
        values = {name: _value(value, view) for name, value in line.values.items()}
        if "before" in values:
            label = view.reader.say(f"web-changed-{line.phrase.removeprefix('notice-')}")
            yield Told(label, str(values["before"]), str(values["after"]))
        else:
            yield Told("", "", "", view.reader.say(line.phrase, **values))


def _value(value: object, view: View) -> str | int:
    """A value of a line as plain text."""
    match value:
        case str() | int():
            return value
        case {"moment": str(moment)}:
            return view.moment(datetime.fromisoformat(moment))
        case {"wording": str() | dict() as text}:
            return view.reader.text(Text.of(text))
        case {"phrase": str(key), "values": dict() as inner}:
            return view.reader.say(key, **{name: _value(one, view) for name, one in inner.items()})
        case _:
            raise ValueError(f"{value!r} is no value of a phrase")


