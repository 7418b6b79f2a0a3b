"""Pages around a notice and after a promise, asked as they are by browsers."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from nenep.accounts.models import Account
from nenep.accounts.tests.builders import log_in
from nenep.commands.work import work_once
from nenep.core import clock
from nenep.meetings.tests.builders import (
    PASSWORD,
    a_cast,
    a_meeting,
    a_noticed_meeting,
    a_promise,
    an_account,
)
from nenep.members.actions import enter_email
from nenep.members.models import PersonalData
from nenep.members.tests.builders import a_member, a_post
from nenep.notices.models import LetterWording, Notice
from nenep.organisations.tests.builders import EVERYTHING, NOW, a_cell, a_commune, building
from nenep.tasks.models import Task, TaskReport

pytestmark = pytest.mark.django_db

BEFORE = NOW.replace(day=1, hour=9, minute=0)


@pytest.fixture(autouse=True)
def _two_days_before():
    with clock.at(BEFORE):
        yield


@pytest.fixture
def cast():
    commune = a_commune(name="Đảng bộ xã Bản Mây")
    found = a_cast(a_cell(commune, "Chi bộ Bản Mới"))
    found.commune = commune
    return found


def browser(member, post=None):
    with building():
        account = Account.objects.filter(member=member).first() or an_account(member)
    client = log_in(Client(), account, PASSWORD)
    if post:
        client.post(reverse("accounts:posts"), {"code": f"post:{post.pk}"})
    return client


def secretary(cast):
    with building():
        post = cast.secretary.posts.get(kind="secretary")
    return browser(cast.secretary, post)


def office(commune):
    member = a_member(a_cell(commune, "Chi bộ Cơ quan", sector="agency"))
    return browser(member, a_post("office", commune, member))


def text(response):
    return response.content.decode()


class TestPrepare:
    def test_says_by_when_the_notice_must_go_out_and_what_that_rests_on(self, cast):
        meeting = a_meeting(cast)
        page = text(secretary(cast).get(f"/hop/{meeting.pk}/chuan-bi/"))
        assert "Cần gửi trước hết thứ Tư, 02/12/2026 để báo trước ít nhất 1 ngày." in page
        assert "theo bản 2025 (chưa đối chiếu văn bản gốc)" in page
        assert "áp dụng cho thông báo là cách hiểu của phần mềm" in page

    def test_says_that_the_last_day_has_passed(self, cast):
        meeting = a_meeting(cast)
        with clock.at(NOW.replace(hour=9)):
            page = text(secretary(cast).get(f"/hop/{meeting.pk}/chuan-bi/"))
        assert "Đã quá hạn báo" in page

    def test_says_how_many_days_ahead_it_went_out(self, cast):
        meeting = a_noticed_meeting(cast)
        page = text(secretary(cast).get(f"/hop/{meeting.pk}/chuan-bi/"))
        assert "Đã báo trước 2 ngày: kịp, cần ít nhất 1 ngày." in page

    def test_says_when_the_place_has_changed_since(self, cast):
        meeting = a_noticed_meeting(cast)
        work_once(at=BEFORE)
        client = secretary(cast)
        assert "đã đổi sau khi báo" not in text(client.get(f"/hop/{meeting.pk}/chuan-bi/"))
        client.post(
            f"/hop/{meeting.pk}/chuan-bi/",
            {"step": "place", "day": "2026-12-03", "hour": "19:30", "place": "Trường học"},
        )
        assert "đã đổi sau khi báo" in text(client.get(f"/hop/{meeting.pk}/chuan-bi/"))


class TestReach:
    def test_lists_who_has_neither_account_nor_mail(self, cast):
        meeting = a_meeting(cast)
        with building():
            enter_email(
                member_id=cast.members[0].pk, email="a@thu.example", actor=EVERYTHING, at=NOW
            )
        page = text(secretary(cast).get(f"/hop/{meeting.pk}/thong-bao/nhan/"))
        # Of five, two have accounts and one an address.
        assert "Cần báo bằng giấy: 2 người" in page
        assert "a@thu.example" not in page

    def test_is_not_for_members(self, cast):
        meeting = a_meeting(cast)
        client = browser(cast.members[0])
        assert client.get(f"/hop/{meeting.pk}/thong-bao/nhan/").status_code == 404

    @pytest.mark.parametrize(("what", "pages"), [("giay-moi", 3), ("giay-moi-tat-ca", 5)])
    def test_prints_one_invitation_each(self, cast, what, pages):
        meeting = a_meeting(cast)
        answer = secretary(cast).get(f"/hop/{meeting.pk}/thong-bao/{what}.pdf")
        sheets = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
        named = [sheet for sheet in sheets if "Kính gửi: đồng chí" in sheet]
        assert len(named) == pages
        assert all("ĐẢNG CỘNG SẢN VIỆT NAM" in sheet for sheet in named)
        assert all("GIẤY MỜI" in sheet for sheet in named)
        # Each is numbered by itself, and a first page carries no number.
        assert not any(sheet.strip()[0].isdigit() for sheet in named)
        for member in cast.members:
            assert sum(f"đồng chí {member.full_name}" in sheet for sheet in sheets) >= 1

    def test_prints_the_notice_with_day_place_and_agenda(self, cast):
        meeting = a_meeting(cast)
        client = secretary(cast)
        client.get(f"/hop/{meeting.pk}/chuan-bi/")
        pdf = client.get(f"/hop/{meeting.pk}/thong-bao/thong-bao.pdf")
        words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
        words = " ".join(words.split())
        for one in (
            "THÔNG BÁO",
            "19 giờ 30, thứ Năm, 03/12/2026",
            "Nhà văn hóa bản",
            "Thông qua chương trình",
            "ĐẢNG BỘ XÃ BẢN MÂY",
            "Lò Văn Bình",
        ):
            assert one in words

    def test_writes_the_same_as_word(self, cast):
        meeting = a_meeting(cast)
        answer = secretary(cast).get(f"/hop/{meeting.pk}/thong-bao/giay-moi-tat-ca.docx")
        document = Document(io.BytesIO(answer.content))
        words = [paragraph.text for paragraph in document.paragraphs]
        assert sum(line.startswith("Kính gửi: đồng chí") for line in words) == 5
        assert len(document.sections) == 5

    def test_of_a_meeting_at_dawn_is_named_by_its_day_here(self, cast):
        meeting = a_meeting(cast, planned_at=NOW.replace(hour=6, minute=30))
        answer = secretary(cast).get(f"/hop/{meeting.pk}/thong-bao/thong-bao.pdf")
        assert "-2026-12-03.pdf" in answer["Content-Disposition"]

    @pytest.mark.parametrize("name", ["thong-bao.exe", "khac.pdf"])
    def test_knows_no_other_paper(self, cast, name):
        meeting = a_meeting(cast)
        assert secretary(cast).get(f"/hop/{meeting.pk}/thong-bao/{name}").status_code == 404


class TestOwnNotices:
    def test_are_grouped_and_say_what_was_not_read(self, cast):
        a_noticed_meeting(cast)
        work_once(at=BEFORE)
        client = browser(cast.members[0])
        page = text(client.get("/thong-bao/"))
        assert "Lịch họp (1 chưa đọc)" in page
        with building():
            notice = Notice.objects.get(member=cast.members[0])

        answer = client.get(f"/thong-bao/{notice.pk}/")

        assert answer.url == notice.link
        assert "chưa đọc" not in text(client.get("/thong-bao/"))

    def test_are_all_read_at_once(self, cast):
        a_noticed_meeting(cast)
        work_once(at=BEFORE)
        client = browser(cast.members[0])
        client.post("/thong-bao/da-doc/")
        with building():
            assert Notice.objects.get(member=cast.members[0]).read_at == BEFORE


class TestTask:
    def test_is_reported_by_its_holder_and_settled_by_the_secretary(self, cast):
        task = a_promise(cast)
        mine = browser(cast.members[0])
        mine.post(f"/viec/{task.pk}/bao/", {"says": "finished", "words": "Đã thăm hai nhà"})
        assert "Chờ bí thư hoặc buổi họp tới xác nhận" in text(mine.get("/viec/"))

        leading = secretary(cast)
        page = text(leading.get(f"/chi-bo/{cast.cell.pk}/"))
        assert "Báo xong, chờ xác nhận" in page
        assert "Đã thăm hai nhà" in page
        leading.post(f"/viec/{task.pk}/xac-nhan/", {"outcome": "done", "result": "Đã thăm hai nhà"})

        with building():
            settled = Task.objects.get(pk=task.pk)
        assert (settled.state, settled.result, settled.identity) == (
            "done",
            "Đã thăm hai nhà",
            task.identity,
        )

    def test_asks_what_was_done_and_keeps_what_was_chosen(self, cast):
        task = a_promise(cast)
        answer = browser(cast.members[0]).post(f"/viec/{task.pk}/bao/", {"says": "finished"})
        assert answer.status_code == 422
        assert "Hãy ghi đã làm được gì" in text(answer)
        with building():
            assert not TaskReport.objects.exists()

    def test_is_not_anothers_to_report_or_settle(self, cast):
        task = a_promise(cast)
        other = browser(cast.members[1])
        words = {"says": "finished", "words": "x", "outcome": "done"}
        # What is not there for somebody is not told apart from what may not be done.
        assert other.post(f"/viec/{task.pk}/bao/", words).status_code == 403
        assert other.post(f"/viec/{task.pk}/xac-nhan/", words).status_code == 403

    def test_is_not_reported_any_more_when_settled(self, cast):
        task = a_promise(cast)
        secretary(cast).post(f"/viec/{task.pk}/xac-nhan/", {"outcome": "done", "result": ""})
        answer = browser(cast.members[0]).post(f"/viec/{task.pk}/bao/", {"says": "doing"})
        assert "đã được xác nhận kết quả" in text(answer)

    def test_dropped_needs_a_reason(self, cast):
        task = a_promise(cast)
        answer = secretary(cast).post(
            f"/viec/{task.pk}/xac-nhan/", {"outcome": "dropped"}, follow=True
        )
        assert "cần ghi lý do" in text(answer)


class TestOwnEmail:
    def test_is_given_and_taken_back_by_the_person(self, cast):
        member = cast.members[0]
        client = browser(member)
        client.post("/tai-khoan/thu/", {"email": "an@thu.example", "choice": "yes"})
        assert "Đang gửi tới an@thu.example" in text(client.get("/tai-khoan/thu/"))
        client.post("/tai-khoan/thu/", {"email": "an@thu.example", "choice": "no"})
        assert "đã chọn không nhận thư" in text(client.get("/tai-khoan/thu/"))
        with building():
            data = PersonalData.objects.get(member=member)
        assert (data.email, data.email_refused) == ("", True)

        answer = secretary(cast).post(f"/dang-vien/{member.pk}/thu/", {"email": "b@thu.example"})

        assert answer.status_code == 422
        assert "đã chọn không nhận thư" in text(answer)

    @pytest.mark.parametrize("typed", ["", "an", "an@", "ân@thư.vn", "a b@thu.example"])
    def test_keeps_what_was_typed_wrongly(self, cast, typed):
        client = browser(cast.members[0])
        answer = client.post("/tai-khoan/thu/", {"email": typed, "choice": "yes"})
        assert answer.status_code == 422
        assert "thư điện tử" in text(answer)
        assert typed in text(answer)

    def test_is_entered_by_the_secretary_without_showing_the_one_before(self, cast):
        member = cast.members[0]
        client = secretary(cast)
        client.post(f"/dang-vien/{member.pk}/thu/", {"email": "cu@thu.example"})
        assert "cu@thu.example" not in text(client.get(f"/dang-vien/{member.pk}/thu/"))
        with building():
            assert PersonalData.objects.get(member=member).email == "cu@thu.example"

    def test_is_not_entered_by_a_member(self, cast):
        client = browser(cast.members[0])
        assert client.get(f"/dang-vien/{cast.members[1].pk}/thu/").status_code == 404


class TestWording:
    def test_is_decided_by_the_office_with_a_number_and_a_day(self, cast):
        client = office(cast.commune)
        page = text(client.get("/cach-ghi-thu/"))
        assert "Không nêu tên Đảng, chi bộ" in page
        client.post(
            "/cach-ghi-thu/",
            {"says": "full", "valid_from": "2026-12-02", "decision": "12-KL/ĐU"},
        )
        page = text(client.get("/cach-ghi-thu/"))
        assert "Không nêu tên Đảng, chi bộ" in page
        assert "(chưa đến)" in page
        with clock.at(NOW):
            assert "Theo 12-KL/ĐU của Đảng bộ xã Bản Mây" in text(client.get("/cach-ghi-thu/"))

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"decision": " "}, "Chưa ghi số quyết định"),
            ({"valid_from": "2026-11-30"}, "đã qua"),
            ({"valid_from": "x"}, "ngày"),
            ({"says": "more"}, "không có trong danh sách"),
        ],
    )
    def test_says_what_is_missing(self, cast, typed, sentence):
        sound = {"says": "full", "valid_from": "2026-12-02", "decision": "12-KL/ĐU"}
        answer = office(cast.commune).post("/cach-ghi-thu/", sound | typed)
        assert answer.status_code == 422
        assert sentence in text(answer)
        with building():
            assert not LetterWording.objects.exists()

    def test_is_not_for_secretaries_and_members(self, cast):
        for client in (secretary(cast), browser(cast.members[0])):
            assert client.get("/cach-ghi-thu/").status_code == 404
