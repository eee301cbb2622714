"""What named askers are told of their questions, as promises. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.outbox.model import Delivery, Line, To, Value, wording
from bot.questions.model import Question

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
    line = Line(key, _facts(question))
    askers = {one.asker for one in family if one.asker is not None}
    return [
        Delivery(
            key=f"{keys_of(step)}{member}",
            kind=KIND,
            to=To.person(member),
            lines=(line,),
            due=now,
            expires=now + _FRESH,
            subject=question.session,
            cause=f"{KIND}:{question.number}",
            private=True,
        )
        for member in sorted(askers)
        if member in routes and not routes[member].channel
    ]


def _facts(question: Question) -> dict[str, Value]:
    return {
        "number": str(question.number),
        "text": wording(question.text[:_QUOTED]),
        "into": str(question.merged_into or ""),
        "reason": wording(question.reason),
    }
