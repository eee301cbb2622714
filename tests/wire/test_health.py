"""What machines are told of the program's health, while it runs and while something is wrong."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.wire.program import Program, program
from tests.wire.server import LocalDiscord


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Watched:
    """The program and its pages for machines."""

    bot: Program
    http: aiohttp.ClientSession
    port: int

    async def health(self) -> tuple[int, dict[str, Any]]:
        async with self.http.get(f"http://127.0.0.1:{self.port}/healthz") as answer:
            return answer.status, await answer.json()

    async def becomes(self, status: int, reasons: set[str], seconds: float = 15.0) -> dict[str, str]:
        """Wait until the page tells this; the sentences."""
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            seen, told = await self.health()
            if (seen, set(told["reasons"])) == (status, reasons):
                return dict(told["reasons"])
            assert asyncio.get_running_loop().time() < deadline, (seen, told, self.bot.log[-3000:])
            await asyncio.sleep(0.2)

    async def metrics(self) -> dict[str, float]:
        async with self.http.get(f"http://127.0.0.1:{self.port}/metrics") as answer:
            families = text_string_to_metric_families(await answer.text())
            samples = (sample for family in families for sample in family.samples)
            return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}


@pytest.fixture
async def watched(discord: LocalDiscord, tmp_path: Path) -> AsyncIterator[Watched]:
    port = free_port()
    async with program(discord, tmp_path, SUMMIT_METRICS=f"127.0.0.1:{port}") as bot, aiohttp.ClientSession() as http:
        yield Watched(bot, http, port)


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
    assert (seen["summit_connected"], seen["summit_deliveries_open"], seen["summit_deliveries_due"]) == (1, 0, 0)
    assert seen["summit_job_runs_total backup"] == 1
    assert {name for name, value in seen.items() if name.startswith("summit_job_failures_total") and value} == set()
    assert watched.bot.complaints == []


async def test_it_fails_while_the_gateway_is_gone_and_the_heartbeat_goes_with_it(
    discord: LocalDiscord, watched: Watched
) -> None:
    await watched.becomes(200, set())
    discord.gateway.refusals = 3
    discord.gateway.drop()
    told = await watched.becomes(503, {"health-not-connected"})
    assert told["health-not-connected"].startswith("The bot is not connected to Discord.")
    assert (await watched.metrics())["summit_connected"] == 0
    await watched.becomes(200, set(), 40)


async def test_a_port_that_is_taken_is_told_and_people_are_answered(discord: LocalDiscord, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with program(discord, tmp_path, SUMMIT_METRICS=f"127.0.0.1:{port}") as bot:
            assert "Topic 2" in (await discord.join("maya", "en-GB").slash("agenda session", session="topic-2")).text
            [complaint] = bot.complaints
            assert f"no /healthz and /metrics: 127.0.0.1:{port} cannot be had" in complaint
