"""What attendees type, labelled with the sessions they mean: `queries/*.yaml`, and `queries/held_out/*.yaml`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.programmes import available, programme
from bot.agenda.model import Programme
from bot.agenda.normal import normalise

QUERIES = Path(__file__).parent / "queries"


@dataclass(frozen=True, slots=True)
class Query:
    """Text typed over one programme, and the codes of the sessions of which any one is wanted."""

    programme: str
    kind: str
    text: str
    wanted: frozenset[str]


def labelled(folder: Path = QUERIES) -> list[Query]:
    """Every query of a folder's files whose programme is at hand. Raises ValueError when a label names no session."""
    return [query for path in sorted(folder.glob("*.yaml")) for query in _of_file(path)]


def _of_file(path: Path) -> list[Query]:
    data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    name = data["programme"]
    if name not in available():
        return []
    codes = _codes(programme(name), data)
    asked = ((kind, text, wanted) for kind, texts in data["queries"].items() for text, wanted in texts.items())
    return [Query(name, kind, text, frozenset(codes[label] for label in wanted)) for kind, text, wanted in asked]


def _codes(programme: Programme, data: dict[str, Any]) -> dict[str, str]:
    """Code of each label: a title's key where the file lists titles, else the source's own id."""
    if "titles" not in data:
        return {session.source_id: session.code for session in programme}
    titled = {normalise(title): session.code for session in programme for title in session.title.every()}
    if missing := [title for title in data["titles"].values() if normalise(title) not in titled]:
        raise ValueError(f"no session is titled {missing}")
    return {key: titled[normalise(title)] for key, title in data["titles"].items()}
