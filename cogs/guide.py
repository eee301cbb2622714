"""`/guide`: the pages that organisers wrote for people who ask at the desk."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.agenda.normal import normalise
from bot.core.refusal import Refusal
from bot.discord_io.cards.guide import TURN, guide_card
from bot.discord_io.doors import answers, show, suggests, turn
from bot.discord_io.plain import bare, clip
from bot.settings import Guide

if TYPE_CHECKING:
    from bot.client import SummitBot

_SUGGESTED = 25


class GuideCog(commands.Cog):
    """The guide, asked for in chat. Every answer is private."""

    def __init__(self, guide: Guide) -> None:
        """`guide` holds the pages of config/guide.yaml."""
        self._guide = guide

    @app_commands.command()
    @answers
    async def guide(self, interaction: discord.Interaction["SummitBot"], topic: str = "") -> None:
        """One page, or the list of pages."""
        wording = await interaction.client.wording(interaction)
        card, files = guide_card(self._guide, self._code(topic), wording)
        await show(interaction, card, files)

    async def turn_page(self, interaction: discord.Interaction["SummitBot"], _: str, values: Sequence[str]) -> None:
        """Another page, in place."""
        wording = await interaction.client.wording(interaction)
        card, files = guide_card(self._guide, self._code(values[0]), wording)
        await turn(interaction, card, files)

    @guide.autocomplete("topic")
    @suggests
    async def suggest_topics(
        self, interaction: discord.Interaction["SummitBot"], current: str
    ) -> list[app_commands.Choice[str]]:
        """Pages whose titles fit what is typed so far."""
        language = (await interaction.client.wording(interaction)).language
        return [
            app_commands.Choice(name=clip(bare(self._guide.topics[code].title.in_language(language)), 100), value=code)
            for code in self._like(current)[:_SUGGESTED]
        ]

    def _like(self, typed: str) -> list[str]:
        words = normalise(typed)
        return [
            code
            for code, topic in self._guide.topics.items()
            if words in code or any(words in normalise(title) for title in topic.title.every())
        ]

    def _code(self, typed: str) -> str:
        if not typed.strip() or typed in self._guide.topics:
            return typed.strip()
        fitting = self._like(typed)
        if len(fitting) != 1:
            raise Refusal("guide-unknown", seen=typed[:60])
        return fitting[0]


async def setup(bot: "SummitBot") -> None:
    """Called by discord.py when the cog is loaded."""
    cog = GuideCog(bot.settings.guide)
    bot.controls[TURN] = cog.turn_page
    await bot.add_cog(cog)
