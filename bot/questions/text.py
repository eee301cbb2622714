"""Questions' texts: made decent before they are kept, and harmless where they are shown. Pure."""

import re
import unicodedata
from collections.abc import Collection

from bot.agenda.normal import CJK
from bot.core.refusal import Refusal

LONGEST = 500
"""Characters of a question."""

LONGEST_REASON = 200
"""Characters of a reason, or of whom a question is for."""

_MARKS_IN_A_ROW = 3
_GONE = {"Cc", "Cf", "Co", "Cs"}
_BLANK = {*"\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"}
_HAN = re.compile(rf"[{CJK}]")
_WORD = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"(?i)\b([a-z][a-z0-9+.-]{1,20})://|\b(www)\.(?=\w)|\b(discord)\.(?=gg\b)|\b(discord(?:app)?)\.(?=com/invite)")
_MENTION = re.compile(r"@(?=everyone|here|[&!]?\d)|(?<=<)(?=#\d|a?:\w|t:-?\d|/[\w -]+:\d|id:)")


def tidied(typed: str, longest: int = LONGEST) -> str:
    """`typed` as it is kept: NFC, on one line, without characters that nobody sees, few marks on one letter.

    Raises Refusal where nothing is left, where there is no letter and no figure in it, and over `longest` characters.
    """
    line = plain(typed)
    if not line:
        raise Refusal("question-empty")
    if len(line) > longest:
        raise Refusal("question-too-long", length=len(line), most=longest)
    if not any(character.isalnum() for character in line):
        raise Refusal("question-only-signs")
    return line


def plain(typed: str) -> str:
    """As `tidied`, and nothing is refused; for names, reasons and whom a question is for. May be ''."""
    kept, marks = [], 0
    for character in unicodedata.normalize("NFC", typed):
        category = unicodedata.category(character)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if character.isspace():
            kept.append(" ")
        elif category not in _GONE and character not in _BLANK and marks <= _MARKS_IN_A_ROW:
            kept.append(character)
    return " ".join("".join(kept).split())


def shown(text: str) -> str:
    """`text` with links and mentions broken, so that nothing links, unfurls or pings; Markdown is left as it is."""
    broken = _LINK.sub(lambda found: found[0].replace("://", "[:]//").replace(".", "[.]"), text)
    return _MENTION.sub(lambda found: f"{found[0]}\u200b", broken)


def language_of(text: str) -> str:
    """By its script "zh" or "en": a Chinese question has English words in it, hardly ever the other way round."""
    han, words = len(_HAN.findall(text)), len(_WORD.findall(_HAN.sub(" ", text)))
    return "zh" if han > words else "en"


def is_held(text: str, words: Collection[str]) -> bool:
    """Whether any of `words` (`folded`) is in it; a word without Chinese characters only as a word of its own."""
    spelt = folded(text)
    return any(_has(spelt, word) for word in words)


def folded(text: str) -> str:
    """`text` as it is compared with held words: in one width and form, without capitals."""
    return unicodedata.normalize("NFKC", text).casefold()


def _has(text: str, word: str) -> bool:
    if _HAN.search(word):
        return word in text
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", _HAN.sub(" ", text)) is not None
