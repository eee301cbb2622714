"""People are answered though the way to Discord is bad."""

import asyncio
import contextlib
from datetime import timedelta
from pathlib import Path

import pytest

from tests.wire.actors import Answer, Member, Unanswered
from tests.wire.posted import doubled, unfounded
from tests.wire.program import Program, program
from tests.wire.server import LocalDiscord
from tests.wire.summits import NINE, ask, title, write_config
from tests.wire.test_fan_out import APART, followers, release, told
from tests.wire.trouble import Evil, Fails, Hangs, Resets, Slow, TooMany
from tests.wire.world import Message

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


HASTE = f"{(NINE - timedelta(hours=2)).isoformat()}@300"
"""A clock by which a minute's quiet before a notice passes at once."""

OPENING, WRITING = "POST /users/@me/channels", "POST /channels/{channel}/messages"
PUBLISHING = "PUT /applications/{application}/guilds/{guild}/commands"


@pytest.mark.parametrize("hours", [1, -1])
async def test_a_clock_that_is_wrong_at_discord_makes_nothing_wait_or_hurry(tmp_path: Path, hours: int) -> None:
    """By the time at which a limit ends, one would wait an hour or run into it at once."""
    config = write_config(tmp_path / "config", 4, APART)
    async with LocalDiscord() as discord:
        discord.skew = timedelta(hours=hours)
        discord.limits.rules = {OPENING: (2, 0.3), WRITING: (1, 0.2), PUBLISHING: (1, 0.2)}
        members = await followers(discord, tmp_path / "summit.db", 6, 0)
        async with program(discord, tmp_path, config=config, clock=HASTE) as bot:
            assert len(discord.requests("PUT")) == 1
            await release(discord, "cancel", "talk-2")
            await discord.until(lambda: told(members, title(2)) == [1] * 6, "all are told", 10)
            opened = [call.at for call in discord.calls if call.route == OPENING]
            assert opened[-1] - opened[0] >= 0.6  # three windows of two each
            assert {call.status for call in discord.calls} == {200, 204}
            assert bot.complaints == []


STORM = [TooMany(0.05), TooMany(0.05, everywhere=True), TooMany(0.05), TooMany(0.05, via=False), TooMany(0.05)] * 10


async def until_answered(person: Member, message: Message, control: str) -> Answer:
    """Press until there is an answer, as people do who read that the application did not respond, or that it broke."""
    while True:
        with contextlib.suppress(Unanswered):
            answer = await person.press(message, control)
            if not answer.broke:
                return answer


async def test_a_storm_of_429s_tells_nobody_what_is_not_so_and_nobody_twice(tmp_path: Path) -> None:
    config = write_config(tmp_path / "config", 10, APART)
    async with LocalDiscord() as discord:
        members = await followers(discord, tmp_path / "summit.db", 6, 0)
        chair = discord.join("chair", "en-GB")
        async with program(discord, tmp_path, config=config, clock=HASTE) as bot:
            cards = [(await member.slash("agenda session", session="talk-4")).message for member in members]
            await release(discord, "cancel", "talk-2")
            proposal = (await chair.slash("summit cancel", session="talk-3")).message
            storm = discord.trouble("POST *", STORM)
            await asyncio.gather(
                until_answered(chair, proposal, "proposal-release"),
                *(until_answered(member, card, "star") for member, card in zip(members, cards, strict=True)),
            )
            await discord.until(lambda: "Released: revision" in proposal.text, "the release")
            await discord.until(lambda: told(members, title(2)) == [1] * 6, "all are told")
            assert (storm.over, storm.hits) == (True, 50)
            assert [card.controls("star")[0]["custom_id"] for card in cards] == ["press/star/off/talk-4"] * 6
            stored = ask(bot.database, "SELECT member FROM star WHERE session = 'talk-4' ORDER BY member")
            assert stored == [(member.id,) for member in members]
            assert ask(bot.database, "SELECT session FROM change WHERE revision > 1") == [("talk-2",), ("talk-3",)]
            assert [*doubled(discord.world), *unfounded(discord.world, bot.database)] == []


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


async def test_what_discord_does_not_take_is_told_as_that_and_is_no_incident(running: Program) -> None:
    discord = running.server
    maya = discord.join("maya", "en-GB")
    discord.trouble("POST /interactions/*/callback", [TooMany(0.1, via=False)], times=3)
    answer = await maya.slash("agenda session", session="topic-2")
    assert answer.text.startswith("Discord itself is struggling just now.")
    assert not answer.broke
    assert "Traceback" not in running.log
