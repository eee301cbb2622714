"""The moderators' page: who gets in, what the buttons do, and how several of them work at once."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from yarl import URL

from bot.core.addresses import Addresses
from bot.questions.model import Question
from bot.web.links import LIFE, phone_url
from tests.web.panel import BEGUN, PANEL, Looker, Panel, chromium, panel, playwright
from tests.web.test_site import STRICT

PHONE = {"width": 390, "height": 844}
SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
async def browser() -> AsyncIterator["playwright.Browser"]:
    async with chromium() as made:
        yield made


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Panel]:
    async with panel(tmp_path) as made:
        yield made


async def opened(desk: Panel, browser: "playwright.Browser", **options: object) -> Looker:
    return await Looker.at(browser, await desk.link(), **({"viewport": PHONE} | options))


async def press(looker: Looker, question: Question, label: str) -> None:
    """Press a button of a question's card; `label` may be "Dismiss/Off topic": what is folded, then the button."""
    card = looker.page.locator(f"#q{question.number}")
    folded, _, button = label.rpartition("/")
    if folded:
        await card.locator("summary", has_text=folded).click()
    await card.locator("button:visible", has_text=button).first.click()


async def post(
    desk: Panel, link: str, action: str, headers: dict[str, str] = SAME, **fields: object
) -> tuple[int, str]:
    """What a form without a script is answered, and what the page then says."""
    async with desk.site.client.post(f"{link}{action}?lang=en", data=fields, headers=headers) as response:
        text = await response.text()
    said = re.search(r'<p id="message" role="alert">(.*?)</p>', text)
    return response.status, said[1] if said else ""


# Who gets in


@pytest.mark.parametrize("part", ["", "events"])
@pytest.mark.parametrize(
    ("kind", "status"), [("forged", 404), ("cut", 404), ("another key", 404), ("revoked", 410), ("expired", 410)]
)
async def test_a_link_that_does_not_hold_shows_nothing(desk: Panel, kind: str, status: int, part: str) -> None:
    question = await desk.waiting("What is the first hire?")
    link, site = await desk.link(), desk.site
    match kind:
        case "forged":
            link = link[:-4] + ("AAA/" if link[-4:] != "AAA/" else "BBB/")
        case "cut":
            link = link.rpartition(".")[0] + "/"
        case "another key":
            link = phone_url(Addresses(site.address, "another key"), PANEL, 0, site.clock.real())
        case "revoked":
            await desk.all.moderating.close_box(PANEL)
            await desk.all.moderating.open_box(PANEL)
        case "expired":
            site.clock.advance(LIFE)
    async with site.client.get(f"{link}{part}?lang=en") as response:
        text = await response.text()
        assert (response.status, response.headers["Cache-Control"]) == (status, "no-store")
        assert {name: response.headers.get(name) for name in STRICT} == STRICT
    assert [needle for needle in ("first hire", PANEL, "OSPO really") if needle in text] == []
    answered = await post(desk, link, "approve", number=question.number, seen=question.version)
    assert (answered, await desk.states()) == ((status, ""), {"What is the first hire?": "waiting"})


@pytest.mark.parametrize("token", ["%2F%2Fevil.example", "%5C%5Cevil.example", "https:%2F%2Fevil.example", "x"])
async def test_a_link_without_its_slash_leads_to_no_other_place(desk: Panel, token: str) -> None:
    address = URL(f"{desk.site.address}/moderate/{token}", encoded=True)
    async with desk.site.client.get(address, allow_redirects=False) as response:
        assert (response.status, response.headers.get("Location")) == (404, None)


async def test_a_link_holds_until_its_time_is_over(desk: Panel) -> None:
    link = await desk.link()
    desk.site.clock.advance(LIFE - timedelta(seconds=2))
    async with desk.site.client.get(link.rstrip("/")) as response:
        assert str(response.url) == link
        assert (response.status, response.headers["Cache-Control"]) == (200, "no-store")
        assert {name: response.headers.get(name) for name in STRICT} == STRICT
        assert response.headers.getall("Set-Cookie", []) == []
        token = link.rstrip("/").rpartition("/")[2]
        assert token not in await response.text()  # which is compressed: its length is to tell nothing of it


