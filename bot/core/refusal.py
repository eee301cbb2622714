"""The two ways of saying no: to a person (Refusal) and about a file (Fault)."""

import dataclasses
from collections.abc import Sequence


class Refusal(Exception):
    """A rule said no. Carries the key and the values of the sentence that tells a person why, and what to do next.

    The sentence itself is made by the Phrasebook, in the language of whoever reads it.
    """

    def __init__(self, phrase: str, **values: object) -> None:
        super().__init__(phrase, values)
        self.phrase = phrase
        self.values = values


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a file that an organiser wrote or fetched.

    `line` and `column` count from 1 and are None where the format knows no lines; `field` is a path such as
    `sessions[3].start`, or empty. `phrase` and `values` say what was seen and what is expected.
    """

    file: str
    phrase: str
    line: int | None = None
    column: int | None = None
    field: str = ""
    values: dict[str, object] = dataclasses.field(default_factory=dict)

    @property
    def place(self) -> str:
        """`file:line:column: field`, as far as each is known; compilers' form, so that editors can jump to it."""
        spot = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{spot}: {self.field}" if self.field else spot


class Faults(Refusal):
    """A file was refused: every fault found in it at once. Raised before anything is stored."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__("file-refused", file=first.file, place=first.place, count=len(faults))
        self.faults = tuple(faults)
