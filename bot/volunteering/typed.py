"""What people type about tasks, as what they mean. Pure; raises Refusal where it means nothing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.agenda.asking import chosen_day
from bot.agenda.formats.csv_cells import day_in, moment_cell, moment_in
from bot.agenda.model import Programme, Text
from bot.agenda.normal import normalise
from bot.core.refusal import Refusal
from bot.volunteering.model import Fixed, Preparation, Team, Tied, Timing

NOW_LASTS = timedelta(hours=1)
"""How long a task that is wanted now takes where nobody says."""

NOTHING = {"-", "–", "—", "－", "无"}
"""What people type to have nothing there any more."""

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


def text_edit(known: Text, typed: str | None, language: str, languages: Sequence[str], own: str = "") -> Text | None:
    """`known` with its version for `language` in new words, none for "-"; None where nothing is typed.

    `language` is '' where none is named: then a text in no stated language is replaced, and of another the version for
    `own`, the person's language. With a language named, a text that stated none counts as in the summit's other one.
    """
    if not typed or not typed.strip():
        return None
    words = "" if typed.strip() in NOTHING else typed
    if not known.versions and not language:
        return Text.of(words)
    others = [one for one in languages if one != language] if known.plain else []
    versions = {others[0]: known.plain} if others else dict(known.versions)
    return Text.of({**versions, language or own: words})


def list_edit(typed: str | None) -> tuple[str, ...] | None:
    """A list in place of the one that was, empty for "-"; None where nothing is typed."""
    if not typed or not typed.strip():
        return None
    return () if typed.strip() in NOTHING else words(typed)


def team_code(typed: str | None, teams: Mapping[str, Team]) -> str:
    """The code of the team that is meant, '' for nothing typed. Raises Refusal where none, or several, fit."""
    if not typed or not typed.strip():
        return ""
    wanted = normalise(typed)
    names = {code: {code, *(normalise(name) for name in team.name.every())} for code, team in teams.items()}
    exact = [code for code, own in names.items() if wanted in own]
    found = exact or [code for code, own in names.items() if any(wanted in name for name in own)]
    if len(found) == 1:
        return found[0]
    raise Refusal("task-team-unknown", seen=typed[:60])


@dataclass(frozen=True, slots=True)
class When:
    """A time as it was given in options; `session` is a code, what was left out is None."""

    day: str | None = None
    start: str | None = None
    end: str | None = None
    session: str | None = None
    before: int | None = None
    after: int | None = None
    due: str | None = None


def timing_typed(when: When, programme: Programme, now: datetime, *, at_once: bool = False) -> Timing:
    """When a task is. Raises Refusal."""
    if when.session:
        return Tied(when.session, when.before or 0, when.after or 0)
    if when.before is not None or when.after is not None:
        raise Refusal("task-session-missing")
    if at_once:
        begins = now.replace(second=0, microsecond=0)
        today = programme.local(now).date()
        return Fixed(begins, _moment(when.end, today, programme) if when.end else begins + NOW_LASTS)
    day = _day_of(when.day, programme, now)
    if when.due:
        return Preparation(_moment(when.due, day, programme))
    if when.start and when.end:
        return Fixed(_moment(when.start, day, programme), _moment(when.end, day, programme))
    raise Refusal("task-time-missing")


def timing_edit(when: When, known: Timing, programme: Programme, now: datetime) -> Timing | None:
    """When a task is to be that was at `known`: what is left out stays. None for nothing given. Raises Refusal."""
    if when == When():
        return None
    only_minutes = when == When(before=when.before, after=when.after)
    match known:
        case Tied(session, before, after) if only_minutes:
            return Tied(
                session, before if when.before is None else when.before, after if when.after is None else when.after
            )
        case Fixed(start, end) if when == When(when.day, when.start, when.end):
            return Fixed(*_edited((start, end), (when.start, when.end), when.day, programme, now))
        case Preparation(due) if when == When(when.day, due=when.due):
            return Preparation(*_edited((due,), (when.due,), when.day, programme, now))
        case _:
            return timing_typed(when, programme, now)


def _edited(
    known: Sequence[datetime], typed: Sequence[str | None], day: str | None, programme: Programme, now: datetime
) -> Iterator[datetime]:
    """Moments in place of those known: of the same day and on the same wall clock, as far as nothing else is typed."""
    old = programme.local(known[0]).date()
    new = _day_of(day, programme, now) if day else old
    for moment, cell in zip(known, typed, strict=True):
        yield _moment(cell or moment_cell(moment, old, programme.timezone), new, programme)


def _day_of(typed: str | None, programme: Programme, now: datetime) -> date | None:
    """A day of the summit, or any that is written out: things are put up before it begins. Raises Refusal."""
    try:
        return day_in((typed or "").strip())
    except ValueError:
        return chosen_day(typed, programme, now)


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
