"""What was found: sessions for a search, one speaker's sessions, several speakers to choose from."""

from collections.abc import Sequence

from bot.agenda.model import Programme, Session, Speaker
from bot.discord_io.cards.layout import Card
from bot.discord_io.cards.sessions import OPEN, entry
from bot.discord_io.controls import Press
from bot.discord_io.plain import clip, quoted
from bot.discord_io.wording import Wording

SHOWN = 8
"""Results on one card: more would be scrolled past on a phone, and Discord allows 40 components."""


def search_card(query: str, found: Sequence[Session], programme: Programme, wording: Wording) -> Card:
    """The best results first, each with a button that opens it. `found` may hold more than are shown."""
    card = Card().write(f"## 🔎 {quoted(clip(query, 80))}")
    if not found:
        return card.write(wording.say("search-nothing"))
    return _listed(card, found, programme, wording)


def speaker_card(speaker: Speaker, sessions: Sequence[Session], programme: Programme, wording: Wording) -> Card:
    """A speaker's sessions in programme order."""
    affiliation = wording.text(speaker.affiliation, 120)
    card = Card().write(f"## 👤 {wording.text(speaker.name, 120)}" + (f"\n{affiliation}" if affiliation else ""))
    return _listed(card, sessions, programme, wording)


def _listed(card: Card, sessions: Sequence[Session], programme: Programme, wording: Wording) -> Card:
    button = wording.say("session-open-button")
    for session in sessions[:SHOWN]:
        day = wording.day(session.day) if session.day else ""
        when = f"{day} {wording.hours(session)}".strip()
        card.offer(f"{entry(session, programme, wording)}\n-# 🕘 {when}", Press(OPEN, session.code, label=button))
    if more := len(sessions) - SHOWN:
        card.write("-# " + wording.say("list-more", more=more) if more > 0 else "")
    return card
