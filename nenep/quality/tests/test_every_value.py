"""No value of a scoring edition is dead: changing it changes some result."""

from dataclasses import replace
from fractions import Fraction
from itertools import zip_longest

import pytest

from nenep.quality.evaluate import evaluate
from nenep.quality.score import PointsRefused
from nenep.quality.tests.forms import ALL_WELL, filled_to, full_marks
from nenep.rulebooks.library import FOLDER
from nenep.rulebooks.tests.leaves import leaves, plain, typed, variants

FILES = sorted(file.name for file in FOLDER.glob("scoring-*.yaml"))
FACTS = [
    ALL_WELL,
    replace(ALL_WELL, has_committee=False),
    replace(ALL_WELL, promises_total=0, promises_done=0),
    replace(ALL_WELL, has_thematic_part=True),
    replace(ALL_WELL, minutes_in_time=False),
    replace(ALL_WELL, papers_lead_days=None),
    replace(ALL_WELL, spoke_percent=None),
    *(replace(ALL_WELL, papers_lead_days=days) for days in range(4)),
    *(replace(ALL_WELL, spoke_percent=Fraction(percent)) for percent in range(101)),
    *(replace(ALL_WELL, attendance_percent=Fraction(percent)) for percent in range(101)),
    *(replace(ALL_WELL, duration_minutes=m, required_minutes=100) for m in range(75, 103)),
    *(replace(ALL_WELL, duration_minutes=minutes) for minutes in range(15, 35)),
    *(replace(ALL_WELL, absent_without_reason=count) for count in range(4)),
    *(replace(ALL_WELL, notice_lead_days=days) for days in range(4)),
    *(replace(ALL_WELL, promises_done=done, promises_total=100) for done in range(101)),
]


def fingerprint(rules, unchanged):
    """Score each kind of part on a grid of facts, and at every total of points, one by one."""
    for part in ("regular", "thematic"):
        form = next((form for form in rules.forms if part in form.parts), None)
        yield form and (form.code, form.title)
        frame = unchanged.form_for(part)
        sheets = [(full_marks(frame), facts) for facts in FACTS]
        sheets += [(filled_to(frame, total), ALL_WELL) for total in range(101)]
        for sheet in sheets if form else ():
            yield _result(form, *sheet)


def _result(form, entries, facts):
    try:
        return evaluate(form, entries, facts)
    except PointsRefused as refusal:
        return refusal.by_line


class TestEveryValue:
    @pytest.mark.parametrize("file", FILES)
    def test_changes_some_score(self, file):
        rules = typed(plain(file))
        before = list(fingerprint(rules, rules))

        def answers_differently(changed):
            after = fingerprint(changed, rules)
            return any(new != old for new, old in zip_longest(after, before))

        dead = [
            path
            for path in leaves(plain(file)["rules"], ("rules",))
            if not any(answers_differently(changed) for changed in variants(file, path))
        ]

        assert dead == []
