"""`summit-bot demo`: the same App inside a local Discord in the browser. No token, no network, nothing kept."""

import asyncio
import logging
import os
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, time
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import App, configured_programme
from bot.console import Terminal
from bot.core.clock import RehearsalClock
from bot.core.refusal import Refusal
from bot.settings import load_settings
from bot.web.context import Site
from bot.web.site import serving_site

PORT = 8765
DOORS = time(8, 50)
"""When the demo begins on the first day, by the venue's clock."""
FASTEST = 600
"""Seconds of the summit in one second; beyond that, reminders pass between two looks at the clock."""


def demo(terminal: Terminal, config: Path, *, at: str = "", speed: float = 1.0, port: int = PORT) -> None:
    """Serve the demo on this machine until Ctrl-C or SIGTERM, then leave nothing behind.

    `config`: the folder of settings. `at`: when the summit's time begins, ISO 8601, the venue's own where it has no
    offset; '' for shortly before the doors open. `speed`: how many seconds of the summit pass in one. `port`: 0 for
    any free one. Raises Refusal when it cannot begin, Faults for what organisers wrote.
    """
    if not find_spec("simcord"):
        raise Refusal("demo-not-installed")
    if not 0 < speed <= FASTEST:
        raise Refusal("demo-speed-unclear", seen=f"{speed:g}", most=FASTEST)
    begins = _begins(at, load_settings(config).summit.timezone) if at else None
    logging.getLogger("discord").setLevel(logging.ERROR)  # voice, intents: warnings that are of no use here
    with _bound(port) as sock, suppress(KeyboardInterrupt):
        asyncio.run(serve(terminal, config, sock, begins=begins, speed=speed))


async def serve(
    terminal: Terminal, config: Path, sock: socket.socket, *, begins: datetime | None = None, speed: float = 1.0
) -> None:
    """Run the App of `config` in a local Discord, with pages on the bound `sock`, until SIGINT or SIGTERM.

    `begins`, `speed`: as for `demo`. The database lives in a temporary folder. Raises as `demo` does.
    """
    with _told_to_end() as end, tempfile.TemporaryDirectory(prefix="summit-bot-demo-") as folder:
        from bot.demo.plan import plan_of  # noqa: PLC0415 -- simcord is there only with the extra
        from bot.demo.serving import serving  # noqa: PLC0415

        clock = RehearsalClock(begins or await _doors_open(config), speed)
        database, outside = Path(folder) / "summit.db", _bound(0)
        public = f"http://127.0.0.1:{outside.getsockname()[1]}"
        async with App.from_config(config, database=database, clock=clock, public_url=public) as app:
            plan, zone = plan_of(app.settings, app.phrasebook), app.settings.summit.timezone
            site = Site(app.features, app.phrasebook, app.clock, app.settings, app.addresses)
            async with (
                serving_site(site, outside),
                serving(app.bot, plan, clock, zone, app.phrasebook, sock, speed=speed) as windows,
            ):
                await app.timetable.start()
                try:
                    terminal.say("demo-address", address=f"http://127.0.0.1:{sock.getsockname()[1]}/")
                    terminal.say("demo-pages", address=f"{public}/")
                    terminal.say("demo-first-step", command=windows.typed("agenda search", terminal.language))
                    await end.wait()
                finally:
                    app.timetable.stop()


async def _doors_open(config: Path) -> datetime:
    settings = load_settings(config)
    programme = await configured_programme(settings)
    return datetime.combine(programme.days[0], DOORS, settings.summit.timezone)


def _begins(at: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise Refusal("demo-at-unclear", seen=at) from None
    if not 2016 <= moment.year <= 2099:  # Discord's ids count from 2015
        raise Refusal("demo-at-outside", seen=at)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _bound(port: int) -> socket.socket:
    """Taken before anything is built, so that a taken port is told at once."""
    if not 0 <= port <= 65535:
        raise Refusal("demo-port-unclear", seen=str(port))
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError as error:
        raise Refusal("demo-port-taken", port=str(port), reason=os.strerror(error.errno or 0)) from error


@contextmanager
def _told_to_end() -> Iterator[asyncio.Event]:
    """An event that SIGINT or SIGTERM sets. A second Ctrl-C interrupts the tidying up itself."""
    end, loop, signals = asyncio.Event(), asyncio.get_running_loop(), (signal.SIGINT, signal.SIGTERM)

    def forget() -> None:
        for number in signals:
            loop.remove_signal_handler(number)

    def ending() -> None:
        forget()
        end.set()

    for number in signals:
        loop.add_signal_handler(number, ending)
    try:
        yield end
    finally:
        forget()
