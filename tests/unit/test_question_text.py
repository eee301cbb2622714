"""Questions' texts, their order, and the files that boxes are given out as."""

import csv
import io
import json
import unicodedata
from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agenda.model import Programme, Session, Text, Track
from bot.core.phrasebook import Phrasebook
from bot.core.refusal import Refusal
from bot.questions.exports import FORMS, Reader, Sheet, report
from bot.questions.model import Box, Question, State
from bot.questions.ranking import newest, ranked
from bot.questions.text import LONGEST, folded, is_held, language_of, plain, shown, tidied

ASKED = datetime(2024, 3, 28, 6, 0, 42, tzinfo=UTC)


def question(number: int, text: str = "Why?", votes: int = 0, **values: object) -> Question:
    told: dict[str, object] = {"state": State.APPROVED, "language": language_of(text), **values}
    return Question(number, "p", text, asked=ASKED, votes=votes, **told)  # type: ignore[arg-type]


@given(st.text(max_size=600))
def test_a_tidied_text_is_one_decent_line(typed: str) -> None:
    try:
        text = tidied(typed)
    except Refusal:
        return
    assert 0 < len(text) <= LONGEST
    assert text == " ".join(text.split()) == tidied(text)
    assert not [one for one in text if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Co"}]


def test_marks_are_kept_few_and_letters_whole() -> None:
    bomb = "Z" + "\u0335\u0321\u035c\u0322" * 50 + "algo\u200b?"
    assert (len(plain(bomb)), plain(bomb)[0], plain(bomb)[-5:]) == (9, "Z", "algo?")
    assert plain("Cafe\u0301 नमस्ते किताबें") == "Café नमस्ते किताबें"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See https://evil.example/x", "See https[:]//evil.example/x"),
        ("javascript:// and HTTP://a.b", "javascript[:]// and HTTP[:]//a.b"),
        ("www.evil.example or discord.gg/abc", "www[.]evil.example or discord[.]gg/abc"),
        ("discord.com/invite/x DiscordApp.com/invite/x discord.com/app",
         "discord[.]com/invite/x DiscordApp[.]com/invite/x discord.com/app"),
        ("@everyone @here <@123> <#1>", "@\u200beveryone @\u200bhere <@\u200b123> <\u200b#1>"),
        ("<t:0:R> </ask:1> <:x:1> <table> a<b </b>", "<\u200bt:0:R> <\u200b/ask:1> <\u200b:x:1> <table> a<b </b>"),
        ("Is 3 < 4 @home? a.b", "Is 3 < 4 @home? a.b"),
    ],
)
def test_links_and_mentions_are_broken(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_languages_are_told_by_script() -> None:
    texts = {"Why is OSPO 重要?": "en", "为什么 OSPO 重要？": "zh", "OSPO 怎么建？": "zh", "123?": "en"}
    assert {text: language_of(text) for text in texts} == texts


def test_held_words_are_found_as_words() -> None:
    held = frozenset(map(folded, ("ASS", "广告", "ＳＰＡＭ", "ﬁsh")))
    assert [is_held(text, held) for text in ("Spam?", "ｆｉｓｈ", "Fishy")] == [True, True, False]
    assert [is_held(text, held) for text in ("What an ASS!", "Assess this", "这是 广告 吗", "class")] == [
        True, False, True, False,
    ]  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=20), st.booleans())
def test_ranking_keeps_everyone_and_the_most_wanted_first(given_: list[tuple[int, bool]], balanced: bool) -> None:
    some = [question(n, "为什么？" if zh else "Why?", votes) for n, (votes, zh) in enumerate(given_, start=1)]
    order = ranked(some, balanced=balanced)
    assert sorted(one.number for one in order) == [one.number for one in some]
    for language in ("zh", "en"):
        own = [one for one in order if one.language == language]
        assert own == sorted(own, key=lambda one: (-one.votes, one.number))
    if order:
        assert order[0].votes == max(one.votes for one in some)
    if balanced:
        fewer = min(sum(one.language == tag for one in order) for tag in ("zh", "en"))
        turns = [one.language for one in order[: 2 * fewer]]
        assert all(one != other for one, other in pairwise(turns))


def test_newest_is_the_last_asked() -> None:
    assert [one.number for one in newest([question(1, votes=9), question(3), question(2)])] == [3, 2, 1]


def sheet(*questions: Question, rule: bool = False) -> Sheet:
    session = Session("p", Text.of({"en": "A *panel*", "zh-CN": "论坛"}), start=ASKED, track="law")
    return Sheet(Box(session, None, rule=rule), questions, ("Remember <b>this</b>",))


def reader(language: str = "en") -> Reader:
    programme = Programme(Text.of("S"), ZoneInfo("Asia/Shanghai"), tracks=(Track("law", Text.of("Law")),))
    return Reader(Phrasebook.load(), language, programme)


NASTY = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "<script>alert(1)</script>", "# head", "[x](https://evil.example)",
    "=cmd|' /C calc'!A0",
)  # fmt: skip


def test_tables_run_no_formula_and_say_when_only_to_the_minute() -> None:
    made = FORMS["csv"](sheet(*(question(n, text) for n, text in enumerate(NASTY, start=1))), reader())
    rows = [*csv.DictReader(io.StringIO(made.decode("utf-8-sig")))]
    assert not [cell for row in rows for cell in row.values() if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]
    assert [row["text"].lstrip("'") for row in rows] == [*NASTY]
    assert {row["asked"] for row in rows} == {"2024-03-28T06:00Z"}


def test_json_has_all_that_is_known_and_no_id() -> None:
    one = question(1, "Why?", 3, asker=123456789012345678, name="Ann", anonymous=False, answer="Because.")
    made = json.loads(FORMS["json"](sheet(one), reader()))
    assert made["questions"][0] == {
        "number": 1, "state": "approved", "votes": 3, "text": "Why?", "original": "", "other": "", "language": "en",
        "to": "", "name": "Ann", "asked": "2024-03-28T06:00Z", "merged_into": None, "reason": "", "answer": "Because.",
    }  # fmt: skip
    assert (made["session"], made["takeaways"]) == ("p", ["Remember <b>this</b>"])


def test_markdown_is_what_was_written_and_nothing_else() -> None:
    some = [question(n, text, name="An*n", asker=1, anonymous=False) for n, text in enumerate(NASTY, start=1)]
    lines = FORMS["md"](sheet(*some), reader()).decode().splitlines()
    assert not [line for line in lines if line.lstrip("- ").startswith(("<", "[", "=1+1 http"))]
    assert "https://" not in "".join(lines)
    assert lines[0] == r"# A \*panel\*"
    assert sum(line.startswith("#") for line in lines) == 3  # the title, the questions, what to remember


def test_the_report_goes_by_track_and_names_who_may_be_named() -> None:
    answered = question(1, "Why?", 2, state=State.ANSWERED, answer="Because.", other="为什么？")
    merged = question(2, "Why so?", state=State.MERGED, merged_into=1)
    made = report([sheet(answered, merged, rule=True)], reader("zh-CN")).decode()
    assert made.splitlines()[:3] == ["# 峰会提问与回答", "", "## Law"]
    assert [line for line in made.splitlines() if line.startswith(("- ", "  - ", "*"))] == [
        "*遵循查塔姆守则：不透露任何人的身份。*", "- Why? (2 票)", "  - 为什么？", "  - **回答：** Because.",
        "  - 另有同问：Why so?", r"- Remember \<b\>this\</b\>",
    ]  # fmt: skip
