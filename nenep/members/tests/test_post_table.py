"""The table of posts: rank, vacancies and ends first; giving, handing on, ending, taking back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from nenep.access.scope import scope
from nenep.accounts.tests.builders import an_account, log_in
from nenep.core import clock
from nenep.members import actions
from nenep.members.around import CannotAct
from nenep.members.models import Act, Post, StandIn
from nenep.members.queries import duties, in_rank_order, post_table
from nenep.members.tests.builders import a_charge, a_member, a_post, duties_of
from nenep.organisations.tests.builders import (
    EVERYTHING,
    NOW,
    TODAY,
    a_cell,
    a_commune,
    building,
)

pytestmark = pytest.mark.django_db
DAY = TODAY - timedelta(days=10)


class World:
    """A cell with a secretary and two members; one without posts, one without a secretary."""

    def __init__(self):
        self.commune = a_commune()
        self.cell = a_cell(self.commune)
        self.unwritten = a_cell(self.commune, "Chi bộ Bản Chưa Ghi")
        self.vacant = a_cell(self.commune, "Chi bộ Bản Khuyết")
        self.secretary = a_member(self.cell, "Lò Văn Ý")
        self.next = a_member(self.cell, "Lò Thị Sen")
        self.member = a_member(self.cell, "Giàng A Ánh")
        self.post = a_post(
            "secretary", self.cell, self.secretary, valid_from=DAY - timedelta(days=90)
        )
        a_post("deputy", self.vacant, valid_to=TODAY + timedelta(days=20))
        clerk = a_member(self.cell, "Tẩn A Sùng")
        a_post("office", self.commune, clerk)
        self.office, self.plain = an_account(clerk), an_account(self.member)


@pytest.fixture(scope="class")
def world(built_once):
    return built_once(World)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(NOW):
        yield


@pytest.fixture
def office(world):
    return log_in(Client(), world.office)


def replaced(world, **given):
    with building():
        return actions.replace_holder(
            post_id=world.post.pk,
            actor=EVERYTHING,
            at=NOW,
            **{"day": DAY, "person": world.next.code} | given,
        )


def holds(pk):
    with scope(EVERYTHING):
        return Post.objects.get(pk=pk)


class TestReplaceHolder:
    def test_ends_the_old_and_begins_the_new_on_one_day(self, world):
        act = replaced(world, begun_by="elected", decision="Số 5-QĐ/ĐU", reason="Nghỉ hưu")

        old = holds(world.post.pk)
        with scope(EVERYTHING):
            new = Post.objects.get(member=world.next, kind="secretary")
        assert (old.valid_to, old.end_reason) == (DAY, "Nghỉ hưu")
        assert (new.valid_from, new.begun_by, new.decision) == (DAY, "elected", "Số 5-QĐ/ĐU")
        assert new.body_id == old.body_id
        assert act.kind == Act.Kind.APPOINTED

    def test_is_taken_back_as_one(self, world):
        with building():
            actions.stand_in(
                post_id=world.post.pk,
                member_id=world.member.pk,
                valid_from=DAY,
                valid_to=None,
                decided_by="Đảng ủy",
                actor=EVERYTHING,
                at=NOW,
            )
        act = replaced(world, reason="Nghỉ hưu", day=TODAY)

        with building():
            actions.undo_act(act_id=act.pk, actor=EVERYTHING, at=NOW)

        old = holds(world.post.pk)
        assert (old.valid_to, old.end_reason) == (None, "")
        with scope(EVERYTHING):
            assert StandIn.objects.get(post=old).valid_to is None
            assert not Post.objects.valid_on(TODAY).filter(member=world.next).exists()

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"day": DAY - timedelta(days=91)}, "ngày thôi không được ở trước"),
            ({"person": "Lò Văn Ý"}, "phải là người khác"),
            ({"person": "Không Ai"}, "Không thấy đảng viên nào"),
        ],
    )
    def test_is_refused_with_everything_as_it_was(self, world, given, words):
        with pytest.raises((CannotAct, actions.CannotAppoint), match=words):
            replaced(world, **given)

        assert holds(world.post.pk).valid_to is None

    def test_of_a_post_that_ended_is_refused(self, world):
        replaced(world)

        with pytest.raises(CannotAct, match="đã thôi chức vụ này"):
            replaced(world, person=world.member.code, day=TODAY)


class TestEndPost:
    def test_is_an_act_that_can_be_taken_back(self, world):
        with building():
            act = actions.do_act(
                member_id=world.secretary.pk,
                kind="post_ended",
                day=DAY,
                held=world.post.pk,
                reason="Luân chuyển",
                actor=EVERYTHING,
                at=NOW,
            )
        assert (holds(world.post.pk).valid_to, holds(world.post.pk).end_reason) == (
            DAY,
            "Luân chuyển",
        )
        with building():
            actions.undo_act(act_id=act.pk, actor=EVERYTHING, at=NOW)
        assert holds(world.post.pk).valid_to is None

    def test_of_somebody_else_is_refused(self, world):
        with building(), pytest.raises(CannotAct, match="do người khác giữ"):
            actions.do_act(
                member_id=world.member.pk,
                kind="post_ended",
                day=DAY,
                held=world.post.pk,
                actor=EVERYTHING,
                at=NOW,
            )


class TestOutsideTheParty:
    def test_a_post_gives_no_duty(self, world):
        before = {duty.code for duty in duties_of(world.member)}

        a_post("village_head", world.cell, world.member)
        a_post("front_head", world.commune, world.member)

        assert {duty.code for duty in duties_of(world.member)} == before
        assert duties.role_of_post("government_head", "base") is None

    def test_a_head_is_one_at_a_time(self, world):
        a_post("government_head", world.commune, world.member)

        with pytest.raises(actions.CannotAppoint, match="đang có người khác giữ"):
            a_post("government_head", world.commune, world.next)

    @pytest.mark.parametrize(
        ("kind", "place"), [("village_head", "commune"), ("council_head", "cell")]
    )
    def test_a_post_is_where_it_belongs(self, world, kind, place):
        with pytest.raises(actions.CannotAppoint, match="không có chức vụ đó"):
            a_post(kind, getattr(world, place), world.member)


class TestPostTable:
    def test_names_by_rank_then_by_vietnamese_order(self, world):
        for name in ("Lò Văn Đức", "Vàng A Anh", "Lò Thị Dung"):
            a_post("committee_member", world.cell, a_member(world.cell, name))
        a_post("deputy", world.cell, a_member(world.cell, "Lù Thị Xuân"))
        with scope(EVERYTHING):
            table = post_table(world.cell, TODAY, EVERYTHING)
            held = Post.objects.filter(organisation=world.cell).select_related("body")
            ordered = [one.holder_name for one in in_rank_order(held)]
        names = ["Lò Văn Ý", "Lù Thị Xuân", "Vàng A Anh", "Lò Thị Dung", "Lò Văn Đức"]
        assert [line.post.holder_name for line in table.units[0].lines] == names
        assert ordered == names

    def test_says_where_nobody_leads_and_what_ends_soon(self, world):
        with scope(EVERYTHING):
            table = post_table(world.commune, TODAY, EVERYTHING)

        vacant = {unit.organisation.name: unit for unit in table.vacant}
        assert vacant["Chi bộ Bản Khuyết"].is_vacant
        assert vacant["Chi bộ Bản Chưa Ghi"].is_unwritten
        assert world.cell.name not in vacant
        assert [place.name for place, _ in table.ending] == ["Chi bộ Bản Khuyết"]


class TestPosts:
    def test_has_vacancies_first_and_who_looks_after_a_unit(self, world, office):
        a_charge(world.cell, world.member)

        page = office.get(reverse("members:posts", args=[world.commune.pk])).content.decode()

        assert page.index("Khuyết Bí thư") < page.index("Lò Văn Ý")
        assert "Phụ trách: Giàng A Ánh" in page
        assert reverse("members:posts", args=[world.cell.pk]) in page

    def test_asks_the_same_of_the_database_for_many_units(
        self, world, office, django_assert_max_num_queries
    ):
        address = reverse("members:posts", args=[world.commune.pk])
        for number in range(6):
            a_post("secretary", a_cell(world.commune, f"Chi bộ Số {number}"))
        with django_assert_max_num_queries(24):
            office.get(address)

    def test_is_read_by_a_member_of_the_cell_who_changes_nothing(self, world):
        client = log_in(Client(), world.plain)

        page = client.get(reverse("members:posts", args=[world.cell.pk])).content.decode()

        assert "Lò Văn Ý" in page
        assert "Thay</" not in page
        assert client.get(reverse("members:posts", args=[world.vacant.pk])).status_code == 404
        assert client.get(reverse("members:post", args=[world.post.pk])).status_code == 404

    def test_hands_on_by_one_form_and_takes_it_back(self, world, office):
        address = reverse("members:replace_holder", args=[world.post.pk])
        assert office.get(address).content.decode().count('class="n-field"') <= 6

        answer = office.post(
            address, {"person": world.next.code, "day": f"{DAY}", "begun_by": "appointed"}
        )

        assert answer.url == reverse("members:posts", args=[world.cell.pk])
        page = office.get(answer.url).content.decode()
        assert "Lò Thị Sen" in page
        assert "Chỉ định" in page
        with scope(EVERYTHING):
            act = Act.objects.get(member=world.next, kind="appointed")
        assert reverse("members:undo", args=[act.pk]) in page
        office.post(reverse("members:undo", args=[act.pk]))
        assert holds(world.post.pk).valid_to is None

    def test_keeps_what_was_typed_where_it_is_wrong(self, world, office):
        answer = office.post(
            reverse("members:replace_holder", args=[world.post.pk]),
            {"person": world.secretary.code, "day": f"{DAY}", "decision": "Số 9"},
        )

        assert answer.status_code == 422
        body = answer.content.decode()
        assert "phải là người khác" in body
        assert "Số 9" in body

    def test_gives_a_post_of_the_committee_by_name(self, world, office):
        answer = office.post(
            reverse("members:give_post", args=[world.commune.pk]),
            {
                "post": "committee_member:standing_committee",
                "person": "Giàng A Ánh",
                "day": f"{DAY}",
                "term": "2025 - 2030",
            },
        )

        page = office.get(answer.url).content.decode()
        assert "Ủy viên Ban Thường vụ" in page
        assert "2025 - 2030" in page

    def test_describes_a_post(self, world, office):
        address = reverse("members:post", args=[world.post.pk])

        office.post(
            address,
            {
                "is_local": "no",
                "begun_by": "rotated",
                "from_place": "Xã Bản Sông",
                "age_band": "to_45",
                "class_attended": "Bồi dưỡng bí thư chi bộ 2026",
            },
        )

        held = holds(world.post.pk)
        assert (held.is_local, held.begun_by, held.age_band) == (False, "rotated", "to_45")
        assert "Xã Bản Sông" in office.get(address).content.decode()
        office.post(address, {"is_local": ""})
        assert holds(world.post.pk).is_local is None

    def test_ends_a_post_from_its_line(self, world, office):
        address = reverse("members:act", args=[world.secretary.pk, "thoi-chuc-vu"])
        page = office.get(address, {"held": world.post.pk}).content.decode()
        assert f'<option value="{world.post.pk}" selected' in page

        office.post(address, {"held": world.post.pk, "day": f"{DAY}", "reason": "Sức khỏe"})

        assert holds(world.post.pk).end_reason == "Sức khỏe"
