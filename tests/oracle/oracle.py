"""Requests checked by route: the document's schema first, then the limits that it lacks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, Protocol

import discord
import orjson
import pytest
from discord.webhook.async_ import interaction_message_response_params

from tests.oracle import commands, document, messages

REPLY, UPDATE, MODAL = 4, 7, 9
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
MESSAGES = re.compile(
    r"/channels/\{\w+\}/messages(/\{\w+\})?"
    r"|/webhooks/\{\w+\}/\{\w+\}(/messages/(@original|\{\w+\}))?"
)


class Violation(AssertionError):
    """A request that Discord would refuse. `faults` tells each as `place: what`."""

    def __init__(self, request: str, faults: Sequence[str]) -> None:
        super().__init__("\n  ".join((f"{request}: {len(faults)} fault(s)", *faults)))
        self.request = request
        self.faults = tuple(faults)


class Request(Protocol):
    """What simcord records of a request (`simcord.HttpLogEntry`); `json` is None where it had no body."""

    @property
    def method(self) -> str: ...

    @property
    def path(self) -> str: ...

    @property
    def json(self) -> Any: ...


class Oracle:
    """Checks request bodies. Made once by `Oracle.load()`."""

    def __init__(self, routes: Sequence[document.Route]) -> None:
        self._routes: dict[tuple[str, int], list[tuple[list[str], document.Route]]] = {}
        for route in routes:
            segments = route.template.strip("/").split("/")
            self._routes.setdefault((route.method, len(segments)), []).append((segments, route))

    @staticmethod
    def available() -> bool:
        """Whether Discord's document is there."""
        return document.PATH.is_file()

    @staticmethod
    def load() -> "Oracle":
        """The oracle, read once in a process. Skips the calling test or module where the document is absent."""
        if not Oracle.available():
            pytest.skip("Discord's openapi.json is not in ../shared/discord", allow_module_level=True)
        return _read()

    def check(self, method: str, path: str, body: Any = None) -> None:
        """Hold one request against its route. `path` with or without `/api/v10`, address and query.

        Raises Violation with every fault, also for a route that Discord does not have.
        """
        if faults := self.faults(method, path, body):
            raise Violation(f"{method.upper()} {_plain(path)}", faults)

    def faults(self, method: str, path: str, body: Any = None) -> list[str]:
        """What `check` would raise, as a list; empty for a request that passes."""
        route = self._route(method, path)
        if route is None:
            return ["path: Discord has no such route"]
        if body is None:
            return ["body: missing"] if route.required else []
        if route.validator is None:
            return ["body: this route takes none"]
        sent = orjson.loads(orjson.dumps(body))
        return [*document.faults(route.validator, sent), *_rules(route, sent)]

    def check_mentions(self, body: Any) -> None:
        """Raise Violation for a message, or a callback with one, that leaves open whom it may ping.

        Autocomplete, modal and deferring callbacks carry no message and pass.
        """
        if "type" in body:
            if body["type"] not in (REPLY, UPDATE):
                return
            body = body.get("data") or {}
        if not isinstance(body.get("allowed_mentions"), dict):
            raise Violation("message", ["allowed_mentions: not set"])

    def check_card(self, view: discord.ui.LayoutView, *, files: Sequence[discord.File] = ()) -> None:
        """Hold a card against the interaction callback that would answer with it. Raises Violation."""
        self.check("POST", "/interactions/1/token/callback", bodies_of(view, files=files))

    def check_commands(self, payload: Any) -> None:
        """Hold all commands of one scope, as `tree.sync` sends them, against Discord's limits. Raises Violation."""
        self.check("PUT", "/applications/1/commands", payload)

    def check_all(self, requests: Iterable[Request], *, mentions: bool = True) -> int:
        """Check every recorded request, and its mentions where it carries a message; returns how many had a body.

        Raises Violation for all of them together.
        """
        faults: list[str] = []
        count = 0
        for number, request in enumerate(requests, 1):
            found = self.faults(request.method, request.path, request.json)
            count += request.json is not None
            if mentions and self.carries_message(request.method, request.path) and request.json:
                try:
                    self.check_mentions(request.json)
                except Violation as violation:
                    found.extend(violation.faults)
            faults.extend(f"{number} {request.method} {_plain(request.path)}: {fault}" for fault in found)
        if faults:
            raise Violation("recorded requests", faults)
        return count

    def carries_message(self, method: str, path: str) -> bool:
        """Whether bodies of this route are messages or callbacks that may hold one."""
        route = self._route(method, path)
        return route is not None and _is_message(route)

    def _route(self, method: str, path: str) -> document.Route | None:
        """The route of a path; where several match, the one whose literal segments come first."""
        segments = _plain(path).strip("/").split("/")
        matches = []
        for template, route in self._routes.get((method.upper(), len(segments)), ()):
            literal = [expected == seen for expected, seen in zip(template, segments, strict=True)]
            if all(same or expected.startswith("{") for same, expected in zip(literal, template, strict=True)):
                matches.append((literal, route))
        return max(matches, key=lambda match: match[0])[1] if matches else None


