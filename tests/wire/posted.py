"""What the bot has posted by itself, as people read it, against what its database says it promised."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.wire.summits import ask
from tests.wire.world import Message, World, walk

REMINDER = re.compile(r"⭐ \*\*(Talk \d+)\*\*\s.*?<t:(\d+):t>")


@dataclass(frozen=True, slots=True)
class Told:
    """A reminder as somebody read it first: of which session, and for which start."""

    person: int
    title: str
    start: datetime


@dataclass(frozen=True, slots=True)
class Life:
    """From when to when a program was there, by the summit's time, which ran at `speed`.

    `needs`: real seconds in which it surely keeps a promise, more where it has only just started among others' work.
    """

    began: datetime
    ended: datetime
    speed: float
    needs: float = 3.0

    def long_enough(self, due: datetime, expires: datetime) -> bool:
        """Whether it had time to keep a promise."""
        return min(self.ended, expires) - max(self.began, due) >= timedelta(seconds=self.needs * self.speed)


def letters(world: World) -> list[Message]:
    """The messages that the outbox has sent, oldest first."""
    return [message for message in world.messages if message.nonce is not None]


def first_text(message: Message) -> str:
    """What a message said when it was posted, before it was corrected."""
    return "\n".join(part["content"] for part in walk(message.bodies[0]["components"]) if part["type"] == 10)


def reminders(world: World) -> Counter[Told]:
    """How many times each reminder was posted."""
    return Counter(
        Told(message.channel.person.id, title, datetime.fromtimestamp(int(stamp), UTC))
        for message in letters(world) if message.channel.person
        for title, stamp in REMINDER.findall(first_text(message))
    )  # fmt: skip


def doubled(world: World) -> Iterator[str]:
    """What was posted more than once."""
    nonces = Counter((message.channel.id, message.nonce) for message in letters(world))
    yield from (f"the message {nonce} stands {times} times in {channel}"
                for (channel, nonce), times in nonces.items() if times > 1)  # fmt: skip
    yield from (f"{times} times: {told}" for told, times in reminders(world).items() if times > 1)


def unfounded(world: World, database: Path) -> Iterator[str]:
    """Messages that no promise stands for, and notices of changes that were not committed."""
    query = "SELECT origin || '-' || m.id, key, cause FROM message m LEFT JOIN delivery d ON d.message = m.id"
    rows = ask(database, query)
    standing = {nonce for nonce, key, _ in rows if key}
    causes: dict[str, set[str | None]] = {}
    for nonce, _, cause in rows:
        causes.setdefault(nonce, set()).add(cause)
    releases = {f"release:{revision}" for (revision,) in ask(database, "SELECT revision FROM release")}
    changed = {f"Talk {int(code.removeprefix('talk-')):03}" for (code,) in ask(database, "SELECT session FROM change")}
    for message in letters(world):
        because = causes.get(message.nonce or "")
        if because is None:
            yield f"{message.nonce} is unknown: {message.text}"
            continue
        if message.nonce not in standing:
            yield f"{message.nonce} keeps no promise: {message.text}"
        for cause in because:
            if cause and cause.startswith("release:") and cause not in releases:
                yield f"{message.nonce} tells of {cause}, which is not there"
        if any(cause and cause.startswith("release:") for cause in because):
            named = set(re.findall(r"^\*\*(Talk \d+)\*\*", first_text(message), re.MULTILINE))
            yield from (f"{message.nonce} tells of a change of {title}" for title in sorted(named - changed))


def notices(world: World) -> int:
    """How many messages told of a change."""
    told = re.compile(r"^\*\*Talk \d+\*\*", re.MULTILINE)
    return sum(told.search(first_text(message)) is not None for message in letters(world))


def unplanned(known: Mapping[tuple[int, str], str], database: Path) -> Iterator[str]:
    """Stars that their people know of, of sessions that never changed, for which no reminder was ever written down, or
    was and is neither told nor past its time. `known` is as `Crowd.known` gives it.
    """
    changed = {code for (code,) in ask(database, "SELECT session FROM change")}
    query = "SELECT member, subject, state FROM delivery WHERE kind = 'reminder'"
    states = {(member, code): state for member, code, state in ask(database, query)}
    for (member, code), value in known.items():
        if value == "on" and code not in changed and states.get((member, code)) not in ("sent", "expired"):
            yield f"the reminder of {code} for {member} is {states.get((member, code))}"


def expired(database: Path) -> int:
    """How many reminders passed their time untold: while there was no program, or hardly one."""
    return int(ask(database, "SELECT count(*) FROM delivery WHERE kind = 'reminder' AND state = 'expired'")[0][0])


def lost(world: World, database: Path, lives: Sequence[Life]) -> Iterator[str]:
    """Promises that the database counts as told and nobody read, and those that were not kept though there was time."""
    posted = reminders(world)
    query = "SELECT member, subject, key, state, error, due_at, expires_at FROM delivery WHERE kind = 'reminder'"
    for member, subject, key, state, error, due, expires in ask(database, query):
        start = datetime.strptime(key.rsplit(":", 2)[1], "%Y%m%dT%H%MZ").replace(tzinfo=UTC)
        told = Told(member, f"Talk {int(subject.removeprefix('talk-')):03}", start)
        if state == "sent" and not posted[told]:
            yield f"{key} counts as sent"
        time = datetime.fromisoformat(due), datetime.fromisoformat(expires)
        if state in ("open", "refused") or (state == "expired" and any(life.long_enough(*time) for life in lives)):
            yield f"{key} is {state} {error}"
