"""A card: one container that keeps Discord's limits whatever is put into it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

import discord
from discord import ComponentType
from discord.ui import File, LayoutView, MediaGallery

from bot.discord_io.controls import Json, Press
from bot.discord_io.plain import bare, clip

TEXT = 4000
"""Characters of text in one message, over all its components (Discord's limit)."""

PARTS = 40
"""Components of one message, nested ones and the container itself included (Discord's limit)."""

OPTIONS = 25
"""Options of a select (Discord's limit)."""

CALM = discord.Colour(0x2F6FDE)
LIVE = discord.Colour(0x2E9E5B)
WARNING = discord.Colour(0xD9822B)
STOPPED = discord.Colour(0xC23B3B)


def size(text: str) -> int:
    """Length as Discord's clients count it: characters beyond the basic plane, emoji mostly, count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Part(Protocol):
    """Something that stands on a card: our own controls, and discord.py's items."""

    def to_component_dict(self) -> Mapping[str, object]:
        """As Discord takes it."""
        ...


class Card(LayoutView):
    """One container, filled from top to bottom. Text that no longer fits is clipped, so `left` is worth asking.

    Parts are put into Discord's words as they come: discord.py's own containers would keep each of them as an object,
    count them anew with every one that is added, and go through all of them at every sending. Nor does it keep the card
    in memory: every control finds its way by its custom_id.
    """

    def __init__(self, accent: discord.Colour = CALM, *, mark: int | None = None) -> None:
        """An empty card with a coloured edge. `mark` (1 to 2^31 - 1) is kept by Discord, to know the card again."""
        super().__init__(timeout=None)
        self._parts: list[Json] = []
        self._box: Json = {"type": ComponentType.container.value, "components": self._parts}
        self._box["accent_color"] = accent.value
        if mark is not None:
            self._box["id"] = mark
        self._left, self._free = TEXT, PARTS - 1
        self.stop()

    @property
    def left(self) -> int:
        """Characters of text that still fit."""
        return self._left

    def write(self, text: str) -> "Card":
        """Add a paragraph of Markdown."""
        if fitting := self._fit(text):
            self._put(_text(fitting), 1)
        return self

    def offer(self, text: str, control: Part) -> "Card":
        """Add a paragraph with a button beside it."""
        if fitting := self._fit(text):
            section = {"components": [_text(fitting)], "accessory": control.to_component_dict()}
            self._put({"type": ComponentType.section.value, **section}, 3)
        return self

    def rule(self) -> "Card":
        """Add a line across."""
        return self._put({"type": ComponentType.separator.value, "divider": True, "spacing": 1}, 1)

    def row(self, *controls: Part | None) -> "Card":
        """Add controls side by side: up to five buttons, or one select. None are left out."""
        if present := [control.to_component_dict() for control in controls if control is not None]:
            self._put({"type": ComponentType.action_row.value, "components": present}, 1 + len(present))
        return self

    def pictures(self, files: Iterable[tuple[discord.File, str]]) -> "Card":
        """Add attached pictures, each with a description for people who cannot see it. Up to ten."""
        items = [discord.MediaGalleryItem(file, description=clip(bare(words), 256)) for file, words in files]
        if items:
            self._put(MediaGallery[Any](*items).to_component_dict(), 1)  # type: ignore[no-untyped-call]
        return self

    def attach(self, name: str) -> "Card":
        """Show an attached file of that name, to be downloaded."""
        return self._put(File[Any](f"attachment://{name}").to_component_dict(), 1)  # type: ignore[no-untyped-call]

    def shown(self) -> list[Json]:
        """What Discord is told to show, to compare cards by."""
        return list(self.to_components())

    def to_components(self) -> list[Json]:
        """For discord.py, which asks at every sending."""
        return [self._box]

    def has_components_v2(self) -> bool:
        """For discord.py, which would look through the card for it."""
        return True

    def _put(self, part: Json, count: int) -> "Card":
        """Add a part that counts as so many components."""
        if count > self._free:
            raise ValueError(f"a card holds {PARTS} components")
        self._free -= count
        self._parts.append(part)
        return self

    def _fit(self, text: str) -> str:
        while size(text) > self._left:
            text = clip(text, len(text) - (size(text) - self._left)) if self._left > 1 else ""
        self._left -= size(text)
        return text


def _text(content: str) -> Json:
    return {"type": ComponentType.text_display.value, "content": content}


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
