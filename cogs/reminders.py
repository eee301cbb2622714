"""`/reminders`: how one is reminded; and the star buttons that stand on sessions everywhere."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_io.cards import stars
from bot.discord_io.cards.sessions import session_card
from bot.discord_io.doors import answers, say, show, turn
from bot.reminders.book import ReminderBook, Starred
from bot.reminders.model import Via

if TYPE_CHECKING:
    from bot.client import SummitBot


class RemindersCog(commands.GroupCog, group_name="reminders"):
    """Stars and how one is told of them. Every answer is private."""

    def __init__(self, book: ReminderBook) -> None:
        """`book` keeps stars and preferences."""
        self._book = book

    @app_commands.command()
    @answers
    async def settings(
        self,
        interaction: discord.Interaction["SummitBot"],
        lead: int | None = None,
        via: Literal["dm", "channel", "off"] | None = None,
        language: Literal["zh-CN", "en"] | None = None,
        quiet: str | None = None,
    ) -> None:
        """One's own preferences: changed where an option is given, shown in any case."""
        member, reading = interaction.user.id, (await interaction.client.wording(interaction)).language
        chosen = await self._book.set_preference(
            member, lead=lead, via=Via(via) if via else None, language=language, quiet=quiet, reading=reading
        )
        interaction.client.language_chosen(member, chosen.language)
        await show(interaction, stars.settings_card(chosen, await interaction.client.wording(interaction)))

    @app_commands.command(name="list")
    @answers
    async def list_(self, interaction: discord.Interaction["SummitBot"]) -> None:
        """What will be sent, when and how."""
        await show(interaction, await self._list_card(interaction, "0"))

    async def turn_list(self, interaction: discord.Interaction["SummitBot"], page: str, _: Sequence[str]) -> None:
        """Another page of reminders."""
        await turn(interaction, await self._list_card(interaction, page))

    async def _list_card(self, interaction: discord.Interaction["SummitBot"], page: str) -> discord.ui.LayoutView:
        member = interaction.user.id
        upcoming, preference = await self._book.upcoming(member), await self._book.preference(member)
        return stars.reminders_card(upcoming, preference, await interaction.client.wording(interaction), int(page))

    async def choose_via(self, interaction: discord.Interaction["SummitBot"], via: str, _: Sequence[str]) -> None:
        """One of the buttons for how to be reached."""
        wording = await interaction.client.wording(interaction)
        chosen = await self._book.set_preference(interaction.user.id, via=Via(via), reading=wording.language)
        await turn(interaction, stars.settings_card(chosen, wording))

    async def choose_digests(
        self, interaction: discord.Interaction["SummitBot"], wanted: str, _: Sequence[str]
    ) -> None:
        """The button that takes the digests or leaves them."""
        wording = await interaction.client.wording(interaction)
        chosen = await self._book.set_preference(
            interaction.user.id, digests=wanted == "on", reading=wording.language
        )
        await turn(interaction, stars.settings_card(chosen, wording))

    async def star(self, interaction: discord.Interaction["SummitBot"], state: str, _: Sequence[str]) -> None:
        """The star button on a session's card, which turns into its opposite."""
        wanted, _, code = state.partition("/")
        member, bot = interaction.user.id, interaction.client
        wording = await bot.wording(interaction)
        starred = await self._book.star(member, code, language=wording.language) if wanted == "on" else None
        if starred is None:
            await self._book.unstar(member, code)
        programme = await bot.agenda.current()
        session = programme.sessions_by_code.get(code)
        if session is None:
            await say(interaction, wording.say("session-gone"))
            return
        button = stars.star_button(session, wording, starred=starred is not None)
        await turn(interaction, session_card(session, programme, wording, bot.clock.now(), button))
        if starred and (starred.preference.via is None or starred.clashes):
            await self._tell(interaction, starred)

    async def star_found(self, interaction: discord.Interaction["SummitBot"], _: str, values: Sequence[str]) -> None:
        """A session chosen to be starred among search results."""
        language = (await interaction.client.wording(interaction)).language
        await self._tell(interaction, await self._book.star(interaction.user.id, values[0], language=language))

    async def _tell(self, interaction: discord.Interaction["SummitBot"], starred: Starred) -> None:
        wording = await interaction.client.wording(interaction)
        card = stars.starred_card(starred.session, starred.preference, starred.clashes, wording)
        await show(interaction, card)


async def setup(bot: "SummitBot") -> None:
    """Called by discord.py when the cog is loaded."""
    cog = RemindersCog(bot.features.book)
    bot.controls |= {
        stars.STAR: cog.star,
        stars.STAR_FOUND: cog.star_found,
        stars.VIA: cog.choose_via,
        stars.DIGESTS: cog.choose_digests,
        stars.LIST: cog.turn_list,
    }
    await bot.add_cog(cog)
