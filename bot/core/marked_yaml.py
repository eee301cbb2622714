"""YAML that remembers its lines: files become plain data, and what is wrong with them is told by line and column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # not in the stubs
from yaml.resolver import Resolver

from bot.core.refusal import Fault, Faults
from bot.core.validation import phrase_of
from bot.core.yaml_syntax import DEEPEST, LARGEST, TOO_DEEP, decoded, shown, syntax_fault, too_large

MOST = 200_000
"""Values in one file, each alias counted as all that it stands for."""

Route = tuple[str | int, ...]
"""The way to a value: keys and positions, `("sessions", 3, "start")`."""

Spot = tuple[int, int]
"""Line and column, both from 1."""

_Model = TypeVar("_Model", bound=BaseModel)
_TAG = "tag:yaml.org,2002:"
_TEXTS = {_TAG + name for name in ("str", "timestamp", "value")}
_READER = SafeConstructor()
_PLAIN_BOOLS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file's data, and where each part of it stands.

    Mappings are dicts with string keys. Dates and times stay the strings that were written; so do `yes`, `no`, `on` and
    `off`. By route, `spots` tells where a value stands (a list or mapping: where its key does), `key_spots` where its
    key is. `faults` are those that left the data readable: `validated` raises them together with its own.
    """

    file: str
    data: Any
    spots: Mapping[Route, Spot] = field(repr=False)
    key_spots: Mapping[Route, Spot] = field(repr=False)
    faults: tuple[Fault, ...] = ()

    def line_of(self, route: Route) -> Spot:
        """Where the value at `route` stands; where nothing stands there, its nearest ancestor that exists."""
        return self.spots[self.nearest(route)]

    def nearest(self, route: Route) -> Route:
        """`route` cut down to the part of it that exists."""
        while route and route not in self.spots:
            route = route[:-1]
        return route

    def fault(self, route: Route, phrase: str, **values: object) -> Fault:
        """A fault of the value at `route`; of its nearest ancestor where there is none."""
        line, column = self.line_of(route)
        return Fault(self.file, phrase, line, column, field_name(route), dict(values))


def field_name(route: Route) -> str:
    """A route as people read it: `sessions[3].start`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in route)
    return "".join(steps).removeprefix(".")


def read_yaml(path: Path) -> Loaded:
    """Load a file, named in faults as `path` is written. Raises Faults, also when it cannot be read."""
    file = str(path)
    try:
        if (size := path.stat().st_size) > LARGEST:
            raise Faults([too_large(file, size)])
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise Faults([Fault(file, "file-missing")]) from error
    except OSError as error:
        raise Faults([Fault(file, "file-unreadable", values={"reason": error.strerror or str(error)})]) from error
    return load_yaml(content, file)


def load_yaml(content: bytes, file: str) -> Loaded:
    """Load one YAML document; an empty one is None. `file` is its name in faults.

    Raises Faults when it is not UTF-8, not YAML or over a limit. The `faults` of the result tell of keys written twice,
    numbers that were not written as numbers (10:15), tags and merges. No tag is ever executed.
    """
    if len(content) > LARGEST:
        raise Faults([too_large(file, len(content))])
    text = decoded(content, file)
    try:
        root = _Nodes(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        raise Faults([syntax_fault(file, text, error)]) from error
    plain = _Plain(file)
    data = plain.value(root, ()) if root else None
    return Loaded(file, data, {(): (1, 1)} | plain.spots, plain.key_spots, tuple(plain.faults))


def validated(model: type[_Model], loaded: Loaded, context: object = None) -> _Model:
    """The model that the data describe. Raises Faults with everything that does not fit, each with its line and field.

    A validator of the model says what is wrong by raising `bot.core.validation.misfit`; it finds `context` in its info.
    """
    faults = list(loaded.faults)
    try:
        valid = model.model_validate({} if loaded.data is None else loaded.data, context=context)
    except ValidationError as error:
        told = {fault.field for fault in faults} - {""}
        misfits = [_misfit_fault(model, loaded, wrong) for wrong in error.errors(include_url=False)]
        faults += [fault for fault in misfits if fault.field not in told]
    if faults:
        raise Faults(sorted(faults, key=lambda fault: (fault.line or 0, fault.column or 0)))
    return valid


def _misfit_fault(model: type[BaseModel], loaded: Loaded, wrong: ErrorDetails) -> Fault:
    route = loaded.nearest(wrong["loc"])
    phrase, values = phrase_of(model, route, wrong)
    spots = loaded.key_spots if wrong["type"] == "extra_forbidden" else loaded.spots
    line, column = spots[route]
    name = wrong["loc"][: len(route) + 1] if wrong["type"] == "missing" else route
    return Fault(loaded.file, phrase, line, column, field_name(name), values)


class _Nodes(Composer, CParser, Resolver):
    """libyaml's parser with the composer in Python: the one in C crashes the process on deep nesting."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        Composer.__init__(self)
        Resolver.__init__(self)
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self._depth >= DEEPEST:
            raise yaml.MarkedYAMLError(problem=TOO_DEEP, problem_mark=_mark(self.peek_event()))
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


