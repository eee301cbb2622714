"""After a new session at the gateway the program knows what it missed: channels, roles, and what its boards show."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.wire.gateway import Gateway
from tests.wire.posted import first_text
from tests.wire.program import Program, program
from tests.wire.server import LocalDiscord
from tests.wire.summits import NINE, Rehearsal, ask
from tests.wire.world import EVERYTHING, Channel


async def after_op_9(folder: Path) -> None:
    """Discord ended the session."""
    await knows_what_it_missed(folder, lambda gateway: gateway.invalidate())


async def after_4009(folder: Path) -> None:
    """Discord ended the session for its silence."""
    await knows_what_it_missed(folder, lambda gateway: gateway.close(4009))


async def knows_what_it_missed(folder: Path, end: Callable[[Gateway], Awaitable[None]]) -> None:
    """Channels, roles and boards are as they are after a new session."""
    async with LocalDiscord() as discord, program(discord, folder) as bot:
        await _missed(discord, bot, end)
        assert "Traceback" not in bot.log
        discord.check()


async def _missed(discord: LocalDiscord, bot: Program, end: Callable[[Gateway], Awaitable[None]]) -> None:
    world, gateway = discord.world, discord.gateway
    world.roles[world.guild].permissions = EVERYTHING
    chair = discord.join("chair", "en-GB")
    lobby = world.channel("大厅")
    posted = await (await chair.slash("summit board", channel=lobby, kind="now")).settled()
    assert "board" in posted.text.casefold()
    [board] = lobby.messages
    moment = board.text

    gateway.refusals = 1
    await end(gateway)
    await discord.until(lambda: not gateway.live, "the line is gone")
    new = _elsewhere(discord, "议程变更")
    world.channel("公告").name = "旧公告"
    gone = next(role for role in world.roles.values() if role.name == "志愿者")
    del world.roles[gone.id]
    await discord.until(lambda: gateway.identified == 2 and gateway.live, "a new session")

    # What is lacking now is told once, in the organisers' channel.
    def lacks() -> list[str]:
        return [message.text for message in world.channel("组委会").messages if "summit.yaml" in message.text]

    await discord.until(lacks, "what is lacking")
    assert [("志愿者" in text, "公告" in text) for text in lacks()] == [(True, True)]
    # A change goes to the channel that has the name now, and to the board.
    proposal = await chair.slash("summit cancel", session="welcome")
    await (await chair.press(proposal.message, "proposal-release")).settled()
    await discord.until(lambda: board.text != moment, "the board")
    assert ask(bot.database, "SELECT status FROM session WHERE code = 'welcome'") == [("cancelled",)]
    assert lobby.messages == [board]
    assert new.messages == []  # a notice waits for a quiet minute


def _elsewhere(discord: LocalDiscord, name: str) -> Channel:
    """The channel was deleted and made anew."""
    world = discord.world
    del world.channels[world.channel(name).id]
    return world.add_channel(name)


async def is_kept(folder: Path) -> None:
    """What was promised while Discord was away is told when it is back."""
    async with LocalDiscord() as discord:
        clock = Rehearsal(NINE, speed=60)
        async with program(discord, folder, clock=clock.setting) as bot:
            chair = discord.join("chair", "en-GB")
            proposal = await chair.slash("summit cancel", session="topic-1")
            answer = await chair.press(proposal.message, "proposal-release")
            await discord.until(lambda: "Released: revision" in answer.text, "the release")
            gone = discord.trouble("GET /users/@me", [503], times=2)
            await discord.gateway.babble("not JSON")
            await discord.until(lambda: gone.hits == 2, "Discord is away")
            new = _elsewhere(discord, "议程变更")
            await discord.until(lambda: new.messages, "the notice")
            assert [first_text(message).count("Topic 1") > 0 for message in new.messages] == [True]
            ours = [line for line in bot.complaints if "bot.outbox" in line or "bot.jobs" in line]
            assert ours == [], "something was attempted without a connection"
        discord.check()


async def test_after_a_new_session_everything_is_as_it_is_and_what_was_promised_is_told(tmp_path: Path) -> None:
    """Side by side, since discord.py waits five seconds before a new session."""
    async with asyncio.TaskGroup() as group:
        for scene in (after_op_9, after_4009, is_kept):
            folder = tmp_path / scene.__name__
            folder.mkdir()
            group.create_task(scene(folder))
