"""Times as agendas write them, read into aware UTC."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator

from bot.agenda.formats.draft import Draft
from bot.agenda.formats.frab import length_of, moment_of
from bot.core.validation import misfit, nearest
from bot.core.yaml_syntax import shown


def _moment(value: object) -> datetime:
    try:
        return moment_of(value if isinstance(value, str) else "")
    except ValueError as error:
        raise misfit("fault-moment", seen=shown(str(value))) from error


def _length(value: object) -> timedelta:
    text = str(value)
    try:
        return timedelta(minutes=int(text)) if re.fullmatch(r"\d{1,5}", text) else length_of(text)
    except ValueError as error:
        raise misfit("fault-duration", seen=shown(text)) from error


def _zone(value: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(value))
    except (KeyError, OSError, ValueError) as error:
        seen = shown(str(value))
        if near := nearest(seen, available_timezones()):
            raise misfit("agenda-timezone-unknown-near", seen=seen, near=near) from error
        raise misfit("agenda-timezone-unknown", seen=seen) from error


Moment = Annotated[datetime, BeforeValidator(_moment)]
"""An ISO 8601 date and time, with or without an offset. Numbers, which pydantic would take for seconds, are refused."""

Length = Annotated[timedelta, BeforeValidator(_length)]
"""How long something lasts: whole minutes, `HH:MM`, or `D:HH:MM`."""

Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
"""A time zone by its IANA name."""


def span(
    draft: Draft, start: datetime | None, end: datetime | None = None, lasts: timedelta | None = None
) -> tuple[datetime | None, datetime | None]:
    """Start and end in UTC; times without an offset are the venue's wall clock.

    An end that is not after its start says nothing, and many programs write the start again where they know no end: so
    it is None. `lasts` stands in for a missing end.
    """
    if start is None:
        return None, None
    begins = draft.local(start).astimezone(UTC)
    ends = draft.local(end).astimezone(UTC) if end else begins + (lasts or timedelta())
    return begins, ends if ends > begins else None
