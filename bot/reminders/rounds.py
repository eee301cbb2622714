"""The rounds that keep the outbox in line with stars and programme, each inside its caller's transaction.

A round looks at few sessions: those that begin soon and those that are not what their reminders were planned from.
Stars and preferences are planned where they change, for the one person.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from hashlib import blake2b
from itertools import islice

import aiosqlite

from bot.agenda.model import Programme, Session
from bot.outbox import standing
from bot.outbox import store as outbox
from bot.reminders import store
from bot.reminders.notices import before_start
from bot.reminders.planner import HORIZON, LONG_AGO, ON_STAGE, REMINDER, Plan, Stage, Told, plan

RECALL = timedelta(days=1)
"""How far back a round looks: for promises that an outage let pass, and for messages to correct."""

_KINDS = (REMINDER, ON_STAGE)
_FAR = "~"
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class View:
    """What reminders are planned from, until the next release: the programme, when it was released, who is on stage."""

    programme: Programme
    released: datetime
    stage: Stage
    _facts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, programme: Programme, released: datetime, people: Mapping[str, int], lead: timedelta) -> "View":
        """`people`: names as the programme prints them → members; `lead`: when those are told of their own sessions."""
        return cls(programme, released, Stage(on_stage(programme, people), lead))

    def facts(self, code: str) -> str:
        """A short mark of all that the reminders of a session say and depend on; '' for one that does not exist."""
        if code not in self._facts:
            session = self.programme.sessions_by_code.get(code)
            self._facts[code] = self._mark(session) if session else ""
        return self._facts[code]

    def _mark(self, session: Session) -> str:
        said = before_start(session, self.programme, on_stage=False) if session.start else ()
        members = sorted(self.stage.members.get(session.code, ()))
        zone = self.programme.timezone.key
        whole = (said, session.title, session.status, session.chatham_house, members, self.stage.lead, zone)
        return blake2b(repr(whole).encode(), digest_size=12).hexdigest()


def on_stage(programme: Programme, people: Mapping[str, int]) -> dict[str, frozenset[int]]:
    """By session, the members among its speakers; `people` maps names, as the programme prints them, to members."""
    found = {}
    for session in programme if people else ():
        names = {name for speaker in session.speakers for name in speaker.name.every()}
        if members := frozenset(people[name] for name in names & people.keys()):
            found[session.code] = members
    return found


async def plan_member(tx: aiosqlite.Connection, view: View, member: int, now: datetime) -> Plan:
    """Bring one person's reminders in line with their stars and preferences."""
    stars = await store.stars_of(tx, member)
    preferences = await store.preferences_of(tx, [member])
    told = [_told(one) for one in await standing.towards(tx, member, _KINDS)]
    own = {code: (member,) for code, members in view.stage.members.items() if member in members}
    stage = Stage(own, view.stage.lead)
    made = plan(view.programme, stars, preferences, told, now, stage=stage, released=view.released)
    await apply(tx, made)
    await store.note_begun(tx, {delivery.subject for delivery in made.post})
    return made


async def plan_round(tx: aiosqlite.Connection, view: View, now: datetime, most: int = 1) -> bool:
    """Bring the reminders of `most` sessions in line that begin soon or changed; tell whether anything was to do.

    Done again until there is nothing to do, it is all of them. So that no round keeps others waiting for long: a
    session that thousands starred takes most of a second.
    """
    planned = await store.planned_sessions(tx)
    marks = _marks(view, planned, now)
    fresh = {code for code, mark in marks.items() if planned.get(code, "") in {"", _FAR + mark}}
    changed = {code for code, mark in marks.items() if code not in fresh and planned[code] != mark}
    if not (fresh or changed):
        return False
    now_due = {*islice(sorted(fresh | changed), most)}
    fresh, changed = fresh & now_due, changed & now_due
    # Sessions that nobody looked at before: what they promised while the program did not run is late, or has expired.
    await apply(tx, await _plan_sessions(tx, view, fresh, now, released=LONG_AGO, missed=True))
    await apply(tx, await _plan_sessions(tx, view, changed, now, released=view.released, missed=False))
    over = {code for code in marks if _over(view, code, now)}
    await store.note_planned(tx, {code: marks[code] for code in (fresh | changed) - over}, over & planned.keys())
    return True


def _marks(view: View, planned: Collection[str], now: datetime) -> dict[str, str]:
    """What sessions would be planned from now, by code: those near, and those that were planned before."""
    near = {
        session.code
        for session in view.programme
        if session.start and now - RECALL <= session.start <= now + HORIZON
    }
    return {code: view.facts(code) if code in near else _FAR + view.facts(code) for code in near | {*planned}}


def _over(view: View, code: str, now: datetime) -> bool:
    session = view.programme.sessions_by_code.get(code)
    return session is None or (session.start is not None and session.start < now - RECALL)


async def _plan_sessions(
    tx: aiosqlite.Connection, view: View, codes: Collection[str], now: datetime, *, released: datetime, missed: bool
) -> Plan:
    if not codes:
        return Plan()
    stars = await store.stars_in(tx, codes)
    preferences = await store.preferences_in(tx, codes)
    stage = Stage({code: view.stage.members[code] for code in codes if code in view.stage.members}, view.stage.lead)
    preferences |= await store.preferences_of(tx, {member for members in stage.members.values() for member in members})
    told = [_told(one) for one in await standing.about(tx, codes, _KINDS)]
    # In a thread: an opening that ten thousand people starred takes a good part of a second.
    work = partial(plan, view.programme, stars, preferences, told, now, stage=stage, released=released, missed=missed)
    return await asyncio.to_thread(work)


async def apply(tx: aiosqlite.Connection, made: Plan) -> None:
    """Let the outbox do what a plan says."""
    keys = iter(made.withdraw)
    while some := [*islice(keys, _AT_ONCE)]:  # a statement takes only so many values
        await outbox.withdraw(tx, some)
        await standing.give_up(tx, some)
    await standing.rewrite(tx, made.rewrite)
    await outbox.post(tx, made.post)
    await outbox.correct_all(tx, made.correct)


async def close(tx: aiosqlite.Connection, sessions: Iterable[str]) -> None:
    """Destroy the stars of sessions and every promise about them."""
    codes = [*sessions]
    await store.forget_sessions(tx, codes)
    for code in codes:
        await outbox.scrub(tx, code)


def _told(one: standing.Standing) -> Told:
    delivery = one.delivery
    return Told(
        delivery.key, one.state, delivery.to, delivery.lines, delivery.due, delivery.expires, attempted=one.attempted
    )
