"""Two shifts of one person at once, since one of them moved: their leads are warned. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bot.outbox.model import Delivery, Line, To
from bot.volunteering.model import Event, Shift, Team
from bot.volunteering.notices import ORGANISERS, facts, lead_of, lives_until, person, subject
from bot.volunteering.written import time_text


def newly_overlapping(before: Shift, after: Shift, own: Iterable[Shift]) -> list[Shift]:
    """Those of someone's `own` shifts that overlap one that moved, and did not as long as people knew of its move."""
    return [
        other
        for other in own
        if other.number != after.number and after.overlaps(other) and not before.overlaps(_as_told(other))
    ]


def _as_told(shift: Shift) -> Shift:
    start, end = shift.task.told
    return replace(shift, start=start, end=end, trouble=None)


def warnings(
    event: Event, after: Shift, member: int, others: Iterable[Shift], teams: Mapping[str, Team]
) -> Iterator[Delivery]:
    """To the leads of both shifts, once for the two however they came to overlap; without a lead to the organisers."""
    for other in others:
        pair = "-".join(sorted(f"{one.number}@{time_text(one.begins or event.at)}" for one in (after, other)))
        line = Line("task-lead-overlap", {**facts(after), "other": str(other.number), "person": person(member)})
        for lead in dict.fromkeys((lead_of(after, teams), lead_of(other, teams))):
            yield Delivery(
                key=f"task-overlap:{pair}:{member}:{lead or ORGANISERS}",
                kind="task-lead",
                to=To.person(lead) if lead else To.post(ORGANISERS),
                lines=(line,),
                due=event.at,
                expires=lives_until(event, after),
                subject=subject(after.number),
                cause=f"task:{after.number}",
            )
