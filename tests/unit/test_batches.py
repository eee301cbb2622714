"""Which deliveries go out together, and when a person has had enough messages."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.outbox.batches import MARGIN, MENTIONS, PARTS, ROOM, compose, held_until, mention_size, parts_of
from bot.outbox.model import Delivery, Line, Press, To
from bot.outbox.parcels import Item

NINE = datetime(2024, 3, 28, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SOON = Line("now-pause", {"when": {"moment": "2024-03-28T01:00:00Z"}})
HOURS = [NINE - timedelta(minutes=number) for number in (5, 10, 15, 20, 50, 59, 61, 120)]


def item(number: int, to: To, line: Line = SOON, minute: int = 0, presses: int = 0, subject: str = "s") -> Item:
    buttons = tuple(Press("nothing", str(place), "now-title") for place in range(presses))
    due = NINE + minute * MINUTE
    return Item(number, Delivery(f"k:{number}", "reminder", to, (line,), due, due + 10 * MINUTE, subject, "", buttons))


def numbers(items: list[Item], size: int = 100) -> list[list[int]]:
    sizes = {one.number: size for one in items}
    return [[one.number for one in batch] for batch in compose(items, sizes)]


def test_everything_due_for_a_person_is_one_message() -> None:
    maya = To.person(5)
    assert numbers([item(1, maya), item(2, maya, Line("now-title"), subject="t"), item(3, maya)]) == [[1, 2, 3]]


def test_mentions_go_together_where_they_say_the_same_of_the_same() -> None:
    items = [
        item(1, To.mention(5, "reminders")),
        item(2, To.mention(6, "reminders"), subject="t"),
        item(3, To.mention(7, "reminders")),
        item(4, To.mention(8, "reminders"), Line("now-title")),
        item(5, To.mention(9, "reminders"), presses=1),
    ]
    assert numbers(items) == [[1, 3], [2], [4], [5]]


def test_posts_are_alone_and_nobody_is_mentioned_in_them() -> None:
    assert numbers([item(1, To.post("changes")), item(2, To.post("changes")), item(3, To.mention(5, "changes"))]) == [
        [1], [2], [3],
    ]


def test_what_is_due_first_goes_first() -> None:
    items = [item(1, To.post("changes"), minute=3), item(2, To.mention(5, "changes"), minute=1)]
    assert numbers(items) == [[2], [1]]


def test_a_message_mentions_at_most_a_hundred() -> None:
    items = [item(number, To.mention(10**18 + number, "reminders")) for number in range(250)]
    assert [len(batch) for batch in numbers(items)] == [100, 100, 50]


def test_a_person_with_many_things_gets_as_few_messages_as_fit() -> None:
    assert [len(batch) for batch in numbers([item(one, To.person(5)) for one in range(40)])] == [17, 17, 6]
    long = [item(one, To.person(5)) for one in range(4)]
    assert [len(batch) for batch in numbers(long, size=1700)] == [2, 2]
    assert [len(batch) for batch in numbers(long, size=9000)] == [1, 1, 1, 1]


@given(
    st.lists(st.tuples(st.sampled_from(["@", "+", "#"]), st.integers(1, 10**19), st.integers(0, 3), st.integers(0, 6))),
    st.lists(st.integers(0, 4000), min_size=5, max_size=5),
)
def test_every_item_is_in_one_message_that_fits(made: list[tuple[str, int, int, int]], sizes: list[int]) -> None:
    to = {"@": lambda member: To.person(7), "+": lambda member: To.mention(member, "a"), "#": lambda _: To.post("a")}
    items = [
        item(number, to[kind](member), Line(f"line-{line}"), minute=number % 3, presses=presses)
        for number, (kind, member, line, presses) in enumerate(made)
    ]
    known = {one.number: sizes[int(one.delivery.lines[0].phrase[-1])] for one in items}
    batches = list(compose(items, known))
    assert sorted(one.number for batch in batches for one in batch) == sorted(one.number for one in items)
    for batch in batches:
        members = {one.delivery.to.member for one in batch} - {None}
        if batch[0].delivery.to.channel:
            assert len({(repr(one.delivery.lines), one.delivery.presses) for one in batch}) == 1
            assert len(members) <= MENTIONS
            used = known[batch[0].number] + sum(mention_size(one.delivery.to.member or 0) for one in batch)
        else:
            assert sum(parts_of(one.delivery) for one in batch) <= PARTS
            used = sum(known[one.number] for one in batch)
        assert used <= ROOM or len(batch) == 1


def test_parts_count_text_line_buttons_and_rows() -> None:
    assert [parts_of(item(1, To.person(5), presses=presses).delivery) for presses in (0, 1, 5, 6)] == [2, 4, 8, 10]


def test_person_who_had_enough_messages_waits_until_the_hour_has_room() -> None:
    late = item(1, To.person(5), minute=600)
    assert held_until(HOURS, [late], NINE, most=7) is None
    assert held_until(HOURS, [late], NINE, most=6) == NINE + MINUTE
    assert held_until(HOURS, [late], NINE, most=3) == NINE + 45 * MINUTE
    assert held_until([], [late], NINE, most=1) is None


def test_person_who_had_enough_messages_gets_what_would_expire() -> None:
    soon = item(1, To.person(5))
    assert held_until(HOURS, [soon], NINE, most=3) == soon.delivery.expires - MARGIN
    assert held_until(HOURS, [soon], soon.delivery.expires - MARGIN, most=3) is None


def test_messages_from_a_clock_that_was_ahead_hold_nothing_up() -> None:
    assert held_until([NINE + MINUTE] * 9, [item(1, To.person(5))], NINE, most=3) is None
