"""frab's schedule XML on real files and on small ones: three shapes, six ways to tell a time, and hostile ones."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.agenda.formats import AgendaFile, Venue, frab_xml, icalendar_feed
from bot.agenda.formats.frab import length_of
from bot.agenda.model import Kind, Programme, Session, Speaker, Text
from bot.core.phrasebook import LANGUAGES, Phrasebook
from bot.core.refusal import Fault, Faults
from tests.site_formats import AGENDAS, needs_agendas

PHRASEBOOK = Phrasebook.load()

EVENT = "<event id='7'><date>2024-02-03T10:00:00+01:00</date><duration>00:30</duration><title>T</title></event>"


def venue(zone: str) -> Venue:
    return Venue(Text.of("Venue"), ZoneInfo(zone))


def read(name: str, zone: str) -> Programme:
    return frab_xml.read(AgendaFile(name, (AGENDAS / name).read_bytes()), venue(zone))


def read_text(text: str, zone: str = "Europe/Brussels") -> Programme:
    return frab_xml.read(AgendaFile("made.xml", text.encode()), venue(zone))


def schedule(events: str, *, conference: str = "", day: str = "date='2024-02-03'") -> str:
    rooms = f"<room name='Janson'>\n{events}</room>"
    return f"<schedule><conference>{conference}</conference>\n<day {day}>\n{rooms}</day></schedule>"


def only(programme: Programme) -> Session:
    (session,) = programme
    return session


def faults_of(data: bytes) -> tuple[Fault, ...]:
    with pytest.raises(Faults) as raised:
        frab_xml.read(AgendaFile("made.xml", data), venue("UTC"))
    for fault in raised.value.faults:
        assert all(PHRASEBOOK.say(language, fault.phrase, **fault.values) for language in LANGUAGES)
    return raised.value.faults


@needs_agendas
@pytest.mark.parametrize(
    ("file", "zone", "sessions", "rooms", "days", "tracks"),
    [
        ("fosdem-2007.xml", "Europe/Brussels", 215, 18, 2, 25),
        ("fosdem-2014.xml", "Europe/Brussels", 513, 23, 2, 44),
        ("fosdem-2024.xml", "Europe/Brussels", 674, 26, 2, 55),
        ("31c3.xml", "Europe/Berlin", 138, 4, 4, 8),
        ("debconf23.xml", "UTC", 117, 5, 8, 12),
        ("emf-2022.frab.xml", "Europe/London", 335, 19, 4, 0),
    ],
)
def test_file_has_what_was_counted_in_it(
    file: str, zone: str, sessions: int, rooms: int, days: int, tracks: int
) -> None:
    programme = read(file, zone)
    counted = (len(programme.sessions), len(programme.rooms), len(programme.days), len(programme.tracks))
    assert counted == (sessions, rooms, days, tracks)
    assert all(session.start and session.end and session.day for session in programme)


@needs_agendas
def test_fosdem_2007_has_its_events_under_the_day_and_the_days_as_the_file_says_them() -> None:
    """25 and 26 February 2007 were a Sunday and a Monday: the file is a day late, and says so itself."""
    programme = read("fosdem-2007.xml", "Europe/Brussels")
    first = programme.sessions_by_code["0"]
    assert programme.days == (date(2007, 2, 25), date(2007, 2, 26))
    assert (first.title, first.start, first.rooms) == (
        Text.of("AIGLX"), datetime(2007, 2, 25, 14, 0, tzinfo=UTC), ("chavanne",),
    )
    assert first.speakers == (Speaker(Text.of("Kristian Høgsberg")),)
    assert "[AIGLX](http://fedoraproject.org/wiki/RenderingProject/aiglx)" in first.abstract.plain


@needs_agendas
def test_fosdem_2014_tells_subtitle_abstract_and_description_in_one() -> None:
    talk = read("fosdem-2014.xml", "Europe/Brussels").sessions_by_code["1650"]
    assert talk.abstract.plain.startswith("...and how to fix them\n\nLanguageTool is an Open Source proofreading tool")
    assert "contains almost 1000 patterns" in talk.abstract.plain
    assert talk.kind is Kind.KEYNOTE
    assert talk.source_id == "1650"


@needs_agendas
def test_fosdem_2024_keeps_two_talks_at_one_time_in_one_room() -> None:
    overlaps = _overlaps_in_a_room(read("fosdem-2024.xml", "Europe/Brussels"))
    assert overlaps == 2


@needs_agendas
def test_emf_keeps_all_overlaps_in_one_room() -> None:
    assert _overlaps_in_a_room(read("emf-2022.frab.xml", "Europe/London")) == 35


def _overlaps_in_a_room(programme: Programme) -> int:
    sessions = [session for session in programme if session.start and session.end and session.rooms]
    return sum(
        one.rooms == other.rooms and one.start < other.end and other.start < one.end
        for place, one in enumerate(sessions)
        for other in sessions[place + 1 :]
    )


@needs_agendas
def test_emf_has_nine_events_more_than_its_calendar_and_agrees_on_the_others() -> None:
    """Eight placeholders, and a workshop that is given once more."""
    calendar = icalendar_feed.read(AgendaFile("", (AGENDAS / "emf-2022.ics").read_bytes()), venue("Europe/London"))
    events, there = read("emf-2022.frab.xml", "Europe/London"), {session.source_id: session for session in calendar}
    more = [session.title.plain for session in events if session.source_id not in there]
    both = [(session, there[session.source_id]) for session in events if session.source_id in there]
    assert (len(more), sum("placeholder" in title for title in more), len(both)) == (9, 8, 326)
    assert all((one.title, one.start, one.end) == (two.title, two.start, two.end) for one, two in both)


@needs_agendas
def test_congress_talks_after_midnight_belong_to_the_day_before() -> None:
    programme = read("31c3.xml", "Europe/Berlin")
    nights = [programme.local(session.start).date() - session.day for session in programme]
    assert Counter(nights) == {timedelta(0): 134, timedelta(days=1): 4}


@needs_agendas
def test_congress_times_are_the_files_own_whatever_the_venues_zone() -> None:
    berlin, shanghai = read("31c3.xml", "Europe/Berlin"), read("31c3.xml", "Asia/Shanghai")
    opening = berlin.sessions_by_code["6561"]
    assert opening.start == datetime(2014, 12, 27, 10, 0, tzinfo=UTC)
    assert berlin.sessions == shanghai.sessions


@needs_agendas
def test_debconf_has_utc_dates_of_local_days_in_a_half_hour_zone() -> None:
    programme = read("debconf23.xml", "UTC")
    opening = programme.sessions_by_code["35"]
    assert programme.timezone == ZoneInfo("Asia/Kolkata")
    assert opening.start == datetime(2023, 9, 10, 5, 0, tzinfo=UTC)
    assert f"{programme.local(opening.start):%H:%M}" == "10:30"
    assert opening.day == date(2023, 9, 10)  # the file's `date` says the 9th: the day's start in UTC
    assert programme.days == tuple(date(2023, 9, 10) + timedelta(days=n) for n in range(8))
    assert {s.kind for s in programme if s.title == Text.of("Lunch")} == {Kind.BREAK}


@needs_agendas
def test_blank_line_before_the_declaration_is_refused_with_line_and_column() -> None:
    file = AgendaFile("31c3.xml", (AGENDAS / "broken/31c3-leading-blank-line.xml").read_bytes())
    assert frab_xml.recognises(file)
    (fault,) = faults_of(file.data)
    assert (fault.phrase, fault.line, fault.column) == ("agenda-xml-broken", 2, 1)


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE schedule [<!ENTITY a 'b'>]>\n<schedule>&a;</schedule>",
        "<!DOCTYPE schedule SYSTEM 'http://example.org/x.dtd'>\n<schedule/>",
        "<!DOCTYPE lolz [<!ENTITY lol 'lol'><!ENTITY lol2 '&lol;&lol;'>]>\n<schedule><title>&lol2;</title></schedule>",
        "<!DOCTYPE schedule [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n<schedule><title>&x;</title></schedule>",
        "<!DOCTYPE schedule [<!ENTITY % p SYSTEM 'http://example.org/p'> %p;]>\n<schedule/>",
    ],
)
def test_dtd_and_entities_are_refused(text: str) -> None:
    assert frab_xml.recognises(AgendaFile("made.xml", text.encode()))
    (fault,) = faults_of(text.encode())
    assert (fault.phrase, fault.line) == ("agenda-xml-hostile", 1)


def test_tag_that_is_not_closed_is_refused_with_its_place() -> None:
    (fault,) = faults_of(b"<schedule>\n <day>\n </schedule>")
    assert (fault.phrase, fault.line, fault.column) == ("agenda-xml-broken", 3, 4)


def test_encoding_that_is_unknown_is_refused() -> None:
    (fault,) = faults_of(b"<?xml version='1.0' encoding='klingon'?><schedule/>")
    assert fault.phrase == "agenda-xml-broken"


def test_every_wrong_time_is_told_with_its_line() -> None:
    wrong = (
        "<event id='1'><title>A</title><date>2024-02-33T10:00:00</date></event>\n"
        "<event id='2'><title>B</title><start>25:99</start></event>\n"
        "<event id='3'><title>C</title><start>10:00</start><duration>soon</duration></event>\n"
    )
    faults = faults_of(schedule(wrong).encode())
    assert [(fault.phrase, fault.line, fault.field) for fault in faults] == [
        ("fault-moment", 4, "date"), ("fault-time", 5, "start"), ("fault-duration", 6, "duration"),
    ]


def test_unknown_zone_is_refused() -> None:
    (fault,) = faults_of(schedule(EVENT, conference="<time_zone_name>Mars/Olympus</time_zone_name>").encode())
    assert (fault.phrase, fault.values) == ("agenda-timezone-unknown", {"seen": "Mars/Olympus"})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("00:45", timedelta(minutes=45)),
        ("2:49", timedelta(hours=2, minutes=49)),
        ("48:00", timedelta(days=2)),
        ("1:02:30", timedelta(days=1, hours=2, minutes=30)),
        ("00:45:00", timedelta(minutes=45)),
    ],
)
def test_durations(written: str, meant: timedelta) -> None:
    assert length_of(written) == meant


@pytest.mark.parametrize(
    ("start", "moment"), [("09:00", (3, 8)), ("23:30", (3, 22, 30)), ("01:00", (4, 0)), ("08:55", (4, 7, 55))]
)
def test_day_change_tells_which_starts_are_after_midnight(start: str, moment: tuple[int, ...]) -> None:
    event = f"<event id='1'><title>A</title><start>{start}</start><duration>00:05</duration></event>"
    session = only(read_text(schedule(event, conference="<day_change>09:00:00</day_change>")))
    assert session.start == datetime(2024, 2, *moment, tzinfo=UTC)
    assert session.day == date(2024, 2, 3)


def test_night_when_clocks_go_forward_has_an_hour_less() -> None:
    event = "<event id='1'><title>A</title><start>{}</start></event>"
    saturday = only(read_text(schedule(event.format("23:00"), day="date='2024-03-30'")))
    sunday = only(read_text(schedule(event.format("10:00"), day="date='2024-03-31'")))
    assert sunday.start - saturday.start == timedelta(hours=10)


def test_event_without_a_start_has_a_day_and_no_time() -> None:
    session = only(read_text(schedule("<event id='1'><title>A</title></event>")))
    assert (session.day, session.start, session.end) == (date(2024, 2, 3), None, None)


def test_one_id_for_two_events_gives_way_to_their_guids() -> None:
    again = EVENT.replace("id='7'", "id='7' guid='g1'") + EVENT.replace("id='7'", "id='7' guid='g2'")
    alone = EVENT.replace("id='7'", "id='8' guid='g3'")
    assert {s.source_id for s in read_text(schedule(again + alone))} == {"g1", "g2", "8"}


def test_address_that_is_none_of_the_web_is_left_out() -> None:
    bad = EVENT.replace("<title>", "<url>javascript:alert(1)</url><title>")
    good = EVENT.replace("<title>", "<url> https://example.org/7 </url><title>")
    assert [only(read_text(schedule(event))).url for event in (bad, good)] == ["", "https://example.org/7"]


def test_blank_padding_in_texts_is_taken_away() -> None:
    padded = EVENT.replace("<title>T</title>", "<title>\n  Two\n   words </title><track> Main\n track </track>")
    programme = read_text(schedule(padded))
    assert (only(programme).title, programme.tracks[0].name) == (Text.of("Two words"), Text.of("Main track"))


def test_changed_extension_is_refused_with_its_line() -> None:
    (fault,) = faults_of(schedule(EVENT.replace("<title>", "<?summit-bot {\"code\": 1?><title>")).encode())
    assert (fault.phrase, fault.line) == ("agenda-extension-broken", 4)
