"""The volunteers' desk on a real file: places, being told, holes, imports, and what goes wrong."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.agenda import store as agenda_store
from bot.agenda.model import Programme, Room, Session, Status, Text
from bot.agenda.programme import Agenda
from bot.core.clock import StoppedClock
from bot.core.database import Database
from bot.core.refusal import Faults, Refusal
from bot.volunteering.model import Draft, Fixed, Preparation, Rules, State, Team, Tied
from bot.volunteering.table import load_table
from bot.volunteering.typed import windows_in
from bot.volunteering.whole import Volunteering
from tests.volunteer_files import emf, fosdem, needs_rosters

START = datetime(2024, 3, 28, 6, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ZONE = ZoneInfo("Asia/Shanghai")
LEAD, BOSS = 50, 99


class World:
    """The desk, a clock that stands still, and what was promised."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, StoppedClock(START - timedelta(days=3))
        self.agenda = Agenda(database, self.clock)
        self.starred: dict[int, frozenset[str]] = {}
        self.quiet_until: datetime | None = None
        self.all = Volunteering.of(
            database, self.clock, self.agenda, Rules(), starred=self._starred, polite=self._polite
        )
        self.desk, self.staffing, self.swapping = self.all.desk, self.all.staffing, self.all.swapping

    async def _starred(self, member: int) -> frozenset[str]:
        return self.starred.get(member, frozenset())

    async def _polite(self, _: int, moment: datetime) -> datetime:
        return max(moment, self.quiet_until or moment)

    async def release(self, start: datetime | None = START, status: Status = Status.SCHEDULED) -> None:
        end = start + HOUR if start else None
        session = Session("talk", Text.of("Talk"), start=start, end=end, rooms=("main",), status=status)
        rooms = [Room("main", Text.of("Main"))]
        async with self.database.transaction() as tx:
            revision = await agenda_store.revision(tx) + 1
            made = Programme.checked(Text.of("Summit"), ZONE, rooms, [], [], [session], revision)
            await agenda_store.save(tx, made)

    async def make(self, **changes: object) -> int:
        draft = replace(Draft(Text.of("Desk"), "t", Fixed(START, START + HOUR)), **changes)  # type: ignore[arg-type]
        return (await self.staffing.create(BOSS, draft)).number

    async def told(self, *phrases: str) -> list[tuple[str, str, int | None, str]]:
        """The phrase, state, member and channel of every promise of these phrases."""
        async with self.database.read() as connection:
            rows = await connection.execute_fetchall(
                "SELECT json_extract(lines, '$[0][0]') AS phrase, state, member, channel FROM delivery ORDER BY id"
            )
        return [(*row,) for row in rows if row["phrase"] in phrases]  # type: ignore[misc]

    async def at(self, moment: datetime) -> None:
        self.clock.advance(moment - self.clock.now())
        await self.all.rounds.run()


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with Database.open(tmp_path / "summit.db") as database:
        made = World(database)
        await made.release()
        await made.staffing.bring_in([], [Team("t", Text.of("Team"), LEAD)], "file")
        yield made


async def refused(work: object) -> str:
    with pytest.raises(Refusal) as caught:
        await work  # type: ignore[misc]
    return caught.value.phrase


async def test_a_hundred_at_once_fill_exactly_the_places(world: World) -> None:
    number = await world.make(maximum=7)
    outcomes = await asyncio.gather(*(world.desk.claim(n, number) for n in range(1, 101)), return_exceptions=True)
    claimed = [one for one in outcomes if not isinstance(one, BaseException)]
    assert len(claimed) == 7
    assert await world.desk.understaffed() == 0
    await world.make()
    assert await world.desk.understaffed() == 1
    assert {one.phrase for one in outcomes if isinstance(one, Refusal)} == {"task-full"}


