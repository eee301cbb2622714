"""What is given out: read back without a change, and in the form that other tools ask for."""

import csv
import json
import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from icalendar import Calendar

from bot.agenda.changes import compare
from bot.agenda.exports import EXPORTS
from bot.agenda.formats import AgendaFile, Venue, extension
from bot.agenda.formats.reading import read_programme, recognised
from bot.agenda.formats.xml_tree import Element, parse_xml
from bot.agenda.model import Block, Kind, PartOfDay, Programme, Room, Session, Speaker, Status, Text, Track
from bot.core.phrasebook import Phrasebook
from bot.core.refusal import Faults
from tests.programmes import large_programme, programmes
from tests.site_formats import AGENDAS, needs_agendas

NOW = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
PHRASEBOOK = Phrasebook.load()
ELSEWHERE = Venue(Text.of("Elsewhere"), ZoneInfo("America/Sao_Paulo"))

REAL = (
    "31c3.xml", "camp2019-frab.json", "coscup-2022-session.json", "debconf23.xml", "defcon-25-hackertracker.json",
    "droidcon-2025-sessions-v1.csv", "droidcon-nyc-2019-gridsmart.json", "emf-2022.frab.xml", "emf-2022.ics",
    "europython-2022-pretalx-talks.json", "europython-2024-day3-programapi.json", "fosdem-2024.xml",
    "kielux-2020.ics", "linux-conf-au-2020.ics", "rc3-pretalx.json", "sitcon-2021-session.json",
)


def exported(programme: Programme, name: str) -> bytes:
    return EXPORTS[name](programme, PHRASEBOOK, NOW)


def read_back(data: bytes) -> Programme:
    return read_programme(AgendaFile("export", data), ELSEWHERE)


def session(**values: Any) -> Session:
    start = datetime(2024, 3, 28, 1, 0, tzinfo=UTC)
    usual = {"code": "talk", "title": Text.of("Talk"), "day": date(2024, 3, 28), "start": start}
    return Session(**{**usual, "end": start + timedelta(minutes=45), **values})


HALLS = (Room("main", Text.of({"zh-CN": "主会场", "en": "Main Hall"})), Room("b", Text.of("Hall B")))
TRACKS = (Track("dao", Text.of("道")),)
BLOCKS = (Block("keynotes", Text.of("Keynotes")),)


def programme_of(*sessions: Session, revision: int = 0) -> Programme:
    name = Text.of({"zh-CN": "开源峰会", "en": "OSPO Summit"})
    return Programme.checked(name, ZoneInfo("Asia/Shanghai"), HALLS, TRACKS, BLOCKS, sessions, revision)


