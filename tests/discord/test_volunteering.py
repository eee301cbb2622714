"""Volunteers' tasks as people meet them, in both languages, through the real machinery."""

import contextlib
import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.refusal import Refusal
from tests.discord.summit import CONFIG, Summit, control, parts, summit, texts

EVE = datetime.fromisoformat("2024-03-26T20:00:00+08:00")


def volunteers(world: Summit) -> tuple[Any, Any]:
    """One reading English, one reading Chinese."""
    return world.join("ada", "en-GB", "志愿者"), world.join("bo", "zh-CN", "志愿者")


def number_of(world: Summit, code: str) -> Any:
    async def find() -> int:
        listing = await world.app.features.volunteering.desk.listing()
        return next(one.shift.number for one in listing.rosters if one.shift.draft.code == code)

    return find()


async def test_only_volunteers_may_claim_and_others_read_how_to_become_one(tmp_path: Path) -> None:
    async with summit(tmp_path, at=EVE) as world:
        answer = await world.maya.slash(world.lobby, "task claim", task="1")
        assert "role “志愿者”" in texts(answer)
        assert answer.ephemeral
        assert "“志愿者”身份组" in texts(await world.lin.slash(world.lobby, "task list"))


@pytest.mark.parametrize(("who", "yours", "undone"), [
    (0, "Yours: task #{}", "Taken back"), (1, "任务 #{} 归您了", "已撤销"),
])
async def test_a_place_is_claimed_released_and_taken_back(
    tmp_path: Path, who: int, yours: str, undone: str
) -> None:
    async with summit(tmp_path, at=EVE) as world:
        person = volunteers(world)[who]
        number = await number_of(world, "check-in-2-early")
        claimed = await person.slash(world.lobby, "task claim", task=str(number))
        assert yours.format(number) in texts(claimed)
        released = await person.click(claimed.response, custom_id=control(claimed, "task-release")["custom_id"])
        back = await person.click(released.response, custom_id=control(released, "task-undo")["custom_id"])
        assert undone in texts(back)
        mine = await person.slash(world.lobby, "task mine")
        assert f"#{number} " in texts(mine)
        file = await person.click(mine.response, custom_id=control(mine, "task-calendar")["custom_id"])
        assert [one.filename for one in file.response.attachments] == ["tasks.ics"]


async def test_somebody_with_many_tasks_turns_the_pages_from_the_next_one_on(tmp_path: Path) -> None:
    async with summit(tmp_path, at=EVE) as world:
        ada, _ = volunteers(world)
        desk = world.app.features.volunteering.desk
        for roster in (await desk.listing()).rosters:
            with contextlib.suppress(Refusal):
                await desk.claim(ada.id, roster.shift.number, confirmed=True)
        tasks = {one.claim.task: one.roster.shift.begins for one in await desk.mine(ada.id)}
        numbers = [f"{number}" for number in tasks]
        assert 10 <= len(numbers) <= 14
        shown = await ada.slash(world.lobby, "task mine")
        assert listed(shown) == numbers[:7]
        for number in [*tasks][:7]:
            world.app.clock.advance(tasks[number] - world.app.clock.now())
            await desk.check_in(ada.id, number)
        shown = await ada.slash(world.lobby, "task mine")
        assert listed(shown) == numbers[7:]
        assert listed(await ada.click(shown.response, custom_id="press/task-mine/0")) == numbers[:7]


def listed(shown: Any) -> list[str]:
    """The numbers of the tasks on a card."""
    return re.findall(r"\*\*#(\d+) ", texts(shown))


@pytest.mark.parametrize("typed", ["12abc", "0", "-1", "999999999999", "４２４２", "", "<@1>"])
async def test_numbers_that_are_no_tasks_are_refused(tmp_path: Path, typed: str) -> None:
    async with summit(tmp_path, at=EVE) as world:
        _, bo = volunteers(world)
        for command in ("claim", "release", "checkin", "done", "standby"):
            assert texts(await bo.slash(world.lobby, f"task {command}", task=typed)).startswith("没有任务")


