"""The catalogues against each other and against the code: no phrase is missing, doubled, different or unused."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.core.phrasebook import Catalogue, references

ROOT = Path(__file__).parents[1]
CATALOGUES = {
    language: Catalogue.parse((ROOT / "bot" / "locales" / f"{language}.ftl").read_text("utf-8"))
    for language in ("en", "zh-CN")
}
FAMILIES = (
    "announcement-",  # whom an announcement is for, and the fields of its form
    "audience-",  # whom an announcement can be for
    "agenda-unknown-",  # a room, track or block that a programme does not have
    "aspect-",  # what a change is about
    "audit-",  # what organisers did
    "choice-",  # a choice among a command's options
    "clash-",  # what to look at before a change goes out
    "command-",  # names and descriptions of commands and their options
    "day-pick-",  # what the day view can be narrowed by
    "demo-",  # the demo's launcher page, its people and its places
    "export-",  # how a session's status is marked in exports
    "frame-",  # rooms, tracks and blocks in a set of changes
    "hold-",  # why a source is held back
    "kind-",  # what a session is
    "notice-",  # what changed about a session
    "override-",  # what was set in chat, beside what the source says
    "panel-button-",  # what a moderator can do to a question
    "panel-order-",  # how a queue is sorted
    "panel-screen-",  # the pages of a panel
    "panel-sense-",  # whether an edit changed what is asked
    "panel-step-",  # what a moderator did to a question
    "part-",  # parts of the day
    "postpone-",  # why a session cannot be postponed
    "proposal-kind-",  # what a proposal does
    "proposal-was-",  # what became of a proposal
    "question-export-",  # the parts of an exported box
    "question-told-",  # what became of somebody's question
    "question-reason-",  # why a question is not taken
    "phone-heading-",  # the parts of the queue on the moderators' page
    "question-state-",  # what became of a question
    "reminders-digests-",  # the button that takes digests or leaves them
    "reminders-choose-",  # the ways to be reached, on buttons
    "reminders-via-",  # the ways to be reached, in sentences
    "server-lacks-",  # what the server does not have
    "state-",  # what became of a promise
    "task-call-",  # for whom help is called
    "task-event-",  # what happened to a task
    "task-state-",  # what became of a claim
    "task-trouble-",  # why a shift has nothing to follow
    "web-changed-",  # what of a session is another than before
    "unsent-",  # why a starred session has no reminder
)
"""Beginnings of the keys that code puts together."""

KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")


class Said(NamedTuple):
    """A phrase that code asks for by a literal key; `values` is None where they are not literal."""

    key: str
    values: frozenset[str] | None
    place: str


@cache
def trees() -> dict[str, ast.Module]:
    files = [path for folder in ("bot", "cogs") for path in sorted((ROOT / folder).rglob("*.py"))]
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8")) for path in files}


def constant(node: ast.AST | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def templates() -> dict[str, str]:
    folder = ROOT / "bot" / "web" / "templates"
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in sorted(folder.rglob("*.*"))}


def strings() -> set[str]:
    in_templates = {text for source in templates().values() for text in re.findall(r'"([a-z0-9-]+)"', source)}
    in_code = {text for tree in trees().values() for node in ast.walk(tree) if (text := constant(node)) is not None}
    return in_templates | in_code


def said() -> Iterator[Said]:
    for path, source in templates().items():
        for call in re.finditer(r'\bsay\("([a-z0-9-]+)"((?:[^()]|\([^()]*\))*)\)', source):
            values = frozenset(name.replace("_", "-") for name in re.findall(r"\b(\w+)=", call[2]))
            yield Said(call[1], values, f"{path}:{source.count(chr(10), 0, call.start()) + 1}")
    for path, tree in trees().items():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call):
                name = getattr(call.func, "attr", None) or getattr(call.func, "id", "")
                if key := asked(name, call.args):
                    yield Said(key, given(name, call), f"{path}:{call.lineno}")


def asked(name: str, arguments: list[ast.expr]) -> str | None:
    """The literal key that a call asks for: `say("…")`, `say(language, "…")`, `Refusal("…")`, `Fault(file, "…")`."""
    first, second = (constant(node) for node in ([*arguments, None, None][:2]))
    if name == "say":
        return second if len(arguments) > 1 else first
    if name in {"Refusal", "misfit"}:
        return first
    if name.lower().endswith("fault"):
        return next((key for key in (second, first) if key and KEY.fullmatch(key)), None)
    return None


def given(name: str, call: ast.Call) -> frozenset[str] | None:
    """The names of the values that a call gives, as catalogues write them."""
    names = [keyword.arg for keyword in call.keywords]
    if name == "Fault":
        values = next((keyword.value for keyword in call.keywords if keyword.arg == "values"), None)
        if len(call.args) > 5 or not isinstance(values, ast.Dict | None):
            return None
        names = [constant(key) for key in values.keys] if values else []
    elif name not in {"say", "Refusal", "misfit"}:
        return None
    return None if None in names else frozenset(str(name).replace("_", "-") for name in names)


def variables(message: ast.AST) -> frozenset[str]:
    return frozenset(name[1:] for name in references(message) if name.startswith("$"))


@pytest.mark.parametrize("language", CATALOGUES)
def test_catalogue_is_readable_and_says_nothing_twice(language: str) -> None:
    catalogue = CATALOGUES[language]
    assert [str(flaw) for flaw in (*catalogue.broken(), *catalogue.doubled())] == []


def test_catalogues_have_the_same_keys() -> None:
    english, chinese = (CATALOGUES[language].messages.keys() for language in ("en", "zh-CN"))
    assert {"only in en": english - chinese, "only in zh-CN": chinese - english} == {
        "only in en": set(),
        "only in zh-CN": set(),
    }


def test_catalogues_show_the_same_values() -> None:
    english, chinese = (CATALOGUES[language].messages for language in ("en", "zh-CN"))
    differing = {
        key: (variables(english[key]), variables(chinese[key]))
        for key in english.keys() & chinese.keys()
        if variables(english[key]) != variables(chinese[key])
    }
    assert differing == {}


def test_chinese_is_chinese() -> None:
    """Every phrase of more than a few words has Chinese characters in it: none was left in English."""
    source = CATALOGUES["zh-CN"]
    texts = {key: source.source[message.span.start : message.span.end] for key, message in source.messages.items()}
    untranslated = [
        key
        for key, text in texts.items()
        if re.search(r"[A-Za-z]{4,} +[A-Za-z]{3,} +[A-Za-z]{3,}", text.partition("=")[2])
        and not re.search(r"[\u4e00-\u9fff]", text)
    ]
    assert untranslated == []


def test_every_phrase_that_code_asks_for_exists() -> None:
    asked_for = list(said())
    assert len(asked_for) > 50
    unknown = [f"{one.place}: {one.key}" for one in asked_for if one.key not in CATALOGUES["en"].messages]
    assert unknown == []


def test_code_gives_every_value_that_a_phrase_shows() -> None:
    messages = CATALOGUES["en"].messages
    lacking = [
        f"{one.place}: {one.key} lacks {', '.join(sorted(missing))}"
        for one in said()
        if one.values is not None and one.key in messages and (missing := variables(messages[one.key]) - one.values)
    ]
    assert lacking == []


def test_every_phrase_is_used() -> None:
    written = strings()
    unused = [
        key
        for key in CATALOGUES["en"].messages
        if key not in written and key.removesuffix("-near") not in written and not key.startswith(FAMILIES)
    ]
    assert unused == []


@pytest.mark.parametrize("family", FAMILIES)
def test_families_are_put_together_somewhere(family: str) -> None:
    beginnings = {
        text
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr) and (text := constant(node.values[0]))
    }
    assert any(text.startswith(family) for text in beginnings)
