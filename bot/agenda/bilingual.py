"""Text in one language or both, as organisers write it in YAML: `Opening`, or `{zh-CN: 开幕, en: Opening}`."""

from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer

from bot.agenda.model import Text
from bot.core.validation import choice, misfit

LANGUAGES = ("zh-CN", "en")
"""The languages that texts are written in."""


def _read(value: Any) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, str):
        return Text.of(value)
    if not isinstance(value, dict):
        raise misfit("fault-bilingual", seen=str(value))
    for language, text in value.items():
        if language not in LANGUAGES:
            raise choice("fault-language", language, LANGUAGES)
        if not isinstance(text, str | None):
            raise misfit("fault-bilingual", seen=f"{language}: {text}")
    return Text.of(value)


def _read_some(value: Any) -> Text:
    if text := _read(value):
        return text
    raise misfit("fault-empty")


MaybeBilingual = Annotated[Text, BeforeValidator(_read), PlainSerializer(Text.as_data)]
"""A pydantic field that reads a plain string or a mapping of languages into a Text, which may be empty."""

Bilingual = Annotated[Text, BeforeValidator(_read_some), PlainSerializer(Text.as_data)]
"""The same where there must be text in at least one language."""
