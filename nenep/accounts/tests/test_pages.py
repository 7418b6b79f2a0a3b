import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from nenep.accounts.models import Account
from nenep.accounts.tests.builders import PASSWORD, an_account, log_in
from nenep.accounts.urls import urlpatterns
from nenep.core import clock
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, building

pytestmark = pytest.mark.django_db

# Who asks, in which post, and the scope: each with its transaction.
FRAME = 12


@pytest.fixture(autouse=True)
def _at_the_meeting():
    with clock.at(NOW):
        yield


def a_secretary(cell, full_name=""):
    """A client logged in as the secretary of a cell."""
    member = a_member(cell, full_name)
    a_post("secretary", cell, member)
    return log_in(Client(), an_account(member))


def text(response):
    return response.content.decode()


class TestLogIn:
    def test_leads_back_to_where_one_was_going(self):
        account = an_account(a_member())
        form = {"name": account.login, "password": PASSWORD}
        response = Client().post("/dang-nhap/?tiep=/tai-khoan/", form)
        assert (response.status_code, response.url) == (302, "/tai-khoan/")

    def test_leads_nowhere_else(self):
        account = an_account(a_member())
        form = {"name": account.login, "password": PASSWORD}
        assert Client().post("/dang-nhap/?tiep=//dau.do/x", form).url == "/"

    def test_says_what_is_missing_beside_the_field(self):
        response = Client().post("/dang-nhap/", {})
        assert response.status_code == 422
        assert "Chưa nhập tên đăng nhập hoặc số điện thoại." in text(response)
        assert "Chưa nhập mật khẩu." in text(response)

    def test_gives_the_same_answer_for_a_name_nobody_has(self):
        account = an_account(a_member())
        answers = [
            text(Client().post("/dang-nhap/", {"name": name, "password": "sai"})).replace(name, "")
            for name in (account.login, "khong.co")
        ]
        assert len({_without_tokens(answer) for answer in answers}) == 1

    def test_on_a_borrowed_phone_ends_with_the_browser_and_keeps_nothing(self):
        account = an_account(a_member())
        client = Client()
        form = {"name": account.login, "password": PASSWORD, "shared_device": "on"}
        client.post("/dang-nhap/", form)
        cookie = client.cookies["nenep_session"]
        assert (cookie["max-age"], cookie["expires"]) == ("", "")
        assert cookie["httponly"]
        assert client.get("/tai-khoan/").headers["Cache-Control"] == "no-store, private"
        with clock.at(NOW + timedelta(minutes=31)):
            assert client.get("/tai-khoan/").status_code == 302

    def test_on_ones_own_device_lasts_fourteen_days(self):
        account = an_account(a_member())
        client = Client()
        client.post("/dang-nhap/", {"name": account.login, "password": PASSWORD})
        assert client.cookies["nenep_session"]["max-age"] == 14 * 24 * 3600

    def test_out_ends_the_session_behind_the_cookie(self):
        client = log_in(Client(), an_account(a_member()))
        key = client.cookies["nenep_session"].value
        assert client.post("/dang-xuat/").status_code == 302
        client.cookies["nenep_session"] = key
        assert client.get("/tai-khoan/").status_code == 302


class TestSlips:
    def test_from_print_to_the_first_page(self):
        cell = a_cell()
        member = a_member(cell, "Quàng Văn Nguyên")
        secretary = a_secretary(cell)
        printed = text(
            secretary.post(reverse("accounts:slips", args=[cell.pk]), {"member": [member.pk]})
        )
        [code] = re.findall(r'slip-code">([0-9A-Z-]{14})<', printed)
        assert "Quàng Văn Nguyên" in printed
        assert "<svg" in printed

        holder = Client()
        asked = holder.post("/phieu/", {"code": code.lower()})
        assert "nguyen.qv" in text(asked)
        short = {"code": code, "password": "ngắn", "again": "ngắn"}
        assert "cần ít nhất 8" in text(holder.post("/phieu/mat-khau/", short))
        twice = {"code": code, "password": PASSWORD, "again": PASSWORD + "."}
        assert "chưa giống nhau" in text(holder.post("/phieu/mat-khau/", twice))
        good = {"code": code, "password": PASSWORD, "again": PASSWORD}
        assert holder.post("/phieu/mat-khau/", good).status_code == 302
        assert "Quàng Văn Nguyên" in text(holder.get("/tai-khoan/"))
        assert "đã dùng rồi" in text(holder.post("/phieu/mat-khau/", good))

    def test_a_wrong_code_says_what_to_do(self):
        response = Client().post("/phieu/", {"code": "AAAA-BBBB-CCCC"})
        assert response.status_code == 422
        assert "xin phiếu mới" in text(response)

    def test_printing_nobody_says_so(self):
        cell = a_cell()
        response = a_secretary(cell).post(reverse("accounts:slips", args=[cell.pk]), {})
        assert response.status_code == 422
        assert "Chưa chọn ai." in text(response)

    def test_names_those_left_out(self):
        commune = a_commune()
        cell = a_cell(commune)
        office = a_member(cell, "Cầm Thị Diệp")
        a_post("office", commune, office)
        response = a_secretary(cell).post(
            reverse("accounts:slips", args=[cell.pk]), {"member": [office.pk]}
        )
        assert "Không in cho Cầm Thị Diệp" in text(response)
        assert "slip-code" not in text(response)

    def test_lists_ninety_members_with_few_queries(self, django_assert_max_num_queries):
        cell = a_cell()
        secretary = a_secretary(cell)
        for _ in range(89):
            a_member(cell)
        with django_assert_max_num_queries(FRAME + 3):
            response = secretary.get(reverse("accounts:unit", args=[cell.pk]))
        assert text(response).count('name="member"') == 90


