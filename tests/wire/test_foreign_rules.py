"""The same flows under rules that we did not write."""

from collections.abc import AsyncIterator
from importlib.metadata import version

import pytest
import pytest_asyncio

from tests.wire import foreign
from tests.wire.audience import GIVEN, RECEIPT, form_of, said
from tests.wire.foreign import ForeignDiscord, absent
from tests.wire.program import MORNING, Program, program
from tests.wire.summits import ask
from tests.wire.test_once import (  # noqa: F401 -- collected here once more, for the program below
    test_a_proposal_is_released_once,
    test_a_star_is_one_star,
    test_an_announcement_goes_out_once,
)
from tests.wire.test_twice import (  # noqa: F401 -- as above
    test_a_button_pressed_five_times_fast_answers_every_press_and_ends_in_one_state,
    test_a_star_and_its_end_backwards_leave_what_was_answered_last,
    test_an_interaction_delivered_twice_has_one_effect,
    test_an_interaction_repeated_later_has_no_effect,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")
BOTH = pytest.mark.parametrize(("who", "locale"), [("maya", "en-GB"), ("lin", "zh-CN")])


async def skip_without_simcord() -> None:
    if reason := await absent():
        pytest.skip(f"simcord's backend is not as it was: {reason}")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Program]:
    """The program on a server of simcord's, in place of ours."""
    await skip_without_simcord()
    async with (
        ForeignDiscord() as server,
        program(server, tmp_path_factory.mktemp("foreign"), clock=f"{MORNING}@60") as made,
    ):
        yield made
        assert (await made.stop())[0] == 0
        assert made.complaints == []


@BOTH
async def test_every_flow_of_the_agenda_is_accepted(running: Program, who: str, locale: str) -> None:
    server = running.server
    member = server.join(who, locale)
    asked = [
        ("agenda now", {}), ("agenda search", {"query": "kyzl"}), ("agenda session", {"session": "topic-2"}),
        ("agenda session", {"session": "qqqqzzzz"}), ("agenda speaker", {"name": "姜宁"}), ("guide", {}),
    ]  # fmt: skip
    for command, options in asked:
        answer = await member.slash(command, **options)
        assert (answer.text != "", answer.message.ephemeral) == (True, True), command
    assert (await member.autocomplete("agenda session", "session", "xinren"))[0]["value"] == "topic-2"

    day = await member.slash("agenda day")
    first = day.text
    turned = await member.press(day.message, "agenda-day", -1)
    assert (turned.message.id, turned.text != first) == (day.message.id, True)
    tomorrow = await member.pick(day.message, ["2024-03-29"], "agenda-pick-day")
    assert ("3月29日" if locale == "zh-CN" else "29 Mar") in tomorrow.text

    found = await member.slash("agenda search", query="panel-value")
    card = await member.press(found.message, "session-open")
    file = await member.press(card.message, "session-calendar")
    assert [attached["filename"] for attached in file.message.attachments] == ["panel-value.ics"]

    server.gateway.drop()
    await server.until(lambda: not server.gateway.live, "the line is gone")
    assert (await member.slash("agenda now")).text != ""


async def test_a_star_and_settings_are_kept(running: Program) -> None:
    kim = running.server.join("kim", "en-GB")
    card = (await kim.slash("agenda session", session="panel-value")).message
    star = await kim.press(card, "star")
    await running.server.until(lambda: star.followups, "the question how to be reminded")
    chosen = await kim.press(star.followups[0], "reminders-via")
    assert (chosen.message, "By direct message, 10 minutes before" in chosen.text) == (star.followups[0], True)
    assert "私信提醒，提前 25 分钟" in (await kim.slash("reminders settings", lead=25, language="zh-CN")).text
    assert "13:35" in (await kim.slash("reminders list")).text
    stored = "SELECT via, lead, language, session FROM preference JOIN star USING (member) WHERE member = ?"
    assert ask(running.database, stored, [kim.id]) == [("dm", 25, "zh-CN", "panel-value")]
    await kim.press(card, "star")
    assert ask(running.database, stored, [kim.id]) == []
    assert "panel-value" not in (await kim.slash("reminders list")).text


