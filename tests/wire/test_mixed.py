"""Everything at once for a while: people act, requests fail, lines break, events come twice, the program restarts."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from tests.wire.crowd import Crowd, sequence
from tests.wire.posted import Life, doubled, letters, lost, reminders, unfounded, unplanned
from tests.wire.program import Program, program
from tests.wire.scale import SEED, at_random, milliseconds, scaled
from tests.wire.server import LocalDiscord
from tests.wire.summits import NINE, Rehearsal, integrity, write_config
from tests.wire.test_killed import APART, drained
from tests.wire.trouble import Fails, Resets, Slow, TooMany

PEOPLE = 30
EVILS = [
    Fails(503), Fails(503, done=True), Fails(500), Fails(500, done=True), Resets(), Resets(done=True), Slow(0.5),
    TooMany(0.3), TooMany(0.5, everywhere=True), TooMany(1, via=False),
]  # fmt: skip
ROUTES = ("POST /interactions/*", "POST /webhooks/*", "PATCH /webhooks/*", "POST /channels/*", "PATCH /channels/*",
          "POST /users/*", "GET /channels/*")  # fmt: skip


async def test_people_are_served_and_told_once_whatever_happens_around_them(
    discord: LocalDiscord, tmp_path: Path, tell: Callable[[str, str], None]
) -> None:
    seconds, chance = scaled(6, 600), random.Random(SEED)
    sessions = 60 + seconds
    discord.limits.rules.clear()
    config = write_config(tmp_path / "config", sessions, APART)
    clock = Rehearsal(NINE - timedelta(minutes=15), speed=60)
    crowd = Crowd(discord, clock, chance, sessions, APART)
    crowd.join(PEOPLE)
    async with program(discord, tmp_path, config=config, clock=clock.setting) as bot:
        await crowd.settle()
        began = clock.now
        for route in ROUTES:
            discord.trouble(route, at_random(chance, EVILS, 0.05, 500 * seconds))
        happened = await _happening(discord, bot, clock, crowd, chance, seconds)
        discord.peace()
        life = Life(began, clock.now, clock.speed)
        lives = [life, await drained(discord, clock, bot)]
        assert (await bot.stop())[0] == 0
    facts = [*crowd.broken(bot.database), *doubled(discord.world), *unfounded(discord.world, bot.database),
             *lost(discord.world, bot.database, lives), *unplanned(crowd.known(), bot.database)]  # fmt: skip
    assert not facts, f"seed {SEED}: {sequence(facts)}"
    assert integrity(bot.database) == "ok"
    done = crowd.counted()
    assert crowd.unanswered * 10 < len(crowd.waits), f"{crowd.unanswered} of {len(crowd.waits)} not answered"
    tell("Mixed load", f"{seconds} s with trouble at 1 in 20 calls, {happened}: {len(crowd.waits)} answers"
                       f" {milliseconds(crowd.waits, 50, 99)}, {crowd.unanswered} missed while the line was down;"
                       f" {done['stars']} stars, {done['changes']} changes stored,"
                       f" {reminders(discord.world).total()} reminders in {len(letters(discord.world))} messages, none"
                       f" lost, none twice ({discord.rest.known} sent again and known by their nonce)")  # fmt: skip


async def _happening(
    discord: LocalDiscord, bot: Program, clock: Rehearsal, crowd: Crowd, chance: random.Random, seconds: float
) -> str:
    """Let things happen to the line and the program while people act; what did, in words."""
    gateway = discord.gateway

    async def drop() -> None:
        gateway.drop()

    async def twice() -> None:
        gateway.twice("INTERACTION_CREATE", 20)

    async def restart() -> None:
        await bot.stop()
        gateway.sessions.clear()
        bot.variables["SUMMIT_CLOCK"] = clock.setting
        await bot.start()

    mild: list[Callable[[], Awaitable[None]]] = [
        drop, twice, gateway.ask_to_reconnect, lambda: gateway.babble("not JSON")
    ]  # fmt: skip
    wild = [*mild, restart, gateway.invalidate, lambda: gateway.close(4009)]
    ends, count = asyncio.get_running_loop().time() + seconds, 0
    async with crowd.going():
        for what in [restart, *mild]:
            await asyncio.sleep(min(1.0, seconds / 10))
            await what()
        while asyncio.get_running_loop().time() < ends:
            await asyncio.sleep(chance.uniform(1, 10))
            if gateway.live and asyncio.get_running_loop().time() < ends - 10:
                await chance.choice(wild)()
                count += 1
    return f"{1 + len(mild) + count} broken lines, doubled events and restarts"
