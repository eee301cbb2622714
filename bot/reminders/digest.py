"""What the day's digests say, and when they are due in the venue's time. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from bot.agenda.model import Programme, Session, Status
from bot.outbox.model import Delivery, Line, To, Value, moment, phrase, wording
from bot.reminders.itinerary import overlaps
from bot.reminders.model import Preference, Via
from bot.reminders.notices import room, title
from bot.reminders.planner import CHANNEL

DIGEST = "digest"
"""The kind of these deliveries, and the first part of their keys."""

AT_MOST_LATE = timedelta(hours=2)
"""A digest that could not go out by then is none any more."""

COUNTDOWN = 3
"""Days before the summit from which the morning digest counts down."""

LISTED = 8
"""Sessions that one digest lists, so that it fits a message with the longest titles; the rest are counted."""


class Part(StrEnum):
    """Which digest: the morning's about that day, the evening's about the next."""

    MORNING = "morning"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class DigestTimes:
    """When digests go out, in venue wall time; `on` is whether there are any."""

    morning: time = time(8)
    evening: time = time(20)
    on: bool = True


@dataclass(frozen=True, slots=True)
class Edition:
    """One digest of one day: due at `at` (aware UTC), about `about`, both in the venue's days."""

    part: Part
    on: date
    at: datetime

    @property
    def about(self) -> date:
        """The day whose sessions it lists."""
        return self.on + timedelta(days=self.part is Part.EVENING)

    @property
    def name(self) -> str:
        """`digest:evening:2024-03-27`: what all its keys begin with."""
        return f"{DIGEST}:{self.part}:{self.on.isoformat()}"


def editions_due(programme: Programme, times: DigestTimes, now: datetime) -> tuple[Edition, ...]:
    """The digests that belong out at `now` (aware UTC) and are not too late: today's, after midnight yesterday's."""
    if not (times.on and programme.days):
        return ()
    today = programme.local(now).date()
    found = []
    for day in (today - timedelta(days=1), today):
        for part, wall in ((Part.MORNING, times.morning), (Part.EVENING, times.evening)):
            at = datetime.combine(day, wall, programme.timezone).astimezone(UTC)
            edition = Edition(part, day, at)
            if at <= now < at + AT_MOST_LATE and _has_subject(programme, edition):
                found.append(edition)
    return tuple(found)


def _has_subject(programme: Programme, edition: Edition) -> bool:
    if edition.about in programme.days:
        return True
    to_go = (programme.days[0] - edition.on).days
    return edition.part is Part.MORNING and 0 < to_go <= COUNTDOWN


def personal(
    programme: Programme, edition: Edition, people: Iterable[tuple[Preference, Collection[str]]]
) -> Iterator[Delivery]:
    """The digests of people with the codes they starred: of those who chose direct messages and did not opt out.

    In the evening only where something starred is on tomorrow.
    """
    day = {session.code: session for session in programme.on_day(edition.about)}
    place = {code: number for number, code in enumerate(day)}
    heading = tuple(_heading(programme, edition))
    for preference, codes in people:
        own = sorted(day.keys() & codes, key=place.__getitem__)
        held = [day[code] for code in own if day[code].status is Status.SCHEDULED]
        wanted = preference.via is Via.DM and preference.digests and codes
        if wanted and (held or edition.part is Part.MORNING):
            yield from _for_one(programme, edition, preference, heading, held)


def _for_one(
    programme: Programme, edition: Edition, preference: Preference, heading: tuple[Line, ...], held: list[Session]
) -> Iterator[Delivery]:
    """One person's; what is under the Chatham House Rule is a delivery of its own, of that session.

    So it vanishes with all else about that session; what is due together reaches the person as one message.
    """
    due = preference.quiet.after(edition.at, programme.timezone) if preference.quiet else edition.at
    expires = edition.at + AT_MOST_LATE
    if due >= expires:
        return
    key, to = f"{edition.name}:{preference.member}", To.person(preference.member)
    yield Delivery(key, DIGEST, to, (*heading, *_listed(held, programme)), due, expires)
    clashes = overlaps(held)
    for session in held:
        if session.chatham_house:
            lines = (_entry(session, programme, clashing=session.code in clashes),)
            yield Delivery(f"{key}:{session.code}", DIGEST, to, lines, due, expires, session.code, private=True)


def public(programme: Programme, edition: Edition) -> Iterator[Delivery]:
    """The countdown for those who chose the channel: one post that names nobody and tells nobody's stars."""
    if edition.part is Part.MORNING:
        lines = tuple(_heading(programme, edition))
        expires = edition.at + AT_MOST_LATE
        yield Delivery(f"{edition.name}:{CHANNEL}", DIGEST, To.post(CHANNEL), lines, edition.at, expires)


def _heading(programme: Programme, edition: Edition) -> Iterator[Line]:
    days, name = programme.days, wording(programme.name.as_data())
    to_go = (days[0] - edition.on).days
    if edition.part is Part.EVENING:
        yield Line("digest-tomorrow", {"summit": name})
    elif to_go > 0:
        values: Mapping[str, Value] = {"summit": name, "days": to_go}
        yield Line("digest-countdown", values)
    else:
        yield Line("digest-today", {"summit": name, "day": days.index(edition.on) + 1, "days": len(days)})


def _listed(held: list[Session], programme: Programme) -> Iterator[Line]:
    open_ones = [session for session in held if not session.chatham_house]
    clashes = overlaps(open_ones)
    for session in open_ones[:LISTED]:
        yield _entry(session, programme, clashing=session.code in clashes)
    if more := len(open_ones[LISTED:]):
        yield Line("digest-more", {"more": more})


def _entry(session: Session, programme: Programme, *, clashing: bool) -> Line:
    if session.start:
        when = moment(session.start)
    else:
        when = phrase(f"part-{session.part}") if session.part else phrase("session-time-open")
    key = "digest-session-clash" if clashing else "digest-session"
    return Line(key, {"title": title(session), "when": when, "room": room(session, programme)})
