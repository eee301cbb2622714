"""Where the pages are as people reach them, and what may be signed into a link to one."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from itsdangerous import BadData, URLSafeSerializer


@dataclass(frozen=True, slots=True)
class Addresses:
    """Links that are made where people read them, and opened where pages are served.

    `public_url` has no slash at its end, may have a path, and is '' where there are no pages. `key` signs.
    """

    public_url: str = ""
    key: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        return bool(self.public_url)

    @property
    def path(self) -> str:
        """The path of the public address without its last slash: "/summit", or ''."""
        return urlsplit(self.public_url).path.rstrip("/")

    def page(self, path: str, /, *within: str) -> str:
        """The address of a page: "session", "a/b" → "https://summit.example/session/a%2Fb"."""
        return f"{self.public_url}/{joined(path, *within)}"

    def signed(self, purpose: str, value: Any) -> str:
        """A token of A–Z, a–z, 0–9, "-", "_" and "." that carries `value` (JSON; readable to whoever holds it).

        It does not expire by itself: put a moment into `value`, or look up whether it still holds.
        """
        token: str | bytes = self._serializer(purpose).dumps(value)
        return token if isinstance(token, str) else token.decode()

    def opened(self, purpose: str, token: str) -> Any:
        """What `signed` put into a token for the same purpose; None where it was not made by it with this key."""
        try:
            return self._serializer(purpose).loads(token)
        except BadData:
            return None

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(self.key, salt=f"summit-bot {purpose}")


def joined(path: str, /, *within: str) -> str:
    """A path with more parts, each quoted whole: it may be any text but "." and ".."."""
    return "/".join([quote(path), *(quote(part, safe="") for part in within)])
