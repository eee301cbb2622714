"""Tasks from files: `config/volunteering.yaml`, and tables that anybody can write in a spreadsheet.

A table's first record names its columns, in any order; only `title`, `team` and one of the times are needed:

    code            stable over versions; else made of team, title and time
    title           or title_zh, title_en; instructions and place alike
    team            a team's code or name; one that is not known yet is made
    day, start, end 2024-03-28, 09:30, 11:00; "25:00" is one o'clock in the night after it
    session, before, after    instead: a session's code, and minutes before and after it
    due             instead, for a preparation: 2024-03-27 18:00
    min, max        places
    skills, languages    several with ; between them
    lead            a member's id
    drop_before     minutes before the start from which on the lead is asked

Commas, semicolons or tabs separate; the text is UTF-8 or GB18030. Chinese names of columns are understood.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, StringConstraints

from bot.agenda.bilingual import Bilingual, MaybeBilingual
from bot.agenda.codes import code_for
from bot.agenda.formats import AgendaFile
from bot.agenda.formats.csv_cells import TableError, day_in, decoded, listed, moment_in, records, unescaped
from bot.agenda.model import Text
from bot.agenda.normal import normalise
from bot.core.marked_yaml import Loaded, read_yaml, validated
from bot.core.refusal import Fault, Faults, Refusal
from bot.core.validation import FileModel, misfit, nearest
from bot.core.yaml_syntax import shown
from bot.volunteering.model import Draft, Fixed, Preparation, Team, Tied, Timing

_ValueT = TypeVar("_ValueT")
_MOST_DIGITS = 6


def _code(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,22}[a-z0-9])?", value):
        return value
    raise misfit("fault-task-code", seen=str(value))


def _member(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and 15 <= len(str(value)) <= 20:
        return value
    raise misfit("fault-id", seen=str(value))


def _count(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**_MOST_DIGITS:
        return value
    raise misfit("fault-number", seen=str(value))


Code = Annotated[str, BeforeValidator(_code)]
Member = Annotated[int, BeforeValidator(_member)]
Count = Annotated[int, BeforeValidator(_count)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]


class TeamFile(FileModel):
    """A team of config/volunteering.yaml."""

    name: Bilingual
    lead: Member | None = None


class TaskFile(FileModel):
    """A task of config/volunteering.yaml. Times are venue wall time, in quotation marks."""

    code: Code
    title: Bilingual
    team: Code
    instructions: MaybeBilingual = Field(default_factory=Text)
    place: MaybeBilingual = Field(default_factory=Text)
    day: str = ""
    start: str = ""
    end: str = ""
    session: str = ""
    before: Count = 0
    after: Count = 0
    due: str = ""
    minimum: Count = 1
    places: Count = 1
    skills: tuple[Word, ...] = ()
    languages: tuple[Word, ...] = ()
    lead: Member | None = None
    drop_before: Count | None = None


class VolunteeringFile(FileModel):
    """`config/volunteering.yaml`."""

    teams: dict[Code, TeamFile] = Field(default_factory=dict)
    tasks: tuple[TaskFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file says: teams, and tasks with codes of their own."""

    teams: tuple[Team, ...]
    drafts: tuple[Draft, ...]


def load_yaml_plan(path: Path, zone: ZoneInfo) -> Plan:
    """Read `config/volunteering.yaml`; `zone` is the venue's. Raises Faults, all of them at once."""
    loaded = read_yaml(path)
    file = validated(VolunteeringFile, loaded)
    teams = tuple(Team(code, team.name, team.lead) for code, team in file.teams.items())
    faults: list[Fault] = []
    drafts = []
    codes: set[str] = set()
    for place, task in enumerate(file.tasks):
        route = ("tasks", place)
        if task.team not in file.teams:
            faults.append(loaded.fault((*route, "team"), "fault-task-team", seen=task.team))
        if task.code in codes:
            faults.append(loaded.fault((*route, "code"), "fault-task-code-twice", seen=task.code))
        codes.add(task.code)
        if (draft := _from_file(task, zone, loaded, route, faults)) is not None:
            drafts.append(draft)
    if faults:
        raise Faults(faults)
    return Plan(teams, tuple(drafts))


def _from_file(
    task: TaskFile, zone: ZoneInfo, loaded: Loaded, route: tuple[str | int, ...], faults: list[Fault]
) -> Draft | None:
    cells = {"day": task.day, "start": task.start, "end": task.end, "session": task.session, "due": task.due}
    try:
        timing = timing_in({**cells, "before": str(task.before), "after": str(task.after)}, zone)
        return Draft(
            title=task.title, team=task.team, timing=timing, minimum=task.minimum, maximum=task.places,
            code=task.code, instructions=task.instructions, place=task.place, skills=task.skills,
            languages=task.languages, lead=task.lead, drop_before=task.drop_before,
        ).checked()  # fmt: skip
    except _Cell as wrong:
        faults.append(loaded.fault((*route, wrong.column), wrong.phrase, **wrong.values))
    except Refusal as refusal:
        faults.append(loaded.fault(route, refusal.phrase, **refusal.values))
    return None


