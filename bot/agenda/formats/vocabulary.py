"""Words and addresses in agendas that mean the same in every format."""

import re
from functools import lru_cache

from babel import Locale

from bot.agenda.model import Kind

_KINDS = [
    (Kind.KEYNOTE, r"key-?note|主题演讲|主題演講|主旨|基调|基調"),
    (Kind.OFFICE_HOUR, r"office.?hours?|ask me anything|\bama\b|答疑"),
    (Kind.UNCONFERENCE, r"un-?conference|bar-? ?camp|self.?organi[sz]ed|open space|非正式会议|开放空间|自由议题|"
                        r"自由議題"),
    (Kind.PANEL, r"panel|podium|round.?table|圆桌|圓桌|座谈|座談|论坛|論壇|\bforum\b"),
    (Kind.BREAK, r"\b(?:breaks?|lunch|coffee|breakfast|tea|meal|pause|registration|check.?in)\b|kaffeepause|"
                 r"mittagspause|休息|午餐|午休|茶歇|早餐|用餐|签到|簽到|报到|報到|入场|入場"),
    (Kind.DISCUSSION, r"discussion|birds? of a feather|\bbofs?\b|meet-?up|\bmeeting\b|研讨|研討|讨论|討論|diskussion"),
    (Kind.SOCIAL, r"\bparty\b|social|\bdinner\b|reception|concert|performance|happy hour|\bdrinks\b|\bbbq\b|"
                  r"晚宴|晚餐|酒会|酒會|联谊|聯誼|派对|派對"),
]
_KIND_WORDS = [(kind, re.compile(words, re.IGNORECASE)) for kind, words in _KINDS]
_PAUSE = re.compile(
    r"(?:(?:morning|afternoon|evening|group|light|catered|coffee|tea|lunch|short|long|and|&|/)\s*)*"
    r"(?:break|lunch|coffee|tea|breakfast|refreshments?|registration|check-?in|pause|kaffeepause|mittagspause)"
    r"(?:\s*(?:and|&|/)\s*(?:coffee|tea|refreshments?|registration|welcome))?(?:\s+(?:break|time))?(?:\s*\([^)]*\))?"
    r"|(?:上午|下午|中午)?(?:早餐|早饭|茶歇|午餐|午休|午饭|休息|晚餐|晚饭|签到|簽到|报到|報到|入场|入場)(?:时间|時間)?",
    re.IGNORECASE,
)
_OPENS_AS_KEYNOTE = re.compile(r"key-?note\b|主题演讲[:：]", re.IGNORECASE)
_STAGED = re.compile(r"welcome|opening|closing|intro|announcement|开幕|開幕|闭幕|閉幕|致辞|致辭", re.IGNORECASE)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_SPOKEN = ["en", "zh", "de", "fr", "es", "it", "nl", "pt", "ru", "ja", "ko", "pl", "cs", "sv", "da", "fi", "nb", "uk"]


def kind_of(label: str = "", title: str = "", *, speakers: bool = True, service: bool = False) -> Kind:
    """The kind that a source's own `label` ("Podium", "BoF (45 minutes)", 圆桌) tells; else its `title`; else a talk.

    Our own names stand for themselves. `speakers`: whether anyone is named; who has none may be a party. `service`: the
    source marks it as no talk, which makes it a break unless its title says otherwise ("Welcome").
    """
    label, title = label.strip(), title.strip()
    if label.casefold() in {*Kind}:
        return Kind(label.casefold())
    if told := _named_in(label):
        return told
    if _PAUSE.fullmatch(title):
        return Kind.BREAK
    if _OPENS_AS_KEYNOTE.match(title):
        return Kind.KEYNOTE
    if service:
        return _named_in(title) or (Kind.TALK if _STAGED.search(title) else Kind.BREAK)
    return Kind.SOCIAL if not speakers and _named_in(title) is Kind.SOCIAL else Kind.TALK


def _named_in(words: str) -> Kind | None:
    return next((kind for kind, pattern in _KIND_WORDS if pattern.search(words)), None)


def language_tag(label: str) -> str:
    """The tag of a language that is given as one (`en`, `zh-tw`, `de_DE`) or by name (`English`, `中文`); else ''."""
    label = label.strip()
    if named := _language_names().get(label.casefold()):
        return named
    if not _TAG.fullmatch(label):
        return ""
    first, *rest = re.split("[-_]", label)
    return "-".join((first.lower(), *(_subtag(part) for part in rest)))


def _subtag(part: str) -> str:
    if len(part) == 2:
        return part.upper()
    return part.title() if len(part) == 4 and part.isalpha() else part.lower()


@lru_cache(maxsize=1)
def _language_names() -> dict[str, str]:
    """Languages as English, Chinese, German, French, Spanish and they themselves name them."""
    names: dict[str, str] = {}
    for tag in _SPOKEN:
        for said_in in ("en", "zh", "zh_Hant", "de", "fr", "es", tag):
            if name := Locale.parse(said_in).languages.get(tag):
                names.setdefault(name.casefold(), tag)
    return names | {"mandarin": "zh", "国语": "zh", "國語": "zh", "汉语": "zh", "英语": "en", "英語": "en"}


def web_address(address: str) -> str:
    """`address` when it is one of the web, of at most 512 characters as Discord's link buttons take it; else ''."""
    text = address.strip()
    fits = text.lower().startswith(("https://", "http://")) and len(text) <= 512 and not re.search(r"\s", text)
    return text if fits else ""


def one_line(text: str) -> str:
    """`text` with every run of blanks and line breaks as one space: for titles and names."""
    return " ".join(text.split())


def told_once(*texts: str) -> str:
    """Texts as paragraphs of one. Blank ones are left out, and those that what follows begins with: exports repeat."""
    told = ""
    for text in reversed(texts):
        part = text.strip()
        if part and not told.startswith(part):
            told = f"{part}\n\n{told}".strip()
    return told
