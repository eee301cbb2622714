"""Messages that the bot keeps up to date: posted once, edited when what they show changes, found again after a restart.

Where they are is noted in the database; one that people deleted is forgotten.
"""

import hashlib
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import aiohttp
import discord

from bot.agenda.moment import now_and_next
from bot.agenda.programme import Agenda
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.notes import forget_note, notes_beginning, read_note, write_note
from bot.core.phrasebook import Phrasebook
from bot.discord_io.cards.layout import Card
from bot.discord_io.cards.moment import now_board
from bot.discord_io.doors import SILENT
from bot.discord_io.wording import Wording

APART = timedelta(seconds=5)
"""Real time between two edits of one message, at least."""

_NOTE = "board now "
_GONE = {10003, 10008, 50001}
"""Discord's codes for a channel or message that is gone, or that the bot may not see any more."""

_log = logging.getLogger(__name__)


class Boards:
    """The boards of now and next. `refresh` is for the timetable."""

    def __init__(
        self,
        agenda: Agenda,
        database: Database,
        clock: Clock,
        phrasebook: Phrasebook,
        languages: Sequence[str],
        client: Callable[[], discord.Client],
    ) -> None:
        """`languages` stand on a board one below the other; `client` gives the one that is connected now."""
        self._agenda, self._database, self._clock = agenda, database, clock
        self._phrasebook, self._languages, self._client = phrasebook, languages, client
        self._edited: dict[int, datetime] = {}

    async def post(self, channel: discord.abc.Messageable) -> None:
        """Post a board in `channel` and keep it up to date from now on. Raises what discord.py raises."""
        card = await self._card()
        message = await channel.send(view=card, allowed_mentions=SILENT)
        async with self._database.transaction() as tx:
            await write_note(tx, f"{_NOTE}{message.channel.id} {message.id}", _digest(card))

    async def refresh(self) -> None:
        """Edit the boards whose content changed. May be cut off anywhere and run twice."""
        async with self._database.read() as connection:
            known = await notes_beginning(connection, _NOTE)
        if not known or not self._client().is_ready():
            return
        card = await self._card()
        digest = _digest(card)
        for name, shown in known.items():
            channel, message = (int(number) for number in name.removeprefix(_NOTE).split())
            if shown != digest and self._may_edit(message):
                await self._edit(name, channel, message, card, digest)

    async def _edit(self, name: str, channel: int, message: int, card: Card, digest: str) -> None:
        """What fails is tried again, and holds up neither the other boards nor whoever asked for them."""
        place = self._client().get_partial_messageable(channel)
        try:
            await place.get_partial_message(message).edit(view=card, allowed_mentions=SILENT)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            if isinstance(error, discord.HTTPException) and error.code in _GONE:
                _log.info("the board %s is gone and is not kept up to date any more", name)
                async with self._database.transaction() as tx:
                    await forget_note(tx, name)
            else:
                _log.warning("the board %s could not be edited: %s", name, error)
            return
        self._edited[message] = self._clock.real()
        async with self._database.transaction() as tx:
            if await read_note(tx, name):
                await write_note(tx, name, digest)

    def _may_edit(self, message: int) -> bool:
        last = self._edited.get(message)
        return last is None or self._clock.real() - last >= APART

    async def _card(self) -> Card:
        programme = await self._agenda.current()
        wordings = [Wording(self._phrasebook, language, programme.timezone) for language in self._languages]
        return now_board(programme, now_and_next(programme, self._clock.now()), wordings)


def _digest(card: Card) -> str:
    return hashlib.blake2b(repr(card.shown()).encode(), digest_size=16).hexdigest()
