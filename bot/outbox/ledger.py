"""What became of promises, for organisers: counts, listings, another try, and clearing away what is long over."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Row

import aiosqlite

from bot.core.clock import Clock
from bot.core.database import Database
from bot.outbox.model import Delivery, State
from bot.outbox.parcels import Posted
from bot.outbox.rows import read_delivery, read_time, written
from bot.outbox.store import take_waiting, waiting_for

KEPT = timedelta(days=14)
"""How long after a promise expired the ledger still shows it."""

_ENTRIES = """
SELECT delivery.*, m.attempts, m.next_attempt_at, m.last_error, m.discord_channel, m.discord_message
  FROM delivery LEFT JOIN message AS m ON m.id = delivery.message
 WHERE :state IN ('', delivery.state) AND (:cause IS NULL OR cause = :cause)
 ORDER BY due_at DESC, delivery.id DESC LIMIT :limit OFFSET :offset
"""

_BY_CAUSE = """
SELECT cause, state, count(*) AS number, max(due_at) AS latest FROM delivery
 WHERE cause IN (SELECT cause FROM delivery GROUP BY cause ORDER BY max(due_at) DESC LIMIT :limit)
 GROUP BY cause, state
"""

_BACKLOG = """
SELECT count(*), count(CASE WHEN ready_at <= :now THEN 1 END), min(ready_at) FROM delivery WHERE state = 'open'
"""

_SEND_AGAIN = """
UPDATE delivery SET state = 'open', message = NULL, ready_at = due_at, error = ''
 WHERE state = 'refused' AND expires_at > :now AND (:cause IS NULL OR cause = :cause)
   AND (:ids IS NULL OR id IN (SELECT value FROM json_each(:ids)))
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger. `number` is for `send_again`.

    `error` is the key of a phrase ("refused-closed") or ''; `detail` what Discord said last. `attempts` counts those of
    its message, whose `next_attempt` is in real time, None when there is none. `posted` is the message that told it,
    `sent` when, in the summit's time. A private promise names neither person nor session.
    """

    number: int
    kind: str
    member: int | None
    channel: str
    subject: str
    cause: str
    due: datetime
    state: State
    error: str
    detail: str
    attempts: int
    next_attempt: datetime | None
    sent: datetime | None
    posted: Posted | None


@dataclass(frozen=True, slots=True)
class Backlog:
    """Promises still to keep: `open` in all, `due` of them now, the first of these since `oldest` (None: none are)."""

    open: int
    due: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many promises of one cause are in which state. States without any are left out."""

    cause: str
    by_state: Mapping[State, int]


async def counts(connection: aiosqlite.Connection, cause: str | None = None) -> Mapping[State, int]:
    """How many promises are in each state, of one cause where it is given."""
    rows = await connection.execute_fetchall(
        "SELECT state, count(*) AS number FROM delivery WHERE :cause IS NULL OR cause = :cause GROUP BY state",
        {"cause": cause},
    )
    found = {row["state"]: row["number"] for row in rows}
    return {state: found.get(state, 0) for state in State}


async def by_cause(connection: aiosqlite.Connection, limit: int = 10) -> tuple[Tally, ...]:
    """The tallies of the `limit` causes whose promises were due last, latest first."""
    rows = await connection.execute_fetchall(_BY_CAUSE, {"limit": limit})
    latest: dict[str, str] = {}
    states: dict[str, dict[State, int]] = {}
    for row in rows:
        latest[row["cause"]] = max(row["latest"], latest.get(row["cause"], ""))
        states.setdefault(row["cause"], {})[State(row["state"])] = row["number"]
    return tuple(Tally(cause, states[cause]) for cause in sorted(latest, key=lambda cause: latest[cause], reverse=True))


async def entries(
    connection: aiosqlite.Connection,
    *,
    state: State | None = None,
    cause: str | None = None,
    limit: int = 25,
    offset: int = 0,
) -> tuple[Entry, ...]:
    """A page of the ledger, what was due last first."""
    values = {"state": state or "", "cause": cause, "limit": limit, "offset": offset}
    return tuple(_entry(row) for row in await connection.execute_fetchall(_ENTRIES, values))


