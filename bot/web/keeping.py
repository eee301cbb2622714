"""Answers that are made once and asked for thousands of times: kept while they hold, and not sent to who has them."""

import asyncio
import gzip
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from functools import cache, partial
from hashlib import blake2b
from importlib import resources

from aiohttp import web

_MOST = 512
"""Answers that are kept, at most; the least asked for goes first."""

_LIGHT = 1024
"""Bytes below which nothing is gained by compressing."""


class Kept:
    """Bodies by what they were made from, compressed. Whoever asks for one that is being made waits for that one."""

    def __init__(self) -> None:
        self._bodies: OrderedDict[Hashable, asyncio.Task[bytes]] = OrderedDict()

    async def body(self, key: Hashable, make: Callable[[], Awaitable[bytes]]) -> bytes:
        """The compressed body for `key`, made where it is not there. Raises what `make` raises, each time anew."""
        task = self._bodies.get(key)
        if task is None:
            task = self._bodies[key] = asyncio.create_task(_compressed(make))
            task.add_done_callback(partial(self._drop_failed, key))
            while len(self._bodies) > _MOST:
                self._bodies.popitem(last=False)
        self._bodies.move_to_end(key)
        return await asyncio.shield(task)

    def _drop_failed(self, key: Hashable, task: asyncio.Task[bytes]) -> None:
        """Also where nobody waits for it any more."""
        if (task.cancelled() or task.exception()) and self._bodies.get(key) is task:
            del self._bodies[key]


KEPT = web.AppKey("KEPT", Kept)
"""`request.app[KEPT]`"""


async def _compressed(make: Callable[[], Awaitable[bytes]]) -> bytes:
    return await asyncio.to_thread(gzip.compress, await make(), 6, mtime=0)


async def kept(
    request: web.Request,
    key: tuple[Hashable, ...],
    make: Callable[[], Awaitable[bytes]],
    *,
    content_type: str,
    language: str = "",
    private: bool = False,
) -> web.Response:
    """The body that `make` makes from what `key` says, and from nothing else; 304 for whoever has it already.

    `language`: of the body, where it depends on the reader's. `private`: for one person alone, and not kept here.
    """
    mark = blake2b(repr((build(), key)).encode(), digest_size=12).hexdigest()
    headers = {"ETag": f'W/"{mark}"', "Cache-Control": "private, no-cache" if private else "public, no-cache"}
    headers["Vary"] = "Accept-Encoding"
    if language:
        headers |= {"Content-Language": language, "Vary": "Accept-Language, Accept-Encoding"}
    if any(known.value in {mark, "*"} for known in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    body = await _compressed(make) if private else await request.app[KEPT].body(key, make)
    if len(body) < _LIGHT or "gzip" not in request.headers.get("Accept-Encoding", ""):
        body = await asyncio.to_thread(gzip.decompress, body)
    else:
        headers["Content-Encoding"] = "gzip"
    return web.Response(body=body, content_type=content_type, charset="utf-8", headers=headers)


@cache
def build() -> str:
    """A mark of the templates and files that pages are made with: another one after an update."""
    mark = blake2b(digest_size=6)
    for folder in ("templates", "static"):
        for file in sorted(resources.files("bot.web").joinpath(folder).iterdir(), key=lambda file: file.name):
            mark.update(file.read_bytes())
    return mark.hexdigest()
