"""What loading changes, what it leaves, and that it is all or nothing."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from nenep.exchange.tests.workbooks import (
    a_cell_row,
    a_charge_row,
    a_meeting_row,
    a_member_row,
    a_post_row,
    loaded,
    previewed,
)
from nenep.meetings.models import Facts, Meeting, MeetingDay
from nenep.members.models import Charge, Member, Membership, MemberState, PersonalData, Post
from nenep.organisations.models import ClusterCell, FormerName, Organisation
from nenep.organisations.tests.builders import EVERYTHING, NOW, building
from nenep.sheets.results import State

pytestmark = pytest.mark.django_db


def changes_of(preview):
    return [(one.heading, one.old, one.new) for line in preview.lines for one in line.changes]


class TestNew:
    def test_everything_about_a_cell(self, commune, office):
        loaded(
            office,
            organisations=[
                a_cell_row(commune, cluster="Cụm Đông", meeting_day=5, founded_on=date(1998, 2, 3))
            ],
            members=[
                a_member_row(
                    full_name="Tẩn Mí Páo",
                    birth_date="3/2/1975",
                    sex="Nam",
                    phone="0912 345 678",
                    admitted_on="19/05/2003",
                    recognised_on="19/05/2004",
                )
            ],
            posts=[a_post_row(term="2025 - 2027", until="31/12/2026")],
            charges=[a_charge_row(confirms="Có")],
            meetings=[a_meeting_row(kind="Thường kỳ kết hợp chuyên đề", score="92,5", level="Khá")],
        )
        with building():
            cell = Organisation.objects.get(code="CB-01")
            assert (cell.sector, cell.founded_on) == ("village", date(1998, 2, 3))
            day = MeetingDay.objects.get(organisation=cell)
            assert (day.from_month, day.kind, day.day) == (date(1998, 2, 1), "day", 5)
            assert ClusterCell.objects.get(organisation=cell).cluster.name == "Cụm Đông"
            member = Member.objects.get(code="DV-01")
            assert (member.home_id, member.folded_name) == (cell.pk, "tan mi pao")
            personal = PersonalData.objects.get(member=member)
            assert (personal.phone, personal.sex) == ("0912345678", "male")
            states = MemberState.objects.filter(member=member).order_by("valid_from")
            assert [(one.state, one.valid_from, one.valid_to) for one in states] == [
                ("probationary", date(2003, 5, 19), date(2004, 5, 19)),
                ("official", date(2004, 5, 19), None),
            ]
            post = Post.objects.get(member=member)
            # The workbook names the last day, the database the first one after it.
            assert (post.body.kind, post.valid_to) == ("cell", date(2027, 1, 1))
            assert post.holder_name == "Tẩn Mí Páo"
            assert Charge.objects.get(member=member).confirms_scores
            facts = Facts.objects.get(organisation=cell)
            assert (facts.source, facts.entry, facts.level) == ("paper", None, "fair")
            assert (facts.place_key, facts.has_thematic_part) == (cell.scope_key, True)
            assert (facts.counted, facts.present_counted) == (12, 10)
            assert facts.meeting.state == Meeting.State.PAPER

    def test_a_member_who_also_belongs_elsewhere_for_a_time(self, commune, office):
        rows = {
            "organisations": [a_cell_row(commune), a_cell_row(commune, "CB-02")],
            "members": [
                a_member_row(cell="CB-02", belonging="Tạm thời", until="30/06/2026"),
                a_member_row(),
            ],
        }
        loaded(office, **rows)
        with building():
            member = Member.objects.get(code="DV-01")
            assert member.home.code == "CB-01"
            kinds = (
                Membership.objects.filter(member=member)
                .order_by("kind")
                .values_list("kind", "valid_to")
            )
            assert list(kinds) == [("official", None), ("temporary", date(2026, 7, 1))]
        assert {line.state for line in previewed(office, **rows).lines} == {State.SAME}

    def test_a_level_is_found_from_the_score(self, commune, office):
        loaded(office, organisations=[a_cell_row(commune)], meetings=[a_meeting_row(score=70)])
        with building():
            assert Facts.objects.get().level == "fair"

    def test_whole_trees_in_any_order_of_rows(self):
        rows = [
            {"code": "C", "name": "Chi bộ", "kind": "Chi bộ", "parent": "X", "since": "1/7/2025"},
            {"code": "X", "name": "Đảng bộ xã", "kind": "Đảng bộ xã", "parent": "T", "since": "1/7/2025"},
            {"code": "T", "name": "Đảng bộ tỉnh", "kind": "Đảng bộ tỉnh", "since": "1/1/2000"},
        ]  # fmt: skip
        loaded(EVERYTHING, organisations=rows)
        with building():
            keys = dict(Organisation.objects.values_list("code", "scope_key"))
            assert keys["C"].startswith(keys["X"])
            assert keys["X"].startswith(keys["T"])


class TestChanged:
    @pytest.fixture
    def rows(self, commune, office):
        rows = {
            "organisations": [a_cell_row(commune), a_cell_row(commune, "CB-02")],
            "members": [a_member_row(phone="0912345678", birth_date=date(1970, 5, 6))],
            "posts": [a_post_row()],
            "charges": [a_charge_row()],
            "meetings": [a_meeting_row()],
        }
        loaded(office, **rows)
        return rows

    def check(self, office, rows, expected):
        assert changes_of(previewed(office, **rows)) == expected
        loaded(office, **rows)
        assert {line.state for line in previewed(office, **rows).lines} == {State.SAME}

    def test_names_move_on_and_are_kept(self, office, rows):
        rows["organisations"][0]["name"] = "Chi bộ Bản Mới"
        self.check(office, rows, [("Tên", "Chi bộ CB-01", "Chi bộ Bản Mới")])
        with building():
            assert FormerName.objects.get().name == "Chi bộ CB-01"

    def test_personal_data_show_the_old_value_masked(self, office, rows):
        rows["members"][0] |= {"phone": "0987654321", "birth_date": date(1971, 5, 6)}
        self.check(
            office,
            rows,
            [
                ("Ngày sinh", "••/••/1970", "06/05/1971"),
                ("Điện thoại", "••• ••• •678", "0987654321"),
            ],
        )

    def test_another_cell_is_a_transfer(self, office, rows):
        rows["members"][0] |= {"cell": "CB-02", "since": date(2026, 1, 1)}
        self.check(office, rows, [("Chi bộ mã", "CB-01", "CB-02")])
        with building():
            member = Member.objects.get(code="DV-01")
            assert member.home.code == "CB-02"
            assert member.personal_data.scope_key == member.home.scope_key

    def test_another_state_needs_its_day(self, office, rows):
        rows["members"][0]["state"] = "Miễn sinh hoạt"
        [problem] = previewed(office, **rows).problems
        assert problem.heading == "Tình trạng từ ngày"
        rows["members"][0]["state_since"] = date(2026, 1, 1)
        self.check(office, rows, [("Tình trạng", "Chính thức", "Miễn sinh hoạt")])

    def test_posts_end_and_duties_change(self, office, rows):
        rows["posts"][0] |= {"until": date(2026, 6, 30), "term": "2025 - 2027"}
        rows["charges"][0] |= {"confirms": "Có", "until": date(2026, 6, 30)}
        self.check(
            office,
            rows,
            [
                ("Đến ngày", "", "30/06/2026"),
                ("Nhiệm kỳ", "", "2025 - 2027"),
                ("Đến ngày", "", "30/06/2026"),
                ("Xác nhận điểm", "Không", "Có"),
            ],
        )

    def test_figures_get_new_facts_and_the_old_stay(self, office, rows):
        rows["meetings"][0] |= {"present": 11, "excused": 0, "score": 95}
        self.check(
            office,
            rows,
            [("Có mặt", "10", "11"), ("Vắng có lý do", "1", "0"), ("Điểm", "92", "95")],
        )
        with building():
            facts = Facts.objects.order_by("pk").values_list("present", "is_current")
            assert list(facts) == [(10, False), (11, True)]

    def test_blank_cells_say_nothing(self, office, rows):
        del rows["members"][0]["phone"], rows["meetings"][0]["score"]
        assert {line.state for line in previewed(office, **rows).lines} == {State.SAME}

    def test_another_parent_is_a_move(self, commune, office, rows):
        below = {"kind": "Đảng bộ bộ phận", "sector": None}
        rows["organisations"].append(a_cell_row(commune, "BP-01", **below))
        rows["organisations"][0] |= {"parent": "BP-01", "since": date(2026, 1, 1)}
        self.check(office, rows, [("Trực thuộc mã", commune.code, "BP-01")])
        with building():
            keys = dict(Organisation.objects.values_list("code", "scope_key"))
            assert keys["CB-01"].startswith(keys["BP-01"])


class TestMeetings:
    def a_planned_meeting(self, **changes):
        with building():
            cell = Organisation.objects.get(code="CB-01")
            meeting = Meeting.objects.create(
                organisation=cell,
                scope_key=cell.scope_key,
                body=cell.bodies.get(kind="cell"),
                kind="regular",
                counts_for=date(2026, 3, 1),
                planned_at=datetime(2026, 3, 5, 19, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
            )
            Meeting.objects.filter(pk=meeting.pk).update(**changes)
            return meeting

    def test_one_in_the_calendar_is_taken_over(self, commune, office):
        loaded(office, organisations=[a_cell_row(commune)])
        meeting = self.a_planned_meeting()
        rows = {"meetings": [a_meeting_row()]}
        loaded(office, **rows)
        with building():
            assert Meeting.objects.get(pk=meeting.pk).state == Meeting.State.PAPER
            assert Facts.objects.get().meeting_id == meeting.pk
        assert {line.state for line in previewed(office, **rows).lines} == {State.SAME}

    def test_one_held_in_the_product_is_not_overwritten(self, commune, office):
        loaded(office, organisations=[a_cell_row(commune)])
        self.a_planned_meeting(state="in_progress", started_at=NOW)
        [problem] = previewed(office, meetings=[a_meeting_row()]).problems
        assert "đã có trong phần mềm («Đang họp»)" in problem.sentence
