import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from openpyxl import load_workbook

from nenep.accounts.models import Account
from nenep.accounts.tests.builders import an_account, log_in
from nenep.commands.queue import run_next
from nenep.core import clock
from nenep.exchange.guard import MOST_BYTES
from nenep.exchange.models import ImportDraft
from nenep.exchange.reading import read
from nenep.exchange.tests.test_guard import with_part
from nenep.exchange.tests.workbooks import a_cell_row, a_member_row, a_workbook
from nenep.members.models import Member, Post
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.models import Organisation
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, building

pytestmark = pytest.mark.django_db

# Who asks, in which post, and the scope: each with its transaction.
FRAME = 12
HOME = "/nap-bang-tinh/"


@pytest.fixture(autouse=True)
def _at_the_meeting():
    with clock.at(NOW):
        yield


@pytest.fixture
def commune():
    return a_commune()


@pytest.fixture
def office(commune):
    return a_client("office", commune)


def a_client(post, place):
    member = a_member(a_cell(place) if place.kind != "cell" else place)
    a_post(post, place, member)
    return log_in(Client(), an_account(member))


def the_draft():
    with building(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM accounts_account")
        accounts = [pk for (pk,) in cursor.fetchall()]
        for account in accounts:
            cursor.execute("SET LOCAL nenep.account = %s", [str(account)])
            if draft := ImportDraft.objects.first():
                return draft
    raise AssertionError("There is no draft.")


def with_half_a_part(data, name):
    """The workbook with one of its parts cut."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(target, "w") as new:
        for part in old.namelist():
            whole = old.read(part)
            new.writestr(part, whole[: len(whole) // 2] if part == name else whole)
    return target.getvalue()


def as_sender(draft, statement, *values):
    """A statement of whoever sent a draft."""
    with building(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL nenep.account = %s", [str(draft.account_id)])
        cursor.execute(statement, values)


def text(response):
    return response.content.decode()


def given(client, data, name="bang-tinh.xlsx"):
    """Sent, and not read yet."""
    return client.post(f"{HOME}gui/", {"file": SimpleUploadedFile(name, data)})


def worked():
    """The worker has done what waited."""
    while run_next(at=NOW):
        pass


def sent(client, data, name="bang-tinh.xlsx"):
    """Sent, and read by the worker."""
    response = given(client, data, name)
    worked()
    return response


def loaded(client):
    """Loaded by the worker."""
    response = client.post(f"{HOME}nap/")
    worked()
    return response


class TestImporting:
    def test_from_the_template_to_the_cells(self, commune, office):
        page = text(office.get(HOME))
        assert "Tải mẫu nhập" in page
        template = office.get(f"{HOME}mau/").content
        assert not read(template).problems

        rows = {"organisations": [a_cell_row(commune)], "members": [a_member_row()]}
        assert sent(office, a_workbook(rows)).url == HOME
        page = text(office.get(HOME))
        assert "bang-tinh.xlsx" in page
        assert "CB-01 · Chi bộ CB-01" in page
        with building():
            assert not Organisation.objects.filter(code="CB-01").exists()

        assert loaded(office).url == HOME
        page = text(office.get(HOME))
        assert "Đã nạp xong: 2 dòng mới" in page
        assert "Gửi tệp để xem trước" in page
        with building():
            assert Member.objects.get(code="DV-01").home.code == "CB-01"

    def test_shows_each_error_and_gives_them_as_a_workbook(self, commune, office):
        rows = [
            a_member_row(full_name="=cmd|' /C calc'!A0", phone="+=1"),
            a_member_row("DV-02", "CB-X"),
        ]
        sent(office, a_workbook({"organisations": [a_cell_row(commune)], "members": rows}))
        page = text(office.get(HOME))
        assert "Tệp có 2 lỗi" in page
        assert "Cột E" in page
        assert "Nạp vào phần mềm" not in page
        data = office.get(f"{HOME}loi/").content
        found = load_workbook(BytesIO(data)).worksheets[0]
        assert found.max_row == 3
        assert {cell.data_type for row in found.iter_rows() for cell in row} <= {"s", "n"}
        # Trying to load all the same loads nothing.
        loaded(office)
        assert "Chưa nạp dòng nào" in text(office.get(HOME))

    def test_shows_pages_of_fifty_by_state(self, commune, office, django_assert_max_num_queries):
        rows = [a_cell_row(commune, f"CB-{number:03}") for number in range(120)]
        sent(office, a_workbook({"organisations": rows}))
        with django_assert_max_num_queries(FRAME + 2):
            page = text(office.get(HOME, {"loc": "new", "trang": "3"}))
        assert page.count('scope="row">Tổ chức, dòng') == 20
        assert "Trang 3 trên 3" in page
        for odd in ({"loc": "x"}, {"trang": "-1"}, {"trang": "99999999999"}, {"trang": "²"}):
            assert office.get(HOME, odd).status_code == 200

    def test_says_what_is_wrong_with_a_file(self, office):
        for data, words in (
            (b"x,y", "không phải bảng tính Excel"),
            (b"x" * (MOST_BYTES + 1), "nặng quá 10 MB"),
            (b"", "Tệp này rỗng"),
        ):
            response = sent(office, data)
            assert response.status_code == 422
            assert words in text(response)
        assert "Chưa chọn tệp" in text(office.post(f"{HOME}gui/"))

    def test_previews_anew_if_something_changed_meanwhile(self, commune, office):
        colleague = a_client("office", commune)
        data = a_workbook({"organisations": [a_cell_row(commune)]})
        sent(office, data)
        sent(colleague, data)
        loaded(colleague)
        loaded(office)
        page = text(office.get(HOME))
        assert "đã đổi từ lúc xem trước" in page
        assert "Mọi dòng trong tệp đã có sẵn" in page

    def test_puts_a_file_aside(self, commune, office):
        sent(office, a_workbook({"organisations": [a_cell_row(commune)]}))
        office.post(f"{HOME}bo/")
        assert "Gửi tệp để xem trước" in text(office.get(HOME))
        office.post(f"{HOME}nap/")
        assert "Không còn tệp nào chờ nạp" in text(office.get(HOME))
        assert office.get(f"{HOME}loi/").status_code == 404

    def test_gives_todays_state_as_a_workbook(self, commune, office):
        a_member(a_cell(commune, code="CB-01"), phone="0911222333")
        page = text(office.get(HOME))
        assert "Xuất ra bảng tính" in page
        assert f'value="{commune.code}"' in page
        asked = {"code": commune.code, "reason": "rà soát thông tin"}
        data = office.post(f"{HOME}xuat/", asked).content
        sent(office, data)
        assert "Mọi dòng trong tệp đã có sẵn" in text(office.get(HOME))

    def test_says_why_no_workbook_is_given(self, office):
        response = office.post(f"{HOME}xuat/", {"code": "KHONG-CO", "reason": "rà soát"})
        assert response.status_code == 422
        assert "Không có tổ chức mã «KHONG-CO»" in text(response)
        assert 'value="rà soát"' in text(response)
        assert office.post(f"{HOME}xuat/", {}).status_code == 422

    def test_masks_what_was_there(self, commune, office):
        cell = a_cell(commune, code="CB-01")
        member = a_member(cell, phone="0911222333")
        row = a_member_row(
            member.code, full_name=member.full_name, phone="0944555666", since=cell.founded_on
        )
        sent(office, a_workbook({"members": [row]}))
        page = text(office.get(HOME))
        assert "0911222333" not in page
        assert re.search(r"<del>•••[^<]*333</del>", page)


class TestWaiting:
    """Between sending and the preview, and between loading and its result."""

    def test_shows_how_far_it_is_and_reads_without_a_script(self, commune, office):
        given(office, a_workbook({"organisations": [a_cell_row(commune)]}))
        page = text(office.get(HOME))
        assert "Đang đọc tệp" in page
        assert 'hx-trigger="every 2s"' in page
        assert "Xem lại" in page
        assert "Phần chạy nền chưa chạy" in page
        draft = the_draft()
        as_sender(draft, "SELECT exchange_tell_draft(%s, 'Đảng viên', 1200, 3000)", draft.pk)
        page = text(office.get(HOME))
        assert "Trang Đảng viên: 1.200 trên 3.000 dòng" in page
        worked()
        office.post(f"{HOME}nap/")
        assert "Đang nạp vào phần mềm" in text(office.get(HOME))
        assert office.get(f"{HOME}loi/").status_code == 404
        worked()
        assert "Đã nạp xong: 1 dòng mới" in text(office.get(HOME))

    def test_keeps_the_file_until_it_is_loaded(self, commune, office):
        data = a_workbook({"organisations": [a_cell_row(commune)]})
        sent(office, data)
        assert bytes(the_draft().data) == data
        office.post(f"{HOME}nap/")
        assert bytes(the_draft().data) == data
        worked()
        assert bytes(the_draft().data) == b""

    def test_can_be_called_off_until_it_is_written(self, commune, office):
        sent(office, a_workbook({"organisations": [a_cell_row(commune)]}))
        office.post(f"{HOME}nap/")
        office.post(f"{HOME}bo/")
        assert "Đã bỏ tệp chờ nạp" in text(office.get(HOME))
        worked()
        assert "Gửi tệp để xem trước" in text(office.get(HOME))
        with building():
            assert not Organisation.objects.filter(code="CB-01").exists()

    def test_refuses_a_second_file_and_a_second_loading_meanwhile(self, commune, office):
        data = a_workbook({"organisations": [a_cell_row(commune)]})
        sent(office, data)
        office.post(f"{HOME}nap/")
        response = given(office, data)
        assert response.status_code == 422
        assert "Tệp gửi trước đang được nạp" in text(response)
        office.post(f"{HOME}nap/")
        assert "đang được nạp rồi" in text(office.get(HOME))
        worked()
        assert "Đã nạp xong: 1 dòng mới" in text(office.get(HOME))

    def test_says_so_where_something_breaks_and_keeps_what_was_shown(self, commune, office):
        sent(office, a_workbook({"organisations": [a_cell_row(commune)]}))
        office.post(f"{HOME}nap/")
        # A preview the job cannot compare with stands for whatever breaks.
        draft = the_draft()
        del draft.preview["fingerprint"]
        broken = "SELECT exchange_note_draft(%s, 'loading', '', %s::jsonb, false)"
        as_sender(draft, broken, draft.pk, json.dumps(draft.preview))
        worked()
        page = text(office.get(HOME))
        assert "Phần mềm gặp trục trặc nên chưa ghi dòng nào" in page
        assert "CB-01 · Chi bộ CB-01" in page
        with building():
            assert not Organisation.objects.filter(code="CB-01").exists()

    def test_says_what_is_wrong_with_a_file_that_is_found_out_later(self, commune, office):
        rows = [a_cell_row(commune, f"CB-{number}") for number in range(3)]
        data = a_workbook({"organisations": rows})
        given(office, with_half_a_part(data, "xl/worksheets/sheet2.xml"))
        worked()
        page = text(office.get(HOME))
        assert "Không đọc được tệp" in page
        assert "Gửi tệp để xem trước" in page

    def test_leaves_all_that_is_in_a_file_to_the_worker(self, office, monkeypatch):
        macros = with_part("xl/vbaProject.bin", b"x")
        with monkeypatch.context() as here:
            # Nothing of it is unpacked while the page waits.
            here.setattr("zipfile.ZipFile", None)
            here.setattr("subprocess.Popen", None)
            assert given(office, macros).url == HOME
        worked()
        assert "có macro" in text(office.get(HOME))

    def test_does_nothing_for_an_account_that_was_closed(self, commune, office):
        given(office, a_workbook({"organisations": [a_cell_row(commune)]}))
        with building():
            Account.objects.update(is_open=False)
        worked()
        assert the_draft().state == "reading"

    def test_has_the_rights_of_the_day_it_is_read(self, commune, office):
        given(office, a_workbook({"organisations": [a_cell_row(commune)]}))
        with building():
            Post.objects.update(valid_to=NOW.date())
        worked()
        assert the_draft().state == "refused"


class TestStrangers:
    PLACES = ("", "mau/", "loi/")

    @pytest.mark.parametrize("address", PLACES)
    def test_find_no_page(self, commune, address):
        for post in ("secretary", "committee_member"):
            cell = a_cell(commune)
            assert a_client(post, cell).get(HOME + address).status_code == 404
        assert Client().get(HOME + address).status_code == 302

    @pytest.mark.parametrize("address", ["gui/", "nap/", "bo/", "xuat/"])
    def test_do_nothing(self, commune, address):
        client = a_client("secretary", a_cell(commune))
        file = SimpleUploadedFile("a.xlsx", a_workbook({}))
        assert client.post(HOME + address, {"file": file}).status_code == 403

    def test_see_no_draft_of_another_office(self, commune, office):
        sent(office, a_workbook({"organisations": [a_cell_row(commune)]}), "rieng.xlsx")
        other = a_client("office", a_commune(name="Đảng bộ xã Khác"))
        assert "rieng.xlsx" not in text(other.get(HOME))
