"""A pytest plugin: what a test counted, such as taps, stands in the summary of the run."""

import pytest

_NAME = "counted"


@pytest.fixture
def counted(record_property):
    """Give a function that keeps a sentence for the summary, also from a parallel worker."""

    def keep(sentence: str) -> None:
        record_property(_NAME, sentence)

    return keep


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print every sentence that a test that passed has kept."""
    sentences = sorted(
        str(value)
        for report in terminalreporter.getreports("passed")
        for name, value in report.user_properties
        if name == _NAME
    )
    if sentences:
        terminalreporter.section("counted")
        for sentence in sentences:
            terminalreporter.line(sentence)
