"""All use cases of volunteering together, and the file that they begin with."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.agenda.programme import Agenda
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.notes import read_note, write_note
from bot.volunteering.board import Boards
from bot.volunteering.cells import Plan
from bot.volunteering.desk import Starred, VolunteerDesk
from bot.volunteering.importing import Imported
from bot.volunteering.loading import load_yaml_plan
from bot.volunteering.model import Rules
from bot.volunteering.rounds import Polite, Rounds
from bot.volunteering.staffing import Staffing
from bot.volunteering.swapping import Swapping
from bot.volunteering.turn import Turns

_NOTE = "volunteering file"


@dataclass(frozen=True, slots=True)
class Volunteering:
    """One of each."""

    desk: VolunteerDesk
    staffing: Staffing
    swapping: Swapping
    rounds: Rounds
    boards: Boards
    _turns: Turns
    _database: Database

    @classmethod
    def of(
        cls, database: Database, clock: Clock, agenda: Agenda, rules: Rules, *, starred: Starred, polite: Polite
    ) -> "Volunteering":
        """Made of what `bot.app` has. `starred` and `polite` are asked of those who know people's preferences."""
        turns = Turns(database, clock, agenda, rules)
        return cls(
            VolunteerDesk(turns, starred), Staffing(turns), Swapping(turns), Rounds(turns, polite), Boards(turns),
            turns, database,
        )  # fmt: skip

    @property
    def roles(self) -> Mapping[str, str]:
        """A team's code → the role, by name or id, that its people have at Discord."""
        return self._turns.roles

    async def bring_in_file(self, path: Path, zone: ZoneInfo) -> Imported:
        """Import the file where it is there and is not what was imported last. Raises Faults."""
        read = await asyncio.to_thread(_read_file, path, zone)
        if read is None:
            return Imported()
        plan, digest = read
        self._turns.roles = plan.roles
        async with self._database.read() as connection:
            if await read_note(connection, _NOTE) == digest:
                return Imported()
        imported = await self.staffing.bring_in(plan.drafts, plan.teams, path.name)
        async with self._database.transaction() as tx:
            await write_note(tx, _NOTE, digest)
        return imported


def _read_file(path: Path, zone: ZoneInfo) -> tuple[Plan, str] | None:
    if not path.is_file():
        return None
    return load_yaml_plan(path, zone), hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
