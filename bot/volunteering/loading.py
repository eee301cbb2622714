"""`config/volunteering.yaml`: teams, and tasks with codes of their own."""

import re
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, StringConstraints

from bot.agenda.bilingual import Bilingual, MaybeBilingual
from bot.agenda.model import Text
from bot.core.marked_yaml import Loaded, read_yaml, validated
from bot.core.refusal import Fault, Faults, Refusal
from bot.core.validation import FileModel, misfit
from bot.volunteering.cells import MOST_DIGITS, CellFault, Plan, timing_in
from bot.volunteering.model import Draft, Team


def _code(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,22}[a-z0-9])?", value):
        return value
    raise misfit("fault-task-code", seen=str(value))


def _member(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and 15 <= len(str(value)) <= 20:
        return value
    raise misfit("fault-id", seen=str(value))


def _count(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**MOST_DIGITS:
        return value
    raise misfit("fault-number", seen=str(value))


def _role(value: Any) -> Any:
    if isinstance(value, str) and 0 < len(value.strip()) <= 100 and value.strip() != "@everyone":
        return value.strip()
    return _member(value)


Code = Annotated[str, BeforeValidator(_code)]
Member = Annotated[int, BeforeValidator(_member)]
Role = Annotated[str | int, BeforeValidator(_role)]
Count = Annotated[int, BeforeValidator(_count)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]


class TeamFile(FileModel):
    """A team of config/volunteering.yaml."""

    name: Bilingual
    lead: Member | None = None
    role: Role | None = None


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
    roles = {code: str(team.role) for code, team in file.teams.items() if team.role is not None}
    return Plan(teams, tuple(drafts), roles)


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
    except CellFault as wrong:
        faults.append(loaded.fault((*route, wrong.column), wrong.phrase, **wrong.values))
    except Refusal as refusal:
        faults.append(loaded.fault(route, refusal.phrase, **refusal.values))
    return None
