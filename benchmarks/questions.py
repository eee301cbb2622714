"""A full room on real sockets: questions and votes a second, of the program and of a bot that does nothing."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from benchmarks.load import BARE, OURS, Side, side
from benchmarks.wire import IN_FLIGHT, ROUNDS, SECONDS, Rounds
from tests.wire.actors import Member
from tests.wire.audience import PUBLIC, RECEIPT, form_of, said
from tests.wire.interactions import COMPONENT, MODAL_SUBMIT, Interaction
from tests.wire.summits import ask

SESSION, DURING = "panel-value", "2024-03-28T14:10:00+08:00"
AIM = 0.4
ON_BOARD = 10


@dataclass(slots=True)
class Room:
    """One bot's room: everybody has its public board before them. `asked`: the forms that were sent."""

    side: Side
    asked: list[Interaction] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    async def fill(self) -> None:
        """Ten questions on the board, which everybody sees."""
        one, lobby = self.side, self.side.server.world.channel("大厅")
        boss = one.server.join("boss", "en-GB")
        for _ in range(ON_BOARD):
            await self.ask(boss)
        if one.bot.words == OURS:
            card = (await boss.slash("panel queue", session=SESSION)).message
            while card.controls("panel-approve"):
                await (await boss.press(card, "panel-approve")).settled()
        await (await boss.slash("questions board", channel=lobby, session=SESSION)).settled()
        board = next(message for message in lobby.messages if len(message.controls(PUBLIC)) == ON_BOARD)
        one.cards = {person.id: board for person in one.people}

    async def ask(self, _: Member) -> float:
        """Somebody who has not asked yet opens the form and sends it; how long they waited for both."""
        one, number = self.side, next(self._numbers)
        person = one.server.join(f"asker {number}", "en-GB")
        form, waited = await form_of(person, SESSION)
        how = {"how": "anonymous"} if one.bot.words == OURS else {}
        sent = person.filling(form, text=f"What comes of project {number} next year?", **how)
        act = person.act(MODAL_SUBMIT, sent, form.interaction.channel)
        waited += await one.ask(act, person)
        self.asked.append(act)
        return waited

    async def vote(self, person: Member) -> float:
        """Press the next vote on the public board."""
        board = self.side.cards[person.id]
        press = person.pressing(board, PUBLIC, next(self._numbers) % ON_BOARD)
        return await self.side.ask(person.act(COMPONENT, press, board.channel, board), person)


def run(console: Console) -> None:
    """Print the table of questions and votes a second, and how long people wait."""
    console.print(asyncio.run(_table()))


async def _table() -> Table:
    table = Table(title=f"Questions and votes: the program / the no-op, {ROUNDS} bursts in turn, the middle one's rate")
    for heading in ("", "at once", "a second", "ratio", "aim", "p50 ms", "p99 ms", "CPU ms"):
        table.add_column(heading, justify="right" if heading else "left")
    with TemporaryDirectory() as name:
        async with AsyncExitStack() as stack:
            rooms = [
                Room(await stack.enter_async_context(side(words, Path(name) / words[0], clock=DURING)))
                for words in (OURS, BARE)
            ]
            for room in rooms:
                await room.fill()
                for act in (room.vote, room.ask):
                    await room.side.burst(act, 8, 0.3)
            for what, act_of in (("vote", lambda room: room.vote), ("ask: form and receipt", lambda room: room.ask)):
                for in_flight in IN_FLIGHT:
                    found = await _contest(rooms, act_of, in_flight)
                    table.add_row(what, str(in_flight), *_compared(*found), end_section=in_flight == IN_FLIGHT[-1])
            table.caption = f"{_stored(rooms[0])} Votes are presses on the public board of {ON_BOARD}."
    return table


async def _contest(
    rooms: list[Room], act_of: Callable[[Room], Callable[[Member], Awaitable[float]]], in_flight: int
) -> tuple[Rounds, Rounds]:
    done = Rounds(), Rounds()
    for number in range(ROUNDS):
        for which in (0, 1) if number % 2 else (1, 0):
            room = rooms[which]
            done[which].bursts.append(await room.side.burst(act_of(room), in_flight, SECONDS))
    return done


def _compared(ours: Rounds, bare: Rounds) -> list[str]:
    """Rates, their ratio, whether it is met, waits, costs."""
    ratio = ours.rate / bare.rate
    return [
        f"{ours.rate:,.0f} / {bare.rate:,.0f}", f"{ratio:.2f}", "met" if ratio >= AIM else "missed",
        *(f"{ours.whole.quantile(share):,.1f} / {bare.whole.quantile(share):,.1f}" for share in (50, 99)),
        f"{ours.cost:.2f} / {bare.cost:.2f}",
    ]  # fmt: skip


def _stored(room: Room) -> str:
    ((stored,),) = ask(room.side.bot.database, "SELECT count(*) FROM question")
    told = [int(number) for act in room.asked for number in RECEIPT.findall(said(act))]
    assert (len(told), len({*told})) == (stored, stored), "a receipt without a question, or the reverse"
    return f"{stored:,} receipts, {stored:,} questions stored."
