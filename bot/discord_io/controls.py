"""Buttons and selects that work after a restart: what they do, and about what, stands in their custom_id."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import discord
from discord import ComponentType

from bot.core.refusal import Refusal
from bot.discord_io.deferring import defer
from bot.discord_io.doors import answers

Json = dict[str, Any]

Action = Callable[[discord.Interaction[Any], str, Sequence[str]], Awaitable[None]]
"""What a control does: given the interaction, the state in its custom_id, and the values chosen in a select."""

_PRESS, _PICK = "press/", "pick/"
_OURS = re.compile(rf"(?:{_PRESS}|{_PICK})(?P<action>[a-z-]+)/(?P<state>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Press:
    """A button. `action` names what a cog put into the bot's `controls`; `state` is what it is about.

    Labels hold 80 characters; `action` and `state` 90 together.
    """

    action: str
    state: str = ""
    label: str | None = field(default=None, kw_only=True)
    emoji: str | None = field(default=None, kw_only=True)
    style: discord.ButtonStyle = field(default=discord.ButtonStyle.secondary, kw_only=True)
    disabled: bool = field(default=False, kw_only=True)

    def to_component_dict(self) -> Json:
        """As Discord takes it."""
        part: Json = {
            "type": ComponentType.button.value, "style": self.style.value, "disabled": self.disabled,
            "custom_id": f"{_PRESS}{self.action}/{self.state}",
        }  # fmt: skip
        if self.label:
            part["label"] = self.label
        if self.emoji:
            part["emoji"] = _emoji(self.emoji)
        return part


@dataclass(frozen=True, slots=True)
class Pick:
    """A select of one option. Named and registered as `Press` is.

    1 to 25 options with distinct values; placeholders hold 150 characters.
    """

    action: str
    state: str = ""
    options: Sequence[discord.SelectOption] = field(kw_only=True)
    placeholder: str | None = field(default=None, kw_only=True)

    def to_component_dict(self) -> Json:
        """As Discord takes it."""
        part: Json = {
            "type": ComponentType.string_select.value, "custom_id": f"{_PICK}{self.action}/{self.state}",
            "min_values": 1, "max_values": 1, "options": [option.to_dict() for option in self.options],
        }  # fmt: skip
        if self.placeholder:
            part["placeholder"] = self.placeholder
        return part


@lru_cache(256)
def _emoji(text: str) -> Json:
    return dict(discord.PartialEmoji.from_str(text).to_dict())


class Controls:
    """Where presses and choices arrive.

    discord.py would look for a control by making the whole message anew that it stands on.
    """

    @answers
    async def _take(self, interaction: discord.Interaction[Any], action: str, state: str) -> None:
        data: Mapping[str, Any] = interaction.data or {}
        await _act(interaction, data["custom_id"], action, state, data.get("values", ()))

    async def used(self, interaction: discord.Interaction[Any]) -> None:
        """Do what a control of ours says; others are left alone. For interactions with components."""
        data: Mapping[str, Any] = interaction.data or {}
        if found := _OURS.fullmatch(str(data.get("custom_id"))):
            await self._take(interaction, found["action"], found["state"])


async def _act(
    interaction: discord.Interaction[Any], custom_id: str, action: str, state: str, values: Sequence[str]
) -> None:
    """Once for all presses of one control that come before the first is answered: the others see what it did."""
    bot = interaction.client
    if action not in bot.controls:
        raise Refusal("control-outdated")
    with bot.deliveries.alone(interaction, "/".join((custom_id, *values))) as alone:
        if alone:
            async with bot.deliveries.in_turn(interaction):
                await bot.controls[action](interaction, state, values)
        else:
            await defer(interaction, thinking=False)