@cache
def _read() -> Oracle:
    return Oracle(document.read())


def _plain(path: str) -> str:
    return re.sub(r"^(https?://[^/]+)?(/api)?(/v\d+(?=/))?", "", path.partition("?")[0])


def _is_message(route: document.Route) -> bool:
    return route.method in {"POST", "PATCH"} and (
        route.template == CALLBACK or MESSAGES.fullmatch(route.template) is not None
    )


def _rules(route: document.Route, body: Any) -> Iterator[str]:
    if route.template.endswith("/commands") and isinstance(body, list):
        yield from commands.command_faults(messages.dicts(body))
    if not isinstance(body, dict):
        return
    if route.template.endswith(("/commands", "/commands/{command_id}")):
        yield from commands.one_command_faults(body)
    elif "/scheduled-events" in route.template:
        yield from messages.event_faults(body)
    elif route.template == CALLBACK:
        yield from _callback_rules(body)
    elif _is_message(route):
        yield from messages.message_faults(body, new=route.method == "POST")


def _callback_rules(body: Any) -> Iterator[str]:
    kind, data = body.get("type"), body.get("data")
    if not isinstance(data, dict):
        if kind in (REPLY, MODAL):
            yield "data: missing"
    elif kind in (REPLY, UPDATE):
        yield from (f"data.{fault}" for fault in messages.message_faults(data, new=kind == REPLY))
    elif kind == MODAL:
        yield from (f"data.{fault}" for fault in messages.modal_faults(data))


def bodies_of(
    view: discord.ui.LayoutView, *, ephemeral: bool = True, files: Sequence[discord.File] = ()
) -> dict[str, Any]:
    """The JSON body of the callback (type 4) with which discord.py would answer an interaction with this view."""
    parameters = interaction_message_response_params(
        type=REPLY,
        content=None,
        view=view,
        files=files or discord.utils.MISSING,
        flags=discord.MessageFlags(ephemeral=ephemeral),
        previous_allowed_mentions=discord.AllowedMentions.none(),
    )
    if parameters.payload is not None:
        return parameters.payload
    parts = {part["name"]: part["value"] for part in parameters.multipart or ()}
    body: dict[str, Any] = orjson.loads(parts["payload_json"])
    return body


async def commands_of(
    tree: discord.app_commands.CommandTree[Any], guild: discord.abc.Snowflake | None = None
) -> list[dict[str, Any]]:
    """What `tree.sync(guild=guild)` would send, translated, without a network."""
    every = tree._get_all_commands(guild=guild)
    if (translator := tree.translator) is None:
        return [command.to_dict(tree) for command in every]
    return [await command.get_translated_payload(tree, translator) for command in every]


@contextmanager
def watch(env: Any, *, mentions: bool = True) -> Iterator[Oracle]:
    """Check every request that a `simcord.Env` recorded until the end of the block. Raises Violation there."""
    oracle = Oracle.load()
    yield oracle
    oracle.check_all(env.http_requests, mentions=mentions)
