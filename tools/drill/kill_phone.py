"""kill-phone: the phone dies while it sends, or before it has read the answer.

A process stands for the page with its outbox: it writes down what was entered before it sends it,
and takes it off when the answer is read. A new process finds what is left and sends that again.
It speaks HTTP as the room's script does; the script itself, its store and its keys in a real
Chromium are the tests' own (tests/browser/test_room_offline.py).
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from tools.children import child_command
from tools.drill.installation import Broken, Installation, served
from tools.drill.outcome import Outcome
from tools.drill.phone import Entered, Room, entered, said
from tools.folders import PYTHON, ROOT

TRIALS, SHORT = 60, 6
_SECONDS = 120


def play(home: Installation, outcome: Outcome) -> None:
    """Kill one phone after the other, each at a moment of chance; then let all send what is left."""
    with served(home) as web:
        phones = [_Phone(home, room, web.port) for room in home.rooms]
        try:
            while outcome.trials < outcome.wanted:
                phone = home.chance.choice(phones)
                if phone.is_sending():
                    time.sleep(home.chance.random() * 0.1)
                    phone.kill()
                    phone.start()
                    outcome.trials += 1
                time.sleep(home.chance.random() * 0.1)
            for phone in phones:
                phone.kill()
                phone.finish()
        finally:
            for phone in phones:
                phone.kill()
    sent = {mark for phone in phones for mark in phone.marks("entered")}
    done = {mark for phone in phones for mark in phone.marks("answered")}
    outcome.count(done, sent, home.found(sent))
    outcome.problems += [f"{len(sent - done)} việc không gửi được"] * bool(sent - done)


class _Phone:
    """A process that may die, and the store that outlives it."""

    def __init__(self, home: Installation, room: Room, port: int) -> None:
        self._store = home.server.folder / f"phone-{room.meeting}"
        self._store.mkdir()
        (self._store / "room.json").write_text(json.dumps({**asdict(room), "port": port}))
        self._chance = home.chance
        self.start()

    def start(self, *more: str) -> None:
        """Start a process of the phone."""
        command = [str(PYTHON), "-m", "tools.drill.kill_phone", str(self._store)]
        self._process = subprocess.Popen(
            child_command(
                [*command, str(self._chance.random()), *more], when_parent_dies=signal.SIGKILL
            ),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
        )

    def is_sending(self) -> bool:
        """Whether the process has begun; a phone that is just starting has nothing to lose."""
        return (self._store / f"begun-{self._process.pid}").exists()

    def kill(self) -> None:
        """SIGKILL, as a battery does it."""
        self._process.kill()
        self._process.wait()

    def finish(self) -> None:
        """Let a new process send what is left.

        Raises:
            Broken: it cannot.
        """
        self.start("finish")
        with suppress(subprocess.TimeoutExpired):
            if self._process.wait(_SECONDS) == 0:
                return
        raise Broken("điện thoại bật lại không gửi được những gì còn lưu")

    def marks(self, name: str) -> list[str]:
        """Return the marks in a list of the store."""
        return [mark for mark, _ in _noted(self._store / name)]


def main() -> int:
    """Be a phone: send what is left from before, then enter and send until killed."""
    store, chance = Path(sys.argv[1]), random.Random(sys.argv[2])  # noqa: S311  (a seed is wanted)
    told = json.loads((store / "room.json").read_text())
    port = told.pop("port")
    room, finishing = Room(**told), sys.argv[3:] == ["finish"]
    (store / f"begun-{os.getpid()}").touch()
    waiting = left(store)
    while waiting or not finishing:
        if not waiting:
            waiting = [entered(chance)]
            note(store / "entered", waiting[0])
        answer = waiting[0].send(room, port, seconds=20)
        if waiting[0].is_done(answer):
            note(store / "answered", waiting.pop(0))
        elif answer.status not in (0, 500, 502, 503):
            print(f"{answer.status}: {said(answer)}", file=sys.stderr)
            return 1
    return 0


def left(store: Path) -> list[Entered]:
    """Return what was entered and has no answer yet, in order."""
    answered = {mark for mark, _ in _noted(store / "answered")}
    entered_here = _noted(store / "entered")
    return [Entered(mark, kind == "form") for mark, kind in entered_here if mark not in answered]


def _noted(path: Path) -> list[tuple[str, str]]:
    """Return the lines of a list: a mark and its kind each; a last line that was cut is none."""
    lines = path.read_text().splitlines(keepends=True) if path.exists() else []
    found = [line.split() for line in lines if line.endswith("\n")]
    return [(mark, kind) for mark, kind in found]


def note(path: Path, one: Entered) -> None:
    """Write a line that outlives the process: one write, whole or not at all."""
    line = f"{one.mark} {'form' if one.is_form else 'command'}\n".encode()
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(file, line)
    finally:
        os.close(file)


if __name__ == "__main__":
    sys.exit(main())
