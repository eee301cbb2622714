"""What people are called on the server."""

import logging
from collections.abc import Collection

import discord

AT_ONCE = 100
"""Members that Discord tells of in one answer."""

_log = logging.getLogger(__name__)


async def display_names(guild: discord.Guild | None, members: Collection[int]) -> dict[int, str]:
    """The names that the server shows, by id. Who has left, or is not told of in time, is left out.

    Asked over the gateway: that needs no privileged intent, and one question serves a hundred members.
    """
    wanted, names = sorted(members), dict[int, str]()
    for first in range(0, len(wanted) if guild else 0, AT_ONCE):
        some = wanted[first : first + AT_ONCE]
        try:
            found = await guild.query_members(user_ids=some, limit=len(some), cache=False) if guild else []
        except (TimeoutError, discord.DiscordException) as error:
            _log.warning("the names of %d members are not known: %r", len(wanted) - first, error)
            break
        names |= {member.id: member.display_name for member in found}
    return names
