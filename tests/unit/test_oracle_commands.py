"""Every limit on commands that the oracle adds to Discord's document: one body at the limit, one beyond."""

import pytest

from tests.oracle import Oracle
from tests.oracle.samples import (
    CALLBACK,
    COMMANDS,
    Limit,
    choice,
    command,
    heavy,
    option,
    reply,
    told,
    with_options,
)

pytestmark = pytest.mark.skipif(not Oracle.available(), reason="Discord's openapi.json is not in ../shared/discord")

LIMITS: dict[str, Limit] = {
    "name: lower case": (COMMANDS, [command("agenda")], [command("Agenda")], ["[0].name"]),
    "name: accents": (COMMANDS, [command("größe")], [command("GRÖßE")], ["[0].name"]),
    "name: signs": (COMMANDS, [command("what's_on-now")], [command("what is on")], ["[0].name"]),
    "name: scripts": (COMMANDS, [command("议程")], [command("议程。")], ["[0].name"]),
    "name: Thai and Hindi": (COMMANDS, [command("กำหนดการ"), command("कार्यक्रम")], [command("ส👍")], ["[0].name"]),
    "name: length": (COMMANDS, [command("a" * 32)], [command("a" * 33)], ["[0].name", "[0].name"]),
    "name: localized": (
        COMMANDS,
        [command(name_localizations={"zh-CN": "议程", "de": "programm"})],
        [command(name_localizations={"zh-CN": "议程 表", "de": "Programm"})],
        ["[0].name_localizations.zh-CN", "[0].name_localizations.de"],
    ),
    "name: of an option": (COMMANDS, with_options(option("day")), with_options(option("Day")), ["[0].options[0].name"]),
    "name: of an option, localized": (
        COMMANDS,
        with_options(option("day", name_localizations={"de": "tag"})),
        with_options(option("day", name_localizations={"de": "Tag"})),
        ["[0].options[0].name_localizations.de"],
    ),
    "name: of a menu command": (
        COMMANDS,
        [{"name": "Ask About This", "type": 3}],
        [{"name": "Ask About This", "type": 3, "description": "no menu has one"}],
        ["[0].description"],
    ),
    "description: missing": (COMMANDS, [command(description="x")], [{"name": "agenda"}], ["[0]"]),
    "description: empty": (COMMANDS, [command(description="x" * 100)], [command(description="")], ["[0].description"]),
    "locales: of a name": (
        COMMANDS,
        [command(name_localizations={"zh-CN": "议程"})],
        [command(name_localizations={"zh": "议程"})],
        ["[0].name_localizations"],
    ),
    "locales: of a description": (
        COMMANDS,
        with_options(option(description_localizations={"en-GB": "A session"})),
        with_options(option(description_localizations={"en": "A session"})),
        ["[0].options[0].description_localizations"],
    ),
    "locales: of a choice": (
        COMMANDS,
        with_options(option(choices=[choice(name_localizations={"zh-TW": "法"})])),
        with_options(option(choices=[choice(name_localizations={"zh_TW": "法"})])),
        ["[0].options[0].choices[0].name_localizations"],
    ),
    "choice: value": (
        COMMANDS,
        with_options(option(choices=[choice("x" * 100)])),
        with_options(option(choices=[choice("x" * 101)])),
        ["[0].options[0].choices[0].value"],
    ),
    "choice: value in an autocomplete": (
        CALLBACK,
        reply({"choices": [choice("x" * 100)]}, 8),
        reply({"choices": [choice("x" * 101)]}, 8),
        ["data.choices[0].value"],
    ),
    "options: names": (
        COMMANDS,
        with_options(option("day"), option("room")),
        with_options(option("day"), option("day")),
        ["[0].options: option name 'day' used 2 times"],
    ),
    "options: localized names": (
        COMMANDS,
        with_options(option("day", name_localizations={"de": "tag"}), option("room", name_localizations={"de": "ort"})),
        with_options(option("day", name_localizations={"de": "tag"}), option("room", name_localizations={"de": "tag"})),
        ["[0].options: option name 'tag' used 2 times in de"],
    ),
    "options: a localized name like another's default": (
        COMMANDS,
        with_options(option("day", name_localizations={"de": "tag"}), option("tag", name_localizations={"de": "ende"})),
        with_options(option("day", name_localizations={"de": "tag"}), option("tag")),
        ["[0].options: option name 'tag' used 2 times in de"],
    ),
    "options: required first": (
        COMMANDS,
        with_options(option("day", required=True), option("room")),
        with_options(option("day"), option("room", required=True)),
        ["[0].options[1]: required after an optional one"],
    ),
    "options: of a subcommand": (
        COMMANDS,
        with_options({"type": 1, "name": "day", "description": "x", "options": [option("day")]}),
        with_options({"type": 1, "name": "day", "description": "x", "options": [option("day"), option("day")]}),
        ["[0].options[0].options: option name 'day' used 2 times"],
    ),
    "options: choices or autocomplete": (
        COMMANDS,
        with_options(option("day", choices=[choice()]), option("room", autocomplete=True, choices=[])),
        with_options(option("day", choices=[choice()], autocomplete=True)),
        ["[0].options[0]: choices together with autocomplete"],
    ),
    "options: bounds": (
        COMMANDS,
        with_options(option(min_length=2, max_length=2), option("lead", type=4, min_value=5, max_value=5)),
        with_options(option(min_length=3, max_length=2), option("lead", type=4, min_value=6, max_value=5)),
        [
            "[0].options[0]: min_length 3 above max_length 2",
            "[0].options[1]: min_value 6 above max_value 5",
        ],
    ),
    "choices: names": (
        COMMANDS,
        with_options(option(choices=[choice("1"), choice("2", name="Method")])),
        with_options(option(choices=[choice("1"), choice("2")])),
        ["[0].options[0].choices: choice name 'Law' used 2 times"],
    ),
    "command: characters": (
        COMMANDS,
        [command(description="x" * 100, description_localizations={"zh-CN": "x" * 90})],
        heavy(8001),
        ["[0]: 8001 characters with its options and choices, at most 8000"],
    ),
    "commands: names": (
        COMMANDS,
        [command("agenda"), {"name": "agenda", "type": 2}],
        [command("agenda"), command("agenda")],
        ["body: chat command name 'agenda' used 2 times"],
    ),
    "commands: chat": (
        COMMANDS,
        [command(f"c{number}") for number in range(100)],
        [command(f"c{number}") for number in range(101)],
        ["body: 101 chat commands, at most 100"],
    ),
    "commands: menus": (
        COMMANDS,
        [{"name": f"c{number}", "type": 2} for number in range(15)],
        [{"name": f"c{number}", "type": 2} for number in range(16)],
        ["body: 16 user commands, at most 15"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("limit", LIMITS)
def test_limit_accepts_what_reaches_it(limit: str) -> None:
    (method, path), good, _, _ = LIMITS[limit]
    assert Oracle.load().faults(method, path, good) == []


@pytest.mark.parametrize("limit", LIMITS)
def test_limit_refuses_what_goes_beyond_it(limit: str) -> None:
    (method, path), _, bad, expected = LIMITS[limit]
    assert sorted(told(Oracle.load().faults(method, path, bad), expected)) == sorted(expected)


def test_a_command_of_8000_characters_passes() -> None:
    assert Oracle.load().faults(*COMMANDS, heavy(8000)) == []


def test_the_longest_localization_counts() -> None:
    long = heavy(8000)
    long[0]["description_localizations"] = {"zh-CN": "x" * (len(long[0]["description"]) + 1)}
    assert Oracle.load().faults(*COMMANDS, long) == [
        "[0]: 8001 characters with its options and choices, at most 8000"
    ]
