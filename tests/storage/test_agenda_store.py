"""The programme's tables on a real file, and the use cases over them."""

import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings

from bot.agenda import store
from bot.agenda.changes import compare
from bot.agenda.model import Block, Kind, PartOfDay, Programme, Room, Session, Speaker, Status, Text, Track
from bot.agenda.programme import Agenda
from bot.core.clock import StoppedClock
from bot.core.database import Database
from bot.core.phrasebook import Phrasebook
from bot.core.refusal import Refusal
from tests.programmes import programmes
from tests.site_formats import AGENDAS, needs_agendas, read_communityovercode

NINE = datetime(2024, 3, 28, 1, tzinfo=UTC)
CLOCK = StoppedClock(datetime(2024, 3, 20, 12, tzinfo=UTC))

FULL = Session(
    "keynote-1",
    Text.of({"zh-CN": "开源治理", "en": "Governance"}),
    Kind.KEYNOTE,
    day=NINE.date(),
    start=NINE,
    end=NINE + timedelta(minutes=45),
    rooms=("main", "a"),
    track="dao",
    speakers=(Speaker(Text.of("姜宁"), Text.of({"zh-CN": "字节跳动", "en": "ByteDance"})), Speaker(Text.of("Ana"))),
    abstract=Text.of("Lines\nand \"quotes\""),
    language="zh",
    block="keynotes",
    position=3,
    chatham_house=True,
    questions=True,
    source_id="MJA8QY",
    url="https://example.org/1",
)
BARE = Session("later", Text.of("To be placed"))
DINNER = Session(
    "dinner", Text.of("晚宴"), Kind.SOCIAL, day=NINE.date(), part=PartOfDay.EVENING, status=Status.POSTPONED
)


def programme(*sessions: Session, revision: int = 1) -> Programme:
    return Programme.checked(
        Text.of({"zh-CN": "开源峰会", "en": "Open-source summit"}),
        ZoneInfo("Asia/Shanghai"),
        (Room("main", Text.of("Main hall")), Room("a", Text.of({"zh-CN": "静明厅", "en": "JingMing Hall"}))),
        (Track("fa", Text.of("法")), Track("dao", Text.of("道"))),
        (Block("keynotes", Text.of("Keynotes")),),
        sessions,
        revision,
    )


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database.open(tmp_path / "summit.db") as opened:
        yield opened


@pytest.fixture
def agenda(database: Database) -> Agenda:
    return Agenda(database, CLOCK)


async def stored(database: Database) -> Programme | None:
    async with database.read() as connection:
        return await store.load(connection)


async def save(database: Database, whole: Programme) -> None:
    async with database.transaction() as tx:
        await store.save(tx, whole)


async def rows(database: Database, sql: str) -> list[tuple[object, ...]]:
    async with database.read() as connection:
        return [tuple(row) for row in await connection.execute_fetchall(sql)]


# The store


async def test_store_gives_back_what_was_saved(database: Database) -> None:
    whole = programme(FULL, BARE, DINNER)
    await save(database, whole)
    assert await stored(database) == whole


async def test_store_without_a_release_has_no_programme(database: Database) -> None:
    assert await stored(database) is None


async def test_store_says_times_and_texts_in_columns_that_people_can_read(database: Database) -> None:
    await save(database, programme(FULL))
    assert await rows(database, "SELECT starts_at, ends_at, day, title, rooms, chatham_house FROM session") == [(
        "2024-03-28T01:00:00Z", "2024-03-28T01:45:00Z", "2024-03-28",
        '{"en": "Governance", "zh-CN": "开源治理"}', '["main", "a"]', 1,
    )]


async def test_store_forgets_what_the_next_version_does_not_have(database: Database) -> None:
    await save(database, programme(FULL, BARE))
    smaller = replace(programme(BARE, revision=2), rooms=(), tracks=(), blocks=())
    await save(database, smaller)
    assert await stored(database) == smaller


async def test_store_writes_only_rows_that_differ(database: Database) -> None:
    await save(database, programme(FULL, BARE, DINNER))
    async with database.transaction() as tx:
        before = tx.total_changes
        await store.save(tx, programme(FULL, replace(BARE, title=Text.of("Placed")), DINNER, revision=2))
        assert tx.total_changes - before == 2, "the session and the revision"


async def test_store_refuses_a_session_in_a_track_that_is_not_there(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        await save(database, replace(programme(FULL), tracks=()))
    assert await stored(database) is None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=programmes(), after=programmes())
async def test_store_gives_back_any_programme_saved_over_any_other(
    database: Database, before: Programme, after: Programme
) -> None:
    for whole in (before, after):
        numbered = replace(whole, revision=whole.revision + 1)
        await save(database, numbered)
        assert await stored(database) == numbered


@needs_agendas
async def test_store_gives_back_a_real_programme(database: Database) -> None:
    whole = replace(read_communityovercode(AGENDAS / "communityovercode-asia-2026.json"), revision=1)
    await save(database, whole)
    assert await stored(database) == whole


# The use cases


async def test_agenda_without_a_release_says_so(agenda: Agenda) -> None:
    with pytest.raises(Refusal) as refused:
        await agenda.current()
    assert refused.value.phrase == "programme-none"


