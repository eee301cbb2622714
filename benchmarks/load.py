"""Programs under load: a local Discord on one core, bots on the other, people who ask again when they are answered."""

import asyncio
import gc
import itertools
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from tests.wire.actors import Member
from tests.wire.audience import said
from tests.wire.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    DEFER,
    DEFER_UPDATE,
    REPLY,
    SUGGEST,
    UPDATE,
    Interaction,
    suggestions,
)
from tests.wire.program import CONFIG, MORNING, Program, program
from tests.wire.server import LocalDiscord
from tests.wire.summits import ask
from tests.wire.world import Message

PEOPLE = 200
PATIENCE = 60.0
EVERY = 97
"""One in so many answers is read. A prime, or among acts that take turns it would be the same act's each time."""

OURS, BARE = ("bot", "run"), ("benchmarks.bare",)
TICK = os.sysconf("SC_CLK_TCK")
CORES = sorted(os.sched_getaffinity(0))


class Hasty(LocalDiscord):
    """A Discord that does not read bodies against the API's description: it is to be faster than the bots."""

    def __init__(self) -> None:
        super().__init__()
        self._oracle = None
        self.limits.rules, self.limits.most = {}, 0
        self.interactions.patience = PATIENCE


@dataclass(slots=True)
class Burst:
    """What came of one burst: seconds that each answer took, wall seconds, the bot's processor seconds."""

    waits: list[float] = field(default_factory=list)
    seconds: float = 0.0
    processor: float = 0.0

    def add(self, other: "Burst") -> None:
        self.waits += other.waits
        self.seconds += other.seconds
        self.processor += other.processor

    @property
    def rate(self) -> float:
        return len(self.waits) / self.seconds

    @property
    def cost(self) -> float:
        """Processor milliseconds of the bot for each interaction."""
        return 1000 * self.processor / len(self.waits)

    def quantile(self, percent: int) -> float:
        """Milliseconds within which so many percent were answered."""
        return 1000 * quantiles(self.waits, n=100, method="inclusive")[percent - 1]


