"""The documents stay true: what they show is read by the program that they describe."""

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.agenda.formats import AgendaFile, Venue
from bot.agenda.formats.reading import read_programme
from bot.agenda.model import PartOfDay, Text

ROOT = Path(__file__).parents[1]
VENUE = Venue(Text.of("Summit"), ZoneInfo("Asia/Shanghai"))


def test_the_documented_agenda_is_read_as_documented() -> None:
    text = (ROOT / "docs" / "agenda-format.md").read_text("utf-8")
    shown = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert shown is not None
    # The example shows both ways to say when dinner is; a real entry has one.
    example = shown[1].replace("    part: evening ", "    # part: evening ")
    programme = read_programme(AgendaFile("example.yaml", example.encode()), VENUE)
    welcome, dinner = programme.sessions
    assert (welcome.code, welcome.block, welcome.position, welcome.rooms) == ("welcome", "keynotes", 1, ("main",))
    assert programme.local(dinner.end).isoformat() == "2024-03-29T01:00:00+08:00"
    assert dinner.part is None is not PartOfDay.EVENING


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md"])
def test_readme_names_every_setting_of_the_environment(document: str) -> None:
    source = (ROOT / "bot" / "settings.py").read_text("utf-8")
    names = set(re.findall(r'"((?:SUMMIT|DISCORD)_[A-Z_]+)"', source))
    text = (ROOT / document).read_text("utf-8")
    assert names
    assert [name for name in sorted(names) if f"`{name}`" not in text] == []


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_every_make_target_that_is_named_exists(document: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", (ROOT / document).read_text("utf-8"), re.MULTILINE))
    assert named <= targets


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_every_file_that_is_linked_exists(document: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", (ROOT / document).read_text("utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_contributing_names_places_that_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    places = re.findall(r"`((?:bot|cogs|tests|benchmarks|config)/[\w./-]*)`", text)
    assert places
    assert [place for place in places if not (ROOT / place).exists()] == []
