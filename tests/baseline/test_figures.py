"""The demo's figures are those of the golden file.

`figures.json` was written before anything moved. A commit that changes it is titled
``figures: …`` and says which figure was wrong, or which rule changed it.
"""

import os
import subprocess
from pathlib import Path

import pytest

from tests.baseline.figures import figures, written
from tests.commands.processes import ROOT

FILE = Path(__file__).parent / "figures.json"


@pytest.mark.django_db
class TestFigures:
    def test_are_those_of_the_golden_file(self, demo):
        found = written(figures(demo))
        if os.environ.get("UPDATE_BASELINE") == "figures":
            FILE.write_text(found, encoding="utf-8")
        assert FILE.read_text(encoding="utf-8").splitlines() == found.splitlines()


class TestGoldenFile:
    def test_is_changed_only_by_commits_that_say_so(self):
        """Where there is no history, nothing can be said."""
        told = ["git", "log", "--no-merges", "--diff-filter=M", "--format=%s", "--", str(FILE)]
        answer = subprocess.run(told, cwd=ROOT, capture_output=True, text=True, check=False)
        assert [
            title for title in answer.stdout.splitlines() if not title.startswith("figures: ")
        ] == []
