"""What a person asked for: stars, and how and when they want to be reminded. Pure."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core.refusal import Refusal

LEAD = 10
"""Minutes before its start that a session is announced to those who set nothing else."""

LONGEST_LEAD = 120
"""Minutes. Who wants to know earlier has the digests."""

MOST_STARS = 500
"""Stars of one person; a real summit has fewer sessions."""

LANGUAGES = ("zh-CN", "en")
"""What a person can choose to be written to in."""

_TIME = r"([0-9]{1,2}):([0-9]{2})"
_QUIET = re.compile(rf"{_TIME}-{_TIME}")
_COLONS = re.compile("[：﹕∶]")
_DASHES = re.compile("[-‐-―−－～~至到]+")


class Via(StrEnum):
    """How someone wants to be reached."""

    DM = "dm"
    CHANNEL = "channel"
    OFF = "off"


class Unsent(StrEnum):
    """Why no reminder will come for a starred session."""

    NOT_ASKED = "not-asked"
    OFF = "off"
    QUIET = "quiet"
    CHATHAM_HOUSE = "chatham-house"
    NO_TIME = "no-time"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    BEGUN = "begun"

    @property
    def phrase(self) -> str:
        """The key of the words that tell it."""
        return f"unsent-{self}"


@dataclass(frozen=True, slots=True)
class Star:
    """That `member` wants to be told before `session` (a code) begins; `since` is aware UTC."""

    member: int
    session: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nobody writes to someone: venue wall times, `begins` included, `ends` not; may span midnight."""

    begins: time
    ends: time

    @classmethod
    def read(cls, text: str) -> "Quiet":
        """From `22:00-07:30`, with full-width signs too; 24:00 is midnight. Raises Refusal for anything else."""
        plain = _DASHES.sub("-", _COLONS.sub(":", "".join(text.split())))
        found = _QUIET.fullmatch(plain)
        ends = [_wall_time(*pair) for pair in (found.group(1, 2), found.group(3, 4))] if found else [None]
        if None in ends:
            raise Refusal("reminders-quiet-unclear", seen=text.strip()[:60])
        begin, end = (one for one in ends if one is not None)
        if begin == end:
            raise Refusal("reminders-quiet-endless", seen=text.strip()[:60])
        return cls(begin, end)

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"

    def covers(self, wall: time) -> bool:
        """Whether these hours include the venue's wall time `wall`."""
        if self.begins < self.ends:
            return self.begins <= wall < self.ends
        return wall >= self.begins or wall < self.ends

    def after(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """`moment` (aware) where it is not quiet then, else the end of these hours; aware UTC."""
        local = moment.astimezone(zone)
        if not self.covers(local.time()):
            return moment
        day = local.date() + timedelta(days=self.ends <= local.time())
        end = datetime.combine(day, self.ends.replace(fold=local.fold), zone)
        return max(moment, end.astimezone(UTC))


def _wall_time(hours: str, minutes: str) -> time | None:
    hour, minute = int(hours), int(minutes)
    if (hour, minute) == (24, 0):
        return time()
    return time(hour, minute) if hour < 24 and minute < 60 else None


@dataclass(frozen=True, slots=True)
class Preference:
    """How `member` wants to be reminded.

    `lead` is in minutes. `via` is None while they have not said. `language` is one of LANGUAGES, or '' while they have
    not chosen. `changed` (aware UTC) is when they last changed any of it.
    """

    member: int
    changed: datetime
    lead: int = LEAD
    via: Via | None = None
    language: str = ""
    quiet: Quiet | None = None
    digests: bool = True

    def with_changes(
        self,
        at: datetime,
        *,
        lead: int | None = None,
        via: Via | None = None,
        language: str | None = None,
        quiet: str | None = None,
        digests: bool | None = None,
    ) -> "Preference":
        """This with what is not None in place; `quiet` as `Quiet.read` takes it, or "off". Raises Refusal."""
        if lead is not None and not 0 <= lead <= LONGEST_LEAD:
            raise Refusal("reminders-lead-out-of-range", seen=str(lead), longest=str(LONGEST_LEAD))
        if language and language not in LANGUAGES:
            raise Refusal("reminders-language-unknown", seen=language[:20], known=", ".join(LANGUAGES))
        made = replace(
            self,
            lead=self.lead if lead is None else lead,
            via=via or self.via,
            language=self.language if language is None else language,
            quiet=self.quiet if quiet is None else _read_quiet(quiet),
            digests=self.digests if digests is None else digests,
        )
        return self if made == self else replace(made, changed=at)


_OFF = {"", "off", "no", "none", "无", "关", "关闭", "取消"}


def _read_quiet(text: str) -> Quiet | None:
    return None if text.strip().lower() in _OFF else Quiet.read(text)
