"""disk-full: PostgreSQL may not write any further, in its tables or in its log.

No root is needed and no disk is filled: a limit on the length of files (RLIMIT_FSIZE) on the
server's processes stands for the full disk; PostgreSQL meets both in the same places. Above a
segment of the log only tables cannot grow: statements fail. Below it the log cannot be written:
the server ends itself, and is started again once there is room.
"""

import contextlib
import resource
import time
from pathlib import Path

from tools.drill.installation import Broken, Installation, served
from tools.drill.outcome import Outcome
from tools.drill.phone import Crowd
from tools.server import EmbeddedServer
from tools.server_files import processes_in
from tools.server_home import folder_outside

TRIALS, SHORT = 14, 2
_LOG_SEGMENT = 16 << 20
_FULL_LOG = 1 << 16
_SECONDS = 60
# The tables each phone writes to become as long as a segment, four rows on a page of eight kB.
_FILL = """
ALTER TABLE meetings_command SET (autovacuum_enabled = false);
ALTER TABLE accounts_sentform SET (autovacuum_enabled = false);
INSERT INTO meetings_command (
  id, meeting_id, kind, payload_digest, base_version, received_at, account_id, answer, scope_key)
SELECT gen_random_uuid(), id, 'filled', '', 0, now(), 0,
       jsonb_build_object('filled', repeat('x', 1870)), scope_key
FROM meetings_meeting, generate_series(1, 8600) WHERE id = {meeting};
INSERT INTO accounts_sentform (account_id, form_id, digest, sent_at, location, said)
SELECT account_id, gen_random_uuid(), '', now(), '', jsonb_build_array(repeat('x', 1890))
FROM accounts_session, generate_series(1, 8600) WHERE id = (SELECT min(id) FROM accounts_session);
"""


def play(home: Installation, outcome: Outcome) -> None:
    """Let the disk be full for a while, in turn for the tables and for the log."""
    with home.connect() as connection:
        connection.execute(_FILL.format(meeting=home.rooms[0].planned))  # type: ignore[arg-type]
    with served(home) as web:
        with home.crowd(web) as crowd:
            while outcome.trials < outcome.wanted:
                if not crowd.wait_for(4):
                    raise Broken("trang web không ghi lại được sau khi đĩa có chỗ")
                _limit(home.server, _FULL_LOG if outcome.trials % 2 else _LOG_SEGMENT)
                try:
                    _until_failed(crowd, home)
                finally:
                    _make_room(home.server)
                outcome.trials += 1
        home.count(outcome, crowd)


def _until_failed(crowd: Crowd, home: Installation) -> None:
    """Wait until phones met it, and a moment more.

    Raises:
        Broken: none did.
    """
    wanted, deadline = crowd.failed + len(home.rooms), time.monotonic() + _SECONDS
    while crowd.failed < wanted:
        if time.monotonic() > deadline:
            raise Broken("đĩa đầy mà không điện thoại nào gặp")
        time.sleep(0.02)
    time.sleep(home.quiet())


def _limit(server: EmbeddedServer, length: int) -> None:
    """Let no process of the server write further than so many bytes into a file."""
    # What it starts from now on has the limit from it.
    for process in (server.process_id, *_processes(server)):
        with contextlib.suppress(ProcessLookupError):
            _, most = resource.prlimit(process or 0, resource.RLIMIT_FSIZE)
            resource.prlimit(process or 0, resource.RLIMIT_FSIZE, (length, most))


def _make_room(server: EmbeddedServer) -> None:
    """Take the limit off; start the server again if it ended."""
    if server.poll() is None:
        _limit(server, resource.RLIM_INFINITY)
    time.sleep(0.2)
    if server.poll() is not None:
        server.stop()
        server.start()


def _processes(server: EmbeddedServer) -> list[int]:
    folder: Path = folder_outside(server.folder) or server.folder
    return processes_in(folder / "data")
