"""The data of the trial: the demo's, or those somebody enters after ``EMPTY=1``.

Each has a server, files and tables of its own, so neither ever meets the other.
"""

import contextlib
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.children import child_command
from tools.folders import PYTHON, ROOT, VAR
from tools.laid_tables import are_laid, are_there, forget_laid, note_laid, source_digest
from tools.messages import CannotGoOn, say
from tools.python_environment import environment_variables
from tools.server import DATABASE, OWNER, EmbeddedServer
from tools.server_files import write_private

ADDRESS = "127.0.0.1"
LAY_SECONDS = 900
STOP_SECONDS = 15


@dataclass(frozen=True)
class Trial:
    """One of the two."""

    is_empty: bool

    @property
    def server(self) -> EmbeddedServer:
        """Its PostgreSQL, not started yet."""
        return EmbeddedServer(VAR / ("server-empty" if self.is_empty else "server"))

    @property
    def files(self) -> Path:
        """The folder of uploaded papers."""
        return VAR / ("files-empty" if self.is_empty else "files")

    def lay(self, server: EmbeddedServer, owner: Mapping[str, str], *, again: bool = False) -> bool:
        """Lay tables and demo where this source has not laid them yet; whether it had to.

        Args:
            owner: the environment of a command that connects as the owner.
            again: drop what is there first.
        """
        source = source_digest()
        if not again and are_laid(server.folder, source):
            return False
        forget_laid(server.folder)
        if again and self.is_empty:
            server.run_sql(
                f"DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION {OWNER};", DATABASE
            )
        say("Dựng bảng …")
        run_to_the_end("migrate", owner)
        if not self.is_empty:
            say("Dựng xã mẫu (lần sau không phải dựng lại) …")
            run_to_the_end("demo", owner, *(["--again"] if again else []))
        note_laid(server.folder, source)
        return True

    def wait_until_laid(self) -> None:
        """Wait until the command that has the server has laid its tables.

        Raises:
            CannotGoOn: it ends, or takes too long.
        """
        deadline = time.monotonic() + LAY_SECONDS
        while not are_there(self.server.folder):
            if not self.server.is_running() or time.monotonic() > deadline:
                raise CannotGoOn(
                    "Dữ liệu dùng thử chưa dựng xong.",
                    "Hãy xem cửa sổ của `make run` rồi chạy lại.",
                )
            time.sleep(0.2)


def given_urls(variables: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the owner's and the web role's URL of somebody's own PostgreSQL, if they are set.

    Raises:
        CannotGoOn: only one of them is set.
    """
    owner, web = variables.get("DATABASE_OWNER_URL"), variables.get("DATABASE_URL")
    if owner and web:
        return owner, web
    if not owner and not web:
        return None
    missing = "DATABASE_OWNER_URL" if web else "DATABASE_URL"
    raise CannotGoOn(
        f"Đã đặt một địa chỉ cơ sở dữ liệu nhưng thiếu {missing}.",
        "Hãy đặt cả hai (xem docs/operations.md), hoặc bỏ cả hai để dùng PostgreSQL đi kèm.",
    )


def trial_environment(port: int, database_url: str, files: Path) -> dict[str, str]:
    """Return the settings of a trial: its own secret, this machine only."""
    secret = VAR / "secret-key"
    if not secret.exists():
        write_private(secret, secrets.token_urlsafe(48))
    files.mkdir(mode=0o700, exist_ok=True)
    inherited = environment_variables()
    inherited.pop("DATABASE_OWNER_URL", None)
    return inherited | {
        "DATABASE_URL": database_url,
        "SECRET_KEY": secret.read_text(),
        "DEBUG": "0",
        "ALLOWED_HOSTS": f"{ADDRESS},localhost",
        "NENEP_TRIAL": "1",
        "FILES_DIR": str(files),
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }


def nenep_command(name: str, *options: str) -> list[str]:
    command = [str(PYTHON), "-m", "nenep", name, *options]
    return child_command(command, when_parent_dies=signal.SIGTERM)


def run_to_the_end(name: str, environment: Mapping[str, str], *options: str) -> None:
    """Run a command of ``nenep`` to its end."""
    with subprocess.Popen(
        nenep_command(name, *options),
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=sys.stdout,
        start_new_session=True,
    ) as process:
        try:
            code = process.wait()
        except BaseException:
            # It may play in processes of its own, which must not outlive it.
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(STOP_SECONDS)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise
    if code != 0:
        raise CannotGoOn(
            f"Lệnh `nenep {name}` không xong (mã {code}).",
            "Hãy xem các dòng trên. Nếu dữ liệu thử đã hỏng, `make clean` rồi chạy lại sẽ dựng mới.",
        )
