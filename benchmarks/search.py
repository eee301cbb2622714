"""How well and how fast sessions are found, against full-text search, substrings and plain fuzzy matching."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median, quantiles
from time import process_time

from rich.console import Console
from rich.table import Table

from benchmarks.contenders import CONTENDERS, Contender
from benchmarks.labelled import QUERIES, Query, labelled
from benchmarks.programmes import available, multiplied, programme
from bot.agenda.model import Programme

LARGE = "fosdem-2024"
SIZES = (1, 4, 16)
REPEATS = 3
UNTUNED = "Before any tuning, the ranking found 0.990 of these first and 0.997 among the first three."


@dataclass(frozen=True, slots=True)
class Answer:
    """What one contender gave for one query.

    `place` is that of the first wanted session, from 0, or None; the time is processor time, so that it means the same
    on a busy machine.
    """

    query: Query
    place: int | None
    milliseconds: float


def run(console: Console) -> None:
    """Print the tables: hits and times of each contender, ours by kind of query, and growth with the programme."""
    queries, held_out = labelled(), labelled(QUERIES / "held_out")
    built = {name: {p: build(programme(p)) for p in available()} for name, build in CONTENDERS.items()}
    answers = {name: _answers(built[name], queries) for name in CONTENDERS}
    console.print(_contest(answers))
    for name in CONTENDERS:
        kept = _answers(built[name], held_out)
        rates = f"first {_rate(kept, 1)}, first three {_rate(kept, 3)}"
        console.print(f"{name}, {len(kept)} queries held out from tuning: {rates}")
    console.print(f"\n{UNTUNED}")
    console.print(_by_kind(answers["summit-bot"]))
    if LARGE in available():
        console.print(_growth([query for query in queries if query.programme == LARGE]))
    else:
        console.print("Growth needs the real agendas beside the project.")


def _answers(built: dict[str, Contender], queries: Iterable[Query]) -> list[Answer]:
    return [_answer(built[query.programme], query) for query in queries]


def _answer(contender: Contender, query: Query, repeats: int = REPEATS) -> Answer:
    times = []
    for _ in range(repeats):
        start = process_time()
        codes = contender.search(query.text)
        times.append(process_time() - start)
    place = next((place for place, code in enumerate(codes) if code in query.wanted), None)
    return Answer(query, place, 1000 * min(times))


def _rate(answers: list[Answer], within: int) -> str:
    return f"{sum(answer.place is not None and answer.place < within for answer in answers) / len(answers):.3f}"


def _times(answers: list[Answer]) -> tuple[str, str]:
    """p50 and p99, in milliseconds."""
    times = [answer.milliseconds for answer in answers]
    return f"{median(times):.2f}", f"{quantiles(times, n=100, method='inclusive')[98]:.2f}"


def _contest(answers: dict[str, list[Answer]]) -> Table:
    count = len(next(iter(answers.values())))
    table = Table(title=f"{count} labelled queries over {', '.join(available())}; CPU ms, best of {REPEATS}")
    for heading in ("", "first", "first three", "p50", "p99", f"p50 {LARGE}", f"p99 {LARGE}"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, given in answers.items():
        large = [answer for answer in given if answer.query.programme == LARGE]
        table.add_row(name, _rate(given, 1), _rate(given, 3), *_times(given), *(_times(large) if large else ("", "")))
    return table


def _by_kind(answers: list[Answer]) -> Table:
    table = Table("kind", title="summit-bot by kind of query")
    for heading in ("queries", "first", "first three"):
        table.add_column(heading, justify="right")
    kinds: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        kinds[answer.query.kind].append(answer)
    for kind, given in kinds.items():
        table.add_row(kind, str(len(given)), _rate(given, 1), _rate(given, 3))
    return table


def _growth(queries: list[Query]) -> Table:
    sizes = {times: multiplied(programme(LARGE), times) for times in SIZES}
    table = Table("", title=f"{LARGE} and copies with altered titles and names: p50 / p99 in CPU ms, build in CPU s")
    for times, grown in sizes.items():
        table.add_column(f"×{times}: {len(grown.sessions)} sessions", justify="right")
        table.add_column("build", justify="right")
    for name, build in CONTENDERS.items():
        table.add_row(name, *(cell for grown in sizes.values() for cell in _grown(build, grown, queries)))
    return table


def _grown(build: Callable[[Programme], Contender], grown: Programme, queries: list[Query]) -> tuple[str, str]:
    start = process_time()
    contender = build(grown)
    seconds = process_time() - start
    answers = [_answer(contender, query, repeats=1) for query in queries]
    return " / ".join(_times(answers)), f"{seconds:.2f}"
