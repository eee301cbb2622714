"""Announcements: look at one, send it."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from bot.agenda import change_store
from bot.agenda.announcements import Announcement, Audience, Circle
from bot.agenda.audit import Audit
from bot.agenda.concerned import Concerned, Routes, Serving
from bot.agenda.model import Programme
from bot.agenda.programme import Agenda
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.notes import forget_note, read_note, write_note
from bot.core.refusal import Refusal
from bot.outbox import store as outbox
from bot.outbox.model import Delivery, Line, wording

_DRAFT = "announcement "


@dataclass(frozen=True, slots=True)
class Announced:
    """What an announcement says, how many people it reaches in person, and in which channels it is posted."""

    lines: tuple[Line, ...]
    people: int
    channels: tuple[str, ...]


class Announcing:
    """Use cases of announcements. Whoever calls them has made sure that `by`, a member's id, is an organiser."""

    def __init__(
        self,
        agenda: Agenda,
        database: Database,
        clock: Clock,
        stars: Concerned,
        routes: Routes,
        room_channels: Mapping[str, str],
        wake: Callable[[], None] = lambda: None,
        serving: Serving | None = None,
    ) -> None:
        """`room_channels`: a room's code → its own channel, as `To.post` takes it. `serving` knows the volunteers.

        `wake` is called when there is something new in the outbox.
        """
        self._agenda = agenda
        self._database = database
        self._clock = clock
        self._stars = stars
        self._routes = routes
        self._room_channels = room_channels
        self._wake = wake
        self._serving = serving

    async def preview(self, audience: Audience, texts: Mapping[str, str], at: datetime | None = None) -> Announced:
        """What would be said to how many. Raises Refusal as `Announcement.of`."""
        programme = await self._agenda.current()
        announcement = Announcement.of(audience, texts, programme, self._clock.now(), at)
        async with self._database.read() as connection:
            return _announced(announcement, programme, await self._deliveries(connection, 0, announcement, programme))

    async def draft(self, audience: Audience, texts: Mapping[str, str], at: datetime | None = None) -> str:
        """Keep what was previewed, so that it can still be sent after a restart; returns the draft's name."""
        name = secrets.token_hex(4)
        kept = {"circle": audience.circle, "code": audience.code, "texts": dict(texts), "at": at and at.isoformat()}
        async with self._database.transaction() as tx:
            await write_note(tx, f"{_DRAFT}{name}", json.dumps(kept, ensure_ascii=False))
        return name

    async def send(self, draft: str, by: int) -> tuple[Announced, datetime | None]:
        """Announce a draft, once; what was announced and for when. Raises Refusal when it was sent already."""
        async with self._database.read() as connection:
            kept = await read_note(connection, f"{_DRAFT}{draft}")
        if not kept:
            raise Refusal("announcement-sent-already")
        data = json.loads(kept)
        at = datetime.fromisoformat(data["at"]) if data["at"] else None
        audience = Audience(Circle(data["circle"]), data["code"])
        return await self.announce(audience, data["texts"], by, at=at, draft=draft), at

    async def announce(
        self, audience: Audience, texts: Mapping[str, str], by: int, *, at: datetime | None = None, draft: str = ""
    ) -> Announced:
        """Send it now, or at `at` (aware, summit's time), to those who follow now. Raises Refusal as `preview`.

        `draft` names the one that this is, which is used up.
        """
        programme, now = await self._agenda.current(), self._clock.now()
        announcement = Announcement.of(audience, texts, programme, now, at)
        heading = announcement.audience.heading(programme)
        details = {
            "audience": {"phrase": heading.phrase, "values": dict(heading.values)},
            "text": wording(announcement.text.as_data()),
        }
        async with self._database.transaction() as tx:
            if draft and not await read_note(tx, f"{_DRAFT}{draft}"):
                raise Refusal("announcement-sent-already")
            await forget_note(tx, f"{_DRAFT}{draft}")
            number = await change_store.note(tx, Audit(now, by, "announce", details))
            deliveries = await self._deliveries(tx, number, announcement, programme)
            await outbox.post(tx, deliveries)
        self._wake()
        return _announced(announcement, programme, deliveries)

    async def _deliveries(
        self, connection: aiosqlite.Connection, number: int, announcement: Announcement, programme: Programme
    ) -> list[Delivery]:
        if announcement.audience.circle is Circle.VOLUNTEERS:
            volunteers = await self._serving.volunteers(connection) if self._serving else ()
            ways = await self._routes.routes(connection, volunteers, on_duty=True)
            return [*announcement.to_volunteers(number, programme, ways)]
        codes = {session.code for session in announcement.audience.sessions(programme)}
        followers = await self._stars.concerned(connection, codes)
        members = {member for some in followers.values() for member in some}
        routes = await self._routes.routes(connection, members)
        return [*announcement.deliveries(number, programme, followers, routes, self._room_channels)]


def _announced(announcement: Announcement, programme: Programme, deliveries: list[Delivery]) -> Announced:
    members = {delivery.to.member for delivery in deliveries if delivery.to.member is not None}
    mentions_post = announcement.audience.circle is Circle.VOLUNTEERS
    posted = [one.to.channel for one in deliveries if one.to.channel and (one.to.member is None or mentions_post)]
    return Announced(announcement.lines(programme), len(members), tuple(dict.fromkeys(posted)))
