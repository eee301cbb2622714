"""A day's programme: pages by buttons, day, track and room by selects, all in one message."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

import discord

from bot.agenda.model import Programme, Session
from bot.discord_io.cards.layout import OPTIONS, Card, option, pager, size
from bot.discord_io.cards.sessions import OPEN, choice, entry
from bot.discord_io.controls import Pick
from bot.discord_io.wording import Wording, stamp

TURN = "agenda-day"
"""The control that shows another page; its state is a packed DayView."""

PICK = {"day": "agenda-pick-day", "track": "agenda-pick-track", "room": "agenda-pick-room"}
"""The selects; their state is the packed DayView they stand on."""

_ENTRIES = 10
_ROOM_FOR_ENTRIES = 3600
_TITLE = 160
_SHORT_TITLE = 60
_ANY = "*"
_MORE = "+"

Facet = Literal["day", "track", "room"]


@dataclass(frozen=True, slots=True)
class DayView:
    """What a day card shows. Packed into custom_ids, since the message is all there is to remember it by.

    `day` is None for sessions without a day; `track` and `room` are codes, or ''. `more` counts how many times "more…"
    was chosen in the day, track and room select, which hold 25 options each.
    """

    day: date | None
    track: str = ""
    room: str = ""
    page: int = 0
    more: tuple[int, int, int] = (0, 0, 0)

    def pack(self) -> str:
        """At most 76 characters; read back by `unpack`."""
        day = f"{self.day:%Y%m%d}" if self.day else ""
        return ":".join([day, self.track, self.room, str(self.page), *map(str, self.more)])

    @classmethod
    def unpack(cls, state: str) -> "DayView":
        """Raises ValueError when `state` was not made by `pack`."""
        day, track, room, page, *more = state.split(":")
        days, tracks, rooms = map(int, more)
        parsed = datetime.strptime(day, "%Y%m%d").date() if day else None  # noqa: DTZ007 -- a day has no zone
        return cls(parsed, track, room, int(page), (days, tracks, rooms))

    def choosing(self, facet: Facet, value: str) -> "DayView":
        """The view after `value` was chosen in the select for `facet`; codes and days that are gone show nothing."""
        place = ("day", "track", "room").index(facet)
        if value == _MORE:
            more = list(self.more)
            more[place] += 1
            return replace(self, more=(more[0], more[1], more[2]))
        chosen = replace(self, page=0, more=(0, 0, 0))
        if facet == "day":
            return replace(chosen, day=date.fromisoformat(value) if value != _ANY else None)
        code = "" if value == _ANY else value
        return replace(chosen, track=code) if facet == "track" else replace(chosen, room=code)


def day_card(programme: Programme, view: DayView, wording: Wording) -> Card:
    """One page of one day, under the view's filters."""
    sessions = [session for session in programme.on_day(view.day) if _shown(session, view)]
    pages = max(-(-len(sessions) // _ENTRIES), 1)
    view = replace(view, page=min(max(view.page, 0), pages - 1))
    here = sessions[view.page * _ENTRIES :][:_ENTRIES]
    card = Card().write(_heading(programme, view, wording, len(sessions)))
    for text in _entries(here, _apart(sessions), programme, wording):
        card.write(text)
    if not here:
        card.write(wording.say("day-nothing"))
    else:
        options = [choice(session, programme, wording) for session in here]
        card.row(Pick(OPEN, "day", options=options, placeholder=wording.say("session-open-placeholder")))
    for select in _selects(programme, view, wording):
        card.row(select)
    card.row(*pager(TURN, view.page, pages, lambda page: replace(view, page=page).pack()))
    return card


def _shown(session: Session, view: DayView) -> bool:
    return (not view.track or session.track == view.track) and (not view.room or view.room in session.rooms)


def _heading(programme: Programme, view: DayView, wording: Wording, count: int) -> str:
    day = wording.day(view.day) if view.day else wording.say("day-none")
    lines = [f"## 📅 {day}", "-# " + wording.say("day-count", count=count, zone=str(programme.timezone))]
    filters = []
    if track := programme.tracks_by_code.get(view.track):
        filters.append(f"🗂️ {wording.text(track.name, 80)}")
    if room := programme.rooms_by_code.get(view.room):
        filters.append(f"📍 {wording.text(room.name, 80)}")
    return "\n".join([*lines, *filters])


def _entries(here: Sequence[Session], apart: set[str], programme: Programme, wording: Wording) -> list[str]:
    """A page's lines. Titles are cut short where ten of full length would not fit on one card."""
    texts = _written(here, apart, programme, wording, _TITLE)
    if sum(map(size, texts)) > _ROOM_FOR_ENTRIES:
        return _written(here, apart, programme, wording, _SHORT_TITLE)
    return texts


def _written(
    here: Sequence[Session], apart: set[str], programme: Programme, wording: Wording, limit: int
) -> list[str]:
    """Each session's lines, under the heading of the time (and block) that it shares with its neighbours."""
    texts, heading = [], ""
    for session in here:
        lead = f"{session.position}. " if session.block and session.position else ""
        when = f"🕘 {wording.hours(session)}" if session.code in apart else ""
        text = entry(session, programme, wording, lead=lead, when=when, limit=limit)
        above, heading = heading, _time_heading(session, programme, wording, only_start=session.code in apart)
        texts.append(text if above == heading else f"{heading}\n{text}")
    return texts


def _time_heading(session: Session, programme: Programme, wording: Wording, *, only_start: bool) -> str:
    hours = wording.wall(session.start) if session.start and only_start else wording.hours(session)
    own = f" · {stamp(session.start)}" if session.start else ""
    block = programme.blocks_by_code.get(session.block)
    return f"### {hours}{own}" + (f" · {wording.text(block.title, 80)}" if block else "")


def _apart(sessions: Sequence[Session]) -> set[str]:
    """Codes of sessions that begin together with others but do not all end together; their heading cannot say when."""
    ends: dict[datetime | None, set[datetime | None]] = {}
    for session in sessions:
        ends.setdefault(session.start, set()).add(session.end)
    single = [session for session in sessions if session.start and not session.block]
    return {session.code for session in single if len(ends[session.start]) > 1}


def _selects(programme: Programme, view: DayView, wording: Wording) -> list[Pick]:
    days = [option(wording.day(day), day.isoformat(), chosen=day == view.day) for day in programme.days]
    if any(session.day is None for session in programme):
        days.append(option(wording.say("day-none"), _ANY, chosen=view.day is None))
    tracks = [
        option(track.name.in_language(wording.language), track.code, chosen=track.code == view.track)
        for track in programme.tracks
    ]
    rooms = [
        option(room.name.in_language(wording.language), room.code, chosen=room.code == view.room)
        for room in programme.rooms
    ]
    every_track = option(wording.say("day-every-track"), _ANY, chosen=not view.track)
    every_room = option(wording.say("day-every-room"), _ANY, chosen=not view.room)
    selects = [
        _select("day", days, view, wording),
        _select("track", [every_track, *tracks], view, wording) if len(tracks) > 1 else None,
        _select("room", [every_room, *rooms], view, wording) if len(rooms) > 1 else None,
    ]
    return [select for select in selects if select]


def _select(facet: Facet, options: list[discord.SelectOption], view: DayView, wording: Wording) -> Pick | None:
    if len(options) < 2:
        return None
    if len(options) > OPTIONS:
        step = OPTIONS - 1
        parts = -(-len(options) // step)
        part = view.more[("day", "track", "room").index(facet)] % parts
        more = option(wording.say("list-more-options"), _MORE, emoji="➕")
        options = [*options[part * step : (part + 1) * step], more]
    return Pick(PICK[facet], view.pack(), options=options, placeholder=wording.say(f"day-pick-{facet}"))
