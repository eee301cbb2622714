"""What tests of organisers' use cases share: people who follow sessions, and what waits for them in the outbox."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import aiosqlite

from bot.agenda.model import Programme, Room, Session, Text, Track
from bot.core.database import Database
from bot.outbox import store as outbox
from bot.outbox.model import Delivery, To

NINE = datetime(2024, 3, 28, 1, tzinfo=UTC)
ORGANISER = 500


def at(minutes: int) -> datetime:
    """Minutes after nine on the first day, venue time."""
    return NINE + timedelta(minutes=minutes)


@dataclass
class Followers:
    """Who follows what, and how they are reached, in memory: both of the agenda's ports."""

    follow: dict[str, set[int]] = field(default_factory=dict)
    reached: dict[int, To] = field(default_factory=dict)

    async def concerned(
        self, connection: aiosqlite.Connection, sessions: Collection[str]
    ) -> Mapping[str, Collection[int]]:
        return {code: self.follow[code] for code in sessions if code in self.follow}

    async def routes(
        self, connection: aiosqlite.Connection, members: Collection[int], *, on_duty: bool = False
    ) -> Mapping[int, To]:
        return {member: self.reached.get(member, To.person(member)) for member in members}


def talk(code: str, start: int, *, room: str = "main", track: str = "") -> Session:
    """Half an hour, `start` minutes after nine."""
    return Session(
        code, Text(f"Talk {code}"), day=date(2024, 3, 28), start=at(start), end=at(start + 30), rooms=(room,),
        source_id=code, track=track,
    )


def programme(*sessions: Session) -> Programme:
    """Two rooms and a track."""
    rooms = (Room("main", Text("Main hall")), Room("a", Text("Room A")))
    tracks = (Track("dao", Text("道")),)
    return Programme.checked(Text("Summit"), ZoneInfo("Asia/Shanghai"), rooms, tracks, (), sessions)


async def waiting(database: Database, prefix: str = "") -> list[Delivery]:
    """The promises that wait, by key."""
    async with database.read() as connection:
        return sorted(await outbox.find_open(connection, prefix), key=lambda delivery: delivery.key)


async def deliver(database: Database) -> None:
    """Let everything that waits be sent."""
    async with database.transaction() as tx:
        await tx.execute("UPDATE delivery SET state = 'sent' WHERE state = 'open'")
