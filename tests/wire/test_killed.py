"""SIGKILL at any moment while stars, changes and reminders flow: what people were told is stored, and told once."""

import asyncio
import contextlib
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from tests.wire.actors import Late
from tests.wire.crowd import Crowd, sequence
from tests.wire.posted import Life, doubled, expired, letters, lost, notices, reminders, unfounded, unplanned
from tests.wire.program import Program, program
from tests.wire.scale import SEED, at_random, scaled
from tests.wire.server import LocalDiscord
from tests.wire.summits import NINE, Rehearsal, ask, copied, integrity, write_config
from tests.wire.trouble import Slow

APART = timedelta(minutes=2)
PEOPLE = 30
OPEN = """
SELECT key, delivery.state, due_at, expires_at, message.id, message.state, attempts, next_attempt_at, last_error
  FROM delivery LEFT JOIN message ON message.id = message WHERE delivery.state = 'open' OR message.state = 'open'
"""


async def test_a_kill_at_any_moment_loses_and_doubles_nothing(
    discord: LocalDiscord, tmp_path: Path, tell: Callable[[str, str], None]
) -> None:
    kills, chance = scaled(10, 200), random.Random(SEED)
    sessions = 60 + kills * 2
    discord.limits.rules.clear()
    # Done at once and answered late: so that many a kill falls between what Discord did and what the program knows.
    for route in ("POST /channels/*/messages", "POST /interactions/*/callback"):
        discord.trouble(route, at_random(chance, [Slow(0.1), Slow(0.3)], 0.5, 1_000 * kills))
    config = write_config(tmp_path / "config", sessions, APART)
    clock = Rehearsal(NINE - timedelta(minutes=15), speed=60)
    crowd = Crowd(discord, clock, chance, sessions, APART)
    crowd.join(PEOPLE)
    async with program(discord, tmp_path, config=config, clock=clock.setting) as bot:
        await crowd.settle()
        lives: list[Life] = []
        for number in range(kills):
            if number and chance.random() < 0.25:
                await asyncio.sleep(chance.uniform(0.1, 1.5))
            else:
                if number:
                    await bot.ready()
                began = clock.now
                async with crowd.going(chance.uniform(0.1, 1.2)):
                    if chance.random() < 0.7:
                        await _released(discord, crowd)
                if chance.random() < 0.5:
                    await _sending(discord)
                lives.append(Life(began, clock.now, clock.speed, needs=8))
            await bot.kill()
            discord.gateway.sessions.clear()
            await asyncio.sleep(0.05)
            left = copied(bot.database, tmp_path / "left")
            assert integrity(left) == "ok", f"seed {SEED}, kill {number}"
            assert not (broken := [*crowd.broken(left)]), f"seed {SEED}, kill {number}: {sequence(broken)}"
            bot.variables["SUMMIT_CLOCK"] = clock.setting
            await bot.start(ready=False)
        await bot.ready()
        lives.append(await drained(discord, clock, bot))
        await bot.stop()
    facts = [*crowd.broken(bot.database), *doubled(discord.world), *unfounded(discord.world, bot.database),
             *lost(discord.world, bot.database, lives), *unplanned(crowd.known(), bot.database)]  # fmt: skip
    assert not facts, f"seed {SEED}: {sequence(facts)}"
    assert notices(discord.world) > kills / 5, "hardly anybody was told of a change"
    late = expired(bot.database)
    assert late <= reminders(discord.world).total() / 20, f"{late} reminders passed their time between the kills"
    done, told, again = crowd.counted(), reminders(discord.world).total(), discord.rest.known
    assert min(done["stars"], 3 * done["changes"], told) > kills, f"too little happened: {done}, {told} reminders"
    tell("Killed", f"{kills} kills: {done['stars']} stars, {done['settings']} settings, {done['changes']} changes told"
                   f" and stored; {told} reminders in {len(letters(discord.world))} messages, none lost, none twice"
                   f" ({late} passed their time without a program, {again} sent again and known by their nonce);"
                   " integrity ok each time")  # fmt: skip


async def _released(discord: LocalDiscord, crowd: Crowd) -> None:
    """Until somebody is told of one more change, or for a while on a busy machine."""
    before = len(crowd.released())
    with contextlib.suppress(Late):
        await discord.until(lambda: len(crowd.released()) > before, "a change", 8)


async def _sending(discord: LocalDiscord) -> None:
    """Until the next message is being sent, or for a second."""
    before = len(discord.requests("POST", "/messages"))
    with contextlib.suppress(Late):
        await discord.until(lambda: len(discord.requests("POST", "/messages")) > before, "a message", 1)


async def drained(discord: LocalDiscord, clock: Rehearsal, bot: Program) -> Life:
    """Let the summit go on, faster, until nothing that was promised is to come."""
    await bot.kill()
    clock.run_at(180)
    bot.variables["SUMMIT_CLOCK"] = clock.setting
    await bot.start()
    began = clock.now
    ((last,),) = ask(bot.database, "SELECT max(starts_at) FROM session WHERE code IN (SELECT session FROM star)")
    ends = datetime.fromisoformat(last)
    await discord.until(lambda: clock.now > ends, "the last start", 60)
    try:
        await discord.until(lambda: ask(bot.database, OPEN) == [], "nothing is to come", 60)
    except Late as late:
        raise Late(f"{late}\n{sequence([str(row) for row in ask(bot.database, OPEN)])}") from late
    return Life(began, clock.now, clock.speed)
