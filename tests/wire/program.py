"""The bot as a user starts it: a process of its own, its log in a file, never outliving the test."""

import asyncio
import contextlib
import ctypes
import os
import resource
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from tests.wire.actors import Late
from tests.wire.server import PATIENCE, LocalDiscord

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "config"
WITHOUT_ZSTD = Path(__file__).parent / "without"
MORNING = "2024-03-28T08:50:00+08:00"
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True)


def _die_with_parent() -> None:
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Program:
    """`python -m bot run`, or other `words`, in `folder`, with its database there, talking to `server`."""

    def __init__(
        self, server: LocalDiscord, folder: Path, variables: dict[str, str], words: Sequence[str] = ("bot", "run")
    ) -> None:
        self.server, self.folder, self.variables, self.words = server, folder, variables, words
        self.database = folder / "summit.db"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> str:
        """All that it has written, over every start."""
        file = self.folder / "program.log"
        return file.read_text("utf-8") if file.exists() else ""

    @property
    def complaints(self) -> list[str]:
        """The lines of its log that are no plain information, tracebacks included."""
        return [line for line in self.log.splitlines() if " INFO " not in line]

    @property
    def running(self) -> bool:
        """Whether there is a process."""
        return self._process is not None and self._process.returncode is None

    @property
    def number(self) -> int:
        """The process's number."""
        assert self._process
        return self._process.pid

    async def start(self, *, ready: bool = True, seconds: float = 60.0) -> None:
        """Start it; `ready`: wait until it is on the gateway and its commands are published."""
        assert not self.running
        before = len(self.server.calls)
        with (self.folder / "program.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *self.words, cwd=self.folder, env=self.variables, stdout=log, stderr=log,
                stdin=asyncio.subprocess.DEVNULL, start_new_session=True, preexec_fn=_die_with_parent,
            )  # fmt: skip
        if ready:
            await self.ready(before, seconds)

    async def ready(self, since: int = 0, seconds: float = 60.0) -> None:
        """Wait until it is on the gateway and, after the request number `since`, has seen to its commands."""
        world, path = self.server.world, f"/guilds/{self.server.world.guild}/commands"

        def is_ready() -> bool:
            assert self.running, f"the program ended:\n{self.log}"
            looked = any(call.path.endswith(path) and call.status == 200 for call in self.server.calls[since:])
            return looked and bool(world.commands.get(world.guild)) and bool(self.server.gateway.live)

        try:
            await self.server.until(is_ready, "the program is ready", seconds)
        except Late as late:
            raise Late(f"{late}\n{self.log[-4000:]}") from late

    async def signal(self, number: int) -> None:
        """Send a signal to the process alone."""
        assert self._process
        self._process.send_signal(number)

    async def limit(self, what: int, most: int) -> None:
        """Set a resource limit of the running process."""
        assert self._process
        resource.prlimit(self._process.pid, what, (most, resource.RLIM_INFINITY))

    async def ended(self, seconds: float = PATIENCE) -> int:
        """Wait for its end; the exit code, negative where a signal ended it."""
        assert self._process
        try:
            return await asyncio.wait_for(self._process.wait(), seconds)
        except TimeoutError:
            raise Late(f"still running after {seconds:g} s:\n{self.log[-4000:]}") from None

    async def stop(self, seconds: float = PATIENCE) -> tuple[int, float]:
        """SIGTERM: the exit code, and how many seconds it took."""
        began = asyncio.get_running_loop().time()
        await self.signal(signal.SIGTERM)
        return await self.ended(seconds), asyncio.get_running_loop().time() - began

    async def kill(self) -> None:
        """SIGKILL, and nothing is left of it."""
        if self._process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            await self._process.wait()

    async def restart(self) -> None:
        """SIGTERM and a new start on the same database."""
        await self.stop()
        await self.start()

    async def logged(self, text: str, seconds: float = PATIENCE) -> None:
        """Wait until its log says this."""
        deadline = asyncio.get_running_loop().time() + seconds
        while text not in self.log:
            if asyncio.get_running_loop().time() >= deadline:
                raise Late(f"the log never said {text!r}:\n{self.log[-4000:]}")
            await asyncio.sleep(0.05)


@asynccontextmanager
async def program(
    server: LocalDiscord, folder: Path, *, config: Path = CONFIG, clock: str = MORNING, start: bool = True,
    words: Sequence[str] = ("bot", "run"), **more: str,
) -> AsyncIterator[Program]:
    """The program, started and ready unless `start` is false; killed at the end. `more`: environment variables.

    It finds no zstd, as where it is installed without what tests need; with `PYTHONPATH=ROOT` it does.
    """
    variables = {
        "PATH": os.environ["PATH"], "LANG": "en_GB.UTF-8", "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": os.pathsep.join(map(str, (WITHOUT_ZSTD, ROOT))),
        "DISCORD_TOKEN": server.token, "DISCORD_API_BASE": server.api, "DISCORD_GATEWAY": server.gateway.url,
        "SUMMIT_CONFIG": str(config), "SUMMIT_DATABASE": str(folder / "summit.db"), "SUMMIT_CLOCK": clock,
        "SUMMIT_SECRETS": str(folder / "secrets.json"), "SUMMIT_METRICS": "", "SUMMIT_WEB": "",
    }  # fmt: skip
    made = Program(server, folder, variables | more, words)
    try:
        if start:
            await made.start()
        yield made
    finally:
        await made.kill()
