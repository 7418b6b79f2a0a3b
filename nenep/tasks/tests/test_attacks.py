"""Every check of tasks, attacked by plain SQL as the web role."""

from datetime import date

import pytest

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.ranges import Range
from nenep.tasks.models import Task
from tools.testing_attacks import a_row

EVERYTHING = Actor(0, None, "Tấn công", frozenset(Permission), (Range("", ":"),))
DAY = date(2026, 12, 31)


class TestChecks:
    @pytest.mark.parametrize(
        ("constraint", "columns"),
        [
            ("task_due_after_given", {"given_on": DAY, "due_on": date(2026, 12, 30)}),
            ("task_settled_has_day", {"state": "open", "settled_on": DAY}),
            ("task_settled_has_day", {"state": "done"}),
            ("task_settled_has_day", {"state": "dropped"}),
        ],
    )
    def test_refuse_a_row_that_breaks_a_rule(self, attacked, constraint, columns):
        with attacked.by(EVERYTHING) as attack, attack.refused(constraint):
            attack.insert(Task, a_row(Task, **columns))
