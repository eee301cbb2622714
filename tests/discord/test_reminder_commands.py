from datetime import timedelta
from pathlib import Path

import pytest

from bot.outbox.model import State
from tests.discord.summit import Summit, control, parts, texts
from tests.discord.summit import summit_without_shifts as summit


async def starred(world: Summit, who: object, code: str, via: str = "dm") -> None:
    """Somebody stars a session from its card and, asked once, says how to be reached."""
    card = await who.slash(world.lobby, "agenda session", session=code)
    pressed = await who.click(card.response, custom_id=control(card, "star")["custom_id"])
    if pressed.followups:
        ways = [part["custom_id"] for part in components(pressed.followups[0].components) if "custom_id" in part]
        for way in [custom_id for custom_id in ways if custom_id.endswith(f"/{via}")]:
            await who.click(pressed.followups[0], custom_id=way)


def components(found: list[dict]) -> list[dict]:
    flat = []
    for part in found:
        flat += [part, *components(part.get("components", []))]
    return flat


def read(message: dict) -> str:
    return "\n".join(part["content"] for part in components(message.get("components", [])) if part.get("content"))


def sent(world: Summit) -> list[dict]:
    """Every message, but those that tell a room that it may ask."""
    posts = [r.json for r in world.env.http_requests if r.method == "POST" and r.path.endswith("/messages")]
    return [post for post in posts if "/ask" not in read(post)]


async def later(world: Summit, **by: int) -> None:
    world.app.clock.advance(timedelta(**by))
    await world.app.run_due_jobs()


