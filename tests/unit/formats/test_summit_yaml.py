from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.agenda.formats import AgendaFile, Venue
from bot.agenda.formats.reading import read_programme
from bot.agenda.model import Block, Kind, PartOfDay, Programme, Room, Session, Speaker, Status, Text
from bot.core.phrasebook import LANGUAGES, Phrasebook
from bot.core.refusal import Faults

PHRASEBOOK = Phrasebook.load()
SHANGHAI = timezone(timedelta(hours=8))


def read(text: str, zone: str = "Asia/Shanghai") -> Programme:
    return read_programme(AgendaFile("agenda.yaml", text.encode()), Venue(Text.of("Venue"), ZoneInfo(zone)))


def only(text: str, zone: str = "Asia/Shanghai") -> Session:
    (session,) = read(text, zone).sessions
    return session


def faults_of(text: str, zone: str = "Asia/Shanghai") -> list[tuple[str, int | None, str]]:
    with pytest.raises(Faults) as raised:
        read(text, zone)
    for fault in raised.value.faults:
        assert all(PHRASEBOOK.say(language, fault.phrase, **fault.values) for language in LANGUAGES)
    return [(fault.phrase, fault.line, fault.field) for fault in raised.value.faults]


def test_the_packaged_agenda_is_the_second_summit_in_full() -> None:
    path = Path(__file__).parents[3] / "config" / "agenda.yaml"
    programme = read(path.read_text("utf-8"), "UTC")
    assert (len(programme.sessions), len(programme.days), len(programme.tracks)) == (31, 2, 6)
    assert programme.timezone == ZoneInfo("Asia/Shanghai")
    keynotes = programme.in_block("keynotes")
    assert [session.position for session in keynotes] == list(range(1, 12))
    begins, ends = datetime(2024, 3, 28, 9, tzinfo=SHANGHAI), datetime(2024, 3, 28, 12, 30, tzinfo=SHANGHAI)
    assert {(one.start, one.end, one.rooms, one.track) for one in keynotes} == {(begins, ends, ("main",), "dao")}


FULL = """
summit: {zh-CN: 峰会, en: Summit}
timezone: Europe/Berlin
rooms:
  main: {zh-CN: 主会场, en: Main Hall}
  side: Side
tracks: {dao: 道}
sessions:
  - code: first
    title: {zh-CN: 标题, en: Title}
    day: 2024-03-28
    start: "09:30"
    end: "10:15"
    rooms: [main, side]
    track: dao
    kind: panel
    language: zh-CN
    speakers: [Ann, {name: 边思康, affiliation: {zh-CN: 联合主席, en: Co-chair}}]
    abstract: "**Bold**\\n\\nand more"
    status: postponed
    chatham_house: true
    questions: true
    source_id: "1017"
    url: https://example.org/first
"""


def test_every_key_of_a_session_is_read() -> None:
    programme = read(FULL)
    assert (programme.name, programme.timezone.key) == (Text.of({"zh-CN": "峰会", "en": "Summit"}), "Europe/Berlin")
    main = Room("main", Text.of({"zh-CN": "主会场", "en": "Main Hall"}))
    assert programme.rooms == (main, Room("side", Text.of("Side")))
    assert programme.sessions == (
        Session(
            code="first",
            title=Text.of({"zh-CN": "标题", "en": "Title"}),
            kind=Kind.PANEL,
            day=date(2024, 3, 28),
            start=datetime(2024, 3, 28, 8, 30, tzinfo=UTC),
            end=datetime(2024, 3, 28, 9, 15, tzinfo=UTC),
            rooms=("main", "side"),
            track="dao",
            speakers=(
                Speaker(Text.of("Ann")), Speaker(Text.of("边思康"), Text.of({"zh-CN": "联合主席", "en": "Co-chair"})),
            ),
            abstract=Text.of("**Bold**\n\nand more"),
            language="zh-CN",
            status=Status.POSTPONED,
            chatham_house=True,
            questions=True,
            source_id="1017",
            url="https://example.org/first",
        ),
    )


def test_summit_and_zone_may_be_left_to_the_venue() -> None:
    programme = read("sessions: [{title: x}]", "Asia/Kolkata")
    assert (programme.name, programme.timezone) == (Text.of("Venue"), ZoneInfo("Asia/Kolkata"))


