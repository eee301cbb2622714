"""YAML as plain data with lines: what is kept, what is refused, and where the faults are."""

import os
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import AfterValidator, Field

from bot.core.marked_yaml import Loaded, load_yaml, read_yaml, validated
from bot.core.refusal import Fault, Faults
from bot.core.validation import FileModel, misfit, nearest
from bot.core.yaml_syntax import LARGEST


def load(text: str) -> Loaded:
    return load_yaml(text.encode(), "a.yaml")


def syntax_fault(content: str | bytes) -> Fault:
    """The one fault that keeps a file from being read at all."""
    with pytest.raises(Faults) as refused:
        load_yaml(content.encode() if isinstance(content, str) else content, "a.yaml")
    (fault,) = refused.value.faults
    return fault


def short(fault: Fault) -> tuple[str, int | None, int | None, str]:
    return fault.phrase, fault.line, fault.column, fault.field


def test_data_are_plain_and_dates_stay_as_written() -> None:
    loaded = load(
        "day: 2024-03-28\nstart: 2024-03-28T09:30:00+08:00\nclock: '10:15'\nearly: 09:00\n"
        "count: 31\nshare: 0.5\nyes: yes\non: On\nflag: true\nother: False\nnothing: ~\nempty:\n"
        "guild: 123456789012345678\n2024: year\nlist: [1, {a: b}]\ntext: |\n  two\n  lines\n"
    )
    assert loaded.data == {
        "day": "2024-03-28", "start": "2024-03-28T09:30:00+08:00", "clock": "10:15", "early": "09:00",
        "count": 31, "share": 0.5, "yes": "yes", "on": "On", "flag": True, "other": False, "nothing": None,
        "empty": None, "guild": 123456789012345678, "2024": "year", "list": [1, {"a": "b"}],
        "text": "two\nlines\n",
    }
    assert loaded.faults == ()


@pytest.mark.parametrize(("text", "line"), [("", 1), ("# nothing but a comment\n", 1), ("---\n", 2)])
def test_empty_file_is_no_data(text: str, line: int) -> None:
    assert load(text).data is None
    assert load(text).line_of(("a", 0)) == (line, 1)


def test_byte_order_mark_and_windows_line_ends_are_read() -> None:
    loaded = load_yaml(b"\xef\xbb\xbfa: 1\r\nb:\r\n  - c\r\n", "a.yaml")
    assert (loaded.data, loaded.line_of(("b", 0))) == ({"a": 1, "b": ["c"]}, (3, 5))


def test_aliases_are_read_and_stand_where_they_were_written() -> None:
    loaded = load("a: &x [1, 2]\nb: *x\n")
    assert (loaded.data, loaded.line_of(("b", 1))) == ({"a": [1, 2], "b": [1, 2]}, (1, 11))


@pytest.mark.parametrize(
    ("route", "spot"),
    [
        ((), (1, 1)),
        (("sessions",), (2, 1)),
        (("sessions", 0), (3, 5)),
        (("sessions", 1, "start"), (5, 15)),
        (("sessions", 1, "room"), (4, 5)),
        (("sessions", 7, "room", 3), (2, 1)),
        (("名字",), (6, 5)),
        (("nowhere",), (1, 1)),
    ],
)
def test_line_of_is_the_value_s_or_its_nearest_ancestor_s(route: tuple[str | int, ...], spot: tuple[int, int]) -> None:
    loaded = load("title: x\nsessions:\n  - code: a\n  - {code: b,\n     'start': now}\n名字: 值\n")
    assert loaded.line_of(route) == spot


