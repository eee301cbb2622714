"""A change told to hundreds while anything goes wrong at Discord's REST calls: everyone is told once in the end."""

import asyncio
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from discord.http import HTTPClient, Route

from bot.core.database import Database
from bot.discord_io.messenger import pace_requests
from bot.outbox.pace import Pace
from bot.reminders import store
from bot.reminders.model import Preference, Star, Via
from tests.wire.actors import Member
from tests.wire.posted import doubled, first_text, letters, unfounded
from tests.wire.program import Program, program
from tests.wire.scale import LONG, SEED, at_random, scaled
from tests.wire.server import LocalDiscord
from tests.wire.summits import NINE, ask, title, write_config
from tests.wire.trouble import Evil, Fails, Hangs, Resets, Script, TooMany
from tests.wire.watched import watched_program

APART = timedelta(hours=3)
"""So far that what is told of a session minutes later, by a clock at 60, still makes sense."""
LONG_AGO = datetime(2024, 3, 1, tzinfo=UTC)
EVILS: list[Evil] = [
    Fails(503), Fails(503, done=True), Fails(500), Fails(500, done=True), Resets(), Resets(done=True), Hangs(1.5),
    Hangs(1.5, done=True), TooMany(0.3), TooMany(0.5, everywhere=True), TooMany(1, via=False),
]  # fmt: skip
ENDLESS: list[Evil] = [Hangs(90), Hangs(90, done=True)]
"""The pump gives these up before they end, after half a minute."""


async def followers(discord: LocalDiscord, database: Path, people: int, closed: int, via: Via = Via.DM) -> list[Member]:
    """People of the server who starred the third session; the last `closed` take no direct messages."""
    members = [discord.join(f"person {number}", closed=number >= people - closed) for number in range(people)]
    async with Database.open(database) as opened, opened.transaction() as tx:
        for member in members:
            await store.save_preference(tx, Preference(member.id, LONG_AGO, via=via))
            await store.add_star(tx, Star(member.id, "talk-2", LONG_AGO))
    return members


async def release(discord: LocalDiscord, what: str, code: str) -> None:
    """An organiser cancels or restores a session, and is answered."""
    chair = discord.join("chair", "en-GB")
    proposal = await chair.slash(f"summit {what}", session=code)
    answer = await (await chair.press(proposal.message, "proposal-release")).settled()
    await discord.until(lambda: "Released: revision" in answer.text, "the release")


def told(members: list[Member], what: str) -> list[int]:
    """How many direct messages each of them has that say so."""
    return [sum(what in first_text(message) for message in member.direct) for member in members]


async def all_done(discord: LocalDiscord, bot: Program, seconds: float) -> None:
    """Wait until the program has no promise left to keep now."""
    waiting = "SELECT key FROM delivery LEFT JOIN message ON message.id = message WHERE kind = 'change' AND (" \
              "delivery.state = 'open' OR message.state = 'open')"  # fmt: skip
    await discord.until(lambda: not ask(bot.database, waiting), "everything is told", seconds)


def fast(server: LocalDiscord) -> str:
    """The clock: a minute's quiet before a notice is a second; no limits of single routes, which would take minutes."""
    server.limits.rules.clear()
    return f"{NINE.isoformat()}@60"


