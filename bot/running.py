"""`summit-bot run`: the App connected to Discord until it is told to stop, whatever breaks in between."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Iterator
from datetime import timedelta

import discord
import yarl

from bot.app import App
from bot.core.refusal import Refusal
from bot.core.waits import wait_before
from bot.settings import Environment
from bot.web.context import Site
from bot.web.health import serving_health
from bot.web.site import serving_site

CALM = timedelta(minutes=10)
"""A connection that held this long was a good one: after it, waits begin small again. With the longest of them, even a
day of failures stays below the 1,000 logins that Discord allows.
"""

LOGIN = 15.0
"""Seconds for logging in, before the gateway is opened; discord.py would wait five minutes for an answer that hangs."""

_REFUSALS = {
    4004: "run-wrong-token",
    4010: "run-wrong-shards",
    4011: "run-wrong-shards",
    4013: "run-missing-intent",
    4014: "run-missing-intent",
}
"""Gateway close codes after which another attempt would end the same way. Source: Discord's documentation, topics/
opcodes-and-status-codes, "Gateway Close Event Codes"."""

_log = logging.getLogger(__name__)


async def run(environment: Environment) -> None:
    """Stay connected until SIGTERM or SIGINT, then leave within seconds.

    Raises Refusal when Discord does not take the token, the shards or an intent, or when there is no token; Faults and
    Refusal as `App.from_config` does.
    """
    if not environment.token:
        raise Refusal("run-no-token")
    point_at(environment)
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # no voice here, so none to warn about
    async with App.from_config(
        environment.config, database=environment.database, clock=environment.clock, secrets=environment.secrets,
        public_url=environment.public_url,
    ) as app:
        site = Site(app.features, app.phrasebook, app.clock, app.settings, app.addresses)
        with _stopping_at_signals(), contextlib.suppress(asyncio.CancelledError):
            async with (
                serving_health(app.health, app.phrasebook, environment.metrics),
                serving_site(site, environment.web),
            ):
                await app.timetable.start()
                await _stay_connected(app, environment.token)
        _log.info("stopping")


async def _stay_connected(app: App, token: str) -> None:
    """Connect, and once more with a new client whenever one ends. Raises Refusal where that would be of no use."""
    attempts = 0
    while True:
        began = app.clock.real()
        reason = await _connected(app, token)
        attempts = 1 if app.clock.real() - began >= CALM else attempts + 1
        wait = wait_before(attempts)
        _log.error("the connection to Discord ended; a new one in %g s", wait, exc_info=reason)
        await asyncio.sleep(wait)
        await app.renew_bot()


async def _connected(app: App, token: str) -> Exception | None:
    """Stay connected with one client; what ended it, None where it closed without saying why."""
    try:
        async with asyncio.timeout(LOGIN):
            await app.bot.login(token)
        await app.bot.connect()
    except discord.LoginFailure as error:
        raise Refusal("run-wrong-token") from error
    except discord.PrivilegedIntentsRequired as error:
        raise Refusal("run-missing-intent") from error
    except discord.ConnectionClosed as error:
        if error.code in _REFUSALS:
            raise Refusal(_REFUSALS[error.code]) from error
        return error
    except Exception as error:  # noqa: BLE001 -- discord.py ends on anything that it did not expect; a summit does not
        return error
    return None


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
