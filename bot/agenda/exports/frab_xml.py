"""frab's schedule XML, for the apps and tools of conferences: Giggity, EventFahrplan, voctools, Engelsystem.

What frab has no field for is carried in processing instructions, which every other reader and the schema pass over.
"""

from datetime import datetime
from xml.etree import ElementTree as ET

from bot.agenda.exports.frab import FrabDay, FrabEvent, FrabSchedule
from bot.agenda.exports.shown import Carried, not_shown
from bot.agenda.formats import extension, frab_xml
from bot.agenda.model import Programme
from bot.core.phrasebook import Phrasebook


def export(programme: Programme, phrasebook: Phrasebook, now: datetime) -> bytes:
    """The programme as UTF-8 XML. `now` (aware UTC) dates a schedule that has no day yet."""
    schedule = FrabSchedule(programme, phrasebook)
    bare = _written(schedule, {}, now)
    ids = {code: str(number) for code, number in schedule.numbers.items()}
    return _written(schedule, not_shown(programme, schedule.placed, bare, frab_xml.read, ids), now)


def _written(schedule: FrabSchedule, carried: Carried, now: datetime) -> bytes:
    root = ET.Element("schedule")
    ET.SubElement(root, "generator", name="summit-bot")
    ET.SubElement(root, "version").text = str(schedule.programme.revision)
    _add_conference(root, schedule, now)
    for day in schedule.days:
        _add_day(root, day, carried)
    ET.indent(root)
    written: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return written + b"\n"


def _add_conference(root: ET.Element, schedule: FrabSchedule, now: datetime) -> None:
    days = [day.date for day in schedule.days] or [schedule.programme.local(now).date()]
    conference = ET.SubElement(root, "conference")
    for tag, text in (
        ("acronym", schedule.acronym),
        ("title", schedule.title),
        ("start", days[0].isoformat()),
        ("end", days[-1].isoformat()),
        ("days", str(len(schedule.days))),
        ("timeslot_duration", "00:05"),
        ("time_zone_name", schedule.programme.timezone.key),
    ):
        ET.SubElement(conference, tag).text = text
    data = extension.programme_data(schedule.programme, schedule.title, schedule.unplaced)
    conference.append(ET.ProcessingInstruction(extension.NAME, extension.as_json(data)))


def _add_day(root: ET.Element, day: FrabDay, carried: Carried) -> None:
    opens, closes = day.opens.isoformat(), day.closes.isoformat()
    element = ET.SubElement(root, "day", index=str(day.index), date=day.date.isoformat(), start=opens, end=closes)
    for name, events in day.rooms.items():
        room = ET.SubElement(element, "room", name=name)
        for event in events:
            made = _event(event)
            if data := carried.get(event.session.code):
                made.append(ET.ProcessingInstruction(extension.NAME, extension.as_json(data)))
            room.append(made)


def _event(event: FrabEvent) -> ET.Element:
    session = event.session
    element = ET.Element("event", guid=event.guid, id=str(event.number))
    for tag, text in (
        ("date", event.date.isoformat()),
        ("start", event.date.strftime("%H:%M")),
        ("duration", event.duration),
        ("room", event.room),
        ("slug", event.slug),
        ("url", session.url),
        ("title", event.title),
        ("subtitle", ""),
        ("track", event.track),
        ("type", session.kind.value),
        ("language", session.language),
        ("abstract", event.abstract),
        ("description", ""),
    ):
        if text or tag != "url":  # the schema takes no empty address
            ET.SubElement(element, tag).text = text
    recording = ET.SubElement(element, "recording")
    ET.SubElement(recording, "license")
    ET.SubElement(recording, "optout").text = str(session.chatham_house).lower()
    persons = ET.SubElement(element, "persons")
    for number, name in event.persons:
        ET.SubElement(persons, "person", id=str(number)).text = name
    ET.SubElement(element, "links")
    return element
