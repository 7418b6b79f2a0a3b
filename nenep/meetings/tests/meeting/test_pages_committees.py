"""The pages of a committee's meetings, as its office, secretary, member and strangers."""

import re
from uuid import uuid4

import pytest

from nenep.access.scope import scope
from nenep.core import clock
from nenep.meetings.models import Meeting
from nenep.meetings.tests.builders import PASSWORD, a_cast, at_meeting, shown_now
from nenep.meetings.tests.committees import a_committee, a_committee_meeting
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.organisations.models import Body
from nenep.organisations.tests.builders import NOW, building

POSTS = "/nhiem-vu/"
ADMISSION = "đề nghị kết nạp hoặc công nhận đảng viên chính thức"
STEPS = ("diem-danh", "noi-dung", "bieu-quyet", "giao-viec", "ket-thuc")

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return a_committee()


@pytest.fixture(autouse=True)
def evening():
    with clock.at(NOW):
        yield


def page_of(committee, *more):
    """The address of the committee's meetings."""
    return "/".join(("/dang-uy", str(committee.commune.pk), *more, ""))


def signs(meeting):
    """What the form sends that was just opened."""
    return {"password": PASSWORD, "shown": shown_now(meeting).digest}


def in_the_meetings(visitor, member, committee, role):
    """Choose the duty that opens the meetings."""
    duty = committee.as_(member, role)
    page = visitor.get(POSTS)
    code = re.search(rf'value="([^"]+)"> <span class="n-row-title">{duty.label}<', text_of(page))
    assert code, text_of(page)
    visitor.post(POSTS, {"code": code[1]})
    return visitor


class TestTheList:
    def test_is_in_the_menu_of_the_office_and_not_of_a_cell(self, committee):
        office = text_of(a_visitor(committee.office).get("/", follow=True))
        assert "Họp đảng ủy" in office
        cell = a_cast(committee.cell)
        assert "Họp đảng ủy" not in text_of(a_visitor(cell.secretary).get("/", follow=True))

    def test_shows_what_is_planned_and_how_often_the_edition_asks(self, committee):
        a_committee_meeting(committee)
        page = text_of(a_visitor(committee.office).get("/dang-uy/", follow=True))
        assert "Ban Chấp hành đảng bộ" in page
        assert "12/2026" in page
        assert "ít nhất 1 lần mỗi tháng" in page

    def test_is_not_there_for_who_does_not_sit_there(self, committee):
        meeting = a_committee_meeting(committee)
        for stranger in (a_cast(committee.cell).secretary, a_committee().secretary):
            browser = a_visitor(stranger)
            assert browser.get(page_of(committee)).status_code == 404
            assert browser.get(page_of(committee, "committee", "so")).status_code == 404
            assert browser.get(f"/hop/{meeting.pk}/").status_code == 404

    def test_hides_the_standing_committee_from_a_committee_member(self, committee):
        page = text_of(a_visitor(committee.member).get(page_of(committee)))
        assert "Ban Chấp hành" in page
        assert 'id="standing_committee"' not in page
        browser = a_visitor(committee.member)
        assert browser.get(page_of(committee, "standing_committee", "so")).status_code == 404

    def test_takes_one_more_meeting_from_the_office(self, committee):
        browser = a_visitor(committee.office)
        form = {"kind": "regular", "day": "2026-12-20", "hour": "08:00", "place": "Trụ sở"}
        answer = browser.post(page_of(committee, "committee", "them-cuoc-hop"), form)
        assert answer.status_code == 302
        with building():
            planned = Meeting.objects.get(body=committee.body())
        assert answer.url == f"/hop/{planned.pk}/chuan-bi/"
        page = text_of(browser.get(answer.url)).split("<main")[1]
        assert "Các nội dung trình hội nghị" in page
        assert "chuyên đề" not in page.lower()
        again = browser.post(page_of(committee, "committee", "them-cuoc-hop"), form)
        assert again.status_code == 422
        assert "2026-12-20" in text_of(again)

    def test_refuses_a_meeting_from_a_plain_member(self, committee):
        form = {"kind": "regular", "day": "2026-12-20", "hour": "08:00", "place": "Trụ sở"}
        address = page_of(committee, "committee", "them-cuoc-hop")
        assert a_visitor(committee.member).post(address, form).status_code == 403
        with building():
            assert not Meeting.objects.filter(body=committee.body()).exists()


