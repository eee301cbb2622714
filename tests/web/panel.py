"""A panel to look at: its questions, and browsers that show its pages."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.questions.model import Question
from bot.questions.whole import Questions
from bot.web.links import phone_url
from tests.web.site import Pages, pages

playwright = pytest.importorskip("playwright.async_api", reason="the browser tests need playwright")

PANEL = "panel-value"
RULED = "table-1"
BEGUN = datetime.fromisoformat("2024-03-28T14:05:00+08:00")
RULED_BEGUN = datetime.fromisoformat("2024-03-29T14:05:00+08:00")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@dataclass(slots=True)
class Panel:
    """A session whose box is open, and people without end who ask and vote."""

    site: Pages
    code: str
    people: list[int] = field(default_factory=list)

    @property
    def all(self) -> Questions:
        return self.site.app.features.questions

    def somebody(self) -> int:
        self.people.append(900_000_000_000_000_000 + len(self.people))
        return self.people[-1]

    async def waiting(self, text: str, *, name: str = "", to: str = "") -> Question:
        """A question that somebody asked, by name where one is given."""
        who = self.somebody()
        return (await self.all.asking.ask(who, self.code, text, anonymous=not name, name=name, to=to)).question

    async def approved(self, text: str, *, votes: int = 0, other: str = "", name: str = "", to: str = "") -> Question:
        asked = await self.waiting(text, name=name, to=to)
        step = await self.all.moderating.approve(asked.number, asked.version)
        if other:
            step = await self.all.moderating.render(asked.number, step.question.version, other)
        for _ in range(votes):
            await self.vote(asked.number)
        return step.question

    async def answering(self, text: str, **options: Any) -> Question:
        question = await self.approved(text, **options)
        return (await self.all.moderating.pin(question.number, question.version)).question

    async def vote(self, number: int) -> None:
        await self.all.asking.vote(self.somebody(), number)

    async def states(self) -> dict[str, str]:
        """What became of each question, by its text."""
        known = await self.all.moderating.queue(self.code)
        now = [known.answering] if known.answering else []
        return {one.text: one.state.value for one in (*now, *known.waiting, *known.approved, *known.done)}

    async def link(self) -> str:
        """A moderator's link, on this machine."""
        links = (await self.all.asking.board(self.code)).box.links
        made = phone_url(self.site.app.addresses, self.code, links, self.site.clock.real())
        return made.replace(self.site.app.addresses.public_url, self.site.address)

    @property
    def screen(self) -> str:
        return f"{self.site.address}/screen/{self.code}"


@asynccontextmanager
async def panel(folder: Path, code: str = PANEL, at: datetime = BEGUN, **options: Any) -> AsyncIterator[Panel]:
    async with pages(folder, at=at, **options) as site:
        made = Panel(site, code)
        await made.all.moderating.open_box(code)
        yield made


@asynccontextmanager
async def chromium() -> AsyncIterator["playwright.Browser"]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        pytest.skip("no Chromium is installed on this machine")
    async with playwright.async_playwright() as driver:
        try:
            browser = await driver.chromium.launch(executable_path=found, args=QUIET)
        except playwright.Error as error:
            pytest.skip(f"playwright cannot drive {found} on this machine: {error}")
        yield browser
        await browser.close()


class Looker:
    """A browser window on one page, and everything that must not happen in it."""

    def __init__(self, page: "playwright.Page") -> None:
        self.page = page
        self.context = page.context
        self.troubles: list[str] = []
        self.asked: set[str] = set()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("dialog", lambda dialog: self.troubles.append(dialog.message))
        page.on("console", self._note)
        page.on("request", lambda request: self.asked.add(urlsplit(request.url).netloc or urlsplit(request.url).scheme))

    def _note(self, said: "playwright.ConsoleMessage") -> None:
        if "Content Security Policy" in said.text:
            self.troubles.append(said.text)

    @classmethod
    async def at(cls, browser: "playwright.Browser", address: str, **options: Any) -> "Looker":
        usual = {"locale": "en-GB", "viewport": {"width": 1280, "height": 720}}
        context = await browser.new_context(**(usual | options))
        looker = cls(await context.new_page())
        await looker.page.goto(address)
        return looker

    async def text(self, selector: str) -> str:
        return " ".join((await self.page.locator(selector).inner_text()).split())

    async def texts(self, selector: str) -> list[str]:
        return [" ".join(one.split()) for one in await self.page.locator(selector).all_inner_texts()]

    async def sees(self, selector: str, text: str, within: timedelta = timedelta(seconds=1)) -> None:
        """Wait until something on the page says `text`. Fails after `within`."""
        found = self.page.locator(selector, has_text=text).first
        await found.wait_for(timeout=within.total_seconds() * 1000)
