"""commit-cut: the line to the database is cut while a transaction is being kept."""

import time

from tools.drill.installation import Broken, Installation, served
from tools.drill.outcome import Outcome
from tools.drill.proxy import Proxy, any_cut
from tools.server import WEB

TRIALS, SHORT = 100, 8
_SECONDS = 60


def play(home: Installation, outcome: Outcome) -> None:
    """Cut one connection after the other: before COMMIT is there, after, or before its answer."""
    with (
        Proxy(home.server.socket_folder / ".s.PGSQL.5432") as proxy,
        served(home, through=proxy.url(home.server.url(WEB))) as web,
    ):
        with home.crowd(web) as crowd:
            while outcome.trials < outcome.wanted:
                crowd.wait_for(home.chance.randrange(4))
                proxy.arm(any_cut(home.chance))
                deadline = time.monotonic() + _SECONDS
                while proxy.cuts == outcome.trials:
                    if time.monotonic() > deadline:
                        raise Broken("không có COMMIT nào đi qua để cắt")
                    time.sleep(0.005)
                outcome.trials = proxy.cuts
                time.sleep(home.quiet() / 4)
        home.count(outcome, crowd)
