"""Pages of the guide: what people ask at the desk, with QR pictures for links."""

import io
from collections.abc import Sequence

import discord
import segno
from discord.ui import Button

from bot.discord_io.cards.layout import OPTIONS, Card, option
from bot.discord_io.controls import Pick
from bot.discord_io.plain import bare, clip, mild, quoted, web_link
from bot.discord_io.wording import Wording
from bot.settings import Guide, Topic

TURN = "guide-topic"
"""The select that turns to another topic; the chosen value is its code."""

_LINKS = 5


def guide_card(guide: Guide, code: str, wording: Wording) -> tuple[Card, Sequence[discord.File]]:
    """One topic's page and the pictures that belong to it; '' for the list of topics."""
    card, files = Card(), list[discord.File]()
    if topic := guide.topics.get(code):
        card.write(f"## {topic.emoji} {quoted(topic.title.in_language(wording.language))}".replace("  ", " "))
        card.write(clip(mild(topic.text.in_language(wording.language)), 3000))
        pictures = _pictures(code, topic, wording)
        files = [file for file, _ in pictures]
        card.pictures(pictures)
        card.row(*_links(topic, wording))
    else:
        card.write(f"## {wording.say('guide-title')}")
        card.write(_contents(guide, wording))
    if guide.topics:
        card.row(Pick(TURN, code, options=_options(guide, code, wording), placeholder=wording.say("guide-pick")))
    return card, files


def qr_picture(address: str) -> io.BytesIO:
    """A PNG to point a camera at."""
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="png", scale=8, border=3)
    picture.seek(0)
    return picture


def _contents(guide: Guide, wording: Wording) -> str:
    lines = [f"{topic.emoji} {quoted(topic.title.in_language(wording.language))}" for topic in guide.topics.values()]
    return "\n".join(lines) or wording.say("guide-empty")


def _options(guide: Guide, code: str, wording: Wording) -> list[discord.SelectOption]:
    return [
        option(topic.title.in_language(wording.language), name, emoji=topic.emoji or None, chosen=name == code)
        for name, topic in [*guide.topics.items()][:OPTIONS]
    ]


def _links(topic: Topic, wording: Wording) -> list[Button[discord.ui.LayoutView]]:
    return [
        Button(label=clip(bare(link.label.in_language(wording.language)), 80), url=url)
        for link in topic.links[:_LINKS]
        if (url := web_link(link.url))
    ]


def _pictures(code: str, topic: Topic, wording: Wording) -> list[tuple[discord.File, str]]:
    pictures = []
    for number, link in enumerate(topic.links[:_LINKS], start=1):
        words = wording.say("guide-qr", label=link.label.in_language(wording.language))
        pictures.append((discord.File(qr_picture(link.url), f"{code}-{number}.png"), words))
    return pictures
