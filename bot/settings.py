"""What an organiser and an operator set: `config/summit.yaml`, `config/guide.yaml` and the environment.

Frozen and checked when read. Every fault of every file is told at once.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationInfo

from bot.agenda.bilingual import Bilingual
from bot.core.clock import Clock, read_clock
from bot.core.marked_yaml import read_yaml, validated
from bot.core.refusal import Fault, Faults
from bot.core.validation import FileModel, choice, misfit, nearest

_Model = TypeVar("_Model", bound=FileModel)
_OFTEN_MEANT = {"asia/beijing": "Asia/Shanghai", "beijing": "Asia/Shanghai", "shanghai": "Asia/Shanghai"}


def _zone(name: Any) -> Any:
    known = available_timezones()
    if name in known:
        return ZoneInfo(name)
    if meant := _OFTEN_MEANT.get(str(name).casefold()):
        raise misfit("fault-zone-near", seen=str(name), near=meant)
    raise choice("fault-zone", name, known)


def _member_id(value: Any) -> Any:
    digits = str(value)
    if isinstance(value, bool) or not (digits.isascii() and digits.isdigit() and 15 <= len(digits) <= 20):
        raise misfit("fault-id", seen=digits)
    return int(digits)


def _name_or_id(value: Any) -> Any:
    text = str(value).strip()
    if isinstance(value, bool | list | dict) or not text:
        raise misfit("fault-name-or-id", seen=str(value))
    return _member_id(value) if text.isascii() and text.isdigit() else text


def _web_address(text: str) -> str:
    if is_address(text, "http", "https"):
        return text
    raise misfit("fault-address", seen=text)


def _source(text: str, info: ValidationInfo) -> str:
    if "://" in text:
        return _web_address(text)
    if isinstance(info.context, Path) and not (info.context / text).is_file():
        raise misfit("fault-source-missing", seen=text)
    return text


def _emoji(text: str) -> str:
    symbols = {"So", "Sk", "Mn", "Me", "Cf"}
    if text and re.fullmatch(r"<a?:\w{2,32}:\d{15,20}>", text) is None:
        keycap = text.endswith("\N{COMBINING ENCLOSING KEYCAP}")
        if not keycap and any(unicodedata.category(character) not in symbols for character in text):
            raise misfit("fault-emoji", seen=text)
    return text


def _wall_time(value: Any) -> Any:
    if isinstance(value, time):
        return value
    try:
        return datetime.strptime(value, "%H:%M").time()  # noqa: DTZ007 -- a wall time has no zone
    except (TypeError, ValueError):
        raise misfit("fault-time", seen=str(value)) from None


def is_address(text: str, *schemes: str) -> bool:
    """Whether `text` is an address with a host, in one of `schemes`."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.hostname) and not re.search(r"\s", text)


Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
Snowflake = Annotated[int, BeforeValidator(_member_id)]
NameOrId = Annotated[str | int, BeforeValidator(_name_or_id)]
Source = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_source)]
WallTime = Annotated[time, BeforeValidator(_wall_time)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=24)]


class Summit(FileModel):
    """The event. `languages`: the first is the default. `sources`: files beside summit.yaml, or web addresses.

    `auto_release`: whether what changed in a source is released without an organiser's yes.
    `allow_private_addresses`: whether a source may lie on a private network, which is refused otherwise so that nobody
    can make the bot read what only its own network shows.
    """

    name: Bilingual
    timezone: Zone
    languages: Annotated[tuple[Literal["zh-CN", "en"], ...], Field(min_length=1)] = ("zh-CN", "en")
    sources: Annotated[tuple[Source, ...], Field(validate_default=True)] = ("agenda.yaml",)
    allow_private_addresses: bool = False
    auto_release: bool = False


class Roles(FileModel):
    """Roles by name or id; None where there is no such role."""

    organiser: NameOrId | None = None
    moderator: NameOrId | None = None
    volunteer: NameOrId | None = None


class Channels(FileModel):
    """Channels by name or id; None where there is no such channel."""

    announcements: NameOrId | None = None
    changes: NameOrId | None = None
    reminders: NameOrId | None = None
    organisers: NameOrId | None = None
    volunteers: NameOrId | None = None


class Discord(FileModel):
    """The server. `guild` is its id, None while the bot is in only one; `rooms`: a room's code → its own channel."""

    guild: Snowflake | None = None
    roles: Roles = Roles()
    channels: Channels = Channels()
    rooms: dict[Code, NameOrId] = Field(default_factory=dict)
    shard_count: Annotated[int, Field(ge=1)] = 1


class Reminders(FileModel):
    """Digests: whether there are any, and when, in venue wall time.

    `speaker_lead`: minutes before their own session that linked people are told.
    """

    digest: bool = True
    morning: WallTime = time(8)
    evening: WallTime = time(20)
    speaker_lead: Annotated[int, Field(ge=0, le=120)] = 30


