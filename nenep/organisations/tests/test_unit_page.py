"""A unit's page, and what can be done about a unit on a screen."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from nenep.accounts import sent_forms
from nenep.accounts.tests.builders import an_account, log_in
from nenep.core import clock
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations import actions, unit
from nenep.organisations.models import Organisation
from nenep.organisations.queries import parent_on
from nenep.organisations.tests.builders import (
    EVERYTHING,
    NOW,
    TODAY,
    a_cell,
    a_commune,
    an_organisation,
    building,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with clock.at(NOW):
        yield


@pytest.fixture
def commune():
    return a_commune()


@pytest.fixture
def office(commune):
    return holder_of("office", commune, a_cell(commune, "Chi bộ Văn phòng"))


def holder_of(post, place, cell):
    holder = a_member(cell)
    a_post(post, place, holder)
    return log_in(Client(raise_request_exception=False), an_account(holder))


def page(name, place):
    return reverse(f"organisations:{name}", args=[place.pk])


def typed(**said):
    return {sent_forms.FIELD: str(uuid4())} | said


class TestKindsBelow:
    def test_follow_the_day(self):
        kinds = {day: [kind for kind, _ in unit.kinds_below("base", day)] for day in DAYS}
        assert kinds[DAYS[0]] == ["sub_committee", "cell"]
        assert kinds[DAYS[1]] == ["other_base", "sub_committee", "cell"]
        assert unit.kinds_below("cell", TODAY) == []


DAYS = (date(2025, 6, 30), date(2025, 7, 1))


class TestUnitPage:
    def test_shows_what_hangs_below_and_what_was(self, commune, office):
        cell = a_cell(commune, "Chi bộ Bản Mới")
        with building():
            actions.rename(
                organisation_id=cell.pk, name="Chi bộ Bản Mới Hai", on=date(2026, 5, 1),
                actor=EVERYTHING, at=NOW,
            )  # fmt: skip
        shown = office.get(page("unit", commune)).content.decode()
        assert "Chi bộ Bản Mới Hai" in shown
        assert "Thành lập đơn vị" in shown
        of_cell = office.get(page("unit", cell)).content.decode()
        assert "Tên cũ: Chi bộ Bản Mới" in of_cell
        assert "Thành lập đơn vị" not in of_cell

    def test_of_a_cell_is_read_there_and_changed_by_nobody_there(self, commune):
        cell = a_cell(commune)
        client = holder_of("secretary", cell, cell)
        assert "Đổi tên" not in client.get(page("unit", cell)).content.decode()
        assert client.get(page("rename", cell)).status_code == 404
        assert client.get(page("unit", commune)).status_code == 404

    def test_asks_as_often_for_many_as_for_few(
        self, commune, office, django_assert_max_num_queries
    ):
        for number in range(20):
            a_cell(commune, f"Chi bộ {number}")
        with django_assert_max_num_queries(32):
            office.get(page("unit", commune))


class TestFound:
    new = {
        "kind": "cell", "name": "Chi bộ Bản Cao", "code": "CB-CAO", "sector": "village",
        "founded_on": "2026-11-01", "decision": "Số 12-QĐ/ĐU",
    }  # fmt: skip

    def test_founds_a_cell_back_dated(self, commune, office):
        assert office.post(page("found_below", commune), typed(**self.new)).status_code == 302
        with building():
            made = Organisation.objects.get(code="CB-CAO")
            assert made.placements.get().parent_id == commune.pk
            assert made.bodies.count() == 2
        assert "Chi bộ Bản Cao" in office.get(page("unit", commune)).content.decode()

    def test_refuses_a_taken_code_and_keeps_what_was_typed(self, commune, office):
        office.post(page("found_below", commune), typed(**self.new))
        again = typed(**self.new | {"name": "Chi bộ Bản Thấp"})
        answer = office.post(page("found_below", commune), again)
        assert answer.status_code == 422
        assert "Chi bộ Bản Thấp" in answer.content.decode()
        assert "đã dùng cho đơn vị khác" in answer.content.decode()


class TestRename:
    def test_keeps_the_old_name(self, commune, office):
        cell = a_cell(commune)
        sent = typed(name="Chi bộ Bản Mây", on="2026-11-01")
        assert office.post(page("rename", cell), sent).status_code == 302
        with building():
            cell.refresh_from_db()
            assert (cell.name, cell.former_names.get().name) == ("Chi bộ Bản Mây", "Chi bộ Bản Mới")

    def test_refuses_a_day_to_come(self, commune, office):
        cell = a_cell(commune)
        later = (TODAY + timedelta(days=2)).isoformat()
        answer = office.post(page("rename", cell), typed(name="Chi bộ Lạ", on=later))
        assert answer.status_code == 422
        assert "Chi bộ Lạ" in answer.content.decode()


class TestMove:
    def test_says_what_follows_moves_and_is_taken_back(self, commune, office):
        upper = an_organisation("sub_committee", commune, "Đảng bộ bộ phận Một")
        cell = a_cell(commune)
        with building():
            cluster = actions.form_cluster(
                organisation_id=commune.pk, name="Cụm 1", actor=EVERYTHING, at=NOW
            )
            actions.assign_to_cluster(
                cluster_id=cluster.pk, cell_id=cell.pk, on=TODAY, actor=EVERYTHING, at=NOW
            )
        asked = office.get(page("move", cell))
        assert "Chi bộ ra khỏi cụm của cấp trên cũ." in asked.content.decode()
        assert [pk for pk, _ in asked.context["form"].fields["to_id"].choices] == ["", upper.pk]
        sent = typed(to_id=upper.pk, on="2026-11-01", decision="Số 3-QĐ/ĐU")
        assert office.post(page("move", cell), sent).status_code == 302
        with building():
            cell.refresh_from_db()
            assert parent_on(cell, date(2026, 11, 1)).organisation_id == upper.pk
            assert parent_on(cell, date(2026, 10, 31)).organisation_id == commune.pk
            last = cell.placements.get(valid_to=None)
        assert "Số 3-QĐ/ĐU" in office.get(page("unit", cell)).content.decode()
        back = reverse("organisations:cancel_move", args=[last.pk])
        assert office.post(back, typed()).status_code == 302
        with building():
            cell.refresh_from_db()
            assert parent_on(cell, TODAY).organisation_id == commune.pk

    def test_says_how_many_move_along(self, commune):
        upper = an_organisation("sub_committee", commune, "Đảng bộ bộ phận Một")
        for number in range(3):
            a_cell(upper, f"Chi bộ {number}")
        with building():
            said = unit.what_a_move_brings(upper, TODAY)
        assert said[0] == "3 đơn vị trực thuộc chuyển theo."

    def test_refuses_a_place_that_is_not_offered(self, commune, office):
        cell, beside = a_cell(commune), a_commune(name="Đảng bộ xã Khác")
        answer = office.post(page("move", cell), typed(to_id=beside.pk, on="2026-11-01"))
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["to_id"]


class TestCluster:
    def test_is_formed_joined_and_left(self, commune, office):
        cell, beside = a_cell(commune), a_cell(commune, "Chi bộ Bản Cao")
        made = typed(cluster="new", new_name="Cụm 1", on="2026-10-01")
        assert office.post(page("cluster", cell), made).status_code == 302
        with building():
            cluster = commune.clusters.get()
        joins = typed(cluster=cluster.pk, new_name="", on="2026-11-01")
        assert office.post(page("cluster", beside), joins).status_code == 302
        assert "Cụm 1" in office.get(page("unit", beside)).content.decode()
        leaves = typed(cluster="none", new_name="", on="2026-12-01")
        assert office.post(page("cluster", cell), leaves).status_code == 302
        with building():
            assert cell.in_clusters.get().valid_to == date(2026, 12, 1)
            assert beside.in_clusters.get().valid_to is None

    def test_without_a_name_or_with_one_taken_is_refused(self, commune, office):
        cell = a_cell(commune)
        sent = {"cluster": "new", "new_name": "", "on": "2026-10-01"}
        answer = office.post(page("cluster", cell), typed(**sent))
        assert answer.status_code == 422
        assert "Chưa có tên cụm" in answer.content.decode()
        for status in (302, 422):
            answer = office.post(page("cluster", cell), typed(**sent | {"new_name": "Cụm 1"}))
            assert answer.status_code == status
        assert "đã có cụm mang tên này" in answer.content.decode()

    def test_is_of_cells_alone(self, commune, office):
        assert office.get(page("cluster", commune)).status_code == 404
