"""The bench itself: the local Discord refuses what Discord refuses. Spoken to without discord.py."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import orjson
import pytest

from tests.oracle import Oracle
from tests.wire.actors import Member
from tests.wire.interactions import COMMAND, COMPONENT, Interaction
from tests.wire.server import LocalDiscord
from tests.wire.trouble import Fails, Hangs, Resets, Slow, TooMany

HELLO = {"type": 4, "data": {"content": "Hello", "flags": 64, "allowed_mentions": {"parse": []}}}
DEFER = {"type": 5, "data": {"flags": 64}}
TEXT = {"content": "Hello", "allowed_mentions": {"parse": []}}


class Caller:
    """Sends requests as a bot's library does."""

    def __init__(self, server: LocalDiscord, session: aiohttp.ClientSession) -> None:
        self.server, self.session = server, session

    async def __call__(self, method: str, path: str, body: Any = None, token: str = "") -> tuple[int, Any]:
        headers = {"Authorization": f"Bot {token or self.server.token}", "Content-Type": "application/json"}
        data = None if body is None else orjson.dumps(body)
        async with self.session.request(method, self.server.api + path, data=data, headers=headers) as response:
            return response.status, await response.json() if response.status != 204 else None


@pytest.fixture
async def call(discord: LocalDiscord) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as session:
        yield Caller(discord, session)


@pytest.fixture
async def maya(discord: LocalDiscord) -> Member:
    return discord.join("maya")


async def asked(maya: Member, kind: int = COMMAND) -> tuple[Interaction, str, str]:
    """An act, and the paths to answer it and to follow up."""
    interaction = maya.act(kind, {"name": "agenda", "id": "1", "type": 1})
    await maya.send(interaction)
    application = maya.server.world.application
    return interaction, f"/interactions/{interaction.id}/{interaction.token}/callback", (
        f"/webhooks/{application}/{interaction.token}"
    )  # fmt: skip


async def test_ids_have_nineteen_digits(discord: LocalDiscord, maya: Member) -> None:
    assert {len(str(number)) for number in (maya.id, discord.world.guild, discord.world.application)} == {19}


async def test_an_interaction_is_answered_once(maya: Member, call: Caller) -> None:
    interaction, answer, _ = await asked(maya)
    assert await call("POST", answer, HELLO) == (204, None)
    status, body = await call("POST", answer, HELLO)
    assert (status, body["code"]) == (400, 40060)
    assert interaction.original is not None
    assert (interaction.original.text, interaction.original.reader) == ("Hello", maya.user)


async def test_an_answer_after_three_seconds_is_refused_and_so_is_what_follows(maya: Member, call: Caller) -> None:
    interaction, answer, follow = await asked(maya)
    interaction.asked -= 3.1
    status, body = await call("POST", answer, HELLO)
    assert (status, body["code"]) == (404, 10062)
    status, body = await call("POST", follow, TEXT)
    assert (status, body["code"]) == (404, 10015)


async def test_a_token_ends_after_fifteen_minutes(maya: Member, call: Caller) -> None:
    interaction, answer, follow = await asked(maya)
    await call("POST", answer, HELLO)
    assert (await call("POST", follow, TEXT))[0] == 200
    interaction.asked -= 901
    status, body = await call("PATCH", f"{follow}/messages/@original", {"content": "Later"})
    assert (status, body["code"]) == (401, 50027)


async def test_the_first_follow_up_fills_a_deferred_answer(maya: Member, call: Caller) -> None:
    interaction, answer, follow = await asked(maya)
    await call("POST", answer, DEFER)
    assert interaction.waiting
    _, first = await call("POST", follow, TEXT)
    assert (interaction.waiting, first["id"]) == (False, str(interaction.original and interaction.original.id))
    _, second = await call("POST", follow, TEXT)
    assert [str(message.id) for message in interaction.followups] == [second["id"]]


async def test_a_command_cannot_be_answered_by_turning_a_message(maya: Member, call: Caller) -> None:
    _, answer, _ = await asked(maya)
    assert (await call("POST", answer, {"type": 7, "data": TEXT}))[0] == 400
    _, answer, _ = await asked(maya, COMPONENT)
    assert (await call("POST", answer, {"type": 7, "data": TEXT}))[0] == 400  # it stands on no message


async def test_a_nonce_finds_its_message_again_only_within_the_window(discord: LocalDiscord, call: Caller) -> None:
    path = f"/channels/{discord.world.channel('公告').id}/messages"
    body = TEXT | {"nonce": "change-7", "enforce_nonce": True}
    first, second = await call("POST", path, body), await call("POST", path, body)
    assert first == second
    discord.rest.nonce_window = 0
    assert await call("POST", path, body) != first
    assert len(discord.world.channel("公告").messages) == 2
    status, history = await call("GET", f"{path}?limit=1")
    assert (status, [message["id"] for message in history]) == (200, [str(discord.world.messages[-1].id)])


