"""The organiser's files and the operator's environment: what they become, and how every fault is told at once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.agenda.model import Text
from bot.core.clock import RehearsalClock, SystemClock
from bot.core.phrasebook import Phrasebook
from bot.core.refusal import Faults
from bot.settings import Channels, Discord, Environment, Guide, Link, Roles, Summit, Topic, load_settings

ROOT = Path(__file__).parents[2]
MINIMAL = "summit:\n  name: Summit\n  timezone: Asia/Shanghai\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of settings in which everything is right."""
    (tmp_path / "summit.yaml").write_text(MINIMAL)
    (tmp_path / "agenda.yaml").write_text("sessions: []\n")
    return tmp_path


def lines(folder: Path, language: str = "en") -> list[str]:
    """What `check` prints about a folder, with the files' names alone."""
    with pytest.raises(Faults) as refused:
        load_settings(folder)
    return [line.removeprefix(f"{folder}/") for line in Phrasebook.load().describe(language, refused.value)]


def with_summit(folder: Path, more: str = "", top: str = "") -> list[str]:
    """What is wrong with a right file once `more` stands in its part `summit`, and `top` beside it."""
    (folder / "summit.yaml").write_text(MINIMAL + more + top, "utf-8")
    return lines(folder)


def test_packaged_settings_are_the_documented_ones() -> None:
    settings = load_settings(ROOT / "config")
    assert settings.summit == Summit(
        name=Text.of({"zh-CN": "第二届 OSPO Summit", "en": "2nd OSPO Summit"}),
        timezone="Asia/Shanghai",
        languages=("zh-CN", "en"),
        sources=("agenda.yaml",),
    )
    assert settings.discord == Discord(
        roles=Roles(organiser="组委会", moderator="主持人", volunteer="志愿者"),
        channels=Channels(
            announcements="公告", changes="议程变更", reminders="会前提醒", organisers="组委会", volunteers="志愿者"
        ),
        rooms={"main": "主会场"},
    )
    assert (settings.default_language, settings.people) == ("zh-CN", {})


def test_defaults_stand_for_what_is_left_out_or_empty(folder: Path) -> None:
    bare = load_settings(folder)
    (folder / "summit.yaml").write_text(
        MINIMAL + "  languages:\n  sources:\n  allow_private_addresses:\n"
        "discord:\n  guild: null\n  roles:\n  channels: {changes: }\n  rooms:\n  shard_count:\npeople:\n"
    )
    assert load_settings(folder) == bare
    assert bare.summit.timezone == ZoneInfo("Asia/Shanghai")
    assert bare.summit.languages == ("zh-CN", "en")
    assert bare.summit.sources == ("agenda.yaml",)
    assert bare.summit.allow_private_addresses is False
    assert bare.discord == Discord(guild=None, roles=Roles(), channels=Channels(), rooms={}, shard_count=1)
    assert bare.guide == Guide(topics={})


def test_everything_that_can_be_set_is_read(folder: Path) -> None:
    (folder / "summit.yaml").write_text(
        "summit:\n  name: {en: Summit, zh-CN: 峰会}\n  timezone: Asia/Kolkata\n  languages: [en]\n"
        "  sources: [agenda.yaml, 'https://example.org/schedule.xml']\n  allow_private_addresses: true\n"
        "discord:\n  guild: 123456789012345678\n  roles: {organiser: '223456789012345678', moderator: Hosts}\n"
        "  channels: {changes: 323456789012345678}\n  rooms: {main: 423456789012345678, a-1: hall}\n  shard_count: 2\n"
        "people: {姜宁: 523456789012345678, 'O''Neil': '623456789012345678'}\n",
        "utf-8",
    )
    settings = load_settings(folder)
    assert settings.summit.name == Text(versions=(("en", "Summit"), ("zh-CN", "峰会")))
    assert settings.summit.sources == ("agenda.yaml", "https://example.org/schedule.xml")
    assert settings.summit.allow_private_addresses is True
    assert settings.default_language == "en"
    assert settings.discord == Discord(
        guild=123456789012345678,
        roles=Roles(organiser=223456789012345678, moderator="Hosts"),
        channels=Channels(changes=323456789012345678),
        rooms={"main": 423456789012345678, "a-1": "hall"},
        shard_count=2,
    )
    assert settings.people == {"姜宁": 523456789012345678, "O'Neil": 623456789012345678}


