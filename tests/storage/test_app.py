import json
import shutil
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import App
from bot.core.clock import StoppedClock
from bot.core.refusal import Faults, Refusal

CONFIG = Path(__file__).parents[2] / "config"
CLOCK = StoppedClock(datetime(2024, 3, 28, 1, tzinfo=UTC))


def everything_in(database: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in database.parent.iterdir() if path.is_file()}


async def test_first_run_makes_everything_and_releases_the_programme(tmp_path: Path) -> None:
    database = tmp_path / "data" / "summit.db"
    async with App.from_config(CONFIG, database=database, clock=CLOCK) as app:
        programme = await app.agenda.current()
        assert (programme.revision, len(programme.sessions), len(programme.days)) == (1, 31, 2)
    secrets = database.with_name("secrets.json")
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    assert len(json.loads(secrets.read_text())["signing"]) == 64


async def test_second_run_changes_nothing(tmp_path: Path) -> None:
    database = tmp_path / "data" / "summit.db"
    async with App.from_config(CONFIG, database=database, clock=CLOCK):
        pass
    before = everything_in(database)
    async with App.from_config(CONFIG, database=database, clock=CLOCK) as app:
        assert (await app.agenda.current()).revision == 1
    assert everything_in(database) == before


async def test_a_changed_agenda_is_not_released_by_starting_again(tmp_path: Path) -> None:
    config = tmp_path / "config"
    shutil.copytree(CONFIG, config)
    async with App.from_config(config, database=tmp_path / "summit.db", clock=CLOCK):
        pass
    agenda = config / "agenda.yaml"
    agenda.write_text(agenda.read_text("utf-8").replace("title: Welcome Note", "title: Good Morning"), "utf-8")
    async with App.from_config(config, database=tmp_path / "summit.db", clock=CLOCK) as app:
        assert (await app.agenda.current()).sessions_by_code["welcome"].title.plain == "Welcome Note"


async def test_faulty_settings_leave_nothing_behind(tmp_path: Path) -> None:
    config = tmp_path / "config"
    shutil.copytree(CONFIG, config)
    (config / "summit.yaml").write_text("summit: {name: X}\n")
    with pytest.raises(Faults):
        async with App.from_config(config, database=tmp_path / "data" / "summit.db", clock=CLOCK):
            pass
    assert not (tmp_path / "data").exists()


async def test_a_file_of_keys_that_is_none_is_not_replaced(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.json"
    secrets.write_text("not json")
    with pytest.raises(Refusal) as refused:
        async with App.from_config(CONFIG, database=tmp_path / "summit.db", clock=CLOCK):
            pass
    assert refused.value.phrase == "keys-unreadable"
    assert secrets.read_text() == "not json"


async def test_due_jobs_run_once_when_asked_and_not_by_themselves(tmp_path: Path) -> None:
    (tmp_path / "heartbeat").write_text("all was well")
    async with App.from_config(CONFIG, database=tmp_path / "summit.db", clock=CLOCK) as app:
        await app.run_due_jobs()
        assert not (tmp_path / "heartbeat").exists()  # it says that the bot is connected, and it is not
