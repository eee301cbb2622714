"""Buttons under what volunteers are told in direct messages: they work there, for those who are still volunteers."""

import asyncio
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.discord_io.messenger import pace_requests
from bot.outbox.pace import Pace
from tests.discord.summit import Summit, control, summit, texts
from tests.discord.test_volunteering import EVE, number_of, volunteers

BEFORE = datetime.fromisoformat("2024-03-28T07:25:00+08:00")


async def told(world: Summit, person: Any) -> Any:
    """The newest direct message, once all that is due went out."""
    await world.app.run_due_jobs()
    await world.app.run_due_jobs()
    await world.env.settle()
    return person.user.dm_channel.history()[-1]


def press_in(message: Any, action: str) -> str:
    found = re.search(rf"press/{action}/[^']*", str(message.components))
    assert found is not None, f"no button {action!r}"
    return found[0]


async def reminded(world: Summit) -> tuple[Any, Any]:
    """A volunteer reading Chinese, and the reminder half an hour before their shift."""
    bo = world.join("bo", "zh-CN", "志愿者")
    number = await number_of(world, "check-in-1-early")
    await bo.slash(world.lobby, "task claim", task=str(number))
    await world.app.run_due_jobs()
    world.app.clock.advance(timedelta(minutes=5))
    return bo, await told(world, bo)


async def test_the_reminders_button_checks_in_once(tmp_path: Path) -> None:
    async with summit(tmp_path, at=BEFORE) as world:
        bo, reminder = await reminded(world)
        press = press_in(reminder, "task-check-in")
        assert texts(await bo.user.click(reminder, custom_id=press)).startswith("已签到：#")
        assert "已经签到" in texts(await bo.user.click(reminder, custom_id=press))


async def test_who_is_no_volunteer_any_more_reads_how_to_become_one(tmp_path: Path) -> None:
    async with summit(tmp_path, at=BEFORE) as world:
        bo, reminder = await reminded(world)
        world.guild.remove_member(bo)
        answer = await bo.user.click(reminder, custom_id=press_in(reminder, "task-check-in"))
        assert "“志愿者”身份组" in texts(answer)


async def test_a_press_does_not_wait_behind_all_that_goes_out(tmp_path: Path) -> None:
    async with summit(tmp_path, at=BEFORE) as world:
        bo, reminder = await reminded(world)
        pace_requests(world.app.bot.http, Pace(per_second=20, burst=1))
        post = world.app.bot.get_partial_messageable(world.lobby.id)
        posting = [asyncio.create_task(post.send(f"{number}")) for number in range(40)]
        await asyncio.sleep(0.1)
        answer = await bo.user.click(reminder, custom_id=press_in(reminder, "task-check-in"))
        assert texts(answer).startswith("已签到：#")
        assert sum(one.done() for one in posting) < 20
        await asyncio.gather(*posting)


async def test_a_kept_place_is_taken_in_the_direct_message(tmp_path: Path) -> None:
    async with summit(tmp_path, at=EVE) as world:
        ada, bo = volunteers(world)
        number = await number_of(world, "book-reading")
        claimed = await ada.slash(world.lobby, "task claim", task=str(number))
        await bo.slash(world.lobby, "task standby", task=str(number))
        await ada.click(claimed.response, custom_id=control(claimed, "task-release")["custom_id"])
        offer = await told(world, bo)
        answer = await bo.user.click(offer, custom_id=press_in(offer, "task-offer-accept"))
        assert f"任务 #{number} 归您了" in texts(answer)
        assert len(await world.app.features.volunteering.desk.mine(bo.id)) == 1


async def test_a_swap_is_accepted_in_the_direct_message(tmp_path: Path) -> None:
    async with summit(tmp_path, at=EVE) as world:
        ada, bo = volunteers(world)
        number = await number_of(world, "stage-panel-value")
        await ada.slash(world.lobby, "task claim", task=str(number))
        proposed = await ada.slash(world.lobby, "task swap", task=str(number), **{"with": bo})
        await ada.click(proposed.response, custom_id=control(proposed, "task-swap-accept")["custom_id"])
        asked = await told(world, bo)
        answer = await bo.user.click(asked, custom_id=press_in(asked, "task-swap-accept"))
        assert texts(answer) == "换班完成，双方都会收到通知。"
        desk = world.app.features.volunteering.desk
        assert [len(await desk.mine(one.id)) for one in (ada, bo)] == [0, 1]


async def test_help_called_at_once_is_claimed_in_the_direct_message(tmp_path: Path) -> None:
    async with summit(tmp_path, at=EVE) as world:
        _, bo = volunteers(world)
        boss = world.join("boss", "en-GB", "组委会")
        await bo.slash(world.lobby, "task profile", languages="zh")
        made = await boss.slash(world.lobby, "task create", title="搬水", team="机动", now=True, places=1)
        assert "asked right now" in texts(made)
        asked = await told(world, bo)
        assert "归您了" in texts(await bo.user.click(asked, custom_id=press_in(asked, "task-claim")))
