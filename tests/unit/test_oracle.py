"""The oracle's routes, faults and mentions."""

from pathlib import Path

import discord
import pytest
from discord import ui

from tests.oracle import Oracle, Violation, document
from tests.oracle.messages import Body
from tests.oracle.samples import (
    CALLBACK,
    button,
    choice,
    layout,
    modal,
    reply,
    row,
    told,
)

pytestmark = pytest.mark.skipif(not Oracle.available(), reason="Discord's openapi.json is not in ../shared/discord")


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/users/@me/channels", "/users/@me/channels"),
        ("/webhooks/1/t/messages/@original", "/webhooks/{webhook_id}/{webhook_token}/messages/@original"),
        ("/webhooks/1/t/messages/7", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"),
        ("/guilds/1/members/@me", "/guilds/{guild_id}/members/@me"),
    ],
)
def test_a_literal_segment_wins_over_a_parameter(path: str, template: str) -> None:
    method = "POST" if path.endswith("channels") else "PATCH"
    route = Oracle.load()._route(method, path)
    assert route is not None
    assert route.template == template


@pytest.mark.parametrize("prefix", ["", "/api/v10", "https://discord.com/api/v10", "http://127.0.0.1:9000/api/v10"])
def test_a_path_may_carry_address_version_and_query(prefix: str) -> None:
    oracle = Oracle.load()
    assert oracle.faults("post", f"{prefix}/webhooks/1/t?wait=1", {"content": "x"}) == []
    assert told(oracle.faults("post", f"{prefix}/webhooks/1/t?wait=1", {}), ["content"]) == ["content"]


def test_a_route_that_discord_lacks_is_refused() -> None:
    oracle = Oracle.load()
    assert oracle.faults("POST", "/channels/1/messages/2/pin") == ["path: Discord has no such route"]
    assert oracle.faults("POST", "/channels/1/messages") == ["body: missing"]
    assert oracle.faults("DELETE", "/channels/1/messages/2") == []
    assert oracle.faults("DELETE", "/channels/1/messages/2", {"content": "x"}) == ["body: this route takes none"]


def test_a_violation_tells_every_fault_at_its_place() -> None:
    body = reply(layout(row(button(), button(lable="x", label=None)), content="x"))
    with pytest.raises(Violation) as caught:
        Oracle.load().check("POST", "/api/v10/interactions/1/t/callback", body)
    assert str(caught.value) == (
        "POST /interactions/1/t/callback: 3 fault(s)\n"
        "  data.components[0].components[1]: Additional properties are not allowed ('lable' was unexpected)\n"
        "  data.content: not together with the components V2 flag\n"
        "  data.components: custom_id 'star:0' used 2 times"
    )


def test_a_union_without_a_tag_tells_its_nearest_branch() -> None:
    faults = Oracle.load().faults(*CALLBACK, reply({"choices": [choice(), choice("")]} | {"chocies": []}, 8))
    assert faults == ["data: Additional properties are not allowed ('chocies' was unexpected)"]


def test_a_callback_is_judged_by_its_type() -> None:
    oracle = Oracle.load()
    assert oracle.faults(*CALLBACK, modal()) == []
    assert told(oracle.faults(*CALLBACK, modal() | {"type": 4}), ["data"]) == ["data.components[0].type", "data"]
    assert told(oracle.faults(*CALLBACK, modal() | {"type": 3}), ["type"]) == ["type"]


def test_load_skips_where_the_document_is_absent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(document, "PATH", tmp_path / "openapi.json")
    with pytest.raises(pytest.skip.Exception, match=r"openapi\.json is not in \.\./shared"):
        Oracle.load()


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({"content": "x", "allowed_mentions": {"parse": []}}, ()),
        ({"content": "x"}, ("allowed_mentions: not set",)),
        ({"content": "x", "allowed_mentions": None}, ("allowed_mentions: not set",)),
        (reply({"content": "x", "allowed_mentions": {"parse": []}}), ()),
        (reply({"content": "x"}), ("allowed_mentions: not set",)),
        (reply({"content": "x"}, 7), ("allowed_mentions: not set",)),
        ({"type": 4}, ("allowed_mentions: not set",)),
        (reply({"flags": 64}, 5), ()),
        ({"type": 6}, ()),
        (reply({"choices": []}, 8), ()),
        (modal(), ()),
    ],
)
def test_whom_a_message_may_ping_is_said(body: Body, faults: tuple[str, ...]) -> None:
    oracle = Oracle.load()
    if not faults:
        oracle.check_mentions(body)
        return
    with pytest.raises(Violation) as caught:
        oracle.check_mentions(body)
    assert caught.value.faults == faults


async def test_a_card_too_long_is_refused() -> None:
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay("x" * 4000))
    oracle = Oracle.load()
    oracle.check_card(view)
    view.add_item(ui.Container(ui.TextDisplay("x"), accent_colour=discord.Colour.red()))
    with pytest.raises(Violation) as caught:
        oracle.check_card(view)
    assert caught.value.faults == ("data.components: 4001 characters over all text displays, at most 4000",)


def test_every_route_of_the_document_is_read() -> None:
    routes = document.read()
    assert len(routes) == 242
    assert sum(route.validator is not None for route in routes) == 88
