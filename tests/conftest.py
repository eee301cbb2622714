"""The summary of what held, printed below the tests' results."""

from collections.abc import Iterator

import pytest

from tests.wire.scale import LONG

HELD = "held"
"""The name of the property of a test that has a line of the summary."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Real processes, sockets and browsers may run out of time where other work holds the machine: they try again.

    Not in the long form, whose figures are to be those of the first attempt.
    """
    if LONG or not config.pluginmanager.hasplugin("rerunfailures"):
        return
    for item in items:
        if {"wire", "web"} & {*item.path.parent.parts}:
            item.add_marker(pytest.mark.flaky(reruns=2))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What held, a line for each property."""
    if lines := sorted(_lines(terminalreporter)):
        terminalreporter.section("what held")
        for line in lines:
            terminalreporter.line(line)


def _lines(terminalreporter: pytest.TerminalReporter) -> Iterator[str]:
    for report in terminalreporter.stats.get("passed", []):
        yield from (str(value) for name, value in getattr(report, "user_properties", []) if name == HELD)
