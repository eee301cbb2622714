"""Looking after the sources: what changed there is proposed to the organisers, who release it or not."""

import asyncio
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

from bot.agenda import change_store, summaries
from bot.agenda.change_store import SourceRow
from bot.agenda.changes import Aspect
from bot.agenda.fetch import NOTHING_KNOWN, NotModified, fetch
from bot.agenda.formats import AgendaFile, Venue
from bot.agenda.formats.reading import read_programme
from bot.agenda.model import Programme, Status
from bot.agenda.organising import Organising, Proposal
from bot.agenda.programme import Agenda
from bot.agenda.sources import agenda_file, joined
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.refusal import Refusal
from bot.outbox import store as outbox
from bot.outbox.model import Delivery

EVERY = timedelta(minutes=5)
"""How often sources are asked, in real time."""

EVERY_NEAR_STARTS = timedelta(minutes=1)
"""How often they are asked when a session begins within NEAR."""

NEAR = timedelta(minutes=30)

_SLACK = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Sources:
    """What is watched: http(s) addresses, or files' paths relative to `folder`.

    With `auto_release` what changed is released without asking, unless something in it is for a person to decide.
    """

    folder: Path
    addresses: Sequence[str]
    venue: Venue
    allow_private: bool = False
    auto_release: bool = False


class SourceWatch:
    """Asks the sources whenever it is time."""

    def __init__(
        self,
        organising: Organising,
        agenda: Agenda,
        database: Database,
        clock: Clock,
        sources: Sources,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        """`wake` is called when there is something new in the outbox."""
        self._organising = organising
        self._agenda = agenda
        self._database = database
        self._clock = clock
        self._sources = sources
        self._wake = wake
        self._asked: datetime | None = None
        self._read: dict[str, tuple[str, Programme]] = {}
        self._seen: tuple[tuple[str, ...], int] | None = None

    async def refresh(self) -> None:
        """Ask the sources if it is time; propose what changed, once. May run twice and be cut off anywhere.

        A source that cannot be had is told to the organisers once, and once more when it works again; meanwhile the
        programme stays as it is.
        """
        real = self._clock.real()
        if self._asked and real - self._asked < await self._pause() - _SLACK:
            return
        self._asked = real
        programmes = [await self._programme(address) for address in self._sources.addresses]
        whole = [programme for programme in programmes if programme]
        released = await self._agenda.released()
        seen = tuple(digest for digest, _ in self._read.values()), released.revision if released else 0
        if whole and len(whole) == len(programmes) and seen != self._seen:
            await self._offer(joined(whole))
            self._seen = seen

    async def _pause(self) -> timedelta:
        programme, now = await self._agenda.released(), self._clock.now()
        near = programme and any(
            session.start and now <= session.start <= now + NEAR and session.status is Status.SCHEDULED
            for session in programme
        )
        return EVERY_NEAR_STARTS if near else EVERY

    async def _programme(self, address: str) -> Programme | None:
        """What a source has now; None when it cannot be had or read."""
        async with self._database.read() as connection:
            known = await change_store.source_row(connection, address)
        try:
            row, file = await self._file(known)
            digest = blake2b(file.data, digest_size=16).hexdigest()
            if self._read.get(address, ("",))[0] != digest:
                self._read[address] = digest, await asyncio.to_thread(read_programme, file, self._sources.venue)
        except Refusal as refused:
            told = summaries.failing(_shown(address), refused, self._clock.now())
            await self._keep(replace(known, failing=True), known, told)
            return None
        await self._keep(row, known, summaries.works_again(_shown(address), self._clock.now()))
        return self._read[address][1]

    async def _file(self, known: SourceRow) -> tuple[SourceRow, AgendaFile]:
        private = self._sources.allow_private
        if not known.address.startswith(("http://", "https://")):
            file = await agenda_file(known.address, self._sources.folder, allow_private=private)
            return replace(known, name=known.address, failing=False), file
        validators = known.validators if known.content is not None else NOTHING_KNOWN
        answer = await fetch(known.address, known=validators, allow_private=private)
        if isinstance(answer, NotModified):
            data = await asyncio.to_thread(zlib.decompress, known.content or b"")
            return replace(known, failing=False), AgendaFile(known.name, data)
        content = await asyncio.to_thread(zlib.compress, answer.file.data)
        return SourceRow(known.address, answer.validators, answer.file.name, content), answer.file

    async def _keep(self, row: SourceRow, known: SourceRow, told: Delivery) -> None:
        """Keep what is known of a source now; tell the organisers when it began to fail, or ceased to."""
        if row == known:
            return
        async with self._database.transaction() as tx:
            await change_store.save_source(tx, row)
            if row.failing != known.failing:
                await outbox.post(tx, [told])
        self._wake()

    async def _offer(self, draft: Programme) -> None:
        names = ", ".join(_shown(address) for address in self._sources.addresses)
        proposal = await self._organising.propose_found(draft, source=names)
        if proposal and self._sources.auto_release and not _needs_a_person(proposal):
            await self._organising.release(proposal.id, None)


def _needs_a_person(proposal: Proposal) -> bool:
    """A failed feed, a choice between two people's words, or a cancelled session that would come back."""
    changes = proposal.changes
    return bool(changes.holds) or proposal.contradicted or Aspect.RESTORED in changes.counts()


def _shown(address: str) -> str:
    """An address as people may see it: without a query, in which feeds carry secrets, or a password."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname}{parts.path}" if parts.scheme in {"http", "https"} else address
