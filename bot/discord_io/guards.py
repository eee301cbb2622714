"""Whether the server has what the configuration names, and whether the bot may do there what it must."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

import discord

from bot.core.refusal import Refusal
from bot.settings import Settings

NEEDED = discord.Permissions(
    view_channel=True, send_messages=True, embed_links=True, attach_files=True, read_message_history=True
)
"""What the bot asks for when it is invited, and no more."""


@dataclass(frozen=True, slots=True)
class Lack:
    """Something the configuration names and the server does not have; `field` is its place in the configuration."""

    kind: Literal["role", "channel", "permission", "mention"]
    field: str
    name: str


def invite_link(application: int | str) -> str:
    """The address that invites the bot to a server with exactly the permissions that it needs."""
    return discord.utils.oauth_url(application, permissions=NEEDED, scopes=("bot", "applications.commands"))


def find_role(guild: discord.Guild, wanted: str | int) -> discord.Role | None:
    """The role that a setting means: an id, or a name."""
    number = int(wanted) if str(wanted).isdecimal() else None
    return discord.utils.find(lambda role: role.id == number or role.name == str(wanted), guild.roles)


async def require_role(
    interaction: discord.Interaction[Any], guild: discord.Guild | None, wanted: str | int | None, purpose: str
) -> None:
    """Raise Refusal unless the person has the role that `discord.roles.<purpose>` names, or manages the server.

    In direct messages a person comes without roles, so the member is fetched.
    """
    member = interaction.user if isinstance(interaction.user, discord.Member) else None
    if member is None and guild is not None:
        with suppress(discord.NotFound):
            member = await guild.fetch_member(interaction.user.id)
    role = find_role(guild, wanted) if guild and wanted else None
    if member and (role in member.roles or member.guild_permissions.manage_guild):
        return
    raise Refusal("role-needed", role=role.name if role else purpose)


async def require_moderator(interaction: discord.Interaction[Any]) -> None:
    """Raise Refusal unless the person moderates panels: has that role or the organisers', or manages the server."""
    bot = interaction.client
    roles, guild = bot.settings.discord.roles, bot.summit_guild()
    try:
        await require_role(interaction, guild, roles.moderator, "moderator")
    except Refusal as refusal:
        try:
            await require_role(interaction, guild, roles.organiser, "organiser")
        except Refusal:
            raise Refusal("panel-moderators-only", role=refusal.values["role"]) from refusal


async def may_moderate(interaction: discord.Interaction[Any]) -> bool:
    """The same as an answer."""
    try:
        await require_moderator(interaction)
    except Refusal:
        return False
    return True


def find_channel(guild: discord.Guild, wanted: str | int) -> discord.TextChannel | None:
    """The text channel that a setting means: an id, or a name with or without its #."""
    number = int(wanted) if str(wanted).isdecimal() else None
    name = str(wanted).removeprefix("#")
    return discord.utils.find(lambda channel: channel.id == number or channel.name == name, guild.text_channels)


def lacking(
    guild: discord.Guild, settings: Settings, teams: Mapping[str, str] | None = None
) -> tuple[Lack, ...]:
    """Everything named in the configuration that `guild` has not, or that the bot may not use there.

    `teams`: the code of a team of volunteers → its role, by name or id.
    """
    return (*_lacking(guild, settings), *_lacking_teams(guild, teams or {}))


def _lacking_teams(guild: discord.Guild, teams: Mapping[str, str]) -> Iterator[Lack]:
    for team, named in teams.items():
        role, field = find_role(guild, named), f"volunteering.yaml: teams.{team}.role"
        if role is None:
            yield Lack("role", field, named)
        elif not (role.mentionable or guild.me.guild_permissions.mention_everyone):
            yield Lack("mention", field, role.name)


def _lacking(guild: discord.Guild, settings: Settings) -> Iterator[Lack]:
    for purpose, role in settings.discord.roles:
        if role is not None and find_role(guild, role) is None:
            yield Lack("role", f"discord.roles.{purpose}", str(role))
    places = [(f"discord.channels.{purpose}", name) for purpose, name in settings.discord.channels]
    places += [(f"discord.rooms.{room}", name) for room, name in settings.discord.rooms.items()]
    for field, name in places:
        if name is None:
            continue
        channel = find_channel(guild, name)
        if channel is None:
            yield Lack("channel", field, str(name))
        elif not channel.permissions_for(guild.me).is_superset(NEEDED):
            yield Lack("permission", field, channel.name)
