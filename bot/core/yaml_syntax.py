"""What is wrong with a file before it is data at all: its size, its encoding, its YAML."""

import re

import yaml
from yaml.reader import Reader

from bot.core.refusal import Fault, Faults

LARGEST = 5_000_000
"""Bytes. Real programmes of a thousand sessions have fewer than two million."""

DEEPEST = 40
"""Levels of lists and mappings in each other."""

TOO_DEEP = "too deep"
"""What our composer says as a YAMLError's problem, beside what libyaml says."""

_PHRASES = {
    TOO_DEEP: "yaml-too-deep",
    "another document": "yaml-documents",
    "undefined alias": "yaml-alias",
    "mapping values are not allowed": "yaml-colon",
    "cannot start any token": "yaml-character",
    "unexpected end of stream": "yaml-quote",
}
"""Which sentence fits a problem that has these words; libyaml speaks to parsers' authors, in English."""


def shown(text: str, longest: int = 60) -> str:
    """What was seen in a file, for a sentence about it: one line of at most `longest` characters."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


def too_large(file: str, size: int) -> Fault:
    """The fault of a file of `size` bytes, when that is over LARGEST."""
    values: dict[str, object] = {"size": f"{size / 1e6:.1f}", "limit": f"{LARGEST / 1e6:.0f}"}
    return Fault(file, "file-too-large", values=values)


def decoded(content: bytes, file: str) -> str:
    """The text of a UTF-8 file, without its byte order mark. Raises Faults where there is something else in it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Faults([Fault(file, "file-not-utf8", line)]) from error
    if strange := Reader.NON_PRINTABLE.search(text):
        line, column = _position(text, strange.start())
        values: dict[str, object] = {"character": f"U+{ord(strange.group()):04X}"}
        raise Faults([Fault(file, "yaml-control-character", line, column, values=values)])
    return text


def _position(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def syntax_fault(file: str, text: str, error: yaml.MarkedYAMLError) -> Fault:
    """The fault that tells what a YAML parser stumbled over in `text`, and where."""
    problem = error.problem or str(error)
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if tab := _tab_in_indentation(text, line):
        return Fault(file, "yaml-tab", line, tab)
    phrase = next((phrase for part, phrase in _PHRASES.items() if part in problem), "yaml-unparsable")
    if phrase == "yaml-quote" and error.context_mark:  # where the quotation began, not the end of the file
        line, column = error.context_mark.line + 1, error.context_mark.column + 1
    written = text.split("\n")[line - 1][column - 1 :] if line <= text.count("\n") + 1 else ""
    reason = ", ".join(part for part in (error.context, problem) if part)
    values: dict[str, object] = {"seen": shown(written), "reason": reason, "limit": DEEPEST}
    return Fault(file, phrase, line, column, values=values)


def _tab_in_indentation(text: str, line: int) -> int | None:
    """The column of a tab among the blanks that `line` begins with."""
    lines = text.split("\n")
    blanks = re.match(r"[ \t]*", lines[line - 1]) if line <= len(lines) else None
    place = blanks.group().find("\t") if blanks else -1
    return place + 1 if place >= 0 else None
