"""No tracked file names the host of a package registry: the lock files are good behind any mirror.

``python -m tools.no_registry``
"""

import json
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tools.folders import ROOT

# In parts, so that this file passes its own check.
HOSTS = re.compile(
    "|".join(
        re.escape(".".join(parts))
        for parts in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("registry", "npmjs", "org"),
            ("registry", "yarnpkg", "com"),
            ("deb", "debian", "org"),
            ("proxy", "golang", "org"),
        )
    )
)
INDEX_OPTION = re.compile(r"^\s*(-i|-f|--(extra-)?index-url|--find-links|registry\s*=)\b", re.M)


def main() -> int:
    """Print every place that names a registry; return 1 if there is one."""
    problems = [problem for path in tracked_files() for problem in problems_in(path)]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def tracked_files() -> Iterable[Path]:
    """Return the files under version control; the lock files alone where there is no git."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return [*ROOT.glob("requirements/*.txt"), ROOT / "package-lock.json", ROOT / ".npmrc"]
    paths = (ROOT / name for name in answer.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


def problems_in(path: Path) -> list[str]:
    """Return one line for each place in a file that names a registry."""
    text = path.read_text(errors="replace")
    problems = [
        f"{path}:{number}: names the registry {found[0]}"
        for number, line in enumerate(text.splitlines(), 1)
        if (found := HOSTS.search(line))
    ]
    if path.name == ".npmrc" or path.parent.name == "requirements":
        problems += [f"{path}: sets {found[0].strip()}" for found in INDEX_OPTION.finditer(text)]
    if path.parent.name == "requirements" and "://" in text:
        problems.append(f"{path}: holds an address")
    if path.name == "package-lock.json":
        packages = json.loads(text)["packages"].items()
        problems += [f"{path}: {name} is resolved" for name, kept in packages if "resolved" in kept]
    return problems


if __name__ == "__main__":
    raise SystemExit(main())
