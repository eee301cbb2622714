from bot.core.waits import wait_before


def test_waits_double_up_to_the_longest_and_stay_there() -> None:
    assert [wait_before(attempt) for attempt in range(1, 12)] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert wait_before(10_000) == 300


def test_waits_stay_below_a_limit_of_ones_own() -> None:
    assert [wait_before(attempt, 5.0) for attempt in range(1, 5)] == [1, 2, 4, 5]
