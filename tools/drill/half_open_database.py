"""half-open-database: the line to the database falls silent without being closed."""

import time
from collections import Counter

from tools.drill.installation import Installation, served
from tools.drill.outcome import Outcome
from tools.drill.phone import Crowd
from tools.drill.proxy import Proxy
from tools.server import WEB

TRIALS, SHORT = 12, 4
# Whoever waits is told within this: the longest statement, and a little for its way.
MOST_SECONDS = 50.0
_BRIEF = 2.0
# Every so many rounds it lasts until everybody was told.
_LONG_EVERY = 2


def play(home: Installation, outcome: Outcome) -> None:
    """Let every line fall silent, briefly or until 503 came; then let them speak again."""
    with (
        Proxy(home.server.socket_folder / ".s.PGSQL.5432") as proxy,
        served(home, through=proxy.url(home.server.url(WEB))) as web,
    ):
        with home.crowd(web) as crowd:
            rounds = 0
            while outcome.trials < outcome.wanted:
                crowd.wait_for(4)
                time.sleep(home.quiet())
                proxy.fall_silent()
                try:
                    if rounds % _LONG_EVERY == 0:
                        _until_told(crowd, outcome, len(home.rooms))
                    else:
                        time.sleep(_BRIEF)
                finally:
                    proxy.speak()
                rounds += 1
                outcome.trials += len(home.rooms)
        home.count(outcome, crowd)


def _until_told(crowd: Crowd, outcome: Outcome, phones: int) -> None:
    """Wait until every phone was told that the database is away."""
    before, deadline = Counter(crowd.unavailable), time.monotonic() + MOST_SECONDS
    while (told := len(Counter(crowd.unavailable) - before)) < phones:
        if time.monotonic() > deadline:
            outcome.problems.append(
                f"sau {MOST_SECONDS:.0f} giây mới {told}/{phones} điện thoại được báo bận (503)"
            )
            return
        time.sleep(0.05)
