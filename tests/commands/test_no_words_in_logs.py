"""What people wrote reaches no log: pages, a real web process, commands. Jobs: test_work."""

import contextlib
import logging
import logging.config
import signal
import socket
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from nenep.accounts.tests.builders import an_account
from nenep.command import run
from nenep.members.models import Member
from nenep.members.tests.builders import an_actor_with
from nenep.organisations.tests.builders import a_commune, building
from tests.commands.processes import ROOT, environment
from tests.commands.sample_jobs import MARK

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["INFO", "DEBUG"])
def logged(request, capsys):
    """Everything written so far, with logs at a level."""
    logging.config.dictConfig(settings.LOGGING)
    root = logging.getLogger()
    before = root.level
    root.setLevel(request.param)

    def written() -> str:
        captured = capsys.readouterr()
        return captured.out + captured.err

    yield written
    root.setLevel(before)


@pytest.mark.urls("tests.commands.probes")
class TestPages:
    def test_that_fail_log_kind_and_place_only(self, logged):
        client = Client(raise_request_exception=False)
        for path in ("/thu/hong/", "/thu/rang-buoc/"):
            assert client.get(path, {"ten": MARK}).status_code == 500
        written = logged()
        assert '"exception": "ValueError"' in written
        assert '"constraint": "name_once"' in written
        assert '"route": "thu/hong/"' in written
        assert_nothing_of(written)

    def test_that_are_not_there_are_not_quoted(self, logged):
        client = Client(raise_request_exception=False)
        client.get(f"/{quote(MARK)}/", {"ten": MARK})
        client.get("/thu/hong/", headers={"host": "bi-mat.example"})
        written = logged()
        assert '"status": 404' in written
        assert "bi-mat" not in written
        assert_nothing_of(written)


class TestWebProcess:
    def test_writes_no_address_query_or_header(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        arguments = ["-m", "nenep", "serve", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
        with subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment({"LOG_LEVEL": "DEBUG"}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            lines = iter(process.stdout)
            before = _until("Booting worker", lines)
            mark = quote(MARK)
            for request in (
                f"GET /health?ten={mark} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                f"GET /{mark} HTTP/1.1\r\nHost: {mark}\r\nConnection: close\r\n\r\n",
                f"GET /?{mark} nonsense HTTP/9.9\r\n\r\n",
                f"{mark} / HTTP/1.1\r\nHost: localhost\r\n\r\n",
            ):
                assert _ask(port, request).startswith(b"HTTP/1.1")
            process.send_signal(signal.SIGTERM)
            written = before + "".join(lines)
        assert process.returncode == 0
        assert '"route": "health"' in written
        assert all(line.startswith("{") for line in written.splitlines()), written
        assert_nothing_of(written)


class TestCommands:
    def test_that_fail_log_no_words(self, logged, tmp_path, monkeypatch):
        def fail(*_: object, **__: object) -> None:
            raise RuntimeError(MARK)

        monkeypatch.setattr("nenep.commands.template.write", fail)
        assert run(["template", str(tmp_path / "x.xlsx")]) == 1
        written = logged()
        assert "Lỗi ngoài dự kiến" in written
        assert "RuntimeError" in written
        assert_nothing_of(written)

    def test_import_that_fails_logs_no_words(self, logged, tmp_path):
        actor = an_actor_with("office", a_commune())
        with building():
            member = Member.objects.get(pk=actor.member_id)
        account = an_account(member)
        book = tmp_path / "so.xlsx"
        book.write_bytes(MARK.encode())
        assert run(["import", str(book), "--as", account.login, "--load"]) == 1
        assert_nothing_of(logged())


def assert_nothing_of(written: str) -> None:
    """The marked words are there in no spelling."""
    for spelling in (MARK, quote(MARK), MARK.encode("unicode_escape").decode(), "Mật", "M%E1"):
        assert spelling not in written


def _until(words: str, lines) -> str:
    read = ""
    for line in lines:
        read += line
        if words in line:
            return read
    raise AssertionError(read)


def _ask(port: int, request: str) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request.encode())
        answer = b""
        with contextlib.suppress(ConnectionResetError):
            while piece := connection.recv(4096):
                answer += piece
        return answer
