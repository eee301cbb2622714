"""The local Discord and the program, one each for a test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.wire.program import Program, program
from tests.wire.server import LocalDiscord


@pytest.fixture
async def discord() -> AsyncIterator[LocalDiscord]:
    """A server that nobody is connected to yet. At the end nothing may have come that Discord would not have taken."""
    async with LocalDiscord() as server:
        yield server
        server.check()


@pytest.fixture
async def bot(discord: LocalDiscord, tmp_path: Path) -> AsyncIterator[Program]:
    """The program, ready."""
    async with program(discord, tmp_path) as made:
        yield made
