"""Buttons and selects that work after a restart: what they do, and about what, stands in their custom_id."""

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Self

import discord
from discord.ui import Button, DynamicItem, Item, Select

from bot.core.refusal import Refusal
from bot.discord_io.deferring import defer
from bot.discord_io.doors import Speaking, answers

Action = Callable[[discord.Interaction[Any], str, Sequence[str]], Awaitable[None]]
"""What a control does: given the interaction, the state in its custom_id, and the values chosen in a select."""


class Press(DynamicItem[Button[Any]], template=r"press/(?P<action>[a-z-]+)/(?P<state>.*)"):
    """A button. `action` names what a cog put into the bot's `controls`; `state` is what it is about."""

    def __init__(
        self,
        action: str,
        state: str = "",
        *,
        label: str | None = None,
        emoji: str | None = None,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        disabled: bool = False,
    ) -> None:
        """Labels hold 80 characters; `action` and `state` 90 together."""
        self.action, self.state = action, state
        custom_id = f"press/{action}/{state}"
        super().__init__(Button(label=label, emoji=emoji, style=style, disabled=disabled, custom_id=custom_id))

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], __: Item[Any], match: re.Match[str], /) -> Self:
        """The button that was pressed, from what Discord sent."""
        return cls(match["action"], match["state"], label="…")

    @answers
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the button says."""
        await _act(interaction, self.custom_id, self.action, self.state, ())


class Pick(DynamicItem[Select[Any]], template=r"pick/(?P<action>[a-z-]+)/(?P<state>.*)"):
    """A select of one option. Named and registered as `Press` is."""

    def __init__(
        self,
        action: str,
        state: str = "",
        *,
        options: Sequence[discord.SelectOption],
        placeholder: str | None = None,
    ) -> None:
        """1 to 25 options with distinct values; placeholders hold 150 characters."""
        self.action, self.state = action, state
        custom_id = f"pick/{action}/{state}"
        super().__init__(Select(custom_id=custom_id, options=list(options), placeholder=placeholder))

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], item: Item[Any], match: re.Match[str], /) -> Self:
        """The select that was used, with the values that Discord sent."""
        made = cls(match["action"], match["state"], options=[])
        if isinstance(item, Select):
            made.item = item
        return made

    @answers
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what was chosen."""
        await _act(interaction, self.custom_id, self.action, self.state, self.item.values)


async def _act(
    interaction: discord.Interaction[Any], custom_id: str, action: str, state: str, values: Sequence[str]
) -> None:
    """Once for all presses of one control that come before the first is answered: the others see what it did."""
    bot = interaction.client
    if not isinstance(bot, Speaking) or action not in bot.controls:
        raise Refusal("control-outdated")
    with bot.deliveries.alone(interaction, "/".join((custom_id, *values))) as alone:
        if alone:
            await bot.controls[action](interaction, state, values)
        else:
            await defer(interaction, thinking=False)
