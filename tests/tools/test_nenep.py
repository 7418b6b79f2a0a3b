"""``make nenep`` and ``make run EMPTY=1``: which data are meant, and when they are whole."""

import subprocess
import sys

import pytest

from tools import trial
from tools.folders import ROOT
from tools.laid_tables import are_laid, are_there, forget_laid, note_laid
from tools.nenep import chosen_trial
from tools.server import EmbeddedServer


@pytest.fixture
def place(monkeypatch, tmp_path):
    """A folder for the trial's data."""
    monkeypatch.setattr(trial, "VAR", tmp_path)
    return tmp_path


class TestChosenTrial:
    def test_is_the_demo_unless_somebody_says_so(self, place):
        assert not chosen_trial({}).is_empty
        assert chosen_trial({"EMPTY": "1"}).is_empty

    def test_is_the_empty_one_where_only_that_runs(self, place):
        with EmbeddedServer(place / "server-empty", fsync=False):
            assert chosen_trial({}).is_empty
        assert not chosen_trial({}).is_empty


class TestLaid:
    def test_are_there_once_they_are_whole(self, tmp_path):
        note_laid(tmp_path, "older source")
        assert are_there(tmp_path)
        assert not are_laid(tmp_path, "this source")
        forget_laid(tmp_path)
        forget_laid(tmp_path)
        assert not are_there(tmp_path)


class TestArguments:
    def test_without_a_closing_quote_are_refused_in_a_sentence(self):
        answer = subprocess.run(
            [sys.executable, "-m", "tools.nenep"],
            cwd=ROOT,
            env={"ARGS": "doctor 'x", "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        assert answer.returncode == 1
        assert "dấu nháy chưa đóng" in answer.stderr
        assert answer.stdout == ""
