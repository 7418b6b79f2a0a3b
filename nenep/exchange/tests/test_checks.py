"""One mistake at a time: found in its cell, with what would be right."""

from datetime import date, timedelta

import pytest

from nenep.access.actor import Actor
from nenep.access.ranges import subtree
from nenep.access.roles import MembersDesk
from nenep.access.scope import scope
from nenep.exchange import actions
from nenep.exchange.tests.workbooks import (
    a_cell_row,
    a_charge_row,
    a_meeting_row,
    a_member_row,
    a_post_row,
    a_workbook,
    loaded,
    previewed,
)
from nenep.members.models import Member, Post
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.tests.builders import (
    NOW,
    TODAY,
    a_cell,
    a_commune,
    an_organisation,
    building,
)
from nenep.sheets.results import State

pytestmark = pytest.mark.django_db


def only_problem(office, **rows):
    problems = previewed(office, **rows).problems
    assert len(problems) == 1, [str(one) for one in problems]
    return problems[0]


class TestOrganisations:
    @pytest.mark.parametrize(
        ("change", "heading", "words"),
        [
            ({"kind": "Đảng bộ tỉnh"}, "Loại hình", "Chỉ chi bộ"),
            ({"kind": "Đảng bộ bộ phận", "sector": None, "parent": "CB-02"}, "Trực thuộc mã", "không trực thuộc"),
            ({"parent": None}, "Trực thuộc mã", "Chưa ghi mã cấp trên"),
            ({"founded_on": date(2026, 1, 1)}, "Ngày thành lập", "Ở sau «Từ ngày»"),
            ({"since": date(2019, 1, 1)}, "Từ ngày", "chỉ có từ ngày 01/01/2020"),
        ],
    )  # fmt: skip
    def test_that_do_not_fit(self, commune, office, change, heading, words):
        rows = [a_cell_row(commune, **change), a_cell_row(commune, "CB-02")]
        problems = previewed(office, organisations=rows).problems
        assert (heading, 4) in [(one.heading, one.row) for one in problems]
        assert any(words in one.sentence for one in problems)

    def test_that_hang_under_each_other(self, commune, office):
        rows = [
            a_cell_row(commune, "DB-01", kind="Đảng bộ cơ sở khác", sector=None, parent="DB-02"),
            a_cell_row(commune, "DB-02", kind="Đảng bộ cơ sở khác", sector=None, parent="DB-01"),
        ]
        problems = previewed(office, organisations=rows).problems
        assert [(one.row, one.letter) for one in problems] == [(4, "E"), (5, "E")]
        assert all("chính cấp dưới" in one.sentence for one in problems)

    def test_with_the_same_code_twice(self, commune, office):
        rows = [a_cell_row(commune), a_cell_row(commune, name="Chi bộ khác")]
        problem = only_problem(office, organisations=rows)
        assert (problem.row, problem.letter, problem.found) == (5, "A", "CB-01")
        assert "dòng 4" in problem.sentence

    def test_whose_code_lost_its_zeros(self, commune, office):
        rows = [a_cell_row(commune, "007"), a_cell_row(commune, "8")]
        members = [a_member_row(cell="7")]
        problem = only_problem(office, organisations=rows, members=members)
        assert "có phải 007" in problem.sentence

    def test_of_another_kind_than_recorded(self, commune, office):
        a_cell(commune, code="CB-01")
        problem = only_problem(
            office,
            organisations=[
                a_cell_row(commune, kind="Đảng bộ bộ phận", sector=None, since=date(2020, 1, 1))
            ],
        )
        assert (problem.heading, "loại «Chi bộ»" in problem.sentence) == ("Loại", True)

    def test_out_of_range_are_errors_of_their_rows(self, office):
        other = a_commune(name="Đảng bộ xã Khác")
        a_cell(other, code="CB-KHAC")
        a_cell(other, "Chi bộ Xa", code="CB-XA")
        problems = previewed(
            office,
            organisations=[
                a_cell_row(other, "CB-MOI"),
                a_cell_row(other, "CB-KHAC"),
            ],
            members=[a_member_row(cell="CB-XA")],
        ).problems
        assert {(one.sheet, one.row) for one in problems} == {
            ("Tổ chức", 4),
            ("Tổ chức", 5),
            ("Đảng viên", 4),
        }
        assert all("ngoài phạm vi" in one.sentence for one in problems)


