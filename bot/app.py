"""The composition root: settings in, a running App out. The only place that builds things."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.agenda.announcing import Announcing
from bot.agenda.formats import Venue
from bot.agenda.model import Programme
from bot.agenda.organising import Organising
from bot.agenda.programme import Agenda
from bot.agenda.sources import read_sources
from bot.agenda.spreading import Spreading
from bot.agenda.watching import Sources, SourceWatch
from bot.boards import Boards
from bot.client import SummitBot
from bot.core.addresses import Addresses
from bot.core.backup import back_up_in_turn
from bot.core.clock import Clock, SystemClock
from bot.core.database import Database
from bot.core.keys import Keys
from bot.core.phrasebook import Phrasebook
from bot.discord_io.messenger import ROOM, Messenger
from bot.discord_io.wording import Wording
from bot.features import Features
from bot.health import Health
from bot.jobs import PERSISTENT, Job, Timetable
from bot.outbox import store as outbox
from bot.outbox.ledger import Ledger
from bot.outbox.model import Delivery, Line, To
from bot.outbox.pace import Brake
from bot.outbox.pump import Pump
from bot.questions.model import Rules as QuestionRules
from bot.questions.text import folded
from bot.questions.whole import Questions
from bot.reminders.book import ReminderBook
from bot.reminders.digest import DigestTimes
from bot.reminders.subscribing import Subscriptions
from bot.restoring import leave_out_rule
from bot.settings import Settings, load_settings
from bot.volunteering.model import Rules
from bot.volunteering.whole import Volunteering

BACKUPS = "backups"
"""Name of the folder, beside the database, of its copies."""


@dataclass(slots=True)
class App:
    """Everything that the program is made of. Enter `App.from_config` to get one.

    Only `bot` is ever replaced, by `renew_bot`: whoever lives longer than a connection asks the App for it each time.
    """

    settings: Settings
    phrasebook: Phrasebook
    clock: Clock
    database: Database
    keys: Keys
    addresses: Addresses = field(default_factory=Addresses)
    features: Features = field(init=False)
    brake: Brake = field(default_factory=Brake, init=False)
    pump: Pump = field(init=False)
    boards: Boards = field(init=False)
    timetable: Timetable = field(init=False)
    health: Health = field(init=False)
    bot: SummitBot = field(init=False)
    _entered_bot: AsyncExitStack = field(default_factory=AsyncExitStack, init=False)

    @classmethod
    @asynccontextmanager
    async def from_config(
        cls, config: Path, *, database: Path, clock: Clock | None = None, secrets: Path | None = None,
        public_url: str = "",
    ) -> AsyncIterator["App"]:
        """Build everything: the database is made or migrated, the programme of `config` released into an empty one.

        `config` is the folder of settings; `secrets` the file of keys, `secrets.json` beside the database by default;
        `public_url` the address of the pages, '' where none are served.
        The client is not started and the timetable does not beat. Raises Faults for what organisers wrote, Refusal for
        what the machine does not allow; nothing is half-done then.
        """
        clock = clock or SystemClock()
        settings = load_settings(config)
        phrasebook = Phrasebook.load(config / "locales")
        keys = Keys.load(secrets or database.with_name("secrets.json"))
        addresses = Addresses(public_url, keys.signing)
        async with Database.open(database) as opened:
            app = cls(settings, phrasebook, clock, opened, keys, addresses)
            app.features = _features(app, lambda: app.pump.wake())  # noqa: PLW0108 -- there is no pump yet
            await _begin(app)
            app.pump = _pump(app)
            app.boards = Boards(app.agenda, opened, clock, phrasebook, settings.summit.languages, lambda: app.bot)
            app.timetable = Timetable(_jobs(app), clock, partial(_tell_failing, app))
            app.health = _health(app)
            async with app._entered_bot:
                await app.renew_bot()
                try:
                    yield app
                finally:
                    app.timetable.stop()

    @property
    def agenda(self) -> Agenda:
        """The released programme."""
        return self.features.agenda

    async def renew_bot(self) -> None:
        """Put a new client in place of one that ended, which discord.py cannot start again. It is not started."""
        await self._entered_bot.aclose()
        made = SummitBot(
            settings=self.settings, features=self.features, boards=self.boards, timetable=self.timetable,
            database=self.database, phrasebook=self.phrasebook, clock=self.clock,
            addresses=self.addresses, brake=self.brake,
        )  # fmt: skip
        self.bot = await self._entered_bot.enter_async_context(made)

    async def run_due_jobs(self) -> None:
        """Do once what the timetable would do now."""
        await self.timetable.run_once()


def _features(app: App, wake: Callable[[], None]) -> Features:
    """The use cases. `wake` is called when there is something new in the outbox."""
    settings, database, clock = app.settings, app.database, app.clock
    agenda = Agenda(database, clock)
    reminders = settings.reminders
    book = ReminderBook(
        database, clock, agenda, language=settings.default_language, people=settings.people,
        speaker_lead=timedelta(minutes=reminders.speaker_lead),
        times=DigestTimes(reminders.morning, reminders.evening, reminders.digest),
    )  # fmt: skip
    volunteering = _volunteering(app, agenda, book)
    rooms = {code: f"{ROOM}{code}" for code in settings.discord.rooms}
    questions = _questions(app, agenda, book, rooms)
    organising = Organising(agenda, database, clock, Spreading(clock, [book, questions.asking], book), wake)
    announcing = Announcing(agenda, database, clock, book, book, rooms, wake, volunteering.desk)
    watch = SourceWatch(organising, agenda, database, clock, _sources(settings), wake)
    ledger, subscriptions = Ledger(database, clock, wake), Subscriptions(database, clock)
    return Features(
        agenda, book, organising, announcing, watch, ledger, volunteering, questions, subscriptions
    )


def _volunteering(app: App, agenda: Agenda, book: ReminderBook) -> Volunteering:
    set_ = app.settings.volunteering
    rules = Rules(
        reminders=tuple(timedelta(minutes=lead) for lead in set_.reminders),
        check_in=timedelta(minutes=set_.check_in),
        drop_deadline=timedelta(minutes=set_.drop_deadline),
        offer=timedelta(minutes=set_.standby_offer),
        swap=timedelta(minutes=set_.swap_expires),
        escalation=(
            timedelta(minutes=set_.escalation[0]), timedelta(minutes=set_.escalation[1]),
            timedelta(minutes=set_.escalation[2]),
        ),
    )  # fmt: skip

    async def polite(member: int, moment: datetime) -> datetime:
        quiet = (await book.preference(member)).quiet
        return quiet.after(moment, app.settings.summit.timezone) if quiet else moment

    return Volunteering.of(app.database, app.clock, agenda, rules, starred=book.stars, polite=polite)


def _questions(app: App, agenda: Agenda, book: ReminderBook, rooms: Mapping[str, str]) -> Questions:
    set_ = app.settings.questions
    rules = QuestionRules(
        opens=timedelta(minutes=set_.opens),
        closes=timedelta(minutes=set_.closes),
        pre_approval=set_.pre_approval,
        open_questions=set_.open_questions,
        apart=timedelta(seconds=set_.apart),
        held=frozenset(map(folded, set_.held)),
        balanced=set_.balanced,
    )
    return Questions.of(
        app.database, app.clock, agenda, rules, app.keys, routes=book, phrasebook=app.phrasebook,
        room_channels=lambda room: rooms.get(room, ""),
    )  # fmt: skip


def _sources(settings: Settings) -> Sources:
    summit = settings.summit
    venue = Venue(summit.name, summit.timezone)
    return Sources(settings.folder, summit.sources, venue, summit.allow_private_addresses, summit.auto_release)


def _pump(app: App) -> Pump:
    settings = app.settings
    messenger = Messenger(
        lambda: app.bot,
        settings,
        guild=lambda: app.bot.summit_guild(),  # noqa: PLW0108 -- the client of the day, not of now
        wording=lambda language: Wording(app.phrasebook, language, settings.summit.timezone),
    )
    return Pump(
        app.database, app.clock, messenger, app.features.book, brake=app.brake, language=settings.default_language,
        direct_messages_per_second=settings.limits.direct_messages_per_second,
        messages_per_person_per_hour=settings.limits.messages_per_person_per_hour,
    )  # fmt: skip


def _jobs(app: App) -> list[Job]:
    """The timetable. Intervals in real seconds; each use case decides by the summit's time what is due."""
    features = app.features
    return [
        Job("sources", 60, features.watch.refresh),
        Job("reminders", 20, lambda: _then_wake(app, features.book.plan)),
        Job("digests", 60, lambda: _then_wake(app, features.book.digests)),
        Job("volunteers", 20, lambda: _then_wake(app, features.volunteering.rounds.run)),
        Job("pump", 5, app.pump.run_once, steady=app.pump.run),
        Job("boards", 5, app.boards.refresh),
        Job("task-board", 5, lambda: app.bot.refresh_task_board()),  # noqa: PLW0108 -- the client of the day
        Job("question-boards", 1, lambda: app.bot.refresh_questions()),  # noqa: PLW0108 -- the client of the day
        Job("questions", 5, lambda: _then_wake(app, features.questions.boxes.run)),
        Job("closing", 60, features.book.scrub_closed),
        Job("prune", 3600, features.ledger.prune),
        Job("backup", 600, lambda: _back_up(app)),
        Job("checkpoint", 600, app.database.checkpoint),
        Job("heartbeat", 20, lambda: _beat(app)),
    ]


