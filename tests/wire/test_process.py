"""The process: how it starts, ends, and says why it cannot go on."""

import asyncio
import signal
from pathlib import Path

import pytest

from tests.wire.program import ROOT, Program, program
from tests.wire.server import LocalDiscord


async def test_sigterm_ends_it_within_five_seconds_with_exit_code_0(discord: LocalDiscord, bot: Program) -> None:
    code, seconds = await bot.stop()
    assert (code, bot.complaints) == (0, [])
    assert seconds < 5
    assert discord.gateway.live == []


async def test_sigterm_ends_it_though_the_gateway_has_gone_silent(discord: LocalDiscord, bot: Program) -> None:
    discord.gateway.silent = True
    code, seconds = await bot.stop()
    assert code == 0
    assert seconds < 5


async def test_sigint_ends_it_too(bot: Program) -> None:
    await bot.signal(signal.SIGINT)
    assert await bot.ended(5) == 0


async def test_sigterm_ends_it_while_it_waits_for_discord(discord: LocalDiscord, tmp_path: Path) -> None:
    discord.trouble("GET /users/@me", [503], times=50)
    async with program(discord, tmp_path, start=False) as bot:
        await bot.start(ready=False)
        await bot.logged("a new one in 2 s")
        assert (await bot.stop(5))[0] == 0


async def test_a_restart_publishes_nothing_anew_and_old_buttons_still_work(
    discord: LocalDiscord, bot: Program
) -> None:
    maya = discord.join("maya", "en-GB")
    card = await maya.slash("agenda session", session="topic-2")
    await bot.restart()
    assert len(discord.requests("PUT")) == 1
    assert (await maya.press(card.message, "session-calendar")).message.attachments[0]["filename"] == "topic-2.ics"
    await bot.kill()
    await bot.start()
    assert (await maya.press(card.message, "session-calendar")).message.attachments[0]["filename"] == "topic-2.ics"
    assert bot.complaints == []


REFUSED = {
    "token": "Discord does not know this token.",
    "4004": "Discord does not know this token.",
    "4014": "Discord refuses an intent",
    "4011": "Discord refuses this number of gateway connections.",
}
"""What is refused for good, a wrong token or a close code, and how the sentence begins that tells it."""


async def test_what_waiting_cannot_mend_ends_it_with_a_sentence(tmp_path: Path) -> None:
    async def ends(trouble: str) -> tuple[int, str]:
        folder = tmp_path / trouble
        folder.mkdir()
        async with LocalDiscord() as discord:
            wrong = {"DISCORD_TOKEN": "another.token"} if trouble == "token" else {}
            discord.gateway.greetings = [int(trouble)] if trouble.isdecimal() else []
            async with program(discord, folder, start=False, **wrong) as bot:
                await bot.start(ready=False)
                code = await bot.ended()
                assert "Traceback" not in bot.log
                return code, bot.log.splitlines()[-1]

    ended = await asyncio.gather(*map(ends, REFUSED))
    assert [code for code, _ in ended] == [1] * len(REFUSED)
    assert [line.startswith(told) for (_, line), told in zip(ended, REFUSED.values(), strict=True)] == [True] * 4


async def test_a_token_that_is_reset_while_it_runs_ends_it_with_a_sentence(
    discord: LocalDiscord, bot: Program
) -> None:
    await discord.gateway.close(4004)
    assert await bot.ended() == 1
    assert bot.log.splitlines()[-1].startswith("Discord does not know this token.")
    assert "Traceback" not in bot.log


@pytest.mark.parametrize(("stream", "path"), [("zlib-stream", {}), ("zstd-stream", {"PYTHONPATH": str(ROOT)})])
async def test_either_compression_of_the_gateway_is_understood(
    discord: LocalDiscord, tmp_path: Path, stream: str, path: dict[str, str]
) -> None:
    maya, long = discord.join("maya", "en-GB"), "治理 governance " * 200
    async with program(discord, tmp_path, **path) as bot:
        assert "Topic 2" in (await maya.slash("agenda session", session="topic-2")).text
        assert (await maya.slash("agenda search", query=long[:100])).text
        discord.gateway.drop()
        await discord.until(lambda: discord.gateway.resumed == 1 and discord.gateway.live, "it is back")
        typed = await asyncio.gather(*(maya.type("agenda session", "session", long) for _ in range(20)))
        assert [answer.interaction.answer["type"] for answer in typed if answer.interaction.answer] == [8] * 20
        assert bot.complaints == []
    assert discord.gateway.streams == [stream, stream]
