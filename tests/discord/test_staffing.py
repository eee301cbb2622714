"""What organisers and leads do with tasks in chat: edits, imports, the report, and what is refused."""

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.volunteering.model import Fixed, Preparation, Tied
from tests.discord.summit import Summit, control, summit, texts
from tests.discord.test_volunteering import EVE, number_of, volunteers

NOON = datetime.fromisoformat("2024-03-28T12:00:00+08:00")


def boss_of(world: Summit) -> Any:
    return world.join("boss", "en-GB", "组委会")


async def draft_of(world: Summit, number: int) -> Any:
    return (await world.app.features.volunteering.desk.listing()).roster(number).shift.draft


async def test_an_edit_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    async with summit(tmp_path, at=EVE) as world:
        boss, number = boss_of(world), await number_of(world, "check-in-1-early")
        before = await draft_of(world, number)
        for options in (
            {"team": "机动", "skills": "first aid、Spanish", "languages": "zh, en", "drop": 60, "lead": boss},
            {"title": "Morning desk", "language": "en"},
            {"place": "南门", "language": "zh-CN"},
            {"instructions": "-", "language": "zh-CN"},
            {"start": "08:30"},
            {"skills": "-"},
        ):
            assert "is changed" in texts(await boss.slash(world.lobby, "task edit", task=str(number), **options))
        after = await draft_of(world, number)
        assert (after.team, after.skills, after.languages) == ("reserve", (), ("zh", "en"))
        assert (after.drop_before, after.lead, after.minimum, after.maximum) == (60, boss.id, 3, 5)
        assert after.title.as_data() == {"en": "Morning desk", "zh-CN": "早间签到"}
        assert after.place.as_data() == {"en": "Foyer", "zh-CN": "南门"}
        assert [*after.instructions.as_data()] == ["en"]
        assert after.timing == Fixed(before.timing.start + timedelta(minutes=30), before.timing.end)


async def test_times_are_edited_in_part_and_a_task_may_come_to_follow_a_session(tmp_path: Path) -> None:
    async with summit(tmp_path, at=EVE) as world:
        boss = boss_of(world)
        shift, tied, due = [await number_of(world, code) for code in ("farewell", "stage-table-1", "badges")]
        await boss.slash(world.lobby, "task edit", task=str(shift), day="2024-03-27")
        assert (await draft_of(world, shift)).timing.start == datetime.fromisoformat("2024-03-27T17:00:00+08:00")
        await boss.slash(world.lobby, "task edit", task=str(tied), before=5)
        assert (await draft_of(world, tied)).timing == Tied("table-1", 5, 15)
        await boss.slash(world.lobby, "task edit", task=str(due), due="19:30")
        assert (await draft_of(world, due)).timing == Preparation(datetime.fromisoformat("2024-03-27T19:30:00+08:00"))
        await boss.slash(world.lobby, "task edit", task=str(shift), session="panel-value", after=3)
        assert (await draft_of(world, shift)).timing == Tied("panel-value", 0, 3)
        refused = await boss.slash(world.lobby, "task edit", task=str(due), before=5)
        assert texts(refused).startswith("Minutes before and after")


async def test_a_text_in_no_stated_language_gets_its_other_version(tmp_path: Path) -> None:
    async with summit(tmp_path, at=EVE) as world:
        boss = boss_of(world)
        made = await boss.slash(world.lobby, "task create", title="搬水", team="机动", due="2024-03-28 07:00")
        number = texts(made).split("#")[1].split(" ")[0]
        await boss.slash(world.lobby, "task edit", task=number, title="Carry water", language="en")
        assert (await draft_of(world, int(number))).title.as_data() == {"en": "Carry water", "zh-CN": "搬水"}


@pytest.mark.parametrize(("options", "sentence"), [
    ({"places": -1}, "-1 places?"), ({"places": 0}, "0 places?"),
    ({"places": 999999999999}, "999999999999 places?"), ({"minimum": -1, "places": 2}, "At least -1 of at most 2"),
    ({"minimum": 3, "places": 2}, "At least 3 of at most 2"), ({"drop": -1}, "From 0 to"),
    ({"session": "panel-value", "before": 999999999999}, "Before and after are"),
    ({"start": "25:99"}, "“25:99” is no time"), ({"day": "2024-02-30"}, "“2024-02-30”"),
    ({"team": "?"}, "There is no one"),
    ({"session": "nothing like it"}, ""), ({"title": "  "}, "A task needs a title"),
])  # fmt: skip
async def test_what_makes_no_sense_is_refused_in_a_sentence(
    tmp_path: Path, options: dict[str, Any], sentence: str
) -> None:
    async with summit(tmp_path, at=EVE) as world:
        boss = boss_of(world)
        good = {"title": "x", "team": "机动", "day": "29", "start": "09:00", "end": "10:00"}
        before = len((await world.app.features.volunteering.desk.listing()).rosters)
        answer = texts(await boss.slash(world.lobby, "task create", **{**good, **options}))
        assert sentence in answer
        assert "incident" not in answer.casefold()
        assert len((await world.app.features.volunteering.desk.listing()).rosters) == before


