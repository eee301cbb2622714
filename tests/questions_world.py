"""A summit with three panels and their question boxes, for tests of panel questions on real files."""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import aiosqlite
import pytest

from bot.agenda.changes import compare
from bot.agenda.model import Kind, Programme, Room, Session, Text, Track
from bot.agenda.programme import Agenda
from bot.core.clock import StoppedClock
from bot.core.database import Database
from bot.core.keys import Keys
from bot.core.phrasebook import Phrasebook
from bot.core.refusal import Refusal
from bot.outbox.model import To
from bot.questions.model import Question, Rules
from bot.questions.whole import Questions

START = datetime(2024, 3, 28, 6, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
END = START + HOUR

FREE = Rules(open_questions=1000, apart=timedelta())
"""Limits that stand in no test's way."""


def panel(code: str, title: str, **values: object) -> Session:
    """A panel from START for an hour, in the hall."""
    told: dict[str, object] = {
        "kind": Kind.PANEL, "day": START.date(), "start": START, "end": END, "rooms": ("hall",), "questions": True,
    }  # fmt: skip
    return Session(code, Text.of(title), **{**told, **values})  # type: ignore[arg-type]


SESSIONS = (
    panel("open", "Open panel", track="law"),
    panel("closed", "Closed panel", rooms=("attic",), chatham_house=True),
    panel("talk", "A talk", rooms=("cellar",), questions=False),
)


class Direct:
    """Everyone wants direct messages, but for those in `elsewhere`."""

    def __init__(self) -> None:
        self.elsewhere: set[int] = set()

    async def routes(self, _: aiosqlite.Connection, members: Collection[int]) -> Mapping[int, To]:
        return {one: To.mention(one, "changes") if one in self.elsewhere else To.person(one) for one in members}


@dataclass(slots=True)
class World:
    """All that panel questions are made of; `clock` is where it stands."""

    folder: Path
    database: Database
    clock: StoppedClock
    agenda: Agenda
    routes: Direct
    all: Questions

    async def release(self, *sessions: Session) -> None:
        """Make these the programme."""
        rooms = [Room(code, Text.of(code.title())) for code in ("hall", "attic", "cellar")]
        tracks = [Track("law", Text.of("Law"))]
        made = Programme.checked(Text.of("Summit"), ZoneInfo("Asia/Shanghai"), rooms, tracks, (), sessions)
        changes = compare(await self.agenda.released(), made)
        await self.agenda.release(changes, source="test", accept_removals=True)

    async def change(self, code: str, **values: object) -> None:
        """Release the programme with one session otherwise."""
        sessions = [*await self.agenda.current()]
        await self.release(*(replace(one, **values) if one.code == code else one for one in sessions))  # type: ignore[arg-type]

    async def at(self, moment: datetime) -> None:
        """Let it be `moment`, and do what the timetable does."""
        self.clock.advance(moment - self.clock.now())
        await self.all.boxes.run()

    async def ask(self, member: int, text: str, session: str = "open", *, anonymous: bool = True) -> Question:
        """A question that is on the board."""
        number = await self.waiting(member, text, session, anonymous=anonymous)
        return (await self.all.moderating.approve(number, 1)).question

    async def waiting(self, member: int, text: str, session: str = "open", *, anonymous: bool = True) -> int:
        """A question that waits; its number."""
        asked = await self.all.asking.ask(member, session, text, anonymous=anonymous, name=f"Name {member}")
        return asked.question.number

    async def now(self, number: int) -> Question:
        """A question as moderators see it."""
        for session in ("open", "closed"):
            queue = await self.all.moderating.queue(session)
            everything = (*queue.waiting, *queue.approved, *queue.done, *filter(None, [queue.answering]))
            if found := next((one for one in everything if one.number == number), None):
                return found
        raise LookupError(number)

    async def told(self) -> list[tuple[str, int | None, str]]:
        """What was promised: the phrase, to whom, its state."""
        async with self.database.read() as connection:
            rows = await connection.execute_fetchall(
                "SELECT json_extract(lines, '$[0][0]') AS phrase, member, state FROM delivery ORDER BY id"
            )
        return [(row["phrase"], row["member"], row["state"]) for row in rows]

    async def rows(self, query: str) -> list[tuple[object, ...]]:
        """What a query gives."""
        async with self.database.read() as connection:
            return [tuple(row) for row in await connection.execute_fetchall(query)]


def made(database: Database, clock: StoppedClock, folder: Path, rules: Rules, keys: Keys | None = None) -> World:
    """A world on an open database."""
    agenda, routes = Agenda(database, clock), Direct()
    questions = Questions.of(
        database, clock, agenda, rules, keys or Keys.load(folder / "secrets.json"), routes=routes,
        room_channels=lambda room: {"hall": "room:hall"}.get(room, ""), phrasebook=Phrasebook.load(),
    )  # fmt: skip
    return World(folder, database, clock, agenda, routes, questions)


@asynccontextmanager
async def opened(folder: Path, clock: StoppedClock | None = None, rules: Rules = FREE) -> AsyncIterator[World]:
    """A world on the files in `folder`, as the program finds them when it starts; the programme is there."""
    async with Database.open(folder / "summit.db") as database:
        world = made(database, clock or StoppedClock(START), folder, rules)
        if await world.agenda.released() is None:
            await world.release(*SESSIONS)
        yield world


async def refused(work: object) -> str:
    """The phrase of the refusal that `work` ends in."""
    with pytest.raises(Refusal) as caught:
        await work  # type: ignore[misc]
    return caught.value.phrase