async def test_everyone_is_told_once_whatever_goes_wrong_at_any_call(
    discord: LocalDiscord, tmp_path: Path, tell: Callable[[str, str], None]
) -> None:
    people, chance = scaled(40, 500), random.Random(SEED)
    closed = people // 10
    config, clock = write_config(tmp_path / "config", 10, APART), fast(discord)
    members = await followers(discord, tmp_path / "summit.db", people, closed)
    async with watched_program(discord, tmp_path, config=config, clock=clock) as watched:
        bot = watched.bot
        scripts = _troubles(discord, members, closed, chance)
        await release(discord, "cancel", "talk-2")
        await discord.until(lambda: any(told(members, title(2))), "the first is told")
        await all_done(discord, bot, 60 + people)
        discord.peace()
        assert all({*script.evils} >= {*evils} for script, evils in scripts), "too little happened"
        assert told(members, title(2)) == [1] * (people - closed) + [0] * closed, f"seed {SEED}"
        facts = [*doubled(discord.world), *unfounded(discord.world, bot.database)]
        assert not facts, f"seed {SEED}: {facts[:20]}"
        refused = [call for call in discord.calls if call.status == 403]
        # One where the look for an earlier attempt failed is sent again before it is given up.
        assert len(refused) <= 3 * closed, f"{len(refused)} times 50007 for {closed} people"
        # Each of them is counted, and stands in the ledger with the reason.
        seen = await watched.metrics()
        assert seen["summit_carried_total closed"] == closed
        assert seen["summit_refusals"] >= len(refused)
        ledger = "SELECT member, error FROM delivery WHERE kind = 'change' AND state = 'refused' ORDER BY member"
        assert ask(bot.database, ledger) == [(member.id, "refused-closed") for member in members[people - closed:]]
        first = min(call.at for call in discord.calls if call.route == "POST /channels/{channel}/messages")
        last = max(call.at for call in discord.calls if call.route == "POST /channels/{channel}/messages")
        assert "Traceback" not in bot.log
        # Once more: whose direct messages are closed is not tried again, and reads both with the next answer.
        await discord.until(lambda: len(letters(discord.world)) > people - closed, "the public post")
        promised = "SELECT count(*) FROM delivery WHERE kind = 'change'"
        before = ask(bot.database, promised)
        await release(discord, "restore", "talk-2")
        await discord.until(lambda: ask(bot.database, promised) > before, "the second is promised")
        await all_done(discord, bot, 60 + people / 2)
        assert told(members, title(2)) == [2] * (people - closed) + [0] * closed
        answer = await members[-1].slash("agenda now")
        await discord.until(lambda: answer.followups, "what waited is shown")
        assert answer.followups[0].text.count(title(2)) == 2
        assert [call for call in discord.calls if call.status == 403] == refused
    hits, evils = (sum(counts) for counts in zip(*((one.hits, len(one.evils)) for one, _ in scripts), strict=True))
    tell("Faults", f"a change for {people} people, {closed} with closed direct messages; {len(EVILS)} kinds of trouble"
                   f" at {evils} of {hits} calls: {people - closed} told once, and of a second change"
                   f" ({discord.rest.known} sent again and known by their nonce), {len(refused)} times 50007, in"
                   f" {last - first:.0f} s")  # fmt: skip


def _troubles(
    discord: LocalDiscord, members: list[Member], closed: int, chance: random.Random
) -> list[tuple[Script, list[Evil]]]:
    """Trouble at every route of a fan-out, and what is sure to be suffered there: all kinds at the messages.

    Two of those who take no direct messages have a first attempt of which nothing is known, so that it is looked for.
    """
    people, share, endless = len(members), 0.3 if LONG else 0.05, ENDLESS if LONG else []
    for member in members[people - closed:][:2]:
        discord.trouble(f"POST /channels/{discord.world.direct(member.user).id}/messages", [Fails(503, done=False)])
    # Few of them, as each comes after many attempts, with minutes between the last of these.
    looks = discord.trouble("GET /channels/*/messages", [Fails(503), *at_random(chance, EVILS, share, 6)])
    everything = [*EVILS, *endless]
    sure = [chance.sample(EVILS, len(EVILS)), chance.sample(everything, len(everything))]
    routes = "POST /users/@me/channels", "POST /channels/*/messages"
    return [(looks, [Fails(503)])] + [
        (discord.trouble(route, [*evils, *at_random(chance, EVILS, share, people)]), evils)
        for route, evils in zip(routes, sure, strict=True)
    ]


