"""Rate limits: one for each route and its channel, server or webhook, and one over all.

Source: Discord's documentation, topics/rate-limits. The numbers for single routes are not documented and may change;
those below are what others have seen.
"""

import asyncio
import hashlib
from collections import deque
from dataclasses import dataclass, field

MAJOR = ("channel", "guild", "token")
RULES = {
    "POST /channels/{channel}/messages": (5, 5.0),
    "PATCH /channels/{channel}/messages/{message}": (5, 5.0),
    "POST /users/@me/channels": (10, 10.0),
    "POST /guilds/{guild}/scheduled-events": (5, 60.0),
}


@dataclass(slots=True)
class Window:
    """One bucket: `left` requests until `ends` (the loop's time)."""

    left: int
    ends: float


@dataclass(slots=True)
class Verdict:
    """What a request is told: headers, and the seconds to wait where it came too early."""

    headers: dict[str, str]
    retry_after: float = 0.0
    everywhere: bool = False


@dataclass(slots=True)
class Limits:
    """Counts requests. `rules`: route → requests and seconds; `most`: in any second, 0 for no limit."""

    rules: dict[str, tuple[int, float]] = field(default_factory=lambda: dict(RULES))
    most: int = 50
    _windows: dict[str, Window] = field(default_factory=dict)
    _recent: deque[float] = field(default_factory=deque)

    def take(self, route: str, major: str, *, counted: bool, epoch: float) -> Verdict:
        """Count a request; `counted`: it falls under the limit over all; `epoch`: seconds since 1970 at Discord."""
        now = asyncio.get_running_loop().time()
        if counted and (wait := self._over_all(now)):
            return Verdict({"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}, wait, everywhere=True)
        if route not in self.rules:
            return Verdict({})
        limit, seconds = self.rules[route]
        bucket = hashlib.blake2b(route.encode(), digest_size=8).hexdigest()
        window = self._windows.get(bucket + major)
        if window is None or window.ends <= now:
            window = self._windows[bucket + major] = Window(limit, now + seconds)
        late = window.left == 0
        window.left = max(window.left - 1, 0)
        left = window.ends - now
        headers = {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(window.left),
            "X-RateLimit-Reset": f"{epoch + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": bucket,
        }
        return Verdict(headers | ({"X-RateLimit-Scope": "user"} if late else {}), left if late else 0.0)

    def _over_all(self, now: float) -> float:
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if self.most and len(self._recent) >= self.most:
            return self._recent[0] + 1 - now
        self._recent.append(now)
        return 0.0
