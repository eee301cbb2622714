"""The summary of what held, printed below the tests' results."""

from collections.abc import Iterator

import pytest

from tests.oracle import Oracle
from tests.wire.scale import LONG

LATE = ["^Late", "^Unanswered"]
"""Names of what is raised where something did not come in time."""

HELD = "held"
"""The name of the property of a test that has a line of the summary."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Real processes, sockets and browsers may run out of time where other work holds the machine: they try again.

    What is wrong rather than late is not tried again on the wire. Nor is anything in the long form, whose figures are
    to be those of the first attempt.
    """
    if LONG or not config.pluginmanager.hasplugin("rerunfailures"):
        return
    for item in items:
        if "wire" in item.path.parent.parts:
            item.add_marker(pytest.mark.flaky(reruns=2, only_rerun=LATE))
        elif "web" in item.path.parent.parts:
            item.add_marker(pytest.mark.flaky(reruns=2))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What held, a line for each property, and what was tried again."""
    lines = sorted(_lines(terminalreporter))
    if lines and not Oracle.available():
        lines.append("Bodies       not read against Discord's own description: it is not beside the project")
    lines += [f"Tried again  {report.nodeid}" for report in terminalreporter.stats.get("rerun", [])]
    if lines:
        terminalreporter.section("what held")
        for line in lines:
            terminalreporter.line(line)


def _lines(terminalreporter: pytest.TerminalReporter) -> Iterator[str]:
    for report in terminalreporter.stats.get("passed", []):
        yield from (str(value) for name, value in getattr(report, "user_properties", []) if name == HELD)
