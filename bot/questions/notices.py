"""What named askers are told of their questions, as promises. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.outbox.model import Delivery, Line, To, Value, wording
from bot.questions.model import Question
from bot.questions.text import shown

KIND = "question"
"""The kind of these deliveries, and the first part of their keys."""

_FRESH = timedelta(minutes=30)
_QUOTED = 200


def keys_of(step: int) -> str:
    """What the keys of notices about a step begin with."""
    return f"{KIND}:{step}:"


def notices(
    key: str,
    step: int,
    question: Question,
    family: Iterable[Question],
    routes: Mapping[int, To],
    now: datetime,
) -> list[Delivery]:
    """To everyone who asked the question, or one that was merged into it, by name: the phrase `key`, because of `step`.

    Only to those who want direct messages; the others, as anonymous ones, look for themselves. What is said of being
    answered makes sense for half an hour.
    """
    own = own_of(question, family)
    return [
        Delivery(
            key=f"{keys_of(step)}{member}",
            kind=KIND,
            to=To.person(member),
            lines=(Line(key, _facts(own[member], question)),),
            due=now,
            expires=now + _FRESH,
            subject=question.session,
            cause=f"{KIND}:{question.number}",
            private=True,
        )
        for member in sorted(own)
        if member in routes and not routes[member].channel
    ]


def own_of(question: Question, family: Iterable[Question]) -> dict[int, Question]:
    """By member, the question of a family that they asked by name: `question` itself, else their first part of it."""
    ordered = sorted(family, key=lambda one: (one.number == question.number, -one.number))
    return {one.asker: one for one in ordered if one.asker is not None}


def _facts(own: Question, question: Question) -> dict[str, Value]:
    """`own`: what the reader asked; `question`: what happened to it, or to what it is part of."""
    return {
        "number": str(own.number),
        "text": wording(shown(own.text[:_QUOTED])),
        "into": str(question.merged_into or ""),
        "reason": wording(shown(question.reason)),
    }