@pytest.mark.parametrize(
    ("text", "phrase", "line", "column"),
    [
        ("a: 1\n\tb: 2\n", "yaml-tab", 2, 1),
        ("a:\n\tb: 1\n", "yaml-tab", 2, 1),
        ("a:\n  b: 1\n  \tc: 2\n", "yaml-tab", 3, 3),
        ("a: |\n\tx\n", "yaml-tab", 2, 1),
        ("a: 1\nb: 'never closed\nc: 3\n", "yaml-quote", 2, 4),
        ("title: Topic: Governance\n", "yaml-colon", 1, 13),
        ("name: @someone\n", "yaml-character", 1, 7),
        ("a: *nobody\n", "yaml-alias", 1, 4),
        ("a: 1\n---\nb: 2\n", "yaml-documents", 2, 1),
        ("a: [1, 2\nb: 3\n", "yaml-unparsable", 2, 2),
        ("a:\n    - b\n   - c\n", "yaml-unparsable", 3, 4),
        ("a: 1\n  b: 2\n", "yaml-colon", 2, 4),
        ("a: \0\n", "yaml-control-character", 1, 4),
        ("一: 二\n三: 四\x07\n", "yaml-control-character", 2, 5),
    ],
)
def test_what_is_not_yaml_is_refused_with_its_place(text: str, phrase: str, line: int, column: int) -> None:
    assert short(syntax_fault(text)) == (phrase, line, column, "")


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"a: 1\nb: \xff\n", 2), ("议程: 甲乙丙\n".encode("gb18030"), 1), ("a: 1".encode("utf-16"), 1)],
)
def test_other_encodings_than_utf_8_are_refused(content: bytes, line: int) -> None:
    assert short(syntax_fault(content)) == ("file-not-utf8", line, None, "")


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 50_000, "{a: " * 5_000, "&a [*a]", "a: &a {b: *a}"])
def test_bottomless_files_are_refused(text: str) -> None:
    fault = syntax_fault(text)
    assert (fault.phrase, fault.values["limit"]) == ("yaml-too-deep", 40)


def test_alias_bombs_are_refused_before_they_go_off() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    fault = syntax_fault("\n".join(lines))
    assert (fault.phrase, fault.values) == ("yaml-too-many", {"limit": 200_000})


def test_large_content_is_refused() -> None:
    fault = syntax_fault(b"#" * (LARGEST + 1))
    assert (fault.phrase, fault.values) == ("file-too-large", {"size": "5.0", "limit": "5"})


def test_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 200_000_000)
    with pytest.raises(Faults) as refused:
        read_yaml(path)
    assert refused.value.faults == (
        Fault(str(path), "file-too-large", values={"size": "200.0", "limit": "5"}),
    )


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    found = []
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(Faults) as refused:
            read_yaml(path)
        found += [(fault.file, fault.phrase, fault.values) for fault in refused.value.faults]
    assert found == [
        (str(tmp_path / "none.yaml"), "file-missing", {}),
        (str(tmp_path), "file-unreadable", {"reason": "Is a directory"}),
    ]


def test_keys_that_are_there_twice_are_told_with_the_first_line() -> None:
    (fault,) = load("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n").faults
    assert (short(fault), fault.values) == (("yaml-double-key", 5, 3, "b.c"), {"key": "c", "first": "3"})


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("10:15", "615"), ("1:30:00", "5400"), ("010", "8"), ("0x1F", "31"), ("1_000", "1000"), ("+5", "5"),
        ("1:30.5", "90.5"),
    ],
)
def test_numbers_that_were_not_written_as_numbers_are_told(written: str, number: str) -> None:
    loaded = load(f"sessions:\n  - start: {written}\n")
    (fault,) = loaded.faults
    assert short(fault) == ("yaml-number", 2, 12, "sessions[0].start")
    assert fault.values == {"seen": written, "number": number}
    assert loaded.data == {"sessions": [{"start": written}]}


@pytest.mark.parametrize("number", ["0", "615", "-3", "0.25", "1.5e+3"])
def test_plain_numbers_are_numbers(number: str) -> None:
    loaded = load(f"a: {number}")
    assert (loaded.data, loaded.faults) == ({"a": float(number)}, ())


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("!!python/object/apply:sys.exit [3]", "python/object/apply:sys.exit"),
        ("!!python/name:os.system ''", "python/name:os.system"),
        ("!mine x", "!mine"),
        ("!!binary aGk=", "binary"),
        ("!!set {a, b}", "set"),
        ("!!int x", "int"),
    ],
)
def test_tags_are_told_and_never_executed(value: str, seen: str) -> None:
    before = set(sys.modules)
    loaded = load(f"b: 1\na: {value}\n")
    (fault,) = loaded.faults
    assert (short(fault), fault.values) == (("yaml-tag", 2, 4, "a"), {"seen": seen})
    assert loaded.data == {"b": 1, "a": None}
    assert set(sys.modules) == before


@pytest.mark.parametrize("key", ["? [a]\n: 1", "<<: {a: 1}", "{a: 1}: 2"])
def test_keys_that_are_not_text_are_told(key: str) -> None:
    assert [fault.phrase for fault in load(f"{key}\n").faults] == ["yaml-key"]


def _even(number: int) -> int:
    if number % 2:
        raise misfit("fault-other", seen=str(number), reason="odd")
    return number


