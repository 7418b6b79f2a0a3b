"""`nenep restore`: a backup into an empty database, then everything `migrate` does."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from nenep import VERSION
from nenep.audit import actions as audit
from nenep.commands.archive import (
    DATABASE,
    FILES,
    MOST_NAMED,
    Manifest,
    check_dump,
    check_files,
    file_names,
    open_archive,
    pieces,
)
from nenep.commands.backup import OPERATOR
from nenep.commands.database import connect_as_owner
from nenep.commands.failures import CannotGoOn
from nenep.commands.migrate import check_owner, migrate
from nenep.commands.pg_messages import watched
from nenep.commands.postgres_programs import environment, program
from nenep.commands.progress import Progress
from nenep.commands.versions import is_newer, numbers
from nenep.core import clock
from nenep.core.formats import number

EXAMPLES = """
  nenep restore /srv/sao-luu/nenep-2026-12-03.zip    vào cơ sở dữ liệu trống của DATABASE_OWNER_URL
"""

# `migrate` writes them anew, for the roles of this server.
_LEFT_TO_MIGRATE = (b" POLICY ", b" ROW SECURITY ", b" ACL ", b" DEFAULT ACL ")

_THINGS = """
SELECT count(*) FROM (
  SELECT oid, 'pg_class'::regclass AS kind, relnamespace AS schema FROM pg_class
  UNION ALL SELECT oid, 'pg_proc'::regclass, pronamespace FROM pg_proc
) AS thing
JOIN pg_namespace ON pg_namespace.oid = thing.schema
WHERE nspname NOT IN ('pg_catalog', 'information_schema') AND nspname NOT LIKE 'pg\\_%'
  AND NOT EXISTS (
    SELECT 1 FROM pg_depend WHERE classid = thing.kind AND objid = thing.oid AND deptype = 'e')
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which backup."""
    parser.add_argument("file", metavar="TỆP", type=Path, help="bản do `nenep backup` ghi ra")


def run(options: argparse.Namespace) -> None:
    """Restore all, or leave the database and the folder of files as empty as they were.

    Raises:
        CannotGoOn: no backup, damaged, newer than this program, or the database is not empty.
    """
    path: Path = options.file
    archive, manifest = open_archive(path)
    with archive:
        connect_as_owner()
        check_owner()
        _check_fits(archive, manifest)
        sys.stdout.write(
            f"Kiểm tra bản sao lưu lúc {manifest.made_at}, của {_whose(manifest)}, PostgreSQL "
            f"{manifest.server}; chương trình này là phiên bản {VERSION} …\n"
        )
        check_files(archive, manifest, path)
        check_dump(archive, manifest, path)
        with _files_written(archive):
            _restore(archive, manifest)
        _check_rows(manifest)
        more = len(_known_steps() - set(manifest.migrations))
        sys.stdout.write(f"Dựng vai trò, chính sách bảo vệ, {_upgrade(manifest, more)} …\n")
        migrate()
    connect_as_owner()
    audit.record_apart(
        "backup.restored",
        actor=OPERATOR,
        at=clock.now(),
        words=f"Khôi phục bản sao lưu lúc {manifest.made_at}, của {_whose(manifest)}.",
    )
    sys.stdout.write(
        f"✓ Đã khôi phục {number(sum(manifest.rows.values()))} dòng của {len(manifest.rows)} bảng.\n"
    )


def _whose(manifest: Manifest) -> str:
    return f"phiên bản {manifest.version}" if manifest.version else "phiên bản trước 0.2.0"


def _upgrade(manifest: Manifest, steps: int) -> str:
    """Say what is left to bring the data of a backup to this version."""
    if not steps:
        return "không phải nâng cấp bước nào"
    return f"nâng cấp {steps} bước từ {_whose(manifest)} lên {VERSION}"


def _known_steps() -> set[str]:
    """Return the migrations that this program has."""
    return {".".join(key) for key in MigrationLoader(None).disk_migrations or {}}


def _check_fits(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    unknown = sorted(set(manifest.migrations) - _known_steps())
    if is_newer(manifest.version):
        raise CannotGoOn(
            f"Bản sao lưu của phiên bản {manifest.version}, mới hơn chương trình này ({VERSION})"
            + (f", có {_named(unknown)}" if unknown else "")
            + f". Hãy cài phiên bản {manifest.version} hoặc mới hơn."
        )
    if unknown:
        raise CannotGoOn(_unknown(manifest, unknown))
    server = int(connection.pg_version) // 10_000  # type: ignore[attr-defined]
    if server < manifest.server:
        raise CannotGoOn(
            f"Bản sao lưu từ PostgreSQL {manifest.server}, máy chủ này là {server}. "
            "Hãy khôi phục vào bản bằng hoặc mới hơn."
        )
    with connection.cursor() as cursor:
        cursor.execute(_THINGS)
        if things := cursor.fetchone()[0]:
            raise CannotGoOn(
                f"Cơ sở dữ liệu không trống ({things} bảng, hàm …). Chỉ khôi phục vào cơ sở dữ "
                "liệu trống, để không ghi đè gì. Hãy tạo một cơ sở dữ liệu mới."
            )
    if file_names(archive) and settings.FILES_DIR.is_dir() and any(settings.FILES_DIR.iterdir()):
        raise CannotGoOn(f"Thư mục {settings.FILES_DIR} không trống. Hãy dời nó đi trước.")


def _unknown(manifest: Manifest, migrations: list[str]) -> str:
    """Say of a backup that is no newer what it means that this program does not know its steps."""
    steps = _named(migrations)
    if not manifest.version:
        return (
            f"Bản sao lưu có {steps}; nó không ghi phiên bản đã tạo ra nó, nên chưa rõ là cũ hơn "
            "hay mới hơn. Hãy cài đúng phiên bản đã tạo ra nó."
        )
    if numbers(manifest.version) == numbers(VERSION):
        return (
            f"Bản sao lưu ghi cùng phiên bản {VERSION} với chương trình này, mà có {steps}. Hãy cài "
            "đúng bản mã nguồn đã tạo ra nó."
        )
    return (
        f"Bản sao lưu của phiên bản {manifest.version}, cũ hơn chương trình này ({VERSION}), có "
        f"{steps}. Hãy cài phiên bản {manifest.version} để khôi phục, rồi nâng cấp."
    )


def _named(migrations: list[str]) -> str:
    named = ", ".join(migrations[:MOST_NAMED]) + (" …" if len(migrations) > MOST_NAMED else "")
    return f"{len(migrations)} bước nâng cấp mà chương trình này không có ({named})"


def _restore(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    server = int(connection.pg_version) // 10_000  # type: ignore[attr-defined]
    tool = str(program("pg_restore", server=server, newer_will_do=False))
    variables = environment(settings.DATABASE_OWNER_URL)
    # The connection would wait for the restore's locks, or the other way round.
    connection.close()
    with tempfile.NamedTemporaryFile(suffix=".list") as chosen:
        chosen.writelines(_contents(archive, tool, variables))
        chosen.flush()
        command = [
            tool,
            f"--dbname={variables['PGDATABASE']}",
            f"--use-list={chosen.name}",
            "--single-transaction",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            "--verbose",
        ]
        progress = Progress("Khôi phục", total=sum(manifest.rows.values()), unit="dòng")
        with (
            archive.open(DATABASE) as dump,
            subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=variables,
            ) as process,
            watched(process, "pg_restore", progress, manifest.rows),
        ):
            _feed(process, dump)


def _feed(process: "subprocess.Popen[bytes]", dump: IO[bytes]) -> None:
    """Hand a dump to a program whose other ends somebody else reads, or a file takes."""
    assert process.stdin is not None  # noqa: S101
    # It may end early; its exit code says why.
    with suppress(BrokenPipeError), process.stdin:
        for piece in pieces(dump):
            process.stdin.write(piece)


def _contents(archive: zipfile.ZipFile, tool: str, variables: dict[str, str]) -> Iterator[bytes]:
    """Yield the lines of the dump's own list of contents without what `migrate` writes.

    The list goes to a file: through a pipe that nobody reads yet the program would wait for us
    while we wait for it.

    Raises:
        CannotGoOn: the dump has no list.
    """
    with tempfile.TemporaryFile() as listed:
        with (
            archive.open(DATABASE) as dump,
            subprocess.Popen(
                [tool, "--list"],
                stdin=subprocess.PIPE,
                stdout=listed,
                stderr=subprocess.DEVNULL,
                env=variables,
            ) as process,
        ):
            _feed(process, dump)
        if process.returncode != 0:
            raise CannotGoOn(
                f"pg_restore không đọc được mục lục của bản sao lưu (mã {process.returncode}). "
                "Hãy dùng bản sao lưu khác."
            )
        listed.seek(0)
        yield from (line for line in listed if not any(kind in line for kind in _LEFT_TO_MIGRATE))


def _check_rows(manifest: Manifest) -> None:
    with connection.cursor() as cursor:
        for table, expected in manifest.rows.items():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            if (found := cursor.fetchone()[0]) != expected:
                raise CannotGoOn(
                    f"Bảng {table} có {found} dòng, bản sao lưu ghi {expected}. Đừng dùng cơ sở dữ "
                    "liệu này; hãy báo cho người phụ trách dự án."
                )


@contextmanager
def _files_written(archive: zipfile.ZipFile) -> Iterator[None]:
    """Write the files, and take them away again where what follows fails."""
    folder: Path = settings.FILES_DIR
    names, was_there = file_names(archive), folder.is_dir()
    try:
        if names:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in names:
            target = folder / name
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with archive.open(FILES + name) as source, _private(target) as file:
                shutil.copyfileobj(source, file)
        yield
    except BaseException:
        # It was empty, or there was none.
        if names and was_there:
            for entry in folder.iterdir():
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        elif names:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def _private(path: Path) -> IO[bytes]:
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
