"""Agenda files of every kind people have, read into one model.

Each module here reads one format. It has a `NAME`, a `recognises(file)` that judges by content, never by file name,
and a `read(file, venue)` that gives a checked Programme or raises Faults. `read_programme` asks them in turn.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.agenda.model import Text


@dataclass(frozen=True, slots=True)
class AgendaFile:
    """Bytes that claim to be an agenda, and the name people know them by (a file name or an address)."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Venue:
    """What a file may leave unsaid: the summit's name, and the zone of times that carry none."""

    name: Text
    timezone: ZoneInfo
