"""What Discord delivers twice, and what people press many times, happens once."""

import asyncio
from collections.abc import Callable

import pytest

from tests.wire.actors import Answer, Member
from tests.wire.interactions import COMMAND, COMPONENT, Interaction
from tests.wire.program import Program
from tests.wire.server import LocalDiscord
from tests.wire.summits import ask
from tests.wire.trouble import Evil, Fails, Resets

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUIET = 0.3
"""Seconds in which a second answer would have come."""


async def test_an_interaction_delivered_twice_has_one_effect(running: Program) -> None:
    discord = running.server
    maya = discord.join("maya", "en-GB")
    card = await maya.slash("agenda day")
    before = len(discord.world.private)
    discord.gateway.twice("INTERACTION_CREATE", 4)
    answers: list[Answer] = [
        await maya.slash("agenda search", query="Topic"),
        await maya.press(card.message, "agenda-day", -1),
        await maya.pick(card.message, ["2024-03-29"], "agenda-pick-day"),
    ]
    assert len(await maya.autocomplete("agenda speaker", "name", "amanda")) == 1
    await asyncio.sleep(QUIET)
    asked = [answer.interaction.id for answer in answers]
    callbacks = [call.path.split("/")[2] for call in discord.requests("POST", "/callback")]
    assert [callbacks.count(str(number)) for number in asked] == [1, 1, 1]
    assert len(callbacks) == len(set(callbacks))
    assert len(discord.world.private) == before + 1
    assert [answer.followups for answer in answers] == [[], [], []]
    assert running.complaints == []


async def test_an_interaction_repeated_later_has_no_effect(running: Program) -> None:
    discord = running.server
    lin = discord.join("lin", "zh-CN")
    await lin.slash("agenda now")
    await lin.autocomplete("guide", "topic", "")
    [session] = discord.gateway.live
    again = [frame for frame in session.sent if frame["t"] == "INTERACTION_CREATE"][-2:]
    answered = len(discord.requests("POST", "/callback"))
    for frame in again:
        await discord.gateway.dispatch("INTERACTION_CREATE", frame["d"])
    await asyncio.sleep(QUIET)
    assert len(discord.requests("POST", "/callback")) == answered
    assert running.complaints == []


async def test_a_button_pressed_five_times_fast_answers_every_press_and_ends_in_one_state(
    running: Program, tell: Callable[[str, str], None]
) -> None:
    discord = running.server
    maya = discord.join("maya", "en-GB")
    card = await maya.slash("agenda day")
    press = maya.pressing(card.message, "agenda-day", -1)
    answered = len(discord.requests("POST", "/callback"))
    presses = [maya.act(COMPONENT, press, card.message.channel, card.message) for _ in range(5)]
    await asyncio.gather(*(maya.send(each) for each in presses))
    answers = await asyncio.gather(*(maya.answered(each) for each in presses))
    assert {id(answer.message) for answer in answers} == {id(card.message)}
    assert len(discord.requests("POST", "/callback")) == answered + 5
    texts = {str(body["components"]) for body in card.message.bodies[1:]}
    assert len(texts) == 1
    assert running.complaints == []
    tell("Idempotent", "delivered twice, repeated later, pressed five times fast: one effect, all answered, no error")


async def test_events_out_of_order_are_answered_all_the_same(running: Program) -> None:
    discord = running.server
    maya = discord.join("maya", "en-GB")
    acts = [maya.act(COMMAND, maya.using("agenda search", query=word)) for word in ("Topic", "Panel")]
    discord.gateway.hold()
    for act in acts:
        await maya.send(act)
    await discord.gateway.release(backwards=True)
    answers = await asyncio.gather(*(maya.answered(act) for act in acts))
    assert ["Topic" in answers[0].text, "Panel" in answers[1].text] == [True, True]
    assert running.complaints == []


