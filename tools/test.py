"""Check everything: ``make test``.

The tests of the database on another PostgreSQL if the machine has one; then all tests on the
embedded one, in a real browser where they need it; and the source beside them, on the time that
tests spend waiting. The last line is pytest's own summary.
"""

import signal
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.check import CORES, Part, run_checks, summary
from tools.chromium import find_chromium
from tools.folders import PYTHON, ROOT
from tools.messages import run_main, say
from tools.prepare import prepare
from tools.python_environment import environment_variables
from tools.server import SUPERUSER
from tools.server_home import embedded_binaries, installed_binaries, major_version
from tools.temporary_server import temporary_server
from tools.variables import SERVER_VARIABLE

OLDEST = 15


def main() -> int:
    """Run every part to its end; return 1 if one of them failed."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    prepare("test")
    find_chromium()
    say("Kiểm tra mã nguồn, song song với các phép kiểm tra dưới đây …")
    with ThreadPoolExecutor(1) as beside:
        checks = beside.submit(run_checks, at_once=1)
        elsewhere = _database_tests_elsewhere()
        say("Chạy mọi phép kiểm tra trên PostgreSQL đi kèm và trình duyệt …")
        part, last_line = _pytest("mọi phép kiểm tra, PostgreSQL đi kèm", None, [])
        parts = [*checks.result(), elsewhere, part]
    print(f"\n{summary(parts)}\n{last_line}", flush=True)
    return 0 if all(part.passed for part in parts) else 1


def _database_tests_elsewhere() -> Part:
    """Run the database tests on the oldest other PostgreSQL found, as production may have it."""
    binaries = other_server()
    if binaries is None:
        remark = "KHÔNG chạy, máy này không có PostgreSQL 15 đến 17"
        return Part("cơ sở dữ liệu trên PostgreSQL khác", passed=True, remark=remark)
    version = major_version(binaries)
    say(f"Chạy các phép kiểm tra cơ sở dữ liệu trên PostgreSQL {version} của máy …")
    part, last_line = _pytest(
        f"cơ sở dữ liệu, PostgreSQL {version} của máy",
        binaries,
        ["-m", "not browser", "--database-only"],
    )
    print(last_line, flush=True)
    return part


def other_server() -> Path | None:
    """Return the programs of the oldest installed PostgreSQL from 15 on, if it is another one."""
    embedded = major_version(embedded_binaries())
    found = [
        folder for folder in installed_binaries() if OLDEST <= major_version(folder) < embedded
    ]
    return found[-1] if found else None


def _pytest(name: str, binaries: Path | None, arguments: list[str]) -> tuple[Part, str]:
    """Run pytest in parallel on a server of its own; return the outcome and its last line."""
    # One more than cores: tests wait for the browser, the database and other processes.
    command = [str(PYTHON), "-m", "pytest", f"-n{CORES + 1}", "--dist=worksteal", *arguments]
    if sys.stdout.isatty():
        command.append("--color=yes")
    with temporary_server(binaries) as server:
        environment = environment_variables() | {SERVER_VARIABLE: server.url(SUPERUSER, "postgres")}
        code, last_line = _stream(command, environment)
    return Part(name, code == 0, last_line.strip("= ")), last_line


def _stream(command: list[str], environment: Mapping[str, str]) -> tuple[int, str]:
    """Print a program's output as it comes, but return its last line instead of printing it."""
    held = ""
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
            if line.strip():
                print(held, end="", flush=True)
                held = ""
            held += line
    return process.returncode, held.rstrip("\n")


if __name__ == "__main__":
    run_main(main)
