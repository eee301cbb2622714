"""Server-Sent Events: pages are told that there is something new, and fetch it.

The form is https://html.spec.whatwg.org/multipage/server-sent-events.html.
"""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.questions.live import Live

MOST = 256
"""Streams at once: each holds a file descriptor. Pages that get none ask every few seconds instead."""

BEAT = 15.0
"""Seconds after which something is sent although nothing changed: a page that hears nothing connects anew."""

PAUSE = 0.25
"""Seconds between two events of one stream: votes come in swarms."""


class Streams:
    """The open streams of one application."""

    def __init__(self, most: int = MOST) -> None:
        """None yet; at most `most` at once."""
        self._most = most
        self._open: set[asyncio.Task[object]] = set()

    async def follow(
        self, request: web.Request, live: Live, session: str, holds: Callable[[], Awaitable[bool]],
        pause: float = PAUSE,
    ) -> web.StreamResponse:  # fmt: skip
        """Send the session's revision now, after each change, and every BEAT seconds; end when `holds` says no.

        `pause`: seconds between two events.

        Answers 503 where there are as many as there may be.
        """
        task = asyncio.current_task()
        if task is None or len(self._open) >= self._most:
            raise web.HTTPServiceUnavailable
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
        loop, earliest = asyncio.get_running_loop(), 0.0
        self._open.add(task)
        try:
            await response.prepare(request)
            await response.write(b"retry: 1000\n\n")
            revision = live.revision(session)
            while await holds():
                await response.write(f"id: {revision}\ndata: {revision}\n\n".encode())
                revision = await _next(live, session, revision)
                await asyncio.sleep(max(earliest - loop.time(), 0))
                earliest, revision = loop.time() + pause, live.revision(session)
        except ConnectionError:
            pass  # the page was left
        finally:
            self._open.discard(task)
        return response

    async def end(self, _: web.Application) -> None:
        """For `on_shutdown`: end all of them, so that the program stops at once."""
        for task in [*self._open]:
            task.cancel()


STREAMS = web.AppKey("STREAMS", Streams)
"""`request.app[STREAMS]`"""


async def _next(live: Live, session: str, revision: int) -> int:
    try:
        async with asyncio.timeout(BEAT):
            return await live.next(session, revision)
    except TimeoutError:
        return revision
