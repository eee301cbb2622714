"""Panel questions as the audience meets them, in both languages, through the real machinery."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot.discord_io.deferring import defer
from bot.questions.model import State
from tests.discord.summit import Summit, control, parts, texts
from tests.discord.summit import summit_without_shifts as summit

PANEL = datetime.fromisoformat("2024-03-28T14:10:00+08:00")
"""In the panel "panel-value", the only one whose questions are open."""

ROUNDS = datetime.fromisoformat("2024-03-28T20:00:00+08:00")


async def ask(
    world: Summit, who: simcord.MemberActor, text: str, how: str | None = "anonymous", **more: list[str]
) -> simcord.InteractionResult:
    """Somebody asks in the panel's own room, and half a minute passes."""
    shown = await who.slash(world.channels["主会场"], "ask")
    assert shown.modal, texts(shown)
    sent = await who.submit_modal(shown, {"text": text, **({"how": how} if how else {}), **more})
    world.app.clock.advance(timedelta(seconds=31))
    return sent


async def press(who: simcord.MemberActor, shown: Any, action: str, nth: int = 0) -> simcord.InteractionResult:
    found = [part for part in parts(shown) if f"/{action}/" in part.get("custom_id", "")]
    return await who.click(shown.response, custom_id=found[nth]["custom_id"])


def moderator(world: Summit, locale: str = "en-GB", name: str = "chenmo") -> simcord.MemberActor:
    return world.join(name, locale, "主持人")


async def approved(world: Summit, *questions: str) -> list[int]:
    """Questions on the board, each asked by somebody else."""
    numbers = []
    features = world.app.features.questions
    for text in questions:
        somebody = 9000 + len((await features.moderating.queue("panel-value")).approved)
        asked = await features.asking.ask(somebody, "panel-value", text, anonymous=True, name="")
        await features.moderating.approve(asked.question.number, asked.question.version)
        numbers.append(asked.question.number)
    return numbers


def written(message: Any) -> str:
    """The texts of a message's components, a line each, and its buttons' labels."""
    return "\n".join(str(part.get("content", part.get("label", ""))) for part in walk(message.components))


def walk(components: Any) -> Iterator[dict[str, Any]]:
    for component in components:
        part = component if isinstance(component, dict) else component.to_dict()
        yield part
        yield from walk(part.get("components", []))
        if accessory := part.get("accessory"):
            yield from walk([accessory])


def boards(world: Summit) -> list[Any]:
    return [message for message in world.lobby.history() if "question-" in str(message.components)]


async def beat(world: Summit, seconds: float = 1) -> None:
    """What the timetable does after some time."""
    world.app.clock.advance(timedelta(seconds=seconds))
    await world.app.bot.refresh_questions()
    await world.env.settle()


def edits(world: Summit, message: int) -> int:
    return sum(one.method == "PATCH" and one.path.endswith(f"/messages/{message}") for one in world.env.http_requests)


@pytest.mark.parametrize(("who", "named", "stored"), [
    ("maya", "By name, as maya", "anonymously, neither is"), ("lin", "署名：lin", "匿名提问两者都不保存"),
])  # fmt: skip
async def test_the_form_says_what_is_stored_and_leaves_the_choice(
    tmp_path: Path, who: str, named: str, stored: str
) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        shown = await getattr(world, who).slash(world.channels["主会场"], "ask")
        note, text, how, to = shown.modal["components"]
        assert stored in note["content"]
        assert text["component"]["max_length"] == 500
        assert [option["value"] for option in how["component"]["options"]] == ["anonymous", "named"]
        assert how["component"]["options"][1]["label"] == named
        assert [option.get("default", False) for option in how["component"]["options"]] == [False, False]
        assert "Ana Jimenez Santamaria" in [option["label"] for option in to["component"]["options"]]
        assert to["component"]["required"] is False


