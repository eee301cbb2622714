"""Interactions that came already: Discord may deliver one twice, and discord.py would act on it twice."""

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