class _Cell(Exception):
    """What is wrong with one cell."""

    def __init__(self, column: str, phrase: str, **values: object) -> None:
        super().__init__(column, phrase)
        self.column, self.phrase, self.values = column, phrase, values


def timing_in(cells: Mapping[str, str], zone: ZoneInfo) -> Timing:
    """When, from cells as a table has them. Raises _Cell for one that says nothing, Refusal for an end before start."""
    if session := cells.get("session", ""):
        return Tied(session, _number(cells, "before", 0), _number(cells, "after", 0))
    day = _read(cells, "day", day_in, "fault-date")
    if due := _read(cells, "due", lambda cell: moment_in(cell, day, zone), "fault-moment"):
        return Preparation(due)
    start = _read(cells, "start", lambda cell: moment_in(cell, day, zone), "fault-time")
    end = _read(cells, "end", lambda cell: moment_in(cell, day, zone), "fault-time")
    if start is None or end is None:
        raise _Cell("start" if start is None else "end", "fault-missing")
    if end <= start:
        raise _Cell("end", "task-end-before-start")
    return Fixed(start, end)


def _read(
    cells: Mapping[str, str], column: str, reader: Callable[[str], _ValueT], phrase: str
) -> _ValueT | None:
    cell = cells.get(column, "")
    try:
        return reader(cell) if cell else None
    except LookupError:
        raise _Cell(column, "agenda-csv-day-missing", seen=shown(cell)) from None
    except (OverflowError, ValueError):
        raise _Cell(column, phrase, seen=shown(cell)) from None


def _number(cells: Mapping[str, str], column: str, default: int) -> int:
    cell = cells.get(column, "")
    if not cell:
        return default
    if not (cell.isascii() and cell.isdigit() and len(cell) <= _MOST_DIGITS):
        raise _Cell(column, "fault-number", seen=shown(cell))
    return int(cell)


_NAMES = {
    "code": "id 编号",
    "title": "name task 任务 标题 名称",
    "title_zh": "中文标题",
    "title_en": "英文标题",
    "team": "role post 岗位 小组 组别",
    "place": "venue location 地点",
    "instructions": "description notes 工作说明 说明",
    "day": "date 日期",
    "start": "start_time begins 开始 开始时间",
    "end": "end_time ends 结束 结束时间",
    "session": "议题 场次",
    "before": "提前",
    "after": "延后",
    "due": "deadline 截止 截止时间",
    "min": "minimum min_needed 最少 最少人数",
    "max": "maximum max_needed places 人数 最多 最多人数",
    "skills": "skill 技能",
    "languages": "language 语言",
    "lead": "负责人",
    "drop_before": "退出期限",
}
_ALSO = {name: column for column, names in _NAMES.items() for name in names.split()}
_IN_LANGUAGE = {f"{name}_{tag}" for name in ("title", "place", "instructions") for tag in ("zh", "en")}
_KNOWN = {*_NAMES, *_IN_LANGUAGE}


def load_table(data: bytes, name: str, zone: ZoneInfo, teams: Mapping[str, Team]) -> Plan:
    """Read a table; `teams` are those known already. Raises Faults with the line and the column's name, all at once."""
    return _Table(data, name, zone, teams).plan()