def test_settings_are_frozen(folder: Path) -> None:
    settings = load_settings(folder)
    with pytest.raises(ValueError, match="frozen"):
        settings.summit.languages = ("en",)  # type: ignore[misc]


def test_all_faults_of_all_files_are_told_at_once(folder: Path) -> None:
    (folder / "summit.yaml").write_text(
        "summit:\n"
        "  naem: Summit\n"
        "  timezone: Asia/Shangai\n"
        "  languages: [zh-cn, en]\n"
        "  sources: [agenda.yml, 'ftp://example.org/a']\n"
        "discord:\n"
        "  guild: 12\n"
        "  roles: {organizer: 组委会}\n"
        "  channels: [公告]\n"
        "  shard_count: 0\n"
        "poeple: {}\n",
        "utf-8",
    )
    (folder / "guide.yaml").write_text(
        "topics:\n"
        "  venue:\n"
        "    title: {zh_CN: 会场}\n"
        "    emoji: hello\n"
        "    text: ''\n"
        "    links:\n"
        "      - {label: Map, url: 'www.example.org'}\n"
    )
    assert lines(folder) == [
        "summit.yaml:1:1: summit.name: this is required and is not there",
        "summit.yaml:2:3: summit.naem: there is no key naem; did you mean name?",
        "summit.yaml:3:13: summit.timezone: there is no time zone Asia/Shangai; did you mean Asia/Shanghai?",
        "summit.yaml:4:15: summit.languages[0]: seen zh-cn; did you mean zh-CN?",
        "summit.yaml:5:13: summit.sources[0]: there is no file agenda.yml beside this one",
        "summit.yaml:5:25: summit.sources[1]: seen ftp://example.org/a; "
        "expected an address that begins with https:// or http://",
        "summit.yaml:7:10: discord.guild: seen 12; expected a Discord id, 15 to 20 digits",
        "summit.yaml:8:11: discord.roles.organizer: there is no key organizer; did you mean organiser?",
        "summit.yaml:9:3: discord.channels: seen [\"公告\"]; expected keys with values",
        "summit.yaml:10:16: discord.shard_count: seen 0; Input should be greater than or equal to 1",
        "summit.yaml:11:1: poeple: there is no key poeple; did you mean people?",
        "guide.yaml:3:5: topics.venue.title: seen the language zh_CN; did you mean zh-CN?",
        "guide.yaml:4:12: topics.venue.emoji: seen hello; expected one emoji",
        "guide.yaml:5:5: topics.venue.text: this must not be empty",
        "guide.yaml:7:27: topics.venue.links[0].url: seen www.example.org; "
        "expected an address that begins with https:// or http://",
    ]


