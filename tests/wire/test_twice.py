"""What Discord delivers twice, and what people press many times, happens once."""

import asyncio

import pytest

from tests.wire.actors import Answer
from tests.wire.interactions import COMMAND, COMPONENT
from tests.wire.program import Program

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
    running: Program,
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
