"""Who is told what of released changes, and that several edits are one notice."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agenda import telling
from bot.agenda.changes import SessionChange, compare_edited
from bot.agenda.model import Kind, PartOfDay, Programme, Room, Session, Speaker, Status, Text
from bot.agenda.moves import cancel, delay, move, postpone, restore
from bot.agenda.notices import LONGEST_WAIT, QUIET, News, Plan, Slot, plan
from bot.core.phrasebook import LANGUAGES, Phrasebook
from bot.core.refusal import Refusal
from bot.outbox.model import Delivery, Line, To, moment, phrase, wording

NINE = datetime(2024, 3, 28, 1, tzinfo=UTC)
NOW = NINE - timedelta(hours=1)
ROOMS = (Room("main", Text("Main hall")), Room("a", Text.of({"zh-CN": "静明厅", "en": "JingMing Hall"})))
PHRASEBOOK = Phrasebook.load()


def at(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


def talk(code: str, start: int, **rest: object) -> Session:
    made = Session(
        code, Text(code.title()), day=date(2024, 3, 28), start=at(start), end=at(start + 30), rooms=("main",),
        speakers=(Speaker(Text("Ana")),),
    )
    return replace(made, **rest)  # type: ignore[arg-type]


def programme(*sessions: Session) -> Programme:
    return Programme.checked(Text("Summit"), ZoneInfo("Asia/Shanghai"), ROOMS, (), (), sessions, 1)


BASE = programme(talk("one", 0), talk("two", 30), talk("tea", 60, kind=Kind.BREAK, speakers=()), talk("three", 90))


def with_one(**rest: object) -> Programme:
    others = [session for session in BASE if session.code != "one"]
    return programme(replace(BASE.sessions_by_code["one"], **rest), *others)  # type: ignore[arg-type]


def news(*versions: Programme, base: int = 1, now: datetime = NOW, began: datetime = NOW) -> News:
    """What releasing `versions`, each over the one before, is together; the last one's revision is `base` + steps."""
    changes: list[SessionChange] = []
    for before, after in pairwise(versions):
        changes += compare_edited(before, after).changes
    return News.of(base, changes, versions[0], replace(versions[-1], revision=base + len(versions) - 1), began, now)


def told(after: Programme) -> list[Line]:
    """What the follower of the first session reads, without the heading lines."""
    notice = news(BASE, after).notice(Slot(7), To.person(7), {"one"})
    return list(notice.lines[2:]) if notice else []


ONE = BASE.sessions_by_code["one"]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (
            move(BASE, "one", NOW, start=at(15)),
            [Line("notice-moved", {"before": moment(NINE), "after": moment(at(15))})],
        ),
        (
            move(BASE, "one", NOW, room="a"),
            [Line("notice-room", {
                "before": wording("Main hall"), "after": wording({"en": "JingMing Hall", "zh-CN": "静明厅"}),
            })],
        ),
        (cancel(BASE, "one"), [Line("notice-cancelled", {"when": moment(NINE)})]),
        (postpone(BASE, "one", NOW), [Line("notice-postponed", {"when": moment(NINE)})]),
        (with_one(title=Text("Uno")), [Line("notice-retitled", {"before": wording("One"), "after": wording("Uno")})]),
        (
            with_one(speakers=()),
            [Line("notice-speakers", {"before": wording("Ana"), "after": phrase("notice-nobody")})],
        ),
        (with_one(rooms=()), [Line("notice-room", {"before": wording("Main hall"), "after": phrase("room-none")})]),
        (
            with_one(end=at(45)),
            [Line("notice-ends", {"before": moment(at(30)), "after": moment(at(45))})],
        ),
        (
            with_one(start=None, end=None, part=PartOfDay.EVENING),
            [Line("notice-moved", {
                "before": moment(NINE), "after": phrase("notice-part", day="2024-03-28", part=phrase("part-evening")),
            })],
        ),
        (with_one(abstract=Text("New")), []),
        (with_one(language="zh", kind=Kind.PANEL, speakers=(Speaker(Text("Ana"), Text("ACME")),)), []),
    ],
)
def test_change_is_told_old_to_new(after: Programme, expected: list[Line]) -> None:
    assert told(after) == expected


