"""The bare discord.py bot that the program is measured against: the same doors, and nothing behind them.

Run as `python -m benchmarks.bare` with the environment of the program.
"""

import asyncio
import os
import re
import sys
from typing import Any, Self

import discord
import yarl
from discord import app_commands
from discord.ext import commands

PATIENCE = 0.5
"""Seconds after one server for the next, as the program waits; discord.py would wait two."""


class Star(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"press/star/(?P<state>.*)"):
    """A button that says "ok"."""

    def __init__(self, state: str) -> None:
        super().__init__(discord.ui.Button(label="star", custom_id=f"press/star/{state}"))

    @classmethod
    async def from_custom_id(cls, _: object, __: object, match: re.Match[str], /) -> Self:
        return cls(match["state"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.edit_message(content="ok")


class Vote(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"press/question-vote/(?P<number>.*)"):
    """Another that says so beside the message."""

    def __init__(self, number: str) -> None:
        super().__init__(discord.ui.Button(label="vote", custom_id=f"press/question-vote/{number}"))

    @classmethod
    async def from_custom_id(cls, _: object, __: object, match: re.Match[str], /) -> Self:
        return cls(match["number"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("ok", ephemeral=True)


class Form(discord.ui.Modal):
    """A form that discord.py does not keep: it would do so only after somebody quick has sent it."""

    text: discord.ui.TextInput[Self] = discord.ui.TextInput(label="text", custom_id="text")

    def __init__(self, title: str) -> None:
        super().__init__(title=title)
        self.stop()


class Agenda(commands.GroupCog, group_name="agenda"):
    """The commands that are measured."""

    @app_commands.command()
    async def now(self, interaction: discord.Interaction[Any]) -> None:
        """Now."""
        await interaction.response.send_message("ok", ephemeral=True)

    @app_commands.command()
    async def search(self, interaction: discord.Interaction[Any], query: str) -> None:
        """Search."""
        del query
        await interaction.response.send_message("ok", ephemeral=True)

    @app_commands.command()
    async def session(self, interaction: discord.Interaction[Any], session: str) -> None:
        """Session."""
        view = discord.ui.View(timeout=None).add_item(Star(session))
        await interaction.response.send_message("ok", view=view, ephemeral=True)

    @session.autocomplete("session")
    async def suggest(self, _: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=current, value="ok")]


class Tasks(commands.GroupCog, group_name="task"):
    """The command that volunteers hurry to."""

    @app_commands.command()
    async def claim(self, interaction: discord.Interaction[Any], task: str) -> None:
        """Claim."""
        del task
        await interaction.response.send_message("ok", ephemeral=True)


class Questions(commands.GroupCog, group_name="questions"):
    """A board with ten buttons."""

    @app_commands.command()
    async def board(self, interaction: discord.Interaction[Any], session: str) -> None:
        """Board."""
        view = discord.ui.View(timeout=None)
        for number in range(10):
            view.add_item(Vote(f"{number}"))
        await interaction.response.send_message(session, view=view)


class Ask(commands.Cog):
    """The command that opens the form."""

    @app_commands.command()
    async def ask(self, interaction: discord.Interaction[Any], session: str) -> None:
        """Ask."""
        await interaction.response.send_modal(Form(session))

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        if interaction.type is discord.InteractionType.modal_submit:
            await interaction.response.send_message("ok", ephemeral=True)


class Bare(commands.Bot):
    """Sends a direct message to each person whose id is on its command line, when it is ready."""

    cogs_made: tuple[type[commands.Cog], ...] = (Agenda, Tasks, Questions, Ask)

    def __init__(self) -> None:
        super().__init__("!", intents=discord.Intents(guilds=True), guild_ready_timeout=PATIENCE)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Star, Vote)
        for cog in self.cogs_made:
            await self.add_cog(cog())

    async def on_ready(self) -> None:
        guild = self.guilds[0]
        self.tree.copy_global_to(guild=guild)
        await self.tree.sync(guild=guild)
        await self.tree.fetch_commands(guild=guild)
        await asyncio.gather(*(self._remind(int(person)) for person in sys.argv[1:]))

    async def _remind(self, person: int) -> None:
        channel = await self.create_dm(discord.Object(person))  # type: ignore[arg-type]
        await channel.send("Topic 2 begins in 10 minutes.")


def run(bot: commands.Bot) -> None:
    """Connect it to the server that the environment names."""
    discord.http.Route.BASE = os.environ["DISCORD_API_BASE"]
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["DISCORD_GATEWAY"])
    bot.run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    run(Bare())
