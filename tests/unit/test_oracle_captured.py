"""What real discord.py sends to simcord passes the oracle; a misspelt key in it does not."""

import asyncio
import copy
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands, ui
from discord.ext import commands
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.oracle import Oracle, Violation, bodies_of, commands_of, document, watch
from tests.oracle.document import EXTRAS

pytestmark = pytest.mark.skipif(not Oracle.available(), reason="Discord's openapi.json is not in ../shared/discord")

SOON = datetime(2030, 3, 28, 9, tzinfo=UTC)
ANIMATED = discord.PartialEmoji(name="wave", id=123, animated=True)


def options(*labels: str) -> list[discord.SelectOption]:
    return [discord.SelectOption(label=label) for label in labels]


class Question(ui.Modal, title="Ask"):
    text: ui.Label[Any] = ui.Label(
        text="Question",
        description="One sentence",
        component=ui.TextInput(custom_id="text", style=discord.TextStyle.long, max_length=300),
    )
    kind: ui.Label[Any] = ui.Label(text="Kind", component=ui.Select(custom_id="kind", options=options("Talk", "Panel")))
    note: ui.TextDisplay[Any] = ui.TextDisplay("Moderators read it first.")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Thank you", ephemeral=True)


class Buttons(ui.View):
    @ui.button(label="Ask", custom_id="ask", emoji=ANIMATED)
    async def ask(self, interaction: discord.Interaction, _: ui.Button[Any]) -> None:
        await interaction.response.send_modal(Question())

    @ui.select(custom_id="day", placeholder="Day", options=options("28", "29"))
    async def day(self, interaction: discord.Interaction, select: ui.Select[Any]) -> None:
        await interaction.response.edit_message(content=f"Day {select.values[0]}", view=self)


def card() -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    star: ui.Button[Any] = ui.Button(label="Star", custom_id="star")
    row: ui.ActionRow[Any] = ui.ActionRow(star, ui.Button(label="Map", url="https://a.example"))
    section: ui.Section[Any] = ui.Section("**Keynote**", "Main hall", accessory=ui.Thumbnail("https://a.example/p.png"))
    gallery: ui.MediaGallery[Any] = ui.MediaGallery(discord.MediaGalleryItem("attachment://qr.png", description="QR"))
    people: ui.ActionRow[Any] = ui.ActionRow(ui.UserSelect(custom_id="who", max_values=3))
    view.add_item(ui.Container(section, ui.Separator(), gallery, row, people, accent_colour=discord.Colour.blue()))
    return view


def picture() -> discord.File:
    return discord.File(io.BytesIO(b"png"), filename="qr.png", description="QR")


def embed() -> discord.Embed:
    made = discord.Embed(title="Now", description="Keynote", url="https://a.example", timestamp=SOON, colour=0xFF8800)
    return made.add_field(name="Room", value="Main").set_footer(text="OSPO").set_author(name="Bot")


class Translator(app_commands.Translator):
    async def translate(self, string: Any, locale: discord.Locale, _: Any) -> str | None:
        return {"day": "日程", "what is on": "正在进行"}.get(string.message) if locale.value == "zh-CN" else None