@pytest.mark.parametrize(("locale", "why"), [("en-GB", "nobody asks by name here"), ("zh-CN", "不能署名提问")])
async def test_under_the_rule_nobody_can_ask_by_name_and_reads_why(tmp_path: Path, locale: str, why: str) -> None:
    async with summit(tmp_path, at=ROUNDS) as world:
        person = world.join("ada", locale)
        assert "topic-1" in str(await world.app.features.questions.moderating.open_box("topic-1"))
        shown = await person.slash(world.lobby, "ask", session="topic-1")
        note, _, to = shown.modal["components"]
        assert why in note["content"]
        assert to["component"]["type"] == 3
        receipt = await person.submit_modal(shown, {"text": "Is this safe to say?"})
        assert "#1" in texts(receipt)
        queue = await world.app.features.questions.moderating.queue("topic-1")
        (question,) = queue.waiting
        assert (question.asker, question.name, question.anonymous) == (None, "", True)


@pytest.mark.parametrize(("who", "near", "withdrawn"), [
    ("maya", "Much the same was asked before", "is withdrawn"), ("lin", "已经有人问过类似的问题", "已撤回"),
])  # fmt: skip
async def test_the_asker_is_shown_twins_and_may_vote_instead(
    tmp_path: Path, who: str, near: str, withdrawn: str
) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        person = getattr(world, who)
        await approved(world, "OSPO的价值怎么衡量？", "How do you measure the value of an OSPO?")
        text = "How does one measure the value of an OSPO?" if who == "maya" else "怎么衡量OSPO的价值？"
        receipt = await ask(world, person, text)
        assert near in texts(receipt)
        done = await press(person, receipt, "question-instead")
        assert withdrawn in texts(done)
        board = await world.app.features.questions.asking.board("panel-value")
        assert sorted(one.votes for one in board.approved) == [0, 1]
        (own,) = await world.app.features.questions.asking.mine(person.id)
        assert (own.question.state, own.question.reason) == (State.DISMISSED, "withdrawn")


