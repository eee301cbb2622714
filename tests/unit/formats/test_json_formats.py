"""The JSON formats on real files: what was counted in them, and the oddities that were found there."""

import json
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.agenda.formats import AgendaFile, Venue
from bot.agenda.formats.reading import read_programme
from bot.agenda.model import Kind, Programme, Session, Speaker, Status, Text
from bot.core.refusal import Faults
from tests.site_formats import AGENDAS, needs_agendas, series


def read(name: str, zone: str = "UTC") -> Programme:
    return read_programme(AgendaFile(name, (AGENDAS / name).read_bytes()), Venue(Text.of("Venue"), ZoneInfo(zone)))


def read_data(data: Any, zone: str = "UTC") -> Programme:
    return read_programme(AgendaFile("made.json", json.dumps(data).encode()), Venue(Text.of("Venue"), ZoneInfo(zone)))


def titled(programme: Programme, title: str) -> list[Session]:
    return [session for session in programme if title in session.title.every()]


@needs_agendas
@pytest.mark.parametrize(
    ("file", "zone", "sessions", "rooms", "days", "tracks"),
    [
        ("camp2019-frab.json", "UTC", 79, 2, 5, 7),
        ("rc3-pretalx.json", "Europe/Berlin", 48, 5, 4, 5),
        ("europython-2022-pretalx-talks.json", "Europe/Dublin", 123, 0, 0, 20),
        ("europython-2024-day3-programapi.json", "Europe/Prague", 52, 7, 1, 15),
        ("droidcon-nyc-2019-gridsmart.json", "America/New_York", 92, 5, 2, 0),
        ("coscup-2022-session.json", "Asia/Taipei", 295, 20, 2, 33),
        ("sitcon-2021-session.json", "Asia/Taipei", 59, 5, 1, 9),
        ("defcon-25-hackertracker.json", "America/Los_Angeles", 159, 9, 7, 2),
    ],
)
def test_file_has_what_was_counted_in_it(
    file: str, zone: str, sessions: int, rooms: int, days: int, tracks: int
) -> None:
    programme = read(file, zone)
    counted = (len(programme.sessions), len(programme.rooms), len(programme.days), len(programme.tracks))
    assert counted == (sessions, rooms, days, tracks)


@needs_agendas
def test_europython_has_seven_rooms_in_nine_combinations() -> None:
    """The count of nine took every combination of rooms for a room; the file itself names seven."""
    programme = read("europython-2024-day3-programapi.json", "Europe/Prague")
    names = json.loads((AGENDAS / "europython-2024-day3-programapi.json").read_bytes())["rooms"]
    assert [room.name.plain for room in programme.rooms] == names
    assert len({frozenset(session.rooms) for session in programme}) == 9


@needs_agendas
def test_linz_grows_is_placed_and_moves_online() -> None:
    counted = []
    for path in series("series-linz-2020"):
        programme = read(f"series-linz-2020/{path.name}", "Europe/Vienna")
        counted.append((len(programme.sessions), len(programme.rooms), len(programme.days)))
    assert counted == [(6, 0, 0), (11, 0, 0), (23, 0, 0), (40, 6, 1), (24, 4, 1), *[(29, 4, 1)] * 5]


@needs_agendas
def test_linz_has_two_tracks_as_language_is_another_category() -> None:
    """Three were counted: the combinations of track and language that occur."""
    programme = read("series-linz-2020/v10-bf663043.json", "Europe/Vienna")
    assert [track.name.plain for track in programme.tracks] == ["Main Conference", "Junior Bootcamp"]
    assert Counter(session.language for session in programme) == {"de": 18, "en": 10, "": 1}
    assert len({(session.track, session.language) for session in programme if session.track}) == 3


@needs_agendas
def test_frab_sessions_stand_under_the_day_they_are_listed_in_with_zone_and_language() -> None:
    programme = read("camp2019-frab.json")
    assert programme.timezone == ZoneInfo("Europe/Berlin")
    assert programme.name == Text.of("Chaos Communication Camp 2019")
    (opening,) = titled(programme, "Opening Ceremony")
    assert opening == Session(
        code="10386",
        title=Text.of("Opening Ceremony"),
        day=date(2019, 8, 21),
        start=datetime(2019, 8, 21, 9, tzinfo=UTC),
        end=datetime(2019, 8, 21, 9, 30, tzinfo=UTC),
        rooms=("curie",),
        track="ccc",
        speakers=opening.speakers,
        abstract=Text.of("A hearty welcome me lasses and lads!"),
        language="en",
        source_id="10386",
        url="https://fahrplan.events.ccc.de/camp/2019/Fahrplan/events/10386.html",
    )


