"""What the demo's server looks like and who is in it, from the organisers' settings."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.phrasebook import LANGUAGES, Phrasebook
from bot.settings import Settings

DISCORD_LOCALES = {"zh-CN": "zh-CN", "en": "en-US"}
"""What Discord calls the languages that we speak."""
PURPOSES = ("lobby", "announcements", "changes", "reminders", "room", "volunteers", "organisers")
"""What channels are for, as they stand below each other; each has a phrase `demo-place-…`."""

_ROLES = {"organiser": "组委会", "moderator": "主持人", "volunteer": "志愿者"}
_CHANNELS = {
    "lobby": "大厅",
    "announcements": "公告",
    "changes": "议程变更",
    "reminders": "会前提醒",
    "volunteers": "志愿者",
    "organisers": "组委会",
}
_RESERVED = {"organisers": "organiser", "volunteers": "volunteer"}


@dataclass(frozen=True, slots=True)
class Person:
    """Someone to look at the server as.

    `language` is that of the person's Discord client, a Discord locale; None: whatever the visitor reads.
    `role` is a key of `Plan.roles`.
    """

    key: str
    name: str
    language: str | None = None
    role: str | None = None


PEOPLE = (
    Person("xiaolin", "小林", language="zh-CN"),
    Person("maya", "Maya", language="en-US"),
    Person("azhe", "阿哲", role="volunteer"),
    Person("chenmo", "陈默", role="moderator"),
    Person("ruoxi", "若溪", role="organiser"),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the server looks like; names as in `config/summit.yaml`.

    `titles`: language → the summit's name. `bot`: the bot's own name. `locale`: the server's, one of Discord's.
    `guild`: its id, where it must have a certain one. `channels` and `roles`: what something is for
    (`announcements`, `room:main`, `organiser`) → its name. `topics`: what a channel is for → its topic.
    `reserved`: what a channel is for → the role that sees it, besides organisers.
    """

    name: str
    titles: Mapping[str, str]
    bot: str
    locale: str
    guild: int | None
    channels: Mapping[str, str]
    roles: Mapping[str, str]
    topics: Mapping[str, str]
    reserved: Mapping[str, str]


def plan_of(settings: Settings, phrases: Phrasebook) -> Plan:
    """The server that the settings speak of. What they leave out, or name by an id, gets its usual name."""
    named = {"lobby": None} | settings.discord.channels.model_dump()
    named |= {f"room:{code}": name for code, name in settings.discord.rooms.items()}
    channels = {
        purpose: name if isinstance(name, str) else _CHANNELS.get(purpose, purpose.removeprefix("room:"))
        for purpose, name in sorted(named.items(), key=lambda item: PURPOSES.index(_kind(item[0])))
    }
    roles = settings.discord.roles.model_dump()
    return Plan(
        name=settings.summit.name.in_language(settings.default_language),
        titles={language: settings.summit.name.in_language(language) for language in LANGUAGES},
        bot="Summit Bot",
        locale=DISCORD_LOCALES[settings.default_language],
        guild=settings.discord.guild,
        channels=channels,
        roles={key: name if isinstance(name, str) else _ROLES[key] for key, name in roles.items()},
        topics={purpose: _topic(phrases, purpose) for purpose in channels},
        reserved=_RESERVED,
    )


def _kind(purpose: str) -> str:
    return purpose.partition(":")[0]


def _topic(phrases: Phrasebook, purpose: str) -> str:
    return " · ".join(phrases.say(language, f"demo-place-{_kind(purpose)}") for language in ("zh-CN", "en"))
