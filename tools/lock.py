"""Write the lock files from pyproject.toml and package.json: ``make lock``.

They hold no address of a registry, so they are good behind any mirror. To take newer versions:
``make lock UPGRADE=1``.
"""

import os
import shutil
import subprocess
import tomllib

from tools import front_end
from tools.folders import ENVIRONMENT, PYTHON, REQUIREMENTS, ROOT
from tools.messages import explain, run_main, say
from tools.prepare import prepare

# Each is limited to the versions of the one before, so that one environment can hold them all.
LOCKS = {"develop": ["develop"], "trial": ["trial"], "product": []}


def main() -> int:
    """Write the four requirements files and npm's lock file."""
    prepare("check")
    uv = find_uv()
    limit: list[str] = []
    for name, extras in LOCKS.items():
        arguments = [part for extra in extras for part in ("--extra", extra)]
        compile_lock(uv, name, ["pyproject.toml", *arguments, *limit])
        limit = ["--constraint", f"requirements/{name}.txt"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    node = "\n".join(project["optional-dependencies"]["node"])
    compile_lock(uv, "node", ["-"], node)
    say("Khóa package-lock.json …")
    front_end.lock()
    return 0


def find_uv() -> str:
    """Return uv, installing it into the environment if the machine has none.

    Raises:
        CannotGoOn: it cannot be installed.
    """
    ours = ENVIRONMENT / "bin" / "uv"
    if ours.exists():
        return str(ours)
    if found := shutil.which("uv"):
        return found
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    answer = subprocess.run(
        [str(PYTHON), "-m", "pip", "install", *project["optional-dependencies"]["lock"]],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        raise explain("Cài công cụ uv", answer.stdout)
    return str(ours)


def compile_lock(uv: str, name: str, arguments: list[str], text: str = "") -> None:
    """Resolve one set of requirements for every platform and write it with hashes.

    Raises:
        CannotGoOn: it cannot be resolved.
    """
    say(f"Khóa requirements/{name}.txt …")
    command = [
        uv, "pip", "compile", "--quiet", "--universal", "--python-version=3.11",
        "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links",
        f"--output-file=requirements/{name}.txt", *arguments,
    ]  # fmt: skip
    if os.environ.get("UPGRADE"):
        command.append("--upgrade")
    answer = subprocess.run(
        command,
        cwd=ROOT,
        input=text,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | {"UV_CUSTOM_COMPILE_COMMAND": "make lock"},
        check=False,
    )
    if answer.returncode != 0:
        raise explain(f"Khóa {REQUIREMENTS.name}/{name}.txt", answer.stdout)


if __name__ == "__main__":
    run_main(main)