def test_frab_talk_after_midnight_belongs_to_the_night_before() -> None:
    event = {"id": 1, "date": "2014-12-28T00:30:00+01:00", "start": "00:30", "duration": "01:00", "title": "Late"}
    bare = {"id": 2, "start": "01:15", "duration": "00:30", "title": "Later, without a date"}
    days = [{"date": "2014-12-27", "rooms": {"Saal 1": [event, bare]}}]
    programme = read_data({"schedule": {"conference": {"title": "31C3", "days": days}}}, "Europe/Berlin")
    assert [(session.day, session.start, session.end) for session in programme] == [
        (date(2014, 12, 27), datetime(2014, 12, 27, 23, 30, tzinfo=UTC), datetime(2014, 12, 28, 0, 30, tzinfo=UTC)),
        (date(2014, 12, 27), datetime(2014, 12, 28, 0, 15, tzinfo=UTC), datetime(2014, 12, 28, 0, 45, tzinfo=UTC)),
    ]


def test_frab_deviations_are_told_all_at_once_with_their_lines() -> None:
    text = (
        '{"schedule": {"conference": {"time_zone_name": "Europe/Berlim",\n'
        '"days": [{"date": "2014-12-27", "rooms": {"A": [\n'
        '{"id": 1, "date": "tomorrow", "duration": "0030", "title": "x"},\n{"id": 2, "duration": "soon"}]}}]}}}'
    )
    with pytest.raises(Faults) as raised:
        read_programme(AgendaFile("made.json", text.encode()), Venue(Text.of("Venue"), ZoneInfo("UTC")))
    days = "schedule.conference.days[0].rooms.A"
    assert [(fault.phrase, fault.line, fault.field) for fault in raised.value.faults] == [
        ("agenda-timezone-unknown-near", 1, "schedule.conference.time_zone_name"),
        ("fault-moment", 3, f"{days}[0].date"),
        ("fault-duration", 4, f"{days}[1].duration"),
        ("fault-missing", 4, f"{days}[1].title"),
    ]


@needs_agendas
def test_pretalx_talks_without_a_place_are_accepted() -> None:
    programme = read("europython-2022-pretalx-talks.json", "Europe/Dublin")
    assert {(one.day, one.start, one.end, one.rooms) for one in programme} == {(None, None, None, ())}
    (geometry,) = titled(programme, "The Geometry of the Universe")
    assert (geometry.source_id, geometry.speakers) == ("LTMDS9", (Speaker(Text.of("John Gill")),))


def pretalx_talk(**more: Any) -> dict[str, Any]:
    return {"code": "ABC", "title": "Talk", "state": "confirmed", "submission_type": {"en": "Keynote"}} | more


def test_pretalx_states_decide_whether_a_talk_is_in_the_programme() -> None:
    states = ["confirmed", "accepted", "submitted", "rejected", "canceled", "withdrawn"]
    programme = read_data([pretalx_talk(code=state.upper(), state=state) for state in states])
    assert {session.source_id: session.status for session in programme} == {
        "CONFIRMED": Status.SCHEDULED,
        "ACCEPTED": Status.SCHEDULED,
        "CANCELED": Status.CANCELLED,
        "WITHDRAWN": Status.CANCELLED,
    }


def test_pretalx_answer_of_the_interface_gives_slots_and_names_by_language() -> None:
    slot = {"room": {"name": {"en": "Hall", "zh-hans": "大厅"}}, "start": "2025-11-01T09:00:00+01:00"}
    talk = pretalx_talk(
        slots=[slot], duration=30, speakers=[{"name": "Ann"}], content_locale="fr", track={"en": "Web", "de": "Netz"}
    )
    programme = read_data({"count": 1, "next": None, "results": [talk]})
    (session,) = programme.sessions
    assert (session.kind, session.language) == (Kind.KEYNOTE, "fr")
    assert session.end == datetime(2025, 11, 1, 8, 30, tzinfo=UTC)
    assert [room.name for room in programme.rooms] == [Text.of({"en": "Hall", "zh-Hans": "大厅"})]
    assert [track.name for track in programme.tracks] == [Text.of({"en": "Web", "de": "Netz"})]


