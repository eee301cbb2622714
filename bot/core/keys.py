"""The file of keys: made on the first run, readable by its owner alone, never in a backup."""

import contextlib
import json
import os
import secrets
from pathlib import Path

from bot.core.refusal import Refusal

_BYTES = 32


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
    if not isinstance(keys, dict) or not isinstance(keys.get("signing"), str):
        raise Refusal("keys-unreadable", file=str(path), reason="signing")
    return {str(name): str(key) for name, key in keys.items()}


def _make(path: Path) -> None:
    """Write a new file beside and link it into place, so that two first runs agree and none reads half a file."""
    if path.exists():
        return
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"signing": secrets.token_hex(_BYTES)}, file)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(fresh)
    fresh.unlink()
