"""Boxes as files: Markdown to read, CSV for spreadsheets, JSON for programs. Pure.

Who asked is named where they asked by name, outside the Chatham House Rule; ids are never in them, and when something
was asked is to the minute.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO

from bot.agenda.formats.csv_cells import escaped
from bot.agenda.model import Programme
from bot.core.phrasebook import Phrasebook
from bot.questions.model import Box, Question, State
from bot.questions.ranking import ranked
from bot.questions.text import shown

COLUMNS = (
    "number", "state", "votes", "text", "original", "other", "language", "to", "name", "asked", "merged_into", "reason",
    "answer",
)  # fmt: skip
"""The columns of the table, which are the keys of the JSON objects."""

_SECTIONS = (
    ("answered", {State.ANSWERING, State.ANSWERED}),
    ("open", {State.APPROVED}),
    ("waiting", {State.WAITING}),
    ("dismissed", {State.DISMISSED}),
)
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~+!-])")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A box with all of its questions, nobody named where none may be, and what to remember of the session."""

    box: Box
    questions: tuple[Question, ...]
    takeaways: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Reader:
    """In whose language a file is written, and of which programme it is."""

    phrasebook: Phrasebook
    language: str
    programme: Programme | None

    def say(self, key: str, **values: object) -> str:
        """The phrase in this language."""
        return self.phrasebook.say(self.language, key, **values)


def as_csv(sheet: Sheet, _: Reader) -> bytes:
    """A table, a question in each row; UTF-8 with a byte order mark, cells that would be formulas escaped."""
    table = StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    for question in sheet.questions:
        cells = _data(question)
        writer.writerow([escaped("" if cells[name] is None else str(cells[name])) for name in COLUMNS])
    return table.getvalue().encode("utf-8-sig")


def as_json(sheet: Sheet, _: Reader) -> bytes:
    """An object: the session's `code` and `title`, its `questions`, its `takeaways`."""
    whole = {
        "session": sheet.box.session.code,
        "title": sheet.box.session.title.as_data(),
        "chatham_house": sheet.box.rule,
        "questions": [_data(question) for question in sheet.questions],
        "takeaways": [*sheet.takeaways],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def as_markdown(sheet: Sheet, reader: Reader) -> bytes:
    """To read: what was answered, what was not, each the most wanted first."""
    return "\n".join([*_session(sheet, reader, "#"), ""]).encode()


FORMS: dict[str, Callable[[Sheet, Reader], bytes]] = {"md": as_markdown, "csv": as_csv, "json": as_json}
"""How a box is written, by the end of the file's name."""


def report(sheets: Sequence[Sheet], reader: Reader) -> bytes:
    """The whole summit in Markdown, by track: what was asked, answered, and is to be remembered."""
    lines = [f"# {reader.say('question-export-report')}", ""]
    tracks = reader.programme.tracks if reader.programme else ()
    for code, name in (*((track.code, track.name.in_language(reader.language)) for track in tracks), ("", "")):
        known = {track.code for track in tracks}
        here = [one for one in sheets if (one.box.session.track if one.box.session.track in known else "") == code]
        if here:
            lines += [f"## {_plain(name) or reader.say('question-export-no-track')}", ""]
            for sheet in here:
                lines += _session(sheet, reader, "###")
    return "\n".join([*lines, ""]).encode()


def _session(sheet: Sheet, reader: Reader, level: str) -> Iterator[str]:
    session = sheet.box.session
    yield f"{level} {_plain(session.title.in_language(reader.language))}"
    yield ""
    if session.start and reader.programme:
        local = reader.programme.local(session.start)
        day = reader.phrasebook.date(reader.language, local.date(), "medium")
        yield f"{day} {reader.phrasebook.time(reader.language, local)}"
        yield ""
    if sheet.box.rule:
        yield f"*{reader.say('question-export-rule')}*"
        yield ""
    for name, states in _SECTIONS:
        here = ranked((one for one in sheet.questions if one.state in states), balanced=False)
        if here:
            yield f"{level}# {reader.say(f'question-export-{name}', count=len(here))}"
            yield ""
            for question in here:
                yield from _lines(question, sheet.questions, reader)
            yield ""
    if sheet.takeaways:
        yield f"{level}# {reader.say('question-export-takeaways')}"
        yield ""
        yield from (f"- {_plain(one)}" for one in sheet.takeaways)
        yield ""


def _lines(question: Question, everything: Iterable[Question], reader: Reader) -> Iterator[str]:
    votes = reader.say("question-export-votes", votes=question.votes)
    whose = f" – {_plain(question.name)}" if question.name else ""
    yield f"- {_plain(question.text)} ({votes}){whose}"
    if question.other:
        yield f"  - {_plain(question.other)}"
    if question.reason and question.state is State.DISMISSED:
        yield f"  - {reader.say('question-export-reason', reason=_plain(question.reason))}"
    if question.answer:
        yield f"  - **{reader.say('question-export-answer')}** {_plain(question.answer)}"
    for part in everything:
        if part.merged_into == question.number:
            yield f"  - {reader.say('question-export-part', text=_plain(part.text))}"


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", shown(text))


def _data(question: Question) -> dict[str, object]:
    return {
        "number": question.number,
        "state": question.state.value,
        "votes": question.votes,
        "text": question.text,
        "original": question.original,
        "other": question.other,
        "language": question.language,
        "to": question.to,
        "name": question.name,
        "asked": f"{question.asked:%Y-%m-%dT%H:%MZ}",
        "merged_into": question.merged_into,
        "reason": question.reason,
        "answer": question.answer,
    }
