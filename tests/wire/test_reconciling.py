"""After a new session at the gateway the program knows what it missed: channels, roles, and what its boards show."""

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.wire.gateway import Gateway
from tests.wire.posted import first_text
from tests.wire.program import CONFIG, Program, program
from tests.wire.server import LocalDiscord
from tests.wire.summits import NINE, Rehearsal, ask
from tests.wire.world import EVERYTHING, Channel, Message


async def after_op_9(folder: Path) -> None:
    """Discord ended the session."""
    await knows_what_it_missed(folder, lambda gateway: gateway.invalidate())


async def after_4009(folder: Path) -> None:
    """Discord ended the session for its silence."""
    await knows_what_it_missed(folder, lambda gateway: gateway.close(4009), without="志愿者")


async def knows_what_it_missed(folder: Path, end: Callable[[Gateway], Awaitable[None]], without: str = "") -> None:
    """Channels, roles and boards are as they are after a new session. `without`: this channel is deleted, too."""
    async with LocalDiscord() as discord, program(discord, folder) as bot:
        with _importing(bot) as importing:
            await _missed(discord, bot, end, importing, without)
        assert "Traceback" not in bot.log
        discord.check()


async def _missed(
    discord: LocalDiscord, bot: Program, end: Callable[[Gateway], Awaitable[None]], importing: subprocess.Popen[bytes],
    without: str,
) -> None:
    world, gateway = discord.world, discord.gateway
    lobby, foyer, stand, tasks = await _with_boards(discord)
    board, questions = lobby.messages
    before = board.text, questions.text

    discord.trouble("PATCH /channels/*", [503], times=1_000)
    gateway.refusals = 1
    await end(gateway)
    await discord.until(lambda: not gateway.live, "the line is gone")
    _elsewhere(discord, "议程变更")
    world.channel("公告").name = "旧公告"
    gone = next(role for role in world.roles.values() if role.name == "志愿者")
    del world.roles[gone.id]
    for message in (foyer.messages[0], _showing(tasks, "13:50–15:25")):
        message.deleted = True
    for channel in [stand, *(channel for channel in world.channels.values() if channel.name == without)]:
        del world.channels[channel.id]
    await asyncio.to_thread(importing.communicate, _changed())
    assert (importing.returncode, gateway.identified, gateway.live) == (0, 1, [])
    await discord.until(lambda: gateway.identified == 2 and gateway.live, "a new session")
    assert (board.text, questions.text) == before
    discord.peace()

    # What is lacking now is told once, in the organisers' channel.
    def lacks() -> list[str]:
        return [message.text for message in world.channel("组委会").messages if "summit.yaml" in message.text]

    await discord.until(lacks, "what is lacking")
    names = "志愿者", "公告", "议程变更"
    assert [[name for name in names if name in text] for text in lacks()] == [["志愿者", "公告"]]
    # Boards show what was released. Of messages that are gone, the tasks' is posted anew, the others are let be.
    await discord.until(lambda: "Good Morning" in board.text, "the board of now")
    await discord.until(lambda: questions.text != before[1], "the board of questions")
    if without:
        await discord.until(lambda: not ask(bot.database, "SELECT * FROM task_board"), "the board of tasks is let be")
    else:
        await discord.until(lambda: any("13:55–15:25" in each.text for each in tasks.messages), "the board of tasks")
    kept = "SELECT name FROM note WHERE name LIKE 'board now %'"
    await discord.until(lambda: ask(bot.database, kept) == [(f"board now {lobby.id} {board.id}",)], "one board is kept")
    assert (lobby.messages, foyer.messages) == ([board, questions], [])


async def _with_boards(discord: LocalDiscord) -> list[Channel]:
    """The channels in which organisers have boards: three of now, the first with one of questions, and of tasks."""
    world = discord.world
    world.roles[world.guild].permissions = EVERYTHING
    discord.limits.rules.clear()  # there are more than ten messages of tasks
    chair = discord.join("chair", "en-GB")
    channels = [world.channel("大厅"), world.add_channel("茶歇区"), world.add_channel("展台"), world.channel("志愿者")]
    for channel, kind in zip(channels, ("now", "now", "now", "tasks"), strict=True):
        await (await chair.slash("summit board", channel=channel, kind=kind)).settled()
    await (await chair.slash("questions board", channel=channels[0], session="panel-value")).settled()
    return channels


def _showing(channel: Channel, text: str) -> Message:
    """The message that shows it."""
    return next(message for message in channel.messages if text in message.text)


def _importing(bot: Program) -> subprocess.Popen[bytes]:
    """An organiser's `summit-bot import --release` at the console, which waits for what it is to read."""
    words = (sys.executable, "-m", "bot", "import", "/dev/stdin", "--release")
    return subprocess.Popen(words, cwd=bot.folder, env=bot.variables, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)


def _changed() -> bytes:
    """The agenda with another title of a keynote, and another time of the panel."""
    agenda = (CONFIG / "agenda.yaml").read_text("utf-8")
    changes = {"title: Welcome Note": "title: Good Morning", 'start: "14:00"': 'start: "14:05"'}
    for before, after in changes.items():
        agenda = agenda.replace(before, after)
    return agenda.encode()


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
