"""A term's page: its congress, and everybody who sat in its committee."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from nenep.access.scope import scope
from nenep.accounts.tests.builders import an_account, log_in
from nenep.core import clock
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations import actions as organisations
from nenep.organisations.models import Body, Term
from nenep.organisations.tests.builders import EVERYTHING, NOW, a_cell, a_commune, building

pytestmark = pytest.mark.django_db
BEGUN = date(2025, 7, 1)


class World:
    """A commune in its term, its committee, and somebody who was in the one before."""

    def __init__(self):
        self.commune = a_commune()
        self.cell = a_cell(self.commune, sector="agency")
        a_post("committee_member", self.commune, self.named("Lò Văn Đức"), valid_from=BEGUN)
        a_post("secretary", self.commune, self.named("Vàng A Ý"), valid_from=BEGUN)
        standing, before = self.named("Tẩn A Thường"), self.named("Lù A Trước")
        a_post(
            "committee_member",
            self.commune,
            standing,
            valid_from=BEGUN,
            body_kind="standing_committee",
        )
        a_post("committee_member", self.commune, before, valid_to=BEGUN)
        a_post("village_head", self.cell)
        clerk = self.named("Giàng A Phòng")
        a_post("office", self.commune, clerk)
        self.office, self.plain = an_account(clerk), an_account(self.named("Sùng A Thường"))
        with building():
            self.term = organisations.begin_term(
                body_id=Body.objects.get(organisation=self.commune, kind="committee").pk,
                label="2025-2030",
                valid_from=BEGUN,
                actor=EVERYTHING,
                at=NOW,
            )

    def named(self, name):
        return a_member(self.cell, name)


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


TYPED = {
    "congress": "Đại hội lần thứ I",
    "congress_from": "2025-06-28",
    "congress_to": "2025-06-29",
    "is_model": "yes",
    "model_chosen_by": "Tỉnh ủy",
    "delegates": "150",
    "shortcomings": "Phát triển đảng viên chậm\n\nSinh hoạt chuyên đề ít",
}


class TestTerm:
    def test_has_the_whole_committee_by_rank_and_nobody_else(self, world, office):
        page = office.get(reverse("members:term", args=[world.term.pk])).content.decode()

        order = [page.index(name) for name in ("Vàng A Ý", "Tẩn A Thường", "Lò Văn Đức")]
        assert order == sorted(order)
        assert "Lù A Trước" not in page
        assert "Trưởng thôn" not in page

    def test_is_found_from_the_table_of_posts(self, world, office):
        page = office.get(reverse("members:posts", args=[world.commune.pk])).content.decode()

        assert reverse("members:term", args=[world.term.pk]) in page

    def test_holds_its_congress(self, world, office):
        address = reverse("members:congress", args=[world.term.pk])

        answer = office.post(address, TYPED)

        page = office.get(answer.url).content.decode()
        for words in ("28/06/2025 đến 29/06/2025", "do Tỉnh ủy chọn", "150"):
            assert words in page
        assert page.count("<li>") >= 2
        assert "Sinh hoạt chuyên đề ít" in page

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"congress_to": "2025-06-27"}, "kết thúc trước khi bắt đầu"),
            ({"congress_from": ""}, "thiếu một ngày"),
            ({"is_model": "no"}, "Chỉ đại hội điểm"),
            ({"delegates": "0"}, "Đại hội lần thứ I"),
        ],
    )
    def test_keeps_what_was_typed_where_it_is_wrong(self, world, office, typed, words):
        answer = office.post(reverse("members:congress", args=[world.term.pk]), TYPED | typed)

        assert answer.status_code == 422
        assert words in answer.content.decode()
        with scope(EVERYTHING):
            assert Term.objects.get(pk=world.term.pk).delegates is None

    def test_is_not_for_a_member_of_a_cell(self, world):
        client = log_in(Client(), world.plain)

        assert client.get(reverse("members:term", args=[world.term.pk])).status_code == 404
        assert client.get(reverse("members:congress", args=[world.term.pk])).status_code == 404
