"""All use cases of panel questions together."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.agenda.concerned import Routes
from bot.agenda.programme import Agenda
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.keys import Keys
from bot.core.phrasebook import Phrasebook
from bot.questions.asking import Asking
from bot.questions.boards import Boards
from bot.questions.boxes import Boxes
from bot.questions.desk import Desk
from bot.questions.exporting import Exporting
from bot.questions.live import Live
from bot.questions.model import Rules
from bot.questions.moderating import Moderating
from bot.questions.rounds import Rounds
from bot.questions.undoing import Undoing


@dataclass(frozen=True, slots=True)
class Questions:
    """One of each."""

    asking: Asking
    moderating: Moderating
    boxes: Boxes
    boards: Boards
    exporting: Exporting
    live: Live

    @classmethod
    def of(
        cls, database: Database, clock: Clock, agenda: Agenda, rules: Rules, keys: Keys, *, routes: Routes,
        room_channels: Callable[[str], str], phrasebook: Phrasebook,
    ) -> "Questions":  # fmt: skip
        """Made of what `bot.app` has. `routes` tells how people want to be reached, `room_channels` rooms' channels."""
        live = Live(clock)
        desk = Desk(database, clock, agenda, rules, live)
        rounds = Rounds(desk, keys)
        return cls(
            Asking(desk, rounds), Moderating(desk, rounds, Undoing(desk, rounds), routes),
            Boxes(desk, rounds, room_channels), Boards(desk),
            Exporting(desk, phrasebook), live,
        )  # fmt: skip