def test_restored_session_is_told_with_its_time_and_all_else_that_changed() -> None:
    off = cancel(BASE, "one")
    notice = news(off, move(restore(off, "one"), "one", NOW, start=at(15))).notice(Slot(7), To.person(7), {"one"})
    assert notice
    assert notice.lines == (
        Line("notice-yours", {"count": 1}),
        Line("notice-session-by", {"title": wording("One"), "names": wording("Ana")}),
        Line("notice-restored", {"when": moment(at(15))}),
        Line("notice-moved", {"before": moment(NINE), "after": moment(at(15))}),
    )


def test_one_notice_tells_all_sessions_that_concern_someone_in_order_of_the_programme() -> None:
    after = delay(cancel(BASE, "two"), "main", 15, NOW)
    notice = news(BASE, after).notice(Slot(7), To.person(7), {"one", "two"})
    assert notice
    titles = [line.values["title"] for line in notice.lines if line.phrase == "notice-session-by"]
    assert (titles, notice.lines[0].values) == ([wording("One"), wording("Two")], {"count": 2})
    assert (notice.key, notice.kind, notice.cause, notice.subject) == ("change:1:7:", "change", "release:2", "")


def test_notice_waits_for_a_quiet_minute_but_not_for_ever_and_not_beyond_its_sense() -> None:
    after = move(BASE, "one", NOW, start=at(15))
    late = NOW + timedelta(minutes=4, seconds=30)
    first = news(BASE, after).post()
    last = news(BASE, after, now=late).post()
    assert first
    assert last
    assert (first.due, first.expires) == (NOW + QUIET, at(45))
    assert last.due == NOW + LONGEST_WAIT


def test_what_is_over_is_not_told() -> None:
    assert news(BASE, cancel(BASE, "one"), now=at(31)).post() is None
    assert news(BASE, cancel(BASE, "one"), now=at(29)).post() is not None


def test_running_session_that_lasts_longer_and_a_break_that_is_shorter_are_not_told() -> None:
    after = delay(BASE, "main", 10, at(20))
    changed = {change.after.code for change in compare_edited(BASE, after).changes}
    assert changed == {"one", "two", "tea"}
    assert [change.after.code for change in news(BASE, after, now=at(20)).changes] == ["two", "tea"]


def test_several_edits_are_one_change_and_an_undone_one_is_none() -> None:
    twice = news(BASE, move(BASE, "one", NOW, start=at(15)), move(BASE, "one", NOW, start=at(40)))
    (change,) = twice.changes
    assert change.before
    assert (change.before.start, change.after.start) == (NINE, at(40))
    assert news(BASE, move(BASE, "one", NOW, start=at(15)), BASE).changes == ()


@pytest.mark.parametrize(("public", "title"), [(True, 10), (True, 400), (False, 10), (False, 400)])
def test_long_notice_fits_one_message_and_says_how_many_more_there_are(public: bool, title: int) -> None:
    long = Text.of({"zh-CN": "长" * title, "en": "W" * title})
    before, after = (
        programme(*(talk(f"s{n}", n + shift, rooms=(), title=long) for n in range(60))) for shift in (0, 1)
    )
    told = news(before, after)
    notice = told.post() if public else told.notice(Slot(7), To.person(7), {session.code for session in before})
    assert notice
    shown = sum(line.phrase == "notice-moved" for line in notice.lines)
    assert notice.lines[-1] == Line("notice-more", {"more": 60 - shown})
    assert shown > 3
    words = sum(len(spoken(language, line)) for line in notice.lines for language in (LANGUAGES if public else ["en"]))
    assert words < 3_900


def spoken(language: str, line: Line) -> str:
    """The line as a channel shows it: a time as a Discord timestamp and on the venue's clock."""
    values = {}
    for name, value in line.values.items():
        match value:
            case {"wording": {**versions}}:
                values[name] = versions[language]
            case {"wording": text}:
                values[name] = text
            case {"moment": _}:
                values[name] = "<t:1711587600:F> (Thu 28 Mar 09:00)"
            case _:
                values[name] = value
    return PHRASEBOOK.say(language, line.phrase, **values) + "\n"


STARS = {"one": {1, 2, 3}, "two": {2}}
ROUTES = {1: To.person(1), 2: To.mention(2, "changes")}


