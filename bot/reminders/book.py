"""Stars and reminders: what people do with them, and what the timetable does for them."""

import asyncio
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import aiosqlite

from bot.agenda.model import Programme, Session, Status
from bot.agenda.programme import Agenda
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.notes import read_note, write_note
from bot.core.refusal import Refusal
from bot.outbox import standing
from bot.outbox import store as outbox
from bot.outbox.model import Delivery, State, To
from bot.outbox.parcels import Reading
from bot.reminders import rounds, store
from bot.reminders.digest import DIGEST, DigestTimes, Edition, editions_due, personal, public
from bot.reminders.itinerary import Stop, itinerary, overlaps
from bot.reminders.model import MOST_STARS, Preference, Star, Unsent, Via
from bot.reminders.planner import (
    CHANNEL,
    GRACE,
    LONG_AGO,
    ON_STAGE,
    REMINDER,
    SPEAKER_LEAD,
    due_time,
    key_of,
    on_stage_due,
)
from bot.reminders.rounds import View

CHANGES = "changes"
"""The purpose of the channel in which those are mentioned who chose a channel, when a session of theirs changed."""

CLOSING = timedelta(minutes=15)
"""How long after its end everything about a session under the Chatham House Rule is destroyed."""


@dataclass(frozen=True, slots=True)
class Starred:
    """What a star did. `first`: ask now, once, how they want to be reached. `clashes`: other stars it overlaps."""

    session: Session
    preference: Preference
    new: bool
    first: bool
    clashes: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A reminder to come. `due` (aware UTC) and `via` say when and how; where `unsent` says why not, they are None.

    `on_stage`: it is the person's own session, told by direct message. `told`: the message is out already.
    """

    session: Session
    due: datetime | None = None
    via: Via | None = None
    unsent: Unsent | None = None
    on_stage: bool = False
    told: bool = False


class ReminderBook:
    """Use cases of stars and reminders. It is the agenda's ports Concerned and Routes, and the outbox's Preferences."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        agenda: Agenda,
        *,
        language: str,
        people: Mapping[str, int] | None = None,
        speaker_lead: timedelta = SPEAKER_LEAD,
        times: DigestTimes | None = None,
    ) -> None:
        """`language`: the summit's. `people`: names on stage, as the programme prints them → members."""
        self._database, self._clock, self._agenda, self._language = database, clock, agenda, language
        self._people, self._speaker_lead, self._times = people or {}, speaker_lead, times or DigestTimes()
        self._view: View | None = None

    async def star(self, member: int, code: str, *, language: str = "") -> Starred:
        """Star a session. `language` is what someone reads who has not chosen one.

        Raises Refusal when there is no such session, it is closed, or there are too many stars.
        """
        now = self._clock.now()
        async with self._database.brief() as tx:
            view = await self._current()
            session = _session(view.programme, code)
            if session.chatham_house and _closed(view.programme, session, now):
                raise Refusal("star-session-closed")
            before = await store.stars_of(tx, member)
            if len(before) >= MOST_STARS and code not in {star.session for star in before}:
                raise Refusal("star-too-many", limit=MOST_STARS)
            preference = await store.preference_of(tx, member)
            first = preference is None or (preference.via is None and not before)
            if preference is None:
                preference = Preference(member, now, language=language)
                await store.save_preference(tx, preference)
            new = await store.add_star(tx, Star(member, code, now))
            await rounds.plan_member(tx, view, member, now)
        others = [view.programme.sessions_by_code.get(star.session) for star in before if star.session != code]
        clashes = overlaps([session, *filter(None, others)])
        return Starred(session, preference, new, first, clashes.get(code, ()))

    async def unstar(self, member: int, code: str) -> bool:
        """Take a star away, and the reminder that has not been sent; tell whether there was one."""
        async with self._database.brief() as tx:
            removed = await store.remove_star(tx, member, code)
            if removed and (view := await self._look()):
                await rounds.plan_member(tx, view, member, self._clock.now())
            return removed

    async def stars(self, member: int) -> frozenset[str]:
        """The codes that someone starred."""
        async with self._database.glance() as connection:
            return frozenset(star.session for star in await store.stars_of(connection, member))

    async def preference(self, member: int) -> Preference:
        """What someone chose, or the defaults."""
        async with self._database.glance() as connection:
            return await store.preference_of(connection, member) or Preference(member, LONG_AGO)

    async def set_preference(
        self,
        member: int,
        *,
        lead: int | None = None,
        via: Via | None = None,
        language: str | None = None,
        quiet: str | None = None,
        digests: bool | None = None,
        reading: str = "",
    ) -> Preference:
        """Change what is not None: `lead` in minutes, `quiet` as "22:00-07:30" or "off". Raises Refusal.

        `reading` is the language of someone's client, which stands in until they choose one.
        """
        now = self._clock.now()
        async with self._database.brief() as tx:
            known = await store.preference_of(tx, member) or Preference(member, now, language=reading)
            chosen = known.with_changes(now, lead=lead, via=via, language=language, quiet=quiet, digests=digests)
            await store.save_preference(tx, chosen)
            if via is Via.DM:
                await outbox.open_door(tx, member)
            if view := await self._look():
                await rounds.plan_member(tx, view, member, now)
        return chosen

    async def note_reading(self, member: int, language: str) -> None:
        """Keep the language of someone's client, for what they are told later; one that they chose stays."""
        async with self._database.brief() as tx:
            known = await store.preference_of(tx, member)
            if known is None or not known.language:
                now = self._clock.now()
                await store.save_preference(tx, replace(known or Preference(member, now), language=language))

    async def mine(self, member: int) -> tuple[Stop, ...]:
        """Someone's stars in programme order, clashes, breaks and free time with them. Raises Refusal: no programme."""
        programme = await self._agenda.current()
        return itinerary(programme, await self.stars(member))

    async def upcoming(self, member: int) -> tuple[Upcoming, ...]:
        """The reminders that someone will get, in the order of the sessions, and why they get none for the others."""
        now = self._clock.now()
        async with self._database.read() as connection:
            stars = await store.stars_of(connection, member)
            preference = await store.preference_of(connection, member) or Preference(member, LONG_AGO)
            rows = {
                row.delivery.key: row for row in await standing.towards(connection, member, (REMINDER, ON_STAGE))
            }
        view = await self._look()
        return tuple(_upcoming(view, stars, preference, rows, now)) if view else ()

    async def plan(self) -> None:
        """Bring reminders in line with the programme as it is now. For the timetable; done twice it is done once."""
        now, more = self._clock.now(), True
        while more:
            async with self._database.transaction() as tx:
                view = await self._look()
                more = view is not None and await rounds.plan_round(tx, view, now)

    async def digests(self) -> None:
        """Write the digests that are due in the venue's time and have not been written. For the timetable."""
        programme, now = await self._agenda.released(), self._clock.now()
        for edition in editions_due(programme, self._times, now) if programme else ():
            async with self._database.transaction() as tx:
                name = f"{DIGEST}:{edition.part}"
                if programme and await read_note(tx, name) < edition.on.isoformat():
                    await outbox.post(tx, await _edition(tx, programme, edition))
                    await write_note(tx, name, edition.on.isoformat())

    async def close(self, session: str) -> None:
        """Destroy who starred a session and all that was promised about it."""
        async with self._database.transaction() as tx:
            await rounds.close(tx, [session])

    async def scrub_closed(self) -> None:
        """Close the sessions under the Chatham House Rule that are over. For the timetable."""
        programme, now = await self._agenda.released(), self._clock.now()
        held = [session for session in programme or () if session.chatham_house]
        if programme and (over := [session.code for session in held if _closed(programme, session, now)]):
            async with self._database.transaction() as tx:
                await rounds.close(tx, over)

    async def concerned(
        self, connection: aiosqlite.Connection, sessions: Collection[str]
    ) -> Mapping[str, Collection[int]]:
        """Who starred each session, and who is on its stage as far as they are linked to members."""
        found = await store.starred_by(connection, sessions)
        for code in sessions if self._view else ():
            if self._view and (speaking := self._view.stage.members.get(code)):
                found.setdefault(code, set()).update(speaking)
        return found

    async def routes(
        self, connection: aiosqlite.Connection, members: Collection[int], *, on_duty: bool = False
    ) -> Mapping[int, To]:
        """How each is told of changes and announcements; on stage or duty and nothing chosen: by direct message."""
        chosen = await store.preferences_of(connection, members)
        found = {}
        for member in members:
            via = chosen[member].via if member in chosen else None
            if via is Via.CHANNEL:
                found[member] = To.mention(member, CHANGES)
            elif via is Via.DM or (via is None and (on_duty or member in self._people.values())):
                found[member] = To.person(member)
        return found

    async def reading(self, connection: aiosqlite.Connection, members: Collection[int]) -> Mapping[int, Reading]:
        """Everyone's language, and the channel of those who agreed to be mentioned, as the outbox asks for them."""
        chosen = await store.preferences_of(connection, members)
        return {
            member: Reading(preference.language or self._language, CHANNEL if preference.via is Via.CHANNEL else "")
            for member, preference in chosen.items()
        }

    async def _look(self) -> View | None:
        """What is true of the programme now. Inside a transaction no other release can come in between."""
        programme = await self._agenda.released()
        if programme and (self._view is None or self._view.programme is not programme):
            last = await self._agenda.releases(1)
            self._view = View.of(programme, last[0].at if last else LONG_AGO, self._people, self._speaker_lead)
        return self._view if programme else None

    async def _current(self) -> View:
        if view := await self._look():
            return view
        raise Refusal("programme-none")


