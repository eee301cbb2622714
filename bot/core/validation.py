"""What pydantic found wrong with a file, as phrases that an organiser understands."""

import difflib
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from bot.core.yaml_syntax import shown

_PHRASES = {
    "missing": "fault-missing",
    "string_type": "fault-text",
    "string_too_short": "fault-empty",
    "too_short": "fault-empty",
    "string_too_long": "fault-too-long",
    "too_long": "fault-too-many",
    "int_type": "fault-number",
    "int_parsing": "fault-number",
    "int_from_float": "fault-number",
    "float_type": "fault-number",
    "float_parsing": "fault-number",
    "bool_type": "fault-yes-or-no",
    "bool_parsing": "fault-yes-or-no",
    "dict_type": "fault-mapping",
    "mapping_type": "fault-mapping",
    "model_type": "fault-mapping",
    "model_attributes_type": "fault-mapping",
    "list_type": "fault-list",
    "tuple_type": "fault-list",
    "date_type": "fault-date",
    "date_parsing": "fault-date",
    "date_from_datetime_parsing": "fault-date",
    "time_type": "fault-time",
    "time_parsing": "fault-time",
    "datetime_type": "fault-moment",
    "datetime_parsing": "fault-moment",
    "datetime_from_date_parsing": "fault-moment",
    "url_type": "fault-address",
    "url_parsing": "fault-address",
    "url_scheme": "fault-address",
}


class FileModel(BaseModel):
    """Base of what files are read into: frozen, unknown keys refused, a key without a value is as if left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_nothing(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        known = {name for name, _ in _named(cls)}
        return {key: value for key, value in data.items() if value is not None or key not in known}


def misfit(phrase: str, **values: str | int) -> PydanticCustomError:
    """What a validator raises to say, with a phrase of its own, why a value does not fit."""
    short = {name: shown(value, 200) if isinstance(value, str) else value for name, value in values.items()}
    return PydanticCustomError(phrase, phrase, short)


def nearest(seen: str, known: Iterable[str]) -> str | None:
    """The known word that `seen` was probably meant to be, if any comes near; upper and lower case do not matter."""
    words = {word.casefold(): word for word in known}
    close = difflib.get_close_matches(seen.casefold(), words, n=1, cutoff=0.6)
    return words[close[0]] if close else None


def choice(phrase: str, seen: object, known: Iterable[str]) -> PydanticCustomError:
    """As `misfit`, for a value that is none of the `known` ones: `<phrase>` has `seen` and `known`.

    Where one comes near, the phrase is `<phrase>-near` and has `near` instead of `known`.
    """
    key, values = _near_or_known(phrase, seen, [*known])
    return misfit(key, **values)


def phrase_of(
    model: type[BaseModel], route: tuple[str | int, ...], wrong: ErrorDetails
) -> tuple[str, dict[str, object]]:
    """The phrase and its values for one of pydantic's errors about the value at `route` of `model`'s data."""
    kind, context = wrong["type"], wrong.get("ctx", {})
    seen = _written(wrong["input"])
    if "-" in kind:  # pydantic's own types have underscores, our phrases hyphens
        return kind, {**context}
    if kind == "extra_forbidden":
        return _near_or_known("fault-unknown-key", route[-1], _fields(model, route[:-1]))
    if kind in {"enum", "literal_error"}:
        return _near_or_known("fault-choice", seen, re.findall(r"'([^']*)'", context["expected"]))
    if phrase := _PHRASES.get(kind):
        return phrase, {"seen": seen, "limit": str(context.get("max_length", ""))}
    return "fault-other", {"seen": seen, "reason": wrong["msg"].removeprefix("Value error, ")}


def _near_or_known(phrase: str, seen: object, known: list[str]) -> tuple[str, dict[str, Any]]:
    text = _written(seen)
    if near := nearest(text, known):
        return f"{phrase}-near", {"seen": text, "near": near}
    return phrase, {"seen": text, "known": shown(", ".join(known), 200)}


def _written(value: object) -> str:
    return shown(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str))


def _fields(model: type[BaseModel], route: tuple[str | int, ...]) -> list[str]:
    """The keys that the mapping at `route` may have. Steps that are no fields are keys of a dict, or list positions."""
    models = [model]
    for step in route:
        inside = [field.annotation for one in models for name, field in _named(one) if name == step]
        models = [found for annotation in inside for found in _models(annotation)] or models
    return [name for one in models for name, _ in _named(one)]


def _named(model: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    return ((field.alias or name, field) for name, field in model.model_fields.items())


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
