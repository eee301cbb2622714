"""Times as agendas write them, read into aware UTC."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator

from bot.agenda.formats.draft import Draft
from bot.core.validation import misfit
from bot.core.yaml_syntax import shown

_LENGTH = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})")


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or not 1970 <= moment.year <= 2200:
        raise misfit("fault-moment", seen=shown(str(value)))
    return moment


def _length(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    if re.fullmatch(r"\d{1,5}", str(value)):
        return timedelta(minutes=int(str(value)))
    if not (parts := _LENGTH.fullmatch(str(value))):
        raise misfit("agenda-duration", seen=shown(str(value)))
    days, hours, minutes = (int(part or 0) for part in parts.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def _zone(value: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(value))
    except (OSError, ValueError) as error:
        raise misfit("agenda-zone", seen=shown(str(value))) from error


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