async def test_what_is_past_removed_or_unknown_is_nobodys_to_take(world: World) -> None:
    past, removed = await world.make(), await world.make()
    await world.staffing.remove(BOSS, removed)
    world.clock.advance(START + HOUR - world.clock.now())
    for number, phrase in ((past, "task-past"), (removed, "task-gone"), (999, "task-unknown")):
        assert await refused(world.desk.claim(1, number)) == phrase
        assert await refused(world.desk.stand_by(1, number)) == phrase
        assert await refused(world.staffing.assign(BOSS, number, 1, override=True)) == phrase


async def test_own_shifts_clash_an_organiser_may_override_and_stars_are_a_question(world: World) -> None:
    first, second = await world.make(), await world.make(timing=Fixed(START + HOUR / 2, START + 2 * HOUR))
    world.starred[1] = frozenset({"talk"})
    asked = await world.desk.claim(1, first)
    assert (asked.event, [one.code for one in asked.stars]) == (None, ["talk"])
    await world.desk.claim(1, first, confirmed=True)
    assert await refused(world.desk.claim(1, second)) == "task-clash"
    assert await refused(world.staffing.assign(BOSS, second, 1)) == "task-clash"
    await world.staffing.assign(BOSS, second, 1, override=True)
    assert [len(own.overlaps) for own in await world.desk.mine(1)] == [1, 1]
    assert await world.told("task-told-assigned") == [("task-told-assigned", "open", 1, "")]


async def test_skills_gate_until_they_are_named(world: World) -> None:
    number = await world.make(skills=("Camera",), languages=("en",))
    assert await refused(world.desk.claim(1, number)) == "task-skills"
    await world.desk.register(1, skills=["camera"], languages=["EN"])
    assert (await world.desk.claim(1, number)).event is not None


async def test_a_shift_follows_its_session_and_everyone_is_told_once(world: World) -> None:
    number = await world.make(timing=Tied("talk", 10, 5))
    await world.desk.claim(1, number)
    await world.at(START - timedelta(hours=26))
    assert await world.told("task-reminder") == []
    await world.at(START - timedelta(hours=25, minutes=5))
    assert await world.told("task-reminder") == [("task-reminder", "open", 1, "")]
    await world.release(START + 2 * HOUR)
    for _ in range(3):
        await world.all.rounds.run()
    ((own,),) = [await world.desk.mine(1)]
    assert own.roster.shift.start == START + 2 * HOUR - 10 * MINUTE
    assert await world.told("task-told-moved") == [("task-told-moved", "open", 1, "")]
    assert await world.told("task-reminder") == [("task-reminder", "withdrawn", 1, "")]
    await world.release(START)
    await world.all.rounds.run()
    assert await world.told("task-reminder") == [("task-reminder", "open", 1, "")]


async def test_the_lead_is_warned_once_when_a_moved_session_puts_someone_at_two_places(world: World) -> None:
    tied = await world.make(timing=Tied("talk"))
    fixed = await world.make(timing=Fixed(START + 2 * HOUR, START + 3 * HOUR))
    for number in (tied, fixed):
        await world.desk.claim(1, number)
    await world.release(START + 2 * HOUR)
    for _ in range(2):
        await world.all.rounds.run()
    assert await world.told("task-lead-overlap") == [("task-lead-overlap", "open", LEAD, "")]
    await world.release(START + 2 * HOUR + 10 * MINUTE)  # they overlap as before
    await world.all.rounds.run()
    assert len(await world.told("task-lead-overlap")) == 1
    await world.release(START)
    await world.all.rounds.run()
    await world.staffing.edit(BOSS, fixed, timing=Fixed(START, START + HOUR))
    assert len(await world.told("task-lead-overlap")) == 2


