"""Answers sent once more where the line to Discord broke.

discord.py repeats an answer after Discord's own failures (5xx, 429) and gives up at once where the connection is reset.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence

import aiohttp
import discord

_ACKNOWLEDGED = 40060
_log = logging.getLogger(__name__)


async def persist(send: Callable[[], Awaitable[object]], files: Sequence[discord.File] = ()) -> None:
    """Send the first answer to an interaction, which Discord takes only once, so that sending it twice is harmless.

    `files` are those that `send` sends. Raises as `send` does the second time.
    """
    try:
        await send()
    except (aiohttp.ClientError, OSError) as broken:
        _log.warning("the line broke during an answer, which is sent again: %s", broken)
        for file in files:
            file.reset()
        try:
            await send()
        except discord.HTTPException as error:
            if error.code != _ACKNOWLEDGED:
                raise
