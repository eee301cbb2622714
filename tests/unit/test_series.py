"""Real agendas replayed version by version: what changed is what was counted in them independently.

The independent counts (PROVENANCE.md beside the files) go by id, for the OSPO Summit by forum and title; they have no
`details`, and count as removed what becomes `cancelled` here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.agenda.changes import ChangeSet, compare
from bot.agenda.formats import AgendaFile, Venue
from bot.agenda.formats.reading import read_programme
from bot.agenda.holds import Hold, HoldReason
from bot.agenda.model import Programme, Status, Text
from tests.site_formats import needs_agendas, read_communityovercode, read_ospo, read_pyconfr, series

pytestmark = needs_agendas


@dataclass(frozen=True)
class Step:
    """One version: its file's first letters, how many sessions it has, and what it changes."""

    version: str
    sessions: int
    changes: ChangeSet

    @property
    def counts(self) -> dict[str, int]:
        return {aspect.value: count for aspect, count in self.changes.counts().items()}


def replay(read: Callable[[Path], Programme], name: str) -> Iterator[Step]:
    """Release every version over the one before, as an organiser would who accepts all removals."""
    current: Programme | None = None
    for path in series(name):
        draft = read(path)
        changes = compare(current, draft)
        assert not compare(changes.after, draft), "released, the same version has nothing more to change"
        current = changes.after
        yield Step(path.name.partition("-")[0], len(draft.sessions), changes)


def read_linz(path: Path) -> Programme:
    """Sessionize's "All" view, a product format."""
    venue = Venue(Text.of("Global Azure Bootcamp Linz"), ZoneInfo("Europe/Vienna"))
    return read_programme(AgendaFile(path.name, path.read_bytes()), venue)


def test_ospo_2024_is_replayed() -> None:
    steps = list(replay(read_ospo, "series-ospo-2024"))
    assert {step.version: (step.sessions, step.counts) for step in steps} == {
        "v1": (28, {"added": 28}),
        "v2": (28, {"speakers": 4}),
        "v3": (28, {"speakers": 1, "details": 2}),
        "v4": (28, {"speakers": 1}),
        # Counted by title: 5 added and 2 removed. Both removed ones are there under another title (see below), so 3 are
        # added and 2 retitled; the one that was split in three lost two speakers (9 with other people, not 8) and
        # shares its time with the two that were split off, in an order: it moved from a time of its own to a block.
        "v5": (31, {"added": 3, "retitled": 2, "moved": 1, "speakers": 9, "details": 4}),
        "v6": (31, {"speakers": 1}),
        "v7": (31, {}),
    }
    assert not steps[-1].changes, "published once more a year later, and nothing changed"
    assert [step.changes.holds for step in steps] == [()] * 7


def test_ospo_2024_retitled_talks_are_found_by_speaker_and_place() -> None:
    v5 = list(replay(read_ospo, "series-ospo-2024"))[4].changes
    retitled = [
        (change.before.title.plain, change.after.title.plain)
        for change in v5.changes
        if change.before and change.before.title != change.after.title
    ]
    assert retitled == [
        (
            "OSPO and Securing Supply Chain: Two Sides of the Same Coin",
            "OSPO Evolution: A Vehicle Towards Innovation and Security in Your Organization",
        ),
        ("【实践】OSPO在企业开源治理中的实践", "OSPO在企业开源治理中的实践"),
    ]
    assert [change.after.title.plain for change in v5.changes if change.before is None] == [
        "The Future of open Source - What lies ahead?",
        "企业视角：OSPO如何协助企业做好软件供应链治理",
        "官宣：LF及天工开物联合联合供应链安全合规课程和认证",
    ]


def test_ospo_2024_keynote_put_into_the_block_moves_none_of_those_behind_it() -> None:
    steps = list(replay(read_ospo, "series-ospo-2024"))
    before, after = (step.changes.after for step in steps[3:5])
    behind = "OSPO 创新之道：开源治理系列标准引领下的 OSPO 工具箱革新与实践案例"
    places = [
        next(session.position for session in programme if session.title.plain == behind)
        for programme in (before, after)
    ]
    assert places == [8, 9]


def test_communityovercode_2026_is_replayed() -> None:
    steps = list(replay(read_communityovercode, "series-coc-2026"))
    assert {step.version: (step.sessions, step.counts) for step in steps} == {
        "v01": (131, {"added": 131}),
        # Counted: nobody, by the Chinese pages alone. The English ones spell two presenters anew.
        "v02": (130, {"cancelled": 1, "speakers": 2, "text": 4}),
        "v03": (130, {"retitled": 1, "moved": 7, "room": 1, "speakers": 1, "text": 4}),
        "v04": (132, {"added": 2, "speakers": 1, "text": 2}),
        # Counted: 2 rooms. One of them went from a missing field to an empty one: no room either way.
        "v05": (132, {"moved": 6, "room": 1}),
        "v06": (139, {"added": 7, "moved": 2, "room": 1, "speakers": 1, "text": 1}),
        "v07": (138, {"cancelled": 1, "retitled": 1, "text": 1}),
        "v08": (138, {"retitled": 4, "speakers": 4, "text": 4}),
        "v09": (141, {"added": 4, "cancelled": 1, "retitled": 1, "moved": 5, "speakers": 1, "text": 2}),
        "v10": (143, {"added": 3, "cancelled": 1, "moved": 4, "room": 16}),
        # Counted: 8 texts, by the Chinese pages alone. One more changed in English only.
        "v11": (144, {"added": 2, "cancelled": 1, "retitled": 2, "moved": 3, "speakers": 7, "text": 9}),
        "v12": (144, {"moved": 2}),
        "v13": (143, {"cancelled": 1}),
    }
    assert [step.changes.holds for step in steps] == [()] * 13


