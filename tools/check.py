"""Check the source without running it: ``make check``; ``--fix`` repairs what can be repaired."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from tools.folders import ENVIRONMENT, PYTHON, ROOT
from tools.messages import run_main, say
from tools.outcome import Part, summary
from tools.prepare import prepare
from tools.python_environment import environment_variables

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2
_BIN = ENVIRONMENT / "bin"
CHECKS = {
    "kiểu (mypy)": [str(PYTHON), "-m", "mypy", "nenep"],
    "lint (ruff)": [str(_BIN / "ruff"), "check", "."],
    "định dạng (ruff)": [str(_BIN / "ruff"), "format", "--check", "."],
    "ranh giới các tầng (import-linter)": [str(_BIN / "lint-imports")],
    "mẫu trang (djlint)": [str(PYTHON), "-m", "djlint", "nenep", "--lint", "--quiet"],
    "tệp khóa không nêu tên kho gói": [str(PYTHON), "-m", "tools.no_registry"],
}
FIXES = {
    "lint": [str(_BIN / "ruff"), "check", "--fix", "."],
    "định dạng": [str(_BIN / "ruff"), "format", "."],
}


def run_checks(*, at_once: int = CORES) -> list[Part]:
    """Run all checks, so many at once; print each as it ends, with its output if it fails."""
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(lambda check: _run(*check), CHECKS.items()))


def _run(name: str, command: list[str]) -> Part:
    answer = subprocess.run(
        command,
        cwd=ROOT,
        env=environment_variables(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    part = Part(name, answer.returncode == 0)
    say(f"{part}".strip() if part.passed else f"{part}\n{answer.stdout}".strip())
    return part


def main() -> int:
    """Check, or repair with ``--fix``; return 1 if a part failed."""
    prepare("check")
    if "--fix" in sys.argv[1:]:
        parts = [_run(name, command) for name, command in FIXES.items()]
    else:
        say("Kiểm tra mã nguồn …")
        parts = run_checks()
        print(summary(parts))
    return 0 if all(part.passed for part in parts) else 1


if __name__ == "__main__":
    run_main(main)