class TestSharedNumbers:
    """Who shares a number logs in by name only: said before it happens, and no more than that."""

    def test_are_noted_where_another_row_or_somebody_known_has_them(self, commune, office):
        a_member(a_cell(commune), phone="0911222333")
        preview = previewed(
            office,
            organisations=[a_cell_row(commune)],
            members=[
                a_member_row("DV-01", phone="0911 222 333"),
                a_member_row("DV-02", phone="0944555666"),
                a_member_row("DV-03", phone="+84944555666"),
                a_member_row("DV-04", phone="0977888999"),
            ],
        )
        assert preview.can_load
        [note] = [one for one in preview.notes if "số điện thoại" in one.sentence]
        assert note.sheet == "Đảng viên"
        assert "Dòng 4, 5, 6" in note.sentence
        assert "tên đăng nhập" in note.sentence
        assert "0911" not in note.sentence

    def test_say_nothing_of_who_is_out_of_reach(self, commune, office):
        a_member(a_cell(a_commune(name="Đảng bộ xã Khác")), phone="0911222333")
        preview = previewed(
            office,
            organisations=[a_cell_row(commune)],
            members=[a_member_row(phone="0911222333")],
        )
        assert not [one for one in preview.notes if "số điện thoại" in one.sentence]

    def test_are_nobodys_who_keeps_an_own_one(self, commune, office):
        member = a_member(a_cell(commune, code="CB-01"), phone="0911222333")
        preview = previewed(
            office, members=[a_member_row(member.code, phone="0911222333", since=date(2020, 1, 1))]
        )
        assert not [one for one in preview.notes if "số điện thoại" in one.sentence]


class TestMembers:
    def test_in_two_cells_officially(self, commune, office):
        rows = [a_cell_row(commune), a_cell_row(commune, "CB-02")]
        members = [a_member_row(), a_member_row(cell="CB-02")]
        problem = only_problem(office, organisations=rows, members=members)
        assert (problem.row, problem.letter) == (5, "A")

    def test_temporarily_where_they_are_officially(self, commune, office):
        members = [a_member_row(), a_member_row(belonging="Tạm thời")]
        problem = only_problem(office, organisations=[a_cell_row(commune)], members=members)
        assert (problem.row, problem.heading) == (5, "Từ ngày")
        assert "dòng 4" in problem.sentence

    @pytest.mark.parametrize(
        ("change", "letter", "words"),
        [
            ({"admitted_on": date(2000, 1, 1), "recognised_on": date(1999, 1, 1)}, "N", "trước ngày vào Đảng"),
            ({"birth_date": date(2001, 1, 1), "admitted_on": date(2000, 1, 1)}, "M", "trước ngày sinh"),
            ({"birth_date": date(2062, 1, 1)}, "C", "sau hôm nay"),
            ({"state": "Dự bị", "recognised_on": date(2024, 1, 1)}, "N", "Đảng viên dự bị"),
            ({"until": date(2026, 1, 1)}, "J", "Chỉ ghi với sinh hoạt tạm thời"),
            ({"since": date(2025, 6, 30)}, "I", "thành lập ngày 01/07/2025"),
            ({"state": "Sinh hoạt"}, "K", "Hãy chọn: Dự bị"),
        ],
    )  # fmt: skip
    def test_with_something_wrong(self, commune, office, change, letter, words):
        problem = only_problem(
            office, organisations=[a_cell_row(commune)], members=[a_member_row(**change)]
        )
        assert problem.letter == letter
        assert words in problem.sentence

    def test_whose_code_belongs_to_somebody_out_of_range(self, commune, office):
        stranger = a_member(a_cell(a_commune(name="Đảng bộ xã Khác")))
        rows = [a_cell_row(commune)]
        problem = only_problem(office, organisations=rows, members=[a_member_row(stranger.code)])
        assert (problem.letter, "ngoài phạm vi" in problem.sentence) == ("A", True)
        assert stranger.full_name not in problem.sentence

    def test_in_a_committee_instead_of_a_cell(self, commune, office):
        problem = only_problem(office, members=[a_member_row(cell=commune.code)])
        assert "không phải chi bộ" in problem.sentence


