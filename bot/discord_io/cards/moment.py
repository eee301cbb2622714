"""What is on in every room, and what is next."""

from collections.abc import Sequence

import discord

from bot.agenda.model import Programme, Session
from bot.agenda.moment import Moment, RoomNow
from bot.discord_io.cards.layout import CALM, LIVE, OPTIONS, TEXT, Card, pager, pages_of, size
from bot.discord_io.cards.sessions import EMOJI, OPEN, choice, title
from bot.discord_io.controls import Pick, Press
from bot.discord_io.wording import Wording, stamp

TURN = "agenda-now"
"""The control that shows another page of rooms; its state is the page, from 0."""

AGAIN = "agenda-now-again"
"""The control that shows the same page as it is now; its state is the page."""

_ROOMS = 12
_LISTED = 12
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"  # a Markdown list would swallow the line after it


def now_card(programme: Programme, moment: Moment, wording: Wording, page: int = 0) -> Card:
    """Now and next in all rooms; before, between and after the days it says so and shows what comes."""
    texts = [_room(room, programme, wording, moment) for room in moment.rooms]
    pages = pages_of(texts, most=_ROOMS, room=3200)
    page = min(max(page, 0), len(pages) - 1)
    card = Card(LIVE if moment.running else CALM)
    card.write(_heading(programme, moment, wording))
    for place in pages[page]:
        card.rule().write(texts[place])
    shown = [session for place in pages[page] for session in (*moment.rooms[place].on, *moment.rooms[place].next)]
    if options := _options(shown, programme, wording):
        card.row(Pick(OPEN, "now", options=options, placeholder=wording.say("session-open-placeholder")))
    card.row(*pager(TURN, page, len(pages)), Press(AGAIN, str(page), emoji="🔄"))
    return card


def now_board(programme: Programme, moment: Moment, wordings: Sequence[Wording]) -> Card:
    """The same for everyone in a channel: in all languages, without the clock, so that it changes only when that does.

    Its select opens a session for whoever uses it, in their own language.
    """
    card = Card(LIVE if moment.running else CALM)
    budget = TEXT // len(wordings) - 40
    for number, wording in enumerate(wordings):
        texts = [f"## {_title(programme, moment, wording)}"]
        texts += [_room(room, programme, wording, moment) for room in moment.rooms]
        if number:
            card.rule()
        card.write(_within(texts, budget, wording))
    shown = [session for room in moment.rooms for session in (*room.on, *room.next)]
    if options := _options(shown, programme, wordings[0]):
        placeholder = " / ".join(wording.say("session-open-placeholder") for wording in wordings)
        card.row(Pick(OPEN, "board", options=options, placeholder=placeholder))
    return card


def _within(texts: Sequence[str], budget: int, wording: Wording) -> str:
    """As many whole paragraphs as fit, and how many rooms were left out."""
    kept: list[str] = []
    for text in texts:
        if size("\n".join([*kept, text])) > budget:
            break
        kept.append(text)
    left = len(texts) - len(kept)
    return "\n".join(kept) + (f"\n-# {wording.say('list-more', more=left)}" if left else "")


def _heading(programme: Programme, moment: Moment, wording: Wording) -> str:
    local = programme.local(moment.now)
    clock = wording.say("now-venue-clock", day=wording.day(local.date()), time=wording.wall(moment.now))
    return f"## {_title(programme, moment, wording)}\n-# {clock}"


def _title(programme: Programme, moment: Moment, wording: Wording) -> str:
    if moment.running:
        return wording.say("now-title")
    if not programme.sessions:
        return wording.say("now-empty")
    if moment.day is None:
        return wording.say("now-over", summit=wording.text(programme.name))
    return _waiting(programme, moment, wording)


def _waiting(programme: Programme, moment: Moment, wording: Wording) -> str:
    starts = [session.start for room in moment.rooms for session in room.next if session.start]
    if not starts:
        return wording.say("now-title")
    again = stamp(min(starts), "R")
    if moment.day == programme.days[0] and not _begun(programme, moment):
        return wording.say("now-before", summit=wording.text(programme.name), when=again)
    same_day = moment.day == programme.local(moment.now).date()
    return wording.say("now-pause" if same_day else "now-between", when=again)


def _begun(programme: Programme, moment: Moment) -> bool:
    return any(session.start and session.start <= moment.now for session in programme)


def _room(room: RoomNow, programme: Programme, wording: Wording, moment: Moment) -> str:
    name = wording.text(room.room.name, 80) if room.room else wording.say("room-none")
    lines = [f"### 📍 {name}"]
    if room.on:
        lines += _running(room.on, programme, wording)
    if room.next:
        lines += _coming(room.next, programme, wording, moment, full=not room.on)
    return "\n".join(lines)


def _running(on: tuple[Session, ...], programme: Programme, wording: Wording) -> list[str]:
    lines = []
    for shared in _shared(on, programme):
        first = shared[0]
        until = wording.say("now-until", time=wording.wall(first.end), left=stamp(first.end, "R")) if first.end else ""
        if len(shared) == 1:
            lines.append(f"▶️ {EMOJI[first.kind]} **{title(first, wording)}**")
            lines += [f"-# {part}" for part in [" · ".join(filter(None, [wording.speakers(first), until]))] if part]
        else:
            name = wording.text(programme.blocks_by_code[first.block].title, 80)
            lines += [f"▶️ **{name}** · {wording.hours(first)}", f"-# {wording.say('now-block')} · {until}"]
            lines += _listed(shared, wording)
    return lines


def _coming(
    following: tuple[Session, ...], programme: Programme, wording: Wording, moment: Moment, *, full: bool
) -> list[str]:
    lines = []
    for shared in _shared(following, programme):
        first = shared[0]
        when = wording.hours(first)
        if first.day and first.day != programme.local(moment.now).date():
            when = f"{wording.day(first.day)} {when}"
        soon = f" · {stamp(first.start, 'R')}" if first.start else ""
        if len(shared) == 1:
            words = title(first, wording, 100)
            lines.append(f"⏭️ {when} {EMOJI[first.kind]} {f'**{words}**' if full else words}{soon}")
        else:
            name = wording.text(programme.blocks_by_code[first.block].title, 80)
            lines.append(f"⏭️ {when} **{name}**{soon}")
            lines += _listed(shared, wording)
    return lines


def _shared(sessions: tuple[Session, ...], programme: Programme) -> list[tuple[Session, ...]]:
    """Sessions that share one time cell together, the others each alone."""
    here = {session.code for session in sessions}
    sharing = (programme.sharing_time(session) for session in sessions)
    groups = {tuple(session.code for session in group): group for group in sharing}
    return [tuple(session for session in group if session.code in here) for group in groups.values()]


def _listed(block: tuple[Session, ...], wording: Wording) -> list[str]:
    lines = []
    for number, session in enumerate(block[:_LISTED], start=1):
        who = wording.speakers(session, 2)
        lines.append(f"{_CIRCLED[number - 1]} {title(session, wording, 90)}" + (f" · {who}" if who else ""))
    if more := len(block) - len(lines):
        lines.append(f"-# {wording.say('list-more', more=more)}")
    return lines


def _options(sessions: list[Session], programme: Programme, wording: Wording) -> list[discord.SelectOption]:
    distinct = {session.code: session for session in sessions}
    return [choice(session, programme, wording, day=True) for session in [*distinct.values()][:OPTIONS]]
