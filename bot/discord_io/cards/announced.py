"""An announcement: the form in both languages, and what it will look like to how many."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import discord
from discord.ui import Label, Modal, TextInput

from bot.agenda.announcements import LONGEST
from bot.agenda.announcing import Announced
from bot.discord_io.cards.layout import CALM, LIVE, Card
from bot.discord_io.controls import Press
from bot.discord_io.doors import answers
from bot.discord_io.letters import worded
from bot.discord_io.plain import clip
from bot.discord_io.wording import Wording, stamp

SEND = "announcement-send"
"""Sends what was previewed; the state is the draft's name."""

Filled = Callable[[discord.Interaction[Any], dict[str, str], str], Awaitable[None]]
"""Called with the texts by language and what was typed as the time."""


class AnnouncementForm(Modal):
    """Asks for the text in both languages, and when it is to go out."""

    def __init__(self, wording: Wording, filled: Filled) -> None:
        """`filled` is called when the form is sent."""
        super().__init__(title=clip(wording.say("announcement-form"), 45))
        self._filled = filled
        self._texts: dict[str, TextInput[Any]] = {
            language: TextInput(style=discord.TextStyle.paragraph, max_length=LONGEST, required=False)
            for language in ("zh-CN", "en")
        }
        self._at: TextInput[Any] = TextInput(required=False, max_length=40, placeholder="14:30")
        for language, text in self._texts.items():
            self.add_item(Label(text=clip(wording.say(f"announcement-in-{language}"), 45), component=text))
        self.add_item(Label(text=clip(wording.say("announcement-at"), 45), component=self._at))

    @answers
    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Hand on what was filled in."""
        texts = {language: text.value for language, text in self._texts.items()}
        await self._filled(interaction, texts, self._at.value)


def preview_card(announced: Announced, draft: str, at: datetime | None, wording: Wording, now: datetime) -> Card:
    """What will be said, to how many, and when; a button sends it."""
    card = Card(CALM).write(f"## 📢 {wording.say('announcement-preview')}")
    card.write(worded(announced.lines, wording, now)).rule()
    card.write(_reach(announced, at, wording))
    label = wording.say("announcement-send-later-button" if at else "announcement-send-button")
    return card.row(Press(SEND, draft, label=label, style=discord.ButtonStyle.success))


def sent_card(announced: Announced, at: datetime | None, wording: Wording) -> Card:
    """That it is sent, or will be."""
    return Card(LIVE).write(f"✅ {wording.say('announcement-sent')}\n{_reach(announced, at, wording)}")


def _reach(announced: Announced, at: datetime | None, wording: Wording) -> str:
    reach = wording.say("announcement-reach", people=announced.people, channels=len(announced.channels))
    when = stamp(at, "F") if at else wording.say("announcement-now")
    return f"-# 👥 {reach} · 🕘 {when}"