class TestTheMeeting:
    def test_says_nothing_of_a_cell_from_plan_to_signed(self, committee):
        meeting = a_committee_meeting(committee)
        secretary = in_the_meetings(
            a_visitor(committee.secretary), committee.secretary, committee, "body_secretary"
        )
        pages = [secretary.get(f"/hop/{meeting.pk}/{rest}") for rest in ("", "chuan-bi/", "phong/")]

        def command(kind, step="diem-danh", **payload):
            answer = secretary.post(
                f"/hop/{meeting.pk}/lenh/",
                {"kind": kind, "step": step, "command_id": uuid4(), "base_version": 0, **payload},
            )
            assert answer.status_code in (200, 302), text_of(answer)
            return answer

        with at_meeting(meeting):
            command(
                "start",
                "bat-dau",
                chair=committee.secretary.pk,
                minute_taker=committee.minute_taker.pk,
            )
            command("mark_all_present")
            with building():
                part = Meeting.objects.get(pk=meeting.pk).parts.get()
            command("conclude", "noi-dung", part=part.pk, text="Thống nhất.")
            counted = {"in_favour": "4", "against": "0", "abstained": "0"}
            subject = "Thông qua nghị quyết"
            command("vote", "bieu-quyet", subject=subject, rule="resolution", **counted)
            pages += [secretary.get(f"/hop/{meeting.pk}/phong/{step}/") for step in STEPS]
            assert secretary.get(f"/hop/{meeting.pk}/phong/cham-diem/").status_code == 404
        with at_meeting(meeting, 100):
            command("end", "ket-thuc")
            pages.append(secretary.get(f"/hop/{meeting.pk}/ky/"))
            secretary.post(f"/hop/{meeting.pk}/ky/", signs(meeting))
            taker = in_the_meetings(
                a_visitor(committee.minute_taker), committee.minute_taker, committee, "body_runner"
            )
            pages.append(taker.get(f"/hop/{meeting.pk}/ky/"))
            taker.post(f"/hop/{meeting.pk}/ky/", signs(meeting))
            pages.append(secretary.get(f"/hop/{meeting.pk}/bien-ban/"))
            pages.append(secretary.get(page_of(committee)))
            pages.append(secretary.get(page_of(committee, "committee", "so")))
        for page in pages:
            assert page.status_code == 200, page.request
            # What a committee decides on may well be a member's admission.
            main = text_of(page).split("<main")[1].lower().replace(ADMISSION, "")
            assert "chi bộ" not in main, main[max(0, main.index("chi bộ") - 200) :][:300]
            assert "đảng viên" not in main, main[max(0, main.index("đảng viên") - 200) :][:300]
            assert "chấm điểm" not in main
        assert "sổ nguyên vẹn" in text_of(pages[-1])

    def test_offers_the_duty_that_opens_the_room(self, committee):
        meeting = a_committee_meeting(committee)
        browser = a_visitor(committee.secretary)
        page = text_of(browser.get(f"/hop/{meeting.pk}/"))
        code = re.search(r'name="code" value="(hop-post:\d+)"', page)
        answer = browser.post(POSTS, {"code": code[1], "tiep": f"/hop/{meeting.pk}/"})
        assert answer.url == f"/hop/{meeting.pk}/"
        assert "Bắt đầu họp" in text_of(browser.get(answer.url))

    def test_shows_agenda_and_answer_to_a_member(self, committee):
        meeting = a_committee_meeting(committee)
        browser = in_the_meetings(
            a_visitor(committee.member), committee.member, committee, "body_member"
        )
        page = text_of(browser.get(f"/hop/{meeting.pk}/"))
        assert "Các nội dung trình hội nghị" in page
        assert "Tôi sẽ dự" in page
        assert browser.get(f"/hop/{meeting.pk}/phong/").status_code == 404

    def test_of_the_standing_committee_has_a_book_of_its_own(self, committee):
        a_committee_meeting(committee, Body.Kind.STANDING_COMMITTEE)
        office = committee.office_actor()
        with scope(office):
            assert Meeting.objects.get().scope_key.endswith(".standing_committee/")
        book = a_visitor(committee.office).get(page_of(committee, "standing_committee", "so"))
        assert "Sổ biên bản Ban Thường vụ" in text_of(book)
