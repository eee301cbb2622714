"""`summit-bot check` with a token: one look at the summit's server."""

import asyncio
import base64
import binascii
import contextlib
from functools import partial
from typing import Any

import discord

from bot.core.phrasebook import Phrasebook
from bot.core.refusal import Refusal
from bot.discord_io.guards import lacking
from bot.running import point_at
from bot.settings import Environment, Settings

_PATIENCE = 30


def application_id(token: str) -> str:
    """The application that a token belongs to: its first part is the id in base64. '' when it is not of that form."""
    first = token.split(".", maxsplit=1)[0]
    try:
        number = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return number if number.isdecimal() else ""


async def look_at_server(
    environment: Environment, settings: Settings, phrasebook: Phrasebook, language: str
) -> list[str]:
    """Look at the summit's server once and tell what summit.yaml names and it lacks, a line each.

    Raises Refusal when Discord does not take the token.
    """
    point_at(environment)
    found: asyncio.Future[list[str]] = asyncio.get_running_loop().create_future()
    client = _Looking(found, settings, phrasebook, language)
    try:
        async with client:
            connecting = asyncio.create_task(client.start(environment.token))
            waiting: list[asyncio.Future[Any]] = [connecting, found]
            await asyncio.wait(waiting, timeout=_PATIENCE, return_when=asyncio.FIRST_COMPLETED)
            if connecting.done():
                connecting.result()
            connecting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await connecting
            if found.done():
                return found.result()
            return [phrasebook.say(language, "check-server-failed", reason=f"{_PATIENCE} s")]
    except discord.LoginFailure as error:
        raise Refusal("run-wrong-token") from error
    except (discord.DiscordException, OSError) as error:
        return [phrasebook.say(language, "check-server-failed", reason=str(error))]


class _Looking(discord.AutoShardedClient):
    """Connects, looks at the server, and is done."""

    def __init__(
        self, found: asyncio.Future[list[str]], settings: Settings, phrasebook: Phrasebook, language: str
    ) -> None:
        super().__init__(intents=discord.Intents(guilds=True), shard_count=settings.discord.shard_count)
        self._found, self._settings, self._phrasebook, self._language = found, settings, phrasebook, language

    async def on_ready(self) -> None:
        """Look, once."""
        if not self._found.done():
            self._found.set_result(self._look())

    def _look(self) -> list[str]:
        say = partial(self._phrasebook.say, self._language)
        wanted = self._settings.discord.guild
        guilds = [guild for guild in self.guilds if wanted in (None, guild.id)]
        if not guilds:
            return [say("check-server-unknown")]
        if len(guilds) > 1:
            return [say("check-server-several", names=", ".join(f"{guild.name} ({guild.id})" for guild in guilds))]
        lacks = lacking(guilds[0], self._settings)
        if not lacks:
            return [say("check-server-good", name=guilds[0].name)]
        return [f"summit.yaml: {say(f'server-lacks-{lack.kind}', name=lack.name, field=lack.field)}" for lack in lacks]
