"""The demo as a visitor meets it: the real process, and a browser that types, chooses and presses."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner

from bot.cli import cli

pytest.importorskip("simcord", reason="the demo needs the extra `demo`")
playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright")

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@contextmanager
def demo(folder: Path, *options: str, language: str = "en_GB.UTF-8") -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The demo as its own process, with `folder` as the place for temporary files, and the address it printed."""
    environment = {**os.environ, "LC_ALL": language, "TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", *options]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        try:
            said = process.stdout.readline()
            address = re.search(r"http://127\.0\.0\.1:\d+/", said)
            assert address, said + process.stdout.read()
            yield process, address[0]
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder)) as (_, address):
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        pytest.skip("no Chromium is installed on this machine")
    with ExitStack() as stack:
        try:
            driver = stack.enter_context(playwright.sync_playwright())
            chromium = stack.enter_context(driver.chromium.launch(executable_path=found, args=QUIET))
        except Exception as error:  # noqa: BLE001 -- playwright raises plain exceptions where its driver cannot run
            pytest.skip(f"playwright cannot drive {found} on this machine: {error}")
        yield chromium


class Visitor:
    """Someone with the demo open in a browser."""

    def __init__(self, browser: "playwright.Browser", address: str, language: str, **options: object) -> None:
        context = browser.new_context(locale=language, **(options or {"viewport": {"width": 1280, "height": 860}}))
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.troubles: list[str] = []
        self.asked: set[str] = set()
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("request", lambda request: self.asked.add(urlsplit(request.url).netloc))
        self.page.goto(address)
        self.chat = self.page.frame_locator("#chat")
        self.messages = self.chat.locator("#channel-message-list")

    def look_as(self, name: str, channel: str) -> None:
        self.page.locator("#people button", has_text=name).click()
        self.page.locator("#places button", has_text=channel).click()
        self.page.locator("#people [aria-current=true]", has_text=name).wait_for()
        self.chat.locator("#preview-app[aria-busy=false] #channel-name", has_text=channel).wait_for()

    def type_command(self, text: str, entry: str) -> None:
        self.chat.locator("#channel-composer-input").press_sequentially(text)
        self.chat.locator(".command-entry", has=self.chat.get_by_text(entry, exact=True)).click()

    def send(self) -> None:
        self.chat.locator("#send-message").click()

    @property
    def last(self) -> "playwright.Locator":
        return self.messages.locator(".channel-message").last


def test_english_attendee_searches_and_opens_a_session(browser: "playwright.Browser", served: str) -> None:
    visitor = Visitor(browser, served, "en-GB")
    visitor.look_as("Maya", "大厅")
    visitor.type_command("/agenda sea", "/agenda search")
    visitor.chat.locator(".command-option-input").fill("foudation")
    visitor.send()
    found = visitor.messages.get_by_text("The Principle of Open Source Foundation and Why it is Matters to OSPO")
    found.first.wait_for()
    visitor.messages.get_by_role("button", name="Open").first.click()
    visitor.last.get_by_text("Keith Chan").first.wait_for()
    assert visitor.last.locator("h2, h3").count() > 0
    assert visitor.troubles == []


def test_chinese_attendee_reads_commands_and_cards_in_chinese(browser: "playwright.Browser", served: str) -> None:
    visitor = Visitor(browser, served, "zh-CN")
    visitor.look_as("小林", "主会场")
    visitor.type_command("/议程 搜", "/议程 搜索")
    visitor.chat.locator(".command-option-input").fill("开源治理")
    visitor.send()
    visitor.messages.get_by_text("OSPO在企业开源治理中的实践").first.wait_for()
    visitor.messages.get_by_role("button", name="查看").first.click()
    visitor.messages.locator(".channel-message").nth(1).wait_for()
    assert visitor.page.title() == "第二届 OSPO Summit · summit-bot"


def test_session_is_chosen_from_the_list_that_appears_while_typing(browser: "playwright.Browser", served: str) -> None:
    visitor = Visitor(browser, served, "en-GB")
    visitor.look_as("陈默", "大厅")
    visitor.type_command("/agenda sess", "/agenda session")
    visitor.chat.locator(".command-option-input").press_sequentially("zhuangbiaowei")
    visitor.chat.locator(".command-suggestion", has_text="OSPOs and foundations").click()
    visitor.send()
    visitor.messages.locator("h2, h3", has_text="OSPOs and foundations").wait_for()


def test_a_channel_left_and_entered_again_keeps_its_messages(browser: "playwright.Browser", served: str) -> None:
    visitor = Visitor(browser, served, "en-GB")
    visitor.look_as("阿哲", "志愿者")
    visitor.chat.locator("#channel-composer-input").fill("Who has the badges?")
    visitor.send()
    visitor.messages.get_by_text("Who has the badges?").wait_for()
    for channel in ("公告", "Summit Bot", "志愿者"):
        visitor.page.locator("#places button", has_text=channel).first.click()
        visitor.chat.locator("#channel-name", has_text=channel).wait_for()
    visitor.messages.get_by_text("Who has the badges?").wait_for()
    visitor.look_as("若溪", "志愿者")
    visitor.messages.get_by_text("Who has the badges?").wait_for()


