"""The files and processes of a PostgreSQL cluster on this machine."""

import contextlib
import hashlib
import os
import signal
import stat
import tempfile
import time
from pathlib import Path

from tools.messages import CannotGoOn, disk_is_full
from tools.server_home import Home

STOP_SECONDS = 30


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read; whole or not at all."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    new.rename(path)


def locale_options(version: int) -> list[str]:
    """Order by code point, and lower() and upper() that know Vietnamese letters."""
    if version >= 17:
        return ["--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--no-locale", "--lc-ctype=C.UTF-8"]


def socket_folder(home: Home) -> Path:
    """Return an empty short folder for the socket that only the server's user may enter.

    A checkout's path may be longer than a socket's name may be, so it lies in ``/tmp``.
    """
    name = hashlib.sha256(os.fsencode(home.data)).hexdigest()[:12]
    wanted = Path("/tmp") / f"nenep-{name}"
    try:
        wanted.mkdir(mode=0o700, exist_ok=True)
        found = wanted.lstat()
    except OSError as error:
        raise disk_is_full("/tmp") from error
    private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700
    if not private or found.st_uid not in (os.geteuid(), home.user_id):
        # Somebody else was there first; theirs is not to be trusted.
        wanted = Path(tempfile.mkdtemp(prefix="nenep-", dir="/tmp"))
    for leftover in wanted.iterdir():
        leftover.unlink()
    home.give(wanted)
    return wanted


def is_ready(data: Path, process_id: int) -> bool:
    """Whether the server says in its pid file that it takes connections."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except (FileNotFoundError, PermissionError):
        return False
    return len(lines) >= 8 and lines[0] == str(process_id) and lines[7].strip() == "ready"


def end_leftovers(data: Path) -> None:
    """End what a killed earlier run left behind: its processes, or a pid file that misleads.

    The caller holds the folder's lock, so whatever still works on these data has lost its master.
    A number in the pid file may meanwhile belong to a stranger's process: that one is left alone.

    Raises:
        CannotGoOn: leftover processes do not end.
    """
    deadline = time.monotonic() + STOP_SECONDS
    while workers := processes_in(data):
        for worker in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGINT if worker == _master(data) else signal.SIGTERM)
        if time.monotonic() > deadline:
            numbers = ", ".join(map(str, workers))
            raise CannotGoOn(
                f"PostgreSQL của lần chạy trước chưa dừng hẳn (tiến trình {numbers}).",
                f"Hãy dừng nó bằng `kill {numbers.replace(',', '')}` rồi chạy lại.",
            )
        time.sleep(0.1)
    if Path(f"/proc/{_master(data)}").exists():
        # A stranger bears that number now; PostgreSQL would take it for its own.
        (data / "postmaster.pid").unlink()


def _master(data: Path) -> int:
    try:
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return -1


def processes_in(data: Path) -> list[int]:
    """Return the processes that work in the cluster's folder, as every one of PostgreSQL does."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if Path(os.readlink(entry / "cwd")) == data:
                found.append(int(entry.name))
    return sorted(found)
