"""Programmes made up for tests: `programmes()` for hypothesis, `large_programme()` beyond every limit of Discord."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.agenda.model import (
    CODE_LENGTH,
    Block,
    Kind,
    PartOfDay,
    Programme,
    Room,
    Session,
    Speaker,
    Status,
    Text,
    Track,
)

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Australia/Lord_Howe", "UTC")
"""Without and with daylight saving, half-hour zones, and one whose clocks change by half an hour."""

FIRST_DAYS = (date(2024, 3, 28), date(2024, 3, 30), date(2024, 10, 26), date(2020, 3, 7), date(2024, 4, 6))
"""Some of them the eve of a night when clocks change in one of ZONES."""

_ODD = (
    "OSPO与基金会：如何实现协作共赢？", "【职能】开源办公室", "ＯＳＰＯ", "👩‍👩‍👧 emoji 🏳️‍🌈", "עברית \u200f",
    "=1+1", "-2", "+3", "@everyone", "'=x", "''-x", "＝1", "a;b, c | d", '"q"', "\\n \\, \\;", "a / b", "A (B)", "ﬁne",
    "<b>bold</b> & <script>", "a < b && c > d", "&amp;amp;", "]]>", "?>", "{json: 1}", "https://example.org/?a=1&b=2",
    "# head", "*a* _b_ `c`", "CANCELLED: not", "Speakers: not one", "\ufeffmark", "no\xa0break", "tab\tbetween",
    "line\nline", "line\r\nline", "line\n\n\nline", "nul\x00", "bell\x07", "next\x85line", "sep\u2028sep", "\x1fus",
)
_CODES = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=CODE_LENGTH).filter(
    lambda code: code.strip("-") == code
)
_ADDRESSES = st.sampled_from(("", "https://example.org/talk/1", "http://例え.example/会?x=1&y=2", "https://a.example/#b"))


def wordings(*, longest: int = 60) -> st.SearchStrategy[str]:
    """One text as people, spreadsheets and attackers write them; never blank."""
    some = st.one_of(st.sampled_from(_ODD), st.text(min_size=1, max_size=longest))
    return some.filter(lambda text: bool(text.strip()))


def texts(*, longest: int = 60) -> st.SearchStrategy[Text]:
    """A text that is not blank: plain, in one stated language, or in two or three."""
    words = wordings(longest=longest)
    stated = st.dictionaries(st.sampled_from(("zh-CN", "en", "de")), words, min_size=1, max_size=3)
    return st.one_of(words, stated).map(Text.of)


@st.composite
def programmes(draw: st.DrawFn, *, most: int = 8) -> Programme:
    """A whole programme of 1 to `most` sessions, with all that the model allows."""
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    rooms = [Room(code, name) for code, name in draw(_named(4)).items()]
    tracks = [Track(code, name) for code, name in draw(_named(3)).items()]
    blocks = [Block(code, title) for code, title in draw(_named(2)).items()]
    first = draw(st.sampled_from(FIRST_DAYS))
    codes = draw(st.lists(_CODES, min_size=1, max_size=most, unique=True))
    sources = draw(st.lists(st.one_of(st.just(""), _SOURCE_IDS), min_size=len(codes), max_size=len(codes)))
    sources = [source if sources.index(source) == place else "" for place, source in enumerate(sources)]
    sessions = [
        draw(_sessions(code, source, zone, first, rooms, tracks, blocks))
        for code, source in zip(codes, sources, strict=True)
    ]
    return Programme.checked(draw(texts()), zone, rooms, tracks, blocks, sessions, draw(st.integers(0, 99)))


_SOURCE_IDS = st.one_of(st.integers(1, 9_999_999).map(str), st.sampled_from(("MJA8QY", "a@b", "x y", "报告-1", "=1")))


def _named(most: int) -> st.SearchStrategy[dict[str, Text]]:
    pairs = st.lists(st.tuples(_CODES, texts()), max_size=most, unique_by=(lambda pair: pair[0], lambda pair: pair[1]))
    return pairs.map(dict)


_SPEAKERS = st.builds(Speaker, texts(longest=20), st.one_of(st.just(Text()), texts(longest=20)))


@st.composite
def _sessions(
    draw: st.DrawFn, code: str, source_id: str, zone: ZoneInfo, first: date,
    rooms: list[Room], tracks: list[Track], blocks: list[Block],
) -> Session:
    day, start, end, part = draw(_times(zone, first))
    block = draw(st.sampled_from(["", *(block.code for block in blocks)]))
    track_codes = ["", *(track.code for track in tracks)]
    room_codes = [room.code for room in rooms]
    chosen = draw(st.lists(st.sampled_from(room_codes), max_size=len(rooms), unique=True)) if rooms else []
    return Session(
        code=code,
        title=draw(texts()),
        kind=draw(st.sampled_from(Kind)),
        day=day,
        start=start,
        end=end,
        part=part,
        rooms=tuple(chosen),
        track=draw(st.sampled_from(track_codes)),
        speakers=tuple(draw(st.lists(_SPEAKERS, max_size=3))),
        abstract=draw(st.one_of(st.just(Text()), texts(longest=300))),
        language=draw(st.sampled_from(("", "zh-CN", "en", "de"))),
        block=block,
        position=draw(st.integers(1, 20)) if block else 0,
        status=draw(st.sampled_from((Status.SCHEDULED, Status.SCHEDULED, Status.POSTPONED, Status.CANCELLED))),
        chatham_house=draw(st.booleans()),
        questions=draw(st.booleans()),
        source_id=source_id,
        url=draw(_ADDRESSES),
    )


@st.composite
def _times(
    draw: st.DrawFn, zone: ZoneInfo, first: date
) -> tuple[date | None, datetime | None, datetime | None, PartOfDay | None]:
    """Day, start and end (UTC) and part: none at all, a day, a day and a word, a start, a start and an end."""
    day = first + timedelta(days=draw(st.integers(0, 2)))
    known = draw(st.sampled_from(("nothing", "day", "word", "start", "both", "both", "both")))
    if known == "nothing":
        return None, None, None, None
    if known == "day":
        return day, None, None, None
    if known == "word":
        return day, None, None, draw(st.sampled_from(PartOfDay))
    after_midnight = draw(st.integers(4 * 60, 28 * 60 - 1))  # from 04:00 to 03:59 of the night that belongs to the day
    wall = datetime.combine(day, time(), zone) + timedelta(minutes=after_midnight)
    start = wall.astimezone(UTC)
    lasts = timedelta(minutes=draw(st.sampled_from((5, 10, 45, 60, 90, 240, 1_500, 3_000))))
    part = draw(st.sampled_from((None, None, None, PartOfDay.NOON)))
    return day, start, start + lasts if known == "both" else None, part


def large_programme(*, sessions: int = 1_000, rooms: int = 72, tracks: int = 40, days: int = 3) -> Programme:
    """A programme larger than any real one: 400-character titles, 10,000-character abstracts, 72 rooms, 1,000 sessions.

    Always the same. Every tenth session is long; the others are ordinary.
    """
    zone = ZoneInfo("Asia/Shanghai")
    halls = [Room(f"hall-{n}", Text.of({"zh-CN": f"第{n}会议厅", "en": f"Hall {n}"})) for n in range(1, rooms + 1)]
    themes = [Track(f"track-{n}", Text.of({"zh-CN": f"专题{n}", "en": f"Theme {n}"})) for n in range(1, tracks + 1)]
    made = []
    for number in range(sessions):
        slot, hall = divmod(number, rooms)
        day = date(2024, 3, 28) + timedelta(days=slot % days)
        start = datetime.combine(day, time(9), zone) + timedelta(minutes=50 * (slot // days))
        made.append(_large_session(number, day, start.astimezone(UTC), halls[hall], themes[number % tracks]))
    return Programme.checked(Text.of({"zh-CN": "大会", "en": "Summit"}), zone, halls, themes, (), made, 7)


def _large_session(number: int, day: date, start: datetime, hall: Room, theme: Track) -> Session:
    long = number % 10 == 0
    zh, en = f"开源治理的第{number}个故事", f"Story {number} of open source governance"
    return Session(
        code=f"story-{number}",
        title=Text.of({"zh-CN": (zh * 50)[:400] if long else zh, "en": (f"{en} " * 20)[:400] if long else en}),
        day=day,
        start=start,
        end=start + timedelta(minutes=45),
        rooms=(hall.code,),
        track=theme.code,
        speakers=tuple(Speaker(Text.of(f"讲者{number}-{n}"), Text.of("某开源社区")) for n in range(20 if long else 1)),
        abstract=Text.of(("治理是一门手艺。Governance is a craft.\n\n" * 400)[:10_000] if long else "短摘要"),
        language="zh-CN",
        source_id=str(1000 + number),
    )
