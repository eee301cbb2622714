"""An agenda file's bytes as text, as JSON, and as JSON of a stated shape; what is wrong is told by line and field."""

import json
from functools import lru_cache
from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from bot.agenda.formats import AgendaFile
from bot.core.marked_yaml import Loaded, field_name, load_yaml
from bot.core.refusal import Fault, Faults
from bot.core.validation import phrase_of
from bot.core.yaml_syntax import shown

_Shape = TypeVar("_Shape", bound=BaseModel)


class Entry(BaseModel):
    """Base of the shapes that strangers' JSON must have: what we do not read may be there and is left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


Words = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
"""A text that may be null, which reads as ''."""


def text_of(file: AgendaFile) -> str:
    """The file as text, without a byte order mark. Raises Faults when it is not UTF-8."""
    try:
        return file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.data[: error.start].count(b"\n") + 1
        raise Faults([Fault(file.name, "file-not-utf8", line)]) from error


def json_of(file: AgendaFile) -> Any:
    """The file's JSON, which a reader must not change.

    Raises Faults, with line and column where they are known: not UTF-8, not JSON, a key that is there twice, NaN or
    Infinity, nested deeper than can be read.
    """
    return _parsed(file)


def json_seen(file: AgendaFile) -> Any:
    """The file's JSON; None when it is something else or broken. For recognising."""
    if not looks_like_json(file):
        return None
    try:
        return _parsed(file)
    except Faults:
        return None


def looks_like_json(file: AgendaFile) -> bool:
    """Whether the file begins as JSON does, broken or not."""
    return file.data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))


def json_shaped(shape: type[_Shape], file: AgendaFile) -> _Shape:
    """The file's JSON in the shape of a pydantic model (a RootModel for a list). Raises Faults: every deviation."""
    data = json_of(file)
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        deviations = error.errors(include_url=False)
    raise Faults(_deviations(shape, file, deviations))


def forget() -> None:
    """Let go of the JSON that was read last."""
    _parsed.cache_clear()


@lru_cache(maxsize=1)  # every reader looks at a file before one of them reads it
def _parsed(file: AgendaFile) -> Any:
    text = text_of(file)
    try:
        data = json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_constant)
        return _whole(data) if "\\ud" in text.lower() else data
    except json.JSONDecodeError as error:
        values: dict[str, object] = {"reason": error.msg}
        raise Faults([Fault(file.name, "agenda-json-broken", error.lineno, error.colno, values=values)]) from error
    except RecursionError as error:
        raise Faults([Fault(file.name, "agenda-json-deep")]) from error
    except ValueError as error:
        loaded = _with_lines(file)
        unfit = Fault(file.name, "agenda-json-broken", values={"reason": str(error)})
        doubled = [fault for fault in (loaded.faults if loaded else ()) if fault.phrase == "yaml-double-key"]
        raise Faults(doubled or [unfit]) from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        keys = [key for key, _ in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {shown(double)} is there twice")
    return made


def _whole(value: Any) -> Any:
    """`value` with U+FFFD for halves of characters, which JSON can write as escapes and no text can hold."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_whole(one) for one in value]
        case dict():
            return {_whole(key): _whole(one) for key, one in value.items()}
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _deviations(shape: type[BaseModel], file: AgendaFile, deviations: list[ErrorDetails]) -> list[Fault]:
    loaded = _with_lines(file)
    faults = []
    for wrong in deviations:
        route = wrong["loc"]
        phrase, values = phrase_of(shape, route, wrong)
        line, column = loaded.line_of(route) if loaded else (None, None)
        faults.append(Fault(file.name, phrase, line, column, field_name(route), values))
    return faults


def _with_lines(file: AgendaFile) -> Loaded | None:
    """JSON read as the YAML that it nearly is, to find lines; None for what only JSON may, or when it is too large."""
    try:
        return load_yaml(file.data, file.name)
    except Faults:
        return None
