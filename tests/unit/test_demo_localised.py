"""Slash commands in the reader's language, and their options back again."""

from typing import Any

from bot.demo.localised import invocation, localise_catalogue, restore_options


def option(kind: int, name: str, chinese: str, **more: Any) -> dict[str, Any]:
    return {
        "type": kind, "name": name, "name_localizations": {"zh-CN": chinese}, "description": f"{name}?",
        "description_localizations": {"zh-CN": f"{chinese}？"}, **more,
    }  # fmt: skip


SWAP = option(1, "swap", "换班", options=[option(4, "task", "任务"), option(6, "with", "对象")])
IMPORT = option(1, "import", "导入", options=[option(11, "file", "文件"), option(3, "url", "网址")])
COMMANDS = [
    option(1, "task", "任务", options=[SWAP]),
    option(1, "summit", "大会", options=[IMPORT]),
    {"type": 1, "name": "ask", "description": "Ask", "options": [
        option(3, "kind", "类型", choices=[
            {"name": "Now", "name_localizations": {"zh-CN": "现在"}, "value": "now"},
            {"name": "Tasks", "value": "tasks"},
        ]),
    ]},
]  # fmt: skip


def shown(path: list[str], names: list[str], choices: tuple[str, ...] = ()) -> dict[str, Any]:
    listed = [{"name": name, "description": "", "choices": [{"name": choice} for choice in choices]} for name in names]
    return {"path": path, "invocation": " ".join(path), "description": "", "options": listed}


def test_catalogue_reads_as_a_client_in_that_language_shows_it() -> None:
    catalogue = {
        "entries": [
            shown(["task", "swap"], ["task", "with"]), shown(["summit", "import"], ["file", "url"]),
            shown(["ask"], ["kind"], ("Now", "Tasks")), shown(["gone"], []),
        ]
    }  # fmt: skip
    localise_catalogue(catalogue, COMMANDS, "zh-CN")
    assert [
        (entry["invocation"], entry["description"], [each["name"] for each in entry["options"]])
        for entry in catalogue["entries"]
    ] == [
        ("任务 换班", "换班？", ["任务", "with"]),
        ("大会 导入", "导入？", ["file", "url"]),
        ("ask", "Ask", ["类型"]),
        ("gone", "", []),
    ]
    assert [choice["name"] for choice in catalogue["entries"][2]["options"][0]["choices"]] == ["现在", "Tasks"]


def test_options_get_their_registered_names_back() -> None:
    action = {
        "command_id": "1", "path": ["task", "swap"], "options": {"任务": "7", "with": "42"}, "focused": "任务"
    }  # fmt: skip
    restore_options(action, COMMANDS, "zh-CN")
    assert (action["options"], action["focused"]) == ({"task": "7", "with": "42"}, "task")


def test_other_actions_are_left_alone() -> None:
    action = {"kind": "click", "control_key": "message:1:component:2"}
    restore_options(action, COMMANDS, "zh-CN")
    assert action == {"kind": "click", "control_key": "message:1:component:2"}


def test_invocation_is_known_for_commands_that_are_there() -> None:
    paths = ("task swap", "summit import", "ask", "agenda now")
    assert {path: invocation(COMMANDS, path, "zh-CN") for path in paths} == {
        "task swap": "任务 换班", "summit import": "大会 导入", "ask": "ask", "agenda now": None,
    }  # fmt: skip
