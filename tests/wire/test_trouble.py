"""People are answered though the way to Discord is bad."""

import asyncio

import pytest

from tests.wire.actors import Answer, Member
from tests.wire.program import Program
from tests.wire.trouble import Evil, Fails, Hangs, Resets, Slow, TooMany

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    "evil",
    [
        Fails(503), Fails(500, done=True), Resets(), Resets(done=True), Slow(0.5), TooMany(0.5),
        TooMany(0.5, everywhere=True), TooMany(0.5, via=False),
    ],
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
        assert not answer.broke
        assert answer.followups == []
    assert len(discord.world.private) == before + 2
    discord.check()


async def starred(maya: Member) -> Answer:
    """A first star, which asks below the card how to be reminded."""
    card = await maya.slash("agenda session", session="topic-2")
    star = await maya.press(card.message, "star")
    assert star.message is card.message
    return star


async def asked(star: Answer, times: int) -> None:
    """The question came so often, to that person alone, and nothing was called broken."""
    discord = star.server
    await discord.until(lambda: len(star.followups) == times, "the question how to be reminded")
    assert {message.reader for message in star.followups} == {star.interaction.person}
    assert ["How shall I remind you" in message.text for message in star.followups] == [True] * times


@pytest.mark.parametrize("evil", [Fails(503), Resets(), Resets(done=True), TooMany(0.5, via=False)], ids=str)
async def test_what_follows_an_answer_reaches_the_person(running: Program, evil: Evil) -> None:
    """Nobody knows what became of a request that was lost: what it said may come twice, rather than never."""
    discord = running.server
    trouble = discord.trouble("POST /webhooks/*", [evil])
    await asked(await starred(discord.join("maya", "en-GB")), 1 + (evil == Resets(done=True)))
    assert trouble.over


@pytest.mark.parametrize("evil", [Resets(), TooMany(0.5, via=False)], ids=str)
async def test_an_answer_that_was_deferred_comes_in_the_end(running: Program, evil: Evil) -> None:
    """A change is released behind a deferral, and its card is written by editing."""
    discord = running.server
    chair = discord.join("chair", "en-GB")
    proposal = await chair.slash("summit move", session="topic-3", start="+5")
    trouble = discord.trouble("PATCH /webhooks/*", [evil])
    released = await chair.press(proposal.message, "proposal-release")
    await discord.until(lambda: "Released: revision" in released.text, "that it is released")
    assert (trouble.over, released.broke) == (True, False)


async def test_a_request_that_hangs_is_given_up_and_sent_again(running: Program) -> None:
    discord = running.server
    first, second, chair = (discord.join(name, "en-GB") for name in ("maya", "kim", "chair"))
    proposal = await chair.slash("summit move", session="topic-3", start="+5")
    troubles = [discord.trouble("POST /webhooks/*", [Hangs(90), Hangs(90, done=True)]),
                discord.trouble("PATCH /webhooks/*", [Hangs(90)])]  # fmt: skip
    stars = [await starred(first), await starred(second)]
    released = await chair.press(proposal.message, "proposal-release")
    await discord.until(lambda: all(trouble.over for trouble in troubles), "the requests that hang")
    # Meanwhile all others are served.
    assert "2nd OSPO Summit" in (await first.slash("agenda now")).text
    await discord.until(lambda: sum(len(star.followups) for star in stars) == 3, "the questions")
    await asyncio.gather(*(asked(star, len(star.followups)) for star in stars))
    await discord.until(lambda: "Released: revision" in released.text, "that it is released")
    assert not released.broke


async def test_a_clock_that_goes_wrong_at_discord_does_no_harm(running: Program) -> None:
    discord = running.server
    maya = discord.join("maya", "en-GB")
    discord.limits.rules["POST /interactions/{interaction}/{token}/callback"] = (1, 0.3)
    discord.limits.skew = 3600.0
    for _ in range(3):
        assert "2nd OSPO Summit" in (await maya.slash("agenda now")).text


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
    assert (star.broke, proposal.broke, released.broke) == (False, False, False)
