"""A committee's own values over an edition: only where it lets them, and named as its own."""

from dataclasses import replace
from datetime import date

import pytest

from nenep.rulebooks import rulebook_on
from nenep.rulebooks.loader import RuleTopic
from nenep.rulebooks.own import Own, OwnRule, with_own
from nenep.rulebooks.rules import last_day_of_notice, required_minutes
from nenep.rulebooks.sources import Certainty, Source

HELD = date(2026, 12, 3)
BOOK = rulebook_on(HELD)
SOURCE = Source("12-KL/ĐU của Đảng bộ xã Bản Mây", None, Certainty.SEEN)


def without_leave(group, name):
    """The rulebook with a leave to differ taken away."""
    edition = BOOK.editions[RuleTopic.MEETINGS]
    part = getattr(edition.rules, group).model_copy(update={name: False})
    rules = edition.rules.model_copy(update={group: part})
    return replace(
        BOOK, editions={**BOOK.editions, RuleTopic.MEETINGS: replace(edition, rules=rules)}
    )


class TestWithOwn:
    @pytest.mark.parametrize(
        ("rule", "kinds"),
        [
            (OwnRule.REGULAR_MINUTES, {"regular"}),
            (OwnRule.COMBINED_MINUTES, {"regular", "thematic"}),
            (OwnRule.THEMATIC_MINUTES, {"thematic"}),
        ],
    )
    def test_changes_one_length(self, rule, kinds):
        changed = with_own(BOOK, {rule: Own(45, SOURCE)})

        everything = [{"regular"}, {"regular", "thematic"}, {"thematic"}]
        for one in everything:
            expected = 45 if one == kinds else required_minutes(one, BOOK.meetings)
            assert required_minutes(one, changed.meetings) == expected
        assert changed.code == BOOK.code
        assert changed.statement(f"meetings.{rule}") == "theo 12-KL/ĐU của Đảng bộ xã Bản Mây"

    def test_changes_the_lead(self):
        changed = with_own(BOOK, {OwnRule.LEAD_DAYS: Own(3, SOURCE)})

        assert last_day_of_notice(HELD, changed.meetings) == date(2026, 11, 30)
        assert last_day_of_notice(HELD, BOOK.meetings) == date(2026, 12, 2)

    @pytest.mark.parametrize(
        ("rule", "group", "leave"),
        [
            (OwnRule.REGULAR_MINUTES, "duration", "cell_may_have_own"),
            (OwnRule.LEAD_DAYS, "notice", "committee_may_have_own"),
        ],
    )
    def test_changes_nothing_without_leave(self, rule, group, leave):
        strict = without_leave(group, leave)

        assert with_own(strict, {rule: Own(3, SOURCE)}) is strict

    def test_of_nothing_is_the_edition(self):
        assert with_own(BOOK, {}) is BOOK