def test_communityovercode_room_emptied_by_moves_is_neither_held_nor_renamed() -> None:
    v10 = list(replay(read_communityovercode, "series-coc-2026"))[9].changes
    moved = {
        (change.before.rooms, change.after.rooms)
        for change in v10.changes
        if change.before and change.before.rooms != change.after.rooms
    }
    assert moved == {(("wanchun-hall",), ("mainroom-yihe-hall",))}
    assert (v10.holds, v10.frame) == ((), ())
    assert "wanchun-hall" in v10.after.rooms_by_code, "its cancelled session still names it"


def test_communityovercode_time_reverted_is_as_it_was() -> None:
    steps = list(replay(read_communityovercode, "series-coc-2026"))
    before, reverted = steps[9].changes.after, steps[11].changes.after
    codes = [change.after.code for change in steps[11].changes.changes]
    assert codes == ["general-1205364", "general-1194670"]
    for code in codes:
        assert reverted.sessions_by_code[code].start == before.sessions_by_code[code].start


def test_pyconfr_2025_is_replayed() -> None:
    steps = list(replay(read_pyconfr, "series-pyconfr-2025"))
    assert {step.version: (step.sessions, step.counts) for step in steps} == {
        "v09": (76, {"added": 76}),
        "v10": (76, {"speakers": 2}),
        "v11": (76, {"moved": 2, "text": 1}),
        "v12": (76, {"speakers": 1}),
        "v13": (76, {"added": 1, "cancelled": 1, "moved": 1, "speakers": 1}),
        "v14": (75, {"cancelled": 1, "moved": 2}),
    }
    assert [step.changes.holds for step in steps] == [()] * 6


def test_linz_2020_is_replayed() -> None:
    steps = list(replay(read_linz, "series-linz-2020"))
    assert {step.version: (step.sessions, step.counts) for step in steps} == {
        "v01": (6, {"added": 6}),
        "v02": (11, {"added": 5}),
        # Counted: nobody, by the speakers' ids. Two of them put their given names first now, and people read names. The
        # details are categories: all sessions so far get a track, a language or another kind.
        "v03": (23, {"added": 12, "retitled": 1, "speakers": 2, "text": 1, "details": 11}),
        "v04": (40, {"added": 17, "moved": 23, "room": 23, "details": 1}),
        "v05": (24, {"added": 2, "cancelled": 18, "retitled": 3, "moved": 22, "room": 12, "speakers": 1, "text": 2}),
        # Counted: 5 added and 6 moved. Four of the five are back that v05 had removed, at other times (10 moved) and
        # three of them in other rooms.
        "v06": (29, {"added": 1, "restored": 4, "retitled": 1, "moved": 10, "room": 3, "text": 1, "details": 1}),
        "v07": (29, {"speakers": 1}),
        "v08": (29, {}),
        "v09": (29, {"speakers": 1}),
        "v10": (29, {"moved": 2, "room": 2, "text": 1}),
    }


def test_linz_version_that_loses_18_of_40_is_the_only_one_held() -> None:
    held = {step.version: step.changes.holds for step in replay(read_linz, "series-linz-2020") if step.changes.holds}
    assert held == {
        "v05": (
            Hold(HoldReason.SESSIONS, 18, 40, Text()),
            Hold(HoldReason.ROOM, 3, 5, Text.of("Saal 3 (86)")),
        )
    }


def test_linz_sessions_that_come_back_are_the_ones_that_were_cancelled() -> None:
    steps = list(replay(read_linz, "series-linz-2020"))
    back = {
        change.after.code: change.before.status
        for change in steps[5].changes.changes
        if change.before and change.before.status is not change.after.status
    }
    assert back == dict.fromkeys(("178242", "185213", "185212", "178120"), Status.CANCELLED)
    assert sum(session.status is Status.CANCELLED for session in steps[-1].changes.after) == 18 - 4


def with_other_ids(read: Callable[[Path], Programme], *, dropped: bool) -> Callable[[Path], Programme]:
    """The same reader, for a source that has no ids, or new ones at each export."""

    def read_anew(path: Path) -> Programme:
        whole = read(path)
        sessions = [
            replace(session, code=f"n{place}", source_id="" if dropped else f"{path.name} {place}")
            for place, session in enumerate(reversed(whole.sessions))
        ]
        return Programme.checked(whole.name, whole.timezone, whole.rooms, whole.tracks, whole.blocks, sessions)

    return read_anew


@pytest.mark.parametrize("dropped", [True, False], ids=["no ids", "new ids"])
@pytest.mark.parametrize(
    ("read", "name", "differing"),
    [
        (read_communityovercode, "series-coc-2026", {}),
        (read_pyconfr, "series-pyconfr-2025", {}),
        # "Session 1" in the morning became "Lunch Break" at noon: only the id says that it is one.
        (read_linz, "series-linz-2020", {
            "v05": {"added": 3, "cancelled": 19, "retitled": 2, "moved": 21, "room": 11, "speakers": 1, "text": 2},
        }),
    ],
)
def test_series_changes_alike_when_ids_cannot_be_used(
    read: Callable[[Path], Programme], name: str, differing: dict[str, dict[str, int]], *, dropped: bool
) -> None:
    expected = {step.version: step.counts for step in replay(read, name)}
    found = {step.version: step.counts for step in replay(with_other_ids(read, dropped=dropped), name)}
    assert found == {**expected, **differing}
