"""The file of a backup: one zip with the database as pg_dump wrote it, files, and a manifest.

Made in one pass without a copy on the disk; the manifest is written last, so a backup that
was cut short has none.
"""

import hashlib
import json
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import IO

from nenep.commands.failures import CannotGoOn

FORM = "nenep-backup-1"
DATABASE = "database.dump"
FILES = "files/"
_MANIFEST = "manifest.json"
_PIECE = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What a backup holds.

    Attributes:
        form: of this file, `FORM`.
        made_at: moment, ISO 8601.
        server: major version of PostgreSQL it was made from.
        migrations: "app.name" of every migration applied.
        rows: by table, in the dump's own snapshot.
        sha256: of the dump.
    """

    form: str
    made_at: str
    server: int
    migrations: list[str]
    rows: dict[str, int]
    sha256: str


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield a stream in pieces of a megabyte."""
    while piece := stream.read(_PIECE):
        yield piece


def write_dump(archive: zipfile.ZipFile, stream: IO[bytes]) -> str:
    """Copy a dump into the archive as it comes; return its SHA-256."""
    digest = hashlib.sha256()
    entry = zipfile.ZipInfo(DATABASE, time.localtime()[:6])
    with archive.open(entry, "w", force_zip64=True) as target:
        for piece in pieces(stream):
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()


def write_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """End an archive."""
    archive.writestr(_MANIFEST, json.dumps(asdict(manifest), indent=1))


def open_archive(path: Path) -> tuple[zipfile.ZipFile, Manifest]:
    """Open a backup.

    Raises:
        CannotGoOn: it is none, it was cut short, or of a form not known here.
    """
    with suppress(zipfile.BadZipFile, KeyError, ValueError, TypeError):
        archive = zipfile.ZipFile(path)
        values = json.loads(archive.read(_MANIFEST))
        manifest = Manifest(**{field.name: values[field.name] for field in fields(Manifest)})
        if manifest.form == FORM:
            return archive, manifest
    raise CannotGoOn(
        f"{path} không phải bản sao lưu của `nenep backup`, hoặc đã bị cắt cụt. "
        "Hãy dùng bản sao lưu khác."
    )


def check_dump(archive: zipfile.ZipFile, manifest: Manifest, path: Path) -> None:
    """Read the dump through once.

    Raises:
        CannotGoOn: it is not what was written.
    """
    digest = hashlib.sha256()
    with suppress(zipfile.BadZipFile, KeyError), archive.open(DATABASE) as dump:
        for piece in pieces(dump):
            digest.update(piece)
    if digest.hexdigest() != manifest.sha256:
        raise CannotGoOn(f"{path} đã hỏng: mã kiểm tra không khớp. Hãy dùng bản sao lưu khác.")
