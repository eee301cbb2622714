"""Whom a session concerns: a port that other features implement, so that the agenda need not know them."""

from collections.abc import Collection, Mapping
from typing import Protocol

import aiosqlite


class Concerned(Protocol):
    """Stars, shifts, questions: whoever knows people that a session concerns."""

    async def concerned(
        self, connection: aiosqlite.Connection, sessions: Collection[str]
    ) -> Mapping[str, Collection[int]]:
        """For each of `sessions` (codes) the ids of the members it concerns; sessions without any may be left out.

        Runs in the caller's transaction or read and changes nothing.
        """
        ...
