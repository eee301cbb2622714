"""Which questions of a queue are likely the same: every pair is compared once, however often the queue is looked at."""

import asyncio
from collections.abc import Sequence

from bot.questions.likeness import TWINS, grouped, likeness
from bot.questions.model import Question

_Known = tuple[int, str]


class Grouping:
    """Keeps how alike the questions of each session are, by number and wording."""

    def __init__(self) -> None:
        """Nothing was compared yet."""
        self._known: dict[str, list[_Known]] = {}
        self._scores: dict[str, dict[tuple[_Known, _Known], float]] = {}
        self._comparing = asyncio.Lock()

    async def twins(self, session: str, questions: Sequence[Question]) -> tuple[tuple[int, ...], ...]:
        """Groups of two and more of these questions of a session: their numbers, in the order given."""
        wanted = [(one.number, one.text) for one in questions]
        async with self._comparing:
            return await asyncio.to_thread(self._twins, session, wanted)

    def _twins(self, session: str, wanted: list[_Known]) -> tuple[tuple[int, ...], ...]:
        known, scores = self._known.setdefault(session, []), self._scores.setdefault(session, {})
        compared = {*known}
        for fresh in [one for one in wanted if one not in compared]:
            for other in known:
                if (score := likeness(fresh[1], other[1])) >= TWINS / 2:
                    scores[fresh, other] = score
            known.append(fresh)
        places = {one: place for place, one in enumerate(wanted)}
        pairs = {}
        for (one, other), score in scores.items():
            if one in places and other in places:
                low, high = sorted((places[one], places[other]))
                pairs[low, high] = score
        return tuple(tuple(wanted[place][0] for place in group) for group in grouped(pairs, len(wanted), TWINS))
