"""How one version becomes the next, rule by rule, on programmes small enough to see."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agenda.changes import Aspect, ChangeSet, Frame, FrameChange, compare
from bot.agenda.holds import Hold, HoldReason
from bot.agenda.identity import match
from bot.agenda.model import Block, Kind, PartOfDay, Programme, Room, Session, Speaker, Status, Text, Track

DAY = date(2024, 3, 28)
NINE = datetime(2024, 3, 28, 1, tzinfo=UTC)
ROOMS = (Room("main", Text("Main hall")), Room("a", Text("Room A")), Room("b", Text("Room B")))
TRACKS = (Track("dao", Text("道")), Track("fa", Text("法")))
BLOCKS = (Block("keynotes", Text("Keynotes")),)


def talk(code: str, title: str, people: str = "", *, at: int = 0, room: str = "main", **rest: object) -> Session:
    """A talk `at` minutes after nine on the first day; `people` separated by commas."""
    begin = NINE + timedelta(minutes=at)
    speakers = tuple(Speaker(Text.of(name)) for name in people.split(",") if name)
    rooms = (room,) if room else ()
    made = Session(code, Text(title), start=begin, end=begin + timedelta(minutes=30), speakers=speakers, rooms=rooms)
    return replace(made, **{"day": DAY + timedelta(days=at // 1440), **rest})  # type: ignore[arg-type]


def programme(sessions: Iterable[Session], rooms: Iterable[Room] = ROOMS, **rest: object) -> Programme:
    whole = Programme.checked(Text("Summit"), ZoneInfo("Asia/Shanghai"), rooms, TRACKS, BLOCKS, sessions, 7)
    return replace(whole, **rest)  # type: ignore[arg-type]


def aspects(changes: ChangeSet) -> dict[str, set[str]]:
    return {change.after.code: {aspect.value for aspect in change.aspects} for change in changes.changes}


def changed(before: Session, **rest: object) -> dict[str, set[str]]:
    """The aspects of one session out of two that becomes what `rest` says, its id kept."""
    other = talk("other", "Something else", "Someone")
    after = replace(before, **rest)  # type: ignore[arg-type]
    return aspects(compare(programme([before, other]), programme([after, other])))


KEPT = talk("kept", "Governance in the open", "姜宁", source_id="1")


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ({"start": NINE + timedelta(hours=1)}, "moved"),
        ({"end": NINE + timedelta(hours=1)}, "moved"),
        ({"day": DAY + timedelta(days=1)}, "moved"),
        ({"start": None, "end": None, "part": PartOfDay.EVENING}, "moved"),
        ({"block": "keynotes"}, "moved"),
        ({"rooms": ("a",)}, "room"),
        ({"rooms": ("main", "a")}, "room"),
        ({"title": Text("Governing in the open")}, "retitled"),
        ({"speakers": (Speaker(Text("边思康")),)}, "speakers"),
        ({"abstract": Text("Now with an abstract")}, "text"),
        ({"speakers": (Speaker(Text("姜宁"), Text("字节跳动")),)}, "details"),
        ({"kind": Kind.PANEL}, "details"),
        ({"track": "dao"}, "details"),
        ({"language": "zh"}, "details"),
        ({"url": "https://example.org/1"}, "details"),
        ({"chatham_house": True}, "details"),
        ({"questions": True}, "details"),
        ({"status": Status.CANCELLED}, "cancelled"),
        ({"status": Status.POSTPONED}, "postponed"),
    ],
)
def test_change_of_one_field_is_one_aspect(rest: dict[str, object], expected: str) -> None:
    assert changed(KEPT, **rest) == {"kept": {expected}}


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.POSTPONED])
def test_session_that_takes_place_after_all_is_restored(status: Status) -> None:
    assert changed(replace(KEPT, status=status), status=Status.SCHEDULED) == {"kept": {"restored"}}


def test_new_source_id_alone_is_no_change_but_is_kept_with_the_next_one() -> None:
    before = programme([replace(KEPT, source_id="old")])
    alone = compare(before, programme([replace(KEPT, source_id="new")]))
    assert (bool(alone), alone.after.sessions[0].source_id) == (False, "new")


def test_source_that_drops_its_ids_does_not_erase_the_known_ones() -> None:
    changes = compare(programme([KEPT]), programme([replace(KEPT, source_id="", title=Text("Governance, open"))]))
    assert aspects(changes) == {"kept": {"retitled"}}
    assert changes.after.sessions[0].source_id == "1"


def test_vanished_session_is_cancelled_and_stays_where_it_was() -> None:
    gone = talk("gone", "Cancelled talk", "Someone", at=60, room="b", track="fa", block="keynotes")
    after = Programme.checked(Text("Summit"), ZoneInfo("Asia/Shanghai"), ROOMS[:2], TRACKS[:1], (), [KEPT])
    changes = compare(programme([KEPT, gone]), after)
    assert aspects(changes) == {"gone": {"cancelled"}}
    assert changes.after.sessions == (KEPT, replace(gone, status=Status.CANCELLED))
    assert (changes.after.rooms, changes.after.tracks, changes.after.blocks) == (ROOMS, TRACKS, BLOCKS)
    assert changes.frame == ()


def test_cancelled_session_that_is_still_missing_is_no_change() -> None:
    gone = talk("gone", "Cancelled talk", "Someone", status=Status.CANCELLED)
    assert not compare(programme([KEPT, gone]), programme([KEPT]))


def test_room_kept_for_a_cancelled_session_stays_between_its_neighbours() -> None:
    gone = talk("gone", "Cancelled talk", room="a", status=Status.CANCELLED)
    here = talk("here", "Held talk", room="b")
    changes = compare(programme([KEPT, gone, here]), programme([KEPT, here], rooms=(ROOMS[0], ROOMS[2])))
    assert [room.code for room in changes.after.rooms] == ["main", "a", "b"]


def test_unused_room_that_the_source_drops_is_gone() -> None:
    changes = compare(programme([KEPT]), programme([KEPT], rooms=ROOMS[:2]))
    assert changes.frame == (FrameChange(Frame.ROOM, "b", Text("Room B"), None),)


def test_code_of_a_cancelled_session_is_not_given_to_another() -> None:
    gone = talk("gone", "Cancelled talk", "Someone", status=Status.CANCELLED)
    newcomer = talk("gone", "Quite another matter", "Someone else", at=300)
    changes = compare(programme([KEPT, gone]), programme([KEPT, newcomer]))
    assert aspects(changes) == {"gone-2": {"added"}}


def test_first_version_adds_everything() -> None:
    changes = compare(None, programme([KEPT]))
    assert (changes.base_revision, aspects(changes), changes.holds) == (0, {"kept": {"added"}}, ())


def test_counts_add_up_over_sessions() -> None:
    one, other = KEPT, talk("other", "Something else", "Someone", source_id="2")
    after = [replace(one, rooms=("a",), title=Text("Governance")), replace(other, rooms=("a",))]
    assert compare(programme([one, other]), programme(after)).counts() == {Aspect.ROOM: 2, Aspect.RETITLED: 1}


# Identity


def test_same_id_with_other_title_and_other_speakers_stays_one_session() -> None:
    after = {"title": Text("OpenClaw"), "speakers": (Speaker(Text("温铭")),)}
    assert changed(KEPT, **after) == {"kept": {"retitled", "speakers"}}


def test_other_id_in_the_same_slot_is_another_session() -> None:
    stays = talk("stays", "Something else", "Someone", source_id="2")
    replaced = replace(KEPT, code="3", source_id="3", title=Text("How to solve a mystery"))
    changes = compare(programme([KEPT, stays]), programme([replaced, stays]))
    assert aspects(changes) == {"kept": {"cancelled"}, "3": {"added"}}


def test_other_id_with_the_same_title_and_speakers_was_entered_anew() -> None:
    stays = talk("stays", "Something else", "Someone", source_id="2")
    entered = replace(KEPT, code="3", source_id="3", start=NINE + timedelta(hours=1))
    changes = compare(programme([KEPT, stays]), programme([entered, stays]))
    assert aspects(changes) == {"kept": {"moved"}}


def without_ids(before: list[Session], after: list[Session]) -> dict[str, set[str]]:
    """What changes when the draft has codes of its own and no ids."""
    drafted = [replace(session, code=f"d{place}", source_id="") for place, session in enumerate(after)]
    return aspects(compare(programme(before), programme(drafted)))


def test_moved_talk_without_id_is_a_change() -> None:
    before = talk("x", "OSPO 与基金会", "庄表伟")
    assert without_ids([before], [talk("", "OSPO与基金会", "庄表伟", at=1500, room="a")]) == {
        "x": {"moved", "room", "retitled"}
    }


def test_retitled_talk_without_id_is_found_by_speaker_and_slot() -> None:
    before = talk("x", "Securing Supply Chain: Two Sides of the Same Coin", "Ana Jimenez")
    after = talk("", "OSPO Evolution: A Vehicle Towards Innovation", "Ana  Jimenez")
    assert without_ids([before], [after]) == {"x": {"retitled", "speakers"}}


def test_speaker_is_known_with_the_family_name_first() -> None:
    before = talk("x", "Azure Stack in practice", "Denninger Stefan")
    assert without_ids([before], [talk("", "True hybrid with an IoT hub", "Stefan Denninger")]) == {
        "x": {"retitled", "speakers"}
    }


def test_other_talk_by_other_speakers_in_the_slot_is_another_session() -> None:
    before = talk("x", "Importance of Simulation", "Jeyashree Krishnan")
    assert without_ids([before], [talk("", "How to solve a mystery", "Aivars Kalvāns")]) == {
        "x": {"cancelled"}, "d0": {"added"},
    }


def test_other_talk_by_the_same_speaker_elsewhere_is_another_session() -> None:
    before = talk("x", "Welcome Note", "边思康")
    assert without_ids([before], [talk("", "Office hour for practitioners", "边思康", at=150, room="a")]) == {
        "x": {"cancelled"}, "d0": {"added"},
    }


def test_parts_of_a_series_are_told_apart_by_their_numbers() -> None:
    before = talk("x", "Licences in practice, part 1", "Amanda Brock")
    assert without_ids([before], [talk("", "Licences in practice, part 2", "Amanda Brock", at=60)]) == {
        "x": {"cancelled"}, "d0": {"added"},
    }


def test_topic_that_gets_another_number_in_its_slot_is_retitled() -> None:
    before = talk("x", "Topic 3：工作可以被标准化吗？", "夏小雅,丛容")
    after = talk("", "Topic 4：工作可以被标准化吗？", "夏小雅")
    assert without_ids([before], [after]) == {"x": {"retitled", "speakers"}}


def test_session_split_in_two_stays_the_one_that_kept_its_title() -> None:
    before = talk("x", "【实践】OSPO在企业开源治理中的实践", "杨轩,项曙明")
    after = [
        talk("", "企业视角：OSPO如何协助企业做好软件供应链治理", "项曙明"),
        talk("", "OSPO在企业开源治理中的实践", "杨轩"),
    ]
    assert without_ids([before], after) == {"x": {"retitled", "speakers"}, "d0": {"added"}}


def lunch(code: str, at: int, room: str = "main") -> Session:
    return talk(code, "Lunch", at=at, room=room, kind=Kind.BREAK)


def test_fifty_lunches_are_matched_one_to_one() -> None:
    before = [lunch(f"l{day}-{room}", day * 1440 + 180, room) for day in range(25) for room in ("a", "b")]
    after = [*before]
    after[7] = lunch("", 3 * 1440 + 195, "b")
    del after[20]
    assert without_ids(before, list(reversed(after))) == {"l3-b": {"moved"}, "l10-a": {"cancelled"}}


def test_lunch_of_another_day_is_another_lunch() -> None:
    before = [lunch("one", 180), lunch("two", 1440 + 180)]
    after = [lunch("", 1440 + 180), lunch("", 2880 + 180)]
    assert without_ids(before, after) == {"one": {"cancelled"}, "d1": {"added"}}


def test_repeated_title_that_moves_goes_to_the_nearest() -> None:
    before = [lunch("early", 100), lunch("late", 300)]
    assert without_ids(before, [lunch("", 310), lunch("", 90)]) == {"early": {"moved"}, "late": {"moved"}}


PROGRAMME = [
    talk("k", "Welcome Note", "边思康,刘洁", source_id="u1"),
    talk("p", "圆桌：OSPO，释放开源价值的助推器？", "任旭东,姜宁", at=60, source_id="u2"),
    talk("t", "Topic 1：怎么样向 leader 讲清楚 OSPO 的价值？", "梁宇畅,姜宁", at=120, room="a", source_id="u3"),
    talk("l", "Lunch", at=180, room="", kind=Kind.BREAK, source_id="u4"),
]


def test_ids_that_are_new_at_each_export_do_not_hide_what_changed() -> None:
    after = [
        replace(session, code=f"n{place}", source_id=f"v{place}") for place, session in enumerate(PROGRAMME)
    ]
    after[0] = replace(after[0], title=Text("Opening"), rooms=("main",))
    after[2] = replace(after[2], rooms=("b",))
    assert aspects(compare(programme(PROGRAMME), programme(after))) == {"k": {"retitled"}, "t": {"room"}}


def test_ids_that_are_numbered_anew_are_not_believed() -> None:
    numbered = [replace(session, source_id=str(place)) for place, session in enumerate(PROGRAMME)]
    newcomer = talk("new", "Put in at the front", "Someone", at=-60, source_id="0")
    again = [newcomer, *(replace(s, code=f"n{p}", source_id=str(p)) for p, s in enumerate(PROGRAMME, start=1))]
    assert aspects(compare(programme(numbered), programme(again))) == {"new": {"added"}}


def test_two_sessions_that_trade_contents_keep_their_ids() -> None:
    swapped = [
        *PROGRAMME[2:],
        replace(PROGRAMME[0], title=PROGRAMME[1].title),
        replace(PROGRAMME[1], title=PROGRAMME[0].title),
    ]
    assert aspects(compare(programme(PROGRAMME), programme(swapped))) == {"k": {"retitled"}, "p": {"retitled"}}


def test_scheduled_session_is_matched_before_a_cancelled_one_of_the_same_title() -> None:
    before = [lunch("live", 180), replace(lunch("dead", 180), status=Status.CANCELLED)]
    assert without_ids(before, [lunch("", 180)]) == {}


# Order in a block


def keynote(code: str, position: int) -> Session:
    return talk(code, f"Keynote on {code}", code, block="keynotes", position=position)


def test_keynote_put_in_pushes_the_others_without_moving_them() -> None:
    before = [keynote("alpha", 1), keynote("beta", 2)]
    after = [keynote("gamma", 1), keynote("alpha", 2), keynote("beta", 3)]
    assert aspects(compare(programme(before), programme(after))) == {"gamma": {"added"}}


def test_keynote_put_last_is_the_one_that_moved() -> None:
    before = [keynote("alpha", 1), keynote("beta", 2), keynote("gamma", 3)]
    after = [keynote("beta", 1), keynote("gamma", 2), keynote("alpha", 3)]
    assert aspects(compare(programme(before), programme(after))) == {"alpha": {"moved"}}


# Rooms, tracks, the rest


def test_room_under_another_name_with_its_sessions_is_renamed() -> None:
    sessions = [talk(f"s{place}", f"Talk on {word}", word, at=60 * place, room="a") for place, word in enumerate(
        ("licences", "supply chains", "communities", "standards"))]
    moved = [replace(session, rooms=("yihe",)) for session in sessions[:3]]
    rooms = (ROOMS[0], Room("yihe", Text("颐和厅")), ROOMS[2])
    changes = compare(programme(sessions), programme([*moved, replace(sessions[3], rooms=("b",))], rooms=rooms))
    assert aspects(changes) == {"s3": {"room"}}
    assert changes.frame == (FrameChange(Frame.ROOM, "a", Text("Room A"), Text("颐和厅")),)
    assert changes.frame[0].renamed
    assert [room.code for room in changes.after.rooms] == ["main", "a", "b"]


def test_room_with_another_name_under_its_code_is_renamed() -> None:
    rooms = (ROOMS[0], Room("a", Text("Room A (first floor)")), ROOMS[2])
    changes = compare(programme([KEPT]), programme([KEPT], rooms=rooms))
    assert changes.frame == (FrameChange(Frame.ROOM, "a", Text("Room A"), Text("Room A (first floor)")),)
    assert changes


def test_room_known_by_name_keeps_its_code_when_codes_are_dealt_anew() -> None:
    rooms = tuple(Room(code, room.name) for code, room in zip(("b", "main", "a"), ROOMS, strict=True))
    assert not compare(programme([KEPT]), programme([replace(KEPT, rooms=("b",))], rooms=rooms))


def test_new_room_does_not_get_the_code_of_another() -> None:
    rooms = (Room("main", Text("Terrace")), Room("hall", Text("Main hall")), *ROOMS[1:])
    changes = compare(programme([KEPT]), programme([replace(KEPT, rooms=("hall",))], rooms=rooms))
    assert changes.frame == (FrameChange(Frame.ROOM, "main-2", None, Text("Terrace")),)
    assert changes.changes == ()


def test_one_session_that_goes_to_a_new_room_changes_rooms() -> None:
    rooms = (Room("terrace", Text("Terrace")), *ROOMS[1:])
    changes = compare(programme([KEPT]), programme([replace(KEPT, rooms=("terrace",))], rooms=rooms))
    assert aspects(changes) == {"kept": {"room"}}
    assert changes.frame == (
        FrameChange(Frame.ROOM, "terrace", None, Text("Terrace")),
        FrameChange(Frame.ROOM, "main", Text("Main hall"), None),
    )


def test_other_order_of_rooms_alone_is_no_change() -> None:
    changes = compare(programme([KEPT]), programme([KEPT], rooms=ROOMS[::-1]))
    assert (bool(changes), [room.code for room in changes.after.rooms]) == (False, ["b", "a", "main"])


def test_name_and_zone_of_the_programme_are_changes() -> None:
    changes = compare(programme([KEPT]), programme([KEPT], name=Text("OSPO Summit"), timezone=ZoneInfo("Asia/Kolkata")))
    assert changes.frame == (
        FrameChange(Frame.NAME, "", Text("Summit"), Text("OSPO Summit")),
        FrameChange(Frame.TIMEZONE, "", Text("Asia/Shanghai"), Text("Asia/Kolkata")),
    )


# Holding back


def held(before: list[Session], after: list[Session]) -> tuple[Hold, ...]:
    return compare(programme(before), programme(after)).holds


def crowd(count: int, room: str = "main", track: str = "") -> list[Session]:
    return [
        talk(f"{room}{track}{place}", f"{room} {track} {word * 3}", word, at=60 * place, room=room, track=track)
        for place, word in enumerate("abcdefghijklmnopqrstuvwxyz"[:count])
    ]


def test_loss_of_a_fifth_is_believed_and_more_is_held() -> None:
    sessions = crowd(20)
    assert held(sessions, sessions[4:]) == ()
    assert held(sessions, sessions[5:]) == (Hold(HoldReason.SESSIONS, 5, 20, Text()),)


def test_loss_of_one_session_of_four_is_believed() -> None:
    assert held(crowd(4), crowd(4)[1:]) == ()
    assert held(crowd(4), crowd(4)[2:]) == (Hold(HoldReason.SESSIONS, 2, 4, Text()),)


def test_sessions_cancelled_before_do_not_count() -> None:
    sessions = crowd(20)
    dead = [replace(session, status=Status.CANCELLED) for session in sessions[:10]]
    assert held([*dead, *sessions[10:]], sessions[10:]) == ()
    assert held([*dead, *sessions[10:]], sessions[13:]) == (Hold(HoldReason.SESSIONS, 3, 10, Text()),)


def test_sessions_that_the_source_marks_cancelled_are_no_loss() -> None:
    sessions = crowd(10)
    assert held(sessions, [replace(session, status=Status.CANCELLED) for session in sessions]) == ()


def test_whole_room_that_vanishes_is_held() -> None:
    assert held([*crowd(20), *crowd(3, "a")], crowd(20)) == (Hold(HoldReason.ROOM, 3, 3, Text("Room A")),)


def test_whole_track_that_vanishes_is_held() -> None:
    sessions = [*crowd(20), *crowd(3, track="fa")]
    assert held(sessions, sessions[:20]) == (Hold(HoldReason.TRACK, 3, 3, Text("法")),)


def test_room_with_one_session_that_vanishes_is_believed() -> None:
    assert held([*crowd(20), *crowd(1, "a")], crowd(20)) == ()


def test_room_emptied_by_moves_is_not_held() -> None:
    moved = [replace(session, rooms=("b",)) for session in crowd(4, "a")[1:]]
    assert held([*crowd(20), *crowd(4, "a")], [*crowd(20), *moved]) == ()


def test_room_emptied_more_by_moves_than_by_losses_is_not_held() -> None:
    moved = [replace(session, rooms=("b",)) for session in crowd(4, "a")[2:]]
    assert held([*crowd(20), *crowd(4, "a")], [*crowd(20), *moved]) == ()


def test_room_whose_sessions_vanish_but_for_a_plenary_is_held() -> None:
    plenary = talk("plenary", "Opening for all", "Everyone", room="main", at=-60, rooms=("main", "a"))
    sessions = [plenary, *crowd(20), *crowd(2, "a")]
    assert held(sessions, sessions[:21]) == (Hold(HoldReason.ROOM, 2, 2, Text("Room A")),)


def test_renamed_room_is_not_held() -> None:
    rooms = (ROOMS[0], Room("yihe", Text("颐和厅")))
    renamed = [replace(session, rooms=("yihe",)) for session in crowd(4, "a")]
    assert compare(programme([*crowd(20), *crowd(4, "a")]), programme([*crowd(20), *renamed], rooms=rooms)).holds == ()


def test_version_without_sessions_is_held() -> None:
    assert held(crowd(1), []) == (Hold(HoldReason.EMPTY, 1, 1, Text()),)
    assert compare(None, programme([])).holds == (Hold(HoldReason.EMPTY, 0, 0, Text()),)


# For every programme

titles = st.sampled_from(["Lunch", "茶歇", "Welcome Note", "Topic 1", "Topic 2", "治理", ""]).map(Text.of)
people = st.lists(st.sampled_from(["姜宁", "边思康", "Ana"]).map(lambda name: Speaker(Text.of(name))), max_size=2)
sessions_of_a_draft = st.lists(
    st.builds(
        talk,
        code=st.just(""),
        title=st.just(""),
        at=st.sampled_from([0, 30, 60, 1440, 1470]),
        room=st.sampled_from(["main", "a", "b", ""]),
        kind=st.sampled_from([Kind.TALK, Kind.BREAK]),
        track=st.sampled_from(["", "dao", "fa"]),
        block=st.sampled_from(["", "keynotes"]),
        position=st.integers(0, 2),
        status=st.sampled_from(Status),
        source_id=st.sampled_from(["", "1", "2", "3", "4"]),
        abstract=st.sampled_from(["", "Words"]).map(Text.of),
    ).flatmap(lambda made: st.builds(
        lambda title, speakers: replace(made, title=title, speakers=tuple(speakers)), titles, people
    )),
    max_size=12,
).map(lambda sessions: [replace(session, code=f"c{place}") for place, session in enumerate(sessions)])


@given(sessions_of_a_draft.flatmap(lambda sessions: st.tuples(st.just(sessions), st.permutations(sessions))))
def test_shuffled_copy_with_new_codes_and_ids_is_the_same_programme(
    copies: tuple[list[Session], list[Session]],
) -> None:
    current, shuffled = copies
    anew = [replace(s, code=f"n{place}", source_id=f"new-{place}") for place, s in enumerate(shuffled)]
    changes = compare(programme(current), programme(anew))
    assert (changes.changes, changes.frame) == ((), ())
    assert {session.code for session in changes.after} == {session.code for session in current}


@given(sessions_of_a_draft, sessions_of_a_draft)
def test_released_version_has_nothing_more_to_change(before: list[Session], draft: list[Session]) -> None:
    changes = compare(programme(before), programme(draft))
    again = compare(changes.after, programme(draft))
    assert (again.changes, again.frame) == ((), ())
    assert again.after == changes.after


@given(sessions_of_a_draft, sessions_of_a_draft)
def test_no_session_is_ever_lost_or_doubled(before: list[Session], draft: list[Session]) -> None:
    current = programme(before)
    matched = match(current, programme(draft))
    assert len(matched.sessions) == len(draft)
    changes = compare(current, programme(draft))
    added = changes.counts()[Aspect.ADDED]
    assert len(changes.after.sessions) == len(before) + added
    assert current.sessions_by_code.keys() <= changes.after.sessions_by_code.keys()