BLOCK = """
rooms: {main: Main, side: Side}
blocks:
  keynotes: {title: Keynotes, day: 2024-03-28, start: "09:00", end: "12:30", rooms: [main]}
sessions:
  - {title: A, block: keynotes}
  - {title: B, block: keynotes, start: "10:00"}
  - {title: C, block: keynotes, room: side, position: 9}
  - {title: D, block: keynotes, part: evening, rooms: []}
  - {title: E, block: keynotes, end: "11:00"}
"""


def test_block_gives_what_its_sessions_do_not_say_themselves() -> None:
    programme = read(BLOCK)
    assert programme.blocks == (Block("keynotes", Text.of("Keynotes")),)
    local = {
        session.title.plain: (
            session.start and f"{programme.local(session.start):%H:%M}",
            session.end and f"{programme.local(session.end):%H:%M}",
            session.part, session.rooms, session.position,
        )
        for session in programme
    }
    assert local == {
        "A": ("09:00", "12:30", None, ("main",), 1),
        "B": ("10:00", None, None, ("main",), 2),
        "C": ("09:00", "12:30", None, ("side",), 9),
        "D": (None, None, PartOfDay.EVENING, (), 4),
        "E": ("09:00", "11:00", None, ("main",), 5),
    }
    assert programme.days == (date(2024, 3, 28),)


@pytest.mark.parametrize(
    ("when", "day", "start"),
    [
        ('day: 2024-03-28, start: "24:30"', date(2024, 3, 28), datetime(2024, 3, 28, 16, 30, tzinfo=UTC)),
        ('day: 2024-03-28, start: "9:05"', date(2024, 3, 28), datetime(2024, 3, 28, 1, 5, tzinfo=UTC)),
        ("start: 2024-03-28T09:00:00+08:00", date(2024, 3, 28), datetime(2024, 3, 28, 1, tzinfo=UTC)),
        ("start: 2024-03-28 09:00:00+08:00", date(2024, 3, 28), datetime(2024, 3, 28, 1, tzinfo=UTC)),
        ("start: 2024-03-28T17:30:00Z", date(2024, 3, 28), datetime(2024, 3, 28, 17, 30, tzinfo=UTC)),
        ("start: 2024-03-28T09:00", date(2024, 3, 28), datetime(2024, 3, 28, 1, tzinfo=UTC)),
        ("day: null, start: 2024-03-28T09:00:00+08:00", None, datetime(2024, 3, 28, 1, tzinfo=UTC)),
        ("day: 2024-03-27, start: 2024-03-28T09:00:00+08:00", date(2024, 3, 27), datetime(2024, 3, 28, 1, tzinfo=UTC)),
        ("day: 2024-03-28", date(2024, 3, 28), None),
        ("title: x", None, None),
    ],
)
def test_start_may_be_wall_time_or_a_moment_or_missing(when: str, day: date | None, start: datetime | None) -> None:
    session = only(f"sessions: [{{code: a, {when.replace('title: x', 'kind: talk')}, title: x}}]")
    assert (session.day, session.start) == (day, start)


