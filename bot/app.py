"""The composition root: settings in, a running App out. The only place that builds things."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.agenda.formats import Venue
from bot.agenda.model import Programme
from bot.agenda.programme import Agenda
from bot.agenda.sources import read_sources
from bot.client import SummitBot
from bot.core.clock import Clock, SystemClock
from bot.core.database import Database
from bot.core.keys import load_keys
from bot.core.phrasebook import Phrasebook
from bot.jobs import Job, Timetable
from bot.settings import Settings, load_settings

HEARTBEAT = "heartbeat"
"""Name of the file, beside the database, that is written anew while the bot is connected. Container health reads it."""


@dataclass(slots=True)
class App:
    """Everything that the program is made of. Enter `App.from_config` to get one.

    Only `bot` is ever replaced, by `renew_bot`: whoever lives longer than a connection asks the App for it each time.
    """

    settings: Settings
    phrasebook: Phrasebook
    clock: Clock
    database: Database
    agenda: Agenda
    timetable: Timetable
    bot: SummitBot
    _make_bot: Callable[[], SummitBot]
    _entered_bot: AsyncExitStack

    @classmethod
    @asynccontextmanager
    async def from_config(
        cls, config: Path, *, database: Path, clock: Clock | None = None, secrets: Path | None = None
    ) -> AsyncIterator["App"]:
        """Build everything: the database is made or migrated, the programme of `config` released into an empty one.

        `config` is the folder of settings; `secrets` the file of keys, `secrets.json` beside the database by default.
        The client is not started and the timetable does not beat. Raises Faults for what organisers wrote, Refusal for
        what the machine does not allow; nothing is half-done then.
        """
        clock = clock or SystemClock()
        settings = load_settings(config)
        phrasebook = Phrasebook.load(config / "locales")
        load_keys(secrets or database.with_name("secrets.json"))
        async with Database.open(database) as opened, AsyncExitStack() as entered:
            agenda = Agenda(opened, clock)
            await _begin(agenda, settings)
            make = partial(
                SummitBot, settings=settings, agenda=agenda, database=opened, phrasebook=phrasebook, clock=clock
            )
            timetable = Timetable(_jobs(opened, lambda: app.bot))
            bot = await entered.enter_async_context(make())
            app = cls(settings, phrasebook, clock, opened, agenda, timetable, bot, make, entered)
            try:
                yield app
            finally:
                timetable.stop()

    async def renew_bot(self) -> None:
        """Put a new client in place of one that ended, which discord.py cannot start again. It is not started."""
        await self._entered_bot.aclose()
        self.bot = await self._entered_bot.enter_async_context(self._make_bot())

    async def run_due_jobs(self) -> None:
        """Do once what the timetable would do now."""
        await self.timetable.run_once()


@asynccontextmanager
async def open_agenda(
    config: Path, *, database: Path, clock: Clock | None = None
) -> AsyncIterator[tuple[Settings, Agenda]]:
    """The settings and the stored programme alone, for work from the console. Nothing of `config` is released.

    Raises as `App.from_config` does.
    """
    settings = load_settings(config)
    async with Database.open(database) as opened:
        yield settings, Agenda(opened, clock or SystemClock())


async def configured_programme(settings: Settings) -> Programme:
    """The programme that the settings' sources have now. Raises Faults or Refusal."""
    venue = Venue(settings.summit.name, settings.summit.timezone)
    private = settings.summit.allow_private_addresses
    return await read_sources(settings.folder, settings.summit.sources, venue, allow_private=private)


def _jobs(database: Database, bot: Callable[[], SummitBot]) -> list[Job]:
    return [
        Job("heartbeat", 20, lambda: _beat(bot(), database.path.with_name(HEARTBEAT))),
        Job("checkpoint", 600, database.checkpoint),
    ]


async def _beat(bot: SummitBot, file: Path) -> None:
    if bot.is_ready() and not bot.is_closed():
        await asyncio.to_thread(file.write_text, f"{bot.clock.real():%Y-%m-%dT%H:%M:%SZ}\n", "utf-8")


async def _begin(agenda: Agenda, settings: Settings) -> None:
    """Release the programme of the settings, once: what was released since is not touched at a later start."""
    if await agenda.released():
        return
    draft = await configured_programme(settings)
    await agenda.begin(draft, source=", ".join(settings.summit.sources))
