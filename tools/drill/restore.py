"""restore: a backup made while phones send, restored elsewhere, by the product's own commands."""

from pathlib import Path

from psycopg import sql

from tools.bench.web import run_python
from tools.drill.installation import Installation, served
from tools.drill.outcome import Outcome
from tools.drill.phone import Crowd
from tools.server import OWNER

TRIALS, SHORT = 5, 1
_DATABASE = "restored"


def play(home: Installation, outcome: Outcome) -> None:
    """Back up, restore, and count there what was acknowledged before the backup began.

    The last time what was not yet is sent to the restored installation, under the same ids.
    """
    while outcome.trials < outcome.wanted:
        file = home.server.folder / f"backup-{outcome.trials}.zip"
        with served(home) as web, home.crowd(web) as crowd:
            crowd.wait_for(8)
            before = set(crowd.acknowledged)
            run_python(home.environment, "-m", "nenep", "backup", str(file))
            crowd.stop()
            outcome.problems += crowd.problems
        outcome.trials += 1
        _restore(home, file)
        try:
            outcome.count(before, crowd.sent, home.found(crowd.sent, _DATABASE))
            if outcome.trials == outcome.wanted:
                _send_the_rest(home, outcome, before, crowd)
        finally:
            _drop(home)
            file.unlink()


def _restore(home: Installation, file: Path) -> None:
    _drop(home)
    with home.connect("postgres") as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
                sql.Identifier(_DATABASE), sql.Identifier(OWNER)
            )
        )
    run_python(home.of_database(_DATABASE), "-m", "nenep", "restore", str(file))


def _send_the_rest(home: Installation, outcome: Outcome, before: set[str], crowd: Crowd) -> None:
    """Send again what the backup need not have, as phones do that have it still."""
    with served(home, database=_DATABASE) as web:
        rest = [(room, one) for room, one in crowd.entered if one.mark not in before]
        done = [one.mark for room, one in rest if one.is_done(one.send(room, web.port))]
    outcome.count(done, crowd.sent, home.found(crowd.sent, _DATABASE))
    if len(done) < len(rest):
        outcome.problems.append(f"{len(rest) - len(done)} việc không gửi lại được sau khôi phục")


def _drop(home: Installation) -> None:
    with home.connect("postgres") as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(_DATABASE))
        )
