"""Which sessions have a public board, and where."""

from dataclasses import dataclass

from bot.questions import store
from bot.questions.desk import Desk


@dataclass(frozen=True, slots=True)
class Posted:
    """A session's board, and where it is: ids of Discord's channel and message."""

    session: str
    channel: int
    message: int


class Boards:
    """Use cases of public boards. What they show is `Asking.board`; when it changed says `Live`."""

    def __init__(self, desk: Desk) -> None:
        """`desk` gives transactions."""
        self._desk = desk

    async def note_board(self, session: str, channel: int, message: int) -> Posted | None:
        """Keep where a session's board is from now on; returns where it was until now."""
        async with self._desk.turn() as turn:
            before = (await store.boards(turn.tx)).get(session)
            await store.save_board(turn.tx, session, channel, message)
        return Posted(session, *before) if before else None

    async def forget_board(self, session: str, message: int) -> None:
        """Keep that a session has no board any more, if it is still in this message."""
        async with self._desk.turn() as turn:
            await store.remove_board(turn.tx, session, message)

    async def boards(self) -> tuple[Posted, ...]:
        """All boards, by session."""
        async with self._desk.database.glance() as connection:
            return tuple(Posted(session, *place) for session, place in (await store.boards(connection)).items())
