"""Secret ballots: what was collected is what was counted, and nobody's vote is kept."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from nenep.access.scope import scope
from nenep.meetings.models import Vote
from nenep.meetings.printed import minutes_of
from nenep.meetings.room.actions.decisions import CannotVote
from nenep.meetings.tests.builders import a_cast, an_open_meeting, end, send, sign_both
from nenep.organisations.tests.builders import building

FEW = st.integers(0, 7)
FIGURES = {
    "issued": 5,
    "collected": 5,
    "invalid": 0,
    "in_favour": 4,
    "against": 1,
    "abstained": 0,
}


def ballot(meeting, cast, **figures):
    send(
        meeting,
        cast.secretary_actor,
        "ballot",
        **{
            "subject": "Giới thiệu bí thư",
            "rule": "people",
            "tellers": "Lò Văn Kiểm, Vàng Thị Phiếu",
            **FIGURES,
            **figures,
        },
    )
    with building():
        return Vote.objects.order_by("-pk").first()


@pytest.mark.world("open")
@pytest.mark.django_db
class TestBallot:
    def test_keeps_the_figures_and_the_tellers(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        found = ballot(meeting, cast, collected=5, in_favour=4, against=0, invalid=1)

        assert (found.way, found.issued, found.collected, found.invalid) == ("ballot", 5, 5, 1)
        assert (found.entitled, found.denominator, found.reached) == (5, 5, True)
        assert found.tellers == "Lò Văn Kiểm, Vàng Thị Phiếu"

    @pytest.mark.parametrize(
        ("figures", "words"),
        [
            ({"issued": 6, "collected": 6, "in_favour": 5}, "chỉ có 5 đảng viên đang dự"),
            ({"collected": 6, "in_favour": 5}, "nhiều hơn 5 phiếu phát ra"),
            ({"in_favour": 3}, "cộng lại là 4 nhưng thu về 5"),
            ({"in_favour": 5}, "cộng lại là 6 nhưng thu về 5"),
            ({"tellers": " "}, "Chưa ghi tổ kiểm phiếu"),
            ({"invalid": "x"}, "«x» không phải là số"),
            ({"rule": "khac"}, "nguyên tắc"),
        ],
    )
    def test_says_what_does_not_add_up(self, figures, words):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        with pytest.raises(Exception, match=words):
            ballot(meeting, cast, **figures)

    def test_stands_in_the_book_and_on_paper_without_the_voters(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        ballot(meeting, cast)
        end(meeting, cast)
        entry = sign_both(meeting, cast)

        sealed = json.loads(entry.content)["votes"][0]
        assert {name: sealed[name] for name in ("way", "issued", "collected", "invalid")} == {
            "way": "ballot",
            "issued": 5,
            "collected": 5,
            "invalid": 0,
        }
        assert set(sealed["tellers"]) == {"c"}
        with scope(cast.secretary_actor):
            words = str(minutes_of(entry).body)
        assert "Bỏ phiếu kín; tổ kiểm phiếu: Lò Văn Kiểm, Vàng Thị Phiếu" in words
        assert "phát ra 5 phiếu, thu về 5, không hợp lệ 0" in words


class TestAnyFigures(TestCase):
    """Whatever is typed is stored only if it adds up."""

    @settings(max_examples=25, deadline=None)
    @given(FEW, FEW, FEW, FEW, FEW, FEW)
    def test_are_refused_or_add_up(self, issued, collected, invalid, yes, no, none):
        cast = a_cast(others=1)
        meeting = an_open_meeting(cast)
        fits = issued <= 3 and collected <= issued and yes + no + none + invalid == collected
        figures = {
            "issued": issued,
            "collected": collected,
            "invalid": invalid,
            "in_favour": yes,
            "against": no,
            "abstained": none,
        }
        if not fits:
            with pytest.raises(CannotVote):
                ballot(meeting, cast, **figures)
            return
        found = ballot(meeting, cast, **figures)
        assert found.collected == found.in_favour + found.against + found.abstained + found.invalid
        assert found.reached == (yes * 3 >= 2 * 3)
