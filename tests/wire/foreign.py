"""Another's rules behind our transport: simcord's own backend, which we did not write, answers on real sockets.

Its modules are no public API: `absent()` says what changed where they cannot be used. It knows no nonces, no limits and
no closed direct messages.
"""

import asyncio
import io
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from types import SimpleNamespace
from typing import Any

from tests.wire.actors import Member
from tests.wire.faults import Refused
from tests.wire.interactions import COMMAND, REPLY, Interaction, Interactions
from tests.wire.messages import BadBody
from tests.wire.rest import Call
from tests.wire.server import CHANNELS, ROLES, LocalDiscord
from tests.wire.snowflakes import moment
from tests.wire.world import EPHEMERAL, Channel, Json, Message, User

try:
    from simcord._clock import Clock
    from simcord.backend import Backend, serializers
    from simcord.backend.errors import BackendError
    from simcord.http import routes as _routes  # noqa: F401 -- registers the routes
    from simcord.http.router import RouteNotImplemented, UnsupportedField, dispatch
    from simcord.interactions import base_payload
except ImportError as error:
    _unfit: ImportError | None = error
    Clock = object
else:
    _unfit = None

KNOWN = "3.2.1"
"""The version of simcord whose modules this was written for."""


async def absent() -> str:
    """Why simcord's backend cannot be used here; '' where it can, which one command and one direct message try.

    What goes wrong with the version that we know is our own fault, and raised.
    """
    try:
        known = version("simcord") == KNOWN
    except PackageNotFoundError:
        return "it is not installed"
    try:
        await _try()
    except Exception as error:
        if known:
            raise
        return f"{type(error).__name__}: {error}"
    return ""


async def _try() -> None:
    """Have a command answered and a direct message written, by requests as the program makes them."""
    if _unfit:
        raise _unfit
    server = ForeignDiscord()
    person = server.join("maya")
    asked = person.act(COMMAND, {"name": "agenda", "id": "1", "type": 1})
    assert server.interactions.add(asked)["token"] == asked.token
    body = {"content": "Hello", "flags": EPHEMERAL}

    async def ask(path: str, body: Json) -> Any:
        return await server.rest.answer(Call("POST", path, "", {}, {}, body, 0.0))

    await ask(f"/interactions/{asked.id}/{asked.token}/callback", {"type": REPLY, "data": body})
    await ask(f"/webhooks/{server.world.application}/{asked.token}", body)
    opened = await ask("/users/@me/channels", {"recipient_id": str(person.id)})
    await ask(f"/channels/{opened['id']}/messages", {"content": "Hello"})
    assert [message.text for message in (asked.original, *asked.followups, *person.direct) if message] == ["Hello"] * 3


class RealClock(Clock):
    """Simcord's clock stands still until it is moved: with this one its deadlines pass."""

    def now(self) -> datetime:
        """Now, aware UTC."""
        return moment()


class ForeignDiscord(LocalDiscord):
    """A local Discord whose REST rules are simcord's. Oracle, recording, trouble and gateway are ours."""

    def __init__(self) -> None:
        super().__init__(roles=(), channels=())
        self.backend = Backend(clock=RealClock())
        guild = self.backend.create_guild(self.world.name)
        self.roles = {role: self.backend.create_role(guild.id, role).id for role in ROLES}
        channels = [self.backend.create_channel(guild.id, name, announce=False) for name in CHANNELS]
        world = self.world
        world.guild, world.application = guild.id, self.backend.application_id
        world.bot.id = self.backend.bot_user.id
        world.channels = {channel.id: Channel(str(channel.name), id=channel.id) for channel in channels}
        world.guild_payload = lambda: dict(serializers.guild_create_payload(self.backend, guild))
        self.interactions = ForeignInteractions(self)
        self.rest = ForeignRest(self)

    def join(self, name: str, locale: str = "en-US", *, closed: bool = False, roles: tuple[str, ...] = ROLES) -> Member:
        """A new member of simcord's server, with every role unless told."""
        assert not closed, "simcord knows no closed direct messages"
        user = User(name, locale, id=self.backend.make_user(name).id)
        self.backend.add_member(self.world.guild, user.id, roles=[self.roles[role] for role in roles])
        self.world.users[user.id] = user
        return Member(self, user)

    def shown(self, channel: Channel, number: int, body: Json) -> Message:
        """A message as simcord has it now that `body` was sent for it, where that says anything."""
        stored = serializers.message_payload(self.backend, self.backend.get_message(channel.id, number))
        message = channel.every.setdefault(number, Message(channel, self.world.bot, id=number))
        message.bodies += [body] if body else []
        message.content, message.embeds = stored["content"] or "", list(stored["embeds"])
        message.components, message.attachments = list(stored["components"]), list(stored["attachments"])
        message.flags, message.nonce = stored["flags"], body.get("nonce", message.nonce)
        return message


class ForeignInteractions(Interactions):
    """Interactions that simcord records; ours follow them."""

    def __init__(self, server: ForeignDiscord) -> None:
        super().__init__(server.world)
        self._server, self._backend = server, server.backend

    def add(self, interaction: Interaction) -> Json:
        """Let simcord make the interaction, in the language of the person."""
        record, payload = base_payload(
            self._backend, type=interaction.kind, channel_id=interaction.channel.id,
            guild_id=None if interaction.channel.person else self.world.guild, user_id=interaction.person.id,
            data=interaction.data,
        )  # fmt: skip
        interaction.id, interaction.token = record.id, record.token
        payload["locale"] = interaction.person.locale
        if source := interaction.source:
            record.source_message_id = source.id
            stored = self._backend.get_message(source.channel.id, source.id)
            payload["message"] = dict(serializers.message_payload(self._backend, stored))
        self.every[record.id] = self._by_token[record.token] = interaction
        return payload

    def answered(self, number: int, body: Json) -> None:
        """Take over what simcord made of a first answer."""
        interaction, record = self.every[number], self._backend.interactions[number]
        interaction.answer = body
        interaction.seconds = asyncio.get_running_loop().time() - interaction.asked
        if record.message_id:
            interaction.original = self._read(interaction, record.message_id, body.get("data") or {})
        interaction.acknowledged.set()

    def followed(self, token: str, number: int, body: Json) -> None:
        """The same of what came after it."""
        interaction = self._by_token[token]
        message = self._read(interaction, number, body)
        if message is interaction.original:
            interaction.edits.append(body)
        elif message not in interaction.followups:
            interaction.followups.append(message)

    def _read(self, interaction: Interaction, number: int, body: Json) -> Message:
        message = self._server.shown(interaction.channel, number, body)
        message.reader = interaction.person if message.ephemeral else None
        return message


class ForeignRest:
    """Hands every request to simcord, and follows what it makes of it."""

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
        if call.method in ("POST", "PATCH"):
            self._follow(call, told)
        asked_back = not call.path.endswith("/callback") or "with_response" in call.query
        return told if asked_back else None

    def _follow(self, call: Call, told: Any) -> None:
        world, interactions = self._server.world, self._server.interactions
        match call.path.strip("/").split("/"):
            case ["interactions", number, _, "callback"]:
                interactions.answered(int(number), call.json)
            case ["webhooks", _, token, *_]:
                interactions.followed(token, int(told["id"]), call.json)
            case ["users", "@me", "channels"]:
                channel = world.direct(world.users[int(call.json["recipient_id"])])
                del world.channels[channel.id]
                channel.id = int(told["id"])
                world.channels[channel.id] = channel
            case ["channels", channel_id, "messages", *_]:
                self._server.shown(world.channels[int(channel_id)], int(told["id"]), call.json)
