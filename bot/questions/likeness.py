"""Which questions likely ask the same: shown to an asker after sending, and grouped in the moderator's queue.

Two questions are alike by the words they share against those that each has for itself, and less by everything that
makes an almost equal sentence another question: another number, a "not", why instead of how, one name in the place of
another. The constants were tuned on the first half of `benchmarks/pairs`; `benchmarks/duplicates.py` has the figures.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise, product
from math import fsum

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from bot.agenda.normal import CJK, mainland, words
from bot.agenda.pinyin import syllables

SHOWN = 0.45
"""Likeness from which an asker is shown a question as perhaps the same."""

TWINS = 0.5
"""Likeness, on average between two parts of a group, from which a moderator sees questions together."""

_WORD, _PAIR, _CHARACTER, _WEAK_PAIR, _WEAK = 1.0, 0.5, 0.4, 0.1, 0.02
_EXCHANGED, _MORE = 1.5, 0.2
"""What a word counts for that stands against another one, and one that the longer question has on top."""

_CONTRAST, _LEAST_CONTRAST, _SAME_FRAME = 0.7, 0.3, 0.45
_TYPO = 0.75

_WEAK_WORDS = frozenset(words(
    "a an the is are was were be been am do does did doing have has had can could will would should may might "
    "must shall i you we they he she it me us my your our their its this that these those there here what which "
    "who how why when where of in on at to for from by with as and or if so than then not no any some ever really "
    "now just only also too still way best good better right recommended recommend recommendation suggest "
    "suggested like get got make made use used using into about up out please think opinion question possible "
    "able need want going hi hello thanks something someone anything case cases thing find found try tried know "
    "see look whats your youre im ive dont doesnt while after before very instead rather yet today"
))
_WEAK_CHARACTERS = frozenset(
    "的了吗呢吧啊么是有在和与跟或及就都也还很最更把被让给对为以于从到会能可要该应想做这那哪些什怎何如样你您我他她它们请问一下呀底之其者比较所但"
    "听说据自己个得着过来去并里中上"
)
_ONE_WORD = [
    (re.compile(said), meant)
    for said, meant in (
        (r"\bk8s\b", "kubernetes"), (r"\bpostgres\b", "postgresql"), (r"our\b", "or"), (r"\blicence", "license"),
        ("赚钱|盈利|营收", "收入"), ("不一样|差别|不同|差异", "区别"), ("ppt|简报|演示文稿|幻灯片", "幻灯"),
        ("许可协议|授权条款|协议", "许可证"), ("挑选", "选择"), ("公司", "企业"),
    )
]
_NUMBERS = re.compile(
    r"\d+(?:\.\d+)*|[一二两三四五六七八九十百]+(?=年|岁|个月|月|号|天|小时)"
    r"|\b(?:before|after|start|stop|end|first|last|most|least)\b|今年|明年|去年|(?<=年)[前后]"
)
_CHOICE = re.compile(r"(\w{1,2})(?:或|或者|还是)?不\1|有没有")
_NOT = re.compile(
    r"\b(?:not?|never|cannot|(?:do|does|did|is|are|was|were|wo|ca|would|should|could|have|has)nt)\b|不|没"
)
_KINDS = {
    "reason": re.compile(r"\bwhy\b|\breason|为什么|为何|原因|动机"),
    "time": re.compile(r"^when\b(?! should)|什么时候|何时|多久"),
    "place": re.compile(r"\bwhere\b|哪里|哪儿|地点|在哪"),
    "person": re.compile(r"\bwho\b|谁|哪些人|哪位"),
    "amount": re.compile(r"\bhow (?:many|much|large|big|long)\b|多少|几个"),
}
_WAY = re.compile(rf"([a-z]\w*) (?:to|into|[{CJK}]{{0,4}}[到至]) ([a-z]\w*)")
_TOKEN = re.compile(rf"[{CJK}]|[^{CJK} ]+")
_HAN_RUN = re.compile(rf"[{CJK}]")


@dataclass(frozen=True, slots=True)
class Traits:
    """A question and what of it is compared with many others, worked out once.

    `tokens` are its words and Chinese characters in order; `terms` what is looked for in the other question, with
    weights, `weight` theirs together; `spelt` are those terms that may have typing errors; `numbers` also has words of
    time and order; `kinds` what is asked for; `ways` has what goes before and after a "to".
    """

    text: str
    tokens: tuple[str, ...]
    terms: dict[str, float]
    weight: float
    spelt: tuple[str, ...]
    numbers: frozenset[str]
    kinds: frozenset[str]
    ways: frozenset[tuple[str, str]]
    negated: bool


@lru_cache(maxsize=2048)
def traits(text: str) -> Traits:
    """Work out the traits of a question."""
    plain = " ".join(words(mainland(text)))
    for said, meant in _ONE_WORD:
        plain = said.sub(meant, plain)
    terms = dict(_terms(plain))
    return Traits(
        plain,
        tuple(map(_stem, _TOKEN.findall(plain))),
        terms,
        fsum(terms.values()),
        tuple(term for term in terms if len(term) > 3 and "'" not in term),
        frozenset(_NUMBERS.findall(plain)),
        frozenset(kind for kind, signs in _KINDS.items() if signs.search(plain)),
        frozenset(_WAY.findall(plain)),
        bool(_NOT.search(_CHOICE.sub("", plain))),
    )


def _stem(word: str) -> str:
    if word in _WEAK_WORDS or word.endswith("ss"):
        return word
    for ending, least in (("ing", 6), ("ies", 5), ("ed", 5), ("es", 6), ("s", 4), ("ly", 6), ("e", 5)):
        if word.endswith(ending) and len(word) >= least:
            return word[: -len(ending)]
    return word


def _terms(plain: str) -> Iterable[tuple[str, float]]:
    """Words by their stem; Chinese by its characters, and by its pairs of them as they sound, for typing errors."""
    for run in plain.split():
        if not _HAN_RUN.match(run):
            yield _stem(run), _WEAK if run in _WEAK_WORDS else _WORD
            continue
        for character in run:
            yield character, _WEAK if character in _WEAK_CHARACTERS else _CHARACTER
        for pair, sounds in zip(pairwise(run), pairwise(syllables(run)), strict=True):
            yield "'".join(sounds), _PAIR if _WEAK_CHARACTERS.isdisjoint(pair) else _WEAK_PAIR


def likeness(a: str, b: str) -> float:
    """How surely two questions ask the same, from 0 to 1; 1 for those that differ only in looks."""
    return _alike(traits(a), traits(b))


def nearest(text: str, others: Sequence[tuple[int, str]], most: int = 3) -> list[int]:
    """Numbers of the `others` (number, text) that likely ask the same as `text`, the likeliest first."""
    found = sorted((-likeness(text, other), number) for number, other in others)
    return [number for negative, number in found if -negative >= SHOWN][:most]


def twins(questions: Sequence[tuple[int, str]]) -> list[tuple[int, ...]]:
    """Groups of two and more questions (number, text) that likely ask the same: their numbers, in the order given."""
    known = [traits(text) for _, text in questions]
    scores = {
        (one, other): score
        for one, other in combinations(range(len(known)), 2)
        if (score := _alike(known[one], known[other], TWINS / 2)) >= TWINS / 2
    }
    return [tuple(questions[place][0] for place in group) for group in grouped(scores, len(known), TWINS)]


def grouped(scores: Mapping[tuple[int, int], float], count: int, threshold: float) -> list[list[int]]:
    """Groups of two and more of the places 0 to `count` - 1, by the likeness of pairs (smaller place, larger place).

    The likeliest are put together first, and groups as long as they are alike on average (a pair without a score at 0),
    so that no chain of neighbours joins what has nothing in common.
    """
    group = {place: [place] for place in range(count)}
    refused = set()
    for one, other in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        left, right = group[one], group[other]
        attempt = (left[0], len(left), right[0], len(right))
        if left is right or scores[one, other] < threshold or attempt in refused:
            continue
        between = sum(scores.get((min(pair), max(pair)), 0) for pair in product(left, right))
        if between >= threshold * len(left) * len(right):
            left.extend(right)
            group.update(dict.fromkeys(right, left))
        else:
            refused |= {attempt, attempt[2:] + attempt[:2]}
    found = {min(members): sorted(members) for members in group.values() if len(members) > 1}
    return [found[first] for first in sorted(found)]


def _alike(one: Traits, other: Traits, least: float = 0) -> float:
    """As `likeness`; what is below `least` may be given as 0, and so what is far below it but for typing errors."""
    if one.text == other.text:
        return 1.0
    if one.text > other.text:
        one, other = other, one
    score = _shared(one, other, least)
    if not score or score < least:
        return 0.0
    near = Levenshtein.normalized_similarity(one.tokens, other.tokens)
    contrasts = (
        (one.negated != other.negated)
        + (one.kinds != other.kinds)
        + (bool(one.numbers - other.numbers) and bool(other.numbers - one.numbers))
        + any((after, before) in other.ways for before, after in one.ways)
        + (near > _SAME_FRAME and _exchanged(one.tokens, other.tokens))
    )
    return score * (1 - _CONTRAST * max(near, _LEAST_CONTRAST)) ** contrasts


def _shared(one: Traits, other: Traits, least: float) -> float:
    """The share of what both have in all that counts; words with typing errors are had by both."""
    common = fsum(one.terms[term] for term in one.terms.keys() & other.terms.keys())
    left, right = one.weight - common, other.weight - common
    if not common or _share(common, left, right) < least / 2:
        return 0.0
    rest = [term for term in other.spelt if term not in one.terms]
    for term in one.spelt if rest else ():
        if term not in other.terms and (
            found := process.extractOne(term, rest, scorer=OSA.normalized_similarity, score_cutoff=_TYPO)
        ):
            weight = min(one.terms[term], other.terms[found[0]])
            common, left, right = common + weight, left - weight, right - weight
            rest.remove(found[0])
    return _share(common, left, right)


def _share(common: float, left: float, right: float) -> float:
    few, many = sorted((max(left, 0), max(right, 0)))
    return common / (common + _EXCHANGED * few + _MORE * (many - few))


def _exchanged(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether somewhere in the one sentence something else stands than in the other, beyond typing errors."""
    for step in Levenshtein.opcodes(one, other):
        if step.tag == "replace":
            here = _weighty(one[step.src_start : step.src_end])
            there = _weighty(other[step.dest_start : step.dest_end])
            if here and there and set(here).isdisjoint(there) and not _misspelt("".join(here), "".join(there)):
                return True
    return False


def _weighty(tokens: Sequence[str]) -> list[str]:
    return [token for token in tokens if token not in _WEAK_WORDS and token not in _WEAK_CHARACTERS]


def _misspelt(one: str, other: str) -> bool:
    return syllables(one) == syllables(other) or OSA.normalized_similarity(one, other) >= _TYPO