def test_pretalx_first_page_of_several_is_refused_as_it_would_look_like_removals() -> None:
    with pytest.raises(Faults) as raised:
        read_data({"count": 99, "next": "https://pretalx.example/?page=2", "results": [pretalx_talk()]})
    assert [fault.phrase for fault in raised.value.faults] == ["agenda-one-page"]


@needs_agendas
def test_europython_entry_may_be_in_many_rooms_and_breaks_have_no_id() -> None:
    programme = read("europython-2024-day3-programapi.json", "Europe/Prague")
    (registration,) = titled(programme, "Wednesday Registration & Welcome @ Forum Hall Foyer 1st Floor")
    assert len(registration.rooms) == 7
    breaks = [session for session in programme if session.kind is Kind.BREAK]
    assert [(session.title.plain, len(session.rooms), session.source_id) for session in breaks] == [
        ("Coffee Break", 6, ""), ("Lunch", 6, ""), ("Coffee Break", 6, ""),
    ]
    kinds = Counter(session.kind for session in programme)
    assert kinds == {Kind.TALK: 46, Kind.BREAK: 3, Kind.KEYNOTE: 2, Kind.PANEL: 1}


@needs_agendas
def test_europython_days_in_one_file_are_read_together() -> None:
    day = json.loads((AGENDAS / "europython-2024-day3-programapi.json").read_bytes())
    programme = read_data({"days": {"2024-07-10": day}}, "Europe/Prague")
    assert programme == read("europython-2024-day3-programapi.json", "Europe/Prague")


@needs_agendas
def test_sessionize_service_sessions_are_breaks_unless_their_title_says_otherwise() -> None:
    programme = read("droidcon-nyc-2019-gridsmart.json", "America/New_York")
    assert [(session.title.plain, session.kind) for session in programme if session.kind is not Kind.TALK] == [
        ("Check-In & Registration", Kind.BREAK),
        ("Keynote: Being more than an Android Developer", Kind.KEYNOTE),
        ("Lunch", Kind.BREAK),
        ("General Party - Sponsored by Warner Bros. Digital Labs", Kind.SOCIAL),
        ("Check-in & Registration", Kind.BREAK),
        ("Lunch", Kind.BREAK),
    ]
    assert titled(programme, "Welcome Intro")[0].kind is Kind.TALK


@needs_agendas
def test_sessionize_plenum_is_in_every_room_of_its_day() -> None:
    programme = read("droidcon-nyc-2019-gridsmart.json", "America/New_York")
    names = [room.name.plain for room in programme.rooms]
    assert names == ["Track 🚀", "Track 🎸", "Track 🐶", "Track 🏋️\u200d♀️", "Workshop Room"]
    (party,) = titled(programme, "General Party - Sponsored by Warner Bros. Digital Labs")
    assert [programme.rooms_by_code[code].name.plain for code in party.rooms] == names
    assert party.start == datetime(2019, 8, 26, 22, tzinfo=UTC)
    (lunch,) = titled(read("series-linz-2020/v10-bf663043.json", "Europe/Vienna"), "Lunch Break")
    assert len(lunch.rooms) == 4


def test_room_codes_of_emoji_names_do_not_depend_on_their_order() -> None:
    def codes(*names: str) -> dict[str, str]:
        rooms = [
            {"id": number, "name": name, "sessions": [{"id": name, "title": name}]} for number, name in enumerate(names)
        ]
        programme = read_data([{"rooms": rooms, "timeSlots": []}])
        return {room.name.plain: room.code for room in programme.rooms}

    assert codes("Track 🚀", "Track 🐶") == codes("Track 🐶", "Track 🚀")


@needs_agendas
def test_coscup_text_that_is_the_same_twice_is_one_in_no_language() -> None:
    programme = read("coscup-2022-session.json", "Asia/Taipei")
    assert {session.title.versions for session in programme} == {()}
    assert {session.abstract.versions for session in programme} == {()}
    translated = [room.name for room in programme.rooms if room.name.versions]
    assert translated == [Text.of({"zh-TW": "AU視聽館", "en": "AU101"})]


@needs_agendas
def test_coscup_abstract_keeps_its_markdown_and_loses_its_html() -> None:
    (session,) = titled(read("coscup-2022-session.json", "Asia/Taipei"), "Peeking into the BPF verifier")
    *_, knowledge, blank, everyone = session.abstract.plain.splitlines()
    assert knowledge.startswith("想聽這個演講**不需要對 Linux Kernel 有深度認識，")
    assert (blank, everyone) == ("", "不管只是單純對 BPF 有興趣、BPF 程式開發者及使用者或是資安研究者都歡迎來聽。")
    assert (session.language, session.source_id, session.code) == ("zh", "FMJEUL", "fmjeul")
    assert session.url == "https://coscup.org/2022/session/FMJEUL"