async def test_a_page_that_is_open_when_its_link_is_revoked_shows_nothing_any_more(
    desk: Panel, browser: "playwright.Browser"
) -> None:
    await desk.waiting("What is the first hire?")
    looker = await opened(desk, browser)
    await looker.sees(".text", "first hire")
    await desk.all.moderating.close_box(PANEL)
    await looker.sees("main", "/panel screen gives you a new one", timedelta(seconds=3))
    assert "first hire" not in await looker.page.content()


async def test_a_link_is_for_its_session_alone(desk: Panel) -> None:
    link, site = await desk.link(), desk.site
    site.clock.advance(timedelta(hours=1, minutes=15))
    other = Panel(site, "panel-function", people=[*range(50)])
    await other.all.moderating.open_box(other.code)
    question = await other.waiting("Of another panel?")
    step = await other.all.moderating.approve(question.number, question.version)
    number, seen = step.question.number, step.question.version
    for action in ("pin", "dismiss", "mute", "merge"):
        assert (await post(desk, link, action, number=number, seen=seen))[0] == 409
    assert (await post(desk, link, "undo", step=step.id))[0] == 409
    assert await other.states() == {"Of another panel?": "approved"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elsewhere.example"}, {"Origin": "null"},
    ],
)  # fmt: skip
async def test_other_sites_cannot_press(desk: Panel, headers: dict[str, str]) -> None:
    question = await desk.waiting("What is the first hire?")
    answer = await post(
        desk, await desk.link(), "approve", headers=headers, number=question.number, seen=question.version
    )
    assert (answer[0], await desk.states()) == (403, {"What is the first hire?": "waiting"})


@pytest.mark.parametrize("origin", ["http://summit.test", ""])
async def test_a_browser_that_says_little_may_press(desk: Panel, origin: str) -> None:
    question = await desk.waiting("What is the first hire?")
    headers = {"Origin": origin} if origin else {}
    answer = await post(
        desk, await desk.link(), "approve", headers=headers, number=question.number, seen=question.version
    )
    assert (answer, await desk.states()) == ((200, ""), {"What is the first hire?": "approved"})


# What the buttons do


@pytest.mark.parametrize("scripts", [True, False])
async def test_a_question_goes_its_way_with_and_without_scripts(
    desk: Panel, browser: "playwright.Browser", scripts: bool
) -> None:
    first = await desk.waiting("What is the first hire?", name="Wei", to="Maya")
    other = await desk.waiting("Who is hired first of all?")
    third = await desk.waiting("Is this off topic?")
    looker = await opened(desk, browser, java_script_enabled=scripts)

    await press(looker, first, "Approve")
    await looker.sees(".approved .text", "first hire", timedelta(seconds=3))
    card = looker.page.locator(f"#q{first.number}")
    await card.locator("summary", has_text="Edit").click()
    await card.locator("textarea:visible").fill("Whom do you hire first?")
    await card.locator("button:visible", has_text="Save").click()
    await looker.sees(".approved .text", "Whom do you hire first?", timedelta(seconds=3))
    await card.locator("summary", has_text="Translate").click()
    await card.locator("textarea:visible").fill("您先聘谁？")
    await card.locator("button:visible", has_text="Save").click()
    await looker.sees(".approved .other", "您先聘谁？", timedelta(seconds=3))
    await looker.page.locator(f"#q{other.number} summary", has_text="Merge").click()
    await looker.page.locator(f"#q{other.number} input[name=into]:visible").fill(f"#{first.number}")
    await looker.page.locator(f"#q{other.number} button:visible", has_text=re.compile("^Merge$")).click()
    await looker.sees(".done .was", f"merged #{first.number}", timedelta(seconds=3))
    await press(looker, third, "Dismiss/not about this panel")
    await looker.sees(".done .reason", "not about this panel", timedelta(seconds=3))
    await press(looker, first, "Answer now")
    await looker.sees(".answering .text", "Whom do you hire first?", timedelta(seconds=3))
    await press(looker, first, "Answered")
    await looker.sees(".done .text", "Whom do you hire first?", timedelta(seconds=3))
    await press(looker, first, "Answer/Save")  # an empty note takes nothing away
    await looker.page.locator("footer button", has_text="Undo").click()
    await looker.sees("footer form", f"#{first.number} answered", timedelta(seconds=3))
    await looker.page.locator("footer button", has_text="Undo").click()
    await looker.sees(".answering .text", "Whom do you hire first?", timedelta(seconds=3))

    assert await desk.states() == {
        "Whom do you hire first?": "answering", "Who is hired first of all?": "merged",
        "Is this off topic?": "dismissed",
    }  # fmt: skip
    assert await looker.texts(".answering .original, .answering .name, .answering .to") == [
        "Wei", "→ Maya", "Asked as: What is the first hire?"
    ]  # fmt: skip
    assert (looker.troubles, looker.asked) == ([], {desk.site.address.partition("://")[2]})


