"""Who is told what of released changes: one notice a person, and one public post, however many sessions changed. Pure.

A notice waits for a quiet minute. What is released meanwhile joins it: it then tells the earliest old and the latest
new of each session, and is withdrawn when all of it was undone. So its key has the revision it counts from, its base.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.agenda import telling
from bot.agenda.changes import SessionChange, merged
from bot.agenda.model import Programme
from bot.core.phrasebook import LANGUAGES
from bot.outbox.model import Delivery, Line, To

QUIET = timedelta(minutes=1)
"""How long a notice waits for the next change."""

LONGEST_WAIT = timedelta(minutes=5)
"""After the first of its changes a notice waits no longer than this."""

CHANNEL = "changes"
"""The purpose of the channel for public posts, and for mentions of those who chose a channel."""

KEY = "change:"
"""What every key of a notice begins with."""

LONGEST = 3_600
"""About how many characters a notice takes, of the 4,000 of a message: a post has both languages. Of sessions beyond
that it gives the number."""

_NEWS = timedelta(days=1)
_POST = "post"


@dataclass(frozen=True, slots=True)
class Slot:
    """Whose notice it is: a member's, or everyone's (None). One of a Chatham House session is by itself: `alone`.

    Those due together reach a person as one message all the same.
    """

    member: int | None
    alone: str = ""

    def key(self, base: int) -> str:
        """The key of this notice of what was released after revision `base`."""
        return f"{KEY}{base}:{_POST if self.member is None else self.member}:{self.alone}"

    @classmethod
    def of_key(cls, text: str) -> tuple[int, "Slot"]:
        """Base and slot of a key."""
        _, base, whose, alone = text.split(":", 3)
        return int(base), cls(None if whose == _POST else int(whose), alone)


@dataclass(frozen=True, slots=True)
class News:
    """All that was released after revision `base` up to `revision`: one change of each session, at `now` (aware UTC).

    `lines` and `matters_until` are by the session's code; `began` is when the first of it was released.
    """

    base: int
    changes: tuple[SessionChange, ...]
    lines: Mapping[str, tuple[Line, ...]]
    matters_until: Mapping[str, datetime]
    revision: int
    began: datetime
    now: datetime

    @classmethod
    def of(
        cls, base: int, changes: Iterable[SessionChange], before: Programme, after: Programme, began: datetime,
        now: datetime,
    ) -> "News":
        """From the changes of each release since `base`, oldest first; what is history by now is left out.

        `before` knows the rooms by their old names.
        """
        lines, until, whole = {}, {}, []
        for change in merged(changes):
            told = telling.lines(change, before, after)
            end = telling.matters_until(change, before, after) or now + _NEWS
            if told and end > now and not _merely_longer(change, told, now):
                lines[change.after.code], until[change.after.code] = told, end
                whole.append(change)
        return cls(base, _in_order(whole, after), lines, until, after.revision, began, now)

    def post(self) -> Delivery | None:
        """What everyone is told in the channel for changes; None when there is nothing."""
        return self._delivery(Slot(None), To.post(CHANNEL), self.changes) if self.changes else None

    def notice(self, slot: Slot, to: To | None, sessions: Collection[str]) -> Delivery | None:
        """What goes into a member's `slot`, addressed by `to`, when `sessions` (codes) concern them; None for nothing.

        That a Chatham House session concerns someone is never shown in a channel.
        """
        if to is None or (slot.alone and to.channel):
            return None
        mine = self._about(sessions)
        mine = [change for change in mine if slot.alone == (change.after.code if _confidential(change) else "")]
        return self._delivery(slot, to, mine) if mine else None

    def slots(self, member: int, sessions: Collection[str]) -> set[Slot]:
        """Where there is something for a member whom `sessions` (codes) concern."""
        mine = self._about(sessions)
        return {Slot(member, change.after.code if _confidential(change) else "") for change in mine}

    def _about(self, sessions: Collection[str]) -> list[SessionChange]:
        return [change for change in self.changes if change.after.code in sessions]

    def _delivery(self, slot: Slot, to: To, changes: Sequence[SessionChange]) -> Delivery:
        lines = [Line("notice-public" if slot.member is None else "notice-yours", {"count": len(changes)})]
        room = LONGEST if slot.member is not None else LONGEST // len(LANGUAGES)
        for place, change in enumerate(changes):
            told = self.lines[change.after.code]
            room -= sum(telling.size(line) for line in told)
            if room < 0:
                lines.append(Line("notice-more", {"more": len(changes) - place}))
                break
            lines += told
        due = max(self.now, min(self.now + QUIET, self.began + LONGEST_WAIT))
        return Delivery(
            key=slot.key(self.base),
            kind="change",
            to=to,
            lines=tuple(lines),
            due=due,
            expires=max(due + QUIET, *(self.matters_until[change.after.code] for change in changes)),
            subject=changes[0].after.code if len(changes) == 1 else "",
            cause=f"release:{self.revision}",
            private=bool(slot.alone),
        )


def _merely_longer(change: SessionChange, told: Sequence[Line], now: datetime) -> bool:
    """Whether all that changed of a session that is on is when it ends."""
    start = change.after.start
    begun = change.before is not None and start is not None and change.before.start == start <= now
    return begun and {line.phrase for line in told[1:]} == {"notice-ends"}


def _confidential(change: SessionChange) -> bool:
    return change.after.chatham_house or bool(change.before and change.before.chatham_house)


def _in_order(changes: Iterable[SessionChange], after: Programme) -> tuple[SessionChange, ...]:
    places = {session.code: place for place, session in enumerate(after)}
    return tuple(sorted(changes, key=lambda change: places.get(change.after.code, len(places))))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a release does to the outbox: deliveries to post; open ones as they become, or that are to be withdrawn."""

    post: tuple[Delivery, ...]
    replace: tuple[Delivery, ...]
    withdraw: tuple[Delivery, ...]


def plan(
    fresh: News,
    waiting: Mapping[int, News],
    opened: Iterable[Delivery],
    concerned: Mapping[str, Collection[int]],
    routes: Mapping[int, To],
) -> Plan:
    """What becomes of the outbox once `fresh`, the latest release by itself, is out.

    `opened` are the notices that still wait, `waiting` the news since the base of each of them. `concerned` gives the
    members that each session (code) concerns; who has no route in `routes` wants no notice.
    """
    sessions = _by_member(concerned)

    def notice(news: News, slot: Slot) -> Delivery | None:
        if slot.member is None:
            return news.post()
        return news.notice(slot, routes.get(slot.member), sessions.get(slot.member, ()))

    replace, withdraw, taken = [], [], set()
    for old in opened:
        base, slot = Slot.of_key(old.key)
        taken.add(slot)
        now = notice(waiting[base], slot)
        if now is None:
            withdraw.append(old)
        elif (now.lines, now.to) != (old.lines, old.to):
            replace.append(now)
    free = {slot for member, codes in sessions.items() for slot in fresh.slots(member, codes)} | {Slot(None)}
    in_order = sorted(free - taken, key=lambda slot: (slot.member or 0, slot.alone))
    posted = tuple(one for slot in in_order if (one := notice(fresh, slot)))
    return Plan(posted, tuple(replace), tuple(withdraw))


def _by_member(concerned: Mapping[str, Collection[int]]) -> dict[int, set[str]]:
    sessions: dict[int, set[str]] = {}
    for code, members in concerned.items():
        for member in members:
            sessions.setdefault(member, set()).add(code)
    return sessions
