"""What people in the room do with questions, each in one transaction, decided in the order in which they come."""

import asyncio
import logging
import math
from collections.abc import Collection
from dataclasses import dataclass, replace

import aiosqlite

from bot.agenda.asking import chosen_session
from bot.agenda.model import Session
from bot.core.refusal import Refusal
from bot.questions import people_store, store, text
from bot.questions.desk import Desk, Turn, seen
from bot.questions.likeness import nearest
from bot.questions.model import WITHDRAWN, Box, Question, State
from bot.questions.ranking import newest, ranked
from bot.questions.rounds import Rounds, closed, refuse_outside
from bot.questions.store import Stored
from bot.questions.tokens import Key

_log = logging.getLogger(__name__)

_OPEN = {State.WAITING, State.APPROVED}
_SEEN = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was kept; `near`: approved ones that may be the same, the likest first."""

    question: Question
    near: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Voted:
    """What a press did: `given`, or taken back."""

    question: Question
    given: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """One's own question; `into`: the one that it was merged into, and that one into, to the end."""

    question: Question
    into: Question | None
    session: Session


@dataclass(frozen=True, slots=True)
class Board:
    """What everyone may see of a box. `approved` in the order of ranking, `answered` the last asked first."""

    box: Box
    answering: Question | None
    approved: tuple[Question, ...]
    answered: tuple[Question, ...]
    revision: int


class Asking:
    """Use cases of those who ask and vote. It is a port of the agenda: Concerned."""

    def __init__(self, desk: Desk, rounds: Rounds) -> None:
        """`rounds` knows the keys."""
        self._desk, self._rounds = desk, rounds

    async def box_for(self, typed: str | None, room: str | None, language: str = "en") -> Box:
        """The box that is meant: of the session typed (its code, title or a part), else the one open now in `room`.

        `room` is a room's code. With neither, or nothing open there, the only one open anywhere. It may be closed, and
        a session typed may have none: then what is asked of the box next says so. Raises Refusal, naming sessions in
        `language`, where none or several fit.
        """
        if typed and typed.strip():
            return await self._typed(typed, language)
        async with self._desk.glance() as turn:
            opened = [box for box in await turn.boxes() if box.is_open(turn.now)]
        here = [box for box in opened if room and room in box.session.rooms]
        fitting = here if len(here) == 1 else here or opened
        if not fitting:
            raise Refusal("question-no-panel-now")
        if len(fitting) > 1:
            titles = " / ".join(box.session.title.in_language(language)[:_SEEN] for box in fitting[:4])
            raise Refusal("question-which-panel", titles=titles)
        return fitting[0]

    async def _typed(self, typed: str, language: str) -> Box:
        index = await self._desk.agenda.index()
        async with self._desk.glance() as turn:
            boxes = {box.session.code: box for box in await turn.boxes()}
        fitting = [session for session in index.find(typed) if session.code in boxes]
        session = fitting[0] if len(fitting) == 1 else chosen_session(typed, index, language)
        return boxes.get(session.code) or Box(session, None, rule=session.chatham_house)

    async def before_asking(self, member: int, session: str) -> Box:
        """The box, if someone may ask in it now, so that no form is opened in vain. Raises Refusal as `ask` does."""
        key = await self._rounds.known(session)
        async with self._desk.glance() as turn:
            box = await turn.box(session)
            if not box.takes(turn.now, turn.rules.grace):
                raise closed(box)
            if key:
                await _refuse_more(turn, box, member, key)
        return box

    async def ask(
        self, member: int, session: str, typed: str, *, anonymous: bool, name: str, to: str = ""
    ) -> Asked:
        """Keep a question. Under the Chatham House Rule it is anonymous, whatever was chosen.

        `name` is what a named asker is shown by, `to` whom on the panel it is for. Raises Refusal: for what is no
        question, where the box is closed, and for more than one person may ask.
        """
        words = text.tidied(typed)
        await self.before_asking(member, session)
        key = await self._rounds.key(session)
        async with self._desk.brief() as turn:
            box = await turn.box(session)
            refuse_outside(turn, box, key)
            await _refuse_more(turn, box, member, key)
            held = text.is_held(words, turn.rules.held)
            named = not (anonymous or box.rule)
            question = Question(
                0, session, words, text.language_of(words), turn.now,
                State.WAITING if turn.rules.pre_approval or held else State.APPROVED,
                to=text.plain(to)[: text.LONGEST_REASON], asker=member if named else None,
                name=text.plain(name)[: text.LONGEST_REASON] if named else "", anonymous=not named, held=held,
                round=box.sealed,
            )  # fmt: skip
            number = await store.add(turn.tx, question, "" if named else key.token(member))
        self._desk.live.told(session)
        try:
            near = await self._near(number, session, words)
        except Exception:  # noqa: BLE001 -- the question is kept: whatever is wrong here, its asker is to hear that
            _log.exception("what is near question %s cannot be told", number)
            near = ()
        return Asked(replace(question, number=number), near)

    async def _near(self, number: int, session: str, words: str) -> tuple[Question, ...]:
        async with self._desk.look() as turn:
            box = await turn.box(session)
            others = [seen(one.question, box) for one in await store.approved(turn.tx, session)]
        known = {one.number: one for one in others if one.number != number}
        texts = [(one.number, one.text) for one in known.values()]
        return tuple(known[one] for one in await asyncio.to_thread(nearest, words, texts))

    async def vote(self, member: int, number: int) -> Voted:
        """Want a question, or take that back where one did. Raises Refusal.

        A vote for one that others were merged into counts once, also for who wanted a part of it before.
        """
        async with self._desk.glance() as turn:
            box = await _refuse_vote(turn, (await turn.stored(number)).question)
        key = await self._rounds.key(box.session.code)
        async with self._desk.brief() as turn:
            box = await _refuse_vote(turn, (await turn.stored(number)).question)
            refuse_outside(turn, box, key)
            family = await store.family(turn.tx, number)
            parts, voter = [one.number for one in family], key.token(member)
            if any(_is_of(one, member, key) for one in family):
                raise Refusal("question-own", number=number)
            if taken := await people_store.voted(turn.tx, parts, voter):
                await people_store.remove_votes(turn.tx, parts, voter)
            else:
                await people_store.add_vote(turn.tx, number, voter)
            await turn.count(number, key)
            question = await turn.question(number)
        self._desk.live.told(question.session)
        return Voted(question, not taken)

    async def withdraw(self, member: int, number: int) -> Question:
        """Take an own question back that waits or is on the board. Raises Refusal.

        Where others were merged into it, it is theirs too: it stays as it is, and only who asked it is forgotten.
        """
        async with self._desk.glance() as turn:
            session = (await turn.stored(number)).question.session
        key = await self._rounds.known(session)
        async with self._desk.turn() as turn:
            stored = await turn.stored(number)
            if not _is_of(stored, member, key):
                raise Refusal("question-not-yours", number=number)
            if stored.question.state not in _OPEN:
                raise Refusal("question-too-late-to-withdraw", number=number, state=stored.question.state.value)
            if len(await store.family(turn.tx, number)) > 1:
                await people_store.forget_asker(turn.tx, number)
                await turn.count(number, key)
            else:
                await store.save(turn.tx, replace(stored.question, state=State.DISMISSED, reason=WITHDRAWN))
            question = await turn.question(number)
        self._desk.live.told(session)
        return question

    async def mine(self, member: int) -> tuple[Receipt, ...]:
        """What someone asked, the last first; of anonymous ones those whose round is not sealed yet."""
        async with self._desk.glance() as turn:
            boxes = {box.session.code: box for box in await turn.boxes()}
        keys = [await self._rounds.known(code) for code, box in boxes.items() if box.key]
        async with self._desk.glance() as turn:
            tokens = [key.token(member) for key in keys if key]
            found = await people_store.of_person(turn.tx, member, tokens)
            own = [one.question for one in found if one.question.session in boxes]
            return tuple([await _receipt(turn, one, boxes[one.session]) for one in own])

    async def concerned(
        self, connection: aiosqlite.Connection, sessions: Collection[str]
    ) -> dict[str, set[int]]:
        """Who asked in each of these sessions by name."""
        return await store.askers(connection, sessions)

    async def board(self, session: str) -> Board:
        """What everyone may see of a box. Raises Refusal where there is none."""
        revision = self._desk.live.revision(session)
        async with self._desk.glance() as turn:
            box = await turn.box(session)
            questions = [seen(one.question, box) for one in await store.of_session(turn.tx, session)]
        return Board(
            box,
            next((one for one in questions if one.state is State.ANSWERING), None),
            ranked((one for one in questions if one.state is State.APPROVED), balanced=self._desk.rules.balanced),
            newest(one for one in questions if one.state is State.ANSWERED),
            revision,
        )


