"""How alike two sessions are that carry no id in common: their titles, speakers, day, time and place."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import timedelta

from rapidfuzz import fuzz

from bot.agenda.model import Session, Status, Text

_NUMBER = re.compile(r"\d+")
_SAME_WORDS = 0.8
_HALF = 0.5
_OTHER_NUMBER = 0.45
"""Most that titles with different numbers count for: "Part 1" and "Part 2" are two sessions, unless in one slot."""


def plain(text: str) -> str:
    """`text` without what does not tell sessions apart: width, case, spaces and punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum()) or folded.strip()


def _wordings(text: Text) -> tuple[str, ...]:
    return tuple(dict.fromkeys(plain(wording) for wording in text.every())) or ("",)


def _spellings(name: Text) -> frozenset[str]:
    """A name in each wording, also with the family name at the other end."""
    turned = (plain(" ".join(sorted(wording.casefold().split()))) for wording in name.every())
    return frozenset((*_wordings(name), *turned))


def title_key(session: Session) -> tuple[str, ...]:
    """A title as far as it tells sessions apart, one entry a wording."""
    return _wordings(session.title)


def nameless(session: Session) -> Session:
    """All of a session but its code and id: two with equal ones are interchangeable."""
    return replace(session, code="", source_id="")


def content(session: Session) -> Session:
    """What `nameless` gives, without the place in a block and whether it takes place."""
    return replace(nameless(session), position=0, status=Status.SCHEDULED)


@dataclass(frozen=True, slots=True)
class Traits:
    """A session and what of it is compared with many others, worked out once."""

    session: Session
    titles: tuple[str, ...]
    numbers: frozenset[tuple[str, ...]]
    people: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, session: Session) -> "Traits":
        """Work out the traits of `session`."""
        titles = title_key(session)
        numbers = frozenset(tuple(_NUMBER.findall(title)) for title in titles)
        people = tuple(_spellings(speaker.name) for speaker in session.speakers)
        return cls(session, titles, numbers, people)


def alike(one: Traits, other: Traits, *, strict: bool, repeated: bool) -> float:
    """How surely the two are one session: 0 when they are not, else more for the likelier of several pairs.

    They are by their title, by half of their speakers in the same place at the same time, or by something of both.
    `strict`: their source told them apart, so that only the same title and speakers make them one. `repeated`: several
    sessions have this title, so that it means nothing on another day.
    """
    equal, common = not set(one.titles).isdisjoint(other.titles), _people(one, other)
    here = _same_slot(one.session, other.session)
    unannounced = not one.people or not other.people
    if not equal and (strict or not (common or here or unannounced)):
        return 0
    title = 1 if equal else _words(one, other)
    same_day = not (one.session.day and other.session.day) or one.session.day == other.session.day
    if strict:
        same = common > 0 or (same_day and not one.people and not other.people)
    elif equal:
        same = common > 0 or same_day or (unannounced and not repeated)
    else:
        known = common > 0 or here or (unannounced and same_day)
        breaks = here and one.session.is_break and other.session.is_break
        same = (title >= _SAME_WORDS and known) or (common >= _HALF and (title >= _HALF or here)) or breaks
    if not same:
        return 0
    return 4 * title + 2 * common + same_day + _closeness(one.session, other.session)


def _words(one: Traits, other: Traits) -> float:
    """How much of two different titles agrees, from 0 to 1."""
    best = max(fuzz.ratio(left, right) for left in one.titles for right in other.titles) / 100
    return best if one.numbers & other.numbers else min(best, _OTHER_NUMBER)


def _people(one: Traits, other: Traits) -> float:
    """Share of all the speakers that both have; a speaker is the same when any wording of the name is."""
    common = sum(any(not name.isdisjoint(known) for known in other.people) for name in one.people)
    total = len(one.people) + len(other.people) - common
    return common / total if total else 0


def _same_slot(one: Session, other: Session) -> bool:
    """Whether both are known to be at one time, and not known to be in different rooms."""
    timed = bool(one.start and one.start == other.start) or bool(one.part and one.part == other.part)
    apart = bool(one.rooms and other.rooms) and set(one.rooms).isdisjoint(other.rooms)
    return timed and one.day == other.day and not apart


def _closeness(one: Session, other: Session) -> float:
    """From 0 to 3: nearness in time within half a day, a room in common, the same place in the order."""
    near = 0.0
    if one.start and other.start:
        near = max(0.0, 1 - abs(one.start - other.start) / timedelta(hours=12))
    elif one.start is other.start and one.part == other.part:
        near = 1
    room = one.rooms == other.rooms or not set(one.rooms).isdisjoint(other.rooms)
    order = one.block == other.block and one.position == other.position
    return near + room + order
