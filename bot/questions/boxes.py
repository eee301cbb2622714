"""What the timetable does for boxes: it notices that they open and close, and seals them. Done twice, it is done once.

Whether a box is open follows from the programme and is asked each time; nothing here makes it so.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.core.refusal import Refusal
from bot.outbox.model import Delivery, Line, To, moment, wording
from bot.questions import store
from bot.questions.desk import Desk, Turn
from bot.questions.model import Box
from bot.questions.rounds import Rounds

_log = logging.getLogger(__name__)

_RETRY = timedelta(minutes=1)  # an attempt that has to wait for another process keeps all who write waiting
_STUBBORN = 3
_LONG_AGO = datetime.min.replace(tzinfo=UTC)

Seen = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Late:
    """A seal that could not be ended: how often it was tried, when it is tried again (real time), and why."""

    attempts: int = 0
    again: datetime = _LONG_AGO
    refusal: Refusal | None = None


class Boxes:
    """The use case of the timetable."""

    def __init__(self, desk: Desk, rounds: Rounds, room_channels: Callable[[str], str]) -> None:
        """`room_channels`: a room's code → the channel that it has, '' for none."""
        self._desk, self._rounds, self._room_channels = desk, rounds, room_channels
        self._seen: dict[str, Seen] = {}
        self._swept = False
        self._late: dict[str, _Late] = {}

    async def run(self) -> None:
        """Tell of boxes that opened, closed or moved; seal those that closed; do what the Rule asks.

        A seal that could not be ended is tried again a minute later; the third time, and until it is, raises Refusal.
        """
        async with self._desk.look() as turn:
            boxes, now = await turn.boxes(), turn.now
            due = [box.session.code for box in boxes if to_seal(box, turn)]
            named = await store.named_sessions(turn.tx)
            forgotten = [box for box in boxes if _forgotten(box, turn)]
        late = [box for box in boxes if box.rule and box.session.code in named]
        if late or forgotten:
            await self._settle(late, forgotten)
        await self._notice(boxes, opened=[box for box in boxes if box.is_open(now)])
        await self._seal(due)
        if not self._swept:
            await self._rounds.sweep()
            self._swept = True

    async def _settle(self, late: list[Box], forgotten: list[Box]) -> None:
        """Name nobody any more where a session came under the Rule later; close what was left open after the summit."""
        async with self._desk.turn() as turn:
            for box in late:
                await turn.name_nobody(box.session.code)
                await store.save_box(turn.tx, replace(await turn.kept(box.session.code), rule=True))
            for box in forgotten:
                kept = await turn.kept(box.session.code)
                await store.save_box(turn.tx, replace(kept, by_hand="closed", since=turn.now))

    async def _notice(self, boxes: list[Box], opened: list[Box]) -> None:
        codes = {box.session.code for box in opened}
        now_seen: dict[str, Seen] = {
            box.session.code: (box.session, box.window, box.session.code in codes, box.rule) for box in boxes
        }
        fresh = [box for box in opened if self._seen.get(box.session.code, (0, 0, False))[2] is False]
        posts = [delivery for box in fresh if (delivery := self._opening(box))]
        if posts:
            async with self._desk.turn() as turn:
                await turn.post(posts)
        for code, facts in now_seen.items():
            if code in self._seen and self._seen[code] != facts:
                self._desk.live.told(code)
        self._seen = now_seen

    def _opening(self, box: Box) -> Delivery | None:
        """That questions are taken, in the room's own channel; once for each time that the programme gives the box."""
        channel = next(filter(None, map(self._room_channels, box.session.rooms)), "")
        if not channel or box.window is None or box.by_hand:
            return None
        code, start = box.session.code, box.window.opens
        values = {"title": wording(box.session.title.as_data()), "until": moment(box.window.closes)}
        return Delivery(
            f"question-box:{code}:{start:%Y-%m-%dT%H:%M}", "question-box", To.post(channel),
            (Line("question-box-open", values),), start, box.window.closes, subject=code, cause=f"questions:{code}",
        )  # fmt: skip

    async def _seal(self, due: list[str]) -> None:
        for code in due:
            late, real = self._late.get(code, _Late()), self._desk.clock.real()
            if real < late.again:
                continue
            try:
                await self._rounds.seal(code)
            except Refusal as refusal:  # the others are sealed all the same
                _log.warning("the question box of %s is not sealed yet: %s", code, refusal.phrase)
                self._late[code] = _Late(late.attempts + 1, real + _RETRY, refusal)
        self._late = {code: late for code, late in self._late.items() if late.again > self._desk.clock.real()}
        for late in self._late.values():
            if late.refusal and late.attempts >= _STUBBORN:
                raise late.refusal


def to_seal(box: Box, turn: Turn) -> bool:
    """Whether a round is over for good: its box is closed and the grace is over.

    A session that lost its time, or does not take place, may still get it back: then it is over with its old window,
    without one with the summit. One that is no longer in the programme is at once.
    """
    if box.sealing:
        return True
    if not box.key or box.is_open(turn.now):
        return False
    closed = box.closed_at(turn.now)
    if closed is not None:
        return closed + turn.rules.grace <= turn.now
    return box.gone or box.by_hand == "closed" or (box.window is None and _summit_over(turn))


def _forgotten(box: Box, turn: Turn) -> bool:
    return box.by_hand == "open" and box.is_open(turn.now) and _summit_over(turn)


def _summit_over(turn: Turn) -> bool:
    days = turn.programme.days if turn.programme else ()
    return bool(turn.programme and days and turn.programme.local(turn.now).date() > days[-1])
