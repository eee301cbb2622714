"""How a session looks: a line in a list, an option in a select, and its own card."""

from datetime import datetime
from typing import Any

import discord
from discord.ui import Button

from bot.agenda.model import Kind, Programme, Session, Status
from bot.discord_io.cards.layout import CALM, LIVE, STOPPED, WARNING, Card, option
from bot.discord_io.controls import Press
from bot.discord_io.plain import clip, mild, quoted, web_link
from bot.discord_io.remembering import remembered
from bot.discord_io.wording import Wording, stamp

OPEN = "session-open"
"""The control that opens a session's card; its state, or the chosen value, is the session's code."""

ASK = "question-ask"
"""The control that opens the form for a question to the session; its state is the session's code."""

CALENDAR = "session-calendar"
"""The control that hands out a session as a calendar file."""

EMOJI = {
    Kind.KEYNOTE: "🎤",
    Kind.TALK: "💬",
    Kind.PANEL: "👥",
    Kind.DISCUSSION: "🗣️",
    Kind.OFFICE_HOUR: "🛎️",
    Kind.UNCONFERENCE: "🌀",
    Kind.BREAK: "☕",
    Kind.SOCIAL: "🎉",
}
_ABSTRACT = 1600
_SPEAKERS = 12


def title(session: Session, wording: Wording, limit: int = 160) -> str:
    """A session's title as Markdown, with its mark when it is postponed or cancelled."""
    words = wording.text(session.title, limit)
    if session.status is Status.CANCELLED:
        return f"~~{words}~~ · ❌ {wording.say('status-cancelled')}"
    if session.status is Status.POSTPONED:
        return f"{words} · ⏸️ {wording.say('status-postponed')}"
    return words


@remembered(4000)
def entry(
    session: Session, programme: Programme, wording: Wording, *, lead: str = "", when: str = "", limit: int = 160
) -> str:
    """Two lines in a list: the title after `lead` (a number, say), and small below it when, where and who."""
    where = wording.rooms(session, programme)
    who = wording.speakers(session)
    below = " · ".join(part for part in (when, where and f"📍 {where}", who and f"👤 {who}") if part)
    above = f"{EMOJI[session.kind]} {lead}**{title(session, wording, limit)}**"
    return f"{above}\n-# {below}" if below else above


@remembered(4000)
def choice(session: Session, programme: Programme, wording: Wording, *, day: bool = False) -> discord.SelectOption:
    """A session as an option: its title, and small when and where."""
    when = wording.hours(session)
    if day and session.day:
        when = f"{wording.day(session.day)} {when}"
    rooms = [programme.rooms_by_code[code].name.in_language(wording.language) for code in session.rooms[:2]]
    words = session.title.in_language(wording.language) or session.code
    return option(words, session.code, description=" · ".join([when, *rooms]), emoji=EMOJI[session.kind])


def session_card(
    session: Session, programme: Programme, wording: Wording, now: datetime, star: Press | None = None
) -> Card:
    """Everything about one session. `now` is aware UTC and decides what is said of on, over and next.

    `star` is the reader's own star button. The card is one for all who see the same; nothing is to be added to it.
    """
    return _card(session, programme, wording, on=programme.on_at(session, now), star=star)


@remembered(500)
def _card(session: Session, programme: Programme, wording: Wording, *, on: bool, star: Press | None) -> Card:
    card = Card(_accent(session, on=on))
    card.write(_heading(session, wording))
    card.write("\n".join(_facts(session, programme, wording, on=on)))
    if people := _people(session, wording):
        card.write(people)
    if abstract := session.abstract.in_language(wording.language):
        card.rule().write(clip(mild(abstract), _ABSTRACT))
    following = _next_in_room(session, programme)
    if following:
        card.rule().offer(
            wording.say("session-next-here", title=title(following, wording, 100), time=wording.hours(following)),
            Press(OPEN, following.code, label=wording.say("session-open-button")),
        )
    card.row(star, _ask(session, wording), _calendar(session, wording), _link(session.url, wording))
    return card


