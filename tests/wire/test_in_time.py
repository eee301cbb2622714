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
from tests.wire.actors import Answer, Member
from tests.wire.interactions import COMPONENT
from tests.wire.program import program
from tests.wire.scale import SEED, milliseconds, scaled
from tests.wire.server import LocalDiscord
from tests.wire.snowflakes import snowflake
from tests.wire.summits import NINE, ask, write_config

A_SECOND = 200
CLIENTS = 40
APART = timedelta(minutes=10)
SESSIONS = 40
LONG_AGO = datetime(2024, 3, 1, tzinfo=UTC)

Act = Callable[[], Coroutine[None, None, Answer]]


async def followed(database: Path, people: int) -> None:
    """People who starred the first three sessions, all of them the fourth too, and want direct messages."""
    async with Database.open(database) as opened, opened.transaction() as tx:
        for _ in range(people):
            member = snowflake()
            await store.save_preference(tx, Preference(member, LONG_AGO, via=Via.DM))
            for number in range(4):
                await store.add_star(tx, Star(member, f"talk-{number}", LONG_AGO))


async def test_everybody_is_answered_in_time_while_a_change_reaches_thousands(
    discord: LocalDiscord, tmp_path: Path, tell: Callable[[str, str], None]
) -> None:
    seconds, people, chance = scaled(6, 60), scaled(1_000, 5_000), random.Random(SEED)
    discord.limits.rules.clear()
    config = write_config(tmp_path / "config", SESSIONS, APART, direct_messages_per_second=20)
    await followed(tmp_path / "summit.db", people)
    clock = (NINE - timedelta(minutes=30)).isoformat()
    async with program(discord, tmp_path, config=config, clock=clock) as bot:
        chair = discord.join("chair", "en-GB")
        members = [discord.join(f"client {number}", "en-GB") for number in range(CLIENTS)]
        cards = [await member.slash("agenda session", session=f"talk-{4 + number % 30}")
                 for number, member in enumerate(members)]  # fmt: skip
        acts = _acts(chance, members, cards)
        changes = [asyncio.create_task(_changes(chair, seconds))]
        answers = await _at_a_pace(acts, A_SECOND, seconds)
        released = await changes[0]
        assert "Traceback" not in bot.log
        planned = ask(bot.database, "SELECT count(*) FROM delivery WHERE kind = 'reminder'")[0][0]
        notices = ask(bot.database, "SELECT count(*) FROM delivery WHERE kind = 'change'")[0][0]
    slowest = max(answers, key=lambda answer: answer.seconds)
    assert slowest.seconds < 3, slowest.interaction.data
    stars = [answer.seconds for answer in answers if "star" in str(answer.interaction.data.get("custom_id"))]
    assert released >= 1
    waits = milliseconds([answer.seconds for answer in answers], 50, 99)
    tell("In time", f"{len(answers)} acts at {A_SECOND} a second, all answered: {waits}; {len(stars)} of them stars:"
                    f" {milliseconds(stars, 50, 99)}; meanwhile {released} changes for {people} people, {planned}"
                    f" reminders, {notices} notices")  # fmt: skip


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


async def _at_a_pace(acts: Iterator[Act], a_second: float, seconds: float) -> list[Answer]:
    """Begin so many acts a second, whether the earlier ones are answered or not."""
    loop = asyncio.get_running_loop()
    began, under_way = loop.time(), []
    for number, act in enumerate(itertools.islice(acts, int(a_second * seconds))):
        if (wait := began + number / a_second - loop.time()) > 0:
            await asyncio.sleep(wait)
        under_way.append(asyncio.create_task(act()))
    return await asyncio.gather(*under_way)


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
        await asyncio.sleep(1)
    return released
