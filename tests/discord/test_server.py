import logging
from pathlib import Path

import pytest

from tests.discord.summit import summit, texts


async def test_commands_are_published_to_the_summits_server_once(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        published = [request for request in world.env.http_requests if request.method == "PUT"]
        assert [request.path.endswith("/commands") for request in published] == [True]
        assert "/guilds/" in published[0].path
        await world.restart()
        assert [request for request in world.env.http_requests if request.method == "PUT"] == published


async def test_commands_are_published_again_where_they_are_missing(tmp_path: Path) -> None:
    async with summit(tmp_path):
        pass
    async with summit(tmp_path) as world:
        assert (await world.maya.slash(world.lobby, "agenda now")).acknowledged


async def test_what_the_server_lacks_is_told_once_in_both_languages(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        async with summit(tmp_path, missing=("会前提醒", "主持人")) as world:
            organisers = world.channels["组委会"].id
            await world.restart()
            posts = [request for request in world.env.http_requests if request.path.endswith("/messages")]
    assert [request.path for request in posts] == [f"/channels/{organisers}/messages"]
    told = [request.json["content"] for request in posts]
    assert "身份组“主持人”（discord.roles.moderator）" in told[0]
    assert "the channel “会前提醒” (discord.channels.reminders)" in told[0]
    assert "discord.channels.reminders" in caplog.text


async def test_a_surprise_becomes_an_incident_number_that_leads_to_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with summit(tmp_path) as world:
        async with world.app.database.transaction() as tx:
            await tx.execute("UPDATE programme SET timezone = 'Nowhere/Land', revision = revision + 1")
        answer = await world.maya.slash(world.lobby, "guide")
        said = texts(answer)
        number = said.rsplit(" ", 1)[-1]
        assert said.startswith("Something broke on our side.")
        assert f"incident {number}" in caplog.text
        assert "Traceback" in caplog.text
        assert "Nowhere" not in said


async def test_a_control_of_another_version_says_what_to_do(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        found = await world.lin.slash(world.lobby, "agenda now")
        world.app.bot.controls.clear()
        again = next(
            part["custom_id"] for row in found.response.components[0]["components"] if row["type"] == 1
            for part in row["components"] if "agenda-now-again" in part["custom_id"]
        )  # fmt: skip
        answer = await world.lin.click(found.response, custom_id=again)
        assert texts(answer) == "这条消息来自旧版本的机器人，请重新使用命令。"
