"""Interactions: what a person asked, and how far the answer has come."""

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Any

from tests.wire import faults, messages
from tests.wire.messages import Upload
from tests.wire.snowflakes import snowflake
from tests.wire.world import EPHEMERAL, LOADING, Channel, Json, Message, User, World

PING, COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 1, 2, 3, 4, 5
REPLY, DEFER, DEFER_UPDATE, UPDATE, SUGGEST, MODAL = 4, 5, 6, 7, 8, 9
FITTING = {
    COMMAND: {REPLY, DEFER, MODAL},
    COMPONENT: {REPLY, DEFER, DEFER_UPDATE, UPDATE, MODAL},
    AUTOCOMPLETE: {SUGGEST},
    MODAL_SUBMIT: {REPLY, DEFER, DEFER_UPDATE, UPDATE},
}


@dataclass(slots=True, eq=False)
class Interaction:
    """One use of a command, a component or a modal. `source`: the message that it stands on; `edits`: what its answer
    was written anew with.
    """

    kind: int
    person: User
    channel: Channel
    data: Json
    source: Message | None = None
    id: int = field(default_factory=snowflake)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(120))
    asked: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    seconds: float | None = None
    answer: Json | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    edits: list[Json] = field(default_factory=list)
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def waiting(self) -> bool:
        """Whether it was deferred and the person still sees the bot thinking."""
        return self.original is not None and bool(self.original.flags & LOADING)


class Interactions:
    """All of them. `patience`: seconds to the first answer; `lifetime`: seconds that a token is good for after it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.patience, self.lifetime = 3.0, 900.0
        self.every: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}

    def add(self, interaction: Interaction) -> Json:
        """Keep it, and give what INTERACTION_CREATE tells of it."""
        self.every[interaction.id] = self._by_token[interaction.token] = interaction
        person, world = interaction.person, self.world
        where: Json = {"user": person.payload(), "context": 1}
        if not interaction.channel.person:
            everything = world.roles[world.guild].permissions
            member = person.membership() | {"permissions": everything}
            where = {"guild_id": str(world.guild), "member": member, "guild_locale": "zh-CN", "context": 0}
            where["guild"] = {"id": str(world.guild), "locale": "zh-CN", "features": []}
        owners = {"0": str(world.guild if "guild_id" in where else 0)}
        message = {"message": interaction.source.payload()} if interaction.source else {}
        return {
            "id": str(interaction.id), "application_id": str(world.application), "type": interaction.kind,
            "token": interaction.token, "version": 1, "attachment_size_limit": 10 << 20, "locale": person.locale,
            "channel_id": str(interaction.channel.id), "channel": interaction.channel.payload(),
            "app_permissions": world.roles[world.guild].permissions, "entitlements": [],
            "authorizing_integration_owners": owners, "data": interaction.data,
        } | where | message  # fmt: skip

    def callback(self, number: int, token: str, body: Json, files: dict[int, Upload]) -> Json:
        """Take the first answer. Raises Refused where there was one, it is late, or it does not fit."""
        interaction = self.every.get(number)
        now = asyncio.get_running_loop().time()
        if interaction is None or interaction.token != token:
            raise faults.UNKNOWN_INTERACTION
        if interaction.answer is not None:
            raise faults.ACKNOWLEDGED
        if now - interaction.asked > self.patience:
            raise faults.UNKNOWN_INTERACTION
        kind = body["type"]
        if kind not in FITTING[interaction.kind] or (kind in (UPDATE, DEFER_UPDATE) and not interaction.source):
            raise faults.Refused(400, 50035, f"an interaction of type {interaction.kind} takes no answer {kind}")
        resource = self._take(interaction, kind, body.get("data") or {}, files)
        interaction.answer, interaction.seconds = body, now - interaction.asked
        interaction.acknowledged.set()
        told: Json = {"id": str(number), "type": interaction.kind, "activity_instance_id": None}
        if interaction.original:
            told |= {"response_message_id": str(interaction.original.id)}
            told |= {"response_message_ephemeral": interaction.original.ephemeral}
            told |= {"response_message_loading": interaction.waiting}
        return {"interaction": told, "resource": resource}

    def _take(self, interaction: Interaction, kind: int, data: Json, files: dict[int, Upload]) -> Json:
        if kind in (REPLY, DEFER):
            interaction.original = self._post(interaction, data, files)
            interaction.original.flags |= LOADING if kind == DEFER else 0
        elif kind in (UPDATE, DEFER_UPDATE):
            interaction.original = interaction.source
            if kind == UPDATE and interaction.source:
                messages.edit(self.world, interaction.source, data, files)
        shown = kind in (REPLY, UPDATE) and interaction.original
        return {"type": kind, **({"message": interaction.original.payload()} if shown and interaction.original else {})}

    def _post(self, interaction: Interaction, data: Json, files: dict[int, Upload]) -> Message:
        message = messages.new(self.world, interaction.channel, self.world.bot, data, files)
        message.reader = interaction.person if message.ephemeral else None
        return message

    def of_token(self, token: str) -> Interaction:
        """The interaction whose token may still be used. Raises Refused."""
        interaction = self._by_token.get(token)
        if interaction is None or interaction.answer is None:
            raise faults.UNKNOWN_WEBHOOK
        if asyncio.get_running_loop().time() - interaction.asked > self.lifetime:
            raise faults.DEAD_TOKEN
        return interaction

    def follow_up(self, token: str, body: Json, files: dict[int, Upload]) -> Message:
        """One more message; the first one after a deferral fills what the person saw loading."""
        interaction = self.of_token(token)
        if interaction.waiting and interaction.original:
            return self.edit(interaction, interaction.original, body, files)
        message = self._post(interaction, body, files)
        interaction.followups.append(message)
        return message

    def message(self, token: str, which: str) -> tuple[Interaction, Message]:
        """A message of this interaction by its id, or "@original". Raises Refused."""
        interaction = self.of_token(token)
        every = [interaction.original] if which == "@original" else [interaction.original, *interaction.followups]
        for message in every:
            if message and not message.deleted and which in ("@original", str(message.id)):
                return interaction, message
        raise faults.UNKNOWN_MESSAGE

    def edit(self, interaction: Interaction, message: Message, body: Json, files: dict[int, Upload]) -> Message:
        """Write an answer anew."""
        interaction.edits.append(body)
        message.flags &= ~LOADING
        keeps = message.flags & EPHEMERAL
        messages.edit(self.world, message, body, files)
        message.flags = (message.flags & ~EPHEMERAL) | keeps
        return message


def suggestions(interaction: Interaction) -> list[dict[str, Any]]:
    """The choices that an autocomplete was answered with."""
    return list(((interaction.answer or {}).get("data") or {}).get("choices") or [])