@pytest.mark.parametrize(("data", "sentence"), [
    ("岗位,任务,日期,开始,结束\n签到,收椅子,2024-03-29,18:00,19:00\n".encode("gb18030"), "Imported: 1 new"),
    ("岗位,任务,日期,开始,结束\n签到,收椅子,2024-03-29,18:00,19:00\n".encode("utf-16"), "UTF-8? GB18030?"),
    (b"team,title,day,start,end\nChairs,T,18:00,2024-03-29,19:00\n", "t.csv:2: day"),
    (b"team,title,day,start,end,max\nT,Chairs,2024-03-29,18:00,19:00,12abc\n", "12abc"),
    (b"team,title,day,start,end\n", "There is no task in this file"), (b"", "title"), (b"\x89PNG\r\n\x1a\n\0\0", ""),
])  # fmt: skip
async def test_tables_are_imported_or_refused_with_their_place(tmp_path: Path, data: bytes, sentence: str) -> None:
    async with summit(tmp_path, at=EVE) as world:
        answer = texts(await boss_of(world).slash(world.lobby, "task create", file=("t.csv", data)))
        assert sentence in answer
        assert "incident" not in answer.casefold()


async def test_a_shift_tied_to_an_unknown_session_is_kept_marked_and_the_lead_asked(tmp_path: Path) -> None:
    async with summit(tmp_path, at=EVE) as world:
        table = b"team,title,session,code\nTea,Pour tea,no-such-session,pour\n"
        boss = boss_of(world)
        assert "Imported: 1 new" in texts(await boss.slash(world.lobby, "task create", file=("t.csv", table)))
        await world.app.run_due_jobs()
        await world.app.run_due_jobs()
        await world.env.settle()
        assert "Pour tea" in str([message.components for message in world.channels["组委会"].history()])
        listed = await boss.slash(world.lobby, "task list", team="Tea", show="task-all")
        assert "the session is not in the programme" in texts(listed)


async def test_nobody_swaps_with_themselves_a_bot_or_who_has_left(tmp_path: Path) -> None:
    async with summit(tmp_path, at=EVE) as world:
        ada, bo = volunteers(world)
        robot = world.guild.add_member(world.env.create_user("robot", bot=True))
        number = str(await number_of(world, "farewell"))
        await ada.slash(world.lobby, "task claim", task=number)
        world.guild.remove_member(bo)
        for partner, sentence in ((ada, "yourself"), (robot, "Bots take no shifts"), (bo.user, "not on the server")):
            answer = await ada.slash(world.lobby, "task swap", task=number, **{"with": partner})
            assert sentence in texts(answer)
        boss = boss_of(world)
        for member in (robot, bo.user):
            await boss.slash(world.lobby, "task assign", task=number, member=member)
        assert len((await world.app.features.volunteering.desk.listing()).roster(int(number)).taken) == 1


async def test_only_leads_and_organisers_mark_and_unmark_a_no_show(tmp_path: Path) -> None:
    async with summit(tmp_path, at=EVE) as world:
        ada, bo = volunteers(world)
        boss, lead = boss_of(world), world.join("lead", "en-GB", "志愿者")
        number = await number_of(world, "check-in-1-early")
        await boss.slash(world.lobby, "task edit", task=str(number), lead=lead)
        await ada.slash(world.lobby, "task claim", task=str(number))
        world.app.clock.advance(NOON - timedelta(hours=3) - world.app.clock.now())
        await world.app.run_due_jobs()
        await world.app.run_due_jobs()
        told = next(one for one in lead.user.dm_channel.history() if "task-no-show" in str(one.components))
        marked = await lead.user.click(told, custom_id=f"press/task-no-show/{number}-{ada.id}")
        undo = control(marked, "task-undo-no-show")["custom_id"]
        listing = world.app.features.volunteering.desk.listing
        assert (await listing()).roster(number).taken == ()
        await boss.slash(world.lobby, "task edit", task=str(number), lead=bo)
        assert "role “组委会”" in texts(await lead.user.click(marked.response, custom_id=undo))
        assert (await listing()).roster(number).taken == ()
        await boss.slash(world.lobby, "task edit", task=str(number), lead=lead)
        assert "Taken back" in texts(await lead.user.click(marked.response, custom_id=undo))
        assert len((await listing()).roster(number).taken) == 1


async def test_the_report_names_people_as_the_server_does_and_no_cell_is_a_formula(tmp_path: Path) -> None:
    async with summit(tmp_path, at=EVE) as world:
        boss = boss_of(world)
        people = [world.join(name, "en-GB", "志愿者") for name in ("=cmd", "+49", "-1", "@sum", "Ada")]
        number = await number_of(world, "badges")
        desk = world.app.features.volunteering.desk
        await boss.slash(world.lobby, "task edit", task=str(number), places=5)
        for person in people:
            await person.slash(world.lobby, "task claim", task=str(number))
            await desk.finish(person.id, number)
        report = await boss.slash(world.lobby, "task report")
        files = [one for answer in report.followups for one in answer.attachments]
        assert [one.filename for one in files if one.filename.endswith(".csv")] == ["hours.csv", "at-risk.csv"]
        hours = next(one for one in files if one.filename == "hours.csv")
        rows = [*csv.DictReader(io.StringIO((await hours.read()).decode("utf-8-sig")))]
        assert [int(row["member"]) for row in rows] == [person.id for person in people]
        assert [row["name"] for row in rows] == ["'=cmd", "'+49", "'-1", "'@sum", "Ada"]
