"""A card: one container that keeps Discord's limits whatever is put into it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import discord
from discord.ui import ActionRow, Container, File, Item, LayoutView, MediaGallery, Section, Separator, TextDisplay

from bot.discord_io.controls import Press
from bot.discord_io.plain import bare, clip

TEXT = 4000
"""Characters of text in one message, over all its components (Discord's limit)."""

OPTIONS = 25
"""Options of a select (Discord's limit)."""

CALM = discord.Colour(0x2F6FDE)
LIVE = discord.Colour(0x2E9E5B)
WARNING = discord.Colour(0xD9822B)
STOPPED = discord.Colour(0xC23B3B)


def size(text: str) -> int:
    """Length as Discord's clients count it: characters beyond the basic plane, emoji mostly, count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Card(LayoutView):
    """One container, filled from top to bottom. Text that no longer fits is clipped, so `left` is worth asking.

    discord.py keeps no card in memory: every control is a dynamic item that finds its way by its custom_id.
    """

    def __init__(self, accent: discord.Colour = CALM, *, mark: int | None = None) -> None:
        """An empty card with a coloured edge. `mark` (1 to 2^31 - 1) is kept by Discord, to know the card again."""
        super().__init__(timeout=None)
        self._box: Container[Any] = Container(accent_colour=accent, id=mark)
        self._left = TEXT
        self._told: list[dict[str, Any]] | None = None
        self.add_item(self._box)
        self.stop()

    @property
    def left(self) -> int:
        """Characters of text that still fit."""
        return self._left

    def write(self, text: str) -> "Card":
        """Add a paragraph of Markdown."""
        if fitting := self._fit(text):
            self._put(TextDisplay(fitting))
        return self

    def offer(self, text: str, control: Item[Any]) -> "Card":
        """Add a paragraph with a button beside it."""
        if fitting := self._fit(text):
            self._put(Section(TextDisplay(fitting), accessory=control))
        return self

    def rule(self) -> "Card":
        """Add a line across."""
        self._put(Separator())
        return self

    def row(self, *controls: Item[Any] | None) -> "Card":
        """Add controls side by side: up to five buttons, or one select. None are left out."""
        if present := [control for control in controls if control is not None]:
            self._put(ActionRow(*present))
        return self

    def pictures(self, files: Iterable[tuple[discord.File, str]]) -> "Card":
        """Add attached pictures, each with a description for people who cannot see it. Up to ten."""
        items = [discord.MediaGalleryItem(file, description=clip(bare(words), 256)) for file, words in files]
        if items:
            self._put(MediaGallery(*items))
        return self

    def attach(self, name: str) -> "Card":
        """Show an attached file of that name, to be downloaded."""
        self._put(File(f"attachment://{name}"))
        return self

    def shown(self) -> list[dict[str, Any]]:
        """What Discord is told to show, to compare cards by."""
        return list(self.to_components())

    def to_components(self) -> list[dict[str, Any]]:
        """For discord.py, which asks at every sending: a card that many are shown is put into words once."""
        if self._told is None:
            self._told = super().to_components()  # type: ignore[no-untyped-call]
        return self._told

    def has_components_v2(self) -> bool:
        """For discord.py, which would look through the card for it."""
        return True

    def _put(self, item: Item[Any]) -> None:
        self._told = None
        self._box.add_item(item)

    def _fit(self, text: str) -> str:
        while size(text) > self._left:
            text = clip(text, len(text) - (size(text) - self._left)) if self._left > 1 else ""
        self._left -= size(text)
        return text


def option(
    label: str, value: str, *, description: str = "", emoji: str | None = None, chosen: bool = False
) -> discord.SelectOption:
    """One option of a select: its label and description cut to Discord's 100 characters, never empty."""
    return discord.SelectOption(
        label=clip(bare(label), 100) or "–",
        value=value,
        description=clip(bare(description), 100) or None,
        emoji=emoji,
        default=chosen,
    )


def pages_of(texts: Sequence[str], *, most: int, room: int) -> list[range]:
    """Cut a list of paragraphs into pages of at most `most` of them and `room` characters; at least one page."""
    pages, first, used = [], 0, 0
    for place, text in enumerate(texts):
        if place > first and (place - first >= most or used + size(text) + 1 > room):
            pages.append(range(first, place))
            first, used = place, 0
        used += size(text) + 1
    return [*pages, range(first, len(texts))]


def pager(action: str, page: int, pages: int, state: Callable[[int], str] = str) -> tuple[Press, ...]:
    """Back and forth buttons with the page's number between them; none where there is one page.

    `state` makes a button's state from the page (from 0) that it leads to.
    """
    if pages < 2:
        return ()
    return (
        Press(action, state(max(page - 1, 0)), emoji="◀️", disabled=page <= 0),
        Press("nothing", f"{page}", label=f"{page + 1} / {pages}", disabled=True),
        Press(action, state(page + 1), emoji="▶️", disabled=page >= pages - 1),
    )
