"""SIGKILL in the middle of a roll call: what was acknowledged is there, and nothing twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.crash.web import Scene, Web, environment, two_scenes
from tools.folders import ROOT
from tools.server import DATABASE, OWNER, SUPERUSER, WEB, EmbeddedServer
from tools.temporary_server import temporary_server

PHONES = 4
ENOUGH = 9


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedServer]:
    """A PostgreSQL as `make run` has it, with fsync, and the product's tables."""
    with temporary_server(fsync=True) as running:
        subprocess.run(
            [sys.executable, "-m", "nenep", "migrate"],
            cwd=ROOT,
            env=variables_of(running),
            stdout=subprocess.DEVNULL,
            check=True,
        )
        yield running


@pytest.fixture(scope="module")
def scenes(server: EmbeddedServer) -> list[Scene]:
    """A meeting for each test; a test takes one."""
    return two_scenes(variables_of(server))


def variables_of(server: EmbeddedServer) -> dict[str, str]:
    return environment(server.url(WEB), server.url(OWNER))


@dataclass
class RollCall:
    """Several phones mark one after the other as present, until all is told or the line is dead.

    Attributes:
        commands: the id of each person's command.
        acknowledged: whose command was answered.
    """

    scene: Scene
    commands: dict[int, UUID] = field(default_factory=dict)
    acknowledged: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.commands = {person: uuid4() for person in self.scene.people}

    def play(self, web: Web, *, until: int, then: Callable[[], None]) -> None:
        """Send everything; once so many are acknowledged, let something happen meanwhile."""
        waiting: SimpleQueue[int] = SimpleQueue()
        for person in self.scene.people:
            waiting.put(person)
        enough, lock = Event(), Lock()

        def phone() -> None:
            while True:
                try:
                    person = waiting.get_nowait()
                except Empty:
                    return
                if web.mark(self.scene, person, self.commands[person]):
                    with lock:
                        self.acknowledged.add(person)
                        if len(self.acknowledged) >= until:
                            enough.set()

        phones = [Thread(target=phone) for _ in range(PHONES)]
        for one in phones:
            one.start()
        assert enough.wait(60)
        then()
        for one in phones:
            one.join()

    def send_again(self, web: Web) -> None:
        """Send every command once more, as a phone does that heard no answer."""
        for person in self.scene.people:
            assert web.mark(self.scene, person, self.commands[person])


@dataclass(frozen=True)
class Kept:
    """What the database holds of a meeting."""

    commands: set[UUID]
    present: set[int]
    version: int


def kept(server: EmbeddedServer, meeting: int) -> Kept:
    with psycopg.connect(server.url(SUPERUSER, DATABASE)) as connection:

        def column(sql: str) -> list[object]:
            return [row[0] for row in connection.execute(sql, [meeting]).fetchall()]

        commands = column("SELECT id FROM meetings_command WHERE meeting_id = %s AND kind = 'mark'")
        present = column(
            "SELECT member_id FROM meetings_attendance WHERE meeting_id = %s AND mark = 'present'"
        )
        [version] = column("SELECT version FROM meetings_meeting WHERE id = %s")
    assert len(commands) == len(set(commands))
    return Kept(set(commands), set(present), int(str(version)))


def check(roll_call: RollCall, found: Kept) -> None:
    """Everything acknowledged is there; every command is there with its effect, or not at all."""
    by_command = {command: person for person, command in roll_call.commands.items()}
    assert {roll_call.commands[person] for person in roll_call.acknowledged} <= found.commands
    assert {by_command[command] for command in found.commands} == found.present
    # One command began the meeting.
    assert found.version == len(found.commands) + 1


class TestKilled:
    def test_web_process_has_what_it_acknowledged(self, server, scenes):
        variables = variables_of(server)
        roll_call = RollCall(scenes.pop())
        with Web(variables) as web:
            roll_call.play(web, until=ENOUGH, then=web.kill)

        assert ENOUGH <= len(roll_call.acknowledged) < len(roll_call.scene.people)
        check(roll_call, kept(server, roll_call.scene.meeting))
        with Web(variables) as web:
            roll_call.send_again(web)
        self.finished(roll_call, server)

    def test_database_has_what_it_acknowledged(self, server, scenes):
        roll_call = RollCall(scenes.pop())
        with Web(variables_of(server)) as web:
            roll_call.play(web, until=ENOUGH, then=lambda: kill(server))
        server.stop()

        assert ENOUGH <= len(roll_call.acknowledged) < len(roll_call.scene.people)
        server.start()
        check(roll_call, kept(server, roll_call.scene.meeting))
        with Web(variables_of(server)) as web:
            roll_call.send_again(web)
        self.finished(roll_call, server)

    def finished(self, roll_call: RollCall, server: EmbeddedServer) -> None:
        found = kept(server, roll_call.scene.meeting)
        assert found.present == set(roll_call.scene.people)
        assert found.commands == set(roll_call.commands.values())
        check(roll_call, found)


def kill(server: EmbeddedServer) -> None:
    """SIGKILL to the postmaster and every process of it."""
    with psycopg.connect(server.url(SUPERUSER, DATABASE)) as connection:
        [own] = connection.execute("SELECT pg_read_file('postmaster.pid')").fetchone() or ("",)
        workers = connection.execute("SELECT pid FROM pg_stat_activity").fetchall()
    postmaster = int(str(own).split("\n", 1)[0])
    for pid in (postmaster, *(row[0] for row in workers)):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
