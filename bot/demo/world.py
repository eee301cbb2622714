"""The demo's Discord server: channels, roles and the people one can be, made before the bot logs in."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import simcord
from simcord.backend import serializers
from simcord.backend.cdn import CDN_BASE

from bot.core.clock import Clock
from bot.demo.plan import PEOPLE, Plan

_PATIENCE = 30.0  # seconds for the bot to publish its commands
_COLOURS = {"organiser": 0xF0883E, "moderator": 0xA78BFA, "volunteer": 0x3FB950}


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, thread or own direct messages, as one person sees the server. `kind`: text, thread or dm."""

    id: int
    kind: str
    name: str
    topic: str
    handle: simcord.ChannelHandle


class World:
    """The server and the people in it. `languages` holds, by user id, the locale that a person's client runs in."""

    def __init__(self, env: simcord.Env, plan: Plan) -> None:
        """Make the server. Do this before `env` starts: the bot then finds it complete when it logs in."""
        self.env = env
        self.plan = plan
        env.backend.bot_user.name = plan.bot
        env.backend.bot_user.avatar = "summit"
        self.guild = env.create_guild(
            plan.name, id=plan.guild, owner=env.create_user(plan.name), preferred_locale=plan.locale
        )
        roles = {key: self.guild.create_role(name, color=_COLOURS.get(key, 0)) for key, name in plan.roles.items()}
        for purpose, name in plan.channels.items():
            closed = _closed(self.guild, roles, plan.reserved[purpose]) if purpose in plan.reserved else None
            self.guild.create_text_channel(name, topic=plan.topics.get(purpose), overwrites=closed)
        self.members = {
            person.key: self.guild.add_member(
                env.create_user(person.key, global_name=person.name), roles=[roles[person.role]] if person.role else []
            )
            for person in PEOPLE
        }
        self.languages = {member.id: plan.locale for member in self.members.values()}
        env.backend.subscribers.insert(0, self._speak_own_language)  # before the bot's own feed

    def _speak_own_language(self, event: str, payload: Mapping[str, Any]) -> None:
        """Simcord sends every interaction as en-US; a real client sends the language it runs in."""
        if event == "INTERACTION_CREATE" and isinstance(payload, dict):
            person = payload.get("member", payload)["user"]
            payload["locale"] = self.languages.get(int(person["id"]), self.plan.locale)
            if "guild_id" in payload:
                payload["guild_locale"] = self.plan.locale

    async def come_into_view(self) -> None:
        """Announce the server to the bot, as Discord does after login; simcord does so for later ones only."""
        payload = serializers.guild_create_payload(self.env.backend, self.env.backend.get_guild(self.guild.id))
        self.env.backend.emit("GUILD_CREATE", {**payload, "unavailable": False})
        await self.env.settle(timeout=_PATIENCE)

    @property
    def pictures(self) -> dict[str, tuple[str, bytes]]:
        """The bot's avatar, by the address that Discord would serve it from."""
        picture = Path(__file__).parent / "static" / "bot.png"
        bot = self.env.backend.bot_user
        return {f"{CDN_BASE}/avatars/{bot.id}/{bot.avatar}.png": (picture.name, picture.read_bytes())}

    def places(self, person: str) -> Iterator[Place]:
        """Every channel that a person may read, the threads under them, and their direct messages with the bot."""
        member = self.members[person]
        for channel in [*self.env.backend.channels.values()]:
            if channel.guild_id != self.guild.id:
                continue
            allowed = self.env.backend.compute_permissions(self.guild.id, member.id, channel.id)
            if discord.Permissions(allowed).read_messages:
                handle = simcord.ChannelHandle(self.env, self.guild, channel)
                kind = "thread" if channel.is_thread else "text"
                yield Place(channel.id, kind, channel.name or "", channel.topic or "", handle)
        own = member.user.dm_channel
        yield Place(own.id, "dm", self.plan.bot, "", own)

    def viewer(self, person: str, place: Place) -> simcord.MemberActor | simcord.UserHandle:
        """The person as simcord wants them for a place: a member in the server, a user in direct messages."""
        member = self.members[person]
        return member.user if place.kind == "dm" else member


def _closed(
    guild: simcord.GuildHandle, roles: Mapping[str, simcord.RoleHandle], reserved: str
) -> dict[Any, discord.PermissionOverwrite]:
    """For `reserved`, organisers and the bot only."""
    bot = simcord.MemberActor(guild._env, guild, simcord.UserHandle(guild._env, guild._env.backend.bot_user))
    inside = [bot, *(roles[key] for key in {reserved, "organiser"} if key in roles)]
    opened = {whoever: discord.PermissionOverwrite(read_messages=True) for whoever in inside}
    return {guild.default_role: discord.PermissionOverwrite(read_messages=False), **opened}


@asynccontextmanager
async def inhabited(bot: discord.Client, clock: Clock, plan: Plan) -> AsyncIterator[World]:
    """The server with the bot logged in; its own clock begins where `clock` stands. Logs the bot out at the end."""
    sharded = isinstance(bot, discord.AutoShardedClient)
    env = simcord.Env(bot, check_errors=False, shard_count=bot.shard_count or 1 if sharded else None)
    env.backend.clock.advance((clock.now() - env.now()).total_seconds())
    world = World(env, plan)
    await env.start()
    try:
        with env.time_context():
            await world.come_into_view()
            yield world
    finally:
        await env.shutdown()
