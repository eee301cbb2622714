"""Names and descriptions of commands in people's languages, from the same catalogues as every other phrase."""

from typing import Any

from discord import Locale, app_commands
from discord.app_commands import TranslationContextLocation as Place
from discord.app_commands import TranslationContextTypes, locale_str

from bot.core.phrasebook import Phrasebook

_CHINESE = {Locale.chinese, Locale.taiwan_chinese}
_DESCRIPTIONS = {Place.command_description, Place.group_description, Place.parameter_description}


class PhraseTranslator(app_commands.Translator):
    """Gives Chinese clients Chinese names; everyone else sees the English defaults.

    The keys follow the commands: `command-agenda-day`, `command-agenda-day-description`, `command-agenda-day-track`
    for an option, `choice-…` for a choice; on a message, "Ask this" is `command-ask-this`.
    """

    def __init__(self, phrasebook: Phrasebook) -> None:
        """`phrasebook` has the keys of all commands."""
        self._phrasebook = phrasebook

    async def translate(self, _: locale_str, locale: Locale, context: TranslationContextTypes, /) -> str | None:
        """The Chinese wording, or None for the default."""
        return self._phrasebook.say("zh-CN", phrase_key(context)) if locale in _CHINESE else None


def phrase_key(context: TranslationContextTypes) -> str:
    """The catalogue's key for what discord.py wants to have translated."""
    data: Any = context.data
    if context.location is Place.choice_name:
        return f"choice-{data.value}"
    if context.location in {Place.parameter_name, Place.parameter_description}:
        key = f"{data.command.qualified_name} {data.name}"
    else:
        key = data.qualified_name
    ending = "-description" if context.location in _DESCRIPTIONS else ""
    return f"command-{key.replace(' ', '-').lower()}{ending}"


def describe(tree: app_commands.CommandTree[Any], phrasebook: Phrasebook) -> None:
    """Give every command, group and option its English description from the catalogue."""
    for command in tree.walk_commands():
        key = f"command-{command.qualified_name.replace(' ', '-')}"
        command.description = phrasebook.say("en", f"{key}-description")
        if isinstance(command, app_commands.Command) and command.parameters:
            names = [option.name for option in command.parameters]
            words = {name: locale_str(phrasebook.say("en", f"{key}-{name}-description")) for name in names}
            app_commands.describe(**words)(command)