class TestPosts:
    def test_two_secretaries_in_the_file(self, commune, office):
        problem = only_problem(
            office,
            organisations=[a_cell_row(commune)],
            members=[a_member_row(), a_member_row("DV-02")],
            posts=[a_post_row(), a_post_row("DV-02", since=date(2026, 1, 1))],
        )
        assert (problem.sheet, problem.row, problem.letter) == ("Chức vụ", 5, "F")
        assert "dòng 4" in problem.sentence

    def test_a_second_secretary_beside_the_one_recorded(self, commune, office):
        cell = a_cell(commune, code="CB-01")
        held = a_post(Post.Kind.SECRETARY, cell)
        successor = a_member(cell)
        row = a_post_row(successor.code)
        assert held.holder_name in only_problem(office, posts=[row]).sentence
        # With the end of the first in the same file, both are right.
        ended = a_post_row(held.member.code, since=held.valid_from, until=date(2025, 6, 30))
        seen = previewed(office, posts=[ended, row])
        assert [line.state for line in seen.lines] == ["changed", "new"]
        with scope(office):
            actions.load(data=a_workbook({"posts": [ended, row]}), actor=office, at=NOW)
            current = Post.objects.valid_on(NOW.date()).get(organisation=cell, kind="secretary")
            assert current.member_id == successor.pk

    @pytest.mark.parametrize(
        ("words", "kind"),
        [
            ("Văn thư – tài liệu", "desk_documents"),
            ("Văn thư - tài liệu", "desk_documents"),
            ("Tổ chức – đảng viên và kiểm điểm", "desk_members"),
            ("Kiểm tra", "desk_inspection"),
            ("Thủ quỹ", "desk_treasurer"),
        ],
    )
    def test_name_the_desks_of_an_office(self, commune, office, words, kind):
        holder = a_member(a_cell(commune))
        row = a_post_row(holder.code, commune.code, kind=words, body="")
        with scope(office):
            actions.load(data=a_workbook({"posts": [row]}), actor=office, at=NOW)
            held = Post.objects.valid_on(NOW.date()).get(organisation=commune, member=holder)
        assert (held.kind, held.body_id) == (kind, None)

    @pytest.mark.parametrize(
        "words", ["Văn thư – tài liệu", "Thủ quỹ – tài chính", "Văn phòng", "Bí thư", "Phó bí thư"]
    )
    def test_of_the_office_and_what_gives_more_nobody_loads_for_oneself(self, commune, words):
        desk = a_post("desk_members", commune, a_member(a_cell(commune)))
        clerk = Actor(
            9, desk.member_id, "Văn phòng", MembersDesk.permissions, (subtree(commune.scope_key),)
        )
        row = a_post_row(desk.member.code, commune.code, kind=words, body="")
        problem = only_problem(clerk, posts=[row])
        assert (problem.letter, "Không tự giao" in problem.sentence) == ("A", True)
        other = a_post_row(a_member(a_cell(commune)).code, commune.code, kind=words, body="")
        assert [line.state for line in previewed(clerk, posts=[other]).lines] == ["new"]

    def test_of_the_office_nobody_lengthens_for_oneself(self, commune, office):
        with scope(office):
            holder = Member.objects.get(pk=office.member_id)
            held = Post.objects.get(member=holder)
        end = TODAY + timedelta(days=30)
        row = a_post_row(holder.code, commune.code, kind="Văn phòng", since=held.valid_from)
        assert loaded(office, posts=[row | {"until": end}]).total(State.CHANGED) == 1
        problem = only_problem(office, posts=[row | {"until": end + timedelta(days=1)}])
        assert "Không tự giao" in problem.sentence

    def test_of_a_cell_somebody_of_the_office_may_load_for_oneself(self, commune, office):
        with scope(office):
            holder = Member.objects.get(pk=office.member_id)
        rows = [
            a_post_row(holder.code, "CB-01"),
            a_post_row(holder.code, commune.code, kind="Ủy viên"),
        ]
        seen = previewed(office, organisations=[a_cell_row(commune)], posts=rows)
        assert seen.problems == []

    def test_that_do_not_exist_there(self, commune, office):
        rows = {"organisations": [a_cell_row(commune)], "members": [a_member_row()]}
        problem = only_problem(office, **rows, posts=[a_post_row(kind="Văn phòng")])
        assert problem.letter == "D"
        problem = only_problem(office, **rows, posts=[a_post_row(body="Ban Thường vụ")])
        assert "Chi bộ; Chi ủy" in problem.sentence

    def test_of_somebody_whose_own_row_is_wrong_are_not_blamed_again(self, commune, office):
        problem = only_problem(
            office,
            organisations=[a_cell_row(commune)],
            members=[a_member_row(phone="abc")],
            posts=[a_post_row()],
        )
        assert problem.sheet == "Đảng viên"


