"""The board: open places by day and team, in as many messages as it takes; and which of them must be edited now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b

from bot.volunteering import event_store
from bot.volunteering.desk import Listing, listed
from bot.volunteering.model import Roster, Team
from bot.volunteering.turn import Turns
from bot.volunteering.written import time_text

SHOWN = 8
"""Open tasks in one message: each takes three components of Discord's 40."""

PACE = timedelta(seconds=5)
"""Between two edits of one message, at least (the machine's time)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One message: a day's tasks of one team, `open` ones with their places, the others folded. `page` is from 1."""

    key: str
    day: date | None
    team: Team
    open: tuple[Roster, ...]
    closed: tuple[Roster, ...]
    page: int = 1

    @property
    def digest(self) -> str:
        """Differs where what is shown differs."""
        shown = [
            (one.shift.number, one.shift.draft.title, one.shift.draft.place, one.shift.start, one.shift.end,
             one.shift.trouble, one.free, len(one.taken), one.shift.draft.maximum)
            for one in (*self.open, *self.closed)
        ]  # fmt: skip
        whole = (self.day, self.team.name, len(self.open), shown)
        return blake2b(repr(whole).encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Due:
    """A message to send (`message` None) or to edit; without `part` it shows nothing any more and is deleted."""

    key: str
    channel: int
    message: int | None
    part: Part | None


def parts(listing: Listing) -> Iterator[Part]:
    """All messages: day by day, team by team. A task stays in its message whether it is open or not."""
    groups: dict[tuple[date | None, str], list[Roster]] = {}
    for one in listing.rosters:
        if not one.shift.over(listing.now):
            groups.setdefault((_day(one, listing), one.shift.draft.team), []).append(one)
    order = {code: place for place, code in enumerate(listing.teams)}
    for (day, team), rosters in sorted(
        groups.items(), key=lambda group: (group[0][0] or date.max, order.get(group[0][1], len(order)))
    ):
        known = listing.teams.get(team) or Team(team, rosters[0].shift.draft.title)
        for page, first in enumerate(range(0, len(rosters), SHOWN), start=1):
            some = rosters[first : first + SHOWN]
            opened = tuple(one for one in some if one.free and not one.shift.trouble)
            closed = tuple(one for one in some if one not in opened)
            yield Part(f"{day or ''}/{team}/{page}", day, known, opened, closed, page)


def _day(one: Roster, listing: Listing) -> date | None:
    begins = one.shift.begins
    if begins is None:
        return None
    return listing.programme.local(begins).date() if listing.programme else begins.date()


class Boards:
    """Use cases of the board. Whoever sends and edits asks `due` and says `shown`."""

    def __init__(self, turns: Turns) -> None:
        """`turns` gives transactions."""
        self._turns = turns

    async def open(self, channel: int) -> tuple[tuple[int, int], ...]:
        """Have the board in this channel from now on; returns the messages elsewhere, as channel and message."""
        async with self._turns.turn() as turn:
            old = await event_store.board(turn.tx)
            await event_store.remove_board(turn.tx)
            for part in parts(await listed(turn)):
                await event_store.save_board(turn.tx, part.key, _row(channel, None, "", _LONG_AGO))
            return tuple((row["channel"], row["message"]) for row in old.values() if row["message"])

    async def forget(self, channel: int) -> None:
        """Have no board any more, if it is still in this channel."""
        async with self._turns.turn() as turn:
            known = await event_store.board(turn.tx)
            if any(row["channel"] == channel for row in known.values()):
                await event_store.remove_board(turn.tx)

    async def due(self) -> Sequence[Due]:
        """The messages whose places changed, but for those edited within PACE. Nothing where there is no board."""
        real = self._turns.clock.real()
        async with self._turns.look() as turn:
            known = await event_store.board(turn.tx)
            if not known:
                return ()
            channel = next(iter(known.values()))["channel"]
            wanted = {part.key: part for part in parts(await listed(turn))}
        found = []
        for key, part in wanted.items():
            row = known.get(key)
            if row is None:
                found.append(Due(key, channel, None, part))
            elif row["digest"] != part.digest and datetime.fromisoformat(row["shown_at"]) + PACE <= real:
                found.append(Due(key, row["channel"], row["message"], part))
        gone = [Due(key, row["channel"], row["message"], None) for key, row in known.items() if key not in wanted]
        # One row stays, so that the board is known to be there though nothing is on it.
        return (*found, *(gone if wanted else gone[1:]))

    async def shown(self, due: Due, message: int | None) -> None:
        """Keep that a message shows its part now; None: it was deleted with its part."""
        async with self._turns.turn() as turn:
            if due.part is None:
                await event_store.remove_board(turn.tx, due.key)
            else:
                at = time_text(self._turns.clock.real() + _ROUNDED_UP)
                row = _row(due.channel, message, due.part.digest, at)
                await event_store.save_board(turn.tx, due.key, row)


_LONG_AGO = "1970-01-01T00:00:00Z"
_ROUNDED_UP = timedelta(microseconds=999_999)


def _row(channel: int, message: int | None, digest: str, shown_at: str) -> dict[str, object]:
    return {"channel": channel, "message": message, "digest": digest, "shown_at": shown_at}
