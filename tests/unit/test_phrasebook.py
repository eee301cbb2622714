"""What the phrasebook says, in which language, and how it refuses an organiser's own wordings."""

from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.phrasebook import Phrasebook, catalogue_language, choose_language
from bot.core.refusal import Fault, Faults, Refusal


@pytest.fixture(scope="module")
def phrasebook() -> Phrasebook:
    return Phrasebook.load()


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh-CN", "zh-CN"), ("zh-TW", "zh-CN"), ("zh", "zh-CN"), ("ZH-hant", "zh-CN"),
        ("en", "en"), ("en-GB", "en"), ("en-US", "en"), ("ja", "en"), ("", "en"),
    ],
)
def test_every_language_has_a_catalogue(tag: str, language: str) -> None:
    assert catalogue_language(tag) == language


@pytest.mark.parametrize(
    ("candidates", "language"),
    [
        (("en", "zh-CN"), "en"),
        ((None, "zh-TW"), "zh-CN"),
        (("", "en-GB"), "en"),
        ((None, None), "zh-CN"),
        ((), "zh-CN"),
    ],
)
def test_stored_choice_comes_before_locale_before_default(candidates: tuple[str | None, ...], language: str) -> None:
    assert choose_language(*candidates, default="zh-CN") == language


def test_say_turns_underscores_into_hyphens_and_isolates_nothing(tmp_path: Path) -> None:
    (tmp_path / "en.ftl").write_text("database-newer = { $file } ({ $version }/{ $known })")
    own = Phrasebook.load(tmp_path)
    assert own.say("en", "database-newer", file="峰会.db", version="1234567890", known=3) == "峰会.db (1234567890/3)"


def test_say_chooses_plurals_by_number_and_separates_thousands(phrasebook: Phrasebook) -> None:
    values = {"file": "a.yaml", "place": "a.yaml:3"}
    assert phrasebook.say("en", "file-refused", count=1, **values) == (
        "a.yaml has a fault and was not used: a.yaml:3"
    )
    assert phrasebook.say("en", "file-refused", count=1234, **values) == (
        "a.yaml and the files with it have 1,234 faults and were not used; the first: a.yaml:3"
    )
    assert phrasebook.say("zh-TW", "file-refused", count=2, **values) == (
        "a.yaml 等文件共有 2 处错误，未予采用；第一处：a.yaml:3"
    )


def test_say_shows_other_values_as_text(phrasebook: Phrasebook) -> None:
    class Word(StrEnum):
        TALK = "talk"

    assert phrasebook.say("en", "fault-choice-near", seen=Path("a/b"), near=Word.TALK) == (
        "seen a/b; did you mean talk?"
    )
    assert phrasebook.say("en", "fault-text", seen=True).startswith("seen True;")


def test_say_refuses_unknown_phrases_and_missing_values(phrasebook: Phrasebook) -> None:
    with pytest.raises(LookupError, match="no-such-phrase"):
        phrasebook.say("en", "no-such-phrase")
    with pytest.raises(ValueError, match=r"database-corrupt.*zh-CN.*file"):
        phrasebook.say("zh-CN", "database-corrupt")
    assert (phrasebook.knows("database-corrupt"), phrasebook.knows("no-such-phrase")) == (True, False)


def test_refusal_is_said_in_the_reader_s_language(phrasebook: Phrasebook) -> None:
    refusal = Refusal("database-corrupt", file="a.db")
    assert phrasebook.refusal("en", refusal) == "a.db is damaged. Restore the latest backup."
    assert phrasebook.refusal("zh-CN", refusal) == "a.db 已损坏，请恢复最近的备份。"


