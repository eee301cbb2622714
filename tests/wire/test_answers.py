"""Every command in both languages over real sockets, by one program that stays up."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.wire.actors import Answer, Member
from tests.wire.program import Program

pytestmark = pytest.mark.asyncio(loop_scope="module")
BOTH = pytest.mark.parametrize("who", ["maya", "lin"])


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def people(running: Program) -> AsyncIterator[dict[str, Member]]:
    """An attendee for each language."""
    yield {"maya": running.server.join("maya", "en-GB"), "lin": running.server.join("lin", "zh-CN")}
    assert running.complaints == []


def private(answer: Answer) -> Answer:
    """The same answer, known to be for one person alone and to ping nobody."""
    assert answer.message.reader is answer.interaction.person
    assert answer.message.bodies[-1]["allowed_mentions"] == {"parse": []}
    return answer


async def test_commands_are_published_to_the_summits_server(running: Program) -> None:
    world = running.server.world
    assert [*world.commands] == [world.guild]
    assert {item["name"] for item in world.commands[world.guild]} >= {"agenda", "guide"}
    assert len(running.server.requests("PUT")) == 1


@pytest.mark.parametrize(
    ("command", "options", "english", "chinese"),
    [
        ("agenda now", {}, "2nd OSPO Summit begins <t:1711587600:R>", "第二届 OSPO Summit <t:1711587600:R>开始"),
        ("agenda day", {}, "Thu 28 Mar", "3月28日周四"),
        ("agenda day", {"date": "2", "room": "蛇口", "track": "器"}, "Fri 29 Mar", "3月29日周五"),
        ("agenda search", {"query": "kyzl"}, "The OSPO in a company’s", "OSPO在企业开源治理"),
        ("agenda session", {"session": "topic-2"}, "Topic 2", "Topic 2"),
        ("agenda session", {"session": "qqqqzzzz"}, "There is no session “qqqqzzzz”.", "没有"),
        ("agenda speaker", {"name": "姜宁"}, "ByteDance", "姜宁"),
        ("guide", {}, "Venue", "会场与交通"),
        ("guide", {"topic": "photos"}, "Photo", "照片"),
    ],
)
@BOTH
async def test_every_command_answers_in_the_persons_language(
    people: dict[str, Member], who: str, command: str, options: dict[str, str], english: str, chinese: str
) -> None:
    answer = private(await people[who].slash(command, **options))
    assert (chinese if who == "lin" else english) in answer.text


@BOTH
async def test_every_option_suggests(people: dict[str, Member], who: str) -> None:
    person = people[who]
    asked = [
        ("agenda day", "date", "29"), ("agenda day", "track", "qi"), ("agenda day", "room", ""),
        ("agenda search", "query", "kyzl"), ("agenda session", "session", "xinren"),
        ("agenda speaker", "name", "amanda"), ("guide", "topic", ""),
    ]  # fmt: skip
    first = [(await person.autocomplete(*each))[0]["value"] for each in asked]
    assert first[:3] == ["2024-03-29", "qi", "main"]
    assert first[4:6] == ["topic-2", "Amanda Brock"]


@BOTH
async def test_a_day_is_turned_and_filtered_in_the_same_message(people: dict[str, Member], who: str) -> None:
    person = people[who]
    day = private(await person.slash("agenda day"))
    first = day.text
    turned = private(await person.press(day.message, "agenda-day", -1))
    assert turned.message is day.message
    assert turned.text != first
    foyer = private(await person.pick(day.message, ["foyer"], "agenda-pick-room"))
    tomorrow = private(await person.pick(foyer.message, ["2024-03-29"], "agenda-pick-day"))
    assert len({id(answer.message) for answer in (day, turned, foyer, tomorrow)}) == 1


@BOTH
async def test_a_result_opens_and_comes_as_a_calendar_file(people: dict[str, Member], who: str) -> None:
    person = people[who]
    found = await person.slash("agenda search", query="panel-value")
    card = private(await person.press(found.message, "session-open"))
    file = private(await person.press(card.message, "session-calendar"))
    [attached] = file.message.attachments
    assert attached["filename"] == "panel-value.ics"
    assert b"BEGIN:VEVENT" in person.server.world.files[int(attached["id"])]


@BOTH
async def test_a_page_of_the_guide_brings_its_pictures(people: dict[str, Member], who: str) -> None:
    person = people[who]
    guide = await person.slash("guide")
    [topics] = guide.message.controls("guide-topic")
    for page in [option["value"] for option in topics["options"]]:
        turned = private(await person.pick(guide.message, [page], "guide-topic"))
        pictures = [part for part in turned.message.parts() if part["type"] == 12]
        assert len(turned.message.attachments) == sum(len(part["items"]) for part in pictures)


async def test_discord_is_not_asked_to_send_answers_back(people: dict[str, Member], running: Program) -> None:
    asked = len(running.server.requests("POST", "/callback"))
    card = await people["maya"].slash("agenda session", session="topic-2")
    await people["maya"].press(card.message, "star")
    await people["maya"].autocomplete("agenda session", "session", "kai")
    callbacks = running.server.requests("POST", "/callback")[asked:]
    assert [call.query for call in callbacks] == [{}, {}, {}]
