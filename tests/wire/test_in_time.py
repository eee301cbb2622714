"""Two hundred acts a second while the database is busy with a change that concerns thousands: all answered in time."""

import asyncio
import itertools
import random
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.core.database import Database
from bot.reminders import store
from bot.reminders.model import Preference, Star, Via
from tests.wire.actors import Answer, Late, Member
from tests.wire.interactions import AUTOCOMPLETE, COMPONENT
from tests.wire.posted import letters
from tests.wire.program import program
from tests.wire.scale import SEED, milliseconds, scaled
from tests.wire.server import LocalDiscord
from tests.wire.summits import NINE, ask, write_config

A_SECOND = 200
CLIENTS = 40
APART = timedelta(minutes=10)
SESSIONS = 40
LONG_AGO = datetime(2024, 3, 1, tzinfo=UTC)

SPEED = 60
"""How fast the summit's time runs: the quiet minute before a notice is a second, so that notices go out meanwhile."""

PAUSE = 5.0
"""Seconds between two changes of what thousands follow."""

FAILS = "The bot cannot reach its database just now."

Act = Callable[[], Coroutine[None, None, Answer]]


async def followed(discord: LocalDiscord, database: Path, people: int) -> None:
    """People who starred the first four sessions and want direct messages."""
    async with Database.open(database) as opened, opened.transaction() as tx:
        for number in range(people):
            member = discord.join(f"follower {number}").id
            await store.save_preference(tx, Preference(member, LONG_AGO, via=Via.DM))
            for talk in range(4):
                await store.add_star(tx, Star(member, f"talk-{talk}", LONG_AGO))


async def test_everybody_is_answered_in_time_while_a_change_reaches_thousands(
    discord: LocalDiscord, tmp_path: Path, tell: Callable[[str, str], None]
) -> None:
    seconds, people, chance = scaled(6, 60), scaled(1_000, 5_000), random.Random(SEED)
    discord.limits.rules.clear()
    config = write_config(tmp_path / "config", SESSIONS, APART, direct_messages_per_second=20)
    await followed(discord, tmp_path / "summit.db", people)
    clock = f"{(NINE - timedelta(minutes=70)).isoformat()}@{SPEED}"
    async with program(discord, tmp_path, config=config, clock=clock) as bot:
        chair = discord.join("chair", "en-GB")
        members = [discord.join(f"client {number}", "en-GB") for number in range(CLIENTS)]
        cards = [await member.slash("agenda session", session=f"talk-{4 + number % 30}")
                 for number, member in enumerate(members)]  # fmt: skip
        acts = _acts(chance, members, cards)
        changes = [asyncio.create_task(_changes(chair, seconds))]
        answers, took = await _at_a_pace(acts, A_SECOND, seconds)
        released = await changes[0]
        sent = len(letters(discord.world))
        assert "Traceback" not in bot.log
        stored = {*ask(bot.database, "SELECT member, session FROM star")}
        planned = ask(bot.database, "SELECT count(*) FROM delivery WHERE kind = 'reminder'")[0][0]
        notices = ask(bot.database, "SELECT count(*) FROM delivery WHERE kind = 'change'")[0][0]
    if took > 1.05 * seconds:
        raise Late(f"{len(answers)} acts took {took:.1f} s: fewer than {A_SECOND} a second")
    slowest = max(answers, key=lambda answer: answer.seconds)
    assert slowest.seconds < 3, slowest.interaction.data
    assert [text for answer in answers if (text := _failure(answer))] == []
    assert [_shown(card) for card in cards] == [
        (member.id, card.interaction.data["options"][0]["options"][0]["value"]) in stored
        for member, card in zip(members, cards, strict=True)
    ]
    assert min(planned, notices) > people, "the database had too little to do"
    assert sent > 0, "nobody was told of anything meanwhile"
    stars = [answer.seconds for answer in answers if "star" in str(answer.interaction.data.get("custom_id"))]
    waits = milliseconds([answer.seconds for answer in answers], 50, 99)
    tell("In time", f"{len(answers)} acts at {A_SECOND} a second, all answered: {waits}; {len(stars)} of them stars:"
                    f" {milliseconds(stars, 50, 99)}; meanwhile {released} changes for {people} people, {planned}"
                    f" reminders, {notices} notices, {sent} messages sent")  # fmt: skip


def _failure(answer: Answer) -> str:
    """What somebody was told who was not given what they asked for; ''."""
    if answer.interaction.kind == AUTOCOMPLETE:
        return "" if answer.interaction.answer["data"]["choices"] else "nothing suggested"
    texts = [message.text for message in (answer.interaction.original, *answer.followups) if message]
    return next((text for text in texts if answer.broke or text.startswith(FAILS)), "")


def _shown(card: Answer) -> bool:
    """Whether a card says that its session is starred."""
    [button] = card.message.controls("star")
    return "/off/" in button["custom_id"]


def _acts(chance: random.Random, members: list[Member], cards: list[Answer]) -> Iterator[Act]:
    """What people do, in turn: many stars, some reading, some typing."""
    for member, card in itertools.cycle(zip(members, cards, strict=True)):
        kind = chance.choice(["star", "star", "star", "star", "now", "search", "type", "mine"])
        if kind == "star":
            yield lambda member=member, card=card: _star(member, card)
        elif kind == "now":
            yield lambda member=member: member.slash("agenda now")
        elif kind == "search":
            yield lambda member=member: member.slash("agenda search", query="Talk 01")
        elif kind == "mine":
            yield lambda member=member: member.slash("agenda mine")
        else:
            yield lambda member=member: member.type("agenda session", "session", "tal")


async def _star(member: Member, card: Answer) -> Answer:
    press = member.pressing(card.message, "star")
    act = member.act(COMPONENT, press, card.message.channel, card.message)
    await member.send(act)
    return await member.answered(act)


async def _at_a_pace(acts: Iterator[Act], a_second: float, seconds: float) -> tuple[list[Answer], float]:
    """Begin so many acts a second, whether the earlier ones are answered or not; how long it took to begin them."""
    loop = asyncio.get_running_loop()
    began, under_way = loop.time(), []
    for number, act in enumerate(itertools.islice(acts, int(a_second * seconds))):
        if (wait := began + number / a_second - loop.time()) > 0:
            await asyncio.sleep(wait)
        under_way.append(asyncio.create_task(act()))
    took = loop.time() - began
    return await asyncio.gather(*under_way), took


async def _changes(chair: Member, seconds: float) -> int:
    """Move the sessions that everybody follows, again and again; how many times that was released."""
    released = 0
    loop = asyncio.get_running_loop()
    ends = loop.time() + seconds - 2
    while loop.time() < ends:
        proposal = await chair.slash("summit delay", room="main", minutes=5)
        answer = await chair.press(proposal.message, "proposal-release")
        await answer.settled(30)
        await chair.server.until(lambda answer=answer: "Released: revision" in answer.text, "the release")
        released += 1
        await asyncio.sleep(PAUSE)
    return released