async def test_twenty_people_fill_exactly_the_places_and_the_others_are_led_on(tmp_path: Path) -> None:
    async with summit(tmp_path, at=EVE) as world:
        people = [world.join(f"v{n}", "en-GB", "志愿者") for n in range(20)]
        number = await number_of(world, "check-in-1-early")
        answers = [await one.slash(world.lobby, "task claim", task=str(number)) for one in people]
        sentences = [texts(answer) for answer in answers]
        assert sum("Yours" in sentence for sentence in sentences) == 5
        assert sum("All places" in one and "help just as much" in one for one in sentences) == 15


async def test_the_board_is_edited_where_places_changed_and_survives_a_restart(tmp_path: Path) -> None:
    async with summit(tmp_path, at=EVE) as world:
        _, bo = volunteers(world)
        boss = world.join("boss", "en-GB", "组委会")
        await boss.slash(world.channels["志愿者"], "summit board", kind="tasks")
        await world.env.settle()
        before = {message.id: str(message.components) for message in world.channels["志愿者"].history()}
        assert len(before) > 10
        number = await number_of(world, "farewell")
        press = f"press/task-claim/{number}'"
        board = next(one for one in world.channels["志愿者"].history() if press in str(one.components))
        claimed = await bo.click(board, custom_id=f"press/task-claim/{number}")
        assert f"任务 #{number} 归您了" in texts(claimed)
        await world.restart()
        world.app.clock.advance(timedelta(seconds=6))
        await world.app.bot.refresh_task_board()
        await world.env.settle()
        after = {message.id: str(message.components) for message in world.channels["志愿者"].history()}
        assert [one for one in after if after[one] != before.get(one)] == [board.id]
        assert "**1/6**" in after[board.id]
        await world.app.bot.refresh_task_board()
        assert after == {message.id: str(message.components) for message in world.channels["志愿者"].history()}


@pytest.mark.parametrize(("who", "sentence"), [(0, "moved"), (1, "时间有变")])
async def test_a_shift_claimed_from_the_board_follows_its_moved_session_and_all_are_told(
    tmp_path: Path, who: int, sentence: str
) -> None:
    async with summit(tmp_path, at=EVE) as world:
        bo = volunteers(world)[who]
        boss = world.join("boss", "en-GB", "组委会")
        await boss.slash(world.channels["志愿者"], "summit board", kind="tasks")
        number = await number_of(world, "stage-panel-value")
        press = f"press/task-claim/{number}"
        board = next(one for one in world.channels["志愿者"].history() if f"{press}'" in str(one.components))
        await bo.click(board, custom_id=press)
        moved = await boss.slash(world.lobby, "summit move", session="panel-value", start="2024-03-28T14:20")
        await boss.click(moved.response, custom_id=control(moved, "proposal-release")["custom_id"])
        world.app.clock.advance(timedelta(seconds=61))
        for _ in range(2):
            await world.app.run_due_jobs()
        await world.env.settle()
        cards = [str(one.components) for one in world.channels["志愿者"].history()]
        assert ["14:10–" in card for card in cards if f"{press}'" in card] == [True]
        assert "14:10–" in texts(await bo.slash(world.lobby, "task mine"))
        told = [str(one.components) for one in bo.user.dm_channel.history() if sentence in str(one.components)]
        assert len(told) == 1
        assert "14:10" in told[0]


async def test_any_says_why_and_standby_says_which_place(tmp_path: Path) -> None:
    async with summit(tmp_path, at=EVE) as world:
        ada, bo = volunteers(world)
        assert "are still missing here" in texts(await ada.slash(world.lobby, "task any"))
        await bo.slash(world.lobby, "task profile", skills="摄影", languages="en、zh")
        number = await number_of(world, "book-reading")
        await ada.slash(world.lobby, "task claim", task=str(number))
        assert "候补第 1 位" in texts(await bo.slash(world.lobby, "task standby", task=f"#{number}"))