@pytest.mark.parametrize("reason", ["", "  ", "\u200b"])
async def test_nothing_is_dismissed_without_a_reason(desk: Panel, reason: str) -> None:
    question, link = await desk.waiting("What is the first hire?"), await desk.link()
    said = desk.site.app.phrasebook.say("en", "panel-reason-missing")
    answer = await post(desk, link, "dismiss", number=question.number, seen=question.version, reason=reason)
    assert (answer, await desk.states()) == ((409, said), {"What is the first hire?": "waiting"})


async def test_whoever_asked_is_muted_without_being_known(desk: Panel, browser: "playwright.Browser") -> None:
    question = await desk.waiting("Unkind, is it?")
    looker = await opened(desk, browser)
    await press(looker, question, "Mute/Mute whoever asked this")
    await looker.sees("footer form", f"whoever asked #{question.number} is muted", timedelta(seconds=3))
    assert str(desk.people[0]) not in await looker.page.content()
    desk.site.clock.advance(timedelta(minutes=1))
    with pytest.raises(Exception, match="question-muted"):
        await desk.all.asking.ask(desk.people[0], PANEL, "Me again?", anonymous=True, name="")


async def test_likely_twins_stand_together_and_are_merged_with_one_press(
    desk: Panel, browser: "playwright.Browser"
) -> None:
    first = await desk.waiting("小公司没有专职 OSPO，应该从哪一步开始？")
    await desk.waiting("What is the first hire?")
    twin = await desk.waiting("小公司没有专职 OSPO，第一步应该做什么？")
    looker = await opened(desk, browser)
    cards = await looker.page.locator(".waiting article").evaluate_all("cards => cards.map((card) => card.id)")
    places = sorted([cards.index(f"q{first.number}"), cards.index(f"q{twin.number}")])
    assert places[1] - places[0] == 1
    await press(looker, twin, f"Merge into #{first.number}")
    await looker.sees(".done .was", f"merged #{first.number}", timedelta(seconds=3))


async def test_two_orders(desk: Panel, browser: "playwright.Browser") -> None:
    await desk.approved("What is the first hire?", votes=2)
    await desk.approved("Which metrics do you stop reporting?")
    looker = await opened(desk, browser)
    wanted = await looker.texts(".approved .text")
    await looker.page.locator(".orders a", has_text="Newest").click()
    await looker.page.locator(".orders [aria-current]", has_text="Newest").wait_for()
    assert await looker.texts(".approved .text") == wanted[::-1]
    await desk.approved("Who signs off?")
    await looker.sees(".approved article:first-child .text", "Who signs off?")


# Several at once


