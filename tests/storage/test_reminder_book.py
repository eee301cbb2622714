"""Stars and reminders on a real file, with the real outbox and its pump; only Discord is a box of sent messages."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.agenda import store as agenda_store
from bot.agenda.model import Programme, Speaker, Status, Text
from bot.agenda.programme import Agenda
from bot.core.clock import StoppedClock
from bot.core.database import Database
from bot.core.refusal import Refusal
from bot.outbox import standing
from bot.outbox import store as outbox
from bot.outbox.model import Delivery, State, To
from bot.outbox.parcels import Parcel, Posted, Reading
from bot.outbox.pump import Pump
from bot.outbox.verdict import Failure
from bot.reminders import rounds, store
from bot.reminders.book import ReminderBook, Upcoming
from bot.reminders.digest import DigestTimes
from bot.reminders.model import MOST_STARS, Preference, Star, Unsent, Via
from bot.reminders.planner import SPEAKER_LEAD, Plan, plan
from tests.unit.reminder_world import EVENTS, OPENING, Event, World, small_programme

MINUTE = timedelta(minutes=1)
KEY = "reminder:a:20240328T0100Z:7"


@dataclass
class Letterbox:
    """Discord, as far as the outbox knows it: keeps what was sent and how it reads now."""

    read: dict[str, str] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    down: bool = False

    def ready(self) -> bool:
        return True

    def measure(self, delivery: Delivery, language: str) -> int:
        return 100

    async def send(self, parcel: Parcel) -> Posted:
        if self.down:
            raise Failure(503)
        if parcel.member in self.closed:
            raise Failure(403, 50007)
        self._show(parcel)
        self.sent += [item.delivery.key for item in parcel.items]
        return Posted(1, parcel.number)

    async def find(self, parcel: Parcel) -> Posted | None:
        return None

    async def edit(self, parcel: Parcel) -> None:
        self._show(parcel)

    def _show(self, parcel: Parcel) -> None:
        for item in parcel.items:
            self.read[item.delivery.key] = (item.correction or item.delivery.lines)[0].phrase


@dataclass
class Summit:
    """Everything that a test needs, on one database."""

    database: Database
    clock: StoppedClock
    agenda: Agenda
    book: ReminderBook
    pump: Pump
    letters: Letterbox

    async def release(self, programme: Programme) -> None:
        async with self.database.transaction() as tx:
            revision = await agenda_store.revision(tx) + 1
            await agenda_store.save(tx, replace(programme, revision=revision))
            await agenda_store.note_release(tx, agenda_store.Release(revision, self.clock.now(), "test", {}))

    async def change(self, code: str, **changes: object) -> None:
        programme = await self.agenda.current()
        changed = [replace(one, **changes) if one.code == code else one for one in programme]  # type: ignore[arg-type]
        await self.release(Programme.checked(
            programme.name, programme.timezone, programme.rooms, programme.tracks, programme.blocks, changed
        ))

    async def beat(self) -> None:
        await self.book.plan()
        await self.book.digests()
        await self.pump.run_once()

    async def rows(self, kinds: tuple[str, ...] = ("reminder", "speaker-reminder", "digest")) -> dict[str, State]:
        async with self.database.read() as connection:
            found = await connection.execute_fetchall("SELECT key, kind, state FROM delivery ORDER BY key")
        return {row["key"]: State(row["state"]) for row in found if row["kind"] in kinds}

    async def ready(self, member: int = 7, via: Via = Via.DM, codes: str = "a") -> None:
        await self.book.set_preference(member, via=via)
        for code in codes:
            await self.book.star(member, code)


def build(database: Database, clock: StoppedClock, **more: object) -> Summit:
    agenda = Agenda(database, clock)
    more = {"times": DigestTimes(on=False)} | more
    book = ReminderBook(database, clock, agenda, language="zh-CN", **more)  # type: ignore[arg-type]
    letters = Letterbox()
    pump = Pump(database, clock, letters, book, direct_messages_per_second=10_000, messages_per_person_per_hour=1000)
    return Summit(database, clock, agenda, book, pump, letters)


@pytest.fixture
async def summit(tmp_path: Path) -> AsyncIterator[Summit]:
    async with Database.open(tmp_path / "summit.db") as database:
        made = build(database, StoppedClock(OPENING - timedelta(hours=1)))
        await made.release(small_programme())
        yield made


# Stars and preferences


async def test_first_star_asks_once_how_to_be_reached(summit: Summit) -> None:
    first, second = await summit.book.star(7, "a"), await summit.book.star(7, "b")
    assert (first.first, first.new, second.first, second.new) == (True, True, False, True)
    again = await summit.book.star(7, "a")
    assert (again.first, again.new) == (False, False)
    assert await summit.book.stars(7) == {"a", "b"}


async def test_star_tells_what_it_clashes_with(summit: Summit) -> None:
    await summit.book.star(7, "a")
    assert [other.code for other in (await summit.book.star(7, "b")).clashes] == ["a"]
    assert (await summit.book.star(7, "d")).clashes == ()


async def test_star_of_no_session_is_refused(summit: Summit) -> None:
    with pytest.raises(Refusal) as refused:
        await summit.book.star(7, "nothing")
    assert refused.value.phrase == "session-gone"
    assert await summit.book.stars(7) == frozenset()


async def test_star_without_a_programme_is_refused(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "empty.db") as database:
        with pytest.raises(Refusal) as refused:
            await build(database, StoppedClock(OPENING)).book.star(7, "a")
    assert refused.value.phrase == "programme-none"


async def test_three_hundred_stars_work_and_more_than_the_most_are_refused(summit: Summit) -> None:
    plain = small_programme()
    many = [replace(plain.sessions[0], code=f"s{n}", start=OPENING + n * MINUTE / 4) for n in range(MOST_STARS + 1)]
    await summit.release(Programme.checked(plain.name, plain.timezone, plain.rooms, (), (), many))
    await summit.book.set_preference(7, via=Via.DM)
    for session in many[:300]:
        await summit.book.star(7, session.code)
    summit.clock.advance(timedelta(hours=1) - 10 * MINUTE)
    await summit.beat()
    assert len(await summit.book.upcoming(7)) == 300
    assert len(await summit.rows(("reminder",))) == 300
    async with summit.database.transaction() as tx:
        for session in many[300:MOST_STARS]:
            await store.add_star(tx, Star(7, session.code, OPENING))
    with pytest.raises(Refusal) as refused:
        await summit.book.star(7, many[-1].code)
    assert (refused.value.phrase, refused.value.values) == ("star-too-many", {"limit": MOST_STARS})


async def test_unstar_tells_whether_there_was_a_star(summit: Summit) -> None:
    await summit.book.star(7, "a")
    assert [await summit.book.unstar(7, "a"), await summit.book.unstar(7, "a")] == [True, False]


async def test_preferences_are_kept_as_they_were_set(summit: Summit) -> None:
    assert await summit.book.preference(7) == Preference(7, datetime.min.replace(tzinfo=UTC))
    chosen = await summit.book.set_preference(
        7, lead=25, via=Via.CHANNEL, language="en", quiet="22:00-07:30", digests=False
    )
    assert await summit.book.preference(7) == chosen
    assert str(chosen.quiet) == "22:00-07:30"


async def test_refused_preference_changes_nothing(summit: Summit) -> None:
    before = await summit.book.set_preference(7, lead=25)
    with pytest.raises(Refusal):
        await summit.book.set_preference(7, via=Via.DM, lead=10_000)
    assert await summit.book.preference(7) == before


async def test_outbox_reads_languages_and_channels(summit: Summit) -> None:
    await summit.book.set_preference(7, via=Via.CHANNEL)
    await summit.book.set_preference(8, via=Via.DM, language="en")
    async with summit.database.read() as connection:
        assert await summit.book.reading(connection, [7, 8, 9]) == {7: Reading("zh-CN", "reminders"), 8: Reading("en")}


async def test_choosing_direct_messages_opens_a_closed_door(summit: Summit) -> None:
    summit.letters.closed = {7}
    await summit.ready(codes="ab")
    summit.clock.advance(50 * MINUTE)
    await summit.beat()
    assert (await summit.rows())[KEY] is State.REFUSED
    summit.letters.closed = set()
    await summit.book.set_preference(7, via=Via.DM)
    summit.clock.advance(20 * MINUTE)
    await summit.beat()
    assert summit.letters.sent == ["reminder:b:20240328T0120Z:7"]


# Reminders


async def test_reminder_comes_in_time_once(summit: Summit) -> None:
    await summit.ready()
    for _ in range(75):
        before = len(summit.letters.sent)
        await summit.beat()
        if len(summit.letters.sent) > before:
            assert summit.clock.now() == OPENING - 10 * MINUTE
        summit.clock.advance(MINUTE)
    assert summit.letters.sent == [KEY]


async def test_reminder_survives_a_restart(summit: Summit) -> None:
    await summit.ready()
    summit.clock.advance(45 * MINUTE)
    await summit.beat()
    fresh = build(summit.database, summit.clock)
    fresh.clock.advance(8 * MINUTE)
    await fresh.beat()
    await fresh.beat()
    assert (summit.letters.sent, fresh.letters.sent) == ([], [KEY])


async def test_outage_is_told_late_or_counted_as_expired(summit: Summit) -> None:
    summit.clock.advance(-timedelta(hours=5))
    await summit.ready(codes="ad")
    summit.clock.advance(timedelta(hours=6) + 62 * MINUTE)
    await summit.beat()
    assert summit.letters.sent == ["reminder:d:20240328T0200Z:7"]
    assert (await summit.rows(("reminder",)))[KEY] is State.EXPIRED
    assert summit.pump.counts.late == 1


async def test_star_after_the_session_promises_nothing(summit: Summit) -> None:
    await summit.beat()
    summit.clock.advance(timedelta(hours=3))
    await summit.ready()
    await summit.beat()
    assert await summit.rows(("reminder",)) == {}


async def test_moved_session_is_announced_at_its_new_time_only(summit: Summit) -> None:
    await summit.ready()
    await summit.beat()
    await summit.change("a", start=OPENING + 30 * MINUTE, end=OPENING + 60 * MINUTE)
    for _ in range(100):
        await summit.beat()
        summit.clock.advance(MINUTE)
    assert summit.letters.sent == ["reminder:a:20240328T0130Z:7"]


async def test_reminder_sent_before_the_move_says_so(summit: Summit) -> None:
    await summit.ready()
    summit.clock.advance(50 * MINUTE)
    await summit.beat()
    await summit.change("a", start=OPENING + 30 * MINUTE, end=OPENING + 60 * MINUTE)
    await summit.beat()
    assert summit.letters.read == {KEY: "reminder-was-moved"}
    await summit.change("a", status=Status.CANCELLED)
    await summit.beat()
    assert summit.letters.read == {KEY: "reminder-was-cancelled"}
    assert (await summit.rows())["reminder:a:20240328T0130Z:7"] is State.WITHDRAWN


async def test_session_moved_out_of_sight_and_cancelled_later_is_still_corrected(summit: Summit) -> None:
    await summit.ready()
    summit.clock.advance(50 * MINUTE)
    await summit.beat()
    for changes in ({"start": OPENING + timedelta(hours=9), "end": None}, {"status": Status.CANCELLED}):
        await summit.change("a", **changes)
        await summit.beat()
        summit.clock.advance(timedelta(hours=1))
    assert summit.letters.read == {KEY: "reminder-was-cancelled"}


async def test_postponed_session_pauses_and_resumes(summit: Summit) -> None:
    await summit.ready()
    await summit.change("a", status=Status.POSTPONED, start=None, end=None)
    await summit.beat()
    assert (await summit.rows())[KEY] is State.WITHDRAWN
    await summit.change("a", status=Status.SCHEDULED, start=OPENING + timedelta(hours=1))
    summit.clock.advance(timedelta(hours=1) + 51 * MINUTE)
    await summit.beat()
    assert summit.letters.sent == ["reminder:a:20240328T0200Z:7"]


async def test_session_moved_to_another_day_and_back_is_promised_again(summit: Summit) -> None:
    await summit.ready()
    await summit.change("a", start=OPENING + timedelta(days=1), end=None)
    await summit.beat()
    await summit.change("a", start=OPENING)
    await summit.beat()
    assert await summit.rows() == {KEY: State.OPEN}
    summit.clock.advance(50 * MINUTE)
    await summit.beat()
    assert summit.letters.sent == [KEY]


async def test_session_moved_to_another_day_is_announced_on_that_day(summit: Summit) -> None:
    await summit.ready()
    await summit.beat()
    await summit.change("a", start=OPENING + timedelta(days=1), end=None)
    await summit.beat()
    summit.clock.advance(timedelta(days=1) + 50 * MINUTE)
    await summit.beat()
    assert summit.letters.sent == ["reminder:a:20240329T0100Z:7"]


async def test_starred_again_during_an_outage_of_discord_is_told_after_it(summit: Summit) -> None:
    await summit.ready()
    summit.clock.advance(50 * MINUTE)
    summit.letters.down = True
    await summit.beat()
    await summit.book.unstar(7, "a")
    await summit.book.star(7, "a")
    summit.letters.down = False
    summit.clock.advance(2 * MINUTE)
    await summit.beat()
    assert summit.letters.sent == [KEY]


async def test_unstarred_during_an_outage_of_discord_is_not_told(summit: Summit) -> None:
    await summit.ready()
    summit.clock.advance(50 * MINUTE)
    summit.letters.down = True
    await summit.beat()
    await summit.book.unstar(7, "a")
    summit.letters.down = False
    summit.clock.advance(3 * MINUTE)
    await summit.beat()
    assert summit.letters.sent == []
    await summit.book.star(7, "a")
    await summit.beat()
    assert summit.letters.sent == [KEY]


async def test_refused_reminder_waits_only_while_it_is_right(summit: Summit) -> None:
    summit.letters.closed = {7}
    await summit.ready()
    summit.clock.advance(50 * MINUTE)
    await summit.beat()
    async with summit.database.read() as connection:
        waiting = await outbox.waiting_for(connection, 7, summit.clock.now())
    assert [delivery.key for delivery in waiting] == [KEY]
    await summit.change("a", status=Status.CANCELLED)
    await summit.beat()
    async with summit.database.read() as connection:
        assert await outbox.waiting_for(connection, 7, summit.clock.now()) == ()


async def test_person_on_stage_falls_back_to_the_channel_they_chose_and_stays_there(summit: Summit) -> None:
    made = build(summit.database, summit.clock, people={"Ana": 7})
    await made.change("a", speakers=(Speaker(Text.of("Ana")),))
    await made.book.set_preference(7, via=Via.CHANNEL)
    made.letters.closed = {7}
    made.clock.advance(30 * MINUTE)
    await made.beat()
    assert made.letters.sent == ["speaker-reminder:a:20240328T0100Z:7"]
    async with made.database.read() as connection:
        (row,) = await standing.towards(connection, 7, ["speaker-reminder"])
    assert (row.delivery.to, row.state) == (To.mention(7, "reminders"), State.SENT)


@pytest.mark.parametrize("later", [timedelta(0), timedelta(hours=1, minutes=30), timedelta(days=3)])
async def test_two_rounds_write_nothing_new(summit: Summit, later: timedelta) -> None:
    await summit.ready(codes="abcd")
    summit.clock.advance(later)
    await summit.beat()
    async with summit.database.transaction() as tx:
        before = tx.total_changes
        view = rounds.View.of(await summit.agenda.current(), OPENING, {}, SPEAKER_LEAD)
        assert not await rounds.plan_round(tx, view, summit.clock.now())
        assert tx.total_changes == before


async def test_many_stars_at_once_leave_one_star_each(summit: Summit) -> None:
    await summit.book.set_preference(7, via=Via.DM)
    made = await asyncio.gather(*(summit.book.star(7, "a") for _ in range(20)))
    assert sum(one.new for one in made) == 1
    assert await summit.rows() == {KEY: State.OPEN}


# What one asks to see


async def test_upcoming_says_what_comes_when_and_how(summit: Summit) -> None:
    await summit.ready(codes="abcd")
    await summit.change("b", status=Status.CANCELLED)
    await summit.change("c", start=None, end=None, status=Status.POSTPONED)
    summit.clock.advance(50 * MINUTE)
    await summit.beat()
    by_code = (await summit.agenda.current()).sessions_by_code
    soon = [replace(one, session=by_code[one.session.code]) for one in await summit.book.upcoming(7)]
    assert soon == [
        Upcoming(by_code["a"], OPENING - 10 * MINUTE, Via.DM, told=True),
        Upcoming(by_code["b"], unsent=Unsent.CANCELLED),
        Upcoming(by_code["d"], OPENING + 50 * MINUTE, Via.DM),
        Upcoming(by_code["c"], unsent=Unsent.POSTPONED),
    ]


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        ({}, Unsent.NOT_ASKED),
        ({"via": Via.OFF}, Unsent.OFF),
        ({"via": Via.CHANNEL}, Unsent.CHATHAM_HOUSE),
        ({"via": Via.DM, "quiet": "08:00-10:00"}, Unsent.QUIET),
    ],
)
async def test_upcoming_says_why_nothing_comes(summit: Summit, chosen: dict[str, Via], why: Unsent) -> None:
    await summit.change("a", chatham_house=True)
    await summit.book.star(7, "a")
    await summit.book.set_preference(7, **chosen)  # type: ignore[arg-type]
    assert [one.unsent for one in await summit.book.upcoming(7)] == [why]


async def test_mine_is_in_order_with_clashes(summit: Summit) -> None:
    await summit.ready(codes="dba")
    assert [(stop.session.code, [one.code for one in stop.clashes]) for stop in await summit.book.mine(7)] == [
        ("a", ["b"]), ("b", ["a"]), ("d", [])
    ]


async def test_session_concerns_those_who_starred_it_and_those_on_stage(summit: Summit) -> None:
    made = build(summit.database, summit.clock, people={"Ana": 9})
    await made.change("b", speakers=(Speaker(Text.of("Ana")),))
    await made.ready(codes="ab")
    await made.book.set_preference(8, via=Via.OFF)
    await made.book.star(8, "a")
    async with made.database.read() as connection:
        assert await made.book.concerned(connection, ["a", "b", "c"]) == {"a": {7, 8}, "b": {7, 9}}


async def test_people_are_told_of_changes_the_way_they_chose(summit: Summit) -> None:
    made = build(summit.database, summit.clock, people={"Ana": 9, "Bo": 10})
    for member, via in ((7, Via.DM), (8, Via.CHANNEL), (10, Via.OFF), (11, Via.OFF)):
        await made.book.set_preference(member, via=via)
    await made.book.star(12, "a")
    async with made.database.read() as connection:
        assert await made.book.routes(connection, range(7, 14)) == {
            7: To.person(7), 8: To.mention(8, "changes"), 9: To.person(9)
        }


# Digests


async def test_digests_come_once_a_day_in_the_venues_time(summit: Summit) -> None:
    summit = build(summit.database, summit.clock, times=DigestTimes())
    await summit.ready()
    await summit.ready(8, Via.CHANNEL, "b")
    summit.clock.advance(-timedelta(days=2))
    for _ in range(4 * 48):
        await summit.beat()
        summit.clock.advance(15 * MINUTE)
    assert [key for key in summit.letters.sent if key.startswith("digest")] == [
        "digest:morning:2024-03-26:reminders", "digest:morning:2024-03-26:7",
        "digest:morning:2024-03-27:reminders", "digest:morning:2024-03-27:7",
        "digest:evening:2024-03-27:7",
    ]


async def test_digest_is_not_written_again_when_the_clock_is_put_back(summit: Summit) -> None:
    summit = build(summit.database, summit.clock, times=DigestTimes())
    await summit.ready()
    await summit.beat()
    summit.clock.advance(-timedelta(days=1))
    await summit.beat()
    assert summit.letters.sent == ["digest:morning:2024-03-28:7"]


# The Chatham House Rule


async def everything(database: Database) -> str:
    async with database.read() as connection:
        tables = [row[0] for row in await connection.execute_fetchall(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'session'"
        )]
        rows = [await connection.execute_fetchall(f"SELECT * FROM {table}") for table in tables]
        return "\n".join(str(tuple(row)) for found in rows for row in found)


async def test_closed_session_leaves_no_trace_of_who_was_there(summit: Summit) -> None:
    summit = build(summit.database, summit.clock, times=DigestTimes())
    plain = small_programme()
    hushed = replace(plain.sessions[0], code="hushed", chatham_house=True)
    await summit.release(Programme.checked(plain.name, plain.timezone, plain.rooms, (), (), [hushed]))
    summit.clock.advance(-timedelta(hours=12))
    await summit.book.set_preference(7, via=Via.DM)
    await summit.book.star(7, "hushed")
    for _ in range(30):
        await summit.beat()
        summit.clock.advance(30 * MINUTE)
        await summit.book.scrub_closed()
    assert any("hushed" in key for key in summit.letters.sent)
    left = [line for line in (await everything(summit.database)).splitlines() if "hushed" in line]
    assert len(left) == 1, "that it was planned, and for nobody in particular"
    assert "7" not in left[0].partition(",")[0]
    with pytest.raises(Refusal) as refused:
        await summit.book.star(7, "hushed")
    assert refused.value.phrase == "star-session-closed"


async def test_session_that_is_not_over_is_not_closed(summit: Summit) -> None:
    await summit.change("a", chatham_house=True)
    await summit.ready()
    summit.clock.advance(timedelta(hours=1) + 44 * MINUTE)
    await summit.book.scrub_closed()
    assert await summit.book.stars(7) == {"a"}
    summit.clock.advance(MINUTE)
    await summit.book.scrub_closed()
    assert await summit.book.stars(7) == frozenset()


async def test_postponed_session_is_closed_with_the_whole_summit(summit: Summit) -> None:
    await summit.change("a", chatham_house=True, status=Status.POSTPONED)
    await summit.ready()
    summit.clock.advance(timedelta(hours=12))
    await summit.book.scrub_closed()
    assert await summit.book.stars(7) == {"a"}
    summit.clock.advance(timedelta(hours=6))
    await summit.book.scrub_closed()
    assert await summit.book.stars(7) == frozenset()


# Rounds look at few sessions, and miss none


async def replay(summit: Summit, world: World, event: Event) -> None:
    """Let `event` happen to the book as it does to `world`."""
    world.now = summit.clock.now()
    before = world.programme
    world.happen(event)
    if world.programme is not before:
        await summit.release(world.programme)
    chosen = world.preferences.get(event.member)
    match event.what:
        case "star":
            await summit.book.star(event.member, event.session)
        case "unstar":
            await summit.book.unstar(event.member, event.session)
        case "via" | "lead" | "quiet" if chosen:
            quiet = str(chosen.quiet) if chosen.quiet else "off"
            await summit.book.set_preference(event.member, via=chosen.via, lead=chosen.lead, quiet=quiet)
        case "wait" | "outage":
            summit.clock.advance(event.much * MINUTE * (3 if event.what == "outage" else 1))
        case "back":
            summit.clock.advance(-event.much * MINUTE)
        case "failure":
            summit.letters.down = event.much % 2 == 0


async def plan_of_everything(summit: Summit) -> Plan:
    programme = await summit.agenda.current()
    codes = [session.code for session in programme]
    async with summit.database.read() as connection:
        stars = await store.stars_in(connection, codes)
        chosen = await store.preferences_in(connection, codes)
        rows = await standing.about(connection, codes, ["reminder"])
    told = [rounds._told(row) for row in rows]
    return plan(programme, stars, chosen, told, summit.clock.now())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EVENTS, min_size=5, max_size=25))
async def test_rounds_leave_nothing_to_plan_whatever_happens(
    tmp_path_factory: pytest.TempPathFactory, events: list[Event]
) -> None:
    async with Database.open(tmp_path_factory.mktemp("world") / "summit.db") as database:
        summit, world = build(database, StoppedClock(OPENING - timedelta(hours=1))), World()
        await summit.release(world.programme)
        for member, via in ((1, 0), (2, 1)):
            await replay(summit, world, Event("via", "a", member, via))
            await replay(summit, world, Event("star", "a", member, 0))
        for event in events:
            await replay(summit, world, event)
            await summit.book.plan()
            left = await plan_of_everything(summit)
            assert replace(left, post=()) == Plan()
            assert [delivery.key for delivery in left.post if delivery.due - summit.clock.now() <= 50 * MINUTE] == []
            await summit.pump.run_once()
        assert len(summit.letters.sent) == len({*summit.letters.sent})
