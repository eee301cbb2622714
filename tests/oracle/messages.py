"""Limits on messages, modals and scheduled events that more than one value decides.

Sources, in discord/discord-api-docs under `developers`: resources/message.mdx, components/reference.mdx,
interactions/receiving-and-responding.mdx, resources/guild-scheduled-event.mdx. The total of 4,000 characters over all
text displays is undocumented; it is what Discord's servers and simcord enforce.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

Body = dict[str, Any]

V2_FLAG = 1 << 15
ROW, BUTTON, SECTION, TEXT = 1, 2, 9, 10
SELECTS = (3, 5, 6, 7, 8)
V2_ONLY = (9, 10, 11, 12, 13, 14, 17)
LINK, PREMIUM = 5, 6


def dicts(value: Any) -> list[Body]:
    """The objects in an array; empty where it is none, because the schema tells that fault."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def mapping(value: Any) -> Body:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def repeated(values: Iterable[Any]) -> Iterator[tuple[Any, int]]:
    """The strings and numbers that occur more than once, and how often."""
    counted = Counter(value for value in values if isinstance(value, str | int))
    return ((value, count) for value, count in counted.items() if count > 1)


def walk(components: Any, path: str = "components") -> Iterator[tuple[str, Body]]:
    """Every component with its place, parents first."""
    for index, component in enumerate(dicts(components)):
        yield from _tree(component, f"{path}[{index}]")


def _tree(component: Body, path: str) -> Iterator[tuple[str, Body]]:
    yield path, component
    yield from walk(component.get("components"), f"{path}.components")
    for key in ("accessory", "component"):
        if isinstance(child := component.get(key), dict):
            yield from _tree(child, f"{path}.{key}")


def message_faults(body: Body, *, new: bool) -> Iterator[str]:
    """What a message breaks. `new`: it makes a message, so it must hold something; an edit may leave all as it is."""
    if new and not _holds_something(body):
        yield "content: nothing to send, and no embed, component, attachment, sticker or poll either"
    yield from _embed_faults(body)
    yield from _mention_faults(body)
    tree = list(walk(body.get("components")))
    yield from _layout_faults(body, tree)
    yield from component_faults(tree)


def _holds_something(body: Body) -> bool:
    content = body.get("content")
    keys = ("embeds", "components", "attachments", "sticker_ids", "poll", "shared_client_theme")
    return bool((isinstance(content, str) and content.strip()) or any(body.get(key) for key in keys))


def _embed_faults(body: Body) -> Iterator[str]:
    total = sum(len(text) for embed in dicts(body.get("embeds")) for text in _embed_texts(embed))
    if total > 6000:
        yield f"embeds: {total} characters over all embeds, at most 6000"


def _embed_texts(embed: Body) -> Iterator[str]:
    fields = [field.get(key) for field in dicts(embed.get("fields")) for key in ("name", "value")]
    footer, author = mapping(embed.get("footer")), mapping(embed.get("author"))
    texts = (embed.get("title"), embed.get("description"), footer.get("text"), author.get("name"), *fields)
    return (text for text in texts if isinstance(text, str))


def _mention_faults(body: Body) -> Iterator[str]:
    mentions = mapping(body.get("allowed_mentions"))
    parsed = mentions.get("parse")
    for kind in ("users", "roles"):
        if isinstance(parsed, list) and kind in parsed and mentions.get(kind):
            yield f"allowed_mentions: {kind} both parsed and listed"


def _layout_faults(body: Body, tree: Sequence[tuple[str, Body]]) -> Iterator[str]:
    if len(tree) > 40:
        yield f"components: {len(tree)} components, nested ones counted, at most 40"
    flags = body.get("flags")
    if not (isinstance(flags, int) and flags & V2_FLAG):
        yield from (f"{path}: needs the components V2 flag" for path, item in tree if item.get("type") in V2_ONLY)
        if (rows := len(dicts(body.get("components")))) > 5:
            yield f"components: {rows} rows, at most 5 without the components V2 flag"
        return
    if not tree:
        yield "components: none, with the components V2 flag"
    for key in ("content", "embeds", "poll", "sticker_ids"):
        if body.get(key):
            yield f"{key}: not together with the components V2 flag"
    texts = (item.get("content") for _, item in tree if item.get("type") == TEXT)
    total = sum(len(text) for text in texts if isinstance(text, str))
    if total > 4000:
        yield f"components: {total} characters over all text displays, at most 4000"


def component_faults(tree: Sequence[tuple[str, Body]]) -> Iterator[str]:
    """What the components of a message or a modal break among themselves; `tree` as `walk` gives it."""
    for key in ("custom_id", "id"):
        for value, count in repeated(item.get(key) or None for _, item in tree):
            yield f"components: {key} {value!r} used {count} times"
    for path, item in tree:
        kind = item.get("type")
        if kind == ROW:
            yield from _row_faults(path, item)
        elif kind == BUTTON:
            yield from _button_faults(path, item)
        yield from _choice_faults(path, item)


def _row_faults(path: str, row: Body) -> Iterator[str]:
    children = dicts(row.get("components"))
    if len(children) > 1 and any(child.get("type") in SELECTS for child in children):
        yield f"{path}: a select shares its row"


def _button_faults(path: str, button: Body) -> Iterator[str]:
    style = button.get("style")
    needed = "url" if style == LINK else "sku_id" if style == PREMIUM else "custom_id"
    present = {key for key in ("custom_id", "url", "sku_id") if button.get(key)}
    if present != {needed}:
        yield f"{path}: a button of style {style} has {sorted(present) or 'nothing'}, must have {needed} alone"


def _choice_faults(path: str, item: Body) -> Iterator[str]:
    """Selects, radio and checkbox groups, file uploads, text inputs: bounds in order, values distinct."""
    options = dicts(item.get("options"))
    for value, count in repeated(option.get("value") for option in options):
        yield f"{path}.options: value {value!r} used {count} times"
    for unit in ("values", "length"):
        least, most = item.get(f"min_{unit}"), item.get(f"max_{unit}")
        if isinstance(least, int) and isinstance(most, int) and least > most:
            yield f"{path}: min_{unit} {least} above max_{unit} {most}"
    chosen, most = sum(option.get("default") is True for option in options), item.get("max_values")
    if isinstance(most, int) and chosen > most:
        yield f"{path}.options: {chosen} chosen beforehand, above max_values {most}"


def modal_faults(modal: Body) -> Iterator[str]:
    """What a modal breaks. Its 1 to 5 components are in the corrected schema."""
    yield from component_faults(list(walk(modal.get("components"))))


def event_faults(event: Body) -> Iterator[str]:
    """What a scheduled event breaks; times that do not parse are told by the schema."""
    try:
        start, end = (datetime.fromisoformat(event[f"scheduled_{edge}_time"]) for edge in ("start", "end"))
        ordered = start < end
    except (KeyError, TypeError, ValueError):
        return
    if not ordered:
        yield "scheduled_end_time: not after scheduled_start_time"
