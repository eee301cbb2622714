import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.agenda.formats import AgendaFile, Venue
from bot.agenda.formats.reading import LARGEST, READERS, read_programme, recognised
from bot.agenda.model import Text
from bot.core.phrasebook import LANGUAGES, Phrasebook
from bot.core.refusal import Fault, Faults
from tests.site_formats import AGENDAS, needs_agendas

VENUE = Venue(Text.of("Venue"), ZoneInfo("UTC"))
PHRASEBOOK = Phrasebook.load()


def faults_of(data: bytes) -> tuple[Fault, ...]:
    with pytest.raises(Faults) as raised:
        read_programme(AgendaFile("agenda", data), VENUE)
    for fault in raised.value.faults:  # each can be said
        assert all(PHRASEBOOK.say(language, fault.phrase, **fault.values) for language in LANGUAGES)
    return raised.value.faults


def agendas() -> list[Path]:
    return sorted(path for path in AGENDAS.rglob("*") if path.is_file()) if AGENDAS.is_dir() else []


@needs_agendas
def test_no_file_is_recognised_by_two_readers() -> None:
    doubtful = {}
    for path in agendas():
        names = [reader.NAME for reader in recognised(AgendaFile(path.name, path.read_bytes()))]
        if len(names) > 1:
            doubtful[path.name] = names
    assert doubtful == {}


@needs_agendas
def test_files_in_a_sites_own_shape_or_of_other_things_are_no_known_format() -> None:
    for name in (
        "communityovercode-asia-2026.json", "emf-2022.json", "scale-18x.json", "series-pyconfr-2025/v09-fa131f3a.json",
        "ospo-summit-2024.yaml", "pyconchina-2021-schedule.zh.yaml", "volunteers/emf-2022-shifts.json",
        "volunteers/fosdem-2019-tasks.xml", "questions/wwdc21-swiftui-lounge.json", "PROVENANCE.md",
    ):
        (fault,) = faults_of((AGENDAS / name).read_bytes())
        assert (name, fault.phrase) == (name, "agenda-unknown-format")


def test_unknown_format_says_which_ones_are_known() -> None:
    (fault,) = faults_of(b"Once upon a time")
    assert fault.phrase == "agenda-unknown-format"
    assert fault.values["known"] == ", ".join(reader.NAME for reader in READERS)


def test_login_page_in_place_of_an_agenda_is_called_a_web_page() -> None:
    (fault,) = faults_of(b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head><form>...</form></html>")
    assert fault.phrase == "agenda-web-page"


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf\n"])
def test_empty_file_is_refused(data: bytes) -> None:
    assert [fault.phrase for fault in faults_of(data)] == ["agenda-empty-file"]


@pytest.mark.parametrize("data", [b"PK\x03\x04\x00\x00", b"\x89PNG\r\n\x1a\n\x00\x00", b'{"a": "\x00"}'])
def test_binary_file_is_refused(data: bytes) -> None:
    assert [fault.phrase for fault in faults_of(data)] == ["agenda-binary"]


def test_file_above_the_limit_is_refused_unread() -> None:
    (fault,) = faults_of(b"[" * (LARGEST + 1))
    assert (fault.phrase, fault.values) == ("agenda-too-big", {"size": "20.0", "limit": "20.0"})


def test_programme_without_sessions_is_refused() -> None:
    data = {"schedule": {"conference": {"title": "x", "days": [{"date": "2024-03-28", "rooms": {}}]}}}
    assert [fault.phrase for fault in faults_of(json.dumps(data).encode())] == ["agenda-empty"]


@pytest.mark.parametrize(
    ("text", "phrase", "line", "column"),
    [
        ('{"a": 1,\n "b": }', "agenda-json-broken", 2, 7),
        ('{"a": "line\nbreak"}', "agenda-json-broken", 1, 12),
        ('{"a": 1 "b": 2}', "agenda-json-broken", 1, 9),
        ('{"schedule": {\n"conference": {}', "agenda-json-broken", 2, 17),
        ('{"a": 1,\n "a": 2}', "yaml-double-key", 2, 2),
        ('{"a": NaN}', "agenda-json-broken", None, None),
        ("[" * 100_000, "agenda-json-deep", None, None),
        ('{"a":\n "\xff"}', "file-not-utf8", 2, None),
    ],
)
def test_broken_json_is_refused_with_its_line(text: str, phrase: str, line: int | None, column: int | None) -> None:
    (fault,) = faults_of(text.encode("latin-1"))
    assert (fault.phrase, fault.line, fault.column) == (phrase, line, column)


def test_json_with_a_byte_order_mark_is_read() -> None:
    data = b'\xef\xbb\xbf{"schedule": [{"title": "x", "start_date": "2024-03-28T09:00:00", "entry_type": "Official"}]}'
    assert len(read_programme(AgendaFile("agenda", data), VENUE).sessions) == 1


def test_half_a_character_becomes_the_replacement_and_a_pair_stays_one() -> None:
    title = r"rocket \ud83d\ude80, half \ud83d, other half \ude80"
    data = f'{{"schedule": [{{"title": "{title}", "start_date": "2024-03-28T09:00:00", "entry_type": "Official"}}]}}'
    (session,) = read_programme(AgendaFile("agenda", data.encode()), VENUE).sessions
    assert session.title.plain == "rocket 🚀, half \ufffd, other half \ufffd"
