"""The backups kept of versions, and what was written beside each at the time."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
# Of a figure, what its rows come to; its words may be said better later.
_COMPARED = ("value", "part", "whole", "rows")


@dataclass(frozen=True)
class Kept:
    """A backup of one version.

    Args:
        version: of the program that made it.
    """

    version: str

    @property
    def backup(self) -> Path:
        """The file of `nenep backup`."""
        return FOLDER / self.version / "backup.zip"

    @property
    def then(self) -> dict[str, Any]:
        """What the program of that version said: figures, books; and its rows by table."""
        return dict(json.loads(self._then.read_text(encoding="utf-8")))

    @property
    def _then(self) -> Path:
        return self.backup.with_name("then.json")

    def write(self, then: dict[str, Any]) -> None:
        """Write what the program says."""
        text = json.dumps(then, ensure_ascii=False, indent=1, sort_keys=True)
        self._then.write_text(f"{text}\n", encoding="utf-8")


def all_kept() -> list[Kept]:
    """Return the kept backups, in the order of their names."""
    return [Kept(path.parent.name) for path in sorted(FOLDER.glob("*/backup.zip"))]


def values(answer: dict[str, Any]) -> dict[str, list[Any]]:
    """Return the figures of `nenep figures --json` by key and what they are split by."""
    found = {}
    for one in answer["figures"]:
        name = " ".join([one["key"], *(f"{by}={it}" for by, it in sorted(one["by"].items()))])
        found[name] = [one.get(word) for word in _COMPARED]
    return found
