"""What moderators do with questions. Who may is asked before. Nobody overwrites what they have not seen."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.agenda.concerned import Routes
from bot.core.refusal import Refusal
from bot.questions import people_store, step_store, store, text
from bot.questions.desk import Desk, Turn, askers_of, seen
from bot.questions.grouping import Grouping
from bot.questions.model import WITHDRAWN, Box, Order, Question, State
from bot.questions.notices import notices
from bot.questions.ranking import newest, ranked
from bot.questions.rounds import Rounds
from bot.questions.step_store import Noted
from bot.questions.steps import Step, Undone, changed, refuse_merge, refuse_step
from bot.questions.tokens import Key
from bot.questions.undoing import Undoing


@dataclass(frozen=True, slots=True)
class Queue:
    """All of a box, for moderators. `done`: answered, dismissed and merged ones, the last asked first.

    `twins`: numbers of waiting and approved questions that may be the same, a group each. `last`: what can be undone.
    """

    box: Box
    answering: Question | None
    waiting: tuple[Question, ...]
    approved: tuple[Question, ...]
    done: tuple[Question, ...]
    twins: tuple[tuple[int, ...], ...]
    revision: int
    last: Step | None


class Moderating:
    """Use cases of moderators. `seen` is the version of a question that they decide on, from the queue."""

    def __init__(self, desk: Desk, rounds: Rounds, undoing: Undoing, routes: Routes) -> None:
        """`routes` tells how named askers want to be reached."""
        self._desk, self._rounds, self._routes = desk, rounds, routes
        self._undoing = undoing
        self._grouping: defaultdict[str, Grouping] = defaultdict(Grouping)

    async def waiting(self) -> int:
        """How many questions wait to be decided on, in all boxes."""
        async with self._desk.database.glance() as connection:
            return await store.waiting(connection)

    async def queue(self, session: str, order: Order = Order.WANTED) -> Queue:
        """All of a box. Raises Refusal where there is none."""
        revision = self._desk.live.revision(session)
        async with self._desk.look() as turn:
            box = await turn.box(session)
            questions = [seen(one.question, box) for one in await store.of_session(turn.tx, session)]
            last = await step_store.last(turn.tx, session)
        by_number = {one.number: one for one in questions}
        waiting = [one for one in questions if one.state is State.WAITING]
        approved = [one for one in questions if one.state is State.APPROVED]
        return Queue(
            box,
            next((one for one in questions if one.state is State.ANSWERING), None),
            self._ordered(waiting, order),
            self._ordered(approved, order),
            newest(one for one in questions if one.state in {State.ANSWERED, State.DISMISSED, State.MERGED}),
            await self._grouping[session].twins([*waiting, *approved]),
            revision,
            Step(last.id, last.question, last.kind, by_number[last.question]) if last else None,
        )

    async def question(self, session: str, number: int) -> Question:
        """One of a session's questions as it is now; much faster than the queue. Raises Refusal where there is none."""
        async with self._desk.glance() as turn:
            question = await turn.question(number)
        if question.session != session:
            raise Refusal("question-unknown", seen=str(number)[:20])
        return question

    def _ordered(self, questions: Iterable[Question], order: Order) -> tuple[Question, ...]:
        return newest(questions) if order is Order.NEWEST else ranked(questions, balanced=self._desk.rules.balanced)

    async def approve(self, number: int, seen: int) -> Step:
        """Put a waiting question on the board. Raises Refusal."""
        return await self._simple("approve", number, seen, state=State.APPROVED, held=False)

    async def dismiss(self, number: int, seen: int, reason: str) -> Step:
        """Take a question off, with a reason that its asker may read. Raises Refusal, also where there is none."""
        why = text.plain(reason)[: text.LONGEST_REASON].strip()
        if not why:
            raise Refusal("panel-reason-missing")
        if why == WITHDRAWN:  # what is stored would say that its asker took it back
            raise Refusal("question-reason-reserved")
        return await self._simple("dismiss", number, seen, tell=True, state=State.DISMISSED, reason=why)

    async def answered(self, number: int, seen: int) -> Step:
        """Say that a question was answered. Raises Refusal."""
        return await self._simple("answered", number, seen, tell=True, state=State.ANSWERED)

    async def back(self, number: int, seen: int) -> Step:
        """Put a dismissed or answered question on the board again. Raises Refusal."""
        return await self._simple("back", number, seen, state=State.APPROVED, reason="")

    async def render(self, number: int, seen: int, other: str) -> Step:
        """Keep a question's rendering in the other language; '' takes it away. Raises Refusal."""
        words = text.tidied(other) if other.strip() else ""
        return await self._simple("render", number, seen, other=words)

    async def note(self, number: int, seen: int, answer: str) -> Step:
        """Keep in short what was answered; '' takes it away. Raises Refusal."""
        words = text.tidied(answer) if answer.strip() else ""
        return await self._simple("note", number, seen, answer=words)

    async def take_away(self, session: str, texts: Sequence[str]) -> tuple[str, ...]:
        """Keep what people should remember of a session, a sentence each, in place of what stood there.

        Raises Refusal where one is too long, or there is no such box.
        """
        kept = tuple(text.tidied(one) for one in texts if one.strip())
        async with self._desk.turn() as turn:
            await turn.box(session)
            await store.set_takeaways(turn.tx, session, kept)
        return kept

    async def takeaways(self, session: str) -> tuple[str, ...]:
        """What people should remember of a session."""
        async with self._desk.look() as turn:
            return (await store.takeaways(turn.tx)).get(session, ())

    async def pin(self, number: int, seen: int) -> Step:
        """Say that a question is answered now; the one before counts as answered. Raises Refusal."""
        async with self._desk.turn() as turn:
            before = await _checked(turn, number, "pin", seen)
            stored = await store.of_session(turn.tx, before.session)
            last = next((one.question for one in stored if one.question.state is State.ANSWERING), None)
            if last:
                await store.save(turn.tx, replace(last, state=State.ANSWERED))
            step = await self._noted(turn, "pin", before, replace(before, state=State.ANSWERING), last, tell=True)
        return self._told(step)

    async def edit(self, number: int, seen: int, typed: str, *, sense_changed: bool) -> Step:
        """Word a question otherwise; what was asked is kept. Its votes go where its sense changed. Raises Refusal."""
        words = text.tidied(typed)
        async with self._desk.turn() as turn:
            before = await _checked(turn, number, "edit", seen)
            asked = before.original or before.text
            after = replace(
                before, text=words, language=text.language_of(words), original="" if asked == words else asked
            )
            step = await self._noted(turn, "edit", before, after, cleared=before.votes if sense_changed else 0)
            if sense_changed:
                parts = [one.number for one in await store.family(turn.tx, number)]
                await people_store.remove_votes(turn.tx, parts)
                await people_store.clear_tallies(turn.tx, parts)
                await turn.count(number, None)
                step = replace(step, question=await turn.question(number))
        return self._told(step)

    async def merge(self, number: int, seen: int, into: int) -> Step:
        """Make a question part of another: who wanted either wants that, each once. Raises Refusal."""
        key = await self._key_of(number)
        async with self._desk.turn() as turn:
            before = (await turn.stored(number)).question
            other = (await turn.stored(into)).question
            end = other
            while end.merged_into:
                end = (await turn.stored(end.merged_into)).question
            refuse_merge(before, other, end)
            refuse_step(before, "merge", seen)
            after = replace(before, state=State.MERGED, merged_into=into)
            step = await self._noted(turn, "merge", before, after, other, tell=True)
            await turn.count(into, key)
        return self._told(step)

    async def mute(self, number: int, seen: int) -> Step:
        """Let whoever asked this ask no more in this round of the box, whoever it is. Raises Refusal."""
        key = await self._key_of(number)
        async with self._desk.turn() as turn:
            question = await _checked(turn, number, "mute", seen)
            kept = await turn.kept(question.session)
            whose = askers_of([await turn.stored(number)], key)
            if key is None or kept.key != key.name or not whose or question.round != kept.sealed:
                raise Refusal("question-mute-late", number=number)
            if not await people_store.mute(turn.tx, question.session, *whose):
                raise Refusal("question-muted-already", number=number)
            noted = Noted(question.session, number, "mute", {}, {}, round=kept.sealed)
            step = Step(await step_store.note(turn.tx, noted), number, "mute", await turn.question(number))
        return self._told(step)

    async def undo(self, step: int, session: str = "") -> Undone:
        """Take a step back, as `Undoing.undo` does. Raises Refusal."""
        return await self._undoing.undo(step, session)

    async def open_box(self, session: str) -> Box:
        """Open a session's box now, whatever the programme says. Raises Refusal where it does not take place."""
        async with self._desk.look() as turn:
            pending = (await turn.kept(session)).sealing
        if pending:
            await self._rounds.seal(session)
        async with self._desk.turn() as turn:
            known = turn.programme.sessions_by_code.get(session) if turn.programme else None
            if known is None:
                raise Refusal("session-gone")
            if known.status != "scheduled":
                raise Refusal("question-session-off", title=" / ".join(known.title.every())[:120])
            kept = await turn.kept(session)
            if not (known.questions or kept.by_hand) or not (await turn.box(session)).is_open(turn.now):
                await store.save_box(turn.tx, replace(kept, by_hand="open", since=turn.now))
            box = await turn.box(session)
        self._desk.live.told(session)
        return box

    async def close_box(self, session: str) -> Box:
        """Close a session's box now, and revoke the links to its moderators' page; before its time it will not open.

        Raises Refusal where there is none.
        """
        async with self._desk.turn() as turn:
            box, kept = await turn.box(session), await turn.kept(session)
            kept = replace(kept, links=kept.links + 1)
            if box.is_open(turn.now):
                kept = replace(kept, by_hand="closed", since=turn.now)
            elif kept.by_hand != "closed" and box.closed_at(turn.now) is None:
                kept = replace(kept, by_hand="closed", since=turn.now if kept.key else None)
            await store.save_box(turn.tx, kept)
            box = await turn.box(session)
        self._desk.live.told(session)
        return box

    async def box(self, session: str) -> Box:
        """A session's box alone. Raises Refusal where there is none."""
        async with self._desk.glance() as turn:
            return await turn.box(session)

    async def boxes(self) -> tuple[Box, ...]:
        """All boxes, open ones first, in the order of the programme."""
        async with self._desk.look() as turn:
            return tuple(sorted(await turn.boxes(), key=lambda box: not box.is_open(turn.now)))

    async def _simple(
        self, kind: str, number: int, version: int, *, tell: bool = False, **fields: object
    ) -> Step:
        async with self._desk.turn() as turn:
            before = await _checked(turn, number, kind, version)
            after = replace(before, **fields)  # type: ignore[arg-type]
            told = tell and not (kind == "answered" and before.state is State.ANSWERING)
            step = await self._noted(turn, kind, before, after, tell=told)
        return self._told(step)

    async def _noted(
        self, turn: Turn, kind: str, before: Question, after: Question, beside: Question | None = None, *,
        tell: bool = False, cleared: int = 0,
    ) -> Step:  # fmt: skip
        """Keep the question as it is after a step, and the step; tell its askers where `tell`."""
        await store.save(turn.tx, after)
        was, is_ = changed(before, after)
        beside_number = beside.number if beside else None
        sealed = (await turn.kept(before.session)).sealed
        noted = Noted(before.session, before.number, kind, was, is_, beside_number, cleared, sealed)
        step = Step(await step_store.note(turn.tx, noted), before.number, kind, await turn.question(before.number))
        if tell:
            await self._tell(turn, step)
        return step

    async def _tell(self, turn: Turn, step: Step) -> None:
        box = await turn.box(step.question.session)
        family = [seen(one.question, box) for one in await store.family(turn.tx, step.number)]
        askers = {one.asker for one in family if one.asker is not None}
        if askers:
            routes = await self._routes.routes(turn.tx, askers)
            key = f"question-told-{step.kind}"
            await turn.post(notices(key, step.id, step.question, family, routes, turn.now))

    async def _key_of(self, number: int) -> Key | None:
        async with self._desk.glance() as turn:
            session = (await turn.stored(number)).question.session
        return await self._rounds.known(session)

    def _told(self, step: Step) -> Step:
        self._desk.live.told(step.question.session)
        return step


async def _checked(turn: Turn, number: int, kind: str, version: int) -> Question:
    question = (await turn.stored(number)).question
    refuse_step(question, kind, version)
    return question
