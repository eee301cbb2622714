"""A full room on the wire: hundreds ask and vote within a minute, on one board, while the program lives or dies."""

import asyncio
import random
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path

import yaml

from tests.wire.actors import Member
from tests.wire.audience import PUBLIC, Audience, number_of
from tests.wire.crowd import sequence
from tests.wire.program import program
from tests.wire.scale import LONG, SEED, milliseconds, scaled
from tests.wire.server import LocalDiscord
from tests.wire.summits import NINE, Rehearsal, ask, copied, integrity, write_config
from tests.wire.trouble import Slow

SESSION = "talk-0"
SECONDS = 50 if LONG else 3
APART = 3.0
"""Seconds between two edits of a board, at least."""


def panel(folder: Path, *, pre_approval: bool = True) -> Path:
    """A folder of settings with one panel of six hours."""
    write_config(folder, 1, timedelta(hours=2))
    for name, change in (("summit", {"questions": {"pre_approval": pre_approval}}), ("agenda", {"questions": True})):
        file = folder / f"{name}.yaml"
        content = yaml.safe_load(file.read_text("utf-8"))
        (content["sessions"][0] if name == "agenda" else content).update(change)
        file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    return folder


async def shown_at_last(audience: Audience, database: Path) -> int:
    """Wait until the board shows what is stored; how many questions that are."""

    def so() -> list[tuple[int, int]]:
        votes = dict(ask(database, "SELECT number, votes FROM question WHERE state = 'approved'"))
        shown = [(number_of(part["custom_id"]), int(part["label"].split()[1]))
                 for part in audience.board.controls(PUBLIC)]  # fmt: skip
        return shown if len(shown) == min(len(votes), 10) and dict(shown).items() <= votes.items() else []

    return len(await audience.server.until(so, "the board shows what is stored"))


def written(folder: Path) -> list[bytes]:
    """The contents of every file that the program has written."""
    return [file.read_bytes() for file in folder.rglob("*") if file.is_file()]


def traces(contents: Sequence[bytes], people: Iterable[Member]) -> int:
    """How often their ids and names occur in these, in any encoding."""
    needles = {needle for person in people for needle in _needles(person)}
    return sum(content.count(needle) for content in contents for needle in needles)


def _needles(person: Member) -> set[bytes]:
    words = str(person.id), f"{person.id:x}", person.user.name
    numbers = {person.id.to_bytes(8, order) for order in ("big", "little")}
    return numbers | {word.encode(encoding) for word in words for encoding in ("utf-8", "utf-16-le", "utf-16-be")}


def nobody_is_known(audience: Audience, folder: Path, bosses: Sequence[Member] = ()) -> str:
    """That nothing of anonymous askers is there while all of named ones can be found; in words, for the summary."""
    named = [one.person for one in audience.questions if one.told and one.named]
    hidden = [person for person in audience.people if not audience.named(person)]
    contents = written(folder)
    found = traces(contents, [*hidden, *bosses])
    missed = [person.user.name for person in named if not traces(contents, [person])]
    assert (found, missed) == (0, []), f"seed {SEED}"
    size = sum(map(len, contents)) / 1e6
    return (f"{found} traces of {len(hidden)} anonymous people and {len(bosses)} moderators in {size:.1f} MB of files"
            f" and log, {traces(contents, named)} of the {len(named)} who asked by name")  # fmt: skip


