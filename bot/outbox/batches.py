"""Which of the deliveries that are due at one place go out together. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from bot.outbox.model import Delivery
from bot.outbox.parcels import Item

ROOM = 3600
"""Characters for deliveries and mentions: Discord's 4,000 over all components, less what the message says of itself."""

PARTS = 34
"""Components for deliveries: Discord's 40, less the frame and what the message says of itself."""

MENTIONS = 100
"""People in allowed_mentions (Discord's limit)."""

HOUR = timedelta(hours=1)
MARGIN = timedelta(minutes=3)
"""How long before its expiry a delivery goes out even to someone who has had enough messages."""

Batch = tuple[Item, ...]


def compose(items: Sequence[Item], sizes: Mapping[int, int]) -> Iterator[Batch]:
    """The messages for the `items` due at one place, in the order of their being due.

    `sizes`: an item's number → the characters that its lines take. All for one person go together as far as they fit;
    in a channel those that say the same, with as many mentions as fit; a post is alone.
    """
    direct = [item for item in items if not item.delivery.to.channel]
    posts = [item for item in items if item.delivery.to.member is None]
    alike: dict[object, list[Item]] = {}
    for item in items:
        if item.delivery.to.channel and item.delivery.to.member is not None:
            alike.setdefault(_alike(item.delivery), []).append(item)
    batches = [*_merged(direct, sizes), *((post,) for post in posts)]
    batches += [batch for group in alike.values() for batch in _mentioning(group, sizes)]
    return iter(sorted(batches, key=lambda batch: min(item.delivery.due for item in batch)))


def _alike(delivery: Delivery) -> object:
    # Lines hold mappings, which cannot be hashed; their text can.
    return (delivery.subject, repr(delivery.lines), delivery.presses)


def _merged(items: Iterable[Item], sizes: Mapping[int, int]) -> Iterator[Batch]:
    batch: list[Item] = []
    room = parts = 0
    for item in items:
        size, weight = sizes[item.number] + 2, parts_of(item.delivery)
        if batch and (room + size > ROOM or parts + weight > PARTS):
            yield tuple(batch)
            batch, room, parts = [], 0, 0
        batch.append(item)
        room, parts = room + size, parts + weight
    if batch:
        yield tuple(batch)


def _mentioning(group: Iterable[Item], sizes: Mapping[int, int]) -> Iterator[Batch]:
    batch: list[Item] = []
    room = 0
    people: set[int | None] = set()
    for item in group:
        size = mention_size(item.delivery.to.member or 0)
        if batch and (room + size > ROOM or len(people) == MENTIONS):
            yield tuple(batch)
            batch, people = [], set()
        if not batch:
            room = sizes[item.number]
        batch.append(item)
        people.add(item.delivery.to.member)
        room += size
    if batch:
        yield tuple(batch)


def parts_of(delivery: Delivery) -> int:
    """Components that a delivery takes: its text, a line across, its buttons and their rows of five."""
    buttons = len(delivery.presses)
    return 2 + buttons + (buttons + 4) // 5


def mention_size(member: int) -> int:
    """Characters of a mention and the blank after it."""
    return len(f"<@{member}> ")


def held_until(recent: Iterable[datetime], items: Iterable[Item], now: datetime, most: int) -> datetime | None:
    """Until when direct messages wait for a person who had `recent` ones, or None when they go out now.

    At most `most` within an hour; what is left goes out as one when the hour has room again, or shortly before the
    first of `items` expires. All times are the summit's.
    """
    within = sorted(time for time in recent if now - HOUR < time <= now)
    if len(within) < most:
        return None
    until = min([within[-most] + HOUR, *(item.delivery.expires - MARGIN for item in items)])
    return until if until > now else None
