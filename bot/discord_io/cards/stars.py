"""What a person starred, how they are reminded, and what could not reach them."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import discord

from bot.agenda.model import Programme, Session
from bot.discord_io.cards.layout import OPTIONS, WARNING, Card, pager, pages_of
from bot.discord_io.cards.sessions import EMOJI, OPEN, choice, entry, title
from bot.discord_io.controls import Pick, Press
from bot.discord_io.wording import Wording, stamp
from bot.reminders.book import Upcoming
from bot.reminders.itinerary import Stop
from bot.reminders.model import Preference, Via

STAR = "star"
"""Stars a session or takes the star away: `on/<code>` or `off/<code>`, so that pressing twice is pressing once."""

STAR_FOUND = "star-found"
"""The select among search results that stars one; the chosen value is the session's code."""

VIA = "reminders-via"
"""Chooses how to be reached; the state is a Via."""

DIGESTS = "reminders-digests"
"""Takes the digests or leaves them; the state is `on` or `off`."""

MINE = "agenda-mine"
"""Another page of one's own stars; the state is the page, from 0."""

RENEW = "calendar-renew"
"""Gives one's own calendar another address; the state is the page, from 0."""

LIST = "reminders-list"
"""Another page of one's reminders; the state is the page, from 0."""

_PAGE = 10
_ROOM = 3300
_GAP = timedelta(minutes=30)
_VIA = {Via.DM: "✉️", Via.CHANNEL: "📣", Via.OFF: "🔕"}


def star_button(session: Session, wording: Wording, *, starred: bool) -> Press:
    """The button that stars a session, or takes the star away."""
    if starred:
        return Press(STAR, f"off/{session.code}", label=wording.say("star-remove-button"), emoji="🌟")
    style = discord.ButtonStyle.primary
    return Press(STAR, f"on/{session.code}", label=wording.say("star-button"), emoji="⭐", style=style)


def star_select(found: Sequence[Session], programme: Programme, wording: Wording) -> Pick:
    """A select that stars one of the results."""
    options = [choice(session, programme, wording, day=True) for session in found[:OPTIONS]]
    return Pick(STAR_FOUND, options=options, placeholder=wording.say("star-placeholder"))


def starred_card(session: Session, preference: Preference, clashes: Sequence[Session], wording: Wording) -> Card:
    """That a session is starred, and what it clashes with. Asks how to be reached, if that is not known yet."""
    card = Card(WARNING if clashes else discord.Colour(0xE8B923))
    lines = [f"⭐ **{title(session, wording)}**"]
    lines += [f"⚠️ {wording.say('star-clash', title=title(other, wording, 80))}" for other in clashes[:3]]
    card.write("\n".join(lines))
    if preference.via is None:
        card.rule().write(wording.say("star-ask-via")).row(*_via_buttons(preference, wording))
    else:
        card.write("-# " + via_sentence(preference, wording))
    return card


def settings_card(preference: Preference, wording: Wording) -> Card:
    """One's own preferences, with buttons for how to be reached."""
    card = Card().write(f"## 🔔 {wording.say('reminders-title')}")
    lines = [
        via_sentence(preference, wording),
        wording.say("reminders-lead-is", minutes=preference.lead) if preference.via in {None, Via.OFF} else "",
        wording.say("reminders-quiet-is", hours=str(preference.quiet)) if preference.quiet else "",
        wording.say("reminders-digests-on" if preference.digests else "reminders-digests-off"),
    ]
    card.write("\n".join(f"- {line}" for line in lines if line))
    wanted = "off" if preference.digests else "on"
    digests = Press(DIGESTS, wanted, label=wording.say(f"reminders-digests-{wanted}-button"), emoji="📰")
    card.row(*_via_buttons(preference, wording), digests)
    return card.write("-# " + wording.say("reminders-how-to-change"))


def via_sentence(preference: Preference, wording: Wording) -> str:
    """How someone is reached, in a sentence."""
    if preference.via is None:
        return wording.say("reminders-via-unknown")
    return f"{_VIA[preference.via]} " + wording.say(f"reminders-via-{preference.via}", minutes=preference.lead)


