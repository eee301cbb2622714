"""One's own shifts as a calendar file (RFC 5545). Pure."""

from collections.abc import Sequence
from datetime import datetime

from icalendar import Calendar, Event

from bot.volunteering.model import Shift


def calendar(shifts: Sequence[Shift], language: str, now: datetime) -> bytes:
    """The shifts that have a time, and due dates as moments, in the words of `language`. `now` is the DTSTAMP."""
    made = Calendar()
    for key, text in (("VERSION", "2.0"), ("PRODID", "-//summit-bot//shifts//EN"), ("METHOD", "PUBLISH")):
        made.add(key, text)
    for shift in shifts:
        if shift.begins and not shift.trouble:
            made.add_component(_event(shift, language, now))
    written: bytes = made.to_ical(sorted=False)
    return written


def _event(shift: Shift, language: str, now: datetime) -> Event:
    event, draft = Event(), shift.draft
    event.add("UID", f"task-{shift.number}@summit-bot")
    event.add("DTSTAMP", now)
    event.add("DTSTART", shift.begins)
    if shift.start and shift.end:
        event.add("DTEND", shift.end)
    event.add("SUMMARY", f"#{shift.number} {draft.title.in_language(language)}")
    for key, text in (("DESCRIPTION", draft.instructions), ("LOCATION", draft.place)):
        if text:
            event.add(key, text.in_language(language))
    return event
