"""A summit to test with: the real App inside simcord, people on its server, and what they read."""

import shutil
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import simcord

from bot.app import App
from bot.core.clock import StoppedClock
from tests.oracle import Oracle

CONFIG = Path(__file__).parents[2] / "config"
MORNING = datetime.fromisoformat("2024-03-28T08:50:00+08:00")


class Summit:
    """The running bot, its server, and one attendee for each language."""

    def __init__(self, app: App, env: simcord.Env, stack: AsyncExitStack, missing: Collection[str]) -> None:
        self.app = app
        self._stack = stack
        self.env = env
        self.guild = env.create_guild("OSPO Summit")
        roles = [role for role in ("组委会", "主持人", "志愿者") if role not in missing]
        self.roles = {role: self.guild.create_role(role) for role in roles}
        names = ["大厅", "公告", "议程变更", "会前提醒", "组委会", "志愿者", "主会场"]
        self.channels = {name: self.guild.create_text_channel(name) for name in names if name not in missing}
        self.lobby = self.channels["大厅"]
        self.locales: dict[int, str] = {}
        env.backend.subscribers.insert(0, self._speak_own_language)
        self.maya = self.join("maya", "en-GB")
        self.lin = self.join("lin", "zh-CN")

    async def restart(self) -> None:
        """Another process in place of the first: a new App on the same database, the same server."""
        database, clock = self.app.database.path, self.app.clock
        config = self.app.settings.folder
        self.app = await self._stack.enter_async_context(App.from_config(config, database=database, clock=clock))
        await self.env.restart_bot(self.app.bot)
        await self.env.settle()

    def join(self, name: str, locale: str, *roles: str) -> simcord.MemberActor:
        """A member whose client runs in `locale`, with roles by name."""
        member = self.guild.add_member(self.env.create_user(name), roles=[self.roles[role] for role in roles])
        self.locales[member.id] = locale
        return member

    def _speak_own_language(self, event: str, payload: Mapping[str, Any]) -> None:
        if event == "INTERACTION_CREATE" and isinstance(payload, dict):
            person = payload.get("member", payload)["user"]
            payload["locale"] = self.locales.get(int(person["id"]), "en-US")


@asynccontextmanager
async def summit(
    tmp_path: Path, *, config: Path = CONFIG, at: datetime = MORNING, missing: Collection[str] = (),
    public_url: str = "",
) -> AsyncIterator[Summit]:
    """The App on `config`, its clock stopped at `at`, on a server without the roles and channels in `missing`.

    At the end every request goes through the oracle, where its document is there.
    """
    clock = StoppedClock(at)
    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(
            App.from_config(config, database=tmp_path / "summit.db", clock=clock, public_url=public_url)
        )
        env = await stack.enter_async_context(simcord.run(app.bot, shard_count=1))
        world = Summit(app, env, stack, missing)
        await env.settle()
        yield world
        await env.settle()
        if Oracle.available():
            Oracle.load().check_all(env.http_requests)


@asynccontextmanager
async def summit_without_shifts(tmp_path: Path, **options: Any) -> AsyncIterator[Summit]:
    """The same where nobody has to be called to a shift, so that all that is sent is what a test is about."""
    config = tmp_path / "config"
    shutil.copytree(CONFIG, config, ignore=shutil.ignore_patterns("volunteering.yaml"))
    async with summit(tmp_path, config=config, **options) as world:
        yield world


def texts(result: simcord.InteractionResult) -> str:
    """All that a person reads on the answer: its texts, in order, a line each."""
    message = result.response
    assert message is not None, "there was no answer"
    return "\n".join([message.content, *(part["content"] for part in parts(result) if part["type"] == 10)])


def parts(result: simcord.InteractionResult) -> Iterator[dict[str, Any]]:
    """Every component on the answer, outside in."""
    assert result.response is not None, "there was no answer"
    waiting = [*result.response.components]
    while waiting:
        part = waiting.pop(0)
        yield part
        accessory = [part["accessory"]] if part.get("accessory") else []
        waiting = [*part.get("components", []), *accessory, *waiting]


def control(result: simcord.InteractionResult, action: str) -> dict[str, Any]:
    """The first button or select on the answer that does `action`."""
    found = [part for part in parts(result) if f"/{action}/" in part.get("custom_id", "")]
    assert found, f"no control {action!r} among {[part.get('custom_id') for part in parts(result)]}"
    return found[0]
