"""Words of documents, found whole, begun, or with typing errors; Chinese by its pairs of neighbouring characters."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

Weights = dict[int, float]
"""A document's number to how well it matches, above 0 and at most 1."""

Match = tuple[Weights, float]
"""Documents that hold one term with the weight of where, and how well that term matches what was asked (0 to 1)."""

_MOST_LOOKED_AT = 600
_MOST_BEGINNINGS = 60
_MOST_NEAR = 6


class Terms:
    """An inverted index. Words of alphabets are also found begun or misspelt; Chinese and signs only as they stand."""

    def __init__(self) -> None:
        self._documents: dict[str, Weights] = {}
        self._words: list[str] = []
        self._alike: dict[tuple[int, str, str], list[str]] = {}

    def add(self, terms: Iterable[str], document: int, weight: float) -> None:
        """Enter `terms` for a document; the heaviest place counts."""
        for term in terms:
            weights = self._documents.setdefault(term, {})
            if weight > weights.get(document, 0):
                weights[document] = weight

    def close(self) -> None:
        """Make ready for lookups, after the last `add`: heaviest documents first in each term."""
        for term, weights in self._documents.items():
            if len(weights) > 1:
                self._documents[term] = dict(sorted(weights.items(), key=lambda item: (-item[1], item[0])))
        self._words = sorted(term for term in self._documents if term[0] < "\u2000")
        for word in self._words:
            for key in _ends(word, len(word)):
                self._alike.setdefault(key, []).append(word)

    def exact(self, term: str) -> Weights:
        """The documents that hold `term` itself."""
        return self._documents.get(term, {})

    def beginning(self, start: str) -> list[Match]:
        """Terms that go on after `start`, the shorter the better."""
        first = bisect_left(self._words, start)
        after = bisect_left(self._words, start + "\U0010ffff", first)
        longer = [word for word in self._words[first : min(after, first + _MOST_LOOKED_AT)] if word != start]
        shortest = sorted(longer, key=len)[:_MOST_BEGINNINGS]
        return [(self._documents[word], 0.6 + 0.3 * len(start) / len(word)) for word in shortest]

    def near(self, word: str) -> list[Match]:
        """Terms one letter away from `word` (added, lost, changed, or two swapped), or two from a long one.

        Only those that begin or end with the same two letters are looked at, so that the cost hardly grows with them.
        """
        errors = 0 if len(word) < 4 or word.isdigit() else 1 if len(word) < 7 else 2
        if not errors:
            return []
        lengths = range(len(word) - errors, len(word) + errors + 1)
        pool = {other for length in lengths for key in _ends(word, length) for other in self._alike.get(key, ())}
        close = process.extract(word, sorted(pool), scorer=OSA.distance, score_cutoff=errors, limit=_MOST_NEAR)
        return [
            (self._documents[other], 0.9 - 1.2 * distance / len(word) - 0.05 * (other[0] != word[0]))
            for other, distance, _ in close
            if distance
        ]

    def run(self, run: str, size: int) -> Weights:
        """Documents by the share of a Chinese run's pairs of characters they hold, rare pairs counting for more."""
        pairs = [a + b for a, b in pairwise(run)] or [run]
        weight_of = {pair: log(1 + size / (1 + len(self.exact(pair)))) for pair in pairs}
        total = sum(weight_of.values())
        shares: Weights = {}
        for pair, weight in weight_of.items():
            for document, place in self.exact(pair).items():
                shares[document] = shares.get(document, 0) + place * weight / total
        return shares

    def scattered(self, run: str) -> Weights:
        """Documents that hold all characters of a short Chinese run, wherever (午休 in 午间休息)."""
        found = sorted((self.exact(character) for character in set(run)), key=len)
        first, *rest = found
        return {
            document: min(weight, *(other[document] for other in rest))
            for document, weight in first.items()
            if all(document in other for other in rest)
        } if rest else {}


def _ends(word: str, length: int) -> tuple[tuple[int, str, str], tuple[int, str, str]]:
    return (length, word[:2], ""), (length, "", word[-2:])
