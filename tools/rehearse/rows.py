"""What the rehearsal writes, and how it tells later what came back."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime

import psycopg

_TABLE = """
CREATE TABLE IF NOT EXISTS rehearsal (
  id bigint PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp(), words text NOT NULL)
"""
# Partly like hashes and salts, partly like minutes: gzip makes of it what it makes of a real one.
_FILL = """
INSERT INTO rehearsal (id, words)
SELECT n, md5(n::text) || md5((n + 1)::text) || md5((n + 2)::text)
  || repeat(' Chi bộ nhất trí với kết luận của đồng chí chủ trì, giao các tổ thực hiện.', 3)
FROM generate_series(%s::bigint, %s::bigint) AS n
"""
_ROW_BYTES, _MOST_ROWS = 500, 200_000
_KNOWN = """
SELECT count(*), coalesce(max(id), 0), coalesce(max(at)::text, ''),
  coalesce(sum(hashtextextended(concat_ws(' ', id, extract(epoch FROM at), words), 0)::numeric), 0)
FROM rehearsal WHERE id <= %s
"""
# Rows of the one who writes one by one begin here.
_SINGLE = 1 << 40
ALL = 1 << 62
_POLL_SECONDS = 0.1


@dataclass(frozen=True)
class Known:
    """Rows up to one, as they stand.

    Attributes:
        rows: how many.
        last: the highest id.
        newest: when the newest was written, as PostgreSQL writes a moment.
        checksum: over every row, in no order.
    """

    rows: int
    last: int
    newest: str
    checksum: int


@dataclass(frozen=True)
class Compared:
    """What came back of the rows that were acknowledged one by one.

    Attributes:
        is_whole: whether every one up to the newest that came back is there as it was written.
        lost: how many came after.
        lost_seconds: from the newest that came back to the newest acknowledged.
    """

    is_whole: bool
    lost: int
    lost_seconds: float


def fill(url: str, *, size: int) -> None:
    """Write until the database has grown by so many bytes; makes the table the first time."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_TABLE)
        wanted = _number(connection, "SELECT pg_database_size(current_database())") + size
        asked = f"SELECT coalesce(max(id), 0) FROM rehearsal WHERE id < {_SINGLE}"  # noqa: S608
        last = _number(connection, asked)
        rows = min(_MOST_ROWS, max(size // _ROW_BYTES, 1))
        while _number(connection, "SELECT pg_database_size(current_database())") < wanted:
            connection.execute(_FILL, [last + 1, last + rows])
            last += rows


def size_of(url: str) -> int:
    """Return how many bytes the database has."""
    with psycopg.connect(url) as connection:
        return _number(connection, "SELECT pg_database_size(current_database())")


def log_bytes(url: str) -> int:
    """Return how many bytes were ever written into the log."""
    with psycopg.connect(url) as connection:
        return _number(connection, "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')")


def known(url: str, *, up_to: int) -> Known:
    """Read the rows up to an id through."""
    with psycopg.connect(url) as connection:
        found = connection.execute(_KNOWN, [up_to]).fetchone()
    return Known(*found) if found else Known(0, 0, "", 0)


def moment_of(url: str) -> str:
    """Return the server's present moment, as PostgreSQL writes it."""
    with psycopg.connect(url) as connection:
        (now,) = connection.execute("SELECT clock_timestamp()::text").fetchone() or ("",)
    return str(now)


def slip(url: str) -> None:
    """Delete what nobody meant to delete."""
    with psycopg.connect(url) as connection:
        connection.execute("DELETE FROM rehearsal WHERE id <= 1000")


def take_writing(url: str) -> None:
    """Wait until the log has been played, then write something and take it away again."""
    with psycopg.connect(url, autocommit=True) as connection:
        while connection.execute("SELECT pg_is_in_recovery()").fetchone() == (True,):
            time.sleep(_POLL_SECONDS)
        connection.execute("CREATE TABLE writable ()")
        connection.execute("DROP TABLE writable")


def wait_for_worst(url: str, timeout: int) -> None:
    """Have all so far kept, and wait until the next file of the log is nearly due.

    Args:
        timeout: `archive_timeout`, in seconds.
    """
    switch = "SELECT pg_walfile_name(pg_switch_wal())"
    age = """
    SELECT extract(epoch FROM clock_timestamp() - last_archived_time) FROM pg_stat_archiver
    WHERE last_archived_wal >= %s
    """
    with psycopg.connect(url, autocommit=True) as connection:
        (file,) = connection.execute(switch).fetchone() or ("",)
        worst = timeout - min(2, timeout / 4)
        while (found := connection.execute(age, [file]).fetchone()) is None or found[0] < worst:
            time.sleep(_POLL_SECONDS)


def _number(connection: psycopg.Connection, asked: str) -> int:
    (found,) = connection.execute(asked).fetchone() or (0,)  # type: ignore[arg-type]
    return int(found)


class Writer(threading.Thread):
    """Commits a row, and another, until the server is gone; knows which were acknowledged."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.taken = list[tuple[int, datetime]]()
        self.has_begun = threading.Event()
        self._url = url
        self._stopped = threading.Event()

    @property
    def last(self) -> int:
        """The id of the newest row acknowledged."""
        return self.taken[-1][0] if self.taken else _SINGLE

    def run(self) -> None:
        """Write ten a second."""
        insert = "INSERT INTO rehearsal (id, words) VALUES (%s, 'Một dòng') RETURNING id, at"
        # A server that is gone ends it: what was not answered is not acknowledged.
        try:
            with psycopg.connect(self._url, autocommit=True) as connection:
                while not self._stopped.wait(_POLL_SECONDS):
                    self.taken += connection.execute(insert, [self.last + 1]).fetchall()
                    self.has_begun.set()
        except psycopg.OperationalError:
            self._stopped.set()

    def stop(self) -> None:
        """End it; harmless when it never began or has ended."""
        self._stopped.set()
        if self.is_alive():
            self.join()

    def compared(self, url: str) -> Compared:
        """Compare what was acknowledged with what is there."""
        asked = f"SELECT id, at FROM rehearsal WHERE id > {_SINGLE} ORDER BY id"  # noqa: S608
        with psycopg.connect(url) as connection:
            found = connection.execute(asked).fetchall()
        both = min(len(found), len(self.taken))
        # One may have been written whose answer was cut off.
        is_whole = both > 0 and found[:both] == self.taken[:both] and len(found) <= both + 1
        lost = self.taken[both:]
        seconds = (lost[-1][1] - found[-1][1]).total_seconds() if lost and found else 0.0
        return Compared(is_whole, len(lost), seconds)
