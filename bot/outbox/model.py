"""What is promised to whom, as data: features build it, the outbox carries it; neither knows the other, nor Discord."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

Value = str | int | Mapping[str, object]
"""A value of a phrase: text, a number, or what `moment`, `wording`, `roles` and `phrase` make. All of it is JSON."""


class State(StrEnum):
    """What became of a promise. Only `open` ones are worked on."""

    OPEN = "open"
    SENT = "sent"
    EXPIRED = "expired"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class To:
    """Who is told, and how. Made by `person`, `mention` and `post`."""

    member: int | None = None
    channel: str = ""

    @classmethod
    def person(cls, member: int) -> "To":
        """A direct message, to someone who chose that."""
        return cls(member=member)

    @classmethod
    def mention(cls, member: int, channel: str) -> "To":
        """A mention in a channel, to someone who agreed to that; messages of one subject go to many people at once.

        `channel` is a purpose of `discord.channels` in summit.yaml ("reminders"), or a channel's id as text.
        """
        return cls(member=member, channel=channel)

    @classmethod
    def post(cls, channel: str) -> "To":
        """A message in a channel, in both languages, that mentions nobody but the roles among its values."""
        return cls(channel=channel)


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence or paragraph: a phrase's key and its values, worded at delivery in the reader's language."""

    phrase: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Press:
    """A button under the message: what it does, about what, and the phrase on it."""

    action: str
    state: str
    phrase: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One promise to one recipient.

    `key` is readable and deterministic: writing a promise twice is writing it once. `due` and `expires` are aware UTC
    in the summit's time; one that is still open when it expires is never sent. `subject` is the code of the session it
    is about, or ''; `cause` groups the ledger ("release:12", "announcement:3"). `kind` is a word such as "reminder".
    Deliveries of one subject, channel and lines go out as one message with many mentions; those due together for one
    person as one direct message. A `private` one is never shown in a channel, not even when direct messages are closed
    to the bot: everything about a session under the Chatham House Rule is.
    """

    key: str
    kind: str
    to: To
    lines: tuple[Line, ...]
    due: datetime
    expires: datetime
    subject: str = ""
    cause: str = ""
    presses: tuple[Press, ...] = ()
    private: bool = False


def moment(time: datetime) -> Value:
    """A time (aware) as a value: shown as a Discord timestamp and in venue wall time."""
    return {"moment": time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}


def wording(text: str | Mapping[str, str]) -> Value:
    """A text in one or both languages as a value (`Text.as_data()`): shown in the reader's, harmless as Markdown."""
    return {"wording": text}


def roles(names: Iterable[str]) -> Value:
    """Roles of the server, by name or id, as a value: a post in a channel mentions them, elsewhere they are named."""
    return {"roles": [*names]}


def phrase(key: str, **values: Value) -> Value:
    """Another phrase as a value: a kind, a reason, a part of the day."""
    return {"phrase": key, "values": values}
