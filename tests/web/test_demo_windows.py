"""The demo's windows, without a browser: what a page is told when the bot acts by itself, or a click comes late."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("simcord", reason="the demo needs the extra `demo`")

import aiohttp

from bot.app import App
from bot.core.clock import RehearsalClock
from bot.demo.plan import plan_of
from bot.demo.serving import serving
from bot.demo.windows import Windows

CONFIG = Path(__file__).parents[2] / "config"
OPENING = datetime.fromisoformat("2024-03-28T08:50+08:00")


class Page:
    """A page in someone's browser: one window onto one channel."""

    def __init__(self, http: aiohttp.ClientSession, name: str) -> None:
        self._http = http
        self._headers = {"X-Simcord-Capability": name}
        self.seen: dict[str, Any] = {}
        self._sequence = 0

    async def open(self) -> None:
        self.seen = await self._ask("POST", "/api/pages", {})
        self._headers["X-Simcord-Context"] = self.seen["context"]["id"]

    async def look(self) -> None:
        self.seen = await self._ask("GET", "/api/state")

    async def commands(self) -> dict[str, dict[str, Any]]:
        catalogue = await self._ask("GET", "/api/commands")
        return {entry["invocation"]: entry for entry in catalogue["entries"]}

    async def do(self, kind: str, **more: Any) -> dict[str, Any]:
        self._sequence += 1
        return await self._ask("POST", "/api/action", {
            "protocol_version": 3, "sequence": self._sequence, "request_id": f"r{self._sequence}", "kind": kind,
            "generation": self.seen["context"]["generation"], "bot_generation": self.seen["botGeneration"],
            "published_revision": self.seen["publishedRevision"], **more,
        })  # fmt: skip

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [self.seen["messages"][key] for key in self.seen["timeline"]]

    async def _ask(self, method: str, path: str, body: Any = None) -> Any:
        async with self._http.request(method, path, headers=self._headers, json=body) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()


@asynccontextmanager
async def demo(folder: Path, speed: float = 1.0) -> AsyncIterator[tuple[App, Windows, aiohttp.ClientSession]]:
    clock = RehearsalClock(OPENING, speed)
    with socket.create_server(("127.0.0.1", 0)) as sock:
        address = f"http://127.0.0.1:{sock.getsockname()[1]}"
        async with App.from_config(CONFIG, database=folder / "summit.db", clock=clock) as app:
            plan, zone = plan_of(app.settings, app.phrasebook), app.settings.summit.timezone
            async with (
                serving(app.bot, plan, clock, zone, app.phrasebook, sock, speed=speed) as windows,
                aiohttp.ClientSession(address) as http,
            ):
                yield app, windows, http


def place(windows: Windows, person: str, name: str) -> int:
    return next(place.id for place in windows.world.places(person) if place.name == name)


async def test_what_the_bot_posts_by_itself_comes_into_open_pages(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, windows, http):
        channel = place(windows, "maya", "公告")
        page = Page(http, f"maya.{channel}.en-US")
        await page.open()
        assert page.messages == []
        await app.bot.get_partial_messageable(channel).send("Doors are open")
        for _ in range(40):
            await asyncio.sleep(0.1)
            await page.look()
            if page.messages:
                break
        assert [message["content"] for message in page.messages] == ["Doors are open"]
        assert page.messages[0]["timestamp"].startswith("2024-03-28T00:50")
        async with http.get("/demo/state.json?person=xiaolin") as answer:
            posts = {each["name"]: each["posts"] for each in (await answer.json())["places"]}
        assert posts["公告"] == 1


async def test_a_click_that_comes_after_a_new_message_still_counts(tmp_path: Path) -> None:
    async with demo(tmp_path) as (app, windows, http):
        channel = place(windows, "maya", "大厅")
        page = Page(http, f"maya.{channel}.en-US")
        await page.open()
        outdated = page.seen
        await app.bot.get_partial_messageable(channel).send("Welcome")
        while page.seen["publishedRevision"] == outdated["publishedRevision"]:
            await asyncio.sleep(0.1)
            await page.look()
        page.seen = outdated
        receipt = await page.do("send_message", content="Thanks", target_id=None, reply_to_id=None)
        await page.look()
        assert receipt["rejected"] is False
        assert [message["content"] for message in page.messages] == ["Welcome", "Thanks"]


async def test_several_people_act_in_several_channels_at_once(tmp_path: Path) -> None:
    async with demo(tmp_path) as (_, windows, http):
        seats = [(who, where) for who in ("azhe", "ruoxi") for where in ("大厅", "志愿者")]
        names = [f"{who}.{place(windows, who, where)}.zh-CN" for who, where in seats]
        opened = [Page(http, name) for name in names]
        await asyncio.gather(*(page.open() for page in opened))
        sent = [page.do("send_message", content=name, target_id=None) for page, name in zip(opened, names, strict=True)]
        receipts = await asyncio.gather(*sent)
        assert [(receipt["settlement"], receipt["dispatched"]) for receipt in receipts] == [("settled", True)] * 4
        await asyncio.sleep(1.5)
        await asyncio.gather(*(page.look() for page in opened))
        shown = [sorted(message["content"] for message in page.messages) for page in opened]
        lobby, volunteers = sorted(names[::2]), sorted(names[1::2])
        assert shown == [lobby, volunteers, lobby, volunteers]


async def test_commands_and_answers_are_in_the_language_of_the_persons_client(tmp_path: Path) -> None:
    async with demo(tmp_path) as (_, windows, http):
        answered = {}
        for who, language, typed, option in (
            ("xiaolin", "en-US", "议程 搜索", "关键词"), ("maya", "zh-CN", "agenda search", "query"),
            ("ruoxi", "zh-CN", "议程 搜索", "关键词"), ("ruoxi", "en-US", "agenda search", "query"),
        ):  # fmt: skip
            page = Page(http, f"{who}.{place(windows, who, '会前提醒')}.{language}")
            await page.open()
            entry = (await page.commands())[typed]
            shown = [each["name"] for each in entry["options"]]
            await page.do(
                "run_command", command_id=entry["commandId"], path=entry["path"], options={shown[0]: "xqzxqz"},
                schema_fingerprint=entry["schemaFingerprint"],
            )  # fmt: skip
            await page.look()
            answered[who, language] = ("没有找到" in str(page.messages[-1]), shown == [option])
        assert answered == {
            ("xiaolin", "en-US"): (True, True), ("maya", "zh-CN"): (False, True),
            ("ruoxi", "zh-CN"): (True, True), ("ruoxi", "en-US"): (False, True),
        }  # fmt: skip


async def test_the_servers_time_follows_the_rehearsal(tmp_path: Path) -> None:
    async with demo(tmp_path, speed=600) as (_, windows, _http):
        await asyncio.sleep(2.5)
        behind = (windows.clock.now() - windows.world.env.now()).total_seconds()
        assert 0 <= behind <= 600 * 2
        assert (windows.world.env.now() - OPENING).total_seconds() >= 600
