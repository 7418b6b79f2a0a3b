"""Runs `nenep` as a process of its own, as an administrator does."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def nenep(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end.

    Args:
        variables: of the environment, over those of the test run.
    """
    return python("-m", "nenep", *arguments, **variables)


def python(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run Python in the checkout to its end."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    """The environment of a trial with these variables."""
    secret = "for-tests-only-and-long-enough-for-production"
    return {**os.environ, "NENEP_TRIAL": "1", "SECRET_KEY": secret, **variables}
