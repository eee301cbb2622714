"""Links to a panel's stage screen and its moderators' page. Pure: neither aiohttp nor Discord is needed to make them.

A moderators' link is the permission itself: signed, for one session and one issue of its links, for half a day.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.core.addresses import Addresses

LIFE = timedelta(hours=12)
"""How long a moderators' link holds, if it is not revoked before."""

_PURPOSE = "moderate"


@dataclass(frozen=True, slots=True)
class Pass:
    """What a moderators' link says. `issue` is the count of revocations that it was made after; `until` aware UTC."""

    session: str
    issue: int
    until: datetime

    def holds(self, issue: int, now: datetime) -> bool:
        """Whether it opens anything at `now`, the machine's time, where links were revoked `issue` times."""
        return self.issue == issue and now < self.until


def screen_url(addresses: Addresses, session: str) -> str:
    """The address of a session's stage screen."""
    return addresses.page("screen", session)


def asking_url(addresses: Addresses, session: str) -> str:
    """The address that a stage screen's QR picture leads to: the session's page, which says how to ask."""
    return addresses.page("session", session)


def phone_url(addresses: Addresses, session: str, issue: int, now: datetime) -> str:
    """A moderators' link that holds for LIFE from `now`, the machine's time, and while links are of this `issue`.

    It ends with a slash, so that the page can name its own actions without repeating the link.
    """
    until = int((now + LIFE).timestamp())
    return addresses.page(f"moderate/{addresses.signed(_PURPOSE, [session, issue, until])}/")


def opened(addresses: Addresses, token: str) -> Pass | None:
    """What a token says; None where it is not one of ours."""
    match addresses.opened(_PURPOSE, token):
        case [str(session), int(issue), int(until)]:
            return Pass(session, issue, datetime.fromtimestamp(until, UTC))
        case _:
            return None
