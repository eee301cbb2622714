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
