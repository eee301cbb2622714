"""Who someone is in one round of one box, without saying who: keyed one-way tokens. Pure."""

from dataclasses import dataclass, field
from hashlib import blake2b

NAMES = "box"
"""What the names of boxes' keys begin with in the file of keys."""


@dataclass(frozen=True, slots=True)
class Key:
    """A round's key: its name, which may be stored, and the secret, which stands in the file of keys alone."""

    name: str
    secret: bytes = field(repr=False)

    def token(self, member: int) -> str:
        """The token of a member, 32 hexadecimal digits: the same for one person all through the round."""
        return blake2b(str(member).encode(), key=self.secret, digest_size=16).hexdigest()


def key_name(session: str, mark: str) -> str:
    """The name of a key: of which session's box, and a `mark` that no other round ever has."""
    return f"{NAMES}:{session}:{mark}"
