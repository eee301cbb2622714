"""Changes in chat, rule by rule; and that a delay never makes a room worse than it must."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agenda.model import Block, Kind, PartOfDay, Programme, Room, Session, Status, Text
from bot.agenda.moves import cancel, delay, move, postpone, restore
from bot.agenda.starts import chosen_start
from bot.core.phrasebook import LANGUAGES, Phrasebook
from bot.core.refusal import Refusal

DAY = date(2024, 3, 28)
NINE = datetime(2024, 3, 28, 1, tzinfo=UTC)
ROOMS = (Room("main", Text("Main hall")), Room("a", Text("Room A")))
PHRASEBOOK = Phrasebook.load()


def at(minutes: int) -> datetime:
    """Minutes after nine on the first day."""
    return NINE + timedelta(minutes=minutes)


def item(code: str, start: int, length: int | None = 30, **rest: object) -> Session:
    end = at(start + length) if length is not None else None
    made = Session(code, Text(code.title()), day=DAY, start=at(start), end=end, rooms=("main",))
    return replace(made, **rest)  # type: ignore[arg-type]


def pause(code: str, start: int, length: int, **rest: object) -> Session:
    return item(code, start, length, kind=Kind.BREAK, **rest)


def programme(*sessions: Session, zone: str = "Asia/Shanghai") -> Programme:
    tomorrow = item("tomorrow", 1440, day=DAY + timedelta(days=1), rooms=("a",))
    blocks = (Block("keynotes", Text("Keynotes")),)
    return Programme.checked(Text("Summit"), ZoneInfo(zone), ROOMS, (), blocks, [*sessions, tomorrow], 7)


def times(whole: Programme, *codes: str) -> list[tuple[int, int | None]]:
    """Start and length of each session, in minutes, the start after nine."""
    found = [whole.sessions_by_code[code] for code in codes]
    return [
        (
            (session.start - NINE) // timedelta(minutes=1),
            (session.end - session.start) // timedelta(minutes=1) if session.end else None,
        )
        for session in found
        if session.start
    ]


def refused(whole: Programme, work: object) -> str:
    """The key of the refusal; its sentence exists in both languages with the values it needs."""
    with pytest.raises(Refusal) as caught:
        work(whole)  # type: ignore[operator]
    assert all(PHRASEBOOK.refusal(language, caught.value) for language in LANGUAGES)
    return caught.value.phrase


def test_moved_session_keeps_its_length() -> None:
    moved = move(programme(item("talk", 0, 45)), "talk", at(-60), start=at(90))
    assert times(moved, "talk") == [(90, 45)]
    assert moved.sessions_by_code["talk"].rooms == ("main",)
    assert moved.revision == 7


def test_moved_session_keeps_its_length_over_the_night_in_which_clocks_change() -> None:
    zone = ZoneInfo("Europe/Berlin")
    start = datetime(2024, 3, 30, 22, tzinfo=zone).astimezone(UTC)
    late = Session("talk", Text("Talk"), day=date(2024, 3, 30), start=start, end=start + timedelta(hours=1))
    moved = move(programme(late, zone="Europe/Berlin"), "talk", NINE, start=start + timedelta(hours=3, minutes=30))
    talk = moved.sessions_by_code["talk"]
    assert (moved.local(talk.start).hour, moved.local(talk.end).hour) == (1, 3)  # type: ignore[arg-type]
    assert (talk.end - talk.start, talk.day) == (timedelta(hours=1), date(2024, 3, 30))  # type: ignore[operator]


def test_moved_to_another_room_alone_it_stays_in_its_block() -> None:
    talk = item("talk", 0, block="keynotes", position=2)
    assert move(programme(talk), "talk", at(-60), room="a").sessions_by_code["talk"] == replace(talk, rooms=("a",))


def test_session_of_a_block_with_a_time_of_its_own_leaves_the_block_and_its_end_is_open() -> None:
    talk = item("talk", 0, 120, block="keynotes", position=2)
    moved = move(programme(talk, item("other", 0, 120, block="keynotes", position=1)), "talk", at(-60), start=at(200))
    assert moved.sessions_by_code["talk"] == replace(talk, start=at(200), end=None, block="", position=0)
    assert [session.code for session in moved.in_block("keynotes")] == ["other"]


def test_postponed_session_takes_place_once_it_has_a_time() -> None:
    moved = move(programme(item("talk", 0, status=Status.POSTPONED)), "talk", at(500), start=at(1500))
    talk = moved.sessions_by_code["talk"]
    assert (talk.status, talk.day) == (Status.SCHEDULED, DAY + timedelta(days=1))


def test_session_with_only_a_part_of_the_day_gets_a_time() -> None:
    dinner = replace(item("dinner", 0, None), start=None, part=PartOfDay.EVENING)
    talk = move(programme(dinner), "dinner", at(0), start=at(600)).sessions_by_code["dinner"]
    assert (talk.start, talk.end, talk.part, talk.day) == (at(600), None, None, DAY)


def test_start_after_midnight_is_listed_under_the_night_before() -> None:
    moved = move(programme(item("talk", 0)), "talk", at(-60), start=at(16 * 60))
    assert moved.sessions_by_code["talk"].day == DAY


@pytest.mark.parametrize(
    ("talk", "arguments", "phrase"),
    [
        (item("talk", 60), {"start": at(29)}, "move-past"),
        (item("talk", 60), {"start": at(30)}, "move-past"),
        (item("talk", 60), {"start": at(60)}, "move-nothing"),
        (item("talk", 60), {"room": "main"}, "move-nothing"),
        (item("talk", 60), {}, "move-nothing"),
        (item("talk", 60), {"room": "cellar"}, "room-unknown"),
        (item("talk", 60), {"start": at(9 * 1440)}, "day-unknown"),
        (item("talk", 60, status=Status.CANCELLED), {"start": at(90)}, "move-cancelled"),
        (item("talk", -60), {"room": "a"}, "move-over"),
    ],
)
def test_move_that_cannot_be_is_refused(talk: Session, arguments: dict[str, object], phrase: str) -> None:
    whole = programme(talk)
    assert refused(whole, lambda whole: move(whole, "talk", at(30), **arguments)) == phrase


def test_unknown_session_is_refused() -> None:
    assert refused(programme(), lambda whole: move(whole, "gone", NINE, room="a")) == "session-gone"


def test_postponed_cancelled_and_restored_sessions_keep_their_time() -> None:
    whole = programme(item("talk", 60))
    postponed = postpone(whole, "talk", NINE)
    cancelled = cancel(postponed, "talk")
    assert [one.sessions_by_code["talk"].status for one in (postponed, cancelled)] == ["postponed", "cancelled"]
    assert restore(cancelled, "talk") == restore(postponed, "talk") == whole


@pytest.mark.parametrize("status", [Status.POSTPONED, Status.CANCELLED])
def test_session_that_is_off_is_not_postponed(status: Status) -> None:
    whole = programme(item("talk", 60, status=status))
    assert refused(whole, lambda whole: postpone(whole, "talk", NINE)) == f"postpone-{status}"


def test_what_is_over_cannot_be_postponed_nor_the_same_thing_done_twice() -> None:
    whole = programme(item("talk", 0))
    assert refused(whole, lambda whole: postpone(whole, "talk", at(31))) == "move-over"
    assert refused(whole, lambda whole: restore(whole, "talk")) == "restore-scheduled"
    assert refused(cancel(whole, "talk"), lambda whole: cancel(whole, "talk")) == "cancel-already"


def test_delay_lets_the_rest_of_the_day_slip_and_leaves_other_rooms_and_days_alone() -> None:
    whole = programme(item("one", 0), item("two", 30), item("three", 60), item("elsewhere", 30, rooms=("a",)))
    after = delay(whole, "main", 15, at(-10))
    assert times(after, "one", "two", "three") == [(15, 30), (45, 30), (75, 30)]
    assert times(after, "elsewhere", "tomorrow") == [(30, 30), (1440, 30)]


def test_delay_lets_what_is_on_last_longer() -> None:
    after = delay(programme(item("one", 0), item("two", 30)), "main", 15, at(20))
    assert times(after, "one", "two") == [(0, 45), (45, 30)]


def test_delay_eats_breaks_down_to_five_minutes_before_talks_slip() -> None:
    whole = programme(item("one", 0), pause("tea", 30, 15), item("two", 45), pause("lunch", 75, 60), item("three", 135))
    after = delay(whole, "main", 15, at(20))
    assert times(after, "one", "tea", "two", "lunch", "three") == [(0, 45), (45, 5), (50, 30), (80, 55), (135, 30)]


def test_delay_leaves_a_meal_half_an_hour() -> None:
    whole = programme(item("one", 0), pause("lunch", 30, 60), item("two", 90))
    after = delay(whole, "main", 45, at(20))
    assert times(after, "lunch", "two") == [(75, 30), (105, 30)]


def test_delay_eats_gaps_too() -> None:
    whole = programme(item("one", 0), item("two", 40), item("three", 90))
    assert times(delay(whole, "main", 10, at(20)), "one", "two", "three") == [(0, 40), (45, 30), (90, 30)]


def test_delay_in_a_gap_moves_what_comes_next_by_all_of_it() -> None:
    whole = programme(item("one", 0), item("two", 60))
    assert times(delay(whole, "main", 15, at(40)), "one", "two") == [(0, 30), (75, 30)]


def test_delayed_block_slips_as_a_whole_and_in_its_order() -> None:
    block = [item(f"talk-{n}", 0, 90, block="keynotes", position=n) for n in (1, 2, 3)]
    after = delay(programme(*block, item("next", 90)), "main", 20, at(-1))
    assert times(after, "talk-1", "talk-2", "talk-3", "next") == [(20, 90), (20, 90), (20, 90), (110, 30)]
    assert [session.code for session in after.in_block("keynotes")] == ["talk-1", "talk-2", "talk-3"]


def test_cancelled_and_postponed_sessions_do_not_slip_and_are_no_pause() -> None:
    off = item("off", 30, status=Status.CANCELLED)
    after = delay(programme(item("one", 0), off, item("two", 60)), "main", 20, at(20))
    assert times(after, "one", "off", "two") == [(0, 50), (30, 30), (60, 30)]


@pytest.mark.parametrize("minutes", [-5, 0, 241, 900])
def test_delay_of_no_or_of_too_many_minutes_is_refused(minutes: int) -> None:
    assert refused(programme(item("one", 60)), lambda whole: delay(whole, "main", minutes, NINE)) == "delay-minutes"


def test_delay_of_an_unknown_or_finished_room_is_refused() -> None:
    whole = programme(item("one", 0))
    assert refused(whole, lambda whole: delay(whole, "cellar", 5, NINE)) == "room-unknown"
    assert refused(whole, lambda whole: delay(whole, "main", 5, at(10))) == "delay-nothing"


@st.composite
def rooms(draw: st.DrawFn) -> tuple[Programme, list[Session], int, datetime]:
    """A room's day without overlaps, a delay, and a moment."""
    items: list[Session] = []
    clock = 0
    for number in range(draw(st.integers(1, 9))):
        clock += draw(st.sampled_from((0, 0, 0, 3, 10, 45, 90)))
        length = draw(st.sampled_from((5, 15, 30, 45, 60)))
        make = pause if draw(st.booleans()) else item
        items.append(make(f"s{number}", clock, length))
        clock += length
    now = at(draw(st.integers(-30, clock)))
    return programme(*items), items, draw(st.integers(1, 240)), now


