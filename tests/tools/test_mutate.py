"""The small changes of `make mutate` are always the same, and each is a program."""

import ast

import pytest

from tools.folders import ROOT
from tools.mutate_source import changes, chosen_changes

RULE = '''
def is_due(day, last):
    """Whether it is due."""
    if last is None:
        raise ValueError("Chưa có")
    return day - last >= 2 and not day == last
'''


class TestChanges:
    def test_change_one_thing_each(self):
        found = {change.after for change in changes("nenep/x/rules.py", RULE)}
        assert found == {
            "last is not None",
            "pass",
            "return None",
            "((day - last >= 2) or (not day == last))",
            "day - last > 2",
            "day + last",
            "3",
            "(day == last)",
            "day != last",
        }

    def test_are_named_alike_wherever_the_function_stands(self):
        here, there = (
            [change.name for change in changes(path, lines + RULE)]
            for path, lines in (("nenep/x/rules.py", ""), ("nenep/y/z/rules.py", "\n\n"))
        )
        assert here == there


@pytest.fixture(scope="module")
def chosen():
    return chosen_changes(200)


class TestChosenChanges:
    def test_are_two_hundred_places_always_the_same(self, chosen):
        assert len({change.name for change in chosen}) == 200
        assert chosen == chosen_changes(200)

    def test_are_of_rules_and_of_the_room_by_halves(self, chosen):
        assert sum("/room/" in change.path for change in chosen) == 100

    def test_are_programs_that_differ(self, chosen):
        for change in chosen:
            before = (ROOT / change.path).read_text(encoding="utf-8")
            assert ast.dump(ast.parse(change.text())) != ast.dump(ast.parse(before)), change.name
