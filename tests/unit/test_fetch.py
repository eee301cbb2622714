"""Agendas from the web, from real servers on loopback."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.agenda.fetch import Fetched, Limits, NotModified, Validators, fetch, fetched, is_public
from bot.agenda.formats import AgendaFile, Venue
from bot.agenda.formats.reading import read_programme
from bot.agenda.model import Text
from bot.core.phrasebook import LANGUAGES, Phrasebook
from bot.core.refusal import Faults, Refusal

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[[Answer], Awaitable[str]]
PHRASEBOOK = Phrasebook.load()
AGENDA = b"sessions: [{title: Welcome}]\n"


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Start a server that answers every path in one way; gives its address."""
    servers = []

    async def start(answer: Answer) -> str:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        server = TestServer(app)
        await server.start_server()
        servers.append(server)
        return str(server.make_url("/"))

    yield start
    for server in servers:
        await server.close()


def answering(body: bytes = AGENDA, status: int = 200, **headers: str) -> Answer:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=body, status=status, headers={k.replace("_", "-"): v for k, v in headers.items()})

    return answer


async def refusal_of(address: str, *, allow_private: bool = True, limits: Limits = Limits()) -> str:  # noqa: B008
    with pytest.raises(Refusal) as raised:
        await fetch(address, allow_private=allow_private, limits=limits)
    assert all(PHRASEBOOK.refusal(language, raised.value) for language in LANGUAGES)
    return raised.value.phrase


async def test_file_comes_with_its_address_and_validators(serve: Serve) -> None:
    address = await serve(answering(ETag='"1"', Last_Modified="Thu, 28 Mar 2024 01:00:00 GMT"))
    answer = await fetch(f"{address}agenda.yaml?token=secret", allow_private=True)
    assert answer == Fetched(
        AgendaFile(f"{address}agenda.yaml", AGENDA), Validators('"1"', "Thu, 28 Mar 2024 01:00:00 GMT")
    )


async def test_fetched_file_is_read_as_a_programme(serve: Serve) -> None:
    file = await fetched(await serve(answering()), allow_private=True)
    programme = read_programme(file, Venue(Text.of("Venue"), ZoneInfo("UTC")))
    assert [session.title.plain for session in programme] == ["Welcome"]


async def test_login_page_is_fetched_but_is_no_agenda(serve: Serve) -> None:
    address = await serve(answering(b"<!doctype html><html><form>Sign in</form></html>"))
    file = await fetched(address, allow_private=True)
    with pytest.raises(Faults) as raised:
        read_programme(file, Venue(Text.of("Venue"), ZoneInfo("UTC")))
    assert [fault.phrase for fault in raised.value.faults] == ["agenda-web-page"]