async def test_opposite_buttons_do_not_overwrite_each_other(desk: Panel, browser: "playwright.Browser") -> None:
    question = await desk.waiting("What is the first hire?")
    one, two = await opened(desk, browser), await opened(desk, browser)
    await two.context.set_offline(True)  # so that what the first does is not seen by the second
    await two.page.locator(f"#q{question.number} summary", has_text="Dismiss").click()
    await press(one, question, "Approve")
    await one.sees(".approved .text", "first hire", timedelta(seconds=3))
    await two.page.route("**/events*", lambda route: route.abort())
    await two.page.route(re.compile(r"/moderate/[^/]+/\?"), lambda route: route.abort())
    await two.context.set_offline(False)
    await two.page.locator(f"#q{question.number} button:visible", has_text="not about this panel").click()
    await two.sees("#message", f"Someone else changed question {question.number} meanwhile", timedelta(seconds=5))
    assert await desk.states() == {"What is the first hire?": "approved"}


async def test_pressed_in_the_same_moment_one_decides(desk: Panel) -> None:
    question, link = await desk.waiting("What is the first hire?"), await desk.link()
    fields = {"number": question.number, "seen": question.version}
    answers = await asyncio.gather(
        post(desk, link, "approve", **fields), post(desk, link, "dismiss", reason="no", **fields),
        post(desk, link, "pin", **fields),
    )  # fmt: skip
    assert sorted(status for status, _ in answers) == [200, 409, 409]
    told = [text for status, text in answers if status == 409]
    assert all(text.startswith("Someone else changed question") for text in told)


async def test_moderators_see_what_others_do_within_a_second(desk: Panel, browser: "playwright.Browser") -> None:
    question = await desk.waiting("What is the first hire?")
    one, two = await opened(desk, browser), await opened(desk, browser, locale="zh-CN")
    await two.sees(".waiting .text", "first hire")
    await one.page.locator(f"#q{question.number} button", has_text="Approve").click()
    await two.sees(".approved .text", "first hire")
    await two.sees("#foot", f"#{question.number}")
    await desk.vote(question.number)
    await two.sees(".approved .votes", "1 票")


async def test_words_being_typed_stay_when_others_decide(desk: Panel, browser: "playwright.Browser") -> None:
    question = await desk.approved("What is the first hire?")
    looker = await opened(desk, browser)
    card = looker.page.locator(f"#q{question.number}")
    await card.locator("summary", has_text="Edit").click()
    await card.locator("textarea:visible").fill("My better words?")
    await desk.all.moderating.edit(question.number, question.version, "Their words?", sense_changed=False)
    await desk.waiting("Something new?")
    await looker.sees(".waiting .text", "Something new?")
    assert await card.locator("textarea:visible").input_value() == "My better words?"
    await card.locator("button:visible", has_text="Save").click()
    await looker.sees("#message", "meanwhile", timedelta(seconds=3))
    await looker.sees(f"#q{question.number} .text", "Their words?", timedelta(seconds=3))
    assert await desk.states() == {"Their words?": "approved", "Something new?": "waiting"}
    assert await card.locator("textarea:visible").input_value() == "My better words?"
    await card.locator("button:visible", has_text="Save").click()
    await looker.sees(f"#q{question.number} .text", "My better words?", timedelta(seconds=3))


async def test_undo_names_what_was_done_since_and_refuses_where_it_must(desk: Panel) -> None:
    question, link = await desk.approved("What is the first hire?"), await desk.link()
    fields = {"number": question.number, "seen": question.version}
    assert await post(desk, link, "edit", text="Whom first?", **fields) == (200, "")
    step = (await desk.all.moderating.queue(PANEL)).last
    assert await post(desk, link, "pin", number=question.number, seen=question.version + 1) == (200, "")
    status, said = await post(desk, link, "undo", step=step.id)
    assert (status, said) == (200, f"Meanwhile, and still so: #{question.number} is being answered now.")
    assert await desk.states() == {"What is the first hire?": "answering"}
    assert (await post(desk, link, "undo", step=step.id))[0] == 409


