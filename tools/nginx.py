"""The nginx of the proxy's test: Debian's package, unpacked into ``var/`` without root, or an installed one."""

import fcntl
import shutil
import subprocess
from pathlib import Path

from tools.folders import VAR
from tools.messages import CannotGoOn, say

PACKAGE = "nginx"
UNPACKED = VAR / "nginx"
BINARY = UNPACKED / "usr" / "sbin" / "nginx"


def find_nginx() -> Path:
    """Return nginx, unpacking it the first time.

    Raises:
        CannotGoOn: none is installed, and Debian's package is not to be had.
    """
    VAR.mkdir(mode=0o700, exist_ok=True)
    with (VAR / "nginx.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if BINARY.exists():
            return BINARY
        if shutil.which("apt-get") and shutil.which("dpkg-deb"):
            _unpack()
            return BINARY
    if found := shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin"):
        return Path(found)
    raise CannotGoOn(
        "Không có nginx để kiểm tra cấu hình proxy.", "Hãy cài gói nginx của hệ thống."
    )


def _unpack() -> None:
    say("Tải và giải nén nginx dùng để kiểm tra …")
    new = UNPACKED.with_name("nginx.new")
    shutil.rmtree(new, ignore_errors=True)
    lists, cache = new / "lists", new / "cache"
    for folder in (lists, cache):
        (folder / "partial").mkdir(parents=True)
    # Lists and packages of our own: the system's are root's, and may be missing.
    ours = ["-o", f"Dir::State::Lists={lists}", "-o", f"Dir::Cache={cache}"]
    ours += ["-o", "APT::Sandbox::User=", "-o", "Debug::NoLocking=1"]
    if not _did(new, "apt-get", "download", "-q", PACKAGE):
        _did(new, "apt-get", *ours, "update", "-q")
        if not _did(new, "apt-get", *ours, "download", "-q", PACKAGE):
            raise CannotGoOn("Không tải được gói nginx.", "Hãy xem mạng rồi chạy lại.")
    for package in new.glob("*.deb"):
        if not _did(new, "dpkg-deb", "-x", str(package), str(new)):
            raise CannotGoOn("Không giải nén được gói nginx.", "Hãy xem đĩa còn chỗ không.")
        package.unlink()
    shutil.rmtree(lists)
    shutil.rmtree(cache)
    shutil.rmtree(UNPACKED, ignore_errors=True)
    new.rename(UNPACKED)


def _did(folder: Path, *command: str) -> bool:
    answer = subprocess.run(
        command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return answer.returncode == 0