async def test_an_organiser_makes_edits_and_reports(tmp_path: Path) -> None:
    async with summit(tmp_path, at=EVE) as world:
        boss, (_, bo) = world.join("boss", "en-GB", "组委会"), volunteers(world)
        made = await boss.slash(
            world.lobby, "task create", title="Carry water", team="机动", session="panel-value", before=20, places=2
        )
        assert texts(made).endswith("is there.")
        number = texts(made).split("#")[1].split(" ")[0]
        await bo.slash(world.lobby, "task claim", task=number)
        await boss.slash(world.lobby, "task assign", task=number, member=boss)
        asked = await boss.slash(world.lobby, "task edit", task=number, places=1)
        assert "one person too many" in texts(asked)
        press = next(part for part in parts(asked) if f"-{boss.id}-1" in part.get("custom_id", ""))
        done = await boss.click(asked.response, custom_id=press["custom_id"])
        assert "1/1" in texts(done)
        for wrong, sentence in (
            ({"day": "2", "start": "12:00", "end": "11:00"}, "It would end before it starts."),
            ({"due": "2024-03-28 09:00", "minimum": 5, "places": 2}, "At least 5 of at most 2 people does not work."),
        ):
            answer = await boss.slash(world.lobby, "task create", title="x", team="机动", **wrong)
            assert texts(answer) == sentence
        report = await boss.slash(world.lobby, "task report")
        assert "places filled" in texts(report)


async def test_organisers_commands_are_organisers_alone(tmp_path: Path) -> None:
    async with summit(tmp_path, at=EVE) as world:
        _, bo = volunteers(world)
        for command, options in (("create", {"title": "x"}), ("edit", {"task": "1"}), ("report", {})):
            answer = texts(await bo.slash(world.lobby, f"task {command}", **options))
            assert "组委会" in answer


async def test_a_swap_is_proposed_by_direct_message_and_needs_both(tmp_path: Path) -> None:
    async with summit(tmp_path, at=EVE) as world:
        ada, bo = volunteers(world)
        number = await number_of(world, "stage-panel-value")
        await ada.slash(world.lobby, "task claim", task=str(number))
        proposed = await ada.slash(world.lobby, "task swap", task=str(number), **{"with": bo})
        press = control(proposed, "task-swap-accept")["custom_id"]
        waits = await ada.click(proposed.response, custom_id=press)
        assert "once the other side accepts" in texts(waits)
        await world.app.pump.run_once()
        await world.env.settle()
        (told,) = bo.user.dm_channel.history()
        assert "想把任务" in str(told.components)
        assert press in str(told.components)


async def test_many_holes_are_called_in_one_post_a_channel(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        await world.app.run_due_jobs()
        await world.app.run_due_jobs()
        posts = [r.path for r in world.env.http_requests if r.method == "POST" and "🆘" in str(r.json)]
        wanted = {f"/channels/{world.channels[name].id}/messages" for name in ("志愿者", "组委会")}
        assert sorted(posts) == sorted(wanted)


async def test_a_hole_mentions_the_teams_roles_and_nobody_else(tmp_path: Path) -> None:
    config = tmp_path / "config"
    shutil.copytree(CONFIG, config)
    file = config / "volunteering.yaml"
    named = file.read_text("utf-8").replace("zh-CN: 签到, en: Check-in}}", "zh-CN: 签到, en: Check-in}, role: 签到组}")
    file.write_text(named.replace("zh-CN: 引导, en: Ushers}}", "zh-CN: 引导, en: Ushers}, role: 无此身份组}"), "utf-8")
    async with summit(tmp_path, config=config) as world:
        role = world.guild.create_role("签到组")
        await world.app.run_due_jobs()
        await world.app.run_due_jobs()
        calls = {r.path.split("/")[2]: r.json for r in world.env.http_requests if "🆘" in str(r.json)}
        post, organisers = (calls[str(world.channels[name].id)] for name in ("志愿者", "组委会"))
        assert post["allowed_mentions"] == {"parse": [], "roles": [role.id]}
        assert f"<@&{role.id}> **@无此身份组**" in str(post["components"])
        assert organisers["allowed_mentions"] == {"parse": []}
        told = str([message.components or message.content for message in world.channels["组委会"].history()])
        assert "teams.ushers.role" in told
