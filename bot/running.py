"""`summit-bot run`: the App connected to Discord until it is told to stop."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Iterator

import discord
import yarl

from bot.app import App
from bot.core.refusal import Refusal
from bot.settings import Environment

_log = logging.getLogger(__name__)


async def run(environment: Environment) -> None:
    """Stay connected until SIGTERM or SIGINT, then leave within seconds.

    Raises Refusal when Discord does not take the token or an intent, or when there is no token; Faults and Refusal as
    `App.from_config` does.
    """
    if not environment.token:
        raise Refusal("run-no-token")
    point_at(environment)
    async with App.from_config(
        environment.config, database=environment.database, clock=environment.clock, secrets=environment.secrets
    ) as app:
        with _stopping_at_signals(), contextlib.suppress(asyncio.CancelledError):
            await app.timetable.start()
            await _connected(app, environment.token)
        _log.info("stopping")


async def _connected(app: App, token: str) -> None:
    try:
        await app.bot.start(token)
    except discord.LoginFailure as error:
        raise Refusal("run-wrong-token") from error
    except discord.PrivilegedIntentsRequired as error:
        raise Refusal("run-missing-intent") from error


def point_at(environment: Environment) -> None:
    """Talk to the REST and gateway addresses that the environment names, where it names any.

    Both are class attributes of discord.py, read when a request is made and when the gateway is opened.
    """
    if environment.api_base:
        discord.http.Route.BASE = environment.api_base
    if environment.gateway:
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(environment.gateway)


@contextlib.contextmanager
def _stopping_at_signals() -> Iterator[None]:
    """Cancel the task that entered this at SIGTERM or SIGINT."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    signals = (signal.SIGTERM, signal.SIGINT)
    for number in signals:
        loop.add_signal_handler(number, lambda: task and task.cancel())
    try:
        yield
    finally:
        for number in signals:
            loop.remove_signal_handler(number)

