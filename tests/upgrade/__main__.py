"""Keep a backup of this version for ever: ``python -m tests.upgrade``, once a version.

Made by `nenep backup` on PostgreSQL 15, the oldest the product runs on, so that every server
restores it. A backup that is there is never made anew: it is what the version of then wrote.
"""

import json
import zipfile
from pathlib import Path

from nenep import VERSION
from nenep.commands.archive import open_archive
from tests.upgrade.kept import Kept
from tools.bench.web import run_python, variables
from tools.messages import CannotGoOn, run_main, say
from tools.server import OWNER, WEB
from tools.server_home import installed_binaries, major_version
from tools.temporary_server import temporary_server

SERVER = 15
_PAPER = b"%PDF-1.4 of an upgrade"


def main() -> int:
    """Fill a database, back it up, and write what the program says of it.

    Raises:
        CannotGoOn: there is one of this version, or no PostgreSQL 15 on this machine.
    """
    kept = Kept(VERSION)
    if kept.backup.exists():
        raise CannotGoOn(
            f"Đã giữ bản sao lưu của phiên bản {VERSION}.", "Bản đã giữ không làm lại."
        )
    with temporary_server(_binaries()) as server:
        files = server.folder / "files"
        (files / "in").mkdir(parents=True)
        (files / "in" / "paper.pdf").write_bytes(_PAPER)
        environment = variables(server.url(WEB), server.url(OWNER)) | {
            "FILES_DIR": str(files),
            "ALLOWED_HOSTS": "testserver",
        }
        say("Dựng bảng và dữ liệu …")
        run_python(environment, "-m", "nenep", "migrate")
        then = json.loads(run_python(environment, "-m", "tests.upgrade.scene"))
        made = server.folder / "backup.zip"
        run_python(environment, "-m", "nenep", "backup", str(made))
        _pack(made, kept.backup)
    archive, manifest = open_archive(kept.backup)
    archive.close()
    kept.write(then | {"rows": {table: count for table, count in manifest.rows.items() if count}})
    say(f"Đã giữ {kept.backup} ({kept.backup.stat().st_size // 1000} KB).")
    return 0


def _pack(made: Path, packed: Path) -> None:
    """Copy a backup entry by entry, compressed: the dump's list of contents is most of it."""
    packed.parent.mkdir()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry), compresslevel=9)


def _binaries() -> Path:
    found = [folder for folder in installed_binaries() if major_version(folder) == SERVER]
    if not found:
        raise CannotGoOn(
            f"Máy này không có PostgreSQL {SERVER}.",
            f"Hãy cài, ví dụ: apt install postgresql-{SERVER}.",
        )
    return found[0]


if __name__ == "__main__":
    run_main(main)