@dataclass(slots=True)
class Side:
    """One bot with a Discord of its own, and people who have a session's card before them.

    `query` is what they search for, `typed` what they have typed when sessions are suggested; `title` is part of what
    the program has to tell them then, and when they ask what is on. `pressed`: the star button that each pressed last.
    """

    bot: Program
    people: list[Member]
    cards: dict[int, Message] = field(default_factory=dict)
    session: str = ""
    query: str = "kyzl"
    typed: str = "kaiy"
    title: str = "open source governance"
    pressed: dict[int, str] = field(default_factory=dict)
    _answers: "itertools.count[int]" = field(default_factory=itertools.count)

    @property
    def server(self) -> LocalDiscord:
        return self.bot.server

    async def ask(self, interaction: Interaction, person: Member, kind: int = REPLY) -> float:
        """Seconds to the answer; one that was put off counts when it is there.

        Raises AssertionError where it is not of this kind.
        """
        await person.send(interaction)
        await interaction.acknowledged.wait()
        assert interaction.answer
        assert interaction.seconds is not None
        given = interaction.answer["type"]
        if given in (DEFER, DEFER_UPDATE):
            await self.server.until(lambda: interaction.edits or interaction.followups, "what was put off", PATIENCE)
            return asyncio.get_running_loop().time() - interaction.asked
        assert given == kind, f"the answer is of type {given}, not {kind}: {interaction.answer} to {interaction.data}"
        return interaction.seconds

    async def _find(self, interaction: Interaction, person: Member, kind: int = REPLY) -> float:
        """Ask for something in which the program has to tell of `title`. Raises AssertionError where it does not."""
        seconds = await self.ask(interaction, person, kind)
        if self.bot.words == OURS and next(self._answers) % EVERY == 0:
            read = said(interaction) or str(suggestions(interaction))
            assert self.title in read, f"nothing of {self.title!r} in the answer to {interaction.data}: {read!r}"
        return seconds

    async def now(self, person: Member) -> float:
        return await self._find(person.act(COMMAND, person.using("agenda now")), person)

    async def search(self, person: Member) -> float:
        return await self._find(person.act(COMMAND, person.using("agenda search", query=self.query)), person)

    async def suggest(self, person: Member) -> float:
        data = person._command("agenda session", {"session": self.typed}, None, focused="session")
        return await self._find(person.act(AUTOCOMPLETE, data), person, SUGGEST)

    async def star(self, person: Member) -> float:
        card = self.cards[person.id]
        data = person.pressing(card, "star")
        seconds = await self.ask(person.act(COMPONENT, data, card.channel, card), person, UPDATE)
        self.pressed[person.id] = data["custom_id"]
        return seconds

    def check_stars(self) -> None:
        """Hold each person's last press against what their card says since, and against what is stored.

        Raises AssertionError where they differ.
        """
        if self.bot.words != OURS or not self.pressed:
            return
        rows = ask(self.bot.database, "SELECT member FROM star WHERE session = ?", [self.session])
        stored, button = {member for (member,) in rows}, "press/star/{}/" + self.session
        for person, pressed in self.pressed.items():
            (shown,) = self.cards[person].controls("star")
            wanted, told = pressed == button.format("on"), shown["custom_id"] == button.format("off")
            assert wanted == told == (person in stored), (
                f"person {person} pressed {pressed} last and has {shown['custom_id']} before them; a star of theirs is"
                f" {'stored' if person in stored else 'not stored'}"
            )

    async def lay_cards(self, session: str) -> None:
        """Give everybody a card. They have said how they want to be reached, so that a star is one answer."""
        self.session = session
        for person in self.people:
            if self.bot.words == OURS:
                await person.slash("reminders settings", via="dm")
            self.cards[person.id] = (await person.slash("agenda session", session=session)).message

    async def burst(self, act: Callable[[Member], Awaitable[float]], in_flight: int, seconds: float) -> Burst:
        """As many at once as `in_flight`, each asking again when answered, for so many seconds."""
        with self._measured() as done:
            end = perf_counter() + seconds

            async def go_on(person: Member) -> None:
                while perf_counter() < end:
                    done.waits.append(await act(person))

            await asyncio.gather(*(go_on(person) for person in self.people[:in_flight]))
        return done

    async def all_at_once(self, asking: Sequence[Awaitable[float]]) -> Burst:
        """Everything that is asked, at the same moment; over when the last one is answered."""
        with self._measured() as done:
            done.waits = [*await asyncio.gather(*asking)]
        return done

    async def stream(self, acts: Sequence[Callable[[Member], Awaitable[float]]], rate: float, seconds: float) -> Burst:
        """So many a second, whether or not those before are answered; the acts and the people take turns."""
        with self._measured() as done:
            asked: list[asyncio.Task[float]] = []
            began = perf_counter()
            for number in range(int(rate * seconds)):
                await asyncio.sleep(max(began + number / rate - perf_counter(), 0))
                act, person = acts[number % len(acts)], self.people[number % len(self.people)]
                asked.append(asyncio.create_task(act(person)))  # type: ignore[arg-type]
            done.waits = await asyncio.gather(*asked)
        return done

    @contextmanager
    def _measured(self) -> Iterator[Burst]:
        """Time what is done in the block. The server looks for garbage before and after it, never meanwhile: it has so
        much to look through that everybody would wait for it, which is not the bots' doing.
        """
        done = Burst()
        gc.collect()
        gc.disable()
        try:
            began, processor = perf_counter(), processor_seconds(self.bot.number)
            yield done
            done.seconds, done.processor = perf_counter() - began, processor_seconds(self.bot.number) - processor
        finally:
            gc.enable()
        self.check_stars()
        self.forget()

    async def quiet(self, share: float = 0.1) -> None:
        """Wait until what the bot does at its start is done: it uses less than this share of its core."""
        while True:
            before = processor_seconds(self.bot.number)
            await asyncio.sleep(1)
            if processor_seconds(self.bot.number) - before < share:
                return

    def forget(self) -> None:
        """Let the server hold no more than a server needs: what it remembers would slow it down."""
        kept = {card.id for card in self.cards.values()}
        self.server.calls.clear()
        self.server.interactions.every.clear()
        self.server.interactions._by_token.clear()
        for session in self.server.gateway.live:
            session.sent[:-1] = [{}] * (len(session.sent) - 1)
        for channel in self.server.world.channels.values():
            channel.every = {number: message for number, message in channel.every.items() if number in kept}


def processor_seconds(process: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def resident_megabytes(process: int) -> float:
    """What a process holds in memory."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


@asynccontextmanager
async def side(
    words: Sequence[str], folder: Path, *, config: Path = CONFIG, clock: str = MORNING, people: int = PEOPLE
) -> AsyncIterator[Side]:
    """A bot, ready, on a core of its own, with a Discord and so many people."""
    folder.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 -- nobody waits for it
    os.sched_setaffinity(0, CORES[-1:])
    try:
        async with AsyncExitStack() as stack:
            server = await stack.enter_async_context(Hasty())
            bot = await stack.enter_async_context(
                program(server, folder, config=config, clock=clock, words=words)
            )
            os.sched_setaffinity(0, CORES[:1])
            yield Side(bot, [server.join(f"person {number}", "en-GB") for number in range(people)])
    finally:
        os.sched_setaffinity(0, CORES)