async def test_closed_direct_messages_are_refused(discord: LocalDiscord, call: Caller) -> None:
    kim = discord.join("kim", closed=True)
    _, channel = await call("POST", "/users/@me/channels", {"recipient_id": kim.id})
    status, body = await call("POST", f"/channels/{channel['id']}/messages", TEXT)
    assert (status, body["code"], kim.direct) == (403, 50007, [])


async def test_a_channel_has_its_own_limit_and_tells_of_it(discord: LocalDiscord, call: Caller) -> None:
    notices, lobby = (f"/channels/{discord.world.channel(name).id}/messages" for name in ("公告", "大厅"))
    assert [(await call("POST", notices, TEXT))[0] for _ in range(6)] == [200] * 5 + [429]
    assert (await call("POST", lobby, TEXT))[0] == 200


async def test_there_is_a_limit_over_all_that_answers_to_people_do_not_count_for(
    discord: LocalDiscord, maya: Member, call: Caller
) -> None:
    discord.limits.most = 3
    asks = [await asked(maya) for _ in range(4)]
    assert [(await call("POST", answer, HELLO))[0] for _, answer, _ in asks] == [204] * 4
    told = [await call("GET", "/users/@me") for _ in range(4)]
    assert [status for status, _ in told] == [200, 200, 200, 429]
    assert told[-1][1]["global"] is True


async def test_a_wrong_token_is_refused(call: Caller) -> None:
    assert (await call("GET", "/users/@me", token="other"))[0] == 401


async def test_what_discord_would_not_take_is_kept_and_fails_the_test(discord: LocalDiscord, call: Caller) -> None:
    Oracle.load()
    path = f"/channels/{discord.world.channel('公告').id}/messages"
    assert (await call("POST", path, TEXT | {"contents": "Hello"}))[0] == 400
    await call("GET", "/nowhere")
    assert len(discord.violations) == 2
    with pytest.raises(AssertionError, match="contents"):
        discord.check()
    discord.violations.clear()


async def test_trouble_happens_in_turn_and_then_ends(discord: LocalDiscord, call: Caller) -> None:
    channel = discord.world.channel("公告")
    path = f"/channels/{channel.id}/messages"
    discord.trouble("POST /channels/*/messages", [503, None, Fails(500, done=True), TooMany(0.5), Slow(0.1)])
    told = [(await call("POST", path, TEXT))[0] for _ in range(5)]
    assert told == [503, 200, 500, 429, 200]
    assert len(channel.messages) == 3
    discord.limits.rules.clear()
    discord.trouble("POST *", [Resets(), Resets(done=True), Hangs(0.1)])
    for _ in range(3):
        with pytest.raises(aiohttp.ClientError):
            await call("POST", path, TEXT)
    assert len(channel.messages) == 4
    assert (await call("POST", path, TEXT))[0] == 200


async def test_a_session_is_resumed_with_what_was_missed(discord: LocalDiscord) -> None:
    identify = {"token": discord.token, "intents": 1, "properties": {}, "shard": [0, 1]}
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(discord.gateway.url) as first:
            assert (await first.receive_json())["op"] == 10
            await first.send_json({"op": 1, "d": None})
            assert (await first.receive_json())["op"] == 11
            await first.send_json({"op": 2, "d": identify})
            ready, guild = await first.receive_json(), await first.receive_json()
            assert [ready["t"], guild["t"], guild["s"]] == ["READY", "GUILD_CREATE", 2]
        await discord.until(lambda: not discord.gateway.live, "the socket is gone")
        await discord.gateway.dispatch("INTERACTION_CREATE", {"id": "1"})
        async with session.ws_connect(discord.gateway.url) as second:
            await second.receive_json()
            resume = {"token": discord.token, "session_id": ready["d"]["session_id"], "seq": 2}
            await second.send_json({"op": 6, "d": resume})
            missed, resumed = await second.receive_json(), await second.receive_json()
            assert [(missed["t"], missed["s"]), resumed["t"]] == [("INTERACTION_CREATE", 3), "RESUMED"]
            await second.send_json({"op": 6, "d": resume | {"session_id": "another"}})
            assert await second.receive_json() == {"op": 9, "d": False}


@pytest.mark.parametrize(
    ("change", "code"), [({"token": "wrong"}, 4004), ({"intents": 1 << 1}, 4014), ({"intents": 1 << 15}, 4014)]
)
async def test_an_identify_that_is_not_allowed_closes(discord: LocalDiscord, change: dict[str, Any], code: int) -> None:
    identify = {"token": discord.token, "intents": 1, "properties": {}} | change
    async with aiohttp.ClientSession() as session, session.ws_connect(discord.gateway.url) as ws:
        await ws.receive_json()
        await ws.send_json({"op": 2, "d": identify})
        await asyncio.wait_for(ws.receive(), 5)
        assert ws.close_code == code
