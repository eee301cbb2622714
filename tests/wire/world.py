"""What the local Discord holds: one server with roles, channels and people; commands, messages and events."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.wire.snowflakes import snowflake, stamp

Json = dict[str, Any]

EPHEMERAL, LOADING = 1 << 6, 1 << 7
TEXT_CHANNEL, DIRECT = 0, 1
EVERYTHING = str((1 << 50) - 1)


@dataclass(slots=True, eq=False)
class User:
    """A person, or the bot. `locale` is the language of their client; `closed`: they take no direct messages."""

    name: str
    locale: str = "en-US"
    bot: bool = False
    closed: bool = False
    id: int = field(default_factory=snowflake)
    roles: list[int] = field(default_factory=list)
    joined: str = field(default_factory=stamp)

    def payload(self) -> Json:
        """As Discord tells of a user."""
        return {
            "id": str(self.id), "username": self.name, "global_name": None, "discriminator": "0", "avatar": None,
            "bot": self.bot, "public_flags": 0,
        }  # fmt: skip

    def membership(self) -> Json:
        """As Discord tells of a member."""
        return {
            "user": self.payload(), "nick": None, "avatar": None, "roles": [str(role) for role in self.roles],
            "joined_at": self.joined, "premium_since": None, "deaf": False, "mute": False, "flags": 0, "pending": False,
        }  # fmt: skip


@dataclass(slots=True, eq=False)
class Role:
    """A role of the server; the one with the server's own id is everybody's."""

    name: str
    id: int = field(default_factory=snowflake)
    permissions: str = "0"

    def payload(self) -> Json:
        """As Discord tells of a role."""
        return {
            "id": str(self.id), "name": self.name, "permissions": self.permissions, "position": 1, "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}, "hoist": False,
            "managed": False, "mentionable": False, "flags": 0,
        }  # fmt: skip


@dataclass(slots=True, eq=False)
class Message:
    """A message as it stands. `reader`: the only person who sees it; `bodies`: what was sent for it, oldest first."""

    channel: "Channel"
    author: User
    reader: User | None = None
    id: int = field(default_factory=snowflake)
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    flags: int = 0
    nonce: str | None = None
    posted: str = field(default_factory=stamp)
    edited: str | None = None
    deleted: bool = False
    bodies: list[Json] = field(default_factory=list)

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def text(self) -> str:
        """All that people read on it, a line each: the content, embeds, and every text of its card in order."""
        embeds = [embed.get(key, "") for embed in self.embeds for key in ("title", "description")]
        texts = [part["content"] for part in self.parts() if part["type"] == 10]
        return "\n".join(part for part in [self.content, *embeds, *texts] if part)

    def parts(self) -> Iterator[Json]:
        """Every component on it, in the order in which people see them."""
        return walk(self.components)

    def controls(self, action: str) -> list[Json]:
        """The buttons and selects whose custom_id is `action`, or has it as its second part."""
        ids = ((part, part.get("custom_id") or "") for part in self.parts())
        return [part for part, custom_id in ids if custom_id == action or custom_id.split("/")[1:2] == [action]]

    def payload(self) -> Json:
        """As Discord tells of a message."""
        return {
            "id": str(self.id), "channel_id": str(self.channel.id), "author": self.author.payload(),
            "content": self.content, "timestamp": self.posted, "edited_timestamp": self.edited, "tts": False,
            "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": self.attachments,
            "embeds": self.embeds, "pinned": False, "type": 0, "flags": self.flags, "components": self.components,
        } | ({"nonce": self.nonce} if self.nonce is not None else {})  # fmt: skip


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, parents before children, with the accessories and the insides of labels."""
    for part in components:
        yield part
        yield from walk(part.get("components") or [])
        yield from walk([part[key] for key in ("accessory", "component") if part.get(key)])


