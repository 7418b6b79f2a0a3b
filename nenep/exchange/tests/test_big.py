"""A workbook of 5,000 rows: every mistake found, loaded whole, loaded again for nothing."""

import pytest

from nenep.access.scope import scope
from nenep.exchange import actions
from nenep.exchange.order import SHEETS
from nenep.exchange.tests.workbooks import FIRST, Rows, a_big_commune, a_workbook
from nenep.meetings.models import Facts, Meeting
from nenep.members.models import Member
from nenep.members.tests.builders import an_office_of
from nenep.organisations.tests.builders import NOW, a_commune
from nenep.sheets.results import State

# sheet, row from 0, column, what stands there; letter of the column and words of the answer
MISTAKES = [
    ("organisations", 5, "parent", "KHONG-CO", "E", "Không có mã này"),
    ("organisations", 7, "kind", "Chi hội", "C", "Hãy chọn:"),
    ("organisations", 9, "founded_on", "01/01/2026", "G", "sau «Từ ngày»"),
    ("organisations", 11, "meeting_day", 31, "H", "từ 1 đến 28"),
    ("members", 100, "birth_date", "31/02/1970", "C", "chỉ có 28 ngày"),
    ("members", 200, "birth_date", "12/31/1970", "C", "Có phải 31/12/1970"),
    ("members", 300, "cell", "CB-0O1", "G", "Có phải CB-001"),
    ("members", 400, "code", "DV-0400", "A", "đã có ở dòng 403"),
    ("members", 500, "phone", "09l2345678", "E", "Không phải số điện thoại"),
    ("members", 600, "sex", "Nma", "D", "Hãy chọn: Nữ; Nam"),
    ("members", 700, "full_name", None, "B", "Chưa ghi"),
    ("members", 800, "recognised_on", "19/05/1990", "N", "trước ngày vào Đảng"),
    ("members", 900, "since", "2025", "I", "Chưa đủ ngày"),
    ("posts", 100, "kind", "Bí thư", "F", "trùng thời gian"),
    ("posts", 120, "member", "DV-9999", "A", "Không có mã này"),
    ("posts", 130, "kind", "Phó bí thư thường trực", "D", "không có chức vụ này"),
    ("charges", 3, "until", "01/01/2024", "G", "trước «Từ ngày»"),
    ("meetings", 50, "present", 29, "E", "Hãy ghi"),
    ("meetings", 60, "held_on", "03/03/2027", "C", "sau hôm nay"),
    ("meetings", 70, "score", 101, "J", "từ 0 đến 100"),
]


def with_mistakes(rows: Rows) -> Rows:
    made = {sheet: [dict(row) for row in of] for sheet, of in rows.items()}
    for sheet, number, column, value, _, _ in MISTAKES:
        made[sheet][number][column] = value
    return made


@pytest.mark.django_db
class TestFiveThousandRows:
    def test_reports_all_twenty_mistakes_then_loads_then_changes_nothing(self):
        commune = a_commune()
        office = an_office_of(commune)
        rows = a_big_commune(commune)
        assert sum(len(of) for of in rows.values()) == 5000

        with scope(office):
            found = actions.preview(data=a_workbook(with_mistakes(rows)), actor=office, at=NOW)
        by_place = {(one.sheet, one.row): one for one in found.problems}
        titles = {sheet.name: sheet.title for sheet in SHEETS}
        for sheet, number, column, _, letter, words in MISTAKES:
            problem = by_place.get((titles[sheet], number + FIRST))
            assert problem is not None, (sheet, number, column)
            assert words in problem.sentence, problem
            assert problem.letter == letter, (sheet, column, problem)
        assert len(found.problems) == len(MISTAKES)

        data = a_workbook(rows)
        with scope(office):
            loaded = actions.load(data=data, actor=office, at=NOW)
            assert loaded.total(State.NEW) == 5000
            assert Member.objects.filter(code__startswith="DV-").count() == 3000
            assert Facts.objects.filter(source="paper").count() == 1600
            assert set(Meeting.objects.values_list("state", flat=True)) == {"paper"}
            assert actions.load(data=data, actor=office, at=NOW).total(State.SAME) == 5000
