"""What machines are told of the program's health, while it runs and while something is wrong."""

import asyncio
import os
import re
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.wire.program import ROOT, program
from tests.wire.scale import LONG
from tests.wire.server import PATIENCE, LocalDiscord
from tests.wire.watched import Watched, free_port, watched_program
from tests.wire.world import EVERYTHING


@pytest.fixture
async def watched(discord: LocalDiscord, tmp_path: Path) -> AsyncIterator[Watched]:
    folder = tmp_path / "data"
    folder.mkdir()
    async with watched_program(discord, folder) as made:
        yield made


async def test_all_is_well_and_everything_is_counted(discord: LocalDiscord, watched: Watched) -> None:
    maya = discord.join("maya", "en-GB")
    assert await watched.becomes(200, set()) == {}
    card = await maya.slash("agenda session", session="topic-2")
    await maya.press(card.message, "star")
    await maya.slash("agenda session", session="qqqqzzzz")
    await maya.autocomplete("agenda session", "session", "kyzl")
    seen = await watched.metrics()
    counted = {name.removeprefix("summit_answer_seconds_count "): value for name, value in seen.items()}
    assert counted["application_command answered"] == 1
    assert counted["application_command failed"] == 1
    assert counted["component answered"] == 1
    assert counted["autocomplete answered"] == 1
    assert seen["summit_failures_total session-unknown"] == 1
    assert seen["summit_connected"] == 1
    assert 0 < seen["summit_gateway_latency_seconds"] < 10
    assert seen["summit_job_runs_total backup"] == 1
    assert {name for name, value in seen.items() if name.startswith("summit_job_failures_total") and value} == set()
    assert watched.bot.complaints == []


async def test_what_cannot_be_sent_is_counted_and_grows_old(discord: LocalDiscord, watched: Watched) -> None:
    discord.world.roles[discord.world.guild].permissions = EVERYTHING
    board = discord.world.channel("公告")
    opened = (await queue(watched, due=0))[0]
    blocked = discord.trouble(f"POST /channels/{board.id}/messages", [503], times=1_000)
    chair = discord.join("chair", "en-GB")
    form = await chair.slash("summit announce", audience="all")
    english = form.modal["components"][1]["component"]["custom_id"]
    preview = await chair.submit(form, **{english: "The lift is repaired"})
    await chair.press(preview.message, "announcement-send")
    await discord.until(lambda: blocked.hits, "an attempt")
    depth, _, age = await queue(watched, due=1)
    assert depth == opened + 1
    await asyncio.sleep(0.5)
    assert 0 < age <= (await queue(watched, due=1))[2] - 0.5
    discord.peace()
    await discord.until(lambda: board.messages, "the announcement")
    assert await queue(watched, due=0) == (opened, 0, 0)


async def queue(watched: Watched, due: int) -> tuple[float, int, float]:
    """How many promises are open, how many of them due, and for how many seconds the oldest, once so many are due."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while True:
        seen = await watched.metrics()
        if seen["summit_deliveries_due"] == due:
            return seen["summit_deliveries_open"], due, seen["summit_oldest_due_seconds"]
        assert asyncio.get_running_loop().time() < deadline, seen
        await asyncio.sleep(0.1)


@pytest.mark.skipif(not LONG, reason="the file is looked after every 20 seconds: in the long form")
async def test_the_health_file_goes_while_the_database_is_locked_and_comes_back(watched: Watched) -> None:
    """Though nobody asks for the page."""

    async def becomes(*, there: bool) -> None:
        await watched.bot.server.until(lambda: watched.heartbeat.exists() == there, f"the file is there: {there}", 60)

    await becomes(there=True)
    with closing(sqlite3.connect(watched.bot.database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        await becomes(there=False)
        other.execute("ROLLBACK")
    await becomes(there=True)


def healthcheck(port: int) -> str:
    """The command with which Docker asks after the health, about this port."""
    lines = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", "")
    [command] = re.findall(r"^HEALTHCHECK .*? CMD (.*)$", lines, re.MULTILINE)
    assert command.count(":9464/") == 1
    return command.replace(":9464/", f":{port}/")


async def is_healthy(watched: Watched) -> tuple[bool, bool]:
    """Whether Docker takes it for healthy: by its page, and by its file alone, as where there is no page."""
    folder, path = watched.bot.folder.parent, os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

    async def good(port: int) -> bool:
        asking = await asyncio.create_subprocess_exec("sh", "-c", healthcheck(port), cwd=folder, env={"PATH": path})
        return await asking.wait() == 0

    by_page, by_file = await asyncio.gather(good(watched.port), good(free_port()))
    return by_page, by_file


async def test_it_fails_while_the_gateway_is_gone(
    discord: LocalDiscord, watched: Watched, tell: Callable[[str, str], None]
) -> None:
    await watched.becomes(200, set())
    assert await is_healthy(watched) == (True, True)
    discord.gateway.refusals = 1_000
    discord.gateway.drop()
    told = await watched.becomes(503, {"health-not-connected"})
    assert told["health-not-connected"].startswith("The bot is not connected to Discord.")
    assert await is_healthy(watched) == (False, False)
    seen = await watched.metrics()
    assert (seen["summit_connected"], "summit_gateway_latency_seconds" in seen) == (0, False)
    discord.gateway.refusals = 0
    await watched.becomes(200, set(), 60)
    assert await is_healthy(watched) == (True, True)
    # A file that cannot be taken away, as on a disk that takes nothing, tells by its age.
    os.utime(watched.heartbeat, (0, 0))
    assert await is_healthy(watched) == (True, False)
    tell("Health", "good, bad while the gateway is gone, good again: by /healthz, by the file, and as Docker asks")


async def test_a_port_that_is_taken_is_told_and_people_are_answered(discord: LocalDiscord, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with program(discord, tmp_path, SUMMIT_METRICS=f"127.0.0.1:{port}") as bot:
            assert "Topic 2" in (await discord.join("maya", "en-GB").slash("agenda session", session="topic-2")).text
            [complaint] = bot.complaints
            assert f"no /healthz and /metrics: 127.0.0.1:{port} cannot be had" in complaint
