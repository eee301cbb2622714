"""What a question, its box and its states are: pure data and the questions asked of it. No storage, no Discord."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.agenda.model import Programme, Session, Status, Text


class State(StrEnum):
    """What became of a question. Only `APPROVED` ones are on the board; at most one of a session is `ANSWERING`."""

    WAITING = "waiting"
    APPROVED = "approved"
    ANSWERING = "answering"
    ANSWERED = "answered"
    DISMISSED = "dismissed"
    MERGED = "merged"


WITHDRAWN = "withdrawn"
"""The reason of a dismissed question that its asker took back; moderators can give no reason of just this word."""

REASONS = ("answered", "topic", "unclear", "statement", "unkind", "time")
"""What moderators can dismiss for without typing; each has a phrase `question-reason-…`."""


class Order(StrEnum):
    """How a queue is sorted."""

    NEWEST = "newest"
    WANTED = "wanted"


@dataclass(frozen=True, slots=True)
class Rules:
    """The organiser's settings of question boxes.

    `opens`: how long before a panel; `closes`: how long after it. `open_questions`: how many waiting and approved ones
    a person may have in one box; `apart`: between two of one person. `held`: words (`folded`) that make a question
    wait also where `pre_approval` is off. `balanced`: whether languages take turns in the ranking.
    """

    opens: timedelta = timedelta(minutes=15)
    closes: timedelta = timedelta(minutes=10)
    grace: timedelta = timedelta(minutes=1)
    pre_approval: bool = True
    open_questions: int = 3
    apart: timedelta = timedelta(seconds=30)
    held: frozenset[str] = frozenset()
    balanced: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a session's box. Made by the store.

    `number` is a small integer that people can type. `text` is what is shown, one line of at most 500 characters;
    `original` what was asked, where a moderator edited it, else ''. `other` is the rendering in the other language, or
    ''. `language` is "zh" or "en", by its script. `to` names whom on the panel it is for, or is ''. `asker` and `name`
    are the member's id and the name that they were shown by, for a question asked by name in a session that is not
    under the Chatham House Rule: None and '' otherwise. `anonymous` is whether no asker is stored. `round` counts how
    often the box was sealed before it was asked. `version` grows by one with every change, so that nobody decides on
    what they have not seen. `votes` counts people, not the asker. `answer` is what was answered, in short, as a
    moderator noted it, or ''.
    """

    number: int
    session: str
    text: str
    language: str
    asked: datetime
    state: State = State.WAITING
    original: str = ""
    other: str = ""
    to: str = ""
    asker: int | None = None
    name: str = ""
    anonymous: bool = True
    merged_into: int | None = None
    reason: str = ""
    held: bool = False
    votes: int = 0
    round: int = 0
    version: int = 1
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when the programme has a box open, aware UTC."""

    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored of a session's box. `Box` tells what it means. Made by the store.

    `by_hand` is "open" or "closed" once a moderator decided, else ''; `since` when, None where it was closed before it
    was ever open. `sealed` counts the rounds that are over. `key` names the round's key, '' while there is none.
    `rule`: whether the session was ever under the Chatham House Rule. `sealing`: "begun", then "erased", while it is
    sealed. `links` counts how often the links to its moderators' page were revoked.
    """

    session: str
    by_hand: str = ""
    since: datetime | None = None
    sealed: int = 0
    key: str = ""
    rule: bool = False
    sealing: str = ""
    links: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """A session's question box as it is now. Made by `box_of`.

    `by_hand` is "open" or "closed" once a moderator decided, else ''. `rule` is whether the session is, or was, under
    the Chatham House Rule. `sealed` is how often keys, tokens and votes' tokens were destroyed. A session that is no
    longer in the programme is `gone`: shown as cancelled, with its code for a title.
    """

    session: Session
    window: Window | None
    by_hand: str = ""
    since: datetime | None = None
    sealed: int = 0
    rule: bool = False
    key: str = ""
    sealing: str = ""
    gone: bool = False
    links: int = 0

    def is_open(self, now: datetime) -> bool:
        """Whether questions are taken at `now`. A cancelled or postponed session's box is closed."""
        if self.session.status is not Status.SCHEDULED or self.by_hand == "closed":
            return False
        if self.by_hand == "open":
            return self.window is None or now < self.window.closes or self._opened_late
        return self.window is not None and self.window.opens <= now < self.window.closes

    def closed_at(self, now: datetime) -> datetime | None:
        """When it closed, where it was open before and is not at `now`."""
        if self.is_open(now):
            return None
        if self.by_hand == "closed":
            return self.since
        return self.window.closes if self.window and now >= self.window.closes else None

    def takes(self, now: datetime, grace: timedelta) -> bool:
        """Whether a question or a vote counts at `now`: it is open, or closed less than `grace` ago."""
        if self.sealing:
            return False
        closed = self.closed_at(now)
        scheduled = self.session.status is Status.SCHEDULED
        return self.is_open(now) or (scheduled and closed is not None and now < closed + grace)

    @property
    def _opened_late(self) -> bool:
        """Whether a moderator opened it after the time that the programme gives it: then it stays until closed."""
        return self.since is not None and self.window is not None and self.since >= self.window.closes


def box_of(programme: Programme | None, kept: Kept, rules: Rules) -> Box | None:
    """A session's box by the programme as it is now; None where there is none and never was.

    A session that the programme gives no box has one once a moderator opened it, for the hours that any other has.
    """
    session = programme.sessions_by_code.get(kept.session) if programme else None
    gone = session is None
    if programme is None or session is None:
        session = Session(kept.session, Text.of(kept.session), status=Status.CANCELLED, chatham_house=kept.rule)
    elif not (session.questions or kept.by_hand or kept.sealed or kept.key):
        return None
    end = programme.end_of(session) if programme and not gone else None
    window = Window(session.start - rules.opens, end + rules.closes) if session.start and end else None
    if window and not session.questions and kept.by_hand != "open":
        window = None
    return Box(
        session, window, kept.by_hand, kept.since, kept.sealed, kept.rule or session.chatham_house, kept.key,
        kept.sealing, gone, kept.links,
    )  # fmt: skip
