"""What organisers are told unasked: that a source has a new version, fails, or works again. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.agenda import telling
from bot.agenda.changes import ChangeSet
from bot.agenda.model import Programme, Session
from bot.agenda.overrides import Field, Overruled, Verdict, with_value
from bot.core.refusal import Refusal
from bot.outbox.model import Delivery, Line, Press, To, Value, phrase, wording

CHANNEL = "organisers"
"""The purpose of the channel in which organisers are told."""

_NEWS = timedelta(days=7)


def found_key(number: int) -> str:
    """The key of the delivery that tells of the proposal `number`."""
    return f"proposal:{number}"


def found(number: int, source: str, changes: ChangeSet, now: datetime) -> Delivery:
    """That `source` has a new version, which waits as the proposal `number`; a button shows it."""
    return Delivery(
        key=found_key(number),
        kind="proposal",
        to=To.post(CHANNEL),
        lines=(Line("source-changed", {"source": wording(source)}), *change_lines(changes)),
        due=now,
        expires=now + _NEWS,
        cause=f"proposal:{number}",
        presses=(Press("proposal", str(number), "proposal-look-button"),),
    )


def change_lines(changes: ChangeSet) -> Iterator[Line]:
    """How many sessions change in what, what is held back, and how often chat and source disagree."""
    for aspect, count in changes.counts().most_common():
        yield Line("source-aspect", {"aspect": phrase(f"aspect-{aspect}"), "count": count})
    for hold in changes.holds:
        values: dict[str, Value] = {"lost": hold.lost, "total": hold.total, "name": wording(hold.name.as_data())}
        yield Line(f"hold-{hold.reason}", values)
    if count := sum(one.verdict is Verdict.CONTRADICTED for one in changes.overruled):
        yield Line("source-contradicts", {"count": count})


def override_line(one: Overruled, programme: Programme) -> Line:
    """What was set in chat about a session beside what the source says. `programme` knows the rooms."""
    override = one.override
    values: dict[str, Value] = {
        "title": telling.title(one.said),
        "set": _field(with_value(one.said, override.field, override.value), override.field, programme),
        "said": _field(one.said, override.field, programme),
    }
    return Line(f"override-{one.verdict}", values)


def _field(session: Session, field: Field, programme: Programme) -> Value:
    match field:
        case Field.TIME:
            return telling.when(session)
        case Field.ROOMS:
            return telling.rooms(session, programme)
        case Field.STATUS:
            return phrase(f"override-status-{session.status}")


def failing(source: str, refused: Refusal, now: datetime) -> Delivery:
    """That a source cannot be had, and why."""
    values: dict[str, Value] = {
        name: value if isinstance(value, str | int) else str(value) for name, value in refused.values.items()
    }
    reason = phrase(refused.phrase, **values)
    return _about(source, Line("source-failing", {"source": wording(source), "reason": reason}), now)


def works_again(source: str, now: datetime) -> Delivery:
    """That a source that could not be had can be had again."""
    return _about(source, Line("source-works-again", {"source": wording(source)}), now)


def _about(source: str, line: Line, now: datetime) -> Delivery:
    return Delivery(
        key=f"{line.phrase}:{now:%Y-%m-%dT%H:%M:%S.%f}:{source}",
        kind="source",
        to=To.post(CHANNEL),
        lines=(line,),
        due=now,
        expires=now + _NEWS,
        cause="sources",
    )
