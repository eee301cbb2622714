"""The local Discord: an aiohttp server on a free port of the loopback, REST and gateway, strict about every request.

    async with LocalDiscord() as discord:
        maya = discord.join("maya", "en-GB")
        async with program(discord, tmp_path) as bot:
            answer = await maya.slash("agenda now")
"""

import asyncio
import email.utils
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, Self, TypeVar

import orjson
from aiohttp import BodyPartReader, web

from tests.oracle import Oracle
from tests.wire import faults
from tests.wire.actors import Late, Member
from tests.wire.gateway import Gateway
from tests.wire.interactions import Interactions
from tests.wire.limits import Limits
from tests.wire.messages import BadBody, Upload
from tests.wire.rest import Call, Rest
from tests.wire.snowflakes import moment
from tests.wire.trouble import Evil, Script, Troubles, suffer
from tests.wire.world import User, World

PATIENCE = 30.0
"""Seconds after which it is given up waiting for something: many, since other work may hold the machine."""

TOKEN = "wire.local.token"
ROLES = ("组委会", "主持人", "志愿者")
CHANNELS = ("大厅", "公告", "议程变更", "会前提醒", "组委会", "志愿者", "主会场")
WITHOUT_TOKEN = ("/interactions/", "/webhooks/")

_Found = TypeVar("_Found")


