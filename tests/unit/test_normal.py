"""What counts as the same text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agenda.normal import camel_words, mainland, normalise, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＯＳＰＯ", "ospo"),
        ("開源治理", "开源治理"),
        ("ZoomQuiet 大妈", "ZoomQuiet大妈"),
        ("OSPO 创新之道：开源治理", "OSPO创新之道:开源治理"),
        ("【價值】 OSPO", "[价值]OSPO"),
        ("Noémi Pap-Takács", "noemi pap takacs"),
        ("Michał Żygowski", "michal zygowski"),
        ("Asbjørn Sloth Tønnesen", "asbjorn sloth tonnesen"),
        ("Orhun Parmaksız", "orhun parmaksiz"),
        ("Zoom\u200bQuiet\u202e\u200f", "zoomquiet"),
        ("Amanda's Book", "Amanda’s book"),
        ("Straße", "STRASSE"),
        ("ｶﾀｶﾅ", "カタカナ"),
        ("a\x00b", "a b"),
        ("nai\u0308ve", "naïve"),
    ],
)
def test_what_differs_only_in_looks_is_the_same(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("C++", "C"), ("C#", "C"), ("👍", "🎉"), ("が", "か"), ("open source", "opensource"), ("治理", "治水")],
)
def test_what_differs_in_meaning_stays_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@pytest.mark.parametrize("text", ["", " ", "?!…。，", "\u200b\u202e\ufeff", "\x00\x01", "【】：", "\ud800", "～"])
def test_text_without_a_letter_or_sign_is_empty(text: str) -> None:
    assert normalise(text) == ""


def test_skin_tones_and_joiners_of_emoji_do_not_matter() -> None:
    assert normalise("👍🏽") == normalise("👍")


def test_words_are_split_between_scripts() -> None:
    assert words("5G核心網路 and RISC-V, C++!") == ["5g", "核心網路", "and", "risc", "v", "c++"]


def test_camel_words_take_names_apart() -> None:
    assert camel_words("ZoomQuiet大妈 on OpenTelemetry") == ["zoom", "quiet", "大妈", "on", "open", "telemetry"]


def test_mainland_terms_replace_taiwans() -> None:
    assert mainland("開源軟體") == "开源软件"


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
