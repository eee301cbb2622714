"""One spelling for many: how texts are made comparable before they are searched or held against each other."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3105-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Characters that are written without spaces between words, as the inside of a regular expression's [...]."""

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]"
)
_ACCENTS = re.compile("[\u0300-\u036f]")
_UNDECOMPOSED = str.maketrans("łøđıðħŁØĐĦ", "lodidhLODH") | str.maketrans(
    {"æ": "ae", "œ": "oe", "þ": "th", "Æ": "Ae", "Œ": "Oe", "Þ": "Th"}
)
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ](?=\w)")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TOKEN = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+(?:\+\+|\#(?!\w))?|[^\w\s\x00-\u203f\u3000-\u303f\uff00-\uffef]")
_BRIDGE = re.compile(rf"(?<=[{CJK}]) | (?=[{CJK}])")


@cache
def _converter(config: str) -> OpenCC:
    return OpenCC(config)


def _converted(text: str, config: str) -> str:
    return _converter(config).convert(text) if _HAN.search(text) else text


def clean(text: str) -> str:
    """`text` without what is not seen or not meant: full width, accents, invisible marks, lone surrogates.

    Case, spaces and punctuation stay.
    """
    if not text.isascii():
        text = _UNSEEN.sub("", text.encode("utf-8", "ignore").decode())
        bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text).translate(_UNDECOMPOSED))
        text = _UNSEEN.sub("", unicodedata.normalize("NFKC", bare))
    return _APOSTROPHE.sub("", text)


def words(text: str) -> list[str]:
    """The words of `text`, case-folded; of Chinese each unbroken run, of signs and emoji each one.

    Punctuation of either width separates and is gone (`C++` and `C#` keep theirs).
    """
    folded = clean(text).casefold()
    return _TOKEN.findall(folded if folded.isascii() else clean(folded))


def camel_words(text: str) -> list[str]:
    """As `words`, with names such as OpenTalk or GitHub taken apart at their capitals."""
    return words(_HUMP.sub(" ", clean(text)))


def simplified(text: str) -> str:
    """`text` with Traditional characters as Simplified ones."""
    return _converted(text, "t2s")


def mainland(text: str) -> str:
    """`text` in Simplified characters and mainland terms: 軟體 becomes 软件, where `simplified` gives 软体."""
    return _converted(text, "tw2sp")


def normalise(text: str) -> str:
    """The one spelling of `text`: what differs only in looks becomes equal.

    Looks are width, case, accents, script (開源, 开源), punctuation, invisible marks, and spaces beside Chinese
    (`ZoomQuiet 大妈`, `ZoomQuiet大妈`). Signs and emoji are kept, so 👍 is not 🎉; text of punctuation alone is empty.
    """
    return _BRIDGE.sub("", " ".join(words(simplified(clean(text)))))
