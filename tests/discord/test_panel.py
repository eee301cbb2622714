"""Panels as their moderators meet them, in both languages, through the real machinery."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import simcord

from bot.questions.model import State
from bot.web.links import opened
from tests.discord.summit import Summit, control, parts, texts
from tests.discord.summit import summit_without_shifts as summit
from tests.discord.test_questions import PANEL, approved, ask, beat, boards, moderator, press, written

COMMANDS = ["open", "close", "queue", "screen", "export"]


async def waiting(world: Summit, *questions: str) -> list[int]:
    """Questions that wait, each asked by somebody else."""
    asking = world.app.features.questions.asking
    return [
        (await asking.ask(7000 + place, "panel-value", text, anonymous=True, name="")).question.number
        for place, text in enumerate(questions)
    ]


async def queue_of(world: Summit, who: simcord.MemberActor, session: str = "panel-value") -> simcord.InteractionResult:
    return await who.slash(world.lobby, "panel queue", session=session)


async def choose(who: simcord.MemberActor, shown: simcord.InteractionResult, number: int) -> simcord.InteractionResult:
    pick = next(part for part in parts(shown) if part.get("custom_id", "").startswith("pick/panel-look/"))
    return await who.select(shown.response, [str(number)], custom_id=pick["custom_id"])


async def fill(
    who: simcord.MemberActor, shown: simcord.InteractionResult, action: str, values: dict[str, Any]
) -> simcord.InteractionResult:
    return await who.submit_modal(await press(who, shown, action), values)


def listed(shown: simcord.InteractionResult) -> list[int]:
    """The numbers of the questions on a card, from top to bottom."""
    return [int(found) for found in re.findall(r"^\*\*#(\d+)", texts(shown), re.MULTILINE)]


async def state_of(world: Summit, number: int) -> State:
    queue = await world.app.features.questions.moderating.queue("panel-value")
    every = [*queue.waiting, *queue.approved, *queue.done, *([queue.answering] if queue.answering else [])]
    return next(question.state for question in every if question.number == number)


@pytest.mark.parametrize("command", COMMANDS)
async def test_attendees_read_how_one_becomes_a_moderator(tmp_path: Path, command: str) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        for person, sentence in ((world.maya, "who have the role “主持人”"), (world.lin, "有“主持人”身份组")):
            answer = await person.slash(world.lobby, f"panel {command}", session="panel-value")
            assert sentence in texts(answer)
            assert answer.ephemeral


@pytest.mark.parametrize("role", ["主持人", "组委会"])
async def test_moderators_and_organisers_may(tmp_path: Path, role: str) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        shown = await queue_of(world, world.join("ruoxi", "en-GB", role))
        assert "0 waiting · 0 on the board" in texts(shown)
        assert shown.ephemeral


async def test_a_moderator_who_lost_the_role_decides_nothing_any_more(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        (number,) = await waiting(world, "Why so?")
        boss = moderator(world)
        shown = await queue_of(world, boss)
        world.env.backend.guilds[world.guild.id].members[boss.id].role_ids.clear()
        assert "who have the role" in texts(await press(boss, shown, "panel-approve"))
        assert await state_of(world, number) is State.WAITING


@pytest.mark.parametrize(("locale", "opened", "closed"), [
    ("en-GB", "are open. People ask with /ask", "links to its moderators’ phone page no longer work. One question"),
    ("zh-CN", "开始接受提问", "手机页的链接已失效。还有 1 个问题未审核"),
])  # fmt: skip
async def test_a_box_is_opened_and_closed_by_hand(tmp_path: Path, locale: str, opened: str, closed: str) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        boss = moderator(world, locale)
        assert "takes no questions" in texts(await world.maya.slash(world.lobby, "ask", session="tea-break"))
        done = await boss.slash(world.lobby, "panel open", session="tea-break")
        assert opened in texts(done)
        form = await world.maya.slash(world.lobby, "ask", session="tea-break")
        await world.maya.submit_modal(form, {"text": "More tea?", "how": "anonymous"})
        done = await boss.slash(world.lobby, "panel close", session="tea-break")
        assert closed in texts(done)
        world.app.clock.advance(timedelta(seconds=61))
        assert "No questions are taken" in texts(await world.maya.slash(world.lobby, "ask", session="tea-break"))


async def test_the_list_approves_and_pins_by_one_press_each(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        (number,) = await waiting(world, "Why so?")
        boss = moderator(world)
        shown = await press(boss, await queue_of(world, boss), "panel-approve")
        assert f"✔️ #{number} put on the board" in texts(shown)
        shown = await press(boss, shown, "panel-pin")
        assert "**🎤 Being answered now** · ▲ 0" in texts(shown)
        shown = await press(boss, shown, "panel-answered")
        assert f"✔️ #{number} answered" in texts(shown)
        assert await state_of(world, number) is State.ANSWERED


async def test_both_orders_of_the_queue(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        numbers = await approved(world, "Why so?", "Who pays for lunch today?", "When does the venue close?")
        await world.app.features.questions.asking.vote(1, numbers[1])
        boss = moderator(world)
        shown = await queue_of(world, boss)
        assert listed(shown) == [2, 1, 3]
        newest = await boss.click(shown.response, custom_id="press/panel-look/newest.0.0.panel-value")
        assert listed(newest) == [3, 2, 1]


async def test_likely_twins_stand_together_and_merge_by_one_choice(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        twin = "How is the value of an OSPO measured?"
        first, _, third = await waiting(world, "How do you measure the value of an OSPO?", "Who pays for lunch?", twin)
        boss = moderator(world)
        shown = await queue_of(world, boss)
        assert listed(shown) == [1, 3, 2]
        assert f"≈ #{third}" in texts(shown)
        one = await choose(boss, shown, third)
        target = control(one, "panel-merge")
        assert target["options"][0]["value"] == str(first)
        merged = await boss.select(one.response, [str(first)], custom_id=target["custom_id"])
        assert f"✔️ #{third} merged" in texts(merged)
        assert await state_of(world, third) is State.MERGED


async def test_an_edit_keeps_the_original_and_clears_votes_where_the_sense_changed(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        (number,) = await approved(world, "Why so?")
        await world.app.features.questions.asking.vote(1, number)
        boss = moderator(world)
        shown = await choose(boss, await queue_of(world, boss), number)
        form = await press(boss, shown, "panel-edit")
        assert form.modal["components"][0]["component"]["value"] == "Why so?"
        shown = await boss.submit_modal(form, {"text": "Why so, and not otherwise?", "sense": "same"})
        assert f"✔️ #{number} reworded" in texts(shown)
        one = await choose(boss, shown, number)
        assert "Asked as: Why so?" in texts(one)
        assert "▲ 1" in texts(one)
        shown = await fill(boss, one, "panel-edit", {"text": "Who pays?", "sense": "changed"})
        assert "▲ 0" in texts(await choose(boss, shown, number))
        undone = await press(boss, shown, "panel-undo")
        assert "took its vote with it" in texts(undone)


async def test_the_other_language_stands_below_the_question(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        (number,) = await approved(world, "为什么是深圳？")
        boss = moderator(world)
        one = await choose(boss, await queue_of(world, boss), number)
        form = await press(boss, one, "panel-render")
        assert form.modal["components"][1]["label"] == "In English (empty: none)"
        await boss.submit_modal(form, {"other": "Why Shenzhen?"})
        board = await world.maya.slash(world.lobby, "questions board", session="panel-value")
        assert f"**#{number}** 为什么是深圳？\n🌐 Why Shenzhen?" in texts(board)


@pytest.mark.parametrize(("values", "reason"), [
    ({"reason": ["topic"]}, "与本场主题无关 / not about this panel"),
    ({"reason": ["own-words"], "words": "Ask me **afterwards**"}, "Ask me \\*\\*afterwards\\*\\*"),
    ({"reason": ["time"], "words": "Find us at the bar"}, "时间不够了 / no time left – Find us at the bar"),
])  # fmt: skip
async def test_a_dismissal_has_a_reason_that_its_asker_reads(
    tmp_path: Path, values: dict[str, Any], reason: str
) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        await ask(world, world.lin, "为什么是深圳？")
        boss = moderator(world)
        one = await choose(boss, await queue_of(world, boss), 1)
        assert "✔️ #1 dismissed" in texts(await fill(boss, one, "panel-dismiss", values))
        assert reason in texts(await world.lin.slash(world.lobby, "questions mine"))


async def test_own_words_that_are_missing_are_asked_for(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        (number,) = await waiting(world, "Why so?")
        boss = moderator(world)
        one = await choose(boss, await queue_of(world, boss), number)
        answer = await fill(boss, one, "panel-dismiss", {"reason": ["own-words"]})
        assert "Write the reason" in texts(answer)
        assert await state_of(world, number) is State.WAITING


async def test_a_muted_asker_is_refused_though_nobody_knows_who_it_is(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        await ask(world, world.maya, "You are all wrong, are you not?")
        boss = moderator(world)
        one = await choose(boss, await queue_of(world, boss), 1)
        muted = await press(boss, one, "panel-mute")
        assert "whoever asked #1 is muted here" in texts(muted)
        refused = await world.maya.slash(world.lobby, "ask", session="panel-value")
        assert "moderators have heard enough" in texts(refused)
        await press(boss, muted, "panel-undo")
        shown = await world.maya.slash(world.lobby, "ask", session="panel-value")
        assert shown.modal is not None


async def test_undo_takes_back_and_names_what_happened_since(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        (number,) = await waiting(world, "为什么是深圳？")
        boss, moderating = moderator(world), world.app.features.questions.moderating
        shown = await press(boss, await queue_of(world, boss), "panel-approve")
        (question,) = (await moderating.queue("panel-value")).approved
        await moderating.render(number, question.version, "Why Shenzhen?")
        undone = await press(boss, shown, "panel-undo")
        assert f"Taken back: #{number} is as it was." in texts(undone)
        assert f"Meanwhile, and still so: #{number} rendered in the other language." in texts(undone)
        assert await state_of(world, number) is State.WAITING


async def test_undo_refuses_where_the_question_went_on(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        (number,) = await waiting(world, "Why so?")
        boss, moderating = moderator(world), world.app.features.questions.moderating
        shown = await press(boss, await queue_of(world, boss), "panel-approve")
        (question,) = (await moderating.queue("panel-value")).approved
        await moderating.pin(number, question.version)
        refused = await press(boss, shown, "panel-undo")
        assert "Not undone" in texts(refused)
        assert await state_of(world, number) is State.ANSWERING


async def test_opposite_presses_of_two_moderators_the_second_reads_what_is_there_now(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        (number,) = await waiting(world, "Why so?")
        one, two = moderator(world), moderator(world, "zh-CN", "azhe")
        first, second = await queue_of(world, one), await queue_of(world, two)
        second = await choose(two, second, number)
        form = await press(two, second, "panel-dismiss")
        await press(one, first, "panel-approve")
        refused = await two.submit_modal(form, {"reason": ["topic"]})
        assert "⚠️" in texts(refused)
        assert "🟢 已通过" in texts(refused)
        assert await state_of(world, number) is State.APPROVED
        again = await fill(two, refused, "panel-dismiss", {"reason": ["topic"]})
        assert "✔️" in texts(again)
        assert await state_of(world, number) is State.DISMISSED


async def test_a_merge_with_itself_or_in_a_circle_is_refused_with_a_sentence(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        first, second = await approved(world, "Why so?", "Who pays for lunch?")
        boss = moderator(world)
        one = await choose(boss, await queue_of(world, boss), first)
        target = control(one, "panel-merge")
        assert str(first) not in [option["value"] for option in target["options"]]
        other = await choose(boss, await queue_of(world, boss), second)
        await world.app.features.questions.moderating.merge(first, 2, second)
        answer = await boss.select(other.response, [str(first)], custom_id=control(other, "panel-merge")["custom_id"])
        assert "is part of" in texts(answer)
        assert await state_of(world, second) is State.APPROVED


async def test_a_working_card_follows_the_other_moderators(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        one, two = moderator(world), moderator(world, "zh-CN", "azhe")
        first = await queue_of(world, one)
        await queue_of(world, two)
        await waiting(world, "Why so?")
        await beat(world, 3)
        assert "Why so?" in written(first.response)
        second = await queue_of(world, two)
        await press(two, second, "panel-approve")
        await beat(world, 3)
        assert "🟢 on the board" in written(first.response)


async def test_a_working_card_is_drawn_at_most_every_two_seconds_and_not_for_ever(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        (number,) = await approved(world, "Why so?")
        await queue_of(world, moderator(world))

        def drawn() -> int:
            return sum(one.method == "PATCH" and "@original" in one.path for one in world.env.http_requests)

        for second in range(12):
            await world.app.features.questions.asking.vote(100 + second, number)
            await beat(world, 0.5)
        assert drawn() == 3
        world.app.clock.advance(timedelta(minutes=15))
        before = drawn()
        await world.app.features.questions.asking.vote(99, number)
        await beat(world, 3)
        assert drawn() == before


@pytest.mark.parametrize(("form", "name"), [(None, "md"), ("md", "md"), ("csv", "csv"), ("json", "json")])
async def test_a_panel_is_exported(tmp_path: Path, form: str | None, name: str) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        await ask(world, world.maya, "=1+1, why?", "named")
        options = {"format": form} if form else {}
        answer = await moderator(world).slash(world.lobby, "panel export", session="panel-value", **options)
        (file,) = answer.response.attachments
        assert file.filename.endswith(f".{name}")
        data = (await file.read()).decode("utf-8-sig")
        assert ", why?" in data
        assert ",=1+1" not in data
        if name == "json":
            assert "panel-value" in json.dumps(json.loads(data))


async def test_a_summit_wide_report_comes_with_the_export(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        (number,) = await approved(world, "Why so?")
        boss = moderator(world)
        shown = await press(boss, await queue_of(world, boss), "panel-pin")
        one = await choose(boss, shown, number)
        shown = await fill(boss, one, "panel-note", {"answer": "Because of the people."})
        assert "what was answered is noted" in texts(shown)
        shown = await fill(boss, shown, "panel-take-away", {"lines": "Start small.\n\nMeasure one thing."})
        assert "2 take-aways are kept" in texts(shown)
        export = await boss.slash(world.lobby, "panel export", session="panel-value")
        report = await press(boss, export, "panel-report")
        (file,) = (report.followups[-1] if report.followups else report.response).attachments
        text = (await file.read()).decode()
        for part in ("Why so?", "Because of the people.", "Start small.", "Measure one thing."):
            assert part in text


async def test_without_pages_the_screen_says_which_setting_turns_them_on(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        answer = await moderator(world).slash(world.lobby, "panel screen", session="panel-value")
        assert "SUMMIT_PUBLIC_URL" in texts(answer)


@pytest.mark.parametrize(("locale", "warning"), [("en-GB", "show it to nobody else"), ("zh-CN", "请勿外传")])
async def test_the_screen_and_the_phone_page_are_given_as_links_and_pictures(
    tmp_path: Path, locale: str, warning: str
) -> None:
    async with summit(tmp_path, at=PANEL, public_url="https://summit.example/pages") as world:
        boss = moderator(world, locale)
        answer = await boss.slash(world.lobby, "panel screen", session="panel-value")
        stage, phone = (part["url"] for part in parts(answer) if part.get("style") == 5)
        assert stage == "https://summit.example/pages/screen/panel-value"
        assert phone.startswith("https://summit.example/pages/moderate/")
        assert warning in texts(answer)
        assert [file.filename for file in answer.response.attachments] == ["stage.png", "phone.png"]
        first = opened(world.app.addresses, phone.rstrip("/").rpartition("/")[2])
        assert first is not None
        assert first.session == "panel-value"
        await boss.slash(world.lobby, "panel close", session="panel-value")
        box = (await world.app.features.questions.moderating.queue("panel-value")).box
        assert not first.holds(box.links, world.app.clock.real())


async def test_many_questions_come_in_pages(tmp_path: Path) -> None:
    async with summit(tmp_path, at=PANEL) as world:
        await approved(world, *(f"Why does number {number} come so late?" for number in range(30)))
        boss = moderator(world)
        shown = await queue_of(world, boss)
        numbers = listed(shown)
        for page in range(1, 5):
            shown = await boss.click(shown.response, custom_id=f"press/panel-look/wanted.{page}.0.panel-value")
            numbers += listed(shown)
        assert numbers == [*range(1, 31)]


LIFE = {
    "en-GB": ("How do you measure the value of an OSPO?", "How does one measure an OSPO’s value?", "answered"),
    "zh-CN": ("OSPO 的价值怎么衡量？", "怎么衡量 OSPO 的价值？", "已回答"),
}


@pytest.mark.parametrize("locale", LIFE)
async def test_the_whole_life_of_a_question(tmp_path: Path, locale: str) -> None:
    text, twin, answered = LIFE[locale]
    async with summit(tmp_path, at=PANEL) as world:
        ada, bo, boss = world.join("ada", locale), world.join("bo", locale), moderator(world, locale)
        receipt = await ask(world, ada, text, "named")
        assert "#1" in texts(receipt)
        await press(boss, await queue_of(world, boss), "panel-approve")
        offered = await ask(world, bo, twin)
        assert control(offered, "question-instead")["custom_id"].endswith("/2/1")
        await press(bo, offered, "question-keep")
        shown = await queue_of(world, boss)
        assert "≈ #1" in texts(shown)
        await press(boss, shown, "panel-approve")
        await boss.slash(world.lobby, "questions board", session="panel-value")
        (board,) = boards(world)
        cleo = world.join("cleo", locale)
        for number in (1, 2):
            assert f"#{number}" in texts(await cleo.click(board, custom_id=f"press/question-vote/{number}"))
        one = await choose(boss, await queue_of(world, boss), 2)
        merge = control(one, "panel-merge")
        await boss.select(one.response, ["1"], custom_id=merge["custom_id"])
        await beat(world, 4)
        (board,) = boards(world)
        assert "▲ 1" in written(board)  # cleo wanted both, and counts once
        await press(boss, await queue_of(world, boss), "panel-pin")
        await press(boss, await queue_of(world, boss), "panel-answered")
        for person in (ada, bo):
            assert answered in texts(await person.slash(world.lobby, "questions mine"))
        await boss.slash(world.lobby, "panel close", session="panel-value")
        world.app.clock.advance(timedelta(seconds=61))
        await world.app.run_due_jobs()
        assert "#2" not in texts(await bo.slash(world.lobby, "questions mine"))  # the key is gone
        assert answered in texts(await ada.slash(world.lobby, "questions mine"))
        export = await boss.slash(world.lobby, "panel export", session="panel-value", format="csv")
        (file,) = export.response.attachments
        data = (await file.read()).decode("utf-8-sig")
        assert text in data
        assert str(bo.id) not in data
        await beat(world, 4)
        (board,) = boards(world)
        assert "question-ask" not in str(board.components)
