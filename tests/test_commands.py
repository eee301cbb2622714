"""The commands as Discord is told them: complete in both languages, and what the documents say."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.app import App
from bot.client import SummitBot
from bot.core.phrasebook import Phrasebook
from tests.discord.summit import CONFIG
from tests.oracle import Oracle, commands_of

ROOT = Path(__file__).parents[1]


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[SummitBot]:
    """The client with its cogs loaded and their words given, not connected."""
    async with App.from_config(CONFIG, database=tmp_path / "summit.db") as app:
        await app.bot.setup_hook()
        yield app.bot


async def test_commands_are_the_documented_ones(bot: SummitBot) -> None:
    names = {command.qualified_name for command in bot.tree.walk_commands()}
    assert names == {
        "agenda", "agenda now", "agenda day", "agenda search", "agenda session", "agenda speaker", "agenda mine",
        "agenda changes", "guide", "reminders", "reminders settings", "reminders list", "summit", "summit status",
        "summit import", "summit move", "summit delay", "summit postpone", "summit cancel", "summit restore",
        "summit announce", "summit deliveries", "summit board", "task", "task profile", "task list", "task claim",
        "task release", "task checkin", "task done", "task mine", "task swap", "task standby", "task any",
        "task create", "task edit", "task assign", "task report", "ask", "questions", "questions board",
        "questions mine", "panel", "panel open", "panel close", "panel queue", "panel screen", "panel export",
    }  # fmt: skip


async def test_every_name_and_description_is_there_in_chinese(bot: SummitBot) -> None:
    for place, thing in walk(await commands_of(bot.tree)):
        for what in ("name", "description"):
            if what in thing:
                chinese = thing[f"{what}_localizations"]
                assert chinese["zh-CN"] == chinese["zh-TW"] != "", place
                assert any(ord(character) > 0x2E80 for character in chinese["zh-CN"]), place


async def test_descriptions_are_the_english_phrases(bot: SummitBot) -> None:
    phrasebook = Phrasebook.load()
    for command in bot.tree.walk_commands():
        key = f"command-{command.qualified_name.replace(' ', '-')}"
        assert (phrasebook.say("en", key), phrasebook.say("en", f"{key}-description")) == (
            command.name, command.description,
        )  # fmt: skip


async def test_siblings_differ_in_both_languages(bot: SummitBot) -> None:
    def check(siblings: list[dict[str, Any]]) -> None:
        names = [thing["name_localizations"]["zh-CN"] for thing in siblings]
        assert len(set(names)) == len(names)
        for thing in siblings:
            check(thing.get("options", []))

    check(await commands_of(bot.tree))


async def test_discord_takes_the_commands(bot: SummitBot) -> None:
    Oracle.load().check_commands(await commands_of(bot.tree))


async def test_the_bot_asks_for_nothing_privileged(bot: SummitBot) -> None:
    assert bot.intents == discord.Intents(guilds=True)
    assert bot.shard_count == 1
    assert bot.allowed_mentions is not None
    assert bot.allowed_mentions.to_dict() == {"parse": []}


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md"])
async def test_readme_names_every_command(bot: SummitBot, document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    leaves = [c for c in bot.tree.walk_commands() if isinstance(c, discord.app_commands.Command)]
    assert [c.qualified_name for c in leaves if f"/{c.qualified_name}" not in text] == []


def walk(things: list[dict[str, Any]], place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for thing in things:
        here = f"{place} {thing['name']}"
        yield here, thing
        yield from walk(thing.get("options", []), here)
        yield from walk(thing.get("choices", []), here)
