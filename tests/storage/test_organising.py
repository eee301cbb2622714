"""Organisers' use cases on a real file: one transaction each, and everyone told once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import aiosqlite
import pytest

from bot.agenda import change_store, telling
from bot.agenda.changes import Aspect
from bot.agenda.model import Programme, Session, Status, Text
from bot.agenda.organising import Organising, Proposal
from bot.agenda.overrides import Override
from bot.agenda.programme import Agenda
from bot.agenda.spreading import Spreading
from bot.agenda.sweep import Doubt
from bot.core.clock import StoppedClock
from bot.core.database import Database
from bot.core.phrasebook import LANGUAGES, Phrasebook
from bot.core.refusal import Refusal
from bot.outbox.model import To, wording
from tests.organisers import NINE, ORGANISER, Followers, at, deliver, programme, talk, waiting
from tests.site_formats import needs_agendas, read_communityovercode, read_ospo, read_pyconfr, series
from tests.unit.test_series import read_linz

PHRASEBOOK = Phrasebook.load()
SOURCE = programme(talk("one", 0), talk("two", 30), talk("three", 60), talk("else", 0, room="a"))
FOLLOW = {"one": {1, 2}, "two": {2}, "three": {3}}


@dataclass
class Desk:
    """The use cases over one database, as one process has them."""

    database: Database
    clock: StoppedClock
    followers: Followers
    woken: int = 0

    def __post_init__(self) -> None:
        self.agenda = Agenda(self.database, self.clock)
        spreading = Spreading(self.clock, [self.followers], self.followers)
        self.organising = Organising(self.agenda, self.database, self.clock, spreading, self.wake)

    def wake(self) -> None:
        self.woken += 1

    async def imported(self, draft: Programme) -> Proposal:
        return await self.organising.propose_import(draft, ORGANISER, source="agenda.yaml")

    async def moved(self, code: str, minutes: int) -> int:
        proposal = await self.organising.propose_move(code, ORGANISER, start=at(minutes), reason="late train")
        return (await self.organising.release(proposal.id, ORGANISER, sure=True)).people

    async def overrides(self) -> tuple[Override, ...]:
        async with self.database.read() as connection:
            return await change_store.overrides(connection)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database.open(tmp_path / "summit.db") as opened:
        yield opened


@pytest.fixture
async def desk(database: Database) -> Desk:
    made = Desk(database, StoppedClock(at(-120)), Followers({code: set(some) for code, some in FOLLOW.items()}))
    await made.agenda.begin(SOURCE, source="agenda.yaml")
    return made


async def refused(work: object, language: str = "en") -> str:
    with pytest.raises(Refusal) as caught:
        await work  # type: ignore[misc]
    assert all(PHRASEBOOK.refusal(one, caught.value) for one in LANGUAGES)
    return PHRASEBOOK.refusal(language, caught.value)


async def test_move_is_released_recorded_and_told_in_one_go(desk: Desk) -> None:
    proposal = await desk.organising.propose_move("one", ORGANISER, start=at(120), reason="late train")
    assert (proposal.people, proposal.clashes, proposal.needs_second_yes) == (2, (), False)
    done = await desk.organising.release(proposal.id, ORGANISER)
    assert (done.revision, done.people, desk.woken) == (2, 2, 1)
    current = await desk.agenda.current()
    assert (current.revision, current.sessions_by_code["one"].start) == (2, at(120))
    assert [one.key for one in await waiting(desk.database)] == ["change:1:1:", "change:1:2:", "change:1:post:"]
    (override,) = await desk.overrides()
    assert (override.session, override.field, override.author, override.reason) == ("one", "time", 500, "late train")
    (audit,) = await desk.organising.last()
    assert (audit.author, audit.at, audit.kind) == (ORGANISER, at(-120), "move")
    assert audit.details["title"] == wording("Talk one")
    (release, _) = await desk.agenda.releases()
    assert (release.revision, release.source, release.counts) == (2, "move", {"moved": 1})


async def test_move_survives_the_next_import_until_the_source_agrees(desk: Desk) -> None:
    await desk.moved("one", 120)
    assert await refused(desk.imported(SOURCE)) == PHRASEBOOK.say("en", "proposal-nothing")
    retitled = programme(*(replace(session, title=Text(f"New {session.code}")) for session in SOURCE))
    proposal = await desk.imported(retitled)
    assert proposal.changes.counts() == {Aspect.RETITLED: 4}
    await desk.organising.release(proposal.id, ORGANISER)
    assert (await desk.agenda.current()).sessions_by_code["one"].start == at(120)
    agreeing = replace(talk("one", 120), title=Text("New one"))
    agreed = programme(*(agreeing if session.code == "one" else session for session in retitled))
    assert await refused(desk.imported(agreed)) == PHRASEBOOK.say("en", "proposal-nothing")
    assert await desk.overrides() == ()


async def test_session_cancelled_in_chat_does_not_come_back_with_the_next_import(desk: Desk) -> None:
    proposal = await desk.organising.propose_cancel("two", ORGANISER)
    await desk.organising.release(proposal.id, ORGANISER)
    newer = programme(*(talk("two", 45) if session.code == "two" else session for session in SOURCE))
    proposal = await desk.imported(newer)
    await desk.organising.release(proposal.id, ORGANISER)
    assert (await desk.agenda.current()).sessions_by_code["two"].status is Status.CANCELLED
    restored = await desk.organising.propose_restore("two", ORGANISER)
    assert [clash.doubt for clash in restored.clashes] == [Doubt.ROOM], "it would overlap the one after it"
    assert await desk.organising.release(restored.id, ORGANISER, sure=True)
    assert await desk.overrides() == ()


async def test_organiser_chooses_where_source_and_chat_contradict_each_other(desk: Desk) -> None:
    await desk.moved("one", 120)
    newer = programme(*(talk("one", 150) if session.code == "one" else session for session in SOURCE))
    proposal = await desk.imported(newer)
    assert (proposal.contradicted, bool(proposal.changes)) == (True, False)
    followed = await desk.organising.follow_source(proposal.id, ORGANISER)
    assert followed.changes.counts() == {Aspect.MOVED: 1}
    assert "newer version" in await refused(desk.organising.release(proposal.id, ORGANISER))
    await desk.organising.release(followed.id, ORGANISER)
    assert (await desk.agenda.current()).sessions_by_code["one"].start == at(150)
    assert await desk.overrides() == ()


async def test_contradiction_that_was_released_is_not_shown_again(desk: Desk) -> None:
    await desk.moved("one", 120)
    newer = programme(*(talk("one", 150) if session.code == "one" else session for session in SOURCE))
    proposal = await desk.imported(newer)
    assert (await desk.organising.release(proposal.id, ORGANISER)).revision == 2, "nothing changed but what is known"
    assert await refused(desk.imported(newer)) == PHRASEBOOK.say("en", "proposal-nothing")
    assert (await desk.agenda.current()).sessions_by_code["one"].start == at(120)


async def test_release_pressed_twice_at_once_is_done_once(desk: Desk) -> None:
    proposal = await desk.organising.propose_cancel("one", ORGANISER)
    results = await asyncio.gather(
        *(desk.organising.release(proposal.id, member) for member in (ORGANISER, 501, 502)), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["Done", "Refusal", "Refusal"]
    assert len(await desk.organising.last()) == 1
    assert "already" in await refused(desk.organising.release(proposal.id, ORGANISER))


async def test_release_whose_programme_changed_meanwhile_is_refused_with_what_changed(desk: Desk) -> None:
    proposal = await desk.imported(programme(*SOURCE.sessions[:3]))
    await desk.moved("two", 200)
    sentence = await refused(desk.organising.release(proposal.id, ORGANISER))
    assert "Changed meanwhile: Talk two." in sentence
    assert (await desk.agenda.current()).revision == 2


async def test_discarded_proposal_is_not_released_and_an_unknown_one_is_told(desk: Desk) -> None:
    proposal = await desk.organising.propose_cancel("one", ORGANISER)
    await desk.organising.discard(proposal.id, ORGANISER)
    assert "discarded" in await refused(desk.organising.release(proposal.id, ORGANISER))
    assert "discarded" in await refused(desk.organising.discard(proposal.id, ORGANISER))
    assert "no proposal 99" in await refused(desk.organising.proposal(99))
    assert [audit.kind for audit in await desk.organising.last()] == ["discard"]


async def test_proposal_is_released_by_the_next_process(tmp_path: Path) -> None:
    clock, followers = StoppedClock(at(-120)), Followers({"one": {1}})
    async with Database.open(tmp_path / "kept.db") as first:
        before = Desk(first, clock, followers)
        await before.agenda.begin(SOURCE, source="agenda.yaml")
        proposal = await before.organising.propose_move("one", ORGANISER, room="a", reason="projector")
        imported = await before.imported(programme(*SOURCE.sessions[:3]))
    async with Database.open(tmp_path / "kept.db") as second:
        after = Desk(second, clock, followers)
        assert await after.organising.proposal(proposal.id) == proposal
        assert await after.organising.proposal(imported.id) == imported
        assert (await after.organising.release(proposal.id, ORGANISER, sure=True)).people == 1


async def test_import_that_loses_much_takes_a_second_yes_and_an_empty_one_is_never_released(desk: Desk) -> None:
    proposal = await desk.imported(programme(talk("one", 0)))
    assert proposal.needs_second_yes
    assert "3 of 4 sessions" in await refused(desk.organising.release(proposal.id, ORGANISER))
    assert (await desk.organising.release(proposal.id, ORGANISER, sure=True)).revision == 2
    empty = await desk.imported(programme())
    assert "no sessions" in await refused(desk.organising.release(empty.id, ORGANISER, sure=True))


async def test_taken_room_takes_a_second_yes(desk: Desk) -> None:
    proposal = await desk.organising.propose_move("one", ORGANISER, start=at(45))
    assert [clash.doubt for clash in proposal.clashes] == [Doubt.ROOM, Doubt.ROOM, Doubt.BOTH]
    assert "2 clashes need" in await refused(desk.organising.release(proposal.id, ORGANISER))
    assert (await desk.agenda.current()).revision == 1
    assert (await desk.organising.release(proposal.id, ORGANISER, sure=True)).revision == 2


async def test_edits_within_a_quiet_minute_are_one_notice_each(desk: Desk) -> None:
    await desk.moved("one", 120)
    desk.clock.advance(timedelta(seconds=30))
    await desk.moved("two", 150)
    desk.clock.advance(timedelta(seconds=30))
    await desk.moved("one", 180)
    notices = {one.key: one for one in await waiting(desk.database)}
    assert sorted(notices) == ["change:1:1:", "change:1:2:", "change:1:post:"]
    assert notices["change:1:2:"].lines[0].values == {"count": 2}
    assert {one.due for one in notices.values()} == {at(-120) + timedelta(minutes=2)}
    assert {one.cause for one in notices.values()} == {"release:4"}


async def test_change_reverted_before_its_notice_went_out_is_told_to_nobody(desk: Desk) -> None:
    await desk.moved("one", 120)
    await desk.moved("one", 0)
    assert await waiting(desk.database) == []
    assert await desk.overrides() == ()


async def test_change_reverted_after_its_notice_went_out_is_told(desk: Desk) -> None:
    await desk.moved("one", 120)
    await deliver(desk.database)
    await desk.moved("one", 0)
    assert [one.key for one in await waiting(desk.database)] == ["change:2:1:", "change:2:2:", "change:2:post:"]


async def test_notice_that_is_on_its_way_already_is_followed_by_another(desk: Desk) -> None:
    await desk.moved("one", 120)
    async with desk.database.transaction() as tx:
        cursor = await tx.execute(
            "INSERT INTO message (origin, member, channel, digest, state, attempts, composed_at, first_attempt_at,"
            " window_from) VALUES ('x', 1, '', 0, 'open', 1, :time, :time, :time)",
            {"time": "2024-03-27T23:00:00.000000Z"},
        )
        await tx.execute("UPDATE delivery SET message = ? WHERE key = 'change:1:1:'", (cursor.lastrowid,))
    await desk.moved("one", 0)
    assert [one.key for one in await waiting(desk.database)] == ["change:1:1:", "change:2:1:"]


async def test_release_that_cannot_tell_people_changes_nothing(desk: Desk) -> None:
    class Unreachable(Followers):
        async def routes(
            self, connection: aiosqlite.Connection, members: Collection[int], *, on_duty: bool = False
        ) -> Mapping[int, To]:
            if await change_store.last_audits(connection, 1):
                raise OSError("the book of routes is gone")
            return await super().routes(connection, members, on_duty=on_duty)

    broken = Desk(desk.database, desk.clock, Unreachable(desk.followers.follow))
    proposal = await broken.organising.propose_cancel("one", ORGANISER)
    with pytest.raises(OSError, match="gone"):
        await broken.organising.release(proposal.id, ORGANISER)
    assert (await desk.agenda.current()).revision == 1
    assert (await desk.organising.last(), await desk.overrides(), await waiting(desk.database)) == ([], (), [])
    assert (await desk.organising.release(proposal.id, ORGANISER)).revision == 2


async def test_delay_tells_everyone_once(desk: Desk) -> None:
    proposal = await desk.organising.propose_delay("main", 15, ORGANISER)
    assert (proposal.people, proposal.changes.counts()) == (3, {Aspect.MOVED: 3})
    done = await desk.organising.release(proposal.id, ORGANISER)
    assert done.people == 3
    assert [one.to.member for one in await waiting(desk.database)] == [1, 2, 3, None]
    assert len(await desk.overrides()) == 3


async def test_changes_since_a_revision_or_a_time_are_one_of_each_session(desk: Desk) -> None:
    await desk.moved("one", 120)
    desk.clock.advance(timedelta(hours=1))
    await desk.moved("one", 180)
    proposal = await desk.organising.propose_cancel("three", ORGANISER)
    await desk.organising.release(proposal.id, ORGANISER)

    def shown(changes: object) -> list[tuple[str, object, set[str]]]:
        return [
            (change.after.code, change.before and change.before.start, {str(one) for one in change.aspects})
            for change in changes  # type: ignore[attr-defined]
        ]

    assert shown(await desk.organising.changes_since(1)) == [
        ("three", at(60), {"cancelled"}), ("one", at(0), {"moved"}),
    ]
    assert shown(await desk.organising.changes_since(at(-90))) == [
        ("three", at(60), {"cancelled"}), ("one", at(120), {"moved"}),
    ]
    assert await desk.organising.changes_since(4) == ()
    assert len(await desk.organising.changes_since(0)) == 4


async def test_last_deeds_are_told_newest_first_in_both_languages(desk: Desk) -> None:
    await desk.moved("one", 120)
    for propose in (desk.organising.propose_postpone, desk.organising.propose_cancel, desk.organising.propose_restore):
        proposal = await propose("two", ORGANISER)
        await desk.organising.release(proposal.id, ORGANISER)
    delayed = await desk.organising.propose_delay("main", 5, ORGANISER)
    await desk.organising.release(delayed.id, ORGANISER)
    imported = await desk.imported(programme(*SOURCE.sessions[1:]))
    await desk.organising.release(imported.id, ORGANISER)
    last = await desk.organising.last()
    assert [audit.kind for audit in last] == ["import", "delay", "restore", "cancel", "postpone", "move"]
    assert len(await desk.organising.last(2)) == 2
    for audit in last:
        for language in LANGUAGES:
            assert PHRASEBOOK.say(language, audit.line.phrase, **audit.line.values)


def starred(session: Session) -> set[int]:
    """The same synthetic people, 1 to 500, for a title in every version: each session has about 25."""
    seed = sum(session.code.encode()) * 7919
    return {1 + (seed + step * 104_729) % 500 for step in range(25)}


@needs_agendas
@pytest.mark.parametrize(
    ("read", "name"),
    [
        (read_ospo, "series-ospo-2024"),
        (read_communityovercode, "series-coc-2026"),
        (read_pyconfr, "series-pyconfr-2025"),
        (read_linz, "series-linz-2020"),
    ],
)
async def test_series_tells_those_concerned_once_each(
    database: Database, read: Callable[[Path], Programme], name: str
) -> None:
    versions = [read(path) for path in series(name)]
    starts = (session.start for version in versions for session in version if session.start)
    clock = StoppedClock(min(starts) - timedelta(days=60))
    desk = Desk(database, clock, Followers())
    await desk.agenda.begin(versions[0], source=name)
    for version in versions[1:]:
        before = await desk.agenda.current()
        desk.followers.follow = {session.code: starred(session) for session in before}
        if not await desk.agenda.preview(version):
            assert await refused(desk.imported(version)) == PHRASEBOOK.say("en", "proposal-nothing")
            continue
        proposal = await desk.imported(version)
        told = [change.after for change in proposal.changes.changes if change.before and change.aspects & telling.TOLD]
        concerned = {member for session in told for member in desk.followers.follow.get(session.code, ())}
        done = await desk.organising.release(proposal.id, ORGANISER, sure=True)
        notices = await waiting(database)
        personal = [one.to.member for one in notices if one.to.member is not None]
        assert (sorted(personal), done.people, proposal.people) == (sorted(concerned), len(concerned), len(concerned))
        assert [one.to for one in notices if one.to.member is None] == ([To.post("changes")] if told else [])
        await deliver(database)
        clock.advance(timedelta(days=1))


@needs_agendas
async def test_ospo_published_again_without_a_change_notifies_nobody(database: Database) -> None:
    *_, sixth, seventh = (read_ospo(path) for path in series("series-ospo-2024"))
    desk = Desk(database, StoppedClock(NINE - timedelta(days=9)), Followers())
    await desk.agenda.begin(sixth, source="ospo")
    desk.followers.follow = {session.code: starred(session) for session in sixth}
    assert await refused(desk.imported(seventh)) == PHRASEBOOK.say("en", "proposal-nothing")
    assert (await waiting(database), (await desk.agenda.current()).revision) == ([], 1)


@needs_agendas
async def test_communityovercode_change_reverted_before_its_notice_went_out_notifies_nobody(database: Database) -> None:
    eleventh, twelfth = (read_communityovercode(path) for path in series("series-coc-2026")[10:12])
    desk = Desk(database, StoppedClock(NINE), Followers())
    await desk.agenda.begin(eleventh, source="coc")
    desk.followers.follow = {session.code: starred(session) for session in eleventh}
    there = await desk.organising.release((await desk.imported(twelfth)).id, ORGANISER)
    back = await desk.organising.release((await desk.imported(eleventh)).id, ORGANISER)
    assert there.people == 50
    assert (back.people, await waiting(database)) == (0, [])
