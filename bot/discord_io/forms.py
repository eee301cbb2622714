"""Forms that work after a restart: what they do, and about what, stands in their custom_id; none is kept in memory."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any

import discord
from discord import InteractionResponseType
from discord.ui import Label, Modal, RadioGroup, Select, TextDisplay, TextInput

from bot.core.refusal import Refusal
from bot.discord_io.cards.layout import WARNING, Card
from bot.discord_io.controls import Press
from bot.discord_io.deferring import answered_before
from bot.discord_io.doors import answers, show
from bot.discord_io.persisting import persist
from bot.discord_io.plain import bare, clip
from bot.discord_io.wording import Wording

Filled = Callable[[discord.Interaction[Any], str, Mapping[str, str]], Awaitable[None]]
"""What a form does when it is sent: given the interaction, the state in its custom_id, and its fields' values."""

_PREFIX = "form/"


class Form(Modal):
    """Up to five parts from top to bottom. `action` names what a cog put into the bot's `forms`.

    A field that was left empty is '' among the values.
    """

    def __init__(self, action: str, state: str, title: str) -> None:
        """`action` and `state` hold 90 characters together; titles and labels are cut to 45."""
        super().__init__(title=clip(bare(title), 45), custom_id=f"{_PREFIX}{action}/{state}")
        self.stop()  # else discord.py keeps every form that somebody opened and did not send

    def note(self, text: str) -> "Form":
        """A paragraph to read."""
        self.add_item(TextDisplay(text))
        return self

    def write(
        self, field: str, label: str, *, most: int, text: str = "", hint: str = "", required: bool = True
    ) -> "Form":
        """A text of at most `most` characters, begun with `text`."""
        box: TextInput[Any] = TextInput(
            custom_id=field, style=discord.TextStyle.paragraph, max_length=most, default=text[:most] or None,
            placeholder=clip(hint, 100) or None, required=required,
        )  # fmt: skip
        return self._labelled(label, box)

    def choose(self, field: str, label: str, options: Sequence[discord.RadioGroupOption]) -> "Form":
        """One of two to ten things that are all seen at once."""
        return self._labelled(label, RadioGroup(custom_id=field, options=[*options]))

    def pick(
        self, field: str, label: str, options: Sequence[discord.SelectOption], *, hint: str = "", required: bool = False
    ) -> "Form":
        """One of up to 25 things, or nothing."""
        select: Select[Any] = Select(
            custom_id=field, options=[*options], placeholder=clip(hint, 150) or None, required=required,
            min_values=1 if required else 0,
        )  # fmt: skip
        return self._labelled(label, select)

    def _labelled(self, label: str, field: Any) -> "Form":
        self.add_item(Label(text=clip(bare(label), 45), component=field))
        return self


async def open_form(interaction: discord.Interaction[Any], form: Form, wording: Wording, again: Press | None) -> None:
    """Answer with a form. Where that took too long it can only be asked for again: `again` is a button that does it."""
    response = interaction.response
    if await answered_before(interaction):
        await show(interaction, Card(WARNING).write(wording.say("form-late")).row(again))
        return
    await persist(response, InteractionResponseType.modal, lambda: response.send_modal(form))


class Forms:
    """Where the forms that people sent arrive."""

    @answers
    async def _take(self, interaction: discord.Interaction[Any]) -> None:
        data: Mapping[str, Any] = interaction.data or {}
        action, _, state = str(data["custom_id"]).removeprefix(_PREFIX).partition("/")
        forms: Mapping[str, Filled] = interaction.client.forms
        if action not in forms:
            raise Refusal("control-outdated")
        await forms[action](interaction, state, dict(_values(data["components"])))

    async def sent(self, interaction: discord.Interaction[Any]) -> None:
        """Do what a form of ours says; others are left alone. For interactions that send one."""
        data: Mapping[str, Any] = interaction.data or {}
        if str(data.get("custom_id")).startswith(_PREFIX):
            await self._take(interaction)


def _values(parts: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Fields by name, as Discord sends a modal's: `value`, or `values` where several could be chosen."""
    for part in parts:
        field = part.get("component") or {}
        if "custom_id" in field:
            chosen = field.get("values") or [field.get("value") or ""]
            yield field["custom_id"], str(chosen[0])
