"""Lay the static files beside their compressed forms: `python -m nenep.web.prepared`.

`make run` does it, and whoever installs the product, once a release. Brotli comes with Node.js,
which the packages are installed with anyway; without it `.gz` is all there is.
"""

import fcntl
import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import django

from nenep.web.files import digest, prepared_folder, served_files

_LOCK = "lock"
# What is not compressed already.
_TEXT = {".css", ".js", ".json", ".svg", ".webmanifest"}
_BROTLI = """
const fs = require("fs"), zlib = require("zlib"), c = zlib.constants;
for (const file of JSON.parse(fs.readFileSync(0, "utf8"))) {
  const content = fs.readFileSync(file);
  fs.writeFileSync(file + ".br", zlib.brotliCompressSync(content, { params: {
    [c.BROTLI_PARAM_QUALITY]: 11, [c.BROTLI_PARAM_MODE]: c.BROTLI_MODE_TEXT,
    [c.BROTLI_PARAM_SIZE_HINT]: content.length,
  } }));
}
"""


def prepare() -> Path:
    """Prepare the files of today's digest, unless they are; forget those of earlier ones.

    Returns:
        The folder; it appears whole or not at all.
    """
    target = prepared_folder()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.with_name(_LOCK).open("w") as lock:
        # Whoever comes second finds it done.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.is_dir():
            _lay(target)
    return target


def _lay(target: Path) -> None:
    new = target.with_name(f"new-{digest()}")
    shutil.rmtree(new, ignore_errors=True)
    for name, path in served_files().items():
        laid = new / name
        laid.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, laid)
    texts = [path for path in sorted(new.rglob("*")) if path.suffix in _TEXT]
    for path in texts:
        content = gzip.compress(path.read_bytes(), 9, mtime=0)
        path.with_name(path.name + ".gz").write_bytes(content)
    _brotli(texts)
    for old in target.parent.iterdir():
        if old.is_dir() and old != new:
            shutil.rmtree(old)
    new.rename(target)


def _brotli(files: list[Path]) -> None:
    own = Path(sys.executable).parent / "node"
    node = shutil.which("node") or (str(own) if own.exists() else None)
    if node is None:
        return
    subprocess.run(
        [node, "--eval", _BROTLI],
        input=json.dumps([str(path) for path in files]).encode(),
        check=True,
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nenep.settings")
    django.setup()
    prepare()
