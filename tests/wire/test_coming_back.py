"""Whatever happens to the line, the program comes back by itself and answers again."""

import asyncio
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from tests.wire.actors import Member
from tests.wire.interactions import COMMAND
from tests.wire.program import Program, program
from tests.wire.scale import LONG
from tests.wire.server import LocalDiscord
from tests.wire.trouble import Hangs

HANGING = {"login": "GET /users/@me", "publishing": "GET */commands"}
"""What may hang at the start, and where."""

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def answers_again(maya: Member) -> None:
    """A client is on the line, and people are answered."""
    await maya.server.until(lambda: maya.server.gateway.live, "it is on the gateway again")
    assert "Topic 2" in (await maya.slash("agenda session", session="topic-2")).text


@pytest.mark.parametrize("what", ["drop", "op 7", "op 9, resumable", "close 4000", "close 1000"])
async def test_a_session_is_resumed_and_nothing_is_missed(running: Program, what: str) -> None:
    discord = running.server
    maya, gateway = discord.join("maya", "en-GB"), discord.gateway
    identified, resumed = gateway.identified, gateway.resumed
    if what == "drop":
        gateway.drop()
    elif what == "op 7":
        await gateway.ask_to_reconnect()
    elif what.startswith("op 9"):
        await gateway.invalidate(resumable=True)
    else:
        await gateway.close(int(what.split()[1]))
    await discord.until(lambda: not gateway.live, "the line is gone")
    missed = maya.act(COMMAND, maya.using("agenda now"))
    await maya.send(missed)
    assert "2nd OSPO Summit" in (await maya.answered(missed)).text
    assert (gateway.identified, gateway.resumed) == (identified, resumed + 1)
    await answers_again(maya)
    assert len(discord.requests("PUT")) == 1
    assert "Traceback" not in running.log


async def test_many_people_are_answered_after_a_drop_in_the_middle(running: Program) -> None:
    discord = running.server
    people = [discord.join(f"person {number}", "zh-CN") for number in range(20)]
    asked = len(discord.requests("POST", "/callback"))
    asks = [asyncio.create_task(person.slash("agenda search", query="治理")) for person in people]
    await asyncio.sleep(0.01)
    discord.gateway.drop()
    answers = await asyncio.gather(*asks)
    assert len({answer.text for answer in answers}) == 1
    callbacks = [call.path for call in discord.requests("POST", "/callback")[asked:]]
    assert len(callbacks) == len(set(callbacks)) == 20


@pytest.mark.parametrize(
    "payload",
    [
        '{"op": 0, "t": "INTERACTION_CREATE", "s": 9999, "d": {}}',
        "not JSON",
    ],
)
async def test_a_malformed_payload_costs_one_connection(running: Program, payload: str) -> None:
    discord = running.server
    maya, identified = discord.join("maya", "en-GB"), discord.gateway.identified
    card = await maya.slash("agenda day")
    await discord.gateway.babble(payload)
    await discord.until(lambda: discord.gateway.identified > identified, "a new session")
    await answers_again(maya)
    assert (await maya.press(card.message, "agenda-day", -1)).message is card.message
    assert "the connection to Discord ended; a new one in" in running.log
    assert len(discord.requests("PUT")) == 1


