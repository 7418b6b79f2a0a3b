"""`make run` holds the port, and the web process serves on what it is handed."""

import socket
import subprocess
import sys

import pytest

from tests.commands.processes import ROOT, environment
from tests.commands.test_database_away import eventually, status

pytestmark = pytest.mark.django_db


class TestServe:
    def test_listens_on_a_socket_that_it_is_handed(self, database_urls):
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            held.listen()
            site = f"http://127.0.0.1:{held.getsockname()[1]}"
            bind = ["--bind", f"fd://{held.fileno()}", "--workers", "1"]
            with subprocess.Popen(
                [sys.executable, "-m", "nenep", "serve", *bind], cwd=ROOT,
                env=environment({"DATABASE_URL": database_urls.web}), pass_fds=[held.fileno()],
                stderr=subprocess.DEVNULL,
            ) as web:  # fmt: skip
                try:
                    assert eventually(lambda: status(f"{site}/health") == 200, web)
                finally:
                    web.terminate()
