"""Limits on messages, components, modals and events that the oracle adds: one body at the limit, one beyond."""

import pytest

from tests.oracle import Oracle
from tests.oracle.samples import (
    CALLBACK,
    EDIT,
    EVENTS,
    FOLLOW_UP,
    ORIGINAL,
    POST,
    Limit,
    box,
    button,
    event,
    layout,
    link,
    modal,
    reply,
    row,
    rows,
    select,
    text,
    told,
)

pytestmark = pytest.mark.skipif(not Oracle.available(), reason="Discord's openapi.json is not in ../shared/discord")

LIMITS: dict[str, Limit] = {
    "content: length in a channel": (POST, {"content": "x" * 2000}, {"content": "x" * 2001}, ["content"]),
    "content: length of an edit": (EDIT, {"content": "x" * 2000}, {"content": "x" * 2001}, ["content"]),
    "content: length of a reply": (
        CALLBACK, reply({"content": "x" * 2000}), reply({"content": "x" * 2001}), ["data.content"]
    ),
    "message: empty in a channel": (POST, {"content": "x"}, {"content": " \n", "embeds": []}, ["content"]),
    "message: empty reply": (CALLBACK, reply({"embeds": [{"title": "Now"}]}), reply({"tts": False}), ["data.content"]),
    "message: reply without data": (CALLBACK, reply({"content": "x"}), {"type": 4}, ["data: missing"]),
    "message: empty follow-up": (FOLLOW_UP, {"content": "x"}, {"content": ""}, ["content"]),
    "nonce": (POST, {"content": "x", "nonce": "n" * 25}, {"content": "x", "nonce": "n" * 26}, ["nonce"]),
    "embed: empty field": (
        POST,
        {"embeds": [{"fields": [{"name": "Room", "value": "\u200b"}]}]},
        {"embeds": [{"fields": [{"name": "Room", "value": ""}, {"name": " ", "value": "Main"}]}]},
        ["embeds[0].fields[0].value", "embeds[0].fields[1].name"],
    ),
    "embeds: characters in all": (
        POST,
        {"embeds": [{"description": "x" * 4000}, {"description": "x" * 1999, "title": "x"}]},
        {"embeds": [{"description": "x" * 4000}, {"description": "x" * 1999, "footer": {"text": "xx"}}]},
        ["embeds: 6001 characters over all embeds, at most 6000"],
    ),
    "mentions: parsed or listed": (
        POST,
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": [], "roles": [5]}},
        {"content": "x", "allowed_mentions": {"parse": ["users", "roles"], "users": ["4"], "roles": [5]}},
        ["allowed_mentions: users both parsed and listed", "allowed_mentions: roles both parsed and listed"],
    ),
    # Components.
    "button: custom_id alone": (
        POST,
        rows(row(button())),
        rows(row(button(custom_id=None))),
        ["components[0].components[0]: a button of style 1 has nothing, must have custom_id alone"],
    ),
    "button: not both": (
        POST,
        rows(row(link())),
        rows(row(link(custom_id="map"))),
        ["components[0].components[0]: a button of style 5 has ['custom_id', 'url'], must have url alone"],
    ),
    "custom_id: distinct": (
        POST,
        rows(row(button(1), button(2)), row(select())),
        rows(row(button(1), button(1)), row(select(custom_id="star:1"))),
        ["components: custom_id 'star:1' used 3 times"],
    ),
    "id: distinct": (
        POST,
        layout(text() | {"id": 1}, text() | {"id": 2}),
        layout(text() | {"id": 1}, text() | {"id": 1}),
        ["components: id 1 used 2 times"],
    ),
    "row: a select alone": (
        POST,
        rows(row(button()), row(select())),
        rows(row(button(), select())),
        ["components[0]: a select shares its row"],
    ),
    "rows: without V2": (
        POST,
        rows(*(row(button(number)) for number in range(5))),
        rows(*(row(button(number)) for number in range(6))),
        ["components: 6 rows, at most 5 without the components V2 flag"],
    ),
    "select: distinct values": (
        EDIT,
        rows(row(select("28", "29"))),
        rows(row(select("28", "28"))),
        ["components[0].components[0].options: value '28' used 2 times"],
    ),
    "select: bounds": (
        POST,
        rows(row(select(min_values=2, max_values=2))),
        rows(row(select(min_values=2, max_values=1))),
        ["components[0].components[0]: min_values 2 above max_values 1"],
    ),
    "components: nested": (
        POST,
        layout(box(40)),
        layout(box(40), text()),
        ["components: 41 components, nested ones counted, at most 40"],
    ),
    "components: accessories count": (
        CALLBACK,
        reply(layout(box(37), {"type": 9, "components": [text()], "accessory": button()})),
        reply(layout(box(38), {"type": 9, "components": [text()], "accessory": button()})),
        ["data.components: 41 components, nested ones counted, at most 40"],
    ),
    "V2: characters in all": (
        POST,
        layout(text(3000), {"type": 17, "components": [text(1000)]}),
        layout(text(3000), {"type": 17, "components": [text(1001)]}),
        ["components: 4001 characters over all text displays, at most 4000"],
    ),
    "V2: no content": (
        ORIGINAL,
        layout(text(), content=None, embeds=[]),
        layout(text(), content="x", embeds=[{"title": "x"}]),
        ["content: not together with the components V2 flag", "embeds: not together with the components V2 flag"],
    ),
    "V2: needs components": (POST, layout(text()), layout(content=""), ["content", "components"]),
    "V2: needs the flag": (
        CALLBACK,
        reply(layout(text()), 7),
        reply({"components": [text(), row(button())]}, 7),
        ["data.components[0]: needs the components V2 flag"],
    ),
    # Modals and events.
    "modal: components": (CALLBACK, modal(5), modal(6), ["data.components"]),
    "modal: no components": (CALLBACK, modal(1), modal(0), ["data.components"]),
    "modal: custom_id": (
        CALLBACK, modal(2), modal(2, custom_id="q"), ["data.components: custom_id 'q' used 2 times"]
    ),
    "modal: bounds": (
        CALLBACK,
        modal(min_length=5, max_length=5),
        modal(min_length=6, max_length=5),
        ["data.components[0].component: min_length 6 above max_length 5"],
    ),
    "event: name": (EVENTS, event(name="K"), event(name=""), ["name"]),
    "event: end": (
        EVENTS,
        event(),
        event(scheduled_end_time="2030-03-28T01:00:00Z"),
        ["scheduled_end_time: not after scheduled_start_time"],
    ),
    "event: an external one's end": (EVENTS, event(), event(scheduled_end_time=None), ["scheduled_end_time"]),
    "snowflake": (("POST", "/users/@me/channels"), {"recipient_id": 5}, {"recipient_id": -5}, ["recipient_id"]),
}  # fmt: skip


@pytest.mark.parametrize("limit", LIMITS)
def test_limit_accepts_what_reaches_it(limit: str) -> None:
    (method, path), good, _, _ = LIMITS[limit]
    assert Oracle.load().faults(method, path, good) == []


@pytest.mark.parametrize("limit", LIMITS)
def test_limit_refuses_what_goes_beyond_it(limit: str) -> None:
    (method, path), _, bad, expected = LIMITS[limit]
    assert sorted(told(Oracle.load().faults(method, path, bad), expected)) == sorted(expected)
