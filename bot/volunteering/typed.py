"""What people type about tasks, as what they mean. Pure; raises Refusal where it means nothing."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.agenda.formats.csv_cells import moment_in
from bot.agenda.model import Programme, Text
from bot.core.refusal import Refusal
from bot.volunteering.model import Fixed, Preparation, Tied, Timing

NOW_LASTS = timedelta(hours=1)
"""How long a task that is wanted now takes where nobody says."""

_LARGEST = 10**9


def task_number(typed: str) -> int:
    """The number of a task: 12, #12, １２. Raises Refusal for anything else, and for what no task can have."""
    plain = typed.strip().lstrip("#＃").strip()
    if plain.isdecimal() and len(plain) <= 10 and 0 < int(plain) < _LARGEST:
        return int(plain)
    raise Refusal("task-unknown", seen=typed[:20])


def member_in(state: str) -> int:
    """A member's id, or a number, in a button's state. Raises Refusal."""
    if state.isascii() and state.isdecimal() and len(state) <= 20:
        return int(state)
    raise Refusal("control-outdated")


def words(typed: str | None) -> tuple[str, ...]:
    """A list as people write one: between commas, semicolons or 、."""
    parts = re.split("[,，;；、\n]", typed or "")
    return tuple(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))


def text_edit(known: Text, typed: str | None, language: str) -> Text | None:
    """`known` with its version for `language` in new words; None where nothing is typed."""
    if not typed or not typed.strip():
        return None
    if not known.versions:
        return Text.of(typed)
    return Text.of({**dict(known.versions), language: typed})


def timing_typed(
    programme: Programme,
    now: datetime,
    day: date | None,
    start: str | None,
    end: str | None,
    session: str | None,
    before: int,
    after: int,
    due: str | None,
    *,
    at_once: bool = False,
) -> Timing | None:
    """When a task is, as given in options; None where nothing is. `session` is a code; `day` the one that is meant.

    Raises Refusal.
    """
    if session:
        return Tied(session, before, after)
    if due:
        return Preparation(_moment(due, day, programme))
    if at_once:
        begins = now.replace(second=0, microsecond=0)
        return Fixed(begins, _moment(end, programme.local(now).date(), programme) if end else begins + NOW_LASTS)
    if start and end:
        return Fixed(_moment(start, day, programme), _moment(end, day, programme))
    if start or end:
        raise Refusal("task-time-missing")
    return None


def _moment(typed: str, day: date | None, programme: Programme) -> datetime:
    try:
        return moment_in(typed.strip().replace("：", ":"), day, programme.timezone)
    except (LookupError, ValueError, OverflowError):
        raise Refusal("task-time-unclear", seen=typed[:40]) from None


def windows_in(text: str, days: tuple[date, ...], zone: ZoneInfo) -> tuple[tuple[datetime, datetime], ...]:
    """When someone can: "2024-03-28 09:00-12:00; 29" or "3/28"; '' for always. Raises Refusal."""
    found = []
    for part in re.split("[;；,，、\n]", text):
        if not part.strip():
            continue
        plain = part.strip().replace("：", ":").replace("～", "-").replace("–", "-").replace("至", "-")
        seen = re.fullmatch(r"(?P<day>.+?)(?:\s+(?P<start>\d{1,2}:\d\d)\s*-\s*(?P<end>\d{1,2}:\d\d))?", plain)
        day = _day(seen["day"], days) if seen else None
        if seen is None or day is None:
            raise Refusal("task-when-unclear", seen=part.strip()[:60])
        try:
            start = moment_in(seen["start"] or "00:00", day, zone)
            end = moment_in(seen["end"] or "24:00", day, zone)
        except ValueError:
            raise Refusal("task-when-unclear", seen=part.strip()[:60]) from None
        if end <= start:
            raise Refusal("task-when-unclear", seen=part.strip()[:60])
        found.append((start, end))
    return tuple(found)


def _day(text: str, days: tuple[date, ...]) -> date | None:
    numbers = [int(number) for number in re.findall(r"\d{1,4}", text[:40])]
    for day in days:
        if numbers in ([day.year, day.month, day.day], [day.month, day.day], [day.day]):
            return day
    return None
