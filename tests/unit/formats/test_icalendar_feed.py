"""Calendar feeds: real ones, and what else RFC 5545 lets a feed say."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.agenda.formats import AgendaFile, Venue, icalendar_feed
from bot.agenda.model import Kind, Programme, Session, Speaker, Status, Text
from bot.core.phrasebook import LANGUAGES, Phrasebook
from bot.core.refusal import Fault, Faults
from tests.site_formats import AGENDAS, needs_agendas

PHRASEBOOK = Phrasebook.load()


def venue(zone: str) -> Venue:
    return Venue(Text.of("Venue"), ZoneInfo(zone))


def read(name: str, zone: str = "UTC") -> Programme:
    return icalendar_feed.read(AgendaFile(name, (AGENDAS / name).read_bytes()), venue(zone))


def calendar(*events: str, head: str = "") -> bytes:
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def read_events(*events: str, head: str = "", zone: str = "Asia/Shanghai") -> Programme:
    return icalendar_feed.read(AgendaFile("made.ics", calendar(*events, head=head)), venue(zone))


def only(programme: Programme) -> Session:
    (session,) = programme
    return session


def faults_of(data: bytes) -> tuple[Fault, ...]:
    with pytest.raises(Faults) as raised:
        icalendar_feed.read(AgendaFile("made.ics", data), venue("UTC"))
    for fault in raised.value.faults:
        assert all(PHRASEBOOK.say(language, fault.phrase, **fault.values) for language in LANGUAGES)
    return raised.value.faults


@needs_agendas
@pytest.mark.parametrize(
    ("file", "sessions", "rooms", "days", "tracks"),
    [("emf-2022.ics", 326, 19, 4, 0), ("kielux-2020.ics", 24, 4, 2, 0), ("linux-conf-au-2020.ics", 262, 6, 6, 0)],
)
def test_file_has_what_was_counted_in_it(file: str, sessions: int, rooms: int, days: int, tracks: int) -> None:
    programme = read(file)
    counted = (len(programme.sessions), len(programme.rooms), len(programme.days), len(programme.tracks))
    assert counted == (sessions, rooms, days, tracks)
    assert all(session.start and session.end and session.day for session in programme)


@needs_agendas
def test_linux_conf_au_has_six_rooms_and_eight_sessions_in_five_of_them() -> None:
    """The count of seven took "Arena, Room 8, Room 5, Room 6, Room 7" for a room; it is five, at once."""
    programme = read("linux-conf-au-2020.ics")
    everywhere = [session for session in programme if len(session.rooms) > 1]
    assert {room.name.plain for room in programme.rooms} == {"Arena", *(f"Room {number}" for number in range(5, 10))}
    assert {session.rooms for session in everywhere} == {("arena", "room-8", "room-5", "room-6", "room-7")}
    assert len(everywhere) == 8
    assert sum(not session.rooms for session in programme) == 17


@needs_agendas
def test_linux_conf_au_names_a_zone_that_it_does_not_define() -> None:
    programme = read("linux-conf-au-2020.ics")
    breakfast = programme.sessions_by_code["201-lca2020-linux-org-au"]
    assert (programme.timezone, programme.name) == (ZoneInfo("Australia/Brisbane"), Text.of("linux.conf.au 2020"))
    assert breakfast.start == datetime(2020, 1, 13, 21, 0, tzinfo=UTC)
    assert breakfast.day == date(2020, 1, 14)
    assert breakfast.source_id == "201@lca2020.linux.org.au"
    assert "*Only for attendees with a ticket.*" in breakfast.abstract.plain
    assert "<p>" not in breakfast.abstract.plain


@needs_agendas
def test_linux_conf_au_has_speakers_in_its_descriptions_and_keeps_equal_titles_apart() -> None:
    programme = read("linux-conf-au-2020.ics")
    keynote = next(s for s in programme if s.title.plain == "Keynote: Who cares about Democracy?")
    assert keynote.speakers == (Speaker(Text.of("A/Prof Vanessa Teague")),)
    assert keynote.abstract.plain.startswith("I'll begin with analysis")
    assert sum(bool(session.speakers) for session in programme) == 190
    titles = [session.title for session in programme]
    assert len(titles) - len(set(titles)) == 63


@needs_agendas
def test_kielux_has_utc_times_folded_text_and_speakers_as_attendees() -> None:
    programme = read("kielux-2020.ics", "Europe/Berlin")
    talk = programme.sessions_by_code["460-kolt20"]
    assert programme.name == Text.of("18. Kieler Open Source und Linux Tage")
    assert f"{programme.local(talk.start):%H:%M}" == "13:00"
    assert talk.speakers == (Speaker(Text.of("Jakob Semere")),)
    assert talk.abstract.plain.startswith("Sie möchten wertvolle Daten von einer Applikation zu anderen")
    assert talk.url == "https://kielux.de/programm/KOLT20#460"
    assert all(session.speakers for session in programme)


@needs_agendas
def test_emf_takes_its_zone_from_its_times_and_links_from_its_descriptions() -> None:
    programme = read("emf-2022.ics")
    talk = programme.sessions_by_code["123"]
    assert programme.timezone == ZoneInfo("Europe/London")
    assert talk.start == datetime(2022, 6, 4, 18, 30, tzinfo=UTC)
    assert talk.url == "https://www.emfcamp.org/schedule/2022/123-rob-manuel-of-fesshole"
    assert "Link:" not in talk.abstract.plain
    assert all(session.url for session in programme)


def test_all_day_event_has_a_day_and_no_time() -> None:
    session = only(read_events("UID:a\nSUMMARY:Dinner\nDTSTART;VALUE=DATE:20240328\nDTEND;VALUE=DATE:20240329"))
    assert (session.day, session.start, session.end) == (date(2024, 3, 28), None, None)


def test_floating_time_is_the_venues_and_duration_gives_the_end() -> None:
    session = only(read_events("UID:a\nSUMMARY:Talk\nDTSTART:20240328T090000\nDURATION:PT45M"))
    assert (session.start, session.end) == (
        datetime(2024, 3, 28, 1, 0, tzinfo=UTC), datetime(2024, 3, 28, 1, 45, tzinfo=UTC),
    )


def test_calendars_own_zone_wins_over_the_venues() -> None:
    programme = read_events("UID:a\nSUMMARY:Talk\nDTSTART:20240328T090000", head="X-WR-TIMEZONE:Europe/Berlin\n")
    assert only(programme).start == datetime(2024, 3, 28, 8, 0, tzinfo=UTC)


def test_own_zone_of_a_file_is_read_from_its_vtimezone() -> None:
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Home\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
        "TZOFFSETFROM:+0530\nTZOFFSETTO:+0530\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    session = only(read_events("UID:a\nSUMMARY:Talk\nDTSTART;TZID=Home:20240328T090000", head=zone))
    assert session.start == datetime(2024, 3, 28, 3, 30, tzinfo=UTC)


def test_zone_that_nobody_knows_is_refused_with_the_events_line() -> None:
    (fault,) = faults_of(calendar("UID:a\nSUMMARY:A\nDTSTART;TZID=Mars/Olympus:20240328T090000"))
    assert (fault.phrase, fault.line, fault.values) == ("agenda-timezone-unknown", 3, {"seen": "Mars/Olympus"})


def test_categories_status_and_kind() -> None:
    session = only(
        programme := read_events(
            "UID:a\nSUMMARY:Lunch\nDTSTART:20240328T120000\nCATEGORIES:Food\\, drinks,Other\nSTATUS:CANCELLED"
        )
    )
    assert programme.tracks[0].name == Text.of("Food, drinks")
    assert (session.status, session.kind) == (Status.CANCELLED, Kind.BREAK)


def test_repeated_event_is_a_session_each_time_at_the_same_wall_time() -> None:
    """Clocks in Berlin go forward in the night to 31 March 2024."""
    programme = read_events(
        "UID:reg\nSUMMARY:Desk\nDTSTART;TZID=Europe/Berlin:20240330T090000\nDTEND;TZID=Europe/Berlin:20240330T100000\n"
        "RRULE:FREQ=DAILY;COUNT=4\nEXDATE;TZID=Europe/Berlin:20240401T090000",
        "UID:reg\nRECURRENCE-ID;TZID=Europe/Berlin:20240402T090000\nSUMMARY:Late desk\n"
        "DTSTART;TZID=Europe/Berlin:20240402T110000",
    )
    assert [(s.title.plain, s.source_id, f"{s.start:%d %H:%M}") for s in programme] == [
        ("Desk", "reg", "30 08:00"),
        ("Desk", "reg 20240331T0700", "31 07:00"),
        ("Late desk", "reg 20240402T0700", "02 09:00"),
    ]


def test_repetition_until_a_day_ends_with_it() -> None:
    programme = read_events("UID:a\nSUMMARY:A\nDTSTART;VALUE=DATE:20240328\nRRULE:FREQ=DAILY;UNTIL=20240330")
    assert programme.days == (date(2024, 3, 28), date(2024, 3, 29), date(2024, 3, 30))


def test_repetition_without_an_end_is_refused() -> None:
    (fault,) = faults_of(calendar("UID:a\nSUMMARY:A\nDTSTART:20240328T090000Z\nRRULE:FREQ=DAILY"))
    assert (fault.phrase, fault.line, fault.field) == ("agenda-calendar-endless", 3, "RRULE")


def test_uid_of_several_events_identifies_none_of_them() -> None:
    programme = read_events(
        *(f"UID:same\nSUMMARY:Talk {n}\nDTSTART:20240328T{n:02}0000" for n in (9, 10, 11)),
        "UID:own\nSUMMARY:Other\nDTSTART:20240328T120000",
    )
    assert [session.source_id for session in programme] == ["", "", "", "own"]
    assert len({session.code for session in programme}) == 4


def test_list_of_rooms_is_taken_apart_only_when_its_parts_are_rooms() -> None:
    programme = read_events(
        "UID:a\nSUMMARY:A\nDTSTART:20240328T090000\nLOCATION:Hall 1\\, Hall 2",
        "UID:b\nSUMMARY:B\nDTSTART:20240328T100000\nLOCATION:Hall 1",
        "UID:c\nSUMMARY:C\nDTSTART:20240328T110000\nLOCATION:Hall 2",
        "UID:d\nSUMMARY:D\nDTSTART:20240328T120000\nLOCATION:Café\\, ground floor",
    )
    assert [session.rooms for session in programme] == [
        ("hall-1", "hall-2"), ("hall-1",), ("hall-2",), ("cafe-ground-floor",),
    ]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (calendar("UID:a\nSUMMARY:A\nDTSTART:tomorrow"), 3),
        (calendar("UID:a\nSUMMARY:A\nDTSTART:20240328T090000Z\ngarbage in here"), 3),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\n", 3),
        (b"BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR\n", 2),
        (b"BEGIN:VCALENDAR\nVERSION:2.0\nnothing\nEND:VCALENDAR\n", 3),
    ],
)
def test_broken_calendar_is_refused_with_its_line(data: bytes, line: int) -> None:
    (fault,) = faults_of(data)
    assert (fault.phrase, fault.line) == ("agenda-calendar-broken", line)


def test_event_without_a_start_is_refused() -> None:
    (fault,) = faults_of(calendar("UID:a\nSUMMARY:A\nDTSTART:20240328T090000Z", "UID:b\nSUMMARY:B"))
    assert (fault.phrase, fault.line, fault.field) == ("fault-missing", 8, "DTSTART")