class TestCharges:
    def test_two_who_confirm(self, commune, office):
        problem = only_problem(
            office,
            organisations=[a_cell_row(commune)],
            members=[a_member_row(), a_member_row("DV-02")],
            charges=[a_charge_row(confirms="Có"), a_charge_row("DV-02", confirms="x")],
        )
        assert (problem.row, problem.letter) == (5, "H")

    def test_over_which_somebody_of_the_desk_of_members_alone_sets_nobody_but_others(self, commune):
        desk = a_post("desk_members", commune, a_member(a_cell(commune)))
        clerk = Actor(
            9, desk.member_id, "Văn phòng", MembersDesk.permissions, (subtree(commune.scope_key),)
        )
        own = a_charge_row(desk.member.code, commune.code)
        assert "Không tự giao" in only_problem(clerk, charges=[own]).sentence
        other = a_charge_row(a_member(a_cell(commune)).code, commune.code)
        assert [line.state for line in previewed(clerk, charges=[other]).lines] == ["new"]

    def test_of_their_own_an_office_of_every_desk_may_load(self, commune, office):
        with scope(office):
            holder = Member.objects.get(pk=office.member_id)
        assert previewed(office, charges=[a_charge_row(holder.code, commune.code)]).problems == []

    def test_of_a_cluster_that_is_not_there(self, commune, office):
        problem = only_problem(
            office,
            organisations=[a_cell_row(commune, cluster="Cụm Đông")],
            members=[a_member_row()],
            charges=[a_charge_row(place=commune.code, cluster="Cụm Đong")],
        )
        assert "Có phải Cụm Đông?" in problem.sentence

    def test_more_places_than_one_log_in_holds(self, commune, office):
        codes = [f"CB-{number:02}" for number in range(10)]
        problems = previewed(
            office,
            organisations=[a_cell_row(commune, code) for code in codes],
            members=[a_member_row(cell="CB-00")],
            charges=[a_charge_row(place=code) for code in codes],
        ).problems
        assert {one.sheet for one in problems} == {"Phụ trách"}
        assert "10 nơi tách rời" in problems[0].sentence


class TestMeetings:
    @pytest.mark.parametrize(
        ("change", "letter", "words"),
        [
            ({"present": 11}, "E", "= 13. Hãy ghi 13"),
            ({"held_on": date(2026, 2, 28)}, "C", "trước tháng 03/2026"),
            ({"held_on": date(2026, 12, 4)}, "C", "sau hôm nay"),
            ({"score": 85, "level": "Tốt"}, "K", "cao nhất là «Khá»"),
            ({"minutes": "95 phút"}, "I", "Không phải là số"),
            ({"month": "2026"}, "B", "Không đọc được tháng"),
        ],
    )
    def test_with_something_wrong(self, commune, office, change, letter, words):
        problem = only_problem(
            office, organisations=[a_cell_row(commune)], meetings=[a_meeting_row(**change)]
        )
        assert problem.letter == letter
        assert words in problem.sentence

    def test_twice_in_a_month(self, commune, office):
        problem = only_problem(
            office,
            organisations=[a_cell_row(commune)],
            meetings=[a_meeting_row(), a_meeting_row(held_on=date(2026, 3, 9))],
        )
        assert (problem.row, problem.letter) == (5, "B")

    def test_of_a_committee(self, commune, office):
        problem = only_problem(office, meetings=[a_meeting_row(commune.code)])
        assert "không phải chi bộ" in problem.sentence

    def test_before_the_cell_was_there(self, commune, office):
        with building():
            an_organisation(
                "cell", commune, "Chi bộ mới", code="CB-01", founded_on=date(2026, 5, 1)
            )
        problem = only_problem(office, meetings=[a_meeting_row()])
        assert "thành lập ngày 01/05/2026" in problem.sentence