class _Table:
    """One table being read."""

    def __init__(self, data: bytes, name: str, zone: ZoneInfo, teams: Mapping[str, Team]) -> None:
        self._name, self._zone = name, zone
        self._teams = dict(teams)
        self._codes: dict[str, int] = {}
        self._faults: list[Fault] = []
        try:
            text = decoded(AgendaFile(name, data))
            found = records(text, _delimiter(text))
        except TableError as broken:
            raise Faults([Fault(name, "agenda-csv-broken", broken.line, values={"reason": str(broken)})]) from broken
        (_, header), *self._records = found or [(1, [""])]
        self._columns = [_column(cell) for cell in header]
        self._check(header)

    def plan(self) -> Plan:
        drafts = [draft for line, record in self._records if (draft := self._draft(line, record))]
        if self._faults:
            raise Faults(self._faults)
        return Plan(tuple(self._teams.values()), tuple(drafts))

    def _check(self, header: list[str]) -> None:
        for seen, column in zip(header, self._columns, strict=True):
            if column not in _KNOWN and (near := nearest(column, _KNOWN - {*self._columns})):
                self._complain(1, shown(seen), "agenda-csv-column-near", near=near)
        for column in ("title", "team"):
            if not any(one.partition("_")[0] == column for one in self._columns):
                self._complain(1, column, "fault-missing")
        if self._faults:
            raise Faults(self._faults)

    def _draft(self, line: int, record: list[str]) -> Draft | None:
        cells = dict(zip(self._columns, (unescaped(cell.strip()).strip() for cell in record), strict=False))
        if not any(cells.values()):
            return None
        try:
            return self._read_draft(line, cells)
        except _Cell as wrong:
            self._complain(line, wrong.column, wrong.phrase, **wrong.values)
        except Refusal as refusal:
            self._complain(line, "", refusal.phrase, **refusal.values)
        return None

    def _read_draft(self, line: int, cells: dict[str, str]) -> Draft:
        title = _text(cells, "title")
        if not title:
            raise _Cell("title", "fault-missing")
        maximum = _number(cells, "max", _number(cells, "min", 1) or 1)
        lead = cells.get("lead", "")
        if lead and not (lead.isascii() and lead.isdigit() and 15 <= len(lead) <= 20):
            raise _Cell("lead", "fault-id", seen=shown(lead))
        drop = _number(cells, "drop_before", -1)
        draft = Draft(
            title=title,
            team=self._team(cells.get("team", "")),
            timing=timing_in(cells, self._zone),
            minimum=_number(cells, "min", min(1, maximum)),
            maximum=maximum,
            instructions=_text(cells, "instructions"),
            place=_text(cells, "place"),
            skills=tuple(listed(cells.get("skills", ""))),
            languages=tuple(listed(cells.get("languages", ""))),
            lead=int(lead) if lead else None,
            drop_before=None if drop < 0 else drop,
        ).checked()
        return replace(draft, code=self._own_code(line, cells, draft))

    def _own_code(self, line: int, cells: dict[str, str], draft: Draft) -> str:
        given = cells.get("code", "")
        if given and given in self._codes:
            raise _Cell("code", "agenda-code-twice", seen=shown(given), first=str(self._codes[given]))
        seed = given or "|".join([draft.team, *draft.title.every(), *draft.place.every(), repr(draft.timing)])
        fits = given.isascii() and 0 < len(given) <= 24
        code = given if fits else code_for(seed, self._codes)
        self._codes[code] = line
        return code

    def _team(self, name: str) -> str:
        if not name:
            raise _Cell("team", "fault-missing")
        wanted = normalise(name)
        for team in self._teams.values():
            if wanted in {team.code, *(normalise(own) for own in team.name.every())}:
                return team.code
        code = code_for(name, self._teams)
        self._teams[code] = Team(code, Text.of(name))
        return code

    def _complain(self, line: int, column: str, phrase: str, **values: object) -> None:
        self._faults.append(Fault(self._name, phrase, line, field=column, values=values))


def _text(cells: Mapping[str, str], column: str) -> Text:
    stated = {"zh-CN": cells.get(f"{column}_zh", ""), "en": cells.get(f"{column}_en", "")}
    return Text.of(stated) or Text.of(" ".join(cells.get(column, "").split()))


def _column(name: str) -> str:
    plain = re.sub(r"[\s_-]+", "_", name.strip().casefold())
    return _ALSO.get(plain, plain)


def _delimiter(text: str) -> str:
    line = text.removeprefix("\ufeff").lstrip("\r\n").partition("\n")[0]
    return max(",;\t", key=lambda one: sum(_column(name) in _KNOWN for name in _cells(line, one)))


def _cells(line: str, delimiter: str) -> Iterator[str]:
    return iter(next(csv.reader([line], delimiter=delimiter), []))


def windows_in(text: str, days: tuple[date, ...], zone: ZoneInfo) -> tuple[tuple[datetime, datetime], ...]:
    """When someone can: "2024-03-28 09:00-12:00; 29" or "3/28"; '' for always. Raises Refusal."""
    found = []
    for part in re.split("[;；,，、\n]", text):
        if not part.strip():
            continue
        plain = part.strip().replace("：", ":").replace("～", "-").replace("–", "-").replace("至", "-")
        seen = re.fullmatch(r"(?P<day>.+?)(?:\s+(?P<start>\d{1,2}:\d\d)\s*-\s*(?P<end>\d{1,2}:\d\d))?", plain)
        day = _day(seen["day"], days) if seen else None
        if seen is None or day is None:
            raise Refusal("task-when-unclear", seen=part.strip()[:60])
        try:
            start = moment_in(seen["start"] or "00:00", day, zone)
            end = moment_in(seen["end"] or "24:00", day, zone)
        except ValueError:
            raise Refusal("task-when-unclear", seen=part.strip()[:60]) from None
        if end <= start:
            raise Refusal("task-when-unclear", seen=part.strip()[:60])
        found.append((start, end))
    return tuple(found)


def _day(text: str, days: tuple[date, ...]) -> date | None:
    numbers = [int(number) for number in re.findall(r"\d{1,4}", text[:40])]
    for day in days:
        if numbers in ([day.year, day.month, day.day], [day.month, day.day], [day.day]):
            return day
    return None
