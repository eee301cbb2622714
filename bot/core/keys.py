"""The file of keys: made on the first run, readable by its owner alone, never in a backup."""

import asyncio
import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.core.refusal import Refusal

SIGNING = "signing"
"""The name of the key that signs links. It stays as long as the file does."""

_BYTES = 32


class Keys:
    """The keys, by name. What others wrote into the file is seen where a key is looked for in vain, and at a change."""

    def __init__(self, path: Path | None, known: dict[str, str]) -> None:
        """Made by `load`; without a `path` for work that neither makes nor destroys a key."""
        self._path, self._known = path, known

    @classmethod
    def load(cls, path: Path) -> "Keys":
        """Those in the file at `path`, which is made if it is not there. Raises Refusal as `load_keys` does."""
        return cls(path, load_keys(path))

    @property
    def signing(self) -> str:
        """The key that signs links, hexadecimal."""
        return self._known[SIGNING]

    async def find(self, name: str) -> bytes | None:
        """The key of this name; None where there is none. Raises Refusal when the file cannot be read."""
        if name not in self._known and self._path:
            self._known = await asyncio.to_thread(load_keys, self._path)
        return bytes.fromhex(self._known[name]) if name in self._known else None

    async def names(self, beginning: str) -> tuple[str, ...]:
        """The names in the file that begin so. Raises Refusal when it cannot be read."""
        if self._path:
            self._known = await asyncio.to_thread(load_keys, self._path)
        return tuple(name for name in self._known if name.startswith(beginning))

    async def add(self, name: str) -> bytes:
        """Make a key of this name, safe on the disk when this returns; one that is there already is given instead.

        Raises Refusal when the file cannot be written.
        """
        fresh = secrets.token_hex(_BYTES)
        await self._change(lambda keys: {name: fresh} | keys)
        return bytes.fromhex(self._known[name])

    async def destroy(self, name: str) -> None:
        """Take a key out of the file, for good when this returns. Nothing happens where there is none."""
        await self._change(lambda keys: {known: key for known, key in keys.items() if known != name or name == SIGNING})

    async def _change(self, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
        if self._path is None:
            raise RuntimeError("these keys are only read")
        self._known = await asyncio.to_thread(_rewritten, self._path, change)


def load_keys(path: Path) -> dict[str, str]:
    """The keys in `path` (hexadecimal, by what they are for); the file is made with mode 0600 if it is not there.

    Raises Refusal when it cannot be made or is not a file of keys: a lost key is not to be replaced unnoticed.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path)
        keys = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Refusal("keys-unreadable", file=str(path), reason=str(error)) from error
    if not isinstance(keys, dict) or not isinstance(keys.get(SIGNING), str):
        raise Refusal("keys-unreadable", file=str(path), reason=SIGNING)
    return {str(name): str(key) for name, key in keys.items()}


def _make(path: Path) -> None:
    """Write a new file beside and link it into place, so that two first runs agree and none reads half a file."""
    if path.exists():
        return
    fresh = _written(path, {SIGNING: secrets.token_hex(_BYTES)})
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(fresh)
    fresh.unlink()


def _rewritten(path: Path, change: Callable[[dict[str, str]], dict[str, str]]) -> dict[str, str]:
    """Change what is in the file, at once and for good: a kill leaves the old file or the new one, never half of it."""
    try:
        with _folder_to_oneself(path.parent) as folder:
            before = load_keys(path)
            after = change(before)
            if after != before:
                _written(path, after).replace(path)
                os.fsync(folder)
            return after
    except OSError as error:
        raise Refusal("keys-unwritable", file=str(path), reason=error.strerror or str(error)) from error


@contextlib.contextmanager
def _folder_to_oneself(folder: Path) -> Iterator[int]:
    """The open folder, which no other process changes keys in meanwhile."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _written(path: Path, keys: dict[str, str]) -> Path:
    """A new file beside `path` with these keys, safe on the disk."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(keys, file)
        file.flush()
        os.fsync(file.fileno())
    return fresh
