"""What every export shows of a session, whatever its format."""

import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from typing import Any, Literal

from bot.agenda.formats import AgendaFile, Venue, extension
from bot.agenda.formats.wording import in_one_line
from bot.agenda.model import Programme, Session, Status
from bot.core.phrasebook import LANGUAGES, Phrasebook

Reader = Callable[[AgendaFile, Venue], Programme]
Carried = dict[str, dict[str, Any]]
"""By session code: what the extension carries for it."""


def heading(session: Session, phrasebook: Phrasebook) -> str:
    """The title in one line; before it, in every language, that it is cancelled or postponed.

    Few programs show a status, so the title says it.
    """
    title = in_one_line(session.title) or session.code
    if session.status is Status.SCHEDULED:
        return title
    marks = dict.fromkeys(phrasebook.say(language, f"export-{session.status}") for language in reversed(LANGUAGES))
    return f"{' '.join(marks)}: {title}"


def acronym(programme: Programme) -> str:
    """A short name of the summit for ids, 4 to 32 of a–z and 0–9: "OSPO Summit 2024" → `osposummit2024`."""
    name = programme.name.in_language("en")
    plain = re.sub(r"[^a-z0-9]", "", name.lower())[:32]
    return plain if len(plain) >= 4 else f"summit{blake2b(name.encode(), digest_size=4).hexdigest()}"


def not_shown(
    programme: Programme,
    sessions: Iterable[Session],
    bare: bytes,
    read: Reader,
    ids: Mapping[str, str],
    *,
    by: Literal["source_id", "code"] = "source_id",
) -> Carried:
    """What the format's own fields do not tell of `sessions`, found by reading them back from the file `bare`.

    `ids` say, by code, under which `source_id` (or `code`) the reader finds each.
    """
    venue = Venue(programme.name, programme.timezone)
    seen = {getattr(session, by): session for session in read(AgendaFile("", bare), venue)}
    return {session.code: extension.carried(session, seen[ids[session.code]]) for session in sessions}
