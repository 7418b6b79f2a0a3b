"""The front-end packages, from npm by lock file; npm from the machine, or our own."""

import hashlib
import os
import re
import shutil
import subprocess
from dataclasses import dataclass

from tools import python_environment
from tools.folders import ENVIRONMENT, NODE_MODULES, ROOT
from tools.messages import explain, say

OLDEST_NODE = 20
# No package may run a script of its own while it is installed.
NPM_OPTIONS = (
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    "--fetch-retries=1",
)
# Inside the folder that npm empties first, so an interrupted run leaves none.
STAMP = NODE_MODULES / ".nenep-prepared"


@dataclass(frozen=True)
class Node:
    """The node and npm to use."""

    node: str
    npm: str


def is_ready(packages: str) -> bool:
    """Whether the packages of today's lock file are there.

    Args:
        packages: ``production`` or ``all``; all of them contain those of production.
    """
    try:
        found = STAMP.read_text().split()
    except OSError:
        return False
    return found in ([packages, _hash()], ["all", _hash()])


def install(packages: str) -> None:
    """Install the front-end packages.

    Raises:
        CannotGoOn: disk full, registry out of reach, wrong hash.
    """
    say("Cài các gói giao diện theo package-lock.json …")
    _run_npm("ci", *(["--omit=dev"] if packages == "production" else []))
    STAMP.write_text(f"{packages} {_hash()}\n")


def lock() -> None:
    """Write package-lock.json from package.json, without any address of a registry.

    Raises:
        CannotGoOn: registry out of reach, or versions that do not fit together.
    """
    _run_npm("install", "--package-lock-only")


def _run_npm(*arguments: str) -> None:
    node = find_node()
    answer = subprocess.run(
        [node.npm, *arguments, *NPM_OPTIONS],
        cwd=ROOT,
        env=_node_environment(node),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        raise explain("Cài gói giao diện", answer.stdout)


def find_node() -> Node:
    """Return the machine's node and npm where they are new enough, else install our own.

    Raises:
        CannotGoOn: ours cannot be installed.
    """
    if (found := machine_node(os.environ.get("PATH", os.defpath))) is not None:
        return found
    ours = Node(str(ENVIRONMENT / "bin" / "node"), str(ENVIRONMENT / "bin" / "npm"))
    if not python_environment.is_ready("node"):
        say("Máy không có Node.js dùng được; đặt Node.js riêng vào .venv …")
        python_environment.install("node")
    return ours


def machine_node(path: str) -> Node | None:
    """Return the node and npm found on a search path, if they are new enough."""
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if node and npm and _node_version(node) >= OLDEST_NODE:
        return Node(node, npm)
    return None


def _node_version(node: str) -> int:
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    match = re.match(r"v(\d+)\.", answer.stdout)
    return int(match[1]) if match else 0


def _node_environment(node: Node) -> dict[str, str]:
    """npm looks for node by name, so its folder comes first."""
    folders = [os.path.dirname(node.node), os.environ.get("PATH", os.defpath)]
    return os.environ | {"PATH": os.pathsep.join(folders)}


def _hash() -> str:
    files = (ROOT / "package.json", ROOT / "package-lock.json")
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
