"""What is shown of a session is made once for each programme and way of reading, and goes with the programme."""

import gc
import weakref
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.agenda.model import Programme, Session, Text
from bot.core.phrasebook import Phrasebook
from bot.discord_io.cards.sessions import session_card
from bot.discord_io.remembering import remembered
from bot.discord_io.wording import Wording
from tests.programmes import large_programme

PHRASEBOOK = Phrasebook.load()
ENGLISH = Wording(PHRASEBOOK, "en", ZoneInfo("Asia/Shanghai"))
CHINESE = replace(ENGLISH, language="zh-CN")


def small_programme() -> Programme:
    return large_programme(sessions=3)


def test_a_result_is_made_once_for_what_it_depends_on() -> None:
    made: Counter[tuple[str, str, str]] = Counter()

    @remembered(100)
    def line(session: Session, _: Programme, wording: Wording, *, lead: str = "") -> str:
        made[session.code, wording.language, lead] += 1
        return f"{lead}{session.code} {wording.language}"

    programme = small_programme()
    for _ in range(3):
        for session in programme:
            for wording in (ENGLISH, replace(ENGLISH), CHINESE):
                for lead in ("", "1. "):
                    assert line(session, programme, wording, lead=lead) == f"{lead}{session.code} {wording.language}"
    assert {*made.values()} == {1}
    assert len(made) == 3 * 2 * 2


def test_another_session_of_the_same_code_and_another_programme_are_told_apart() -> None:
    @remembered(100)
    def line(session: Session, programme: Programme, wording: Wording) -> str:
        return f"{session.title.in_language(wording.language)} in {programme.name.in_language(wording.language)}"

    programme = small_programme()
    session = programme.sessions[0]
    other = replace(programme, name=Text.of("Elsewhere"))
    first = line(session, programme, ENGLISH)
    assert line(replace(session, title=Text.of("Retitled")), programme, ENGLISH).startswith("Retitled in ")
    assert line(session, other, ENGLISH).endswith(" in Elsewhere")
    assert line(session, programme, ENGLISH) == first


def test_no_more_is_kept_than_was_said_and_nothing_of_a_programme_that_is_gone() -> None:
    made: list[str] = []

    @remembered(2)
    def line(session: Session, _: Programme, __: Wording) -> str:
        made.append(session.code)
        return session.code

    programme = small_programme()
    first, second, third = programme.sessions
    for session in (first, second, third, first):
        assert line(session, programme, ENGLISH) == session.code
    assert made == [first.code, second.code, third.code, first.code]
    seen = weakref.ref(programme)
    del programme
    gc.collect()
    assert seen() is None


def test_a_card_is_one_for_all_until_its_session_begins() -> None:
    programme = small_programme()
    session = next(one for one in programme if one.start and one.end)
    assert session.start
    before = session_card(session, programme, ENGLISH, session.start - timedelta(hours=2))
    assert session_card(session, programme, ENGLISH, datetime(2000, 1, 1, tzinfo=UTC)) is before
    on = session_card(session, programme, ENGLISH, session.start)
    assert on.shown() != before.shown()
    assert session_card(session, programme, CHINESE, session.start).shown() != on.shown()
