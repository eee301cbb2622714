"""Whom a session concerns, and how they are reached: ports that other features implement.

So the agenda need not know them.
"""

from collections.abc import Collection, Mapping
from typing import Protocol

import aiosqlite

from bot.outbox.model import To


class Concerned(Protocol):
    """Stars, shifts, questions: whoever knows people that a session concerns."""

    async def concerned(
        self, connection: aiosqlite.Connection, sessions: Collection[str]
    ) -> Mapping[str, Collection[int]]:
        """For each of `sessions` (codes) the ids of the members it concerns; sessions without any may be left out.

        Runs in the caller's transaction or read and changes nothing.
        """
        ...


class Serving(Protocol):
    """Whoever knows the volunteers."""

    async def volunteers(self, connection: aiosqlite.Connection) -> Collection[int]:
        """The ids of all of them. Runs in the caller's transaction or read and changes nothing."""
        ...


class Routes(Protocol):
    """Whoever knows how people want to be reached."""

    async def routes(
        self, connection: aiosqlite.Connection, members: Collection[int], *, on_duty: bool = False
    ) -> Mapping[int, To]:
        """How each of `members` wants to be told of changes and announcements; those who do not are left out.

        `on_duty`: they do something for the summit, so that those who chose nothing yet are told by direct message.
        A direct message (`To.person`), or a mention in a channel (`To.mention`). Runs in the caller's transaction or
        read and changes nothing.
        """
        ...
