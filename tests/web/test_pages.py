"""The public pages as people without Discord meet them: over HTTP, and in a real browser."""

import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml
from icalendar import Calendar

from bot.web.links import asking_url, screen_url
from tests.web.panel import Looker, chromium, playwright
from tests.web.site import CONFIG, ROOT, Pages, pages
from tests.web.test_site import STRICT

SHARED = ROOT.parent / "shared" / "agendas"
PATHS = ("/", "/agenda", "/agenda?day=all", "/session/panel-value", "/changes")
FEEDS = ("/agenda.ics", "/session/panel-value.ics", "/changes.atom")
ATOM = "{http://www.w3.org/2005/Atom}"
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "device_scale_factor": 2}

HOSTILE = """
summit: "</title><script>alert(1)</script> Summit"
timezone: Asia/Shanghai
rooms: {main: '"><img src=https://evil.test/a.png onerror=alert(2)>', side: "Side"}
tracks: {one: "<svg onload=alert(3)>", two: "Other"}
sessions:
  - code: bad
    title: {en: "<script>alert(4)</script> & {{ 7 * 7 }} title", zh-CN: "<b>加粗</b>标题"}
    day: 2024-03-28
    start: "09:00"
    end: "10:00"
    rooms: [main]
    track: one
    url: "https://evil.test/?<script>alert(5)</script>"
    speakers: [{name: "<iframe src=javascript:alert(6)>", affiliation: "' onmouseover='alert(7)"}]
    abstract: |
      <script>alert(8)</script><img src=x onerror=alert(9)>

      [press](javascript:alert(10)) [more](data:text/html,alert(11)) ![x](https://evil.test/p.png)

      [good](https://good.test/a) **bold** <https://good.test/b>

      # A heading
  - code: long
    title: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft\
DonaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftDonaudampfschifffahrt"
    day: 2024-03-28
    start: "09:00"
    end: "10:00"
    rooms: [side]
    track: two
    speakers: [{name: "\\u202egnorw\\u200b\\u200b way"}]
    abstract: "https://good.test/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
"""


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Pages]:
    async with pages(tmp_path) as made:
        yield made


@pytest.fixture
async def browser() -> AsyncIterator["playwright.Browser"]:
    async with chromium() as made:
        yield made


@asynccontextmanager
async def hostile(folder: Path) -> AsyncIterator[Pages]:
    config = folder / "config"
    shutil.copytree(CONFIG, config, ignore=shutil.ignore_patterns("volunteering.yaml"))
    (config / "agenda.yaml").write_text(HOSTILE, "utf-8")
    async with pages(folder, config=config) as made:
        yield made


async def released(site: Pages, what: str, code: str, **how: object) -> None:
    organising = site.app.features.organising
    proposal = await getattr(organising, f"propose_{what}")(code, 1, **how)
    await organising.release(proposal.id, 1, sure=True)


async def moved(site: Pages) -> None:
    """Three changes, ten minutes apart."""
    start = datetime.fromisoformat("2024-03-28T15:50+08:00")
    await released(site, "move", "panel-function", start=start, room="futian")
    site.clock.advance(timedelta(minutes=10))
    await released(site, "cancel", "panel-ecosystem")
    site.clock.advance(timedelta(minutes=10))
    await released(site, "postpone", "office-hour-ospo")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def words(page: str) -> str:
    """What a page says, without its marks."""
    parser = _Words()
    parser.feed(page[page.index("<main") :])
    return " ".join(parser.words)


async def test_every_page_and_feed_is_strict_and_sets_no_cookie(site: Pages) -> None:
    for path in (*PATHS, *FEEDS):
        for method in ("GET", "HEAD", "POST"):
            async with site.client.request(method, site.address + path) as response:
                seen = {name: response.headers.get(name) for name in STRICT}
                assert (seen, response.headers.getall("Set-Cookie", [])) == (STRICT, []), path
                assert response.status == (405 if method == "POST" else 200), path


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2024-03-26T09:00", "2nd OSPO Summit begins Thu 28 Mar 09:00"),
        ("2024-03-28T08:40", "2nd OSPO Summit begins in 20 minutes"),
        ("2024-03-28T10:00", "On now At the venue it is Thu 28 Mar 10:00 Main Hall 09:00–12:30 Keynotes Welcome Note"),
        ("2024-03-28T13:45", "A pause. It goes on in 15 minutes"),
        ("2024-03-29T01:00", "A pause. It goes on in 8 hours"),
        ("2024-03-30T09:00", "2nd OSPO Summit is over."),
    ],
)
async def test_first_page_says_where_the_summit_stands(tmp_path: Path, at: str, says: str) -> None:
    async with pages(tmp_path, at=datetime.fromisoformat(f"{at}+08:00")) as site:
        assert words(await site.text("/?lang=en")).startswith(says)