@pytest.mark.parametrize("typed", ["12abc", "0", "-1", "999999999999", "9" * 30, "", "１", "#", "1;drop"])
async def test_numbers_that_mean_nothing_are_told(desk: Panel, typed: str) -> None:
    question, link = await desk.approved("What is the first hire?"), await desk.link()
    answers = [
        await post(desk, link, "merge", number=question.number, seen=question.version, into=typed),
        await post(desk, link, "pin", number=typed or "x", seen=99),
        await post(desk, link, "undo", step=typed if typed != "１" else "77"),
    ]
    assert [(status, bool(said)) for status, said in answers] == [(409, True)] * 3
    assert await desk.states() == {"What is the first hire?": "approved"}


async def test_pages_work_below_a_path(tmp_path: Path, browser: "playwright.Browser") -> None:
    async with panel(tmp_path, public_url="http://summit.test/2024/open") as desk:
        question = await desk.waiting("What is the first hire?")
        base = f"{desk.site.address}/2024/open"
        looker = await Looker.at(browser, (await desk.link()).replace(desk.site.address, base))
        hall = await Looker.at(browser, f"{base}/screen/{PANEL}")
        await press(looker, question, "Answer now")
        await hall.sees("#now .asked", "first hire", timedelta(seconds=3))
        await looker.sees(".answering .text", "first hire", timedelta(seconds=3))
        question = (await desk.all.asking.board(PANEL)).answering
        status, _ = await post(desk, looker.page.url.partition("?")[0], "answered", number=question.number, seen=2)
        assert (status, await desk.states()) == (200, {"What is the first hire?": "answered"})


async def test_an_unknown_action_is_not_found(desk: Panel) -> None:
    question = await desk.waiting("What is the first hire?")
    fields = {"number": question.number, "seen": question.version}
    assert (await post(desk, await desk.link(), "seal", **fields))[0] == 404
    async with desk.site.client.get(f"{await desk.link()}approve") as response:
        assert response.status == 405


# What is shown


async def test_hostile_texts_are_only_text(desk: Panel, browser: "playwright.Browser") -> None:
    text, name = '</textarea><script>alert(1)</script>"><img src=x onerror=alert(2)>', "{{ 7*7 }}<svg onload=alert(3)>"
    question = await desk.approved(text, name=name, to="javascript:alert(4)", other="<b>bold</b>")
    looker = await opened(desk, browser)
    await desk.all.moderating.dismiss(question.number, question.version, "<script>alert(5)</script>")
    await looker.sees(".done .text", "alert(1)")
    assert await looker.texts(".done .text, .done .name, .done .to, .done .reason, .done .other") == [
        name, "→ javascript:alert(4)", text, "<b>bold</b>", "Reason: <script>alert(5)</script>"
    ]  # fmt: skip
    assert await looker.page.locator("main script, main svg, main img, main b:not(.number, h2 b)").count() == 0
    assert looker.troubles == []


async def test_page_is_in_the_moderators_language_and_fits_a_phone(desk: Panel, browser: "playwright.Browser") -> None:
    await desk.answering("A" * 500)
    await desk.waiting("中" * 500)
    looker = await opened(desk, browser, locale="zh-CN")
    assert await looker.text(".answering h2") == "正在回答 1"
    await looker.page.locator(".links a", has_text="English").click()
    await looker.sees(".answering h2", "Now answering", timedelta(seconds=5))
    assert await looker.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    small = await looker.page.locator(".presses button:visible").evaluate_all(
        "buttons => buttons.filter((one) => one.offsetHeight < 48 || one.offsetWidth < 120).length"
    )
    assert small == 0


async def test_page_says_whether_questions_are_taken(desk: Panel) -> None:
    link = await desk.link()
    assert "Questions open until 15:30" in await text_of(desk, link)
    desk.site.clock.advance(timedelta(hours=2))
    assert "Questions closed" in await text_of(desk, link)
    early = Panel(desk.site, "panel-ecosystem")
    desk.site.clock.advance(BEGUN - timedelta(minutes=30) - desk.site.clock.now())
    assert "Questions open at 16:05" in await text_of(early, await early.link())


async def text_of(desk: Panel, link: str) -> str:
    return await desk.site.text(link.removeprefix(desk.site.address) + "?lang=en")
