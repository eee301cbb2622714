"""The REST routes that a bot like ours needs. Each takes a Call and gives the answer's JSON, None for 204."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.wire import faults, messages
from tests.wire.gateway import Gateway
from tests.wire.interactions import Interactions
from tests.wire.messages import Upload
from tests.wire.snowflakes import snowflake
from tests.wire.world import Channel, Json, Message, User, World


@dataclass(slots=True)
class Call:
    """One request, read: `path` without /api/v10; `variables` of its route; `at`: the loop's time when it came."""

    method: str
    path: str
    route: str
    variables: dict[str, str]
    query: dict[str, str]
    json: Any
    at: float
    files: dict[int, Upload] = field(default_factory=dict)
    status: int = 0

    def number(self, name: str) -> int:
        """A variable of the path that is an id; 0 where it is none."""
        return int(self.variables[name]) if self.variables[name].isdecimal() else 0


class Rest:
    """Answers for a World. `nonce_window`: seconds in which a nonce that is enforced finds its first message.

    `known` counts the messages that were found so.
    """

    def __init__(self, world: World, interactions: Interactions, gateway: Gateway) -> None:
        self.world, self.interactions, self.gateway = world, interactions, gateway
        self.nonce_window = 180.0
        self.known = 0
        self._nonces: dict[tuple[int, str], tuple[float, Message]] = {}

    def routes(self) -> dict[str, Callable[[Call], Awaitable[Any]]]:
        """Route → what answers it."""
        return {
            "GET /users/@me": self.me,
            "GET /oauth2/applications/@me": self.application,
            "GET /applications/@me": self.application,
            "GET /gateway/bot": self.gateway_bot,
            "GET /applications/{application}/commands": self.commands,
            "PUT /applications/{application}/commands": self.put_commands,
            "GET /applications/{application}/guilds/{guild}/commands": self.commands,
            "PUT /applications/{application}/guilds/{guild}/commands": self.put_commands,
            "POST /interactions/{interaction}/{token}/callback": self.callback,
            "POST /webhooks/{application}/{token}": self.follow_up,
            "GET /webhooks/{application}/{token}/messages/{message}": self.answer,
            "PATCH /webhooks/{application}/{token}/messages/{message}": self.edit_answer,
            "DELETE /webhooks/{application}/{token}/messages/{message}": self.delete_answer,
            "POST /users/@me/channels": self.open_direct,
            "GET /channels/{channel}": self.channel,
            "GET /channels/{channel}/messages": self.history,
            "POST /channels/{channel}/messages": self.post,
            "GET /channels/{channel}/messages/{message}": self.message,
            "PATCH /channels/{channel}/messages/{message}": self.edit,
            "DELETE /channels/{channel}/messages/{message}": self.delete,
            "PUT /channels/{channel}/messages/pins/{message}": self.pin,
            "DELETE /channels/{channel}/messages/pins/{message}": self.pin,
            "GET /guilds/{guild}/members/{user}": self.member,
            "PUT /guilds/{guild}/members/{user}/roles/{role}": self.give_role,
            "DELETE /guilds/{guild}/members/{user}/roles/{role}": self.take_role,
            "GET /guilds/{guild}/roles": self.roles,
            "GET /guilds/{guild}/channels": self.channels,
            "GET /guilds/{guild}/scheduled-events": self.events,
            "POST /guilds/{guild}/scheduled-events": self.new_event,
            "GET /guilds/{guild}/scheduled-events/{event}": self.event,
            "PATCH /guilds/{guild}/scheduled-events/{event}": self.change_event,
            "DELETE /guilds/{guild}/scheduled-events/{event}": self.delete_event,
        }

    # The application

    async def me(self, _: Call) -> Json:
        return self.world.bot.payload()

    async def application(self, _: Call) -> Json:
        bot = self.world.bot
        return {
            "id": str(bot.id), "name": bot.name, "description": "", "icon": None, "bot_public": True,
            "bot_require_code_grant": False, "verify_key": "0" * 64, "owner": bot.payload(), "flags": 0, "team": None,
        }  # fmt: skip

    async def gateway_bot(self, _: Call) -> Json:
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return {"url": self.gateway.url, "shards": 1, "session_start_limit": limit}

    async def commands(self, call: Call) -> list[Json]:
        return self.world.commands.get(self._scope(call), [])

    async def put_commands(self, call: Call) -> list[Json]:
        scope = self._scope(call)
        before = {(item["type"], item["name"]): item["id"] for item in self.world.commands.get(scope, [])}
        guild = {"guild_id": str(scope)} if scope else {}
        self.world.commands[scope] = [
            {"id": before.get((item.get("type", 1), item["name"]), str(snowflake())), "type": 1, "version": "1"}
            | {"application_id": str(self.world.application), "description": ""} | guild | item
            for item in call.json
        ]  # fmt: skip
        return self.world.commands[scope]

    def _scope(self, call: Call) -> int | None:
        if call.number("application") != self.world.application:
            raise faults.unknown(10002, "Application")
        return self._guild(call) if "guild" in call.variables else None

    # Interactions

    async def callback(self, call: Call) -> Json | None:
        token = call.variables["token"]
        answer = self.interactions.callback(call.number("interaction"), token, call.json, call.files)
        return answer if call.query.get("with_response") in ("1", "true") else None

    async def follow_up(self, call: Call) -> Json:
        return self.interactions.follow_up(call.variables["token"], call.json, call.files).payload()

    async def answer(self, call: Call) -> Json:
        return self.interactions.message(call.variables["token"], call.variables["message"])[1].payload()

    async def edit_answer(self, call: Call) -> Json:
        interaction, message = self.interactions.message(call.variables["token"], call.variables["message"])
        return self.interactions.edit(interaction, message, call.json, call.files).payload()

    async def delete_answer(self, call: Call) -> None:
        self.interactions.message(call.variables["token"], call.variables["message"])[1].deleted = True

    # Channels and messages

    async def open_direct(self, call: Call) -> Json:
        return self.world.direct(self._user(int(call.json["recipient_id"]))).payload()

    async def channel(self, call: Call) -> Json:
        return self._channel(call).payload()

    async def history(self, call: Call) -> list[Json]:
        limit = int(call.query.get("limit", 50))
        before, after = int(call.query.get("before", 1 << 63)), int(call.query.get("after", 0))
        around = int(call.query.get("around", 0))
        fitting = [item for item in self._channel(call).messages if after < item.id < before]
        if around:
            fitting = sorted(sorted(fitting, key=lambda item: abs(item.id - around))[:limit], key=lambda item: item.id)
        chosen = fitting[:limit] if "after" in call.query else fitting[-limit:]
        return [message.payload() for message in reversed(chosen)]

    async def post(self, call: Call) -> Json:
        channel, body, now = self._channel(call), call.json, asyncio.get_running_loop().time()
        if channel.forbids:
            raise faults.Refused(403, channel.forbids, "Missing Access")
        if channel.person and channel.person.closed:
            raise faults.CLOSED
        key = (channel.id, str(body.get("nonce")))
        if body.get("enforce_nonce") and body.get("nonce") is not None and key in self._nonces:
            posted, message = self._nonces[key]
            if now - posted < self.nonce_window:
                self.known += 1
                return message.payload()
        message = messages.new(self.world, channel, self.world.bot, body, call.files)
        self._nonces[key] = (now, message)
        await self._tell("MESSAGE_CREATE", message)
        return message.payload()

    async def message(self, call: Call) -> Json:
        return self._message(call).payload()

    async def edit(self, call: Call) -> Json:
        message = self._message(call)
        if message.author is not self.world.bot:
            raise faults.NOT_THEIRS
        messages.edit(self.world, message, call.json, call.files)
        await self._tell("MESSAGE_UPDATE", message)
        return message.payload()

    async def delete(self, call: Call) -> None:
        self._message(call).deleted = True

    async def pin(self, call: Call) -> None:
        self._message(call)

    async def _tell(self, event: str, message: Message) -> None:
        """Messages of the server are told to those who asked for them: intents GUILD_MESSAGES, DIRECT_MESSAGES."""
        wanted = 1 << 12 if message.channel.person else 1 << 9
        if any(session.identify["intents"] & wanted for session in self.gateway.sessions.values()):
            guild = {} if message.channel.person else {"guild_id": str(self.world.guild)}
            await self.gateway.dispatch(event, message.payload() | guild)

    # The server

    async def member(self, call: Call) -> Json:
        self._guild(call)
        return self._user(call.number("user"), faults.UNKNOWN_MEMBER).membership()

    async def give_role(self, call: Call) -> None:
        user, role = await self._membership(call)
        user.roles = [*dict.fromkeys([*user.roles, role])]

    async def take_role(self, call: Call) -> None:
        user, role = await self._membership(call)
        user.roles = [other for other in user.roles if other != role]

    async def roles(self, call: Call) -> list[Json]:
        self._guild(call)
        return [role.payload() for role in self.world.roles.values()]

    async def channels(self, call: Call) -> list[Json]:
        self._guild(call)
        return [channel.payload() for channel in self.world.channels.values() if not channel.person]

    async def events(self, call: Call) -> list[Json]:
        self._guild(call)
        return [*self.world.events.values()]

    async def new_event(self, call: Call) -> Json:
        open_events = [event for event in self.world.events.values() if event["status"] in (1, 2)]
        if len(open_events) >= 100:
            raise faults.TOO_MANY_EVENTS
        number = snowflake()
        empty = {"description": None, "scheduled_end_time": None, "channel_id": None, "entity_metadata": None}
        self.world.events[number] = empty | call.json | {
            "id": str(number), "guild_id": str(self._guild(call)), "status": 1, "entity_id": None, "image": None,
            "creator_id": str(self.world.bot.id), "user_count": 0,
        }  # fmt: skip
        return self.world.events[number]

    async def event(self, call: Call) -> Json:
        self._guild(call)
        if call.number("event") not in self.world.events:
            raise faults.UNKNOWN_EVENT
        return self.world.events[call.number("event")]

    async def change_event(self, call: Call) -> Json:
        event = await self.event(call)
        event |= call.json
        return event

    async def delete_event(self, call: Call) -> None:
        await self.event(call)
        del self.world.events[call.number("event")]

    async def _membership(self, call: Call) -> tuple[User, int]:
        self._guild(call)
        if call.number("role") not in self.world.roles:
            raise faults.unknown(10011, "Role")
        return self._user(call.number("user"), faults.UNKNOWN_MEMBER), call.number("role")

    def _guild(self, call: Call) -> int:
        if call.number("guild") != self.world.guild:
            raise faults.UNKNOWN_GUILD
        return self.world.guild

    def _user(self, number: int, otherwise: faults.Refused = faults.UNKNOWN_USER) -> User:
        if number not in self.world.users:
            raise otherwise
        return self.world.users[number]

    def _channel(self, call: Call) -> Channel:
        if call.number("channel") not in self.world.channels:
            raise faults.UNKNOWN_CHANNEL
        return self.world.channels[call.number("channel")]

    def _message(self, call: Call) -> Message:
        message = self._channel(call).every.get(call.number("message"))
        if message is None or message.deleted or message.ephemeral:
            raise faults.UNKNOWN_MESSAGE
        return message
