"""kill-web: SIGKILL to a web process, or to all of them with their master, while phones send."""

import contextlib
import os
import signal
import time

from tools.drill.installation import Broken, Installation, Web, served
from tools.drill.outcome import Outcome

TRIALS, SHORT = 36, 3
# Every so many the master dies too, as in a power cut.
_ALL_EVERY = 5
_SECONDS = 60


def play(home: Installation, outcome: Outcome) -> None:
    """Kill at moments of chance; the master starts a child anew, the service the master."""
    with served(home) as web:
        with home.crowd(web) as crowd:
            while outcome.trials < outcome.wanted:
                crowd.wait_for(2)
                time.sleep(home.quiet())
                if outcome.trials % _ALL_EVERY == _ALL_EVERY - 1:
                    web.kill()
                    web.begin()
                else:
                    _kill_child(web, home)
                outcome.trials += 1
        home.count(outcome, crowd)


def _kill_child(web: Web, home: Installation) -> None:
    """Kill one child, once there is one that may be killed."""
    deadline = time.monotonic() + _SECONDS
    while not (children := web.children()):
        if not web.is_alive() or time.monotonic() > deadline:
            raise Broken(f"tiến trình chính đã dừng theo:\n    {web.last_lines()}")
        time.sleep(0.01)
    with contextlib.suppress(ProcessLookupError):
        os.kill(home.chance.choice(children), signal.SIGKILL)
