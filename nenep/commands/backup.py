"""`nenep backup`: everything into one file, as of one moment, while people go on working."""

import argparse
import fcntl
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection, transaction

from nenep import VERSION
from nenep.access.actor import Actor
from nenep.audit import actions as audit
from nenep.commands.archive import FORM, Manifest, write_dump, write_files, write_manifest
from nenep.commands.database import connect_as_owner
from nenep.commands.failures import CannotGoOn
from nenep.commands.pg_messages import watched
from nenep.commands.postgres_programs import environment, program
from nenep.commands.progress import Progress
from nenep.core import clock
from nenep.core.formats import number

EXAMPLES = """
  nenep backup /srv/sao-luu/nenep-2026-12-03.zip
  nenep backup "/srv/sao-luu/nenep-$(date +%F).zip"    dùng trong cron mỗi đêm
"""

OPERATOR = Actor(account_id=0, member_id=None, label="Người vận hành máy chủ", purpose="backup")

# The owner, too, sees rows of our tables through policies only; a table without its policy would
# be empty.
_HIDDEN = """
SELECT count(*) FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relrowsecurity
  AND (relforcerowsecurity OR relowner <> current_user::regrole) AND NOT EXISTS (
  SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid AND polname = 'owner_all'
    AND current_user::regrole = ANY (polroles))
"""
_TABLES = """
SELECT relname, pg_table_size(oid) / 1024 FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' ORDER BY relname
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to write."""
    parser.add_argument("file", metavar="TỆP", type=Path, help="tệp sẽ ghi; chưa được có sẵn")


def run(options: argparse.Namespace) -> None:
    """Write the backup; all or nothing.

    Raises:
        CannotGoOn: the file is there, policies are missing, or pg_dump fails.
    """
    path: Path = options.file
    if path.exists():
        raise CannotGoOn(f"Đã có {path}. Hãy chọn tên khác; bản sao lưu cũ không bị ghi đè.")
    connect_as_owner()
    part = path.with_name(path.name + ".part")
    with _alone(part, path) as file:
        rows = _write(file)
        part.rename(path)
    audit.record_apart(
        "backup.made",
        actor=OPERATOR,
        at=clock.now(),
        words=f"Sao lưu toàn bộ dữ liệu, phiên bản {VERSION}.",
    )
    sys.stdout.write(
        f"✓ Đã sao lưu {number(sum(rows.values()))} dòng của {len(rows)} bảng vào {path}.\n"
        "  Tệp có dữ liệu cá nhân: cất nơi chỉ người phụ trách vào được. SECRET_KEY "
        "không nằm trong tệp: giữ riêng.\n"
    )


@contextmanager
def _alone(part: Path, path: Path) -> Iterator[IO[bytes]]:
    """Open the file that is being written, also over the rest of a backup that was killed.

    Raises:
        CannotGoOn: another backup is writing it.
    """
    with open(os.open(part, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        try:
            # The lock ends with its process, however that ends.
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotGoOn(
                f"Một lần sao lưu khác đang ghi {path}. Hãy đợi nó xong, hoặc chọn tên khác."
            ) from None
        file.truncate(0)
        try:
            yield file
        finally:
            part.unlink(missing_ok=True)


def _write(file: IO[bytes]) -> dict[str, int]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute(_HIDDEN)
        if cursor.fetchone()[0]:
            raise CannotGoOn(
                "Có bảng mà chủ của nó không đọc được hết. Hãy chạy `nenep migrate` rồi sao lưu."
            )
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        cursor.execute(_TABLES)
        sizes = dict(cursor.fetchall())
        rows = {table: _count(cursor, table) for table in sizes}
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        migrations = [name for (name,) in cursor.fetchall()]
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            sha256 = _dump(archive, snapshot, sizes)
            files = write_files(archive, settings.FILES_DIR)
            server = int(connection.pg_version) // 10_000  # type: ignore[attr-defined]
            made_at = clock.now().isoformat(timespec="seconds")
            write_manifest(
                archive,
                Manifest(FORM, made_at, server, migrations, rows, sha256, files, VERSION),
            )
        file.flush()
        os.fsync(file.fileno())
    return rows


def _dump(archive: zipfile.ZipFile, snapshot: str, sizes: dict[str, int]) -> str:
    server = int(connection.pg_version) // 10_000  # type: ignore[attr-defined]
    command = [
        str(program("pg_dump", server=server, newer_will_do=True)),
        "--format=custom",
        "--enable-row-security",
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        "--verbose",
        f"--snapshot={snapshot}",
    ]
    progress = Progress("Sao lưu", total=sum(sizes.values()), unit="KB")
    with (
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(settings.DATABASE_OWNER_URL),
        ) as process,
        watched(process, "pg_dump", progress, sizes),
    ):
        assert process.stdout is not None  # noqa: S101
        return write_dump(archive, process.stdout)


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
    return int(cursor.fetchone()[0])
