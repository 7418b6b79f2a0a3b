"""Set up this checkout: the Python environment and the front-end packages.

``python3 -m tools.prepare run|test|check``. What is done is remembered by the hash of the lock
file it was done from, so a second run takes no time, and an interrupted one is done again.
"""

import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from tools import front_end, python_environment
from tools.folders import ROOT, VAR
from tools.messages import CannotGoOn, run_main, say

# Measured: environment, packages and trial data together, in megabytes.
SPACE_NEEDED = {"run": 700, "test": 1500, "check": 700}


def prepare(purpose: str) -> None:
    """Install what a purpose needs and is not there yet.

    Args:
        purpose: ``run`` (try it out), ``test`` (everything) or ``check`` (lint and types).

    Raises:
        CannotGoOn: something the person has to put right.
    """
    VAR.mkdir(mode=0o700, exist_ok=True)
    with _one_at_a_time():
        lock = "trial" if purpose == "run" else "develop"
        packages = {"run": "production", "test": "all"}.get(purpose)
        python_ready = python_environment.is_ready(lock)
        if python_ready and (packages is None or front_end.is_ready(packages)):
            return
        _check_space(purpose)
        packages = None if packages and front_end.is_ready(packages) else packages
        if (
            packages
            and not python_ready
            and front_end.machine_node(os.environ.get("PATH", os.defpath))
        ):
            _install_both(lock, packages)
            return
        if not python_ready:
            python_environment.install(lock)
        if packages:
            front_end.install(packages)


def _install_both(lock: str, packages: str) -> None:
    """Install both at once: each mostly waits for its registry."""
    with ThreadPoolExecutor(1) as beside:
        front = beside.submit(front_end.install, packages)
        python_environment.install(lock)
        front.result()


def _check_space(purpose: str) -> None:
    free = shutil.disk_usage(ROOT).free // 1_000_000
    if free < SPACE_NEEDED[purpose]:
        raise CannotGoOn(
            f"Đĩa chứa {ROOT} chỉ còn trống {free} MB; cần khoảng {SPACE_NEEDED[purpose]} MB.",
            "Hãy giải phóng chỗ trống rồi chạy lại lệnh này.",
        )


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (VAR / "prepare.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Một lệnh khác đang chuẩn bị bản này; chờ nó xong …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    """Prepare for the purpose named on the command line."""
    prepare(sys.argv[1] if len(sys.argv) > 1 else "run")
    return 0


if __name__ == "__main__":
    run_main(main)