async def test_agenda_shows_the_day_and_what_is_chosen(site: Pages) -> None:
    programme = await site.app.agenda.current()
    for day in programme.days:
        shown = await site.text(f"/agenda?lang=en&day={day}")
        links = [code for code in programme.sessions_by_code if f'href="session/{code}?lang=en"' in shown]
        assert links == [session.code for session in programme if session.day == day]
    assert await site.text("/agenda?lang=en") == await site.text(f"/agenda?lang=en&day={programme.days[0]}")
    everything = words(await site.text("/agenda?lang=en&day=all"))
    assert f"{len(programme.sessions)} sessions" in everything
    narrowed = await site.text("/agenda?lang=en&day=all&room=luohu")
    fitting = [session.code for session in programme if "luohu" in session.rooms]
    assert [code for code in programme.sessions_by_code if f'href="session/{code}?lang=en"' in narrowed] == fitting
    assert f"{len(fitting)} session" in words(narrowed)
    odd = await site.text("/agenda?lang=en&day=%3Cscript%3E&room=none&track=../..")
    assert odd == await site.text("/agenda?lang=en")


async def test_cancelled_postponed_and_moved_sessions_are_seen_as_such(site: Pages) -> None:
    await moved(site)
    first, second = [words(await site.text(f"/agenda?lang=en&day=2024-03-{day}")) for day in (28, 29)]
    assert "was 15:20–16:10 was in Main Hall Futian Room" in first
    assert "building an open source ecosystem 郭旭东, 孟伟, 王峰 and others (5 in all) cancelled" in first
    assert "Office hour: OSPO practitioners 边思康, 杨振涛, 刘洁 postponed" in second
    assert "原为 15:20–16:10 原在主会场" in words(await site.text("/session/panel-function?lang=zh-CN"))
    assert words(await site.text("/changes?lang=en")) == (
        "Changes Changes as a feed"
        " Thu 28 Mar 09:30 Office hour: OSPO practitioners 边思康, 杨振涛, 刘洁"
        " ⏸️ postponed; it does not take place at Fri 29 Mar 11:30, and a new time will follow"
        " Thu 28 Mar 09:20 [Ecosystem] The OSPO’s part in building an open source ecosystem"
        " 郭旭东, 孟伟, 王峰 and others (5 in all) ❌ cancelled (it was to begin at Thu 28 Mar 16:20)"
        " Thu 28 Mar 09:10 [Function] An OSPO often starts with compliance, but does it need operations? Evangelists?"
        " Is it marketing, community management, or what? 王蓉 Amber, 姜宁, 杨振涛 and others (6 in all)"
        " Time Thu 28 Mar 15:20 → Thu 28 Mar 15:50 Room Main Hall → Futian Room"
    )


async def test_session_page_tells_everything_and_unknown_ones_are_not_found(site: Pages) -> None:
    shown = words(await site.text("/session/panel-value?lang=en"))
    told = ("Talks [Value] Can", "Thu 28 Mar, 14:00–15:20 in 5 hours Venue time", "Where Main Hall", "Who 胡捷", "/ask")
    assert [said for said in told if said not in shown] == []
    for path in ("/session/nobody", "/session/nobody.ics", "/session/", "/session/a/b"):
        async with site.get(path) as response:
            assert response.status == 404


async def test_calendars_hold_the_whole_programme_or_one_session(site: Pages) -> None:
    programme = await site.app.agenda.current()
    whole = Calendar.from_ical(await site.text("/agenda.ics"))
    assert {str(event["UID"]).partition(".")[0] for event in whole.walk("VEVENT")} == {*programme.sessions_by_code}
    [event] = Calendar.from_ical(await site.text("/session/panel-value.ics")).walk("VEVENT")
    assert event["DTSTART"].dt == programme.sessions_by_code["panel-value"].start


