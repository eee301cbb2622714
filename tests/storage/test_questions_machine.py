"""Asking, voting, moderating, undoing, sealing and restarting at random: what holds after each step."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.core.clock import StoppedClock
from bot.core.refusal import Refusal
from bot.questions.model import Question, State
from tests.questions_world import MINUTE, START, World, opened

PEOPLE = st.integers(1, 5)
NUMBERS = st.integers(1, 6)
SESSIONS = st.sampled_from(("open", "closed"))
KEPT = ("text", "original", "other", "state", "merged_into", "reason", "answer")


@dataclass(slots=True)
class Model:
    """What the test knows of a question: who asked and wants it, in which round, and what rounds that are over left."""

    session: str
    asker: int | None
    named: bool
    round: int
    wanted: set[int] = field(default_factory=set)
    tally: int = 0


class Panels(RuleBasedStateMachine):
    """Two boxes on real files. States and merges are read from the program; votes are counted here from who voted."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = StoppedClock(START)
        self.stack = AsyncExitStack()
        self.models: dict[int, Model] = {}
        self.rounds = {"open": 0, "closed": 0}
        self.steps: dict[int, tuple[int, dict[int, Question]]] = {}

    def do(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    def tried(self, work: Any) -> Any:
        """What it gives, or the phrase of the refusal."""
        try:
            return self.do(work)
        except Refusal as refusal:
            return refusal.phrase

    @initialize()
    def begin(self) -> None:
        self.world: World = self.do(self.stack.enter_async_context(opened(Path(self.folder.name), self.clock)))
        self.now: dict[int, Question] = {}

    def questions(self) -> dict[int, Question]:
        """Everything as moderators see it, by number."""
        found = {}
        for session in self.rounds:
            queue = self.do(self.world.all.moderating.queue(session))
            for one in (*queue.waiting, *queue.approved, *queue.done, *filter(None, [queue.answering])):
                found[one.number] = one
        return found

    def family(self, number: int) -> Iterator[int]:
        """A question and all that is part of it."""
        yield number
        for part, one in self.now.items():
            if one.merged_into == number:
                yield from self.family(part)

    def askers(self, parts: list[int]) -> set[int]:
        """Who asked any of these, as far as that can still be known."""
        models = [self.models[part] for part in parts]
        known = [one for one in models if one.named or one.round == self.rounds[one.session]]
        return {one.asker for one in known if one.asker is not None}

    def votes(self, number: int) -> int:
        parts = [*self.family(number)]
        wanted = set[int]().union(*(self.models[part].wanted for part in parts))
        return max(len(wanted - self.askers(parts)), *(self.models[part].tally for part in parts))

    @rule(member=PEOPLE, session=SESSIONS, anonymous=st.booleans())
    def ask(self, member: int, session: str, anonymous: bool) -> None:
        if len(self.models) < 6:
            text = f"Question {len(self.models)}?"
            asked = self.do(self.world.all.asking.ask(member, session, text, anonymous=anonymous, name=f"N{member}"))
            named = session == "open" and not anonymous
            assert (asked.question.asker, asked.question.round) == (member if named else None, self.rounds[session])
            self.models[asked.question.number] = Model(session, member, named, self.rounds[session])

    @rule(member=PEOPLE, number=NUMBERS)
    def vote(self, member: int, number: int) -> None:
        outcome = self.tried(self.world.all.asking.vote(member, number))
        question, model = self.now.get(number), self.models.get(number)
        if model is None or question is None or question.state is not State.APPROVED:
            assert isinstance(outcome, str)
            return
        parts = [*self.family(number)]
        if model.round != self.rounds[model.session]:
            assert outcome == "question-round-over"
        elif member in self.askers(parts):
            assert outcome == "question-own"
        else:
            given = not any(member in self.models[part].wanted for part in parts)
            assert outcome.given == given
            for part in parts:
                self.models[part].wanted.discard(member)
            if given:
                model.wanted.add(member)

    @rule(
        number=NUMBERS, stale=st.booleans(),
        kind=st.sampled_from(("approve", "approve", "approve", "dismiss", "pin", "answered", "back", "note", "render")),
    )  # fmt: skip
    def decide(self, number: int, kind: str, stale: bool) -> None:
        before = self.now
        if number in before:
            words = {"dismiss": ("no",), "note": ("Yes.",), "render": ("别的",)}.get(kind, ())
            seen = before[number].version - stale
            outcome = self.tried(getattr(self.world.all.moderating, kind)(number, seen, *words))
            assert not (stale and not isinstance(outcome, str))
            self.noted(outcome, before)

    @rule(number=NUMBERS, sense=st.booleans(), words=st.sampled_from(("Question 0?", "Otherwise?")))
    def edit(self, number: int, sense: bool, words: str) -> None:
        before = self.now
        if number in before:
            work = self.world.all.moderating.edit(number, before[number].version, words, sense_changed=sense)
            outcome = self.tried(work)
            self.noted(outcome, before)
            if sense and not isinstance(outcome, str):
                for part in self.family(number):
                    self.models[part].wanted, self.models[part].tally = set(), 0

    @rule(number=NUMBERS, into=NUMBERS)
    def merge(self, number: int, into: int) -> None:
        before = self.now
        if number in before:
            outcome = self.tried(self.world.all.moderating.merge(number, before[number].version, into))
            self.noted(outcome, before)

    @rule(member=PEOPLE, number=NUMBERS)
    def withdraw(self, member: int, number: int) -> None:
        outcome = self.tried(self.world.all.asking.withdraw(member, number))
        if not isinstance(outcome, str):
            assert member in self.askers([number])
            assert outcome.state is (self.now[number].state if len([*self.family(number)]) > 1 else State.DISMISSED)
            if outcome.state is not State.DISMISSED:
                self.models[number].asker = None

    @rule(step=st.integers(1, 12))
    def undo(self, step: int) -> None:
        before = self.now
        outcome = self.tried(self.world.all.moderating.undo(step))
        self.now = self.questions()
        if isinstance(outcome, str):
            assert self.now == before
            return
        number, then = self.steps.pop(step)
        assert (outcome.question.state, outcome.question.merged_into) == (then[number].state, then[number].merged_into)
        for other, one in self.now.items():
            untouched = other != number and one.state is before[other].state
            assert not untouched or [getattr(one, name) for name in KEPT] == [
                getattr(before[other], name) for name in KEPT
            ]

    def noted(self, outcome: Any, before: dict[int, Question]) -> None:
        self.now = self.questions()
        if isinstance(outcome, str):
            assert self.now == before
        else:
            self.steps[outcome.id] = (outcome.number, before)

    @rule(session=SESSIONS)
    def seal(self, session: str) -> None:
        moderating = self.world.all.moderating
        keys = self.do(self.world.rows(f"SELECT key FROM question_box WHERE session = '{session}' AND key <> ''"))
        left = {
            number: 0 if one.state is State.MERGED else self.votes(number)
            for number, one in self.now.items() if self.models[number].session == session
        }  # fmt: skip
        self.do(moderating.close_box(session))
        self.clock.advance(MINUTE)
        self.do(self.world.all.boxes.run())
        self.do(moderating.open_box(session))
        if keys:
            self.rounds[session] += 1
            for number, tally in left.items():
                self.models[number].wanted, self.models[number].tally = set(), tally

    @rule()
    def restart(self) -> None:
        self.do(self.stack.aclose())
        self.world = self.do(self.stack.enter_async_context(opened(Path(self.folder.name), self.clock)))

    @invariant()
    def what_always_holds(self) -> None:
        if not self.models:
            return
        before, self.now = self.now, self.questions()
        shown = {number: one.votes for number, one in self.now.items() if one.state is not State.MERGED}
        assert shown == {number: self.votes(number) for number in shown}  # everyone once, never for their own
        answering = [one.session for one in self.now.values() if one.state is State.ANSWERING]
        assert len(answering) == len({*answering})
        assert all(self.ends(number) for number in self.now)
        assert all(self.now[number].version >= one.version for number, one in before.items())

    def ends(self, number: int) -> list[int]:
        """The question, and where it was merged to, to the end. Fails for a circle."""
        passed = [number]
        while into := self.now[passed[-1]].merged_into:
            assert into not in passed
            passed.append(into)
        return passed

    def teardown(self) -> None:
        self.do(self.stack.aclose())
        self.loop.close()
        self.folder.cleanup()


TestPanels = Panels.TestCase
TestPanels.settings = settings(
    max_examples=4, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
