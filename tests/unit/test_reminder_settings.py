"""When digests go out and speakers are told, as an organiser sets it in summit.yaml."""

from datetime import time
from pathlib import Path

import pytest

from bot.core.phrasebook import Phrasebook
from bot.core.refusal import Faults
from bot.settings import Reminders, load_settings

MINIMAL = "summit:\n  name: Summit\n  timezone: Asia/Shanghai\n  sources: []\n"


def read(folder: Path, text: str) -> Reminders:
    (folder / "summit.yaml").write_text(MINIMAL + text, "utf-8")
    return load_settings(folder).reminders


def test_reminders_have_defaults(tmp_path: Path) -> None:
    expected = Reminders(digest=True, morning=time(8), evening=time(20), speaker_lead=30)
    assert read(tmp_path, "") == expected
    assert load_settings(Path(__file__).parents[2] / "config").reminders == expected


def test_reminders_are_read(tmp_path: Path) -> None:
    text = 'reminders: {digest: false, morning: "7:15", evening: "21:30", speaker_lead: 45}\n'
    assert read(tmp_path, text) == Reminders(digest=False, morning=time(7, 15), evening=time(21, 30), speaker_lead=45)


@pytest.mark.parametrize("seen", ["25:00", "8", "soon", "480"])
def test_time_that_is_none_is_told_with_its_place(tmp_path: Path, seen: str) -> None:
    with pytest.raises(Faults) as refused:
        read(tmp_path, f'reminders:\n  morning: "{seen}"\n')
    (fault,) = refused.value.faults
    assert (fault.phrase, fault.line, fault.field) == ("fault-time", 6, "reminders.morning")
    assert seen in Phrasebook.load().describe("zh-CN", refused.value)[0]


def test_time_without_quotes_is_explained(tmp_path: Path) -> None:
    with pytest.raises(Faults) as refused:
        read(tmp_path, "reminders:\n  morning: 18:00\n")
    assert [(fault.phrase, fault.line) for fault in refused.value.faults] == [("yaml-number", 6)]


@pytest.mark.parametrize("lead", [-1, 121])
def test_speaker_lead_out_of_range_is_refused(tmp_path: Path, lead: int) -> None:
    with pytest.raises(Faults) as refused:
        read(tmp_path, f"reminders:\n  speaker_lead: {lead}\n")
    assert [fault.field for fault in refused.value.faults] == ["reminders.speaker_lead"]