def test_places_are_those_that_a_person_may_see(browser: "playwright.Browser", served: str) -> None:
    visitor = Visitor(browser, served, "en-GB")
    shown = {}
    for name in ("Maya", "阿哲", "若溪"):
        visitor.page.locator("#people button", has_text=name).click()
        visitor.page.locator("#people [aria-current=true]", has_text=name).wait_for()
        visitor.page.wait_for_timeout(1500)
        shown[name] = visitor.page.locator("#places strong").all_inner_texts()
    for_all = ["大厅", "公告", "议程变更", "会前提醒", "主会场"]
    assert shown == {
        "Maya": [*for_all, "Summit Bot"],
        "阿哲": [*for_all, "志愿者", "Summit Bot"],
        "若溪": [*for_all, "志愿者", "组委会", "Summit Bot"],
    }


def test_on_a_phone_one_chooses_first_and_then_reads(browser: "playwright.Browser", served: str) -> None:
    visitor = Visitor(browser, served, "en-GB", viewport={"width": 390, "height": 844})
    assert visitor.page.locator("#chat").is_visible() is False
    visitor.page.locator("#places button", has_text="公告").click()
    visitor.chat.locator("#channel-composer-input").wait_for()
    assert visitor.page.evaluate("document.documentElement.scrollWidth") == 390
    visitor.page.locator("#back").click()
    assert visitor.page.locator("#places").is_visible() is True


def test_a_hint_types_its_command_into_the_message_line(browser: "playwright.Browser", served: str) -> None:
    visitor = Visitor(browser, served, "en-GB")
    visitor.look_as("Maya", "会前提醒")
    visitor.page.locator("#tries button", has_text="/agenda now").click()
    visitor.chat.locator(".command-entry").click()
    visitor.send()
    visitor.messages.get_by_text("The Principle of Open Source Foundation").first.wait_for()
    assert visitor.asked - {""} == {urlsplit(served).netloc}  # pictures are blobs, which have no host


def ask(address: str, method: str, path: str, **headers: str) -> int:
    with closing(HTTPConnection(urlsplit(address).netloc, timeout=5)) as connection:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        return connection.getresponse().status


def test_other_sites_are_refused(served: str) -> None:
    window = "maya.1.en-US"
    assert {
        "own page": ask(served, "GET", "/"),
        "another name": ask(served, "GET", "/", Host="demo.example:80"),
        "another origin": ask(served, "POST", "/api/pages", Origin="http://demo.example", X_Simcord_Capability=window),
        "another port": ask(served, "POST", "/api/pages", Origin="http://127.0.0.1:1", X_Simcord_Capability=window),
        "a form": ask(served, "POST", "/api/action", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate"),
        "an image": ask(served, "GET", "/demo/state.json?person=maya", Sec_Fetch_Site="cross-site"),
        "a link": ask(served, "GET", "/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate"),
        "no such window": ask(served, "POST", "/api/pages", X_Simcord_Capability=window),
    } == {
        "own page": 200, "another name": 403, "another origin": 403, "another port": 403, "a form": 403,
        "an image": 403, "a link": 200, "no such window": 401,
    }  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_within_five_seconds_and_leaves_nothing(tmp_path: Path, number: int) -> None:
    with demo(tmp_path, language="zh_CN.UTF-8") as (process, _):
        assert [path.name.startswith("summit-bot-demo-") for path in tmp_path.iterdir()] == [True]
        outside, first = process.stdout.readline(), process.stdout.readline()
        began = time.monotonic()
        process.send_signal(number)
        rest = process.stdout.read()
        assert (process.wait(5), rest, [*tmp_path.iterdir()]) == (0, "", [])
    assert re.search(r"不使用 Discord.*http://127\.0\.0\.1:\d+/$", outside.strip())
    assert "/议程 搜索" in first
    assert time.monotonic() - began < 5


def test_pages_are_served_beside_the_demo_on_its_own_time(tmp_path: Path) -> None:
    with demo(tmp_path, "--at", "2024-03-28T10:00") as (process, _):
        [address] = re.findall(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
        outside = HTTPConnection(urlsplit(address).netloc, timeout=10)
        with closing(outside):
            outside.request("GET", "/?lang=en")
            answer = outside.getresponse()
            page = answer.read().decode()
    assert (answer.status, "<h1>On now</h1>" in page, "At the venue it is Thu 28 Mar 10:0" in page) == (200, True, True)


def refusal(*options: str) -> tuple[int, str, str]:
    ended = CliRunner().invoke(cli, ["demo", *options], env={"LC_ALL": "C.UTF-8", "COLUMNS": "200"})
    return ended.exit_code, ended.stdout, ended.stderr


def test_what_cannot_be_is_told_in_a_sentence(served: str) -> None:
    port = urlsplit(served).port
    assert {
        option: refusal(*option)
        for option in [
            ("--at", "tomorrow"), ("--at", "0001-01-01"), ("--speed", "0"), ("--speed", "nan"), ("--port", "70000"),
            ("--port", str(port)),
        ]
    } == {
        ("--at", "tomorrow"): (1, "", (
            "--at reads a time such as 2024-03-28T08:50 (the venue's) or 2024-03-28T08:50+08:00, not “tomorrow”.\n"
        )),
        ("--at", "0001-01-01"): (1, "", "--at is a time between 2016 and 2099, not “0001-01-01”.\n"),
        ("--speed", "0"): (1, "", "--speed is a number above 0 and at most 600, not 0.\n"),
        ("--speed", "nan"): (1, "", "--speed is a number above 0 and at most 600, not nan.\n"),
        ("--port", "70000"): (1, "", "--port is a number from 0 to 65535, not 70000.\n"),
        ("--port", str(port)): (1, "", (
            f"Port {port} cannot be opened (Address already in use): choose another with --port, or 0 for any free"
            " one.\n"
        )),
    }  # fmt: skip
