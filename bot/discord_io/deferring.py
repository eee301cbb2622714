"""Answers that come in time: Discord gives three seconds for the first sign, and a disk or another program may not."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import aiohttp
import discord

from bot.discord_io.persisting import persist

PATIENCE = 1.5
"""Seconds that a door has for its answer before the person is shown that it is being worked on."""

waited_for: ContextVar[bool] = ContextVar("waited_for", default=False)
"""Whether a person waits for what is being done, so that its requests to Discord go before all others."""

_SIGN = "first sign"
_log = logging.getLogger(__name__)


@contextmanager
def in_time(interaction: discord.Interaction[Any], since: float) -> Iterator[None]:
    """Defer the answer of what is done in the block, should it take longer than PATIENCE; its requests go first.

    `since`: the loop's time at which the interaction came.
    """
    timer = asyncio.get_running_loop().call_at(since + PATIENCE, _give_sign, interaction)
    before = waited_for.set(True)
    try:
        yield
    finally:
        waited_for.reset(before)
        timer.cancel()


async def answered_before(interaction: discord.Interaction[Any]) -> bool:
    """Whether the answer to come is not the first, as after a deferral. To be asked right before answering."""
    sign = interaction.extras.setdefault(_SIGN)
    if sign is not None:
        await sign
    return interaction.response.is_done()


def _give_sign(interaction: discord.Interaction[Any]) -> None:
    if _SIGN not in interaction.extras and not interaction.response.is_done():
        interaction.extras[_SIGN] = asyncio.create_task(_defer(interaction))


async def _defer(interaction: discord.Interaction[Any]) -> None:
    """Keep the message that a control stands on; of a command or a form without one, show that an answer comes."""
    try:
        await _answer_later(interaction, thinking=interaction.message is None)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        _log.warning("an answer could not be deferred: %s", error)


async def defer(interaction: discord.Interaction[Any], *, thinking: bool) -> None:
    """Answer later: `thinking` shows that a private answer comes, else the message of a control stays as it is."""
    if not await answered_before(interaction):
        await _answer_later(interaction, thinking=thinking)


async def _answer_later(interaction: discord.Interaction[Any], *, thinking: bool) -> None:
    kinds, response = discord.InteractionResponseType, interaction.response
    kind = kinds.deferred_channel_message if thinking else kinds.deferred_message_update
    await persist(response, kind, lambda: response.defer(ephemeral=thinking, thinking=thinking))
