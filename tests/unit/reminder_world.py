"""A small summit in which anything may happen, for tests that check what people were told in the end."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.agenda.model import Programme, Room, Session, Status, Text
from bot.reminders.model import Preference, Star, Via

OPENING = datetime(2024, 3, 28, 1, tzinfo=UTC)
"""09:00 in Shanghai."""

SESSIONS = ("a", "b", "c", "d")
MEMBERS = (1, 2, 3)
QUIETS = ("off", "22:00-07:30", "09:20-09:50", "09:00-11:00", "08:55-09:05")


class Event(NamedTuple):
    """Something that happens: what, to which session, to whom, and a number that says how much."""

    what: str
    session: str
    member: int
    much: int


EVENTS = st.builds(
    Event,
    st.sampled_from((
        "star", "star", "star", "unstar", "via", "via", "lead", "quiet", "move", "move", "room", "cancel", "postpone",
        "restore", "secret", "wait", "wait", "wait", "outage", "failure", "failure", "back",
    )),
    st.sampled_from(SESSIONS),
    st.sampled_from(MEMBERS),
    st.integers(0, 23),
)


def small_programme(**changes: Session) -> Programme:
    """Four sessions, twenty minutes apart from 09:00; `changes` by code."""
    rooms = (Room("main", Text.of("Main hall")), Room("side", Text.of({"zh-CN": "侧厅", "en": "Side room"})))
    made = [
        changes.get(code) or Session(
            code,
            Text.of({"zh-CN": f"第{code}场", "en": f"Session {code}"}),
            day=date(2024, 3, 28),
            start=OPENING + timedelta(minutes=20 * number),
            end=OPENING + timedelta(minutes=20 * number + 30),
            rooms=("main",),
        )
        for number, code in enumerate(SESSIONS)
    ]
    return Programme.checked(Text.of("Summit"), ZoneInfo("Asia/Shanghai"), rooms, (), (), made, 1)


@dataclass
class World:
    """What is true: the programme, stars and preferences, and what time it is."""

    now: datetime = OPENING - timedelta(hours=1)
    programme: Programme = field(default_factory=small_programme)
    released: datetime = OPENING - timedelta(days=1)
    stars: dict[tuple[int, str], Star] = field(default_factory=dict)
    preferences: dict[int, Preference] = field(default_factory=dict)

    def happen(self, event: Event) -> None:
        """Let what people and organisers do happen; time passes elsewhere."""
        act: Callable[[Event], None] | None = getattr(self, f"_{event.what}", None)
        if act:
            act(event)

    def _star(self, event: Event) -> None:
        self.preferences.setdefault(event.member, Preference(event.member, self.now))
        self.stars.setdefault((event.member, event.session), Star(event.member, event.session, self.now))

    def _unstar(self, event: Event) -> None:
        self.stars.pop((event.member, event.session), None)

    def _prefer(self, member: int, **changes: object) -> None:
        known = self.preferences.get(member) or Preference(member, self.now)
        self.preferences[member] = known.with_changes(self.now, **changes)  # type: ignore[arg-type]

    def _via(self, event: Event) -> None:
        self._prefer(event.member, via=(Via.DM, Via.CHANNEL, Via.DM, Via.CHANNEL, Via.OFF)[event.much % 5])

    def _lead(self, event: Event) -> None:
        self._prefer(event.member, lead=event.much * 5)

    def _quiet(self, event: Event) -> None:
        self._prefer(event.member, quiet=QUIETS[event.much % len(QUIETS)])

    def release(self, session: Session) -> None:
        """Put `session` in place of the one with its code."""
        sessions = [session if one.code == session.code else one for one in self.programme]
        old = self.programme
        self.programme = Programme.checked(
            old.name, old.timezone, old.rooms, old.tracks, old.blocks, sessions, old.revision + 1
        )
        self.released = self.now

    def _change(self, code: str, **changes: object) -> None:
        self.release(replace(self.programme.sessions_by_code[code], **changes))  # type: ignore[arg-type]

    def _move(self, event: Event) -> None:
        start = OPENING + timedelta(minutes=10 * event.much)
        self._change(event.session, start=start, end=start + timedelta(minutes=30))

    def _room(self, event: Event) -> None:
        self._change(event.session, rooms=((), ("main",), ("side",), ("main", "side"))[event.much % 4])

    def _cancel(self, event: Event) -> None:
        self._change(event.session, status=Status.CANCELLED)

    def _postpone(self, event: Event) -> None:
        gone: dict[str, object] = {"start": None, "end": None} if event.much % 2 else {}
        self._change(event.session, status=Status.POSTPONED, **gone)

    def _restore(self, event: Event) -> None:
        self._change(event.session, status=Status.SCHEDULED)

    def _secret(self, event: Event) -> None:
        self._change(event.session, chatham_house=bool(event.much % 2))

    def _back(self, event: Event) -> None:
        self.now -= timedelta(minutes=event.much)
