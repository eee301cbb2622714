"""One door for every agenda file: the readers are asked in turn which of them knows it."""

import re
from typing import Protocol

from bot.agenda.formats import (
    AgendaFile,
    Venue,
    coscup,
    csv_table,
    europython_programapi,
    frab_json,
    frab_xml,
    hackertracker,
    icalendar_feed,
    loading,
    pretalx_talks,
    sessionize,
    summit_yaml,
)
from bot.agenda.model import Programme
from bot.core.refusal import Fault, Faults

LARGEST = 20_000_000
"""Bytes of an agenda. A four-day congress with 600 talks has about 2 million."""


class Reader(Protocol):
    """What each module of a format offers."""

    NAME: str

    def recognises(self, file: AgendaFile) -> bool:
        """Whether the file is of this format, judged by what is in it; also when it is broken further on."""
        ...

    def read(self, file: AgendaFile, venue: Venue) -> Programme:
        """The programme in it. Raises Faults."""
        ...


_WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)

READERS: tuple[Reader, ...] = (
    summit_yaml, frab_xml, frab_json, pretalx_talks, europython_programapi, sessionize, coscup, hackertracker,
    icalendar_feed, csv_table,
)


def read_programme(file: AgendaFile, venue: Venue) -> Programme:
    """The programme in `file`, of whichever known format it is. Nothing is stored.

    Raises Faults: too large, empty, no text, of no known format, broken, or without a single session.
    """
    _check(file)
    try:
        if found := recognised(file):
            programme = found[0].read(file, venue)
            if not programme.sessions:
                raise Faults([Fault(file.name, "agenda-empty")])
            return programme
        if loading.looks_like_json(file):
            loading.json_of(file)
        if _WEB_PAGE.match(file.data):
            raise Faults([Fault(file.name, "agenda-web-page")])
    finally:
        loading.forget()
    known = ", ".join(reader.NAME for reader in READERS)
    raise Faults([Fault(file.name, "agenda-unknown-format", values={"known": known})])


def recognised(file: AgendaFile) -> tuple[Reader, ...]:
    """The readers that know `file`: one, or none."""
    return tuple(reader for reader in READERS if reader.recognises(file))


def _check(file: AgendaFile) -> None:
    if len(file.data) > LARGEST:
        size, limit = (f"{amount / 1e6:.1f}" for amount in (len(file.data), LARGEST))
        raise Faults([Fault(file.name, "agenda-too-big", values={"size": size, "limit": limit})])
    if not file.data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Faults([Fault(file.name, "agenda-empty-file")])
    if b"\0" in file.data:
        raise Faults([Fault(file.name, "agenda-binary")])
