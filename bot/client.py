"""The Discord client: what it loads, what it publishes, what it checks when the summit's server comes into view."""

import asyncio
import gc
import hashlib
import logging
from collections.abc import Awaitable, Callable
from functools import lru_cache, partial
from typing import Any, ClassVar

import aiohttp
import discord
import orjson
from discord import app_commands
from discord.ext import commands

from bot.boards import Boards
from bot.core.addresses import Addresses
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.notes import read_note, write_note
from bot.core.phrasebook import Phrasebook, choose_language
from bot.core.waits import wait_before
from bot.discord_io.cards.stars import waiting_card
from bot.discord_io.controls import Action, Controls
from bot.discord_io.deliveries import Deliveries
from bot.discord_io.doors import SILENT, answer_surprise, show
from bot.discord_io.forms import Filled, Forms
from bot.discord_io.guards import Lack, find_channel, lacking
from bot.discord_io.letters import worded
from bot.discord_io.messenger import pace_requests
from bot.discord_io.panel_desks import Desks
from bot.discord_io.question_board import QuestionBoards
from bot.discord_io.task_board import post_task_board, refresh_task_board
from bot.discord_io.terse import answer_tersely
from bot.discord_io.translator import PhraseTranslator, describe
from bot.discord_io.wording import Wording
from bot.features import Features
from bot.jobs import Timetable
from bot.outbox.pace import Brake, Pace
from bot.settings import Settings

COGS = (
    "cogs.agenda", "cogs.guide", "cogs.reminders", "cogs.questions", "cogs.panel", "cogs.organising",
    "cogs.volunteering", "cogs.staffing",
)  # fmt: skip

GUILDS_PATIENCE = 0.5
"""Seconds after one server came into view for the next: nothing is sent before. One that comes later is seen too."""

HANGING = 15.0
"""Seconds for publishing the commands, and for looking at the server, before it is tried anew."""

RATE_LIMIT_PATIENCE = 30.0
"""Seconds that discord.py itself waits out a 429 at most; the outbox waits out longer ones, and goes on meanwhile."""

_log = logging.getLogger(__name__)


