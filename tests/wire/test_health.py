"""What machines are told of the program's health, while it runs and while something is wrong."""

import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.wire.program import program
from tests.wire.scale import LONG
from tests.wire.server import LocalDiscord
from tests.wire.watched import Watched, watched_program


@pytest.fixture
async def watched(discord: LocalDiscord, tmp_path: Path) -> AsyncIterator[Watched]:
    async with watched_program(discord, tmp_path) as made:
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
    assert seen["summit_deliveries_open"] >= seen["summit_deliveries_due"]
    assert seen["summit_job_runs_total backup"] == 1
    assert {name for name, value in seen.items() if name.startswith("summit_job_failures_total") and value} == set()
    assert watched.bot.complaints == []


@pytest.mark.skipif(not LONG, reason="the file is looked after every 20 seconds: in the long form")
async def test_the_health_file_goes_while_the_database_is_locked_and_comes_back(watched: Watched) -> None:
    file = watched.bot.database.with_name("heartbeat")

    async def becomes(*, there: bool) -> None:
        await watched.bot.server.until(lambda: file.exists() == there, f"the file is there: {there}", 60)

    await becomes(there=True)
    with closing(sqlite3.connect(watched.bot.database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        await becomes(there=False)
        other.execute("ROLLBACK")
    await becomes(there=True)


async def test_it_fails_while_the_gateway_is_gone(
    discord: LocalDiscord, watched: Watched
) -> None:
    await watched.becomes(200, set())
    discord.gateway.refusals = 1_000
    discord.gateway.drop()
    told = await watched.becomes(503, {"health-not-connected"})
    assert told["health-not-connected"].startswith("The bot is not connected to Discord.")
    assert (await watched.metrics())["summit_connected"] == 0
    discord.gateway.refusals = 0
    await watched.becomes(200, set(), 60)


async def test_a_port_that_is_taken_is_told_and_people_are_answered(discord: LocalDiscord, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with program(discord, tmp_path, SUMMIT_METRICS=f"127.0.0.1:{port}") as bot:
            assert "Topic 2" in (await discord.join("maya", "en-GB").slash("agenda session", session="topic-2")).text
            [complaint] = bot.complaints
            assert f"no /healthz and /metrics: 127.0.0.1:{port} cannot be had" in complaint
