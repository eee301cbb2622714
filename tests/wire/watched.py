"""The program together with its pages for machines."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from tests.wire.program import Program, program
from tests.wire.server import PATIENCE, LocalDiscord


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Watched:
    """The program and its pages for machines."""

    bot: Program
    http: aiohttp.ClientSession
    port: int

    @property
    def heartbeat(self) -> Path:
        """The file that is there while all is well."""
        return Path(self.bot.variables["SUMMIT_DATABASE"]).with_name("heartbeat")

    async def health(self) -> tuple[int, dict[str, Any]]:
        async with self.http.get(f"http://127.0.0.1:{self.port}/healthz") as answer:
            return answer.status, await answer.json()

    async def becomes(
        self, status: int, reasons: set[str], seconds: float = PATIENCE, *, stale: bool = False
    ) -> dict[str, str]:
        """Wait until the page tells this, and the heartbeat file too; the sentences. `stale`: the file cannot go."""
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            seen, told = await self.health()
            if (seen, set(told["reasons"])) == (status, reasons):
                assert self.heartbeat.exists() == (status == 200 or stale), "the file tells something else"
                return dict(told["reasons"])
            assert asyncio.get_running_loop().time() < deadline, (seen, told, self.bot.log[-3000:])
            await asyncio.sleep(0.2)

    async def metrics(self) -> dict[str, float]:
        async with self.http.get(f"http://127.0.0.1:{self.port}/metrics") as answer:
            families = text_string_to_metric_families(await answer.text())
            samples = (sample for family in families for sample in family.samples)
            return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}


@asynccontextmanager
async def watched_program(discord: LocalDiscord, folder: Path, **settings: Any) -> AsyncIterator[Watched]:
    """The program, ready, with its pages on a free port. `settings` as `program` takes them."""
    port = free_port()
    async with (
        program(discord, folder, SUMMIT_METRICS=f"127.0.0.1:{port}", **settings) as bot,
        aiohttp.ClientSession() as http,
    ):
        yield Watched(bot, http, port)
