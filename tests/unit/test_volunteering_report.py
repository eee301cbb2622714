"""The report's picture and tables."""

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from PIL import Image

from bot.agenda.model import Text
from bot.volunteering.counting import Coverage, Hours
from bot.volunteering.model import Team
from bot.volunteering.report import hours_table, letters, picture

START = datetime(2024, 3, 28, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
ZONE = ZoneInfo("Asia/Shanghai")
COVERAGE = (
    Coverage("desk", START, START + HOUR, 2, 2),
    Coverage("stage", START + HOUR, START + 2 * HOUR, 2, 0),
    Coverage("stage", START + 25 * HOUR, START + 27 * HOUR, 4, 2),
)


def test_the_picture_is_green_where_all_is_filled_and_red_where_nobody_is() -> None:
    data = picture(COVERAGE, ZONE)
    assert data is not None
    colours = {colour for _, colour in Image.open(io.BytesIO(data)).convert("RGB").getcolors(1 << 20) or ()}
    assert {(0x2E, 0x9E, 0x5B), (0xD6, 0x45, 0x45), (0xF0, 0xC2, 0x4B)} <= colours
    assert letters(COVERAGE) == {"desk": "A", "stage": "B"}


def test_there_is_no_picture_of_nothing() -> None:
    assert picture((), ZONE) is None


def test_hours_are_a_table_that_no_spreadsheet_runs() -> None:
    teams = {"desk": Team("desk", Text.of({"zh-CN": "签到", "en": "Check-in"}))}
    data = hours_table([Hours(7, 5400, 2, frozenset({"desk"}))], teams, {7: "=cmd()"}, "zh-CN")
    assert data.decode("utf-8-sig").splitlines() == ["member,name,hours,tasks,teams", "7,'=cmd(),1.50,2,签到"]