def planned(fresh: News, opened: Iterable[Delivery] = (), waiting: News | None = None) -> Plan:
    return plan(fresh, {waiting.base: waiting} if waiting else {}, opened, STARS, ROUTES)


def keys(deliveries: Iterable[Delivery]) -> list[str]:
    return [delivery.key for delivery in deliveries]


def test_everyone_concerned_who_wants_it_is_told_once_and_the_public_too() -> None:
    result = planned(news(BASE, cancel(move(BASE, "two", NOW, room="a"), "one")))
    assert [(one.key, one.to) for one in result.post] == [
        ("change:1:post:", To.post("changes")),
        ("change:1:1:", To.person(1)),
        ("change:1:2:", To.mention(2, "changes")),
    ]
    assert (result.replace, result.withdraw) == ((), ())


def test_release_that_tells_nobody_anything_posts_nothing() -> None:
    assert planned(news(BASE, with_one(abstract=Text("New")))) == Plan((), (), ())
    assert planned(news(BASE, BASE)) == Plan((), (), ())


def test_second_edit_joins_what_waits_and_reaches_new_people() -> None:
    moved = move(BASE, "one", NOW, start=at(15))
    both = cancel(moved, "two")
    opened = planned(news(BASE, moved)).post
    later = NOW + timedelta(seconds=40)
    fresh = news(moved, both, base=2, now=later, began=later)
    result = planned(fresh, opened, news(BASE, moved, both, now=later))
    assert keys(result.post) == []
    assert keys(result.replace) == ["change:1:post:", "change:1:2:"], "the first person has nothing new"
    assert {one.due for one in result.replace} == {later + QUIET}
    assert result.replace[1].lines[0].values == {"count": 2}
    assert {one.cause for one in result.replace} == {"release:3"}


def test_edit_after_the_notice_went_out_is_a_notice_of_its_own() -> None:
    moved = move(BASE, "one", NOW, start=at(15))
    result = planned(news(moved, BASE, base=2))
    assert keys(result.post) == ["change:2:post:", "change:2:1:", "change:2:2:"]
    assert result.post[1].lines[2] == Line("notice-moved", {"before": moment(at(15)), "after": moment(NINE)})


def test_edit_that_is_undone_before_its_notice_goes_out_is_told_to_nobody() -> None:
    moved = move(BASE, "one", NOW, start=at(15))
    opened = planned(news(BASE, moved)).post
    result = planned(news(moved, BASE, base=2), opened, news(BASE, moved, BASE))
    assert (keys(result.post), keys(result.replace)) == ([], [])
    assert keys(result.withdraw) == keys(opened)


def test_chatham_house_session_is_told_by_itself_in_private_and_never_in_a_channel() -> None:
    closed = replace(ONE, chatham_house=True)
    before = programme(closed, BASE.sessions_by_code["two"])
    after = cancel(cancel(before, "one"), "two")
    stars, routes = {"one": {1, 2}, "two": {1, 2}}, {1: To.person(1), 2: To.mention(2, "changes")}
    result = plan(news(before, after), {}, (), stars, routes)
    assert [(one.key, one.private, one.subject) for one in result.post] == [
        ("change:1:post:", False, ""),
        ("change:1:1:", False, "two"),
        ("change:1:1:one", True, "one"),
        ("change:1:2:", False, "two"),
    ]
    assert "One" not in repr(result.post[3])


def test_someone_who_no_longer_follows_or_wants_no_notice_is_left_out_of_what_waits() -> None:
    moved = move(BASE, "one", NOW, start=at(15))
    waiting = news(BASE, moved)
    opened = plan(waiting, {}, (), {"one": {1, 2}}, ROUTES).post
    result = plan(news(moved, cancel(moved, "three"), base=2), {1: waiting}, opened, {"one": {1}}, {})
    assert keys(result.withdraw) == ["change:1:1:", "change:1:2:"]


def test_key_tells_base_and_slot() -> None:
    for slot in (Slot(None), Slot(7), Slot(7, "a-1:b")):
        assert Slot.of_key(slot.key(12)) == (12, slot)


