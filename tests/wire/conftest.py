"""The local Discord and the program: one each for a test (`discord`, `bot`), or for all tests of a file (`running`)."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from tests.conftest import HELD
from tests.wire.program import Program, program
from tests.wire.server import LocalDiscord


@pytest.fixture
async def discord() -> AsyncIterator[LocalDiscord]:
    """A server that nobody is connected to yet. At the end nothing may have come that Discord would not have taken."""
    async with LocalDiscord() as server:
        yield server


@pytest.fixture
async def bot(discord: LocalDiscord, tmp_path: Path) -> AsyncIterator[Program]:
    """The program, ready."""
    async with program(discord, tmp_path) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Program]:
    """A program that stays up for all tests of a file, which say `pytest.mark.asyncio(loop_scope="module")`."""
    async with LocalDiscord() as server, program(server, tmp_path_factory.mktemp("running")) as made:
        yield made


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Callable[[str, str], None]:
    """Add a property to the summary that is printed at the end: its name, and what held, in numbers."""
    return lambda what, held: record_property(HELD, f"{what:<12} {held}")
