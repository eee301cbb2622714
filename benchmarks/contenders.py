"""Ways to search a programme, all asked alike: ours, and what one would reach for first."""

import sqlite3
from collections.abc import Callable
from typing import Protocol

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from bot.agenda.model import Programme, Room, Session, Track
from bot.agenda.search import SearchIndex

SHOWN = 25


class Contender(Protocol):
    """Built on one programme; gives the codes of at most SHOWN sessions, best first."""

    def search(self, query: str) -> list[str]: ...


class Ours:
    """The search of this project."""

    def __init__(self, programme: Programme) -> None:
        self._index = SearchIndex.of(programme)

    def search(self, query: str) -> list[str]:
        return [hit.session.code for hit in self._index.search(query, SHOWN)]


class FullText:
    """SQLite FTS5, weighted as ours: all words as beginnings; where nothing has them all, any of them."""

    def __init__(self, programme: Programme, tokenizer: str) -> None:
        self._rows = sqlite3.connect(":memory:")
        columns = "code UNINDEXED, title, people, place, abstract"
        self._rows.execute(f"CREATE VIRTUAL TABLE found USING fts5({columns}, tokenize='{tokenizer}')")
        self._rows.executemany(
            "INSERT INTO found VALUES (?, ?, ?, ?, ?)",
            [(session.code, *_texts(session, programme)) for session in programme],
        )
        self._smallest = 3 if tokenizer == "trigram" else 1

    def search(self, query: str) -> list[str]:
        words = ['"' + word.replace('"', '""') + '"*' for word in query.split() if len(word) >= self._smallest]
        return (self._match(" AND ".join(words)) or self._match(" OR ".join(words))) if words else []

    def _match(self, expression: str) -> list[str]:
        rows = self._rows.execute(
            "SELECT code FROM found WHERE found MATCH ? ORDER BY bm25(found, 0, 10, 9, 5, 4) LIMIT ?",
            (expression, SHOWN),
        )
        return [code for (code,) in rows]


class Substring:
    """Sessions that contain the query as it stands, in the title first; where none does, those with all its words."""

    def __init__(self, programme: Programme) -> None:
        self._sessions = [
            (session.code, [text.casefold() for text in _texts(session, programme)]) for session in programme
        ]

    def search(self, query: str) -> list[str]:
        asked = query.casefold()
        found = [
            (next(place for place, text in enumerate(texts) if asked in text), code)
            for code, texts in self._sessions
            if any(asked in text for text in texts)
        ]
        if found:
            return [code for _, code in sorted(found)[:SHOWN]]
        return [
            code
            for code, texts in self._sessions
            if all(any(word in text for text in texts) for word in asked.split())
        ][:SHOWN]


class Fuzzy:
    """`rapidfuzz.process.extract` over title and people, with its default scorer."""

    def __init__(self, programme: Programme) -> None:
        self._choices = {
            session.code: default_process(" ".join(_texts(session, programme)[:2])) for session in programme
        }

    def search(self, query: str) -> list[str]:
        found = process.extract(default_process(query), self._choices, scorer=fuzz.WRatio, limit=SHOWN)
        return [code for _, _, code in found]


CONTENDERS: dict[str, Callable[[Programme], Contender]] = {
    "summit-bot": Ours,
    "FTS5 unicode61": lambda programme: FullText(programme, "unicode61"),
    "FTS5 trigram": lambda programme: FullText(programme, "trigram"),
    "substring": Substring,
    "rapidfuzz extract": Fuzzy,
}
"""Name of each contender, and how to build it on a programme."""


def _texts(session: Session, programme: Programme) -> tuple[str, str, str, str]:
    """Title, people with their affiliations, kind with rooms and track, abstract: each in every language."""
    people = [text for person in session.speakers for text in (*person.name.every(), *person.affiliation.every())]
    places: list[Room | Track] = [programme.rooms_by_code[code] for code in session.rooms]
    if session.track:
        places.append(programme.tracks_by_code[session.track])
    place_names = [text for place in places for text in (place.code, *place.name.every())]
    texts = (session.title.every(), people, [session.kind, *place_names], session.abstract.every())
    title, people_text, place, abstract = map(" ".join, texts)
    return title, people_text, place, abstract