async def test_a_full_room_is_heard_and_counted_once(
    discord: LocalDiscord, tmp_path: Path, tell: Callable[[str, str], None]
) -> None:
    people, votes, chance = scaled(60, 500), scaled(240, 2000), random.Random(SEED)
    folder = tmp_path / "made"
    folder.mkdir()
    audience = Audience(discord, chance, SESSION)
    audience.join(people)
    bosses = [discord.join(f"Brannagh-{number}", "en-GB") for number in range(2)]
    clock = Rehearsal(NINE + timedelta(minutes=5), speed=1)
    async with program(discord, folder, config=panel(tmp_path / "config"), clock=clock.setting) as bot:
        await audience.post_board(bosses[0])
        began = asyncio.get_running_loop().time()
        moderating = [asyncio.create_task(audience.moderate(boss, 0.5)) for boss in bosses]
        discord.gateway.twice("INTERACTION_CREATE", people)
        await audience.go(audience.people, votes, SECONDS)
        took = asyncio.get_running_loop().time() - began
        for task in moderating:
            task.cancel()
        await asyncio.gather(*moderating, return_exceptions=True)
        shown = await shown_at_last(audience, bot.database)
        known = nobody_is_known(audience, folder, bosses)
        assert (await bot.stop())[0] == 0
    assert [line for line in bot.complaints if " WARNING " not in line] == []
    nobody_is_known(audience, folder, bosses)
    facts = [*audience.broken(bot.database, folder / "secrets.json"), *audience.hurried(APART)]
    assert not facts, f"seed {SEED}: {sequence(facts)}"
    done = audience.counted()
    assert done["questions"] == people
    assert done["votes"] + done["own"] >= votes
    assert audience.unanswered == 0
    tell("Full room", f"{done['questions']} questions and {done['votes']} votes ({done['back']} of them taken back) in"
                      f" {took:.0f} s, each stored once; {done['own']} own votes refused; {len(audience.approved)}"
                      f" approved meanwhile; answers {milliseconds(audience.waits, 50, 99)}; the board shows {shown},"
                      f" {len(audience.edits())} edits, none within {APART:g} s of another")  # fmt: skip
    tell("Anonymity", known)


async def test_a_kill_in_a_full_room_loses_and_doubles_nothing(
    discord: LocalDiscord, tmp_path: Path, tell: Callable[[str, str], None]
) -> None:
    people, votes, kills, chance = scaled(60, 500), scaled(240, 2000), scaled(1, 10), random.Random(SEED)
    folder = tmp_path / "made"
    folder.mkdir()
    # Done at once and answered late: so that kills fall between what is stored and what the program knows of it.
    discord.trouble("POST /interactions/*/callback", [Slow(chance.choice((0.02, 0.05, 0.2))) for _ in range(10_000)])
    audience = Audience(discord, chance, SESSION, nervous=0)
    audience.join(people)
    boss = discord.join("Brannagh", "zh-CN")
    clock = Rehearsal(NINE + timedelta(minutes=5), speed=1)
    config = panel(tmp_path / "config", pre_approval=False)
    async with program(discord, folder, config=config, clock=clock.setting) as bot:
        await audience.post_board(boss)
        acting = asyncio.create_task(audience.go(audience.people, votes, SECONDS + 1.5 * kills))
        for number in range(kills):
            await asyncio.sleep(chance.uniform(0.8, 1.2) * SECONDS / (kills + 1))
            await bot.kill()
            discord.gateway.sessions.clear()
            left = copied(bot.database, tmp_path / "left")
            assert integrity(left) == "ok", f"seed {SEED}, kill {number}"
            assert not (facts := [*audience.broken(left, folder / "secrets.json")]), f"seed {SEED}: {sequence(facts)}"
            bot.variables["SUMMIT_CLOCK"] = clock.setting
            await bot.start()
        await acting
        shown = await shown_at_last(audience, bot.database)
        for one in chance.sample([one for one in audience.questions if one.told], 5):
            assert f"#{one.told}" in (await (await one.person.slash("questions mine")).settled()).text
        known = nobody_is_known(audience, folder, [boss])
        assert (await bot.stop())[0] == 0
    facts = [*audience.broken(bot.database, folder / "secrets.json"), *audience.hurried(APART)]
    assert not facts, f"seed {SEED}: {sequence(facts)}"
    assert integrity(bot.database) == "ok"
    done, unknown = audience.counted(), len(audience.questions) - audience.counted()["questions"]
    assert min(done["questions"] * 2, done["votes"] * 2 / 4) > people, f"too little happened: {done}"
    tell("Room killed", f"{kills} kills: {done['questions']} questions and {done['votes']} votes told and stored, none"
                        f" lost, none twice ({unknown} questions and {audience.unanswered} acts without an answer);"
                        f" {done['own']} own votes refused; the board shows {shown}, {len(audience.edits())} edits,"
                        f" none within {APART:g} s of another; integrity ok each time")  # fmt: skip
    tell("Anonymity", f"after kills: {known}")