async def test_feed_of_changes_is_atom_with_ids_that_stay(site: Pages) -> None:
    empty = ET.fromstring(await site.text("/changes.atom"))
    assert [empty.findall(f"{ATOM}entry"), len(empty.findall(f"{ATOM}updated"))] == [[], 1]
    await moved(site)
    async with site.get("/changes.atom?lang=en") as response:
        assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        feed = ET.fromstring(await response.read())
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "http://summit.test/changes?lang=en", "self": "http://summit.test/changes.atom?lang=en"
    }  # fmt: skip
    assert feed.findtext(f"{ATOM}updated") == "2024-03-28T01:30:00Z"
    assert [(e.findtext(f"{ATOM}updated"), e.find(f"{ATOM}link").get("href")) for e in feed.iter(f"{ATOM}entry")] == [
        ("2024-03-28T01:30:00Z", "http://summit.test/session/office-hour-ospo?lang=en"),
        ("2024-03-28T01:20:00Z", "http://summit.test/session/panel-ecosystem?lang=en"),
        ("2024-03-28T01:10:00Z", "http://summit.test/session/panel-function?lang=en"),
    ]
    required = {f"{ATOM}{name}" for name in ("id", "title", "updated")}
    assert [required - {child.tag for child in one} for one in (feed, *feed.iter(f"{ATOM}entry"))] == [set()] * 4
    before = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    site.clock.advance(timedelta(days=1))
    await released(site, "restore", "panel-ecosystem")
    again = ET.fromstring(await site.text("/changes.atom?lang=en"))
    after = [entry.findtext(f"{ATOM}id") for entry in again.iter(f"{ATOM}entry")]
    assert after[1:] == before
    assert len({feed.findtext(f"{ATOM}id"), *after}) == 5
    chinese = ET.fromstring(await site.text("/changes.atom?lang=zh-CN"))
    assert chinese.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-CN"


async def test_what_has_not_changed_is_not_sent_again(site: Pages) -> None:
    marks = {}
    for path in (*PATHS, *FEEDS):
        async with site.get(path) as response:
            marks[path] = response.headers["ETag"]
        async with site.get(path, headers={"If-None-Match": f'"x", {marks[path]}'}) as response:
            assert (response.status, await response.read()) == (304, b""), path
            assert {name: response.headers.get(name) for name in STRICT} == STRICT
    async with site.get("/", headers={"If-None-Match": marks["/"], "Accept-Language": "en"}) as response:
        assert response.status == 200
    await moved(site)
    for path, mark in marks.items():
        async with site.get(path, headers={"If-None-Match": mark}) as response:
            assert response.status == 200, path


async def test_compressed_and_plain_answers_are_the_same(site: Pages) -> None:
    plain = await site.text("/agenda", headers={"Accept-Encoding": "identity"})
    async with site.get("/agenda", headers={"Accept-Encoding": "gzip"}) as response:
        assert (response.headers["Content-Encoding"], await response.text()) == ("gzip", plain)


