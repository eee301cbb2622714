"""The board: which messages there are, what is folded, and which of them are edited when."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.agenda.model import Text
from bot.core.database import Database
from bot.core.phrasebook import LANGUAGES, Phrasebook
from bot.discord_io.cards.tasks import board_card
from bot.discord_io.wording import Wording
from bot.volunteering.board import PACE, parts
from bot.volunteering.model import Fixed, Team
from bot.volunteering.table import load_table
from tests.oracle import Oracle
from tests.storage.test_volunteering import BOSS, HOUR, LEAD, START, World
from tests.volunteer_files import emf, needs_rosters

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with Database.open(tmp_path / "summit.db") as database:
        made = World(database)
        await made.release()
        await made.staffing.bring_in([], [Team("t", Text.of("Team"), LEAD)], "file")
        yield made


async def shown(world: World) -> list[str]:
    """The parts that are due, by key; from then on Discord shows them."""
    found = [*await world.all.boards.due()]
    for place, one in enumerate(found):
        await world.all.boards.shown(one, None if one.part is None else one.message or 100 + place)
    return [one.key for one in found]


@needs_rosters
async def test_591_shifts_are_split_by_day_and_team_each_within_one_message(world: World) -> None:
    world.clock.advance(datetime(2022, 6, 1, tzinfo=UTC) - world.clock.now())
    plan = load_table(emf(), "roster", LONDON, {})
    await world.staffing.bring_in(plan.drafts, plan.teams, "roster")
    listing = await world.desk.listing()
    board = [*parts(listing)]
    everything = [one.shift.number for part in board for one in (*part.open, *part.closed)]
    assert sorted(everything) == [one.shift.number for one in sorted(listing.rosters, key=lambda one: one.shift.number)]
    assert len(everything) == len(set(everything)) == 591
    assert len({part.key for part in board}) == len(board)
    wordings = [Wording(Phrasebook.load(), language, LONDON) for language in LANGUAGES]
    for part in board:
        assert {one.shift.draft.team for one in (*part.open, *part.closed)} == {part.team.code}
        Oracle.load().check_card(board_card(part, wordings))


async def test_only_what_changed_is_edited_and_each_message_once_in_five_seconds(world: World) -> None:
    first = await world.make(maximum=2)
    second = await world.make(timing=Fixed(START + 24 * HOUR, START + 25 * HOUR), maximum=2)
    await world.all.boards.open(7)
    both = await shown(world)
    assert len(both) == 2
    await world.desk.claim(1, first)
    assert await shown(world) == []
    world.clock.advance(PACE)
    assert await shown(world) == both[:1]
    await world.desk.claim(2, first)
    await world.desk.claim(1, second)
    assert await shown(world) == both[1:]
    world.clock.advance(PACE - timedelta(seconds=1))
    assert await shown(world) == []
    world.clock.advance(timedelta(seconds=1))
    assert await shown(world) == both[:1]
    assert await shown(world) == []


async def test_what_has_no_free_place_is_folded_in_its_message_and_what_is_removed_leaves_it(world: World) -> None:
    first, second = await world.make(), await world.make()
    await world.all.boards.open(7)
    await shown(world)
    await world.desk.claim(1, first)
    (part,) = parts(await world.desk.listing())
    assert [[one.shift.number for one in some] for some in (part.open, part.closed)] == [[second], [first]]
    await world.desk.claim(2, second)
    (part,) = parts(await world.desk.listing())
    assert (part.open, len(part.closed)) == ((), 2)
    [box] = board_card(part, [Wording(Phrasebook.load(), "en", LONDON)]).shown()
    assert len(box["components"]) <= 3
    for number in (first, second):
        await world.staffing.remove(BOSS, number)
    world.clock.advance(PACE)
    assert [*await world.all.boards.due()] == []  # one stays, so that the board is known to be there
    third = await world.make(title=Text.of("New"))
    (due,) = await world.all.boards.due()
    assert due.part is not None
    assert (due.message, [one.shift.number for one in due.part.open]) == (100, [third])
