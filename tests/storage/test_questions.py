"""Panel questions on a real database: who may ask and vote when, and what moderators may do and take back."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.agenda.model import Status
from bot.core.clock import StoppedClock
from bot.core.refusal import Refusal
from bot.questions.boards import Posted
from bot.questions.model import Order, Rules, State
from bot.restoring import back_up_to
from bot.settings import Questions as Settings
from bot.settings import load_settings
from tests.questions_world import END, FREE, HOUR, MINUTE, SESSIONS, START, World, opened, refused

CONFIG = Path(__file__).parents[2] / "config"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with opened(tmp_path) as made:
        yield made


@pytest.fixture
async def strict(tmp_path: Path) -> AsyncIterator[World]:
    async with opened(tmp_path, rules=Rules(held=frozenset({"spam", "广告"}))) as made:
        yield made


async def test_a_box_follows_its_session(world: World) -> None:
    ask = world.all.asking.before_asking
    await world.at(START - 16 * MINUTE)
    assert await refused(ask(1, "open")) == "question-closed"
    await world.at(START - 15 * MINUTE)
    assert (await ask(1, "open")).session.code == "open"
    await world.change("open", start=START + HOUR, end=END + HOUR)
    assert await refused(ask(1, "open")) == "question-closed"
    await world.at(START + 2 * HOUR + 10 * MINUTE + 59 * MINUTE / 60)
    assert (await ask(1, "open")).session.code == "open"
    await world.at(START + 2 * HOUR + 11 * MINUTE)
    assert await refused(ask(1, "open")) == "question-closed"


async def test_a_session_without_an_end_is_presumed_to_have_one(world: World) -> None:
    await world.change("open", end=None)
    await world.at(START + HOUR + 9 * MINUTE)
    assert (await world.all.asking.box_for(None, "hall")).session.code == "open"


async def test_a_question_after_closing_counts_for_a_minute(world: World) -> None:
    await world.at(START)
    await world.all.moderating.close_box("open")
    await world.at(START + 59 * MINUTE / 60)
    number = await world.waiting(1, "Just in time?")
    assert (await world.now(number)).state is State.WAITING
    await world.at(START + MINUTE)
    assert await refused(world.waiting(2, "Too late?")) == "question-closed"


async def test_a_cancelled_sessions_questions_are_kept(world: World) -> None:
    question = await world.ask(1, "Why?")
    await world.change("open", status=Status.CANCELLED)
    await world.at(START + MINUTE)
    assert await refused(world.waiting(2, "And how?")) == "question-closed"
    assert await refused(world.all.asking.vote(2, question.number)) == "question-closed"
    assert [one.text for one in (await world.all.asking.board("open")).approved] == ["Why?"]
    await world.change("open", status=Status.SCHEDULED)
    assert (await world.all.asking.vote(2, question.number)).question.votes == 1


async def test_a_session_that_is_gone_is_sealed_and_its_questions_are_kept(world: World) -> None:
    await world.ask(1, "Why?")
    await world.release(*SESSIONS[1:])
    await world.all.boxes.run()
    board = await world.all.asking.board("open")
    assert (board.box.session.status, [one.text for one in board.approved]) == (Status.CANCELLED, ["Why?"])
    assert await refused(world.all.asking.board("no-such")) == "session-gone"


async def test_the_box_is_found_by_room_by_title_or_as_the_only_one(world: World) -> None:
    find = world.all.asking.box_for
    assert (await find(None, "hall")).session.code == "open"
    assert (await find("closed", None)).session.code == "closed"
    assert (await find("Open pan", None)).session.code == "open"
    assert (await find("talk", None)).session.code == "talk"
    assert await refused(world.all.asking.before_asking(1, "talk")) == "question-no-box"
    assert await refused(find(None, None)) == "question-which-panel"
    await world.at(END + 10 * MINUTE)
    assert await refused(find(None, "hall")) == "question-no-panel-now"


async def test_moderators_open_boxes_of_any_session(world: World) -> None:
    moderating, ask = world.all.moderating, world.all.asking.before_asking
    await moderating.open_box("talk")
    assert await world.waiting(1, "Of a talk?", "talk") == 1
    await world.at(END + 10 * MINUTE)
    assert [box.is_open(world.clock.now()) for box in await moderating.boxes()] == [False] * 3
    await moderating.open_box("talk")  # after its time it stays open until it is closed
    await world.at(END + 5 * HOUR)
    assert [box.session.code for box in await moderating.boxes() if box.is_open(world.clock.now())] == ["talk"]
    await world.at(END + 24 * HOUR)  # nobody closed it, and the summit is over
    await world.at(END + 24 * HOUR + MINUTE)
    assert await refused(ask(1, "talk")) == "question-closed"
    await world.change("open", status=Status.CANCELLED)
    assert await refused(moderating.open_box("open")) == "question-session-off"


async def test_a_box_closed_before_its_time_stays_closed_until_it_is_opened(world: World) -> None:
    await world.at(START - HOUR)
    await world.all.moderating.close_box("open")
    await world.at(START)
    assert await refused(world.all.asking.before_asking(1, "open")) == "question-closed"
    await world.all.moderating.open_box("open")
    assert (await world.all.asking.before_asking(1, "open")).by_hand == "open"


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ("", "question-empty"),
        (" \u200b\u2060\ufeff\u3164 ", "question-empty"),
        ("x" * 10_000, "question-too-long"),
        ("🙈🙉🙊 ?!", "question-only-signs"),
    ],
)
async def test_what_is_no_question_is_refused(world: World, typed: str, phrase: str) -> None:
    assert await refused(world.waiting(1, typed)) == phrase


async def test_limits_hold_for_named_and_anonymous_alike(strict: World) -> None:
    asking = strict.all.asking
    await strict.waiting(1, "One?", anonymous=False)
    with pytest.raises(Refusal) as caught:
        await strict.waiting(1, "Two?")
    assert (caught.value.phrase, caught.value.values) == ("question-too-soon", {"seconds": 30})
    for text in ("Two?", "Three?"):
        strict.clock.advance(timedelta(seconds=30))
        await strict.waiting(1, text)
    strict.clock.advance(timedelta(seconds=30))
    assert await refused(asking.before_asking(1, "open")) == "question-too-many"
    assert await strict.waiting(2, "Another's?") == 4
    await asking.withdraw(1, 2)
    assert await strict.waiting(1, "Four?") == 5


async def test_a_mute_reaches_an_anonymous_asker_in_every_guise(world: World) -> None:
    number = await world.waiting(1, "Rude?")
    step = await world.all.moderating.mute(number, 1)
    assert await refused(world.waiting(1, "Again?", anonymous=False)) == "question-muted"
    assert await world.waiting(1, "Elsewhere?", "closed") == 2
    assert await refused(world.all.moderating.mute(number, 1)) == "question-muted-already"
    await world.all.moderating.undo(step.id)
    assert await world.waiting(1, "Again?") == 3


async def test_held_words_wait_where_others_do_not(tmp_path: Path) -> None:
    rules = replace(FREE, pre_approval=False, held=frozenset({"spam", "广告"}))
    async with opened(tmp_path, rules=rules) as world:
        texts = ("Is spam licensed?", "Spammers?", "这是广告吗？", "Why ＳＰＡＭ?")
        states = [(await world.now(await world.waiting(1, text))).state.value for text in texts]
    assert states == ["waiting", "approved", "waiting", "waiting"]


async def test_votes_count_people_once_and_never_the_asker(world: World) -> None:
    question = await world.ask(1, "Why?")
    named = await world.ask(2, "How?", anonymous=False)
    vote = world.all.asking.vote
    await asyncio.gather(*(vote(member, question.number) for member in range(2, 102)))
    assert (await world.now(question.number)).votes == 100
    assert await refused(vote(1, question.number)) == "question-own"
    assert await refused(vote(2, named.number)) == "question-own"
    taken = await vote(50, question.number)
    assert (taken.given, taken.question.votes) == (False, 99)


async def test_nobody_votes_where_it_would_not_count(world: World) -> None:
    vote, moderating = world.all.asking.vote, world.all.moderating
    waiting = await world.waiting(1, "Waits?")
    gone, merged, into, answered, on = [await world.ask(1, f"Question {n}?") for n in range(5)]
    await moderating.dismiss(gone.number, 2, "no")
    await moderating.merge(merged.number, 2, into.number)
    await moderating.answered(answered.number, 2)
    await moderating.pin(on.number, 2)
    phrases = [await refused(vote(9, n)) for n in (waiting, gone.number, answered.number, on.number, 999, -1, 2**70)]
    assert phrases == ["question-unknown", *["question-not-voted-on"] * 3, *["question-unknown"] * 3]
    with pytest.raises(Refusal) as caught:
        await vote(9, merged.number)
    assert caught.value.values == {"number": merged.number, "into": into.number}


async def test_merging_unites_voters_each_once_without_the_askers_of_parts(world: World) -> None:
    one, other = await world.ask(1, "Why so?"), await world.ask(2, "Why is it so?", anonymous=False)
    for member, number in ((3, one.number), (4, one.number), (3, other.number), (1, other.number), (2, one.number)):
        await world.all.asking.vote(member, number)
    step = await world.all.moderating.merge(one.number, 2, other.number)
    assert (await world.now(other.number)).votes == 2  # 3 and 4
    assert await refused(world.all.asking.vote(1, other.number)) == "question-own"
    assert (await world.all.asking.vote(4, other.number)).given is False
    assert (await world.all.asking.vote(4, other.number)).question.votes == 2
    undone = await world.all.moderating.undo(step.id)
    assert (undone.question.votes, (await world.now(other.number)).votes) == (2, 3)


async def test_no_merge_goes_in_a_circle_or_astray(world: World) -> None:
    merge = world.all.moderating.merge
    a, b, c = [(await world.ask(1, f"Question {n}?")).number for n in range(3)]
    far = (await world.ask(1, "Far?", "closed")).number
    assert await refused(merge(a, 2, a)) == "question-merge-itself"
    assert await refused(merge(a, 2, far)) == "question-merge-elsewhere"
    await merge(a, 2, b)
    assert await refused(merge(b, 2, a)) == "question-merge-circle"
    assert await refused(merge(c, 2, a)) == "question-merge-merged"
    await world.all.moderating.dismiss(c, 2, "off topic")
    assert await refused(merge(b, 2, c)) == "question-merge-dismissed"


async def test_two_moderators_do_not_overwrite_each_other(world: World) -> None:
    number = await world.waiting(1, "Why?")
    moderating = world.all.moderating
    outcomes = await asyncio.gather(
        moderating.approve(number, 1), moderating.dismiss(number, 1, "no"), return_exceptions=True
    )
    refusals = [one for one in outcomes if isinstance(one, Refusal)]
    assert [one.phrase for one in refusals] == ["question-changed-meanwhile"]
    assert refusals[0].values == {"number": number, "state": (await world.now(number)).state.value}


async def test_only_one_question_is_answered_at_a_time(world: World) -> None:
    first, second = await world.ask(1, "First?"), await world.ask(1, "Second?")
    await world.all.moderating.pin(first.number, 2)
    step = await world.all.moderating.pin(second.number, 2)
    states = [(await world.now(one.number)).state for one in (first, second)]
    assert states == [State.ANSWERED, State.ANSWERING]
    await world.all.moderating.undo(step.id)
    states = [(await world.now(one.number)).state for one in (first, second)]
    assert states == [State.ANSWERING, State.APPROVED]


async def test_an_edit_keeps_the_original_and_clears_votes_where_the_sense_changed(world: World) -> None:
    question = await world.ask(1, "Wy?")
    moderating, number = world.all.moderating, question.number
    await world.all.asking.vote(2, number)
    first = await moderating.edit(number, 2, "Why?", sense_changed=False)
    assert (first.question.text, first.question.original, first.question.votes) == ("Why?", "Wy?", 1)
    second = await moderating.edit(number, 3, "为什么要这样？", sense_changed=True)
    assert (second.question.original, second.question.votes, second.question.language) == ("Wy?", 0, "zh")
    assert await refused(moderating.undo(second.id)) == "question-undo-votes-cleared"
    assert await refused(moderating.undo(first.id)) == "question-undo-overtaken"


async def test_undo_names_what_changed_since_and_leaves_it(world: World) -> None:
    number = await world.waiting(1, "Why?")
    moderating = world.all.moderating
    approved = await moderating.approve(number, 1)
    await moderating.render(number, 2, "为什么？")
    undone = await moderating.undo(approved.id)
    assert [(one.kind, one.number) for one in undone.since] == [("render", number)]
    assert (undone.question.state, undone.question.other) == (State.WAITING, "为什么？")
    assert await refused(moderating.undo(approved.id)) == "question-undone-already"
    assert await refused(moderating.undo(10**30)) == "question-step-unknown"


async def test_undo_refuses_where_something_was_built_on_it(world: World) -> None:
    a, b, c = [(await world.ask(1, f"Question {n}?")).number for n in range(3)]
    moderating = world.all.moderating
    merged = await moderating.merge(a, 2, b)
    further = await moderating.merge(b, 2, c)
    with pytest.raises(Refusal) as caught:
        await moderating.undo(merged.id)
    assert (caught.value.phrase, caught.value.values) == ("question-undo-overtaken", {"number": a, "kind": "merge"})
    await moderating.undo(further.id)
    await moderating.pin(b, 4)
    await moderating.answered(b, 5)
    with pytest.raises(Refusal) as caught:
        await moderating.undo(merged.id)
    assert caught.value.values == {"number": a, "kind": "answered"}
    pinned = await moderating.pin(c, 2)
    await world.all.moderating.answered(c, 3)
    assert await refused(moderating.undo(pinned.id)) == "question-undo-overtaken"


async def test_moderators_give_a_reason_and_it_is_theirs(world: World) -> None:
    number = (await world.ask(1, "Why?")).number
    dismiss = world.all.moderating.dismiss
    phrases = [await refused(dismiss(number, 2, reason)) for reason in ("", " \u200b ", " withdrawn ")]
    assert phrases == ["panel-reason-missing", "panel-reason-missing", "question-reason-reserved"]
    assert (await dismiss(number, 2, "x" * 300)).question.reason == "x" * 200


async def test_withdrawing_is_for_the_asker_and_final(world: World) -> None:
    question = await world.ask(1, "Mine?")
    asking, moderating = world.all.asking, world.all.moderating
    assert await refused(asking.withdraw(2, question.number)) == "question-not-yours"
    gone = await asking.withdraw(1, question.number)
    assert (gone.state, gone.reason) == (State.DISMISSED, "withdrawn")
    assert await refused(asking.withdraw(1, question.number)) == "question-too-late-to-withdraw"
    assert await refused(moderating.back(question.number, 3)) == "question-step-misplaced"


@pytest.mark.parametrize("anonymous", [True, False])
async def test_a_question_with_others_in_it_stays_when_its_asker_withdraws(world: World, anonymous: bool) -> None:
    mine, other = await world.ask(1, "Mine?", anonymous=anonymous), await world.ask(2, "Mine too?")
    await world.all.asking.vote(3, mine.number)
    await world.all.moderating.merge(other.number, 2, mine.number)
    left = await world.all.asking.withdraw(1, mine.number)
    assert (left.state, left.votes, left.asker, left.name, left.anonymous) == (State.APPROVED, 1, None, "", True)
    assert await world.rows(f"SELECT asker, name, token FROM question WHERE number = {mine.number}") == [
        (None, "", None)
    ]
    assert await world.all.asking.mine(1) == ()
    assert [one.into and one.into.number for one in await world.all.asking.mine(2)] == [mine.number]
    assert await refused(world.all.asking.withdraw(1, mine.number)) == "question-not-yours"


async def test_receipts_tell_what_became_of_ones_own(world: World) -> None:
    mine, other = await world.ask(1, "Mine?"), await world.ask(2, "Another's?", anonymous=False)
    named = await world.waiting(1, "Named?", anonymous=False)
    await world.all.moderating.merge(mine.number, 2, other.number)
    receipts = await world.all.asking.mine(1)
    told = [(one.question.number, one.question.state.value, one.into and one.into.number) for one in receipts]
    assert told == [(named, "waiting", None), (mine.number, "merged", other.number)]
    assert [one.question.number for one in await world.all.asking.mine(2)] == [other.number]
    await world.at(END + 11 * MINUTE)
    assert [one.question.number for one in await world.all.asking.mine(1)] == [named]


async def test_named_askers_are_told_by_direct_message_and_nobody_else(world: World) -> None:
    moderating = world.all.moderating
    named, elsewhere = await world.ask(1, "Named?", anonymous=False), await world.ask(2, "Else?", anonymous=False)
    world.routes.elsewhere = {2}
    anonymous = await world.ask(3, "Nobody?")
    await moderating.merge(named.number, 2, anonymous.number)
    await moderating.pin(anonymous.number, 2)
    await moderating.answered(anonymous.number, 3)
    step = await moderating.dismiss(elsewhere.number, 2, "Not here")
    assert await world.told() == [("question-told-merge", 1, "open"), ("question-told-pin", 1, "open")]
    await moderating.undo(step.id)
    fourth = await world.ask(4, "Fourth?", anonymous=False)
    step = await moderating.dismiss(fourth.number, 2, "Not here")
    await moderating.undo(step.id)
    assert (await world.told())[-1] == ("question-told-dismiss", 4, "withdrawn")


async def test_everyone_is_told_of_the_question_that_they_asked_without_links(world: World) -> None:
    texts = ("First?", "Second, at https://evil.example?", "Third?")
    into, second, third = [await world.ask(n, text, anonymous=False) for n, text in enumerate(texts, start=1)]
    await world.all.moderating.merge(second.number, 2, into.number)
    await world.all.moderating.merge(third.number, 2, into.number)
    await world.all.moderating.dismiss(into.number, 2, "See discord.gg/x")
    told = await world.rows(
        "SELECT member, json_extract(lines, '$[0][1].number'), json_extract(lines, '$[0][1].text.wording'),"
        " json_extract(lines, '$[0][1].reason.wording')"
        " FROM delivery WHERE json_extract(lines, '$[0][0]') = 'question-told-dismiss' ORDER BY member"
    )
    shown = ("First?", "Second, at https[:]//evil.example?", "Third?")
    assert told == [(n, str(n), text, "See discord[.]gg/x") for n, text in enumerate(shown, start=1)]


async def test_named_askers_are_concerned_by_their_session(world: World) -> None:
    await world.ask(1, "Named?", anonymous=False)
    await world.ask(2, "Anonymous?")
    await world.ask(3, "Under the Rule?", "closed", anonymous=False)
    gone = await world.ask(4, "Gone?", anonymous=False)
    await world.all.asking.withdraw(4, gone.number)
    async with world.database.read() as connection:
        assert await world.all.asking.concerned(connection, ["open", "closed", "talk"]) == {"open": {1}}


async def test_under_the_rule_every_question_is_anonymous(world: World) -> None:
    question = await world.ask(1, "Named?", "closed", anonymous=False)
    assert (question.asker, question.name, question.anonymous) == (None, "", True)
    assert [one.question.number for one in await world.all.asking.mine(1)] == [question.number]


async def test_a_session_that_comes_under_the_rule_later_names_nobody_any_more(world: World) -> None:
    question = await world.ask(1, "Named?", anonymous=False)
    await world.all.moderating.pin(question.number, 2)
    posted = [("question-box-open", None, "open")]
    await world.all.boxes.run()
    assert await world.told() == [("question-told-pin", 1, "open"), *posted]
    await world.change("open", chatham_house=True)
    answering = (await world.all.asking.board("open")).answering
    assert (answering and answering.name) == ""
    await world.all.boxes.run()
    assert await world.rows("SELECT asker, name FROM question") == [(None, "")]
    assert await world.told() == posted
    await world.change("open", chatham_house=False)
    assert (await world.all.asking.board("open")).box.rule is True


async def test_a_backup_names_nobody_of_a_session_that_came_under_the_rule_unnoticed(world: World) -> None:
    await world.ask(1, "Named?", anonymous=False)
    await world.change("open", chatham_house=True)  # and the program stops before it does what the Rule asks
    copy = world.folder / "copy.db"
    await back_up_to(world.database.path, copy)
    with closing(sqlite3.connect(copy)) as connection:
        assert [*connection.execute("SELECT asker, name, text FROM question")] == [(None, "", "Named?")]
    assert copy.read_bytes().count(b"Name 1") == 0


async def test_the_board_shows_what_everyone_may_see_and_languages_take_turns(world: World) -> None:
    texts = ("How?", "Why?", "为什么？", "谁来做？", "When?")
    numbers = [(await world.ask(1, text)).number for text in texts]
    await world.waiting(1, "Waits?")
    for voter in range(2, 5):
        for number in (numbers[0], numbers[1]):
            await world.all.asking.vote(voter, number)
    await world.all.moderating.answered(numbers[4], 2)
    board = await world.all.asking.board("open")
    assert [one.text for one in board.approved] == ["How?", "为什么？", "Why?", "谁来做？"]
    assert [one.text for one in board.answered] == ["When?"]
    queue = await world.all.moderating.queue("open", Order.NEWEST)
    assert [one.text for one in queue.approved] == ["谁来做？", "为什么？", "Why?", "How?"]
    assert [one.text for one in queue.waiting] == ["Waits?"]
    assert (queue.last and queue.last.kind, queue.last and queue.last.number) == ("answered", numbers[4])


async def test_moderators_get_one_question_of_the_session_that_they_name(world: World) -> None:
    question = await world.ask(1, "Why?")
    one = world.all.moderating.question
    assert await one("open", question.number) == question == await world.now(question.number)
    unknown = [await refused(one(*what)) for what in (("closed", 1), ("open", 2), ("no-such", 1), ("open", -1))]
    assert unknown == ["question-unknown"] * 4
    named = await world.waiting(2, "Named?", anonymous=False)
    await world.change("open", chatham_house=True)
    assert ((await one("open", named)).asker, (await one("open", named)).name) == (None, "")


async def test_likely_twins_are_shown_to_askers_and_grouped_for_moderators(world: World) -> None:
    first = await world.ask(1, "How do you measure the health of an open source community?")
    await world.ask(1, "Who pays for the coffee?")
    asked = await world.all.asking.ask(
        2, "open", "How do you measure the health of open source communities?", anonymous=True, name=""
    )
    assert [one.number for one in asked.near] == [first.number]
    for _ in range(2):
        assert (await world.all.moderating.queue("open")).twins == ((first.number, asked.question.number),)


async def test_a_question_is_received_where_its_twins_cannot_be_read(world: World) -> None:
    await world.ask(1, "Why?")
    async with world.database.transaction() as tx:
        await tx.execute("UPDATE question SET asked_at = '????-??-??T??:??:??Z'")
    asked = await world.all.asking.ask(2, "open", "Why so?", anonymous=True, name="")
    assert (asked.question.number, asked.question.state, asked.near) == (2, State.WAITING, ())


async def test_screens_hear_of_every_change(world: World) -> None:
    live = world.all.live
    question = await world.ask(1, "Why?")
    seen = live.revision("open")
    waiting = asyncio.create_task(live.next("open", seen))
    given_up = asyncio.create_task(live.next("open", seen))
    await asyncio.sleep(0)
    given_up.cancel()
    await world.all.asking.vote(2, question.number)
    assert await waiting == seen + 1 == live.revision("open")
    assert await live.next("open", seen) == seen + 1
    await world.all.boxes.run()
    await world.change("open", start=START + HOUR, end=END + HOUR)
    await world.all.boxes.run()
    assert live.revision("open") == seen + 2
    assert given_up.cancelled()


async def test_an_open_box_is_told_once_in_its_room(world: World) -> None:
    await world.at(START - HOUR)
    for minutes in (15, 14, 13):
        await world.at(START - minutes * MINUTE)
    assert await world.told() == [("question-box-open", None, "open")]


async def test_boards_are_kept(world: World) -> None:
    boards = world.all.boards
    assert await boards.note_board("open", 1, 2) is None
    assert await boards.note_board("open", 1, 3) == Posted("open", 1, 2)
    await boards.forget_board("open", 2)
    assert [(one.session, one.message) for one in await boards.boards()] == [("open", 3)]
    await boards.forget_board("open", 3)
    assert await boards.boards() == ()




def test_the_settings_shown_are_the_defaults() -> None:
    assert load_settings(CONFIG).questions == Settings()


async def test_questions_survive_a_restart(tmp_path: Path) -> None:
    clock = StoppedClock(START)
    async with opened(tmp_path, clock) as world:
        question = await world.ask(1, "Why?")
        await world.all.asking.vote(2, question.number)
    async with opened(tmp_path, clock) as world:
        assert [one.question.number for one in await world.all.asking.mine(1)] == [question.number]
        assert (await world.all.asking.vote(2, question.number)).question.votes == 0
        assert await refused(world.all.asking.vote(1, question.number)) == "question-own"
