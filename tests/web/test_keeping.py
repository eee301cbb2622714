"""Answers that are made once: shared while they are made and while they hold, never a failure in their place."""

import asyncio
import gzip

import pytest

from bot.core.refusal import Refusal
from bot.web.keeping import Kept


async def test_whoever_asks_while_an_answer_is_made_gets_that_one() -> None:
    kept, begun, go = Kept(), [], asyncio.Event()

    async def make() -> bytes:
        begun.append(len(begun))
        await go.wait()
        return b"made %d" % begun[-1]

    asking = [asyncio.create_task(kept.body("a", make)) for _ in range(50)]
    await asyncio.sleep(0)
    asking[0].cancel()
    go.set()
    bodies = {gzip.decompress(body) for body in await asyncio.gather(*asking[1:])}
    assert bodies == {b"made 0"}
    assert gzip.decompress(await kept.body("a", make)) == b"made 0"
    assert gzip.decompress(await kept.body("b", make)) == b"made 1"


async def test_a_failure_is_told_to_everyone_who_waits_and_not_kept() -> None:
    kept, answers = Kept(), [Refusal("database-busy"), b"there again"]

    async def make() -> bytes:
        answer = answers.pop(0)
        await asyncio.sleep(0)
        if isinstance(answer, Refusal):
            raise answer
        return answer

    told = await asyncio.gather(*(kept.body("a", make) for _ in range(3)), return_exceptions=True)
    assert [one.phrase for one in told] == ["database-busy"] * 3
    assert gzip.decompress(await kept.body("a", make)) == b"there again"
    with pytest.raises(IndexError):
        await kept.body("b", make)


async def test_the_least_asked_for_answers_go_first() -> None:
    kept, made = Kept(), []

    async def make() -> bytes:
        made.append(1)
        return b"x"

    for number in range(600):
        await kept.body(number, make)
        await kept.body("asked often", make)
    assert len(made) == 601
    await kept.body(0, make)
    assert len(made) == 602


async def test_a_failure_that_nobody_waited_for_is_not_kept() -> None:
    answers, fails = Kept(), asyncio.Event()

    async def failing() -> bytes:
        await fails.wait()
        raise OSError("no room")

    async def fine() -> bytes:
        return b"fine"

    gone = asyncio.create_task(answers.body("page", failing))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    fails.set()
    await asyncio.sleep(0.01)
    assert gzip.decompress(await answers.body("page", fine)) == b"fine"
