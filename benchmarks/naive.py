"""A bot that claims as many do: it counts the places that are taken, and takes one where there are fewer.

Run as `python -m benchmarks.naive`, as the bare bot is. Between the count and the insert others do the same.
"""

import os
from typing import Any

import aiosqlite
import discord
from discord import app_commands
from discord.ext import commands

from benchmarks.bare import Agenda, Bare, run

PLACES = 7
SCHEMA = "CREATE TABLE IF NOT EXISTS claim (task INTEGER NOT NULL, member INTEGER NOT NULL)"


class Tasks(commands.GroupCog, group_name="task"):
    """Tasks of PLACES places each, in a file of its own."""

    def __init__(self) -> None:
        self._database = aiosqlite.connect(os.environ["SUMMIT_DATABASE"])

    async def cog_load(self) -> None:
        await self._database
        await self._database.execute(SCHEMA)
        await self._database.commit()

    @app_commands.command()
    async def claim(self, interaction: discord.Interaction[Any], task: str) -> None:
        """Claim."""
        taken = await self._database.execute_fetchall("SELECT count(*) FROM claim WHERE task = ?", [int(task)])
        [(count,)] = taken
        if count >= PLACES:
            await interaction.response.send_message("This task is full.", ephemeral=True)
            return
        await self._database.execute("INSERT INTO claim VALUES (?, ?)", [int(task), interaction.user.id])
        await self._database.commit()
        await interaction.response.send_message(f"Yours: task #{task}", ephemeral=True)


class Naive(Bare):
    """The bare bot with that."""

    cogs_made = (Agenda, Tasks)


if __name__ == "__main__":
    run(Naive())
