from datetime import UTC, datetime, timedelta

import pytest

from bot.core.clock import RehearsalClock, StoppedClock, SystemClock, read_clock

START = datetime(2024, 3, 28, 9, tzinfo=UTC)


def test_system_clock_gives_aware_utc() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert abs(clock.real() - clock.now()) < timedelta(seconds=1)


def test_stopped_clock_moves_both_times_when_advanced() -> None:
    clock = StoppedClock(datetime.fromisoformat("2024-03-28T17:00:00+08:00"))
    clock.advance(timedelta(minutes=5))
    assert clock.now() == clock.real() == START + timedelta(minutes=5)


def test_rehearsal_clock_runs_faster_than_the_machine() -> None:
    clock = RehearsalClock(START, speed=1000)
    real, now = clock.real(), clock.now()
    while clock.real() - real < timedelta(milliseconds=20):
        pass
    assert clock.now() - now >= timedelta(seconds=20)
    assert START <= now < START + timedelta(minutes=5)


@pytest.mark.parametrize("speed", [0, -1, float("inf"), float("nan")])
def test_rehearsal_clock_refuses_a_speed_that_is_none(speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        RehearsalClock(START, speed)


def test_clocks_refuse_times_without_an_offset() -> None:
    for make in (StoppedClock, RehearsalClock):
        with pytest.raises(ValueError, match="offset"):
            make(START.replace(tzinfo=None))


def test_read_clock_knows_real_and_rehearsal_time() -> None:
    assert isinstance(read_clock(""), SystemClock)
    rehearsal = read_clock("2024-03-28T17:00:00+08:00@60")
    assert isinstance(rehearsal, RehearsalClock)
    assert START <= rehearsal.now() < START + timedelta(minutes=10)


@pytest.mark.parametrize("setting", ["tomorrow", "2024-03-28", "2024-03-28T09:00:00+08:00@fast", "@60"])
def test_read_clock_refuses_what_is_no_time(setting: str) -> None:
    with pytest.raises(ValueError):
        read_clock(setting)


def test_stopped_clock_waits_as_long_as_it_has_to_be_advanced() -> None:
    clock = StoppedClock(START)
    assert clock.wait(START + timedelta(minutes=5)) == 300
    clock.advance(timedelta(minutes=4, seconds=58.5))
    assert clock.wait(START + timedelta(minutes=5)) == 1.5
    clock.advance(timedelta(hours=1))
    assert clock.wait(START + timedelta(minutes=5)) == 0


def test_system_clock_waits_real_seconds() -> None:
    clock = SystemClock()
    assert 58 < clock.wait(clock.now() + timedelta(minutes=1)) <= 60
    assert clock.wait(clock.now() - timedelta(minutes=1)) == 0


def test_rehearsal_clock_waits_as_much_shorter_as_it_runs_faster() -> None:
    clock = RehearsalClock(START, speed=60)
    assert 58 < clock.wait(START + timedelta(hours=1)) <= 60
    assert clock.wait(START - timedelta(hours=1)) == 0


def test_rehearsal_clock_has_reached_a_moment_after_waiting_for_it() -> None:
    clock = RehearsalClock(START, speed=1000)
    moment = START + timedelta(seconds=20)
    began, seconds = clock.real(), clock.wait(moment)
    while clock.real() - began < timedelta(seconds=seconds, milliseconds=1):
        pass
    assert clock.now() >= moment
