"""What holds for every answer: strict headers, and a plain page for whatever goes wrong, never a traceback."""

import logging
import secrets
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.core.refusal import Refusal
from bot.web.reading import reader_of
from bot.web.rendering import page

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""On every answer, streams and errors among them."""

Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]

_log = logging.getLogger(__name__)


async def add_headers(_: web.Request, response: web.StreamResponse) -> None:
    """For `on_response_prepare`: the strict headers, and no caching where the answer does not say otherwise."""
    response.headers.update(HEADERS)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    response.headers.pop("Server", None)


@web.middleware
async def plain_errors(request: web.Request, handler: Answering) -> web.StreamResponse:
    """Tell in a sentence what went wrong: not found, not allowed, refused by a rule, or an incident by its number."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        response = _told(request, error.status)
        if "Allow" in error.headers:
            response.headers["Allow"] = error.headers["Allow"]
        return response
    except Refusal as refused:
        storage = refused.phrase.startswith("database-")  # where the file lies is the operator's to know
        reader = reader_of(request)
        sentence = reader.say("storage-fails") if storage else reader.phrasebook.refusal(reader.language, refused)
        return page(request, "error.html", status=503 if storage else 409, sentence=sentence)
    except Exception:  # noqa: BLE001 -- whatever it is, the reader gets a page
        incident = secrets.token_hex(3)
        _log.exception("incident %s in %s", incident, request.match_info.handler)
        return page(request, "error.html", status=500, sentence=reader_of(request).say("incident", number=incident))


def _told(request: web.Request, status: int) -> web.Response:
    reader = reader_of(request)
    match status:
        case 403 | 404:
            sentence = reader.say("web-not-found")
        case 410:
            sentence = reader.say("phone-link-over")
        case 405:
            sentence = reader.say("web-not-allowed")
        case _:
            sentence = reader.say("web-not-understood")
    return page(request, "error.html", status=status, sentence=sentence)
