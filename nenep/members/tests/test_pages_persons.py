"""A person's page and the forms on it: the office does, the secretary sees, others find nothing."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from nenep.access.scope import scope
from nenep.accounts.tests.builders import an_account, log_in
from nenep.core import clock
from nenep.members import actions
from nenep.members.actions.acts.table import ACTS
from nenep.members.models import Act, Member
from nenep.members.queries import roll
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.tests.builders import (
    EVERYTHING,
    NOW,
    TODAY,
    a_cell,
    a_commune,
    building,
)

pytestmark = pytest.mark.django_db
DAY = TODAY - timedelta(days=40)


class World:
    """A cell with its secretary and a member, the office, and the cell beside."""

    def __init__(self):
        self.commune = a_commune()
        self.cell = a_cell(self.commune)
        self.other = a_cell(self.commune, "Chi bộ Bản Hai")
        self.member = a_member(
            self.cell, "Lò Văn Thử", phone="0100000007", birth_date=date(1961, 7, 5)
        )
        secretary = a_member(self.cell, "Lò Văn Bình")
        a_post("secretary", self.cell, secretary)
        self.clerk = a_member(a_cell(self.commune, "Chi bộ Cơ quan xã", sector="agency"))
        a_post("office", self.commune, self.clerk)
        beside = a_member(self.other, "Giàng A Bên")
        a_post("secretary", self.other, beside)
        self.plain = an_account(self.member)
        self.office, self.secretary, self.beside = map(an_account, (self.clerk, secretary, beside))


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


def done_about(member, kind="died", day=DAY, **given):
    with building():
        return actions.do_act(
            member_id=member.pk, kind=kind, day=day, actor=EVERYTHING, at=NOW, **given
        )


class TestPerson:
    def test_shows_how_somebody_stands_and_nothing_masked(self, world, office):
        done_about(world.member, "suspended", reason="Chờ kết luận kiểm tra")

        page = office.get(reverse("members:person", args=[world.member.pk])).content.decode()

        assert "Đình chỉ sinh hoạt" in page
        assert "Chờ kết luận kiểm tra" in page
        assert "Hoàn tác" in page
        assert "0100000007" not in page
        assert "1961" not in page

    def test_is_seen_and_not_changed_by_the_secretary(self, world):
        client = log_in(Client(), world.secretary)
        address = reverse("members:person", args=[world.member.pk])

        page = client.get(address).content.decode()

        assert "Lò Văn Thử" in page
        assert "Từ trần" not in page
        act = reverse("members:act", args=[world.member.pk, "tu-tran"])
        assert client.get(act).status_code == 404
        assert client.post(act, {"day": f"{TODAY}"}).status_code == 403

    @pytest.mark.parametrize("who", ["beside", "plain"])
    def test_is_hidden_from_others(self, world, who):
        client = log_in(Client(), getattr(world, who))

        assert client.get(reverse("members:person", args=[world.member.pk])).status_code == 404

    def test_asks_the_same_of_the_database_for_many_acts(
        self, world, office, django_assert_max_num_queries
    ):
        for _ in range(8):
            done_about(world.member, "suspended")
            done_about(world.member, "restored")
        with django_assert_max_num_queries(26):
            office.get(reverse("members:person", args=[world.member.pk]))

    def test_says_by_when_to_report_until_it_was_reported(self, world, office):
        act = done_about(world.member)
        address = reverse("members:person", args=[world.member.pk])
        assert "Báo cấp trên chậm nhất" in office.get(address).content.decode()

        office.post(reverse("members:reported", args=[act.pk]))

        page = office.get(address).content.decode()
        assert "đã báo cấp trên 03/12/2026" in page
        assert "chậm nhất" not in page

    def test_takes_the_last_act_back(self, world, office):
        act = done_about(world.member)

        answer = office.post(reverse("members:undo", args=[act.pk]), follow=True)

        assert "Đã hoàn tác «Từ trần»" in answer.content.decode()
        again = office.post(reverse("members:undo", args=[act.pk]), follow=True)
        assert "Việc này đã hoàn tác" in again.content.decode()

    def test_of_who_left_is_found_on_the_roster(self, world, office):
        roster = reverse("members:roster", args=[world.cell.pk])
        assert "Đã rời chi bộ" not in office.get(roster).content.decode()

        done_about(world.member)

        page = office.get(roster).content.decode()
        assert "Đã rời chi bộ" in page
        assert reverse("members:person", args=[world.member.pk]) in page


class TestAct:
    @pytest.mark.parametrize("act", ACTS, ids=lambda one: one.slug)
    def test_has_one_short_form(self, world, office, act):
        page = office.get(reverse("members:act", args=[world.member.pk, act.slug]))

        body = page.content.decode()
        assert page.status_code == 200
        assert f">{act.label}</h1>" in body
        assert "Quyết định, nghị quyết" in body
        assert len(act.asks) + 3 <= 6

    def test_says_what_follows_for_the_day_asked_about(self, world, office):
        address = reverse("members:act", args=[world.member.pk, "tu-tran"])

        page = office.get(address, {"day": "2026-10-01"}).content.decode()

        assert "chậm nhất 12/11/2026" in page
        assert "Khóa tài khoản" in page
        assert office.get(address, {"day": "khong"}).status_code == 200

    def test_is_done(self, world, office):
        address = reverse("members:act", args=[world.member.pk, "chuyen-chi-bo"])

        answer = office.post(
            address,
            {
                "to": world.other.pk,
                "day": f"{DAY}",
                "decision": "Số 7-QĐ/ĐU",
                "reason": "Chuyển nhà",
            },
        )

        assert answer.url == reverse("members:person", args=[world.member.pk])
        with scope(EVERYTHING):
            assert Member.objects.get(pk=world.member.pk).home == world.other
            assert Act.objects.get(member=world.member).decision == "Số 7-QĐ/ĐU"

    @pytest.mark.parametrize(
        ("slug", "typed", "words"),
        [
            ("chuyen-chi-bo", {}, "Chưa chọn chi bộ"),
            ("ra-khoi-dang", {}, "Chưa chọn ra khỏi Đảng vì sao"),
            ("mien", {"ground": "other"}, "dưới 12 tháng"),
            ("chuc-vu", {}, "Chưa chọn chức vụ"),
            ("tu-tran", {"day": "2026-12-04"}, "ở sau hôm nay"),
            ("cong-nhan", {}, "không phải đảng viên dự bị"),
        ],
    )
    def test_keeps_what_was_typed_and_says_what_is_wrong(self, world, office, slug, typed, words):
        address = reverse("members:act", args=[world.member.pk, slug])

        answer = office.post(address, {"day": f"{TODAY}", "reason": "Vì thế"} | typed)

        body = answer.content.decode()
        assert answer.status_code == 422
        assert words in body
        assert "Vì thế" in body

    def test_gives_a_post_and_says_who_holds_it(self, world, office):
        address = reverse("members:act", args=[world.member.pk, "chuc-vu"])

        refused = office.post(
            address, {"post": f"secretary:{world.cell.pk}", "day": f"{TODAY}"}
        ).content.decode()

        assert "Lò Văn Bình đang là Bí thư" in refused
        answer = office.post(address, {"post": f"deputy:{world.cell.pk}", "day": f"{TODAY}"})
        assert answer.status_code == 302

    def test_of_no_such_name_is_not_there(self, world, office):
        assert office.get(reverse("members:act", args=[world.member.pk, "khac"])).status_code == 404


class TestAdd:
    typed = {
        "full_name": "Vàng Thị Mới",
        "birth_date": "1990-02-03",
        "since": "2026-06-01",
        "admitted_on": "2026-06-01",
    }

    def test_takes_four_fields_of_six(self, world, office):
        address = reverse("members:add", args=[world.cell.pk])
        page = office.get(address).content.decode()
        assert page.count('class="n-field"') == 6

        answer = office.post(address, self.typed)

        assert answer.url == reverse("members:roster", args=[world.cell.pk])
        roster = office.get(answer.url).content.decode()
        assert "Đã thêm đồng chí Vàng Thị Mới" in roster

    def test_asks_about_a_namesake_born_on_the_same_day(self, world, office):
        address = reverse("members:add", args=[world.cell.pk])
        office.post(address, self.typed)

        asked = office.post(address, self.typed)

        assert asked.status_code == 422
        assert "Đây là người khác" in asked.content.decode()
        assert office.post(address, self.typed | {"is_another": "on"}).status_code == 302
        with scope(EVERYTHING):
            names = [one.full_name for one in roll(organisation=world.cell, on=TODAY)]
        assert f"Vàng Thị Mới ({world.cell.code}-001)" in names
        assert f"Vàng Thị Mới ({world.cell.code}-002)" in names

    def test_is_not_for_a_secretary(self, world):
        client = log_in(Client(), world.secretary)
        address = reverse("members:add", args=[world.cell.pk])

        assert client.get(address).status_code == 404
        assert client.post(address, self.typed).status_code == 403


class TestCorrect:
    def test_changes_a_name_and_shows_no_old_phone(self, world, office):
        address = reverse("members:correct", args=[world.member.pk])
        assert "0100000007" not in office.get(address).content.decode()

        answer = office.post(address, {"full_name": "Lò Văn Thứ", "reason": "Ghi nhầm dấu"})

        assert answer.url == reverse("members:person", args=[world.member.pk])
        assert "Lò Văn Thứ" in office.get(answer.url).content.decode()

    def test_says_what_is_missing(self, world, office):
        address = reverse("members:correct", args=[world.member.pk])

        answer = office.post(address, {"full_name": "Lò Văn Thử"})

        assert answer.status_code == 422
        assert "Chưa ghi lý do sửa" in answer.content.decode()
