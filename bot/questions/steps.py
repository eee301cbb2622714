"""What moderators may do with a question in which state, and what can be taken back. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.core.refusal import Refusal
from bot.questions.model import WITHDRAWN, Question, State

FIELDS = ("text", "original", "other", "language", "state", "merged_into", "reason", "held", "answer")
"""The fields of a question that steps change."""

_W, _A, _N = State.WAITING, State.APPROVED, State.ANSWERING

FROM: Mapping[str, frozenset[State]] = {
    "approve": frozenset({_W}),
    "dismiss": frozenset({_W, _A, _N}),
    "pin": frozenset({_W, _A}),
    "answered": frozenset({_W, _A, _N}),
    "edit": frozenset({_W, _A, _N}),
    "merge": frozenset({_W, _A}),
    "render": frozenset({_W, _A, _N, State.ANSWERED}),
    "note": frozenset({_A, _N, State.ANSWERED}),
    "mute": frozenset(State),
    "back": frozenset({State.DISMISSED, State.ANSWERED, _N}),
}
"""The steps, and the states in which a question may be for each."""

INTO = frozenset({_W, _A, _N, State.ANSWERED})
"""The states in which others may be merged into a question."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a moderator did. Nobody says who. `question` is as it was then, or is, where it is listed."""

    id: int
    number: int
    kind: str
    question: Question


@dataclass(frozen=True, slots=True)
class Undone:
    """A step that was taken back; `since`: what was done about the question after it, and stands."""

    question: Question
    since: tuple[Step, ...]


def refuse_step(question: Question, kind: str, version: int) -> None:
    """Raise Refusal unless a moderator who has seen this version of a question may do this."""
    number, state = question.number, question.state.value
    if question.version != version:
        raise Refusal("question-changed-meanwhile", number=number, state=state)
    withdrawn = kind == "back" and question.state is State.DISMISSED and question.reason == WITHDRAWN
    if question.state not in FROM[kind] or withdrawn:
        raise Refusal("question-step-misplaced", number=number, state="withdrawn" if withdrawn else state)


def refuse_merge(question: Question, into: Question, end: Question) -> None:
    """Raise Refusal unless one may be merged into the other; `end` is what that was merged into itself, to the end."""
    if question.number == into.number:
        raise Refusal("question-merge-itself", number=question.number)
    if end.number == question.number:
        raise Refusal("question-merge-circle", number=question.number, into=into.number)
    if question.session != into.session:
        raise Refusal("question-merge-elsewhere", number=question.number, into=into.number)
    if into.state is State.MERGED:
        raise Refusal("question-merge-merged", number=into.number, into=end.number)
    if into.state not in INTO:
        raise Refusal("question-merge-dismissed", number=into.number)


def changed(before: Question, after: Question) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields in which they differ, as they were and as they are: JSON."""
    names = [name for name in FIELDS if getattr(before, name) != getattr(after, name)]
    return {name: getattr(before, name) for name in names}, {name: getattr(after, name) for name in names}


def restored(question: Question, before: Mapping[str, Any], after: Mapping[str, Any]) -> Question | None:
    """`question` with what a step changed as it was before it; None where one of that is otherwise by now."""
    if any(getattr(question, name) != value for name, value in after.items()):
        return None
    values: dict[str, Any] = {**before}
    if "state" in values:
        values["state"] = State(values["state"])
    return replace(question, **values)


def what_came_between(question: Question, since: Sequence[str]) -> str:
    """What stands in the way: "withdraw" for the asker's own doing, else the last step's kind, or "other"."""
    if question.state is State.DISMISSED and question.reason == WITHDRAWN:
        return "withdraw"
    return since[-1] if since else "other"
