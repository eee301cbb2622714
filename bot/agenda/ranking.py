"""Documents made of weighted fields, ranked for what somebody types. Knows nothing of summits."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import groupby, islice, pairwise
from math import log

from rapidfuzz import fuzz

from bot.agenda.normal import CJK, camel_words, clean, mainland, normalise, simplified, words
from bot.agenda.pinyin import Sounds, spoken_names, syllables
from bot.agenda.terms import Match, Terms, Weights

_CJK = re.compile(rf"[{CJK}]")
_WORD_BEFORE = "\u2000"
_MOST_CHARACTERS = 240
_LONGEST_TITLE = 1000
_MOST_TOKENS = 12
_LONGEST_JOIN = 4
_TOGETHER = 1.05
_BUDGET = 2000
_COMPARED = 40


@dataclass(frozen=True, slots=True)
class Field:
    """One text of a document, with a weight above 0 and at most 1.

    A `title` is also compared as a whole. A `name` is a person's: either order, spaces or none, pinyin. A `body` is
    long prose: found by whole words and beginnings of long ones, without pinyin and joined words.
    """

    text: str
    weight: float
    title: bool = False
    name: bool = False
    body: bool = False


class Ranking:
    """An index of documents, numbered from 0 in the order given. Built once, then only read."""

    def __init__(self, documents: Sequence[Sequence[Field]]) -> None:
        self._size = len(documents)
        self._head, self._joined, self._body, self._sounds = Terms(), Terms(), Terms(), Sounds()
        self._titles: list[tuple[str, ...]] = []
        self._whole: dict[str, list[int]] = {}
        for number, fields in enumerate(documents):
            titles = tuple(dict.fromkeys(_spelling(field.text) for field in fields if field.title))
            self._titles.append(titles)
            for title in filter(None, titles):
                self._whole.setdefault(title, []).append(number)
            for field in fields:
                self._enter(number, field)
        for part in (self._head, self._joined, self._body, self._sounds):
            part.close()

    def whole(self, text: str) -> list[int]:
        """The documents of which `text` is a whole title, up to spelling."""
        return self._whole.get(_spelling(text), [])

    def rank(self, query: str, limit: int) -> list[tuple[int, float]]:
        """At most `limit` documents, best first, each with its score above 0 and at most 1; 1 is a whole title."""
        asked = clean(query[:_MOST_CHARACTERS])[:_MOST_CHARACTERS]
        scores: Weights = {}
        for wording in dict.fromkeys((simplified(asked), mainland(asked))):
            for number, score in self._scores(words(wording)[:_MOST_TOKENS]).items():
                scores[number] = max(score, scores.get(number, 0))
        likely = nsmallest(max(limit, _COMPARED), scores, key=lambda number: (-scores[number], number))
        plain = normalise(asked)
        final = {number: 0.82 * scores[number] + 0.13 * self._resemblance(plain, number) for number in likely}
        final |= dict.fromkeys(self.whole(query), 1.0)
        return sorted(final.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def _enter(self, number: int, field: Field) -> None:
        for text in dict.fromkeys((simplified(field.text), mainland(field.text))):
            whole = words(text)
            if field.body:
                self._body.add(_index_terms(set(whole), single=False), number, field.weight)
                continue
            parts = camel_words(text)
            self._head.add(_index_terms({*whole, *parts}, single=True), number, field.weight)
            self._joined.add(_joins(parts), number, field.weight)
            self._sounds.add(text, number, field.weight)
        if field.name:
            self._enter_name(number, field)

    def _enter_name(self, number: int, field: Field) -> None:
        self._head.add(spoken_names(field.text), number, 0.97 * field.weight)
        parts = words(simplified(field.text))
        if 2 <= len(parts) <= 3:
            turned = parts[-1] + "".join(parts[:-1])
            if _CJK.match(turned):
                self._head.add(_index_terms({turned}, single=False), number, field.weight)
                self._sounds.add(turned, number, field.weight)
            self._joined.add((turned,), number, field.weight)

    def _scores(self, tokens: list[str]) -> Weights:
        """Documents by what they match: rare tokens count for more, and so does matching all of them."""
        found = [self._merged(self._matches(token)) for token in tokens]
        for start, end, joined in _windows(tokens):
            for number, score in self._merged(self._matches_joined(joined)).items():
                for matched in found[start:end]:
                    matched[number] = max(_TOGETHER * score, matched.get(number, 0))
        rarity = [self._rarity(matched) for matched in found]
        total = sum(rarity)
        sums: Weights = {}
        covered: Weights = {}
        for matched, weight in zip(found, rarity, strict=True):
            for number, score in matched.items():
                sums[number] = sums.get(number, 0) + weight * score / total
                covered[number] = covered.get(number, 0) + weight / total
        return {number: score * (0.4 + 0.6 * covered[number]) for number, score in sums.items()}

    def _rarity(self, matched: Weights) -> float:
        best = max(matched.values(), default=0)
        return log(1 + self._size / (1 + sum(score >= best / 2 for score in matched.values())))

    def _matches(self, token: str) -> list[Match]:
        if _CJK.match(token):
            return self._matches_run(token)
        exact = [(self._head.exact(token), 1.0), (self._joined.exact(token), 0.97), (self._body.exact(token), 1.0)]
        if token >= _WORD_BEFORE:
            return exact
        known = any(documents for documents, _ in exact)
        more = [*self._head.beginning(token), *self._head.near(token), *self._sounds.match(token)]
        more += _weaker(0.95, [*self._joined.beginning(token), *self._joined.near(token)])
        if len(token) > 3:
            more += self._body.beginning(token)
        if not known:
            more += self._sounds.match_initials(token)
        if not known and not more:
            more += self._body.near(token)
        return exact + more

    def _matches_run(self, run: str) -> list[Match]:
        found = [(self._head.run(run, self._size), 1.0), (self._body.run(run, self._size), 1.0)]
        if len(run) > 1:
            found += _weaker(0.7, self._sounds.match("".join(syllables(run))))
        if 1 < len(run) <= 4:
            found.append((self._head.scattered(run), 0.45))
        return found

    def _matches_joined(self, joined: str) -> list[Match]:
        spoken = [match for match in self._sounds.match(joined) if match[1] >= 0.9]
        return [(self._head.exact(joined), 1.0), (self._joined.exact(joined), 1.0), *spoken]

    @staticmethod
    def _merged(matches: list[Match]) -> Weights:
        """The best of each document's matches. Common terms are cut off after their heaviest documents."""
        best: Weights = {}
        left = _BUDGET
        for documents, quality in sorted(matches, key=lambda match: -match[1]):
            for number, weight in islice(documents.items(), left):
                score = weight * quality
                if score > best.get(number, 0):
                    best[number] = score
            left = max(0, left - len(documents))
        return best

    def _resemblance(self, query: str, number: int) -> float:
        """How much `query` (normalised) looks like a document's title, 0 to 1."""
        return max(
            (
                0.005 * fuzz.partial_ratio(query, title) + 0.005 * fuzz.ratio(query, title)
                for title in self._titles[number]
            ),
            default=0,
        )


def _spelling(title: str) -> str:
    return normalise(title[:_LONGEST_TITLE])


def _weaker(factor: float, matches: list[Match]) -> list[Match]:
    return [(documents, factor * quality) for documents, quality in matches]


def _index_terms(found: set[str], *, single: bool) -> Iterator[str]:
    """Words as they are; of Chinese the pairs of neighbours, and where `single`, each character."""
    for word in found:
        if not _CJK.match(word):
            yield word
            continue
        yield from map("".join, pairwise(word))
        if single or len(word) == 1:
            yield from word


def _joins(parts: list[str]) -> Iterator[str]:
    """Neighbouring words written as one: liquid prompt, liquidprompt."""
    return (joined for _, _, joined in _windows(parts))


def _windows(tokens: list[str]) -> Iterator[tuple[int, int, str]]:
    """Each two to four neighbours among the words of alphabets, joined: from, to (exclusive), text."""
    places = 0
    for alphabetic, group in groupby(tokens, key=lambda token: token < _WORD_BEFORE):
        size = len(list(group))
        if alphabetic:
            for start in range(places, places + size):
                for end in range(start + 2, min(start + _LONGEST_JOIN, places + size) + 1):
                    yield start, end, "".join(tokens[start:end])
        places += size
