"""What is written out loads back as what is there already."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from nenep.access.mask import MaskPermission
from nenep.access.scope import scope
from nenep.audit.models import Event
from nenep.exchange import actions
from nenep.exchange.extract import CannotExtract, write_extract
from nenep.exchange.tests.workbooks import (
    FIRST,
    SINCE,
    a_cell_row,
    a_charge_row,
    a_meeting_row,
    a_member_row,
    a_post_row,
    loaded,
    with_cell,
)
from nenep.organisations.permissions import TreePermission
from nenep.organisations.tests.builders import NOW, TODAY, a_cell, a_commune, building
from nenep.sheets.results import State

pytestmark = pytest.mark.django_db

WHY = "sao lưu cho văn phòng"
FILLED = {
    "birth_date": date(1975, 2, 3),
    "sex": "Nam",
    "phone": "0912345678",
    "email": "mau@vidu.vn",
    "admitted_on": date(2003, 5, 19),
    "recognised_on": date(2004, 5, 19),
}


@pytest.fixture
def filled(commune, office):
    """A commune with something of everything, some of it about to end or just changed."""
    loaded(
        office,
        organisations=[
            a_cell_row(commune, cluster="Cụm 1", meeting_day=5, founded_on=date(1998, 2, 3)),
            a_cell_row(commune, "CB-02", sector="Y tế"),
        ],
        members=[
            a_member_row(**FILLED),
            a_member_row("DV-02", state="Dự bị", admitted_on=date(2026, 1, 5)),
            a_member_row("DV-03", "CB-02"),
            a_member_row(
                "DV-03",
                belonging="Tạm thời",
                since=TODAY - timedelta(days=9),
                until=TODAY + timedelta(days=20),
            ),
            a_member_row("DV-04", "CB-02", admitted_on=date(2001, 1, 1)),
        ],
        posts=[
            a_post_row(term="2025 - 2027", decision="QĐ 07"),
            a_post_row("DV-02", kind="Phó bí thư", until=TODAY + timedelta(days=30)),
            a_post_row("DV-03", kind="Phó bí thư", since=SINCE, until=TODAY - timedelta(days=1)),
            a_post_row("DV-03", commune.code, kind="Ủy viên", body="Ban Thường vụ"),
        ],
        charges=[
            a_charge_row(confirms="Có"),
            a_charge_row("DV-03", commune.code, cluster="Cụm 1", duty="Cả cụm"),
        ],
        meetings=[
            a_meeting_row(kind="Thường kỳ kết hợp chuyên đề", score="85,5", level="Khá"),
            a_meeting_row(in_month=4, score=None, minutes=None),
            a_meeting_row("CB-02", 4, kind="Chuyên đề"),
        ],
    )
    loaded(
        office,
        members=[a_member_row("DV-04", "CB-02", state="Miễn sinh hoạt", state_since=TODAY)],
        organisations=[a_cell_row(commune, "CB-02", name="Chi bộ Trạm Y tế")],
    )
    return commune


def extracted(actor, code, reason=WHY):
    target = BytesIO()
    with scope(actor):
        write_extract(target, code=code, reason=reason, actor=actor, at=NOW)
    return target.getvalue()


def compared(actor, data):
    with scope(actor):
        return actions.preview(data=data, actor=actor, at=NOW)


def states(preview):
    return {line.state for line in preview.lines}


class TestExtract:
    def test_loads_back_as_what_is_there(self, filled, office):
        found = compared(office, extracted(office, filled.code))
        assert not found.problems
        assert [line for line in found.lines if line.state != State.SAME] == []
        counts = {sheet: sum(of.values()) for sheet, of in found.counts.items()}
        assert counts == {
            # The office's own cell, member and post stand beside those loaded.
            "Tổ chức": 4,
            "Đảng viên": 6,
            "Chức vụ": 4,
            "Phụ trách": 2,
            "Buổi họp đã qua": 3,
        }

    @pytest.mark.parametrize(
        ("sheet", "code", "heading", "value"),
        [
            ("Tổ chức", "CB-01", "Tên", "Chi bộ Tên Mới"),
            ("Đảng viên", "DV-01", "Điện thoại", "0944555666"),
            ("Chức vụ", "DV-01", "Nhiệm kỳ", "2026 - 2028"),
            ("Phụ trách", "DV-01", "Nhiệm vụ", "Dự họp"),
            ("Buổi họp đã qua", "CB-02", "Số phút", 60),
        ],
    )
    def test_shows_one_changed_cell_as_one_change(
        self, filled, office, sheet, code, heading, value
    ):
        data = extracted(office, filled.code)
        page = load_workbook(BytesIO(data))[sheet]
        column = next(one.column for one in page[FIRST - 1] if heading in str(one.value))
        row = next(one.row for (one,) in page.iter_rows(max_col=1) if one.value == code)
        changed = with_cell(data, sheet, page.cell(row, column).coordinate, value)
        found = compared(office, changed)
        assert not found.problems
        assert [
            (one.heading, one.new)
            for line in found.lines
            if line.state != State.SAME
            for one in line.changes
        ] == [(heading, str(value))]

    def test_of_one_cell_holds_nothing_of_another(self, filled, office):
        data = extracted(office, "CB-02")
        book = load_workbook(BytesIO(data))
        codes = {row[0].value for row in book["Đảng viên"].iter_rows(min_row=FIRST)}
        assert codes == {"DV-03", "DV-04"}
        assert states(compared(office, data)) == {State.SAME}

    def test_has_no_masked_columns_without_a_reason(self, filled, office):
        data = extracted(office, filled.code, reason="")
        page = load_workbook(BytesIO(data))["Đảng viên"]
        headings = {str(cell.value) for cell in page[FIRST - 1]}
        assert "Ngày sinh" not in headings
        assert "Họ và tên *" in headings
        assert b"0912345678" not in data
        assert states(compared(office, data)) == {State.SAME}

    def test_has_none_for_those_who_may_not_unmask(self, filled, office):
        lesser = replace(office, permissions=office.permissions - {MaskPermission.UNMASK})
        page = load_workbook(BytesIO(extracted(lesser, "CB-01")))["Đảng viên"]
        assert "Điện thoại" not in {cell.value for cell in page[FIRST - 1]}

    def test_has_only_the_sheets_the_reader_may_read(self, filled, office):
        lesser = replace(office, permissions=frozenset({TreePermission.TREE_VIEW}))
        book = load_workbook(BytesIO(extracted(lesser, filled.code)))
        assert book["Tổ chức"].max_row == FIRST + 3
        for sheet in ("Đảng viên", "Chức vụ", "Phụ trách", "Buổi họp đã qua"):
            assert book[sheet].max_row < FIRST

    def test_is_logged_with_its_reason(self, filled, office):
        extracted(office, filled.code)
        with building():
            event = Event.objects.get(code="workbook.exported")
        assert WHY in event.words
        assert event.scope_key == filled.scope_key

    def test_is_refused_out_of_reach_and_without_a_true_reason(self, filled, office):
        other = a_cell(a_commune(name="Đảng bộ xã Khác"), code="CB-KHAC")
        for code, reason, words in (
            (other.code, WHY, "trong phạm vi"),
            ("", WHY, "trong phạm vi"),
            (filled.code, "x", "lý do"),
        ):
            with pytest.raises(CannotExtract, match=words):
                extracted(office, code, reason)