def addresses(site: Pages, paths: Iterator[str] | tuple[str, ...]) -> list[str]:
    both = [path + ("&" if "?" in path else "?") for path in paths]
    return [f"{site.address}{path}lang={language}" for path in both for language in ("en", "zh-CN")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_pages_fit_a_phone_and_ask_nobody_else(site: Pages, browser: "playwright.Browser", scheme: str) -> None:
    await moved(site)
    looker = await Looker.at(browser, site.address, color_scheme=scheme, **PHONE)
    wider = {}
    for address in (*addresses(site, PATHS), f"{site.address}/none"):
        await looker.page.goto(address)
        wider[address] = await looker.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        styled = "getComputedStyle(document.querySelector('.top')).borderBottomStyle"
        assert await looker.page.evaluate(styled) == "solid", address
    assert {address: by for address, by in wider.items() if by > 0} == {}
    assert (looker.troubles, looker.asked) == ([], {site.address.removeprefix("http://")})


async def test_hostile_programme_runs_nothing_and_leads_nowhere(tmp_path: Path, browser: "playwright.Browser") -> None:
    async with hostile(tmp_path) as site:
        looker = await Looker.at(browser, site.address, **PHONE)
        paths = ("/", "/agenda", "/agenda?day=all&track=one", "/session/bad", "/session/long", "/changes")
        found: set[str] = set()
        for address in addresses(site, paths):
            await looker.page.goto(address)
            assert await looker.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
            protocols = "all => all.map(one => new URL(one.href).protocol)"
            found |= {*await looker.page.eval_on_selector_all("a[href]", protocols)}
            foreign = "main :is(script, iframe, svg, img), [onerror], [onload], [onmouseover], [style], style"
            assert await looker.page.locator(foreign).count() == 0, address
        assert found == {"http:", "https:", "webcal:"}
        await looker.page.goto(f"{site.address}/session/bad?lang=en")
        assert await looker.text("h1") == "<script>alert(4)</script> & {{ 7 * 7 }} title"
        assert await looker.text(".prose strong") == "bold"
        outside = await looker.page.eval_on_selector_all(".prose a", "all => all.map(one => [one.href, one.rel])")
        rel = "nofollow noopener noreferrer"
        links = ("https://evil.test/p.png", "https://good.test/a", "https://good.test/b")
        assert outside == [[link, rel] for link in links]
        assert (looker.troubles, looker.asked) == ([], {site.address.removeprefix("http://")})


async def test_first_page_follows_the_summit_by_itself(site: Pages, browser: "playwright.Browser") -> None:
    looker = await Looker.at(browser, "about:blank", locale="en-GB")
    await looker.page.clock.install()
    await looker.page.goto(site.address)
    await looker.sees("h1", "On now")
    site.clock.advance(timedelta(hours=4, minutes=35))
    await looker.page.clock.run_for(21_000)
    await looker.sees("h1", "A pause. It goes on in 15 minutes", timedelta(seconds=5))
    await released(site, "move", "panel-value", start=datetime.fromisoformat("2024-03-28T14:30+08:00"))
    await looker.page.clock.run_for(21_000)
    await looker.sees(".mark", "was 14:00–15:20", timedelta(seconds=5))
    assert looker.troubles == []


async def test_reader_changes_language_and_narrows_the_agenda(site: Pages, browser: "playwright.Browser") -> None:
    looker = await Looker.at(browser, f"{site.address}/agenda?day=2024-03-29", locale="zh-CN")
    await looker.sees("h1", "议程")
    await looker.page.get_by_role("link", name="English").click()
    await looker.sees("h1", "Agenda")
    await looker.page.get_by_label("Room").select_option(label="Shekou Room")
    await looker.page.wait_for_url("**/agenda?**room=shekou**")
    assert await looker.text(".days [aria-current]") == "Fri 29 Mar"
    rooms = {*await looker.texts(".card .room")}
    assert len(rooms) >= 1
    assert all("Shekou Room" in room or room == "all rooms" for room in rooms)
    await looker.page.locator(".card h3 a").first.click()
    await looker.page.wait_for_url("**/session/**lang=en")
    assert looker.troubles == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real agendas are not there: ../shared/agendas")
async def test_pages_hold_a_thousand_real_sessions(tmp_path: Path) -> None:
    config = tmp_path / "config"
    shutil.copytree(CONFIG, config, ignore=shutil.ignore_patterns("volunteering.yaml"))
    shutil.copy(SHARED / "fosdem-2024.xml", config / "agenda.xml")
    summit = (config / "summit.yaml").read_text("utf-8").replace("agenda.yaml", "agenda.xml")
    (config / "summit.yaml").write_text(summit, "utf-8")
    async with pages(tmp_path, config=config, at=datetime.fromisoformat("2024-02-03T11:00+01:00")) as site:
        programme = await site.app.agenda.current()
        shown = await site.text("/agenda?lang=en&day=all")
        assert shown.count('<li class="card') == len(programme.sessions) > 600
        assert "On now" in words(await site.text("/?lang=en"))
        for session in programme.sessions[::50]:
            title = " ".join(session.title.in_language("en").split())
            assert title in words(await site.text(f"/session/{session.code}"))


ODD = ["a/b", "../x", "{code}", "%41", "a%2Fb", "a#b?c=d", "Talk", "talk", "&\"<'>", "x.html", "~.-_+:@!$;,="]


@asynccontextmanager
async def oddly_named(folder: Path) -> AsyncIterator[Pages]:
    """Sessions with every sign in their codes."""
    config = folder / "config"
    shutil.copytree(CONFIG, config, ignore=shutil.ignore_patterns("volunteering.yaml"))
    day = {"day": date(2024, 3, 28), "start": "09:00", "end": "10:00"}
    sessions = [{"code": code, "title": f"Of {place}", **day} for place, code in enumerate(ODD)]
    agenda = {"summit": "Odd", "timezone": "Asia/Shanghai", "sessions": sessions}
    (config / "agenda.yaml").write_text(yaml.safe_dump(agenda), "utf-8")
    async with pages(folder, config=config) as made:
        yield made


async def test_any_code_can_stand_in_an_address(tmp_path: Path) -> None:
    async with oddly_named(tmp_path) as site:
        agenda, public = await site.text("/agenda?lang=en"), site.app.addresses.public_url
        for place, code in enumerate(ODD):
            await site.app.features.questions.moderating.open_box(code)
            [led] = re.findall(rf'<a href="([^"]+)" dir="auto">Of {place}</a>', agenda)
            asking, screen = asking_url(site.app.addresses, code), screen_url(site.app.addresses, code)
            for address in (f"{public}/{unescape(led)}", asking, screen):
                assert f"Of {place}" in await site.text(address.removeprefix(public)), address
            shown = await site.text(screen.removeprefix(public))
            for part in re.findall(r'data-(?:state|events)="([^"]+)"', shown):
                async with site.get(urljoin(screen, unescape(part)).removeprefix(public)) as response:
                    assert response.status == 200, part


async def test_any_code_gives_a_downloaded_file_a_plain_name(tmp_path: Path) -> None:
    async with oddly_named(tmp_path) as site:
        questions = site.app.features.questions
        await questions.moderating.open_box("../x")
        name, _ = await questions.exporting.export("../x", "csv", "en")
        assert name == "questions----x.csv"
