"""What people type into options, as what they mean. Pure; raises Refusal with the next step where it means nothing."""

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from bot.agenda.model import Programme, Room, Session, Status, Track
from bot.agenda.normal import normalise
from bot.agenda.search import SearchIndex
from bot.core.refusal import Refusal

_SEEN = 60
_TODAY = {"today", "今天", "now", "jintian"}
_TOMORROW = {"tomorrow", "明天", "mingtian"}


def usual_day(programme: Programme, now: datetime) -> date | None:
    """The day to show when none is asked for: today if it is one, else the next, else the last; None without days.

    Before four in the morning the night still belongs to the day before, if that is a day of the summit.
    """
    if not programme.days:
        return None
    local = programme.local(now)
    today = local.date()
    if local.hour < 4 and today - timedelta(days=1) in programme.days:
        return today - timedelta(days=1)
    return next((day for day in programme.days if day >= today), programme.days[-1])


def chosen_day(typed: str | None, programme: Programme, now: datetime) -> date | None:
    """The day that `typed` means: 2024-03-28, 3/28, 3月28日, 28, "2" for the second, "today", 明天. `now` is aware.

    Nothing typed: see `usual_day`. Raises Refusal for anything that is not a day of the summit.
    """
    if not typed or not typed.strip():
        return usual_day(programme, now)
    words = normalise(typed)
    today = programme.local(now).date()
    wanted = {**dict.fromkeys(_TODAY, today), **dict.fromkeys(_TOMORROW, today + timedelta(days=1))}.get(words)
    fitting = [day for day in programme.days if day == wanted or _means(typed, day)]
    numbered = re.fullmatch(r"\D*(\d)\D*", typed.strip())
    if not fitting and numbered and 0 < int(numbered[1]) <= len(programme.days):
        fitting = [programme.days[int(numbered[1]) - 1]]
    if len(fitting) != 1:
        days = ", ".join(day.isoformat() for day in programme.days)
        raise Refusal("day-unknown", seen=typed[:_SEEN], days=days)
    return fitting[0]


def chosen_since(typed: str | None, programme: Programme, now: datetime) -> datetime | None:
    """The moment (aware UTC) that `typed` means: a day of any month, a time of today, "6h" ago; None for nothing typed.

    Raises Refusal for anything else.
    """
    if not typed or not typed.strip():
        return None
    plain = unicodedata.normalize("NFKC", typed).strip()
    today = programme.local(now)
    if hours := re.fullmatch(r"(\d{1,3})\s*(?:h|小时|个小时)", plain):
        return now - timedelta(hours=int(hours[1]))
    with suppress(ValueError):
        if clock := re.fullmatch(r"(\d{1,2}):(\d{2})", plain):
            moment = today.replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0)
            return (moment if moment <= today else moment - timedelta(days=1)).astimezone(UTC)
        numbers = [int(number) for number in re.findall(r"\d{1,4}", plain)]
        if re.fullmatch(r"[\d/.\-年月日 ]+", plain) and len(numbers) in {2, 3}:
            year, month, day = numbers if len(numbers) == 3 else (today.year, *numbers)
            return datetime(year, month, day, tzinfo=programme.timezone).astimezone(UTC)
    raise Refusal("changes-since-unclear", seen=typed[:_SEEN])


def _means(typed: str, day: date) -> bool:
    numbers = [int(number) for number in re.findall(r"\d{1,4}", typed[:40])]
    if re.fullmatch(r"\s*\d{8}\s*", typed):
        return typed.strip() == f"{day:%Y%m%d}"
    return numbers in ([day.year, day.month, day.day], [day.month, day.day], [day.day])


def chosen_place(typed: str | None, places: Sequence[Room | Track], phrase: str) -> str:
    """The code of the room or track that `typed` means: its code, its name in any language, or a part of one.

    '' when nothing is typed. Raises Refusal(`phrase`) when none or several fit.
    """
    if not typed or not typed.strip():
        return ""
    if found := next((place for place in places if place.code == typed.strip().casefold()), None):
        return found.code
    fitting = places_like(typed, places)
    exact = [place for place in fitting if normalise(typed) in {normalise(name) for name in place.name.every()}]
    if len(exact or fitting) != 1:
        raise Refusal(phrase, seen=typed[:_SEEN])
    return (exact or fitting)[0].code


def places_like(typed: str, places: Sequence[Room | Track]) -> list[Room | Track]:
    """Rooms or tracks whose code or name contains what is typed; all for nothing typed."""
    words = normalise(typed)
    return [
        place
        for place in places
        if not words or words in place.code or any(words in normalise(name) for name in place.name.every())
    ]


def chosen_session(typed: str, index: SearchIndex, language: str) -> Session:
    """The session that `typed` means: its code, its title, or a part that fits just one.

    Raises Refusal, naming a few in `language` where several fit.
    """
    found = index.find(typed)
    if not found:
        raise Refusal("session-unknown", seen=typed[:_SEEN])
    if len(found) > 1:
        titles = " / ".join(session.title.in_language(language)[:_SEEN] for session in found[:3])
        raise Refusal("session-ambiguous", seen=typed[:_SEEN], titles=titles)
    return found[0]


def upcoming(programme: Programme, now: datetime) -> list[Session]:
    """What to suggest before anything is typed: what is on, then what comes, then what is over; breaks last in each."""

    def order(session: Session) -> tuple[int, bool]:
        end = programme.end_of(session)
        over = end is not None and end <= now
        on = programme.on_at(session, now)
        return (2 if over or session.status is Status.CANCELLED else 0 if on else 1, session.is_break)

    return sorted(programme, key=order)
