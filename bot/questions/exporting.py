"""Boxes given out as files."""

import re
from typing import Literal

from bot.core.phrasebook import Phrasebook
from bot.questions import store
from bot.questions.desk import Desk, Turn, seen
from bot.questions.exports import FORMS, Reader, Sheet, report
from bot.questions.model import WITHDRAWN, Box, State

_UNFIT = re.compile(r"[^A-Za-z0-9_-]")  # for the name of a file


class Exporting:
    """Use cases of those who write about panels afterwards. Who may is asked before."""

    def __init__(self, desk: Desk, phrasebook: Phrasebook) -> None:
        """`phrasebook` words headings."""
        self._desk, self._phrasebook = desk, phrasebook

    async def export(
        self, session: str, form: Literal["md", "csv", "json"], language: str
    ) -> tuple[str, bytes]:
        """The name and the content of a file with all questions of a box but those that were taken back.

        Raises Refusal where there is none.
        """
        async with self._desk.look() as turn:
            sheet = await _sheet(turn, await turn.box(session))
            reader = Reader(self._phrasebook, language, turn.programme)
        return f"questions-{_UNFIT.sub('-', session)}.{form}", FORMS[form](sheet, reader)

    async def report(self, language: str) -> bytes:
        """All boxes in which something was asked or is to be remembered, by track, in Markdown."""
        async with self._desk.look() as turn:
            sheets = [await _sheet(turn, box) for box in await turn.boxes()]
            reader = Reader(self._phrasebook, language, turn.programme)
        return report([one for one in sheets if one.questions or one.takeaways], reader)


async def _sheet(turn: Turn, box: Box) -> Sheet:
    code = box.session.code
    everything = [seen(one.question, box) for one in await store.of_session(turn.tx, code)]
    questions = tuple(one for one in everything if one.state is not State.DISMISSED or one.reason != WITHDRAWN)
    return Sheet(box, questions, (await store.takeaways(turn.tx)).get(code, ()))
