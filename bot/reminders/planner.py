"""Which reminders there must be, from what is true now: the programme, the stars and what people chose. Pure.

Nothing is moved or cancelled here: a reminder's key has the start in it, so a session that moves has other reminders
than before. What the outbox has and nobody is owed any more is withdrawn; what was sent and has become wrong is
corrected in place, so that the message people already have says so. Telling them of the change with a new message is
not done here: whoever changes the programme gives everyone concerned one notice for all that changed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.agenda.model import Programme, Session, Status
from bot.outbox.model import Delivery, Line, State, To
from bot.reminders.model import LONGEST_LEAD, Preference, Star, Unsent, Via
from bot.reminders.notices import before_start, corrected

CHANNEL = "reminders"
"""The purpose of the channel, in `discord.channels`, where people are mentioned who chose a channel."""

REMINDER = "reminder"
"""The kind of what starred sessions cause, and the first part of its keys."""

ON_STAGE = "speaker-reminder"
"""The kind of what people on stage are told of their own sessions, and the first part of its keys."""

SPEAKER_LEAD = timedelta(minutes=30)
"""How long before it people on stage are told of their own session, where nothing else is set."""

GRACE = timedelta(minutes=5)
"""How long after the start a reminder that is late is still worth having: one can still slip in."""

HORIZON = timedelta(minutes=LONGEST_LEAD + 60)
"""How long before a start its reminders are written down: the longest lead, and an hour of tick after tick."""

_STAMP = "%Y%m%dT%H%MZ"

LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""Before every promise."""


@dataclass(frozen=True, slots=True)
class Stage:
    """People on stage who are linked to members: by session code; and how long before they are told."""

    members: Mapping[str, Collection[int]] = field(default_factory=dict)
    lead: timedelta = SPEAKER_LEAD


