import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_io.plain import bare, clip, mild, quoted


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**bold** _it_ `code`", "\\*\\*bold\\*\\* \\_it\\_ \\`code\\`"),
        ("[click](https://evil.example)", "\\[click\\](https://evil.example)"),
        ("@everyone", "@\u200beveryone"),
        ("<@123456789012345678>", "\\<@\u200b123456789012345678\\>"),
        ("<#1> </agenda now:2> <t:0:R>", "\\<#1\\> \\</agenda now:2\\> \\<t:0:R\\>"),
        ("# heading", "\\# heading"),
        ("- item\n> quote", "\\- item \\> quote".replace(" \\>", " \\>")),
        ("1. first", "1\\. first"), ("12) twelfth", "12\\) twelfth"), ("1.5", "1\\.5"),
        ("a\u202eb\u200bc\x00d", "abcd"),
        ("two\nlines", "two lines"),
    ],
)
def test_quoted_neither_pings_nor_formats(text: str, shown: str) -> None:
    assert quoted(text) == shown


def test_mild_keeps_emphasis_and_drops_headings_and_mentions() -> None:
    text = "# Big\n**bold** and [link](https://a.example)\n> quoted\n@here <@&5> <@!7>\n\n\n\nend"
    assert mild(text) == (
        "Big\n**bold** and [link](https://a.example)\nquoted\n@\u200bhere <\u200b@&5> <\u200b@!7>\n\nend"
    )


def test_clip_cuts_at_a_word_where_one_is_near() -> None:
    assert clip("short", 10) == "short"
    assert clip("one two three four", 15) == "one two three…"
    assert clip("abcdefghijkl", 5) == "abcd…"


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_clip_never_exceeds_its_limit(text: str, limit: int) -> None:
    assert len(clip(text, limit)) <= max(limit, 1)


@given(st.text())
def test_bare_is_one_line_without_what_is_not_seen(text: str) -> None:
    shown = bare(text)
    assert "\n" not in shown
    assert "\u202e" not in shown
    assert shown == bare(shown)
