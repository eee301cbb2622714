"""Finding sessions and speakers by what people type: for `/agenda search`, `/agenda speaker` and every autocomplete."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.agenda.model import CODE_LENGTH, Kind, Programme, Session, Speaker, Text
from bot.agenda.normal import clean, normalise
from bot.agenda.ranking import Field, Ranking

_KIND_WORDS = {
    Kind.KEYNOTE: "keynote 主题演讲 主旨演讲",
    Kind.TALK: "talk 演讲 分享",
    Kind.PANEL: "panel round table roundtable 圆桌 座谈 论坛",
    Kind.DISCUSSION: "discussion group 研讨 讨论",
    Kind.OFFICE_HOUR: "office hour 答疑 咨询",
    Kind.UNCONFERENCE: "unconference open space 非正式会议 自由议题",
    Kind.BREAK: "break 休息 用餐",
    Kind.SOCIAL: "social party 社交 聚会 交流",
}
REMEMBERED = 1000
"""Queries whose results are kept: many people type the same first letters."""

_FAINT_SCORE = 0.25
_CLEAR_SCORE = 0.55
_CLEAR_LEAD = 0.08
_SEVERAL = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """A session that was found. `score` is above 0 and at most 1; 1 is its code or its whole title."""

    session: Session
    score: float


@dataclass(frozen=True, slots=True)
class SpeakerHit:
    """A speaker who was found, with their sessions in programme order and all affiliations printed."""

    name: Text
    affiliations: tuple[Text, ...]
    sessions: tuple[Session, ...]
    score: float


class SearchIndex:
    """What one revision of a programme can be searched by. Built once a revision, in memory; never changes."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._known = lru_cache(REMEMBERED)(self._search)
        self._sessions = programme.sessions
        self._by_code = {session.code.casefold(): session for session in programme}
        self._ranking = Ranking([tuple(_session_fields(session, programme)) for session in programme])
        self._speakers = _grouped_speakers(programme)
        self._speaker_ranking = Ranking([tuple(_speaker_fields(speaker)) for speaker in self._speakers])

    @classmethod
    def of(cls, programme: Programme) -> "SearchIndex":
        """The index of one programme."""
        return cls(programme)

    def search(self, query: str, limit: int = 25) -> tuple[Hit, ...]:
        """At most `limit` sessions, best first; ties in programme order. Nothing for an empty query."""
        return self._known(query, limit)

    def _search(self, query: str, limit: int) -> tuple[Hit, ...]:
        coded = self._coded(query)
        hits = [Hit(coded, 1.0)] if coded else []
        ranked = self._ranking.rank(query, limit)
        hits += [Hit(self._sessions[n], score) for n, score in ranked if self._sessions[n] is not coded]
        return tuple(hits[:limit])

    def find(self, text: str) -> tuple[Session, ...]:
        """The session that `text` means, for an option that was typed and not chosen.

        One: it is the code (in any case), the whole title, or by far the best hit. Several (at most 5, best first):
        which one is meant is not clear, as among sessions that share a title. None: there is nothing like it.
        """
        if coded := self._coded(text):
            return (coded,)
        if titled := self._ranking.whole(text):
            return tuple(self._sessions[number] for number in titled[:_SEVERAL])
        hits = [hit for hit in self.search(text, _SEVERAL) if hit.score >= _FAINT_SCORE]
        if len(hits) > 1 and hits[0].score >= max(_CLEAR_SCORE, hits[1].score + _CLEAR_LEAD):
            return (hits[0].session,)
        return tuple(hit.session for hit in hits)

    def _coded(self, text: str) -> Session | None:
        return self._by_code.get(clean(text[: 2 * CODE_LENGTH]).strip().casefold())

    def speakers(self, query: str, limit: int = 25) -> tuple[SpeakerHit, ...]:
        """At most `limit` speakers by name or affiliation, best first, each once; namesakes printed alike are one."""
        return tuple(
            SpeakerHit(found.name, found.affiliations, found.sessions, score)
            for number, score in self._speaker_ranking.rank(query, limit)
            for found in (self._speakers[number],)
        )


def _session_fields(session: Session, programme: Programme) -> Iterator[Field]:
    for title in session.title.every():
        yield Field(title, 1.0, title=True)
    for speaker in session.speakers:
        yield from _person_fields(speaker.name, (speaker.affiliation,), 0.95)
    yield Field(session.code, 0.9)
    yield Field(_KIND_WORDS[session.kind], 0.45)
    for code in session.rooms:
        yield from _place_fields(code, programme.rooms_by_code[code].name)
    if session.track:
        yield from _place_fields(session.track, programme.tracks_by_code[session.track].name)
    if session.block:
        yield from _place_fields(session.block, programme.blocks_by_code[session.block].title)
    for abstract in session.abstract.every():
        yield Field(abstract, 0.4, body=True)


def _person_fields(name: Text, affiliations: tuple[Text, ...], weight: float) -> Iterator[Field]:
    for written in name.every():
        yield Field(written, weight, name=True)
    for affiliation in affiliations:
        for written in affiliation.every():
            yield Field(written, 0.6)


def _place_fields(code: str, name: Text) -> Iterator[Field]:
    yield Field(code, 0.5)
    for written in name.every():
        yield Field(written, 0.55)


def _speaker_fields(speaker: SpeakerHit) -> Iterator[Field]:
    for written in speaker.name.every():
        yield Field(written, 1.0, title=True)
    yield from _person_fields(speaker.name, speaker.affiliations, 1.0)


def _grouped_speakers(programme: Programme) -> tuple[SpeakerHit, ...]:
    appearances: dict[tuple[str, ...], list[tuple[Speaker, Session]]] = {}
    for session in programme:
        for speaker in session.speakers:
            key = tuple(sorted(normalise(name) for name in speaker.name.every()))
            appearances.setdefault(key, []).append((speaker, session))
    return tuple(
        SpeakerHit(
            together[0][0].name,
            tuple(dict.fromkeys(speaker.affiliation for speaker, _ in together if speaker.affiliation)),
            tuple({session.code: session for _, session in together}.values()),
            1.0,
        )
        for together in appearances.values()
    )
