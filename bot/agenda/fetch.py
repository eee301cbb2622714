"""An agenda's file from a web address: within limits of size and time, conditionally, and never from a local address.

Which addresses are local is decided where the socket is made, for every hop and whatever a name was resolved to before:
so neither a redirect nor a name that changes its address leads inside.
"""

import asyncio
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

import aiohttp
from yarl import URL

from bot.agenda.formats import AgendaFile
from bot.agenda.formats.reading import LARGEST
from bot.core.refusal import Refusal

_HOPS = 5
_CHUNK = 1 << 16
_REDIRECTS = {301, 302, 303, 307, 308}
_NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the version that it sent, to ask it later whether there is a newer one."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file, and the validators of this version."""

    file: AgendaFile
    validators: Validators


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server has no newer version than the one that was asked about."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`size` in bytes as they are after decompression; `connect` and `total` (all hops together) in seconds."""

    size: int = LARGEST
    connect: float = 10
    total: float = 60


NOTHING_KNOWN = Validators()
DEFAULT_LIMITS = Limits()


async def fetched(address: str, *, allow_private: bool) -> AgendaFile:
    """The file at `address` as it is now. Raises Refusal as `fetch` does."""
    answer = await fetch(address, allow_private=allow_private)
    if isinstance(answer, NotModified):
        raise Refusal("fetch-status", address=_shown(_checked(address)), status="304")
    return answer.file


async def fetch(
    address: str, *, known: Validators = NOTHING_KNOWN, allow_private: bool = False, limits: Limits = DEFAULT_LIMITS
) -> Fetched | NotModified:
    """The file at an http(s) address, or NotModified when the server says that `known` is still its version.

    Follows at most five redirects. `allow_private`: whether addresses of this machine or of its network may be asked.
    Raises Refusal, with a sentence for whoever gave the address: no such address, not reachable, too slow, too large,
    an answer that is no success, or an address that is local.
    """
    url = _checked(address)
    shown = _shown(url)
    sockets = _Sockets(allow_private)
    connector = aiohttp.TCPConnector(socket_factory=sockets, use_dns_cache=False, force_close=True)
    timeout = aiohttp.ClientTimeout(total=None, connect=limits.connect)
    jar = aiohttp.DummyCookieJar()
    try:
        async with (
            asyncio.timeout(limits.total),
            aiohttp.ClientSession(
                connector=connector, timeout=timeout, cookie_jar=jar, auto_decompress=False
            ) as session,
        ):
            return await _followed(session, url, known, limits)
    except TimeoutError as error:
        raise Refusal("fetch-too-slow", address=shown, seconds=f"{limits.total:g}") from error
    except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientSSLError, ssl.SSLError) as error:
        raise Refusal("fetch-certificate", address=shown) from error
    except aiohttp.ClientConnectorDNSError as error:
        raise Refusal("fetch-unknown-host", address=shown) from error
    except aiohttp.InvalidURL as error:
        raise Refusal("fetch-no-address", address=shown) from error
    except (aiohttp.ClientError, OSError) as error:
        if sockets.refused:
            raise Refusal("fetch-local-address", address=shown, seen=sockets.refused[0]) from error
        raise Refusal("fetch-failed", address=shown) from error


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet; one that wraps an IPv4 address counts as that one."""
    ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            wrapped = IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped:
            ip = wrapped
    return ip.is_global and not ip.is_multicast


@dataclass(slots=True)
class _Sockets:
    """Makes the sockets of one fetch; refuses those to local addresses."""

    allow_private: bool
    refused: list[str] = field(default_factory=list)

    def __call__(self, address: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _, place = address
        if not self.allow_private and not is_public(place[0]):
            self.refused.append(place[0])
            raise PermissionError("a local address")
        return socket.socket(family, kind, protocol)


async def _followed(
    session: aiohttp.ClientSession, url: URL, known: Validators, limits: Limits
) -> Fetched | NotModified:
    headers = {"User-Agent": "summit-bot", "Accept-Encoding": "gzip"}
    headers |= {"If-None-Match": known.etag} if known.etag else {}
    headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
    first = url
    for _ in range(_HOPS + 1):
        async with session.get(url, headers=headers, allow_redirects=False) as response:
            if response.status in _REDIRECTS and (place := response.headers.get("Location")):
                url = _checked(place, url)
                continue
            if response.status == 304 and known != NOTHING_KNOWN:
                return NotModified()
            if response.status != 200:
                raise Refusal("fetch-status", address=_shown(first), status=str(response.status))
            data = await _body(response, _shown(first), limits)
            said = Validators(response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))
            return Fetched(AgendaFile(_shown(first), data), said)
    raise Refusal("fetch-redirects", address=_shown(first), count=_HOPS)


def _checked(address: str, base: URL | None = None) -> URL:
    try:
        url = base.join(URL(address)) if base else URL(address)
    except ValueError as error:
        raise Refusal("fetch-no-address", address=address[:200]) from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise Refusal("fetch-no-address", address=_shown(url)[:200])
    return url


def _shown(url: URL) -> str:
    """The address as people may see it: without a password, and without a query, in which feeds carry secrets."""
    return str(url.with_user(None).with_query(None).with_fragment(None) if url.host else url.with_query(None))


async def _body(response: aiohttp.ClientResponse, shown: str, limits: Limits) -> bytes:
    data = bytearray()
    async for piece in _unpacked(response, shown):
        data += piece
        if len(data) > limits.size:
            raise Refusal("fetch-too-large", address=shown, limit=f"{limits.size / 1e6:g}")
    return bytes(data)


async def _unpacked(response: aiohttp.ClientResponse, shown: str) -> AsyncIterator[bytes]:
    """The body in pieces of at most `_CHUNK` bytes, however much a piece of what was sent unpacks to."""
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    chunks = response.content.iter_chunked(_CHUNK)
    if packing in {"", "identity"}:
        async for chunk in chunks:
            yield chunk
        return
    if packing not in {"gzip", "x-gzip", "deflate"}:
        raise Refusal("fetch-packing", address=shown, seen=packing[:40])
    unpacking = _Unpacking()
    try:
        async for chunk in chunks:
            for piece in unpacking.pieces(chunk):
                yield piece
    except zlib.error as error:
        raise Refusal("fetch-failed", address=shown) from error
    if not unpacking.whole:
        raise Refusal("fetch-failed", address=shown)


class _Unpacking:
    """gzip or zlib, in bounded pieces; gzip may be several packets in a row."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(wbits=47)
        self._begun = False

    @property
    def whole(self) -> bool:
        return self._stream.eof or not self._begun

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        while chunk:
            if self._stream.eof:
                self._stream = zlib.decompressobj(wbits=47)
            self._begun = True
            piece = self._stream.decompress(chunk, _CHUNK)
            yield piece
            while len(piece) == _CHUNK and not self._stream.unconsumed_tail:  # all is taken in, but not all given out
                piece = self._stream.decompress(b"", _CHUNK)
                yield piece
            chunk = self._stream.unconsumed_tail or self._stream.unused_data