def test_every_line_has_its_sentence_in_both_languages() -> None:
    versions = [
        move(BASE, "one", NOW, start=at(15)), move(BASE, "one", NOW, room="a"), cancel(BASE, "one"),
        postpone(BASE, "one", NOW), with_one(title=Text("Uno")), with_one(speakers=()), with_one(end=at(45)),
        with_one(speakers=tuple(Speaker(Text(name)) for name in "ABCDE"), status=Status.SCHEDULED),
    ]
    lines = [line for after in versions for line in news(BASE, after).post().lines]  # type: ignore[union-attr]
    lines += telling.lines(compare_edited(cancel(BASE, "one"), BASE).changes[0], BASE, BASE)
    for line in lines:
        for language in LANGUAGES:
            assert PHRASEBOOK.say(language, line.phrase, **line.values)


class Reader:
    """A follower who reads everything and remembers when each session begins (None: cancelled)."""

    def __init__(self, whole: Programme) -> None:
        self.knows: dict[str, object] = {one.title.plain: moment(one.start) for one in whole if one.start}

    def read(self, delivery: Delivery) -> None:
        title = ""
        for line in delivery.lines:
            values = line.values
            match line.phrase:
                case "notice-session-by" | "notice-session":
                    title = values["title"]["wording"]  # type: ignore[index, call-overload, assignment]
                    before = self.knows[title]
                case "notice-moved":
                    assert before in (None, values["before"])
                    self.knows[title] = values["after"]
                case "notice-cancelled":
                    assert before is not None, "told twice that it is cancelled"
                    self.knows[title] = None
                case "notice-restored":
                    assert before is None, "told that it takes place though it was never off"
                    self.knows[title] = values["when"]


def edited(whole: Programme, what: str, code: str, number: int) -> Programme:
    if what == "move":
        return move(whole, code, NOW, start=at(200 + 40 * number))
    return cancel(whole, code) if what == "cancel" else restore(whole, code)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.sampled_from(["one", "two", "three"]), st.integers(1, 4)),
        st.tuples(st.just("cancel"), st.sampled_from(["one", "two", "three"]), st.just(0)),
        st.tuples(st.just("restore"), st.sampled_from(["one", "two", "three"]), st.just(0)),
        st.tuples(st.just("send"), st.just(""), st.just(0)),
    ),
    max_size=14,
)


@given(STEPS)
def test_whoever_reads_every_notice_knows_the_programme_and_is_told_nothing_twice(
    steps: list[tuple[str, str, int]],
) -> None:
    """Released changes and sent notices in any order: what was read adds up to what is, for every follower."""
    stars = {"one": {1, 2}, "two": {2}, "three": {3}}
    routes = {member: To.person(member) for member in (1, 2, 3)}
    current = BASE
    releases: list[list[SessionChange]] = []
    opened: dict[str, Delivery] = {}
    readers = {member: Reader(BASE) for member in (None, 1, 2, 3)}

    def send() -> None:
        for delivery in opened.values():
            readers[delivery.to.member].read(delivery)
        opened.clear()

    for what, code, number in (*steps, ("send", "", 0)):
        if what == "send":
            send()
            continue
        try:
            after = edited(current, what, code, number)
        except Refusal:
            continue
        releases.append([*compare_edited(current, after).changes])
        revision = 1 + len(releases)
        bases = {Slot.of_key(key)[0] for key in opened} | {revision - 1}
        every = {
            base: News.of(
                base, [change for release in releases[base - 1 :] for change in release], current,
                replace(after, revision=revision), NOW, NOW,
            )
            for base in bases
        }
        result = plan(every[revision - 1], every, list(opened.values()), stars, routes)
        for old in result.withdraw:
            del opened[old.key]
        assert {one.key for one in result.replace} <= opened.keys()
        assert not {one.key for one in result.post} & opened.keys()
        opened |= {one.key: one for one in (*result.replace, *result.post)}
        assert len({one.to.member for one in opened.values()}) == len(opened), "one notice each"
        current = after
    truth = {
        session.code: None if session.status is Status.CANCELLED else moment(session.start)
        for session in current
        if session.start
    }
    for member, reader in readers.items():
        followed = [code for code, members in stars.items() if member is None or member in members]
        assert {code: reader.knows[code.title()] for code in followed} == {code: truth[code] for code in followed}
