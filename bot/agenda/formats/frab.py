"""What frab's XML and JSON mean by their dates, times and durations.

Source: the exports of frab and pretalx, and the validators of voc/schedule. `duration` is `hh:mm`; pretalx writes
`d:hh:mm` from a day on, older pentabarf `hh:mm:ss`.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_CHANGE = timedelta(hours=4)
"""When the page of the day turns if the file does not say: frab's own default."""

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_DURATION = re.compile(r"(?:(?P<days>\d):)?(?P<hours>\d{1,4}):(?P<minutes>\d{2})(?(days)|(?::\d{2})?)")


def length_of(duration: str) -> timedelta:
    """How long: "00:45", "2:00", "48:00", "1:02:30" (a day, two hours and a half), "00:45:00".

    Raises ValueError for anything else.
    """
    found = _DURATION.fullmatch(duration.strip())
    if not found:
        raise ValueError(duration)
    return timedelta(days=int(found["days"] or 0), hours=int(found["hours"]), minutes=int(found["minutes"]))


def wall_time(text: str) -> time:
    """A time of day, "9:30", "09:30" or "09:30:00". Raises ValueError."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    return time(int(found[1]), int(found[2]), int(found[3] or 0))


def moment_of(text: str) -> datetime:
    """A date and time in ISO 8601, with or without an offset. Raises ValueError, also for a year before 1970."""
    moment = datetime.fromisoformat(text.strip())
    if not 1970 <= moment.year <= 2200:
        raise ValueError(text)
    return moment


def on_day(day: date, clock: time, zone: ZoneInfo, *, changes_at: timedelta = DAY_CHANGE) -> datetime:
    """The moment (UTC) of a wall time listed under `day`: one earlier than `changes_at` is in the night after it."""
    since_midnight = timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
    on = day + timedelta(days=1) if since_midnight < changes_at else day
    return datetime.combine(on, clock, zone).astimezone(UTC)


def day_begins(change: str) -> timedelta:
    """`day_change`, a wall time ("09:00:00"), as time since midnight; DAY_CHANGE when blank. Raises ValueError."""
    if not change:
        return DAY_CHANGE
    clock = wall_time(change)
    return timedelta(hours=clock.hour, minutes=clock.minute)
