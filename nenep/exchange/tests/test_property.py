"""Whatever valid rows a workbook has: it loads, and afterwards everything is the same."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from nenep.access.scope import scope
from nenep.exchange import actions
from nenep.exchange.tests.workbooks import (
    SINCE,
    Rows,
    a_cell_row,
    a_charge_row,
    a_meeting_row,
    a_member_row,
    a_post_row,
    a_workbook,
    saved_again,
)
from nenep.members.tests.builders import an_office_of
from nenep.organisations.tests.builders import NOW, a_commune
from nenep.sheets.results import State

CELLS = ("CB-01", "CB-02", "CB-03")
MEMBERS = tuple(f"DV-{number:02}" for number in range(6))
days = st.dates(SINCE, date(2026, 6, 1))
maybe = st.booleans()


@st.composite
def cell_rows(draw, commune):
    return [
        a_cell_row(
            commune,
            code,
            sector=draw(st.sampled_from(["Thôn, bản", "Y tế", None])),
            meeting_day=draw(st.none() | st.integers(1, 28)),
            cluster=draw(st.sampled_from([None, "Cụm 1", "Cụm 2"])),
            founded_on=draw(st.none() | st.dates(date(1990, 1, 1), SINCE)),
        )
        for code in CELLS
    ]


@st.composite
def member_rows(draw):
    rows = []
    for code in MEMBERS:
        admitted = draw(st.none() | st.dates(date(1980, 1, 1), date(2020, 1, 1)))
        state = draw(st.sampled_from(["Chính thức", "Dự bị", "Miễn sinh hoạt"]))
        recognised = admitted + timedelta(days=draw(st.integers(0, 400))) if admitted else None
        home = draw(st.sampled_from(CELLS))
        rows.append(
            a_member_row(
                code,
                home,
                full_name=draw(st.sampled_from(["Lò Văn An", "Vàng Thị Đào", "Sùng A Páo"])),
                sex=draw(st.sampled_from([None, "Nam", "Nữ"])),
                phone=draw(st.none() | st.integers(900000000, 999999999)),
                birth_date=draw(st.none() | st.dates(date(1940, 1, 1), date(1979, 1, 1))),
                admitted_on=admitted,
                recognised_on=None if state == "Dự bị" else recognised,
                state=state,
                state_since=draw(st.none() | days) if state == "Miễn sinh hoạt" else None,
                since=draw(days),
            )
        )
        if draw(maybe):
            beside = draw(st.sampled_from([one for one in CELLS if one != home]))
            begins = draw(days)
            rows.append(
                a_member_row(
                    code,
                    beside,
                    full_name=rows[-1]["full_name"],
                    belonging=draw(st.sampled_from(["Tạm thời", "Được phân công dự"])),
                    state=state,
                    since=begins,
                    until=draw(st.none() | st.just(begins + timedelta(days=90))),
                )
            )
    return draw(st.permutations(rows))


@st.composite
def post_rows(draw):
    rows = []
    for cell in CELLS:
        first, second = draw(st.permutations(MEMBERS))[:2]
        ends = draw(days)
        if draw(maybe):
            rows.append(
                a_post_row(first, cell, until=ends, term=draw(st.sampled_from([None, "2025"])))
            )
            if draw(maybe):
                rows.append(a_post_row(second, cell, since=ends + timedelta(days=1)))
        if draw(maybe):
            rows.append(a_post_row(second, cell, kind="Ủy viên"))
    return rows


@st.composite
def charge_rows(draw):
    rows = []
    for cell in CELLS:
        for number, member in enumerate(draw(st.permutations(MEMBERS))[: draw(st.integers(0, 2))]):
            confirms = (
                "Có" if number == 0 and draw(maybe) else draw(st.sampled_from([None, "Không"]))
            )
            rows.append(a_charge_row(member, cell, confirms=confirms, since=draw(days)))
    return rows


@st.composite
def meeting_rows(draw):
    rows = []
    for cell in CELLS:
        for month in draw(st.sets(st.integers(1, 11), max_size=4)):
            present, excused, absent = (draw(st.integers(0, 40)) for _ in range(3))
            rows.append(
                a_meeting_row(
                    cell,
                    month,
                    kind=draw(
                        st.sampled_from(
                            [None, "Thường kỳ", "Chuyên đề", "Thường kỳ kết hợp chuyên đề"]
                        )
                    ),
                    entitled=present + excused + absent,
                    present=present,
                    excused=excused,
                    absent=absent,
                    minutes=draw(st.none() | st.integers(0, 240)),
                    score=draw(st.none() | st.decimals(0, 100, places=2)),
                    level=draw(st.sampled_from([None, "Kém"])),
                )
            )
    return rows


@pytest.mark.django_db
class TestAnyValidWorkbook:
    @settings(max_examples=12, deadline=None)
    @given(data=st.data())
    def test_loads_and_is_then_the_same(self, data):
        # Each example is undone, so that the next begins with nothing.
        with transaction.atomic():
            commune = a_commune()
            office = an_office_of(commune)
            rows: Rows = {
                "organisations": data.draw(cell_rows(commune)),
                "members": data.draw(member_rows()),
                "posts": data.draw(post_rows()),
                "charges": data.draw(charge_rows()),
                "meetings": data.draw(meeting_rows()),
            }
            book = a_workbook(rows)
            with scope(office):
                seen = actions.preview(data=book, actor=office, at=NOW)
                assert [str(one) for one in seen.problems] == []
                assert {line.state for line in seen.lines} <= {State.NEW}
                actions.load(data=book, actor=office, at=NOW, expected=seen.fingerprint)
                for again in (book, saved_again(book)):
                    seen = actions.preview(data=again, actor=office, at=NOW)
                    assert [line for line in seen.lines if line.state != State.SAME] == []
            transaction.set_rollback(True)