class Everything(commands.Cog):
    agenda = app_commands.Group(name="agenda", description="the programme", nsfw=False)

    @agenda.command(name="day", description="what is on")
    @app_commands.choices(track=[app_commands.Choice(name="Law", value="law")])
    async def day(
        self,
        interaction: discord.Interaction,
        session: str,
        track: str | None = None,
        minutes: app_commands.Range[int, 1, 60] = 5,
        word: app_commands.Range[str, 1, 20] = "x",
        ratio: float = 1.0,
        quiet: bool = False,
        member: discord.Member | None = None,
        role: discord.Role | None = None,
        channel: discord.TextChannel | None = None,
        picture: discord.Attachment | None = None,
    ) -> None:
        await interaction.response.send_message(session, embed=embed(), view=Buttons(), ephemeral=True)

    @day.autocomplete("session")
    async def sessions(self, _: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"Keynote {current}", value="keynote")]

    @app_commands.command(description="a card with a picture")
    async def card(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=card(), file=picture())

    @app_commands.command(description="later")
    async def later(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        original = await interaction.edit_original_response(content="done", attachments=[picture()])
        await interaction.edit_original_response(content="kept", attachments=original.attachments)
        followup = await interaction.followup.send("more", embed=embed(), wait=True)
        await followup.edit(content="even more")
        await interaction.user.send("a reminder", file=picture())

    @app_commands.command(description="posts")
    async def posts(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        guild, channel = interaction.guild, interaction.channel
        assert guild is not None
        assert isinstance(channel, discord.TextChannel)
        posted = await channel.send("now", embed=embed(), view=Buttons(), nonce="row-1")
        await posted.edit(content="then", view=None)
        await posted.reply("thanks", mention_author=False)
        board = await channel.send(view=card(), file=picture())
        # Without content, discord.py leaves the bot's own allowed_mentions out of an edit.
        quiet = discord.AllowedMentions.none()
        await board.edit(view=card(), attachments=board.attachments, allowed_mentions=quiet)
        event = await guild.create_scheduled_event(
            name="Keynote", start_time=SOON, end_time=SOON + timedelta(hours=1), location="Main hall",
            entity_type=discord.EntityType.external, privacy_level=discord.PrivacyLevel.guild_only,
        )  # fmt: skip
        await event.edit(name="Keynote, later", description="moved")
        room = await guild.create_text_channel("main-hall", topic="Questions here")
        await room.edit(topic="Closed")
        role = await guild.create_role(name="volunteer")
        await room.set_permissions(role, send_messages=True)
        await posted.add_reaction("👍")
        await posted.pin()
        await posted.create_thread(name="about this")
        await interaction.followup.send("done")


class Bot(commands.AutoShardedBot):
    async def setup_hook(self) -> None:
        await self.add_cog(Everything())

        @self.tree.context_menu(name="Ask About This")
        async def about(interaction: discord.Interaction, message: discord.Message) -> None:
            await interaction.response.send_modal(Question())

        await self.tree.set_translator(Translator())
        await self.tree.sync()


async def play() -> list[simcord.HttpLogEntry]:
    """Every kind of flow, in a server and in direct messages; returns what was sent."""
    bot = Bot("!", intents=discord.Intents(guilds=True), shard_count=1, allowed_mentions=discord.AllowedMentions.none())
    async with simcord.run(bot, shard_count=1) as env:
        guild = env.create_guild()
        channel = guild.create_text_channel("general")
        alice = guild.add_member(env.create_user("alice"))
        await alice.autocomplete(channel, "agenda day", "session", "kai")
        shown = await alice.slash(channel, "agenda day", session="keynote")
        assert shown.response is not None
        await alice.select(shown.response, ["29"])
        asked = await alice.click(shown.response, custom_id="ask")
        await alice.submit_modal(asked, {"text": "Why?", "kind": ["Talk"]})
        for name in ("card", "later", "posts"):
            await alice.slash(channel, name)
        env.raise_errors()
        return env.http_requests


@pytest.fixture(scope="module")
def sent() -> list[simcord.HttpLogEntry]:
    return asyncio.run(play())


def objects(node: Any) -> Iterator[dict[str, Any]]:
    """Every object in a body whose keys Discord names, which those of a localization are not."""
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            if not key.endswith("_localizations"):
                yield from objects(value)
    elif isinstance(node, list):
        for item in node:
            yield from objects(item)


def test_what_discord_py_sends_passes(sent: list[simcord.HttpLogEntry]) -> None:
    oracle = Oracle.load()
    assert [fault for entry in sent for fault in oracle.faults(entry.method, entry.path, entry.json)] == []
    assert oracle.check_all(sent) == sum(entry.json is not None for entry in sent)


def test_the_flows_cover_every_kind_of_callback(sent: list[simcord.HttpLogEntry]) -> None:
    callbacks = [entry.json["type"] for entry in sent if entry.json and entry.path.endswith("/callback")]
    assert sorted(set(callbacks)) == [4, 5, 7, 8, 9]


@pytest.mark.parametrize("extra", EXTRAS, ids=lambda extra: "-".join(extra.keys))
def test_each_extra_key_is_one_that_discord_py_sends(
    extra: document.Extra, sent: list[simcord.HttpLogEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "EXTRAS", tuple(other for other in EXTRAS if other is not extra))
    without = Oracle(document.read())
    faults = [fault for entry in sent for fault in without.faults(entry.method, entry.path, entry.json)]
    assert faults
    assert [fault for fault in faults if not any(f"'{key}'" in fault for key in extra.keys)] == []


def test_a_misspelt_key_is_caught_wherever_it_stands(sent: list[simcord.HttpLogEntry]) -> None:
    oracle = Oracle.load()
    missed = []
    for entry in sent:
        body = copy.deepcopy(entry.json)
        for node in objects(body):
            node["lable"] = "x"
            if not any("'lable'" in fault for fault in oracle.faults(entry.method, entry.path, body)):
                missed.append((entry.path, node))
            del node["lable"]
    assert missed == []


LEAVES = st.none() | st.booleans() | st.integers(-5, 99999) | st.text(max_size=5)
JUNK = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_broken_body_is_refused_and_never_breaks_the_oracle(
    data: st.DataObject, sent: list[simcord.HttpLogEntry]
) -> None:
    entry = data.draw(st.sampled_from([entry for entry in sent if entry.json]))
    body = copy.deepcopy(entry.json)
    node = data.draw(st.sampled_from([node for node in objects(body) if node]))
    node[data.draw(st.sampled_from(sorted(node)))] = data.draw(JUNK)
    oracle = Oracle.load()
    faults = oracle.faults(entry.method, entry.path, body)
    if faults:
        with pytest.raises(Violation) as caught:
            oracle.check(entry.method, entry.path, body)
        assert caught.value.faults == tuple(faults)
    else:
        oracle.check(entry.method, entry.path, body)


async def test_watch_tells_what_was_sent_wrongly() -> None:
    bot = commands.AutoShardedBot("!", intents=discord.Intents(guilds=True), shard_count=1)

    @bot.tree.command(description="leaves open whom it pings")
    async def loud(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("@everyone")

    async with simcord.run(bot, shard_count=1) as env:
        channel = env.create_guild().create_text_channel("general")
        alice = env.guild.add_member(env.create_user("alice"))
        await bot.tree.sync()
        with watch(env, mentions=False):
            await alice.slash(channel, "loud")
        with pytest.raises(Violation) as caught, watch(env):
            await alice.slash(channel, "loud")
    assert [fault.partition("callback: ")[2] for fault in caught.value.faults] == ["allowed_mentions: not set"] * 2


async def test_a_card_s_body_is_the_one_that_is_sent(sent: list[simcord.HttpLogEntry]) -> None:
    posted = next(entry.json for entry in sent if entry.json and "attachment://qr.png" in str(entry.json))
    assert bodies_of(card(), ephemeral=False, files=[picture()]) == posted
    assert bodies_of(card())["data"]["flags"] == (1 << 15) | (1 << 6)
    Oracle.load().check_card(card(), files=[picture()])


async def test_a_tree_s_commands_are_those_that_sync_sends(sent: list[simcord.HttpLogEntry]) -> None:
    bot = Bot("!", intents=discord.Intents(guilds=True), shard_count=1)
    await bot.add_cog(Everything())
    await bot.tree.set_translator(Translator())
    synced = next(entry.json for entry in sent if entry.json and entry.path.endswith("/commands"))
    payload = await commands_of(bot.tree)
    Oracle.load().check_commands(payload)
    assert payload == [command for command in synced if command["type"] == 1]