def spare(minutes: int) -> int:
    return max(minutes - (30 if minutes >= 45 else 5), 0)


def expected_slips(items: Sequence[Session], minutes: int, now: datetime) -> dict[str, int]:
    """How much the start of each coming session slips: what pauses before it could not take up."""
    slips, left = {}, minutes
    done = next((session.end for session in items if session.start <= now < session.end), None)  # type: ignore[operator]
    for session in items:
        if session.start > now:  # type: ignore[operator]
            if done:
                left = max(left - spare((session.start - done) // timedelta(minutes=1)), 0)  # type: ignore[operator]
            slips[session.code] = left
            if session.is_break:
                left = max(left - spare((session.end - session.start) // timedelta(minutes=1)), 0)  # type: ignore[operator]
            done = session.end
    return slips


@given(rooms())
def test_delay_makes_no_overlap_keeps_the_order_and_slips_only_what_pauses_cannot_take_up(
    case: tuple[Programme, list[Session], int, datetime],
) -> None:
    whole, items, minutes, now = case
    expected = expected_slips(items, minutes, now)
    if not expected:
        assert refused(whole, lambda whole: delay(whole, "main", minutes, now)) == "delay-nothing"
        return
    after = delay(whole, "main", minutes, now)
    new = [after.sessions_by_code[session.code] for session in items]
    assert all(one.end <= two.start for one, two in pairwise(new))  # type: ignore[operator]
    slipped = {
        one.code: (two.start - one.start) // timedelta(minutes=1)  # type: ignore[operator]
        for one, two in zip(items, new, strict=True)
        if one.code in expected
    }
    assert slipped == expected
    for one, two in zip(items, new, strict=True):
        if not one.is_break and one.code in expected:
            assert two.end - two.start == one.end - one.start, "talks keep their length"  # type: ignore[operator]
        if one.start <= now:  # type: ignore[operator]
            longer = timedelta(minutes=minutes) if now < one.end else timedelta()  # type: ignore[operator]
            assert two == replace(one, end=one.end + longer)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("14:30", "03-28 14:30"), ("14：30", "03-28 14:30"), ("2:30 pm", "03-28 14:30"), ("2pm", "03-28 14:00"),
        ("下午2:30", "03-28 14:30"), ("下午2点", "03-28 14:00"), ("12 am", "03-28 00:00"),
        ("3/29 10:00", "03-29 10:00"), ("3月29日10:00", "03-29 10:00"), ("明天10:00", "03-29 10:00"),
        ("tomorrow 10:00", "03-29 10:00"),
        ("29 10:00", "03-29 10:00"), ("2024-03-29T10:00", "03-29 10:00"), ("2024-03-29T10:00:00+08:00", "03-29 10:00"),
        ("2024-03-29T02:00:00Z", "03-29 10:00"), ("25:00", "03-29 01:00"), ("+15", "03-28 09:15"),
        ("+ 15 min", "03-28 09:15"), ("-1:30", "03-28 07:30"), ("+1h", "03-28 10:00"), ("+90分钟", "03-28 10:30"),
    ],
)
def test_typed_start_is_understood(typed: str, expected: str) -> None:
    whole = programme(item("talk", 0))
    moment = chosen_start(typed, whole.sessions_by_code["talk"], whole, at(-30))
    assert f"{whole.local(moment):%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ("", "start-unclear"), ("soon", "start-unclear"), ("10", "start-unclear"), ("30:00", "start-unclear"),
        ("9:75", "start-unclear"), ("4/5 10:00", "day-unknown"), ("t" * 5_000, "start-unclear"),
    ],
)
def test_typed_start_that_means_nothing_is_refused(typed: str, phrase: str) -> None:
    whole = programme(item("talk", 0))
    assert refused(whole, lambda whole: chosen_start(typed, whole.sessions_by_code["talk"], whole, at(-30))) == phrase


def test_shift_of_a_session_without_a_time_is_refused() -> None:
    whole = programme(replace(item("talk", 0, None), start=None))
    assert refused(whole, lambda whole: chosen_start("+5", whole.sessions_by_code["talk"], whole, NINE)) == "start-open"


def test_hour_that_clocks_skip_is_refused_and_of_one_that_comes_twice_the_one_to_come_is_meant() -> None:
    def on(day: date) -> tuple[Programme, Session]:
        start = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        talk = Session("talk", Text("Talk"), day=day, start=start)
        return Programme.checked(Text("Summit"), ZoneInfo("Europe/Berlin"), (), (), (), [talk]), talk

    spring, talk = on(date(2024, 3, 31))
    assert refused(spring, lambda whole: chosen_start("2:30", talk, whole, NINE)) == "agenda-time-skipped"
    autumn, talk = on(date(2024, 10, 27))
    between = datetime(2024, 10, 27, 0, 45, tzinfo=UTC)
    assert chosen_start("2:30", talk, autumn, between) == datetime(2024, 10, 27, 1, 30, tzinfo=UTC)
    assert chosen_start("2:30", talk, autumn, between - timedelta(hours=1)) == datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
