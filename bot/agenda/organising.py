"""What organisers do to the programme: propose a change, look at it, release it or not.

Every change is a proposal first, kept in the database, so that its buttons still work after a restart. Whoever calls
this has made sure that `by`, a member's id, is an organiser.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

import aiosqlite

from bot.agenda import change_store, kept, moves, store, summaries, telling
from bot.agenda.audit import Audit
from bot.agenda.change_store import ProposalRow, State
from bot.agenda.changes import ChangeSet, Released, SessionChange, compare_edited, merged, with_sessions
from bot.agenda.model import Programme
from bot.agenda.overrides import Verdict, recorded
from bot.agenda.programme import Agenda, entered, refuse_held
from bot.agenda.spreading import Spreading
from bot.agenda.sweep import Clash, swept
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.refusal import Refusal
from bot.outbox import store as outbox
from bot.outbox.model import Value

IMPORT = "import"
"""The kind of a proposal that is a whole new version. The others: "move", "delay", "postpone", "cancel", "restore"."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that waits for a yes, with what is to be looked at before.

    `author` is None when it was found in a source. `at` is aware UTC. `people` would get a notice of their own. `base`
    is the programme that it changes; None when it is the first.
    """

    id: int
    kind: str
    source: str
    reason: str
    author: int | None
    at: datetime
    base: Programme | None
    changes: ChangeSet
    clashes: tuple[Clash, ...]
    people: int

    @property
    def contradicted(self) -> bool:
        """Whether the source says something new of what was set in chat, so that someone should choose."""
        return any(one.verdict is Verdict.CONTRADICTED for one in self.changes.overruled)

    @property
    def needs_second_yes(self) -> bool:
        """Whether releasing it takes `sure`: much would vanish, or a chat change takes a room or opens the doors."""
        return bool(self.changes.holds) or (self.kind != IMPORT and any(clash.grave for clash in self.clashes))


@dataclass(frozen=True, slots=True)
class Done:
    """A release: the revision that resulted, what it changed, and how many people get a notice of their own."""

    revision: int
    changes: ChangeSet
    people: int


class Organising:
    """Use cases of organisers. Each is one transaction."""

    def __init__(
        self,
        agenda: Agenda,
        database: Database,
        clock: Clock,
        spreading: Spreading,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        """`wake` is called when there is something new in the outbox."""
        self._agenda = agenda
        self._database = database
        self._clock = clock
        self._spreading = spreading
        self._wake = wake

    async def propose_import(self, draft: Programme, by: int, *, source: str) -> Proposal:
        """Propose a whole new version; `source` is what people know it by. Raises Refusal when it changes nothing."""
        content = await asyncio.to_thread(kept.packed_programme, draft)
        return await self._proposed(IMPORT, content, by, source=source)

    async def release_import(self, draft: Programme, *, source: str, sure: bool = False) -> Done:
        """Propose a whole new version and release it, for an operator who looked at it; `sure` as for `release`.

        Nothing stays proposed when it is refused.
        """
        content = await asyncio.to_thread(kept.packed_programme, draft)
        proposal = await self._proposed(IMPORT, content, None, source=source)
        try:
            return await self.release(proposal.id, None, sure=sure)
        except Refusal:
            await self.discard(proposal.id, None)
            raise

    async def propose_found(self, draft: Programme, *, source: str) -> Proposal | None:
        """Propose what a source has now, and tell the organisers so, once for each version.

        Returns the proposal while it is open. None: nothing would change, or this very version was settled already.
        """
        content = await asyncio.to_thread(kept.packed_programme, draft)
        row = await self._row(IMPORT, content, None, source=source)
        proposal = await self._looked_at(row)
        if not await self._worth_a_yes(proposal):
            return None
        async with self._database.transaction() as tx:
            last = await change_store.last_import(tx, source)
            if last and last.fingerprint == row.fingerprint and (last.state is not State.OPEN or last.base == row.base):
                return replace(proposal, id=last.id) if last.state is State.OPEN else None
            if last and last.state is State.OPEN:
                await self._settle(tx, last.id, State.REPLACED)
            proposal = replace(proposal, id=await change_store.add_proposal(tx, row))
            await outbox.post(tx, [summaries.found(proposal.id, source, proposal.changes, row.at)])
        self._wake()
        return proposal

    async def follow_source(self, number: int, by: int) -> Proposal:
        """Propose an import anew, so that the source wins where it contradicts what was set in chat. Raises Refusal."""
        row = await self._open(number)
        if row.kind != IMPORT:
            raise Refusal("proposal-no-source")
        async with self._database.transaction() as tx:
            await self._settle(tx, number, State.REPLACED)
        return await self._proposed(IMPORT, row.content, by, source=row.source, follow=True)

    async def propose_move(
        self, code: str, by: int, *, start: datetime | None = None, room: str | None = None, reason: str = ""
    ) -> Proposal:
        """Propose that a session begins at `start` (aware) or is in `room` (a code). Raises Refusal as `moves.move`."""
        base, now = await self._agenda.current(), self._clock.now()
        return await self._edited("move", base, moves.move(base, code, now, start=start, room=room), by, reason)

    async def propose_delay(self, room: str, minutes: int, by: int, *, reason: str = "") -> Proposal:
        """Propose that the rest of the day slips in `room` (a code). Raises Refusal as `moves.delay`."""
        base, now = await self._agenda.current(), self._clock.now()
        return await self._edited("delay", base, moves.delay(base, room, minutes, now), by, reason)

    async def propose_postpone(self, code: str, by: int, *, reason: str = "") -> Proposal:
        """Propose that a session gets another time later. Raises Refusal as `moves.postpone`."""
        base, now = await self._agenda.current(), self._clock.now()
        return await self._edited("postpone", base, moves.postpone(base, code, now), by, reason)

    async def propose_cancel(self, code: str, by: int, *, reason: str = "") -> Proposal:
        """Propose that a session does not take place. Raises Refusal as `moves.cancel`."""
        base = await self._agenda.current()
        return await self._edited("cancel", base, moves.cancel(base, code), by, reason)

    async def propose_restore(self, code: str, by: int, *, reason: str = "") -> Proposal:
        """Propose that a session takes place after all. Raises Refusal as `moves.restore`."""
        base = await self._agenda.current()
        return await self._edited("restore", base, moves.restore(base, code), by, reason)

    async def proposal(self, number: int) -> Proposal:
        """An open proposal, looked at anew. Raises Refusal: unknown, settled, or the programme changed meanwhile."""
        return await self._looked_at(await self._open(number))

    async def release(self, number: int, by: int | None, *, sure: bool = False) -> Done:
        """Do what a proposal says, record it and tell everyone whom it concerns.

        `sure` is the second yes that some need; `by` None: the settings said so. Raises Refusal: unknown, settled,
        outdated (with what changed meanwhile), or in need of a second yes.
        """
        proposal = await self.proposal(number)
        refuse_held(proposal.changes, accept_removals=sure)
        if proposal.needs_second_yes and not sure:
            raise Refusal("proposal-clashes", count=sum(clash.grave for clash in proposal.clashes))
        async with self._database.transaction() as tx:
            await self._settle(tx, number, State.RELEASED)
            await _refuse_outdated(tx, proposal.changes.base_revision)
            done = await self._done(tx, proposal, by)
        self._wake()
        return done

    async def _done(self, tx: aiosqlite.Connection, proposal: Proposal, by: int | None) -> Done:
        changes, now = proposal.changes, self._clock.now()
        revision = await entered(tx, changes, source=proposal.source or proposal.kind, at=now)
        if proposal.kind != IMPORT and by is not None:
            known = await change_store.overrides(tx)
            for change in changes.changes:
                if change.before:
                    standing = recorded(
                        known, change.before, change.after, author=by, at=now, reason=proposal.reason
                    )
                    await change_store.save_overrides(tx, standing, [change.after.code])
        await change_store.note(tx, Audit(now, by, proposal.kind, _details(proposal, revision)))
        after = replace(changes.after, revision=revision)
        return Done(revision, changes, await self._spreading.tell(tx, proposal.base, after) if changes else 0)

    async def discard(self, number: int, by: int | None) -> None:
        """Close a proposal without doing it. Raises Refusal when it is not open."""
        async with self._database.transaction() as tx:
            row = await self._settle(tx, number, State.DISCARDED)
            details: dict[str, Value] = {"source": row.source or row.kind}
            await change_store.note(tx, Audit(self._clock.now(), by, "discard", details))

    async def last(self, limit: int = 10) -> Sequence[Audit]:
        """The last things that organisers did, newest first."""
        async with self._database.read() as connection:
            return await change_store.last_audits(connection, limit)

    async def changes_since(self, since: int | datetime) -> tuple[SessionChange, ...]:
        """What changed since a revision or a time (aware), one change of each session, in programme order.

        Abstracts are left out; what was undone is none.
        """
        programme = await self._agenda.current()
        async with self._database.read() as connection:
            base = since if isinstance(since, int) else await change_store.revision_at(connection, since)
            rows = await change_store.changes_after(connection, base)
        places = {session.code: place for place, session in enumerate(programme)}
        together = merged(row.change for row in rows)
        return tuple(sorted(together, key=lambda change: places.get(change.after.code, len(places))))

    async def history(self, since: int = 1) -> tuple[Released, ...]:
        """Each change that a release after revision `since` brought, oldest first; abstracts are left out."""
        async with self._database.read() as connection:
            return await change_store.changes_after(connection, since)

    async def _edited(self, kind: str, base: Programme, after: Programme, by: int, reason: str) -> Proposal:
        changes = compare_edited(base, after)
        content = kept.packed_sessions(change.after for change in changes.changes)
        return await self._proposed(kind, content, by, reason=reason)

    async def _proposed(
        self, kind: str, content: bytes, by: int | None, *, source: str = "", reason: str = "", follow: bool = False
    ) -> Proposal:
        row = await self._row(kind, content, by, source=source, reason=reason, follow=follow)
        proposal = await self._looked_at(row)
        if not await self._worth_a_yes(proposal):
            raise Refusal("proposal-nothing")
        async with self._database.transaction() as tx:
            return replace(proposal, id=await change_store.add_proposal(tx, row))

    async def _row(
        self, kind: str, content: bytes, by: int | None, *, source: str = "", reason: str = "", follow: bool = False
    ) -> ProposalRow:
        base = await self._agenda.released()
        mark = blake2b(content, digest_size=16).hexdigest()
        revision = base.revision if base else 0
        return ProposalRow(kind, source, reason, by, self._clock.now(), revision, content, mark, follow)

    async def _worth_a_yes(self, proposal: Proposal) -> bool:
        """Whether there is anything to decide. A version that merely agrees with what was set in chat settles that."""
        if proposal.changes or proposal.contradicted:
            return True
        if proposal.kind == IMPORT:
            await self._agenda.release(proposal.changes, source=proposal.source)
        return False

    async def _open(self, number: int) -> ProposalRow:
        async with self._database.read() as connection:
            row = _refuse_settled(await change_store.proposal(connection, number), number)
            await _refuse_outdated(connection, row.base)
        return row

    async def _settle(self, tx: aiosqlite.Connection, number: int, state: State) -> ProposalRow:
        row = _refuse_settled(await change_store.proposal(tx, number), number)
        await change_store.settle(tx, number, state)
        await outbox.withdraw(tx, [summaries.found_key(number)])
        return row

    async def _looked_at(self, row: ProposalRow) -> Proposal:
        base = await self._agenda.released()
        changes = await self._changes(row, base)
        async with self._database.read() as connection:
            concerned = await self._spreading.people(connection, changes.after.sessions_by_code)
            people = await self._spreading.count(connection, base, changes)
        clashes = await asyncio.to_thread(swept, base, changes, concerned)
        return Proposal(
            row.id, row.kind, row.source, row.reason, row.author, row.at, base, changes, clashes, people
        )

    async def _changes(self, row: ProposalRow, base: Programme | None) -> ChangeSet:
        if row.kind != IMPORT and base:
            return compare_edited(base, with_sessions(base, kept.read_sessions(row.content)))
        draft = await asyncio.to_thread(kept.read_programme, row.content)
        return await self._agenda.preview(draft, follow_source=row.follow)


def _refuse_settled(row: ProposalRow | None, number: int) -> ProposalRow:
    if row is None:
        raise Refusal("proposal-unknown", number=str(number))
    if row.state is not State.OPEN:
        raise Refusal(f"proposal-was-{row.state}", number=str(number))
    return row


async def _refuse_outdated(connection: aiosqlite.Connection, base: int) -> None:
    current = await store.revision(connection)
    if current == base:
        return
    rows = await change_store.changes_after(connection, base)
    titles = dict.fromkeys(" / ".join(row.change.after.title.every()) for row in rows)
    shown, more = "; ".join([*titles][:3]), max(len(titles) - 3, 0)
    raise Refusal("proposal-outdated", base=str(base), current=str(current), titles=shown, more=more)


def _details(proposal: Proposal, revision: int) -> dict[str, Value]:
    """Values of the phrase `audit-<kind>`; a chat change names the first session it changes."""
    details: dict[str, Value] = {
        "source": proposal.source,
        "reason": proposal.reason,
        "revision": str(revision),
        "count": len(proposal.changes.changes),
    }
    if proposal.kind != IMPORT:
        details["title"] = telling.title(proposal.changes.changes[0].after)
    return details
