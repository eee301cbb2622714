"""Short stable ASCII codes for things that a source names in its own way."""

import re
import unicodedata
from collections.abc import Container
from hashlib import blake2b

from bot.agenda.model import CODE_LENGTH

_CODE = re.compile(rf"[!-~]{{1,{CODE_LENGTH}}}")
_UNFIT = re.compile(r"[^a-z0-9]+")


def is_code(text: str) -> bool:
    """Whether people may give this code: 1 to 24 signs of ASCII without blanks, which can stand in an address.

    There "." and ".." lead elsewhere, and ".ics" ends the address of a session's calendar.
    """
    return bool(_CODE.fullmatch(text)) and text not in {".", ".."} and not text.casefold().endswith(".ics")


def code_for(name: str, taken: Container[str] = (), *, prefix: str = "") -> str:
    """A code for `name` that is not in `taken`: 1 to 24 of a–z, 0–9 and hyphen.

    A short plain name is kept as a slug ("Main Hall" → `main-hall`). A long one, or one with other letters or symbols
    ("静宜厅", "Track 🚀"), becomes `prefix` and ten hexadecimal digits of its BLAKE2b hash, so that the same name
    gives the same code in every version.
    """
    folded = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    slug = _UNFIT.sub("-", plain).strip("-")
    lost = any(not character.isascii() and unicodedata.category(character)[0] in "LNS" for character in plain)
    code = slug if slug and not lost and len(slug) <= CODE_LENGTH else _hashed(name, prefix)
    number = 2
    wanted = code
    while code in taken:
        code = f"{wanted[: CODE_LENGTH - len(str(number)) - 1]}-{number}"
        number += 1
    return code


def _hashed(name: str, prefix: str) -> str:
    return f"{prefix[:12]}{blake2b(name.encode(), digest_size=5).hexdigest()}"
