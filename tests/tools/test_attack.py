import json

import pytest

from tools.attack import told
from tools.json_file import json_file, write_json
from tools.messages import CannotGoOn
from tools.mutants import Mutant, Outcome


def outcome(name, *, survived, known=""):
    return Outcome(Mutant("policies", name, (), known=known), survived=survived)


class TestTold:
    def test_counts_what_was_tried_and_names_what_survived(self, tmp_path):
        outcomes = [
            outcome("b policy", survived=True),
            outcome("a policy", survived=True),
            outcome("c policy", survived=False),
            outcome("d policy", survived=False, known="implied by another"),
        ]
        path = tmp_path / "attack.json"
        write_json(path, told(iter(outcomes)))
        assert json.loads(path.read_text()) == {
            "mutants": 4,
            "survived": ["a policy", "b policy"],
        }

    def test_leaves_out_what_no_test_can_miss(self):
        outcomes = [outcome("a", survived=True, known="implied by another")]
        assert told(outcomes) == {"mutants": 0, "survived": []}


class TestJsonFile:
    def test_is_none_unless_asked_for(self, monkeypatch):
        monkeypatch.delenv("JSON", raising=False)
        assert json_file() is None
        write_json(None, {})

    def test_is_refused_before_the_work_where_it_cannot_be_written(self, monkeypatch, tmp_path):
        for path in (tmp_path, tmp_path / "no" / "file.json"):
            monkeypatch.setenv("JSON", str(path))
            with pytest.raises(CannotGoOn, match="JSON="):
                json_file()
        monkeypatch.setenv("JSON", str(tmp_path / "file.json"))
        assert json_file() == tmp_path / "file.json"
