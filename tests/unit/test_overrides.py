"""What is set in chat stands against the source until the source says the same."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from bot.agenda import kept
from bot.agenda.changes import ChangeSet, compare, compare_edited
from bot.agenda.model import Block, Programme, Room, Session, Status, Text
from bot.agenda.moves import cancel, delay, move, postpone, restore
from bot.agenda.overrides import Field, Override, Verdict, recorded, settled, value_of
from tests.programmes import programmes

NINE = datetime(2024, 3, 28, 1, tzinfo=UTC)
ROOMS = (Room("main", Text("Main hall")), Room("a", Text("Room A")))


def at(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def talk(code: str, start: int, **rest: object) -> Session:
    made = Session(
        code, Text(f"Talk {code}"), day=date(2024, 3, 28), start=at(start), end=at(start + 30), rooms=("main",),
        source_id=code,
    )
    return replace(made, **rest)  # type: ignore[arg-type]


def programme(*sessions: Session, rooms: Iterable[Room] = ROOMS) -> Programme:
    blocks = (Block("keynotes", Text("Keynotes")),)
    return Programme.checked(Text("Summit"), ZoneInfo("Asia/Shanghai"), rooms, (), blocks, sessions, 1)


ONE, TWO = talk("one", 0), talk("two", 30)
SOURCE = programme(ONE, TWO)


def overrides_of(before: Programme, after: Programme, known: Iterable[Override] = ()) -> tuple[Override, ...]:
    standing = tuple(known)
    for change in compare_edited(before, after).changes:
        assert change.before
        others = tuple(one for one in standing if one.session != change.after.code)
        mine = recorded(standing, change.before, change.after, author=5, at=NINE, reason="late flight")
        standing = (*others, *mine)
    return standing


def verdicts(changes: ChangeSet) -> list[tuple[str, Field, Verdict]]:
    return [(one.override.session, one.override.field, one.verdict) for one in changes.overruled]


def aspects(changes: ChangeSet) -> dict[str, set[str]]:
    return {change.after.code: {str(aspect) for aspect in change.aspects} for change in changes.changes}


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (lambda whole: move(whole, "two", NINE, start=at(90)), Field.TIME),
        (lambda whole: move(whole, "two", NINE, room="a"), Field.ROOMS),
        (lambda whole: cancel(whole, "two"), Field.STATUS),
        (lambda whole: postpone(whole, "two", NINE), Field.STATUS),
    ],
)
def test_chat_change_stands_while_the_source_says_what_it_always_said(edit: object, field: Field) -> None:
    current = edit(SOURCE)  # type: ignore[operator]
    overrides = overrides_of(SOURCE, current)
    changes = compare(current, SOURCE, overrides)
    assert (aspects(changes), verdicts(changes)) == ({}, [("two", field, Verdict.KEPT)])
    assert tuple(settled(changes.overruled)) == overrides


def test_override_remembers_author_time_and_reason() -> None:
    (override,) = overrides_of(SOURCE, cancel(SOURCE, "two"))
    assert (override.author, override.at, override.reason) == (5, NINE, "late flight")


def test_source_that_agrees_ends_the_override() -> None:
    current = move(SOURCE, "two", NINE, start=at(90))
    agreeing = programme(ONE, talk("two", 90))
    changes = compare(current, agreeing, overrides_of(SOURCE, current))
    assert (aspects(changes), verdicts(changes)) == ({}, [("two", Field.TIME, Verdict.AGREED)])
    assert list(settled(changes.overruled)) == []


def test_source_that_says_something_new_is_shown_but_not_followed() -> None:
    current = move(SOURCE, "two", NINE, start=at(90))
    newer = programme(ONE, talk("two", 120))
    changes = compare(current, newer, overrides_of(SOURCE, current))
    assert (aspects(changes), verdicts(changes)) == ({}, [("two", Field.TIME, Verdict.CONTRADICTED)])
    assert changes.overruled[0].said.start == at(120)
    again = compare(changes.after, newer, tuple(settled(changes.overruled)))
    assert verdicts(again) == [("two", Field.TIME, Verdict.KEPT)], "shown once"


def test_source_is_followed_where_it_contradicts_when_an_organiser_chooses_it() -> None:
    current = cancel(move(SOURCE, "two", NINE, start=at(90)), "one")
    newer = programme(ONE, talk("two", 120))
    changes = compare(current, newer, overrides_of(SOURCE, current), follow_source=True)
    assert aspects(changes) == {"two": {"moved"}}
    assert changes.after.sessions_by_code["two"].start == at(120)
    assert verdicts(changes) == [("one", Field.STATUS, Verdict.KEPT), ("two", Field.TIME, Verdict.FOLLOWED)]
    assert [override.session for override in settled(changes.overruled)] == ["one"]


def test_other_fields_of_an_overridden_session_follow_the_source() -> None:
    current = move(SOURCE, "two", NINE, start=at(90))
    newer = programme(ONE, talk("two", 30, title=Text("Another title"), rooms=("a",)))
    changes = compare(current, newer, overrides_of(SOURCE, current))
    assert aspects(changes) == {"two": {"retitled", "room"}}
    assert changes.after.sessions_by_code["two"].start == at(90)


def test_cancelled_session_does_not_come_back_by_itself() -> None:
    current = cancel(SOURCE, "two")
    overrides = overrides_of(SOURCE, current)
    gone = compare(current, programme(ONE), overrides)
    assert verdicts(gone) == [("two", Field.STATUS, Verdict.AGREED)]
    assert gone.after.sessions_by_code["two"].status is Status.CANCELLED
    for version in (SOURCE, programme(ONE, talk("two", 60))):
        back = compare(current, version, overrides)
        assert back.after.sessions_by_code["two"].status is Status.CANCELLED


def test_session_restored_in_chat_stays_though_the_source_no_longer_has_it() -> None:
    gone = compare(SOURCE, programme(ONE)).after
    current = restore(gone, "two")
    overrides = overrides_of(gone, current)
    changes = compare(current, programme(ONE), overrides)
    assert (aspects(changes), verdicts(changes)) == ({}, [("two", Field.STATUS, Verdict.KEPT)])


def test_session_set_back_by_hand_is_no_override_any_more() -> None:
    moved = move(SOURCE, "two", NINE, start=at(90))
    back = move(moved, "two", NINE, start=at(30))
    assert overrides_of(moved, back, overrides_of(SOURCE, moved)) == ()


def test_session_moved_twice_is_held_against_what_the_source_said_first() -> None:
    moved = move(SOURCE, "two", NINE, start=at(90))
    again = move(moved, "two", NINE, start=at(120))
    overrides = overrides_of(moved, again, overrides_of(SOURCE, moved))
    assert verdicts(compare(again, SOURCE, overrides)) == [("two", Field.TIME, Verdict.KEPT)]


def test_session_that_left_its_block_stays_out_of_it() -> None:
    block = [talk(code, 0, block="keynotes", position=place) for place, code in enumerate("abc", 1)]
    source = programme(*block)
    current = move(source, "b", at(-60), start=at(200))
    changes = compare(current, source, overrides_of(source, current))
    assert (aspects(changes), verdicts(changes)) == ({}, [("b", Field.TIME, Verdict.KEPT)])


def test_delay_is_an_override_of_every_session_it_moved_and_talks_without_ids_are_still_known() -> None:
    tea = talk("tea-1", 60, title=Text("Tea"), source_id="")
    later = talk("tea-2", 90, title=Text("Tea"), source_id="")
    source = programme(replace(ONE, source_id=""), replace(TWO, source_id=""), tea, later)
    current = delay(source, "main", 30, at(-1))
    changes = compare(current, source, overrides_of(source, current))
    assert aspects(changes) == {}
    assert len(verdicts(changes)) == 4


def test_room_that_only_an_override_needs_stays() -> None:
    current = move(SOURCE, "two", NINE, room="a")
    changes = compare(current, programme(ONE, TWO, rooms=ROOMS[:1]), overrides_of(SOURCE, current))
    assert [room.code for room in changes.after.rooms] == ["main", "a"]
    assert changes.after.sessions_by_code["two"].rooms == ("a",)


@given(programmes())
def test_programmes_are_read_back_as_they_were_packed(whole: Programme) -> None:
    assert kept.read_programme(kept.packed_programme(whole)) == replace(whole, revision=0)
    assert kept.read_sessions(kept.packed_sessions(whole)) == whole.sessions
    for session in whole:
        for field in Field:
            value = value_of(session, field)
            assert kept.read_value(field, kept.value_text(field, value)) == value
