"""The gateway: sessions that outlive their sockets, and everything that may befall either.

Source: Discord's documentation, events/gateway and topics/opcodes-and-status-codes.
"""

import asyncio
import contextlib
import secrets
import zlib
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson
from aiohttp import web

from tests.wire.trouble import cut
from tests.wire.world import Json, World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 3, 6, 7, 9, 10, 11
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15


@dataclass(slots=True, eq=False)
class Socket:
    """One WebSocket, with the stream compression that its client asked for."""

    ws: web.WebSocketResponse
    request: web.Request
    compress: Callable[[bytes], bytes] | None
    session: "Session | None" = None
    received: deque[float] = field(default_factory=deque)

    async def send(self, frame: Json) -> None:
        """Send one frame; what is sent to a broken line is lost."""
        await self.send_text(orjson.dumps(frame))

    async def send_text(self, text: bytes) -> None:
        """Send what need not be JSON at all."""
        with contextlib.suppress(ConnectionError):
            if self.compress:
                await self.ws.send_bytes(self.compress(text))
            else:
                await self.ws.send_str(text.decode())


@dataclass(slots=True, eq=False)
class Session:
    """What a client may resume: everything sent in it, the `n`-th with sequence number `n`."""

    shard: tuple[int, int]
    identify: Json
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    sent: list[Json] = field(default_factory=list)
    socket: Socket | None = None

    def add(self, event: str, data: Any) -> Json:
        """Give an event its number and keep it for a replay."""
        frame = {"op": DISPATCH, "t": event, "s": len(self.sent) + 1, "d": data}
        self.sent.append(frame)
        return frame