def _health(app: App) -> Health:
    return Health(
        app.database, app.clock, app.features.ledger, app.pump, app.timetable,
        lambda: app.bot.pulse(),  # noqa: PLW0108 -- the client of the day, not of now
    )  # fmt: skip


async def _then_wake(app: App, work: Callable[[], Awaitable[None]]) -> None:
    """Do `work`, then let the pump look at what it wrote down."""
    await work()
    app.pump.wake()


async def _back_up(app: App) -> None:
    path = app.database.path
    await back_up_in_turn(path, path.with_name(BACKUPS), app.clock.real(), leave_out=leave_out_rule)


async def _beat(app: App) -> None:
    """Look, so that the heartbeat file tells how it is where nobody asks for the page."""
    await app.health.ailments()


async def _tell_failing(app: App, job: str, error: str) -> None:
    now = app.clock.now()
    lines = (Line("job-failing", {"job": job, "error": error, "times": PERSISTENT}),)
    key = f"job:{job}:{app.clock.real():%Y-%m-%dT%H:%M}"
    told = Delivery(key, "job", To.post("organisers"), lines, now, now + timedelta(days=1), cause="jobs")
    async with app.database.transaction() as tx:
        await outbox.post(tx, [told])
    app.pump.wake()


async def _begin(app: App) -> None:
    """Release the programme of the settings, once: what was released since is not touched at a later start."""
    if not await app.agenda.released():
        draft = await configured_programme(app.settings)
        await app.agenda.begin(draft, source=", ".join(app.settings.summit.sources))
    plan = app.settings.folder / "volunteering.yaml"
    await app.features.volunteering.bring_in_file(plan, app.settings.summit.timezone)


@asynccontextmanager
async def open_features(config: Path, *, database: Path, clock: Clock | None = None) -> AsyncIterator[Features]:
    """The use cases on the stored programme, for work from the console. Nothing of `config` is released.

    What they promise to people is carried by the bot that runs on the same database. Raises as `App.from_config` does.
    """
    settings = load_settings(config)
    async with Database.open(database) as opened:
        app = App(settings, Phrasebook.load(config / "locales"), clock or SystemClock(), opened, Keys(None, {}))
        yield _features(app, lambda: None)


async def configured_programme(settings: Settings) -> Programme:
    """The programme that the settings' sources have now. Raises Faults or Refusal."""
    venue = Venue(settings.summit.name, settings.summit.timezone)
    private = settings.summit.allow_private_addresses
    return await read_sources(settings.folder, settings.summit.sources, venue, allow_private=private)
