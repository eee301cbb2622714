"""What came already: Discord may deliver an interaction twice, and people press a button until it answers."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from weakref import WeakValueDictionary

import discord

KEPT = 20_000
"""Ids remembered: some minutes' worth at the highest load, and a replay comes within seconds."""

_FIRST = "first delivery"


class Deliveries:
    """What has come in on one connection to Discord."""

    def __init__(self) -> None:
        """Nothing has come yet."""
        self._seen: dict[int, None] = {}
        self._under_way: set[tuple[int, int, str]] = set()
        self._turns: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()

    def first(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether this is the first delivery of its interaction; every door that it passes through may ask."""
        if _FIRST in interaction.extras:
            return True
        if interaction.id in self._seen:
            return False
        if len(self._seen) >= KEPT:
            del self._seen[next(iter(self._seen))]
        self._seen[interaction.id] = None
        interaction.extras[_FIRST] = True
        return True

    @asynccontextmanager
    async def in_turn(self, interaction: discord.Interaction[Any]) -> AsyncIterator[None]:
        """One after the other for a person's presses on one message, answers included.

        An answer that was lost is sent again, and would otherwise come after that of a later press and contradict it.
        """
        place = interaction.user.id, interaction.message.id if interaction.message else 0
        lock = self._turns.get(place) or asyncio.Lock()
        self._turns[place] = lock
        async with lock:
            yield

    @contextmanager
    def alone(self, interaction: discord.Interaction[Any], control: str) -> Iterator[bool]:
        """Whether this is the only press of this control of a message, by this person, that is being worked on."""
        press = (interaction.user.id, interaction.message.id if interaction.message else 0, control)
        if press in self._under_way:
            yield False
            return
        self._under_way.add(press)
        try:
            yield True
        finally:
            self._under_way.remove(press)