class TestOwnPages:
    def test_show_the_devices_and_end_one(self, django_assert_max_num_queries):
        account = an_account(a_member())
        here, there = log_in(Client(), account), log_in(Client(), account)
        with django_assert_max_num_queries(FRAME + 2):
            page = text(here.get("/tai-khoan/"))
        assert account.login in page
        assert "Máy này" in page
        [address] = re.findall(r'action="(/tai-khoan/phien/\d+/ket-thuc/)"', page)
        assert here.post(address).status_code == 302
        assert "Đã kết thúc phiên trên máy đó." in text(here.get("/tai-khoan/"))
        assert there.get("/tai-khoan/").status_code == 302
        assert here.post(address).status_code == 422

    def test_change_the_post_one_acts_in_without_logging_out(self):
        commune = a_commune()
        cell = a_cell(commune)
        member = a_member(cell)
        a_post("secretary", cell, member)
        office = a_post("office", commune, member)
        client = log_in(Client(), an_account(member))
        assert "Đổi nhiệm vụ" in text(client.get("/tai-khoan/"))
        assert client.post("/nhiem-vu/", {"code": f"post:{office.pk}"}).status_code == 302
        header = text(client.get("/tai-khoan/")).partition("n-post-label")[2]
        assert "Văn phòng" in header[:80]
        refused = client.post("/nhiem-vu/", {"code": "post:0"})
        assert refused.status_code == 422
        assert "không giữ nhiệm vụ này" in text(refused)

    def test_change_the_password(self):
        client = log_in(Client(), an_account(a_member()))
        wrong = {"old": "sai", "new": "núi cao sông dài", "again": "núi cao sông dài"}
        response = client.post("/tai-khoan/mat-khau/", wrong)
        assert response.status_code == 422
        assert "Mật khẩu chưa đúng." in text(response)
        right = {**wrong, "old": PASSWORD}
        assert client.post("/tai-khoan/mat-khau/", right).status_code == 302


class TestLocking:
    def test_ends_the_holders_sessions(self):
        cell = a_cell()
        account = an_account(a_member(cell))
        holder = log_in(Client(), account)
        secretary = a_secretary(cell)
        assert secretary.post(reverse("accounts:lock", args=[account.pk])).status_code == 302
        assert holder.get("/tai-khoan/").status_code == 302
        assert secretary.post(reverse("accounts:unlock", args=[account.pk])).status_code == 302
        with building():
            assert Account.objects.get(pk=account.pk).is_open


class TestStrangers:
    """Charlie belongs to another cell of the same commune and must never get in."""

    def test_of_another_cell_find_nothing_and_change_nothing(self):
        commune = a_commune()
        cell = a_cell(commune)
        account = an_account(a_member(cell))
        charlie = a_secretary(a_cell(commune))
        assert charlie.get(reverse("accounts:unit", args=[cell.pk])).status_code == 404
        for name, key in (("slips", cell.pk), ("lock", account.pk), ("unlock", account.pk)):
            assert charlie.post(reverse(f"accounts:{name}", args=[key])).status_code == 403
        assert charlie.post(reverse("accounts:end_session", args=[1])).status_code == 422
        with building():
            assert Account.objects.get(pk=account.pk).is_open

    def test_a_plain_member_does_not_look_after_accounts(self):
        cell = a_cell()
        account = an_account(a_member(cell))
        member = log_in(Client(), an_account(a_member(cell)))
        assert member.get("/tai-khoan-don-vi/").status_code == 404
        assert member.get(reverse("accounts:unit", args=[cell.pk])).status_code == 404
        for name, key in (("slips", cell.pk), ("lock", account.pk), ("unlock", account.pk)):
            assert member.post(reverse(f"accounts:{name}", args=[key])).status_code == 403
        assert "/tai-khoan-don-vi/" not in text(member.get("/tai-khoan/"))

    def test_nobody_logged_in_reaches_any_page(self):
        doors = {"log_in", "slip", "first_password"}
        for pattern in urlpatterns:
            if pattern.name not in doors:
                keys = [1] if "pk" in str(pattern.pattern) else []
                keys += ["xlsx"] if "file_type" in str(pattern.pattern) else []
                address = reverse(f"accounts:{pattern.name}", args=keys)
                assert Client().get(address).status_code == 302, address
                assert Client().post(address).status_code == 401, address


def _without_tokens(page):
    return re.sub(r"[A-Za-z0-9]{32,}", "", page)
