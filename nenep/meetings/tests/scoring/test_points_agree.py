"""Points are cut off after two digits, and rows make their total: on page, print and in the book."""

import io
import json
import re
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pypdf
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from nenep.core import formats
from nenep.documents.pdf import render_pdf
from nenep.meetings.book import reading
from nenep.meetings.printed import minutes_of
from nenep.meetings.tests.builders import (
    a_cast,
    an_open_meeting,
    at_meeting,
    send,
    sign_both,
    vote_on_resolution,
    vote_on_score,
)
from nenep.meetings.tests.room.test_room_scoring import ALL_JUDGED, score
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.organisations.tests.builders import NOW, building
from nenep.quality.evaluate import evaluate
from nenep.quality.score import EnteredPoints
from nenep.quality.tests.forms import ALL_WELL, a_form

# No committee: 10 of 7.
UNEVEN = {**ALL_JUDGED, "line__draft": "2,5"}
ROWS = ["5", "5", "9,28", "40", "5", "30", "5"]


class TestOneRule:
    @given(value=st.fractions(0, 100))
    def test_cuts_off_after_two_digits_wherever_a_number_is_written(self, value):
        cut = Decimal(value.numerator * 100 // value.denominator).scaleb(-2)

        shown = formats.number(value)

        assert Decimal(shown.replace(",", ".")) == cut
        assert reading.shown(f"{value.numerator}/{value.denominator}") == shown
        assert formats.number(-value) == (f"-{shown}" if cut else "0")

    @given(
        st.lists(st.fractions(0, 1), min_size=2, max_size=7).filter(any),
        st.lists(st.booleans(), min_size=7, max_size=7),
    )
    def test_lets_the_rows_of_any_sheet_make_its_total(self, shares, counted):
        most = Fraction(100, len(shares))
        form = a_form(
            criteria=[
                {"code": f"line{place}", "title": f"Dòng {place}", "max": most}
                for place in range(len(shares))
            ]
        )
        entries = {
            f"line{place}": EnteredPoints(points=share * most) for place, share in enumerate(shares)
        }

        found = evaluate(form, entries, ALL_WELL)

        assert sum(_typed(formats.number(line.points)) for line in found.lines) == found.stored
        assert formats.number(found.stored) == found.shown
        # Cut rows may fall below a border that the exact sum reaches.
        exact = sum(share * most for share in shares)
        assert found.points == exact
        assert found.level.contains(exact)


def _typed(words: str) -> Decimal:
    return Decimal(words.replace(".", "").replace(",", "."))


@pytest.mark.django_db
@pytest.mark.world("open")
class TestASheetWithUnevenRows:
    def test_reads_the_same_on_page_print_and_in_the_book(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        with building():
            part = meeting.parts.get()
        send(meeting, cast.secretary_actor, "conclude", part=part.pk, text="Nhất trí.")
        score(meeting, cast, **UNEVEN)
        vote_on_score(meeting, cast.secretary_actor)
        vote_on_resolution(meeting, cast.secretary_actor)
        send(meeting, cast.secretary_actor, "end", at=NOW + timedelta(minutes=100))

        total = sum((_typed(row) for row in ROWS), Decimal(0))
        with at_meeting(meeting, 105):
            page = text_of(
                a_visitor(cast.secretary).get(
                    reverse("meetings:room_step", args=[meeting.pk, "cham-diem"])
                )
            )
        assert f"{formats.number(total)}/100 điểm" in page
        assert "9,28" in page

        entry = sign_both(meeting, cast)
        sealed = json.loads(entry.content)["parts"][0]["score"]
        assert Decimal(sealed["points"]) == total
        assert [_typed(reading.shown(line["points"])) for line in sealed["lines"]] == [
            _typed(row) for row in ROWS
        ]

        with building():
            document = minutes_of(entry)
            layout = reading.layout_of(reading.rulebook_of(reading.read(entry)))
        pdf = pypdf.PdfReader(io.BytesIO(render_pdf(document, layout)))
        printed = " ".join(" ".join(one.extract_text() for one in pdf.pages).split())
        assert re.search(rf"Tổng cộng 100 {formats.number(total)}\b", printed)
        assert "9,28" in printed
