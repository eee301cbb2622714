"""What kind of session something is, told from the words that programmes use for it."""

import re

from bot.agenda.model import Kind

_WORDS = (
    (Kind.KEYNOTE, r"key-?note|主题演讲|主旨|主題演講"),
    (Kind.OFFICE_HOUR, r"office.?hours?|答疑"),
    (Kind.UNCONFERENCE, r"un-?conference|bar-?camp|非正式会议|开放空间"),
    (Kind.PANEL, r"panel|podium|圆桌|圓桌|座谈"),
    (Kind.BREAK, r"\b(?:breaks?|lunch|coffee|breakfast|meal|pause)\b|茶歇|午餐|午休|休息"),
    (Kind.DISCUSSION, r"\bbof\b|birds of a feather|discussion|meet-?up|\bmeeting\b|round.?table|讨论|討論"),
    (Kind.SOCIAL, r"\bsocial\b|\bparty\b|reception|performance|concert|晚宴|联谊|酒会"),
)
_MEAL = re.compile(
    r"(?:(?:morning|afternoon|evening|group|light|catered)\s+)*(?:coffee|tea|lunch|breakfast|dinner|refreshments?)"
    r"(?:\s+(?:and|&)\s+(?:coffee|tea|refreshments?))?(?:\s+(?:break|time))?(?:\s*\([^)]*\))?"
    r"|(?:(?:coffee|tea|lunch|short|morning|afternoon)\s+)?break|pause|早餐|早饭|茶歇|上午茶歇|下午茶歇|午餐|午休|午饭|休息|晚餐|晚饭",
    re.IGNORECASE,
)
_KEYNOTE = re.compile(r"key-?note\b|主题演讲[:：]", re.IGNORECASE)


def kind_of(word: str, title: str = "") -> Kind:
    """The kind that a programme's own `word` for it tells ("Podium", "BoF (45 minutes)", 圆桌); else its `title`.

    Our own names stand for themselves. What neither tells is a talk.
    """
    word = word.strip().casefold()
    if word in {*Kind}:
        return Kind(word)
    for kind, pattern in _WORDS:
        if re.search(pattern, word):
            return kind
    if _MEAL.fullmatch(title.strip()):
        return Kind.BREAK
    return Kind.KEYNOTE if _KEYNOTE.match(title.strip()) else Kind.TALK