def _session(programme: Programme, code: str) -> Session:
    if session := programme.sessions_by_code.get(code):
        return session
    raise Refusal("session-gone")


def _closed(programme: Programme, session: Session, now: datetime) -> bool:
    """Whether a session is over for good; one without a time, or postponed, is when the whole summit is."""
    end = programme.end_of(session)
    if end is None or session.status is Status.POSTPONED:
        return bool(programme.days) and programme.local(now).date() > programme.days[-1]
    return end + CLOSING <= now


async def _edition(tx: aiosqlite.Connection, programme: Programme, edition: Edition) -> list[Delivery]:
    stars = await store.reachable_stars(tx, Via.DM)
    chosen = await store.preferences_of(tx, stars)
    people = [(chosen[member], codes) for member, codes in stars.items()]
    deliveries = await asyncio.to_thread(lambda: [*personal(programme, edition, people)])
    if await store.reachable_stars(tx, Via.CHANNEL):
        deliveries += public(programme, edition)
    return deliveries


def _upcoming(
    view: View, stars: Iterable[Star], preference: Preference, rows: Mapping[str, standing.Standing], now: datetime
) -> Iterator[Upcoming]:
    since = {star.session: star.since for star in stars}
    zone, member = view.programme.timezone, preference.member
    for session in view.programme:
        if session.start and session.start + GRACE <= now:
            continue
        if session.code in since:
            due = due_time(session, preference, zone, since[session.code])
            yield _one(session, due, preference.via, rows, REMINDER, member)
        if member in view.stage.members.get(session.code, ()):
            due = on_stage_due(session, preference, view.stage.lead, zone, LONG_AGO)
            yield _one(session, due, Via.DM, rows, ON_STAGE, member)


def _one(
    session: Session, due: datetime | Unsent, via: Via | None, rows: Mapping[str, standing.Standing], kind: str,
    member: int,
) -> Upcoming:
    stage = kind == ON_STAGE
    if session.start is None or isinstance(due, Unsent):
        return Upcoming(session, unsent=due if isinstance(due, Unsent) else Unsent.NO_TIME, on_stage=stage)
    row = rows.get(key_of(kind, session.code, session.start, member))
    if row and row.state is State.OPEN:
        due = row.delivery.due
    return Upcoming(session, due, via, on_stage=stage, told=bool(row and row.state is State.SENT))