class _Plain:
    """Makes plain data of nodes, and collects spots and faults on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.spots: dict[Route, Spot] = {}
        self.key_spots: dict[Route, Spot] = {}
        self.faults: list[Fault] = []

    def value(self, node: yaml.Node, route: Route) -> Any:
        if len(self.spots) >= MOST:
            raise Faults([self._fault(node, route, "yaml-too-many", limit=MOST)])
        if len(route) > DEEPEST:  # an alias that stands inside what it stands for
            raise Faults([self._fault(node, route, "yaml-too-deep", limit=DEEPEST)])
        self.spots[route] = _spot(node)
        if isinstance(node, yaml.MappingNode) and node.tag == _TAG + "map":
            return self._mapping(node, route)
        if isinstance(node, yaml.SequenceNode) and node.tag == _TAG + "seq":
            return [self.value(item, (*route, place)) for place, item in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, route)
        self.faults.append(self._fault(node, route, "yaml-tag", seen=node.tag.removeprefix(_TAG)))
        return None

    def _mapping(self, node: yaml.MappingNode, route: Route) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag == _TAG + "merge":
                self.faults.append(self._fault(key_node, route, "yaml-key"))
                continue
            key = str(key_node.value)
            way = (*route, key)
            if key in made:
                first = self.key_spots[way][0]
                self.faults.append(self._fault(key_node, way, "yaml-double-key", key=shown(key), first=str(first)))
                continue
            made[key] = self.value(value_node, way)
            self.key_spots[way] = _spot(key_node)
            if not (isinstance(value_node, yaml.ScalarNode) and value_node.value):
                self.spots[way] = _spot(key_node)
        return made

    def _scalar(self, node: yaml.ScalarNode, route: Route) -> str | int | float | bool | None:
        written = str(node.value)
        match node.tag.removeprefix(_TAG):
            case "null":
                return None
            case "bool":
                return _PLAIN_BOOLS.get(written.lower(), written)
            case "int" | "float" as kind:
                return self._number(node, route, kind)
            case _ if node.tag in _TEXTS:
                return written
            case other:
                self.faults.append(self._fault(node, route, "yaml-tag", seen=other))
                return None

    def _number(self, node: yaml.ScalarNode, route: Route, kind: str) -> int | float | str | None:
        """A number that says what was written; 10:15, 0x1F and 010 are numbers to YAML, and others than they seem."""
        written = str(node.value)
        try:
            number = _READER.construct_yaml_int(node) if kind == "int" else _READER.construct_yaml_float(node)
        except ValueError:  # an explicit !!int before something else
            self.faults.append(self._fault(node, route, "yaml-tag", seen=kind))
            return None
        if (kind == "int" and str(number) != written) or ":" in written:
            fault = self._fault(node, route, "yaml-number", seen=shown(written), number=shown(str(number)))
            self.faults.append(fault)
            return written
        return number

    def _fault(self, node: yaml.Node, route: Route, phrase: str, **values: object) -> Fault:
        line, column = _spot(node)
        return Fault(self.file, phrase, line, column, field_name(route), dict(values))


def _spot(node: yaml.Node) -> Spot:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _mark(event: yaml.Event | None) -> Any:
    return event.start_mark if event else None
