"""How well and how fast questions that ask the same are found, against plain fuzzy matching: `pairs/*.yaml`."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import combinations, islice
from pathlib import Path
from time import process_time

import yaml
from rapidfuzz import fuzz
from rich.console import Console
from rich.table import Table

from bot.agenda.normal import normalise
from bot.questions.likeness import SHOWN, TWINS, grouped, likeness, traits, twins

PAIRS = Path(__file__).parent / "pairs"
TUNING, HELD_OUT = "tuning", "held out"
LANGUAGES = ("en", "zh-Hans", "zh-Hant")
CROWD = 300
REPEATS = 5
STEPS = [step / 20 for step in range(6, 20)]

Score = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Subject:
    """A question, with texts by kind that ask the same and others that only look so."""

    name: str
    language: str
    text: str
    same: dict[str, list[str]]
    other: dict[str, list[str]]

    @property
    def half(self) -> str:
        return HELD_OUT if sha256(self.name.encode()).digest()[0] % 2 else TUNING


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions and whether an answer to one answers the other; `origin` is "listed" where both really exist."""

    half: str
    language: str
    kind: str
    origin: str
    same: bool
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many pairs were rightly called the same, wrongly called so, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right else 0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right else 0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0

    def __str__(self) -> str:
        return f"{self.precision:.3f} / {self.recall:.3f} / {self.f1:.3f}"


def _plain(scorer: Callable[[str, str], float]) -> Score:
    return lambda one, other: scorer(one.casefold(), other.casefold()) / 100


CONTENDERS: dict[str, Score] = {
    "summit-bot": likeness,
    "token set ratio": _plain(fuzz.token_set_ratio),
    "ratio": _plain(fuzz.ratio),
    "token set ratio, normalised": lambda one, other: fuzz.token_set_ratio(normalise(one), normalise(other)) / 100,
    "ratio, normalised": lambda one, other: fuzz.ratio(normalise(one), normalise(other)) / 100,
}


@cache
def subjects() -> tuple[Subject, ...]:
    """Every labelled subject."""
    files = [yaml.load(path.read_text("utf-8"), yaml.BaseLoader) for path in sorted(PAIRS.glob("*.yaml"))]
    return tuple(Subject(name, file["language"], **said) for file in files for name, said in file["subjects"].items())


@cache
def pairs(half: str) -> tuple[Pair, ...]:
    """The labelled pairs of one half."""
    return tuple(
        Pair(half, subject.language, kind, _origin(subject, kind), same, subject.text, text)
        for subject in subjects()
        if subject.half == half
        for same, texts_of in ((True, subject.same), (False, subject.other))
        for kind, texts in texts_of.items()
        for text in texts
    )


def _origin(subject: Subject, kind: str) -> str:
    return "listed" if kind == "listed" and subject.name.startswith(("wwdc", "book", "tang")) else "written"


def judged(given: Iterable[Pair], score: Score, threshold: float) -> Verdict:
    """What calling pairs from `threshold` on the same gives."""
    said = [(score(pair.one, pair.other) >= threshold, pair.same) for pair in given]
    return Verdict(said.count((True, True)), said.count((True, False)), said.count((False, True)))


def best_threshold(given: Iterable[Pair], score: Score) -> float:
    """The threshold with the best F1 on these pairs."""
    given = tuple(given)
    return max((score(pair.one, pair.other) for pair in given), key=lambda at: (judged(given, score, at).f1, at))


@cache
def gathering(half: str, language: str) -> dict[str, tuple[str, bool]]:
    """All texts of one half and language, each with its subject's name and whether it asks what the subject asks.

    They are in an order that does not put twins side by side.
    """
    owner: dict[str, tuple[str, bool]] = {}
    mine = [subject for subject in subjects() if (subject.half, subject.language) == (half, language)]
    for subject in mine:
        same = (text for texts in subject.same.values() for text in texts)
        owner |= dict.fromkeys((subject.text, *same), (subject.name, True))
    for subject in mine:
        for text in (text for texts in subject.other.values() for text in texts):
            owner.setdefault(text, (subject.name, False))
    return {text: owner[text] for text in sorted(owner, key=lambda text: sha256(text.encode()).digest())}


def grouping(half: str, language: str, groups: Iterable[Iterable[int]]) -> Verdict:
    """What groups of places in `gathering` are worth, over every pair of texts that was judged.

    Texts of different subjects are different questions. Two look-alikes of one subject were not judged.
    """
    together = {pair for group in groups for pair in combinations(group, 2)}
    counts: dict[tuple[bool, bool], int] = defaultdict(int)
    for (one, (name, asks)), (other, (other_name, other_asks)) in combinations(
        enumerate(gathering(half, language).values()), 2
    ):
        if asks or other_asks or name != other_name:
            counts[(one, other) in together, name == other_name and asks and other_asks] += 1
    return Verdict(counts[True, True], counts[True, False], counts[False, True])


def ours(half: str, language: str) -> Verdict:
    """What `twins` makes of `gathering`."""
    return grouping(half, language, twins(list(enumerate(gathering(half, language)))))


