"""What Discord delivers twice, and what people press many times, is done once where it changes something."""

import asyncio
from collections.abc import Sequence

import pytest

from tests.wire.actors import Answer, Member
from tests.wire.interactions import COMPONENT
from tests.wire.program import Program
from tests.wire.summits import ask
from tests.wire.world import Message

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUIET = 0.3
"""Seconds in which a second answer would have come."""


async def pressed(person: Member, message: Message, control: str, times: int, *, twice: bool = False) -> list[Answer]:
    """Press as fast as one can; `twice`: Discord delivers every press two times. All of them are answered once."""
    discord = person.server
    press = person.pressing(message, control)
    acts = [person.act(COMPONENT, press, message.channel, message) for _ in range(times)]
    answered = len(discord.requests("POST", "/callback"))
    if twice:
        discord.gateway.twice("INTERACTION_CREATE", times)
    await asyncio.gather(*(person.send(act) for act in acts))
    answers = [await (await person.answered(act)).settled() for act in acts]
    await asyncio.sleep(QUIET)
    assert len(discord.requests("POST", "/callback")) == answered + times
    return answers


def shown(answers: Sequence[Answer]) -> list[str]:
    """What was said beside the message that the button stands on."""
    return [text.text for answer in answers for text in answer.followups]


async def proposed(running: Program, organiser: Member, code: str) -> Message:
    """A cancellation that waits for a yes."""
    return (await organiser.slash("summit cancel", session=code)).message


TWICE, FIVE = pytest.param(1, True, id="delivered twice"), pytest.param(5, False, id="pressed five times")
BOTH = pytest.mark.parametrize(("times", "twice"), [TWICE, FIVE])


@BOTH
async def test_a_star_is_one_star(running: Program, times: int, twice: bool) -> None:
    maya = running.server.join("maya", "en-GB")
    card = await maya.slash("agenda session", session="panel-value")
    answers = await pressed(maya, card.message, "star", times, twice=twice)
    assert {answer.message for answer in answers} == {card.message}
    assert card.message.controls("star")[0]["custom_id"].endswith("off/panel-value")
    assert len(shown(answers)) == 1
    assert "How shall I remind you" in shown(answers)[0]
    stored = ask(running.database, "SELECT session FROM star WHERE member = ?", [maya.id])
    assert stored == [("panel-value",)]
    assert running.complaints == []


@BOTH
async def test_a_proposal_is_released_once(running: Program, times: int, twice: bool) -> None:
    chair = running.server.join("chair", "en-GB")
    code = "topic-1" if twice else "topic-3"
    proposal = await proposed(running, chair, code)
    before = ask(running.database, "SELECT max(revision) FROM release")[0][0]
    answers = await pressed(chair, proposal, "proposal-release", times, twice=twice)
    assert "Released: revision" in proposal.text
    assert shown(answers) == []
    assert ask(running.database, "SELECT revision, session FROM change WHERE revision > ?", [before]) == [
        (before + 1, code)
    ]
    assert running.complaints == []


@BOTH
async def test_an_announcement_goes_out_once(running: Program, times: int, twice: bool) -> None:
    discord = running.server
    chair, text = discord.join("chair", "en-GB"), f"The coffee is here, {times}"
    form = await chair.slash("summit announce", audience="all")
    english = form.modal["components"][1]["component"]["custom_id"]
    preview = await chair.submit(form, **{english: text})
    answers = await pressed(chair, preview.message, "announcement-send", times, twice=twice)
    assert "✅ Sent." in preview.text
    assert shown(answers) == []

    def posts() -> list[Message]:
        return [post for post in discord.world.channel("公告").messages if text in post.text]

    await discord.until(posts, "the announcement")
    await asyncio.sleep(QUIET)
    assert len(posts()) == 1
    assert running.complaints == []
