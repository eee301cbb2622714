"""Slash commands as a Discord client shows them in the reader's language.

simcord's Preview lists commands under their default names. Discord's own clients show `name_localizations` and
`description_localizations` where there is one for the client's language; here the Preview's catalogue is rewritten the
same way on its way to the browser, and option names are turned back on the way in.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Spec = Mapping[str, Any]
"""A command, subcommand or option as the bot registered it (Discord's application command object)."""

_SUBCOMMANDS = (1, 2)
_ATTACHMENT = 11
_BY_REFERENCE = (6, 7, 8, 9)  # user, channel, role, mentionable: the page asks for candidates under the default name


def invocation(commands: Iterable[Spec], path: str, locale: str) -> str | None:
    """What a reader of `locale` types for `path` ("agenda search"), or None when there is no such command."""
    nodes = _nodes(commands, path.split())
    return " ".join(_local(node, "name", locale) for node in nodes) if nodes else None


def localise_catalogue(catalogue: dict[str, Any], commands: Iterable[Spec], locale: str) -> None:
    """Rewrite what is shown of the Preview's command catalogue (`GET /api/commands`) in place."""
    roots = [*commands]
    for entry in catalogue.get("entries", []):
        if not (nodes := _nodes(roots, entry["path"])):
            continue
        entry["invocation"] = " ".join(_local(node, "name", locale) for node in nodes)
        entry["description"] = _local(nodes[-1], "description", locale)
        for shown, option in zip(entry["options"], nodes[-1].get("options") or [], strict=True):
            shown["name"] = _option_name(nodes[-1], option, locale)
            shown["description"] = _local(option, "description", locale)
            for choice, registered in zip(shown["choices"], option.get("choices") or [], strict=True):
                choice["name"] = _local(registered, "name", locale)


def restore_options(action: dict[str, Any], commands: Iterable[Spec], locale: str) -> None:
    """Turn the option names of a command action (`POST /api/action`) back into the registered ones, in place."""
    if "command_id" not in action or not (nodes := _nodes(commands, action.get("path") or [])):
        return
    leaf = nodes[-1]
    names = {_option_name(leaf, option, locale): option["name"] for option in leaf.get("options") or []}
    action["options"] = {names.get(name, name): value for name, value in (action.get("options") or {}).items()}
    if "focused" in action:
        action["focused"] = names.get(action["focused"], action["focused"])


def _nodes(commands: Iterable[Spec], path: Iterable[str]) -> list[Spec]:
    """The command and its subcommands down `path`, or nothing when there is no such path to run."""
    found: list[Spec] = []
    children: Iterable[Spec] = commands
    for name in path:
        node = next((child for child in children if child["name"] == name), None)
        if node is None:
            return []
        found.append(node)
        children = [*_subcommands(node)]
    return found


def _subcommands(node: Spec) -> Iterator[Spec]:
    return (option for option in node.get("options") or [] if option["type"] in _SUBCOMMANDS)


def _option_name(leaf: Spec, option: Spec, locale: str) -> str:
    if option["type"] in _BY_REFERENCE or any(other["type"] == _ATTACHMENT for other in leaf["options"]):
        return str(option["name"])  # a command with a file arrives as a form, which is passed on as it is
    return _local(option, "name", locale)


def _local(node: Spec, what: str, locale: str) -> str:
    return str((node.get(f"{what}_localizations") or {}).get(locale) or node.get(what) or "")
