"""Answers sent once more where the line to Discord broke, where it hangs, and where Discord asks to wait a moment.

discord.py repeats an answer after Discord's own failures (5xx, most 429) and gives up at once where the connection is
reset or a 429 comes from the network in front of Discord; for an answer that never comes it waits five minutes.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp
import discord

ATTEMPTS = 3
"""Times that an answer is sent at most."""

HANGING = 10.0
"""Seconds after which an attempt counts as lost."""

MOMENT = 2.0
"""Seconds that a 429 may ask to wait while somebody waits for an answer."""

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
    already, an earlier attempt had arrived, though its own answer was lost. Raises as `send` does the last time.
    """
    try:
        await insist(send, files)
    except discord.HTTPException as error:
        if error.code != _ACKNOWLEDGED:
            raise
        response._response_type = kind  # else it counts as not answered, and what comes after it would be lost


async def insist(send: Callable[[], Awaitable[object]], files: Sequence[discord.File] = ()) -> None:
    """Do what may be done twice at Discord, again where it may not have been. Raises as the last attempt does."""
    for left in reversed(range(ATTEMPTS)):
        try:
            async with asyncio.timeout(HANGING):
                await send()
        except (discord.HTTPException, aiohttp.ClientError, OSError) as broken:
            wait = _wait(broken)
            if wait is None or not left:
                raise
            _log.warning("an answer did not get through (%r) and is sent again", broken)
            await asyncio.sleep(wait)
            for file in files:
                file.reset()
        else:
            return


def _wait(broken: Exception) -> float | None:
    """Seconds before another attempt; None where one would be of no use."""
    if not isinstance(broken, discord.HTTPException):
        return 0.0
    try:
        wait = float(broken.response.headers["Retry-After"]) if broken.status == 429 else MOMENT + 1
    except (AttributeError, KeyError, ValueError):
        return None
    return wait if wait <= MOMENT else None
