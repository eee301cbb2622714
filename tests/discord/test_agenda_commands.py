from datetime import datetime
from pathlib import Path

import pytest

from tests.discord.summit import control, parts, summit, texts

BOTH = pytest.mark.parametrize("who", ["maya", "lin"])


def at(moment: str) -> datetime:
    return datetime.fromisoformat(f"{moment}+08:00")


@pytest.mark.parametrize(
    ("moment", "english", "chinese"),
    [
        ("2024-03-20T12:00", "2nd OSPO Summit begins <t:1711587600:R>", "第二届 OSPO Summit <t:1711587600:R>开始"),
        ("2024-03-28T08:50", "2nd OSPO Summit begins <t:1711587600:R>", "第二届 OSPO Summit <t:1711587600:R>开始"),
        ("2024-03-28T09:50", "On now", "正在进行"),
        ("2024-03-28T13:40", "A pause. It goes on <t:1711605600:R>", "休息一下，<t:1711605600:R>继续"),
        ("2024-03-29T02:00", "It goes on <t:1711675800:R>", "<t:1711675800:R>继续"),
        ("2024-03-30T10:00", "2nd OSPO Summit is over", "第二届 OSPO Summit 已经结束"),
    ],
)
async def test_now_tells_where_the_summit_stands(tmp_path: Path, moment: str, english: str, chinese: str) -> None:
    async with summit(tmp_path, at=at(moment)) as world:
        assert english in texts(await world.maya.slash(world.lobby, "agenda now"))
        assert chinese in texts(await world.lin.slash(world.lobby, "agenda now"))


async def test_now_shows_a_block_with_its_sessions_in_order(tmp_path: Path) -> None:
    async with summit(tmp_path, at=at("2024-03-28T10:00")) as world:
        lines = texts(await world.lin.slash(world.lobby, "agenda now")).splitlines()
    place = lines.index("▶️ **主题演讲** · 09:00–12:30")
    listed = lines[place + 2 : place + 13]
    assert listed[0] == "① Welcome Note · 边思康、刘洁"
    assert listed[3] == "④ OSPO与基金会：如何实现协作共赢？ · 庄表伟"
    assert listed[10].startswith("⑪ 圆桌：OSPO，释放开源价值的助推器？")
    assert lines[place + 13].startswith("⏭️ 14:00–15:20")


async def test_now_shows_an_evening_without_a_clock_time(tmp_path: Path) -> None:
    async with summit(tmp_path, at=at("2024-03-28T18:30")) as world:
        assert "⏭️ in the evening 🎉 **Light dinner" in texts(await world.maya.slash(world.lobby, "agenda now"))


@BOTH
async def test_every_answer_is_private_and_pings_nobody(tmp_path: Path, who: str) -> None:
    asked = [
        ("agenda now", {}), ("agenda day", {}), ("agenda search", {"query": "治理"}),
        ("agenda session", {"session": "welcome"}), ("agenda speaker", {"name": "姜宁"}), ("guide", {}),
        ("agenda search", {"query": "@everyone"}), ("agenda session", {"session": "<@123456789012345678>"}),
    ]  # fmt: skip
    async with summit(tmp_path) as world:
        for command, options in asked:
            answer = await getattr(world, who).slash(world.lobby, command, **options)
            assert answer.ephemeral, command
            body = world.env.http_requests[-1].json["data"]
            assert body["allowed_mentions"] == {"parse": []}, command


async def test_a_day_is_paged_and_filtered_in_the_same_message(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        first = await world.maya.slash(world.lobby, "agenda day")
        assert "20 sessions" in texts(first)
        assert "10. **First steps" in texts(first)
        turn = [part for part in parts(first) if "press/agenda-day/" in part.get("custom_id", "")][-1]
        second = await world.maya.click(first.response, custom_id=turn["custom_id"])
        assert "11. **Panel: are OSPOs a booster" in texts(second)
        assert "10. **" not in texts(second)
        rooms = control(second, "agenda-pick-room")
        foyer = await world.maya.select(second.response, ["foyer"], custom_id=rooms["custom_id"])
        assert [line for line in texts(foyer).splitlines() if "**" in line] == [
            "☕ **Lunch break**", "☕ **Tea break**", "🎉 **Light dinner, open mic and OSPOers meeting each other**",
        ]  # fmt: skip
        days = control(foyer, "agenda-pick-day")
        tomorrow = await world.maya.select(foyer.response, ["2024-03-29"], custom_id=days["custom_id"])
        assert "Nothing here" in texts(tomorrow)
        everywhere = control(tomorrow, "agenda-pick-room")
        again = await world.maya.select(tomorrow.response, ["*"], custom_id=everywhere["custom_id"])
        assert "11 sessions" in texts(again)
        assert {first.response.id} == {answer.response.id for answer in (second, foyer, tomorrow, again)}


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2024-03-29", "Fri 29 Mar"), ("3/29", "Fri 29 Mar"), ("3月29日", "Fri 29 Mar"), ("２９", "Fri 29 Mar"),
        ("2", "Fri 29 Mar"), ("today", "Thu 28 Mar"), ("明天", "Fri 29 Mar"),
    ],
)  # fmt: skip
async def test_a_day_may_be_typed_in_many_ways(tmp_path: Path, date: str, shown: str) -> None:
    async with summit(tmp_path) as world:
        assert f"## 📅 {shown}" in texts(await world.maya.slash(world.lobby, "agenda day", date=date))


