"""The proxy section of docs/operations.md, word for word in front of a web process that notes what reaches it."""

import re
import socket
import subprocess
import threading
import time
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tools.folders import ROOT
from tools.nginx import find_nginx

OPERATIONS = ROOT / "docs" / "operations.md"
FRAME = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream nenep {{ server 127.0.0.1:{web}; }}
  server {{ listen 127.0.0.1:{port}; include {folder}/nenep.conf; }}
}}
"""


class Web(ThreadingHTTPServer):
    """Stands where `nenep serve` does."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen = []


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.server.seen.append(dict(self.headers))
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def web():
    with Web() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def proxy(web, tmp_path):
    """The port of nginx, set up as the section says."""
    section = OPERATIONS.read_text(encoding="utf-8").split("## The proxy\n")[1].split("\n## ")[0]
    blocks = re.findall(r"```nginx\n# /etc/nginx/snippets/nenep.conf\n(.*?)```", section, re.S)
    (tmp_path / "nenep.conf").write_text("".join(blocks), encoding="utf-8")
    assert blocks
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = FRAME.format(folder=tmp_path, web=web.server_port, port=port)
    (tmp_path / "nginx.conf").write_text(made, encoding="utf-8")
    process = subprocess.Popen(
        [find_nginx(), "-e", "stderr", "-p", tmp_path, "-c", tmp_path / "nginx.conf"]
    )
    try:
        _wait_for(lambda: process.poll() is not None or _answers(port))
        assert process.poll() is None
        yield port
    finally:
        process.terminate()
        process.wait()


def _answers(port):
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def _wait_for(condition):
    deadline = time.monotonic() + 30
    while not condition() and time.monotonic() < deadline:
        threading.Event().wait(0.02)


def sent(port, length, first, **headers):
    """A connection on which the head and so much of a body has been sent."""
    client = socket.create_connection(("127.0.0.1", port), 30)
    lines = [f"{name}: {value}\r\n" for name, value in headers.items()]
    head = f"POST /dang-nhap/ HTTP/1.1\r\nHost: lich.example\r\nContent-Length: {length}\r\n"
    client.sendall((head + "".join(lines) + "\r\n").encode() + first)
    return client


class TestProxySection:
    def test_refuses_a_big_body_by_its_length(self, proxy, web):
        with sent(proxy, 80 << 20, b"") as client:
            assert client.recv(100).startswith(b"HTTP/1.1 413")
        assert web.seen == []

    def test_refuses_a_big_body_that_hides_its_length(self, proxy, web):
        connection = HTTPConnection("127.0.0.1", proxy, timeout=30)
        pieces = (b"x" * (1 << 20) for _ in range(13))
        try:
            connection.request(
                "POST", "/", pieces, encode_chunked=True, headers={"Transfer-Encoding": "chunked"}
            )
            assert connection.getresponse().status == 413
        except (BrokenPipeError, ConnectionResetError):
            pass
        finally:
            connection.close()
        assert web.seen == []

    def test_passes_a_slow_body_on_when_it_is_whole(self, proxy, web):
        with sent(proxy, 20, b"a" * 10) as client:
            beside = HTTPConnection("127.0.0.1", proxy, timeout=30)
            beside.request("GET", "/beside")
            assert beside.getresponse().status == 200
            beside.close()
            assert len(web.seen) == 1
            client.sendall(b"b" * 10)
            assert client.recv(1000).startswith(b"HTTP/1.1 200")
        assert len(web.seen) == 2

    def test_overwrites_what_a_client_says_of_itself(self, proxy, web):
        made_up = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.1.2.3"}
        with sent(proxy, 0, b"", **made_up) as client:
            assert client.recv(100).startswith(b"HTTP/1.1 200")
        (seen,) = web.seen
        assert seen["X-Forwarded-Proto"] == "http"
        assert seen["X-Forwarded-For"] == "127.0.0.1"
        assert seen["Host"] == "lich.example"

    def test_sets_times(self):
        words = OPERATIONS.read_text(encoding="utf-8").split("## The proxy\n")[1]
        for setting in ("client_header", "client_body", "send", "proxy_connect", "proxy_read"):
            assert re.search(rf"^{setting}_timeout \d+s;", words, re.M)