class SummitTree(app_commands.CommandTree["SummitBot"]):
    """Answers also when discord.py itself cannot make sense of a command, such as one published by an older version."""

    async def interaction_check(self, interaction: discord.Interaction["SummitBot"], /) -> bool:
        """Drop what Discord delivers a second time: suggestions too, which discord.py itself answers."""
        return interaction.client.deliveries.first(interaction)

    async def on_error(
        self, interaction: discord.Interaction["SummitBot"], error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the person; log the rest."""
        await answer_surprise(interaction, error)


class SummitBot(commands.AutoShardedBot):
    """One summit on one server. Made by `bot.app`, which gives it everything that it needs."""

    settled: ClassVar[bool] = False
    """Whether a client of this process was ready before."""

    def __init__(
        self,
        *,
        settings: Settings,
        features: Features,
        boards: Boards,
        timetable: Timetable,
        database: Database,
        phrasebook: Phrasebook,
        clock: Clock,
        addresses: Addresses,
        brake: Brake,
    ) -> None:
        """Nothing is connected yet: discord.py's `start` does that. `brake` is told of what Discord refuses."""
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=discord.Intents(guilds=True),
            allowed_mentions=SILENT,
            shard_count=settings.discord.shard_count,
            max_messages=None,
            max_ratelimit_timeout=RATE_LIMIT_PATIENCE,
            guild_ready_timeout=GUILDS_PATIENCE,
            tree_cls=SummitTree,
        )
        self.settings = settings
        self.features = features
        self.agenda = features.agenda
        self.boards = boards
        self.timetable = timetable
        self.database = database
        self.phrasebook = phrasebook
        self.clock = clock
        self.addresses = addresses
        self.public_url = addresses.public_url
        self.controls: dict[str, Action] = {}
        self.forms: dict[str, Filled] = {}
        self.question_boards = QuestionBoards(self, features.questions, clock)
        self.desks = Desks(features.questions.live, clock)
        self.deliveries = Deliveries()
        self._arrivals = {
            discord.InteractionType.component: Controls().used,
            discord.InteractionType.modal_submit: Forms().sent,
        }
        self._brake = brake
        self._languages: dict[int, str] = {}
        self._worded = lru_cache(partial(Wording, phrasebook))

    async def setup_hook(self) -> None:
        """Load the cogs and give every command its words, before the gateway opens."""
        answer_tersely()
        pace = Pace(self.settings.limits.requests_per_second)
        pace_requests(self.http, pace, lambda: self._brake.note(self.clock.real()))
        for cog in COGS:
            await self.load_extension(cog)
        describe(self.tree, self.phrasebook)
        await self.tree.set_translator(PhraseTranslator(self.phrasebook))

    async def wording(self, interaction: discord.Interaction[Any]) -> Wording:
        """How the person of this interaction reads: the language they chose, else their client's; the venue's zone."""
        member = interaction.user.id
        if member not in self._languages:
            self._languages[member] = (await self.features.book.preference(member)).language
        return self._worded(self._language(interaction), (await self.agenda.current()).timezone)

    async def keep_reading(self, interaction: discord.Interaction[Any], wording: Wording) -> None:
        """Tell this person things in the language of `wording` later, too, unless they chose another."""
        member = interaction.user.id
        if not self._languages.get(member):
            await self.features.book.note_reading(member, wording.language)
            self._languages[member] = wording.language

    def plain_wording(self, interaction: discord.Interaction[Any]) -> Wording:
        """The same without asking the database: for telling people that something else failed."""
        return self._worded(self._language(interaction), self.settings.summit.timezone)

    def _language(self, interaction: discord.Interaction[Any]) -> str:
        chosen, locale = self._languages.get(interaction.user.id), str(interaction.locale)
        return choose_language(chosen, locale, default=self.settings.default_language)

    def language_chosen(self, member: int, language: str) -> None:
        """Answer this person in another language from now on; it is stored already."""
        self._languages[member] = language

    async def show_waiting(self, interaction: discord.Interaction[Any]) -> None:
        """Show, below an answer, what could not reach this person by direct message."""
        ledger, member = self.features.ledger, interaction.user.id
        if waiting := await ledger.waiting(member):
            wording = await self.wording(interaction)
            texts = [worded(delivery.lines, wording, self.clock.now()) for delivery in waiting]
            await show(interaction, waiting_card(texts, wording))
            await ledger.take_waiting(member)

    async def post_task_board(self, channel: int) -> int:
        """Have the board of volunteers' tasks in a channel from now on; returns how many messages it has."""
        return await post_task_board(self, self.features.volunteering.boards, channel, await self._board_wordings())

    async def refresh_task_board(self) -> None:
        """Bring that board up to date. For the timetable."""
        await refresh_task_board(self, self.features.volunteering.boards, await self._board_wordings())

    async def post_question_board(self, session: str, channel: int) -> None:
        """Have the board of a panel's questions in a channel from now on, in place of an older one."""
        await self.question_boards.post(session, channel, await self._board_wordings())

    async def refresh_questions(self) -> None:
        """Bring those boards, and moderators' working cards, up to date. For the timetable."""
        await self.question_boards.refresh(await self._board_wordings())
        await self.desks.refresh()

    async def _board_wordings(self) -> list[Wording]:
        zone = (await self.agenda.current()).timezone
        return [Wording(self.phrasebook, language, zone) for language in self.settings.summit.languages]

    async def close(self) -> None:
        """End the connection, then take the cogs apart.

        discord.py takes the commands away first: one that came meanwhile would be called outdated.
        """
        await discord.AutoShardedClient.close(self)
        await super().close()

    def summit_guild(self) -> discord.Guild | None:
        """The summit's server: the configured one, else the only one the bot is in; None while that is not clear."""
        if self.settings.discord.guild:
            return self.get_guild(self.settings.discord.guild)
        return self.guilds[0] if len(self.guilds) == 1 else None

    def is_ready(self) -> bool:
        """Whether there is a connection and the servers are known; discord.py says so of one that has ended, too."""
        return super().is_ready() and not self.is_closed()

    def pulse(self) -> float | None:
        """Seconds of the last heartbeat there and back; None while not every connection to the gateway is open."""
        if not self.is_ready() or any(shard.is_closed() for shard in self.shards.values()):
            return None
        return self.latency

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Somebody used a control or sent a form. Commands go discord.py's own way."""
        if arrive := self._arrivals.get(interaction.type):
            await arrive(interaction)

    async def on_ready(self) -> None:
        """Log where we are; discord.py calls this again after every new gateway session."""
        _log.info("ready as %s in %d server(s)", self.user, len(self.guilds))
        if not SummitBot.settled:  # once: what belongs to a client that ends is to be freed
            SummitBot.settled = True
            gc.collect()
            gc.freeze()  # what is loaded by now stays: looking through it for garbage took a quarter of every answer

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """The server came into view, at start or after an outage at Discord."""
        await self._arrive(guild)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was invited."""
        await self._arrive(guild)

    async def _arrive(self, guild: discord.Guild) -> None:
        if guild != self.summit_guild():
            _log.warning(
                "in the server %r, which is not the summit's: set discord.guild in summit.yaml where there are several",
                guild.name,
            )
            return
        await self._persist("publishing the commands", lambda: self._publish_commands(guild))
        await self._persist("looking at the server", lambda: self._check_server(guild))

    async def _persist(self, what: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do something of our own at Discord until it is done, with growing waits; log what Discord forbids."""
        attempt = 0
        while not self.is_closed():
            try:
                async with asyncio.timeout(HANGING):
                    await work()
            except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
                if isinstance(error, discord.HTTPException) and error.status < 500 and error.status != 429:
                    _log.error("%s: Discord refuses it: %s", what, error)
                    return
                attempt += 1
                _log.warning("%s failed, again in %g s: %r", what, wait_before(attempt), error)
                await asyncio.sleep(wait_before(attempt))
            else:
                return

    async def _publish_commands(self, guild: discord.Guild) -> None:
        """Sync only what changed: Discord counts new commands, and every sync makes clients reload them."""
        self.tree.copy_global_to(guild=guild)
        translator = self.tree.translator
        payloads = [
            await command.get_translated_payload(self.tree, translator) if translator else command.to_dict(self.tree)
            for command in self.tree.get_commands(guild=guild)
        ]
        digest = hashlib.blake2b(orjson.dumps(payloads, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()
        note = f"commands {self.application_id} {guild.id}"
        async with self.database.read() as connection:
            published = await read_note(connection, note)
        there = {command.name for command in await self.tree.fetch_commands(guild=guild)}
        if published == digest and there == {payload["name"] for payload in payloads}:
            return
        synced = await self.tree.sync(guild=guild)
        async with self.database.transaction() as tx:
            await write_note(tx, note, digest)
        _log.info("published %d commands to %s", len(synced), guild.name)

    async def _check_server(self, guild: discord.Guild) -> None:
        """Tell the organisers once what the configuration names and the server lacks; again only when that changes."""
        lacks = lacking(guild, self.settings, self.features.volunteering.roles)
        for lack in lacks:
            _log.warning("configuration: %s: no such %s, or not usable: %r", lack.field, lack.kind, lack.name)
        digest = repr([(lack.kind, lack.field, lack.name) for lack in lacks])
        note = f"lacking {guild.id}"
        async with self.database.read() as connection:
            if await read_note(connection, note) == digest:
                return
        named = self.settings.discord.channels.organisers
        channel = find_channel(guild, named) if named else None
        if lacks and channel and channel.permissions_for(guild.me).send_messages:
            await channel.send(self._lacking_message(lacks), allowed_mentions=SILENT)
        async with self.database.transaction() as tx:
            await write_note(tx, note, digest)

    def _lacking_message(self, lacks: tuple[Lack, ...]) -> str:
        parts = []
        for language in self.settings.summit.languages:
            lines = [
                "- " + self.phrasebook.say(language, f"server-lacks-{lack.kind}", name=lack.name, field=lack.field)
                for lack in lacks
            ]
            parts.append("\n".join([f"**{self.phrasebook.say(language, 'server-lacks')}**", *lines]))
        return "\n\n".join(parts)[:2000]
