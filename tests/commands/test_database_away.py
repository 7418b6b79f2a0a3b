"""Processes that run while the database is away: they wait, and refuse only an unsafe role."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from tests.commands.processes import ROOT, environment
from tools.drill.proxy import Proxy

pytestmark = pytest.mark.django_db
_PATIENCE = 60


@pytest.fixture
def line(database_urls, tmp_path):
    """The way to the database: a folder that can be emptied and put back."""
    url = database_urls.web
    real = Path(parse_qs(urlsplit(url).query)["host"][0])
    return Line(tmp_path / "l", real, url.replace(f"host={real}", f"host={tmp_path / 'l'}"))


class Line:
    """A folder with the server's socket, or without."""

    def __init__(self, folder: Path, real: Path, url: str) -> None:
        self.folder, self.real, self.url = folder, real, url

    def is_there(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            self.folder.rmdir()
        self.folder.symlink_to(self.real)

    def is_away(self) -> None:
        self.folder.unlink(missing_ok=True)
        self.folder.mkdir()


@contextlib.contextmanager
def running(*arguments, log, **variables):
    """A command of `nenep` as a process of its own."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "nenep", *arguments],
            cwd=ROOT, env=environment(variables), stdout=out, stderr=out,
        )  # fmt: skip
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def eventually(true, process=None):
    """Whether something becomes true while a process lives."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if true():
            return True
        if process is not None and process.poll() is not None:
            return False
        time.sleep(0.2)
    return False


def status(address):
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@pytest.fixture
def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def children(process):
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(pid) for pid in found]


def is_at_work(urls):
    """Whether some worker holds the lock that says so."""
    with psycopg.connect(urls.superuser) as superuser:
        held = superuser.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock' "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return held.fetchone() == (1,)


def has_done_all(urls):
    """Whether what is due today has been done."""
    with psycopg.connect(urls.superuser) as superuser:
        jobs = superuser.execute(
            "SELECT status <> 'READY' OR run_after > now() FROM django_tasks_database_dbtaskresult"
        )
        return {done for (done,) in jobs} == {True}


class TestServe:
    def test_lives_when_a_child_starts_while_the_database_is_away(self, line, tmp_path, free_port):
        line.is_there()
        site = f"http://127.0.0.1:{free_port}"
        bind = ["--bind", f"127.0.0.1:{free_port}", "--workers", "1"]
        log = tmp_path / "log"
        with running("serve", *bind, log=log, DATABASE_URL=line.url) as master:
            assert eventually(lambda: status(f"{site}/ready") == 200, master), log.read_text()
            line.is_away()
            [child] = children(master)
            os.kill(child, signal.SIGKILL)
            assert eventually(lambda: children(master) not in ([], [child]), master)
            assert eventually(lambda: status(f"{site}/health") == 200, master), log.read_text()
            assert status(f"{site}/ready") == 503
            assert status(f"{site}/dang-nhap/") in (200, 503)
            line.is_there()
            assert eventually(lambda: status(f"{site}/ready") == 200, master), log.read_text()
            assert master.poll() is None


class TestFullDisk:
    def test_of_the_log_ends_nothing(self, database_urls, free_port):
        site = f"http://127.0.0.1:{free_port}"
        with (
            Path("/dev/full").open("wb") as full,
            subprocess.Popen(
                [
                    *(sys.executable, "-m", "nenep", "serve", "--workers", "1"),
                    *("--bind", f"127.0.0.1:{free_port}"),
                ],
                cwd=ROOT, env=environment({"DATABASE_URL": database_urls.web}), stdout=full,
                stderr=full,
            ) as master,
        ):  # fmt: skip
            try:
                assert eventually(lambda: status(f"{site}/health") == 200, master)
                for _ in range(5):
                    assert status(f"{site}/dang-nhap/") == 200
                    assert status(f"{site}/khong-co/") in (302, 404)
                [child] = children(master)
                os.kill(child, signal.SIGKILL)
                assert eventually(lambda: children(master) not in ([], [child]), master)
                assert eventually(lambda: status(f"{site}/health") == 200, master)
                assert master.poll() is None
            finally:
                master.terminate()


class TestWork:
    def test_waits_for_the_database_and_then_begins(self, line, tmp_path):
        line.is_away()
        log = tmp_path / "log"
        with running("work", log=log, DATABASE_URL=line.url) as worker:
            assert eventually(lambda: "database" in log.read_text(), worker), log.read_text()
            assert worker.poll() is None
            line.is_there()
            assert eventually(lambda: "worker started" in log.read_text(), worker), log.read_text()
            assert worker.poll() is None

    def test_notices_a_line_that_falls_silent_and_goes_on_when_it_speaks(
        self, database_urls, tmp_path
    ):
        folder = Path(parse_qs(urlsplit(database_urls.web).query)["host"][0])
        log = tmp_path / "log"
        with (
            Proxy(folder / ".s.PGSQL.5432") as proxy,
            running("work", log=log, DATABASE_URL=proxy.url(database_urls.web)) as worker,
        ):
            # From then on it only looks whether there is something to do.
            assert eventually(lambda: has_done_all(database_urls), worker), log.read_text()
            assert is_at_work(database_urls)
            proxy.fall_silent()
            assert eventually(lambda: "database lost" in log.read_text(), worker), log.read_text()
            proxy.speak()
            assert eventually(lambda: is_at_work(database_urls), worker)
            assert worker.poll() is None

    def test_refuses_an_unsafe_role_all_the_same(self, database_urls, tmp_path):
        log = tmp_path / "log"
        with running("work", log=log, DATABASE_URL=database_urls.owner) as worker:
            assert worker.wait(_PATIENCE) == 1
        assert "là chủ của bảng" in log.read_text()
