"""What stands in an iCalendar file, told apart: the calendar, an event's times and repetitions, its description."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice, takewhile
from typing import Any

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from icalendar import Calendar, Component

from bot.agenda.formats import extension
from bot.core.refusal import Fault, Faults

MOST_REPEATS = 400
"""Sessions that one repeated event may become."""

CARRIER = f"X-{extension.NAME.upper()}"
"""The property in which our own exports carry what the format has no place for."""

_LED = re.compile(
    r"\s*(?:(?:讲者|講者|演讲者|嘉宾)?\s*(?:speakers?|presenters?|presented by|von|by)|讲者|講者|演讲者|嘉宾)"
    r"\s*[:：]\s*(?P<names>[^\n]{1,2000})(?:\n+|$)",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?:^|\n)\s*Link:\s*(?P<address>https?://\S+)\s*$")
_BETWEEN = re.compile(r"\s*[,;、，；]\s*|\s+(?:and|und|&)\s+")
_TIMES = {None, "DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "RECURRENCE-ID"}


class EventFault(Exception):
    """What is wrong with one event; whoever reads the file knows its line."""

    def __init__(self, phrase: str, field: str, **values: object) -> None:
        super().__init__(phrase, field, values)
        self.phrase, self.field, self.values = phrase, field, values


@dataclass(frozen=True, slots=True)
class Described:
    """What a description tells: who speaks, the text without that, and the address that some feeds append."""

    speakers: tuple[str, ...]
    text: str
    address: str


def parse_calendar(file: str, text: str) -> Calendar:
    """The calendar in `text`; of several, the first with the events of all. Raises Faults with the line."""
    try:
        calendars = [part for part in Calendar.from_ical(text, multiple=True) if part.name == "VCALENDAR"]
    except ValueError as wrong:
        raise Faults([_broken(file, text, str(wrong)[:200])]) from wrong
    if not calendars:
        raise Faults([_broken(file, text, "END:VCALENDAR?")])
    for more in calendars[1:]:
        calendars[0].subcomponents += more.subcomponents
    return calendars[0]


def event_lines(text: str) -> list[int]:
    """The lines, from 1, in which events begin."""
    return [number for number, line in enumerate(_lines(text), 1) if line.strip().upper() == "BEGIN:VEVENT"]


def first(component: Mapping[str, Any], name: str) -> Any:
    """A property's value; the first where a feed repeats what should be there once; else None."""
    value = component.get(name)
    return value[0] if isinstance(value, list) else value


def words(component: Mapping[str, Any], name: str) -> str:
    """A property's text; '' when it is not there."""
    return str(first(component, name) or "").strip()


def identity(event: Component) -> str:
    """The UID; with the time that it stands for when the event replaces one of a repeated event's."""
    replaced = first(event, "RECURRENCE-ID")
    return identity_at(words(event, "UID"), replaced.dt) if replaced else words(event, "UID")


def identity_at(uid: str, moment: date) -> str:
    """The identity of one of a repeated event's times."""
    if isinstance(moment, datetime) and moment.tzinfo:
        moment = moment.astimezone(UTC)
    return f"{uid} {moment:%Y%m%dT%H%M}"


def begins_and_lasts(event: Component) -> tuple[date, timedelta | None]:
    """When an event begins, a date or a date and time, and how long it lasts if it says so. Raises EventFault."""
    for field, reason in event.errors:
        if field in _TIMES:
            raise EventFault("agenda-calendar-broken", field or "", reason=reason)
    begins, ends, lasts = (first(event, name) for name in ("DTSTART", "DTEND", "DURATION"))
    if begins is None:
        raise EventFault("fault-missing", "DTSTART")
    for field, time in (("DTSTART", begins), ("DTEND", ends)):
        if time and isinstance(time.dt, datetime) and time.dt.tzinfo is None and "TZID" in time.params:
            raise EventFault("agenda-timezone-unknown", field, seen=time.params["TZID"])
        if time and not 1970 <= time.dt.year <= 2200:
            raise EventFault("fault-moment", field, seen=time.dt.isoformat())
    if not ends:
        return begins.dt, lasts.dt if lasts else None
    try:
        return begins.dt, ends.dt - begins.dt
    except TypeError:  # a date and a time, or one in a zone and the other in none
        return begins.dt, None


def repetitions(event: Component, begins: date) -> list[date]:
    """Every time that an event takes place, in the form of `begins`. Raises EventFault, also when there is no end."""
    rule = first(event, "RRULE")
    if rule is None:
        return [begins]
    if not {"COUNT", "UNTIL"} & rule.keys():
        raise EventFault("agenda-calendar-endless", "RRULE")
    zone = begins.tzinfo if isinstance(begins, datetime) else None
    opening = _floating(begins, begins)
    until = min((_floating(last, begins) for last in rule.get("UNTIL", ())), default=datetime.max)  # noqa: DTZ901
    try:
        limitless = ";".join(part for part in rule.to_ical().decode().split(";") if not part.startswith("UNTIL"))
        times = [*islice(takewhile(lambda time: time <= until, rrulestr(limitless, dtstart=opening)), MOST_REPEATS)]
    except (TypeError, ValueError) as wrong:
        raise EventFault("agenda-calendar-broken", "RRULE", reason=wrong) from wrong
    exceptions = event.get("EXDATE", [])
    listed = exceptions if isinstance(exceptions, list) else [exceptions]
    left_out = {_floating(each.dt, begins) for exception in listed for each in exception.dts}
    kept = [time for time in dict.fromkeys([opening, *times]) if time not in left_out]
    return [time.replace(tzinfo=zone) if isinstance(begins, datetime) else time.date() for time in kept]


def described(event: Component) -> Described:
    """What the description, and ATTENDEEs with names, tell."""
    text = words(event, "DESCRIPTION")
    address = ""
    if link := _LINK.search(text):
        text, address = text[: link.start()], link["address"]
    names: list[str] = []
    if led := _LED.match(text):
        text, names = text[led.end() :], _BETWEEN.split(led["names"])
    attendees = event.get("ATTENDEE", [])
    listed = attendees if isinstance(attendees, list) else [attendees]
    called = [str(attendee.params.get("CN", "")) for attendee in listed]
    speakers = [name.strip() for name in called if name.strip() and "@" not in name] or names
    return Described(tuple(dict.fromkeys(filter(None, (" ".join(name.split()) for name in speakers)))), text, address)


def _floating(moment: date, like: date) -> datetime:
    """`moment` on the wall clock of `like`, as naive time; a date is its midnight."""
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    zone = like.tzinfo if isinstance(like, datetime) else None
    return (moment.astimezone(zone) if moment.tzinfo and zone else moment).replace(tzinfo=None)


def _broken(file: str, text: str, reason: str) -> Fault:
    """The first line that is neither a property, nor a folded one, nor ends what is open; else the last."""
    opened: list[str] = []
    lines = _lines(text)
    place = len(lines)
    for number, line in enumerate(lines, 1):
        word, colon, value = line.strip().upper().partition(":")
        lost = bool(line.strip()) and not line.startswith((" ", "\t")) and not colon
        if word == "BEGIN":
            opened.append(value)
        if lost or (word == "END" and (not opened or opened.pop() != value)):
            place = number
            break
    return Fault(file, "agenda-calendar-broken", place, values={"reason": reason})


def _lines(text: str) -> list[str]:
    return re.split(r"\r?\n", text.rstrip())
