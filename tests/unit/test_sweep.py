"""What an organiser is shown before a change goes out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.agenda.changes import compare, compare_edited
from bot.agenda.model import Block, Programme, Room, Session, Speaker, Status, Text
from bot.agenda.moves import cancel, delay, move, restore
from bot.agenda.sweep import Clash, Doubt, swept
from bot.core.phrasebook import LANGUAGES, Phrasebook
from bot.outbox.model import moment, wording

NINE = datetime(2024, 3, 28, 1, tzinfo=UTC)
ROOMS = (Room("main", Text("Main hall")), Room("a", Text("Room A")), Room("b", Text("Room B")))
PHRASEBOOK = Phrasebook.load()


def at(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def talk(code: str, start: int, room: str = "main", people: str = "", **rest: object) -> Session:
    made = Session(
        code, Text(code.title()), day=date(2024, 3, 28), start=at(start), end=at(start + 30),
        rooms=tuple(room.split()), speakers=tuple(Speaker(Text(name)) for name in people.split(",") if name),
    )
    return replace(made, **rest)  # type: ignore[arg-type]


def programme(*sessions: Session) -> Programme:
    blocks = (Block("keynotes", Text("Keynotes")),)
    return Programme.checked(Text("Summit"), ZoneInfo("Asia/Shanghai"), ROOMS, (), blocks, sessions, 1)


def clashes(before: Programme, after: Programme, stars: dict[str, set[int]] | None = None) -> tuple[Clash, ...]:
    return swept(before, compare_edited(before, after), stars or {})


def kinds(found: tuple[Clash, ...]) -> list[tuple[str, ...]]:
    return [(clash.doubt.value, *clash.sessions) for clash in found]


def test_change_that_hurts_nobody_shows_nothing() -> None:
    before = programme(talk("one", 0, people="姜宁"), talk("two", 60, people="Ana"), talk("else", 0, "a", "Wei"))
    assert clashes(before, move(before, "two", NINE, start=at(120)), {"one": {1}, "two": {1}}) == ()


def test_taken_room_is_grave_and_is_told_with_both_sessions() -> None:
    before = programme(talk("one", 0), talk("two", 60))
    (clash,) = clashes(before, move(before, "two", at(-60), start=at(15)))
    assert (clash.doubt, clash.sessions, clash.grave) == (Doubt.ROOM, ("two", "one"), True)
    assert dict(clash.line.values) == {
        "title": wording("Two"), "when": moment(at(15)), "other": wording("One"), "begins": moment(NINE),
        "room": wording("Main hall"),
    }


def test_start_before_the_doors_open_is_grave() -> None:
    before = programme(talk("one", 0), talk("two", 60))
    (clash,) = clashes(before, move(before, "two", at(-600), start=at(-45)))
    assert (clash.doubt, clash.sessions, clash.grave) == (Doubt.DOORS, ("two",), True)


def test_speaker_in_two_rooms_at_once_is_shown_however_the_name_is_written() -> None:
    before = programme(talk("one", 0, people="Ana Müller,Wei"), talk("two", 60, "a", "ana muller"))
    (clash,) = clashes(before, move(before, "two", at(-60), start=at(15)))
    assert (clash.doubt, clash.sessions, clash.grave) == (Doubt.SPEAKER, ("two", "one"), False)
    assert clash.values["names"] == wording("ana muller")


def test_speaker_whose_next_talk_is_elsewhere_and_too_soon_is_shown() -> None:
    before = programme(talk("one", 0, people="Ana"), talk("two", 45, "a", "Ana"))
    assert kinds(clashes(before, delay(before, "main", 10, at(-1)))) == [("next-talk", "one", "two")]
    assert kinds(clashes(before, delay(before, "main", 20, at(-1)))) == [("speaker", "one", "two")]


def test_those_who_follow_both_are_counted_and_never_named() -> None:
    before = programme(talk("one", 0), talk("two", 60, "a"))
    stars = {"one": {71, 72, 73}, "two": {72, 73, 74}}
    (clash,) = clashes(before, move(before, "two", at(-60), start=at(15)), stars)
    assert (clash.doubt, clash.values["count"]) == (Doubt.BOTH, 2)
    assert not any(str(member) in repr(clash) for member in range(71, 75))


@pytest.mark.parametrize("closed", ["one", "two"])
def test_followers_of_a_chatham_house_session_are_not_even_counted(closed: str) -> None:
    sessions = [talk("one", 0), talk("two", 60, "a")]
    before = programme(*(replace(session, chatham_house=session.code == closed) for session in sessions))
    after = move(before, "two", at(-60), start=at(15))
    assert clashes(before, after, {"one": {1, 2}, "two": {1, 2}}) == ()


def test_session_that_would_pass_midnight_is_shown() -> None:
    before = programme(talk("one", 14 * 60 - 10), talk("late", 14 * 60 + 20, end=at(15 * 60)))
    assert kinds(clashes(before, delay(before, "main", 5, at(800)))) == [("midnight", "late")]


def test_plenary_in_several_rooms_and_the_rooms_it_would_take_are_shown() -> None:
    before = programme(talk("plenary", 0, "main a b"), talk("next", 35, "a"))
    found = clashes(before, delay(before, "main", 15, at(-1)))
    assert kinds(found) == [("room", "plenary", "next"), ("plenary", "plenary")]
    assert found[1].values["count"] == 3


def test_what_clashed_before_and_what_does_not_take_place_is_not_shown() -> None:
    before = programme(
        talk("one", 0), talk("two", 15), talk("off", 60, status=Status.CANCELLED), talk("three", 120)
    )
    assert clashes(before, move(before, "two", at(-60), start=at(20))) == ()
    assert clashes(before, move(before, "three", at(-60), start=at(65))) == ()
    assert clashes(before, cancel(before, "one")) == ()


def test_restored_session_takes_its_room_again() -> None:
    before = programme(talk("one", 0, status=Status.CANCELLED), talk("two", 0))
    assert kinds(clashes(before, restore(before, "one"))) == [("room", "one", "two")]


def test_talks_of_one_block_do_not_clash() -> None:
    before = programme(
        *(talk(code, 0, people="Ana", block="keynotes", position=place) for place, code in enumerate("abc", 1)),
        talk("next", 30),
    )
    assert clashes(before, delay(before, "main", 15, at(-1)), {"a": {1}, "b": {1}}) == ()


def test_first_programme_is_swept_too() -> None:
    whole = programme(talk("one", 0), talk("two", 15))
    assert kinds(swept(None, compare(None, whole), {})) == [("room", "one", "two")]


def test_every_doubt_has_its_sentence_in_both_languages() -> None:
    before = programme(
        talk("one", 0, people="Ana"), talk("two", 100, people="Ana"), talk("plenary", 200, "main a", "Wei"),
        talk("ana", 260, "b", "Ana"), talk("wei", 265, "b", "Wei"), talk("night", 850),
    )
    after = move(before, "two", at(-600), start=at(-15))
    after = move(after, "plenary", at(-600), start=at(240))
    after = move(after, "night", at(-600), start=at(885))
    after = move(after, "one", at(-600), start=at(225), room="a")
    found = clashes(before, after, {code: {1} for code in ("one", "plenary")})
    assert {clash.doubt for clash in found} == set(Doubt)
    for clash in found:
        for language in LANGUAGES:
            assert PHRASEBOOK.say(language, clash.line.phrase, **clash.line.values)
