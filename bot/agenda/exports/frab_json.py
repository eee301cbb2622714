"""frab's schedule JSON, as frab and pretalx write it: `schedule.conference.days[].rooms{name: [event]}`.

What it has no field for is carried under a key of our own in `schedule`, where the validator allows any.
"""

import json
from datetime import datetime
from typing import Any

from bot.agenda.exports.frab import FrabDay, FrabEvent, FrabSchedule
from bot.agenda.exports.shown import Carried, not_shown
from bot.agenda.formats import extension, frab_json
from bot.agenda.model import Programme
from bot.core.phrasebook import Phrasebook


def export(programme: Programme, phrasebook: Phrasebook, now: datetime) -> bytes:
    """The programme as UTF-8 JSON. `now` (aware UTC) dates a schedule that has no day yet."""
    schedule = FrabSchedule(programme, phrasebook)
    bare = _written(schedule, {}, now)
    ids = {code: str(number) for code, number in schedule.numbers.items()}
    return _written(schedule, not_shown(programme, schedule.placed, bare, frab_json.read, ids), now)


def _written(schedule: FrabSchedule, carried: Carried, now: datetime) -> bytes:
    data = extension.programme_data(schedule.programme, schedule.title, schedule.unplaced)
    events = {event.guid: carried[event.session.code] for event in schedule.events() if event.session.code in carried}
    written = {
        "schedule": {
            "version": str(schedule.programme.revision),
            "conference": _conference(schedule, now),
            extension.NAME: {**data, "events": events},
        }
    }
    return json.dumps(written, ensure_ascii=False, indent=1).encode() + b"\n"


def _conference(schedule: FrabSchedule, now: datetime) -> dict[str, Any]:
    days = [day.date for day in schedule.days] or [schedule.programme.local(now).date()]
    return {
        "acronym": schedule.acronym,
        "title": schedule.title,
        "start": days[0].isoformat(),
        "end": days[-1].isoformat(),
        "daysCount": len(schedule.days),
        "timeslot_duration": "00:05",
        "time_zone_name": schedule.programme.timezone.key,
        "days": [_day(day) for day in schedule.days],
    }


def _day(day: FrabDay) -> dict[str, Any]:
    return {
        "index": day.index,
        "date": day.date.isoformat(),
        "day_start": day.opens.isoformat(),
        "day_end": day.closes.isoformat(),
        "rooms": {name: [_event(event) for event in events] for name, events in day.rooms.items()},
    }


def _event(event: FrabEvent) -> dict[str, Any]:
    session = event.session
    return {
        "id": event.number,
        "guid": event.guid,
        "date": event.date.isoformat(),
        "start": event.date.strftime("%H:%M"),
        "duration": event.duration,
        "room": event.room,
        "slug": event.slug,
        "url": session.url or f"urn:uuid:{event.guid}",  # required, and an address
        "title": event.title,
        "subtitle": "",
        "track": event.track or None,
        "type": session.kind.value,
        "language": session.language,
        "abstract": event.abstract,
        "description": "",
        "recording_license": "",
        "do_not_record": session.chatham_house,
        "persons": [{"id": number, "public_name": name} for number, name in event.persons],
        "links": [],
        "attachments": [],
    }
