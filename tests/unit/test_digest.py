"""The day's digests and a person's own way through the programme."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.agenda.model import Kind, PartOfDay, Programme, Room, Session, Status, Text
from bot.core.phrasebook import Phrasebook
from bot.outbox.model import Delivery, Line, To, moment, phrase, wording
from bot.reminders.digest import DigestTimes, Edition, Part, editions_due, personal, public
from bot.reminders.itinerary import Stop, itinerary
from bot.reminders.model import Preference, Quiet, Via

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST = date(2024, 3, 28)
NAME = wording({"en": "Open-source summit", "zh-CN": "开源峰会"})


def at(hour: int, minute: int = 0, *, day: int = 28) -> datetime:
    return datetime(2024, 3, day, hour, minute, tzinfo=SHANGHAI)


BY_DM = Preference(7, at(0, day=1), via=Via.DM)


def session(code: str, start: datetime | None, minutes: int = 30, **more: object) -> Session:
    end = start + timedelta(minutes=minutes) if start else None
    day = start.date() if start else FIRST
    return Session(code, Text.of(code.upper()), day=day, start=start, end=end, rooms=("main",), **more)  # type: ignore[arg-type]


def summit(*sessions: Session) -> Programme:
    name = Text.of({"en": "Open-source summit", "zh-CN": "开源峰会"})
    rooms = [Room("main", Text.of("Main hall")), Room("side", Text.of("Side room"))]
    return Programme.checked(name, SHANGHAI, rooms, (), (), sessions)


WHOLE = summit(session("a", at(9)), session("b", at(10)), session("c", at(9, day=29)))


def entry(code: str, start: datetime, key: str = "digest-session") -> Line:
    return Line(key, {"title": wording(code.upper()), "when": moment(start), "room": wording("Main hall")})


def digest(
    programme: Programme, part: Part, day: int, codes: set[str], preference: Preference = BY_DM
) -> list[Delivery]:
    wall = time(8) if part is Part.MORNING else time(20)
    on = date(2024, 3, day)
    edition = Edition(part, on, datetime.combine(on, wall, SHANGHAI))
    return [*personal(programme, edition, [(preference, codes)])]


# When


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(8, day=24), []),
        (at(8, day=25), ["digest:morning:2024-03-25"]),
        (at(7, 59, day=28), []),
        (at(8, day=28), ["digest:morning:2024-03-28"]),
        (at(9, 59, day=28), ["digest:morning:2024-03-28"]),
        (at(10, day=28), []),
        (at(20, day=26), []),
        (at(20, day=27), ["digest:evening:2024-03-27"]),
        (at(21, day=28), ["digest:evening:2024-03-28"]),
        (at(20, day=29), []),
        (at(8, day=29), ["digest:morning:2024-03-29"]),
        (at(8, day=30), []),
    ],
)
def test_digests_are_due_at_set_times_in_the_venue_and_not_too_late(now: datetime, expected: list[str]) -> None:
    assert [edition.name for edition in editions_due(WHOLE, DigestTimes(), now)] == expected


def test_late_evening_digest_is_still_that_evenings_after_midnight() -> None:
    times = DigestTimes(evening=time(23, 30))
    assert [one.name for one in editions_due(WHOLE, times, at(1, day=28))] == ["digest:evening:2024-03-27"]


def test_digests_can_be_turned_off() -> None:
    assert editions_due(WHOLE, DigestTimes(on=False), at(8)) == ()


def test_programme_without_days_has_no_digests() -> None:
    assert editions_due(summit(Session("x", Text.of("X"))), DigestTimes(), at(8)) == ()


# What


def test_evening_digest_tells_tomorrows_stars_in_order() -> None:
    assert digest(WHOLE, Part.EVENING, 27, {"b", "a", "c"}) == [Delivery(
        key="digest:evening:2024-03-27:7",
        kind="digest",
        to=To.person(7),
        lines=(Line("digest-tomorrow", {"summit": NAME}), entry("a", at(9)), entry("b", at(10))),
        due=at(20, day=27),
        expires=at(22, day=27),
    )]


def test_morning_digest_counts_down_and_then_counts_days() -> None:
    (before,) = digest(WHOLE, Part.MORNING, 27, {"a"})
    assert before.lines == (Line("digest-countdown", {"summit": NAME, "days": 1}),)
    (second,) = digest(WHOLE, Part.MORNING, 29, {"c"})
    assert second.lines == (Line("digest-today", {"summit": NAME, "day": 2, "days": 2}), entry("c", at(9, day=29)))


def test_countdown_is_said_as_organisers_say_it() -> None:
    book = Phrasebook.load()
    assert book.say("zh-CN", "digest-countdown", summit="开源峰会", days=1) == "⏳ **开源峰会** · 倒计时 1 天"
    assert book.say("en", "digest-countdown", summit="Summit", days=1) == "⏳ **Summit** · 1 day to go"


@pytest.mark.parametrize(
    ("part", "day", "codes", "changes"),
    [
        (Part.EVENING, 27, {"c"}, {}),
        (Part.EVENING, 27, set(), {}),
        (Part.MORNING, 28, set(), {}),
        (Part.MORNING, 28, {"a"}, {"via": Via.CHANNEL}),
        (Part.MORNING, 28, {"a"}, {"via": Via.OFF}),
        (Part.MORNING, 28, {"a"}, {"via": None}),
        (Part.MORNING, 28, {"a"}, {"digests": False}),
        (Part.MORNING, 28, {"a"}, {"quiet": Quiet.read("22:00-10:00")}),
    ],
)
def test_nobody_gets_a_digest_they_did_not_ask_for_or_that_says_nothing(
    part: Part, day: int, codes: set[str], changes: dict[str, object]
) -> None:
    assert digest(WHOLE, part, day, codes, replace(BY_DM, **changes)) == []  # type: ignore[arg-type]


def test_digest_waits_for_quiet_hours_to_end() -> None:
    (made,) = digest(WHOLE, Part.MORNING, 28, {"a"}, replace(BY_DM, quiet=Quiet.read("22:00-09:00")))
    assert (made.due, made.expires) == (at(9), at(10))


def test_digest_leaves_out_what_is_cancelled_and_marks_clashes() -> None:
    programme = summit(
        session("a", at(9)), session("b", at(9, 15)), session("c", at(11), status=Status.CANCELLED),
        Session("d", Text.of("D"), day=FIRST, part=PartOfDay.EVENING),
    )
    (made,) = digest(programme, Part.EVENING, 27, {"a", "b", "c", "d"})
    assert made.lines[1:] == (
        entry("a", at(9), "digest-session-clash"),
        entry("b", at(9, 15), "digest-session-clash"),
        Line("digest-session", {"title": wording("D"), "when": phrase("part-evening"), "room": phrase("room-none")}),
    )


def test_digest_of_many_stars_counts_the_rest() -> None:
    many = [session(f"s{n:02}", at(9) + timedelta(minutes=n), 1) for n in range(14)]
    (made,) = digest(summit(*many), Part.EVENING, 27, {one.code for one in many})
    assert (len(made.lines), made.lines[-1]) == (10, Line("digest-more", {"more": 6}))


def test_chatham_house_session_is_a_delivery_that_can_vanish_alone() -> None:
    programme = summit(session("a", at(9)), session("b", at(9, 15), chatham_house=True))
    own, secret = digest(programme, Part.EVENING, 27, {"a", "b"})
    assert own.lines[1:] == (entry("a", at(9)),)
    assert (secret.key, secret.subject, secret.private, secret.lines, secret.due) == (
        "digest:evening:2024-03-27:7:b", "b", True, (entry("b", at(9, 15), "digest-session-clash"),), own.due
    )


def test_public_countdown_names_nobody() -> None:
    edition = Edition(Part.MORNING, date(2024, 3, 27), at(8, day=27))
    assert [*public(WHOLE, edition)] == [Delivery(
        "digest:morning:2024-03-27:reminders", "digest", To.post("reminders"),
        (Line("digest-countdown", {"summit": NAME, "days": 1}),), at(8, day=27), at(10, day=27),
    )]
    assert [*public(WHOLE, Edition(Part.EVENING, FIRST, at(20)))] == []


# One's own way


def test_itinerary_shows_clashes_breaks_and_free_time() -> None:
    a, b, c = session("a", at(9)), session("b", at(9, 15)), session("c", at(13))
    lunch, lunch_again = session("lunch", at(12), 60, kind=Kind.BREAK), session("lunch2", at(12), 60, kind=Kind.BREAK)
    tea = session("tea", at(15), kind=Kind.BREAK)
    stops = itinerary(summit(a, b, c, lunch, lunch_again, tea, session("x", at(11))), {"a", "b", "c", "gone"})
    utc = {one.session.code: one.session for one in stops}
    assert stops == (
        Stop(utc["a"], clashes=(utc["b"],)),
        Stop(utc["b"], clashes=(utc["a"],)),
        Stop(utc["lunch"], starred=False, free=timedelta(hours=2, minutes=15)),
        Stop(utc["c"]),
    )


def test_itinerary_shows_cancelled_sessions_that_clash_with_nothing() -> None:
    a, b = session("a", at(9), status=Status.CANCELLED), session("b", at(9, 15))
    stops = itinerary(summit(a, b, session("c", None)), {"a", "b", "c"})
    assert [(stop.session.code, stop.clashes, stop.free) for stop in stops] == [
        ("a", (), timedelta(0)), ("b", (), timedelta(0)), ("c", (), timedelta(0))
    ]


def test_break_that_a_starred_session_fills_is_none() -> None:
    lunch = session("lunch", at(12), 60, kind=Kind.BREAK)
    programme = summit(session("a", at(9)), session("b", at(12), 60), session("c", at(14)), lunch)
    assert [stop.session.code for stop in itinerary(programme, {"a", "b", "c"})] == ["a", "b", "c"]


def test_itinerary_of_three_hundred_stars_is_whole() -> None:
    many = [session(f"s{n:03}", at(0) + timedelta(minutes=4 * n)) for n in range(300)]
    assert len(itinerary(summit(*many), {one.code for one in many})) == 300
