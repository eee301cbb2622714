"""Messages as bodies make them: new ones, edits, files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.wire.snowflakes import snowflake, stamp
from tests.wire.world import EPHEMERAL, Channel, Json, Message, User, World, walk

SETTABLE = EPHEMERAL | 1 << 2 | 1 << 12 | 1 << 15


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    kind: str
    data: bytes


class BadBody(AssertionError):
    """A body that its schema allows and Discord would not take, such as one that names a file which did not come."""


def write(world: World, message: Message, body: Json, files: Mapping[int, Upload]) -> None:
    """Make `message` what `body` says; what it does not name stays as it is."""
    message.bodies.append(body)
    message.content = (body["content"] or "") if "content" in body else message.content
    message.embeds = (body["embeds"] or []) if "embeds" in body else message.embeds
    if "flags" in body:
        kept = message.flags & ~(SETTABLE & ~EPHEMERAL)
        message.flags = kept | ((body["flags"] or 0) & SETTABLE)
    if "components" in body:
        message.components = numbered(body["components"] or [])
    if "attachments" in body or files:
        message.attachments = [*_attached(world, message, body.get("attachments") or [], files)]
    _check_references(message)


def new(world: World, channel: Channel, author: User, body: Json, files: Mapping[int, Upload]) -> Message:
    """A new message in its channel."""
    nonce = body.get("nonce")
    message = Message(channel, author, nonce=None if nonce is None else str(nonce))
    write(world, message, body, files)
    channel.every[message.id] = message
    return message


def edit(world: World, message: Message, body: Json, files: Mapping[int, Upload]) -> None:
    """The same message with another content."""
    write(world, message, body, files)
    message.edited = stamp()


def numbered(components: list[Json]) -> list[Json]:
    """A copy in which every component has an id, as Discord gives it: from 1, in the order of the body."""
    copy = _copied(components)
    for number, part in enumerate(walk(copy), 1):
        part.setdefault("id", number)
    return copy


def _copied(value: Any) -> Any:
    if isinstance(value, list):
        return [_copied(item) for item in value]
    return {key: _copied(item) for key, item in value.items()} if isinstance(value, dict) else value


def _attached(
    world: World, message: Message, listed: list[Json], files: Mapping[int, Upload]
) -> Iterator[Json]:
    there = {attachment["id"]: attachment for attachment in message.attachments}
    for item in listed:
        if str(item["id"]) in there:
            yield there[str(item["id"])]
        elif int(item["id"]) not in files:
            raise BadBody(f"attachments: no file {item['id']} came with it")
    if unlisted := files.keys() - {int(item["id"]) for item in listed}:
        raise BadBody(f"attachments: nothing names the files {sorted(unlisted)}")
    for file in files.values():
        number = snowflake()
        world.files[number] = file.data
        yield {
            "id": str(number), "filename": file.name, "size": len(file.data), "content_type": file.kind,
            "url": f"https://cdn.invalid/{number}/{file.name}", "proxy_url": f"https://cdn.invalid/{number}",
        }  # fmt: skip


def _check_references(message: Message) -> None:
    """Every `attachment://name` on a card must be one of the message's files."""
    names = {attachment["filename"] for attachment in message.attachments}
    for part in walk(message.components):
        media = [part.get("media"), part.get("file"), *(item.get("media") for item in part.get("items") or [])]
        for url in (item.get("url", "") for item in media if item):
            scheme, _, name = url.partition("://")
            if scheme == "attachment" and name not in names:
                raise BadBody(f"components: no file {name!r} on the message")