async def test_voting_instead_keeps_a_vote_that_was_there_already(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        (number,) = await approved(world, "How do you measure the value of an OSPO?")
        await world.app.features.questions.asking.vote(world.maya.id, number)
        receipt = await ask(world, world.maya, "How do you measure the value of the OSPO?")
        await press(world.maya, receipt, "question-instead")
        (question,) = (await world.app.features.questions.asking.board("panel-value")).approved
        assert question.votes == 1


async def test_one_keeps_ones_own_beside_its_twin(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        await approved(world, "How do you measure the value of an OSPO?")
        receipt = await ask(world, world.maya, "How do you measure the value of the OSPO?")
        assert "stays" in texts(await press(world.maya, receipt, "question-keep"))
        (own,) = await world.app.features.questions.asking.mine(world.maya.id)
        assert own.question.state is State.WAITING


BAD = [
    ("", "nothing to read"), ("   \n\t ", "nothing to read"),
    ("👍🎉👩‍👩‍👧", "no word"), ("\u200b" * 500, "nothing to read"),
    ("?" * 400, "no word"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), BAD)
async def test_what_is_no_question_is_refused_in_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        shown = await world.maya.slash(world.channels["主会场"], "ask")
        refused = await world.maya.submit_modal(shown, {"text": text or " ", "how": "anonymous"})
        assert sentence in texts(refused)
        assert control(refused, "question-ask")["custom_id"] == "press/question-ask/panel-value"
        assert (await world.app.features.questions.moderating.queue("panel-value")).waiting == ()


@pytest.mark.parametrize("text", [
    "@everyone is it true?", "<@1> <@&2> <#3> why?", "## Big\n- # why **now** ||hidden|| [x](https://evil.example)?",
    "See https://evil.example/a?b=c and discord.gg/abc, why?", "```\nwhy?", "> quote why", "a" * 499 + "?",
    "H\u0335\u0336\u0337\u0338\u0339\u033a\u033b\u033c" * 50 + "?", "\u202ereversed why?",
    "1. why\n2. how", "~~why~~ _now_ `x` *y",
])  # fmt: skip
async def test_no_text_pings_links_or_breaks_a_card(tmp_path: Path, text: str) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        await approved(world, text)
        boss = moderator(world)
        await ask(world, world.maya, text)
        cards = [
            await world.maya.slash(world.lobby, "questions mine"),
            await world.maya.slash(world.lobby, "questions board", session="panel-value"),
            await boss.slash(world.lobby, "panel queue", session="panel-value"),
        ]
        for card in cards:
            lines = texts(card).splitlines()
            assert [line for line in lines if "@everyone" in line or "https://" in line or "discord.gg" in line] == []
            assert [line for line in lines if line.startswith(("- ", "> ", "1. ")) or "```" in line] == []
            assert re.search(r"(?<!\\)\]\(", texts(card)) is None
            headings = [line for line in lines if line.lstrip().startswith("#")]
            assert [line for line in headings if not line.startswith(("## ", "### "))] == []


async def test_a_fourth_open_question_and_a_second_in_half_a_minute_are_refused(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        shown = await world.maya.slash(world.channels["主会场"], "ask")
        await world.maya.submit_modal(shown, {"text": "Why so?", "how": "anonymous"})
        assert "One question at a time" in texts(await world.maya.slash(world.channels["主会场"], "ask"))
        world.app.clock.advance(timedelta(seconds=31))
        for text in ("And how?", "And when?"):
            await ask(world, world.maya, text)
        assert "3 of your questions" in texts(await world.maya.slash(world.channels["主会场"], "ask"))


async def test_what_was_written_comes_back_with_a_refusal(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        shown = await world.maya.slash(world.channels["主会场"], "ask")
        await world.app.features.questions.moderating.close_box("panel-value")
        world.app.clock.advance(timedelta(seconds=61))
        refused = await world.maya.submit_modal(shown, {"text": "Too late, is it?", "how": "anonymous"})
        assert texts(refused).splitlines()[-2:] == ["-# You wrote:", "> Too late, is it?"]
        assert "No questions are taken" in texts(refused)


async def test_a_form_opened_before_closing_counts_for_a_minute(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        shown = await world.maya.slash(world.channels["主会场"], "ask")
        await world.app.features.questions.moderating.close_box("panel-value")
        world.app.clock.advance(timedelta(seconds=50))
        assert "#1" in texts(await world.maya.submit_modal(shown, {"text": "In time?", "how": "anonymous"}))


async def test_a_form_that_was_open_while_the_bot_restarted_is_taken(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        shown = await world.maya.slash(world.channels["主会场"], "ask")
        await world.restart()
        receipt = await world.maya.submit_modal(shown, {"text": "Still there?", "how": "named"})
        assert "#1" in texts(receipt)
        (own,) = await world.app.features.questions.asking.mine(world.maya.id)
        assert own.question.name == "maya"


@pytest.mark.parametrize(("options", "sentence"), [
    ({"session": "lunch"}, "takes no questions"), ({"session": "no such thing"}, "There is no session"),
    ({"session": "panel-ecosystem"}, "No questions are taken"),
])  # fmt: skip
async def test_where_there_is_no_open_box_a_sentence_comes_instead_of_a_form(
    tmp_path: Path, options: dict[str, str], sentence: str
) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        answer = await world.maya.slash(world.lobby, "ask", **options)
        assert answer.modal is None
        assert sentence in texts(answer)


async def test_without_a_panel_now_asking_says_so(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL - timedelta(hours=1)) as world:
        assert "No panel takes questions right now" in texts(await world.maya.slash(world.lobby, "ask"))


async def test_a_session_card_offers_to_ask_where_the_programme_has_a_box(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        card = await world.lin.slash(world.lobby, "agenda session", session="panel-value")
        form = await press(world.lin, card, "question-ask")
        assert form.modal["custom_id"] == "form/question-ask/panel-value"
        other = await world.lin.slash(world.lobby, "agenda session", session="lunch")
        assert [part for part in parts(other) if "question-ask" in part.get("custom_id", "")] == []


async def test_ones_own_message_becomes_a_question_and_nothing_of_the_message_is_kept(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        own = await world.maya.send(world.lobby, "Who pays for all this?")
        shown = await world.maya.context_menu(world.lobby, "Ask this", own)
        text = shown.modal["components"][1]["component"]
        assert text["value"] == "Who pays for all this?"
        await world.maya.submit_modal(shown, {"text": text["value"], "how": "named"})
        (question,) = (await world.app.features.questions.moderating.queue("panel-value")).waiting
        assert (question.text, question.asker) == ("Who pays for all this?", world.maya.id)
        assert str(own.id).encode() not in (tmp_path / "summit.db").read_bytes()


async def test_others_messages_long_ones_and_pictures(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        theirs = await world.maya.send(world.lobby, "Who pays for all this?")
        refused = await world.lin.context_menu(world.lobby, "Ask this", theirs)
        assert texts(refused).startswith("只能用您自己的消息提问")
        long = await world.maya.send(world.lobby, "why " * 500)
        shown = await world.maya.context_menu(world.lobby, "Ask this", long)
        note, text = shown.modal["components"][:2]
        assert len(text["component"]["value"]) == 500
        assert "longer than 500 characters" in note["content"]
        picture = await world.maya.send(world.lobby, "\u200b \u200b")
        answer = await world.maya.context_menu(world.lobby, "Ask this", picture)
        assert "no text in this message" in texts(answer)


async def test_mine_tells_what_became_of_each(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        features = world.app.features.questions
        (kept,) = await approved(world, "How do you measure the value of an OSPO?")
        for text, how in (("Measured how?", "anonymous"), ("Why here?", "named"), ("And the weather?", "anonymous")):
            await ask(world, world.maya, text, how)
        first, second, third = (one.question for one in reversed(await features.asking.mine(world.maya.id)))
        await features.moderating.merge(first.number, first.version, kept)
        await features.moderating.pin(second.number, second.version)
        await features.moderating.dismiss(third.number, third.version, "与本场主题无关 / not about this panel")
        mine = texts(await world.maya.slash(world.lobby, "questions mine"))
        assert f"merged into #{kept}: How do you measure the value of an OSPO?" in mine
        assert "🎤 being answered now" in mine
        assert "⚪ not taken · 与本场主题无关 / not about this panel" in mine


async def test_an_own_question_is_withdrawn(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        await ask(world, world.lin, "为什么是深圳？")
        mine = await world.lin.slash(world.lobby, "questions mine")
        done = await press(world.lin, mine, "question-withdraw")
        assert "由提问者撤回" in texts(done)
        assert [part for part in parts(done) if "question-withdraw" in part.get("custom_id", "")] == []


async def test_an_own_question_with_others_in_it_stays_and_that_is_said(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        asking, moderating = world.app.features.questions.asking, world.app.features.questions.moderating
        asked = [await asking.ask(person.id, "panel-value", text, anonymous=True, name="") for person, text in (
            (world.lin, "为什么是深圳？"), (world.maya, "Why Shenzhen?"),
        )]  # fmt: skip
        own, other = (one.question for one in asked)
        await moderating.merge(other.number, other.version, own.number)
        mine = await world.lin.slash(world.lobby, "questions mine")
        done = await press(world.lin, mine, "question-withdraw")
        assert f"#{own.number} 已并入他人的提问，因此予以保留" in str([one.content for one in done.followups])
        assert "为什么是深圳" not in texts(await world.lin.slash(world.lobby, "questions mine"))


async def test_many_own_questions_come_in_pages(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        features = world.app.features.questions
        for number in range(20):
            asked = await features.asking.ask(world.maya.id, "panel-value", f"Why {number}?", anonymous=False, name="m")
            await features.moderating.dismiss(asked.question.number, asked.question.version, "x" * 150)
            world.app.clock.advance(timedelta(seconds=31))
        mine = await world.maya.slash(world.lobby, "questions mine")
        first = texts(mine)
        second = texts(await world.maya.click(mine.response, custom_id="press/question-mine/1"))
        assert [f"Why {number}?" in first for number in (19, 12, 11)] == [True, True, False]
        assert [f"Why {number}?" in second for number in (19, 12, 11)] == [False, False, True]


async def test_a_board_is_private_for_attendees_and_votes_show_at_once(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        await approved(world, *(f"Why does number {number} come so late?" for number in range(12)))
        board = await world.maya.slash(world.lobby, "questions board", session="panel-value")
        assert board.ephemeral
        assert boards(world) == []
        voted = await press(world.maya, board, "question-vote-here")
        assert "Your vote for #1 counts. Votes now: 1." in texts(voted)
        back = await press(world.maya, voted, "question-vote-here")
        assert "is taken back" in texts(back)
        page = await world.maya.click(back.response, custom_id="press/question-board/1/panel-value")
        assert "number 11" in texts(page)
        assert "number 2 " not in texts(page)


async def test_a_public_board_is_one_a_session_and_the_second_replaces_the_first(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        boss = moderator(world, "zh-CN")
        await approved(world, "为什么是深圳？")
        first = await boss.slash(world.lobby, "questions board", session="panel-value")
        assert first.ephemeral
        assert "提问板已发布" in texts(first)
        (before,) = boards(world)
        await boss.slash(world.lobby, "questions board", session="panel-value")
        (after,) = boards(world)
        assert after.id != before.id
        assert "为什么是深圳？" in written(after)
        assert "Questions are open until" in written(after)


async def test_a_public_board_is_edited_once_in_three_seconds_whatever_comes(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        boss, asking = moderator(world), world.app.features.questions.asking
        numbers = await approved(world, *(f"Why does number {number} come so late?" for number in range(12)))
        await boss.slash(world.lobby, "questions board", session="panel-value")
        (board,) = boards(world)
        for second in range(12):
            for voter in range(20):
                await asking.vote(20_000 + 100 * second + voter, numbers[(second * 20 + voter) % 12])
            await beat(world)
        assert edits(world, board.id) <= 4
        await beat(world, 3)
        (board,) = boards(world)
        shown = [int(part["label"].split()[1]) for part in walk(board.components) if "▲" in str(part.get("label"))]
        assert shown == [20] * 10
        assert "(2)" in written(board)
        before = edits(world, board.id)
        for _ in range(5):
            await beat(world, 3)
        assert edits(world, board.id) == before


async def test_a_press_on_the_public_board_is_answered_privately(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        await approved(world, *(f"Why does number {number} come so late?" for number in range(12)))
        await moderator(world).slash(world.lobby, "questions board", session="panel-value")
        (board,) = boards(world)
        voted = await world.lin.click(board, custom_id="press/question-vote/3")
        assert (voted.ephemeral, texts(voted)) == (True, "👍 您给 #3 的一票已计入，现在共 1 票。再按一次可收回。")
        more = await world.lin.click(board, custom_id="press/question-board/1/panel-value")
        assert more.ephemeral
        assert "number 11" in texts(more)
        assert edits(world, board.id) == 0
        form = await world.lin.click(board, custom_id="press/question-ask/panel-value")
        assert form.modal["title"] == "向嘉宾提问"


async def test_a_board_that_somebody_deleted_is_forgotten(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        (number,) = await approved(world, "Why so?")
        boss = moderator(world)
        await boss.slash(world.lobby, "questions board", session="panel-value")
        (board,) = boards(world)
        await board.delete()
        await world.app.features.questions.asking.vote(5, number)
        await beat(world, 4)
        assert await world.app.features.questions.boards.boards() == ()


async def test_after_a_restart_a_board_shows_what_happened_meanwhile(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        await approved(world, "Why so?")
        await moderator(world).slash(world.lobby, "questions board", session="panel-value")
        await approved(world, "And why Shenzhen?")
        await world.restart()
        await beat(world, 4)
        (board,) = boards(world)
        assert "And why Shenzhen?" in written(board)


async def test_a_closed_box_takes_the_ask_button_off_its_board(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        await approved(world, "Why so?")
        await moderator(world).slash(world.lobby, "questions board", session="panel-value")
        await world.app.features.questions.moderating.close_box("panel-value")
        await beat(world, 4)
        (board,) = boards(world)
        assert "question-ask" not in str(board.components)
        assert "提问已关闭" in written(board)


@pytest.mark.parametrize(("becomes", "sentence"), [
    ("merge", "was merged into 2. Vote for that one."), ("dismiss", "is no longer on the board"),
    ("answered", "was answered"), ("pin", "is being answered right now"),
])  # fmt: skip
async def test_a_vote_on_what_is_no_longer_on_the_board(tmp_path: Path, becomes: str, sentence: str) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        moderating = world.app.features.questions.moderating
        first, second = await approved(world, "Why so?", "And why Shenzhen?")
        await moderator(world).slash(world.lobby, "questions board", session="panel-value")
        (board,) = boards(world)
        more = {"merge": [second], "dismiss": ["x"]}.get(becomes, [])
        version = (await world.app.features.questions.asking.board("panel-value")).approved[0].version
        await getattr(moderating, becomes)(first, version, *more)
        assert sentence in texts(await world.maya.click(board, custom_id=f"press/question-vote/{first}"))


async def test_nobody_votes_for_their_own(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        for person, how in ((world.maya, "named"), (world.lin, "anonymous")):
            await ask(world, person, f"Why so, {how}?", how)
        queue = await world.app.features.questions.moderating.queue("panel-value")
        for question in queue.waiting:
            await world.app.features.questions.moderating.approve(question.number, question.version)
        await moderator(world).slash(world.lobby, "questions board", session="panel-value")
        (board,) = boards(world)
        assert "is your own" in texts(await world.maya.click(board, custom_id="press/question-vote/1"))
        assert "您自己" in texts(await world.lin.click(board, custom_id="press/question-vote/2"))


async def test_a_public_board_names_only_those_who_asked_by_name(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        await ask(world, world.maya, "Why by name?", "named", to=["骆晨"])
        await ask(world, world.lin, "为什么匿名？")
        queue = await world.app.features.questions.moderating.queue("panel-value")
        for question in queue.waiting:
            await world.app.features.questions.moderating.approve(question.number, question.version)
        await moderator(world).slash(world.lobby, "questions board", session="panel-value")
        (board,) = boards(world)
        lines = written(board).splitlines()
        assert "-# → 骆晨 · maya" in lines
        assert [line for line in lines if "lin" in line.split()] == []


@pytest.mark.parametrize(("who", "sentence"), [("maya", "took too long to open"), ("lin", "表单打开得太慢了")])
async def test_a_form_that_comes_too_late_can_be_asked_for_again(tmp_path: Path, who: str, sentence: str) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        person, bot = getattr(world, who), world.app.bot
        ask_now = bot.controls["question-ask"]

        async def slowly(interaction: Any, state: str, values: Any) -> None:
            await defer(interaction, thinking=True)
            await ask_now(interaction, state, values)

        bot.controls["question-ask"] = slowly
        card = await person.slash(world.lobby, "agenda session", session="panel-value")
        late = await press(person, card, "question-ask")
        bot.controls["question-ask"] = ask_now
        assert sentence in texts(late)
        assert (await press(person, late, "question-ask")).modal["custom_id"] == "form/question-ask/panel-value"


async def test_a_board_in_a_channel_that_the_bot_may_not_write_in(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        closed = {world.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
        quiet = world.guild.create_text_channel("静音", overwrites=closed)
        answer = await moderator(world).slash(quiet, "questions board", session="panel-value")
        assert texts(answer).startswith("I cannot post here.")
        assert await world.app.features.questions.boards.boards() == ()
