from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nenep.rulebooks import rulebook_on
from nenep.rulebooks.rules import VotesDoNotAddUp, majority, standing, votes_summoned
from nenep.rulebooks.schema.base import Border
from nenep.rulebooks.schema.meetings import MajorityRule, VoteBase

MEETINGS = rulebook_on(date(2026, 11, 3)).meetings
RESOLUTION = MEETINGS.majority_rule("resolution")
PEOPLE = MEETINGS.majority_rule("people")

shares = st.builds(Fraction, st.integers(1, 9), st.integers(10, 12)) | st.sampled_from(
    [Fraction(1, 2), Fraction(2, 3), Fraction(1)]
)
rules = st.builds(
    MajorityRule,
    code=st.just("made_up"),
    title=st.just("Việc thử"),
    share=shares,
    reached=st.sampled_from(Border),
    base=st.sampled_from(VoteBase),
)


@st.composite
def counts(draw):
    entitled = draw(st.integers(0, 60))
    for_ = draw(st.integers(0, entitled))
    against = draw(st.integers(0, entitled - for_))
    abstain = draw(st.integers(0, entitled - for_ - against))
    return for_, against, abstain, entitled


class TestMajority:
    @pytest.mark.parametrize(
        ("rule", "for_", "entitled", "reached", "needed"),
        [
            (RESOLUTION, 4, 8, False, 5),  # exactly half is not more than half
            (RESOLUTION, 5, 8, True, 5),
            (RESOLUTION, 4, 9, False, 5),
            (RESOLUTION, 5, 9, True, 5),
            (RESOLUTION, 1, 1, True, 1),
            (PEOPLE, 6, 9, True, 6),  # exactly two thirds is enough
            (PEOPLE, 5, 9, False, 6),
            (PEOPLE, 6, 10, False, 7),
            (PEOPLE, 7, 10, True, 7),
            (PEOPLE, 2, 3, True, 2),
            (PEOPLE, 0, 0, False, 0),
        ],
    )
    def test_stands_at_the_border(self, rule, for_, entitled, reached, needed):
        outcome = majority(rule, for_, 0, 0, entitled)

        assert (outcome.reached, outcome.needed) == (reached, needed)

    def test_says_which_rule_was_met_and_by_how_much(self):
        assert majority(RESOLUTION, 7, 1, 1, 9).sentence == (
            "Đạt: 7 trên 9 đảng viên chính thức được triệu tập tán thành; nghị quyết của chi bộ "
            "cần trên 1/2, tức ít nhất 5; hơn mức cần 2."
        )
        assert majority(PEOPLE, 5, 4, 0, 9).sentence == (
            "Không đạt: 5 trên 9 đảng viên chính thức được triệu tập tán thành; quyết định về con "
            "người cần từ 2/3 trở lên, tức ít nhất 6; còn thiếu 1."
        )

    def test_takes_the_votes_cast_where_the_rule_says_so(self):
        rule = RESOLUTION.model_copy(update={"base": VoteBase.CAST})

        assert majority(rule, 3, 2, 0, 9).reached
        assert majority(rule, 3, 2, 0, 9).denominator == 5

    @pytest.mark.parametrize("votes", [(5, 3, 2, 9), (10, 0, 0, 9), (-1, 3, 2, 9), (0, 0, 0, -1)])
    def test_refuses_votes_that_do_not_add_up(self, votes):
        with pytest.raises(VotesDoNotAddUp, match=r"đếm lại|số âm"):
            majority(PEOPLE, *votes)

    @given(rule=rules, votes=counts())
    def test_is_reached_exactly_from_the_needed_number_on(self, rule, votes):
        outcome = majority(rule, *votes)

        assert outcome.reached == (outcome.denominator > 0 and votes[0] >= outcome.needed)

    @given(rule=rules, votes=counts())
    def test_needs_the_fewest_votes_that_satisfy_the_share(self, rule, votes):
        outcome = majority(rule, *votes)
        border = rule.share * outcome.denominator
        enough = (
            (lambda n: n >= border) if rule.reached is Border.AT_LEAST else (lambda n: n > border)
        )

        assert enough(outcome.needed)
        assert not enough(outcome.needed - 1)

    @given(rule=rules, votes=counts())
    def test_is_never_lost_by_one_more_vote_in_favour(self, rule, votes):
        for_, against, abstain, entitled = votes
        if for_ + against + abstain < entitled and majority(rule, *votes).reached:
            assert majority(rule, for_ + 1, against, abstain, entitled).reached


class TestVotesSummoned:
    def test_leaves_out_who_the_rules_leave_out(self):
        def person(belonging, state):
            return standing(belonging, state, MEETINGS)

        people = [
            (person("official", "official"), True),
            (person("official", "official"), False),  # absent but summoned
            (person("official", "probationary"), True),
            (person("official", "exempt"), False),
            (person("official", "exempt"), True),  # came although exempt
            (person("official", "suspended"), False),
            (person("away", "official"), True),
            (person("assigned", "official"), True),
        ]

        assert votes_summoned(people) == 3
