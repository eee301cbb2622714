"""News of boxes for screens, pages and boards of this process: that something changed, not what."""

import asyncio

from bot.core.clock import Clock


class Live:
    """A number for each session that grows with every change of what may be seen of its box.

    It begins at the machine's time in milliseconds, so that after a restart it is larger than anyone has seen.
    """

    def __init__(self, clock: Clock) -> None:
        """Nothing has changed yet."""
        self._start = int(clock.real().timestamp() * 1000)
        self._revisions: dict[str, int] = {}
        self._changed: dict[str, asyncio.Event] = {}

    def revision(self, session: str) -> int:
        """The session's number now."""
        return self._revisions.get(session, self._start)

    def told(self, session: str) -> None:
        """Something changed. Called after the commit."""
        self._revisions[session] = self.revision(session) + 1
        if event := self._changed.pop(session, None):
            event.set()

    async def next(self, session: str, after: int) -> int:
        """Wait until the session's number is above `after`; returns it. May be cancelled at any time."""
        while self.revision(session) <= after:
            await self._changed.setdefault(session, asyncio.Event()).wait()
        return self.revision(session)