async def test_a_session_that_is_lost_is_begun_anew_and_so_is_what_fails_at_the_start(
    tmp_path: Path, tell: Callable[[str, str], None]
) -> None:
    """Side by side, since discord.py waits five seconds in each case; what hangs is waited for longer, and only in the
    long form.
    """
    hanging = [*HANGING] if LONG else []

    async def lives_through(what: str) -> int:
        folder = tmp_path / what
        folder.mkdir()
        async with LocalDiscord() as discord:
            maya, gateway = discord.join("maya", "en-GB"), discord.gateway
            gateway.refusals = 1 if what == "refused" else 0
            trouble = discord.trouble(HANGING[what], [Hangs(90)]) if what in HANGING else None
            async with program(discord, folder) as bot:
                if what == "op 9":
                    await gateway.invalidate()
                elif what == "4009":
                    await gateway.close(4009)
                if what in ("op 9", "4009"):
                    await discord.until(lambda: gateway.identified == 2, "a new session")
                await answers_again(maya)
                assert trouble is None or trouble.over
                assert (await bot.stop())[0] == 0
            return gateway.identified

    identified = await asyncio.gather(*map(lives_through, ("op 9", "4009", "refused", *hanging)))
    assert identified == [2, 2, 1, *(1 for _ in hanging)]
    tell("Gateway", f"op 9, close 4009, a refused first connection{''.join(f', {one} that hangs' for one in hanging)}:"
                    " back by itself and answering each time")  # fmt: skip


async def test_waits_grow_while_discord_is_away(tmp_path: Path) -> None:
    async with LocalDiscord() as discord:
        maya = discord.join("maya", "en-GB")
        script = discord.trouble("GET /users/@me", [503, 503])
        publishing = discord.trouble("PUT *", [503, 503])
        async with program(discord, tmp_path) as bot:
            assert (script.over, publishing.over) == (True, True)
            for path in ("/users/@me", "/commands"):
                asked = [call.at for call in discord.calls if call.path.endswith(path) and call.status != 200]
                asked.append(next(call.at for call in discord.requests("", path) if call.at > asked[-1]))
                waited = [later - earlier for earlier, later in pairwise(asked)]
                assert [seconds > least for seconds, least in zip(waited, (0.95, 1.95), strict=True)] == [True, True]
            waits = [line.rsplit(" in ", 1)[1] for line in bot.log.splitlines() if "a new one in" in line]
            assert waits == ["1 s", "2 s"]
            await answers_again(maya)


async def test_it_beats_as_often_as_it_is_told_and_stays_on_the_line(running: Program) -> None:
    discord, gateway = running.server, running.server.gateway
    gateway.heartbeat = 1.0
    gateway.drop()
    began = len(gateway.beats)
    await discord.until(lambda: len(gateway.beats) > began and gateway.live, "it is back, with a first beat")
    before = (gateway.identified, gateway.resumed)
    await asyncio.sleep(3.1)
    apart = [later - earlier for earlier, later in pairwise(gateway.beats[began:])]
    assert apart == pytest.approx([1.0] * 3, abs=0.5)
    assert (gateway.identified, gateway.resumed) == before
    await answers_again(discord.join("maya", "en-GB"))


@pytest.mark.skipif(not LONG, reason="discord.py gives a silent line up after a minute: in the long form")
async def test_a_line_that_falls_silent_is_given_up_and_begun_anew(tmp_path: Path) -> None:
    """Side by side, since each takes more than a minute: no answer to heartbeats, and no greeting where it connects."""

    async def lives_through(what: str) -> tuple[int, int]:
        folder = tmp_path / what
        folder.mkdir()
        async with LocalDiscord() as discord:
            maya, gateway = discord.join("maya", "en-GB"), discord.gateway
            gateway.heartbeat = 1.0
            gateway.mute = 1 if what == "mute at the start" else 0
            async with program(discord, folder, start=False) as bot:
                await bot.start(seconds=120)
                if what == "silent":
                    gateway.silent = True
                elif what == "mute after a drop":
                    gateway.mute = 1
                    gateway.drop()
                if what != "mute at the start":
                    await discord.until(lambda: gateway.identified + gateway.resumed == 2, "another connection", 120)
                gateway.silent = False
                await answers_again(maya)
                assert len(discord.requests("PUT")) == 1
                assert gateway.mute == 0
            return gateway.identified, gateway.resumed

    # discord.py resumes no session after it waited for a greeting in vain.
    seen = {"silent": (1, 1), "mute after a drop": (2, 0), "mute at the start": (1, 0)}
    assert await asyncio.gather(*map(lives_through, seen)) == [*seen.values()]
