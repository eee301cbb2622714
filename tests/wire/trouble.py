"""What goes wrong on purpose at a REST call."""

import asyncio
import re
import socket
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Fails:
    """An error status. `done`: what was asked for happens all the same, and only the answer is lost."""

    status: int = 503
    done: bool = False


@dataclass(frozen=True, slots=True)
class Resets:
    """The connection is reset. `done` as in `Fails`."""

    done: bool = False


@dataclass(frozen=True, slots=True)
class Hangs:
    """Nothing comes for `seconds`, then the connection is reset. `done` as in `Fails`."""

    seconds: float
    done: bool = False


@dataclass(frozen=True, slots=True)
class Slow:
    """A good answer, `seconds` late; what was asked for happens at once."""

    seconds: float
    done: bool = field(default=True, init=False)


@dataclass(frozen=True, slots=True)
class TooMany:
    """429. `everywhere`: the limit over all; without `via` it looks like a ban by Cloudflare."""

    retry_after: float
    everywhere: bool = False
    via: bool = True
    done: bool = field(default=False, init=False)


Evil = Fails | Resets | Hangs | Slow | TooMany


@dataclass(slots=True)
class Script:
    """What happens in turn to the requests that fit; None lets one pass. `hits` counts those that it touched, `evils`
    are what they suffered.
    """

    pattern: re.Pattern[str]
    steps: list[Evil | None]
    hits: int = 0
    evils: list[Evil] = field(default_factory=list)

    @property
    def over(self) -> bool:
        """Whether every step has happened."""
        return not self.steps


class Troubles:
    """All scripts that are running."""

    def __init__(self) -> None:
        self.scripts: list[Script] = []

    def add(self, route: str, steps: Sequence[Evil | int | None], times: int = 1) -> Script:
        """Let `steps` happen to the next requests that fit, the whole of it `times` times.

        `route`: a method and a path without /api/v10, `*` for anything: "POST /channels/*/messages". A number is an
        error status.
        """
        pattern = re.compile("".join(".*" if part == "*" else re.escape(part) for part in re.split(r"(\*)", route)))
        evils = [Fails(step) if isinstance(step, int) else step for step in steps]
        script = Script(pattern, evils * times)
        self.scripts.append(script)
        return script

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self.scripts.clear()

    def next(self, method: str, path: str) -> Evil | None:
        """What happens to this request."""
        for script in self.scripts:
            if script.steps and script.pattern.fullmatch(f"{method} {path}"):
                script.hits += 1
                if (evil := script.steps.pop(0)) is not None:
                    script.evils.append(evil)
                return evil
        return None


async def suffer(evil: Evil, request: web.Request, answer: tuple[int, Any]) -> tuple[int, Any, dict[str, str]] | None:
    """The answer (status, body, headers) that is given instead of the good one; None where the line is cut."""
    match evil:
        case Fails(status):
            return status, {"message": f"{status}: on purpose", "code": 0}, {}
        case TooMany(seconds, everywhere, via):
            body = {"message": "You are being rate limited.", "retry_after": seconds, "global": everywhere}
            scope = {"X-RateLimit-Global": "true"} if everywhere else {}
            return 429, body, scope | {"Retry-After": str(int(seconds) + 1)} | ({"Via": "1.1 google"} if via else {})
        case Slow(seconds):
            await asyncio.sleep(seconds)
            return *answer, {}
        case Hangs(seconds):
            await asyncio.sleep(seconds)
    cut(request)
    return None


def cut(request: web.BaseRequest) -> None:
    """Reset the connection: the other side reads ECONNRESET, not a polite end."""
    if (transport := request.transport) is not None:
        line = transport.get_extra_info("socket")
        if line is not None:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
