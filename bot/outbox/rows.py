"""Deliveries as rows of the table `delivery`, and back."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from sqlite3 import Row
from typing import Any

from bot.outbox.model import Delivery, Line, Press, To
from bot.outbox.parcels import Item

AT_ONCE = "0001-01-01T00:00:00.000000Z"
"""A real time that has always come."""


def written(time: datetime) -> str:
    """An aware time as the tables have it: UTC, fixed width, so that text sorts as time."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def read_time(column: str) -> datetime:
    """The aware UTC time in a column."""
    return datetime.fromisoformat(column)


def lines_as_json(lines: Iterable[Line]) -> str:
    """Lines as JSON. Raises TypeError for values that are not JSON."""
    return json.dumps([[line.phrase, dict(line.values)] for line in lines], ensure_ascii=False)


def read_lines(column: str) -> tuple[Line, ...]:
    """Lines from JSON."""
    return tuple(Line(phrase, values) for phrase, values in json.loads(column))


def as_row(delivery: Delivery) -> dict[str, Any]:
    """The named parameters that store `delivery`, open. Raises ValueError for one that is addressed to nobody."""
    if delivery.to.member is None and not delivery.to.channel:
        raise ValueError(f"{delivery.key} is addressed to nobody")
    presses: Sequence[Press] = delivery.presses
    return {
        "key": delivery.key,
        "kind": delivery.kind,
        "member": delivery.to.member,
        "channel": delivery.to.channel,
        "lines": lines_as_json(delivery.lines),
        "presses": json.dumps([[press.action, press.state, press.phrase] for press in presses], ensure_ascii=False),
        "subject": delivery.subject,
        "cause": delivery.cause,
        "private": int(delivery.private),
        "due": written(delivery.due),
        "expires": written(delivery.expires),
    }


def read_delivery(row: Row) -> Delivery:
    """The delivery in a row."""
    return Delivery(
        key=row["key"],
        kind=row["kind"],
        to=To(row["member"], row["channel"]),
        lines=read_lines(row["lines"]),
        due=read_time(row["due_at"]),
        expires=read_time(row["expires_at"]),
        subject=row["subject"],
        cause=row["cause"],
        presses=tuple(Press(*press) for press in json.loads(row["presses"])),
        private=bool(row["private"]),
    )


def read_item(row: Row) -> Item:
    """The item in a row."""
    correction = read_lines(row["correction"]) if row["correction"] is not None else None
    return Item(row["id"], read_delivery(row), correction)
