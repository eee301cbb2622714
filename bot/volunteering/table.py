"""Tasks from tables that anybody can write in a spreadsheet.

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
from collections.abc import Iterator, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.agenda.codes import code_for
from bot.agenda.formats import AgendaFile
from bot.agenda.formats.csv_cells import TableError, decoded, listed, records, unescaped
from bot.agenda.model import Text
from bot.agenda.normal import normalise
from bot.core.refusal import Fault, Faults, Refusal
from bot.core.validation import nearest
from bot.core.yaml_syntax import shown
from bot.volunteering.cells import CellFault, Plan, number_in, timing_in
from bot.volunteering.model import Draft, Team

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
        except CellFault as wrong:
            self._complain(line, wrong.column, wrong.phrase, **wrong.values)
        except Refusal as refusal:
            self._complain(line, "", refusal.phrase, **refusal.values)
        return None

    def _read_draft(self, line: int, cells: dict[str, str]) -> Draft:
        title = _text(cells, "title")
        if not title:
            raise CellFault("title", "fault-missing")
        maximum = number_in(cells, "max", number_in(cells, "min", 1) or 1)
        lead = cells.get("lead", "")
        if lead and not (lead.isascii() and lead.isdigit() and 15 <= len(lead) <= 20):
            raise CellFault("lead", "fault-id", seen=shown(lead))
        drop = number_in(cells, "drop_before", -1)
        draft = Draft(
            title=title,
            team=self._team(cells.get("team", "")),
            timing=timing_in(cells, self._zone),
            minimum=number_in(cells, "min", min(1, maximum)),
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
            raise CellFault("code", "agenda-code-twice", seen=shown(given), first=str(self._codes[given]))
        seed = given or "|".join([draft.team, *draft.title.every(), *draft.place.every(), repr(draft.timing)])
        fits = given.isascii() and 0 < len(given) <= 24
        code = given if fits else code_for(seed, self._codes)
        self._codes[code] = line
        return code

    def _team(self, name: str) -> str:
        if not name:
            raise CellFault("team", "fault-missing")
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
