"""The console script as an operator runs it: a process of its own, its output and its exit code."""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.app import App
from bot.core.database import Database
from bot.reminders.model import Via

ROOT = Path(__file__).parents[1]
AGENDAS = ROOT / ".." / "shared" / "agendas"
needs_agendas = pytest.mark.skipif(not AGENDAS.exists(), reason="the real agendas are not beside the project")


@pytest.fixture(scope="module")
def once_released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped configuration, and with a database in which its programme is released."""
    folder = tmp_path_factory.mktemp("released")
    assert summit_bot(folder, "import", "config/agenda.yaml", "--release").returncode == 0
    return folder


@pytest.fixture
def released(once_released: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    shutil.copytree(once_released, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def configured(tmp_path: Path) -> Path:
    """A folder with the shipped configuration."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    return tmp_path


def summit_bot(folder: Path, *words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `summit-bot` with a configuration and a database in `folder`."""
    if not (folder / "config").exists():
        shutil.copytree(ROOT / "config", folder / "config")
    variables = {"PATH": os.environ["PATH"], "LANG": "en_GB.UTF-8", "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-m", "bot", *map(str, words)],
        cwd=folder, env=variables | environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_check_accepts_the_shipped_configuration_and_prints_the_invite_link(tmp_path: Path) -> None:
    done = summit_bot(tmp_path, "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "31 sessions on 2 days" in done.stdout
    assert "permissions=117760" in done.stdout
    assert "scope=bot+applications.commands" in done.stdout


def test_check_tells_every_fault_with_file_line_and_field(configured: Path) -> None:
    summit = configured / "config" / "summit.yaml"
    summit.write_text(summit.read_text("utf-8").replace("Asia/Shanghai", "Asia/Shanghia").replace("guild:", "gild:"))
    (configured / "config" / "guide.yaml").write_text("topics:\n  venue: {titel: Where, text: There}\n")
    done = summit_bot(configured, "check")
    lines = done.stderr.splitlines()
    assert done.returncode == 1
    assert any(line.startswith("config/summit.yaml:6:") and "summit.timezone" in line for line in lines)
    assert any("discord.gild" in line and "guild" in line for line in lines)
    assert any(line.startswith("config/guide.yaml:2:") and "titel" in line for line in lines)


def test_check_reads_the_volunteers_tasks_too(configured: Path) -> None:
    file = configured / "config" / "volunteering.yaml"
    wrong = file.read_text("utf-8").replace("places: 4", "places: 12abc", 1).replace('end: "10:00"', 'end: "07:00"', 1)
    file.write_text(wrong.replace("en: Media}}", "en: Media}, role: [x]}"), "utf-8")
    done = summit_bot(configured, "check")
    assert done.returncode == 1
    assert "tasks[0].places" in done.stderr
    assert "teams.media.role" in done.stderr
    file.write_text(file.read_text("utf-8").replace("12abc", "4").replace(", role: [x]", ""), "utf-8")
    assert "tasks[2].end: " in summit_bot(configured, "check").stderr


def test_check_speaks_the_terminals_language(tmp_path: Path) -> None:
    done = summit_bot(tmp_path, "check", LANG="zh_CN.UTF-8")
    assert "共 2 天、31 个议题" in done.stdout


def test_run_without_a_token_says_what_to_do(tmp_path: Path) -> None:
    done = summit_bot(tmp_path, "run")
    assert done.returncode == 1
    assert "DISCORD_TOKEN" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_faulty_environment_names_the_variable(tmp_path: Path) -> None:
    done = summit_bot(tmp_path, "run", SUMMIT_CLOCK="teatime", DISCORD_GATEWAY="ftp://x")
    assert done.returncode == 1
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["DISCORD_GATEWAY", "SUMMIT_CLOCK"]


def test_import_shows_then_releases_then_finds_nothing_new(tmp_path: Path) -> None:
    first = summit_bot(tmp_path, "import", "config/agenda.yaml", "--dry-run")
    assert "added 31" in first.stdout
    assert not (tmp_path / "data").exists()
    released = summit_bot(tmp_path, "import", "config/agenda.yaml", "--release")
    assert "revision 1" in released.stdout
    again = summit_bot(tmp_path, "import", "config/agenda.yaml", "--release")
    assert (again.returncode, again.stdout) == (0, "No changes.\n")


async def test_an_import_from_the_console_is_told_to_those_concerned(released: Path) -> None:
    database = released / "data" / "summit.db"
    async with App.from_config(released / "config", database=database) as app:
        await app.features.book.star(7, "panel-value")
        await app.features.book.set_preference(7, via=Via.DM)
    agenda = released / "config" / "agenda.yaml"
    text = agenda.read_text("utf-8")
    agenda.write_text(text.replace('start: "14:00"\n    end: "15:20"', 'start: "14:10"\n    end: "15:20"'), "utf-8")
    done = summit_bot(released, "import", agenda, "--release", SUMMIT_CLOCK="2024-03-28T09:00:00+08:00")
    assert "revision 2; one person is told" in done.stdout
    async with Database.open(database) as opened, opened.read() as connection:
        told = await connection.execute_fetchall("SELECT member, channel FROM delivery WHERE key LIKE 'change:%'")
    assert sorted((row["member"], row["channel"]) for row in told if row["member"]) == [(7, "")]
    assert [row["channel"] for row in told if not row["member"]] == ["changes"]


def test_import_shows_old_and_new(released: Path) -> None:
    agenda = released / "config" / "agenda.yaml"
    text = agenda.read_text("utf-8")
    agenda.write_text(text.replace('start: "14:00"\n    end: "15:20"', 'start: "14:10"\n    end: "15:20"'))
    done = summit_bot(released, "import", agenda, "--dry-run")
    assert "Thu 28 Mar 14:00–15:20 → Thu 28 Mar 14:10–15:20" in done.stdout
    assert "moved 1" in done.stdout


@needs_agendas
def test_a_mass_disappearance_is_held_until_it_is_accepted(tmp_path: Path) -> None:
    versions = sorted((AGENDAS / "series-linz-2020").glob("v0*.json"))
    summit_bot(tmp_path, "import", versions[3], "--release")
    held = summit_bot(tmp_path, "import", versions[4], "--release")
    assert held.returncode == 1
    assert "18 of 40" in held.stdout
    accepted = summit_bot(tmp_path, "import", versions[4], "--release", "--accept-removals")
    assert (accepted.returncode, "revision 2" in accepted.stdout) == (0, True)


@needs_agendas
def test_a_broken_file_is_refused_with_its_line_and_changes_nothing(released: Path) -> None:
    before = (released / "data" / "summit.db").read_bytes()
    done = summit_bot(released, "import", AGENDAS / "broken" / "31c3-leading-blank-line.xml", "--release")
    assert done.returncode == 1
    assert "31c3-leading-blank-line.xml:2:" in done.stderr
    assert (released / "data" / "summit.db").read_bytes() == before


def test_a_file_that_is_too_big_is_refused_unread(tmp_path: Path) -> None:
    big = tmp_path / "big.xml"
    with big.open("wb") as file:
        file.truncate(200_000_000)
    done = summit_bot(tmp_path, "import", big, "--dry-run")
    assert (done.returncode, "200.0" in done.stderr) == (1, True)


def test_an_export_read_again_is_no_change(released: Path) -> None:

    def again(name: str) -> tuple[int, str, str]:
        made = summit_bot(released, "export", name, "--out", f"out.{name}")
        read = summit_bot(released, "import", f"out.{name}", "--dry-run")
        return made.returncode, read.stderr, read.stdout

    names = ["ics", "frab-json", "frab-xml", "csv", "yaml"]
    with ThreadPoolExecutor(2) as side_by_side:
        told = dict(zip(names, side_by_side.map(again, names), strict=True))
    assert told == dict.fromkeys(names, (0, "", "No changes.\n"))


def test_an_export_goes_to_standard_output_without_out(tmp_path: Path) -> None:
    done = summit_bot(tmp_path, "export", "frab-json")
    assert json.loads(done.stdout)["schedule"]["conference"]["daysCount"] == 2
    wrong = summit_bot(tmp_path, "export", "pdf")
    assert (wrong.returncode, "frab-json" in wrong.stderr) == (1, True)


def test_a_database_of_a_newer_version_is_refused(released: Path) -> None:
    raise_version = "import sqlite3; c = sqlite3.connect('data/summit.db'); c.execute('PRAGMA user_version = 999')"
    subprocess.run([sys.executable, "-c", raise_version], cwd=released, check=True)
    done = summit_bot(released, "import", "config/agenda.yaml", "--release")
    assert (done.returncode, "newer version" in done.stderr) == (1, True)


def test_a_backup_is_made_and_restored(tmp_path: Path) -> None:
    assert "no database" in summit_bot(tmp_path, "backup", "copy.db").stderr
    summit_bot(tmp_path, "import", "config/agenda.yaml", "--release")
    made = summit_bot(tmp_path, "backup", "copy.db")
    assert (made.returncode, made.stderr, "copy.db" in made.stdout) == (0, "", True)
    again = summit_bot(tmp_path, "backup", "copy.db")
    assert again.returncode == 1
    assert again.stderr == "copy.db is there already and is not overwritten. Choose another name.\n"
    agenda = tmp_path / "config" / "agenda.yaml"
    agenda.write_text(agenda.read_text("utf-8").replace("title: Welcome Note", "title: Good Morning"), "utf-8")
    summit_bot(tmp_path, "import", agenda, "--release")
    back = summit_bot(tmp_path, "restore", "copy.db")
    assert (back.returncode, back.stderr) == (0, "")
    [kept] = (tmp_path / "data").glob("summit-replaced-*.db")
    assert str(kept.relative_to(tmp_path)) in back.stdout
    changed = summit_bot(tmp_path, "import", agenda, "--dry-run")
    assert "retitled 1" in changed.stdout
    refused = summit_bot(tmp_path, "restore", "config/agenda.yaml")
    assert refused.returncode == 1
    assert refused.stderr.startswith("config/agenda.yaml is not a database of this bot.")
