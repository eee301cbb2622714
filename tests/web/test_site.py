"""What holds for every page: headers, errors, languages, files, and the path that a proxy puts before them."""

import logging
import re
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import yarl
from aiohttp import web

from bot.core.refusal import Refusal
from bot.web.site import serving_site
from tests.web.site import Pages, made_site, pages, site_of

STRICT = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Pages]:
    async with pages(tmp_path) as made:
        yield made


@pytest.mark.parametrize("path", ["/robots.txt", "/favicon.ico", "/static/site.css", "/static/no", "/no/such/page"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
async def test_every_answer_is_strict_and_sets_no_cookie(site: Pages, method: str, path: str) -> None:
    async with site.client.request(method, site.address + path) as response:
        seen = {name: response.headers.get(name) for name in STRICT}
        assert (seen, response.headers.getall("Set-Cookie", [])) == (STRICT, [])
        assert "Server" not in response.headers


async def test_what_goes_wrong_is_a_plain_page_in_the_readers_language(site: Pages) -> None:
    async with site.get("/no/such/page", headers={"Accept-Language": "zh-TW,en;q=0.5"}) as response:
        assert (response.status, response.headers["Content-Language"]) == (404, "zh-CN")
        assert "没有这个页面" in await response.text()
    async with site.client.post(f"{site.address}/robots.txt") as response:
        assert (response.status, response.headers["Allow"]) == (405, "GET,HEAD")
        assert "text/html" in response.headers["Content-Type"]


async def test_a_surprise_is_an_incident_and_a_refusal_its_sentence(
    site: Pages, caplog: pytest.LogCaptureFixture
) -> None:
    async def breaks(_: web.Request) -> web.Response:
        raise ValueError("the inside of the program")

    async def refuses(_: web.Request) -> web.Response:
        raise Refusal("session-gone")

    async def busy(_: web.Request) -> web.Response:
        raise Refusal("database-busy", file="/where/it/lies.db")

    routes = [web.get("/breaks", breaks), web.get("/refuses", refuses), web.get("/busy", busy)]
    async with made_site(site.app, lambda app: app.add_routes(routes)) as address:
        async with site.client.get(f"{address}/breaks?lang=en") as response:
            text = await response.text()
            assert (response.status, "the inside" in text) == (500, False)
            [number] = re.findall(r"tell an organiser this number: ([0-9a-f]{6})", text)
            assert {name: response.headers.get(name) for name in STRICT} == STRICT
        assert [record.levelno for record in caplog.records if f"incident {number}" in record.message] == [
            logging.ERROR
        ]
        async with site.client.get(f"{address}/refuses?lang=en") as response:
            assert (response.status, "no longer in the programme" in await response.text()) == (409, True)
        async with site.client.get(f"{address}/busy?lang=en") as response:
            assert (response.status, "/where/it/lies.db" in await response.text()) == (503, False)


@pytest.mark.parametrize(
    ("address", "header", "language"),
    [
        ("/no?lang=en", "zh-CN", "en"),
        ("/no?lang=zh-CN", "en", "zh-CN"),
        ("/no?lang=<script>", "en", "en"),
        ("/no", "fr-FR, zh;q=0.2, en;q=0.9", "en"),
        ("/no", "en;q=0, zh-HK;q=0.1", "zh-CN"),
        ("/no", "fr-FR", "zh-CN"),
        ("/no", "en;q=much, ;;;,,", "zh-CN"),
    ],
)
async def test_language_is_the_chosen_one_then_the_browsers_then_the_summits(
    site: Pages, address: str, header: str, language: str
) -> None:
    async with site.get(address, headers={"Accept-Language": header}) as response:
        assert response.headers["Content-Language"] == language
        assert f'<html lang="{language}">' in await response.text()


async def test_packaged_files_are_kept_under_the_address_that_pages_give_them(site: Pages) -> None:
    async with site.get("/no/such?lang=en") as response:
        [style] = re.findall(r'href="\.\./(static/site\.css\?v=[0-9a-f]+)"', await response.text())
    async with site.get(f"/{style}") as response:
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["Content-Type"] == "text/css; charset=utf-8"
        mark = response.headers["ETag"]
    async with site.get("/static/site.css", headers={"If-None-Match": mark}) as response:
        assert (response.status, response.headers["Cache-Control"]) == (304, "no-cache")


@pytest.mark.parametrize("path", ["/static/..%2Fsite.py", "/static/%2e%2e/site.py", "/static/templates/base.html"])
async def test_only_packaged_files_are_given_out(site: Pages, path: str) -> None:
    async with site.client.get(yarl.URL(site.address + path, encoded=True)) as response:
        assert response.status == 404


async def test_pages_answer_with_and_without_the_path_of_the_public_address(tmp_path: Path) -> None:
    async with pages(tmp_path, public_url="https://summit.test/2024/open") as site:
        for path, up in (("/no", ""), ("/no/such", "../"), ("/2024/open/no", ""), ("/2024/open/no/such", "../")):
            async with site.get(path) as response:
                assert f'<link rel="stylesheet" href="{up}static/site.css' in await response.text()
        assert await site.text("/2024/open/robots.txt") == await site.text("/robots.txt")
        assert await site.text("/2024/open/session/panel-value") == await site.text("/session/panel-value")
        async with site.get("/2024/open", allow_redirects=False) as response:
            assert (response.status, response.headers["Location"]) == (301, "/2024/open/")
            assert {name: response.headers.get(name) for name in STRICT} == STRICT


async def test_a_taken_address_is_told_and_nothing_ends(site: Pages, caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        async with serving_site(site_of(site.app), ("127.0.0.1", number)) as port:
            assert port == 0
    [told] = [record.getMessage() for record in caplog.records if record.name == "bot.web.site"]
    assert told.startswith(f"no pages: 127.0.0.1:{number} cannot be had")
    async with serving_site(site_of(site.app), None) as port:
        assert port == 0


async def test_pages_know_their_public_address(site: Pages) -> None:
    assert site.app.addresses.page("session/a b") == "http://summit.test/session/a%20b"
    assert site.app.bot.public_url == "http://summit.test"
