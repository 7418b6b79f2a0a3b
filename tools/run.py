"""Try Nền Nếp out on this machine: ``make run``.

Prepares the checkout, starts its own PostgreSQL (or uses ``DATABASE_URL`` where that is set), lays
the tables, loads the demo, and runs the web process and the worker until Ctrl-C.
``make run AGAIN=1`` drops the demo of an earlier run and loads it anew. ``make run EMPTY=1`` loads
none, on data of its own.
"""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools.folders import PYTHON, ROOT, VAR
from tools.messages import CannotGoOn, explain, run_main, say
from tools.prepare import prepare
from tools.server import OWNER, WEB, EmbeddedServer
from tools.trial import (
    ADDRESS,
    Trial,
    given_urls,
    nenep_command,
    run_to_the_end,
    trial_environment,
)

START_SECONDS = 60
STOP_SECONDS = 15
FIRST_STEP = (
    "Chưa có dữ liệu. Lần đầu, ở một cửa sổ khác: make nenep EMPTY=1 ARGS='create-admin quantri'\n"
    "  rồi mở trang trên, chọn «Dùng phiếu», nhập mã vừa in, và nạp sổ ở «Cài đặt», «Nạp bảng tính»."
)
NAMES = {"serve": "Trang web", "work": "Tiến trình nền"}


class Stopped(Exception):
    """The person, or the system, asked to stop."""


def main() -> int:
    """Run until asked to stop; then end everything that was started."""
    signal.signal(signal.SIGINT, _stop)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGHUP, _stop)
    try:
        port = chosen_port(os.environ.get("PORT", "8000"))
        given = given_urls(os.environ)
        trial, again = Trial(bool(os.environ.get("EMPTY"))), bool(os.environ.get("AGAIN"))
        prepare("run")
        with contextlib.ExitStack() as stack:
            server: EmbeddedServer | None = None
            if given is None:
                say("Khởi động PostgreSQL đi kèm …")
                server = stack.enter_context(trial.server)
                owner_url, web_url = server.url(OWNER), server.url(WEB)
            else:
                say("Dùng PostgreSQL theo DATABASE_URL; không nạp xã mẫu ở đó.")
                owner_url, web_url = given
            environment = trial_environment(port, web_url, trial.files)
            owner = environment | {"DATABASE_OWNER_URL": owner_url}
            if server is None:
                say("Dựng bảng …")
                run_to_the_end("migrate", owner)
            prepare_static_files()
            is_new = server is not None and trial.lay(server, owner, again=again)
            say("Khởi động trang web và tiến trình nền …")
            # Held from here on: nobody else can take it while the web process starts.
            held = stack.enter_context(_held(port))
            bind = f"fd://{held.fileno()}"
            web = stack.enter_context(_process("serve", environment, "--bind", bind, holds=held))
            worker = stack.enter_context(_process("work", environment))
            if server is not None and not is_new and not trial.is_empty:
                # It is there: this prints who may log in.
                run_to_the_end("demo", owner)
            _wait_until_answering(port, web)
            say(f"Đã chạy: http://{ADDRESS}:{port}   (dừng: Ctrl-C; nhật ký: {VAR / 'log'})")
            if trial.is_empty:
                say(FIRST_STEP)
            _watch({"serve": web, "work": worker}, server)
    except Stopped:
        # Where a second Ctrl-C fell into the clean-up, the children still end with this process.
        print("\nĐã dừng mọi thứ đã khởi động.", flush=True)
    return 0


def prepare_static_files() -> None:
    """Lay the static files with their compressed forms; at once where they lie there.

    Raises:
        CannotGoOn: the disk is full, or Node.js fails.
    """
    command = [PYTHON, "-m", "nenep.web.prepared"]
    answer = subprocess.run(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if answer.returncode != 0:
        raise explain("Nén các tệp giao diện", answer.stderr)


def chosen_port(text: str) -> int:
    """Return the port if this process can take it.

    Raises:
        CannotGoOn: not a port's number, not allowed, or in use.
    """
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise CannotGoOn(
            f"PORT={text} không phải là số hiệu cổng (1 đến 65535).", "Ví dụ: make run PORT=8001"
        )
    try:
        _try_port(int(text))
    except PermissionError:
        raise CannotGoOn(
            f"Tài khoản này không được mở cổng {text}.", "Hãy dùng cổng khác: make run PORT=8001"
        ) from None
    except OSError:
        raise CannotGoOn(
            f"Cổng {text} đang có chương trình khác dùng.",
            f"Hãy dùng cổng khác: make run PORT={_free_port(int(text))}",
        ) from None
    return int(text)


def _try_port(port: int) -> None:
    with socket.socket() as attempt:
        # As gunicorn does; else connections just closed would count as in use.
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        attempt.bind((ADDRESS, port))
        attempt.listen()


def _held(port: int) -> socket.socket:
    """Listen on a port for the web process.

    Raises:
        CannotGoOn: somebody took it since it was looked at.
    """
    held = socket.socket()
    try:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((ADDRESS, port))
        held.listen(2048)
    except OSError:
        held.close()
        raise CannotGoOn(
            f"Cổng {port} vừa có chương trình khác dùng.",
            f"Hãy dùng cổng khác: make run PORT={_free_port(port)}",
        ) from None
    return held


def _free_port(after: int) -> int:
    for port in range(after + 1, min(after + 100, 65536)):
        with contextlib.suppress(OSError):
            _try_port(port)
            return port
    return 8000


@contextlib.contextmanager
def _process(
    name: str, environment: Mapping[str, str], *options: str, holds: socket.socket | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Keep a command of ``nenep`` running; end it, with all it started, when leaving."""
    log = _log(name)
    log.parent.mkdir(mode=0o700, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            nenep_command(name, *options),
            pass_fds=[holds.fileno()] if holds else [],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # A session of its own: Ctrl-C reaches this process only, which ends them in order.
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _log(name: str) -> Path:
    return VAR / "log" / f"{name}.log"


def _wait_until_answering(port: int, web: subprocess.Popen[bytes]) -> None:
    """Return once the web process answers; another program on its port is none.

    Raises:
        CannotGoOn: it ended by itself, or does not answer in time.
    """
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and web.poll() is None:
        if _says_it_is_up(port):
            return
        time.sleep(0.05)
    raise _ended("Trang web", _log("serve"))


def _says_it_is_up(port: int) -> bool:
    line = http.client.HTTPConnection(ADDRESS, port, timeout=1)
    try:
        line.request("GET", "/health")
        return line.getresponse().read() == b'{"status": "up"}'
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def _watch(children: dict[str, subprocess.Popen[bytes]], server: EmbeddedServer | None) -> None:
    """Return never; raise when a child ends by itself."""
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                raise _ended(NAMES[name], _log(name))
        if server is not None and server.poll() is not None:
            raise _ended("PostgreSQL đi kèm", server.log)
        time.sleep(0.2)


def _ended(name: str, log: Path) -> CannotGoOn:
    written = log.read_text(errors="replace") if log.exists() else ""
    lines = "\n    ".join(written.splitlines()[-12:])
    return CannotGoOn(
        f"{name} đã tự dừng, nên mọi thứ khác cũng được dừng.\n    {lines}",
        f"Hãy xem nhật ký ở {log} rồi chạy lại.",
    )


def _stop(*_: object) -> None:
    # One request is enough; a second one must not interrupt the clean-up.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


if __name__ == "__main__":
    run_main(main)
