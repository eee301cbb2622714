"""A queue as cards on a moderator's phone: what is on each, and which ones stand together. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.questions.model import Question
from bot.questions.moderating import Queue

SECTIONS = ("answering", "waiting", "approved", "done")
"""The parts of the queue, from top to bottom."""

_GLANCE = 80  # characters of another question that tell which one it is


@dataclass(frozen=True, slots=True)
class Twin:
    """Another question that may be the same; `text` is its beginning."""

    number: int
    text: str
    votes: int


@dataclass(frozen=True, slots=True)
class Card:
    """A question with those that it may be merged into by one press. `tag` and `other_tag` are language tags."""

    question: Question
    twins: tuple[Twin, ...] = ()

    @property
    def tag(self) -> str:
        """Of its text."""
        return "zh-CN" if self.question.language == "zh" else "en"

    @property
    def other_tag(self) -> str:
        """Of its rendering."""
        return "en" if self.question.language == "zh" else "zh-CN"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the queue; `name` is one of SECTIONS."""

    name: str
    cards: tuple[Card, ...]


def sections_of(queue: Queue) -> tuple[Section, ...]:
    """The queue from top to bottom; in a part, likely twins follow the first of them."""
    open_ones = (*([queue.answering] if queue.answering else []), *queue.approved, *queue.waiting)
    known = {question.number: question for question in open_ones}
    twins = {number: tuple(one for one in group if one in known) for group in queue.twins for number in group}
    parts: dict[str, Iterable[Question]] = {
        "answering": [queue.answering] if queue.answering else [],
        "waiting": _together(queue.waiting, twins),
        "approved": _together(queue.approved, twins),
        "done": queue.done,
    }
    return tuple(
        Section(name, tuple(Card(question, _targets(question, known, twins)) for question in questions))
        for name, questions in parts.items()
    )


def _together(questions: Sequence[Question], twins: dict[int, tuple[int, ...]]) -> list[Question]:
    first: dict[int, int] = {}
    for place, question in enumerate(questions):
        for number in twins.get(question.number, (question.number,)):
            first.setdefault(number, place)
    return sorted(questions, key=lambda question: first[question.number])


def _targets(
    question: Question, known: dict[int, Question], twins: dict[int, tuple[int, ...]]
) -> tuple[Twin, ...]:
    others = (known[number] for number in twins.get(question.number, ()) if number != question.number)
    return tuple(Twin(one.number, _glance(one.text), one.votes) for one in others)


def _glance(text: str) -> str:
    return text if len(text) <= _GLANCE else text[: _GLANCE - 1] + "…"