async def test_a_channel_that_hangs_or_is_forbidden_holds_nobody_up(discord: LocalDiscord, tmp_path: Path) -> None:
    config, clock = write_config(tmp_path / "config", 10, APART), fast(discord)
    members = await followers(discord, tmp_path / "summit.db", 30, 0)
    async with program(discord, tmp_path, config=config, clock=clock) as bot:
        changes = discord.world.channel("议程变更")
        hanging = discord.trouble(f"POST /channels/{changes.id}/messages", [Hangs(4)])
        changes.forbids = 50013
        await release(discord, "cancel", "talk-2")
        await discord.until(lambda: told(members, title(2)) == [1] * 30, "all others are told")
        bad = f"/channels/{changes.id}/messages"
        sent = [call.at for call in discord.requests("POST", "/messages") if call.path != bad]
        hung = min(call.at for call in discord.requests("POST", bad))
        assert (hanging.over, len(sent)) == (True, 30)
        assert max(sent) < hung + 4, "the pump stood still while one channel hung"
        assert sum(at > hung for at in sent) >= 20, "too little was left to be held up"
        assert changes.messages == []
        await all_done(discord, bot, 60)
        assert [call.status for call in discord.calls].count(403) <= 2  # the post, and the look for an earlier attempt
        assert "Traceback" not in bot.log


async def test_many_are_mentioned_together_though_discord_fails(discord: LocalDiscord, tmp_path: Path) -> None:
    people, chance = scaled(60, 500), random.Random(SEED)
    config, clock = write_config(tmp_path / "config", 10, APART), fast(discord)
    members = await followers(discord, tmp_path / "summit.db", people, 0, Via.CHANNEL)
    async with program(discord, tmp_path, config=config, clock=clock) as bot:
        evils = chance.sample(EVILS, scaled(2, len(EVILS)))
        script = discord.trouble("POST /channels/*/messages", [*evils, *at_random(chance, EVILS, 0.5, scaled(2, 40))])
        await release(discord, "cancel", "talk-2")
        await all_done(discord, bot, 120)
        assert {*script.evils} >= {*evils}
        posts = [message for message in discord.world.channel("议程变更").messages if "<@" in first_text(message)]
        mentioned = [first_text(post).count(f"<@{member.id}>") for member in members for post in posts]
        assert sum(mentioned) == people
        allowed = [user for post in posts for user in post.bodies[0]["allowed_mentions"]["users"]]
        assert sorted(map(int, allowed)) == sorted(member.id for member in members)
        assert [*doubled(discord.world)] == []


async def test_a_request_that_is_given_up_during_a_limit_over_everything_stops_no_other(
    discord: LocalDiscord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Route, "BASE", discord.api)
    http = HTTPClient(asyncio.get_running_loop())
    pace_requests(http, Pace(40))
    await http.static_login(discord.token)
    discord.trouble("GET /gateway/bot", [TooMany(60, everywhere=True)])
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await http.request(Route("GET", "/gateway/bot"))
    async with asyncio.timeout(1):
        assert (await http.request(Route("GET", "/gateway/bot")))["shards"] == 1
    await http.close()


@pytest.mark.skipif(not LONG, reason="takes a minute: in the long form")
async def test_a_long_limit_over_everything_stops_the_pump_no_longer_than_it_lasts(
    discord: LocalDiscord, tmp_path: Path
) -> None:
    config, clock = write_config(tmp_path / "config", 10, APART), fast(discord)
    members = await followers(discord, tmp_path / "summit.db", 3, 0)
    async with program(discord, tmp_path, config=config, clock=clock) as bot:
        discord.trouble("POST /users/@me/channels", [TooMany(29, everywhere=True), TooMany(29, everywhere=True)])
        await release(discord, "cancel", "talk-2")
        await discord.until(lambda: told(members, title(2)) == [1] * 3, "all are told", 100)
        assert "Traceback" not in bot.log