@pytest.mark.parametrize("name", EXPORTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(programme=programmes())
def test_importing_ones_own_export_changes_nothing(name: str, programme: Programme) -> None:
    data = exported(programme, name)
    assert len(recognised(AgendaFile("export", data))) == 1
    got = read_back(data)
    assert got == replace(programme, revision=0)
    changes = compare(programme, got)
    assert (changes.changes, changes.frame, changes.holds) == ((), (), ())
    assert exported(replace(got, revision=programme.revision), name) == data


@needs_agendas
@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("file", REAL)
def test_real_programmes_come_back_from_every_format(file: str, name: str) -> None:
    venue = Venue(Text.of("Venue"), ZoneInfo("Europe/Berlin"))
    programme = read_programme(AgendaFile(file, (AGENDAS / file).read_bytes()), venue)
    assert read_back(exported(programme, name)) == programme


@pytest.mark.parametrize("name", EXPORTS)
def test_own_agenda_comes_back(name: str) -> None:
    data = (Path(__file__).parents[2] / "config/agenda.yaml").read_bytes()
    programme = read_programme(AgendaFile("agenda.yaml", data), ELSEWHERE)
    assert read_back(exported(programme, name)) == programme


@pytest.mark.parametrize("name", EXPORTS)
def test_largest_programme_comes_back(name: str) -> None:
    programme = large_programme()
    assert (len(programme.sessions), len(programme.rooms)) == (1_000, 72)
    assert read_back(exported(programme, name)) == replace(programme, revision=0)


@pytest.mark.parametrize(("name", "old", "new"), [
    ("frab-xml", "<title>开源 / Open</title>", "<title>Closed</title>"),
    ("frab-json", '"title": "开源 / Open"', '"title": "Closed"'),
    ("ics", "SUMMARY:开源 / Open", "SUMMARY:Closed"),
])
def test_edit_of_a_formats_own_field_wins_over_what_is_carried(name: str, old: str, new: str) -> None:
    both = session(title=Text.of({"zh-CN": "开源", "en": "Open"}), rooms=("main", "b"), chatham_house=True)
    data = exported(programme_of(both), name)
    assert old.encode() in data
    got = read_back(data.replace(old.encode(), new.encode()))
    assert got.sessions == (replace(both, title=Text.of("Closed")),)


@pytest.mark.parametrize("carried", ['{"rooms":1}', '{"hat":["x",""]}', '{"code":["x"]}', "[]", "{", "[" * 99_999])
def test_carried_data_that_no_export_wrote_is_refused(carried: str) -> None:
    data = exported(programme_of(session()), "frab-xml").decode()
    forged = re.sub(r"(?s)(<event.*)<\?summit-bot .*?\?>", lambda found: f"{found[1]}<?summit-bot {carried}?>", data)
    with pytest.raises(Faults) as raised:
        read_back(forged.encode())
    assert [fault.phrase for fault in raised.value.faults] == ["agenda-extension-broken"]


@pytest.mark.parametrize(
    ("field", "forged"), [("start", "2024-03-28T09:00:00"), ("start", "9999-12-31T23:59:59Z"), ("kind", "dance")]
)
def test_carried_value_that_the_model_forbids_is_refused(field: str, forged: str) -> None:
    seen = session()
    data = extension.carried(session(start=NOW, kind=Kind.PANEL), seen)
    data[field][0] = forged
    with pytest.raises(extension.ExtensionError):
        extension.restored(seen, data)


def test_carried_address_that_is_none_of_the_web_is_left_out() -> None:
    seen = session(url="https://example.org/")
    data = extension.carried(session(url="javascript:alert(1)"), seen)
    assert extension.restored(seen, data).url == ""


@pytest.mark.parametrize("name", ["frab-xml", "frab-json", "ics"])
def test_event_without_what_is_carried_is_read_by_its_own_fields(name: str) -> None:
    data = exported(programme_of(session(title=Text.of({"zh-CN": "开源", "en": "Open"}), rooms=("main",))), name)
    unfolded = data.replace(b"\r\n ", b"")
    bare = re.sub(rb"<\?summit-bot .*?\?>|X-SUMMIT-BOT:[^\r]*\r\n", b"", unfolded).replace(b'"summit-bot"', b'"x"')
    (talk,) = got = read_back(bare)
    assert (got.name, talk.title) == (Text.of("开源峰会 / OSPO Summit"), Text.of("开源 / Open"))
    assert [room.name for room in got.rooms] == [Text.of("主会场 / Main Hall")]


def test_calendar_has_stable_ids_a_sequence_and_utc_times() -> None:
    first = programme_of(session(rooms=("main", "b"), speakers=(Speaker(Text.of("姜宁"), Text.of("ASF")),)))
    moved = programme_of(session(start=NOW, end=None, title=Text.of("New")), revision=7)
    (one,), (other,) = (Calendar.from_ical(exported(p, "ics")).walk("VEVENT") for p in (first, moved))
    assert one["UID"] == other["UID"] == "talk.osposummit@summit-bot"
    assert (one["SEQUENCE"], other["SEQUENCE"]) == (0, 7)
    assert one["DTSTAMP"].dt == NOW
    assert one["DTSTART"].to_ical() == b"20240328T010000Z"
    assert one["DESCRIPTION"] == "讲者 Speakers: 姜宁 (ASF)"
    assert one["LOCATION"] == "主会场 / Main Hall, Hall B"
    assert "DTEND" not in other


def test_calendar_says_what_is_cancelled_and_postponed_in_status_and_title() -> None:
    shown = {
        event["SUMMARY"]: event["STATUS"]
        for event in Calendar.from_ical(
            exported(programme_of(*(session(code=status.value, status=status) for status in Status)), "ics")
        ).walk("VEVENT")
    }
    assert shown == {"Talk": "CONFIRMED", "已延期 Postponed: Talk": "TENTATIVE", "已取消 Cancelled: Talk": "CANCELLED"}


def test_calendar_shows_an_evening_as_the_whole_day_and_leaves_out_what_has_no_day() -> None:
    evening = session(code="dinner", start=None, end=None, part=PartOfDay.EVENING)
    someday = session(code="someday", start=None, end=None, day=None)
    (event,) = Calendar.from_ical(exported(programme_of(evening, someday), "ics")).walk("VEVENT")
    assert event["DTSTART"].to_ical() == b"20240328"


def test_every_line_of_a_calendar_ends_as_the_standard_asks_and_is_short() -> None:
    lines = exported(large_programme(sessions=20), "ics").split(b"\r\n")
    assert max(map(len, lines)) == 75
    assert not any(b"\n" in line for line in lines)


def test_table_runs_no_formula_in_a_spreadsheet() -> None:
    evil = session(
        title=Text.of("=HYPERLINK(1)"), abstract=Text.of("+cmd|' /C calc'!A0"), source_id="-1",
        speakers=(Speaker(Text.of("@SUM(A1)")),),
    )
    rows = [*csv.reader(StringIO(exported(programme_of(evil), "csv").decode("utf-8-sig")))]
    assert len(rows) == 2
    assert [cell for cell in rows[1] if re.match(r"[=+\-@\t\r]", cell)] == []


def test_table_is_written_as_its_reader_describes_it() -> None:
    data = exported(programme_of(session(title=Text.of({"zh-CN": "开源", "en": "Open"}), rooms=("main",))), "csv")
    assert data.startswith(b"\xef\xbb\xbfcode,title,title_en,title_zh,day,start,end,part,room,")
    row = next(csv.DictReader(StringIO(data.decode("utf-8-sig"))))
    assert (row["title_zh"], row["day"], row["start"], row["end"]) == ("开源", "2024-03-28", "09:00", "09:45")
    assert [value for name, value in row.items() if name.startswith("summit-bot")] == [""]


FRAB_JSON_EVENT = {
    "id": int, "guid": str, "date": str, "start": str, "duration": str, "room": str, "slug": str, "url": str,
    "title": str, "subtitle": str, "track": str | None, "type": str, "language": str, "abstract": str,
    "description": str, "recording_license": str, "do_not_record": bool, "persons": list, "links": list,
    "attachments": list,
}
"""What the validator at voc/schedule requires of an event, and the types that frab and pretalx write."""


@given(programme=programmes())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_frab_json_has_the_validators_fields_types_and_patterns(programme: Programme) -> None:
    conference = json.loads(exported(programme, "frab-json"))["schedule"]["conference"]
    assert conference.keys() == {
        "acronym", "title", "start", "end", "daysCount", "timeslot_duration", "time_zone_name", "days",
    }
    assert re.fullmatch(r"[a-z0-9_-][a-z0-9_]{3,}", conference["acronym"])
    assert conference["daysCount"] == len(conference["days"])
    events = []
    for day in conference["days"]:
        assert day.keys() == {"index", "date", "day_start", "day_end", "rooms"}
        for room, listed in day["rooms"].items():
            assert {event["room"] for event in listed} == {room}
            events += listed
    for event in events:
        assert event.keys() == FRAB_JSON_EVENT.keys()
        assert all(isinstance(event[name], kind) for name, kind in FRAB_JSON_EVENT.items())
        assert re.fullmatch(r"[a-z0-9]{4,}-[0-9]{1,6}-[a-z0-9_-]{4,}", event["slug"])
        assert re.fullmatch(r"[0-9]+:[0-9]{2}", event["duration"])
        assert all(person.keys() == {"id", "public_name"} and person["id"] > 0 for person in event["persons"])
        assert event["id"] > 0
    for unique in ("id", "guid", "slug"):
        assert len({str(event[unique]) for event in events}) == len(events)
    assert {str(UUID(event["guid"])) for event in events} == {event["guid"] for event in events}


@needs_agendas
@pytest.mark.parametrize("file", ["camp2019-frab.json", "rc3-pretalx.json"])
def test_frab_json_has_no_field_that_real_ones_lack(file: str) -> None:
    real = json.loads((AGENDAS / file).read_bytes())["schedule"]
    ours = json.loads(exported(large_programme(sessions=5), "frab-json"))["schedule"]
    assert ours.keys() - real.keys() == {"summit-bot"}
    assert ours["conference"].keys() - {"time_zone_name"} <= real["conference"].keys()
    pairs = [[next(iter(s["conference"]["days"][0]["rooms"].values()))[0] for s in (ours, real)]]
    assert [one.keys() - other.keys() for one, other in pairs] == [set()]
    assert ours["conference"]["days"][0].keys() == real["conference"]["days"][0].keys()


EVENT_ELEMENTS = (
    "date", "start", "duration", "room", "slug", "url", "title", "subtitle", "track", "type", "language", "abstract",
    "description", "recording", "persons", "links",
)
"""What the validator's schema at voc/schedule knows within an event."""


def test_frab_xml_has_the_schemas_elements_and_carries_the_rest_where_no_schema_looks() -> None:
    talk = session(url="https://example.org/1", chatham_house=True, block="keynotes", position=1, code="a")
    root = parse_xml(AgendaFile("", exported(programme_of(talk), "frab-xml")))
    (day,) = root.all("day")
    (room,) = day.all("room")
    (event,) = room.all("event")
    assert [child.tag for child in root.children] == ["generator", "version", "conference", "day"]
    assert day.attributes == {
        "index": "1", "date": "2024-03-28", "start": "2024-03-28T04:00:00+08:00", "end": "2024-03-29T03:59:00+08:00",
    }
    assert tuple(child.tag for child in event.children) == EVENT_ELEMENTS
    assert event.attributes.keys() == {"guid", "id"}
    assert event.said("slug") == f"osposummit-{event.attributes['id']}-session-a"
    assert _optout(event) == "true"  # under the Chatham House Rule nothing is recorded
    assert event.notes.keys() == {"summit-bot"}


def _optout(event: Element) -> str:
    recording = event.first("recording")
    return recording.said("optout") if recording else ""


def test_source_numbers_are_kept_as_frab_ids() -> None:
    sessions = [session(code=f"s{number}", source_id=source) for number, source in enumerate(("1616", "42", "x"))]
    programme = programme_of(*sessions)
    events = json.loads(exported(programme, "frab-json"))["schedule"]["conference"]["days"][0]["rooms"][""]
    assert [event["id"] for event in events][:2] == [1616, 42]


def test_yaml_gives_a_block_what_its_sessions_share() -> None:
    one, two = (session(code=f"k{n}", block="keynotes", position=n, rooms=("main",)) for n in (1, 2))
    text = exported(programme_of(one, two), "yaml").decode()
    assert text.count('start: "09:00"') == 1
    assert read_back(text.encode()).sessions == (one, two)


@pytest.mark.parametrize("name", EXPORTS)
def test_every_field_of_a_session_comes_back(name: str) -> None:
    """Each is at a value of its own, so that a field which the model gets and an export forgets shows here."""
    full = session(
        kind=Kind.PANEL, part=PartOfDay.NOON, rooms=("main", "b"), track="dao", block="keynotes", position=3,
        speakers=(Speaker(Text.of("A"), Text.of("B")),), abstract=Text.of({"en": "x", "zh-CN": "y"}), language="zh-CN",
        status=Status.POSTPONED, chatham_house=True, questions=True, source_id="77", url="https://example.org/",
    )
    assert [field.name for field in fields(Session) if getattr(full, field.name) == field.default] == []
    assert read_back(exported(programme_of(full), name)).sessions == (full,)
