"""Run a command on the trial's data: ``make nenep ARGS='figures X-BANMAY --as …'``.

Uses the server of a ``make run`` that is going on, or starts it for this one command. With
``EMPTY=1`` the data are those of ``make run EMPTY=1``; so they are without it where only that runs.
"""

import contextlib
import fcntl
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping

from tools.folders import PYTHON, ROOT, VAR
from tools.messages import CannotGoOn, run_main
from tools.prepare import prepare
from tools.server import OWNER, WEB, EmbeddedServer
from tools.trial import Trial, given_urls, trial_environment

# These never learn the owner's URL, in the trial either.
_AS_WEB = ("serve", "work")


def main() -> int:
    """Run the command to its end; its exit code."""
    try:
        arguments = shlex.split(os.environ.get("ARGS", ""))
    except ValueError:
        raise CannotGoOn(
            "ARGS có dấu nháy chưa đóng.", "Ví dụ: make nenep ARGS='verify-book --help'"
        ) from None
    port = int(os.environ.get("PORT", "8000"))
    with contextlib.ExitStack() as stack:
        # What the command prints may be read by a program: all else goes beside it.
        with contextlib.redirect_stdout(sys.stderr):
            prepare("run")
        given = given_urls(os.environ)
        trial = chosen_trial(os.environ)
        server = stack.enter_context(_served(trial)) if given is None else None
        owner_url, web_url = given or (server.url(OWNER), server.url(WEB))  # type: ignore[union-attr]
        environment = trial_environment(port, web_url, trial.files)
        owner = environment | {"DATABASE_OWNER_URL": owner_url}
        if server is not None and server.process_id is not None:
            with contextlib.redirect_stdout(sys.stderr):
                trial.lay(server, owner)
        elif server is not None:
            trial.wait_until_laid()
        return subprocess.run(
            [str(PYTHON), "-m", "nenep", *arguments],
            cwd=ROOT,
            env=environment if arguments[:1] in ([name] for name in _AS_WEB) else owner,
            check=False,
        ).returncode


def chosen_trial(variables: Mapping[str, str]) -> Trial:
    """Return the data somebody means: those of ``EMPTY``, else those that run, else the demo's."""
    demo, empty = Trial(is_empty=False), Trial(is_empty=True)
    only_empty_runs = empty.server.is_running() and not demo.server.is_running()
    return empty if variables.get("EMPTY") or only_empty_runs else demo


@contextlib.contextmanager
def _served(trial: Trial) -> Iterator[EmbeddedServer]:
    """Give the trial's server: one that runs, or one for as long as this command takes."""
    VAR.mkdir(mode=0o700, exist_ok=True)
    with (VAR / "nenep-command.lock").open("w") as lock, contextlib.ExitStack() as stack:
        server = trial.server
        if not server.attach():
            # Another such command may end the server that it has started; wait for it.
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not server.attach():
                stack.enter_context(server)
        yield server


if __name__ == "__main__":
    run_main(lambda: sys.exit(main()))