def theirs(score: Score, threshold: float, half: str, language: str) -> Verdict:
    """What the same grouping makes of it by another likeness."""
    scores = _scores(score, half, language)
    return grouping(half, language, grouped(scores, len(gathering(half, language)), threshold))


@cache
def _scores(score: Score, half: str, language: str) -> dict[tuple[int, int], float]:
    texts = enumerate(gathering(half, language))
    return {(one, other): score(this, that) for (one, this), (other, that) in combinations(texts, 2)}


def over_all(verdicts: Iterable[Verdict]) -> Verdict:
    """The sums of several verdicts."""
    verdicts = tuple(verdicts)
    return Verdict(*(sum(getattr(one, field) for one in verdicts) for field in ("right", "wrong", "missed")))


def run(console: Console) -> None:
    """Print the tables: precision and recall of each contender on both halves, ours by language and kind, times."""
    console.print(_contest())
    console.print(_by_language())
    console.print(_by_kind())
    console.print(_groups())
    console.print(_times())


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title)
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left")
    return table


def _contest() -> Table:
    tuning, held_out = pairs(TUNING), pairs(HELD_OUT)
    table = _table(
        f"{len(tuning)} pairs to tune on, {len(held_out)} held out from it: precision / recall / F1",
        "", "best from", TUNING, HELD_OUT,
    )
    for name, score in CONTENDERS.items():
        threshold = _threshold(score)
        found = (judged(given, score, threshold) for given in (tuning, held_out))
        table.add_row(name, f"{threshold:.2f}", *map(str, found))
    return table


def _threshold(score: Score) -> float:
    return SHOWN if score is likeness else best_threshold(pairs(TUNING), score)


def _by_language() -> Table:
    table = _table("pairs held out, by language: precision / recall / F1", "", *LANGUAGES)
    for name, score in CONTENDERS.items():
        given = ([pair for pair in pairs(HELD_OUT) if pair.language == language] for language in LANGUAGES)
        table.add_row(name, *(str(judged(some, score, _threshold(score))) for some in given))
    return table


def _by_kind() -> Table:
    table = _table(f"summit-bot by kind of pair, both halves: share called the same from {SHOWN}", "", TUNING, HELD_OUT)
    kinds: dict[tuple[bool, str], dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for half in (TUNING, HELD_OUT):
        for pair in pairs(half):
            kinds[pair.same, pair.kind][half].append(likeness(pair.one, pair.other) >= SHOWN)
    for (same, kind), found in sorted(kinds.items(), reverse=True):
        cells = (f"{sum(said)} of {len(said)}" for said in (found[TUNING], found[HELD_OUT]))
        table.add_row(f"{'the same' if same else 'another'}: {kind}", *cells)
    return table


def _groups() -> Table:
    table = _table("groups, over all pairs of all texts: precision / recall / F1", "", "best from", TUNING, HELD_OUT)
    held_out = {language: ours(HELD_OUT, language) for language in LANGUAGES}
    tuning = {language: ours(TUNING, language) for language in LANGUAGES}
    table.add_row("summit-bot", f"{TWINS:.2f}", str(over_all(tuning.values())), str(over_all(held_out.values())))
    for language in LANGUAGES:
        table.add_row(f"  {language}", "", str(tuning[language]), str(held_out[language]))
    for name, score in islice(CONTENDERS.items(), 1, None):
        found = {at: over_all(theirs(score, at, TUNING, language) for language in LANGUAGES) for at in STEPS}
        threshold = max(STEPS, key=lambda at: found[at].f1)
        kept = over_all(theirs(score, threshold, HELD_OUT, language) for language in LANGUAGES)
        table.add_row(name, f"{threshold:.2f}", str(found[threshold]), str(kept))
    return table


def crowd(language: str, size: int = CROWD) -> list[tuple[int, str]]:
    """As many questions of one language, numbered; where the labelled ones do not suffice, again with a letter."""
    texts = [text for half in (TUNING, HELD_OUT) for text in gathering(half, language)]
    asked = (f"{text} {letter}".strip() for letter in ("", *"ABCDEFGH") for text in texts)
    return list(enumerate(islice(asked, size), 1))


def _times() -> Table:
    table = _table(f"CPU time, best of {REPEATS}", "", "µs a pair", f"ms to group {CROWD}", "the first time")
    for language in LANGUAGES:
        questions = crowd(language)
        traits.cache_clear()
        first = _milliseconds(lambda questions=questions: twins(questions), 1)
        again = _milliseconds(lambda questions=questions: twins(questions), REPEATS)
        given = [pair for half in (TUNING, HELD_OUT) for pair in pairs(half) if pair.language == language]
        each = _milliseconds(lambda given=given: [likeness(pair.one, pair.other) for pair in given], REPEATS)
        table.add_row(language, f"{1000 * each / len(given):.1f}", f"{again:.0f}", f"{first:.0f}")
    return table


def _milliseconds(work: Callable[[], object], repeats: int) -> float:
    times = []
    for _ in range(repeats):
        start = process_time()
        work()
        times.append(process_time() - start)
    return 1000 * min(times)
