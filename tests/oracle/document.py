"""Discord's OpenAPI document, made as strict as the documentation: one validator for each route that takes a body.

Source of the format: OpenAPI 3.1 as published in discord/discord-api-spec; `shared/discord/PROVENANCE.md` names the
commit. The document allows unknown keys and describes itself as a preview, so `read` closes every object, adds the keys
that discord.py sends and Discord documents, and adds the documented limits that one value alone can break. What needs
more than one value to judge is in `messages` and `commands`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs

Schema = dict[str, Any]

PATH = (Path(__file__).parents[2] / ".." / "shared" / "discord" / "openapi.json").resolve()
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
REFERENCE = "#/components/schemas/"

# Interactions: application commands, "Application Command Naming". CWL are the letters with a lower-case variant.
NAME = r"^(?:(?!\p{CWL})[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]){1,32}$"
NOT_BLANK = r"\S"
LOCALIZED = {"name_localizations", "description_localizations"}
# Documented as strings of digits, and sent so; the document knows integers only.
PERMISSIONS = {"permissions", "allow", "deny", "default_member_permissions"}

COMMANDS = ("ApplicationCommandCreateRequest", "ApplicationCommandUpdateRequest")
EDITS = (
    "MessageEditRequestPartial",
    "IncomingWebhookUpdateRequestPartial",
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial",
)


class Extra(NamedTuple):
    """Keys that discord.py 2.7.1 sends and the document lacks; `schemas` by name, or by route where it has none."""

    schemas: tuple[str, ...]
    keys: Mapping[str, Schema]
    reason: str


EXTRAS = (
    Extra(COMMANDS, {"nsfw": {"type": "boolean"}}, "documented"),
    Extra(EDITS, {"tts": {"const": False}}, "sent as false with every edit; Discord ignores it"),
    Extra(("RichEmbed",), {"flags": {"type": "integer"}}, "sent as 0 with every embed; Discord ignores it"),
    Extra(
        ("MessageAttachmentRequest",),
        {
            "size": {"type": "integer"},
            "url": {"type": "string"},
            "proxy_url": {"type": "string"},
            "spoiler": {"type": "boolean"},
            "height": {"type": "integer"},
            "width": {"type": "integer"},
            "content_type": {"type": "string"},
        },
        "an edit that keeps an attachment sends back what Discord told about it, as documented",
    ),
    Extra(("ComponentEmojiForRequest",), {"animated": {"type": "boolean"}}, "documented as part of a partial emoji"),
    Extra(
        ("PUT /channels/{channel_id}/permissions/{overwrite_id}",),
        {"id": {"$ref": f"{REFERENCE}SnowflakeType"}},
        "the overwrite's id stands in the path as well; Discord ignores it",
    ),
)


@dataclass(frozen=True, slots=True)
class Route:
    """One method and path template of the document; `validator` is None where it takes no body."""

    method: str
    template: str
    validator: Any
    required: bool


def _named(schema: Schema) -> str | None:
    reference = schema.get("$ref", "")
    return reference.removeprefix(REFERENCE) if reference.startswith(REFERENCE) else None


def _tags(branches: Sequence[Schema], key: str, schemas: Mapping[str, Schema]) -> list[list[Any]] | None:
    """The values of `key` that choose each branch; None where they do not choose exactly one."""
    names = [_named(branch) for branch in branches]
    tags = [schemas[name].get("properties", {}).get(key, {}).get("enum", []) if name else [] for name in names]
    flat = list(chain.from_iterable(tags))
    return tags if all(tags) and len(flat) == len(set(flat)) else None


def _union(branches: list[Schema], schemas: Mapping[str, Schema]) -> Schema | None:
    """The same union with its branch chosen first, so that a fault is told where it is and not at the root."""
    if all("const" in branch for branch in branches):
        return {"enum": [branch["const"] for branch in branches]}
    if len(branches) == 2 and {"type": "null"} in branches:
        other = next(branch for branch in branches if branch != {"type": "null"})
        return {"if": {"type": "null"}, "else": other}
    for key in ("type", "entity_type", "trigger_type"):
        if tags := _tags(branches, key, schemas):
            chosen = [
                {"if": {"properties": {key: {"enum": values}}, "required": [key]}, "then": branch}
                for values, branch in zip(tags, branches, strict=True)
            ]
            every = {"enum": list(chain.from_iterable(tags))}
            return {"type": "object", "properties": {key: every}, "required": [key], "allOf": chosen}
    return None


def _strict(node: Any, schemas: Mapping[str, Schema]) -> Any:
    """A copy of a schema in which objects are closed and unions are chosen by their tag."""
    if isinstance(node, list):
        return [_strict(item, schemas) for item in node]
    if not isinstance(node, dict):
        return node
    result = {key: _strict(value, schemas) for key, value in node.items()}
    for keyword in ("oneOf", "anyOf"):
        if isinstance(result.get(keyword), list) and (union := _union(result[keyword], schemas)):
            del result[keyword]
            result |= union
    if isinstance(properties := node.get("properties"), dict) and "$ref" not in node:
        result.setdefault("additionalProperties", False)
        for key in LOCALIZED & properties.keys():
            result["properties"][key]["propertyNames"] = {"$ref": f"{REFERENCE}AvailableLocalesEnum"}
        for key in PERMISSIONS & properties.keys():
            if properties[key].get("type") == ["integer", "null"]:
                result["properties"][key] |= {"type": ["integer", "string", "null"], "pattern": r"^\d+$"}
    return result


def _add_command_limits(schemas: dict[str, Schema]) -> None:
    chat = {
        "properties": {
            "name": {"pattern": NAME},
            "name_localizations": {"additionalProperties": {"pattern": NAME}},
            "description": {"type": "string", "minLength": 1},
        },
        "required": ["description"],
    }
    menu = {"properties": {"type": {"enum": [2, 3, 4]}}, "required": ["type"]}
    for name in COMMANDS:
        schemas[name] |= {
            "if": menu,
            "then": {"properties": {"description": {"maxLength": 0}, "options": {"maxItems": 0}}},
            "else": chat,
        }
    for name, schema in schemas.items():
        if name.startswith("ApplicationCommand") and name.endswith("Option"):
            schema["properties"]["name"]["pattern"] = NAME
            schema["properties"]["name_localizations"]["additionalProperties"]["pattern"] = NAME
    schemas["ApplicationCommandOptionStringChoice"]["properties"]["value"]["maxLength"] = 100


def _add_limits(schemas: dict[str, Schema]) -> None:
    """The documented limits on a single value that the document lacks."""
    _add_command_limits(schemas)
    schemas["SnowflakeType"] |= {"type": ["string", "integer"], "minimum": 0}
    for name in ("MessageCreateRequest", "MessageEditRequestPartial"):
        schemas[name]["properties"]["content"]["maxLength"] = 2000
    schemas["ModalInteractionCallbackRequestData"]["properties"]["components"]["maxItems"] = 5
    for key in ("name", "value"):
        schemas["RichEmbedField"]["properties"][key]["pattern"] = NOT_BLANK
    for name, schema in schemas.items():
        if "ScheduledEvent" in name and "Request" in name and "name" in schema.get("properties", {}):
            schema["properties"]["name"]["pattern"] = NOT_BLANK
    external = schemas["ExternalScheduledEventCreateRequest"]
    external["required"] = [*external["required"], "scheduled_end_time"]
    external["properties"]["scheduled_end_time"]["type"] = "string"


def _add_extras(schemas: dict[str, Schema]) -> None:
    for extra in EXTRAS:
        for name in extra.schemas:
            schemas[name]["properties"] |= extra.keys


def read(path: Path = PATH) -> list[Route]:
    """Every route of the document at `path`. Raises FileNotFoundError where there is none."""
    document = json.loads(path.read_text(encoding="utf-8"))
    plain = document["components"]["schemas"]
    schemas = {name: _strict(schema, plain) for name, schema in plain.items() if not name.endswith("Response")}
    operations = {
        (method, template): item[method.lower()]
        for template, item in document["paths"].items()
        for method in METHODS
        if method.lower() in item
    }
    bodies = {
        f"{method} {template}": _strict(schema, plain)
        for (method, template), operation in operations.items()
        if (schema := _body_schema(operation))
    }
    _add_extras(schemas | bodies)
    _add_limits(schemas)
    registry = jsonschema_rs.Registry([("urn:discord", {"components": {"schemas": schemas}})])
    return [
        Route(method, template, validator, operation.get("requestBody", {}).get("required", False))
        for (method, template), operation in operations.items()
        for validator in [_validator(bodies.get(f"{method} {template}"), registry)]
    ]


def _body_schema(operation: Schema) -> Schema | None:
    content: dict[str, Schema] = operation.get("requestBody", {}).get("content", {})
    media = content.get("application/json") or next(iter(content.values()), {})
    return media.get("schema")


def _validator(schema: Schema | None, registry: Any) -> Any:
    if schema is None:
        return None
    absolute = json.loads(json.dumps(schema).replace(f'"{REFERENCE}', f'"urn:discord{REFERENCE}'))
    return jsonschema_rs.Draft202012Validator(absolute, registry=registry, validate_formats=True)


def faults(validator: Any, body: Any) -> Iterator[str]:
    """What a body breaks, one `place: what` for each; where a union has no tag, the faults of its nearest branch."""
    for error in validator.iter_errors(body):
        yield from _told(error)


def _told(error: Any) -> Iterator[str]:
    if branches := getattr(error.kind, "context", None):
        nearest = min(branches, key=lambda inner: (any(_is_elsewhere(error, fault) for fault in inner), len(inner)))
        for inner in nearest:
            yield from _told(inner)
        return
    yield f"{place(error.instance_path)}: {_short(error.message)}"


def _is_elsewhere(union: Any, fault: Any) -> bool:
    return bool(fault.kind.name == "type" and fault.instance_path == union.instance_path)


def place(path: Sequence[str | int]) -> str:
    """A path in a body as people write it: `data.components[0].label`; `body` for the root."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return steps.removeprefix(".") or "body"


def _short(message: str, limit: int = 160) -> str:
    half = limit // 2
    return message if len(message) <= limit else f"{message[:half]} … {message[-half:]}"
