"""People at their clients: they use commands that are published, and press what is really on a message.

Every act returns an `Answer` when the bot has acknowledged it, and raises AssertionError where it does not in time.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.wire.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, MODAL_SUBMIT, Interaction, suggestions
from tests.wire.world import Channel, Json, Message, User, walk

if TYPE_CHECKING:
    from tests.wire.server import LocalDiscord

GROUP, STRING, INTEGER, BOOLEAN, PERSON, PLACE, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
BUTTON, STRING_SELECT, TEXT_INPUT, USER_SELECT, ROLE_SELECT, MENTION_SELECT, CHANNEL_SELECT = 2, 3, 4, 5, 6, 7, 8
RADIO = 21


BROKE = "Something broke on our side.", "我们这边出了点问题。"
"""What people read where the program met something that it did not expect."""


class Late(AssertionError):
    """Something did not come in time, which may be the machine's doing."""


class Unanswered(Late):
    """The person saw "the application did not respond"."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot did about one act. `seconds`: how long the person waited for the first sign."""

    interaction: Interaction
    seconds: float
    server: "LocalDiscord"

    @property
    def message(self) -> Message:
        """The answer itself, or the message that was turned in place."""
        assert self.interaction.original, f"there is no message: {self.interaction.answer}"
        return self.interaction.original

    @property
    def followups(self) -> list[Message]:
        """What came after it."""
        return self.interaction.followups

    @property
    def text(self) -> str:
        """All that the person reads on the answer."""
        return self.message.text

    @property
    def modal(self) -> Json:
        """The form that opened."""
        answer = self.interaction.answer or {}
        assert answer.get("type") == MODAL, f"no form opened: {answer}"
        return dict(answer["data"])

    @property
    def broke(self) -> bool:
        """Whether the person was told, here or below, that something broke."""
        messages = [self.interaction.original, *self.followups]
        return any(sentence in message.text for message in messages if message for sentence in BROKE)

    async def settled(self, seconds: float = 30.0) -> "Answer":
        """The same, once the bot has stopped thinking."""
        await self.server.until(lambda: not self.interaction.waiting, "an answer that was deferred", seconds)
        return self


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the server. Acts happen in `channel`, the first one unless told."""

    server: "LocalDiscord"
    user: User

    @property
    def id(self) -> int:
        """Their id."""
        return self.user.id

    @property
    def direct(self) -> list[Message]:
        """The direct messages that they have from the bot, oldest first."""
        return self.server.world.direct(self.user).messages

    async def slash(self, command: str, *, channel: Channel | None = None, **options: Any) -> Answer:
        """Use a slash command by its default name, "agenda now". Users, roles and channels are given as objects."""
        return await self._act(COMMAND, self.using(command, channel=channel, **options), channel)

    def using(self, command: str, *, channel: Channel | None = None, **options: Any) -> Json:
        """What `slash` sends."""
        return self._command(command, options, channel)

    async def autocomplete(
        self, command: str, option: str, typed: str, *, channel: Channel | None = None, **others: Any
    ) -> list[Json]:
        """What is suggested while they type into an option: name and value each."""
        return suggestions((await self.type(command, option, typed, channel=channel, **others)).interaction)

    async def type(
        self, command: str, option: str, typed: str, *, channel: Channel | None = None, **others: Any
    ) -> Answer:
        """The same, as the answer that it is."""
        data = self._command(command, others | {option: typed}, channel, focused=option)
        return await self._act(AUTOCOMPLETE, data, channel)

    async def press(self, message: Message, control: str, place: int = 0) -> Answer:
        """Press a button by its custom_id or its action; `place` chooses among several, -1 for the last."""
        return await self._act(COMPONENT, self.pressing(message, control, place), message.channel, message)

    def pressing(self, message: Message, control: str, place: int = 0) -> Json:
        """What `press` sends."""
        part = self._control(message, control, place, {BUTTON})
        return {"custom_id": part["custom_id"], "component_type": BUTTON, "id": part.get("id", 0)}

    async def pick(self, message: Message, values: Sequence[Any], control: str, place: int = 0) -> Answer:
        """Choose in a select: the values of its options, or users, roles and channels."""
        part = self._control(message, control, place, {3, USER_SELECT, ROLE_SELECT, MENTION_SELECT, CHANNEL_SELECT})
        least, most = part.get("min_values", 1), part.get("max_values", 1)
        assert least <= len(values) <= most, f"{len(values)} chosen, {least} to {most} allowed"
        data: Json = {"custom_id": part["custom_id"], "component_type": part["type"], "id": part.get("id", 0)}
        if part["type"] == STRING_SELECT:
            offered = [option["value"] for option in part["options"]]
            assert set(values) <= set(offered), f"{values} chosen, {offered} offered"
            data["values"] = [*values]
        else:
            data["values"] = [str(value.id) for value in values]
            data["resolved"] = self._resolved(values)
        return await self._act(COMPONENT, data, message.channel, message)

    async def submit(self, opened: Answer, /, **fields: Any) -> Answer:
        """Fill a form and send it: custom_id → text, or a list of values; what is left out keeps what stood there."""
        asked = opened.interaction
        return await self._act(MODAL_SUBMIT, self.filling(opened, **fields), asked.channel, asked.source)

    def filling(self, opened: Answer, /, **fields: Any) -> Json:
        """What `submit` sends."""
        inputs = [part for part in walk(opened.modal["components"]) if "custom_id" in part]
        unknown = fields.keys() - {part["custom_id"] for part in inputs}
        assert not unknown, f"no such fields in the form: {sorted(unknown)}"
        components = [_filled(part, fields) for part in opened.modal["components"]]
        return {"custom_id": opened.modal["custom_id"], "components": components}

    async def send(self, interaction: Interaction) -> None:
        """Let Discord tell the bot of an act, once or again, without waiting for anything."""
        await self.server.gateway.dispatch("INTERACTION_CREATE", self.server.interactions.add(interaction))

    def act(self, kind: int, data: Json, channel: Channel | None = None, source: Message | None = None) -> Interaction:
        """An act that was not told yet."""
        return Interaction(kind, self.user, channel or next(iter(self.server.world.channels.values())), data, source)

    async def _act(
        self, kind: int, data: Json, channel: Channel | None, source: Message | None = None
    ) -> Answer:
        interaction = self.act(kind, data, channel, source)
        await self.send(interaction)
        return await self.answered(interaction)

    async def answered(self, interaction: Interaction) -> Answer:
        """Wait for the first sign of the bot."""
        try:
            await asyncio.wait_for(interaction.acknowledged.wait(), self.server.interactions.patience)
        except TimeoutError:
            self.server.check()
            raise Unanswered(f"{self.user.name}: the application did not respond to {interaction.data}") from None
        self.server.check()
        assert interaction.seconds is not None
        return Answer(interaction, interaction.seconds, self.server)

    def _control(self, message: Message, control: str, place: int, kinds: set[int]) -> Json:
        assert not message.deleted, "the message is gone"
        assert message.reader in (None, self.user), f"{self.user.name} does not see this message"
        found = [part for part in message.controls(control) if part["type"] in kinds]
        assert found, f"no {control!r} among {[part.get('custom_id') for part in message.parts()]}"
        assert not found[place].get("disabled"), f"{control!r} is disabled"
        return found[place]

    def _command(self, name: str, options: Json, channel: Channel | None, focused: str = "") -> Json:
        world = self.server.world
        first, *rest = name.split()
        scopes = (None,) if channel and channel.person else (world.guild, None)
        published = [item for scope in scopes for item in world.commands.get(scope, []) if item["name"] == first]
        assert published, f"/{first} is not published"
        command = found = published[0]
        data: Json = {"id": command["id"], "name": first, "type": command["type"]}
        if command.get("guild_id"):
            data["guild_id"] = command["guild_id"]
        place = data
        for word in rest:
            found = next(option for option in found["options"] if option["name"] == word)
            place["options"] = [{"name": word, "type": found["type"]}]
            place = place["options"][0]
        known = {option["name"]: option for option in found.get("options") or [] if option["type"] > GROUP}
        assert options.keys() <= known.keys(), f"/{name} has no options {sorted(options.keys() - known.keys())}"
        missing = [key for key, option in known.items() if option.get("required") and key not in options]
        assert focused or not missing, f"/{name} needs {missing}"
        place["options"] = [_typed(known[key], value, focused=key == focused) for key, value in options.items()]
        objects = [value for value in options.values() if not isinstance(value, str | int | float)]
        if resolved := self._resolved(objects):
            data["resolved"] = resolved
        return data

    def _resolved(self, things: Sequence[Any]) -> Json:
        resolved: Json = {}
        for thing in things:
            if isinstance(thing, Member | User):
                user = thing.user if isinstance(thing, Member) else thing
                member = {key: value for key, value in user.membership().items() if key not in ("user", "deaf", "mute")}
                resolved.setdefault("users", {})[str(user.id)] = user.payload()
                resolved.setdefault("members", {})[str(user.id)] = member | {"permissions": "0"}
            elif isinstance(thing, Channel):
                resolved.setdefault("channels", {})[str(thing.id)] = thing.payload() | {"permissions": "0"}
            else:
                resolved.setdefault("roles", {})[str(thing.id)] = thing.payload()
        return resolved


def _typed(option: Json, value: Any, *, focused: bool) -> Json:
    """An option as Discord sends it, checked as a client does before it lets one send."""
    kind, name = option["type"], option["name"]
    sent = {"name": name, "type": kind} | ({"focused": True} if focused else {})
    if focused:
        assert option.get("autocomplete"), f"{name} suggests nothing"
        return sent | {"value": value}
    if kind in (PERSON, PLACE, ROLE, MENTIONABLE):
        return sent | {"value": str(value.id)}
    if choices := option.get("choices"):
        assert value in [choice["value"] for choice in choices], f"{name}: {value!r} is not among the choices"
    if kind == STRING:
        most = option.get("max_length", 6000)
        assert option.get("min_length", 0) <= len(value) <= most, f"{name}: {len(value)} characters"
    return sent | {"value": value}


def _filled(part: Json, fields: Json) -> Json:
    """A component of a form as it comes back."""
    if part["type"] == 1:
        return {"type": 1, "components": [_filled(child, fields) for child in part["components"]]}
    if part["type"] == 18:
        return {"type": 18, "id": part.get("id", 0), "component": _filled(part["component"], fields)}
    if part["type"] == TEXT_INPUT:
        value = fields.get(part["custom_id"], part.get("value") or "")
        assert value or not part.get("required", True), f"{part['custom_id']} is required"
        assert len(value) <= (part.get("max_length") or 4000), f"{part['custom_id']}: {len(value)} characters"
        return {"type": TEXT_INPUT, "custom_id": part["custom_id"], "value": value}
    if part["type"] == RADIO:
        chosen = fields.get(part["custom_id"], next(_preset(part), None))
        offered = [option["value"] for option in part["options"]]
        assert chosen in offered or (chosen is None and not part.get("required", True)), f"{chosen} of {offered}"
        return {"type": RADIO, "id": part.get("id", 0), "custom_id": part["custom_id"], "value": chosen}
    if "custom_id" in part:
        chosen = fields.get(part["custom_id"], [*_preset(part)])
        return {"type": part["type"], "custom_id": part["custom_id"], "values": [*chosen]}
    return {"type": part["type"]}


def _preset(part: Json) -> Iterator[str]:
    return (option["value"] for option in part.get("options") or [] if option.get("default"))
