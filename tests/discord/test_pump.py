"""Promises kept through a local Discord: what is posted, to whom, in which words, and at what cost."""

import asyncio
from collections.abc import Collection, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiosqlite

from bot.discord_io.letters import mark_of
from bot.discord_io.messenger import Messenger, pace_requests
from bot.discord_io.wording import Wording
from bot.outbox import ledger, store
from bot.outbox.model import Delivery, Line, Press, State, To, moment, wording
from bot.outbox.pace import Brake, Pace
from bot.outbox.parcels import Parcel, Posted, Preferences, Reading
from bot.outbox.pump import Pump
from tests.discord.summit import MORNING, Summit, summit

TITLE = wording({"zh-CN": "开源*治理*", "en": "Governance @everyone"})
NINE = moment(MORNING + timedelta(minutes=10))
NEXT = Line("session-next-here", {"title": TITLE, "time": NINE})
STAMPS = "<t:1711587600:t>"


class Chosen:
    """What people have chosen, in a test."""

    def __init__(self, readings: Mapping[int, Reading]) -> None:
        self._readings = readings

    async def reading(self, _: aiosqlite.Connection, members: Collection[int]) -> Mapping[int, Reading]:
        return {member: self._readings[member] for member in members if member in self._readings}


def pump_of(
    world: Summit, preferences: Preferences | None = None, messenger: type[Messenger] = Messenger, **options: Any
) -> Pump:
    app = world.app
    carrier = messenger(
        lambda: app.bot,
        app.settings,
        guild=app.bot.summit_guild,
        wording=lambda language: Wording(app.phrasebook, language, app.settings.summit.timezone),
    )
    return Pump(app.database, app.clock, carrier, preferences, **options)


def promise(key: str, to: To, *lines: Line, **more: Any) -> Delivery:
    return Delivery(
        key=key,
        kind="reminder",
        to=to,
        lines=lines or (NEXT,),
        due=more.pop("due", MORNING),
        expires=more.pop("expires", MORNING + timedelta(minutes=30)),
        **more,
    )


async def post(world: Summit, *deliveries: Delivery) -> None:
    async with world.app.database.transaction() as tx:
        assert await store.post(tx, deliveries) == len(deliveries)


def texts(body: Mapping[str, Any]) -> list[str]:
    (frame,) = body["components"]
    return [part["content"] for part in frame["components"] if part["type"] == 10]


def bodies(world: Summit, method: str = "POST") -> list[Any]:
    found = [one for one in world.env.http_requests if one.method == method and "/messages" in one.path]
    return [one.json for one in found]


async def states(world: Summit) -> dict[State, int]:
    async with world.app.database.read() as connection:
        return {state: count for state, count in (await ledger.counts(connection)).items() if count}


class Torn(Messenger):
    """Dies after Discord has taken a message and before anybody hears of it."""

    async def send(self, parcel: Parcel) -> Posted:
        await super().send(parcel)
        task = asyncio.current_task()
        assert task is not None
        task.cancel()
        await asyncio.sleep(0)
        raise AssertionError("the task went on")