@dataclass(frozen=True, slots=True)
class Told:
    """A reminder that the outbox has, in any state. `lines` are what its message says now.

    `attempted`: a message has told it, or may have: what is being sent right now cannot be taken back, only corrected.
    """

    key: str
    state: State
    to: To
    lines: tuple[Line, ...]
    due: datetime
    expires: datetime
    attempted: bool = False

    def pending(self, now: datetime) -> bool:
        """Whether somebody may still read it first: it is open, or refused and waits for their next interaction."""
        return self.state is State.OPEN or (self.state is State.REFUSED and self.expires > now)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the outbox must do so that everyone is owed what they should be.

    `rewrite` has promises that are in the outbox, withdrawn or not yet kept, and must say this instead; `correct` has
    by key the lines that a message already sent must show.
    """

    post: tuple[Delivery, ...] = ()
    rewrite: tuple[Delivery, ...] = ()
    withdraw: tuple[str, ...] = ()
    correct: tuple[tuple[str, tuple[Line, ...]], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.post or self.rewrite or self.withdraw or self.correct)


def key_of(kind: str, session: str, start: datetime, member: int) -> str:
    """`reminder:<session>:20240328T0100Z:<member>`: one promise. Codes may have colons in them."""
    return f"{kind}:{session}:{start.astimezone(UTC).strftime(_STAMP)}:{member}"


def due_time(session: Session, preference: Preference, zone: ZoneInfo, made: datetime) -> datetime | Unsent:
    """When `session` is announced to someone, or why it is not.

    `made` (aware UTC) is when it became a promise: starred, chosen, released. A reminder is never due before that, so
    that one whose lead has passed goes out at once and is not called late. One that falls into quiet hours waits for
    their end; when the session has begun by then, it is not sent.
    """
    if reason := _in_the_way(session, preference):
        return reason
    start = session.start
    if start is None:
        return Unsent.NO_TIME
    if made >= start:
        return Unsent.BEGUN
    due = max(start - timedelta(minutes=preference.lead), made)
    if preference.quiet:
        due = preference.quiet.after(due, zone)
    return due if due <= start else Unsent.QUIET


def on_stage_due(
    session: Session, chosen: Preference | None, lead: timedelta, zone: ZoneInfo, made: datetime
) -> datetime | Unsent:
    """As `due_time`, for someone on stage: by direct message whatever they chose but off, quiet hours or not."""
    if chosen and chosen.via is Via.OFF:
        return Unsent.OFF
    as_linked = Preference(0, LONG_AGO, round(lead.total_seconds() / 60), Via.DM)
    return due_time(session, as_linked, zone, made)


def _in_the_way(session: Session, preference: Preference) -> Unsent | None:
    if session.status is not Status.SCHEDULED:
        return Unsent.CANCELLED if session.status is Status.CANCELLED else Unsent.POSTPONED
    if preference.via is None:
        return Unsent.NOT_ASKED
    if preference.via is Via.OFF:
        return Unsent.OFF
    # Being mentioned for it would tell everyone in the channel who is there.
    return Unsent.CHATHAM_HOUSE if session.chatham_house and preference.via is Via.CHANNEL else None


def plan(
    programme: Programme,
    stars: Iterable[Star],
    preferences: Mapping[int, Preference],
    told: Iterable[Told],
    now: datetime,
    *,
    stage: Stage = Stage(),
    released: datetime = LONG_AGO,
    missed: bool = False,
) -> Plan:
    """What has to change in the outbox. Planned again after that, it is nothing.

    `told` must be all that the outbox has for the sessions, or for the people, that `stars` and `stage` were chosen by:
    a reminder that waits and whose star is not among `stars` is withdrawn. `released`: when the sessions became what
    they are. `missed`: whether promises whose time has passed altogether are written down, so that they count as
    expired: for sessions that nobody looked at before.
    """
    outline = _Outline(programme, preferences, stage, released, now)
    rows = {row.key: row for row in told}
    wanted = {promise.key: promise for promise in outline.promises(stars, rows)}
    post, rewrite = [], []
    for key, delivery in wanted.items():
        row = rows.get(key)
        if row is None:
            if _worth(delivery, now) or (missed and delivery.expires <= now):
                post.append(delivery)
        elif _outdated(row, delivery, now):
            rewrite.append(delivery)
    withdraw = [key for key, row in rows.items() if row.pending(now) and key not in wanted]
    return Plan(tuple(post), tuple(rewrite), tuple(withdraw), tuple(_corrections(rows.values(), programme)))


def _worth(delivery: Delivery, now: datetime) -> bool:
    return now < delivery.expires and delivery.due - now <= HORIZON


def _outdated(row: Told, delivery: Delivery, now: datetime) -> bool:
    """Whether a promise that nobody has read is not the one wanted; when exactly it was due is nothing once past."""
    if row.state is State.WITHDRAWN:
        return _worth(delivery, now)
    if row.attempted or not row.pending(now):
        return False
    if (row.lines, row.to) != (delivery.lines, delivery.to):
        return True
    return row.due != delivery.due and max(row.due, delivery.due) > now


class _Outline:
    """One run of the planner: what is the same for all who starred a session is worked out once."""

    def __init__(
        self,
        programme: Programme,
        preferences: Mapping[int, Preference],
        stage: Stage,
        released: datetime,
        now: datetime,
    ) -> None:
        self._programme, self._preferences, self._stage = programme, preferences, stage
        self._released, self._now = released, now
        self._said: dict[tuple[str, str], tuple[Line, ...]] = {}
        self._prefixes: dict[tuple[str, str], str] = {}

    def promises(self, stars: Iterable[Star], rows: Mapping[str, Told]) -> Iterator[Delivery]:
        """All that should be in the outbox, however far away. A clock that was put back holds up no promise."""
        known = self._programme.sessions_by_code
        for star in stars:
            session, preference = known.get(star.session), self._preferences.get(star.member)
            if session and preference:
                made = min(max(star.since, preference.changed, self._released), self._now)
                due = due_time(session, preference, self._programme.timezone, made)
                yield from self._promise(REMINDER, session, star.member, due, preference.via, rows)
        for code, members in self._stage.members.items():
            for member in members:
                if session := known.get(code):
                    yield from self._own(session, member, rows)

    def _own(self, session: Session, member: int, rows: Mapping[str, Told]) -> Iterator[Delivery]:
        chosen = self._preferences.get(member)
        made = min(max(self._released, chosen.changed) if chosen else self._released, self._now)
        due = on_stage_due(session, chosen, self._stage.lead, self._programme.timezone, made)
        yield from self._promise(ON_STAGE, session, member, due, Via.DM, rows)

    def _promise(
        self, kind: str, session: Session, member: int, due: datetime | Unsent, via: Via | None,
        rows: Mapping[str, Told],
    ) -> Iterator[Delivery]:
        start = session.start
        if start is None or (isinstance(due, Unsent) and due is not Unsent.BEGUN):
            return
        key = self._prefix(kind, session.code, start) + str(member)
        if isinstance(due, Unsent):  # begun before it was promised: only what is on its way already is kept
            if key not in rows or not rows[key].pending(self._now):
                return
            due = rows[key].due
        to = To.mention(member, CHANNEL) if via is Via.CHANNEL else To.person(member)
        yield Delivery(key, kind, to, self._lines(kind, session), due, start + GRACE, session.code,
                       private=session.chatham_house)

    def _prefix(self, kind: str, code: str, start: datetime) -> str:
        if (kind, code) not in self._prefixes:
            self._prefixes[kind, code] = key_of(kind, code, start, 0).removesuffix("0")
        return self._prefixes[kind, code]

    def _lines(self, kind: str, session: Session) -> tuple[Line, ...]:
        if (kind, session.code) not in self._said:
            self._said[kind, session.code] = before_start(session, self._programme, on_stage=kind == ON_STAGE)
        return self._said[kind, session.code]


def _corrections(rows: Iterable[Told], programme: Programme) -> Iterator[tuple[str, tuple[Line, ...]]]:
    for row in rows:
        if row.attempted and (parts := _read_key(row.key)):
            kind, code, promised = parts
            session = programme.sessions_by_code.get(code)
            lines = session and corrected(session, programme, promised, row.lines, on_stage=kind == ON_STAGE)
            if lines:
                yield row.key, lines


def _read_key(key: str) -> tuple[str, str, datetime] | None:
    kind, _, rest = key.partition(":")
    parts: Sequence[str] = rest.rsplit(":", 2)
    if kind not in {REMINDER, ON_STAGE} or len(parts) != 3:
        return None
    return kind, parts[0], datetime.strptime(parts[1], _STAMP).replace(tzinfo=UTC)
