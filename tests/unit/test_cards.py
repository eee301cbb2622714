"""Every card of every programme keeps Discord's limits: rendered, and checked against Discord's own API description."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from bot.agenda.formats import AgendaFile, Venue
from bot.agenda.formats.reading import read_programme
from bot.agenda.model import Programme, Text
from bot.agenda.moment import now_and_next
from bot.agenda.search import SearchIndex
from bot.core.phrasebook import LANGUAGES, Phrasebook
from bot.core.refusal import Faults
from bot.discord_io.cards.day import DayView, day_card
from bot.discord_io.cards.layout import Card
from bot.discord_io.cards.moment import now_card
from bot.discord_io.cards.results import search_card, speaker_card
from bot.discord_io.cards.sessions import session_card
from bot.discord_io.wording import Wording
from tests import site_formats
from tests.oracle import Oracle
from tests.programmes import large_programme, programmes

AGENDAS = Path(__file__).parents[2] / ".." / "shared" / "agendas"
VENUE = Venue(Text.of({"zh-CN": "峰会", "en": "Summit"}), ZoneInfo("Asia/Shanghai"))
PHRASEBOOK = Phrasebook.load()
FILES = sorted(path for path in AGENDAS.glob("*.*") if path.suffix in {".xml", ".json", ".ics", ".csv", ".yaml"})
SITE_READERS = {
    "ospo-summit-2024.yaml": site_formats.read_ospo,
    "communityovercode-asia-2026.json": site_formats.read_communityovercode,
    "scale-18x.json": site_formats.read_scale,
    "emf-2022.json": site_formats.read_emf,
    "pyconchina-2021-schedule.zh.yaml": site_formats.read_pyconchina,
    "pyconchina-2021-schedule.en.yaml": site_formats.read_pyconchina,
}


def moments(programme: Programme) -> Iterator[datetime]:
    for day in programme.days[:4]:
        for hour in (0, 9, 12, 15, 23):
            yield datetime.combine(day, time(hour, 30), programme.timezone).astimezone(UTC)


def cards(programme: Programme, language: str) -> Iterator[Card]:
    wording = Wording(PHRASEBOOK, language, programme.timezone)
    now = next((session.start for session in programme if session.start), datetime(2024, 1, 1, tzinfo=UTC))
    for session in programme:
        yield session_card(session, programme, wording, now)
    for day in (*programme.days, None):
        pages = -(-len(programme.on_day(day)) // 10) + 1
        for page in range(pages):
            yield day_card(programme, DayView(day, page=page), wording)
    for more in range(4):
        yield day_card(programme, DayView(None, more=(more, more, more)), wording)
    for moment in (now - timedelta(days=400), *moments(programme), now + timedelta(days=400)):
        for page in range(3):
            yield now_card(programme, now_and_next(programme, moment), wording, page)
    index = SearchIndex.of(programme)
    for query in ("open", "开源", "a"):
        yield search_card(query * 900, [hit.session for hit in index.search(query)], programme, wording)
        if found := index.speakers(query):
            yield speaker_card(found, programme, wording)


def check(programme: Programme) -> int:
    oracle = Oracle.load()
    count = 0
    for language in LANGUAGES:
        for card in cards(programme, language):
            oracle.check_card(card)
            count += 1
    return count


@pytest.mark.skipif(not AGENDAS.exists(), reason="the real agendas are not beside the project")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_card_of_a_real_programme_keeps_the_limits(path: Path) -> None:
    if reader := SITE_READERS.get(path.name):
        programme = reader(path)
    else:
        programme = read_programme(AgendaFile(path.name, path.read_bytes()), VENUE)
    assert check(programme) > len(programme.sessions)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a whole programme takes minutes
)  # fmt: skip
@given(programmes())
def test_every_card_of_a_generated_programme_keeps_the_limits(programme: Programme) -> None:
    check(programme)


def test_every_card_of_a_huge_programme_keeps_the_limits() -> None:
    programme = large_programme()
    assert len(programme.sessions) >= 1000
    assert len(programme.rooms) >= 72
    assert max(len(title) for session in programme for title in session.title.every()) >= 400
    check(programme)


@pytest.mark.skipif(not AGENDAS.exists(), reason="the real agendas are not beside the project")
def test_site_formats_are_no_product_formats() -> None:
    refused = []
    for name in SITE_READERS:
        try:
            read_programme(AgendaFile(name, (AGENDAS / name).read_bytes()), VENUE)
        except Faults:
            refused.append(name)
    assert refused == [*SITE_READERS]
