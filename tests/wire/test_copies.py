"""`summit-bot backup` and `restore` beside a running program: copies are whole, and one takes its place."""

import asyncio
import random
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from tests.wire.crowd import Crowd, sequence, unstored
from tests.wire.posted import letters
from tests.wire.program import Program, program
from tests.wire.scale import SEED, scaled
from tests.wire.server import LocalDiscord
from tests.wire.summits import NINE, Rehearsal, ask, integrity, write_config
from tests.wire.test_killed import APART

PEOPLE = 10


async def summit_bot(bot: Program, *words: str) -> tuple[int, str]:
    """What an operator types in the program's folder: the exit code, and all that was printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, cwd=bot.folder, env=bot.variables, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    printed, _ = await process.communicate()
    return process.returncode or 0, printed.decode()


def torn(copy: Path) -> list[str]:
    """Where a copy holds half of what was done in one transaction."""
    queries = {
        "a change without its release": "SELECT * FROM change WHERE revision NOT IN (SELECT revision FROM release)",
        "a message without promises": "SELECT id FROM message WHERE state = 'sent'"
                                      " AND id NOT IN (SELECT message FROM delivery WHERE message IS NOT NULL)",
        "a promise told in no message": "SELECT key FROM delivery WHERE state = 'sent' AND message IS NULL",
        "a row that points nowhere": "SELECT * FROM pragma_foreign_key_check",
    }  # fmt: skip
    return [f"{what}: {row}" for what, query in queries.items() for row in ask(copy, query)]


async def copied_while(crowd: Crowd, bot: Program, name: str) -> Path:
    """Copy the database while people act: what they were told before must be in the copy."""
    before, released, deeds = crowd.known(), crowd.released(), len(crowd.deeds)
    code, printed = await summit_bot(bot, "backup", name)
    copy = bot.folder / name
    assert (code, name in printed) == (0, True), printed
    assert integrity(copy) == "ok"
    done_since = {(deed.person, deed.about) for deed in crowd.deeds[deeds:]}
    facts = [*unstored({what: value for what, value in before.items() if what not in done_since}, copy), *torn(copy)]
    assert not facts, f"seed {SEED}: {sequence(facts)}"
    assert released <= set(ask(copy, "SELECT revision, session FROM change"))
    return copy


async def test_copies_under_load_are_whole_and_one_takes_the_databases_place(
    discord: LocalDiscord, tmp_path: Path, tell: Callable[[str, str], None]
) -> None:
    times, chance = scaled(2, 30), random.Random(SEED)
    sessions = 60 + times * 8
    discord.limits.rules.clear()
    config = write_config(tmp_path / "config", sessions, APART)
    clock = Rehearsal(NINE - timedelta(minutes=15), speed=60)
    crowd = Crowd(discord, clock, chance, sessions, APART, rest=0.5)
    crowd.join(PEOPLE)
    async with program(discord, tmp_path, config=config, clock=clock.setting) as bot:
        await crowd.settle()
        async with crowd.going(0.5):
            await asyncio.sleep(0.5)
            copies = [await copied_while(crowd, bot, f"copy-{number}.db") for number in range(times)]
            [own] = (tmp_path / "backups").glob("summit-*.db")
            assert integrity(own) == "ok"
            in_use = f"{bot.database} is in use. Stop the bot, then restore. Nothing was changed.\n"
            assert await summit_bot(bot, "restore", copies[0].name) == (1, in_use)
        assert [*crowd.broken(bot.database)] == []
        assert "Traceback" not in bot.log
        await bot.stop()
        newer = tmp_path / "newer.db"
        shutil.copy(copies[0], newer)
        with closing(sqlite3.connect(newer)) as connection:
            connection.execute("PRAGMA user_version = 999")
        code, printed = await summit_bot(bot, "restore", newer.name)
        assert (code, printed.startswith("newer.db was written by a newer version of this bot (")) == (1, True), printed
        assert [*tmp_path.glob("summit-replaced-*.db")] == []
        before, done = letters(discord.world), crowd.counted()
        assert (await summit_bot(bot, "restore", copies[0].name))[0] == 0
        [kept] = tmp_path.glob("summit-replaced-*.db")
        assert [*crowd.broken(kept)] == []
        assert ask(bot.database, "SELECT * FROM star") == ask(copies[0], "SELECT * FROM star")
        bot.variables["SUMMIT_CLOCK"] = clock.setting
        await bot.start()
        chair = crowd.chairs[0]
        form = await chair.slash("summit announce", audience="all")
        english = form.modal["components"][1]["component"]["custom_id"]
        preview = await chair.submit(form, **{english: "We are back"})
        await chair.press(preview.message, "announcement-send")
        await discord.until(lambda: any("We are back" in each.text for each in letters(discord.world)), "a message")
        since = letters(discord.world)[len(before):]
        names = [{(letter.nonce or "").split("-")[0] for letter in some} for some in (before, since)]
        assert (len(names[0]), len(names[1]), names[0] & names[1]) == (1, 1, set())
    tell("Backups", f"{times} copies while {done['stars']} stars and {done['changes']} changes were made: each whole,"
                    f" with all that people had been told; one restored: {len(since)} messages since, under a new name")
