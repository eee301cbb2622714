"""People who star, unstar, set, look and change the programme all the time, and what each of them was told.

What somebody was told must be stored, whatever happens to the program afterwards: `Crowd.broken` compares.
"""

import asyncio
import contextlib
import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from tests.wire.actors import Answer, Late, Member, Unanswered
from tests.wire.interactions import COMMAND, COMPONENT, UPDATE, Interaction
from tests.wire.server import LocalDiscord
from tests.wire.summits import Rehearsal, ask, start
from tests.wire.world import Json, Message

ENGLISH = "en-GB"
REVISION = re.compile(r"Released: revision (\d+)")
TAKES = timedelta(minutes=12), timedelta(minutes=20)
"""How far ahead people star."""

LEADS = 15, 20
"""How many minutes before it they want to be told: mostly at once."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done by one person about one thing. `told`: whether they read on the answer that it is so now."""

    person: int
    about: str
    value: str
    interaction: Interaction

    @property
    def told(self) -> bool:
        """Whether the person knows."""
        answer, shown = self.interaction.answer, self.interaction.original
        if answer is None or shown is None or self.interaction.waiting:
            return False
        if self.about == "release":
            return REVISION.search(shown.text) is not None
        return answer["type"] == UPDATE or self.about == "lead"


@dataclass(slots=True)
class Crowd:
    """`apart` and `sessions` are those of the summit's programme. Acts happen while `going`, at a pace of `rest`."""

    server: LocalDiscord
    clock: Rehearsal
    chance: random.Random
    sessions: int
    apart: timedelta
    people: list[Member] = field(default_factory=list)
    chairs: list[Member] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    unanswered: int = 0
    waits: list[float] = field(default_factory=list)
    rest: float = 0.6
    _on: bool = False

    def join(self, people: int, *, closed: int = 0) -> None:
        """Let that many people come, the last `closed` of them without direct messages, and one who organises."""
        self.people = [
            self.server.join(f"person {number}", ENGLISH, closed=number >= people - closed) for number in range(people)
        ]
        self.chairs = [self.server.join("chair", ENGLISH)]

    async def settle(self) -> None:
        """Everybody says that they want direct messages."""
        await asyncio.gather(*(self._set(person, LEADS[0]) for person in self.people))
        assert all(deed.told for deed in self.deeds), "somebody's settings were not taken"

    @asynccontextmanager
    async def going(self, seconds: float = 0) -> AsyncIterator[None]:
        """They act until the block is left, and for so many `seconds` at least; then none of them waits any more."""
        self._on = True
        tasks = [asyncio.create_task(self._going(person, self._act, self.rest)) for person in self.people]
        tasks += [asyncio.create_task(self._going(chair, self._organise, self.rest / 4)) for chair in self.chairs]
        try:
            yield
            await asyncio.sleep(seconds)
        finally:
            self._on = False  # a wait that ends as it is cancelled may swallow that
            for task in tasks:
                task.cancel()
            for ended in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(ended, Exception):
                    raise ended

    async def _going(self, person: Member, act: Callable[[Member], Awaitable[None]], rest: float) -> None:
        await asyncio.sleep(self.chance.uniform(0, rest))
        while self._on:
            if self.server.gateway.live:
                try:
                    await act(person)
                except Unanswered:
                    self.unanswered += 1
            await asyncio.sleep(self.chance.uniform(rest / 2, rest * 3 / 2))

    async def _act(self, person: Member) -> None:
        die = self.chance.random()
        if die < 0.15:
            await self._set(person, self.chance.choice(LEADS))
        elif die < 0.3:
            await self._look(person)
        else:
            await self._star(person)

    async def _look(self, person: Member) -> None:
        command, options = self.chance.choice(
            [("agenda now", {}), ("agenda search", {"query": "Talk 01"}), ("agenda mine", {}), ("reminders list", {})]
        )
        self._waited(await person.slash(command, **options))

    async def _set(self, person: Member, lead: int) -> None:
        data = person.using("reminders settings", via="dm", lead=lead, language="en")
        await self._do(person, "lead", str(lead), person.act(COMMAND, data))

    async def _star(self, person: Member) -> None:
        code = self._ahead()
        card = self._waited(await person.slash("agenda session", session=code))
        with contextlib.suppress(Late):  # it may come later, or never, where the line is down
            await card.settled(5)
        if card.interaction.waiting:
            raise Unanswered(f"{person.user.name}: no card of {code}")
        assert card.message.controls("star"), card.text
        for _ in range(self.chance.choice((1, 1, 1, 2))):
            press = person.pressing(card.message, "star")
            value = press["custom_id"].split("/")[2]
            await self._do(person, code, value, self._pressing(person, card.message, press))

    async def _organise(self, chair: Member) -> None:
        code = self._ahead()
        commands: list[tuple[str, Json]] = [
            ("summit cancel", {"session": code}), ("summit restore", {"session": code}),
            ("summit move", {"session": code, "start": "+5"}), ("summit postpone", {"session": code}),
        ]  # fmt: skip
        command, options = self.chance.choice(commands)
        proposal = self._waited(await chair.slash(command, **options))
        if proposal.message.controls("proposal-release"):
            press = chair.pressing(proposal.message, "proposal-release")
            answer = await self._do(chair, "release", code, self._pressing(chair, proposal.message, press))
            with contextlib.suppress(Late):
                await answer.settled(3)
                await self.server.until(lambda: REVISION.search(answer.text), "the release", 3)

    def _pressing(self, person: Member, message: Message, press: Json) -> Interaction:
        return person.act(COMPONENT, press, message.channel, message)

    def _ahead(self) -> str:
        """The code of a session that begins soon."""
        now = self.clock.now
        soon = [
            number for number in range(self.sessions) if TAKES[0] <= start(number, self.apart) - now <= TAKES[1]
        ]
        return f"talk-{self.chance.choice(soon or [self.sessions - 1])}"

    async def _do(self, person: Member, about: str, value: str, interaction: Interaction) -> Answer:
        self.deeds.append(Deed(person.id, about, value, interaction))
        await person.send(interaction)
        return self._waited(await person.answered(interaction))

    def _waited(self, answer: Answer) -> Answer:
        self.waits.append(answer.seconds)
        assert not answer.broke, answer.text
        return answer

    # What must be so

    def known(self) -> dict[tuple[int, str], str]:
        """What the last deed of each person about each thing made of it, where the person was told and nobody else is
        in doubt: what was done later and not answered may have happened or not.
        """
        last = {(deed.person, deed.about): deed for deed in self.deeds if deed.about != "release"}
        return {which: deed.value for which, deed in last.items() if deed.told}

    def broken(self, database: Path) -> Iterator[str]:
        """What somebody was told and the database does not say."""
        yield from unstored(self.known(), database)
        released = set(ask(database, "SELECT revision, session FROM change"))
        for revision, code in self.released() - released:
            yield f"revision {revision}, a change of {code}, is not stored"

    def released(self) -> set[tuple[int, str]]:
        """The changes of which organisers were told that they are released: revision and session."""
        deeds = [deed for deed in self.deeds if deed.about == "release" and deed.told]
        shown = [(REVISION.search(deed.interaction.original.text), deed.value)
                 for deed in deeds if deed.interaction.original]  # fmt: skip
        return {(int(found[1]), code) for found, code in shown if found}

    def counted(self) -> Counter[str]:
        """How many deeds people were told of, by kind."""
        kinds = {"release": "changes", "lead": "settings"}
        return Counter(kinds.get(deed.about, "stars") for deed in self.deeds if deed.told)


def unstored(known: Mapping[tuple[int, str], str], database: Path) -> Iterator[str]:
    """What of `known`, as `Crowd.known` gives it, the database does not say."""
    stars = set(ask(database, "SELECT member, session FROM star"))
    leads = dict(ask(database, "SELECT member, lead FROM preference"))
    for (person, about), value in known.items():
        stored = str(leads.get(person)) if about == "lead" else "on" if (person, about) in stars else "off"
        if stored != value:
            yield f"{person} was told {about} {value}, stored is {stored}"


def sequence(values: Sequence[str]) -> str:
    """Some of many, for a failure."""
    return "\n".join([*values[:20], f"({len(values)} in all)"])
