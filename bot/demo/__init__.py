"""`summit-bot demo`: the same App inside a local Discord in the browser. No token, no network, nothing kept."""

import asyncio
import os
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from bot.core.clock import RehearsalClock
from bot.core.phrasebook import Phrasebook
from bot.core.refusal import Refusal
from bot.settings import load_settings

OPENING = "2024-03-28T08:50+08:00"
"""Ten minutes before the shipped programme begins."""
PORT = 8765
FASTEST = 600
"""Seconds of the summit in one second; beyond that, reminders pass between two looks at the clock."""


def demo(at: str = OPENING, speed: float = 1.0, port: int = PORT) -> None:
    """Serve the demo on this machine until Ctrl-C or SIGTERM, then leave nothing behind.

    `at`: when the summit's time begins, ISO 8601, the venue's own where it has no offset. `speed`: how many seconds
    of the summit pass in one. `port`: 0 for any free one. Raises Refusal when it cannot begin.
    """
    if not find_spec("simcord"):
        raise Refusal("demo-not-installed")
    config = Path(os.environ.get("SUMMIT_CONFIG") or "config")
    if not 0 < speed <= FASTEST:
        raise Refusal("demo-speed-unclear", seen=f"{speed:g}", most=FASTEST)
    begins = _begins(at, load_settings(config).summit.timezone)
    with _bound(port) as sock, suppress(KeyboardInterrupt):
        asyncio.run(serve(config, RehearsalClock(begins, speed), sock, speed=speed))


async def serve(config: Path, clock: RehearsalClock, sock: socket.socket, *, speed: float = 1.0) -> None:
    """Run the App of `config` in a local Discord, with pages on the bound `sock`, until SIGINT or SIGTERM.

    `speed` is how fast `clock` runs. The database lives in a temporary folder.
    """
    from bot.app import App  # noqa: PLC0415 -- what is needed to refuse comes up faster without
    from bot.demo.plan import plan_of  # noqa: PLC0415
    from bot.demo.serving import serving  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="summit-bot-demo-") as folder, _told_to_end() as end:
        async with App.from_config(config, database=Path(folder) / "summit.db", clock=clock) as app:
            plan, zone = plan_of(app.settings, app.phrasebook), app.settings.summit.timezone
            async with serving(app.bot, plan, clock, zone, app.phrasebook, sock, speed=speed) as windows:
                await app.timetable.start()
                try:
                    _greet(app.phrasebook, sock.getsockname()[1], windows.typed("agenda search", _terminal_language()))
                    await end.wait()
                finally:
                    app.timetable.stop()


def _greet(phrases: Phrasebook, port: int, command: str) -> None:
    language = _terminal_language()
    typer.echo(phrases.say(language, "demo-address", address=f"http://127.0.0.1:{port}/"))
    typer.echo(phrases.say(language, "demo-first-step", command=command))


def _terminal_language() -> str:
    set_ = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh-CN" if next(filter(None, set_), "").startswith("zh") else "en"


def _begins(at: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise Refusal("demo-at-unclear", seen=at) from None
    if not 2016 <= moment.year <= 2099:
        raise Refusal("demo-at-outside", seen=at)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _bound(port: int) -> socket.socket:
    """Taken before anything is built, so that a taken port is told at once."""
    try:
        return socket.create_server(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refusal("demo-port-taken", port=str(port), reason=reason) from error


@contextmanager
def _told_to_end() -> Iterator[asyncio.Event]:
    """An event that SIGINT or SIGTERM sets. A second Ctrl-C interrupts the tidying up itself."""
    end, loop, signals = asyncio.Event(), asyncio.get_running_loop(), (signal.SIGINT, signal.SIGTERM)

    def ending() -> None:
        for number in signals:
            loop.remove_signal_handler(number)
        end.set()

    for number in signals:
        loop.add_signal_handler(number, ending)
    try:
        yield end
    finally:
        for number in signals:
            loop.remove_signal_handler(number)
