"""The pages of members: roster, masked data, stand-ins; each with a stranger."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from nenep.access.scope import scope
from nenep.accounts.tests.builders import an_account, log_in
from nenep.audit.models import Event
from nenep.core import clock
from nenep.members.models import PersonalData, StandIn
from nenep.members.tests.builders import a_charge, a_member, a_post
from nenep.organisations.tests.builders import EVERYTHING, NOW, TODAY, a_cell, a_commune

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return a_commune()


@pytest.fixture
def cell(commune):
    return a_cell(commune)


@pytest.fixture
def secretary(cell):
    return a_member(cell, "Lò Văn Bình", phone="0100000001")


@pytest.fixture
def as_secretary(cell, secretary):
    a_post("secretary", cell, secretary)
    return log_in(Client(), an_account(secretary))


@pytest.fixture
def as_office(commune):
    home = a_cell(commune, "Chi bộ Cơ quan xã", sector="agency")
    clerk = a_member(home)
    a_post("office", commune, clerk)
    return log_in(Client(), an_account(clerk))


@pytest.fixture
def as_stranger(commune):
    """The secretary of the neighbouring cell."""
    neighbour = a_cell(commune, "Chi bộ Bản Bên")
    other = a_member(neighbour)
    a_post("secretary", neighbour, other)
    return log_in(Client(), an_account(other))


class TestRoster:
    def test_shows_names_states_and_who_looks_after_the_cell(self, cell, as_secretary):
        a_member(cell, "Vàng Thị Chư", state="probationary")
        a_charge(cell, a_member(full_name="Đèo Văn Phong"))

        page = as_secretary.get(reverse("members:roster", args=[cell.pk])).content.decode()

        assert "Vàng Thị Chư" in page
        assert "Dự bị" in page
        assert "Đèo Văn Phong" in page
        assert "0100000001" not in page

    def test_hides_the_cell_from_a_neighbour(self, cell, as_stranger):
        assert as_stranger.get(reverse("members:roster", args=[cell.pk])).status_code == 404

    def test_asks_the_same_of_the_database_for_many(
        self, cell, as_secretary, django_assert_max_num_queries
    ):
        for _ in range(20):
            a_member(cell)
        with django_assert_max_num_queries(16):
            as_secretary.get(reverse("members:roster", args=[cell.pk]))


class TestUnmask:
    def test_opens_the_phone_for_a_reason_and_logs_it(self, secretary, as_office):
        address = reverse("members:unmask", args=[secretary.pk])

        masked = as_office.get(address).content.decode()
        opened = as_office.post(address, {"reason": "Gọi báo hoãn họp"})

        assert "0100000001" not in masked
        assert "0100000001" in opened.content.decode()
        assert "no-store" in opened["Cache-Control"]
        with scope(EVERYTHING):
            assert "Gọi báo hoãn họp" in Event.objects.get(code="member.unmasked").words

    @pytest.mark.parametrize("reason", ["", " ", "abc"])
    def test_stays_masked_without_a_reason(self, secretary, as_office, reason):
        answer = as_office.post(reverse("members:unmask", args=[secretary.pk]), {"reason": reason})

        assert answer.status_code == 422
        assert "Chưa ghi lý do" in answer.content.decode()
        assert "0100000001" not in answer.content.decode()

    def test_hides_the_member_from_a_neighbour(self, secretary, as_stranger):
        assert as_stranger.get(reverse("members:unmask", args=[secretary.pk])).status_code == 404


class TestEnterEmail:
    def address_of(self, member):
        with scope(EVERYTHING):
            return PersonalData.objects.get(member=member).email

    @pytest.mark.parametrize("sent", [{}, {"email": ""}, {"email": " "}])
    def test_takes_none_away_by_a_slip(self, secretary, as_office, sent):
        address = reverse("members:enter_email", args=[secretary.pk])
        as_office.post(address, {"email": "binh@thu.example"})

        answer = as_office.post(address, sent)

        assert answer.status_code == 422
        assert "hoặc đánh dấu «Bỏ địa chỉ đang ghi»" in answer.content.decode()
        assert self.address_of(secretary) == "binh@thu.example"

    def test_takes_one_away_where_that_is_said(self, secretary, as_office):
        address = reverse("members:enter_email", args=[secretary.pk])
        as_office.post(address, {"email": "binh@thu.example"})

        as_office.post(address, {"email": "", "remove": "on"})

        assert self.address_of(secretary) == ""


class TestCharge:
    @pytest.mark.parametrize("days", [0, 5])
    def test_present_or_coming_is_shown_and_can_be_ended(self, cell, as_office, days):
        found = a_charge(
            cell, a_member(cell, "Lò Văn Phụ"), valid_from=TODAY + timedelta(days=days)
        )
        roster = reverse("members:roster", args=[cell.pk])
        with clock.at(NOW):
            assert "Thôi phụ trách: Lò Văn Phụ" in as_office.get(roster).content.decode()

            answer = as_office.post(
                reverse("members:end_charge", args=[found.pk]), {"cell": str(cell.pk)}
            )

            assert answer.url == roster
            assert "Thôi phụ trách: Lò Văn Phụ" not in as_office.get(roster).content.decode()
        with scope(EVERYTHING):
            found.refresh_from_db()
        assert found.valid_to == TODAY + timedelta(days=days)

    def test_is_not_offered_to_the_cell(self, cell, as_secretary):
        a_charge(cell, a_member(cell, "Lò Văn Phụ"))

        page = as_secretary.get(reverse("members:roster", args=[cell.pk])).content.decode()

        assert "Lò Văn Phụ" in page
        assert "Thôi phụ trách" not in page


class TestStandIn:
    def test_lets_the_office_name_who_stands_in(self, cell, secretary, as_office):
        post = a_post("secretary", cell, secretary)
        other = a_member(cell, "Vàng Thị Chư")
        address = reverse("members:stand_in", args=[post.pk])

        answer = as_office.post(
            address,
            {
                "member": other.pk,
                "valid_from": TODAY.isoformat(),
                "valid_to": TODAY.isoformat(),
                "decided_by": "Thường trực Đảng ủy",
            },
        )

        assert answer.status_code == 302
        with scope(EVERYTHING):
            instead = StandIn.objects.get(post=post)
            assert instead.member_id == other.pk
            # The last day typed is the last day that counts.
            assert (instead.valid_to - instead.valid_from).days == 1
        with clock.at(NOW):
            page = as_office.get(reverse("members:roster", args=[cell.pk])).content.decode()
        assert "Vàng Thị Chư thay" in page

    @pytest.mark.parametrize("days", [0, 5])
    def test_present_or_coming_is_shown_and_can_be_ended(self, cell, secretary, as_office, days):
        post = a_post("secretary", cell, secretary)
        other = a_member(cell, "Vàng Thị Chư")
        begins = TODAY + timedelta(days=days)
        as_office.post(
            reverse("members:stand_in", args=[post.pk]),
            {"member": other.pk, "valid_from": begins.isoformat(), "decided_by": "Đảng ủy"},
        )
        with scope(EVERYTHING):
            instead = StandIn.objects.get(post=post)
        roster = reverse("members:roster", args=[cell.pk])
        with clock.at(NOW):
            assert "Vàng Thị Chư thay" in as_office.get(roster).content.decode()
            as_office.post(reverse("members:end_stand_in", args=[instead.pk]))
            assert "Vàng Thị Chư thay" not in as_office.get(roster).content.decode()
            # And may be given again.
            again = as_office.post(
                reverse("members:stand_in", args=[post.pk]),
                {"member": other.pk, "valid_from": begins.isoformat(), "decided_by": "Đảng ủy"},
            )
        assert again.status_code == 302

    def test_is_ended_by_no_neighbour(self, cell, secretary, as_office, as_stranger):
        post = a_post("secretary", cell, secretary)
        as_office.post(
            reverse("members:stand_in", args=[post.pk]),
            {
                "member": a_member(cell).pk,
                "valid_from": TODAY.isoformat(),
                "decided_by": "Đảng ủy",
            },
        )
        with scope(EVERYTHING):
            instead = StandIn.objects.get(post=post)
        address = reverse("members:end_stand_in", args=[instead.pk])

        assert as_stranger.post(address).status_code == 403

    def test_says_what_is_wrong_and_keeps_what_was_typed(self, cell, secretary, as_office):
        post = a_post("secretary", cell, secretary)

        answer = as_office.post(
            reverse("members:stand_in", args=[post.pk]),
            {
                "member": secretary.pk,
                "valid_from": TODAY.isoformat(),
                "decided_by": "Thường trực Đảng ủy",
            },
        )

        assert answer.status_code == 422
        assert "Người thay phải là người khác" in answer.content.decode()
        assert "Thường trực Đảng ủy" in answer.content.decode()

    def test_hides_the_post_from_a_neighbour(self, cell, secretary, as_stranger):
        post = a_post("secretary", cell, secretary)

        assert as_stranger.get(reverse("members:stand_in", args=[post.pk])).status_code == 404