def _is_of(stored: Stored, member: int, key: Key | None) -> bool:
    """Whether it is this member's question, as far as that can be known. Nothing of it reaches the database's log."""
    return stored.question.asker == member or bool(key and stored.token and stored.token == key.token(member))


async def _receipt(turn: Turn, question: Question, box: Box) -> Receipt:
    into = question
    while into.merged_into:
        into = (await turn.stored(into.merged_into)).question
    return Receipt(question, seen(into, box) if question.merged_into else None, box.session)


async def _refuse_more(turn: Turn, box: Box, member: int, key: Key) -> None:
    """Raise Refusal for someone muted, with too many open questions, or too soon after the last.

    In a brief turn or a glance, where values are not logged.
    """
    if await people_store.muted(turn.tx, box.session.code, key.token(member)):
        raise Refusal("question-muted")
    own = await people_store.own(turn.tx, box.session.code, box.sealed, member, key.token(member))
    if sum(state in _OPEN for _, state in own) >= turn.rules.open_questions:
        raise Refusal("question-too-many", most=turn.rules.open_questions)
    wait = max((asked + turn.rules.apart - turn.now for asked, _ in own), default=None)
    if wait and wait.total_seconds() > 0:
        raise Refusal("question-too-soon", seconds=math.ceil(wait.total_seconds()))


async def _refuse_vote(turn: Turn, question: Question) -> Box:
    """The question's box. Raises Refusal where nobody can vote for the question."""
    number, box = question.number, await turn.box(question.session)
    match question.state:
        case State.MERGED:
            into = question
            while into.merged_into:
                into = (await turn.stored(into.merged_into)).question
            raise Refusal("question-merged", number=number, into=into.number)
        case State.WAITING:
            raise Refusal("question-unknown", seen=str(number))
        case State.ANSWERING | State.ANSWERED | State.DISMISSED:
            raise Refusal("question-not-voted-on", number=number, state=question.state.value)
    if question.round != box.sealed:
        raise Refusal("question-round-over", number=number)
    if not box.takes(turn.now, turn.rules.grace):
        raise closed(box)
    return box