async def test_known_version_is_not_sent_again(serve: Serve) -> None:
    async def answer(request: web.Request) -> web.Response:
        asked = (request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since"))
        same = asked == ('"1"', "Thu, 28 Mar 2024 01:00:00 GMT")
        return web.Response(status=304) if same else web.Response(body=AGENDA, headers={"ETag": '"2"'})

    address = await serve(answer)
    known = Validators('"1"', "Thu, 28 Mar 2024 01:00:00 GMT")
    assert await fetch(address, known=known, allow_private=True) == NotModified()
    newer = await fetch(address, known=Validators('"0"'), allow_private=True)
    assert newer == Fetched(AgendaFile(address, AGENDA), Validators('"2"'))


async def test_not_modified_without_a_question_is_no_answer(serve: Serve) -> None:
    assert await refusal_of(await serve(answering(b"", 304))) == "fetch-status"


@pytest.mark.parametrize("status", [204, 302, 401, 403, 404, 410, 500, 503])
async def test_answer_that_is_no_success_is_refused(serve: Serve, status: int) -> None:
    assert await refusal_of(await serve(answering(b"", status))) == "fetch-status"


def redirecting(hops: int) -> Answer:
    async def answer(request: web.Request) -> web.Response:
        step = int(request.match_info["path"] or 0)
        if step < hops:
            return web.Response(status=302, headers={"Location": f"/{step + 1}"})
        return web.Response(body=AGENDA)

    return answer


async def test_five_redirects_are_followed_and_a_sixth_is_not(serve: Serve) -> None:
    address = await serve(redirecting(5))
    assert await fetched(address, allow_private=True) == AgendaFile(address, AGENDA)
    assert await refusal_of(await serve(redirecting(6))) == "fetch-redirects"


@pytest.mark.parametrize("place", ["file:///etc/passwd", "ftp://example.org/x", "gopher://example.org"])
async def test_redirect_to_another_scheme_is_refused(serve: Serve, place: str) -> None:
    assert await refusal_of(await serve(answering(b"", 302, Location=place))) == "fetch-no-address"


@pytest.mark.parametrize(
    "address",
    ["", "agenda.yaml", "file:///etc/passwd", "ftp://example.org/x", "javascript:alert(1)", "http://", "https://[::1",
     "http://2130706433/", "http://127.1/", "http://example.org:port/"],
)
async def test_what_is_no_web_address_is_refused(address: str) -> None:
    assert await refusal_of(address, allow_private=False) == "fetch-no-address"


async def test_host_that_does_not_exist_is_refused() -> None:
    assert await refusal_of("http://nowhere.invalid/agenda") == "fetch-unknown-host"


async def test_local_addresses_are_refused_unless_allowed(serve: Serve) -> None:
    address = await serve(answering())
    port = address.rstrip("/").rpartition(":")[2]
    for host in ("127.0.0.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[::]"):
        assert (host, await refusal_of(f"http://{host}:{port}/", allow_private=False)) == (host, "fetch-local-address")
    assert (await fetched(address, allow_private=True)).data == AGENDA


@pytest.mark.parametrize("host", ["10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fd00::1]"])
async def test_private_networks_are_refused_without_a_connection(host: str) -> None:
    phrase = await refusal_of(f"http://{host}/meta-data/", allow_private=False, limits=Limits(connect=2, total=2))
    assert phrase == "fetch-local-address"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("64:ff9b::5db8:d70e", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("240.0.0.1", False),
        ("192.0.2.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("2001:db8::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("2001:0:4136:e378:8000:63bf:80ff:fffe", False),
    ],
)
def test_public_addresses_are_told_from_local_ones(address: str, public: bool) -> None:
    assert is_public(address) is public


async def test_file_above_the_limit_is_refused_and_one_at_it_is_not(serve: Serve) -> None:
    address = await serve(answering(b"x" * 1000))
    assert await refusal_of(address, limits=Limits(size=999)) == "fetch-too-large"
    answer = await fetch(address, allow_private=True, limits=Limits(size=1000))
    assert isinstance(answer, Fetched)


async def test_endless_body_is_stopped_at_the_limit(serve: Serve) -> None:
    sent = 0

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x" * 100_000)
            sent += 100_000

    assert await refusal_of(await serve(answer), limits=Limits(size=1_000_000)) == "fetch-too-large"
    assert sent < 20_000_000


def bomb() -> bytes:
    """80 MB of blanks as 80 kB."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join([*(packer.compress(b" " * 1_000_000) for _ in range(80)), packer.flush()])


async def test_gzip_bomb_is_stopped_while_it_unpacks(serve: Serve) -> None:
    packed = bomb()
    assert len(packed) < 100_000
    address = await serve(answering(packed, Content_Encoding="gzip"))
    assert await refusal_of(address) == "fetch-too-large"


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(AGENDA, mtime=0), "gzip"),
        (gzip.compress(AGENDA[:9], mtime=0) + gzip.compress(AGENDA[9:], mtime=0), "gzip"),
        (zlib.compress(AGENDA), "deflate"),
        (AGENDA, "identity"),
    ],
)
async def test_packed_file_is_unpacked(serve: Serve, body: bytes, encoding: str) -> None:
    address = await serve(answering(body, Content_Encoding=encoding))
    assert (await fetched(address, allow_private=True)).data == AGENDA


async def test_large_file_unpacks_to_the_last_byte(serve: Serve) -> None:
    for size in (1 << 16, (1 << 16) + 1, 1 << 20, 5_000_000):
        address = await serve(answering(gzip.compress(b"x" * size, mtime=0), Content_Encoding="gzip"))
        assert (await fetched(address, allow_private=True)).data == b"x" * size


@pytest.mark.parametrize(
    ("body", "encoding", "phrase"),
    [
        (gzip.compress(AGENDA, mtime=0)[:-12], "gzip", "fetch-failed"),
        (b"not packed", "gzip", "fetch-failed"),
        (AGENDA, "br", "fetch-packing"),
    ],
)
async def test_what_cannot_be_unpacked_is_refused(serve: Serve, body: bytes, encoding: str, phrase: str) -> None:
    assert await refusal_of(await serve(answering(body, Content_Encoding=encoding))) == phrase


async def test_body_shorter_than_promised_is_refused(serve: Serve) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(AGENDA)
        assert request.transport is not None
        request.transport.close()
        return response

    assert await refusal_of(await serve(answer)) == "fetch-failed"


async def test_slow_server_is_given_up(serve: Serve) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(100):
            await response.write(b"x")
            await asyncio.sleep(0.05)
        return response

    assert await refusal_of(await serve(answer), limits=Limits(total=0.3)) == "fetch-too-slow"


async def test_refused_connection_is_told(serve: Serve) -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    assert await refusal_of(f"http://127.0.0.1:{port}/") == "fetch-failed"


async def test_secrets_of_an_address_are_not_shown(serve: Serve) -> None:
    address = await serve(answering(b"", 404))
    with pytest.raises(Refusal) as raised:
        await fetch(f"{address.replace('http://', 'http://user:pass@')}feed.ics?key=secret", allow_private=True)
    assert raised.value.values["address"] == f"{address}feed.ics"