class LocalDiscord:
    """Enter it to serve.

    `world` is what it holds, `gateway`, `rest`, `interactions` and `limits` what may be turned; `skew` by how much its
    clock is ahead in what headers say; `calls` every request that came, with its answer's status; `violations`
    everything that Discord would not have taken: where there is any, leaving raises AssertionError.
    """

    def __init__(
        self, name: str = "OSPO Summit", *, roles: Sequence[str] = ROLES, channels: Sequence[str] = CHANNELS
    ) -> None:
        self.token = TOKEN
        self.world = World(name, tuple(roles), tuple(channels))
        self.gateway = Gateway(self.world, TOKEN, self._pulse)
        self.interactions = Interactions(self.world)
        self.rest = Rest(self.world, self.interactions, self.gateway)
        self.limits = Limits()
        self.skew = timedelta()
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self._troubles = Troubles()
        self._oracle = Oracle.load() if Oracle.available() else None
        self._changed = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self._application(), shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.gateway.url = f"ws://127.0.0.1:{self.port}/gateway/"
        return self

    async def __aexit__(self, broken: type[BaseException] | None, *_: object) -> None:
        if self._runner:
            await self._runner.cleanup()
        if broken is None:
            self.check()

    @property
    def api(self) -> str:
        """What `DISCORD_API_BASE` is set to."""
        return f"http://127.0.0.1:{self.port}/api/v10"

    def join(self, name: str, locale: str = "en-US", *, closed: bool = False) -> Member:
        """A new member whose client runs in `locale`; `closed`: takes no direct messages."""
        user = User(name, locale, closed=closed)
        self.world.users[user.id] = user
        return Member(self, user)

    def trouble(self, route: str, steps: Sequence[Evil | int | None], times: int = 1) -> Script:
        """Let something go wrong at the next requests that fit; see `Troubles.add` and the classes in `trouble`."""
        return self._troubles.add(route, steps, times)

    def peace(self) -> None:
        """End all trouble at REST calls."""
        self._troubles.clear()

    def requests(self, method: str = "", path: str = "") -> list[Call]:
        """The requests whose method is this and whose path ends so; '' for any."""
        return [call for call in self.calls if method in ("", call.method) and call.path.endswith(path)]

    async def until(self, condition: Callable[[], _Found], what: str, seconds: float = PATIENCE) -> _Found:
        """Wait until `condition` gives something true, and give it. Asked after every request, and now and then.

        Raises Late after `seconds`, AssertionError at the first violation.
        """
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            self.check()
            if found := condition():
                return found
            left = deadline - asyncio.get_running_loop().time()
            last = "\n".join(f"{call.method} {call.path}: {call.status}" for call in self.calls[-5:])
            if left <= 0:
                raise Late(f"{what}: not within {seconds:g} s; the last requests were\n{last}")
            try:
                await asyncio.wait_for(self._changed.wait(), min(left, 0.25))
            except TimeoutError:
                continue

    def check(self) -> None:
        """Raise AssertionError if anything came that Discord would not have taken."""
        wrong = [*self.violations, *self.gateway.faults]
        assert not wrong, "\n".join(wrong)

    def _pulse(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    # Serving

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=30 << 20)
        application.router.add_get("/gateway/", self.gateway.serve)
        for route, answer in self.rest.routes().items():
            method, _, path = route.partition(" ")
            application.router.add_route(method, f"/api/v10{path}", self._serving(route, answer))
        application.router.add_route("*", "/{path:.*}", self._nowhere)
        return application

    async def _nowhere(self, request: web.Request) -> web.Response:
        self.violations.append(f"{request.method} {request.path}: the local Discord has no such route")
        self._pulse()
        return self._response(404, {"message": "404: Not Found", "code": 0}, {})

    def _serving(
        self, route: str, answer: Callable[[Call], Awaitable[Any]]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            try:
                call = await read(request, route)
            except ConnectionError:
                return web.Response()
            self.calls.append(call)
            evil = self._troubles.next(call.method, call.path)
            good: tuple[int, Any, dict[str, str]] | None = (0, None, {})
            if evil is None or evil.done:
                good = await self._answered(call, request, answer)
            if evil:
                self._pulse()
                good = await suffer(evil, request, good[:2])
            if good is None:
                return web.Response()
            call.status = good[0]
            self._pulse()
            return self._response(*good)

        return serve

    async def _answered(
        self, call: Call, request: web.Request, answer: Callable[[Call], Awaitable[Any]]
    ) -> tuple[int, Any, dict[str, str]]:
        unauthorised = call.path.startswith(WITHOUT_TOKEN)
        if not unauthorised and request.headers.get("Authorization") != f"Bot {self.token}":
            return 401, faults.UNAUTHORIZED.body(), {}
        if wrong := self._oracle.faults(call.method, call.path, call.json) if self._oracle else []:
            return self._violation(call, "; ".join(wrong))
        major = "/".join(call.variables[name] for name in ("channel", "guild", "token") if name in call.variables)
        epoch = (moment() + self.skew).timestamp()
        verdict = self.limits.take(call.route, major, counted=not unauthorised, epoch=epoch)
        if verdict.retry_after:
            wait = round(verdict.retry_after, 3)
            body = {"message": "You are being rate limited.", "retry_after": wait, "global": verdict.everywhere}
            return 429, body, verdict.headers | {"Via": "1.1 google", "Retry-After": str(int(wait) + 1)}
        try:
            told = await answer(call)
        except faults.Refused as refused:
            return refused.status, refused.body(), verdict.headers
        except BadBody as bad:
            return self._violation(call, str(bad))
        return (204 if told is None else 200), told, verdict.headers

    def _violation(self, call: Call, what: str) -> tuple[int, Any, dict[str, str]]:
        self.violations.append(f"{call.method} {call.path}: {what}")
        return 400, {"message": "Invalid Form Body", "code": 50035, "errors": {"what": what}}, {}

    def _response(self, status: int, body: Any, headers: dict[str, str]) -> web.Response:
        date = {"Date": email.utils.format_datetime(moment() + self.skew, usegmt=True)}
        if status == 204:
            return web.Response(status=204, headers=headers | date)
        # A charset would make discord.py take it for text.
        told = {"Content-Type": "application/json"} | headers | date
        return web.Response(status=status, body=orjson.dumps(body), headers=told)


async def read(request: web.Request, route: str) -> Call:
    """A request with its body, from JSON or from a form with files."""
    files: dict[int, Upload] = {}
    body: Any = None
    if request.content_type.startswith("multipart/"):
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            data = bytes(await part.read())
            if part.name == "payload_json":
                body = json.loads(data)
            else:
                number = int((part.name or "").removeprefix("files[").removesuffix("]"))
                kind = part.headers.get("Content-Type", "")
                files[number] = Upload(part.filename or "", kind, data)
    elif request.can_read_body:
        body = orjson.loads(await request.read())
    return Call(
        request.method, request.path.removeprefix("/api/v10"), route, dict(request.match_info), dict(request.query),
        body, asyncio.get_running_loop().time(), files,
    )  # fmt: skip