async def backwards(discord: LocalDiscord, *acts: tuple[Member, Interaction]) -> list[Answer]:
    """Let acts come to the bot the last first; their answers, in the order in which they were given."""
    discord.gateway.hold()
    for person, act in acts:
        await person.send(act)
    await discord.gateway.release(backwards=True)
    answers = [await (await person.answered(act)).settled() for person, act in acts]
    return sorted(answers, key=lambda answer: answer.interaction.asked + answer.seconds)


async def test_a_star_and_its_end_backwards_leave_what_was_answered_last(running: Program) -> None:
    await star_and_end(running)
    assert running.complaints == []


async def star_and_end(running: Program, evil: Evil | None = None) -> None:
    """Both come backwards, and `evil` befalls the first answer: the card says what is stored."""
    discord = running.server
    maya = discord.join("maya", "en-GB")
    card = (await maya.slash("agenda session", session="panel-value")).message
    presses = []
    for _ in ("star", "unstar"):
        presses.append(maya.pressing(card, "star"))
        await maya.press(card, "star")
    acts = [maya.act(COMPONENT, press, card.channel, card) for press in presses]
    if evil:
        discord.trouble("POST /interactions/*/callback", [evil])
    last = (await backwards(discord, *((maya, act) for act in acts)))[-1]
    assert last.message is card
    [offered] = [part["custom_id"].split("/")[2] for part in card.controls("star")]
    starred = ask(running.database, "SELECT session FROM star WHERE member = ?", [maya.id])
    assert starred == ([("panel-value",)] if offered == "off" else [])


async def test_stars_of_two_people_backwards_are_both_kept(running: Program) -> None:
    discord = running.server
    people = [discord.join(name, "en-GB") for name in ("maya", "kim")]
    cards = [(await person.slash("agenda session", session="panel-value")).message for person in people]
    pairs = [*zip(people, cards, strict=True)]
    await backwards(discord, *(
        (person, person.act(COMPONENT, person.pressing(card, "star"), card.channel, card)) for person, card in pairs
    ))  # fmt: skip
    assert [card.controls("star")[0]["custom_id"].split("/")[2] for card in cards] == ["off", "off"]
    for person in people:
        assert ask(running.database, "SELECT session FROM star WHERE member = ?", [person.id]) == [("panel-value",)]


async def test_settings_backwards_leave_what_was_answered_last(running: Program) -> None:
    discord = running.server
    maya = discord.join("maya", "en-GB")
    acts = [maya.act(COMMAND, maya.using("reminders settings", lead=lead)) for lead in (17, 23)]
    last = (await backwards(discord, *((maya, act) for act in acts)))[-1]
    [(lead,)] = ask(running.database, "SELECT lead FROM preference WHERE member = ?", [maya.id])
    assert f"{lead} minutes" in last.text


async def test_the_last_place_goes_to_one_of_two_whose_claims_come_backwards(running: Program) -> None:
    discord = running.server
    people = [discord.join(name, "en-GB") for name in ("maya", "kim", "lee")]
    [(task,)] = ask(running.database, "SELECT number FROM task WHERE code = 'check-in-1-late'")  # it has two places
    claims = [person.act(COMMAND, person.using("task claim", task=str(task))) for person in people]
    await people[0].send(claims[0])
    await people[0].answered(claims[0])
    answers = await backwards(discord, *zip(people[1:], claims[1:], strict=True))
    told = {answer.interaction.person.id: "Yours: task #" in answer.text for answer in answers}
    holders = ask(running.database, "SELECT member FROM claim WHERE task = ?", [task])
    assert sorted(told.values()) == [False, True]
    assert {*holders} == {(people[0].id,), *((member,) for member, has in told.items() if has)}


@pytest.mark.parametrize("evil", [Resets(), Fails(503)], ids=["reset", "503"])
async def test_an_answer_that_is_sent_again_never_comes_after_a_later_one(running: Program, evil: Evil) -> None:
    await star_and_end(running, evil)
    assert "Traceback" not in running.log
