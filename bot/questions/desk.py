"""One turn at the questions' desk: a transaction, the programme as it is in it, and what several use cases share."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime

import aiosqlite

from bot.agenda.model import Programme
from bot.agenda.programme import Agenda
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.refusal import Refusal
from bot.outbox import store as outbox
from bot.outbox.model import Delivery
from bot.questions import people_store, store
from bot.questions.live import Live
from bot.questions.model import Box, Kept, Question, Rules, box_of
from bot.questions.notices import KIND
from bot.questions.store import Stored
from bot.questions.tokens import Key


@dataclass(frozen=True, slots=True)
class Turn:
    """Made by `Desk` inside its transaction, or its read. `now` is the summit's time, to the second."""

    tx: aiosqlite.Connection
    now: datetime
    programme: Programme | None
    rules: Rules

    async def kept(self, session: str) -> Kept:
        """What is stored of a session's box, or the beginnings."""
        return (await store.boxes(self.tx, session)).get(session) or Kept(session)

    async def box(self, session: str) -> Box:
        """A session's box. Raises Refusal where there is no such session, or it has none."""
        box = box_of(self.programme, await self.kept(session), self.rules)
        if box and not (box.gone and not await store.boxes(self.tx, session)):
            return box
        known = self.programme.sessions_by_code.get(session) if self.programme else None
        if known is None:
            raise Refusal("session-gone")
        raise Refusal("question-no-box", title=" / ".join(known.title.every())[:120])

    async def boxes(self) -> list[Box]:
        """All boxes, in the order of the programme; those of sessions that are gone last."""
        kept = await store.boxes(self.tx)
        codes = dict.fromkeys([session.code for session in self.programme or ()] + [*kept])
        made = [box_of(self.programme, kept.get(code) or Kept(code), self.rules) for code in codes]
        return [box for box in made if box]

    async def stored(self, number: int) -> Stored:
        """The question with this number. Raises Refusal where there is none."""
        found = await store.find(self.tx, number) if 0 < number < 2**63 else None
        if found is None:
            raise Refusal("question-unknown", seen=str(number)[:20])
        return found

    async def question(self, number: int) -> Question:
        """The same, as others may see it."""
        found = (await self.stored(number)).question
        return seen(found, await self.box(found.session))

    async def count(self, number: int, key: Key | None) -> None:
        """Count anew who wants a question, with all that was merged into it. Without `key` its round is over."""
        family = await store.family(self.tx, number)
        await people_store.count(self.tx, number, [one.number for one in family], askers_of(family, key))

    async def name_nobody(self, session: str) -> None:
        """Forget who asked in a session by name, and what they were told of it: that has their ids and their words."""
        await people_store.forget_askers(self.tx, session)
        await outbox.scrub(self.tx, session, KIND)

    async def post(self, deliveries: Iterable[Delivery]) -> None:
        """Promise these."""
        await outbox.post(self.tx, [*deliveries])


class Desk:
    """Who gives turns, one after the other, and tells of what changed."""

    def __init__(self, database: Database, clock: Clock, agenda: Agenda, rules: Rules, live: Live) -> None:
        """`database` must be open as long as this is used."""
        self.clock, self.rules, self.agenda, self.live = clock, rules, agenda, live
        self.database = database

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Turn]:
        """A transaction: all that is done in the block is kept, or nothing."""
        async with self.database.transaction() as tx:
            # Inside the transaction, so that no other release can come in between.
            yield Turn(tx, self.clock.now().replace(microsecond=0), await self.agenda.released(), self.rules)

    @asynccontextmanager
    async def brief(self) -> AsyncIterator[Turn]:
        """The same for what one person does, in a few statements; many of these reach the disk together."""
        async with self.database.brief() as tx:
            yield Turn(tx, self.clock.now().replace(microsecond=0), await self.agenda.released(), self.rules)

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[Turn]:
        """To read a few rows at once, on the loop's own thread; each statement sees what is committed by then."""
        programme = await self.agenda.released()
        async with self.database.glance() as connection:
            yield Turn(connection, self.clock.now().replace(microsecond=0), programme, self.rules)

    @asynccontextmanager
    async def look(self) -> AsyncIterator[Turn]:
        """The same to read only."""
        programme = await self.agenda.released()
        async with self.database.read() as connection:
            yield Turn(connection, self.clock.now().replace(microsecond=0), programme, self.rules)


def askers_of(family: Iterable[Stored], key: Key | None) -> set[str]:
    """The tokens of those who asked these questions, as far as they can be known."""
    named = {key.token(one.question.asker) for one in family if key and one.question.asker is not None}
    return named | {one.token for one in family if one.token}


def seen(question: Question, box: Box) -> Question:
    """`question` as others may see it: nobody is named where the session is under the Chatham House Rule."""
    if box.rule and question.asker is not None:
        return replace(question, asker=None, name="", anonymous=True)
    return question