class Talk(FileModel):
    code: str
    kind: Literal["keynote", "talk", "office-hour"] = "talk"
    start: str = ""
    questions: bool = False
    seats: Annotated[int, Field(ge=1)] = 1


class Programme(FileModel):
    name: Annotated[str, Field(min_length=1, max_length=5)]
    sessions: tuple[Talk, ...] = ()
    rooms: dict[str, Talk] = Field(default_factory=dict)
    even: Annotated[int, AfterValidator(_even)] = 0


def faults(text: str) -> list[tuple[str, int | None, int | None, str, dict[str, Any]]]:
    with pytest.raises(Faults) as refused:
        validated(Programme, load(text))
    return [(*short(fault), fault.values) for fault in refused.value.faults]


def test_valid_data_become_the_model() -> None:
    text = "name: Linz\nsessions:\n  - {code: a, kind: keynote, questions: yes}\nrooms:\neven:\n"
    made = validated(Programme, load(text))
    assert made == Programme(name="Linz", sessions=(Talk(code="a", kind="keynote", questions=True),))


def test_all_faults_are_told_at_once_in_the_file_s_order() -> None:
    text = (
        "sessions:\n"
        "  - code: a\n"
        "    kindd: talk\n"
        "  - kind: Keynotes\n"
        "    start: 10:15\n"
        "  - code: 3\n"
        "    questions: maybe\n"
        "    seats: many\n"
        "rooms:\n"
        "  main: {coed: x}\n"
        "even: 3\n"
        "name: too long\n"
        "name: x\n"
        "zzz: 1\n"
    )
    assert faults(text) == [
        ("fault-unknown-key-near", 3, 5, "sessions[0].kindd", {"seen": "kindd", "near": "kind"}),
        ("fault-missing", 4, 5, "sessions[1].code", {"seen": '{"kind": "Keynotes", "start": "10:15"}', "limit": ""}),
        ("fault-choice-near", 4, 11, "sessions[1].kind", {"seen": "Keynotes", "near": "keynote"}),
        ("yaml-number", 5, 12, "sessions[1].start", {"seen": "10:15", "number": "615"}),
        ("fault-text", 6, 11, "sessions[2].code", {"seen": "3", "limit": ""}),
        ("fault-yes-or-no", 7, 16, "sessions[2].questions", {"seen": "maybe", "limit": ""}),
        ("fault-number", 8, 12, "sessions[2].seats", {"seen": "many", "limit": ""}),
        ("fault-missing", 10, 3, "rooms.main.code", {"seen": '{"coed": "x"}', "limit": ""}),
        ("fault-unknown-key-near", 10, 10, "rooms.main.coed", {"seen": "coed", "near": "code"}),
        ("fault-other", 11, 7, "even", {"seen": "3", "reason": "odd"}),
        ("yaml-double-key", 13, 1, "name", {"key": "name", "first": "12"}),
        ("fault-unknown-key", 14, 1, "zzz", {"seen": "zzz", "known": "name, sessions, rooms, even"}),
    ]


def test_limits_are_told() -> None:
    assert faults("name: much too long") == [("fault-too-long", 1, 7, "name", {"seen": "much too long", "limit": "5"})]
    assert faults("name: ''") == [("fault-empty", 1, 1, "name", {"seen": "", "limit": ""})]
    ((phrase, *_, values),) = faults("name: x\nsessions: [{code: a, seats: 0}]")
    assert (phrase, values) == (
        "fault-other", {"seen": "0", "reason": "Input should be greater than or equal to 1"}
    )


@pytest.mark.parametrize(
    ("text", "phrase", "field"),
    [
        ("", "fault-missing", "name"),
        ("just text", "fault-mapping", ""),
        ("[a, b]", "fault-mapping", ""),
        ("name: x\nsessions: none", "fault-list", "sessions"),
        ("name: x\nrooms: [a]", "fault-mapping", "rooms"),
        ("name: x\nsessions: [a]", "fault-mapping", "sessions[0]"),
        ("name:", "fault-missing", "name"),
    ],
)
def test_wrong_shapes_are_told(text: str, phrase: str, field: str) -> None:
    assert [(found[0], found[3]) for found in faults(text)] == [(phrase, field)]


@pytest.mark.parametrize(
    ("seen", "near"),
    [("KEYNOTE", "keynote"), ("tlak", "talk"), ("office hour", "office-hour"), ("xyz", None), ("", None)],
)
def test_nearest_finds_what_was_meant(seen: str, near: str | None) -> None:
    assert nearest(seen, ("keynote", "talk", "office-hour")) == near