def _accent(session: Session, *, on: bool) -> discord.Colour:
    if session.status is not Status.SCHEDULED:
        return STOPPED if session.status is Status.CANCELLED else WARNING
    return LIVE if on else CALM


def _heading(session: Session, wording: Wording) -> str:
    lines = [f"## {EMOJI[session.kind]} {title(session, wording, 400)}"]
    shown = session.title.in_language(wording.language)
    lines += [f"-# {quoted(clip(other, 300))}" for other in session.title.every() if other != shown]
    return "\n".join(lines)


def _facts(session: Session, programme: Programme, wording: Wording, *, on: bool) -> list[str]:
    lines = [_when(session, programme, wording, on=on)]
    together = programme.sharing_time(session)
    if len(together) > 1:
        name = wording.text(programme.blocks_by_code[session.block].title, 80)
        place = together.index(session) + 1
        lines.append(f"🔢 {wording.say('session-in-block', block=name, place=place, count=len(together))}")
    if rooms := wording.rooms(session, programme):
        lines.append(f"📍 {rooms}")
    kind = [wording.say(f"kind-{session.kind}")]
    if session.track:
        kind.append(wording.text(programme.tracks_by_code[session.track].name, 80))
    if session.language:
        kind.append(_language(session.language, wording))
    lines.append("🗂️ " + " · ".join(kind))
    if session.chatham_house:
        lines.append(f"🤫 {wording.say('session-chatham-house')}")
    return lines


def _when(session: Session, programme: Programme, wording: Wording, *, on: bool) -> str:
    if not session.start:
        day = f"{wording.day(session.day)} · " if session.day else ""
        return f"🕘 {day}{wording.hours(session)}"
    end = f" – {stamp(session.end)}" if session.end else ""
    state = f" · {stamp(session.start, 'R')}"
    if session.status is not Status.SCHEDULED:
        state = ""
    elif on:
        state = f" · **{wording.say('session-on-now')}**"
    venue = wording.say(
        "session-venue-time",
        day=wording.day(programme.local(session.start).date()),
        hours=wording.hours(session),
        zone=str(programme.timezone),
    )
    return f"🕘 {stamp(session.start, 'F')}{end}{state}\n-# {venue}"


def _people(session: Session, wording: Wording) -> str:
    lines = []
    for speaker in session.speakers[:_SPEAKERS]:
        affiliation = wording.text(speaker.affiliation, 80)
        lines.append(f"👤 **{wording.text(speaker.name, 80)}**" + (f" · {affiliation}" if affiliation else ""))
    if more := len(session.speakers) - len(lines):
        lines.append("-# " + wording.say("session-speakers-hidden", more=more))
    return "\n".join(lines)


def _language(tag: str, wording: Wording) -> str:
    known = {"zh": "language-zh", "en": "language-en"}
    return wording.say(known[tag[:2]]) if tag[:2] in known else quoted(tag)


def _next_in_room(session: Session, programme: Programme) -> Session | None:
    if not session.start:
        return None
    block = programme.in_block(session.block)
    after = [other for other in block if other.position > session.position and set(other.rooms) & set(session.rooms)]
    later = [
        other
        for other in programme.on_day(session.day)
        if other.start and other.start > session.start and set(other.rooms) & set(session.rooms)
    ]
    return next((other for other in [*after, *later] if other.status is Status.SCHEDULED), None)


def _calendar(session: Session, wording: Wording) -> Press | None:
    if not session.start:
        return None
    return Press(CALENDAR, session.code, label=wording.say("session-calendar-button"), emoji="📅")


def _ask(session: Session, wording: Wording) -> Press | None:
    """The button that opens the form for a question, where the programme gives the session a box."""
    if not session.questions or session.status is not Status.SCHEDULED:
        return None
    return Press(ASK, session.code, label=wording.say("question-ask-button"), emoji="🙋")


def _link(address: str, wording: Wording) -> Button[Any] | None:
    url = web_link(address)
    return Button(label=wording.say("session-page-button"), url=url) if url else None