class Volunteering(FileModel):
    """Volunteers' tasks, in minutes.

    `reminders`: before a shift; the last has the check-in button. `check_in`: how long before it one may.
    `drop_deadline`: from when on the lead is asked. `standby_offer`: how long a place is kept. `escalation`: before a
    shift that lacks people, when its team, then suitable people, then the organisers are called.
    """

    reminders: Annotated[tuple[Annotated[int, Field(ge=1, le=10_080)], ...], Field(max_length=5)] = (1440, 30)
    check_in: Annotated[int, Field(ge=0, le=1440)] = 30
    drop_deadline: Annotated[int, Field(ge=0, le=10_080)] = 180
    standby_offer: Annotated[int, Field(ge=1, le=1440)] = 30
    swap_expires: Annotated[int, Field(ge=1, le=10_080)] = 720
    escalation: tuple[
        Annotated[int, Field(ge=0, le=10_080)],
        Annotated[int, Field(ge=0, le=10_080)],
        Annotated[int, Field(ge=0, le=10_080)],
    ] = (1440, 240, 60)


class Questions(FileModel):
    """Panels' question boxes. `opens`: minutes before a panel; `closes`: minutes after it. `apart`: in seconds.

    `pre_approval`: whether a moderator lets each question onto the board. `open_questions`: how many of one person may
    wait or be on the board. `held`: words for which a question waits in any case. `balanced`: whether languages take
    turns in the ranking.
    """

    opens: Annotated[int, Field(ge=0, le=1440)] = 15
    closes: Annotated[int, Field(ge=0, le=1440)] = 10
    pre_approval: bool = True
    open_questions: Annotated[int, Field(ge=1, le=50)] = 3
    apart: Annotated[int, Field(ge=0, le=3600)] = 30
    held: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)], ...],
        Field(max_length=500),
    ] = ()
    balanced: bool = True


class Limits(FileModel):
    """How fast the bot writes. Discord allows 50 requests a second; five more than the rate may go out at once.

    `direct_messages_per_second`: Discord documents no bound, and quarantines bots that write to many people quickly.
    `messages_per_person_per_hour`: direct messages; the rest comes as one that lists them.
    """

    requests_per_second: Annotated[float, Field(gt=0, le=44)] = 40
    direct_messages_per_second: Annotated[float, Field(gt=0, le=40)] = 5
    messages_per_person_per_hour: Annotated[int, Field(ge=1)] = 8


class SummitFile(FileModel):
    """`config/summit.yaml`. `people`: a name as the programme prints it → the member's id."""

    summit: Summit
    discord: Discord = Discord()
    limits: Limits = Limits()
    reminders: Reminders = Reminders()
    volunteering: Volunteering = Volunteering()
    questions: Questions = Questions()
    people: dict[str, Snowflake] = Field(default_factory=dict)


class Link(FileModel):
    """A link of a guide's page; shown as a button and as a QR picture."""

    label: Bilingual
    url: Annotated[str, StringConstraints(max_length=512), AfterValidator(_web_address)]


class Topic(FileModel):
    """One page of the guide. `emoji` is one emoji or ''; `text` is Discord's Markdown."""

    title: Bilingual
    text: Bilingual
    emoji: Annotated[str, AfterValidator(_emoji)] = ""
    links: Annotated[tuple[Link, ...], Field(max_length=5)] = ()


