"""Calendars that follow someone's stars: each has a code, by which their calendar's program asks, until it is renewed.

A code tells nothing of whose it is, and is of no use without the signature that its link carries.
"""

import secrets

from bot.core.clock import Clock
from bot.core.database import Database
from bot.reminders import calendar_store as store

PURPOSE = "calendar"
"""What a code is signed for in a link."""

_BYTES = 16


class Subscriptions:
    """Use cases of calendar links. Each is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """`database` must be open as long as this is used."""
        self._database = database
        self._clock = clock

    async def code_of(self, member: int) -> str:
        """The code of someone's calendar, made when it is first asked for."""
        async with self._database.read() as connection:
            known = await store.code_of(connection, member)
        if known:
            return known
        async with self._database.transaction() as tx:
            if not await store.code_of(tx, member):  # two of their clients may ask at once
                await store.give(tx, member, secrets.token_urlsafe(_BYTES), self._clock.now())
            return await store.code_of(tx, member)

    async def renew(self, member: int) -> None:
        """Give someone's calendar another code: links with the old one lead nowhere from now on."""
        async with self._database.transaction() as tx:
            await store.give(tx, member, secrets.token_urlsafe(_BYTES), self._clock.now())

    async def member_of(self, code: str) -> int | None:
        """Whose calendar a code is of; None where it is nobody's, or no longer."""
        async with self._database.read() as connection:
            return await store.member_of(connection, code)
