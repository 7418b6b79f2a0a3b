"""The checkout's own virtual environment, filled from the hash-locked requirements."""

import hashlib
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys

from tools.folders import ENVIRONMENT, PYTHON, REQUIREMENTS, ROOT
from tools.messages import CannotGoOn, explain, say

# Written when all of a lock file is installed; its absence says so of an interrupted run.
STAMP = ENVIRONMENT / "nenep-prepared.json"
# Stands while pip works: what a killed pip leaves behind looks installed to the next one.
IN_PROGRESS = ENVIRONMENT / "nenep-in-progress"
# A larger lock holds the smaller ones at the same versions.
CONTAINS = {"trial": ["trial"], "develop": ["develop", "trial"], "node": ["node"]}


def is_ready(lock: str) -> bool:
    """Whether a lock file is installed as it is today, by this Python, at this place."""
    stamp = _read_stamp()
    return (
        not IN_PROGRESS.exists()
        and stamp.get("made for") == _made_for()
        and stamp.get("locks", {}).get(lock) == _hash(lock)
    )


def install(lock: str) -> None:
    """Make the environment if need be and install a lock file into it.

    Args:
        lock: ``trial``, ``develop`` or ``node``, a file of ``requirements/``.

    Raises:
        CannotGoOn: no venv module, disk full, registry out of reach, wrong hash.
    """
    _ensure_environment()
    say(f"Cài các gói Python theo requirements/{lock}.txt (có kiểm tra mã băm) …")
    IN_PROGRESS.touch()
    _run_pip(lock)
    _put_project_on_path()
    locks = _read_stamp().get("locks", {})
    locks |= {name: _hash(name) for name in CONTAINS[lock]}
    STAMP.write_text(json.dumps({"made for": _made_for(), "locks": locks}))
    IN_PROGRESS.unlink()


def _run_pip(lock: str) -> None:
    command = [
        str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check",
        "--no-input", "--progress-bar=off", "--retries=2",
        # The lock is complete, and nothing is built here: a build would fetch unlocked tools.
        "--no-deps", "--only-binary=:all:", "--require-hashes", "--no-compile",
        "--requirement", str(REQUIREMENTS / f"{lock}.txt"),
    ]  # fmt: skip
    answer = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if answer.returncode != 0:
        if "Installing collected packages" not in answer.stdout:
            # Nothing changed yet: what was there before is still good.
            IN_PROGRESS.unlink()
        raise explain("Cài gói Python", answer.stdout)


def _ensure_environment() -> None:
    if IN_PROGRESS.exists():
        say("Lần chuẩn bị trước bị dở dang; làm lại môi trường Python từ đầu …")
        shutil.rmtree(ENVIRONMENT)
    elif ENVIRONMENT.exists() and not _environment_works():
        say("Môi trường Python cũ không dùng được ở đây nữa; làm lại từ đầu …")
        shutil.rmtree(ENVIRONMENT)
    if ENVIRONMENT.exists():
        return
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise CannotGoOn(
                f"Python này ({sys.executable}) thiếu mô-đun {module} nên không tạo được môi "
                "trường riêng.",
                "Hãy cài gói python3-venv (Debian, Ubuntu: apt install python3-venv), hoặc dùng "
                "một Python khác: make run PYTHON=/đường/dẫn/python3",
            )
    say("Tạo môi trường Python riêng trong .venv …")
    ENVIRONMENT.mkdir()
    IN_PROGRESS.touch()
    answer = subprocess.run(
        [sys.executable, "-m", "venv", str(ENVIRONMENT)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        raise explain("Tạo môi trường Python", answer.stdout)


def _environment_works() -> bool:
    """Whether the environment runs, with this Python's version, and was made at this place."""
    if _read_stamp().get("made for") not in (None, _made_for()):
        return False
    code = "import sys, pip; print(*sys.version_info[:2], sys.prefix)"
    try:
        answer = subprocess.run(
            [str(PYTHON), "-c", code], capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    return answer.stdout.strip() == f"{sys.version_info[0]} {sys.version_info[1]} {ENVIRONMENT}"


def _put_project_on_path() -> None:
    """Make ``import nenep`` and ``.venv/bin/nenep`` work without building the project."""
    for packages in ENVIRONMENT.glob("lib/python*/site-packages"):
        (packages / "nenep.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    command = ENVIRONMENT / "bin" / "nenep"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(str(PYTHON))} -m nenep "$@"\n')
    command.chmod(0o755)


def _made_for() -> str:
    version = ".".join(map(str, sys.version_info[:2]))
    return f"Python {version} at {ROOT}"


def _read_stamp() -> dict[str, dict[str, str]]:
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def _hash(lock: str) -> str:
    return hashlib.sha256((REQUIREMENTS / f"{lock}.txt").read_bytes()).hexdigest()


def environment_variables() -> dict[str, str]:
    """The environment in which the checkout's own programs are found first.

    Without PostgreSQL's variables, which point at somebody's own server, and without the wish not
    to keep compiled Python, which would cost seconds at every start.
    """
    path = os.pathsep.join([str(ENVIRONMENT / "bin"), os.environ.get("PATH", os.defpath)])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept | {"PATH": path}
