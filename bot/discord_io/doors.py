"""The doors through which people come in, and how every one of them answers.

`@answers` goes on slash commands and on where buttons, selects and forms arrive: a Refusal becomes a private sentence
in the person's language, a surprise becomes an incident number with the traceback in the log. discord.py itself would
show nothing for most of them.
"""

import functools
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar, cast

import aiohttp
import discord

from bot.core.refusal import Refusal
from bot.discord_io import measures
from bot.discord_io.deferring import answered_before, in_time
from bot.discord_io.persisting import insist, persist

_log = logging.getLogger(__name__)
_Door = TypeVar("_Door", bound=Callable[..., Awaitable[Any]])

SILENT = discord.AllowedMentions.none()
"""Nobody is pinged. Given explicitly with everything that is sent."""

_TOO_LATE = {10062, 40060}
"""Discord's codes for an interaction that has run out, or was answered already: there is nobody left to tell."""


def answers(door: _Door) -> _Door:
    """Make a callback answer in every case: its own answer, a refusal's sentence, or an incident number.

    What Discord delivers a second time is dropped. `door` is a method that takes the interaction first; its signature
    is kept, since discord.py reads it.
    """

    @functools.wraps(door)
    async def answering(self: object, interaction: discord.Interaction[Any], *args: object, **options: object) -> None:
        if not interaction.client.deliveries.first(interaction):
            return
        since, failure = measures.arrived(), ""
        try:
            with in_time(interaction, since):
                await door(self, interaction, *args, **options)
            if interaction.response.is_done():
                await interaction.client.show_waiting(interaction)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the person gets an answer
            failure = await _explain(interaction, door, error)
        measures.answered(interaction, since, failure)

    return cast("_Door", answering)


async def _explain(interaction: discord.Interaction[Any], door: Callable[..., object], error: Exception) -> str:
    """Tell the person what went wrong, or the log where nobody is left to be told; gives the kind of it."""
    if isinstance(error, Refusal):
        wording = interaction.client.plain_wording(interaction)
        storage = error.phrase.startswith("database-")  # where the file lies is the operator's to know
        await _tell(interaction, wording.say("storage-fails") if storage else wording.refusal(error))
        return error.phrase
    if isinstance(error, discord.HTTPException) and error.code in _TOO_LATE:
        _log.warning("an interaction was over before it was answered: %s", error)
        return "too-late"
    if isinstance(error, discord.HTTPException) and (error.status == 429 or error.status >= 500):
        _log.warning("Discord did not take what %s asked of it: %s", getattr(door, "__qualname__", door), error)
        await _tell(interaction, interaction.client.plain_wording(interaction).say("discord-fails"))
        return "discord-fails"
    await _report(interaction, door, error)
    return type(error).__name__


def suggests(door: _Door) -> _Door:
    """Make an autocomplete give an empty list when it fails: a person who is typing cannot be told anything else."""

    @functools.wraps(door)
    async def suggesting(self: object, interaction: discord.Interaction[Any], current: str) -> Any:
        since, failure, suggested = measures.arrived(), "", []
        try:
            suggested = await door(self, interaction, current)
        except Exception as error:  # noqa: BLE001 -- an empty list is all that a person can be shown here
            _log.exception("nothing suggested by %s", door.__qualname__)
            failure = type(error).__name__
        measures.answered(interaction, since, failure)
        return suggested

    return cast("_Door", suggesting)


async def _report(interaction: discord.Interaction[Any], door: Callable[..., object], error: Exception) -> None:
    incident = secrets.token_hex(3)
    _log.error("incident %s in %s", incident, getattr(door, "__qualname__", door), exc_info=error)
    await _tell(interaction, interaction.client.plain_wording(interaction).say("incident", number=incident))


async def _tell(interaction: discord.Interaction[Any], sentence: str) -> None:
    try:
        await say(interaction, sentence)
    except (discord.HTTPException, aiohttp.ClientError, OSError, RuntimeError) as error:  # the last: it has ended
        _log.warning("could not be told: %r: %s", sentence, error)


async def answer_surprise(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Answer an error that discord.py met before our own code: an outdated command, or an incident."""
    if isinstance(error, discord.app_commands.CommandNotFound | discord.app_commands.CommandSignatureMismatch):
        _log.warning("a command of another version was used: %s", error)
        await say(interaction, interaction.client.plain_wording(interaction).say("control-outdated"))
        return
    await _report(interaction, answer_surprise, error)


async def say(
    interaction: discord.Interaction[Any], sentence: str, files: Sequence[discord.File] = ()
) -> None:
    """Answer privately with one sentence of up to 2,000 characters, whether or not there was an answer before."""
    if await answered_before(interaction):
        await follow_up(interaction, files, content=sentence)
    else:
        await _send_first(interaction, files, content=sentence)


async def show(
    interaction: discord.Interaction[Any], card: discord.ui.LayoutView, files: Sequence[discord.File] = ()
) -> None:
    """Answer privately with a card."""
    if await answered_before(interaction):
        await follow_up(interaction, files, view=card)
    else:
        await _send_first(interaction, files, view=card)


async def _send_first(interaction: discord.Interaction[Any], files: Sequence[discord.File], **what: Any) -> None:
    response, kind = interaction.response, discord.InteractionResponseType.channel_message
    send = functools.partial(response.send_message, files=files, ephemeral=True, allowed_mentions=SILENT, **what)
    await persist(response, kind, send, files)


async def follow_up(interaction: discord.Interaction[Any], files: Sequence[discord.File], **what: Any) -> None:
    """One more private message after the first answer. Where the line breaks it may come twice, rather than never."""
    send = functools.partial(interaction.followup.send, files=files, ephemeral=True, allowed_mentions=SILENT, **what)
    await insist(send, files)


async def turn(
    interaction: discord.Interaction[Any], card: discord.ui.LayoutView, files: Sequence[discord.File] = ()
) -> None:
    """Turn the message that a control stands on into another card, in place."""
    what: dict[str, Any] = {"view": card, "attachments": files, "allowed_mentions": SILENT}
    if await answered_before(interaction):
        await insist(functools.partial(interaction.edit_original_response, **what), files)
    else:
        response, kind = interaction.response, discord.InteractionResponseType.message_update
        await persist(response, kind, functools.partial(response.edit_message, **what), files)
