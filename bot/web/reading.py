"""How one reader of a page reads: their language, the venue's wall clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.agenda.model import Programme, Session, Text
from bot.core.phrasebook import LANGUAGES, Phrasebook, choose_language
from bot.web.context import SITE

_ENOUGH = 3
"""How many speakers a line names before it only counts them."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A phrasebook opened at one language, for a venue in one zone. `chosen`: whether the address says the language.

    Gives plain text: templates escape it.
    """

    phrasebook: Phrasebook
    language: str
    timezone: ZoneInfo
    chosen: bool = False

    def say(self, key: str, /, **values: object) -> str:
        """The phrase `key` in this language; raises as Phrasebook.say does."""
        return self.phrasebook.say(self.language, key, **values)

    def text(self, text: Text) -> str:
        """A programme's text in this language."""
        return text.in_language(self.language)

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

    def when(self, session: Session) -> str:
        """Day and hours."""
        return f"{self.day(session.day)}, {self.hours(session)}" if session.day else self.hours(session)

    def rooms(self, session: Session, programme: Programme) -> str:
        """The names of a session's rooms; "all rooms" where it fills them; '' without one."""
        if 1 < len(session.rooms) == len(programme.rooms):
            return self.say("session-every-room")
        known = (programme.rooms_by_code.get(code) for code in session.rooms)
        return self.listed([self.text(room.name) for room in known if room])

    def speakers(self, session: Session) -> str:
        """The names of the first speakers, and how many there are where there are more; or nothing."""
        names = self.listed([self.text(speaker.name) for speaker in session.speakers[:_ENOUGH]])
        if len(session.speakers) > _ENOUGH:
            return self.say("session-speakers-more", names=names, count=len(session.speakers))
        return names

    def listed(self, names: list[str]) -> str:
        """Names side by side, as on a poster: "a, b", 甲、乙."""
        return self.say("list-comma").join(names)


def reader_of(request: web.Request) -> Reader:
    """Who reads: `?lang=` of the address, else what their browser prefers, else the summit's first language."""
    site = request.app[SITE]
    asked = request.query.get("lang", "")
    chosen = asked in LANGUAGES
    language = choose_language(
        asked if chosen else preferred(request.headers), default=site.settings.default_language
    )
    return Reader(site.phrasebook, language, site.settings.summit.timezone, chosen)


def preferred(headers: Mapping[str, str]) -> str | None:
    """The best of the languages in Accept-Language (RFC 9110, 12.5.4) that there is a catalogue for."""
    ranked: list[tuple[float, str]] = []
    for item in headers.get("Accept-Language", "")[:500].split(","):
        tag, _, weight = item.partition(";")
        tag = tag.strip().lower()
        try:
            quality = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if tag.partition("-")[0] in {"zh", "en"} and quality > 0:
            ranked.append((-quality, tag))
    return min(ranked, key=lambda one: one[0])[1] if ranked else None
