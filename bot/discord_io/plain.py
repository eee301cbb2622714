"""Other people's text, made harmless: it neither pings nor formats. A programme's texts come again and again."""

import re
from functools import lru_cache

import discord
from yarl import URL

_MARKS = re.compile(r"([\\*_~|`\[\]<>])")
_LINE_STARTS = re.compile(r"^(\s*\d+(?=[.)])|\s*(?=[#>-]))", re.MULTILINE)
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f]")


@lru_cache(4096)
def bare(text: str) -> str:
    """On one line, without invisible, direction-changing or control characters: for labels, which know no Markdown."""
    return " ".join(_UNSEEN.sub("", text).split())


@lru_cache(4096)
def quoted(text: str) -> str:
    """As written, on one line: Markdown is escaped and nothing is a mention. May be up to twice as long as `text`."""
    return discord.utils.escape_mentions(_LINE_STARTS.sub(r"\1\\", _MARKS.sub(r"\\\1", bare(text))))


@lru_cache(1024)
def mild(text: str) -> str:
    """Markdown of an abstract with its emphasis, lists and links kept; headings, quotes and mentions are not."""
    lines = (_UNSEEN.sub("", line).rstrip() for line in text.splitlines())
    calm = "\n".join(re.sub(r"^\s*(#{1,6}|-#|>{1,3})\s+", "", line) for line in lines)
    shy = re.sub(r"<(?=[@#:/ta])", "<\u200b", calm)
    return discord.utils.escape_mentions(re.sub(r"\n{3,}", "\n\n", shy)).strip()


def web_link(address: str) -> str:
    """An http(s) address as Discord's buttons take it, in ASCII and at most 512 characters; '' when it is none."""
    try:
        url = str(URL(address))
    except ValueError:
        return ""
    fitting = url.isascii() and len(url) <= 512 and url.startswith(("http://", "https://"))
    return url if fitting else ""


def clip(text: str, limit: int) -> str:
    """At most `limit` characters; a cut text ends in …, at a word where one is near."""
    if len(text) <= limit:
        return text
    cut = text[: max(limit - 1, 0)]
    space = cut.rfind(" ")
    if space > limit * 0.8:
        cut = cut[:space]
    return cut.rstrip(" \\\u200b") + "…"
