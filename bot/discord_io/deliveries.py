"""What came already: Discord may deliver an interaction twice, and people press a button until it answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

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
