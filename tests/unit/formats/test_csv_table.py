"""Tables: pretalx's export, and what people and spreadsheets make of the plain one."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.agenda.formats import AgendaFile, Venue, csv_table
from bot.agenda.formats.csv_cells import escaped, moment_cell, moment_in, unescaped
from bot.agenda.model import Kind, PartOfDay, Programme, Session, Speaker, Status, Text
from bot.core.phrasebook import LANGUAGES, Phrasebook
from bot.core.refusal import Fault, Faults
from tests.site_formats import AGENDAS, needs_agendas

PHRASEBOOK = Phrasebook.load()
SHENZHEN = Venue(Text.of("Venue"), ZoneInfo("Asia/Shanghai"))


def read(data: bytes | str, venue: Venue = SHENZHEN) -> Programme:
    file = AgendaFile("made.csv", data if isinstance(data, bytes) else data.encode())
    assert csv_table.recognises(file)
    return csv_table.read(file, venue)


def only(programme: Programme) -> Session:
    (session,) = programme
    return session


def faults_of(data: bytes | str) -> list[tuple[str, int | None, str]]:
    with pytest.raises(Faults) as raised:
        read(data)
    for fault in raised.value.faults:
        assert all(PHRASEBOOK.say(language, fault.phrase, **fault.values) for language in LANGUAGES)
    return [(fault.phrase, fault.line, fault.field) for fault in raised.value.faults]


@needs_agendas
def test_pretalx_export_has_what_was_counted_in_it() -> None:
    """But for tracks: the count of 25 took each list of tags for a track. The first tag of each makes seven."""
    programme = read((AGENDAS / "droidcon-2025-sessions-v1.csv").read_bytes())
    counted = (len(programme.sessions), len(programme.rooms), len(programme.days), len(programme.tracks))
    assert counted == (28, 2, 2, 7)


@needs_agendas
def test_pretalx_export_is_read_in_full() -> None:
    turin = Venue(Text.of("Venue"), ZoneInfo("Europe/Rome"))
    programme = read((AGENDAS / "droidcon-2025-sessions-v1.csv").read_bytes(), turin)
    talk = next(session for session in programme if session.source_id == "8QPD7Y")
    assert talk.title == Text.of('Kotlin Multiplatform on iOS "Gotchas"')
    assert (talk.code, talk.rooms, talk.day) == ("8qpd7y", ("sala-7",), date(2025, 11, 19))
    assert (talk.start, talk.end) == (
        datetime(2025, 11, 19, 11, 15, tzinfo=UTC), datetime(2025, 11, 19, 12, 0, tzinfo=UTC),
    )
    assert talk.abstract.plain.count("\n") == 8  # line breaks in the cell
    assert programme.tracks_by_code[talk.track].name == Text.of("Cross/Multi-Plattform Development")
    pairs = [s.speakers for s in programme if len(s.speakers) == 2]
    assert (Speaker(Text.of("Benedikt Löbbecke")), Speaker(Text.of("Julius Fischer"))) in pairs


PLAIN = """code,title_zh,title_en,day,start,end,room,track,speakers,kind,abstract,status,part,chatham_house,url
welcome,欢迎,Welcome,2024-03-28,9:00,09:10,主会场; Hall B,道,姜宁 (ASF); Keith Chan,keynote,"Two
lines",,,,https://example.org/1
dinner,晚宴,,2024/3/28,,,,,,,,postponed,evening,yes,
night,夜谈,,2024年3月28日,25:00,26:30,Bar,,,,,cancelled,,no,javascript:1
"""


def test_plain_table_is_read_in_full() -> None:
    programme = read(PLAIN)
    welcome, night = programme.sessions_by_code["welcome"], programme.sessions_by_code["night"]
    dinner = programme.sessions_by_code["dinner"]
    assert welcome == Session(
        code="welcome",
        title=Text.of({"zh-CN": "欢迎", "en": "Welcome"}),
        kind=Kind.KEYNOTE,
        day=date(2024, 3, 28),
        start=datetime(2024, 3, 28, 1, 0, tzinfo=UTC),
        end=datetime(2024, 3, 28, 1, 10, tzinfo=UTC),
        rooms=(programme.rooms[0].code, "hall-b"),
        track=programme.tracks[0].code,
        speakers=(Speaker(Text.of("姜宁"), Text.of("ASF")), Speaker(Text.of("Keith Chan"))),
        abstract=Text.of("Two\nlines"),
        url="https://example.org/1",
    )
    assert (dinner.start, dinner.part, dinner.status, dinner.chatham_house) == (
        None, PartOfDay.EVENING, Status.POSTPONED, True,
    )
    assert (night.day, night.start, night.url) == (date(2024, 3, 28), datetime(2024, 3, 28, 17, 0, tzinfo=UTC), "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_table_reads_the_same_however_a_spreadsheet_saves_it(encoding: str, delimiter: str, line_end: str) -> None:
    header = ["标题", "日期", "开始", "结束", "会场", "讲者"]
    rows = [header, ["开源治理", "2024/3/28", "9:30", "10:15", "主会场", "姜宁"]]
    text = line_end.join(delimiter.join(row) for row in rows) + line_end
    session = only(programme := read(text.encode(encoding)))
    assert (session.title, programme.rooms[0].name, session.speakers) == (
        Text.of("开源治理"), Text.of("主会场"), (Speaker(Text.of("姜宁")),),
    )
    assert (session.start, session.end) == (
        datetime(2024, 3, 28, 1, 30, tzinfo=UTC), datetime(2024, 3, 28, 2, 15, tzinfo=UTC),
    )


def test_calendar_date_after_midnight_belongs_to_the_day_before_and_a_summit_day_is_kept() -> None:
    by_date = only(read("title,date,start\nTalk,2024-03-29,01:00\n"))
    by_day = only(read("title,day,start\nTalk,2024-03-29,01:00\n"))
    assert (by_date.day, by_day.day) == (date(2024, 3, 28), date(2024, 3, 29))
    assert by_date.start == by_day.start == datetime(2024, 3, 28, 17, 0, tzinfo=UTC)


def test_moment_with_an_offset_needs_no_day() -> None:
    session = only(read("title,start,duration\nTalk,2024-03-28T09:00:00+01:00,1:30\n"))
    assert (session.day, session.start, session.end) == (
        date(2024, 3, 28), datetime(2024, 3, 28, 8, 0, tzinfo=UTC), datetime(2024, 3, 28, 9, 30, tzinfo=UTC),
    )


def test_blank_rows_and_unknown_columns_are_passed_over() -> None:
    programme = read("title,day,Level,remarks\n,,,\nTalk,2024-03-28,Beginner,call them\n\n , , ,\n")
    assert [session.title.plain for session in programme] == ["Talk"]


def test_html_in_an_abstract_becomes_markdown() -> None:
    assert only(read('title,day,abstract\nTalk,,"<p>Very <b>bold</b></p>"\n')).abstract == Text.of("Very **bold**")


def test_every_wrong_cell_is_told_with_its_line_and_column() -> None:
    table = (
        "code,title,day,start,end,status,position,questions\n"
        'a,"line\nbreak",28.3.,,,,,\n'
        "b,,2024-03-28,9 o'clock,,,,\n"
        "c,C,2024-03-28,10:00,09:00,maybe,first,perhaps\n"
        "a,D,,10:00,,,,\n"
        "e,E,2024-03-28,10:00,11:00,,,,too,many\n"
    )
    assert faults_of(table) == [
        ("agenda-csv-cells", 7, ""),
        ("fault-date", 2, "day"),
        ("fault-time", 4, "start"),
        ("fault-missing", 4, "title"),
        ("agenda-end-before-start", 5, "end"),
        ("fault-number", 5, "position"),
        ("fault-choice", 5, "status"),
        ("fault-yes-or-no", 5, "questions"),
        ("agenda-csv-day-missing", 6, "start"),
        ("agenda-code-twice", 6, "code"),
    ]


def test_table_without_titles_names_the_columns_that_are_there() -> None:
    with pytest.raises(Faults) as raised:
        read("day,start,what\n2024-03-28,09:00,Talk\n")
    assert raised.value.faults == (
        Fault("made.csv", "agenda-csv-no-title", 1, field="title", values={"seen": "day, start, what"}),
    )


def test_mistyped_column_is_told_and_not_lost() -> None:
    with pytest.raises(Faults) as raised:
        read("title,day,strat\nTalk,2024-03-28,09:00\n")
    assert raised.value.faults == (
        Fault("made.csv", "agenda-csv-column-near", 1, field="strat", values={"near": "start"}),
    )


def test_quotation_mark_that_never_closes_is_told_with_its_line() -> None:
    assert faults_of('title,day\nA,2024-03-28\n"B,2024-03-28\nC,2024-03-28\n') == [("agenda-csv-broken", 3, "")]


@pytest.mark.parametrize("data", [b"Once upon a time, there was a table", b"a,b\n1,2\n", b"title\nTalk\n", b"", b"{}"])
def test_other_texts_are_no_tables(data: bytes) -> None:
    assert not csv_table.recognises(AgendaFile("x.csv", data))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@sum", "'@sum"), ("＝1", "'＝1"), ("\tx", "'\tx"),
        ("'=x", "''=x"), ("''-x", "'''-x"), ("'quoted'", "'quoted'"), ("plain", "plain"), ("1=1", "1=1"), ("", ""),
    ],
)
def test_formulas_are_escaped_and_come_back(text: str, cell: str) -> None:
    assert (escaped(text), unescaped(cell)) == (cell, text)


def test_wall_time_that_occurs_twice_is_written_with_its_offset() -> None:
    zone, day = ZoneInfo("Europe/Berlin"), date(2024, 10, 26)
    first, second = datetime(2024, 10, 27, 0, 30, tzinfo=UTC), datetime(2024, 10, 27, 1, 30, tzinfo=UTC)
    cells = [moment_cell(moment, day, zone) for moment in (first, second)]
    assert cells == ["26:30", "2024-10-27T02:30:00+01:00"]
    assert [moment_in(cell, day, zone) for cell in cells] == [first, second]
