"""Request bodies to begin from, and the routes that they go to."""

from typing import Any

from tests.oracle.messages import Body

POST = ("POST", "/channels/1/messages")
EDIT = ("PATCH", "/channels/1/messages/2")
ORIGINAL = ("PATCH", "/webhooks/1/token/messages/@original")
FOLLOW_UP = ("POST", "/webhooks/1/token")
CALLBACK = ("POST", "/interactions/1/token/callback")
COMMANDS = ("PUT", "/applications/1/guilds/2/commands")
EVENTS = ("POST", "/guilds/1/scheduled-events")
V2 = 1 << 15


def command(name: str = "agenda", **more: Any) -> Body:
    return {"name": name, "type": 1, "description": "The programme"} | more


def option(name: str = "session", **more: Any) -> Body:
    return {"type": 3, "name": name, "description": "A session"} | more


def with_options(*options: Body) -> list[Body]:
    return [command(options=list(options))]


def button(number: int = 0, **more: Any) -> Body:
    return {"type": 2, "style": 1, "label": "Star", "custom_id": f"star:{number}"} | more


def link(**more: Any) -> Body:
    return {"type": 2, "style": 5, "label": "Map", "url": "https://a.example"} | more


def select(*values: str, **more: Any) -> Body:
    options = [{"label": value, "value": value} for value in values or ("28", "29")]
    return {"type": 3, "custom_id": "day", "options": options} | more


def row(*items: Body) -> Body:
    return {"type": 1, "components": list(items)}


def rows(*every: Body) -> Body:
    return {"content": "Now", "components": list(every)}


def text(length: int = 2) -> Body:
    return {"type": 10, "content": "x" * length}


def layout(*components: Body, **more: Any) -> Body:
    return {"flags": V2, "components": list(components)} | more


def box(count: int) -> Body:
    """A container that makes `count` components in all."""
    return {"type": 17, "components": [text() for _ in range(count - 1)]}


def reply(data: Body, kind: int = 4) -> Body:
    return {"type": kind, "data": data}


def modal(count: int = 1, **more: Any) -> Body:
    inputs = [{"type": 4, "style": 1, "custom_id": f"q{number}"} | more for number in range(count)]
    labels = [{"type": 18, "label": "Question", "component": each} for each in inputs]
    return reply({"custom_id": "ask", "title": "Ask", "components": labels}, 9)


def event(**more: Any) -> Body:
    return {
        "name": "Keynote",
        "privacy_level": 2,
        "entity_type": 3,
        "entity_metadata": {"location": "Main hall"},
        "scheduled_start_time": "2030-03-28T09:00:00+08:00",
        "scheduled_end_time": "2030-03-28T01:00:01+00:00",
    } | more


def choice(value: str = "law", **more: Any) -> Body:
    return {"name": "Law", "value": value} | more


def heavy(characters: int) -> list[Body]:
    """One command of that many characters: 20 options and some 80 choices of 100 characters; the rest describes one."""
    options = [option(f"o{number:02}", description="d", choices=[]) for number in range(20)]
    left = characters - len("agenda" "The programme") - 20 * len("o00d")
    for number in range(left // 100):
        options[number % 20]["choices"].append({"name": f"{number:02}", "value": "v" * 98})
    options[0]["description"] += "d" * (left % 100)
    return [command(options=options)]


Limit = tuple[tuple[str, str], Any, Any, list[str]]
"""A route, a body at the limit, one beyond, and its faults: whole, or only their places."""


def told(faults: list[str], expected: list[str]) -> list[str]:
    """The faults, cut to their places where only places are expected."""
    whole = any(": " in each for each in expected)
    return faults if whole else [fault.partition(": ")[0] for fault in faults]