def test_faults_are_told_in_chinese_too(folder: Path) -> None:
    (folder / "summit.yaml").write_text(MINIMAL.replace("Asia/Shanghai", "Asia/Beijing"))
    assert lines(folder, "zh-CN") == [
        "summit.yaml:3:13: summit.timezone: 没有 Asia/Beijing 这个时区，是不是想写 Asia/Shanghai？"
    ]


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Asia/Shangai", "did you mean Asia/Shanghai?"),
        ("asia/shanghai", "did you mean Asia/Shanghai?"),
        ("Asia/Beijing", "did you mean Asia/Shanghai?"),
        ("Europe/Berln", "did you mean Europe/Berlin?"),
        ("qqqq", "expected an IANA name such as Asia/Shanghai or Europe/Berlin"),
        ("../../etc/passwd", "expected an IANA name such as Asia/Shanghai or Europe/Berlin"),
        ("8", "expected an IANA name such as Asia/Shanghai or Europe/Berlin"),
    ],
)
def test_unknown_zones_are_told_with_what_was_meant(folder: Path, zone: str, told: str) -> None:
    (folder / "summit.yaml").write_text(MINIMAL.replace("Asia/Shanghai", zone))
    assert lines(folder) == [f"summit.yaml:3:13: summit.timezone: there is no time zone {zone}; {told}"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("summit:\n\tname: x\n", "summit.yaml:2:1: the line begins with a tab; YAML is indented with spaces only"),
        ("summit: {name: x\n", "summit.yaml:2:1: this is not YAML"),
        ("", "summit.yaml:1:1: summit: this is required and is not there"),
        ("summit\n", "summit.yaml:1:1: seen summit; expected keys with values"),
        (
            MINIMAL + "summit:\n  name: x\n",
            "summit.yaml:4:1: summit: summit is there already, in line 1; a key may be there only once",
        ),
        (
            MINIMAL + "people:\n  Ann: 10:15\n",
            'summit.yaml:5:8: people.Ann: 10:15 is read as the number 615; put it in quotation marks: "10:15"',
        ),
    ],
)
def test_broken_files_are_told_with_their_place(folder: Path, content: str, told: str) -> None:
    (folder / "summit.yaml").write_text(content)
    (line,) = lines(folder)
    assert line.startswith(told)


def test_missing_folder_is_told(tmp_path: Path) -> None:
    assert lines(tmp_path / "nowhere") == [f"{tmp_path}/nowhere/summit.yaml: this file does not exist".removeprefix(
        f"{tmp_path}/nowhere/"
    )]


def test_sources_that_are_not_there_are_told(folder: Path) -> None:
    assert with_summit(folder, "  sources: [agenda.yaml, extra.ics]\n") == [
        "summit.yaml:4:26: summit.sources[1]: there is no file extra.ics beside this one"
    ]
    (folder / "agenda.yaml").unlink()
    assert with_summit(folder) == ["summit.yaml:1:1: summit: there is no file agenda.yaml beside this one"]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("  languages: []\n", "summit.yaml:4:3: summit.languages: this must not be empty"),
        ("  languages: en\n", "summit.yaml:4:14: summit.languages: seen en; expected a list"),
        ("  sources: ['https://']\n", "summit.yaml:4:13: summit.sources[0]: seen https://; expected an address "),
        ("  sources: ['http://[::1']\n", "summit.yaml:4:13: summit.sources[0]: seen http://[::1; expected an address "),
        ("  allow_private_addresses: perhaps\n", "summit.yaml:4:28: summit.allow_private_addresses: seen perhaps; "),
    ],
)
def test_faults_of_the_summit_are_told(folder: Path, more: str, told: str) -> None:
    (line,) = with_summit(folder, more)
    assert line.startswith(told)


@pytest.mark.parametrize(
    ("top", "told"),
    [
        ("discord: {guild: true}\n", "summit.yaml:4:18: discord.guild: seen True; expected a Discord id, "),
        ("discord: {guild: my server}\n", "summit.yaml:4:18: discord.guild: seen my server; expected a Discord id, "),
        ("discord: {roles: {organiser: 42}}\n", "summit.yaml:4:30: discord.roles.organiser: seen 42; expected a Disc"),
        ("discord: {roles: {organiser: []}}\n", "summit.yaml:4:19: discord.roles.organiser: seen []; expected a name"),
        ("discord: {roles: {organiser: '  '}}\n", "summit.yaml:4:30: discord.roles.organiser: seen "),
        ("discord: {rooms: {main: {id: 1}}}\n", "summit.yaml:4:19: discord.rooms.main: seen {'id': 1}; expected a na"),
        ("people: {Ann: ann}\n", "summit.yaml:4:15: people.Ann: seen ann; expected a Discord id, 15 to 20 digits"),
        ("people: [Ann]\n", "summit.yaml:4:1: people: seen [\"Ann\"]; expected keys with values"),
    ],
)
def test_faults_of_the_server_and_its_people_are_told(folder: Path, top: str, told: str) -> None:
    (line,) = with_summit(folder, top=top)
    assert line.startswith(told)


