"""Serving the demo: the server with the bot in it, and the pages in front, until someone ends it."""

import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from zoneinfo import ZoneInfo

import discord
from aiohttp import web

from bot.core.clock import Clock
from bot.core.phrasebook import Phrasebook
from bot.demo.pages import pages
from bot.demo.plan import Plan
from bot.demo.windows import Windows
from bot.demo.world import inhabited


@asynccontextmanager
async def serving(
    bot: discord.Client,
    plan: Plan,
    clock: Clock,
    zone: ZoneInfo,
    phrases: Phrasebook,
    sock: socket.socket,
    *,
    speed: float = 1.0,
) -> AsyncIterator[Windows]:
    """Serve `bot` (not started) on a bound socket for as long as the context lasts.

    `zone` is the venue's; `speed` is how fast `clock` runs.
    """
    async with AsyncExitStack() as stack:
        world = await stack.enter_async_context(inhabited(bot, clock, plan))
        windows = await stack.enter_async_context(Windows(world, clock, zone.key, speed))
        runner = web.AppRunner(pages(windows, phrases, zone), access_log=None, shutdown_timeout=1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.SockSite(runner, sock).start()
        yield windows
