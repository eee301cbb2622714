"""Names and texts as formats with one language and one line want them."""

import re
from collections.abc import Callable

from bot.agenda.model import Block, Room, Text, Track

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")


MOST_NAMES = 100
"""Names that one list may hold."""


def clean(text: str) -> str:
    """`text` without byte order marks and the control characters that XML and iCalendar forbid, with one line end."""
    return _UNFIT.sub("", _LINE_END.sub("\n", text))


def in_one_line(text: Text) -> str:
    """Every wording in one line, English last: 开源治理 / Open Source Governance."""
    return " / ".join(filter(None, (" ".join(wording.split()) for wording in _wordings(text))))


def paragraphs(text: Text) -> str:
    """Every wording one after the other, English last."""
    return "\n\n".join(filter(None, (wording.strip() for wording in _wordings(text))))


def shown_name(part: Room | Track | Block) -> str:
    """The name of a room, track or block in one line; its code where it has none."""
    return in_one_line(part.title if isinstance(part, Block) else part.name) or part.code


def names_in(text: str, separator: str, is_name: Callable[[str], bool]) -> list[str]:
    """The names that `text` lists, as many as can be; [] when it is not wholly made of names.

    Names may hold the separator themselves; so every way of putting the parts together again is tried.
    """
    parts = text.split(separator, MOST_NAMES)
    ways: dict[int, list[str]] = {0: []}  # by how many parts they use up
    for end in range(1, len(parts) + 1):
        for begin in range(end):
            name = " ".join(separator.join(parts[begin:end]).split())
            if begin in ways and len(ways[begin]) >= len(ways.get(end, ())) and is_name(name):
                ways[end] = [*ways[begin], name]
    return ways.get(len(parts), [])


def _wordings(text: Text) -> tuple[str, ...]:
    ordered = sorted(text.versions, key=lambda version: version[0].startswith("en"))
    return tuple(dict.fromkeys(clean(wording) for wording in ([wording for _, wording in ordered] or text.every())))
