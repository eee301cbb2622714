"""The same flows under rules that we did not write."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.wire.actors import Member
from tests.wire.foreign import ForeignDiscord, absent
from tests.wire.program import Program, program

pytestmark = [
    pytest.mark.skipif(bool(absent()), reason=f"simcord's backend is not as it was: {absent()}"),
    pytest.mark.parametrize(("who", "locale"), [("maya", "en-GB"), ("lin", "zh-CN")]),
]


@pytest.fixture
async def person(who: str, locale: str, tmp_path: Path) -> AsyncIterator[tuple[Member, Program]]:
    """An attendee on a server of simcord's, with the program on it."""
    async with ForeignDiscord() as server:
        member = server.join(who, locale)
        async with program(server, tmp_path) as bot:
            yield member, bot
            assert bot.complaints == []
        server.check()


async def test_every_flow_of_the_agenda_is_accepted(person: tuple[Member, Program], who: str, locale: str) -> None:
    member, bot = person
    asked = [
        ("agenda now", {}), ("agenda search", {"query": "kyzl"}), ("agenda session", {"session": "topic-2"}),
        ("agenda session", {"session": "qqqqzzzz"}), ("agenda speaker", {"name": "姜宁"}), ("guide", {}),
    ]  # fmt: skip
    for command, options in asked:
        answer = await member.slash(command, **options)
        assert (answer.text != "", answer.message.ephemeral) == (True, True), command
    assert (await member.autocomplete("agenda session", "session", "xinren"))[0]["value"] == "topic-2"

    day = await member.slash("agenda day")
    first = day.text
    turned = await member.press(day.message, "agenda-day", -1)
    assert (turned.message.id, turned.text != first) == (day.message.id, True)
    tomorrow = await member.pick(day.message, ["2024-03-29"], "agenda-pick-day")
    assert ("3月29日" if locale == "zh-CN" else "29 Mar") in tomorrow.text

    found = await member.slash("agenda search", query="panel-value")
    card = await member.press(found.message, "session-open")
    file = await member.press(card.message, "session-calendar")
    assert [attached["filename"] for attached in file.message.attachments] == ["panel-value.ics"]

    member.server.gateway.drop()
    await member.server.until(lambda: not member.server.gateway.live, "the line is gone")
    assert (await member.slash("agenda now")).text != ""
    assert (await bot.stop())[0] == 0
