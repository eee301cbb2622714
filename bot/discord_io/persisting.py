"""Answers sent once more where the line to Discord broke.

discord.py repeats an answer after Discord's own failures (5xx, 429) and gives up at once where the connection is reset.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp
import discord

_ACKNOWLEDGED = 40060
_log = logging.getLogger(__name__)


async def persist(
    response: discord.InteractionResponse[Any],
    kind: discord.InteractionResponseType,
    send: Callable[[], Awaitable[object]],
    files: Sequence[discord.File] = (),
) -> None:
    """Send the first answer to an interaction, which Discord takes only once, so that sending it twice is harmless.

    `send` gives `response` an answer of this `kind` with these `files`. Where Discord says that there was an answer
    already, an earlier attempt had arrived, though its own answer was lost. Raises as `send` does the second time.
    """
    try:
        await insist(send, files)
    except discord.HTTPException as error:
        if error.code != _ACKNOWLEDGED:
            raise
        response._response_type = kind  # else it counts as not answered, and what comes after it would be lost


async def insist(send: Callable[[], Awaitable[object]], files: Sequence[discord.File] = ()) -> None:
    """Do what may be done twice at Discord, once more where the line breaks. Raises as `send` does the second time."""
    try:
        await send()
    except (aiohttp.ClientError, OSError) as broken:
        _log.warning("the line broke during an answer, which is sent again: %s", broken)
        for file in files:
            file.reset()
        await send()
