from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.core.clock import StoppedClock
from bot.core.database import Database
from bot.outbox import store
from bot.outbox.ledger import Backlog, Ledger
from bot.outbox.model import Delivery, Line, To

NINE = datetime(2024, 3, 28, 1, tzinfo=UTC)


async def test_the_backlog_is_what_is_open_and_since_when_it_is_due(tmp_path: Path) -> None:
    async with Database.open(tmp_path / "summit.db") as database:
        ledger = Ledger(database, StoppedClock(NINE))
        assert await ledger.backlog(NINE) == Backlog(0, 0, None)
        dues = [NINE + timedelta(minutes=minutes) for minutes in (-5, -1, 0, 3)]
        made = [
            Delivery(f"{place}", "note", To.person(10**18), (Line("line"),), due, due + timedelta(hours=1))
            for place, due in enumerate(dues)
        ]
        async with database.transaction() as tx:
            await store.post(tx, made[3:])
        assert await ledger.backlog(NINE) == Backlog(1, 0, None)
        async with database.transaction() as tx:
            await store.post(tx, made)
            await store.withdraw(tx, ["0"])
        assert await ledger.backlog(NINE) == Backlog(3, 2, NINE - timedelta(minutes=1))
