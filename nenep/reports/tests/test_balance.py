"""The page «Biến động đảng viên»: the rows of the statutory form, and whether it closes."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from nenep.accounts.tests.builders import an_account, log_in
from nenep.core import clock
from nenep.members import actions
from nenep.members.models import Act, Membership
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.models import Organisation
from nenep.organisations.tests.builders import EVERYTHING, NOW, a_cell, a_commune, building

pytestmark = pytest.mark.django_db
ADDRESS = reverse("reports:balance")


class World:
    """A cell of three, one of whom has died, and the office."""

    def __init__(self):
        self.commune = a_commune()
        self.cell = a_cell(self.commune)
        self.people = [a_member(self.cell, f"Lò Văn {name}") for name in ("Một", "Hai", "Ba")]
        clerk = a_member(self.cell, "Tẩn A Sùng")
        a_post("office", self.commune, clerk)
        self.office = an_account(clerk)
        self.plain = an_account(self.people[1])
        with building():
            actions.do_act(
                member_id=self.people[0].pk,
                kind="died",
                day=date(2026, 11, 2),
                decision="Giấy báo tử số 3",
                actor=EVERYTHING,
                at=NOW,
            )


@pytest.fixture(scope="class")
def world(built_once):
    return built_once(World)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(NOW):
        yield


def page_of(world, account="office", **asked):
    client = log_in(Client(), getattr(world, account))
    return client.get(ADDRESS, {"ky": "2026-11"} | asked)


class TestBalance:
    def test_has_the_rows_of_the_form_and_names_who_it_was(self, world):
        page = page_of(world)

        body = page.content.decode()
        values = {(one.mark, one.title): one.now for one in page.context["lines"]}
        assert values["A", "Đảng viên cuối kỳ trước chuyển sang"] == 4
        assert values["C", "Giảm trong kỳ"] == 1
        assert values["1", "Từ trần"] == 1
        assert values["D", "Đảng viên có đến cuối kỳ (A + B − C)"] == 3
        assert "Lò Văn Một" in body
        assert "Giấy báo tử số 3" in body
        assert "Báo cấp trên chậm nhất 15/12/2026" in body
        assert "Chưa khớp" not in body

    def test_says_by_how_many_it_does_not_close(self, world):
        with building():
            stay = Membership.objects.get(member=world.people[2])
            actions.end_belonging(
                membership_id=stay.pk, on=date(2026, 11, 9), actor=EVERYTHING, at=NOW
            )

        body = page_of(world).content.decode()

        assert "danh sách đếm được 2, ít hơn 1 so với A + B − C" in body

    def test_shows_numbers_and_no_name_to_the_province(self, world):
        with building():
            province = Organisation.objects.get(kind="province")
        officer = a_member(a_cell(a_commune(province, "Đảng bộ các cơ quan tỉnh"), "Chi bộ Một"))
        a_post("officer", province, officer)
        client = log_in(Client(), an_account(officer))

        page = client.get(ADDRESS, {"ky": "2026-11"})

        assert page.status_code == 200
        assert "Lò Văn Một" not in page.content.decode()

    def test_is_not_there_for_a_plain_member(self, world):
        assert page_of(world, "plain").status_code == 404

    def test_refuses_what_is_no_period(self, world):
        page = page_of(world, ky="hôm qua")
        assert page.status_code == 422

    def test_asks_as_much_of_the_database_for_many_acts(self, world, django_assert_max_num_queries):
        page_of(world)
        client = log_in(Client(), world.office)
        with django_assert_max_num_queries(45):
            client.get(ADDRESS, {"ky": "2026-11"})


class TestWaiting:
    def waits(self, world):
        client = log_in(Client(), world.office)
        return client.get("/").content.decode()

    def test_says_who_is_to_be_reported_until_it_was(self, world):
        page = self.waits(world)
        assert "Báo cấp trên: 1 đảng viên từ trần, ra khỏi Đảng hoặc chuyển đi" in page
        with building():
            act = Act.objects.get(kind="died")
            actions.mark_reported(act_id=act.pk, on=NOW.date(), actor=EVERYTHING, at=NOW)

        assert "Báo cấp trên:" not in self.waits(world)