class Gateway:
    """Serves the WebSocket of a World.

    May be set: `heartbeat` (seconds), `privileged` (the intents that the portal has allowed), `refusals` (how many of
    the next connections are reset at once), `mute` (how many of those after them open and say nothing), `greetings`
    (close codes with which the next IDENTIFYs are answered), `silent` (heartbeats and close frames are not answered).
    `streams`: the compression that each client asked for; `beats`: the loop's times at which heartbeats came.
    """

    def __init__(self, world: World, token: str, changed: Callable[[], None]) -> None:
        self.world, self.token, self._changed = world, token, changed
        self.url = ""
        self.heartbeat = 41.25
        self.privileged = 0
        self.sessions: dict[str, Session] = {}
        self.identified, self.resumed, self.refused = 0, 0, 0
        self.streams: list[str] = []
        self.beats: list[float] = []
        self.faults: list[str] = []
        self.refusals = 0
        self.mute = 0
        self.greetings: list[int] = []
        self.silent = False
        self._twice: Counter[str] = Counter()
        self._held: list[tuple[str, Any]] | None = None
        self._operations: dict[int, Callable[[Socket, Any], Awaitable[None]]] = {
            HEARTBEAT: self._heartbeat, IDENTIFY: self._identify, RESUME: self._resume,
        }  # fmt: skip

    @property
    def live(self) -> list[Session]:
        """Sessions with a client on the line."""
        return [session for session in self.sessions.values() if session.socket]

    async def dispatch(self, event: str, data: Any) -> None:
        """Tell every session of the server's shard: now where it is on the line, else when it resumes."""
        if self._held is not None:
            self._held.append((event, data))
            return
        times = 2 if self._twice[event] else 1
        self._twice[event] -= self._twice[event] > 0
        for session in [*self.sessions.values()]:
            if (self.world.guild >> 22) % session.shard[1] == session.shard[0]:
                for _ in range(times):
                    await self._send(session, session.add(event, data))

    # What may go wrong

    def twice(self, event: str, times: int = 1) -> None:
        """Deliver the next events of this kind two times each."""
        self._twice[event] += times

    def hold(self) -> None:
        """Deliver nothing until `release`."""
        self._held = []

    async def release(self, *, backwards: bool = False) -> None:
        """Deliver what was held, in its order or the last first."""
        held, self._held = self._held or [], None
        for event, data in reversed(held) if backwards else held:
            await self.dispatch(event, data)

    def drop(self) -> None:
        """Reset every connection; sessions may be resumed."""
        for session in self.live:
            assert session.socket
            cut(session.socket.request)

    async def ask_to_reconnect(self) -> None:
        """Op 7."""
        await self._tell({"op": RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Op 9; what happens until the client is back is lost to it unless it may resume."""
        live = self.live
        await self._tell({"op": INVALID, "d": resumable})
        for session in live:
            if not resumable:
                self.sessions.pop(session.id, None)

    async def close(self, code: int) -> None:
        """Close every connection with a close code. After 4007 and 4009 nothing can be resumed."""
        for session in self.live:
            if code in (4004, 4007, 4009, 4014):
                self.sessions.pop(session.id, None)
            assert session.socket
            await session.socket.ws.close(code=code)

    async def babble(self, text: str) -> None:
        """Send a frame that is not what Discord would send."""
        for session in self.live:
            assert session.socket
            await session.socket.send_text(text.encode())

    async def _tell(self, frame: Json) -> None:
        for session in self.live:
            assert session.socket
            await session.socket.send(frame)

    # The protocol

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from HELLO to its end."""
        if self.refusals:
            self.refusals -= 1
            self.refused += 1
            cut(request)
            return web.Response()
        self.streams.append(request.query.get("compress", ""))
        compress = stream(self.streams[-1])
        ws = web.WebSocketResponse(autoclose=False, max_msg_size=1 << 20)
        await ws.prepare(request)
        socket = Socket(ws, request, compress)
        if self.mute:
            self.mute -= 1
        else:
            await socket.send({"op": HELLO, "d": {"heartbeat_interval": int(self.heartbeat * 1000)}})
        try:
            async for message in ws:
                if message.type is aiohttp.WSMsgType.TEXT:
                    await self._receive(socket, message.data)
        finally:
            if socket.session and socket.session.socket is socket:
                socket.session.socket = None
            self._changed()
        if self.silent:
            await asyncio.sleep(60)
        return ws

    async def _receive(self, socket: Socket, text: str) -> None:
        now = asyncio.get_running_loop().time()
        socket.received.append(now)
        while socket.received[0] < now - 60:
            socket.received.popleft()
        if len(socket.received) > 120 or len(text.encode()) > 4096:
            self.faults.append("gateway: more than 120 frames a minute, or one of more than 4,096 bytes")
            await socket.ws.close(code=4008)
            return
        frame = orjson.loads(text)
        if operation := self._operations.get(frame["op"]):
            await operation(socket, frame["d"])

    async def _heartbeat(self, socket: Socket, _: Any) -> None:
        self.beats.append(asyncio.get_running_loop().time())
        if not self.silent:
            await socket.send({"op": ACK, "d": None})

    async def _identify(self, socket: Socket, data: Json) -> None:
        self.identified += 1
        if self.greetings:
            await socket.ws.close(code=self.greetings.pop(0))
        elif data["token"] != self.token:
            await socket.ws.close(code=4004)
        elif data["intents"] & PRIVILEGED & ~self.privileged:
            await socket.ws.close(code=4014)
        elif socket.session:
            await socket.ws.close(code=4005)
        else:
            shard = data.get("shard") or [0, 1]
            session = Session((shard[0], shard[1]), data, socket=socket)
            self.sessions[session.id] = socket.session = session
            await self._greet(session)
        self._changed()

    async def _greet(self, session: Session) -> None:
        world = self.world
        ready = {
            "v": 10, "user": world.bot.payload(), "guilds": [{"id": str(world.guild), "unavailable": True}],
            "session_id": session.id, "resume_gateway_url": self.url, "shard": [*session.shard],
            "application": {"id": str(world.application), "flags": 0},
        }  # fmt: skip
        await self._send(session, session.add("READY", ready))
        if (world.guild >> 22) % session.shard[1] == session.shard[0]:
            await self._send(session, session.add("GUILD_CREATE", world.guild_payload()))

    async def _resume(self, socket: Socket, data: Json) -> None:
        session = self.sessions.get(data["session_id"])
        if session is None or data["token"] != self.token or data["seq"] > len(session.sent):
            await socket.send({"op": INVALID, "d": False})
            return
        self.resumed += 1
        session.socket = socket
        socket.session = session
        for frame in session.sent[data["seq"] :]:
            await socket.send(frame)
        await self._send(session, session.add("RESUMED", {}))
        self._changed()

    async def _send(self, session: Session, frame: Json) -> None:
        if session.socket:
            await session.socket.send(frame)


def stream(kind: str) -> Callable[[bytes], bytes] | None:
    """What compresses a connection's frames: "zlib-stream", "zstd-stream", or "" for none."""
    if kind == "zlib-stream":
        zlib_stream = zlib.compressobj()
        return lambda data: zlib_stream.compress(data) + zlib_stream.flush(zlib.Z_SYNC_FLUSH)
    if kind == "zstd-stream":
        import zstandard  # noqa: PLC0415 -- a client that asks for it has it too

        zstd_stream = zstandard.ZstdCompressor().compressobj()
        return lambda data: zstd_stream.compress(data) + zstd_stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    return None
