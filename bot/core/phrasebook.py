"""Every sentence that people read, in their language: Project Fluent catalogues, and Babel for dates and lists.

Which language: a person's stored choice, then the locale of their interaction, then the summit's default; see
`choose_language`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Literal

from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from babel.lists import format_list
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.builtins import BUILTINS
from fluent.syntax import ast
from fluent.syntax.visitor import Visitor

from bot.core.refusal import Fault, Faults, Refusal

LANGUAGES = ("en", "zh-CN")
"""The languages there are catalogues for."""

_BABEL = {"en": "en_GB", "zh-CN": "zh_CN"}  # en_GB: a 24-hour clock, and the day before the month


def catalogue_language(language: str) -> str:
    """The catalogue for a language tag: every kind of Chinese reads zh-CN, everyone else en."""
    return "zh-CN" if language.lower().startswith("zh") else "en"


@lru_cache
def choose_language(*candidates: str | None, default: str) -> str:
    """The catalogue for the first candidate that is known, else for `default` (the summit's).

    Candidates in this order: the person's stored choice, then their interaction's locale (`str(interaction.locale)`).
    """
    return catalogue_language(next((candidate for candidate in candidates if candidate), default))


class Phrasebook:
    """The catalogues, ready to speak. One for the whole program; it never changes after loading."""

    def __init__(self, bundles: dict[str, FluentBundle]) -> None:
        """`bundles`: one for each of LANGUAGES."""
        self._bundles = bundles
        self._saying = lru_cache(8192)(self._say)

    @classmethod
    def load(cls, overrides: Path | None = None) -> "Phrasebook":
        """Read the packaged catalogues, then the organiser's own wordings from `<overrides>/<language>.ftl`, if any.

        Raises Faults when an organiser's file cannot be read, names an unknown phrase or uses a value that the phrase
        does not have, so that no wording can fail later; ValueError when a packaged catalogue is broken.
        """
        bundles, faults = {}, []
        for language in LANGUAGES:
            packaged = _packaged(language)
            bundle = FluentBundle([language], use_isolating=False)
            bundle.add_resource(packaged.resource)
            if overrides and (path := overrides / f"{language}.ftl").exists():
                try:
                    own = Catalogue.parse(path.read_text("utf-8-sig"))
                except (OSError, UnicodeDecodeError) as error:
                    faults.append(Fault(str(path), "phrases-unreadable", values={"reason": str(error)}))
                    continue
                faults += _faults(str(path), own, packaged)
                bundle.add_resource(own.resource, allow_overrides=True)
            bundles[language] = bundle
        if faults:
            raise Faults(faults)
        return cls(bundles)

    def say(self, language: str, key: str, /, **values: object) -> str:
        """The phrase `key` with its values: `start_time=…` is `{ $start-time }` in the catalogue.

        Numbers choose plural forms and get separators, so ids are given as strings. Values that are neither text nor
        numbers are shown by `str`. Raises LookupError when there is no such phrase, ValueError when it cannot be made
        from these values.
        """
        return self._saying(catalogue_language(language), key, tuple(_named(values)))

    def _say(self, language: str, key: str, values: tuple[tuple[str, str | int | float], ...]) -> str:
        bundle = self._bundles[language]
        if not bundle.has_message(key) or (pattern := bundle.get_message(key).value) is None:
            raise LookupError(f"no phrase {key!r} in {language}")
        said, errors = bundle.format_pattern(pattern, dict(values))
        if errors:
            raise ValueError(f"phrase {key!r} in {language}: {errors[0]}") from errors[0]
        return str(said)

    def knows(self, key: str) -> bool:
        """Whether there is a phrase `key`."""
        return all(bundle.has_message(key) for bundle in self._bundles.values())

    def refusal(self, language: str, refusal: Refusal) -> str:
        """The sentence that tells a person why something was refused. Raises as `say` does."""
        return self.say(language, refusal.phrase, **refusal.values)

    def describe(self, language: str, faults: Faults) -> list[str]:
        """One line a fault: `file:line:column: field: what was seen, what is expected`. Raises as `say` does."""
        return [f"{fault.place}: {self.say(language, fault.phrase, **fault.values)}" for fault in faults.faults]

    def date(self, language: str, day: dt.date, style: Literal["full", "long", "medium", "short"] = "full") -> str:
        """A day: "Thursday, 28 March 2024", 2024年3月28日星期四. `style` is Babel's."""
        return format_date(day, style, _BABEL[catalogue_language(language)])

    def day(self, language: str, day: dt.date) -> str:
        """A day without its year, where space is scarce: "Thu 28 Mar", 3月28日周四."""
        return _day(catalogue_language(language), day)

    def time(self, language: str, moment: dt.datetime | dt.time) -> str:
        """The wall time that `moment` itself shows, to the minute: "09:30". Convert it to the venue's zone first."""
        return _time(catalogue_language(language), moment.hour, moment.minute)

    def relative(self, language: str, away: dt.timedelta) -> str:
        """How far a moment is away, to the minute: "in 25 minutes", 25分钟后; where it has passed, "25 minutes ago"."""
        locale = _BABEL[catalogue_language(language)]
        return format_timedelta(away, "minute", threshold=1.5, add_direction=True, locale=locale)

    def list(self, language: str, items: Iterable[str]) -> str:
        """Several things in one sentence: "a, b and c", 甲、乙和丙. Empty for none."""
        return format_list([*items], locale=_BABEL[catalogue_language(language)])


@lru_cache(1024)
def _day(language: str, day: dt.date) -> str:
    return str(format_skeleton("MMMEd", day, locale=_BABEL[language]))


@lru_cache(4096)
def _time(language: str, hour: int, minute: int) -> str:
    return str(format_time(dt.time(hour, minute), "short", locale=_BABEL[language]))


def _named(values: dict[str, object]) -> Iterator[tuple[str, str | int | float]]:
    for name, value in values.items():
        plain = value if isinstance(value, str | int | float) and not isinstance(value, bool) else str(value)
        yield name.replace("_", "-"), plain


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One parsed catalogue file."""

    source: str
    resource: ast.Resource

    @classmethod
    def parse(cls, source: str) -> "Catalogue":
        """Read Fluent syntax; what cannot be read is told by `broken`."""
        source = source.replace("\r\n", "\n")
        return cls(source, FluentResource(source))

    @property
    def messages(self) -> dict[str, ast.Message]:
        """Messages by key, in the file's order."""
        return {entry.id.name: entry for entry in self.resource.body if isinstance(entry, ast.Message)}

    def line(self, entry: ast.SyntaxNode) -> int:
        """The line that an entry begins in, from 1."""
        return self.source.count("\n", 0, entry.span.start) + 1 if entry.span else 1

    def broken(self) -> Iterator["Flaw"]:
        """What is not Fluent syntax."""
        for entry in self.resource.body:
            if isinstance(entry, ast.Junk):
                wrong = entry.annotations[0] if entry.annotations else entry
                yield Flaw(self.line(wrong), getattr(wrong, "message", None) or "not Fluent syntax")

    def doubled(self) -> Iterator["Flaw"]:
        """Keys that are there more than once; Fluent would silently keep the first."""
        last = self.messages
        for entry in self.resource.body:
            if isinstance(entry, ast.Message) and last[entry.id.name] is not entry:
                yield Flaw(self.line(last[entry.id.name]), f"{entry.id.name} is there already")


@cache
def _packaged(language: str) -> Catalogue:
    """The catalogue that comes with the program; read once in a process, which takes half a second."""
    made = Catalogue.parse(resources.files("bot.locales").joinpath(f"{language}.ftl").read_text("utf-8"))
    if broken := [*made.broken()]:
        raise ValueError(f"bot/locales/{language}.ftl:{broken[0]}")
    return made


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong in a catalogue, for whoever writes catalogues: in English, with its line from 1."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.line}: {self.reason}"


class _Names(Visitor):
    """Collects what a message refers to: `$value`, `-term`, `FUNCTION()` and other messages' keys."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 -- the visitor's protocol
        self.found.add(f"${node.id.name}")

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802
        self.found.add(f"-{node.id.name}")
        self.generic_visit(node)

    def visit_FunctionReference(self, node: ast.FunctionReference) -> None:  # noqa: N802
        self.found.add(f"{node.id.name}()")
        self.generic_visit(node)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        self.found.add(node.id.name)


def references(message: ast.Message) -> set[str]:
    """What a message refers to: `$value`, `-term`, `FUNCTION()`, and other messages' keys."""
    names = _Names()
    names.visit(message)
    return names.found


def _faults(file: str, own: Catalogue, packaged: Catalogue) -> Iterator[Fault]:
    for flaw in (*own.broken(), *own.doubled()):
        yield Fault(file, "phrases-unreadable", flaw.line, values={"reason": flaw.reason})
    terms = {f"-{entry.id.name}" for entry in own.resource.body if isinstance(entry, ast.Term)}
    terms |= {f"-{entry.id.name}" for entry in packaged.resource.body if isinstance(entry, ast.Term)}
    usable = terms | {f"{name}()" for name in BUILTINS}
    phrases = packaged.messages
    for key, message in own.messages.items():
        if key not in phrases:
            yield Fault(file, "phrases-unknown", own.line(message), field=key)
            continue
        allowed = references(phrases[key])
        for name in sorted(references(message) - allowed - usable):
            known = ", ".join(sorted(allowed)) or "–"
            values: dict[str, object] = {"seen": name, "known": known}
            yield Fault(file, "phrases-unknown-value", own.line(message), field=key, values=values)
