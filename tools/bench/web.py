"""The web process as production runs it: `nenep serve` with its own number of processes."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tools.children import child_command
from tools.folders import PYTHON, ROOT
from tools.messages import CannotGoOn, explain

START_SECONDS = 60
STOP_SECONDS = 15


def variables(web_url: str, owner_url: str) -> dict[str, str]:
    """Return the environment of a trial on one database."""
    return os.environ | {
        "DATABASE_URL": web_url,
        "DATABASE_OWNER_URL": owner_url,
        "DJANGO_SETTINGS_MODULE": "nenep.settings",
        "NENEP_TRIAL": "1",
        "SECRET_KEY": "for-measuring-only-and-long-enough-for-production",
    }


def run_python(environment: Mapping[str, str], *arguments: str) -> str:
    """Run Python in the checkout to its end; return what it wrote.

    Raises:
        CannotGoOn: it failed.
    """
    answer = subprocess.run(
        [str(PYTHON), *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        raise explain(" ".join(arguments), answer.stderr)
    return answer.stdout


@contextmanager
def serving(environment: Mapping[str, str], log: Path) -> Iterator[int]:
    """Keep `nenep serve` running; give its port, and end it when leaving.

    Raises:
        CannotGoOn: it does not start.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [str(PYTHON), "-m", "nenep", "serve", "--bind", f"127.0.0.1:{port}"]
    inherited = {name: value for name, value in environment.items() if name != "DATABASE_OWNER_URL"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            child_command(command, when_parent_dies=signal.SIGTERM),
            cwd=ROOT,
            env=inherited,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_ready(process, port, log)
        yield port
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_ready(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(URLError, OSError), urlopen(f"http://127.0.0.1:{port}/ready", timeout=5):
            return
        time.sleep(0.1)
    lines = "\n    ".join(log.read_text(errors="replace").splitlines()[-12:])
    raise CannotGoOn(f"Trang web không khởi động:\n    {lines}", "Hãy xem các dòng trên.")
