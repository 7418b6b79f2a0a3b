"""The sheet «Chức vụ»: how a post begins and ends, local or not, posts outside the Party."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from nenep.access.scope import scope
from nenep.exchange.tests.test_extract import extracted
from nenep.exchange.tests.workbooks import a_post_row, loaded, previewed
from nenep.members.models import Post
from nenep.members.tests.builders import a_member, a_post, an_office_of
from nenep.organisations.tests.builders import EVERYTHING, a_cell, a_commune

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return a_commune()


@pytest.fixture
def office(commune):
    return an_office_of(commune)


@pytest.fixture
def member(commune):
    return a_member(a_cell(commune, code="CB-01"))


TOLD = {
    "begun_by": "Luân chuyển",
    "from_place": "Đảng ủy xã Bản Sông",
    "end_reason": "Hết nhiệm kỳ",
    "is_local": "Không",
    "sector": "Đảng",
    "until": date(2026, 6, 30),
}


class TestSheetOfPosts:
    def test_loads_what_is_told_and_writes_it_out_again(self, commune, office, member):
        loaded(
            office, posts=[a_post_row(member.code, **TOLD | {"until": None, "end_reason": None})]
        )

        with scope(EVERYTHING):
            post = Post.objects.get(member=member)
        assert (post.begun_by, post.from_place, post.is_local) == (
            "rotated",
            "Đảng ủy xã Bản Sông",
            False,
        )
        page = load_workbook(BytesIO(extracted(office, commune.code)))["Chức vụ"]
        written = [[cell.value for cell in row] for row in page.iter_rows()]
        [row] = [one for one in written if member.code in one]
        assert {"Luân chuyển", "Đảng ủy xã Bản Sông", "Không", "Đảng"} <= set(row)

    def test_tells_what_is_new_of_a_known_post(self, commune, office, member):
        held = a_post("secretary", member.home, member, valid_from=date(2025, 7, 1))
        row = a_post_row(member.code, since=held.valid_from, **TOLD)

        [line] = previewed(office, posts=[row]).lines
        assert line.state == "changed"
        loaded(office, posts=[row])

        with scope(EVERYTHING):
            post = Post.objects.get(pk=held.pk)
        assert (post.end_reason, post.is_local) == ("Hết nhiệm kỳ", False)
        again = previewed(office, posts=[row]).lines
        assert [one.state for one in again] == ["same"]

    def test_leaves_unsaid_what_an_old_workbook_does_not_have(self, commune, office, member):
        loaded(office, posts=[a_post_row(member.code)])

        with scope(EVERYTHING):
            post = Post.objects.get(member=member)
        assert (post.is_local, post.begun_by) == (None, "")

    def test_knows_posts_outside_the_party(self, commune, office, member):
        loaded(
            office,
            posts=[
                a_post_row(member.code, kind="Trưởng bản", body=None, sector="Thôn, bản"),
                a_post_row(
                    member.code, commune.code, kind="Chủ tịch UBND xã", body=None, sector=None
                ),
            ],
        )

        with scope(EVERYTHING):
            kinds = set(Post.objects.filter(member=member).values_list("kind", flat=True))
        assert kinds == {"village_head", "government_head"}

    @pytest.mark.parametrize(
        ("told", "words"),
        [
            ({"sector": "Chính quyền"}, "Chức vụ này là loại «Đảng»"),
            ({"end_reason": "Nghỉ hưu"}, "chưa ghi «Đến ngày»"),
            ({"kind": "Chủ tịch UBND", "body": None}, "không có chức vụ này"),
            ({"is_local": "Chắc thế"}, ""),
            ({"begun_by": "Tự nhận"}, ""),
        ],
    )
    def test_names_sheet_row_and_column_of_what_is_wrong(
        self, commune, office, member, told, words
    ):
        [problem] = previewed(office, posts=[a_post_row(member.code, **told)]).problems

        assert (problem.sheet, problem.row) == ("Chức vụ", 4)
        assert words in problem.sentence
