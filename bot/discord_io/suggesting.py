"""What an autocomplete offers: sessions and places as choices, within Discord's 25 of 100 characters each."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

import discord
from discord.app_commands import Choice

from bot.agenda.model import Programme, Room, Session, Track
from bot.discord_io.plain import bare, clip
from bot.discord_io.remembering import remembered
from bot.discord_io.wording import Wording
from bot.questions.whole import Questions

MOST = 25
"""Choices that Discord takes."""

LABEL = 100
"""Characters of a choice's name or value."""


def session_choices(sessions: Iterable[Session], programme: Programme, wording: Wording) -> list[Choice[str]]:
    """Sessions by title and time; the value is the code."""
    return [_choice(session, programme, wording) for session in islice(sessions, MOST)]


def place_choices(places: Iterable[Room | Track], wording: Wording) -> list[Choice[str]]:
    """Rooms or tracks by name; the value is the code."""
    named = {place.code: clip(bare(place.name.in_language(wording.language)), LABEL) for place in islice(places, MOST)}
    return [Choice(name=name or code, value=code) for code, name in named.items()]


def text_choices(texts: Iterable[str]) -> list[Choice[str]]:
    """Texts as they are, each once, empty ones left out."""
    distinct = dict.fromkeys(label for text in texts if (label := clip(bare(text), LABEL)))
    return [Choice(name=label, value=label) for label in islice(distinct, MOST)]


async def panel_choices(
    interaction: discord.Interaction[Any], questions: Questions, typed: str
) -> list[Choice[str]]:
    """Sessions with a question box, the open ones first; once something is typed, any others that fit after them."""
    agenda, wording = interaction.client.agenda, await interaction.client.wording(interaction)
    boxed = {box.session.code: box.session for box in await questions.moderating.boxes()}
    if not typed.strip():
        return session_choices(boxed.values(), await agenda.current(), wording)
    index = await agenda.index()
    found = (hit.session for hit in index.search(typed, MOST))
    return session_choices(sorted(found, key=lambda one: one.code not in boxed), index.programme, wording)


@remembered(4000)
def _choice(session: Session, _: Programme, wording: Wording) -> Choice[str]:
    """A title with its time; the title gives way."""
    day = f"{wording.day(session.day)} " if session.day else ""
    when = f" · {day}{wording.hours(session)}"
    title = bare(session.title.in_language(wording.language)) or session.code
    return Choice(name=clip(title, LABEL - len(when)) + when, value=session.code)