async def test_a_shift_whose_session_is_cancelled_is_kept_and_the_lead_asked(world: World) -> None:
    number = await world.make(timing=Tied("talk"))
    await world.desk.claim(1, number)
    await world.release(START, Status.CANCELLED)
    for _ in range(2):
        await world.all.rounds.run()
    assert await world.told("task-lead-adrift") == [("task-lead-adrift", "open", LEAD, "")]
    assert await world.told("task-told-adrift") == [("task-told-adrift", "open", 1, "")]
    assert await refused(world.desk.claim(2, number)) == "task-adrift"
    assert len(await world.desk.mine(1)) == 1
    await world.release()
    await world.all.rounds.run()
    assert (await world.desk.mine(1))[0].roster.shift.trouble is None


async def test_dropping_late_asks_the_lead_and_the_next_in_line_is_offered_the_place(world: World) -> None:
    number = await world.make()
    await world.desk.claim(1, number)
    assert [await world.desk.stand_by(n, number) for n in (2, 3)][1][1] == 2
    world.clock.advance(START - 2 * HOUR - world.clock.now())
    assert (await world.desk.release(1, number)).event is None
    assert await refused(world.desk.release(1, number)) == "task-lead-asked-already"
    await world.staffing.let_go(LEAD, number, 1)
    assert await world.told("task-told-offer") == [("task-told-offer", "open", 2, "")]
    assert await refused(world.desk.claim(4, number)) == "task-reserved"
    assert await refused(world.desk.accept_offer(3, number)) == "task-offer-over"
    await world.at(world.clock.now() + 31 * MINUTE)
    assert [one[2] for one in await world.told("task-told-offer")] == [2, 3]
    assert (await world.desk.accept_offer(3, number)).event is not None


async def test_undo_restores_or_names_who_came_since(world: World) -> None:
    number = await world.make()
    await world.desk.claim(1, number)
    event = (await world.desk.release(1, number)).event
    assert event is not None
    assert (await world.desk.undo_release(1, event.id))[0].claim_of(1) is not None
    event = (await world.desk.release(1, number)).event
    assert event is not None
    await world.desk.claim(2, number)
    with pytest.raises(Refusal) as caught:
        await world.desk.undo_release(1, event.id)
    assert (caught.value.phrase, caught.value.values["names"]) == ("task-undo-overruns", "<@2>")


async def test_check_in_done_no_show_and_hours(world: World) -> None:
    number = await world.make(maximum=2)
    for member in (1, 2):
        await world.desk.claim(member, number)
    await world.at(START - 31 * MINUTE)
    assert await refused(world.desk.check_in(1, number)) == "task-check-in-early"
    await world.at(START - 30 * MINUTE)
    await world.desk.check_in(1, number)
    await world.at(START)
    await world.all.rounds.run()
    assert await world.told("task-lead-missing") == [("task-lead-missing", "open", LEAD, "")]
    event = await world.staffing.no_show(LEAD, number, 2)
    roster, _ = await world.staffing.undo_no_show(LEAD, number, event.id)
    assert [claim.state for claim in roster.claims] == [State.ARRIVED, State.HELD]
    await world.desk.finish(1, number)
    report = await world.staffing.report()
    assert [(one.member, one.seconds, one.tasks) for one in report.hours] == [(1, 3600, 1)]


async def test_a_hole_calls_the_team_then_the_suitable_least_asked_first_then_the_organisers(world: World) -> None:
    other = await world.make(maximum=9)
    for member in range(1, 8):
        await world.desk.register(member)
    await world.desk.register(8, windows=((START - 9 * HOUR, START - 8 * HOUR),))
    await world.desk.claim(7, other)  # busy then
    number = await world.make()
    world.quiet_until = START - 2 * HOUR
    await world.at(START - 24 * HOUR)
    assert await world.told("task-call-team") == [("task-call-team", "open", None, "volunteers")]
    for _ in range(2):
        await world.at(START - 4 * HOUR)
    assert await world.told("task-call-people") == [("task-call-people", "open", n, "") for n in (1, 2, 3)]
    await world.at(START - HOUR)
    assert await world.told("task-call-organisers") == [("task-call-organisers", "open", None, "organisers")]
    await world.desk.claim(5, number)
    await world.all.rounds.run()
    assert {state for _, state, _, _ in await world.told("task-call-people", "task-call-organisers")} == {"withdrawn"}


