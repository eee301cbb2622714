"""The pages beside the running program: served while it lives, and no reason to end where their address is taken."""

import socket
from pathlib import Path

import aiohttp

from tests.web.test_site import STRICT
from tests.wire.program import CONFIG, program
from tests.wire.server import LocalDiscord
from tests.wire.watched import free_port, watched_program


async def test_pages_follow_what_is_released_and_end_with_the_program(discord: LocalDiscord, tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    async with program(discord, tmp_path, SUMMIT_WEB=f"127.0.0.1:{port}") as bot, aiohttp.ClientSession() as client:
        async with client.get(f"{address}/session/topic-2?lang=en") as response:
            assert "Topic 2" in await response.text()
            assert {name: response.headers.get(name) for name in STRICT} == STRICT
            mark = response.headers["ETag"]
        agenda = (CONFIG / "agenda.yaml").read_text("utf-8")
        changed = tmp_path / "changed.yaml"
        changed.write_text(agenda.replace("How can project teams", "Why must project teams"), "utf-8")
        async with program(
            discord, tmp_path, start=False, words=("bot", "import", str(changed), "--release")
        ) as importing:
            await importing.start(ready=False)
            assert await importing.ended(60) == 0
        async with client.get(f"{address}/session/topic-2?lang=en", headers={"If-None-Match": mark}) as response:
            assert (response.status, "Why must project teams" in await response.text()) == (200, True)
        assert (await bot.stop())[0] == 0
    with socket.create_server(("127.0.0.1", port)):
        pass


async def test_pages_for_people_and_for_machines_are_apart(discord: LocalDiscord, tmp_path: Path) -> None:
    port = free_port()
    async with watched_program(discord, tmp_path, SUMMIT_WEB=f"127.0.0.1:{port}") as watched:

        async def statuses(port: int, *paths: str) -> list[int]:
            answers = [await watched.http.get(f"http://127.0.0.1:{port}{path}") for path in paths]
            return [answer.status for answer in answers]

        assert await statuses(port, "/", "/session/topic-2", "/metrics", "/healthz") == [200, 200, 404, 404]
        assert await statuses(watched.port, "/", "/session/topic-2", "/metrics") == [404, 404, 200]


async def test_an_address_that_is_taken_is_told_and_people_are_answered(discord: LocalDiscord, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with program(discord, tmp_path, SUMMIT_WEB=f"127.0.0.1:{port}") as bot:
            assert "Topic 2" in (await discord.join("maya", "en-GB").slash("agenda session", session="topic-2")).text
            [complaint] = bot.complaints
            assert f"no pages: 127.0.0.1:{port} cannot be had" in complaint
