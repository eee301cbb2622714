"""Runs the benchmarks named on the command line, or every one, and prints their tables."""

import sys

from rich.console import Console

from benchmarks import duplicates, reminders, search, wire

BENCHMARKS = {
    "search": search.run,
    "duplicates": duplicates.run,
    "reminders": reminders.run,
    "wire-answers": wire.answers,
}


def main(names: list[str]) -> int:
    console = Console(width=None if sys.stdout.isatty() else 120)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        console.print(f"No benchmark {', '.join(unknown)}. There are: {', '.join(BENCHMARKS)}.")
        return 2
    for name in names or BENCHMARKS:
        BENCHMARKS[name](console)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
