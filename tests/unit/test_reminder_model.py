"""Quiet hours and preferences: what people may ask for, and what is refused."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.phrasebook import Phrasebook
from bot.core.refusal import Refusal
from bot.reminders.model import Preference, Quiet, Unsent, Via

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2024, 3, 28, 1, tzinfo=UTC)
ANYBODY = Preference(7, NOW)


def wall(text: str, day: int = 28) -> datetime:
    return datetime(2024, 3, day, *map(int, text.split(":")), tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("22:00-07:30", "22:00-07:30"),
        ("22：00－7：30", "22:00-07:30"),
        (" 22:00 – 07:30 ", "22:00-07:30"),
        ("22:00～07:30", "22:00-07:30"),
        ("22:00 至 07:30", "22:00-07:30"),
        ("12:30到13:30", "12:30-13:30"),
        ("22:00-24:00", "22:00-00:00"),
        ("00:00-06:00", "00:00-06:00"),
    ],
)
def test_quiet_hours_are_read_however_they_are_typed(text: str, expected: str) -> None:
    assert str(Quiet.read(text)) == expected


@pytest.mark.parametrize(
    "text", ["", "nine to five", "22:00", "22-7", "25:00-07:00", "22:60-07:00", "22:00-07:30-09:00"]
)
def test_quiet_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        Quiet.read(text)
    assert refused.value.phrase == "reminders-quiet-unclear"


@pytest.mark.parametrize("text", ["22:00-22:00", "00:00-24:00"])
def test_quiet_hours_that_never_end_are_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        Quiet.read(text)
    assert refused.value.phrase == "reminders-quiet-endless"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (wall("21:59"), wall("21:59")),
        (wall("22:00"), wall("07:30", day=29)),
        (wall("23:59"), wall("07:30", day=29)),
        (wall("00:00"), wall("07:30")),
        (wall("07:29"), wall("07:30")),
        (wall("07:30"), wall("07:30")),
    ],
)
def test_quiet_hours_over_midnight_end_in_the_morning(moment: datetime, expected: datetime) -> None:
    assert Quiet.read("22:00-07:30").after(moment, SHANGHAI) == expected


@given(
    st.builds(Quiet, st.times(), st.times()).filter(lambda quiet: quiet.begins != quiet.ends),
    st.integers(0, 366 * 24 * 60).map(lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
    st.sampled_from(("Asia/Shanghai", "Europe/Berlin", "Australia/Lord_Howe")),
)
def test_quiet_hours_end_within_a_day_or_so_and_never_in_the_past(quiet: Quiet, moment: datetime, zone: str) -> None:
    later = quiet.after(moment, ZoneInfo(zone))
    assert moment <= later <= moment + timedelta(hours=25)
    if not quiet.covers(moment.astimezone(ZoneInfo(zone)).time()):
        assert later == moment


@pytest.mark.parametrize("lead", [-5, 121, 10_000])
def test_lead_out_of_range_is_refused_in_a_sentence(lead: int) -> None:
    with pytest.raises(Refusal) as refused:
        ANYBODY.with_changes(NOW, lead=lead)
    assert Phrasebook.load().refusal("en", refused.value) == (
        f"A reminder can come 0 to 120 minutes before the start, not {lead}. Nothing was changed."
    )
    assert str(lead) in Phrasebook.load().refusal("zh-CN", refused.value)


def test_language_that_nobody_writes_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        ANYBODY.with_changes(NOW, language="tlh")
    assert refused.value.phrase == "reminders-language-unknown"


def test_preference_changes_only_what_is_given() -> None:
    later = NOW + timedelta(hours=1)
    once = ANYBODY.with_changes(later, lead=0, via=Via.DM)
    assert once == Preference(7, later, lead=0, via=Via.DM)
    twice = once.with_changes(later, quiet="22:00-07:30", digests=False, language="en")
    quiet = Quiet(time(22), time(7, 30))
    assert twice == Preference(7, later, 0, Via.DM, "en", quiet, digests=False)
    assert twice.with_changes(later, quiet="off").quiet is None
    assert twice.with_changes(later, quiet="关闭").quiet is None


def test_preference_that_stays_the_same_did_not_change() -> None:
    assert ANYBODY.with_changes(NOW + timedelta(hours=1), lead=10).changed == NOW


@pytest.mark.parametrize("why", Unsent)
def test_every_reason_has_words(why: Unsent) -> None:
    assert Phrasebook.load().knows(why.phrase)
