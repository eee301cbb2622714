"""Taking back what a moderator did, as far as nothing was built on it."""

from dataclasses import replace

from bot.core.refusal import Refusal
from bot.outbox import store as outbox
from bot.outbox.model import Line
from bot.questions import people_store, step_store, store
from bot.questions.desk import Desk, Turn, askers_of
from bot.questions.model import Question, State
from bot.questions.notices import keys_of, own_of
from bot.questions.rounds import Rounds
from bot.questions.step_store import Noted
from bot.questions.steps import Step, Undone, restored, what_came_between
from bot.questions.tokens import Key


class Undoing:
    """The use case of undoing a step."""

    def __init__(self, desk: Desk, rounds: Rounds) -> None:
        """`rounds` knows the keys."""
        self._desk, self._rounds = desk, rounds

    async def undo(self, step: int, session: str = "") -> Undone:
        """Take a step back, only one of `session` where that is given; what was done since and stands is named.

        Raises Refusal where what the step changed is otherwise by now, where it destroyed votes or they were united
        in a round that is over, and where its question was merged and that was answered since.
        """
        found = await self._found(step)
        if session and found.session != session:
            raise Refusal("question-step-unknown")
        key = await self._rounds.known(found.session)
        async with self._desk.turn() as turn:
            noted = await _standing(turn, step)
            question = (await turn.stored(noted.question)).question
            later = await step_store.since(turn.tx, noted)
            await _refuse(turn, noted, question, later)
            since = [await _step(turn, one) for one in later]
            await _take_back(turn, noted, question, key)
            await step_store.set_undone(turn.tx, step)
            after = await turn.question(noted.question)
            await _untell(turn, noted, after)
        self._desk.live.told(noted.session)
        return Undone(after, tuple(since))

    async def _found(self, step: int) -> Noted:
        async with self._desk.look() as turn:
            return await _standing(turn, step)


async def _standing(turn: Turn, step: int) -> Noted:
    noted = await step_store.find(turn.tx, step) if 0 < step < 2**63 else None
    if noted is None:
        raise Refusal("question-step-unknown")
    if noted.undone:
        raise Refusal("question-undone-already", number=noted.question)
    return noted


async def _step(turn: Turn, noted: Noted) -> Step:
    return Step(noted.id, noted.question, noted.kind, await turn.question(noted.question))


async def _refuse(turn: Turn, noted: Noted, question: Question, since: list[Noted]) -> None:
    kinds = [one.kind for one in since]
    overtaken = Refusal("question-undo-overtaken", number=question.number, kind=what_came_between(question, kinds))
    if restored(question, noted.before, noted.after) is None:
        raise overtaken
    cleared = noted.cleared or max((one.cleared for one in since if noted.kind == "merge"), default=0)
    if cleared:
        raise Refusal("question-undo-votes-cleared", number=question.number, votes=cleared)
    if noted.beside is None:
        return
    beside = (await turn.stored(noted.beside)).question
    if noted.kind == "pin" and beside.state is not State.ANSWERED:
        raise overtaken
    if noted.kind == "merge":
        if (await turn.kept(noted.session)).sealed != noted.round:
            raise Refusal("question-undo-sealed", number=question.number)
        if beside.state is State.MERGED or (beside.state is State.ANSWERED and {"pin", "answered"} & {*kinds}):
            raise overtaken


async def _take_back(turn: Turn, noted: Noted, question: Question, key: Key | None) -> None:
    if noted.kind == "mute":
        for person in askers_of([await turn.stored(noted.question)], key):
            await people_store.unmute(turn.tx, noted.session, person)
        return
    before = restored(question, noted.before, noted.after) or question
    if before.state is State.ANSWERING:
        await _refuse_second(turn, question)
    await store.save(turn.tx, before)
    if noted.beside is None:
        return
    beside = (await turn.stored(noted.beside)).question
    if noted.kind == "pin":
        await store.save(turn.tx, replace(beside, state=State.ANSWERING))
    if noted.kind == "merge":
        await turn.count(noted.question, key)
        await turn.count(noted.beside, key)


async def _refuse_second(turn: Turn, question: Question) -> None:
    for one in await store.of_session(turn.tx, question.session):
        if one.question.state is State.ANSWERING and one.number != question.number:
            raise Refusal("question-undo-overtaken", number=question.number, kind="pin")


async def _untell(turn: Turn, noted: Noted, question: Question) -> None:
    """Nobody is to read what is no longer so; who has, is told in the same message, of their own question."""
    keys = keys_of(noted.id)
    withdrawn = await outbox.withdraw_prefix(turn.tx, keys)
    own = own_of(question, [one.question for one in await store.family(turn.tx, noted.question)])
    numbers = {f"{keys}{member}": str(one.number) for member, one in own.items()}
    told = {key: numbers.get(key, str(noted.question)) for key in withdrawn.told}
    lines = [(key, [Line("question-told-undone", {"number": number})]) for key, number in told.items()]
    await outbox.correct_all(turn.tx, lines)
