"""Check everything: ``make test``; ``make test ALL=1`` also what costs much and seldom fails.

All tests on the embedded PostgreSQL, in a real browser where they need it; those that depend on
the engine once more on the oldest other PostgreSQL of the machine; and the source beside them,
on the time that tests spend waiting. With ``ALL=1`` the other PostgreSQL runs all tests that
open the database, the branches of the source that tests went through are counted and must be
enough, the drills are repeated, and `make drill` hurts a real installation for a few minutes.

The last line tells the whole, as pytest's summary tells of one run: see tools/outcome.py.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.check import CORES, run_checks
from tools.chromium import find_chromium
from tools.folders import PYTHON, ROOT, VAR
from tools.messages import CannotGoOn, run_main, say
from tools.outcome import Part, Run, last_line, says_what_broke, summary
from tools.prepare import prepare
from tools.python_environment import environment_variables
from tools.server import SUPERUSER
from tools.server_home import embedded_binaries, installed_binaries, major_version
from tools.temporary_server import temporary_server
from tools.variables import SERVER_VARIABLE

OLDEST = 15
# A race shows itself in one run of several.
DRILLS = 5
EVERYTHING = "mọi phép kiểm tra, PostgreSQL đi kèm"


def main() -> int:
    """Run every part to its end, print one line of it all; return 1 if one of them failed."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    started, parts = time.monotonic(), list[Part]()
    try:
        run_everything(parts, everything=bool(os.environ.get("ALL")))
    except CannotGoOn as reason:
        parts.append(Part("chạy đến hết", passed=False, remark=reason.sentence))
        print(f"\n✗ {reason.sentence}\n→ {reason.way_out}", flush=True)
    except BaseException as error:
        parts.append(Part("chạy đến hết", passed=False, remark=type(error).__name__))
        raise
    finally:
        print(f"\n{summary(parts)}\n{last_line(parts, time.monotonic() - started)}", flush=True)
    return 0 if all(part.passed for part in parts) else 1


def run_everything(parts: list[Part], *, everything: bool) -> None:
    """Add the outcome of each part to a list, as it ends.

    Raises:
        CannotGoOn: the checkout cannot be prepared, or a server does not start.
    """
    prepare("test")
    find_chromium()
    say("Kiểm tra mã nguồn, song song với các phép kiểm tra dưới đây …")
    with ThreadPoolExecutor(1) as beside:
        checks = beside.submit(run_checks, at_once=1)
        say("Chạy mọi phép kiểm tra trên PostgreSQL đi kèm và trình duyệt …")
        parts.append(_all_tests(counting_branches=everything))
        parts.append(_tests_elsewhere(whole=everything))
        if everything:
            parts.append(_branches())
            parts += (_drill(number) for number in range(1, DRILLS + 1))
            parts.append(_short_drill())
        parts += checks.result()


def _all_tests(*, counting_branches: bool) -> Run:
    name, arguments = EVERYTHING, ["--keep-times", str(VAR / "test-times.json")]
    if not counting_branches:
        return _pytest(name, None, arguments)
    (VAR / "coverage").mkdir(exist_ok=True)
    _coverage("erase")
    return _pytest(name, None, arguments, program=["coverage", "run", "-m", "pytest"])


def _tests_elsewhere(*, whole: bool) -> Part:
    """Repeat tests on the oldest other PostgreSQL found, as production may have it."""
    binaries = other_server()
    if binaries is None:
        remark = "KHÔNG chạy, máy này không có PostgreSQL 15 đến 17"
        return Part("cơ sở dữ liệu trên PostgreSQL khác", passed=True, remark=remark)
    name = f"cơ sở dữ liệu, PostgreSQL {major_version(binaries)} của máy"
    say(f"Chạy các phép kiểm tra {name} …")
    chosen = ["-m", "not browser", "--database-only"] if whole else ["-m", "engine"]
    return _pytest(name, binaries, chosen)


def other_server() -> Path | None:
    """Return the programs of the oldest installed PostgreSQL from 15 on, if it is another one."""
    embedded = major_version(embedded_binaries())
    found = [
        folder for folder in installed_binaries() if OLDEST <= major_version(folder) < embedded
    ]
    return found[-1] if found else None


def _drill(number: int) -> Run:
    """Kill, restore, race and lose the network once more."""
    say(f"Diễn tập lần {number}/{DRILLS}: giết tiến trình, khôi phục, tranh nhau, mất mạng …")
    return _pytest(f"diễn tập lần {number}", None, ["-m", "drill"])


def _short_drill() -> Part:
    """Hurt a real installation a few times in each way (tools/drill)."""
    say("Diễn tập trên một bản cài đặt thật, dạng ngắn …")
    environment = {**environment_variables(), "SHORT": "1", "ONLY": "", "JSON": ""}
    code, last, _ = _stream([str(PYTHON), "-m", "tools.drill"], environment)
    return Part("diễn tập trên một bản cài đặt thật, dạng ngắn", code == 0, last.strip())


def _branches() -> Part:
    """Put together what branches the tests went through; fail below the gate (pyproject.toml)."""
    _coverage("combine", "--quiet")
    _coverage("html", "--quiet", "--fail-under=0")
    code, printed = _coverage("report", "--skip-covered", "--skip-empty")
    print(printed, flush=True)
    total = printed.rstrip().rpartition("\n")[2]
    return Part("nhánh của mã nguồn đã đi qua", code == 0, f"{total} (var/coverage/index.html)")


def _coverage(*arguments: str) -> tuple[int, str]:
    answer = subprocess.run(
        [str(PYTHON), "-m", "coverage", *arguments],
        cwd=ROOT,
        env=environment_variables(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return answer.returncode, answer.stdout


def _pytest(
    name: str, binaries: Path | None, arguments: list[str], *, program: list[str] | None = None
) -> Run:
    """Run pytest in parallel on a server of its own."""
    # One more than cores: tests wait for the browser, the database and other processes.
    command = [str(PYTHON), "-m", *(program or ["pytest"]), f"-n{CORES + 1}"]
    # A file stays with one worker, which builds its world once; the longest begin (testing_times).
    command += ["--dist=loadfile", "--no-loadscope-reorder", *arguments]
    if sys.stdout.isatty():
        command.append("--color=yes")
    with temporary_server(binaries) as server:
        environment = environment_variables() | {SERVER_VARIABLE: server.url(SUPERUSER, "postgres")}
        return Run.of(name, *_stream(command, environment))


def _stream(command: list[str], environment: Mapping[str, str]) -> tuple[int, str, list[str]]:
    """Print a program's output as it comes; return its exit code, its last line, what broke."""
    last, broken = "", list[str]()
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            last = line if line.strip() else last
            if says_what_broke(line):
                broken.append(line.strip())
    return process.returncode, last.rstrip("\n"), broken


if __name__ == "__main__":
    run_main(main)
