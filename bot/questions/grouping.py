"""Which questions of a queue are likely the same: every pair is compared once, however often the queue is looked at."""

import asyncio
from collections.abc import Sequence

from bot.questions.likeness import TWINS, grouped, likeness
from bot.questions.model import Question

PATIENCE = 1.0
"""Seconds that a queue waits for comparing; what takes longer is there when it is looked at again."""

REST = 4
"""How many times as long as a comparison took nothing is compared: it keeps everything else waiting."""

NOTICED = 0.05
"""Seconds of comparing after which it rests."""

_Known = tuple[int, str]
_Groups = tuple[tuple[int, ...], ...]


class Grouping:
    """Keeps how alike the questions of one session are, by number and wording."""

    def __init__(self) -> None:
        """Nothing was compared yet."""
        self._compared: set[_Known] = set()
        self._scores: dict[tuple[_Known, _Known], float] = {}
        self._last: tuple[list[_Known], _Groups] = ([], ())
        self._running: asyncio.Task[None] | None = None
        self._again = 0.0

    async def twins(self, questions: Sequence[Question]) -> _Groups:
        """Groups of two and more of these questions: their numbers, in the order of being asked."""
        wanted = sorted((one.number, one.text) for one in questions)
        if self._running is None and wanted != self._last[0] and asyncio.get_running_loop().time() >= self._again:
            self._running = asyncio.create_task(self._compare(wanted))
        if self._running:
            await asyncio.wait({self._running}, timeout=PATIENCE)
        here = {number for number, _ in wanted}
        left = (tuple(number for number in group if number in here) for group in self._last[1])
        return tuple(group for group in left if len(group) > 1)

    async def _compare(self, wanted: list[_Known]) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            self._last = (wanted, await asyncio.to_thread(self._grouped, wanted))
        finally:
            took = loop.time() - began
            self._running, self._again = None, loop.time() + (REST * took if took > NOTICED else 0)

    def _grouped(self, wanted: list[_Known]) -> _Groups:
        for fresh in [one for one in wanted if one not in self._compared]:
            for other in self._compared:
                if (score := likeness(fresh[1], other[1])) >= TWINS / 2:
                    self._scores[min(fresh, other), max(fresh, other)] = score
            self._compared.add(fresh)
        places = {one: place for place, one in enumerate(wanted)}
        pairs = {
            (places[one], places[other]): score
            for (one, other), score in self._scores.items()
            if one in places and other in places
        }
        return tuple(tuple(wanted[place][0] for place in group) for group in grouped(pairs, len(wanted), TWINS))
