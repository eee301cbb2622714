"""The bench itself: the local Discord refuses what Discord refuses. Spoken to without discord.py."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import orjson
import pytest

from tests.oracle import Oracle
from tests.wire.actors import Member
from tests.wire.interactions import COMMAND, COMPONENT, Interaction
from tests.wire.server import LocalDiscord
from tests.wire.snowflakes import moment
from tests.wire.trouble import Fails, Hangs, Resets, Slow, TooMany

HELLO = {"type": 4, "data": {"content": "Hello", "flags": 64, "allowed_mentions": {"parse": []}}}
DEFER = {"type": 5, "data": {"flags": 64}}
TEXT = {"content": "Hello", "allowed_mentions": {"parse": []}}
LIMITS = "X-RateLimit-"


class Caller:
    """Sends requests as a bot's library does. `headers`: those of the last answer."""

    def __init__(self, server: LocalDiscord, session: aiohttp.ClientSession) -> None:
        self.server, self.session = server, session
        self.headers: Mapping[str, str] = {}

    async def __call__(self, method: str, path: str, body: Any = None, token: str = "") -> tuple[int, Any]:
        headers = {"Authorization": f"Bot {token or self.server.token}", "Content-Type": "application/json"}
        data = None if body is None else orjson.dumps(body)
        async with self.session.request(method, self.server.api + path, data=data, headers=headers) as response:
            self.headers = response.headers
            return response.status, await response.json() if response.status != 204 else None

    @property
    def limits(self) -> dict[str, str]:
        """What the last answer told of limits."""
        return {key.removeprefix(LIMITS): value for key, value in self.headers.items() if key.startswith(LIMITS)}


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
    discord.limits.rules["POST /channels/{channel}/messages"] = (2, 0.5)
    notices, lobby = (f"/channels/{discord.world.channel(name).id}/messages" for name in ("公告", "大厅"))
    told = []
    for path, status in [(notices, 200), (notices, 200), (notices, 429), (lobby, 200)]:
        sent = moment()
        assert (await call("POST", path, TEXT))[0] == status
        told.append(call.limits)
        after = float(told[-1]["Reset-After"])
        assert 0 < after <= 0.5
        assert float(told[-1]["Reset"]) == pytest.approx(sent.timestamp() + after, abs=0.3)
        assert ("Retry-After" in call.headers) == (status == 429)
    assert [limits["Limit"] for limits in told] == ["2"] * 4
    assert [limits["Remaining"] for limits in told] == ["1", "0", "0", "1"]
    assert [limits.get("Scope") for limits in told] == [None, None, "user", None]
    assert len({limits["Bucket"] for limits in told}) == 1
    assert [limits for limits in told if "Global" in limits] == []


async def test_who_comes_too_early_is_told_how_long_to_wait(discord: LocalDiscord, call: Caller) -> None:
    discord.limits.rules["POST /channels/{channel}/messages"] = (1, 0.3)
    path = f"/channels/{discord.world.channel('公告').id}/messages"
    assert (await call("POST", path, TEXT))[0] == 200
    status, body = await call("POST", path, TEXT)
    assert (status, body["global"], call.headers["Retry-After"]) == (429, False, "1")
    assert "Via" in call.headers  # else discord.py takes it for a ban
    assert body["retry_after"] == pytest.approx(float(call.limits["Reset-After"]), abs=0.002)
    await asyncio.sleep(body["retry_after"] + 0.01)
    assert (await call("POST", path, TEXT))[0] == 200


@pytest.mark.parametrize("hours", [1, -1])
async def test_a_clock_that_is_wrong_shows_in_headers_alone(discord: LocalDiscord, call: Caller, hours: int) -> None:
    discord.skew = timedelta(hours=hours)
    shown = moment() + discord.skew
    await call("POST", f"/channels/{discord.world.channel('公告').id}/messages", TEXT)
    assert abs(parsedate_to_datetime(call.headers["Date"]) - shown) < timedelta(seconds=3)
    assert float(call.limits["Reset"]) == pytest.approx(shown.timestamp() + 5, abs=3)
    assert float(call.limits["Reset-After"]) == pytest.approx(5, abs=0.1)


async def test_there_is_a_limit_over_all_that_answers_to_people_do_not_count_for(
    discord: LocalDiscord, maya: Member, call: Caller
) -> None:
    discord.limits.most = 3
    asks = [await asked(maya) for _ in range(4)]
    assert [(await call("POST", answer, HELLO))[0] for _, answer, _ in asks] == [204] * 4
    told = [await call("GET", "/users/@me") for _ in range(4)]
    assert [status for status, _ in told] == [200, 200, 200, 429]
    body, limits = told[-1][1], call.limits
    assert (body["global"], limits) == (True, {"Global": "true", "Scope": "global"})
    assert (0 < body["retry_after"] <= 1, call.headers["Retry-After"]) == (True, str(int(body["retry_after"]) + 1))


