"""Programmes in a site's own shape read with the sessions, days, tracks and rooms that were counted in them."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.agenda.model import Kind, PartOfDay, Programme
from tests.site_formats import (
    AGENDAS,
    needs_agendas,
    read_communityovercode,
    read_emf,
    read_ospo,
    read_pyconchina,
    read_pyconfr,
    read_scale,
)

pytestmark = needs_agendas


@pytest.mark.parametrize(
    ("read", "file", "sessions", "days", "tracks", "rooms"),
    [
        (read_ospo, "ospo-summit-2024.yaml", 31, 2, 6, 0),
        (read_ospo, "series-ospo-2024/v7-2025-02-26.yaml", 31, 2, 6, 0),
        (read_communityovercode, "communityovercode-asia-2026.json", 142, 3, 18, 8),
        (read_communityovercode, "series-coc-2026/v13-13ad8238.json", 143, 3, 18, 8),
        (read_pyconfr, "series-pyconfr-2025/v14-78a71161.json", 75, 2, 0, 8),
        (read_scale, "scale-18x.json", 166, 4, 21, 15),
        (read_emf, "emf-2022.json", 326, 4, 4, 19),
        (read_pyconchina, "pyconchina-2021-schedule.zh.yaml", 44, 2, 0, 3),
        (read_pyconchina, "pyconchina-2021-schedule.en.yaml", 44, 2, 0, 3),
    ],
)
def test_file_has_what_was_counted_in_it(
    read: Callable[[Path], Programme], file: str, sessions: int, days: int, tracks: int, rooms: int
) -> None:
    programme = read(AGENDAS / file)
    seen = [len(part) for part in (programme.sessions, programme.days, programme.tracks, programme.rooms)]
    assert seen == [sessions, days, tracks, rooms]


def test_ospo_talks_of_one_cell_are_a_block_in_order() -> None:
    programme = read_ospo(AGENDAS / "ospo-summit-2024.yaml")
    assert {block.title.plain: len(programme.in_block(block.code)) for block in programme.blocks} == {
        "开源之【道】Keynote 09:00-12:30": 11,
        "开源之【法】主题 Panel + 研讨 17:10 - 18:00": 3,
    }
    keynotes = programme.in_block(programme.blocks[0].code)
    assert [session.position for session in keynotes] == list(range(1, 12))
    assert keynotes[0].title.plain == "Welcome Note"


def test_ospo_dinner_is_in_the_evening_and_the_book_reading_is_called_by_its_forum() -> None:
    programme = read_ospo(AGENDAS / "ospo-summit-2024.yaml")
    (dinner,) = (session for session in programme if session.part)
    assert (dinner.start, dinner.part, dinner.title.plain) == (
        None, PartOfDay.EVENING, "轻晚宴 + 开放麦 + OSPOer 交流",
    )
    assert [session.title.plain for session in programme if "Amanda" in session.title.plain] == [
        "Amanda's Book 书籍中文版品读会"
    ]


def test_ospo_parallel_tables_are_no_block() -> None:
    programme = read_ospo(AGENDAS / "ospo-summit-2024.yaml")
    tables = [session for session in programme if session.title.plain.startswith("Table ")]
    assert [(session.kind, session.block) for session in tables] == [(Kind.DISCUSSION, "")] * 3


def test_communityovercode_is_bilingual_and_knows_no_ends() -> None:
    programme = read_communityovercode(AGENDAS / "communityovercode-asia-2026.json")
    assert {session.end for session in programme} == {None}
    room = programme.rooms_by_code["jingming-hall"]
    assert (room.name.in_language("en"), room.name.in_language("zh-CN")) == ("JingMing Hall", "静明厅")
    both = [session for session in programme if len(session.title.versions) == 2]
    assert len(both) == 141, "the other one has one wording for both languages"


def test_communityovercode_session_may_have_neither_time_nor_room() -> None:
    programme = read_communityovercode(AGENDAS / "series-coc-2026/v04-71a2d37a.json")
    assert [session.source_id for session in programme.on_day(None)] == ["community-1290507", "community-1293961"]
    assert {session.rooms for session in programme.on_day(None)} == {()}


def test_scale_last_day_is_in_summer_time() -> None:
    programme = read_scale(AGENDAS / "scale-18x.json")
    offsets = {
        day: {programme.local(session.start).strftime("%z") for session in programme.on_day(day) if session.start}
        for day in programme.days
    }
    assert offsets[date(2020, 3, 7)] == {"-0800"}
    assert offsets[date(2020, 3, 8)] == {"-0700"}
    assert len(programme.on_day(date(2020, 3, 8))) == 43


def test_emf_talk_after_midnight_belongs_to_the_night_before() -> None:
    programme = read_emf(AGENDAS / "emf-2022.json")
    (algorave,) = (session for session in programme if session.title.plain == "[Music] Algorave")
    assert (algorave.day, algorave.start) == (date(2022, 6, 4), datetime(2022, 6, 5, 0, 0, tzinfo=UTC))


def test_pyconchina_time_without_quotes_is_read_as_a_time() -> None:
    programme = read_pyconchina(AGENDAS / "pyconchina-2021-schedule.zh.yaml")
    (first,) = (session for session in programme if session.title.plain.startswith("The Python Software Foundation"))
    assert (first.start, first.end) == (
        datetime(2021, 10, 16, 1, 30, tzinfo=UTC), datetime(2021, 10, 16, 2, 15, tzinfo=UTC),
    )
    assert [session.kind for session in programme].count(Kind.BREAK) == 5