@pytest.mark.parametrize("name", ["[a]", "3", "{en: 3}", "{en: {a: b}}"])
def test_names_that_are_no_text_are_told(folder: Path, name: str) -> None:
    (folder / "summit.yaml").write_text(MINIMAL.replace("name: Summit", f"name: {name}"))
    (line,) = lines(folder)
    assert ": summit.name: seen " in line
    assert line.endswith("expected text, or {zh-CN: …, en: …} with text in both")


def test_guide_keeps_its_order_and_both_languages(folder: Path) -> None:
    (folder / "guide.yaml").write_text(
        "topics:\n"
        "  venue:\n    title: {zh-CN: 会场, en: Venue}\n    emoji: \"📍\"\n    text: {zh-CN: 深圳, en: Shenzhen}\n"
        "    links: [{label: {zh-CN: 地图, en: Map}, url: 'https://example.org/map?q=1#x'}]\n"
        "  a-first: {title: Plain, text: Words}\n",
        "utf-8",
    )
    guide = load_settings(folder).guide
    assert list(guide.topics) == ["venue", "a-first"]
    assert guide.topics["venue"] == Topic(
        title={"zh-CN": "会场", "en": "Venue"},
        text={"zh-CN": "深圳", "en": "Shenzhen"},
        emoji="📍",
        links=(Link(label={"zh-CN": "地图", "en": "Map"}, url="https://example.org/map?q=1#x"),),
    )
    assert guide.topics["a-first"] == Topic(title="Plain", text="Words", emoji="", links=())


@pytest.mark.parametrize("emoji", ["📍", "🍱", "1️⃣", "👩‍💻", "❤️", "🇨🇳", "<:ospo:123456789012345678>", ""])
def test_emoji_are_emoji(emoji: str) -> None:
    assert Topic(title="a", text="b", emoji=emoji).emoji == emoji


@pytest.mark.parametrize("emoji", ["pin", "会", ":pin:", "📍x", " ", "<:ospo:12>", "1"])
def test_other_text_is_no_emoji(emoji: str) -> None:
    with pytest.raises(ValueError, match="fault-emoji"):
        Topic(title="a", text="b", emoji=emoji)


def test_guides_beyond_what_one_select_shows_are_told(folder: Path) -> None:
    topics = "".join(f"  t{number}: {{title: a, text: b}}\n" for number in range(26))
    (folder / "guide.yaml").write_text(f"topics:\n{topics}")
    assert lines(folder) == ["guide.yaml:1:1: topics: there are too many here; the most is 25"]


def test_unset_environment_is_the_documented_default() -> None:
    read = Environment.read({"DISCORD_TOKEN": "", "SUMMIT_LOG": "", "SUMMIT_CLOCK": ""})
    assert isinstance(read.clock, SystemClock)
    assert read == Environment(
        token="",
        config=Path("config"),
        database=Path("data/summit.db"),
        api_base="",
        gateway="",
        clock=read.clock,
        log="text",
        secrets=Path("data/secrets.json"),
        metrics=("127.0.0.1", 9464),
        web=("127.0.0.1", 8080),
        public_url="http://127.0.0.1:8080",
    )


def test_environment_is_read() -> None:
    read = Environment.read({
        "DISCORD_TOKEN": " abc.def ",
        "SUMMIT_CONFIG": "/etc/summit",
        "SUMMIT_DATABASE": "/var/summit.db",
        "DISCORD_API_BASE": "http://127.0.0.1:9000/api/v10/",
        "DISCORD_GATEWAY": "ws://127.0.0.1:9000/gateway/",
        "SUMMIT_CLOCK": "2024-03-28T09:00:00+08:00@60",
        "SUMMIT_LOG": "json",
        "SUMMIT_SECRETS": "/var/secrets.json",
        "SUMMIT_METRICS": "[::1]:9000",
        "SUMMIT_WEB": "0.0.0.0:80",
        "SUMMIT_PUBLIC_URL": "https://summit.example/pages/",
    })
    assert isinstance(read.clock, RehearsalClock)
    assert abs(read.clock.now() - datetime(2024, 3, 28, 1, tzinfo=UTC)) < timedelta(minutes=10)
    assert read == Environment(
        token="abc.def",
        config=Path("/etc/summit"),
        database=Path("/var/summit.db"),
        api_base="http://127.0.0.1:9000/api/v10",
        gateway="ws://127.0.0.1:9000/gateway/",
        clock=read.clock,
        log="json",
        secrets=Path("/var/secrets.json"),
        metrics=("::1", 9000),
        web=("0.0.0.0", 80),
        public_url="https://summit.example/pages",
    )
    assert "abc.def" not in repr(read)


