"""Keeps the public boards of panels' questions up to date: one edit in three seconds a message at most, whatever comes.

Where they are is in the database. What they show is not: after a restart each is edited once.
"""

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiohttp
import discord

from bot.core.clock import Clock
from bot.core.refusal import Refusal
from bot.discord_io.cards.layout import Card
from bot.discord_io.cards.questions import public_board
from bot.discord_io.doors import SILENT
from bot.discord_io.wording import Wording
from bot.questions.boards import Posted
from bot.questions.whole import Questions

APART = timedelta(seconds=3)
"""Real time between two edits of one message, at least."""

_GONE = {10003, 10008, 50001}
"""Discord's codes for a channel or message that is gone, or that the bot may not see any more."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Shown:
    """When a message was edited, the revision that was looked at last, the digest of the card that it shows."""

    edited: datetime
    revision: int = -1
    digest: str = ""


class QuestionBoards:
    """The boards of one client. `refresh` is for the timetable."""

    def __init__(self, client: discord.Client, questions: Questions, clock: Clock) -> None:
        """`client` posts and edits; `questions` are the use cases."""
        self._client, self._questions, self._clock = client, questions, clock
        self._began = clock.real()  # until APART after it, an edit might follow one of our life before too closely
        self._shown: dict[int, _Shown] = {}

    async def post(self, session: str, channel: int, wordings: Sequence[Wording]) -> None:
        """Have the session's board in a channel from now on, in place of an older one.

        Raises Refusal where nothing may be posted there, discord.HTTPException where Discord fails.
        """
        boards = self._questions.boards
        before = next((one for one in await boards.boards() if one.session == session), None)
        revision, card = await self._card(session, wordings)
        # The nonce lets Discord answer with the first one where we were cut off before writing its id down.
        seed = f"{session} {channel} {before.message if before else 0} {self._clock.real():%dT%H:%M}"
        nonce = hashlib.blake2b(seed.encode(), digest_size=12).hexdigest()
        place = self._client.get_partial_messageable(channel)
        try:
            message = await place.send(view=card, nonce=nonce, allowed_mentions=SILENT)
        except discord.Forbidden as error:
            raise Refusal("board-no-channel") from error
        before = await boards.note_board(session, channel, message.id)
        self._shown[message.id] = _Shown(self._clock.real(), revision, _digest(card))
        if before and before.message != message.id:
            await self._delete(before)

    async def refresh(self, wordings: Sequence[Wording]) -> None:
        """Edit the boards whose content changed and that may be edited now. May be cut off anywhere and run twice."""
        if not self._client.is_ready():
            return
        posted = await self._questions.boards.boards()
        kept = {one.message for one in posted}
        self._shown = {message: shown for message, shown in self._shown.items() if message in kept}
        edited = (self._bring_up_to_date(one, wordings) for one in posted)
        failed = [one for one in await asyncio.gather(*edited, return_exceptions=True) if one is not None]
        if failed:
            raise failed[0]

    async def _bring_up_to_date(self, posted: Posted, wordings: Sequence[Wording]) -> None:
        shown = self._shown.setdefault(posted.message, _Shown(edited=self._began))
        if shown.revision == self._questions.live.revision(posted.session) or not self._may_edit(shown):
            return
        try:
            revision, card = await self._card(posted.session, wordings)
        except Refusal as refusal:
            if refusal.phrase.startswith("database-"):
                raise
            await self._questions.boards.forget_board(posted.session, posted.message)  # its session has no box now
            return
        if (digest := _digest(card)) != shown.digest:
            try:
                if not await self._edit(posted, card):
                    return
            finally:
                shown.edited = self._clock.real()  # after it: an edit may wait long for its turn
        shown.revision, shown.digest = revision, digest

    async def _edit(self, posted: Posted, card: Card) -> bool:
        """Whether the message shows it now; what fails is tried again, a message that is gone is forgotten."""
        place = self._client.get_partial_messageable(posted.channel)
        try:
            await place.get_partial_message(posted.message).edit(view=card, allowed_mentions=SILENT)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            if isinstance(error, discord.HTTPException) and error.code in _GONE:
                _log.info("the question board of %s is gone and is not kept up to date any more", posted.session)
                await self._questions.boards.forget_board(posted.session, posted.message)
            else:
                _log.warning("the question board of %s could not be edited: %s", posted.session, error)
            return False
        return True

    async def _delete(self, posted: Posted) -> None:
        place = self._client.get_partial_messageable(posted.channel)
        try:
            await place.get_partial_message(posted.message).delete()
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            if not isinstance(error, discord.HTTPException) or error.code not in _GONE:
                _log.warning("the older question board of %s could not be deleted: %s", posted.session, error)

    def _may_edit(self, shown: _Shown) -> bool:
        return self._clock.real() - shown.edited >= APART

    async def _card(self, session: str, wordings: Sequence[Wording]) -> tuple[int, Card]:
        revision = self._questions.live.revision(session)  # before reading: what comes meanwhile is seen the next time
        board = await self._questions.asking.board(session)
        return revision, public_board(board, wordings, self._clock.now())


def _digest(card: Card) -> str:
    return hashlib.blake2b(repr(card.shown()).encode(), digest_size=16).hexdigest()