async def test_a_wrong_token_is_refused(call: Caller) -> None:
    assert (await call("GET", "/users/@me", token="other"))[0] == 401


@pytest.mark.skipif(not Oracle.available(), reason="no ../shared/discord/openapi.json: bodies of requests are not read")
async def test_bodies_are_read_against_discords_own_description(
    discord: LocalDiscord, call: Caller, tell: Callable[[str, str], None]
) -> None:
    path = f"/channels/{discord.world.channel('公告').id}/messages"
    status, body = await call("POST", path, TEXT | {"contents": "Hello"})
    assert (status, body["code"], discord.world.messages) == (400, 50035, [])
    assert ["contents" in wrong for wrong in discord.violations] == [True]
    discord.violations.clear()
    tell("Bodies", "every request of the program is read against Discord's own description of its API")


async def test_what_discord_would_not_take_is_kept_and_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="GET /api/v10/nowhere: the local Discord has no such route"):
        async with LocalDiscord() as discord, aiohttp.ClientSession() as session:
            assert (await Caller(discord, session)("GET", "/nowhere"))[0] == 404
            with pytest.raises(AssertionError, match="nowhere"):
                discord.check()


async def test_what_fails_a_test_first_is_not_hidden_by_what_discord_would_not_take() -> None:
    with pytest.raises(ZeroDivisionError):
        async with LocalDiscord() as discord:
            discord.violations.append("a request")
            raise ZeroDivisionError


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


async def test_a_mute_connection_says_nothing_and_the_next_one_greets(discord: LocalDiscord) -> None:
    discord.gateway.mute = 1
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(discord.gateway.url) as mute:
            with pytest.raises(TimeoutError):
                await mute.receive(timeout=0.2)
        async with session.ws_connect(discord.gateway.url) as ws:
            assert (await ws.receive_json())["op"] == 10
            await ws.send_json({"op": 1, "d": None})
            assert (await ws.receive_json())["op"] == 11
    assert len(discord.gateway.beats) == 1


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


def party(number: int = 1) -> dict[str, Any]:
    """An event outside of the server, which lies ahead."""
    begins = moment() + timedelta(days=number)
    return {
        "name": f"Party {number}", "privacy_level": 2, "entity_type": 3, "entity_metadata": {"location": "Futian"},
        "scheduled_start_time": begins.isoformat(), "scheduled_end_time": (begins + timedelta(hours=2)).isoformat(),
    }  # fmt: skip


@pytest.fixture
def events(discord: LocalDiscord) -> str:
    """The path of the server's events, which have no limit of their own here."""
    discord.limits.rules.clear()
    discord.limits.most = 0
    return f"/guilds/{discord.world.guild}/scheduled-events"


async def test_an_event_is_made_read_edited_and_deleted(events: str, call: Caller) -> None:
    _, made = await call("POST", events, party())
    path = f"{events}/{made['id']}"
    assert (made["name"], made["status"], made["guild_id"] in events) == ("Party 1", 1, True)
    assert await call("GET", path) == (200, made)
    assert await call("GET", events) == (200, [made])
    changed = made | {"name": "Dinner", "description": "At seven"}
    assert await call("PATCH", path, {"name": "Dinner", "description": "At seven"}) == (200, changed)
    assert await call("GET", path) == (200, changed)
    assert await call("DELETE", path) == (204, None)
    for method, body in (("GET", None), ("PATCH", {"name": "Dinner"}), ("DELETE", None)):
        status, told = await call(method, path, body)
        assert (status, told["code"]) == (404, 10070)
    assert await call("GET", events) == (200, [])
    assert (await call("GET", "/guilds/1/scheduled-events"))[1]["code"] == 10004


async def test_a_server_holds_a_hundred_events_that_are_to_come(
    discord: LocalDiscord, events: str, call: Caller
) -> None:
    made = [await call("POST", events, party(number)) for number in range(1, 101)]
    assert {status for status, _ in made} == {200}
    status, told = await call("POST", events, party(101))
    assert (status, told["code"], len(discord.world.events)) == (400, 30038, 100)
    cancelled = await call("PATCH", f"{events}/{made[0][1]['id']}", {"status": 4})
    assert (cancelled[0], cancelled[1]["status"]) == (200, 4)
    assert (await call("POST", events, party(101)))[0] == 200
