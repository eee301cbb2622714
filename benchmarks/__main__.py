"""Runs the benchmarks named on the command line, or every one, and prints their tables."""

import sys

from rich.console import Console

from benchmarks import claims, duplicates, fan_out, questions, reminders, search, size, wire

BENCHMARKS = {
    "search": search.run,
    "duplicates": duplicates.run,
    "reminders": reminders.run,
    "wire-answers": wire.answers,
    "wire-claims": claims.run,
    "wire-fan-out": fan_out.run,
    "wire-size": size.size,
    "wire-growth": size.growth,
    "questions": questions.run,
}
"""Name → what prints its tables. `wire` is all whose names begin so."""


def main(names: list[str]) -> int:
    console = Console(width=None if sys.stdout.isatty() else 120)
    found = {wanted: [name for name in BENCHMARKS if f"{name}-".startswith(f"{wanted}-")] for wanted in names}
    if unknown := [wanted for wanted in names if not found[wanted]]:
        console.print(f"No benchmark {', '.join(unknown)}. There are: {', '.join(BENCHMARKS)}.")
        return 2
    for name in [name for some in found.values() for name in some] or BENCHMARKS:
        BENCHMARKS[name](console)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
