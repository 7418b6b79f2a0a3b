"""The real web process on a port of its own, and a phone that speaks HTTP to it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlencode
from uuid import UUID

from tools.folders import ROOT

_CSRF = "c" * 32
_START_SECONDS = 60


def environment(web: str, owner: str) -> dict[str, str]:
    """The environment of a trial on one database."""
    secret = "for-tests-only-and-long-enough-for-production"
    return os.environ | {
        "DATABASE_URL": web,
        "DATABASE_OWNER_URL": owner,
        "DJANGO_SETTINGS_MODULE": "nenep.settings",
        "NENEP_TRIAL": "1",
        "SECRET_KEY": secret,
    }


@dataclass(frozen=True)
class Scene:
    """An open meeting and a session of its chair."""

    session: str
    meeting: int
    people: list[int]


def two_scenes(variables: dict[str, str]) -> list[Scene]:
    """Build two meetings in the database of these variables."""
    built = subprocess.run(
        [sys.executable, "-m", "tests.crash.scene"],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=True,
    )
    return [Scene(**told) for told in json.loads(built.stdout)]


class Web:
    """`nenep serve` with two processes; `kill` ends them all at once, as a power cut would."""

    def __init__(self, variables: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "nenep", "serve"),
                *("--workers", "2", "--bind", f"127.0.0.1:{self.port}"),
            ],
            cwd=ROOT,
            env=variables,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError("The web process did not start.")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    def kill(self) -> None:
        """SIGKILL to gunicorn and its workers, which are a group of their own."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def mark(self, scene: Scene, member: int, command_id: UUID) -> bool:
        """Send the command that a member is present; say whether it was acknowledged."""
        fields = {
            "command_id": str(command_id),
            "base_version": "0",
            "kind": "mark",
            "step": "diem-danh",
            "member": str(member),
            "mark": "present",
        }
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"nenep_session={scene.session}; csrftoken={_CSRF}",
            "X-CSRFToken": _CSRF,
            "HX-Request": "true",
        }
        return ": có mặt." in self._ask(
            "POST", f"/hop/{scene.meeting}/lenh/", urlencode(fields), headers
        )

    def _answers(self) -> bool:
        return bool(self._ask("GET", "/ready", "", {}))

    def _ask(self, method: str, address: str, body: str, headers: dict[str, str]) -> str:
        """Return the whole answer, or nothing where it failed or did not come."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with closing(line):
            try:
                line.request(method, address, body, headers)
                response = line.getresponse()
                with closing(response):
                    return response.read().decode() if response.status == 200 else ""
            except (OSError, http.client.HTTPException):
                return ""
