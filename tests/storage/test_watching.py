"""Sources that are asked again and again, from real files and a real server on loopback."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.agenda.formats import AgendaFile, Venue
from bot.agenda.formats.reading import read_programme
from bot.agenda.model import Text
from bot.agenda.organising import Organising
from bot.agenda.programme import Agenda
from bot.agenda.spreading import Spreading
from bot.agenda.watching import EVERY, EVERY_NEAR_STARTS, Sources, SourceWatch
from bot.core.clock import StoppedClock
from bot.core.database import Database
from bot.core.phrasebook import LANGUAGES, Phrasebook
from bot.core.refusal import Refusal
from bot.outbox.model import Delivery, To
from tests.organisers import ORGANISER, Followers, at, deliver, waiting

PHRASEBOOK = Phrasebook.load()
VENUE = Venue(Text("Summit"), ZoneInfo("Asia/Shanghai"))


def agenda(*talks: str) -> bytes:
    """Our own format; each talk is "title start"."""
    lines = ["sessions:"]
    for talk in talks:
        title, start = talk.split()
        lines.append(f'  - {{title: {title}, day: 2024-03-28, start: "{start}"}}')
    return "\n".join(lines).encode()


FIRST = agenda("Welcome 09:00", "Governance 10:00", "Tea 11:00")
SECOND = agenda("Welcome 09:00", "Governance 10:30", "Tea 11:00")


@dataclass
class Site:
    """A server with one agenda: what it has now, and what it was asked."""

    body: bytes = FIRST
    status: int = 200
    asked: list[str] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        tag = f'"{hash(self.body)}"'
        known = request.headers.get("If-None-Match", "")
        unchanged = self.status == 200 and known == tag
        self.asked.append(f"{'conditional' if known else 'plain'} {304 if unchanged else self.status}")
        if unchanged:
            return web.Response(status=304)
        return web.Response(body=self.body, status=self.status, headers={"ETag": tag})


@dataclass
class Place:
    """The bot's side: one process over one database."""

    database: Database
    clock: StoppedClock
    sources: Sources

    def __post_init__(self) -> None:
        self.agenda = Agenda(self.database, self.clock)
        followers = Followers()
        spreading = Spreading(self.clock, [followers], followers)
        self.organising = Organising(self.agenda, self.database, self.clock, spreading)
        self.watch = SourceWatch(self.organising, self.agenda, self.database, self.clock, self.sources)

    async def refresh(self) -> None:
        """When it is time again."""
        self.clock.advance(EVERY)
        await self.watch.refresh()

    async def told(self) -> list[Delivery]:
        return [one for one in await waiting(self.database) if one.to == To.post("organisers")]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database.open(tmp_path / "summit.db") as opened:
        yield opened


@pytest.fixture
async def site() -> AsyncIterator[tuple[Site, str]]:
    made = Site()
    app = web.Application()
    app.router.add_get("/agenda.yaml", made.answer)
    async with TestServer(app) as server:
        yield made, str(server.make_url("/agenda.yaml"))


async def place(database: Database, folder: Path, *addresses: str, auto_release: bool = False) -> Place:
    sources = Sources(folder, addresses, VENUE, allow_private=True, auto_release=auto_release)
    made = Place(database, StoppedClock(at(-600)), sources)
    await made.agenda.begin(read_programme(AgendaFile("agenda.yaml", FIRST), VENUE), source="begin")
    return made


def said(deliveries: list[Delivery]) -> list[str]:
    """The sentences, which both languages have."""
    for language in LANGUAGES:
        for line in (line for one in deliveries for line in one.lines if line.phrase != "source-failing"):
            values = {name: str(value) for name, value in line.values.items()}
            assert PHRASEBOOK.say(language, line.phrase, **values)
    return [line.phrase for one in deliveries for line in one.lines]


async def test_unchanged_source_is_asked_conditionally_and_nobody_is_told(
    database: Database, tmp_path: Path, site: tuple[Site, str]
) -> None:
    server, address = site
    here = await place(database, tmp_path, address)
    for _ in range(3):
        await here.refresh()
    assert server.asked == ["plain 200", "conditional 304", "conditional 304"]
    assert await waiting(database) == []


async def test_what_was_fetched_is_known_after_a_restart(
    database: Database, tmp_path: Path, site: tuple[Site, str]
) -> None:
    server, address = site
    await (await place(database, tmp_path, address)).refresh()
    await (await place(database, tmp_path, address)).refresh()
    assert server.asked == ["plain 200", "conditional 304"]


async def test_changed_source_is_proposed_once_and_released_by_an_organiser(
    database: Database, tmp_path: Path, site: tuple[Site, str]
) -> None:
    server, address = site
    here = await place(database, tmp_path, address)
    await here.refresh()
    server.body = SECOND
    for _ in range(3):
        await here.refresh()
    (told,) = await here.told()
    assert said([told]) == ["source-changed", "source-aspect"]
    ((action, number, _),) = [(press.action, press.state, press.phrase) for press in told.presses]
    assert (action, (await here.agenda.current()).revision) == ("proposal", 1)
    await here.organising.release(int(number), ORGANISER)
    await here.refresh()
    assert await here.told() == [], "who has acted need not be told"
    assert (await here.agenda.current()).revision == 2


