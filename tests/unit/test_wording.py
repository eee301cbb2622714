"""What one person reads: refusals with other people's words in them."""

from zoneinfo import ZoneInfo

import pytest

from bot.core.phrasebook import Phrasebook
from bot.core.refusal import Fault, Faults, Refusal
from bot.discord_io.wording import Wording

WORDING = Wording(Phrasebook.load(), "en", ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("seen", "shown"),
    [
        ("**now** [free](https://evil.example)", "\\*\\*now\\*\\* \\[free\\](https://evil.example)"),
        ("@everyone <@&123456789012345678>", "@\u200beveryone \\<@\u200b&123456789012345678\\>"),
        ("plain-code 12", "plain-code 12"),
        ("-1", "-1"),
        ("https://a.example/x_y_z", "https://a.example/x_y_z"),
    ],
)
def test_refusals_show_other_peoples_words_as_they_are_written(seen: str, shown: str) -> None:
    assert WORDING.refusal(Refusal("room-unknown", seen=seen)) == WORDING.say("room-unknown", seen=shown)


def test_refusals_mention_the_members_that_are_their_values() -> None:
    refusal = Refusal("task-undo-overruns", number="7", names="<@1>, <@2>")
    assert WORDING.refusal(refusal) == WORDING.say("task-undo-overruns", number="7", names="<@1>, <@2>")


def test_refusals_of_files_are_quoted_once() -> None:
    refusal = Faults([Fault("my_agenda*.yaml", "agenda-time", 3, field="a_b", values={"seen": "_9_"})])
    first, line = WORDING.refusal(refusal).split("\n")
    file = "my\\_agenda\\*.yaml"
    assert first == WORDING.say("file-refused", file=file, place=f"{file}:3: a\\_b", count=1)
    assert line.startswith("- my\\_agenda\\*.yaml:3: a\\_b: ")
    assert "\\_9\\_" in line
