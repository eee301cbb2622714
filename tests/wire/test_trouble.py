"""People are answered though the way to Discord is bad."""

import pytest

from tests.wire.program import Program
from tests.wire.trouble import Evil, Fails, Resets, Slow, TooMany

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    "evil",
    [Fails(503), Fails(500, done=True), Resets(), Resets(done=True), Slow(0.5), TooMany(0.5)],
    ids=str,
)
async def test_an_answer_reaches_the_person_once(running: Program, evil: Evil) -> None:
    discord = running.server
    maya = discord.join("maya", "en-GB")
    before = len(discord.world.private)
    for route in ("slash", "press"):
        discord.trouble("POST /interactions/*/callback", [evil])
        if route == "slash":
            answer = card = await maya.slash("agenda session", session="topic-2")
        else:
            answer = await maya.press(card.message, "session-calendar")
            assert discord.world.files[int(answer.message.attachments[0]["id"])].startswith(b"BEGIN:VCALENDAR")
        assert "incident" not in answer.text.casefold()
        assert answer.followups == []
    assert len(discord.world.private) == before + 2
    discord.check()


async def test_a_clock_that_goes_wrong_at_discord_does_no_harm(running: Program) -> None:
    discord = running.server
    maya = discord.join("maya", "en-GB")
    discord.limits.rules["POST /interactions/{interaction}/{token}/callback"] = (1, 0.3)
    discord.limits.skew = 3600.0
    for _ in range(3):
        assert (await maya.slash("agenda now")).seconds < 1.5


@pytest.mark.parametrize("evil", [Fails(500, done=True), Resets(done=True), Resets()], ids=str)
async def test_what_comes_after_the_first_answer_comes_though_nobody_saw_that_arrive(
    running: Program, evil: Evil
) -> None:
    discord = running.server
    chair = discord.join("chair", "en-GB")
    card = await chair.slash("agenda session", session="topic-4")
    discord.trouble("POST /interactions/*/callback", [evil])
    star = await chair.press(card.message, "star")
    await discord.until(lambda: star.followups, "the question how to be reminded")
    proposal = await chair.slash("summit move", session="topic-4", start="+5")
    discord.trouble("POST /interactions/*/callback", [evil])
    discord.trouble("PATCH /webhooks/*", [evil])
    released = await chair.press(proposal.message, "proposal-release")
    await discord.until(lambda: "Released: revision" in released.text, "that it is released")
    assert ["incident" in answer.text.casefold() for answer in released.followups] == []