async def test_direct_message_is_in_the_persons_language_and_merges_what_is_due_together(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        pump = pump_of(world, Chosen({world.maya.id: Reading("en")}))
        due = Line("session-in-block", {"place": 2, "count": 4, "block": "**bold** <@1> [x](http://e.vil)"})
        await post(
            world,
            promise("reminder:1", To.person(world.maya.id), presses=(Press("nothing", "1", "now-title"),)),
            promise("reminder:2", To.person(world.maya.id), due),
            promise("reminder:3", To.person(world.maya.id), due=MORNING + timedelta(minutes=1)),
        )
        await pump.run_once()
        (body,) = bodies(world)
        assert texts(body) == [
            f"⏭️ Next in this room, 09:00 ({STAMPS}, {STAMPS.replace(':t>', ':R>')}): Governance @\u200beveryone",
            "Number 2 of 4 in “\\*\\*bold\\*\\* \\<@1\\> \\[x\\](http://e.vil)”, one after the other;"
            " single times are not fixed",
        ]
        buttons = [part["components"] for part in body["components"][0]["components"] if part["type"] == 1]
        assert [(button["label"], button["custom_id"]) for (button,) in buttons] == [("On now", "press/nothing/1")]
        assert body["allowed_mentions"] == {"parse": []}
        assert world.maya.user.dm_channel.history()[0].components[0].id == mark_of(body["nonce"])
        assert (body["enforce_nonce"], len(body["nonce"]) <= 25) == (True, True)
        assert await states(world) == {State.SENT: 2, State.OPEN: 1}


async def test_mentions_of_a_session_are_one_message_in_both_languages(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        people = [world.maya.id, world.lin.id]
        await post(world, *(promise(f"r:{one}", To.mention(one, "reminders"), subject="s") for one in people))
        await pump_of(world).run_once()
        (body,) = bodies(world)
        assert texts(body) == [
            f"<@{people[0]}> <@{people[1]}>",
            f"⏭️ 本会场下一场（09:00（{STAMPS}，{STAMPS.replace(':t>', ':R>')}））：开源\\*治理\\*",
            f"⏭️ Next in this room, 09:00 ({STAMPS}, {STAMPS.replace(':t>', ':R>')}): Governance @\u200beveryone",
        ]
        assert body["allowed_mentions"] == {"parse": [], "users": people}
        (message,) = world.channels["会前提醒"].history()
        assert message.components[0].id == mark_of(body["nonce"])


async def test_post_mentions_nobody_and_names_its_channel_by_purpose_or_id(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        await post(world, promise("p:1", To.post("changes")), promise("p:2", To.post(str(world.lobby.id))))
        await pump_of(world).run_once()
        assert [body["allowed_mentions"] for body in bodies(world)] == [{"parse": []}] * 2
        assert (len(world.channels["议程变更"].history()), len(world.lobby.history())) == (1, 1)


async def test_thousand_reminded_people_in_a_channel_cost_at_most_fifteen_requests(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        people = [10**18 + number * 7919 for number in range(1000)]
        await post(world, *(promise(f"r:{one}", To.mention(one, "reminders"), subject="s") for one in people))
        before = len(world.env.http_requests)
        await pump_of(world).run_once()
        requests = world.env.http_requests[before:]
        assert len(requests) <= 15
        assert sorted(one for request in requests for one in request.json["allowed_mentions"]["users"]) == people
        assert all(len(request.json["allowed_mentions"]["users"]) <= 100 for request in requests)
        assert all(request.json["allowed_mentions"]["parse"] == [] for request in requests)
        assert max(sum(map(len, texts(request.json))) for request in requests) <= 4000
        assert await states(world) == {State.SENT: 1000}


async def test_failing_discord_is_tried_again_until_it_answers(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        pump = pump_of(world)
        await post(world, promise("p", To.post("changes")))
        world.env.inject_error("POST", "/channels/*/messages", status=503, times=2)
        for _ in range(4):
            await pump.run_once()
            world.app.clock.advance(timedelta(seconds=6))  # type: ignore[attr-defined]
        assert len({body["nonce"] for body in bodies(world)}) == 1
        assert len(world.channels["议程变更"].history()) == 1
        assert (pump.counts.retries, pump.counts.messages, await states(world)) == (2, 1, {State.SENT: 1})


async def test_late_message_says_so_and_an_expired_one_is_never_sent(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        pump = pump_of(world, Chosen({world.maya.id: Reading("en")}))
        await post(
            world,
            promise("long", To.person(world.maya.id)),
            promise("short", To.person(world.maya.id), Line("now-pause", {"when": "soon"}),
                    expires=MORNING + timedelta(minutes=2)),
        )
        world.app.clock.advance(timedelta(minutes=2))  # type: ignore[attr-defined]
        await pump.run_once()
        (body,) = bodies(world)
        (said,) = texts(body)
        meant = "08:50 (<t:1711587000:t>, <t:1711587000:R>)"
        assert said.splitlines()[0] == f"-# This comes late: it was meant for {meant}."
        assert (pump.counts.late, pump.counts.expired) == (1, 1)
        assert await states(world) == {State.SENT: 1, State.EXPIRED: 1}


async def test_closed_direct_messages_are_remembered_and_become_a_mention_where_agreed(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        pump = pump_of(world, Chosen({world.maya.id: Reading("en", "reminders")}))
        world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, times=1)
        await post(
            world,
            promise("open", To.person(world.maya.id)),
            promise("secret", To.person(world.maya.id), Line("now-pause", {"when": "soon"}), private=True),
        )
        await pump.run_once()
        await post(world, promise("next", To.person(world.maya.id), subject="t"))
        await pump.run_once()
        refused, told, again = bodies(world)
        assert "soon" in "".join(texts(refused))
        assert [body["allowed_mentions"]["users"] for body in (told, again)] == [[world.maya.id]] * 2
        assert "soon" not in "".join(texts(told) + texts(again))
        assert len(world.maya.user.dm_channel.history()) == 0
        assert pump.counts.closed == 1
        async with world.app.database.transaction() as tx:
            waiting = await store.take_waiting(tx, world.maya.id, MORNING)
            assert [delivery.key for delivery in waiting] == ["secret"]
            assert await store.take_waiting(tx, world.maya.id, MORNING) == ()
            assert await store.open_door(tx, world.maya.id)
        await post(world, promise("after", To.person(world.maya.id)))
        await pump.run_once()
        assert len(world.maya.user.dm_channel.history()) == 1


async def test_direct_messages_rest_before_discord_would_ban_the_address_and_channels_do_not(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        pump, brake, clock = pump_of(world, brake=world.app.brake), world.app.brake, world.app.clock
        for _ in range(498):
            brake.note(clock.real())
        world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, times=2)
        await post(world, *(promise(f"{person.id}", To.person(person.id)) for person in (world.maya, world.lin)))
        await pump.run_once()
        assert (pump.counts.closed, brake.recent(clock.real())) == (2, 500)
        other = world.join("other", "en-GB")
        await post(world, promise("later", To.person(other.id)), promise("post", To.post("changes")))
        await pump.run_once()
        assert (len(world.channels["议程变更"].history()), len(other.user.dm_channel.history())) == (1, 0)
        clock.advance(Brake.WINDOW)
        await pump.run_once()
        assert (len(other.user.dm_channel.history()), brake.recent(clock.real())) == (1, 0)


async def test_channel_that_is_not_set_or_was_deleted_is_refused_with_the_reason(tmp_path: Path) -> None:
    async with summit(tmp_path, missing=["议程变更"]) as world:
        await post(world, *(promise(name, To.post(name)) for name in ("nowhere", "changes", "1")))
        await pump_of(world).run_once()
        assert bodies(world)[1:] == []  # the first is the bot's own, about the missing channel
        async with world.app.database.read() as connection:
            entries = await ledger.entries(connection, state=State.REFUSED)
        assert sorted((entry.channel, entry.error, entry.detail) for entry in entries) == [
            ("1", "refused-channel-gone", "refused-channel-gone 1"),
            ("changes", "refused-channel-gone", "refused-channel-gone 议程变更"),
            ("nowhere", "refused-no-channel", "refused-no-channel discord.channels.nowhere is not set"),
        ]


async def test_message_that_was_sent_before_a_crash_is_found_after_the_nonce_window(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        chosen = Chosen({world.maya.id: Reading("en")})
        await post(world, promise("p", To.post("changes")), promise("d", To.person(world.maya.id)))
        torn = pump_of(world, chosen, Torn)
        await torn.run_once()
        assert await states(world) == {State.OPEN: 2}
        world.app.clock.advance(timedelta(minutes=4))  # type: ignore[attr-defined]
        pump = pump_of(world, chosen)
        await pump.run_once()
        assert (len(world.channels["议程变更"].history()), len(world.maya.user.dm_channel.history())) == (1, 1)
        assert (pump.counts.found, await states(world)) == (2, {State.SENT: 2})


async def test_message_that_never_arrived_is_sent_after_the_nonce_window(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        pump = pump_of(world)
        await post(world, promise("p", To.post("changes")))
        world.env.inject_error("POST", "/channels/*/messages", status=503, times=1)
        await pump.run_once()
        world.app.clock.advance(timedelta(minutes=4))  # type: ignore[attr-defined]
        await pump.run_once()
        assert len(world.channels["议程变更"].history()) == 1
        assert (pump.counts.found, await states(world)) == (0, {State.SENT: 1})


async def test_correction_edits_the_message_that_people_already_have(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        pump = pump_of(world, Chosen({world.maya.id: Reading("en")}))
        await post(
            world,
            promise("a", To.person(world.maya.id)),
            promise("b", To.person(world.maya.id), Line("now-pause", {"when": "soon"})),
        )
        await pump.run_once()
        world.env.inject_error("PATCH", "/channels/*/messages/*", status=503, times=1)
        async with world.app.database.transaction() as tx:
            assert await store.correct(tx, "a", [Line("now-pause", {"when": "tomorrow"})])
        for _ in range(3):
            await pump.run_once()
            world.app.clock.advance(timedelta(seconds=6))  # type: ignore[attr-defined]
        failed, edited = bodies(world, "PATCH")
        assert failed == edited
        assert edited["allowed_mentions"] == {"parse": []}
        first, second = texts(edited)
        assert first.splitlines() == [
            f"~~⏭️ Next in this room, 09:00 ({STAMPS}, {STAMPS.replace(':t>', ':R>')}): Governance @\u200beveryone~~",
            "**Corrected:**",
            "A pause. It goes on tomorrow",
        ]
        assert second == "A pause. It goes on soon"
        assert (pump.counts.edits, len(world.maya.user.dm_channel.history())) == (1, 1)


async def test_promise_that_cannot_be_worded_is_refused_and_spoils_no_other(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        await post(
            world,
            promise("good", To.person(world.maya.id)),
            promise("unknown", To.person(world.maya.id), Line("no-such-phrase")),
            promise("lacking", To.person(world.maya.id), Line("now-pause")),
        )
        await pump_of(world).run_once()
        assert len(world.maya.user.dm_channel.history()) == 1
        assert await states(world) == {State.SENT: 1, State.REFUSED: 2}


async def test_running_pump_sends_what_is_posted_when_it_is_woken(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        pump = pump_of(world)
        running = asyncio.create_task(pump.run())
        await asyncio.sleep(0.05)
        await post(world, promise("p", To.post("changes")))
        pump.wake()
        for _ in range(200):
            await asyncio.sleep(0.01)
            if await states(world) == {State.SENT: 1}:
                break
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert len(world.channels["议程变更"].history()) == 1


async def test_paced_client_keeps_its_pace_but_answers_interactions_at_once(tmp_path: Path) -> None:
    async with summit(tmp_path) as world:
        pace_requests(world.app.bot.http, Pace(per_second=10, burst=1))
        await post(world, *(promise(f"p:{name}", To.post(str(channel.id))) for name, channel in world.channels.items()))
        loop = asyncio.get_running_loop()
        began = loop.time()
        pumping = asyncio.create_task(pump_of(world).run_once())
        await asyncio.sleep(0.05)
        assert len(bodies(world)) < len(world.channels)
        assert (await world.maya.slash(world.lobby, "guide")).acknowledged
        answered = loop.time() - began
        await pumping
        assert loop.time() - began >= (len(world.channels) - 1) / 10 > answered
        assert len(bodies(world)) == len(world.channels)
