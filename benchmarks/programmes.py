"""The real programmes that benchmarks run on, and larger ones made of them."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.agenda.formats import AgendaFile, Venue
from bot.agenda.formats.reading import read_programme
from bot.agenda.model import Programme, Session, Speaker, Text
from tests.site_formats import AGENDAS, read_communityovercode

ROOT = Path(__file__).parents[1]


def _read(path: Path, zone: str) -> Programme:
    return read_programme(AgendaFile(path.name, path.read_bytes()), Venue(Text.of(path.stem), ZoneInfo(zone)))


_READERS: dict[str, Callable[[], Programme]] = {
    "ospo-2024": lambda: _read(ROOT / "config" / "agenda.yaml", "Asia/Shanghai"),
    "coscup-2022": lambda: _read(AGENDAS / "coscup-2022-session.json", "Asia/Taipei"),
    "communityovercode-2026": lambda: read_communityovercode(AGENDAS / "communityovercode-asia-2026.json"),
    "fosdem-2024": lambda: _read(AGENDAS / "fosdem-2024.xml", "Europe/Brussels"),
}


def available() -> list[str]:
    """Names of the programmes that can be read here; all but one need the real agendas beside the project."""
    return list(_READERS) if AGENDAS.is_dir() else ["ospo-2024"]


@cache
def programme(name: str) -> Programme:
    """One of the real programmes."""
    return _READERS[name]()


def multiplied(programme: Programme, times: int) -> Programme:
    """A programme `times` as large: copies of its sessions whose titles' and speakers' words are each misspelt anew."""
    chance = random.Random(times)
    sessions = list(programme.sessions)
    for copy in range(1, times):
        sessions += [_altered(session, copy, chance) for session in programme]
    return replace(programme, sessions=tuple(sessions))


def _altered(session: Session, copy: int, chance: random.Random) -> Session:
    def misspelt(text: Text) -> Text:
        return Text.of(re.sub(r"\w{4,}", lambda word: _misspelt(word[0], chance), " ".join(text.every())))

    speakers = tuple(Speaker(misspelt(speaker.name), speaker.affiliation) for speaker in session.speakers)
    return replace(session, code=f"{session.code}-{copy}", title=misspelt(session.title), speakers=speakers)


def _misspelt(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + chance.choice("abcdefghijklmnopqrstuvwxyz") + word[place + chance.randrange(2) :]
