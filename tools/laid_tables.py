"""Whether a server's tables were laid by this very source, so that a later start need not ask."""

import hashlib
from pathlib import Path

from tools.folders import ROOT

_STAMP = "tables-laid-by"


def source_digest(root: Path = ROOT / "nenep") -> str:
    """Return a digest of the product's Python: its models, migrations, functions and policies."""
    digest = hashlib.sha256()
    for file in sorted(root.rglob("*.py")):
        digest.update(f"{file.relative_to(root)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def are_laid(server: Path, digest: str) -> bool:
    """Whether the tables in a server's folder, and its demo, are those of a source."""
    stamp = server / _STAMP
    return stamp.exists() and stamp.read_text() == digest


def note_laid(server: Path, digest: str) -> None:
    """Note that they are, beside the data, so that both go together."""
    (server / _STAMP).write_text(digest)


def forget_laid(server: Path) -> None:
    """Forget it, before they are laid anew."""
    (server / _STAMP).unlink(missing_ok=True)


def are_there(server: Path) -> bool:
    """Whether the tables in a server's folder are those of any source, whole."""
    return (server / _STAMP).exists()
