"""A real installation to be hurt: PostgreSQL that waits for the disk, web processes, the worker."""

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tools.bench.web import run_python, variables
from tools.children import child_command
from tools.drill.outcome import Outcome
from tools.drill.phone import Crowd, Room, ask
from tools.folders import PYTHON, ROOT
from tools.messages import CannotGoOn, say
from tools.server import DATABASE, OWNER, SUPERUSER, WEB, EmbeddedServer
from tools.temporary_server import temporary_server

START_SECONDS = 90
_WORKERS = 2
# What one scene numbers at most.
_NUMBERS = 10_000
_FOUND = """
SELECT title FROM tasks_task WHERE title = ANY (%(marks)s)
UNION ALL SELECT title FROM meetings_agendaitem WHERE title = ANY (%(marks)s) AND task_id IS NULL
"""
# Each command counts one version up; more or fewer is a command by half.
_VERSIONS = """
SELECT meeting.id, meeting.version - count(command.id) FROM meetings_meeting AS meeting
LEFT JOIN meetings_command AS command ON command.meeting_id = meeting.id
WHERE meeting.id = ANY (%s) GROUP BY meeting.id
"""


class Broken(Exception):
    """A drill cannot go on; the words say why, in Vietnamese."""


@dataclass
class Installation:
    """What all drills share.

    Attributes:
        rooms: meetings in progress, each of another cell.
        chance: what is left to chance, by the seed.
        built: how many scenes were built.
    """

    server: EmbeddedServer
    chance: random.Random
    rooms: list[Room] = field(default_factory=list)
    built: int = 0

    @property
    def environment(self) -> dict[str, str]:
        """The environment of commands on its database."""
        return self.of_database(DATABASE)

    def of_database(self, name: str) -> dict[str, str]:
        """Return the environment of commands on another database of the server."""
        return variables(self.server.url(WEB, name), self.server.url(OWNER, name)) | {
            "FILES_DIR": str(self.server.folder / f"files-{name}")
        }

    def build(self, what: str, number: int) -> list[dict[str, Any]]:
        """Build so many of something in the database; return what it tells of each (`scene.py`)."""
        self.built += 1
        arguments = (what, str(number), str(self.built * _NUMBERS))
        told = run_python(self.environment, "-m", "tools.drill.scene", *arguments)
        return list(json.loads(told))

    def connect(self, database: str = DATABASE) -> "psycopg.Connection[tuple[object, ...]]":
        """Connect as the superuser, each statement by itself."""
        return psycopg.connect(self.server.url(SUPERUSER, database), autocommit=True)

    def rows(self, statement: str, values: object = None, database: str = DATABASE) -> list[tuple]:  # type: ignore[type-arg]
        """Ask the database past the product."""
        with self.connect(database) as connection:
            return connection.execute(statement, values).fetchall()  # type: ignore[arg-type]

    def found(self, marks: Iterable[str], database: str = DATABASE) -> list[str]:
        """Return the mark of each row that is there of what phones sent."""
        return [mark for (mark,) in self.rows(_FOUND, {"marks": list(marks)}, database)]

    def crowd(self, web: "Web") -> Crowd:
        """Return phones, one in each room, that send to a web process."""
        return Crowd(self.rooms, lambda: web.port, self.chance)

    def count(self, outcome: Outcome, crowd: Crowd) -> None:
        """Add what a crowd sent and what is there of it; it has come to its end."""
        outcome.count(crowd.acknowledged, crowd.sent, self.found(crowd.sent))
        outcome.problems += crowd.problems
        if crowd.speechless:
            outcome.problems.append(f"{crowd.speechless} câu trả lời 503 không có lời nào")
        by_half = self.rows(_VERSIONS, [[room.meeting for room in self.rooms]])
        outcome.lost += sum(max(0, -difference) for _, difference in by_half)
        outcome.doubled += sum(max(0, difference) for _, difference in by_half)

    def quiet(self) -> float:
        """Return a short time by chance, in seconds."""
        return self.chance.random() * 0.4


@contextmanager
def installation(seed: int, *, rooms: int) -> Iterator[Installation]:
    """Keep an installation with so many meetings in progress, as long as it is needed.

    Raises:
        CannotGoOn: it does not start.
    """
    with temporary_server(fsync=True) as server:
        found = Installation(server, random.Random(seed))  # noqa: S311  (a seed is wanted)
        run_python(found.environment, "-m", "nenep", "migrate")
        say(f"Mở {rooms} buổi họp …")
        found.rooms = [Room(**one) for one in found.build("rooms", rooms)]
        yield found


class Process:
    """A process of `nenep` in a group of its own, which ends with this one."""

    def __init__(self, environment: Mapping[str, str], log: Path, *arguments: str) -> None:
        self._environment = {
            name: value for name, value in environment.items() if name != "DATABASE_OWNER_URL"
        }
        self._arguments, self.log = arguments, log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, whatever became of the one before."""
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                child_command(
                    [str(PYTHON), "-m", "nenep", *self._arguments], when_parent_dies=signal.SIGTERM
                ),
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """Of the process that was started."""
        assert self._process is not None  # noqa: S101  (it was started)
        return self._process.pid

    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def children(self) -> list[int]:
        """Return the processes it started."""
        with contextlib.suppress(OSError):
            told = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
            return [int(one) for one in told.split()]
        return []

    def kill(self) -> None:
        """SIGKILL to it and its children at once, as a power cut would."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def last_lines(self) -> str:
        """Return the end of its log."""
        return "\n    ".join(self.log.read_text(errors="replace").splitlines()[-8:])


class Web(Process):
    """`nenep serve` on a port that stays its own."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        where = ("--bind", f"127.0.0.1:{self.port}", "--workers", str(_WORKERS))
        super().__init__(environment, log, "serve", *where)

    def begin(self) -> None:
        """Start it and wait until it answers.

        Raises:
            Broken: it does not.
        """
        self.start()
        deadline = time.monotonic() + START_SECONDS
        while ask(self.port, "/ready", seconds=5).status != 200:
            if not self.is_alive() or time.monotonic() > deadline:
                raise Broken(f"trang web không chạy lại được:\n    {self.last_lines()}")
            time.sleep(0.05)


@contextmanager
def served(
    home: Installation, *, through: str = "", database: str = DATABASE, **more: str
) -> Iterator[Web]:
    """Keep the web process of an installation.

    Args:
        through: URL of another way to the database.
        more: variables of its environment.
    """
    environment = home.of_database(database) | more
    if through:
        environment["DATABASE_URL"] = through
    web = Web(environment, home.server.folder / "web.log")
    try:
        web.begin()
        yield web
    finally:
        web.kill()


def explained(error: Exception) -> str:
    """Return what stopped a drill, in one sentence."""
    if isinstance(error, CannotGoOn):
        return f"{error.sentence} {error.way_out}"
    return str(error) or type(error).__name__
