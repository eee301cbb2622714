"""The stage screen in a real browser: what a hall sees, at once, in every size, whatever happens to the line."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.app import App
from bot.core.clock import StoppedClock
from bot.web.live import STREAMS, Streams
from bot.web.scene import picture
from bot.web.site import serving_site
from tests.web.panel import BEGUN, PANEL, RULED, RULED_BEGUN, Looker, Panel, chromium, panel, playwright
from tests.web.site import CONFIG, Pages, made_site, pages, site_of
from tests.web.test_site import STRICT

SIZES = [(1920, 1080), (1280, 720), (1024, 768), (1400, 1050), (800, 1280)]
LONG_ZH = ("在过去的三年里，我们先后成立了开源委员会、开源办公室和社区运营小组，维护者因此感到困惑。" * 12)[:500]
LONG_EN = ("Over the last three years we have set up a board, an office and a team, and maintainers ask. " * 6)[:500]
HOSTILE = [
    "<script>alert(1)</script> why?", '"><img src=x onerror=alert(2)> how?', "javascript:alert(3) when?",
    "{{ 7 * 7 }} {% raw %} ${7*7} who?", "</main></body><svg onload=alert(4)> where?", "&lt;b&gt; &amp; what?",
]  # fmt: skip


@pytest.fixture
async def browser() -> AsyncIterator["playwright.Browser"]:
    async with chromium() as made:
        yield made


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Panel]:
    async with panel(tmp_path) as made:
        yield made


async def test_screen_shows_the_question_the_next_ones_and_how_to_ask(
    stage: Panel, browser: "playwright.Browser"
) -> None:
    how = "How to convince management?"
    await stage.answering("开源办公室如何说服管理层？", other=how, votes=3, name="林小满", to="Maya")
    await stage.approved("What is the first hire?", votes=2)
    await stage.approved("边界在哪里？", other="Where is the boundary?", votes=1)
    await stage.waiting("Not looked at yet?")
    looker = await Looker.at(browser, stage.screen)
    assert {
        "titles": await looker.texts("#head h1 span"),
        "when": await looker.text("#head .where b"),
        "label": await looker.texts("#now .label span"),
        "question": await looker.texts("#now .asked, #now .other"),
        "from": await looker.text("#now .from"),
        "next": await looker.texts("#next li .count, #next li .asked, #next li .other"),
        "ask": await looker.texts("#ask .label span, #ask .how span"),
    } == {
        "titles": [
            "【价值】 OSPO 真的能释放开源价值吗？有没有更高效的方法吗？",
            "[Value] Can an OSPO really release the value of open source? Is there a more effective way?",
        ],
        "when": "14:00–15:20",
        "label": ["正在回答", "Now answering"],
        "question": ["开源办公室如何说服管理层？", how],
        "from": "3 票votes 林小满 → Maya",
        "next": ["2", "What is the first hire?", "1", "边界在哪里？", "Where is the boundary?"],
        "ask": ["扫码提问", "Ask your question", "扫码，或在 Discord 中输入 /ask", "Scan, or type /ask in Discord"],
    }  # fmt: skip
    assert looker.asked == {stage.site.address.partition("://")[2]}
    assert looker.troubles == []


async def test_the_picture_leads_to_a_page_that_says_how_to_ask(stage: Panel, browser: "playwright.Browser") -> None:
    looker = await Looker.at(browser, stage.screen)
    shown = looker.page.locator("#ask img")
    address = await shown.get_attribute("alt")
    assert address == f"http://summit.test/session/{PANEL}"
    assert await shown.get_attribute("src") == picture(address)
    assert await shown.evaluate("image => image.naturalWidth") > 25
    page = await stage.site.text(f"/session/{PANEL}", headers={"Accept-Language": "en"})
    assert "/ask" in page


async def test_two_screens_see_a_vote_and_a_pin_within_a_second(stage: Panel, browser: "playwright.Browser") -> None:
    first = await stage.approved("What is the first hire?", votes=1)
    second = await stage.approved("Which metrics do you stop reporting?")
    lookers = [await Looker.at(browser, stage.screen) for _ in range(2)]
    for looker in lookers:
        await looker.sees("#next li", "first hire")
    await stage.vote(second.number)
    await stage.vote(second.number)
    await asyncio.gather(*(looker.sees("#next li:first-child", "2 Which metrics") for looker in lookers))
    await stage.all.moderating.pin(first.number, first.version)
    await asyncio.gather(*(looker.sees("#now .asked", "first hire") for looker in lookers))
    assert [await looker.texts("#next .asked") for looker in lookers] == [["Which metrics do you stop reporting?"]] * 2


async def test_screen_keeps_the_last_state_offline_and_comes_back(stage: Panel, browser: "playwright.Browser") -> None:
    await stage.answering("What is the first hire?")
    looker = await Looker.at(browser, stage.screen)
    await looker.sees("#now .asked", "first hire")
    assert await looker.page.locator("#lost").is_visible() is False
    await looker.context.set_offline(True)
    await looker.sees("#lost", "Connection lost")
    await stage.answering("And the second?")
    await asyncio.sleep(1.5)
    assert await looker.texts("#now .asked") == ["What is the first hire?"]
    await looker.context.set_offline(False)
    await looker.sees("#now .asked", "And the second?", timedelta(seconds=5))
    await looker.page.locator("#lost").wait_for(state="hidden")


@asynccontextmanager
async def program(folder: Path, port: int) -> AsyncIterator[Panel]:
    """The program on a database that stays, on one port."""
    clock = StoppedClock(BEGUN)
    async with (
        App.from_config(CONFIG, database=folder / "summit.db", clock=clock, public_url="http://summit.test") as app,
        serving_site(site_of(app), ("127.0.0.1", port)),
        aiohttp.ClientSession() as client,
    ):
        yield Panel(Pages(app, clock, client, f"http://127.0.0.1:{port}"), PANEL)


async def test_screen_survives_a_restart_of_the_program(tmp_path: Path, browser: "playwright.Browser") -> None:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    async with program(tmp_path, port) as running:
        await running.answering("What is the first hire?")
        looker = await Looker.at(browser, running.screen)
        await looker.sees("#now .asked", "first hire")
        stopped = time.monotonic()
    assert time.monotonic() - stopped < 3
    await looker.sees("#lost", "Connection lost", timedelta(seconds=5))
    assert await looker.texts("#now .asked") == ["What is the first hire?"]
    async with program(tmp_path, port) as running:
        running.people += range(10)
        await running.answering("And the second?")
        await looker.sees("#now .asked", "And the second?", timedelta(seconds=6))
        await looker.page.locator("#lost").wait_for(state="hidden")
        await running.answering("And the third?")
        await looker.sees("#now .asked", "And the third?")
        await looker.page.close()


async def test_nothing_ever_scrolls_or_is_cut(stage: Panel, browser: "playwright.Browser") -> None:
    await stage.answering(LONG_ZH, other=LONG_EN)
    for place in range(10):
        await stage.approved(f"{place} {(LONG_EN, LONG_ZH)[place % 2]}"[:500])
    looker = await Looker.at(browser, stage.screen)
    for width, height in SIZES:
        await looker.page.set_viewport_size({"width": width, "height": height})
        await looker.page.reload()
        await looker.page.locator("#next .more").wait_for()
        found = await looker.page.evaluate(MEASURED)
        assert found["document"] == [width, height, width, height]
        assert (found["outside"], found["sticking"]) == ([], [])
        assert found["type"] >= min(height, width * 0.75) / 100 * 1.8
        assert (found["shown"] >= 1, found["shown"] + found["more"]) == (True, 10)


async def test_without_scripts_it_fits_as_well(stage: Panel, browser: "playwright.Browser") -> None:
    await stage.answering(LONG_ZH, other=LONG_EN)
    looker = await Looker.at(browser, stage.screen, java_script_enabled=False)
    for width, height in SIZES:
        await looker.page.set_viewport_size({"width": width, "height": height})
        text = await looker.page.locator("#now .question").bounding_box()
        room = await looker.page.locator("#now .room").bounding_box()
        assert (text["height"] <= room["height"], text["width"] <= room["width"]) == (True, True)
        assert room["y"] + room["height"] < height


MEASURED = """() => {
  const root = document.scrollingElement;
  const visible = [...document.querySelectorAll("h1, #now p, #next li, #ask img, #ask p")]
    .filter((one) => one.offsetParent);
  return {
    document: [root.scrollWidth, root.scrollHeight, innerWidth, innerHeight],
    outside: visible.filter((one) => {
      const box = one.getBoundingClientRect();
      return box.left < 0 || box.top < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
    }).map((one) => one.textContent),
    sticking: [...document.querySelectorAll(".room, #next ol, #ask, #head")].filter(
      (one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1
    ).map((one) => one.className || one.id || one.tagName),
    type: parseFloat(getComputedStyle(document.querySelector("#now .asked")).fontSize),
    shown: document.querySelectorAll("#next li:not([hidden])").length,
    more: Number(document.querySelector("#next .more b").textContent),
  };
}"""


async def test_a_short_question_is_as_large_as_a_hall_needs(stage: Panel, browser: "playwright.Browser") -> None:
    await stage.answering("什么是第一步？")
    looker = await Looker.at(browser, stage.screen)
    for width, height in SIZES:
        await looker.page.set_viewport_size({"width": width, "height": height})
        await looker.page.reload()
        await looker.page.evaluate("document.fonts.ready")
        size, whole = await looker.page.evaluate(
            "() => [parseFloat(getComputedStyle(document.querySelector('#now .asked')).fontSize),"
            " document.scrollingElement.scrollHeight]"
        )
        assert (size > 0.06 * min(height, width * 0.75), whole) == (True, height)


async def test_hostile_texts_are_only_text(stage: Panel, browser: "playwright.Browser") -> None:
    for text in HOSTILE[1:]:
        await stage.approved(text, name="<img src=x onerror=alert(5)>", other=f"<b>{text}</b>")
    looker = await Looker.at(browser, stage.screen)
    assert sorted(await looker.page.locator("#next .asked").all_text_contents()) == sorted(HOSTILE[1:])
    await stage.answering(HOSTILE[0], name="<script>alert(6)</script>", to="{{ 7*7 }}<u>")
    await looker.sees("#now .asked", "why?")
    assert await looker.texts("#now .asked, #now .name, #now .to") == [
        HOSTILE[0], "<script>alert(6)</script>", "→ {{ 7*7 }}<u>"
    ]  # fmt: skip
    strangers = "#stage script, #stage svg, #stage b b, #stage u, #stage img:not([alt^=http])"
    assert await looker.page.locator(strangers).count() == 0
    assert looker.troubles == []


async def test_a_session_under_the_rule_names_nobody(tmp_path: Path) -> None:
    async with panel(tmp_path, RULED, RULED_BEGUN) as ruled:
        await ruled.answering("Who pays for maintenance?", name="Wei-Named", to="Panellist-Lee")
        await ruled.approved("谁来维护？", votes=2, name="Xiaolin-Named", other="Who maintains it?")
        link = (await ruled.link()).removeprefix(ruled.site.address)
        taken = [await ruled.site.text(path) for path in (f"/screen/{RULED}", f"/screen/{RULED}/state", link)]
        for text in taken:
            assert "Who pays for maintenance?" in text
            needles = ["Wei-Named", "Xiaolin-Named", *map(str, ruled.people)]
            assert [needle for needle in needles if needle in text] == []
        assert ["Panellist-Lee" in text for text in taken] == [False, False, True]
        assert "Chatham House Rule" in taken[0]


async def test_only_those_who_asked_by_name_are_named(stage: Panel) -> None:
    await stage.answering("Asked by name?", name="Wei-Named")
    assert "Wei-Named" in await stage.site.text(f"/screen/{PANEL}")
    await stage.answering("Asked without?")
    assert "Wei-Named" not in await stage.site.text(f"/screen/{PANEL}")


async def test_before_and_after_it_shows_the_session_and_its_times(
    tmp_path: Path, browser: "playwright.Browser"
) -> None:
    async with pages(tmp_path, at=BEGUN - timedelta(hours=1)) as site:
        early = Panel(site, PANEL)
        looker = await Looker.at(browser, early.screen)
        assert await looker.texts("#now .when span, #now .word span") == [
            "3月28日周四, 14:00–15:20", "Thu 28 Mar, 14:00–15:20", "提问将于 13:45 开始", "Questions open at 13:45"
        ]  # fmt: skip
        assert await looker.page.locator("#ask img").is_visible()
        site.clock.advance(timedelta(hours=1))
        await early.all.boxes.run()
        question = await early.answering("What is the first hire?")
        await looker.sees("#now .asked", "first hire")
        await early.all.moderating.close_box(PANEL)
        await looker.sees("#now .word", "Questions are closed")
        assert await looker.page.locator("#ask").is_visible() is False
        assert question.text not in await site.text(f"/screen/{PANEL}/state")


@pytest.mark.parametrize("path", ["no-such-session", "lunch", "panel-value%2f..", "no-such-session/state", "x/events"])
async def test_an_unknown_session_is_a_plain_page(stage: Panel, path: str) -> None:
    async with stage.site.get(f"/screen/{path}?lang=en") as response:
        assert (response.status, "<h1>" in await response.text()) == (404, True)


async def test_theme_is_the_browsers_or_the_chosen_one(stage: Panel, browser: "playwright.Browser") -> None:
    grounds = {}
    for scheme in ("dark", "light"):
        for theme in ("", "?theme=dark", "?theme=light", "?theme=<b>"):
            looker = await Looker.at(browser, stage.screen + theme, color_scheme=scheme)
            grounds[scheme, theme] = await looker.page.evaluate("getComputedStyle(document.body).backgroundColor")
            await looker.context.close()
    dark, light = "rgb(12, 14, 22)", "rgb(246, 245, 241)"
    assert grounds == {
        ("dark", ""): dark, ("dark", "?theme=dark"): dark, ("dark", "?theme=light"): light,
        ("dark", "?theme=<b>"): dark,
        ("light", ""): light, ("light", "?theme=dark"): dark, ("light", "?theme=light"): light,
        ("light", "?theme=<b>"): light,
    }  # fmt: skip


@pytest.mark.parametrize("path", ["", "/state", "/events"])
async def test_every_answer_is_strict_and_kept_nowhere(stage: Panel, path: str) -> None:
    async with stage.site.get(f"/screen/{PANEL}{path}") as response:
        assert {name: response.headers.get(name) for name in STRICT} == STRICT
        assert (response.headers["Cache-Control"], response.headers.getall("Set-Cookie", [])) == ("no-store", [])


async def test_stream_tells_a_revision_at_once_and_after_each_change(stage: Panel) -> None:
    async with stage.site.get(f"/screen/{PANEL}/events") as response:
        assert response.headers["Content-Type"] == "text/event-stream"
        assert await response.content.readuntil(b"\n\n") == b"retry: 1000\n\n"
        first = await response.content.readuntil(b"\n\n")
        await stage.approved("What is the first hire?")
        second = await asyncio.wait_for(response.content.readuntil(b"\n\n"), 1)
    assert int(second.rpartition(b"data: ")[2]) > int(first.rpartition(b"data: ")[2])


async def test_streams_are_bounded_and_a_screen_without_one_asks_by_itself(
    stage: Panel, browser: "playwright.Browser"
) -> None:
    few = Streams(2)

    def alter(app: web.Application) -> None:
        app[STREAMS] = few
        app.on_shutdown.append(few.end)

    async with made_site(stage.site.app, alter) as address, aiohttp.ClientSession() as client:
        events = f"{address}/screen/{PANEL}/events"
        streams = [await client.get(events) for _ in range(3)]
        assert [stream.status for stream in streams] == [200, 200, 503]
        looker = await Looker.at(browser, f"{address}/screen/{PANEL}")
        await stage.answering("What is the first hire?")
        await looker.sees("#now .asked", "first hire", timedelta(seconds=5))
        await looker.page.locator("#lost").wait_for(state="hidden")
        await looker.context.close()
        for stream in streams:
            stream.close()
        await stage.answering("And the second?")
        await asyncio.sleep(0.5)
        async with client.get(events) as again:
            assert again.status == 200