def test_faults_are_described_line_by_line(phrasebook: Phrasebook) -> None:
    faults = Faults([
        Fault("a.yaml", "fault-missing", 3, 5, "summit.name"),
        Fault("SUMMIT_LOG", "fault-choice-near", values={"seen": "jsno", "near": "json"}),
    ])
    assert phrasebook.describe("en", faults) == [
        "a.yaml:3:5: summit.name: this is required and is not there",
        "SUMMIT_LOG: seen jsno; did you mean json?",
    ]
    assert phrasebook.describe("zh-CN", faults)[0] == "a.yaml:3:5: summit.name: 缺少这一项，它是必填的"


def test_dates_times_and_lists_are_written_as_each_language_does(phrasebook: Phrasebook) -> None:
    day = date(2024, 3, 28)
    assert [phrasebook.date(language, day) for language in ("en", "zh-CN")] == [
        "Thursday, 28 March 2024",
        "2024年3月28日星期四",
    ]
    assert [phrasebook.day(language, day) for language in ("en", "zh-CN")] == ["Thu 28 Mar", "3月28日周四"]
    assert phrasebook.date("en", day, "medium") == "28 Mar 2024"
    lists = [phrasebook.list(language, ["甲", "乙", "丙"]) for language in ("en", "zh-CN")]
    assert lists == ["甲, 乙 and 丙", "甲、乙和丙"]
    assert [phrasebook.list("en", items) for items in ([], ["a"])] == ["", "a"]


def test_time_is_the_wall_time_that_the_moment_shows(phrasebook: Phrasebook) -> None:
    moment = datetime(2024, 3, 28, 1, 30, tzinfo=UTC)
    assert phrasebook.time("en", moment.astimezone(ZoneInfo("Asia/Kolkata"))) == "07:00"
    assert phrasebook.time("zh-CN", moment) == "01:30"
    assert phrasebook.time("en", time(21, 5)) == "21:05"


def test_own_wordings_replace_the_packaged_ones_and_leave_the_rest(tmp_path: Path) -> None:
    (tmp_path / "zh-CN.ftl").write_text("# 我们自己的话\ndatabase-corrupt = 坏了：{ $file }\n", "utf-8")
    own = Phrasebook.load(tmp_path)
    assert own.say("zh-CN", "database-corrupt", file="a.db") == "坏了：a.db"
    assert own.say("en", "database-corrupt", file="a.db") == "a.db is damaged. Restore the latest backup."


def test_own_wordings_may_use_own_terms(tmp_path: Path) -> None:
    (tmp_path / "en.ftl").write_text("-desk = the check-in desk\ndatabase-corrupt = { $file }: ask at { -desk }.")
    assert Phrasebook.load(tmp_path).say("en", "database-corrupt", file="a.db") == "a.db: ask at the check-in desk."


def test_without_own_wordings_the_packaged_ones_are_used(tmp_path: Path) -> None:
    assert Phrasebook.load(tmp_path / "nowhere").knows("database-corrupt")


def test_own_wordings_are_refused_with_every_fault_at_once(tmp_path: Path) -> None:
    (tmp_path / "en.ftl").write_text(
        "database-corrupt = { $flie } is broken\n"
        "database-corrupted = broken\n"
        "database-locked = { $file\n"
        "fault-missing = a\n"
        "fault-missing = b\n"
    )
    (tmp_path / "zh-CN.ftl").write_bytes("fault-missing = 缺少这一项".encode("gb18030"))
    with pytest.raises(Faults) as refused:
        Phrasebook.load(tmp_path)
    found = [(Path(fault.file).name, fault.line, fault.phrase, fault.field) for fault in refused.value.faults]
    assert found == [
        ("en.ftl", 4, "phrases-unreadable", ""),
        ("en.ftl", 5, "phrases-unreadable", ""),
        ("en.ftl", 1, "phrases-unknown-value", "database-corrupt"),
        ("en.ftl", 2, "phrases-unknown", "database-corrupted"),
        ("zh-CN.ftl", None, "phrases-unreadable", ""),
    ]
    described = Phrasebook.load().describe("en", refused.value)
    assert described[2].endswith("en.ftl:1: database-corrupt: $flie is not among what this phrase can show: $file")
