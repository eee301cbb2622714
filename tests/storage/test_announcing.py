"""Announcements: who gets them, where they are posted, and what is refused."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.agenda import change_store
from bot.agenda.announcements import LONGEST, Audience, Circle
from bot.agenda.announcing import Announced, Announcing
from bot.agenda.model import Text
from bot.agenda.programme import Agenda
from bot.core.clock import StoppedClock
from bot.core.database import Database
from bot.core.phrasebook import LANGUAGES, Phrasebook
from bot.core.refusal import Refusal
from bot.outbox.model import Line, To, wording
from bot.reminders.book import ReminderBook
from bot.reminders.model import Via
from bot.volunteering.model import Draft, Fixed, Rules
from bot.volunteering.whole import Volunteering
from tests.organisers import ORGANISER, Followers, at, programme, talk, waiting

PHRASEBOOK = Phrasebook.load()
TEXT = {"zh-CN": "午饭在二楼", "en": "Lunch is upstairs"}
SOURCE = programme(
    talk("one", 0, track="dao"), talk("two", 30, room="a"), talk("three", 60),
    replace(talk("closed", 90, track="dao"), chatham_house=True),
)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database.open(tmp_path / "summit.db") as opened:
        yield opened


@pytest.fixture
async def announcing(database: Database) -> Announcing:
    clock = StoppedClock(at(-60))
    agenda = Agenda(database, clock)
    await agenda.begin(SOURCE, source="agenda.yaml")
    followers = Followers({"one": {1, 2}, "two": {2, 3}, "closed": {2, 4}}, {2: To.mention(2, "changes")})
    return Announcing(agenda, database, clock, followers, followers, {"a": "4711"})


@pytest.mark.parametrize(
    ("audience", "people", "posts"),
    [
        (Audience(Circle.ALL), [], ["announcements"]),
        (Audience(Circle.VOLUNTEERS), [], ["volunteers"]),
        (Audience(Circle.TRACK, "dao"), [1, 2, 4], ["announcements"]),
        (Audience(Circle.ROOM, "a"), [2, 3], ["4711"]),
        (Audience(Circle.ROOM, "main"), [1, 2, 4], ["announcements"]),
        (Audience(Circle.SESSION, "one"), [1, 2], []),
        (Audience(Circle.SESSION, "three"), [], []),
        (Audience(Circle.SESSION, "closed"), [4], []),
    ],
)
async def test_announcement_reaches_its_audience_once(
    database: Database, announcing: Announcing, audience: Audience, people: list[int], posts: list[str]
) -> None:
    announced = await announcing.announce(audience, TEXT, ORGANISER)
    sent = await waiting(database)
    assert sorted(one.to.member for one in sent if one.to.member) == people
    assert [one.to.channel for one in sent if one.to.member is None] == posts
    assert (announced.people, announced.channels) == (len(people), tuple(posts))
    assert announced == await announcing.preview(audience, TEXT)


async def test_volunteers_are_told_in_person_once_each_in_the_way_they_chose(database: Database) -> None:
    clock = StoppedClock(at(-60))
    agenda = Agenda(database, clock)
    await agenda.begin(SOURCE, source="agenda.yaml")
    book = ReminderBook(database, clock, agenda, language="en")
    everything = Volunteering.of(
        database, clock, agenda, Rules(), starred=book.stars, polite=lambda _, moment: asyncio.sleep(0, moment)
    )
    for member, via in ((1, Via.DM), (2, Via.CHANNEL), (3, Via.OFF), (9, Via.DM)):
        await book.set_preference(member, via=via, reading="en")
    for member in (1, 2, 3, 4):
        await everything.desk.register(member)
    task = await everything.staffing.create(ORGANISER, Draft(Text.of("Water"), "t", Fixed(at(0), at(60)), 1, 2))
    for member in (4, 5):
        await everything.desk.claim(member, task.number)
    announcing = Announcing(agenda, database, clock, book, book, {}, serving=everything.desk)
    announced = await announcing.announce(Audience(Circle.VOLUNTEERS), TEXT, ORGANISER)
    sent = await waiting(database)
    told, announced_as = [one.to for one in sent], sent[0].cause
    mention = To.mention(2, "volunteers")
    assert told == [To.person(1), mention, To.person(4), To.person(5)]
    assert (announced.people, announced.channels) == (4, ("volunteers",))
    await book.set_preference(2, via=Via.OFF, reading="en")
    await announcing.announce(Audience(Circle.VOLUNTEERS), TEXT, ORGANISER)
    again = {one.to for one in await waiting(database) if one.cause != announced_as}
    assert again == {To.post("volunteers"), To.person(1), To.person(4), To.person(5)}


async def test_follower_of_a_chatham_house_session_alone_is_told_in_private(
    database: Database, announcing: Announcing
) -> None:
    await announcing.announce(Audience(Circle.TRACK, "dao"), TEXT, ORGANISER)
    assert {one.to.member: one.private for one in await waiting(database)} == {None: False, 1: False, 2: False, 4: True}


async def test_announcement_says_for_whom_it_is_in_both_languages(database: Database, announcing: Announcing) -> None:
    await announcing.announce(Audience(Circle.ROOM, "a"), TEXT, ORGANISER)
    assert (await waiting(database))[0].lines == (
        Line("announcement-room", {"name": wording("Room A")}),
        Line("announcement-text", {"text": wording({"en": "Lunch is upstairs", "zh-CN": "午饭在二楼"})}),
    )


async def test_announcement_at_a_time_waits_for_it(database: Database, announcing: Announcing) -> None:
    await announcing.announce(Audience(Circle.ALL), TEXT, ORGANISER, at=at(0))
    ((due, expires),) = [(one.due, one.expires) for one in await waiting(database)]
    assert (due, expires) == (at(0), at(0) + timedelta(hours=6))


async def test_same_text_twice_is_announced_twice(database: Database, announcing: Announcing) -> None:
    for _ in range(2):
        await announcing.announce(Audience(Circle.ALL), TEXT, ORGANISER)
    assert [one.key for one in await waiting(database)] == [
        "announcement:1:announcements", "announcement:2:announcements",
    ]


async def test_announcement_is_recorded(database: Database, announcing: Announcing) -> None:
    await announcing.announce(Audience(Circle.TRACK, "dao"), TEXT, ORGANISER)
    async with database.read() as connection:
        (audit,) = await change_store.last_audits(connection, 10)
    assert (audit.author, audit.at, audit.kind) == (ORGANISER, at(-60), "announce")
    for language in LANGUAGES:
        assert PHRASEBOOK.say(language, audit.line.phrase, **audit.line.values)


@pytest.mark.parametrize(
    ("audience", "texts", "minutes", "phrase"),
    [
        (Audience(Circle.ALL), {"en": " ", "zh-CN": ""}, None, "announcement-empty"),
        (Audience(Circle.ALL), {"en": "x" * (LONGEST + 1)}, None, "announcement-long"),
        (Audience(Circle.ALL), TEXT, -61, "announcement-past"),
        (Audience(Circle.TRACK, "gone"), TEXT, None, "track-unknown"),
        (Audience(Circle.ROOM, "gone"), TEXT, None, "room-unknown"),
        (Audience(Circle.SESSION, "gone"), TEXT, None, "session-gone"),
    ],
)
async def test_announcement_that_cannot_be_made_is_refused(
    database: Database,
    announcing: Announcing,
    audience: Audience,
    texts: dict[str, str],
    minutes: int | None,
    phrase: str,
) -> None:
    with pytest.raises(Refusal) as caught:
        await announcing.announce(audience, texts, ORGANISER, at=None if minutes is None else at(minutes))
    assert caught.value.phrase == phrase
    assert all(PHRASEBOOK.refusal(language, caught.value) for language in LANGUAGES)
    assert await waiting(database) == []


async def test_text_in_one_language_is_enough(announcing: Announcing) -> None:
    announced = await announcing.preview(Audience(Circle.ALL), {"en": "", "zh-CN": "午饭在二楼"})
    assert announced == Announced(
        (Line("announcement-all"), Line("announcement-text", {"text": {"wording": {"zh-CN": "午饭在二楼"}}})),
        0,
        ("announcements",),
    )
