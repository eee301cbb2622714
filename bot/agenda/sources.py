"""The programme as its sources have it now: files beside the settings, or web addresses, read into one draft."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from bot.agenda.codes import code_for
from bot.agenda.fetch import fetched
from bot.agenda.formats import AgendaFile, Venue
from bot.agenda.formats.reading import LARGEST, read_programme
from bot.agenda.model import Block, Programme, Room, Session, Track
from bot.core.refusal import Fault, Faults


async def read_source(source: str, folder: Path, venue: Venue, *, allow_private: bool) -> Programme:
    """One source: an http(s) address, or a file's path relative to `folder`. Raises Faults or Refusal."""
    file = await agenda_file(source, folder, allow_private=allow_private)
    return await asyncio.to_thread(read_programme, file, venue)


async def read_address(address: str, venue: Venue, *, allow_private: bool) -> Programme:
    """One web address that somebody typed; never a file of this machine. Raises Faults or Refusal."""
    return await asyncio.to_thread(read_programme, await fetched(address, allow_private=allow_private), venue)


async def read_upload(name: str, size: int, read: Callable[[], Awaitable[bytes]], venue: Venue) -> Programme:
    """A file that somebody sent: `size` in bytes as announced, `read` fetches it. Raises Faults."""
    if size > LARGEST:
        values: dict[str, object] = {"size": f"{size / 1e6:.1f}", "limit": f"{LARGEST / 1e6:.1f}"}
        raise Faults([Fault(name, "agenda-too-big", values=values)])
    return await asyncio.to_thread(read_programme, AgendaFile(name, await read()), venue)


async def agenda_file(source: str, folder: Path, *, allow_private: bool) -> AgendaFile:
    """The bytes of a source. Raises Faults or Refusal when they cannot be had or are too many."""
    if source.startswith(("http://", "https://")):
        return await fetched(source, allow_private=allow_private)
    path = folder / source
    try:
        if (size := path.stat().st_size) > LARGEST:
            values: dict[str, object] = {"size": f"{size / 1e6:.1f}", "limit": f"{LARGEST / 1e6:.1f}"}
            raise Faults([Fault(str(path), "agenda-too-big", values=values)])
        return AgendaFile(str(path), await asyncio.to_thread(path.read_bytes))
    except OSError as error:
        raise Faults([Fault(str(path), "file-unreadable", values={"reason": error.strerror or ""})]) from error


async def read_sources(folder: Path, sources: Sequence[str], venue: Venue, *, allow_private: bool) -> Programme:
    """All sources as one programme. Raises Faults or Refusal when one of them cannot be read: never a part of it."""
    programmes = [await read_source(source, folder, venue, allow_private=allow_private) for source in sources]
    return joined(programmes)


def joined(programmes: Sequence[Programme]) -> Programme:
    """Several programmes as one: the first one's name and zone, rooms and tracks of one code and name together.

    Codes that two sources use for different things are told apart by a number. Raises ValueError for none.
    """
    first, *others = programmes
    for other in others:
        rooms, room_codes = _together(first.rooms, other.rooms)
        tracks, track_codes = _together(first.tracks, other.tracks)
        blocks, block_codes = _together(first.blocks, other.blocks)
        taken = {session.code for session in first}
        sessions: list[Session] = []
        for session in other:
            code = code_for(session.code, taken)
            taken.add(code)
            sessions.append(
                replace(
                    session,
                    code=code,
                    rooms=tuple(room_codes[room] for room in session.rooms),
                    track=track_codes.get(session.track, ""),
                    block=block_codes.get(session.block, ""),
                )
            )
        first = Programme.checked(first.name, first.timezone, rooms, tracks, blocks, [*first, *sessions])
    return first


_Part = TypeVar("_Part", Room, Track, Block)


def _together(ours: Sequence[_Part], theirs: Sequence[_Part]) -> tuple[list[_Part], dict[str, str]]:
    """Both lists as one, and the code that each of theirs has in it."""
    parts = list(ours)
    codes = {}
    for part in theirs:
        if part not in ours:
            fresh = code_for(part.code, {other.code for other in parts})
            codes[part.code] = fresh
            parts.append(replace(part, code=fresh))
        else:
            codes[part.code] = part.code
    return parts, codes
