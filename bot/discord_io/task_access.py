"""Who may do what with tasks. Asked on every command and every button, in direct messages too."""

from typing import Any

import discord

from bot.core.refusal import Refusal
from bot.discord_io.guards import require_role
from bot.discord_io.wording import Wording
from bot.volunteering.desk import VolunteerDesk
from bot.volunteering.notices import lead_of

Here = discord.Interaction[Any]


async def require_volunteer(interaction: Here) -> Wording:
    """How the person reads, kept for what they are told later. Raises Refusal unless a volunteer or an organiser."""
    bot = interaction.client
    roles, guild = bot.settings.discord.roles, bot.summit_guild()
    try:
        await require_role(interaction, guild, roles.volunteer, "volunteer")
    except Refusal as refusal:
        try:
            await require_role(interaction, guild, roles.organiser, "organiser")
        except Refusal:
            raise Refusal("task-volunteers-only", role=refusal.values["role"]) from refusal
    wording: Wording = await bot.wording(interaction)
    await bot.keep_reading(interaction, wording)
    return wording


async def require_organiser(interaction: Here) -> Wording:
    """How the person reads. Raises Refusal unless it is an organiser."""
    bot = interaction.client
    await require_role(interaction, bot.summit_guild(), bot.settings.discord.roles.organiser, "organiser")
    wording: Wording = await bot.wording(interaction)
    return wording


async def require_lead(interaction: Here, desk: VolunteerDesk, number: int) -> Wording:
    """How the person reads. Raises Refusal unless it is the lead of this task, still a volunteer, or an organiser."""
    listing = await desk.listing()
    if interaction.user.id == lead_of(listing.roster(number).shift, listing.teams):
        return await require_volunteer(interaction)
    return await require_organiser(interaction)


def refuse_stranger(interaction: Here, member: discord.Member | discord.User | None) -> None:
    """Raise Refusal for someone who can take or lead no shift: a bot, or who has left the server. None is nobody."""
    if member is None:
        return
    if member.bot:
        raise Refusal("task-person-bot")
    if interaction.client.summit_guild() is None or not isinstance(member, discord.Member):
        raise Refusal("task-person-gone")
