"""The sheet «Biến động»: in and out of the workbook, and what it refuses by row and column."""

from datetime import date

import pytest
from django.db import transaction

from nenep.access.scope import scope
from nenep.exchange import actions as exchange
from nenep.exchange.extract import write_extract
from nenep.exchange.tests.workbooks import a_cell_row, a_member_row, a_post_row, a_workbook, loaded
from nenep.members import actions
from nenep.members.models import Act, Member, Membership, Post
from nenep.members.tests.builders import an_office_of
from nenep.organisations.tests.builders import EVERYTHING, NOW, a_commune
from nenep.sheets.results import State

pytestmark = pytest.mark.django_db


class World:
    """A commune with two cells and four members of the first, from a workbook."""

    def __init__(self):
        self.commune = a_commune()
        self.office = an_office_of(self.commune)
        loaded(
            self.office,
            organisations=[a_cell_row(self.commune), a_cell_row(self.commune, "CB-02")],
            members=[a_member_row(f"DV-0{number}") for number in range(1, 5)],
            posts=[a_post_row()],
        )


@pytest.fixture(scope="class")
def world(built_once):
    return built_once(World)


def a_row(member="DV-01", day=date(2026, 11, 2), kind="Từ trần", to=None, decision=None):
    return {"member": member, "day": day, "kind": kind, "to": to, "decision": decision}


def preview(world, *rows, **others):
    data = a_workbook({"movements": rows, **others})
    with scope(world.office):
        return exchange.preview(data=data, actor=world.office, at=NOW)


def problems(world, *rows, **others):
    return [
        (one.row, one.letter, one.heading, one.sentence)
        for one in preview(world, *rows, **others).problems
    ]


class TestIn:
    def test_does_what_the_page_does(self, world):
        loaded(
            world.office,
            movements=[
                a_row(decision="Giấy báo tử 3"),
                a_row("DV-02", date(2026, 11, 3), "Chuyển đi ngoài xã", "Đảng bộ xã Xa"),
                a_row("DV-03", date(2026, 11, 4), "Chuyển chi bộ", "CB-02", "Số 4-QĐ/ĐU"),
                a_row("DV-04", date(2026, 11, 5), "Khai trừ"),
                a_row("DV-02", date(2026, 11, 9), "Chuyển đến từ ngoài xã", "CB-02"),
                a_row("DV-04", date(2026, 11, 8), "Phục hồi", "CB-01"),
            ],
        )

        with scope(EVERYTHING):
            done = {
                (one.member.code, one.movement or one.kind): one
                for one in Act.objects.select_related("member", "to_organisation")
            }
            assert done["DV-01", "died"].decision == "Giấy báo tử 3"
            assert done["DV-02", "moved_out"].elsewhere == "Đảng bộ xã Xa"
            assert done["DV-03", "transferred"].to_organisation.code == "CB-02"
            homes = dict(Member.objects.values_list("code", "home__code"))
            assert (homes["DV-02"], homes["DV-03"]) == ("CB-02", "CB-02")
            assert Post.objects.get(member__code="DV-01").valid_to == date(2026, 11, 2)

    def test_says_why_somebody_is_there_who_came_with_the_workbook(self, world):
        loaded(
            world.office,
            members=[a_member_row("DV-09", since=date(2026, 11, 20))],
            movements=[a_row("DV-09", date(2026, 11, 20), "Kết nạp", "CB-01")],
        )

        with scope(EVERYTHING):
            act = Act.objects.get(member__code="DV-09")
            assert (act.kind, act.movement) == ("enrolled", "admitted")
            assert Membership.objects.filter(member__code="DV-09").count() == 1


class TestRefuses:
    def test_who_has_left_to_leave_again(self, world):
        found = problems(
            world, a_row(), a_row(day=date(2026, 11, 9), kind="Chuyển đi ngoài xã", to="Xa")
        )

        [(row, letter, heading, sentence)] = found
        assert (row, letter, heading) == (5, "C", "Loại")
        assert "Từ trần» từ ngày 02/11/2026" in sentence

    def test_it_of_who_left_before_too(self, world):
        loaded(world.office, movements=[a_row()])

        found = problems(world, a_row(day=date(2026, 11, 9), kind="Xóa tên"))

        assert [one[:3] for one in found] == [(4, "C", "Loại")]

    @pytest.mark.parametrize(
        ("row", "heading", "words"),
        [
            (a_row("DV-77"), "Đảng viên mã", "Không có mã này"),
            (a_row(day=date(2027, 1, 1)), "Ngày", "sau hôm nay"),
            (a_row(day=date(2019, 1, 1)), "Ngày", "không sinh hoạt chính thức"),
            (a_row(kind="Chuyển chi bộ"), "Đến", "Chưa ghi mã chi bộ đến"),
            (a_row(kind="Chuyển chi bộ", to="CB-99"), "Đến", "Không có chi bộ mã này"),
            (a_row(kind="Chuyển chi bộ", to="CB-01"), "Đến", "đã sinh hoạt ở"),
            (a_row(kind="Phục hồi", to="CB-01"), "Ngày", "Đã sinh hoạt"),
            (a_row(kind="Kết nạp", to="CB-01"), "Ngày", "Đã sinh hoạt"),
        ],
    )
    def test_what_cannot_be_and_says_where(self, world, row, heading, words):
        [found] = problems(world, row)

        assert found[0] == 4
        assert found[2] == heading
        assert words in found[3]

    def test_a_post_or_a_place_for_who_has_left(self, world):
        loaded(world.office, movements=[a_row("DV-02")])

        found = problems(
            world,
            posts=[a_post_row("DV-02", kind="Phó bí thư")],
            members=[a_member_row("DV-02", "CB-02", since=date(2026, 11, 20))],
        )

        said = {one[2]: one[3] for one in reversed(found)}
        assert "«Từ trần» từ ngày 02/11/2026" in said["Đảng viên mã"]
        assert "«Từ trần» từ ngày 02/11/2026" in said["Từ ngày"]


class TestOut:
    def test_loads_back_as_unchanged(self, world, tmp_path):
        loaded(
            world.office,
            movements=[
                a_row(decision="Giấy báo tử 3"),
                a_row("DV-02", date(2026, 11, 3), "Chuyển đi ngoài xã", "Đảng bộ xã Xa"),
                a_row("DV-02", date(2026, 11, 9), "Chuyển đến từ ngoài xã", "CB-02"),
                a_row("DV-03", date(2026, 11, 4), "Chuyển chi bộ", "CB-02"),
            ],
        )
        with scope(EVERYTHING):
            code = world.commune.code
        target = tmp_path / "xuat.xlsx"
        with scope(world.office), target.open("wb") as file:
            write_extract(file, code=code, reason="", actor=world.office, at=NOW)
        with scope(world.office):
            again = exchange.preview(data=target.read_bytes(), actor=world.office, at=NOW)

        counts = again.counts["Biến động"]
        assert counts == {State.NEW: 0, State.CHANGED: 0, State.SAME: 4, State.WRONG: 0}
        assert not again.problems

    def test_leaves_out_what_was_taken_back(self, world):
        loaded(world.office, movements=[a_row("DV-04")])
        with scope(world.office), transaction.atomic():
            act = Act.objects.get(member__code="DV-04")
            actions.undo_act(act_id=act.pk, actor=world.office, at=NOW)

        assert preview(world, a_row("DV-04")).counts["Biến động"][State.NEW] == 1