async def test_a_swap_needs_the_skills_of_both_shifts_and_the_lead_is_told_who_drops(world: World) -> None:
    filming = await world.make(skills=("video",))
    later = await world.make(timing=Fixed(START + 2 * HOUR, START + 3 * HOUR), skills=("sound",))
    await world.desk.register(1, skills=["video"])
    await world.desk.register(2, skills=["sound"])
    await world.desk.claim(1, filming)
    await world.desk.claim(2, later)
    assert await refused(world.swapping.propose(1, filming, 2, later)) == "task-skills"
    await world.desk.register(2, skills=["sound", "video"])
    assert await refused(world.swapping.propose(1, filming, 2, later)) == "task-skills"
    await world.desk.register(1, skills=["sound", "video"])
    swap = await world.swapping.propose(1, filming, 2, later)
    await world.desk.register(2, skills=["sound"])
    assert await refused(world.swapping.accept(2, swap.id)) == "task-skills"
    await world.desk.release(1, filming)
    assert await world.told("task-lead-dropped") == [("task-lead-dropped", "open", LEAD, "")]


async def test_lowering_the_places_asks_who_goes_and_never_drops_silently(world: World) -> None:
    number = await world.make(maximum=3)
    for member in (1, 2, 3):
        await world.desk.claim(member, number)
    assert not (await world.staffing.edit(BOSS, number, maximum=1)).done
    assert not (await world.staffing.take_off(BOSS, number, 1, 1)).done
    done = await world.staffing.take_off(BOSS, number, 3, 1)
    assert (done.done, [claim.member for claim in done.roster.claims]) == (True, [2])
    assert done.roster.shift.draft.maximum == 1
    assert [one[2] for one in await world.told("task-told-taken-off")] == [1, 3]


async def test_swaps_are_refused_with_oneself_for_nothing_held_and_when_they_clash(world: World) -> None:
    first, second = await world.make(), await world.make(timing=Fixed(START, START + 2 * HOUR))
    await world.desk.claim(1, first)
    await world.desk.claim(2, second)
    assert await refused(world.swapping.propose(1, first, 1)) == "task-swap-self"
    assert await refused(world.swapping.propose(3, first, 2)) == "task-swap-not-theirs"
    assert await refused(world.swapping.propose(1, first, 2)) == "task-clash"
    swap = await world.swapping.propose(1, first, 2, second)
    assert await refused(world.swapping.accept(3, swap.id)) == "task-swap-over"
    assert (await world.swapping.accept(2, swap.id)).state == "open"
    assert (await world.swapping.accept(1, swap.id)).state == "done"
    assert [own.roster.shift.number for own in await world.desk.mine(1)] == [second]
    late = await world.swapping.propose(2, first, 3)
    await world.at(world.clock.now() + 13 * HOUR)
    assert await refused(world.swapping.accept(2, late.id)) == "task-swap-over"


async def test_an_import_keeps_claims_and_what_was_changed_in_chat(world: World) -> None:
    draft = Draft(Text.of("Old"), "t", Fixed(START, START + HOUR), maximum=2, code="x")
    (number,) = (await world.staffing.bring_in([draft], [], "roster.csv")).added
    for member in (1, 2):
        await world.desk.claim(member, number)
    await world.staffing.edit(BOSS, number, place=Text.of("Hall"))
    changed = replace(draft, title=Text.of("New"), maximum=1)
    again = await world.staffing.bring_in([changed], [], "roster.csv")
    assert (again.changed, again.over) == ((number,), (number,))
    roster = (await world.desk.mine(1))[0].roster
    assert (roster.shift.draft.title, roster.shift.draft.place, len(roster.claims)) == (
        Text.of("New"), Text.of("Hall"), 2,
    )  # fmt: skip
    assert (await world.staffing.bring_in([changed], [], "roster.csv")).changed == ()
    gone = await world.staffing.bring_in([], [], "roster.csv")
    assert gone.removed == (number,)
    assert [one[2] for one in await world.told("task-told-removed")] == [1, 2]
    assert await refused(world.desk.claim(3, number)) == "task-gone"


