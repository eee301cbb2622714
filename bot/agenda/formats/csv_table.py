"""Tables: pretalx's CSV export of sessions, and a plain one that anybody can write in a spreadsheet.

The first record names the columns, in any order; only `title` is required, and unknown ones are passed over:

    code            stable over versions; else made of source_id, or of title and day
    title           or title_zh, title_en, title_<language tag>: one column for each language
    day             the summit day: 2024-03-28; `date` is the calendar day, so that 01:00 belongs to the night before
    start, end      09:30 of that day, 25:00 for one o'clock in the night after it, or 2024-03-28T09:30+08:00
    duration        00:45, where there is no end
    part            morning, noon, afternoon or evening where no clock time is known
    room            several with ; between them
    track           a forum or theme
    speakers        Name (affiliation); Name
    kind            keynote, talk, panel, discussion, office-hour, unconference, break, social, or words for them
    abstract        Markdown or HTML; or abstract_zh, abstract_en, …
    language        the language it is held in
    status          scheduled, postponed, cancelled
    block, position sessions of one block share a time cell, in the order of their positions
    chatham_house, questions    yes or no
    source_id, url

Commas, semicolons or tabs separate; the text is UTF-8 or GB18030; a cell in quotation marks may hold line breaks.
Chinese names of columns are understood (标题, 日期, 开始, 会场, 讲者 …). An apostrophe before = + - @ at the start
of a cell is taken away: our export puts it there so that no spreadsheet runs the cell. In pretalx's export names stand
between commas, and the first of a session's tags serves as its track, which that export leaves out.
"""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from bot.agenda.codes import code_for, is_code
from bot.agenda.formats import AgendaFile, Venue, extension
from bot.agenda.formats.csv_cells import (
    ChoiceT,
    TableError,
    choice_in,
    day_in,
    decoded,
    listed,
    moment_in,
    records,
    speakers_in,
    unescaped,
    yes_or_no,
)
from bot.agenda.formats.draft import Draft
from bot.agenda.formats.frab import length_of
from bot.agenda.formats.markup import markdown_from_html
from bot.agenda.formats.vocabulary import kind_of, language_tag, one_line, web_address
from bot.agenda.formats.wording import names_in
from bot.agenda.model import PartOfDay, Programme, Session, Speaker, Status, Text
from bot.core.refusal import Fault, Faults
from bot.core.validation import nearest
from bot.core.yaml_syntax import shown

NAME = "csv"

COLUMNS = (
    "code", "title", "day", "start", "end", "part", "room", "track", "speakers", "kind", "language", "status", "block",
    "position", "chatham_house", "questions", "source_id", "url", "abstract",
)
"""The columns of our own export, in their order; those of title and abstract in each language stand beside them."""

_NAMES = {
    "source_id": "id session_code 编号",
    "title": "proposal_title session_title 标题 题目 议题",
    "title_zh": "中文标题",
    "title_en": "英文标题",
    "date": "日期",
    "start": "start_time 开始 开始时间",
    "end": "end_time 结束 结束时间",
    "duration": "时长",
    "part": "时段",
    "room": "rooms location 会场 房间 地点",
    "track": "theme 专题 论坛 分论坛",
    "speakers": "speaker speaker_names 讲者 嘉宾 演讲者",
    "kind": "session_type type 类型",
    "abstract": "description 摘要 简介",
    "language": "语言",
    "status": "状态",
    "url": "链接",
}
_ALSO = {name: column for column, names in _NAMES.items() for name in names.split()}
_KNOWN = {*COLUMNS, *_ALSO.values(), "duration", "tags", "date"}
_IN_LANGUAGE = re.compile(r"(title|abstract)_([a-z]{2,3}(?:_[a-z0-9]{2,8})*)")
_CHINESE = {"zh": "zh-CN"}
_OURS = f"{extension.NAME}:"
"""How the header of the last column of our own export begins; what is carried for the whole table follows."""

ValueT = TypeVar("ValueT")


