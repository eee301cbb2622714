"""Another's rules behind our transport: simcord's own backend, which we did not write, answers on real sockets.

Its modules are no public API: `absent()` says what changed where they cannot be used.
"""

import asyncio
import io
from types import SimpleNamespace
from typing import Any

from tests.wire.actors import Member
from tests.wire.faults import Refused
from tests.wire.interactions import Interaction, Interactions
from tests.wire.messages import BadBody
from tests.wire.rest import Call
from tests.wire.server import CHANNELS, ROLES, LocalDiscord
from tests.wire.world import EPHEMERAL, Channel, Json, Message, User

try:
    from simcord.backend import Backend, serializers
    from simcord.backend.errors import BackendError
    from simcord.http import routes as _routes  # noqa: F401 -- registers the routes
    from simcord.http.router import RouteNotImplemented, UnsupportedField, dispatch
    from simcord.interactions import base_payload
except ImportError as error:
    _absent = str(error)
else:
    _absent = ""


def absent() -> str:
    """Why simcord's backend cannot be used here; '' where it can."""
    return _absent


class ForeignDiscord(LocalDiscord):
    """A local Discord whose REST rules are simcord's. Oracle, recording, trouble and gateway are ours."""

    def __init__(self) -> None:
        super().__init__(roles=(), channels=())
        self.backend = Backend()
        guild = self.backend.create_guild(self.world.name)
        for role in ROLES:
            self.backend.create_role(guild.id, role)
        channels = [self.backend.create_channel(guild.id, name, announce=False) for name in CHANNELS]
        world = self.world
        world.guild, world.application = guild.id, self.backend.application_id
        world.bot.id = self.backend.bot_user.id
        world.channels = {channel.id: Channel(str(channel.name), id=channel.id) for channel in channels}
        world.guild_payload = lambda: dict(serializers.guild_create_payload(self.backend, guild))
        self.interactions = ForeignInteractions(self)
        self.rest = ForeignRest(self)

    def join(self, name: str, locale: str = "en-US", *, closed: bool = False) -> Member:
        """A new member of simcord's server."""
        user = User(name, locale, closed=closed, id=self.backend.make_user(name).id)
        self.backend.add_member(self.world.guild, user.id)
        self.world.users[user.id] = user
        return Member(self, user)


class ForeignInteractions(Interactions):
    """Interactions that simcord records; ours follow them."""

    def __init__(self, server: ForeignDiscord) -> None:
        super().__init__(server.world)
        self._backend = server.backend
        self._messages: dict[int, Message] = {}

    def add(self, interaction: Interaction) -> Json:
        """Let simcord make the interaction, in the language of the person."""
        record, payload = base_payload(
            self._backend, type=interaction.kind, channel_id=interaction.channel.id, guild_id=self.world.guild,
            user_id=interaction.person.id, data=interaction.data,
        )  # fmt: skip
        interaction.id, interaction.token = record.id, record.token
        payload["locale"] = interaction.person.locale
        if source := interaction.source:
            record.source_message_id = source.id
            stored = self._backend.get_message(source.channel.id, source.id)
            payload["message"] = dict(serializers.message_payload(self._backend, stored))
        self.every[record.id] = interaction
        return payload

    def follow(self, interaction: Interaction, body: Json) -> None:
        """Take over what simcord made of an answer."""
        record = self._backend.interactions[interaction.id]
        if record.responded and interaction.answer is None:
            interaction.answer = body
            interaction.seconds = asyncio.get_running_loop().time() - interaction.asked
        if record.message_id:
            interaction.original = self._read(interaction, record.message_id, body)
        interaction.followups = [self._read(interaction, number, body) for number in record.followup_ids]
        if record.responded:
            interaction.acknowledged.set()

    def _read(self, interaction: Interaction, number: int, body: Json) -> Message:
        stored = serializers.message_payload(self._backend, self._backend.get_message(interaction.channel.id, number))
        message = self._messages.setdefault(number, Message(interaction.channel, self.world.bot, id=number))
        message.bodies.append(body.get("data") or body)
        message.content, message.embeds = stored["content"] or "", list(stored["embeds"])
        message.components, message.attachments = list(stored["components"]), list(stored["attachments"])
        message.flags = stored.get("flags", 0)
        message.reader = interaction.person if message.flags & EPHEMERAL else None
        return message


class ForeignRest:
    """Hands every request to simcord."""

    def __init__(self, server: ForeignDiscord) -> None:
        self._server = server

    def routes(self) -> dict[str, Any]:
        """All of them are one."""
        return {"* /{path:.*}": self.answer}

    async def answer(self, call: Call) -> Any:
        """What simcord answers. Raises Refused as simcord refuses, BadBody where it has no such route or field."""
        server, files = self._server, [
            SimpleNamespace(filename=file.name, fp=io.BytesIO(file.data), description=None)
            for file in call.files.values()
        ]  # fmt: skip
        try:
            told = dispatch(
                server.backend, call.method, call.path, json=call.json, params=dict(call.query), files=files
            )
        except (RouteNotImplemented, UnsupportedField) as gap:
            raise BadBody(str(gap)) from gap
        except BackendError as error:
            raise Refused(error.status, error.code, str(error)) from error
        commands = server.backend.commands
        server.world.commands = {scope: [*of_scope.values()] for scope, of_scope in commands.items()}
        self._follow(call)
        return told

    def _follow(self, call: Call) -> None:
        interactions = self._server.interactions
        kind, _, rest = call.path.strip("/").partition("/")
        for interaction in interactions.every.values():
            concerned = {"interactions": f"{interaction.id}/", "webhooks": f"/{interaction.token}"}.get(kind)
            if concerned and concerned in f"/{rest}/" and isinstance(interactions, ForeignInteractions):
                interactions.follow(interaction, call.json or {})
