"""Which secretaries cannot log in or have not for long; their slips in one print."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from nenep.access.scope import scope
from nenep.accounts import functions, queries
from nenep.accounts.models import Account
from nenep.accounts.tests.builders import an_account, log_in
from nenep.core import clock
from nenep.members.tests.builders import a_member, a_member_of, a_post, an_office_of
from nenep.organisations.tests.builders import NOW, TODAY, a_cell, a_commune, building

pytestmark = pytest.mark.django_db


class World:
    """A commune of three cells: a secretary who logs in, one without account, one long away."""

    def __init__(self):
        self.commune = a_commune()
        self.cells = [a_cell(self.commune, f"Chi bộ Bản {number}") for number in (1, 2, 3)]
        self.present, self.missing, self.away = (
            a_member(cell, f"Lò Văn {name}")
            for cell, name in zip(self.cells, ("Anh", "Bình", "Chiến"), strict=True)
        )
        for cell, member in zip(self.cells, (self.present, self.missing, self.away), strict=True):
            a_post("secretary", cell, member)
        clerk = a_member(self.cells[0], "Lò Thị Văn Phòng")
        a_post("office", self.commune, clerk)
        an_account(self.away)
        with clock.at(NOW - timedelta(days=31)):
            self.seen_long_ago = log_in(Client(), self.account_of(self.away))
        with clock.at(NOW):
            self.own = log_in(Client(), an_account(self.present))
            self.client = log_in(Client(), an_account(clerk))

    def account_of(self, member):
        with building():
            return Account.objects.get(member=member)


@pytest.fixture
def world():
    return World()


@pytest.fixture(autouse=True)
def _now():
    with clock.at(NOW):
        yield


def leaders(actor, on=TODAY):
    with scope(actor):
        return {one.pk: one for one in queries.leaders_with_accounts(actor, on=on)}


class TestLeaders:
    def test_are_told_with_their_duty_and_how_their_account_stands(self, world):
        found = leaders(an_office_of(world.commune))
        assert found[world.missing.pk].duty == "Bí thư Chi bộ Bản 2"
        assert [
            found[one.pk].lacks_access for one in (world.present, world.missing, world.away)
        ] == [
            False,
            True,
            False,
        ]
        assert found[world.away.pk].seen_on == TODAY - timedelta(days=31)

    def test_with_several_posts_stand_once(self, world):
        a_post("deputy", world.cells[1], world.present)
        assert leaders(an_office_of(world.commune))[world.present.pk].duty == (
            "Bí thư Chi bộ Bản 1; Phó bí thư Chi bộ Bản 2"
        )

    def test_of_another_commune_are_not_there(self, world):
        assert world.missing.pk not in leaders(an_office_of(a_commune()))

    @pytest.mark.parametrize(("days", "is_long"), [(29, False), (30, True), (400, True)])
    def test_are_long_away_after_a_month(self, days, is_long):
        account = queries.LeaderAccount(
            1, "", "", "", 1, "a", True, NOW, None, TODAY - timedelta(days=days)
        )
        assert account.is_long_away(TODAY) is is_long

    def test_of_whom_nothing_is_known_are_looked_after(self):
        unknown = queries.LeaderAccount(1, "", "", "", 1, "a", True, NOW, None, None)
        assert unknown.is_long_away(TODAY)


class TestSeen:
    def test_is_the_day_of_the_last_request_in_local_time(self, world):
        with clock.at(NOW.replace(hour=23, minute=59) + timedelta(days=2)):
            world.seen_long_ago.get(reverse("accounts:mine"))
            log_in(Client(), world.account_of(world.away))
        found = leaders(an_office_of(world.commune))
        assert found[world.away.pk].seen_on == date(2026, 12, 5)

    def test_moves_on_with_use_of_an_open_session(self, world):
        with clock.at(NOW + timedelta(days=3)):
            assert world.own.get(reverse("accounts:mine")).status_code == 200
        found = leaders(an_office_of(world.commune))
        assert found[world.present.pk].seen_on == TODAY + timedelta(days=3)

    def test_is_told_to_who_looks_after_the_account_only(self, world):
        with scope(an_office_of(world.commune)):
            assert set(functions.seen()) > {
                world.account_of(world.present).pk,
                world.account_of(world.away).pk,
            }
        for other in (an_office_of(a_commune()), a_member_of(world.cells[2])):
            with scope(other):
                assert functions.seen() == {}


class TestPage:
    def test_shows_who_lacks_access_and_prints_for_all_of_them(self, world):
        page = world.client.get(reverse("accounts:leaders")).content.decode()
        assert "In phiếu cho 1 người này" in page
        printed = world.client.post(reverse("accounts:leaders_slips"), {"all": "yes"})
        assert printed.status_code == 200
        assert "Lò Văn Bình" in printed.content.decode()
        assert "Lò Văn Chiến" not in printed.content.decode()
        assert printed["Cache-Control"] == "no-store, private"

    def test_prints_for_those_who_are_chosen(self, world):
        address = reverse("accounts:leaders_slips")
        printed = world.client.post(address, {"member": [world.away.pk]}).content.decode()
        assert "Lò Văn Chiến" in printed
        assert "Lò Văn Bình" not in printed
        assert world.client.post(address, {}).status_code == 422

    def test_narrows_to_the_long_away(self, world):
        page = world.client.get(reverse("accounts:leaders") + "?xem=lau-chua-vao")
        text = page.content.decode()
        assert "Lò Văn Chiến" in text
        assert "Lò Văn Bình" not in text

    def test_is_a_file_too(self, world):
        file = world.client.get(reverse("accounts:leaders_file", args=["xlsx"]))
        assert file.status_code == 200
        assert "tai-khoan-bi-thu.xlsx" in file["Content-Disposition"]

    def test_is_not_for_members(self, world):
        stranger = log_in(Client(), an_account(a_member(world.cells[0])))
        assert stranger.get(reverse("accounts:leaders")).status_code == 404
        assert stranger.post(reverse("accounts:leaders_slips"), {"all": "1"}).status_code == 403

    def test_asks_few_questions(self, world, django_assert_max_num_queries):
        with django_assert_max_num_queries(16):
            world.client.get(reverse("accounts:leaders"))
