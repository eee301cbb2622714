"""The pages on a port of this machine, with the App behind them and a clock that stands still."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import aiohttp
from aiohttp import web

from bot.app import App
from bot.core.clock import StoppedClock
from bot.web.context import Site
from bot.web.site import make_site, serving_site

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "config"
MORNING = datetime.fromisoformat("2024-03-28T09:10:00+08:00")


@dataclass(frozen=True, slots=True)
class Pages:
    """What a test needs: the App, its clock, a client without cookies, and where the pages are."""

    app: App
    clock: StoppedClock
    client: aiohttp.ClientSession
    address: str

    def get(self, path: str, **options: object) -> "aiohttp.client._RequestContextManager":
        return self.client.get(f"{self.address}{path}", **options)

    async def text(self, path: str, **options: object) -> str:
        async with self.get(path, **options) as response:
            assert response.status == 200, (path, response.status)
            return await response.text()


def site_of(app: App) -> Site:
    return Site(app.features, app.phrasebook, app.clock, app.settings, app.addresses)


@asynccontextmanager
async def pages(
    folder: Path, *, config: Path = CONFIG, public_url: str = "http://summit.test", at: datetime = MORNING
) -> AsyncIterator[Pages]:
    """The pages of `config` served as the program serves them."""
    clock = StoppedClock(at)
    async with (
        App.from_config(config, database=folder / "summit.db", clock=clock, public_url=public_url) as app,
        serving_site(site_of(app), ("127.0.0.1", 0)) as port,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as client,
    ):
        yield Pages(app, clock, client, f"http://127.0.0.1:{port}")


@asynccontextmanager
async def made_site(
    app: App, alter: Callable[[web.Application], object] = lambda _: None, address: str = "127.0.0.1"
) -> AsyncIterator[str]:
    """The pages of `app` with more routes, which `alter` adds; gives their address."""
    application = make_site(site_of(app))
    alter(application)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, address, 0).start()
        yield f"http://{address}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