async def test_a_cancellation_is_told_to_those_who_starred_and_to_all(running: Program) -> None:
    server = running.server
    maya, chair = server.join("maya", "en-GB"), server.join("chair", "en-GB")
    stranger = server.join("stranger", "en-GB", roles=())
    assert "组委会" in (await stranger.slash("summit cancel", session="topic-4")).text
    await maya.slash("reminders settings", via="dm")
    await maya.press((await maya.slash("agenda session", session="topic-4")).message, "star")
    proposal = (await chair.slash("summit cancel", session="topic-4")).message
    await chair.press(proposal, "proposal-release")
    await server.until(lambda: "Released: revision" in proposal.text, "the release")
    changes = server.world.channel("议程变更")
    await server.until(lambda: maya.direct and [post for post in changes.messages if "Topic 4" in post.text], "notices")
    assert [message.text.count("❌ cancelled") for message in maya.direct] == [1]
    assert [post.text.count("❌ cancelled") for post in changes.messages if "Topic 4" in post.text] == [1]
    assert stranger.direct == []


async def test_a_task_is_claimed_released_and_taken_back(running: Program) -> None:
    server = running.server
    maya, stranger = server.join("maya", "en-GB", roles=("志愿者",)), server.join("stranger", "en-GB", roles=())
    assert "Tasks are for volunteers" in (await stranger.slash("task list")).text
    [(task,)] = ask(running.database, "SELECT number FROM task WHERE code = 'reserve-2-pm'")
    places, place = "SELECT count(*) FROM claim WHERE task = ? AND member = ?", (task, maya.id)
    listed = await maya.slash("task list", team="reserve", show="task-all")
    claimed = await maya.press(listed.message, f"press/task-claim/{task}")
    assert (f"Yours: task #{task}" in claimed.text, ask(running.database, places, place)) == (True, [(1,)])
    released = await maya.slash("task release", task=str(task))
    assert (f"#{task}" in released.text, ask(running.database, places, place)) == (True, [(0,)])
    again = await maya.press(released.message, "task-undo")
    assert (f"#{task}" in again.text, ask(running.database, places, place)) == (True, [(1,)])


async def test_a_question_is_asked_through_the_form_approved_and_voted_for(running: Program) -> None:
    server = running.server
    maya, kim, boss = (server.join(name, "en-GB") for name in ("maya", "kim", "boss"))
    await boss.slash("panel open", session="panel-value")
    form, _ = await form_of(maya, "panel-value")
    asked = await maya.submit(form, text="Who pays?", how="anonymous")
    await server.until(lambda: RECEIPT.search(said(asked.interaction)), "the receipt")
    queue = (await (await boss.slash("panel queue", session="panel-value")).settled()).message
    assert "put on the board" in (await boss.press(queue, "panel-approve")).text
    lobby = server.world.channel("大厅")
    await (await boss.slash("questions board", channel=lobby, session="panel-value")).settled()
    [board] = [post for post in lobby.messages if post.controls("question-vote")]
    assert "Who pays?" in board.text
    vote = await kim.press(board, "question-vote")
    await server.until(lambda: GIVEN.search(said(vote.interaction)), "the vote counts")
    assert ask(running.database, "SELECT text, asker, votes FROM question") == [("Who pays?", None, 1)]


async def test_a_simcord_of_another_make_is_told_and_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    await skip_without_simcord()
    monkeypatch.setattr(foreign, "KNOWN", "0")
    assert await absent() == ""
    monkeypatch.setattr(foreign, "base_payload", lambda backend: None)
    assert (await absent()).startswith("TypeError: ")
    monkeypatch.setattr(foreign, "_unfit", ImportError("no such module"))
    assert await absent() == "ImportError: no such module"
    monkeypatch.setattr(foreign, "KNOWN", version("simcord"))
    with pytest.raises(ImportError):
        await absent()
