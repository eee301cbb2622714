"""What volunteers and leads are told, as promises. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.outbox.model import Delivery, Line, Press, To, Value, moment, phrase, roles, wording
from bot.volunteering.model import Event, Shift, Team
from bot.volunteering.written import time_text

CHANGE = "task-change"
"""The kind of what tells people that something about their task is otherwise."""

REMINDER = "task-reminder"
"""The kind of what reminds people of their shifts."""

CALL = "task-call"
"""The kind of what calls for help."""

VOLUNTEERS = "volunteers"
ORGANISERS = "organisers"

_DAY = timedelta(days=1)

CHECK_IN = Press("task-check-in", "", "task-button-check-in")
CLAIM = Press("task-claim", "", "task-button-claim")
ACCEPT_OFFER = Press("task-offer-accept", "", "task-button-accept")
DECLINE_OFFER = Press("task-offer-decline", "", "task-button-decline")
NO_SHOW = Press("task-no-show", "", "task-button-no-show")
LET_GO = Press("task-let-go", "", "task-button-let-go")
ACCEPT_SWAP = Press("task-swap-accept", "", "task-button-accept")
DECLINE_SWAP = Press("task-swap-decline", "", "task-button-decline")


def about(press: Press, state: object) -> Press:
    """A button about this."""
    return Press(press.action, str(state), press.phrase)


def person(member: int) -> Value:
    """A member as a value: Discord shows the name, and nobody is pinged."""
    return phrase("task-person", member=str(member))


def facts(shift: Shift) -> dict[str, Value]:
    """Number, title, beginning and place of a task, as values."""
    begins = shift.begins
    return {
        "number": str(shift.number),
        "title": wording(shift.draft.title.as_data()),
        "when": moment(begins) if begins else phrase("task-time-open"),
        "place": wording(shift.draft.place.as_data()) if shift.draft.place else phrase("task-place-open"),
    }


def subject(number: int) -> str:
    """What promises about a task have as their subject."""
    return f"task-{number}"


def lives_until(event: Event, shift: Shift) -> datetime:
    """Until when it makes sense to tell of an event: the shift's end, and a day at least."""
    return max(shift.end or event.at, event.at + _DAY)


def notice(
    event: Event,
    shift: Shift,
    key: str,
    member: int,
    *,
    presses: Sequence[Press] = (),
    values: Mapping[str, Value] | None = None,
) -> Delivery:
    """That `event` happened, to one person: the phrase `key` with the task's facts and `values`."""
    return Delivery(
        key=f"task:{event.id}:{member}",
        kind=CHANGE,
        to=To.person(member),
        lines=(Line(key, {**facts(shift), **(values or {})}),),
        due=event.at,
        expires=lives_until(event, shift),
        subject=subject(shift.number),
        cause=f"task:{shift.number}",
        presses=tuple(presses),
    )


def lead_of(shift: Shift, teams: Mapping[str, Team]) -> int | None:
    """The task's lead, or the team's."""
    team = teams.get(shift.draft.team)
    return shift.draft.lead or (team.lead if team else None)


def to_lead(
    event: Event,
    shift: Shift,
    key: str,
    teams: Mapping[str, Team],
    *,
    presses: Sequence[Press] = (),
    values: Mapping[str, Value] | None = None,
) -> Delivery:
    """The same to the lead; where there is none, to the organisers' channel."""
    lead = lead_of(shift, teams)
    return Delivery(
        key=f"task:{event.id}:lead",
        kind="task-lead",
        to=To.person(lead) if lead else To.post(ORGANISERS),
        lines=(Line(key, {**facts(shift), **(values or {})}),),
        due=event.at,
        expires=lives_until(event, shift),
        subject=subject(shift.number),
        cause=f"task:{shift.number}",
        presses=tuple(presses),
    )


def reminder(shift: Shift, member: int, lead: timedelta, *, check_in: bool) -> Delivery | None:
    """A reminder `lead` before a shift begins or is due; None for one without a time. One that moved has another key.

    With `check_in` there is a button for that.
    """
    begins = shift.begins
    if begins is None or shift.trouble:
        return None
    key = "task-reminder-due" if shift.start is None else "task-reminder"
    return Delivery(
        key=f"{REMINDER}:{shift.number}:{time_text(begins)}:{int(lead.total_seconds() // 60)}:{member}",
        kind=REMINDER,
        to=To.person(member),
        lines=(Line(key, facts(shift)), *instructions(shift)),
        due=begins - lead,
        expires=begins if check_in else begins - lead / 2,
        subject=subject(shift.number),
        cause=f"task:{shift.number}",
        presses=(about(CHECK_IN, shift.number),) if check_in and shift.start else (),
    )


def instructions(shift: Shift) -> tuple[Line, ...]:
    """What the task's people are to do, as a line where it says so."""
    text = shift.draft.instructions
    return (Line("task-instructions", {"text": wording(text.as_data())}),) if text else ()


MANY = 0
"""Stands in a call's key in place of a task's number where it is for several."""

_LISTED = 8


def mention(names: Iterable[str]) -> tuple[Line, ...]:
    """A line that mentions the roles of teams in a post, nothing for none."""
    each = [*dict.fromkeys(names)]
    return (Line("task-call-roles", {"roles": roles(each)}),) if each else ()


def call_many(
    short: Sequence[tuple[Shift, int]], step: str, to: To, now: datetime, named: Iterable[str] = ()
) -> Delivery:
    """A call for several shifts, with how many people each lacks, in one post: first those that begin first.

    `named`: roles to mention.
    """
    ordered = sorted(short, key=lambda one: (one[0].begins or now, one[0].number))
    lines = [Line(f"task-call-{step}", {**facts(shift), "missing": missing}) for shift, missing in ordered[:_LISTED]]
    if more := len(ordered) - len(lines):
        lines.append(Line("list-more", {"more": more}))
    ends = [shift.end for shift, _ in ordered if shift.end]
    return Delivery(
        key=f"{CALL}:{MANY}:{step}:{time_text(now)}",
        kind=CALL,
        to=to,
        lines=(*mention(named), *lines),
        due=now,
        expires=max([*ends, now + timedelta(minutes=1)]),
        cause="tasks",
    )


def call(shift: Shift, step: str, to: To, missing: int, due: datetime, named: Iterable[str] = ()) -> Delivery:
    """A call for help: to a person (`step` "people"), the volunteers ("team") or the organisers ("organisers").

    `named`: roles to mention. A person is asked once for a task, however often it moves.
    """
    mark = str(to.member) if to.member else time_text(shift.begins or due)
    return Delivery(
        key=f"{CALL}:{shift.number}:{step}:{mark}",
        kind=CALL,
        to=to,
        lines=(*mention(named), Line(f"task-call-{step}", {**facts(shift), "missing": missing})),
        due=due,
        expires=max(shift.end or due, due + timedelta(minutes=1)),
        subject=subject(shift.number),
        cause=f"task:{shift.number}",
        presses=() if step == "organisers" else (about(CLAIM, shift.number),),
    )
