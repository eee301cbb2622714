"""What failed requests mean, how long the pump waits, and how it stays below Discord's limits."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.phrasebook import Phrasebook
from bot.outbox.pace import Brake, Pace
from bot.outbox.verdict import LONGEST_WAIT, Again, Failure, Final, Reason, seconds_to_wait, verdict

NINE = datetime(2024, 3, 28, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (403, 50007, Final(Reason.CLOSED)),
        (403, 50278, Final(Reason.CLOSED)),
        (400, 50278, Final(Reason.CLOSED)),
        (403, 50001, Final(Reason.FORBIDDEN)),
        (403, 50013, Final(Reason.FORBIDDEN)),
        (403, 0, Final(Reason.FORBIDDEN)),
        (404, 10003, Final(Reason.CHANNEL_GONE)),
        (404, 10013, Final(Reason.MEMBER_GONE)),
        (404, 10008, Final(Reason.DELETED)),
        (404, 0, Final(Reason.CHANNEL_GONE)),
        (400, 50035, Final(Reason.REJECTED)),
        (405, 0, Final(Reason.REJECTED)),
        (403, 40003, Again(LONGEST_WAIT)),
        (403, 20026, Again(LONGEST_WAIT)),
        (401, 0, Again(LONGEST_WAIT)),
        (408, 0, Again()),
        (500, 0, Again()),
        (502, 0, Again()),
        (503, 0, Again()),
        (524, 0, Again()),
        (0, 0, Again()),
    ],
)
def test_failure_is_final_or_worth_another_attempt(status: int, code: int, expected: Final | Again) -> None:
    assert verdict(Failure(status, code)) == expected


def test_rate_limit_is_waited_out_as_long_as_discord_asks() -> None:
    assert verdict(Failure(429, retry_after=7.5)) == Again(7.5)
    assert verdict(Failure(429, 20028)) == Again()
    assert seconds_to_wait(Again(7.5), attempts=9, chance=0) == 7.5
    assert seconds_to_wait(Again(300), attempts=1, chance=1) == 375


def test_what_a_carrier_knows_to_be_hopeless_is_final() -> None:
    assert verdict(Failure(reason=Reason.NO_CHANNEL)) == Final(Reason.NO_CHANNEL)


def test_waits_grow_to_a_bound_and_are_spread() -> None:
    waits = [seconds_to_wait(Again(), attempts, chance=0) for attempts in range(1, 10)]
    assert waits == [2, 4, 8, 16, 32, 64, 120, 120, 120]
    assert seconds_to_wait(Again(), 10_000, chance=1) == 150
    assert len({seconds_to_wait(Again(), 3) for _ in range(50)}) > 1


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_reason_has_a_phrase(language: str) -> None:
    phrasebook = Phrasebook.load()
    assert all(phrasebook.say(language, reason) for reason in Reason)


async def test_pace_lets_few_go_at_once_and_the_rest_in_turn() -> None:
    pace = Pace(per_second=200, burst=3)
    loop = asyncio.get_running_loop()
    began = loop.time()
    gone: list[tuple[int, float]] = []

    async def go(number: int) -> None:
        await pace.turn()
        gone.append((number, loop.time() - began))

    await asyncio.gather(*(go(number) for number in range(23)))
    assert [number for number, _ in gone] == list(range(23))
    assert gone[2][1] < 0.005
    assert gone[-1][1] >= 20 / 200


async def test_pace_lets_those_in_a_hurry_go_first_and_keeps_its_rate() -> None:
    pace, gone = Pace(per_second=100, burst=1), []
    loop = asyncio.get_running_loop()

    async def go(name: str, *, hurry: bool = False) -> None:
        await pace.turn(hurry=hurry)
        gone.append((name, loop.time()))

    await go("first")
    others = [asyncio.create_task(go(f"other {number}")) for number in range(5)]
    await asyncio.sleep(0)
    others[0].cancel()
    await asyncio.gather(go("hurried", hurry=True), go("hurried too", hurry=True), *others[1:])
    assert [name for name, _ in gone] == [
        "first", "hurried", "hurried too", "other 1", "other 2", "other 3", "other 4",
    ]  # fmt: skip
    assert gone[-1][1] - gone[0][1] >= 6 / 100 - 0.001


async def test_pace_stays_below_discords_limit_in_any_second() -> None:
    pace = Pace(per_second=44)
    loop = asyncio.get_running_loop()
    gone = []
    while len(gone) < 70:
        await pace.turn()
        gone.append(loop.time())
    assert max(sum(first <= time < first + 1 for time in gone) for first in gone) < 50


def test_brake_stops_direct_messages_far_below_a_ban_until_the_window_has_moved_on() -> None:
    brake = Brake(bound=100)
    for number in range(100):
        assert not brake.stopped(NINE + timedelta(seconds=number))
        brake.note(NINE + timedelta(seconds=number))
    assert brake.stopped(NINE + timedelta(seconds=100))
    assert brake.stopped(NINE + timedelta(minutes=9, seconds=59))
    assert not brake.stopped(NINE + timedelta(minutes=10))


def test_brake_lets_rare_refusals_pass() -> None:
    brake = Brake(bound=100)
    for number in range(1000):
        brake.note(NINE + timedelta(seconds=7 * number))
        assert not brake.stopped(NINE + timedelta(seconds=7 * number))
