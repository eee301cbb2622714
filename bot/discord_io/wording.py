"""How one person reads: their language, the venue's wall clock, Discord's timestamps."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from bot.agenda.model import Programme, Session, Text
from bot.core.phrasebook import Phrasebook
from bot.core.refusal import Faults, Refusal
from bot.discord_io.plain import clip, quoted

TITLE = 240
"""Characters of a title that a card shows before it is cut."""

_PLAIN = re.compile(r"<@\d+>(, <@\d+>)*|-?\d+|https?://[^\s<>\[\]()|`\\]+")  # members, figures, addresses


def stamp(moment: datetime, style: Literal["t", "D", "F", "R"] = "t") -> str:
    """A Discord timestamp of an aware time: every reader's client shows it in their own zone and language."""
    return f"<t:{int(moment.timestamp())}:{style}>"


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrasebook opened at one language, for a venue in one zone."""

    phrasebook: Phrasebook
    language: str
    timezone: ZoneInfo

    def say(self, key: str, /, **values: object) -> str:
        """The phrase `key` in this language; raises as Phrasebook.say does."""
        return self.phrasebook.say(self.language, key, **values)

    def refusal(self, refusal: Refusal) -> str:
        """The sentence of a refusal in this language; for a file, the first faults too, a line each.

        Values are harmless as Markdown: titles and what was typed are in them.
        """
        values = {name: _harmless(value) for name, value in refusal.values.items()}
        said = self.say(refusal.phrase, **values)
        if not isinstance(refusal, Faults):
            return clip(said, 2000)
        lines = self.phrasebook.describe(self.language, refusal)
        shown = [f"- {quoted(clip(line, 200))}" for line in lines[:8]]
        if more := len(lines) - len(shown):
            shown.append(self.say("list-more", more=more))
        return clip("\n".join([said, *shown]), 2000)

    def text(self, text: Text, limit: int = TITLE) -> str:
        """A programme's text in this language, clipped to `limit` characters and harmless as Markdown."""
        return quoted(clip(text.in_language(self.language), limit))

    def wall(self, moment: datetime) -> str:
        """Venue wall time of an aware time: "09:30"."""
        return self.phrasebook.time(self.language, moment.astimezone(self.timezone))

    def day(self, day: date) -> str:
        """A day without its year: "Thu 28 Mar", 3月28日周四."""
        return self.phrasebook.day(self.language, day)

    def hours(self, session: Session) -> str:
        """When, on the venue's wall clock, without the day: "09:30–10:15", "09:30", "evening", or that it is open."""
        if session.start:
            return self.wall(session.start) + (f"–{self.wall(session.end)}" if session.end else "")
        return self.say(f"part-{session.part}") if session.part else self.say("session-time-open")

    def rooms(self, session: Session, programme: Programme) -> str:
        """The names of a session's rooms; "all rooms" where it fills them; '' without one."""
        if len(session.rooms) > 1 and len(session.rooms) == len(programme.rooms):
            return self.say("session-every-room")
        shown = [self.text(programme.rooms_by_code[code].name, 80) for code in session.rooms[:6]]
        return self.listed(shown) + (" …" if len(session.rooms) > len(shown) else "")

    def speakers(self, session: Session, most: int = 3) -> str:
        """The names of the first `most` speakers, and how many there are where there are more; or nothing."""
        shown = self.listed([self.text(speaker.name, 60) for speaker in session.speakers[:most]])
        if len(session.speakers) > most:
            count = len(session.speakers)
            return self.say("session-speakers-more", names=shown, count=count)
        return shown

    def listed(self, names: list[str]) -> str:
        """Names side by side, as on a poster: "a, b", 甲、乙."""
        return self.say("list-comma").join(names)


def _harmless(value: object) -> object:
    """A refusal's value as it may stand in a message."""
    return quoted(value) if isinstance(value, str) and not _PLAIN.fullmatch(value) else value
