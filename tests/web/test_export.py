"""The pages as files: whole or not at all, in both languages, with links that lead somewhere, opened as files."""

import os
import re
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from icalendar import Calendar

from bot.core.refusal import Refusal
from bot.web.exporting import MARK, File, write_site
from tests.test_console import summit_bot
from tests.web.panel import Looker, chromium, playwright
from tests.web.test_pages import HOSTILE, PHONE


@pytest.fixture
async def browser() -> AsyncIterator["playwright.Browser"]:
    async with chromium() as made:
        yield made


def files_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_site_has_every_page_in_both_languages_and_no_link_leads_nowhere(tmp_path: Path) -> None:
    done = summit_bot(tmp_path, "export", "site", "--out", "public")
    assert (done.returncode, done.stderr) == (0, "")
    found = files_in(tmp_path / "public")
    assert f"{len(found)} files are in public" in done.stdout
    pages = {"index.html", "agenda-2024-03-28.html", "agenda-2024-03-29.html", "changes.html", "changes.atom"}
    sessions = {name for name in found if re.fullmatch(r"session/[a-z0-9-]+\.html", name)}
    assert len(sessions) == 31
    calendars = {name.replace(".html", ".ics") for name in sessions}
    static = {"static/site.css", "static/icon.svg"}
    english = {f"en/{name}" for name in (*pages, *sessions)}
    assert found == {MARK, "agenda.ics", *pages, *sessions, *calendars, *static, *english}
    for name in found:
        if name.endswith(".html"):
            text = (tmp_path / "public" / name).read_text("utf-8")
            links = [link for link in re.findall(r'(?:href|src)="([^"]+)"', text) if not link.startswith(("#", "http"))]
            place = Path(name).parent
            led = {os.path.normpath(place / unquote(urlsplit(link).path)) for link in links}
            assert (len(links) > 5, led - found) == (True, set()), name


def test_feed_and_calendars_are_whole(tmp_path: Path) -> None:
    summit_bot(tmp_path, "import", "config/agenda.yaml", "--release")
    agenda = tmp_path / "config" / "agenda.yaml"
    agenda.write_text(agenda.read_text("utf-8").replace('start: "16:20"', 'start: "16:30"', 1), "utf-8")
    assert summit_bot(tmp_path, "import", "config/agenda.yaml", "--release").returncode == 0
    assert summit_bot(tmp_path, "export", "site", "--out", "public").returncode == 0
    public = tmp_path / "public"
    assert len(Calendar.from_ical((public / "agenda.ics").read_bytes()).walk("VEVENT")) == 31
    assert len(Calendar.from_ical((public / "session" / "panel-value.ics").read_bytes()).walk("VEVENT")) == 1
    atom = "{http://www.w3.org/2005/Atom}"
    for folder in ("", "en"):
        entries = [*ET.parse(public / folder / "changes.atom").getroot().iter(f"{atom}entry")]
        links = [entry.find(f"{atom}link").get("href") for entry in entries]
        assert len(links) > 0
        assert [link for link in links if not (public / folder / link).is_file()] == []


def test_an_earlier_export_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    public, kept = tmp_path / "public", tmp_path / "kept"
    public.mkdir()
    for name in ("old.html", "new.html"):
        write_site(public, [File(MARK, bytes), File(name, bytes)])
    assert files_in(public) == {MARK, "new.html"}
    kept.mkdir()
    (kept / "thesis.odt").write_text("mine")
    refused = summit_bot(tmp_path, "export", "site", "--out", kept)
    assert (refused.returncode, files_in(kept)) == (1, {"thesis.odt"})
    assert f"{kept} holds something else" in refused.stderr
    with pytest.raises(Refusal, match="export-site-foreign"):
        write_site(kept / "thesis.odt", [File(MARK, bytes)])
    assert (kept / "thesis.odt").read_text() == "mine"
    nowhere = summit_bot(tmp_path, "export", "site")
    assert (nowhere.returncode, nowhere.stderr) == (1, "--out: say which folder the pages go into\n")
    assert {path.name for path in tmp_path.iterdir()} == {"config", "public", "kept"}


def test_what_fails_on_the_way_leaves_everything_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "public"

    def full() -> bytes:
        raise OSError(28, "No space left on device")

    write_site(folder, [File(MARK, bytes), File("index.html", lambda: b"old")])
    with pytest.raises(Refusal) as refused:
        write_site(folder, [File(MARK, bytes), File("index.html", lambda: b"new"), File("a/b.html", full)])
    assert (refused.value.phrase, refused.value.values["reason"]) == ("export-site-failed", "No space left on device")
    assert ((folder / "index.html").read_bytes(), [*tmp_path.iterdir()]) == (b"old", [folder])


def test_codes_that_differ_in_case_alone_have_files_of_their_own_everywhere(tmp_path: Path) -> None:
    summit_bot(tmp_path, "check")
    (tmp_path / "config" / "volunteering.yaml").unlink()
    agenda = "summit: S\ntimezone: Asia/Shanghai\nsessions: [{code: Talk, title: One}, {code: talk, title: Two}]\n"
    (tmp_path / "config" / "agenda.yaml").write_text(agenda, "utf-8")
    assert summit_bot(tmp_path, "export", "site", "--out", "public").returncode == 0
    found = files_in(tmp_path / "public" / "session")
    assert (len(found), len({name.casefold() for name in found})) == (4, 4)


async def test_site_works_opened_as_files_and_runs_nothing_of_strangers(
    tmp_path: Path, browser: "playwright.Browser"
) -> None:
    summit_bot(tmp_path, "check")
    (tmp_path / "config" / "volunteering.yaml").unlink()
    (tmp_path / "config" / "agenda.yaml").write_text(HOSTILE, "utf-8")
    assert summit_bot(tmp_path, "export", "site", "--out", "public").returncode == 0
    looker = await Looker.at(browser, (tmp_path / "public" / "index.html").as_uri(), **PHONE)
    assert await looker.text("h1") == "议程"
    assert await looker.page.evaluate("getComputedStyle(document.querySelector('.top')).borderBottomStyle") == "solid"
    await looker.page.get_by_role("link", name="English").click()
    await looker.sees("h1", "Agenda")
    await looker.page.locator(".card h3 a").first.click()
    await looker.sees("h1", "<script>alert(4)</script> & {{ 7 * 7 }} title")
    assert await looker.page.locator("main :is(script, iframe, img, svg)").count() == 0
    await looker.page.get_by_role("link", name="中文").click()
    await looker.sees("h1", "<b>加粗</b>标题")
    await looker.page.get_by_role("link", name="变动").click()
    await looker.sees("h1", "变动")
    assert (looker.troubles, looker.asked) == ([], {"file"})
