"""The file of a backup: one zip with the database as pg_dump wrote it, files, and a manifest.

Made in one pass without a copy on the disk; the manifest is written last, so a backup that
was cut short has none.
"""

import hashlib
import json
import time
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from nenep.commands.failures import CannotGoOn

FORM = "nenep-backup-1"
DATABASE = "database.dump"
FILES = "files/"
_MANIFEST = "manifest.json"
_PIECE = 1 << 20
# So many files are named in one sentence.
MOST_NAMED = 5


@dataclass(frozen=True)
class StoredFile:
    """One file beside the database: its size in bytes, and the SHA-256 of it."""

    size: int
    sha256: str


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
        files: by name below the folder; None in a backup made before they were written down.
        version: of the program that made it; empty in a backup made before 0.2.0.
    """

    form: str
    made_at: str
    server: int
    migrations: list[str]
    rows: dict[str, int]
    sha256: str
    files: dict[str, StoredFile] | None = None
    version: str = ""


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield a stream in pieces of a megabyte."""
    while piece := stream.read(_PIECE):
        yield piece


def write_dump(archive: zipfile.ZipFile, stream: IO[bytes]) -> str:
    """Copy a dump into the archive as it comes; return its SHA-256."""
    entry = zipfile.ZipInfo(DATABASE, time.localtime()[:6])
    return _write(archive, entry, stream).sha256


def write_files(archive: zipfile.ZipFile, folder: Path) -> dict[str, StoredFile]:
    """Copy what lies in a folder into the archive; return it by its name below the folder."""
    written = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        if path.is_file() and not path.is_symlink():
            name = path.relative_to(folder).as_posix()
            with path.open("rb") as stream:
                entry = zipfile.ZipInfo.from_file(path, FILES + name, strict_timestamps=False)
                written[name] = _write(archive, entry, stream)
    return written


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, stream: IO[bytes]) -> StoredFile:
    """Copy a stream into the archive; return what was copied."""
    size, digest = 0, hashlib.sha256()
    with archive.open(entry, "w", force_zip64=True) as target:
        for piece in pieces(stream):
            size += len(piece)
            digest.update(piece)
            target.write(piece)
    return StoredFile(size, digest.hexdigest())


def write_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """End an archive."""
    archive.writestr(_MANIFEST, json.dumps(asdict(manifest), indent=1))


def open_archive(path: Path) -> tuple[zipfile.ZipFile, Manifest]:
    """Open a backup.

    Raises:
        CannotGoOn: it is none, it was cut short, or of a form not known here.
    """
    with suppress(zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError):
        archive = zipfile.ZipFile(path)
        manifest = _manifest(json.loads(archive.read(_MANIFEST)))
        if manifest.form == FORM:
            return archive, manifest
    raise CannotGoOn(
        f"{path} không phải bản sao lưu của `nenep backup`, hoặc đã bị cắt cụt. "
        "Hãy dùng bản sao lưu khác."
    )


def _manifest(values: Mapping[str, Any]) -> Manifest:
    files = values.get("files")
    return Manifest(
        form=values["form"],
        made_at=values["made_at"],
        server=values["server"],
        migrations=list(values["migrations"]),
        rows=dict(values["rows"]),
        sha256=values["sha256"],
        files=None
        if files is None
        else {name: StoredFile(one["size"], one["sha256"]) for name, one in files.items()},
        version=values.get("version", ""),
    )


def check_dump(archive: zipfile.ZipFile, manifest: Manifest, path: Path) -> None:
    """Read the dump through once.

    Raises:
        CannotGoOn: it is not what was written.
    """
    found = _read(archive, DATABASE)
    if found is None or found.sha256 != manifest.sha256:
        raise CannotGoOn(f"{path} đã hỏng: mã kiểm tra không khớp. Hãy dùng bản sao lưu khác.")


def check_files(archive: zipfile.ZipFile, manifest: Manifest, path: Path) -> None:
    """Read the files through once.

    Raises:
        CannotGoOn: a name leads out of the folder, or they are not what was written: each that
            is missing, damaged or too much is named.
    """
    names = file_names(archive)
    if any(not _is_inside(name) for name in names):
        raise CannotGoOn(
            f"{path} có tên tệp trỏ ra ngoài thư mục. Không khôi phục gì từ bản này; hãy dùng bản "
            "sao lưu khác."
        )
    expected = manifest.files if manifest.files is not None else dict.fromkeys(names)
    damaged = list[str]()
    for name in sorted(set(names) & set(expected)):
        found, wanted = _read(archive, FILES + name), expected[name]
        if found is None or (wanted is not None and found != wanted):
            damaged.append(name)
    wrong = {
        "thiếu": sorted(set(expected) - set(names)),
        "hỏng": damaged,
        "thừa": sorted({name for name in names if name not in expected or names.count(name) > 1}),
    }
    if any(wrong.values()):
        said = "; ".join(f"{what} {_named(found)}" for what, found in wrong.items() if found)
        raise CannotGoOn(f"{path}: tệp đính kèm {said}. Chưa ghi gì. Hãy dùng bản sao lưu khác.")


def _named(names: list[str]) -> str:
    """Say how many files, and the first of them by name."""
    more = f" … và {len(names) - MOST_NAMED} tệp nữa" if len(names) > MOST_NAMED else ""
    return f"{len(names)} tệp ({', '.join(names[:MOST_NAMED])}{more})"


def file_names(archive: zipfile.ZipFile) -> list[str]:
    """Return the names of the files beside the database, below their folder."""
    names = [name.removeprefix(FILES) for name in archive.namelist() if name.startswith(FILES)]
    return [name for name in names if name]


def _is_inside(name: str) -> bool:
    """Whether a name is that of a file below the folder it is put in."""
    steps = name.split("/")
    return "\\" not in name and "\0" not in name and not {"", ".", ".."} & set(steps)


def _read(archive: zipfile.ZipFile, name: str) -> StoredFile | None:
    """Return what an entry holds, or nothing where it cannot be read."""
    size, digest = 0, hashlib.sha256()
    try:
        with archive.open(name) as stream:
            for piece in pieces(stream):
                size += len(piece)
                digest.update(piece)
    except (zipfile.BadZipFile, KeyError, EOFError, zlib.error, NotImplementedError, RuntimeError):
        return None
    return StoredFile(size, digest.hexdigest())
