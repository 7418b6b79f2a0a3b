"""Change rules and the meeting room a little, 200 times: ``make mutate``. Some test must miss it.

Each change is one operator, number, condition, refusal or result of a function; which ones are
taken hangs on what they say, not on where it stands, so that two runs compare what tests miss
before and after these were changed. Coverage says which tests go through the changed line; those
are run, the narrowest first, until one fails.

``make mutate JSON=FILE`` also writes how many were tried and the names of those that survived,
``COUNT=20`` tries fewer, ``ONLY=workdays`` takes the files that have that in their path.
"""

import os
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from coverage import CoverageData

from tools.check import CORES
from tools.folders import PYTHON, ROOT
from tools.json_file import json_file, write_json
from tools.messages import CannotGoOn, run_main, say
from tools.mutants import CHANGE, Mutant, Outcome, Slots
from tools.mutate_source import Change, chosen_changes
from tools.python_environment import environment_variables
from tools.server import SUPERUSER
from tools.temporary_server import temporary_server
from tools.testing_databases import make_template
from tools.variables import SERVER_VARIABLE

COUNT = 200
# Of a line that everything goes through, the narrowest tests are enough.
MOST_TESTS = 120
_SETTINGS = """
[run]
parallel = true
patch = subprocess
data_file = {folder}/data
include =
{paths}
"""


def main() -> int:
    """Try every change; return 0, because some changes say the same in other words."""
    path, count = json_file(), int(os.environ.get("COUNT") or COUNT)
    found = chosen_changes(count, os.environ.get("ONLY", ""))
    if not found:
        raise CannotGoOn("Không có gì để đổi.", "Bỏ ONLY để đổi ở mọi nơi.")
    with temporary_server() as running:
        server = running.url(SUPERUSER, "postgres")
        say("Xem phép thử nào đi qua dòng nào …")
        near = near_tests(found, server)
        mutants = [mutant(change, near.get(change.name, ())) for change in found]
        make_template(server)
        say(f"Thử {len(mutants)} chỗ đổi, {CORES} việc cùng lúc …")
        with Slots(server, CORES) as slots, ThreadPoolExecutor(CORES) as pool:
            trying = [pool.submit(slots.attempt, [one]) for one in mutants]
            outcomes = list(_as_they_end(trying))
    survived = sorted(one.mutant.name for one in outcomes if one.survived)
    write_json(path, {"mutants": len(outcomes), "survived": survived})
    say(f"{len(outcomes) - len(survived)}/{len(outcomes)} bị phát hiện")
    return 0


def mutant(change: Change, tests: tuple[str, ...]) -> Mutant:
    """Return the change as something to try."""
    return Mutant(CHANGE, change.name, tests, path=change.path, text=change.text())


def _as_they_end(trying: list) -> Iterator[Outcome]:
    started = time.monotonic()
    for number, future in enumerate(as_completed(trying), start=1):
        [outcome] = future.result()
        if outcome.survived:
            say(f"  SỐNG SÓT: {outcome.mutant.name} ({outcome.mutant.path})")
        if number % 10 == 0:
            left = (time.monotonic() - started) / number * (len(trying) - number)
            say(f"  {number}/{len(trying)}, còn khoảng {left / 60:.0f} phút")
        yield outcome


def near_tests(found: list[Change], server: str) -> dict[str, tuple[str, ...]]:
    """Return by name of each change the tests that go through its line, the narrowest first.

    Raises:
        CannotGoOn: a test fails while nothing is changed.
    """
    with tempfile.TemporaryDirectory(prefix="nenep-mutate-") as folder:
        data = _data(found, server, Path(folder))
        lines = {
            path: data.contexts_by_lineno(str(ROOT / path))
            for path in {change.path for change in found}
        }
    breadth = Counter(
        test for of_file in lines.values() for tests in of_file.values() for test in set(tests)
    )
    near = dict[str, tuple[str, ...]]()
    for change in found:
        tests = {test for test in lines[change.path].get(change.line, ()) if test}
        near[change.name] = tuple(sorted(tests, key=lambda one: (breadth[one], one))[:MOST_TESTS])
    return near


def _data(found: list[Change], server: str, folder: Path) -> CoverageData:
    """Run the tests of the apps that are changed; return what went through which line."""
    paths = sorted({change.path for change in found})
    settings = folder / "coveragerc"
    rows = "\n".join(f"  {ROOT / path}" for path in paths)
    settings.write_text(_SETTINGS.format(folder=folder, paths=rows))
    apps = sorted({"/".join(Path(path).parts[:2]) for path in paths})
    coverage = [str(PYTHON), "-m", "coverage"]
    command = [*coverage, "run", f"--rcfile={settings}", "-m", "pytest", "-q", f"-n{CORES + 1}"]
    command += ["--dist=loadfile", "--no-loadscope-reorder", "-p", "tools.testing_contexts"]
    variables = environment_variables() | {SERVER_VARIABLE: server}
    answer = subprocess.run(
        [*command, "-m", "not browser", *apps],
        cwd=ROOT,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        raise CannotGoOn(
            f"Có phép thử đã hỏng sẵn:\n{answer.stdout[-2000:]}",
            "Hãy sửa cho `make test` xanh rồi mới đổi thử.",
        )
    combine = [*coverage, "combine", "--quiet", f"--rcfile={settings}"]
    subprocess.run(combine, cwd=ROOT, env=variables, check=True)
    data = CoverageData(basename=str(folder / "data"))
    data.read()
    return data


if __name__ == "__main__":
    run_main(main)
