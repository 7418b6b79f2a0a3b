"""A pytest plugin: what tests cost, by app; and the longest files begin.

Each test's seconds are kept: on the clock, and of CPU (of its process and of the programs it
waited for; not of PostgreSQL nor of the browser). A run prints the CPU of each app.

Files are run in the order of their seconds, the longest first, so that no worker is left with a
long one at the end. The seconds are those of the last whole run in this checkout, or else those
kept in the source; ``--keep-times FILE`` writes them, `make test` does so by itself.
"""

import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.folders import ROOT, VAR

# Of a quiet machine with 2 cores; copied from var/ when it has aged.
KEPT = ROOT / "tools" / "test-times.json"
OWN = VAR / "test-times.json"
# What a test takes of which nobody knows.
_USUAL = 0.25
_CPU, _CLOCK = "cpu", "clock"
_BEGUN = pytest.StashKey[tuple[float, float]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run keep its times."""
    parser.addoption("--keep-times", metavar="FILE", help="write the seconds of each test file")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest files begin; the order inside a file stays."""
    known = known_times()
    files = defaultdict[str, list[pytest.Item]](list)
    for item in items:
        files[file_of(item.nodeid)].append(item)
    length = {file: known.get(file, _USUAL * len(tests)) for file, tests in files.items()}
    items.sort(key=lambda item: (-length[file_of(item.nodeid)], file_of(item.nodeid)))


def known_times() -> dict[str, float]:
    """Return the seconds of each file in the last whole run, as far as they are known."""
    for path in (OWN, KEPT):
        if path.exists():
            return dict(json.loads(path.read_text()))
    return {}


def file_of(nodeid: str) -> str:
    """Return the file of a test, from the root."""
    return nodeid.partition("::")[0]


def app_of(nodeid: str) -> str:
    """Return the app of a test, or the folder of `tests/`: two names of the path."""
    return "/".join(Path(file_of(nodeid)).parts[:2])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Note the beginning of a test, before anything is built for it."""
    item.stash[_BEGUN] = (_cpu(), time.perf_counter())
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[pytest.TestReport]:
    """Hang the seconds on the last report of a test."""
    report = yield
    if call.when == "teardown":
        cpu, clock = item.stash[_BEGUN]
        report.user_properties += [(_CPU, _cpu() - cpu), (_CLOCK, time.perf_counter() - clock)]
    return report


def _cpu() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the CPU of each app; write the seconds of each file if asked to."""
    cpu, clock = defaultdict[str, float](float), defaultdict[str, float](float)
    for report in terminalreporter.getreports(""):
        found = dict(getattr(report, "user_properties", ()))
        if report.when == "teardown" and _CPU in found:
            cpu[app_of(report.nodeid)] += found[_CPU]
            clock[file_of(report.nodeid)] += found[_CLOCK]
    if target := terminalreporter.config.getoption("--keep-times"):
        longest = sorted(clock.items(), key=lambda one: (-one[1], one[0]))
        seconds = {file: round(spent, 1) for file, spent in longest}
        Path(target).write_text(json.dumps(seconds, indent=0) + "\n")
    if len(cpu) > 1:
        terminalreporter.section("seconds of CPU")
        for app, spent in sorted(cpu.items(), key=lambda one: -one[1]):
            terminalreporter.line(f"{spent:7.1f}  {app}")