@pytest.mark.parametrize(("changes", "phrase"), [
    ({"minimum": 3, "maximum": 2}, "task-minimum-over-maximum"),
    ({"timing": Fixed(START, START)}, "task-end-before-start"),
    ({"timing": Tied("nothing")}, "task-session-unusable"),
    ({"timing": Preparation(START - timedelta(days=9))}, "task-in-the-past"),
    ({"maximum": 0, "minimum": 0}, "task-places-out-of-range"),
    ({"title": Text()}, "task-title-missing"),
])
async def test_tasks_that_make_no_sense_are_refused(world: World, changes: dict[str, object], phrase: str) -> None:
    assert await refused(world.make(**changes)) == phrase


@needs_rosters
async def test_real_rosters_import_whole_and_again_without_a_change(world: World) -> None:
    for data, zone, count in ((emf(), "Europe/London", 591), (fosdem(), "Europe/Brussels", 84)):
        plan = load_table(data, "roster", ZoneInfo(zone), {})
        assert len((await world.staffing.bring_in(plan.drafts, plan.teams, zone)).added) == count
        assert (await world.staffing.bring_in(plan.drafts, plan.teams, zone)).changed == ()


def test_a_table_may_be_gb18030_with_its_columns_in_any_order() -> None:
    table = "人数,结束,开始,日期,岗位,任务\n3,10:00,08:00,2024-03-28,签到,早间签到\n".encode("gb18030")
    (draft,) = load_table(table, "表.csv", ZONE, {"check-in": Team("check-in", Text.of("签到"))}).drafts
    assert (draft.title, draft.team, draft.maximum) == (Text.of("早间签到"), "check-in", 3)
    assert draft.timing == Fixed(datetime(2024, 3, 28, tzinfo=UTC), datetime(2024, 3, 28, 2, tzinfo=UTC))


@pytest.mark.parametrize(("cells", "phrase"), [
    ("10:00,08:00,2024-03-28,T,x,1,1", "task-end-before-start"),
    ("2024-03-28,08:00,10:00,T,x,1,1", "fault-date"),
    ("08:00,10:00,2024-03-28,T,x,5,2", "task-minimum-over-maximum"),
    ("08:00,10:00,2024-03-28,T,x,12abc,2", "fault-number"),
    ("08:00,10:00,2024-03-28,T,x,-1,2", "fault-number"),
    ("08:00,10:00,2024-03-28,T,x,1,999999999999", "fault-number"),
    ("08:00,10:00,2024-03-28,T,x,0,0", "task-places-out-of-range"),
    ("08:00,10:00,2024-03-28,,x,1,1", "fault-missing"),
])  # fmt: skip
def test_what_is_wrong_in_a_table_is_told_with_its_line(cells: str, phrase: str) -> None:
    good = "08:00,10:00,2024-03-28,T,x,1,1"
    with pytest.raises(Faults) as caught:
        load_table(f"start,end,day,team,title,min,max\n{good}\n{cells}\n".encode(), "t.csv", ZONE, {})
    assert [(fault.line, fault.phrase) for fault in caught.value.faults] == [(3, phrase)]


def test_when_someone_can_is_read_in_many_ways() -> None:
    days = (datetime(2024, 3, 28).date(), datetime(2024, 3, 29).date())  # noqa: DTZ001
    (first, second) = windows_in("28; 3月29日 09：00-12：00", days, ZONE)
    assert (first[1] - first[0], second[1] - second[0]) == (24 * HOUR, 3 * HOUR)
    for typed in ("30", "28 12:00-09:00", "whenever", "28 99:00-99:30"):
        with pytest.raises(Refusal):
            windows_in(typed, days, ZONE)
