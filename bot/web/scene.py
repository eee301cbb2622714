"""What a stage screen shows at one moment, in every language of the summit. Pure."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Literal

import segno

from bot.agenda.model import Programme, Status, Text
from bot.questions.asking import Board
from bot.questions.model import Box, Question
from bot.web.reading import Reader

SHOWN = 10
"""How many of the next questions a screen is given; it shows as many as there is room for."""

_LONG = 320  # columns from which on a question takes more of the screen's width
_STEPS = (90, 180, 320, 640)  # columns up to which there is type of each size, until the script finds what fits
_TAGS = {"zh": "zh-CN", "en": "en"}
_OTHER = {"zh": "en", "en": "zh-CN"}

Wordings = tuple[tuple[str, str], ...]
"""Language tag ('' for none that is known) and text, each text once."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as a hall sees it; `other` is its rendering. `name`, `to` and `other` may be ''."""

    text: str
    language: str
    other: str
    other_language: str
    votes: int
    name: str
    to: str

    @property
    def columns(self) -> float:
        """How much room it takes: a Latin letter one column, a Chinese character two."""
        return _columns(self.text) + 0.4 * _columns(self.other)


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything on the screen. `address` says how to ask, `qr` is it as a data URI or ''.

    `word` is the phrase of a poster, with its `values`. `count` is how many questions wait to be answered, of which
    `next` has the first.
    """

    kind: Literal["answering", "asking", "poster"]
    titles: Wordings
    hours: str
    when: Wordings
    places: Wordings
    rule: bool
    address: str
    qr: str = ""
    answering: Shown | None = None
    next: tuple[Shown, ...] = ()
    count: int = 0
    word: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def short(self) -> str:
        """The address as one would read it out."""
        return self.address.partition("://")[2]

    @property
    def length(self) -> Literal["long", "short"]:
        """Whether what is answered takes much room."""
        return "long" if self.answering and self.answering.columns > _LONG else "short"

    @property
    def size(self) -> int:
        """The size of type for a browser without scripts, from 1, the largest."""
        taken = self.answering.columns if self.answering else sum(_columns(text) for _, text in self.titles)
        return 1 + sum(taken > most for most in _STEPS)


def scene_of(
    board: Board, programme: Programme | None, readers: Sequence[Reader], address: str, now: datetime
) -> Scene:
    """`readers`: one for each language, the summit's first one first; `now`: the summit's time."""
    box, session = board.box, board.box.session
    closed = Scene(
        "poster",
        _titles(session.title, readers),
        readers[0].hours(session) if session.start else "",
        _distinct((reader.language, reader.when(session)) for reader in readers),
        _distinct((reader.language, reader.rooms(session, programme)) for reader in readers) if programme else (),
        box.rule,
        address,
    )
    if not box.is_open(now):
        return _poster(closed, box, readers[0], now)
    answering = shown(board.answering, box) if board.answering else None
    return replace(
        closed, kind="answering" if answering else "asking", qr=picture(address), answering=answering,
        next=tuple(shown(question, box) for question in board.approved[:SHOWN]), count=len(board.approved),
    )  # fmt: skip


def _poster(scene: Scene, box: Box, reader: Reader, now: datetime) -> Scene:
    match box.session.status:
        case Status.CANCELLED:
            return replace(scene, word="stage-cancelled")
        case Status.POSTPONED:
            return replace(scene, word="stage-postponed")
    if box.window and now < box.window.opens and not box.by_hand:
        opens = reader.wall(box.window.opens)
        return replace(scene, word="stage-before", values={"time": opens}, qr=picture(scene.address))
    return replace(scene, word="stage-closed")


def shown(question: Question, box: Box) -> Shown:
    """A question for the hall. Under the Chatham House Rule nobody is named, and not whom it is for."""
    named = not (question.anonymous or box.rule)
    return Shown(
        question.text, _TAGS[question.language], question.other, _OTHER[question.language], question.votes,
        question.name if named else "", "" if box.rule else question.to,
    )  # fmt: skip


@lru_cache(256)
def picture(address: str) -> str:
    """A QR picture of an address, as the data URI of an SVG: black on white, as readers of every age want it."""
    return str(segno.make(address, error="m", micro=False).svg_data_uri(border=3, dark="#000", light="#fff"))


def _titles(title: Text, readers: Iterable[Reader]) -> Wordings:
    if not title.versions:
        return (("", title.plain),)
    return _distinct((reader.language, reader.text(title)) for reader in readers)


def _distinct(wordings: Iterable[tuple[str, str]]) -> Wordings:
    """Each text once, under its first language; none that is empty."""
    first: dict[str, str] = {}
    for language, text in wordings:
        first.setdefault(text, language)
    return tuple((language, text) for text, language in first.items() if text)


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1 for character in text)
