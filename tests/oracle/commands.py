"""Limits on application commands that more than one value decides.

Source: discord/discord-api-docs, developers/interactions/application-commands.mdx: "Registering a Command", "Slash
Commands", "Application Command Option Structure", "Localization".
"""

from collections.abc import Iterator, Sequence
from typing import Any

from tests.oracle.messages import Body, dicts, mapping, repeated

PER_SCOPE = {1: ("chat", 100), 2: ("user", 15), 3: ("message", 15)}
CHARACTERS = 8000


def command_faults(commands: Sequence[Body]) -> Iterator[str]:
    """What the commands of one scope break, as `tree.sync` sends them: PUT …/commands."""
    for kind, (name, most) in PER_SCOPE.items():
        alike = [command for command in commands if (command.get("type") or 1) == kind]
        if len(alike) > most:
            yield f"body: {len(alike)} {name} commands, at most {most}"
        yield from _name_faults("body", f"{name} command", alike)
    for index, command in enumerate(commands):
        yield from one_command_faults(command, f"[{index}]")


def one_command_faults(command: Body, path: str = "body") -> Iterator[str]:
    """What one command breaks."""
    if (length := _length(command)) > CHARACTERS:
        yield f"{path}: {length} characters with its options and choices, at most {CHARACTERS}"
    yield from _option_faults(command, path)


def _option_faults(parent: Body, path: str) -> Iterator[str]:
    options = dicts(parent.get("options"))
    yield from _name_faults(f"{path}.options", "option", options)
    optional = False
    for index, option in enumerate(options):
        place = f"{path}.options[{index}]"
        if option.get("required") and optional:
            yield f"{place}: required after an optional one"
        optional = optional or not option.get("required")
        if option.get("autocomplete") and option.get("choices"):
            yield f"{place}: choices together with autocomplete"
        for unit in ("value", "length"):
            least, most = option.get(f"min_{unit}"), option.get(f"max_{unit}")
            if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
                yield f"{place}: min_{unit} {least} above max_{unit} {most}"
        yield from _name_faults(f"{place}.choices", "choice", dicts(option.get("choices")))
        yield from _option_faults(option, place)


def _name_faults(path: str, what: str, named: Sequence[Body]) -> Iterator[str]:
    """Names used twice: the default ones, and those that people of one language see (the default where none is)."""
    seen: set[Any] = set()
    translations = [mapping(item.get("name_localizations")) for item in named]
    for locale in ("", *sorted({locale for names in translations for locale in names})):
        shown = (names.get(locale, item.get("name")) for names, item in zip(translations, named, strict=True))
        for name, count in repeated(shown):
            if name not in seen:
                seen.add(name)
                yield f"{path}: {what} name {name!r} used {count} times{locale and f' in {locale}'}"


def _length(part: Body) -> int:
    """Characters of names, descriptions and values, the longest localization of each; options and choices included."""
    own = sum(_longest(part, key) for key in ("name", "description"))
    value = part.get("value")
    nested = sum(_length(child) for key in ("options", "choices") for child in dicts(part.get(key)))
    return own + nested + (len(value) if isinstance(value, str) else 0)


def _longest(part: Body, key: str) -> int:
    texts = [part.get(key), *mapping(part.get(f"{key}_localizations")).values()]
    return max((len(text) for text in texts if isinstance(text, str)), default=0)
