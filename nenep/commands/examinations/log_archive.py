"""Whether PostgreSQL's log goes into the archive, where the operator has turned that on."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from nenep.commands.examinations import Finding
from nenep.core.formats import moment, number

# Five minutes of work may be lost with the machine, the last of them in keeping the log.
LONGEST_TIMEOUT = timedelta(minutes=4)
_LATEST = timedelta(minutes=15)
# What an idle server writes by itself stays below it.
_IDLE_BYTES = 64_000
_WAY_OUT = (
    "Hãy xem nhật ký của PostgreSQL (tìm «keep-log», «archive command failed») và đĩa của thư mục "
    "lưu còn chỗ không (docs/operations.md)."
)
# Timeline, and the place of one file of the log.
_FILE = re.compile(r"[0-9A-F]{8}([0-9A-F]{8})([0-9A-F]{8})")
_STATE = """
SELECT current_setting('archive_mode') <> 'off', current_setting('archive_timeout')::interval,
  last_archived_wal, last_archived_time, last_failed_time, failed_count, clock_timestamp(),
  pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint,
  pg_size_bytes(current_setting('wal_segment_size'))
FROM pg_stat_archiver
"""


@dataclass(frozen=True)
class LogArchive:
    """What PostgreSQL says of its archiver; any role may ask.

    Attributes:
        is_on: whether `archive_mode` is.
        timeout: `archive_timeout`.
        last_file: name of the newest file of the log that was kept.
        last_at: when.
        failed_at: when the archiver failed last.
        failures: how often, since PostgreSQL counts.
        now: the server's moment.
        written: bytes of the log so far.
        file_bytes: of a file of the log.
    """

    is_on: bool
    timeout: timedelta
    last_file: str | None
    last_at: datetime | None
    failed_at: datetime | None
    failures: int
    now: datetime
    written: int
    file_bytes: int

    @classmethod
    def of(cls, cursor: Any) -> Self:
        """Ask a connection."""
        cursor.execute(_STATE)
        return cls(*cursor.fetchone())

    @property
    def waiting(self) -> int:
        """How many bytes were written after the newest file that was kept."""
        found = _FILE.match(self.last_file or "")
        if not found:
            return self.written
        high, low = (int(part, 16) for part in found.groups())
        return self.written - (high << 32) - (low + 1) * self.file_bytes


def finding(archive: LogArchive) -> Finding:
    """Say whether the archive runs; where it is off, what that means."""
    if not archive.is_on:
        return Finding(
            True,
            "Lưu nhật ký của PostgreSQL: không bật, chỉ có các bản sao lưu (docs/operations.md)",
        )
    last = moment(archive.last_at) if archive.last_at else "chưa lần nào"
    words = f"Lưu nhật ký của PostgreSQL: lần cuối {last}, hỏng {number(archive.failures)} lần"
    if archive.failed_at and (archive.last_at is None or archive.failed_at > archive.last_at):
        return Finding(False, f"{words}, lần thử gần nhất hỏng", _WAY_OUT)
    if archive.waiting > _IDLE_BYTES and (
        archive.last_at is None or archive.now - archive.last_at > _LATEST
    ):
        return Finding(False, f"{words}, phần ghi sau đó chưa được lưu", _WAY_OUT)
    if not timedelta() < archive.timeout <= LONGEST_TIMEOUT:
        return Finding(
            False,
            f"{words}; archive_timeout = {archive.timeout.total_seconds():.0f} giây",
            "Trong postgresql.conf: archive_timeout = 240, để không mất quá năm phút.",
        )
    return Finding(True, words)
