"""Keeps the board's messages: sends, edits and deletes what is due, nothing else."""

import hashlib
import logging
from collections.abc import Sequence

import discord

from bot.discord_io.cards.tasks import board_card
from bot.discord_io.doors import SILENT
from bot.discord_io.wording import Wording
from bot.volunteering.board import Boards, Due

_GONE = {10003, 50001}
"""Discord's codes for a channel that is gone, or that the bot may not see any more."""

_log = logging.getLogger(__name__)


async def post_task_board(
    client: discord.Client, boards: Boards, channel: int, wordings: Sequence[Wording]
) -> int:
    """Have the board in a channel from now on, in place of an older one; returns how many messages it has.

    Raises discord.HTTPException where nothing can be posted there.
    """
    for place, message in await boards.open(channel):
        await _delete(client, place, message)
    due = await boards.due()
    for one in due:
        await _show(client, boards, one, wordings)
    return len(due)


async def refresh_task_board(client: discord.Client, boards: Boards, wordings: Sequence[Wording]) -> None:
    """Bring the board's messages up to date. For the timetable; what fails is tried again the next time."""
    if not client.is_ready():
        return
    for one in await boards.due():
        try:
            await _show(client, boards, one, wordings)
        except discord.HTTPException as error:
            if error.code in _GONE:
                _log.info("the task board's channel is gone, and it is not kept up to date any more")
                await boards.forget(one.channel)
                return
            _log.warning("the task board's %s could not be shown: %s", one.key, error)


async def _show(client: discord.Client, boards: Boards, due: Due, wordings: Sequence[Wording]) -> None:
    if due.part is None:
        if due.message:
            await _delete(client, due.channel, due.message)
        await boards.shown(due, None)
        return
    card = board_card(due.part, wordings)
    channel = client.get_partial_messageable(due.channel)
    message = due.message
    if message is not None:
        try:
            await channel.get_partial_message(message).edit(view=card, allowed_mentions=SILENT)
        except discord.NotFound:  # somebody deleted it
            message = None
    if message is None:
        # The nonce lets Discord answer with the first one where we were cut off before writing its id down.
        seed = f"{due.channel} {due.key} {due.message}"
        nonce = hashlib.blake2b(seed.encode(), digest_size=12).hexdigest()
        message = (await channel.send(view=card, nonce=nonce, allowed_mentions=SILENT)).id
    await boards.shown(due, message)


async def _delete(client: discord.Client, channel: int, message: int) -> None:
    try:
        await client.get_partial_messageable(channel).get_partial_message(message).delete()
    except discord.NotFound:
        return
