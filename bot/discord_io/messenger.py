"""Carries parcels to Discord: the outbox's `Carrier`, over discord.py."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient
from discord.utils import time_snowflake

from bot.discord_io.deferring import waited_for
from bot.discord_io.doors import SILENT
from bot.discord_io.guards import find_channel, find_role
from bot.discord_io.letters import letter, mark_of, measure, mentioned, roles_in
from bot.discord_io.wording import Wording
from bot.outbox.model import Delivery
from bot.outbox.pace import Pace
from bot.outbox.parcels import Parcel, Posted
from bot.outbox.verdict import INVALID, Failure, Reason
from bot.settings import Settings

SKEW = timedelta(minutes=5)
"""How far the machine's clock may be ahead of Discord's when a channel is read for an earlier attempt's message."""

ROOM = "room:"
"""Before a room's code: the purpose of the room's own channel, as `discord.rooms` in summit.yaml names it."""

PAGES = 1000
"""Messages read at most, from the first attempt on."""


class Messenger:
    """Sends, finds and edits messages. Made with the client and how its readers read."""

    def __init__(
        self,
        client: Callable[[], discord.Client],
        settings: Settings,
        *,
        guild: Callable[[], discord.Guild | None],
        wording: Callable[[str], Wording],
    ) -> None:
        """`client` gives the one that is connected now, `guild` the summit's server, None while it is not in view.

        `wording`: how one reads in a language.
        """
        self._client, self._settings = client, settings
        self._guild, self._wording = guild, wording

    def ready(self) -> bool:
        """Whether the client is logged in and has been told of its servers."""
        return self._client().is_ready()

    def measure(self, delivery: Delivery, language: str) -> int:
        """Characters that the delivery's lines take. Raises LookupError or ValueError for what cannot be worded."""
        return measure(delivery, self._wordings(language))

    async def send(self, parcel: Parcel) -> Posted:
        """Send the message with its nonce, which makes Discord answer a twin with the first one. Raises Failure."""
        with _failures():
            channel = await self._channel(parcel)
            roles = self._roles(parcel)
            message = await channel.send(
                view=letter(parcel, self._wordings(parcel.language), roles),
                nonce=parcel.nonce,
                allowed_mentions=_allowing(mentioned(parcel), roles.values()),
            )
        return Posted(channel.id, message.id)

    async def find(self, parcel: Parcel) -> Posted | None:
        """The bot's own message with this nonce or mark, among those since the first attempt. Raises Failure."""
        if parcel.since is None:
            return None
        mark = mark_of(parcel.nonce)
        after = discord.Object(time_snowflake(parcel.since - SKEW))
        myself = self._client().user
        with _failures():
            channel = await self._channel(parcel)
            async for message in channel.history(limit=PAGES, after=after, oldest_first=True):
                own = myself is not None and message.author.id == myself.id
                marks = [getattr(component, "id", None) for component in message.components]
                if own and (str(message.nonce) == parcel.nonce or mark in marks):
                    return Posted(channel.id, message.id)
        return None

    async def edit(self, parcel: Parcel) -> None:
        """Make the message say what its items say now. Nobody is notified. Raises Failure."""
        if parcel.posted is None:
            raise ValueError(f"{parcel.nonce} is nowhere yet")
        with _failures():
            channel = self._connected().get_partial_messageable(parcel.posted.channel)
            message = channel.get_partial_message(parcel.posted.message)
            view = letter(parcel, self._wordings(parcel.language), self._roles(parcel))
            await message.edit(view=view, allowed_mentions=SILENT)

    def _roles(self, parcel: Parcel) -> dict[str, int]:
        """The ids of the roles that it is to mention, as far as the server has them; never everyone."""
        guild = self._guild()
        found = {name: find_role(guild, name) for name in roles_in(parcel)} if guild else {}
        return {name: role.id for name, role in found.items() if role and not role.is_default()}

    def _wordings(self, language: str) -> Sequence[Wording]:
        languages = (language,) if language else self._settings.summit.languages
        return [self._wording(one) for one in languages]

    async def _channel(self, parcel: Parcel) -> discord.TextChannel | discord.DMChannel | discord.PartialMessageable:
        client = self._connected()
        if parcel.known_channel is not None:
            return client.get_partial_messageable(parcel.known_channel)
        if parcel.member is not None:
            return await client.create_dm(discord.Object(parcel.member))
        guild = self._guild()
        if guild is None or guild.unavailable:
            raise Failure(detail="the server is not in view")
        named = parcel.channel if parcel.channel.isdecimal() else self._named(parcel.channel)
        if named is None:
            raise Failure(reason=Reason.NO_CHANNEL, detail=f"discord.channels.{parcel.channel} is not set")
        if (channel := find_channel(guild, named)) is None:
            raise Failure(reason=Reason.CHANNEL_GONE, detail=str(named))
        return channel

    def _connected(self) -> discord.Client:
        client = self._client()
        if not client.is_ready():
            raise Failure(detail="not connected to Discord")
        return client

    def _named(self, purpose: str) -> str | int | None:
        if purpose.startswith(ROOM):
            return self._settings.discord.rooms.get(purpose.removeprefix(ROOM))
        return dict(self._settings.discord.channels).get(purpose)


def pace_requests(http: HTTPClient, pace: Pace, refused: Callable[[], object] | None = None) -> None:
    """Let every request of a client wait for its turn; those that a person waits for come first.

    Answers to interactions go another way, unpaced. `refused` is called for each that Discord would ban an address for.

    discord.py stops all requests while one of them waits out the limit over all, and lets them go on when that wait is
    over: which it never is where somebody gave that request up meanwhile.
    """
    request = http.request

    async def paced(*args: Any, **options: Any) -> Any:
        await pace.turn(hurry=waited_for.get())
        try:
            return await request(*args, **options)
        except asyncio.CancelledError:
            http._global_over.set()
            raise
        except discord.HTTPException as error:
            if refused and error.status in INVALID:
                refused()
            raise

    http.request = paced  # type: ignore[method-assign]


def _allowing(members: Iterable[int], roles: Iterable[int]) -> discord.AllowedMentions:
    """Exactly these people and roles. What is not named would be as the client has it."""
    users = [discord.Object(member) for member in members] or False
    teams = [discord.Object(role) for role in dict.fromkeys(roles)] or False
    return discord.AllowedMentions(everyone=False, roles=teams, replied_user=False, users=users)


@contextmanager
def _failures() -> Iterator[None]:
    """What discord.py and the network raise, as the outbox knows it."""
    try:
        yield
    except discord.RateLimited as error:
        raise Failure(429, detail=str(error), retry_after=error.retry_after) from error
    except discord.HTTPException as error:
        raise Failure(error.status, error.code, error.text, retry_after=_retry_after(error)) from error
    except (OSError, aiohttp.ClientError) as error:
        raise Failure(detail=f"{type(error).__name__} {error}") from error


def _retry_after(error: discord.HTTPException) -> float | None:
    headers = getattr(error.response, "headers", {})
    try:
        return float(headers["Retry-After"]) if error.status == 429 else None
    except (KeyError, ValueError):
        return None
