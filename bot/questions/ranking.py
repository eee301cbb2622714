"""In which order questions are shown. Pure."""

from collections.abc import Iterable

from bot.questions.model import Question


def ranked(questions: Iterable[Question], *, balanced: bool) -> tuple[Question, ...]:
    """The most wanted first, of equals the oldest. `balanced`: languages take turns as long as both have some.

    The first is the most wanted of all either way.
    """
    ordered = sorted(questions, key=lambda one: (-one.votes, one.number))
    if not balanced or not ordered:
        return tuple(ordered)
    first = [one for one in ordered if one.language == ordered[0].language]
    second = [one for one in ordered if one.language != ordered[0].language]
    both = min(len(first), len(second))
    turns = [one for pair in zip(first, second, strict=False) for one in pair]
    return (*turns, *first[both:], *second[both:])


def newest(questions: Iterable[Question]) -> tuple[Question, ...]:
    """The last asked first."""
    return tuple(sorted(questions, key=lambda one: -one.number))
