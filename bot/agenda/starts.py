"""A new start of a session, as people type it. Pure; raises Refusal with what may be typed where it means nothing."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta

from bot.agenda.asking import chosen_day, usual_day
from bot.agenda.model import Programme, Session, Text
from bot.core.refusal import Refusal

_SEEN = 60
_SHIFT = re.compile(
    r"(?P<sign>[+-])\s*(?:(?P<hours>\d{1,2})(?::(?P<rest>\d{2})|\s*(?:h|hours?|小时))|(?P<minutes>\d{1,3})"
    r"\s*(?:m|min|minutes?|分|分钟)?)"
)
_CLOCK = re.compile(
    r"(?P<day>.*?)[\st,]*(?P<half>上午|早上|下午|晚上)?\s*(?<!\d)(?P<hour>\d{1,2})"
    r"(?:\s*(?P<late>am|pm)|[:点时](?P<minute>\d{2})?(?::00)?分?\s*(?P<later>am|pm)?)"
)
_AFTERNOON = {"下午", "晚上", "pm"}
_MORNING = {"上午", "早上", "am"}


def chosen_start(typed: str, session: Session, programme: Programme, now: datetime) -> datetime:
    """The moment (aware UTC) that `typed` means as the new start of `session`; `now` is aware.

    "14:30" and "2:30 pm" are on the session's own day, "25:00" in the night after it; "3/29 10:00", 明天10:00 and
    "2024-03-29T10:00" are venue time, with an offset they are what they say; "+15" and "-1:30" count from its start.
    """
    text = unicodedata.normalize("NFKC", typed[:_SEEN]).strip().casefold()
    if moment := _with_offset(text):
        return moment
    if shift := _SHIFT.fullmatch(text):
        if session.start is None:
            raise Refusal("start-open", seen=typed[:_SEEN])
        return session.start + _length(shift)
    if not (clock := _CLOCK.fullmatch(text)):
        raise Refusal("start-unclear", seen=typed[:_SEEN])
    own_day = session.day or usual_day(programme, now)
    day = chosen_day(clock["day"], programme, now) if clock["day"] else own_day
    hour, minute = _hour(clock), int(clock["minute"] or 0)
    if day is None or hour > 29 or minute > 59:
        raise Refusal("start-unclear", seen=typed[:_SEEN])
    return _at(day, hour, minute, programme, now)


def chosen_moment(typed: str, programme: Programme, now: datetime) -> datetime:
    """The moment (aware UTC) to come that `typed` means: as `chosen_start`, with today and `now` to count from.

    Raises Refusal where it means nothing.
    """
    today = programme.local(now).date()
    return chosen_start(typed, Session("-", Text(), day=today, start=now), programme, now)


def _with_offset(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def _length(shift: re.Match[str]) -> timedelta:
    length = timedelta(hours=int(shift["hours"] or 0), minutes=int(shift["rest"] or shift["minutes"] or 0))
    return -length if shift["sign"] == "-" else length


def _hour(clock: re.Match[str]) -> int:
    hour, half = int(clock["hour"]), clock["half"] or clock["late"] or clock["later"]
    if half in _AFTERNOON and hour < 12:
        return hour + 12
    return 0 if half in _MORNING and hour == 12 else hour


def _at(day: date, hour: int, minute: int, programme: Programme, now: datetime) -> datetime:
    """A venue wall time that clocks skip is refused; of one that comes twice, the first that is still to come."""
    date_meant = day + timedelta(days=hour // 24)
    wall = datetime(date_meant.year, date_meant.month, date_meant.day, hour % 24, minute, tzinfo=programme.timezone)
    moments = [wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]
    if programme.local(moments[0]).replace(tzinfo=None, fold=0) != wall.replace(tzinfo=None):
        zone = programme.timezone.key or ""
        raise Refusal("agenda-time-skipped", time=f"{wall:%H:%M}", day=date_meant.isoformat(), timezone=zone)
    return next((moment for moment in moments if moment > now), moments[0])