async def test_a_day_that_is_none_of_the_summits_is_refused_with_its_days(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        answer = await world.lin.slash(world.lobby, "agenda day", date="2024-04-01")
        assert texts(answer) == "“2024-04-01”不在会期内。会期为：2024-03-28, 2024-03-29。"


async def test_a_track_and_a_room_may_be_named(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        answer = await world.lin.slash(world.lobby, "agenda day", date="2", track="器", room="蛇口")
        assert "共 1 个议题" in texts(answer)
        wrong = await world.lin.slash(world.lobby, "agenda day", room="月球")
        assert texts(wrong).startswith("没有会场“月球”")


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("治理", "OSPO在企业开源治理中的实践"), ("kyzl", "OSPO在企业开源治理中的实践"),
        ("開源治理", "OSPO在企业开源治理中的实践"), ("ZoomQuiet大妈", "轻晚宴 + 开放麦 + OSPOer 交流"),
    ],
)  # fmt: skip
async def test_search_finds_chinese_however_it_is_typed(tmp_path: Path, query: str, wanted: str) -> None:
    async with summit(tmp_path) as world:
        found = texts(await world.lin.slash(world.lobby, "agenda search", query=query))
        titles = [line for line in found.splitlines() if "**" in line]
        assert any(wanted in title for title in titles[:3])


@pytest.mark.parametrize("query", ["🎈" * 50, "\u202e" * 20, "@everyone", "x" * 4000, "\\\\**__``||[](<>)"])
async def test_search_takes_any_text(tmp_path: Path, query: str) -> None:
    async with summit(tmp_path) as world:
        answer = await world.maya.slash(world.lobby, "agenda search", query=query)
        assert "## 🔎" in texts(answer)
        assert len(texts(answer)) < 4000


async def test_a_result_opens_and_its_card_leads_on(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        found = await world.maya.slash(world.lobby, "agenda search", query="panel-value")
        button = control(found, "session-open")
        card = await world.maya.click(found.response, custom_id=button["custom_id"])
        assert card.ephemeral
        assert "Venue time: Thu 28 Mar 14:00–15:20 (Asia/Shanghai)" in texts(card)
        assert "<t:1711605600:F> – <t:1711610400:t>" in texts(card)
        following = await world.maya.click(card.response, custom_id=control(card, "session-open")["custom_id"])
        assert "\\[Function\\]" in texts(following)


async def test_a_session_comes_as_a_calendar_file(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        card = await world.maya.slash(world.lobby, "agenda session", session="panel-value")
        answer = await world.maya.click(card.response, custom_id=control(card, "session-calendar")["custom_id"])
        assert [file.filename for file in answer.response.attachments] == ["panel-value.ics"]


@BOTH
async def test_a_session_is_found_by_code_title_or_part(tmp_path: Path, who: str) -> None:
    async with summit(tmp_path) as world:
        for typed in ("topic-2", "TOPIC-2", "Topic 2：项目组和 OSPO 如何建立信任和有效协同？", "信任"):
            card = await getattr(world, who).slash(world.lobby, "agenda session", session=typed)
            assert "Topic 2" in texts(card).splitlines()[1], typed


async def test_a_session_under_the_chatham_house_rule_says_so(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        card = await world.lin.slash(world.lobby, "agenda session", session="topic-2")
        assert "🤫 查塔姆守则" in texts(card)
        assert "共 2 场，依次进行，这是第 2 场" in texts(card)


async def test_a_session_that_nothing_fits_is_refused_with_the_next_step(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        answer = await world.maya.slash(world.lobby, "agenda session", session="qqqqzzzz")
        assert texts(answer).startswith("There is no session “qqqqzzzz”.")
        several = await world.lin.slash(world.lobby, "agenda session", session="Office Hour")
        assert texts(several).startswith("“Office Hour”对应多个议题")


async def test_a_speaker_is_shown_with_all_sessions_in_order(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        answer = await world.maya.slash(world.lobby, "agenda speaker", name="jiangning")
        lines = texts(answer).splitlines()
        assert lines[1:3] == ["## 👤 姜宁", "ByteDance"]
        assert len([line for line in lines if line.startswith("-# 🕘")]) == 5
        nobody = await world.maya.slash(world.lobby, "agenda speaker", name="Nobody Anywhere")
        assert texts(nobody).startswith("Nobody called “Nobody Anywhere” speaks")


@BOTH
async def test_every_option_suggests_while_one_types(tmp_path: Path, who: str) -> None:
    async with summit(tmp_path) as world:
        person = getattr(world, who)
        sessions = await person.autocomplete(world.lobby, "agenda session", "session", "xinren")
        assert sessions[0]["value"] == "topic-2"
        before = await person.autocomplete(world.lobby, "agenda session", "session", "")
        assert (before[0]["value"], len(before)) == ("welcome", 25)
        assert await person.autocomplete(world.lobby, "agenda speaker", "name", "") != []
        speakers = await person.autocomplete(world.lobby, "agenda speaker", "name", "amanda")
        assert speakers == [{"name": "Amanda Brock", "value": "Amanda Brock"}]
        titles = await person.autocomplete(world.lobby, "agenda search", "query", "kyzl")
        assert len(titles) >= 2
        days = await person.autocomplete(world.lobby, "agenda day", "date", "29")
        assert [day["value"] for day in days] == ["2024-03-29"]
        rooms = await person.autocomplete(world.lobby, "agenda day", "room", "")
        assert [room["value"] for room in rooms] == ["main", "futian", "luohu", "shekou", "foyer"]
        tracks = await person.autocomplete(world.lobby, "agenda day", "track", "qi")
        assert [track["value"] for track in tracks] == ["qi"]


async def test_controls_work_after_a_restart(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        found = await world.maya.slash(world.lobby, "agenda search", query="topic-2")
        await world.restart()
        card = await world.maya.click(found.response, custom_id=control(found, "session-open")["custom_id"])
        assert "Topic 2" in texts(card)
