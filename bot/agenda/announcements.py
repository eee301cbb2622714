"""What organisers tell many people at once: to whom, in which words, when. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.agenda import telling
from bot.agenda.model import Programme, Session, Text
from bot.core.refusal import Refusal
from bot.outbox.model import Delivery, Line, To, Value, wording

LONGEST = 1_500
"""Characters of an announcement in one language: both and their heading fit one message."""

_SENSE = timedelta(hours=6)
_CHANNELS = {"all": "announcements", "track": "announcements", "room": "announcements", "volunteers": "volunteers"}


class Circle(StrEnum):
    """Whom an announcement is for: everyone, a track's or a room's people, those of one session, the volunteers."""

    ALL = "all"
    TRACK = "track"
    ROOM = "room"
    SESSION = "session"
    VOLUNTEERS = "volunteers"


@dataclass(frozen=True, slots=True)
class Audience:
    """A circle, and the code of its track, room or session, or ''."""

    circle: Circle
    code: str = ""

    @classmethod
    def typed(cls, text: str) -> "Audience":
        """From "all", "track:fa", "session:welcome", as the autocomplete gives it. Raises Refusal for anything else."""
        circle, _, code = text.partition(":")
        if circle not in {*Circle}:
            raise Refusal("audience-unknown", seen=text[:60])
        return cls(Circle(circle), code)

    def sessions(self, programme: Programme) -> tuple[Session, ...]:
        """The sessions whose followers are told in person. Raises Refusal when there is no such thing."""
        match self.circle:
            case Circle.TRACK if self.code in programme.tracks_by_code:
                return tuple(session for session in programme if session.track == self.code)
            case Circle.ROOM if self.code in programme.rooms_by_code:
                return tuple(session for session in programme if self.code in session.rooms)
            case Circle.SESSION if self.code in programme.sessions_by_code:
                return (programme.sessions_by_code[self.code],)
            case Circle.ALL | Circle.VOLUNTEERS:
                return ()
            case Circle.SESSION:
                raise Refusal("session-gone")
            case _:
                raise Refusal(f"{self.circle}-unknown", seen=self.code)

    def heading(self, programme: Programme) -> Line:
        """Whom it is for, in a line above the text."""
        values: dict[str, Value] = {}
        match self.circle:
            case Circle.TRACK:
                values["name"] = telling.listed([programme.tracks_by_code[self.code].name])
            case Circle.ROOM:
                values["name"] = telling.listed([programme.rooms_by_code[self.code].name])
            case Circle.SESSION:
                values["name"] = telling.title(programme.sessions_by_code[self.code])
        return Line(f"announcement-{self.circle}", values)


@dataclass(frozen=True, slots=True)
class Announcement:
    """A text in one or both languages for an audience, from `at` (aware UTC) on."""

    audience: Audience
    text: Text
    at: datetime

    @classmethod
    def of(
        cls, audience: Audience, texts: Mapping[str, str], programme: Programme, now: datetime, at: datetime | None
    ) -> "Announcement":
        """What was filled in. Raises Refusal: no text, too long, a time that is past, an audience that is not there."""
        text = Text.of(texts)
        if not text:
            raise Refusal("announcement-empty")
        if any(len(version) > LONGEST for version in text.every()):
            raise Refusal("announcement-long", limit=LONGEST)
        if at and at < now:
            raise Refusal("announcement-past", time=f"{programme.local(at):%Y-%m-%d %H:%M}")
        audience.sessions(programme)
        return cls(audience, text, at or now)

    def lines(self, programme: Programme) -> tuple[Line, ...]:
        """The heading and the text."""
        text = Line("announcement-text", {"text": wording(self.text.as_data())})
        return (self.audience.heading(programme), text)

    def deliveries(
        self,
        number: int,
        programme: Programme,
        followers: Mapping[str, Collection[int]],
        routes: Mapping[int, To],
        room_channels: Mapping[str, str],
    ) -> Iterator[Delivery]:
        """One public post, except for one session's people, and one message to each follower who wants any.

        `number` makes the keys; `followers` by session code; `room_channels`: a room's code → its own channel. Those of
        a Chatham House session are told in private or not at all.
        """
        if channel := self._channel(room_channels):
            yield self._delivery(number, To.post(channel), programme)
        open_to: set[int] = set()
        closed_to: set[int] = set()
        for session in self.audience.sessions(programme):
            (closed_to if session.chatham_house else open_to).update(followers.get(session.code, ()))
        for member in sorted(open_to | closed_to):
            to = routes.get(member)
            if to and not (to.channel and member not in open_to):
                yield self._delivery(number, to, programme, private=member not in open_to)

    def to_volunteers(self, number: int, programme: Programme, ways: Mapping[int, To]) -> Iterator[Delivery]:
        """One post in their channel, and one message to each of `ways` who is to have it in person.

        Who chose to be mentioned is mentioned in their channel, which is theirs alone, unlike that of the changes; that
        is the post then.
        """
        channel = _CHANNELS[Circle.VOLUNTEERS]
        if not any(to.channel for to in ways.values()):
            yield self._delivery(number, To.post(channel), programme)
        for member, to in sorted(ways.items()):
            yield self._delivery(number, To.mention(member, channel) if to.channel else to, programme)

    def _channel(self, room_channels: Mapping[str, str]) -> str:
        if self.audience.circle is Circle.ROOM and self.audience.code in room_channels:
            return room_channels[self.audience.code]
        return _CHANNELS.get(self.audience.circle, "")

    def _delivery(self, number: int, to: To, programme: Programme, *, private: bool = False) -> Delivery:
        return Delivery(
            key=f"announcement:{number}:{to.member or to.channel}",
            kind="announcement",
            to=to,
            lines=self.lines(programme),
            due=self.at,
            expires=self.at + _SENSE,
            subject=self.audience.code if self.audience.circle is Circle.SESSION else "",
            cause=f"announcement:{number}",
            private=private,
        )