async def send_again(
    tx: aiosqlite.Connection, now: datetime, *, cause: str | None = None, numbers: Collection[int] | None = None
) -> int:
    """Open what was refused and still makes sense at `now`, of a cause or of these entries; returns how many.

    It goes out as new messages. Those whose direct messages are closed are tried by another way only.
    """
    ids = None if numbers is None else "[" + ",".join(str(int(number)) for number in numbers) + "]"
    return (await tx.execute(_SEND_AGAIN, {"now": written(now), "cause": cause, "ids": ids})).rowcount


async def prune(tx: aiosqlite.Connection, before: datetime) -> int:
    """Delete the promises that had expired `before` (the summit's time) and the messages left empty; returns how many.

    Only what nobody works on. A key that is pruned may be written again: what has expired is never sent.
    """
    gone = await tx.execute(
        "DELETE FROM delivery WHERE expires_at < :before AND state <> 'open' AND (message IS NULL OR message IN"
        " (SELECT id FROM message WHERE next_attempt_at IS NULL))",
        {"before": written(before)},
    )
    await tx.execute(
        "DELETE FROM message WHERE next_attempt_at IS NULL AND composed_at < :before"
        " AND NOT EXISTS (SELECT 1 FROM delivery WHERE message = message.id)",
        {"before": written(before)},
    )
    return gone.rowcount


class Ledger:
    """Use cases of whoever looks after promises: organisers who look, and the answers that carry what waits."""

    def __init__(self, database: Database, clock: Clock, wake: Callable[[], None] = lambda: None) -> None:
        """`wake` is called when something is to be tried again."""
        self._database, self._clock, self._wake = database, clock, wake
        self._version: int | None = None
        self._without: set[int] = set()

    async def counts(self) -> Mapping[State, int]:
        """How many promises are in each state."""
        async with self._database.read() as connection:
            return await counts(connection)

    async def backlog(self, now: datetime) -> Backlog:
        """What is still to do at `now`, the summit's time."""
        async with self._database.read() as connection:
            ((waiting, due, oldest),) = await connection.execute_fetchall(_BACKLOG, {"now": written(now)})
        return Backlog(waiting, due, read_time(oldest) if due else None)

    async def causes(self, limit: int = 10) -> tuple[Tally, ...]:
        """The tallies of the causes that were due last."""
        async with self._database.read() as connection:
            return await by_cause(connection, limit)

    async def page(self, state: State | None, page: int, size: int = 8) -> tuple[Entry, ...]:
        """One page of the ledger (from 0), and one entry more where there is another page."""
        async with self._database.read() as connection:
            return await entries(connection, state=state, limit=size + 1, offset=page * size)

    async def send_again(self) -> int:
        """Try everything again that was refused and still makes sense; returns how many."""
        async with self._database.transaction() as tx:
            again = await send_again(tx, self._clock.now())
        self._wake()
        return again

    async def waiting(self, member: int) -> tuple[Delivery, ...]:
        """What could not reach someone by direct message and still makes sense, to be shown with their next answer."""
        version = self._database.version()
        if version != self._version:
            self._version, self._without = version, set()
        if member in self._without:
            return ()
        async with self._database.glance() as connection:
            waiting = await waiting_for(connection, member, self._clock.now())
        if not waiting and version == self._version:
            self._without.add(member)
        return waiting

    async def take_waiting(self, member: int) -> tuple[Delivery, ...]:
        """That it was shown: it counts as told."""
        async with self._database.transaction() as tx:
            return await take_waiting(tx, member, self._clock.now())

    async def prune(self) -> None:
        """Clear away what was over two weeks ago. For the timetable."""
        async with self._database.transaction() as tx:
            await prune(tx, self._clock.now() - KEPT)


def _entry(row: Row) -> Entry:
    delivery: Delivery = read_delivery(row)
    hidden = delivery.private
    return Entry(
        number=row["id"],
        kind=delivery.kind,
        member=None if hidden else delivery.to.member,
        channel=delivery.to.channel,
        subject="" if hidden else delivery.subject,
        cause=delivery.cause,
        due=delivery.due,
        state=State(row["state"]),
        error=row["error"],
        detail=row["last_error"] or "",
        attempts=row["attempts"] or 0,
        next_attempt=read_time(row["next_attempt_at"]) if row["next_attempt_at"] else None,
        sent=read_time(row["sent_at"]) if row["sent_at"] else None,
        posted=Posted(row["discord_channel"], row["discord_message"]) if row["discord_message"] else None,
    )