async def test_the_first_star_asks_once_how_to_be_reached(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        card = await world.lin.slash(world.lobby, "agenda session", session="panel-value")
        star = control(card, "star")
        assert star["label"] == "收藏"
        first = await world.lin.click(card.response, custom_id=star["custom_id"])
        assert control(first, "star")["label"] == "已收藏"
        assert "开始前怎么提醒您" in read({"components": first.followups[0].components})
        other = await world.lin.slash(world.lobby, "agenda session", session="panel-ecosystem")
        again = await world.lin.click(other.response, custom_id=control(other, "star")["custom_id"])
        assert "开始前怎么提醒您" in read({"components": again.followups[0].components})  # not answered yet
        buttons = components(again.followups[0].components)
        off = next(part["custom_id"] for part in buttons if part.get("custom_id", "").endswith("/off"))
        await world.lin.click(again.followups[0], custom_id=off)
        third = await world.lin.slash(world.lobby, "agenda session", session="topic-4")
        quiet = await world.lin.click(third.response, custom_id=control(third, "star")["custom_id"])
        assert quiet.followups == []


async def test_a_reminder_comes_by_direct_message_once_in_ones_language(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        await starred(world, world.lin, "panel-value")
        await world.lin.slash(world.lobby, "reminders settings", lead=20, language="zh-CN")
        before = len(sent(world))
        await later(world, hours=4, minutes=49)
        assert sent(world)[before:] == []
        await later(world, minutes=1)
        await later(world, minutes=1)
        told = sent(world)[before:]
    assert len(told) == 1
    assert "【价值】 OSPO 真的能释放开源价值吗" in read(told[0])
    assert "主会场" in read(told[0])
    assert told[0]["allowed_mentions"]["parse"] == []
    assert told[0]["enforce_nonce"] is True


async def test_nobody_is_sent_a_direct_message_unasked(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        card = await world.maya.slash(world.lobby, "agenda session", session="panel-value")
        await world.maya.click(card.response, custom_id=control(card, "star")["custom_id"])
        await later(world, hours=5)
        assert sent(world) == []


async def test_a_channel_reminder_mentions_only_those_who_chose_it(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        await starred(world, world.maya, "panel-value", via="channel")
        await starred(world, world.lin, "panel-value", via="off")
        await later(world, hours=5)
        told = sent(world)
    assert len(told) == 1
    assert told[0]["allowed_mentions"] == {"parse": [], "users": [world.maya.id]}
    assert "Can an OSPO really release" in read(told[0])
    assert "OSPO 真的能释放开源价值吗" in read(told[0])


async def test_a_chatham_house_star_is_never_mentioned_in_a_channel(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        await starred(world, world.maya, "topic-2", via="channel")
        listed = await world.maya.slash(world.lobby, "reminders list")
        assert "never mentioned in a channel" in texts(listed)
        await later(world, hours=24, minutes=35)
        assert [message for message in sent(world) if "Topic 2" in read(message)] == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"lead": -5}, "0 to 120 minutes before the start, not -5"),
        ({"lead": 10000}, "not 10000"),
        ({"quiet": "22:00-22:00"}, "would never end"),
        ({"quiet": "late"}, "are not hours"),
    ],
)
async def test_settings_that_cannot_be_are_refused_and_change_nothing(tmp_path: Path, options: dict, said: str) -> None:
    async with summit(tmp_path) as world:
        assert said in texts(await world.maya.slash(world.lobby, "reminders settings", **options))
        assert "10 minutes before the start" in texts(await world.maya.slash(world.lobby, "reminders settings"))


async def test_a_chosen_language_holds_for_everything(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        await world.maya.slash(world.lobby, "reminders settings", language="zh-CN")
        assert "主会场" in texts(await world.maya.slash(world.lobby, "agenda now"))
        await world.restart()
        assert "主会场" in texts(await world.maya.slash(world.lobby, "agenda now"))


async def test_my_programme_is_in_order_with_clashes_breaks_and_a_calendar(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        for code in ("table-2", "book-reading", "panel-value", "panel-ecosystem"):
            await starred(world, world.maya, code)
        mine = await world.maya.slash(world.lobby, "agenda mine")
    lines = [line for line in texts(mine).splitlines() if "**" in line or "☕" in line or "⚠️" in line]
    assert [line[:20] for line in lines] == [
        "👥 **\\[Value\\] Can an", "-# ☕ 16:10–16:20 Tea", "👥 **\\[Ecosystem\\] Th", "🗣️ **Table 2: Tools ",
        "⚠️ Overlaps your sta", "🎉 **Amanda’s Book: a", "⚠️ Overlaps your sta",
    ]  # fmt: skip
    assert [file.filename for file in mine.response.attachments] == ["my-summit.ics"]


async def test_three_hundred_stars_are_paged(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        programme = await world.app.agenda.current()
        for session in programme:
            await world.app.features.book.star(world.maya.id, session.code)
        mine = await world.maya.slash(world.lobby, "agenda mine")
        first = texts(mine)
        assert "My programme: 31 sessions" in first
        turn = [part for part in parts(mine) if "press/agenda-mine/" in part.get("custom_id", "")][-1]
        second = await world.maya.click(mine.response, custom_id=turn["custom_id"])
        assert second.response.id == mine.response.id
        assert texts(second) != first


async def test_search_results_can_be_starred(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        found = await world.maya.slash(world.lobby, "agenda search", query="治理")
        select = control(found, "star-found")
        chosen = select["options"][0]["value"]
        answer = await world.maya.select(found.response, [chosen], custom_id=select["custom_id"])
        assert "How shall I remind you" in texts(answer)
        assert await world.app.features.book.stars(world.maya.id) == {chosen}


async def test_what_closed_messages_kept_away_comes_with_the_next_answer(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        await starred(world, world.maya, "panel-value")
        world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, times=1)
        await later(world, hours=5)
        assert (await world.app.features.ledger.counts())[State.REFUSED] == 1
        answer = await world.maya.slash(world.lobby, "guide")
        shown = read({"components": answer.followups[-1].components})
        assert "could not reach you by direct message" in shown
        assert "Can an OSPO really release" in shown
        again = await world.maya.slash(world.lobby, "guide")
        assert again.followups == []
