"""Tasks and who holds their places. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.agenda.model import Programme, Session, Status, Text
from bot.core.refusal import Refusal

MOST_PLACES = 1000
"""Places of one task."""

LONGEST_NOTICE = 20_160
"""Minutes before its start from which on the lead of a task may be asked: two weeks."""

_NO_TEXT = Text()


@dataclass(frozen=True, slots=True)
class Rules:
    """What organisers set: see `volunteering` in config/summit.yaml."""

    reminders: tuple[timedelta, ...] = (timedelta(hours=24), timedelta(minutes=30))
    check_in: timedelta = timedelta(minutes=30)
    drop_deadline: timedelta = timedelta(hours=3)
    offer: timedelta = timedelta(minutes=30)
    swap: timedelta = timedelta(hours=12)
    escalation: tuple[timedelta, timedelta, timedelta] = (timedelta(hours=24), timedelta(hours=4), timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Team:
    """A post (岗位): people who do one kind of work. `lead` is a member's id."""

    code: str
    name: Text
    lead: int | None = None


@dataclass(frozen=True, slots=True)
class Fixed:
    """A shift at a time of its own: aware UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Tied:
    """A shift that follows a session (its code): so many minutes before its start until so many after its end."""

    session: str
    before: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class Preparation:
    """Something to have done by `due` (aware UTC), whenever."""

    due: datetime


Timing = Fixed | Tied | Preparation


@dataclass(frozen=True, slots=True)
class Draft:
    """A task as an organiser writes it.

    `code` tells it again when it is imported anew; '' for one made in chat. `skills` and `languages` are all needed.
    `lead` is a member's id, None for the team's. `drop_before`: minutes before its start from which on the lead is
    asked; None for the usual.
    """

    title: Text
    team: str
    timing: Timing
    minimum: int = 1
    maximum: int = 1
    code: str = ""
    instructions: Text = _NO_TEXT
    place: Text = _NO_TEXT
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    lead: int | None = None
    drop_before: int | None = None

    def checked(self) -> "Draft":
        """This, if it makes sense. Raises Refusal."""
        if not self.title:
            raise Refusal("task-title-missing")
        if not 1 <= self.maximum <= MOST_PLACES:
            raise Refusal("task-places-out-of-range", seen=str(self.maximum), most=str(MOST_PLACES))
        if not 0 <= self.minimum <= self.maximum:
            raise Refusal("task-minimum-over-maximum", minimum=str(self.minimum), maximum=str(self.maximum))
        if isinstance(self.timing, Fixed) and self.timing.end <= self.timing.start:
            raise Refusal("task-end-before-start")
        if isinstance(self.timing, Tied) and not (0 <= self.timing.before <= 1440 and 0 <= self.timing.after <= 1440):
            raise Refusal("task-minutes-out-of-range")
        if self.drop_before is not None and not 0 <= self.drop_before <= LONGEST_NOTICE:
            raise Refusal("task-drop-out-of-range", most=str(LONGEST_NOTICE))
        return self


class Trouble(StrEnum):
    """Why a shift that follows a session has nothing to follow."""

    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    UNTIMED = "untimed"


@dataclass(frozen=True, slots=True)
class Task:
    """A task with its number, which people can type. `told`: start and end that its people were last told of."""

    number: int
    draft: Draft
    source: str = ""
    removed: bool = False
    told: tuple[datetime | None, datetime | None] = (None, None)
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """A task at the time that it has by the programme as it is now.

    `start` is None for a preparation, whose `end` is its due date. With `trouble` the times are the last ones known.
    """

    task: Task
    start: datetime | None
    end: datetime | None
    trouble: Trouble | None = None

    @property
    def number(self) -> int:
        """The task's number."""
        return self.task.number

    @property
    def draft(self) -> Draft:
        """What the task says."""
        return self.task.draft

    @property
    def begins(self) -> datetime | None:
        """When it begins, or is due."""
        return self.start or self.end

    def over(self, now: datetime) -> bool:
        """Whether it is past."""
        return self.end is not None and self.end <= now

    def overlaps(self, other: "Shift") -> bool:
        """Whether nobody can do both. Preparations fit anywhere, and so does what has nothing to follow."""
        if self.trouble or other.trouble or not (self.start and self.end and other.start and other.end):
            return False
        return self.start < other.end and other.start < self.end

    def overlaps_session(self, session: Session, programme: Programme) -> bool:
        """Whether a session runs meanwhile; the one that it follows does not count."""
        end = programme.end_of(session)
        own = isinstance(self.draft.timing, Tied) and self.draft.timing.session == session.code
        if own or session.status is not Status.SCHEDULED or not (self.start and self.end and session.start and end):
            return False
        return self.start < end and session.start < self.end


