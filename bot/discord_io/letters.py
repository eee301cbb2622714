"""Messages to people, worded when they go out: lines of phrases as a card, in one language or in several. Pure."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.agenda.model import Text
from bot.discord_io.cards.layout import CALM, TEXT, WARNING, Card, size
from bot.discord_io.controls import Press
from bot.discord_io.plain import bare, clip, quoted
from bot.discord_io.wording import Wording, stamp
from bot.outbox.model import Delivery, Line
from bot.outbox.parcels import Item, Parcel

LONGEST = 1800
"""Characters of one text value before it is cut: an announcement's body in each of two languages fits."""


Roles = Mapping[str, int]
"""The ids of roles that may be mentioned, by the name or the id that stands for them."""

_NO_ROLES: Roles = {}


@dataclass(frozen=True, slots=True)
class _Part:
    """What several items say alike. `was`: the lines that `lines` correct, or nothing."""

    first: Item
    lines: tuple[Line, ...]
    was: tuple[Line, ...]
    members: tuple[int, ...]
    late: bool


def letter(parcel: Parcel, wordings: Sequence[Wording], roles: Roles = _NO_ROLES) -> Card:
    """The card of a message, in the languages of `wordings`, with a mark by which it is known again.

    `roles` are those that it mentions.

    Raises LookupError or ValueError for lines that cannot be worded.
    """
    parts = list(_parts(parcel))
    for struck in (True, False):
        texts = [[_text(part, parcel, wording, roles, struck=struck) for wording in wordings] for part in parts]
        if sum(size(text) for own in texts for text in own) + _mentions_size(parts) <= TEXT:
            break
    card = Card(WARNING if any(part.was for part in parts) else CALM, mark=mark_of(parcel.nonce))
    if parcel.digest:
        card.write("\n".join(wording.say("outbox-digest", count=len(parcel.items)) for wording in wordings))
    for place, (part, own) in enumerate(zip(parts, texts, strict=True)):
        if place:
            card.rule()
        if part.members:
            card.write(" ".join(f"<@{member}>" for member in part.members))
        for number, text in enumerate(own):
            if number:
                card.rule()
            card.write(text)
        for row in _rows(part.first.delivery, wordings):
            card.row(*row)
    return card


def mentioned(parcel: Parcel) -> list[int]:
    """The ids of the people that a message mentions."""
    return [member for part in _parts(parcel) for member in part.members]


def roles_in(parcel: Parcel) -> frozenset[str]:
    """The names or ids of the roles that a message in a channel is to mention."""
    items = [] if parcel.member is not None else parcel.items
    return frozenset(
        name
        for item in items
        for line in (*item.delivery.lines, *(item.correction or ()))
        for value in line.values.values()
        if isinstance(value, Mapping)
        for name in _names(value.get("roles"))
    )


def _names(value: object) -> list[str]:
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []


def measure(delivery: Delivery, wordings: Sequence[Wording]) -> int:
    """Characters that a delivery's lines take in all of `wordings`. Raises as `letter` does."""
    for press in delivery.presses:
        for wording in wordings:
            wording.say(press.phrase)
    return sum(size(worded(delivery.lines, wording, delivery.due)) + 1 for wording in wordings)


def mark_of(nonce: str) -> int:
    """A number from 1 to 2^31 - 1 for a nonce. It is the id of the card's frame, which Discord keeps with the message.

    A nonce comes back only with fresh messages; a component's id (components/reference.mdx) stays.
    """
    digest = hashlib.blake2b(nonce.encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") % (2**31 - 1) + 1


def _parts(parcel: Parcel) -> Iterator[_Part]:
    alike: dict[str, list[Item]] = {}
    for item in parcel.items:
        delivery = item.delivery
        alike.setdefault(repr((delivery.lines, item.correction, delivery.presses)), []).append(item)
    for group in alike.values():
        first = group[0]
        members = [item.delivery.to.member for item in group if item.delivery.to.channel]
        yield _Part(
            first=first,
            lines=first.delivery.lines if first.correction is None else first.correction,
            was=first.delivery.lines if first.correction is not None else (),
            members=tuple(dict.fromkeys(member for member in members if member is not None)),
            late=any(parcel.late(item) for item in group),
        )


def _mentions_size(parts: Sequence[_Part]) -> int:
    return sum(len(f"<@{member}> ") for part in parts for member in part.members)


def _text(part: _Part, parcel: Parcel, wording: Wording, roles: Roles, *, struck: bool) -> str:
    texts = []
    if part.late:
        due = _moment(part.first.delivery.due, wording, parcel.at)
        texts.append("-# " + wording.say("outbox-late", due=due))
    if part.was and struck:
        texts += [f"~~{line}~~" for line in worded(part.was, wording, parcel.at).split("\n") if line.strip()]
    if part.was:
        texts.append(wording.say("outbox-corrected"))
    texts.append(worded(part.lines, wording, parcel.at, roles))
    return "\n".join(texts)


def worded(lines: Sequence[Line], wording: Wording, at: datetime, roles: Roles = _NO_ROLES) -> str:
    """Lines as Markdown, one below the other; `at` (aware) is when they are read. Raises LookupError or ValueError."""
    return "\n".join(_phrase(line.phrase, line.values, wording, at, roles) for line in lines)


def _phrase(key: str, values: Mapping[str, object], wording: Wording, at: datetime, roles: Roles) -> str:
    return wording.say(key, **{name: _value(value, wording, at, roles) for name, value in values.items()})


def _value(value: object, wording: Wording, at: datetime, roles: Roles) -> str | int:
    """A value as it stands in a sentence: whatever people wrote is on one line, or quoted line by line."""
    match value:
        case bool():
            raise ValueError(f"{value} is no value of a phrase")
        case str():
            return quoted(clip(value, LONGEST))
        case int():
            return value
        case {"moment": str(moment)}:
            return _moment(datetime.fromisoformat(moment), wording, at)
        case {"wording": str() | Mapping() as text}:
            own = clip(Text.of(text).in_language(wording.language), LONGEST)
            return "\n".join(quoted(line) for line in own.splitlines())
        case {"phrase": str(key), "values": Mapping() as inner}:
            return _phrase(key, inner, wording, at, roles)
        case {"roles": list() as names}:
            return " ".join(_role(str(name), roles) for name in names)
        case _:
            raise ValueError(f"{value!r} is no value of a phrase")


def _role(name: str, roles: Roles) -> str:
    return f"<@&{roles[name]}>" if name in roles else f"**@{quoted(clip(name, 100))}**"


def _moment(moment: datetime, wording: Wording, at: datetime) -> str:
    """The venue's wall time, with the day where it is not that of `at`, and the reader's own."""
    local = moment.astimezone(wording.timezone)
    wall = wording.wall(moment)
    if local.date() != at.astimezone(wording.timezone).date():
        wall = f"{wording.day(local.date())} {wall}"
    return wording.say("outbox-moment", wall=wall, own=stamp(moment, "t"), left=stamp(moment, "R"))


def _rows(delivery: Delivery, wordings: Sequence[Wording]) -> Iterator[list[Any]]:
    buttons = [
        Press(press.action, press.state, label=clip(bare(" / ".join(_labels(press.phrase, wordings))), 80))
        for press in delivery.presses
    ]
    for first in range(0, len(buttons), 5):
        yield list(buttons[first : first + 5])


def _labels(phrase: str, wordings: Sequence[Wording]) -> list[str]:
    return list(dict.fromkeys(wording.say(phrase) for wording in wordings))