async def test_discarded_version_is_not_proposed_again_but_the_next_one_is(
    database: Database, tmp_path: Path, site: tuple[Site, str]
) -> None:
    server, address = site
    here = await place(database, tmp_path, address)
    server.body = SECOND
    await here.refresh()
    (told,) = await here.told()
    await here.organising.discard(int(told.presses[0].state), ORGANISER)
    await here.refresh()
    again = await place(database, tmp_path, address)
    await again.refresh()
    assert await again.told() == []
    server.body = agenda("Welcome 09:00", "Governance 10:45", "Tea 11:00")
    await again.refresh()
    assert len(await again.told()) == 1


async def test_pending_version_is_replaced_by_a_newer_one_and_by_itself_when_the_programme_moved_on(
    database: Database, tmp_path: Path, site: tuple[Site, str]
) -> None:
    server, address = site
    here = await place(database, tmp_path, address)
    server.body = SECOND
    await here.refresh()
    first = int((await here.told())[0].presses[0].state)
    cancelled = await here.organising.propose_cancel((await here.agenda.current()).sessions[0].code, ORGANISER)
    await here.organising.release(cancelled.id, ORGANISER)
    await here.refresh()
    (told,) = await here.told()
    second = int(told.presses[0].state)
    assert second != first
    with pytest.raises(Refusal, match="proposal-was-replaced"):
        await here.organising.release(first, ORGANISER)
    assert (await here.organising.proposal(second)).changes.counts() == {"moved": 1}


async def test_failing_source_is_told_once_and_once_more_when_it_works_again(
    database: Database, tmp_path: Path, site: tuple[Site, str]
) -> None:
    server, address = site
    here = await place(database, tmp_path, address)
    await here.refresh()
    server.status = 503
    for _ in range(3):
        await here.refresh()
    (failing,) = await here.told()
    assert said([failing]) == ["source-failing"]
    reason = failing.lines[0].values["reason"]
    assert isinstance(reason, dict)
    assert reason["phrase"] == "fetch-status"
    await deliver(database)
    await (await place(database, tmp_path, address)).refresh()
    assert await here.told() == [], "a restart forgets nothing"
    server.status = 200
    for _ in range(2):
        await here.refresh()
    assert said(await here.told()) == ["source-works-again"]
    assert (await here.agenda.current()).revision == 1


async def test_one_failing_source_of_two_changes_nothing(
    database: Database, tmp_path: Path, site: tuple[Site, str]
) -> None:
    _, address = site
    (tmp_path / "more.yaml").write_bytes(b"sessions: [")
    here = await place(database, tmp_path, address, "more.yaml")
    for _ in range(2):
        await here.refresh()
    assert said(await here.told()) == ["source-failing"]


async def test_changed_file_is_proposed_like_an_address(database: Database, tmp_path: Path) -> None:
    (tmp_path / "agenda.yaml").write_bytes(FIRST)
    here = await place(database, tmp_path, "agenda.yaml")
    await here.refresh()
    assert await here.told() == []
    (tmp_path / "agenda.yaml").write_bytes(SECOND)
    await here.refresh()
    (told,) = await here.told()
    assert told.lines[0].values == {"source": {"wording": "agenda.yaml"}}


async def test_source_is_released_by_itself_when_the_settings_say_so(database: Database, tmp_path: Path) -> None:
    (tmp_path / "agenda.yaml").write_bytes(SECOND)
    here = await place(database, tmp_path, "agenda.yaml", auto_release=True)
    await here.refresh()
    assert ((await here.agenda.current()).revision, await here.told()) == (2, [])
    (audit,) = await here.organising.last()
    assert (audit.author, audit.kind) == (None, "import")


@pytest.mark.parametrize("doubtful", [agenda("Other 13:00"), FIRST], ids=["mass disappearance", "one comes back"])
async def test_what_is_for_a_person_to_decide_waits_for_one_all_the_same(
    database: Database, tmp_path: Path, doubtful: bytes
) -> None:
    (tmp_path / "agenda.yaml").write_bytes(agenda("Welcome 09:00", "Governance 10:00"))
    here = await place(database, tmp_path, "agenda.yaml", auto_release=True)
    await here.refresh()
    assert (await here.agenda.current()).revision == 2, "one session less is released"
    (tmp_path / "agenda.yaml").write_bytes(doubtful)
    await here.refresh()
    assert (await here.agenda.current()).revision == 2
    assert len(await here.told()) == 1


async def test_sources_are_asked_every_five_minutes_and_every_minute_near_a_start(
    database: Database, tmp_path: Path, site: tuple[Site, str]
) -> None:
    server, address = site
    here = await place(database, tmp_path, address)
    for _ in range(10):
        await here.watch.refresh()
        here.clock.advance(timedelta(minutes=1))
    assert len(server.asked) == 2
    here.clock.advance(at(-25) - here.clock.now())
    server.asked.clear()
    for _ in range(10):
        await here.watch.refresh()
        here.clock.advance(EVERY_NEAR_STARTS)
    assert len(server.asked) == 10