class State(StrEnum):
    """What became of a claim."""

    HELD = "held"
    ARRIVED = "arrived"
    DONE = "done"
    NO_SHOW = "no-show"


@dataclass(frozen=True, slots=True)
class Claim:
    """A place taken by a member. `overridden`: an organiser let it overlap; `leaving`: asks the lead to be let go."""

    task: int
    member: int
    since: datetime
    state: State = State.HELD
    overridden: bool = False
    leaving: bool = False


@dataclass(frozen=True, slots=True)
class Standby:
    """Someone next in line; `offered_until`: a place is kept for them until then."""

    task: int
    member: int
    offered_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What a volunteer said of themselves. No `windows`: at any time. `asked`: how often they were asked to help."""

    member: int
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    windows: tuple[tuple[datetime, datetime], ...] = ()
    asked: int = 0

    def lacks(self, draft: Draft) -> tuple[str, ...]:
        """The skills and languages that a task needs and they did not name."""
        skills = [skill for skill in draft.skills if skill.casefold() not in self.skills]
        return (*skills, *(tag for tag in draft.languages if tag.casefold() not in self.languages))

    def can_at(self, shift: Shift) -> bool:
        """Whether they said that they can, all the time that it takes."""
        if not self.windows or shift.start is None or shift.end is None:
            return True
        return any(start <= shift.start and shift.end <= end for start, end in self.windows)


@dataclass(frozen=True, slots=True)
class Roster:
    """A shift and everyone at it: `claims` in the order of claiming, `standbys` in the order of the line."""

    shift: Shift
    claims: tuple[Claim, ...] = ()
    standbys: tuple[Standby, ...] = ()

    @property
    def taken(self) -> tuple[Claim, ...]:
        """The claims that fill places: a no-show does not."""
        return tuple(claim for claim in self.claims if claim.state is not State.NO_SHOW)

    @property
    def offered(self) -> int:
        """Places kept for those next in line."""
        return sum(standby.offered_until is not None for standby in self.standbys)

    @property
    def free(self) -> int:
        """Places that anyone may take."""
        return max(self.shift.draft.maximum - len(self.taken) - self.offered, 0)

    @property
    def missing(self) -> int:
        """How many fewer there are than needed at least."""
        return max(self.shift.draft.minimum - len(self.taken), 0)

    def claim_of(self, member: int) -> Claim | None:
        """Someone's claim."""
        return next((claim for claim in self.claims if claim.member == member), None)

    def standby_of(self, member: int) -> Standby | None:
        """Someone's place in the line."""
        return next((one for one in self.standbys if one.member == member), None)


@dataclass(frozen=True, slots=True)
class Swap:
    """A place to hand over, and one `in_return` where there is such; both sides must accept before `expires`."""

    id: int
    task: int
    giver: int
    taker: int
    in_return: int | None
    expires: datetime
    accepted: frozenset[int] = frozenset()
    state: str = "open"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a task: its `kind`, to whom and by whom."""

    id: int
    at: datetime
    task: int
    kind: str
    member: int | None = None
    author: int | None = None
    undone: bool = False