async def test_first_release_is_revision_one_and_is_noted(agenda: Agenda) -> None:
    assert await agenda.begin(programme(FULL, BARE), source="config/agenda.yaml") == 1
    assert await agenda.current() == programme(FULL, BARE, revision=1)
    assert await agenda.releases() == (store.Release(1, CLOCK.now(), "config/agenda.yaml", {"added": 2}),)


async def test_second_beginning_changes_nothing(agenda: Agenda) -> None:
    await agenda.begin(programme(FULL), source="config/agenda.yaml")
    assert await agenda.begin(programme(BARE), source="config/agenda.yaml") == 1
    assert await agenda.current() == programme(FULL)


async def test_preview_stores_nothing(agenda: Agenda, database: Database) -> None:
    await agenda.begin(programme(FULL, BARE), source="first")
    assert await agenda.preview(programme(FULL, DINNER))
    assert await stored(database) == programme(FULL, BARE)


async def test_release_bumps_the_revision_and_cancels_what_vanished(agenda: Agenda) -> None:
    await agenda.begin(programme(FULL, BARE, DINNER), source="first")
    changes = await agenda.preview(programme(replace(FULL, rooms=("a",)), DINNER))
    assert await agenda.release(changes, source="second") == 2
    cancelled = replace(BARE, status=Status.CANCELLED)
    assert await agenda.current() == programme(replace(FULL, rooms=("a",)), DINNER, cancelled, revision=2)
    assert [(release.revision, release.counts) for release in await agenda.releases()] == [
        (2, {"cancelled": 1, "room": 1}), (1, {"added": 3}),
    ]


async def test_empty_change_set_keeps_the_revision(agenda: Agenda) -> None:
    await agenda.begin(programme(FULL), source="first")
    assert await agenda.release(await agenda.preview(programme(FULL)), source="again") == 1
    assert len(await agenda.releases()) == 1


async def test_release_over_a_newer_revision_is_refused(agenda: Agenda, database: Database) -> None:
    await agenda.begin(programme(FULL), source="first")
    mine = await agenda.preview(programme(FULL, BARE))
    theirs = await agenda.preview(programme(FULL, DINNER))
    await agenda.release(theirs, source="theirs")
    with pytest.raises(Refusal) as refused:
        await agenda.release(mine, source="mine")
    assert (refused.value.phrase, refused.value.values) == (
        "programme-changed-meanwhile", {"base": "1", "current": "2"},
    )
    assert await stored(database) == programme(FULL, DINNER, revision=2)


async def test_held_version_needs_removals_accepted(agenda: Agenda, database: Database) -> None:
    await agenda.begin(programme(FULL, BARE, DINNER), source="first")
    held = await agenda.preview(programme(FULL))
    with pytest.raises(Refusal) as refused:
        await agenda.release(held, source="failed feed")
    assert (refused.value.phrase, refused.value.values) == ("programme-held", {"lost": 2, "total": 3})
    assert await stored(database) == programme(FULL, BARE, DINNER)
    assert await agenda.release(held, source="meant so", accept_removals=True) == 2


async def test_version_without_sessions_is_refused_even_when_removals_are_accepted(agenda: Agenda) -> None:
    with pytest.raises(Refusal) as first:
        await agenda.begin(programme(), source="nothing")
    await agenda.begin(programme(FULL), source="first")
    with pytest.raises(Refusal) as later:
        await agenda.release(await agenda.preview(programme()), source="nothing", accept_removals=True)
    assert (first.value.phrase, later.value.phrase) == ("programme-empty", "programme-empty")
    assert await agenda.current() == programme(FULL)


async def test_release_by_another_process_is_noticed(agenda: Agenda, database: Database) -> None:
    await agenda.begin(programme(FULL), source="first")
    known = await agenda.current()
    assert await agenda.current() is known
    async with Database.open(database.path) as second:
        other = Agenda(second, CLOCK)
        await other.release(await other.preview(programme(FULL, BARE)), source="other")
    assert await agenda.current() == programme(FULL, BARE, revision=2)


async def test_release_that_fails_half_way_leaves_nothing(agenda: Agenda, database: Database) -> None:
    await agenda.begin(programme(FULL), source="first")
    changes = compare(await agenda.current(), programme(FULL, BARE))
    broken = replace(changes, after=replace(changes.after, tracks=()))
    with pytest.raises(sqlite3.IntegrityError):
        await agenda.release(broken, source="broken")
    assert await stored(database) == programme(FULL)
    assert len(await agenda.releases()) == 1


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize(
    ("phrase", "values", "shown"),
    [
        ("programme-none", {}, ()),
        ("programme-empty", {}, ()),
        ("programme-held", {"lost": 18, "total": 40}, ("18", "40")),
        ("programme-changed-meanwhile", {"base": "41", "current": "42"}, ("41", "42")),
        ("hold-empty", {}, ()),
        ("hold-sessions", {"lost": 18, "total": 40}, ("18", "40")),
        ("hold-room", {"lost": 3, "total": 4, "name": "静明厅"}, ("3", "4", "静明厅")),
        ("hold-track", {"lost": 3, "total": 4, "name": "法"}, ("3", "4", "法")),
    ],
)
def test_refusals_and_holds_are_told_with_their_numbers(
    language: str, phrase: str, values: dict[str, object], shown: tuple[str, ...]
) -> None:
    sentence = Phrasebook.load().say(language, phrase, **values)
    assert [part for part in shown if part not in sentence] == []