@dataclass(slots=True, eq=False)
class Channel:
    """A text channel, or the direct one with `person`. `forbids`: the error code (50001, 50013)
    with which writing here is refused.
    """

    name: str
    person: User | None = None
    id: int = field(default_factory=snowflake)
    forbids: int | None = None
    every: dict[int, Message] = field(default_factory=dict)

    @property
    def messages(self) -> list[Message]:
        """What everybody here can read, oldest first."""
        return [message for message in self.every.values() if not message.deleted and not message.ephemeral]

    def payload(self) -> Json:
        """As Discord tells of a channel."""
        if self.person:
            return {"id": str(self.id), "type": DIRECT, "recipients": [self.person.payload()], "last_message_id": None}
        return {
            "id": str(self.id), "type": TEXT_CHANNEL, "name": self.name, "position": 0, "permission_overwrites": [],
            "nsfw": False, "parent_id": None, "topic": None, "rate_limit_per_user": 0, "last_message_id": None,
            "flags": 0,
        }  # fmt: skip


class World:
    """The server, its people, and everything in it."""

    def __init__(self, name: str, roles: tuple[str, ...], channels: tuple[str, ...]) -> None:
        self.bot = User("Summit", bot=True)
        self.application = self.bot.id
        self.guild = snowflake()
        self.name = name
        self.roles = {self.guild: Role("@everyone", self.guild, EVERYTHING)}
        self.channels: dict[int, Channel] = {}
        self.users: dict[int, User] = {}
        self.commands: dict[int | None, list[Json]] = {}
        self.events: dict[int, Json] = {}
        self.files: dict[int, bytes] = {}
        for role in roles:
            self.add_role(role)
        for channel in channels:
            self.add_channel(channel)

    def add_role(self, name: str) -> Role:
        """A new role."""
        role = Role(name)
        self.roles[role.id] = role
        return role

    def add_channel(self, name: str) -> Channel:
        """A new text channel."""
        channel = Channel(name)
        self.channels[channel.id] = channel
        return channel

    def channel(self, name: str) -> Channel:
        """The text channel of that name. Raises KeyError where there is none."""
        named = {item.name: item for item in self.channels.values() if not item.person}
        return named[name]

    def direct(self, person: User) -> Channel:
        """The direct channel of the bot with a person, made where there is none."""
        for channel in self.channels.values():
            if channel.person is person:
                return channel
        channel = Channel("", person)
        self.channels[channel.id] = channel
        return channel

    @property
    def messages(self) -> list[Message]:
        """Every message that was not deleted, the private ones too, oldest first."""
        every = [message for channel in self.channels.values() for message in channel.every.values()]
        return sorted((message for message in every if not message.deleted), key=lambda message: message.id)

    @property
    def private(self) -> list[Message]:
        """The messages that only one person sees, oldest first."""
        return [message for message in self.messages if message.ephemeral]

    def guild_payload(self) -> Json:
        """The server as GUILD_CREATE tells of it."""
        return {
            "id": str(self.guild), "name": self.name, "icon": None, "splash": None, "discovery_splash": None,
            "owner_id": str(snowflake()), "afk_channel_id": None, "afk_timeout": 300, "verification_level": 0,
            "default_message_notifications": 1, "explicit_content_filter": 0, "emojis": [], "features": [],
            "mfa_level": 0, "application_id": None, "system_channel_id": None, "system_channel_flags": 0,
            "rules_channel_id": None, "max_members": 500000, "vanity_url_code": None, "description": None,
            "banner": None, "premium_tier": 0, "preferred_locale": "zh-CN", "public_updates_channel_id": None,
            "nsfw_level": 0, "stickers": [], "premium_progress_bar_enabled": False, "joined_at": self.bot.joined,
            "large": False, "unavailable": False, "member_count": len(self.users) + 1, "voice_states": [],
            "members": [self.bot.membership()], "threads": [], "presences": [], "stage_instances": [],
            "roles": [role.payload() for role in self.roles.values()],
            "channels": [item.payload() for item in self.channels.values() if not item.person],
            "guild_scheduled_events": [*self.events.values()], "soundboard_sounds": [],
        }  # fmt: skip