def test_no_address_for_metrics_is_none() -> None:
    assert Environment.read({"SUMMIT_METRICS": ""}).metrics is None


@pytest.mark.parametrize("text", ["9464", "localhost", "http://localhost:9464", "h:99999", "a b:1", "h:1/x", ":1"])
def test_an_address_for_metrics_that_is_none_is_told(text: str) -> None:
    with pytest.raises(Faults) as refused:
        Environment.read({"SUMMIT_METRICS": text})
    [fault] = refused.value.faults
    assert (fault.file, fault.phrase, fault.values["seen"]) == ("SUMMIT_METRICS", "environment-address", text)


def test_no_address_for_pages_is_none_and_they_have_no_public_one() -> None:
    read = Environment.read({"SUMMIT_WEB": "", "SUMMIT_PUBLIC_URL": "https://summit.example"})
    assert (read.web, read.public_url) == (None, "")


@pytest.mark.parametrize("text", [
    "summit.example", "ftp://summit.example", "https://a/?b", "https://a/#b", "http://u@h", "https://a/{b}",
])
def test_a_public_address_that_is_none_is_told(text: str) -> None:
    with pytest.raises(Faults) as refused:
        Environment.read({"SUMMIT_PUBLIC_URL": text})
    [fault] = refused.value.faults
    assert (fault.file, fault.phrase, fault.values["seen"]) == ("SUMMIT_PUBLIC_URL", "environment-address", text)


def test_token_is_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("abc.def\n")
    assert Environment.read({"DISCORD_TOKEN_FILE": str(tmp_path / "token")}).token == "abc.def"


def test_all_faults_of_the_environment_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(Faults) as refused:
        Environment.read({
            "DISCORD_TOKEN_FILE": str(tmp_path / "none"),
            "DISCORD_API_BASE": "127.0.0.1:9000",
            "DISCORD_GATEWAY": "https://gateway.example",
            "SUMMIT_CLOCK": "2024-03-28T09:00:00",
            "SUMMIT_LOG": "jsno",
        })
    assert Phrasebook.load().describe("en", refused.value) == [
        f"DISCORD_TOKEN_FILE: {tmp_path}/none cannot be read: No such file or directory",
        "DISCORD_API_BASE: seen 127.0.0.1:9000; expected https://… / http://…",
        "DISCORD_GATEWAY: seen https://gateway.example; expected wss://… / ws://…",
        "SUMMIT_CLOCK: seen 2024-03-28T09:00:00; expected a time with its offset such as 2024-03-28T09:00:00+08:00, "
        "and if wanted @ and a speed above 0: 2024-03-28T09:00:00+08:00@60",
        "SUMMIT_LOG: seen jsno; did you mean json?",
    ]


def test_two_tokens_and_empty_token_files_are_told(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("\n")
    found = []
    for more in ({"DISCORD_TOKEN": "abc"}, {}):
        with pytest.raises(Faults) as refused:
            Environment.read({"DISCORD_TOKEN_FILE": str(tmp_path / "token"), **more})
        found += [(fault.file, fault.phrase) for fault in refused.value.faults]
    assert found == [
        ("DISCORD_TOKEN_FILE", "environment-two-tokens"),
        ("DISCORD_TOKEN_FILE", "environment-token-empty"),
    ]
