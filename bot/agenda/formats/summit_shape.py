"""The keys of our own agenda format and what their values may be; `summit_yaml` tells what they mean."""

import re
from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.agenda.codes import is_code
from bot.agenda.formats.frab import moment_of
from bot.agenda.formats.times import Zone
from bot.agenda.formats.vocabulary import language_tag, web_address
from bot.agenda.model import CODE_LENGTH, Kind, PartOfDay, Status, Text
from bot.core.validation import misfit
from bot.core.yaml_syntax import shown

_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
_LATEST = timedelta(hours=36)

def _text(value: object) -> Text:
    if value is None or isinstance(value, str | Text):
        return Text.of(value)
    if not isinstance(value, dict) or not all(isinstance(wording, str) for wording in value.values()):
        raise misfit("agenda-text", seen=shown(str(value)))
    for tag in value:
        _language(tag)
    return Text.of(value)


def _language(value: object) -> str:
    if value is None or value == "":
        return ""
    if not isinstance(value, str) or not language_tag(value):
        raise misfit("agenda-language", seen=shown(str(value)))
    return value


def _time(value: object) -> timedelta | datetime | None:
    """Time since the day's midnight on the wall clock, or a moment."""
    if value is None:
        return None
    seen = value if isinstance(value, str) else ""
    if clock := _CLOCK.fullmatch(seen):
        since = timedelta(hours=int(clock[1]), minutes=int(clock[2]))
        if since < _LATEST:
            return since
    elif "T" in seen or " " in seen:
        try:
            return moment_of(seen)
        except ValueError:
            pass
    raise misfit("agenda-time", seen=shown(str(value)))


def _code(value: object) -> str:
    if not isinstance(value, str) or not is_code(value):
        raise misfit("agenda-code", seen=shown(str(value)), limit=str(CODE_LENGTH))
    return value


def _address(value: object) -> str:
    if value is None or value == "":
        return ""
    if not isinstance(value, str) or not web_address(value):
        raise misfit("fault-address", seen=shown(str(value)))
    return value


def _blank(value: object) -> object:
    return "" if value is None else value


def _day(value: date) -> date:
    if not 1970 <= value.year <= 2200:
        raise misfit("fault-date", seen=str(value))
    return value


_Day = Annotated[date, AfterValidator(_day)]
_Time = Annotated[timedelta | datetime | None, BeforeValidator(_time)]
_Wording = Annotated[Text, BeforeValidator(_text)]
_Code = Annotated[str, BeforeValidator(_code)]
_Name = Annotated[str, BeforeValidator(_blank)]


class Keys(BaseModel):
    """A mapping with these keys and no others."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Place(Keys):
    """When and where something is: a block's for all its sessions, or a session's own."""

    title: _Wording
    day: _Day | None = None
    part: PartOfDay | None = None
    start: _Time = None
    end: _Time = None
    room: _Name = ""
    rooms: tuple[str, ...] = ()
    track: _Name = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> "Place":
        if {"room", "rooms"} <= self.model_fields_set:
            raise misfit("agenda-room-and-rooms")
        return self


class Person(Keys):
    """A speaker; a bare name will do."""

    name: _Wording
    affiliation: _Wording = Text()

    @model_validator(mode="before")
    @classmethod
    def _or_name(cls, value: object) -> object:
        return {"name": value} if isinstance(value, str) else value


class Entry(Place):
    """A session as it is written."""

    code: _Code | None = None
    block: _Name = ""
    position: int | None = Field(default=None, ge=0)
    kind: Kind = Kind.TALK
    language: Annotated[str, BeforeValidator(_language)] = ""
    speakers: tuple[Person, ...] = ()
    abstract: _Wording = Text()
    status: Status = Status.SCHEDULED
    chatham_house: bool = False
    questions: bool = False
    source_id: _Name = ""
    url: Annotated[str, BeforeValidator(_address)] = ""


class Agenda(Keys):
    """The whole file."""

    summit: _Wording = Text()
    timezone: Zone | None = None
    rooms: dict[_Code, _Wording] = {}
    tracks: dict[_Code, _Wording] = {}
    blocks: dict[_Code, Place] = {}
    sessions: tuple[Entry, ...]


class Clock(BaseModel):
    """The file's zone alone, for checking times in a file with other faults."""

    model_config = ConfigDict(extra="ignore", arbitrary_types_allowed=True)

    timezone: Zone | None = None