@needs_agendas
def test_coscup_track_names_do_not_make_kinds() -> None:
    assert Counter(session.kind for session in read("coscup-2022-session.json", "Asia/Taipei")) == {Kind.TALK: 295}


@needs_agendas
def test_sitcon_broadcast_puts_a_session_in_several_rooms() -> None:
    programme = read("sitcon-2021-session.json", "Asia/Taipei")
    assert Counter(len(session.rooms) for session in programme) == {1: 46, 5: 7, 3: 5, 2: 1}
    (opening,) = titled(programme, "開幕")
    assert (opening.title, opening.rooms) == (Text.of({"zh-TW": "開幕", "en": "Opening"}), ("r0", "r1", "r2"))
    assert sum(bool(session.title.versions) for session in programme) == 19


@needs_agendas
def test_sitcon_breaks_keynotes_and_forum_are_told_apart() -> None:
    programme = read("sitcon-2021-session.json", "Asia/Taipei")
    kinds = Counter(session.kind for session in programme)
    assert kinds == {Kind.TALK: 39, Kind.BREAK: 17, Kind.KEYNOTE: 2, Kind.PANEL: 1}
    breaks = {session.title.in_language("zh-TW") for session in programme if session.kind is Kind.BREAK}
    assert breaks == {"休息", "午餐", "入場時間"}


@needs_agendas
def test_hackertracker_party_that_ends_when_it_starts_has_no_end() -> None:
    """All 41 such entries are parties whose end the file does not know: with an end they would be over at once."""
    programme = read("defcon-25-hackertracker.json", "America/Los_Angeles")
    endless = [session for session in programme if session.end is None]
    assert {(session.kind, session.rooms) for session in endless} == {(Kind.SOCIAL, ())}
    assert len(endless) == 41


@needs_agendas
def test_hackertracker_times_are_the_venues_and_null_ids_do_not_matter() -> None:
    programme = read("defcon-25-hackertracker.json", "America/Los_Angeles")
    (safe,) = [session for session in programme if session.source_id == "Seidle"]
    assert (safe.day, safe.start) == (date(2017, 7, 28), datetime(2017, 7, 28, 19, tzinfo=UTC))
    assert safe.speakers == (Speaker(Text.of("Nathan Seidle")),)
    assert sum(not session.source_id for session in programme) == 2


@needs_agendas
@pytest.mark.parametrize(
    "file",
    ["camp2019-frab.json", "rc3-pretalx.json", "droidcon-nyc-2019-gridsmart.json", "coscup-2022-session.json",
     "sitcon-2021-session.json", "defcon-25-hackertracker.json"],
)
def test_codes_are_the_same_each_time_and_for_every_order(file: str) -> None:
    programme = read(file)
    assert read(file) == programme
    assert all(session.start is None or session.start.tzinfo is UTC for session in programme)
    assert all(session.end is None or (session.start and session.end > session.start) for session in programme)


@pytest.mark.parametrize(
    ("moment", "start"),
    [
        ("2020-03-08T01:30:00", datetime(2020, 3, 8, 9, 30, tzinfo=UTC)),
        ("2020-03-08T03:30:00", datetime(2020, 3, 8, 10, 30, tzinfo=UTC)),
        ("2020-03-08T03:30:00-08:00", datetime(2020, 3, 8, 11, 30, tzinfo=UTC)),
        ("2020-03-08T03:30:00Z", datetime(2020, 3, 8, 3, 30, tzinfo=UTC)),
    ],
)
def test_naive_times_follow_the_venues_clock_changes(moment: str, start: datetime) -> None:
    event = {"title": "x", "entry_type": "Official", "start_date": moment, "end_date": moment}
    (session,) = read_data({"schedule": [event]}, "America/Los_Angeles").sessions
    assert session.start == start


def test_half_hour_zones_and_nights_give_the_right_day() -> None:
    event = {"title": "x", "entry_type": "Party", "start_date": "2023-09-11T01:30:00"}
    (session,) = read_data({"schedule": [event]}, "Asia/Kolkata").sessions
    assert (session.day, session.start) == (date(2023, 9, 10), datetime(2023, 9, 10, 20, tzinfo=UTC))
