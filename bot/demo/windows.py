"""Windows onto the demo's server: a simcord Preview for each channel, person and language that someone looks at."""

import asyncio
import json
import logging
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Self

import aiohttp
from simcord import Preview

from bot.core.clock import Clock
from bot.demo.localised import Spec, invocation, localise_catalogue, restore_options
from bot.demo.plan import DISCORD_LOCALES, PEOPLE
from bot.demo.world import Place, World

log = logging.getLogger(__name__)

_PACE = 1.0  # seconds between two looks at the clock
_STAMPS = 60.0  # seconds of the server's time after which "in 5 minutes" is drawn anew


@dataclass(frozen=True, slots=True)
class Answer:
    """What a Preview answered to the page in the browser."""

    status: int
    content_type: str
    body: bytes
    headers: dict[str, str]


@dataclass(slots=True)
class Window:
    """One Preview, and who looks through it.

    `seen`: when its page last asked for something, in loop time. `stale`: something new is not drawn yet.
    """

    preview: Preview
    user: int
    language: str
    seen: float
    stale: bool = False

    @property
    def origin(self) -> str:
        """Where the Preview itself listens."""
        return self.preview.url.partition("/#")[0]


class Windows:
    """Opens Previews when they are looked at, passes requests on to them, and keeps them at the summit's time.

    simcord runs one operation at a time, so everything that acts waits for its turn here.
    """

    def __init__(self, world: World, clock: Clock, timezone: str, speed: float = 1.0) -> None:
        """`timezone`: an IANA name, in which times are drawn. `speed`: how fast `clock` runs."""
        self.world = world
        self.clock = clock
        self.speed = speed
        self._timezone = timezone
        self._open: dict[str, Window] = {}
        self._turn = asyncio.Lock()
        self._stack = AsyncExitStack()
        self._drawn = world.env.now()
        self.posts: dict[int, int] = {}
        """How many messages came into each channel, so that a page can mark what was not read yet."""

    async def __aenter__(self) -> Self:
        """Begin to follow the server."""
        self._http = await self._stack.enter_async_context(aiohttp.ClientSession())
        self.world.env.backend.subscribers.append(self._note)
        pace = asyncio.create_task(self._keep_pace())
        self._stack.callback(pace.cancel)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close every Preview."""
        self.world.env.backend.subscribers.remove(self._note)
        async with self._turn:
            await self._stack.aclose()

    def _note(self, event: str, payload: Any) -> None:
        if event.startswith("MESSAGE_"):
            channel = int(payload["channel_id"])
            for window in self._open.values():
                window.stale |= window.preview.channel.id == channel
            if event == "MESSAGE_CREATE":
                self.posts[channel] = self.posts.get(channel, 0) + 1

    def commands(self) -> list[Spec]:
        """The slash commands that the bot registered in the server."""
        return [*self.world.env.backend.commands.get(self.world.guild.id, {}).values()]

    def typed(self, path: str, language: str) -> str:
        """What a reader of `language` types for a command ("agenda search"); '' when the bot has none such."""
        text = invocation(self.commands(), path, DISCORD_LOCALES[language])
        return f"/{text}" if text else ""

    async def ask(self, name: str, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """Pass a page's request on to the window called `name` (`person.channel.language`), opening it if need be.

        `path` begins with /api/ and has its query. Raises LookupError when there is no such person or channel.
        """
        window = self._open.get(name) or await self._look(name)
        window.seen = asyncio.get_running_loop().time()
        if method == "GET":
            answer = await self._pass_on(window, method, path, headers, body)
            return self._localised(answer, window) if path == "/api/commands" else answer
        async with self._turn:
            return await self._act(window, method, path, headers, body)

    async def _look(self, name: str) -> Window:
        person, place, language = self._find(name)
        async with self._turn:
            if name not in self._open:
                env = self.world.env
                env._preview = None  # simcord lets one be opened at a time; several work as long as one acts at a time
                viewer = self.world.viewer(person, place)
                preview = env.preview(
                    place.handle,
                    viewers=[viewer],
                    layout="channel",
                    locale=language,
                    timezone=self._timezone,
                    assets=self.world.pictures,
                )
                await self._stack.enter_async_context(preview)
                self._open[name] = Window(preview, viewer.id, language, asyncio.get_running_loop().time())
        return self._open[name]

    def _find(self, name: str) -> tuple[str, Place, str]:
        key, _, rest = name.partition(".")
        channel, _, language = rest.partition(".")
        person = next((person for person in PEOPLE if person.key == key), None)
        if person is None or language not in DISCORD_LOCALES.values():
            raise LookupError(name)
        place = next((place for place in self.world.places(key) if str(place.id) == channel), None)
        if place is None:
            raise LookupError(name)
        return key, place, person.language or language

    async def _act(self, window: Window, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        env = self.world.env
        env._preview = window.preview  # simcord tells this one that its action began
        window.preview.capture_time = env.now()
        self.world.languages[window.user] = window.language
        action = _as_action(path, headers, body)
        if action is None:
            answer = await self._pass_on(window, method, path, headers, body)
        else:
            restore_options(action, self.commands(), window.language)
            answer = await self._pass_on(window, method, path, headers, json.dumps(action).encode())
            if (revision := _revision_missed(answer)) is not None:
                action["published_revision"] = revision
                answer = await self._pass_on(window, method, path, headers, json.dumps(action).encode())
        window.stale = False
        await self._redraw()
        return answer

    async def _pass_on(
        self, window: Window, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> Answer:
        sent = {**headers, "X-Simcord-Capability": window.preview.capability}
        async with self._http.request(method, window.origin + path, headers=sent, data=body or None) as response:
            kept = {name: value for name, value in response.headers.items() if name.startswith(("X-", "Content-Disp"))}
            return Answer(response.status, response.content_type, await response.read(), kept)

    def _localised(self, answer: Answer, window: Window) -> Answer:
        if answer.status != 200:
            return answer
        catalogue = json.loads(answer.body)
        localise_catalogue(catalogue, self.commands(), window.language)
        return Answer(answer.status, answer.content_type, json.dumps(catalogue).encode(), answer.headers)

    async def _keep_pace(self) -> None:
        while True:
            await asyncio.sleep(_PACE)
            async with self._turn:
                try:
                    await self._catch_up()
                except TimeoutError:
                    log.debug("the bot is busy; the demo's windows are drawn again in a moment")
                except Exception:
                    log.exception("the demo's windows could not be drawn")

    async def _catch_up(self) -> None:
        env = self.world.env
        await env.advance_time(max(0.0, (self.clock.now() - env.now()).total_seconds()))
        if (env.now() - self._drawn).total_seconds() >= _STAMPS:
            self._drawn = env.now()
            for window in self._open.values():
                window.stale = True
        await self._redraw()

    async def _redraw(self) -> None:
        """Show what the bot posted by itself, and relative times, in the windows that are being looked at."""
        recently = asyncio.get_running_loop().time() - 5
        for window in self._open.values():
            if window.stale and window.seen >= recently:
                window.stale = False
                await window.preview.refresh()


def _as_action(path: str, headers: dict[str, str], body: bytes) -> dict[str, Any] | None:
    """The action in a request's body; None when it is not one, or a form with files, which is passed on as it is."""
    if path != "/api/action" or not headers.get("Content-Type", "").startswith("application/json"):
        return None
    try:
        action = json.loads(body)
    except ValueError:
        return None
    return action if isinstance(action, dict) else None


def _revision_missed(answer: Answer) -> int | None:
    """The revision to act on instead, when the page had not yet seen the latest one.

    A click takes a moment to arrive, and a message may have come meanwhile; Discord itself would take the click.
    """
    if answer.status != 200:
        return None
    receipt = json.loads(answer.body)
    missed = receipt.get("rejected") and any(item.get("code") == "stale-revision" for item in receipt["diagnostics"])
    return int(receipt["revision"]) if missed else None
