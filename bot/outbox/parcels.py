"""What goes out as one message, and the ports of those who carry it and of those who know how people read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import aiosqlite

from bot.outbox.model import Delivery, Line

LATE = timedelta(minutes=1)
"""A promise kept later than that after it was due says so. In the summit's time."""


@dataclass(frozen=True, slots=True)
class Item:
    """A stored delivery. `correction` are the lines that stand for its own since, or None."""

    number: int
    delivery: Delivery
    correction: tuple[Line, ...] | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message is: Discord's ids of its channel and of itself."""

    channel: int
    message: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message and what is in it.

    `member` is whose direct messages it goes to, None where it goes to `channel`; who is mentioned there, the items
    say. `language` is the reader's, '' in a channel, where everyone reads. `at` is the summit's time for which it is
    worded. `look`: an earlier attempt may have reached Discord, and its nonce does not tell, since that is too long ago
    or more was in it then. `wanted` is False where nothing in it is to be told any more, and only whether it was told
    is open. `known_channel`: the id of the
    person's direct messages from an earlier message, or None. `posted`: where it is, once that is known.
    """

    number: int
    nonce: str
    member: int | None
    channel: str
    items: tuple[Item, ...]
    at: datetime
    language: str = ""
    digest: bool = False
    attempts: int = 1
    since: datetime | None = None
    look: bool = False
    wanted: bool = True
    known_channel: int | None = None
    posted: Posted | None = None
    amends: int = 0

    @property
    def place(self) -> str:
        """Whose direct messages, or which channel: the two cannot be mixed up."""
        return f"#{self.channel}" if self.member is None else f"@{self.member}"

    def at_time(self, now: datetime) -> "Parcel":
        """The same message at `now`, without what has expired."""
        return replace(self, at=now, items=tuple(item for item in self.items if item.delivery.expires > now))

    def late(self, item: Item) -> bool:
        """Whether `item` is told later than it was promised."""
        return self.at - item.delivery.due > LATE


class Carrier(Protocol):
    """Brings parcels to people. Raises Failure; whatever else it raises counts as passing."""

    def ready(self) -> bool:
        """Whether there is a connection to bring anything over."""
        ...

    def measure(self, delivery: Delivery, language: str) -> int:
        """Characters that the delivery's lines take in `language`, in all the summit's where it is ''.

        Raises LookupError or ValueError when its phrases cannot be worded from its values.
        """
        ...

    async def send(self, parcel: Parcel) -> Posted:
        """Send it, once for its nonce within the nonce window."""
        ...

    async def find(self, parcel: Parcel) -> Posted | None:
        """The message of an earlier attempt, looked for where it would be, from `parcel.since` on."""
        ...

    async def edit(self, parcel: Parcel) -> None:
        """Make the message at `parcel.posted` say what its items and their corrections say."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """How a person is told: their language, and the channel where they agreed to be mentioned, '' for none."""

    language: str
    mention_channel: str = ""


class Preferences(Protocol):
    """What people have chosen."""

    async def reading(self, connection: aiosqlite.Connection, members: Collection[int]) -> Mapping[int, Reading]:
        """Of each of `members`: those without an entry read the summit's language and are mentioned nowhere."""
        ...


class NoPreferences:
    """Nobody has chosen anything."""

    async def reading(self, _: aiosqlite.Connection, __: Collection[int]) -> Mapping[int, Reading]:
        """No entries."""
        return {}
