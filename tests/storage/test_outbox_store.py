"""The outbox's tables on a real file: what features write, what the pump takes, what the ledger shows."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.clock import StoppedClock
from bot.core.database import Database
from bot.outbox import ledger, marks, queue, store
from bot.outbox.model import Delivery, Line, Press, State, To, moment, phrase, wording
from bot.outbox.parcels import NoPreferences, Parcel, Posted
from bot.outbox.verdict import Reason
from tests.outbox_world import MemoryDiscord

NINE = datetime(2024, 3, 28, 1, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
MAYA, LIN = To.person(10**18 + 1), To.person(10**18 + 2)
FULL = Delivery(
    key="reminder:keynote:2024-03-28T01:00:00Z:1",
    kind="reminder",
    to=To.mention(10**18 + 1, "reminders"),
    lines=(
        Line("notice", {"when": moment(NINE), "title": wording({"zh-CN": "开源", "en": "\"Open\""}), "count": 3}),
        Line("kind", {"kind": phrase("kind-talk", hours=phrase("part-noon"))}),
    ),
    due=NINE + timedelta(microseconds=1),
    expires=NINE + HOUR,
    subject="keynote",
    cause="release:12",
    presses=(Press("star", "keynote/1", "star-off"), Press("nothing", "", "now-title")),
    private=True,
)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database.open(tmp_path / "summit.db") as opened:
        yield opened


def promise(key: str, to: To = MAYA, due: datetime = NINE, **more: object) -> Delivery:
    given = {"expires": due + HOUR, "kind": "reminder", "lines": (Line("line"),), "cause": "release:1", **more}
    return Delivery(key=key, to=to, due=due, **given)  # type: ignore[arg-type]


async def post(database: Database, *deliveries: Delivery) -> int:
    async with database.transaction() as tx:
        return await store.post(tx, deliveries)


def terms(now: datetime = NINE, busy: tuple[str, ...] = (), per_hour: int = 8, *, direct: bool = True) -> queue.Terms:
    carrier = MemoryDiscord(StoppedClock(now), iter(()))
    lease = timedelta(seconds=45)
    return queue.Terms(now, now, lease, json.dumps(busy), direct, per_hour, "en", carrier, NoPreferences())


async def take(database: Database, at: queue.Terms | None = None) -> Parcel | None:
    async with database.transaction() as tx:
        await queue.expire(tx, (at or terms()).now)
        return await queue.take(tx, at or terms())


async def sent(database: Database, at: datetime = NINE) -> Parcel:
    parcel = await take(database, terms(at))
    assert parcel is not None
    async with database.transaction() as tx:
        await marks.mark_sent(tx, parcel, Posted(7, 8), at)
    return parcel


async def refused(database: Database, reason: Reason) -> None:
    parcel = await take(database)
    assert parcel is not None
    async with database.transaction() as tx:
        await marks.mark_refused(tx, parcel, reason, "403 (50007) no", NINE)
        await marks.refuse(tx, parcel.items, reason, "en", NoPreferences())


async def states(database: Database) -> dict[str, str]:
    async with database.read() as connection:
        rows = await connection.execute_fetchall("SELECT key, state FROM delivery ORDER BY key")
        return {row["key"]: row["state"] for row in rows}


def keys(parcel: Parcel | None) -> list[str]:
    return [item.delivery.key for item in parcel.items] if parcel else []


async def test_delivery_is_read_as_it_was_written(database: Database) -> None:
    await post(database, FULL)
    async with database.read() as connection:
        assert await store.find_open(connection, "reminder:keynote:") == (FULL,)
        assert await store.find_open(connection, "reminder:keynot:") == ()


async def test_promise_is_written_once(database: Database) -> None:
    assert await post(database, promise("a"), promise("b"), promise("a")) == 2
    assert await post(database, promise("b", LIN), promise("c")) == 1
    assert await post(database) == 0
    async with database.read() as connection:
        assert [one.to for one in await store.find_open(connection, "")] == [MAYA, MAYA, MAYA]


async def test_promise_of_a_transaction_that_fails_is_none(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as tx:
            await store.post(tx, [promise("a")])
            raise ZeroDivisionError
    assert await states(database) == {}


async def test_promise_needs_a_recipient_and_plain_values(database: Database) -> None:
    with pytest.raises(ValueError, match="nobody"):
        await post(database, promise("a", To()))
    with pytest.raises(TypeError):
        await post(database, promise("a", lines=(Line("line", {"at": NINE}),)))  # type: ignore[dict-item]


async def test_open_promise_may_be_replaced_until_it_is_attempted(database: Database) -> None:
    await post(database, promise("a"))
    newer = promise("a", LIN, NINE + MINUTE, lines=(Line("newer"),))
    async with database.transaction() as tx:
        assert await store.replace(tx, newer)
        assert not await store.replace(tx, promise("b"))
        assert await store.find_open(tx, "") == (newer,)
    assert await take(database) is None
    assert keys(await take(database, terms(NINE + MINUTE))) == ["a"]
    async with database.transaction() as tx:
        assert not await store.replace(tx, promise("a"))


async def test_withdrawn_promises_are_told_from_those_somebody_may_have_read(database: Database) -> None:
    channel = To.post("changes")
    await post(database, promise("attempted", channel))
    await take(database)
    await post(database, promise("sent"), promise("later", due=NINE + HOUR), promise("refused", LIN))
    await sent(database)
    await refused(database, Reason.CLOSED)
    async with database.transaction() as tx:
        result = await store.withdraw(tx, ["attempted", "sent", "later", "refused", "unknown"])
        assert result == store.Withdrawn(frozenset({"later", "refused"}), frozenset({"attempted", "sent"}))
        assert await store.withdraw(tx, ["attempted", "later"]) == store.Withdrawn(frozenset(), frozenset())
    assert await states(database) == {
        "attempted": "withdrawn", "later": "withdrawn", "refused": "withdrawn", "sent": "sent",
    }  # fmt: skip


async def test_promises_are_withdrawn_by_beginning_by_subject_and_by_kind(database: Database) -> None:
    await post(
        database,
        promise("r:a:1", subject="a"), promise("r:a:2", subject="a"), promise("r:ab:1", subject="ab"),
        promise("n:a", subject="a", kind="notice"), promise("n:b", subject="b"),
    )  # fmt: skip
    async with database.transaction() as tx:
        assert (await store.withdraw_prefix(tx, "r:a:")).stopped == {"r:a:1", "r:a:2"}
        assert (await store.withdraw_subject(tx, "ab", "notice")).stopped == frozenset()
        assert (await store.withdraw_subject(tx, "a", "notice")).stopped == {"n:a"}
        assert (await store.withdraw_subject(tx, "b")).stopped == {"n:b"}
    assert [key for key, state in (await states(database)).items() if state == "open"] == ["r:ab:1"]


async def test_taken_message_is_leased_and_comes_back_with_the_same_nonce(database: Database) -> None:
    await post(database, promise("a"))
    first = await take(database)
    assert await take(database) is None
    assert await take(database, terms(NINE + 44 * SECOND)) is None
    await post(database, promise("b"))
    again = await take(database, terms(NINE + 45 * SECOND))
    assert first is not None
    assert again is not None
    assert (again.nonce, keys(again), again.attempts, again.look) == (first.nonce, ["a"], 2, False)
    assert len(first.nonce) <= 25
    assert keys(await take(database, terms(NINE + 45 * SECOND))) == ["b"]


async def test_message_of_an_old_attempt_is_to_be_looked_for_first(database: Database) -> None:
    await post(database, promise("a"))
    await take(database)
    again = await take(database, terms(NINE + queue.NONCE_WINDOW))
    assert again
    assert (again.look, again.since) == (True, NINE)
    async with database.transaction() as tx:
        await marks.begin_window(tx, again, NINE + queue.NONCE_WINDOW)
    third = await take(database, terms(NINE + 2 * queue.NONCE_WINDOW - SECOND))
    assert third
    assert (third.look, third.since) == (False, NINE)


async def test_clock_that_was_set_back_counts_as_an_old_attempt(database: Database) -> None:
    await post(database, promise("a", due=NINE - HOUR, expires=NINE + HOUR))
    await take(database)
    async with database.transaction() as tx:
        await queue.release(tx)
    again = await take(database, terms(NINE - MINUTE))
    assert again
    assert again.look


async def test_two_processes_never_take_the_same(database: Database) -> None:
    await post(database, *(promise(f"k{number}", To.person(number)) for number in range(1, 21)))
    async with Database.open(database.path) as other:
        taken = [key for one in (database, other) * 10 for key in keys(await take(one))]
    assert sorted(taken) == sorted(f"k{number}" for number in range(1, 21))


async def test_channels_come_before_single_people_and_busy_places_wait(database: Database) -> None:
    await post(database, promise("dm", due=NINE - MINUTE), promise("post", To.post("hall")))
    assert keys(await take(database, terms(busy=("#hall",), direct=False))) == []
    assert keys(await take(database)) == ["post"]
    assert keys(await take(database, terms(direct=False))) == []
    assert keys(await take(database)) == ["dm"]


async def test_pump_learns_when_there_is_something_next(database: Database) -> None:
    async with database.read() as connection:
        assert await queue.next_moments(connection, "[]", direct=True) == (None, None)
    await post(database, promise("now", To.post("hall")), promise("dm", due=NINE + MINUTE))
    await post(database, promise("later", To.post("hall"), NINE + HOUR))
    await take(database)
    async with database.read() as connection:
        assert await queue.next_moments(connection, "[]", direct=True) == (NINE + MINUTE, NINE + 45 * SECOND)
        assert await queue.next_moments(connection, "[]", direct=False) == (NINE + HOUR, NINE + 45 * SECOND)
        assert await queue.next_moments(connection, '["#hall"]', direct=True) == (NINE + MINUTE, None)


async def test_person_who_had_enough_gets_the_rest_as_one_digest(database: Database) -> None:
    for minute in range(3):
        await post(database, promise(f"k{minute}", due=NINE + minute * MINUTE, expires=NINE + 5 * HOUR))
    for minute in range(2):
        parcel = await take(database, terms(NINE + minute * MINUTE, per_hour=2))
        assert parcel
        assert not parcel.digest
        async with database.transaction() as tx:
            await marks.mark_sent(tx, parcel, Posted(7, 8), NINE + minute * MINUTE)
    assert await take(database, terms(NINE + 2 * MINUTE, per_hour=2)) is None
    await post(database, promise("k3", due=NINE + 3 * MINUTE, expires=NINE + 5 * HOUR))
    assert await take(database, terms(NINE + 59 * MINUTE, per_hour=2)) is None
    digest = await take(database, terms(NINE + HOUR, per_hour=2))
    assert digest
    assert (keys(digest), digest.digest) == (["k2", "k3"], True)


async def test_direct_messages_known_to_be_closed_are_not_tried(database: Database) -> None:
    await post(database, promise("a"))
    await refused(database, Reason.CLOSED)
    await post(database, promise("b"), promise("old", expires=NINE + MINUTE), promise("c", LIN))
    assert keys(await take(database)) == ["c"]
    assert await states(database) == {"a": "refused", "b": "refused", "c": "open", "old": "refused"}
    async with database.transaction() as tx:
        assert await store.door_closed(tx, 10**18 + 1)
        assert [one.key for one in await store.waiting_for(tx, 10**18 + 1, NINE + MINUTE)] == ["a", "b"]
        assert [one.key for one in await store.take_waiting(tx, 10**18 + 1, NINE)] == ["a", "b", "old"]
        assert await store.waiting_for(tx, 10**18 + 1, NINE) == ()
        assert (await store.open_door(tx, 10**18 + 1), await store.open_door(tx, 10**18 + 1)) == (True, False)
    await post(database, promise("d"))
    assert keys(await take(database)) == ["d"]


async def test_correction_is_an_edit_of_the_message_that_told_it(database: Database) -> None:
    await post(database, promise("a"), promise("b"))
    async with database.transaction() as tx:
        assert not await store.correct(tx, "a", [Line("corrected")])
    parcel = await sent(database)
    async with database.transaction() as tx:
        assert await store.correct(tx, "a", [Line("corrected")])
        assert await store.correct(tx, "a", [Line("corrected-again")])
    edit = await take(database)
    assert edit
    assert (edit.number, edit.posted) == (parcel.number, Posted(7, 8))
    assert [item.correction for item in edit.items] == [(Line("corrected-again"),), None]
    async with database.transaction() as tx:
        await store.correct(tx, "b", [Line("meanwhile")])
        await marks.mark_amended(tx, edit)
    newer = await take(database)
    assert newer
    async with database.transaction() as tx:
        await marks.mark_amended(tx, newer)
    assert await take(database) is None


async def test_scrubbed_session_leaves_no_trace_in_the_file(database: Database) -> None:
    secret = {"kind": "reminder", "lines": (Line("line", {"title": "Whistleblowing"}),)}
    await post(database, promise("alone", LIN, subject="secret", **secret), promise("both", subject="secret", **secret))
    await post(database, promise("other"), promise("open", due=NINE + HOUR, subject="secret", **secret))
    await sent(database)
    await sent(database)
    async with database.transaction() as tx:
        assert await store.scrub(tx, "secret") == 3
        messages = await tx.execute_fetchall("SELECT member FROM message")
        assert [row["member"] for row in messages] == [MAYA.member]
    await database.checkpoint()
    assert await states(database) == {"other": "sent"}
    assert b"Whistleblowing" not in database.path.read_bytes()


async def test_person_who_is_forgotten_is_gone(database: Database) -> None:
    await post(database, promise("a"), promise("b", LIN), promise("c", To.mention(10**18 + 1, "hall")))
    for _ in range(3):
        await sent(database)
    async with database.transaction() as tx:
        assert await store.forget_member(tx, 10**18 + 1) == 2
    assert await states(database) == {"b": "sent"}


async def test_ledger_counts_and_lists(database: Database) -> None:
    await post(database, promise("a", due=NINE - MINUTE), promise("b", LIN, cause="release:2", subject="s"))
    await sent(database)
    await refused(database, Reason.CLOSED)
    await post(database, promise("later", due=NINE + HOUR, private=True, subject="s"))
    async with database.read() as connection:
        assert await ledger.counts(connection) == {
            State.OPEN: 1, State.SENT: 1, State.REFUSED: 1, State.EXPIRED: 0, State.WITHDRAWN: 0,
        }  # fmt: skip
        assert (await ledger.counts(connection, "release:2"))[State.REFUSED] == 1
        assert await ledger.by_cause(connection) == (
            ledger.Tally("release:1", {State.OPEN: 1, State.SENT: 1}),
            ledger.Tally("release:2", {State.REFUSED: 1}),
        )
        later, failed, done = await ledger.entries(connection)
        assert (later.member, later.subject, later.state) == (None, "", State.OPEN)
        assert (failed.member, failed.subject, failed.error, failed.detail, failed.attempts) == (
            LIN.member, "s", "refused-closed", "403 (50007) no", 1,
        )  # fmt: skip
        assert (done.member, done.state, done.posted, done.sent) == (MAYA.member, State.SENT, Posted(7, 8), NINE)
        assert await ledger.entries(connection, state=State.REFUSED) == (failed,)
        assert await ledger.entries(connection, cause="release:1", limit=1, offset=1) == (done,)


async def test_refused_ones_are_sent_again_as_new_messages(database: Database) -> None:
    await post(database, promise("a", To.post("hall")))
    await refused(database, Reason.FORBIDDEN)
    await post(database, promise("b", To.post("hall"), expires=NINE + MINUTE, cause="release:2"))
    await refused(database, Reason.FORBIDDEN)
    async with database.transaction() as tx:
        assert await ledger.send_again(tx, NINE + MINUTE, cause="release:2") == 0
        assert await ledger.send_again(tx, NINE, numbers=[99]) == 0
        assert await ledger.send_again(tx, NINE) == 2
    assert keys(await take(database)) == ["a"]


async def test_pruning_leaves_what_is_worked_on(database: Database) -> None:
    await post(database, promise("sent"), promise("open", due=NINE + HOUR), promise("tried", LIN))
    await sent(database)
    assert keys(await take(database)) == ["tried"]
    async with database.transaction() as tx:
        assert await ledger.prune(tx, NINE + HOUR) == 0
        assert await ledger.prune(tx, NINE + HOUR + SECOND) == 1
        assert len([*await tx.execute_fetchall("SELECT 1 FROM message")]) == 1
    assert await states(database) == {"open": "open", "tried": "open"}


async def test_numbers_of_pruned_messages_are_not_used_again(database: Database) -> None:
    await post(database, promise("a"))
    first = await sent(database)
    async with database.transaction() as tx:
        await ledger.prune(tx, NINE + 2 * HOUR)
    await post(database, promise("b"))
    assert (await sent(database)).number == first.number + 1


async def test_restored_database_gets_other_nonces(database: Database) -> None:
    await post(database, promise("a"), promise("b", LIN))
    first = await take(database)
    async with database.transaction() as tx:
        await queue.renew_origin(tx)
    second = await take(database)
    assert first is not None
    assert second is not None
    assert first.nonce.partition("-")[0] != second.nonce.partition("-")[0]
    assert (first.number, second.number) == (1, 2)