@pytest.mark.parametrize(
    ("zone", "day", "wall", "start"),
    [
        ("America/Los_Angeles", "2020-03-07", "25:30", datetime(2020, 3, 8, 9, 30, tzinfo=UTC)),
        ("America/Los_Angeles", "2020-03-08", "03:00", datetime(2020, 3, 8, 10, tzinfo=UTC)),
        ("America/Los_Angeles", "2020-11-01", "01:30", datetime(2020, 11, 1, 8, 30, tzinfo=UTC)),  # the first of two
        ("Asia/Kolkata", "2023-09-10", "10:00", datetime(2023, 9, 10, 4, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", "2024-04-07", "01:45", datetime(2024, 4, 6, 14, 45, tzinfo=UTC)),
    ],
)
def test_wall_time_follows_the_zones_clock_changes(zone: str, day: str, wall: str, start: datetime) -> None:
    assert only(f'sessions: [{{title: x, day: {day}, start: "{wall}"}}]', zone).start == start


def test_wall_time_that_the_clocks_skip_is_refused() -> None:
    text = 'sessions:\n- title: x\n  day: 2020-03-07\n  start: "26:30"\n  end: "28:00"\n'
    assert faults_of(text, "America/Los_Angeles") == [("agenda-time-skipped", 4, "sessions[0].start")]


def test_session_without_a_code_gets_one_that_leaves_the_given_codes_alone() -> None:
    text = "sessions: [{title: Lunch}, {title: Dinner, code: lunch}, {title: 治理}, {title: x, source_id: A7}]"
    codes = {session.title.plain: session.code for session in read(text)}
    assert codes == {"Lunch": "lunch-2", "Dinner": "lunch", "治理": "s-b7cd50ce00", "x": "a7"}


def test_everything_wrong_is_told_at_once_in_the_order_of_lines() -> None:
    text = """
timezone: Asia/Shanghia
rooms: {main: Main, side: Side}
tracks: {dao: Dao}
blocks:
  keys: {title: Keynotes, day: 2024-03-28, start: "12:30", end: "09:00", room: mian}
sessions:
- {code: a, title: A, block: keys}
- {code: a, title: B, block: key, kid: talk}
- {code: b, title: C, day: 2024-03-28, start: 10:15}
- {code: c, title: D, start: "10:15", track: tao}
- {code: 治理, title: E}
- {code: d, title: F, day: 2024-03-28, start: "10:15", end: "10:15"}
- {code: e, title: G, room: cellar, kind: tlak}
- {code: f, room: main, rooms: [side], title: H}
- {title: 2024}
- {title: {zh_: x}, start: soon, language: Klingonish}
- {code: abcdefghijklmnopqrstuvwxyz, title: J, url: "javascript:alert(1)", day: 28.03.2024}
- {code: a, title: K, room: cellar}
- {code: .., title: L}
- {code: talk.ICS, title: M}
"""
    assert faults_of(text) == [
        ("agenda-timezone-unknown-near", 2, "timezone"),
        ("agenda-end-before-start", 6, "blocks.keys.end"),
        ("agenda-unknown-room-near", 6, "blocks.keys.room"),
        ("agenda-code-twice", 9, "sessions[1].code"),
        ("agenda-unknown-block-near", 9, "sessions[1].block"),
        ("fault-unknown-key-near", 9, "sessions[1].kid"),
        ("yaml-number", 10, "sessions[2].start"),
        ("agenda-day-missing", 11, "sessions[3].start"),
        ("agenda-unknown-track-near", 11, "sessions[3].track"),
        ("agenda-code", 12, "sessions[4].code"),
        ("agenda-end-before-start", 13, "sessions[5].end"),
        ("agenda-unknown-room", 14, "sessions[6].room"),
        ("fault-choice-near", 14, "sessions[6].kind"),
        ("agenda-room-and-rooms", 15, "sessions[7]"),
        ("agenda-text", 16, "sessions[8].title"),
        ("agenda-language", 17, "sessions[9].title"),
        ("agenda-time", 17, "sessions[9].start"),
        ("agenda-language", 17, "sessions[9].language"),
        ("agenda-code", 18, "sessions[10].code"),
        ("fault-address", 18, "sessions[10].url"),
        ("fault-date", 18, "sessions[10].day"),
        ("agenda-code-twice", 19, "sessions[11].code"),
        ("agenda-unknown-room", 19, "sessions[11].room"),
        ("agenda-code", 20, "sessions[12].code"),
        ("agenda-code", 21, "sessions[13].code"),
    ]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("sessions: []", [("agenda-empty", None, "")]),
        ("rooms: {main: Main}\ntracks: {}\n", [("fault-missing", 1, "sessions")]),
        ("sessions:\n- {}", [("fault-missing", 2, "sessions[0].title")]),
        ("sessions: nothing", [("fault-list", 1, "sessions")]),
        ("sessions:\n- title: a\n\tcode: b", [("yaml-tab", 3, "")]),
        ("sessions:\n- title: a\n  title: b", [("yaml-double-key", 3, "sessions[0].title")]),
        ("sessions:\n- title: [a", [("yaml-unparsable", 3, "")]),
        ("summit: {a: }\nsessions: [{title: x}]", [("agenda-text", 1, "summit")]),
        ("sessions: [{title: x, block: none}]", [("agenda-unknown-block", 1, "sessions[0].block")]),
    ],
)
def test_fault_names_line_and_field(text: str, faults: list[tuple[str, int | None, str]]) -> None:
    assert faults_of(text) == faults


def test_wrong_time_of_a_block_is_told_once_and_not_by_each_session() -> None:
    text = 'blocks:\n  k: {title: K, start: "09:00"}\nsessions: [{title: A, block: k}, {title: B, block: k}]'
    assert faults_of(text) == [("agenda-day-missing", 2, "blocks.k.start")]
