"""What a failed request means for a promise: the one place where that is decided.

Codes: topics/opcodes-and-status-codes.mdx of discord/discord-api-docs. discord.py repeats 500, 502, 504 and 524 itself
for a while, and waits out a 429; what arrives here is what is left.
"""

import random
from dataclasses import dataclass
from enum import StrEnum

LONGEST_WAIT = 120.0
"""Real seconds between two attempts, at most."""

HOPELESS = 60
"""Attempts after which a correction of a message is given up: about two hours."""

DOOR_CLOSED = {50007, 50278}
"""Cannot send messages to this user; no mutual server with them."""

TOO_MANY_DOORS = {40003, 20026}
"""Opening direct messages too fast; flagged as abusive. They say nothing about the person, but about our pace."""

INVALID = {401, 403, 429}
"""Statuses of which Discord bans an address that causes 10,000 within ten minutes."""


class Reason(StrEnum):
    """Why a promise cannot be kept: keys of phrases for the ledger."""

    CLOSED = "refused-closed"
    MEMBER_GONE = "refused-member-gone"
    NO_CHANNEL = "refused-no-channel"
    CHANNEL_GONE = "refused-channel-gone"
    FORBIDDEN = "refused-forbidden"
    DELETED = "refused-deleted"
    REJECTED = "refused-rejected"
    UNREADABLE = "refused-unreadable"


class Failure(Exception):
    """A request that came to nothing, or of which nothing is known. All that a carrier raises.

    `status` is HTTP's, 0 where there was no answer at all; `code` Discord's own, 0 where it gave none; `retry_after`
    in real seconds, as Discord asked for. `reason` stands where no request was made because none could help.
    """

    def __init__(
        self,
        status: int = 0,
        code: int = 0,
        detail: str = "",
        *,
        retry_after: float | None = None,
        reason: Reason | None = None,
    ) -> None:
        super().__init__(f"{status} ({code}) {detail}".strip() if reason is None else f"{reason} {detail}".strip())
        self.status = status
        self.code = code
        self.retry_after = retry_after
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Final:
    """Trying again is of no use."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Again:
    """Worth another attempt: after that many real seconds, or, where `after` is None, after a growing wait."""

    after: float | None = None


_BY_CODE: dict[int, Final | Again] = {
    **dict.fromkeys(DOOR_CLOSED, Final(Reason.CLOSED)),
    **dict.fromkeys(TOO_MANY_DOORS, Again(LONGEST_WAIT)),
    10003: Final(Reason.CHANNEL_GONE),
    10008: Final(Reason.DELETED),  # of a message with this nonce: somebody deleted it after it was sent
    10013: Final(Reason.MEMBER_GONE),
    50001: Final(Reason.FORBIDDEN),
    50013: Final(Reason.FORBIDDEN),
}

_BY_STATUS: dict[int, Final | Again] = {
    401: Again(LONGEST_WAIT),  # a token that an operator is replacing
    403: Final(Reason.FORBIDDEN),
    404: Final(Reason.CHANNEL_GONE),
    408: Again(),
    409: Again(),
}


def verdict(failure: Failure) -> Final | Again:
    """Whether to try again, and when."""
    if failure.reason is not None:
        return Final(failure.reason)
    if failure.status == 429:
        return Again(failure.retry_after)
    if failure.code in _BY_CODE:
        return _BY_CODE[failure.code]
    if failure.status in _BY_STATUS:
        return _BY_STATUS[failure.status]
    return Final(Reason.REJECTED) if 400 <= failure.status < 500 else Again()


def seconds_to_wait(again: Again, attempts: int, chance: float | None = None) -> float:
    """Real seconds until the attempt after the first `attempts` (from 1): 2, 4, 8, … up to LONGEST_WAIT.

    A wait that Discord asked for is kept at least. `chance`, from 0 to 1 and random by default, moves it up to a
    quarter ahead, so that messages which failed together do not come back together.
    """
    chance = random.random() if chance is None else chance  # noqa: S311 -- nothing secret
    base = again.after if again.after is not None else min(2.0 ** min(attempts, 10), LONGEST_WAIT)
    return base * (1 + chance / 4)
