"""What was found: sessions for a search, one speaker's sessions, several speakers to choose from."""

from collections.abc import Sequence

from bot.agenda.model import Programme, Session
from bot.agenda.search import SpeakerHit
from bot.discord_io.cards.layout import OPTIONS, Card, option
from bot.discord_io.cards.sessions import OPEN, entry
from bot.discord_io.controls import Pick, Press
from bot.discord_io.plain import bare, clip, quoted
from bot.discord_io.remembering import remembered
from bot.discord_io.wording import Wording

SPEAKER = "agenda-speaker"
"""The select that turns to another speaker; the chosen value is the name."""

SHOWN = 8
"""Results on one card: more would be scrolled past on a phone, and Discord allows 40 components."""


def search_card(
    query: str, found: Sequence[Session], programme: Programme, wording: Wording, star: Pick | None = None
) -> Card:
    """The best results first, each with a button that opens it. `found` may hold more than are shown.

    `star` is the select that stars one of them.
    """
    card = Card().write(f"## 🔎 {quoted(clip(query, 80))}")
    if not found:
        return card.write(wording.say("search-nothing"))
    return _listed(card, found, programme, wording).row(star)


def speaker_card(found: Sequence[SpeakerHit], programme: Programme, wording: Wording) -> Card:
    """The first speaker's sessions in programme order, and a select with the other speakers who fit."""
    speaker = found[0]
    affiliations = " / ".join(wording.text(affiliation, 120) for affiliation in speaker.affiliations[:4])
    card = Card().write(f"## 👤 {wording.text(speaker.name, 120)}" + (f"\n{affiliations}" if affiliations else ""))
    _listed(card, speaker.sessions, programme, wording)
    others = (clip(bare(other.name.in_language(wording.language)), 100) for other in found[:OPTIONS])
    names = dict.fromkeys(name for name in others if name)
    if len(names) > 1:
        options = [option(name, name) for name in names]
        card.row(Pick(SPEAKER, options=options, placeholder=wording.say("speaker-others")))
    return card


@remembered(4000)
def _line(session: Session, programme: Programme, wording: Wording) -> str:
    day = wording.day(session.day) if session.day else ""
    when = f"{day} {wording.hours(session)}".strip()
    return entry(session, programme, wording, when=f"🕘 {when}")


def _listed(card: Card, sessions: Sequence[Session], programme: Programme, wording: Wording) -> Card:
    button = wording.say("session-open-button")
    for session in sessions[:SHOWN]:
        card.offer(_line(session, programme, wording), Press(OPEN, session.code, label=button))
    if more := len(sessions) - SHOWN:
        card.write("-# " + wording.say("list-more", more=more) if more > 0 else "")
    return card
