"""The file that a long command also writes its result into: ``JSON=FILE``."""

import json
import os
from pathlib import Path

from tools.messages import CannotGoOn


def json_file() -> Path | None:
    """Return the file that the environment names, or nothing where none is asked for.

    Raises:
        CannotGoOn: its folder is missing; better said before the work than after it.
    """
    if not (named := os.environ.get("JSON")):
        return None
    path = Path(named)
    if not path.parent.is_dir() or path.is_dir():
        raise CannotGoOn(
            f"Không ghi được vào JSON={path}.", "Hãy chọn một tệp trong thư mục đã có."
        )
    return path


def write_json(path: Path | None, values: object) -> None:
    """Write a result into the file, if one was asked for."""
    if path is not None:
        path.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