class Guide(FileModel):
    """`config/guide.yaml`: topics by code, in the file's order; as many as one select can show."""

    topics: Annotated[dict[Code, Topic], Field(max_length=25)] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything in the folder of settings, checked."""

    folder: Path
    summit: Summit
    discord: Discord
    limits: Limits
    people: Mapping[str, int]
    guide: Guide
    reminders: Reminders
    volunteering: Volunteering
    questions: Questions

    @property
    def default_language(self) -> str:
        """The language of those whose own is not known."""
        return self.summit.languages[0]


def load_settings(folder: Path) -> Settings:
    """Read `summit.yaml` and, if it is there, `guide.yaml`. Raises Faults with the faults of both."""
    faults: list[Fault] = []
    summit = _read(SummitFile, folder / "summit.yaml", faults)
    guide = _read(Guide, folder / "guide.yaml", faults) if (folder / "guide.yaml").exists() else Guide()
    if faults or summit is None or guide is None:
        raise Faults(faults)
    return Settings(
        folder, summit.summit, summit.discord, summit.limits, summit.people, guide, summit.reminders,
        summit.volunteering, summit.questions,
    )  # fmt: skip


def _read(model: type[_Model], path: Path, faults: list[Fault]) -> _Model | None:
    try:
        return validated(model, read_yaml(path), context=path.parent)
    except Faults as refused:
        faults += refused.faults
        return None


@dataclass(frozen=True, slots=True)
class Environment:
    """What an operator sets. `token` is '' where there is none; `api_base` and `gateway` are '' for Discord's own.

    `metrics`: host and port of the pages for machines, None where there are to be none. `web`: the same of those for
    people, and `public_url` their address as people reach it, without a slash at its end; '' where there are none.
    """

    token: str = field(repr=False)
    config: Path
    database: Path
    api_base: str
    gateway: str
    clock: Clock
    log: str
    secrets: Path
    metrics: tuple[str, int] | None
    web: tuple[str, int] | None
    public_url: str

    @classmethod
    def read(cls, variables: Mapping[str, str]) -> "Environment":
        """From `os.environ`; an empty variable counts as unset, but SUMMIT_METRICS and SUMMIT_WEB, where it means none.

        Raises Faults whose `file` is the variable's name.
        """
        faults: list[Fault] = []
        web = variables.get("SUMMIT_WEB", "127.0.0.1:8080").strip()
        made = cls(
            token=_token(variables, faults),
            config=Path(variables.get("SUMMIT_CONFIG") or "config"),
            database=Path(variables.get("SUMMIT_DATABASE") or "data/summit.db"),
            api_base=_base(variables, "DISCORD_API_BASE", ("http", "https"), faults).rstrip("/"),
            gateway=_base(variables, "DISCORD_GATEWAY", ("ws", "wss"), faults),
            clock=_clock(variables.get("SUMMIT_CLOCK", ""), faults),
            log=_log_form(variables.get("SUMMIT_LOG") or "text", faults),
            secrets=Path(variables.get("SUMMIT_SECRETS") or "data/secrets.json"),
            metrics=_socket("SUMMIT_METRICS", variables.get("SUMMIT_METRICS", "127.0.0.1:9464").strip(), faults),
            web=_socket("SUMMIT_WEB", web, faults),
            public_url=_public_url(variables, faults) or f"http://{web}" if web else "",
        )
        if faults:
            raise Faults(faults)
        return made


def _token(variables: Mapping[str, str], faults: list[Fault]) -> str:
    token, file = variables.get("DISCORD_TOKEN", "").strip(), variables.get("DISCORD_TOKEN_FILE", "").strip()
    if token and file:
        faults.append(Fault("DISCORD_TOKEN_FILE", "environment-two-tokens"))
    if token or not file:
        return token
    try:
        token = Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "UTF-8"
        faults.append(Fault("DISCORD_TOKEN_FILE", "environment-token-file", values={"seen": file, "reason": reason}))
    else:
        if not token:
            faults.append(Fault("DISCORD_TOKEN_FILE", "environment-token-empty", values={"seen": file}))
    return token


def _base(variables: Mapping[str, str], name: str, schemes: tuple[str, ...], faults: list[Fault]) -> str:
    address = variables.get(name, "").strip()
    if address and not is_address(address, *schemes):
        expected = f"{schemes[1]}://… / {schemes[0]}://…"
        faults.append(Fault(name, "environment-address", values={"seen": address, "expected": expected}))
    return address


def _socket(name: str, text: str, faults: list[Fault]) -> tuple[str, int] | None:
    """Host and port of "127.0.0.1:9464" or "[::1]:9464"; None for ''."""
    if not text:
        return None
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if host and port is not None and parts.netloc == text and not re.search(r"\s", text):
        return host, port
    faults.append(Fault(name, "environment-address", values={"seen": text, "expected": "127.0.0.1:9464"}))
    return None


def _public_url(variables: Mapping[str, str], faults: list[Fault]) -> str:
    address = _base(variables, "SUMMIT_PUBLIC_URL", ("http", "https"), faults)
    if re.search(r"[?#@{}]", address):
        values: dict[str, object] = {"seen": address, "expected": "https://summit.example/pages"}
        faults.append(Fault("SUMMIT_PUBLIC_URL", "environment-address", values=values))
    return address.rstrip("/")


def _clock(setting: str, faults: list[Fault]) -> Clock:
    try:
        return read_clock(setting.strip())
    except ValueError:
        faults.append(Fault("SUMMIT_CLOCK", "environment-clock", values={"seen": setting}))
        return read_clock("")


def _log_form(form: str, faults: list[Fault]) -> str:
    forms = ("text", "json")
    if form not in forms:
        near = nearest(form, forms)
        values: dict[str, object] = {"seen": form, "near": near} if near else {"seen": form, "known": "text, json"}
        faults.append(Fault("SUMMIT_LOG", "fault-choice-near" if near else "fault-choice", values=values))
    return form
