"""The page on which desks of a committee's office are given and ended."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from nenep.access.scope import scope
from nenep.accounts.tests.builders import an_account, log_in
from nenep.audit.models import Event
from nenep.core import clock
from nenep.members.models import Post
from nenep.members.rules import DESKS, role_of_post
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.models import Organisation
from nenep.organisations.tests.builders import EVERYTHING, NOW, TODAY, a_cell, a_commune

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with clock.at(NOW):
        yield


class World:
    """A commune with an office, somebody who may get a desk, and strangers."""

    def __init__(self):
        self.commune = a_commune()
        self.home = a_cell(self.commune, "Chi bộ Cơ quan xã", sector="agency")
        self.clerk = a_member(self.home, "Cà Thị Duyên")
        self.member = a_member(self.home, "Lường Văn Toản")
        a_post("office", self.commune, self.clerk)
        self.address = reverse("members:desks", args=[self.commune.pk])

    def as_(self, member):
        return log_in(Client(), an_account(member))

    def form(self, **changes):
        return {
            "person": self.member.code,
            "kinds": ["desk_documents", "desk_treasurer"],
            "decision": "QĐ 12-QĐ/ĐU ngày 01/12/2026",
            "valid_from": TODAY.isoformat(),
            "valid_to": "",
        } | changes

    def held(self):
        with scope(EVERYTHING):
            return list(
                Post.objects.filter(kind__startswith="desk_").values_list(
                    "member_id", "kind", "valid_from", "valid_to", "decision"
                )
            )


@pytest.fixture
def world():
    return World()


class TestDesks:
    def test_are_given_several_at_once_and_logged(self, world):
        office = world.as_(world.clerk)
        last = TODAY + timedelta(days=30)

        answer = office.post(world.address, world.form(valid_to=last.isoformat()))

        assert answer.status_code == 302
        decision = "QĐ 12-QĐ/ĐU ngày 01/12/2026"
        until = last + timedelta(days=1)
        assert sorted(world.held()) == [
            (world.member.pk, "desk_documents", TODAY, until, decision),
            (world.member.pk, "desk_treasurer", TODAY, until, decision),
        ]
        page = office.get(world.address).content.decode()
        assert "Lường Văn Toản" in page
        assert "Thủ quỹ – tài chính" in page
        with scope(EVERYTHING):
            assert Event.objects.filter(code="post.given", words__contains="Văn thư").exists()

    def test_let_their_holder_act_in_them(self, world):
        world.as_(world.clerk).post(world.address, world.form())
        page = world.as_(world.member).get(reverse("accounts:posts")).content.decode()
        assert "Văn thư – tài liệu, thủ quỹ – tài chính Đảng ủy xã Bản Mây" in page

    @pytest.mark.parametrize("kind", DESKS)
    def test_give_the_role_of_their_code_and_no_other(self, kind):
        assert role_of_post(kind, Organisation.Kind.BASE).code == kind

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"kinds": []}, "Chưa chọn phần việc nào"),
            ({"kinds": ["office"]}, "office"),
            ({"decision": " "}, "Chưa ghi theo quyết định nào"),
            ({"person": "Nguyễn Không Có"}, "Không thấy đảng viên nào"),
            ({"person": ""}, "Chưa ghi giao cho ai"),
            ({"valid_to": "2000-01-01"}, "trước ngày bắt đầu"),
        ],
    )
    def test_are_refused_in_a_sentence_and_nothing_typed_is_lost(self, world, changes, sentence):
        answer = world.as_(world.clerk).post(world.address, world.form(**changes))

        page = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in page
        if "decision" not in changes:
            assert "QĐ 12-QĐ/ĐU" in page
        assert world.held() == []

    def test_ask_for_the_code_where_two_have_the_name(self, world):
        a_member(a_cell(world.commune, "Chi bộ Bản Bên"), "Lường Văn Toản")
        answer = world.as_(world.clerk).post(world.address, world.form(person="Lường Văn Toản"))
        assert answer.status_code == 422
        assert "Chi bộ Bản Bên" in answer.content.decode()

    def test_are_not_given_to_oneself(self, world):
        answer = world.as_(world.clerk).post(world.address, world.form(person=world.clerk.code))
        assert answer.status_code == 422
        assert "Không tự giao" in answer.content.decode()

    def test_are_not_given_twice_and_then_none_is(self, world):
        a_post("desk_treasurer", world.commune, world.member)
        answer = world.as_(world.clerk).post(world.address, world.form())
        assert answer.status_code == 422
        assert "đang giữ chức vụ đó" in answer.content.decode()
        assert len(world.held()) == 1

    def test_end_from_today(self, world):
        post = a_post("desk_treasurer", world.commune, world.member)
        office = world.as_(world.clerk)
        answer = office.post(reverse("members:end_desk", args=[post.pk]))
        assert answer.url == world.address
        assert world.held()[0][3] == TODAY

    def test_end_only_by_this_page_what_is_a_desk(self, world):
        post = a_post("secretary", world.commune, world.member)
        address = reverse("members:end_desk", args=[post.pk])
        assert world.as_(world.clerk).post(address).status_code == 403

    @pytest.mark.parametrize("kind", ["desk_documents", "desk_inspection", "desk_treasurer"])
    def test_are_given_by_no_desk_but_that_of_members(self, world, kind):
        a_post(kind, world.commune, world.member)
        post = a_post("desk_members", world.commune, world.clerk)
        browser = world.as_(world.member)
        assert browser.get(world.address).status_code == 404
        assert browser.post(world.address, world.form()).status_code == 403
        address = reverse("members:end_desk", args=[post.pk])
        assert browser.post(address).status_code == 403

    def test_stay_with_their_committee(self, world):
        other = a_commune(name="Đảng bộ xã Khác")
        stranger = a_member(a_cell(other))
        a_post("office", other, stranger)
        browser = world.as_(stranger)
        assert browser.get(world.address).status_code == 404
        assert browser.post(world.address, world.form()).status_code == 403

    def test_are_none_in_a_cell(self, world):
        address = reverse("members:desks", args=[world.home.pk])
        assert world.as_(world.clerk).get(address).status_code == 404

    def test_are_found_from_the_page_of_accounts(self, world):
        page = world.as_(world.clerk).get(reverse("accounts:list")).content.decode()
        assert world.address in page

    def test_ask_the_same_of_the_database_for_many(self, world, django_assert_max_num_queries):
        for _ in range(20):
            a_post("desk_documents", world.commune, a_member(world.home))
        office = world.as_(world.clerk)
        with django_assert_max_num_queries(14):
            office.get(world.address)
