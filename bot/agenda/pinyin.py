"""Chinese found by how it sounds: pinyin in full or begun (`kaiyuan`, `kaiyuanzh`) and its initials (`kyzl`)."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from pypinyin import Style, lazy_pinyin, pinyin

from bot.agenda.normal import simplified
from bot.agenda.terms import Match, Weights

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_FAMILY_AND_GIVEN = re.compile(r"[\u4e00-\u9fff]{2,4}")
_LONGEST = 12
_POLYPHONES_WITHIN = 4
_READINGS = 3
_MOST_KEYS = 300


@lru_cache(maxsize=16384)
def readings(character: str) -> tuple[str, ...]:
    """How one Chinese character can be read, without tones, the commonest first; three at most."""
    return tuple(pinyin(character, style=Style.NORMAL, heteronym=True)[0][:_READINGS])


def syllables(run: str) -> tuple[str, ...]:
    """Pinyin of an unbroken run of Simplified Chinese as its words are usually read, one syllable a character."""
    read = tuple(lazy_pinyin(run))
    return read if len(read) == len(run) else tuple(readings(character)[0] for character in run)


def spoken_names(name: str) -> Iterator[str]:
    """The words that a Chinese name of two to four characters is typed with; nothing for other names.

    Family name, given name, and both joined in either order (`jiang`, `ning`, `jiangning`, `ningjiang`), for every
    reading of the family name.
    """
    plain = simplified(name).replace(" ", "")
    if not _FAMILY_AND_GIVEN.fullmatch(plain):
        return
    given = "".join(syllables(plain)[1:])
    for family in dict.fromkeys((syllables(plain)[0], *readings(plain[0]))):
        yield from (family, given, family + given, given + family)


class Sounds:
    """Documents by the pinyin of any stretch of their text, looked up by its beginning."""

    def __init__(self) -> None:
        self._full: dict[str, tuple[frozenset[int], Weights]] = {}
        self._initials: dict[str, Weights] = {}
        self._full_keys: list[str] = []
        self._initial_keys: list[str] = []

    def add(self, text: str, document: int, weight: float) -> None:
        """Enter every Chinese run of `text` (Simplified)."""
        for run in _HAN.findall(text):
            usual = syllables(run)
            for begin in range(len(run)):
                for read in self._ways(run, usual, begin):
                    ends = frozenset(accumulate(map(len, read)))
                    _put(self._full.setdefault("".join(read), (ends, {}))[1], document, weight)
                    if len(read) > 1:
                        _put(self._initials.setdefault("".join(s[0] for s in read), {}), document, weight)

    @staticmethod
    def _ways(run: str, usual: tuple[str, ...], begin: int) -> Iterator[tuple[str, ...]]:
        """The run from `begin` as usually read, and with one of its first characters read another way."""
        read = usual[begin : begin + _LONGEST]
        yield read
        for place, character in enumerate(run[begin : begin + _POLYPHONES_WITHIN]):
            for other in readings(character):
                if other != read[place]:
                    yield (*read[:place], other, *read[place + 1 :])

    def close(self) -> None:
        """Make ready for lookups, after the last `add`."""
        self._full_keys = sorted(self._full)
        self._initial_keys = sorted(self._initials)

    def match(self, word: str) -> list[Match]:
        """Who sounds like `word` (lower-case Latin letters); whole syllables match better than begun ones."""
        found = []
        for key in _beginning_with(word, self._full_keys):
            ends, documents = self._full[key]
            whole = sum(end <= len(word) for end in ends)
            quality = (0.6 if whole == 1 else 0.9) if len(word) in ends else (0.75 if whole else 0.3)
            found.append((documents, quality))
        return found

    def match_initials(self, word: str) -> list[Match]:
        """Who has a stretch of Chinese with the initials `word`; the longer, the less by chance."""
        quality = min(0.8, 0.2 * len(word))
        keys = _beginning_with(word, self._initial_keys) if len(word) > 1 else []
        return [(self._initials[key], quality) for key in keys]


def _put(weights: Weights, document: int, weight: float) -> None:
    if weight > weights.get(document, 0):
        weights[document] = weight


def _beginning_with(word: str, keys: list[str]) -> list[str]:
    first = bisect_left(keys, word)
    after = bisect_left(keys, word + "\U0010ffff", first)
    return keys[first : min(after, first + _MOST_KEYS)]