def _via_buttons(preference: Preference, wording: Wording) -> Iterator[Press]:
    for via, emoji in _VIA.items():
        chosen = discord.ButtonStyle.success if preference.via is via else discord.ButtonStyle.secondary
        yield Press(VIA, via, label=wording.say(f"reminders-choose-{via}"), emoji=emoji, style=chosen)


def mine_card(
    stops: Sequence[Stop], programme: Programme, wording: Wording, page: int, file: str, link: str = ""
) -> Card:
    """One's stars in order, clashes marked, breaks and free time between them.

    `file`: the calendar attached; `link`: the address of the one that follows the stars; '' where there is none.
    """
    texts = [_stop(stop, programme, wording) for stop in stops]
    pages = pages_of(texts, most=_PAGE, room=_ROOM)
    page = min(max(page, 0), len(pages) - 1)
    card = Card().write(f"## ⭐ {wording.say('mine-title', count=sum(stop.starred for stop in stops))}")
    if not stops:
        return card.write(wording.say("mine-empty"))
    day = None
    for place in pages[page]:
        session = stops[place].session
        heading = wording.day(session.day) if session.day else wording.say("day-none")
        card.write(texts[place] if heading == day else f"### 📅 {heading}\n{texts[place]}")
        day = heading
    shown = [stops[place].session for place in pages[page] if stops[place].starred]
    options = [choice(session, programme, wording) for session in shown]
    if options:
        card.row(Pick(OPEN, "mine", options=options, placeholder=wording.say("session-open-placeholder")))
    card.row(*pager(MINE, page, len(pages)))
    if link:
        card.rule().write(wording.say("mine-calendar", link=link))
        card.row(Press(RENEW, str(page), label=wording.say("mine-calendar-renew"), emoji="🔑"))
    return card.attach(file) if file else card


def _stop(stop: Stop, programme: Programme, wording: Wording) -> str:
    session = stop.session
    hours = wording.hours(session)
    if not stop.starred:
        return f"-# {EMOJI[session.kind]} {hours} {title(session, wording, 80)}"
    text = entry(session, programme, wording, when=f"🕘 {hours}")
    if stop.free >= _GAP:
        text = f"-# ⋯ {wording.say('mine-free', minutes=int(stop.free.total_seconds()) // 60)}\n{text}"
    clashes = [title(other, wording, 60) for other in stop.clashes[:3]]
    return text + (f"\n⚠️ {wording.say('star-clash', title=' / '.join(clashes))}" if clashes else "")


def reminders_card(upcoming: Sequence[Upcoming], preference: Preference, wording: Wording, page: int) -> Card:
    """What will be sent, when and how; and for the rest why not."""
    texts = [_upcoming(one, wording) for one in upcoming]
    pages = pages_of(texts, most=_PAGE, room=_ROOM)
    page = min(max(page, 0), len(pages) - 1)
    card = Card().write(f"## 🔔 {wording.say('reminders-list-title', count=len(upcoming))}")
    card.write("-# " + via_sentence(preference, wording))
    for place in pages[page]:
        card.write(texts[place])
    if not upcoming:
        card.write(wording.say("mine-empty"))
    if preference.via is None:
        card.row(*_via_buttons(preference, wording))
    return card.row(*pager(LIST, page, len(pages)))


def _upcoming(one: Upcoming, wording: Wording) -> str:
    day = f"{wording.day(one.session.day)} " if one.session.day else ""
    above = f"{'🎙️' if one.on_stage else '⭐'} {day}{wording.hours(one.session)} **{title(one.session, wording, 100)}**"
    if one.unsent:
        return f"{above}\n-# 🔕 {wording.say(one.unsent.phrase)}"
    if one.told or one.due is None or one.via is None:
        return f"{above}\n-# ✅ {wording.say('reminders-told')}"
    when = f"{wording.wall(one.due)} · {stamp(one.due, 'R')}"
    return f"{above}\n-# {_VIA[one.via]} {when}"


def waiting_card(texts: Sequence[str], wording: Wording) -> Card:
    """What could not reach a person by direct message, shown with their next answer."""
    card = Card(WARNING).write(f"-# {wording.say('waiting-title')}")
    for text in texts[:10]:
        card.write(text)
    return card
