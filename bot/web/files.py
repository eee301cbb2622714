"""The packaged files that pages are shown with, and what robots ask for first."""

from datetime import timedelta

from aiohttp import web

from bot.web.rendering import assets

_YEAR = int(timedelta(days=365).total_seconds())


async def static(request: web.Request) -> web.Response:
    """A file of `static/`. Under the address that pages give it, it may be kept for good."""
    asset = assets().get(request.match_info["name"])
    if asset is None:
        raise web.HTTPNotFound
    fixed = request.query.get("v") == asset.mark
    kept = f"public, max-age={_YEAR}, immutable" if fixed else "no-cache"
    headers = {"Cache-Control": kept, "ETag": f'"{asset.mark}"'}
    if f'"{asset.mark}"' in request.headers.get("If-None-Match", ""):
        return web.Response(status=304, headers=headers)
    charset = "utf-8" if asset.type.startswith("text/") else None
    return web.Response(body=asset.body, content_type=asset.type, charset=charset, headers=headers)


async def robots(_: web.Request) -> web.Response:
    """Search engines may read the programme; links that are one person's own are not for them."""
    text = "User-agent: *\nDisallow: /mine/\nDisallow: /screen/\nDisallow: /moderate/\n"
    return web.Response(text=text, headers={"Cache-Control": "public, max-age=86400"})


async def favicon(_: web.Request) -> web.Response:
    """Pages name their picture; whoever asks for the old file gets the same."""
    asset = assets()["icon.svg"]
    return web.Response(body=asset.body, content_type=asset.type, headers={"Cache-Control": "public, max-age=86400"})


ROUTES = [
    web.get("/static/{name}", static),
    web.get("/robots.txt", robots),
    web.get("/favicon.ico", favicon),
]
