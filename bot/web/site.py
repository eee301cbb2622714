"""The pages for people, put together and served. A module of pages has its `ROUTES` listed here."""

import logging
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from aiohttp import web

from bot.web import feeds, files, pages, phone, stage
from bot.web.context import SITE, Site
from bot.web.guarding import add_headers, plain_errors
from bot.web.keeping import KEPT, Kept
from bot.web.live import STREAMS, Streams

_log = logging.getLogger(__name__)

_MOST = 64 * 1024  # bytes of a request's body: pages take short forms only


def make_site(site: Site) -> web.Application:
    """The application with all pages, for serving and for tests. Pages answer with and without the public path.

    Some proxies take the path of the public address away before they ask, and some do not.
    """
    app = web.Application(middlewares=[plain_errors], client_max_size=_MOST)
    app[SITE] = site
    app[KEPT] = Kept()
    app.on_response_prepare.append(add_headers)
    app[STREAMS] = streams = Streams()
    app.on_shutdown.append(streams.end)
    prefix = site.addresses.path
    for routes in (files.ROUTES, phone.ROUTES, stage.ROUTES, feeds.ROUTES, pages.ROUTES):
        app.add_routes(routes)
        if prefix:
            app.add_routes(_below(prefix, routes))
    if prefix:
        app.router.add_get(prefix, _to_first_page)
    return app


async def _to_first_page(request: web.Request) -> web.Response:
    """Pages link relatively, so the first one needs its slash."""
    raise web.HTTPMovedPermanently(f"{request.app[SITE].addresses.path}/", headers={"Cache-Control": "no-cache"})


def _below(prefix: str, routes: Iterable[web.AbstractRouteDef]) -> list[web.RouteDef]:
    known = [route for route in routes if isinstance(route, web.RouteDef)]
    return [web.route(one.method, prefix + one.path, one.handler, **one.kwargs) for one in known]


@asynccontextmanager
async def serving_site(site: Site, where: tuple[str, int] | socket.socket | None) -> AsyncIterator[int]:
    """Serve as long as the context is entered; gives the port, 0 where nothing is served.

    `where`: host and port, or a socket that is bound already; None: nowhere.
    An address that cannot be had is told in the log: people in chat are to be answered all the same.
    """
    if where is None:
        yield 0
        return
    runner = web.AppRunner(make_site(site), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        yield await _listen(runner, where)
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, where: tuple[str, int] | socket.socket) -> int:
    if isinstance(where, socket.socket):
        await web.SockSite(runner, where).start()
        return int(where.getsockname()[1])
    host, port = where
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        _log.warning("no pages: %s:%d cannot be had (%s); set SUMMIT_WEB", host, port, error)
        return 0
    _log.info("pages for people on %s:%d", host, port)
    return int(runner.addresses[0][1])