def recognises(file: AgendaFile) -> bool:
    """Whether the first line has two or more known columns between commas, semicolons or tabs."""
    head = file.data[:4096].removeprefix(b"\xef\xbb\xbf")
    return any(_delimiter(head.decode(encoding, "ignore")) for encoding in ("utf-8", "gb18030"))


def read(file: AgendaFile, venue: Venue) -> Programme:
    """The table's sessions. Raises Faults with the line, and the column's name as its field, all of them at once."""
    return _Table(file, venue).programme()


@dataclass(frozen=True, slots=True)
class _Row:
    """One record: the line that it begins in, from 1, and its cells by column."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


class _Table:
    """One file being read."""

    def __init__(self, file: AgendaFile, venue: Venue) -> None:
        self._file = file.name
        self._faults: list[Fault] = []
        self._lines: dict[str, int] = {}
        try:
            text = decoded(file)
            (_, header), *found = records(text, _delimiter(text[:4096]) or ",")
        except TableError as broken:
            self._complain(broken.line, "", "agenda-csv-broken", reason=str(broken))
            raise Faults(self._faults) from broken
        *_, self._ours = ["", *(name for name in header if name.startswith(_OURS))]
        self._pretalx = "Speaker names" in header
        self._columns = [_column(name) for name in header]
        self._draft = self._opened(venue)
        self._check_columns(header)
        self._rows = [row for line, record in found if (row := self._row(line, record))]

    def programme(self) -> Programme:
        sessions = [self._session(row) for row in self._rows]
        if self._faults:
            raise Faults(self._faults)
        for session in sorted(sessions, key=lambda session: not session.code):  # codes that are given have precedence
            self._draft.add(session)
        return self._draft.closed(self._file)

    def _opened(self, venue: Venue) -> Draft:
        try:
            return extension.open_draft(extension.from_json(self._ours.removeprefix(_OURS)), venue)
        except extension.ExtensionError as wrong:
            self._complain(1, extension.NAME, "agenda-extension-broken", reason=wrong)
            raise Faults(self._faults) from wrong

    def _check_columns(self, header: list[str]) -> None:
        """Complain of a table without titles, and of a column that is nearly a known one: its cells would be lost."""
        there = {found[1] if (found := _IN_LANGUAGE.fullmatch(column)) else column for column in self._columns}
        for name, column in zip(header, self._columns, strict=True):
            if not _is_known(column) and (near := nearest(column, _KNOWN - there)):
                self._complain(1, shown(name), "agenda-csv-column-near", near=near)
        if "title" not in there:
            self._complain(1, "title", "agenda-csv-no-title", seen=shown(", ".join(filter(None, header)), 200))
        if self._faults:
            raise Faults(self._faults)

    def _row(self, line: int, record: list[str]) -> _Row | None:
        if any(cell.strip() for cell in record[len(self._columns) :]):
            self._complain(line, "", "agenda-csv-cells", seen=str(len(record)), expected=str(len(self._columns)))
        cells = [unescaped(cell.strip()).strip() for cell in record]
        return _Row(line, dict(zip(self._columns, cells, strict=False))) if any(cells) else None

    def _session(self, row: _Row) -> Session:
        day = self._value(row, "day", day_in, "fault-date")
        on = self._value(row, "date", day_in, "fault-date")
        start, end = self._times(row, day or on)
        title, speakers = self._text(row, "title", one_line), self._speakers(row)
        if not title:
            self._complain(row.line, "title", "fault-missing")
        position = self._value(row, "position", int, "fault-number")
        seen = Session(
            code=self._code(row),
            title=title,
            kind=kind_of(row["kind"], title.in_language("en"), speakers=bool(speakers)),
            day=day or self._draft.day_of(start) or on,
            start=start,
            end=end,
            part=self._choice(row, "part", PartOfDay),
            rooms=self._draft.rooms(names_in(row["room"], ";", self._draft.has_room) or listed(row["room"])),
            track=self._draft.track(one_line(row["track"] or next(iter(listed(row["tags"], ",;；")), ""))),
            speakers=speakers,
            abstract=self._text(row, "abstract", markdown_from_html),
            language=language_tag(row["language"]),
            block=self._draft.block(one_line(row["block"])) if row["block"] else "",
            position=position or 0,
            status=self._choice(row, "status", Status) or Status.SCHEDULED,
            chatham_house=bool(self._value(row, "chatham_house", yes_or_no, "fault-yes-or-no")),
            questions=bool(self._value(row, "questions", yes_or_no, "fault-yes-or-no")),
            source_id=row["source_id"],
            url=web_address(row["url"]),
        )
        try:
            return extension.restored(seen, extension.from_json(row[extension.NAME]))
        except extension.ExtensionError as wrong:
            self._complain(row.line, extension.NAME, "agenda-extension-broken", reason=wrong)
            return seen

    def _code(self, row: _Row) -> str:
        code = row["code"]
        if code and (first := self._lines.setdefault(code, row.line)) != row.line:
            self._complain(row.line, "code", "agenda-code-twice", seen=shown(code), first=str(first))
        return code if not code or is_code(code) else code_for(code, self._lines)

    def _times(self, row: _Row, day: date | None) -> tuple[datetime | None, datetime | None]:
        def moment(cell: str) -> datetime:
            return moment_in(cell, day, self._draft.timezone)

        start = self._value(row, "start", moment, "fault-time")
        end = self._value(row, "end", moment, "fault-time")
        lasts = self._value(row, "duration", length_of, "fault-duration")
        if start and not end and lasts:
            end = start + lasts
        if start and end and end <= start:
            self._complain(row.line, "end", "agenda-end-before-start", seen=row["end"], start=row["start"])
        return start, end

    def _speakers(self, row: _Row) -> tuple[Speaker, ...]:
        if self._pretalx:
            return tuple(Speaker(Text.of(name)) for name in listed(row["speakers"], ",;\n"))
        return speakers_in(listed(row["speakers"]))

    def _text(self, row: _Row, column: str, made: Callable[[str], str]) -> Text:
        stated = {name: cell for name, cell in row.cells.items() if cell and name.startswith(f"{column}_")}
        if not stated:
            return Text.of(made(row[column]))
        tags = {name: language_tag(name.removeprefix(f"{column}_")) for name in stated}
        return Text.of({_CHINESE.get(tag, tag): made(stated[name]) for name, tag in tags.items()})

    def _choice(self, row: _Row, column: str, kind: type[ChoiceT]) -> ChoiceT | None:
        cell = row[column]
        try:
            return choice_in(cell, kind) if cell else None
        except ValueError:
            self._complain(row.line, column, "fault-choice", seen=shown(cell), known=", ".join(kind))
            return None

    def _value(self, row: _Row, column: str, reader: Callable[[str], ValueT], phrase: str) -> ValueT | None:
        try:
            return reader(row[column]) if row[column] else None
        except LookupError:
            self._complain(row.line, column, "agenda-csv-day-missing", seen=shown(row[column]))
        except (OverflowError, ValueError):
            self._complain(row.line, column, phrase, seen=shown(row[column]))
        return None

    def _complain(self, line: int, column: str, phrase: str, **values: object) -> None:
        self._faults.append(Fault(self._file, phrase, line, field=column, values=values))


def _column(name: str) -> str:
    if name.startswith(_OURS):
        return extension.NAME
    plain = re.sub(r"[\s_-]+", "_", name.strip().casefold())
    return _ALSO.get(plain, plain)


def _is_known(column: str) -> bool:
    return column in _KNOWN or _IN_LANGUAGE.fullmatch(column) is not None


def _delimiter(text: str) -> str | None:
    """What separates the columns of the first line: where most are known, of two at least."""
    line = text.removeprefix("\ufeff").lstrip("\r\n").partition("\n")[0]
    known = {
        delimiter: sum(_is_known(_column(name)) for name in next(csv.reader([line], delimiter=delimiter), []))
        for delimiter in ",;\t"
    }
    best = max(known, key=lambda delimiter: known[delimiter])
    return best if known[best] > 1 else None
