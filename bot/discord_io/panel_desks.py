"""Keeps moderators' working cards up to date for as long as Discord lets them be edited."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord

from bot.core.clock import Clock
from bot.core.refusal import Refusal
from bot.discord_io.cards.layout import Card
from bot.discord_io.doors import SILENT
from bot.questions.live import Live

APART = timedelta(seconds=2)
"""Real time between two edits of one card that nobody pressed, at least."""

LIVES = timedelta(minutes=14, seconds=30)
"""How long a private message may be edited without its reader doing anything; Discord allows fifteen minutes."""

_log = logging.getLogger(__name__)

Draw = Callable[[], Awaitable[Card]]
"""Makes a card as it is now."""


@dataclass(slots=True, eq=False)
class _Desk:
    """One card: the last interaction with it, how it is made, the revision that it shows and when it was drawn."""

    interaction: discord.Interaction[Any]
    draw: Draw
    revision: int
    drawn: datetime
    until: datetime


class Desks:
    """One card a moderator and session, the last one used. `refresh` is for the timetable."""

    def __init__(self, live: Live, clock: Clock) -> None:
        """`live` says when something changed."""
        self._live, self._clock = live, clock
        self._desks: dict[tuple[int, str], _Desk] = {}

    def follow(self, interaction: discord.Interaction[Any], session: str, revision: int, draw: Draw) -> None:
        """From now on keep the card that this interaction was answered with; it shows this revision."""
        now = self._clock.real()
        self._desks[interaction.user.id, session] = _Desk(interaction, draw, revision, now, now + LIVES)

    async def refresh(self) -> None:
        """Draw those anew that show something older. What fails is tried again; one that is gone is forgotten."""
        now = self._clock.real()
        for key, desk in [*self._desks.items()]:
            if now >= desk.until:
                del self._desks[key]
            elif self._live.revision(key[1]) != desk.revision and now - desk.drawn >= APART:
                await self._draw(key, desk)

    async def _draw(self, key: tuple[int, str], desk: _Desk) -> None:
        desk.drawn, revision = self._clock.real(), self._live.revision(key[1])
        try:
            card = await desk.draw()
            if self._desks.get(key) is not desk:
                return  # its reader pressed something meanwhile, and sees more than we would show
            await desk.interaction.edit_original_response(view=card, allowed_mentions=SILENT)
        except Refusal as refusal:
            if refusal.phrase.startswith("database-"):
                raise
            self._desks.pop(key, None)  # its session has no box any more
            return
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            if isinstance(error, discord.HTTPException) and error.status in {401, 404}:
                self._desks.pop(key, None)
            else:
                _log.warning("a working card could not be drawn anew: %s", error)
            return
        if (now_there := self._desks.get(key)) is not desk and now_there is not None:
            now_there.revision = -1  # ours may have arrived after theirs
        desk.revision = revision
