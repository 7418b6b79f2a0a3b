"""The pages of a briefing, as the office, a secretary of a cell who is invited, and strangers."""

import re

import pytest

from nenep.core import clock
from nenep.meetings.models import Invitee
from nenep.meetings.tests.briefing import ASKED, HEAD, a_briefing
from nenep.meetings.tests.builders import a_cast
from nenep.meetings.tests.committees import a_committee, a_committee_meeting, ended_and_signed
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.organisations.models import Body
from nenep.organisations.tests.builders import NOW, TODAY, building

pytestmark = pytest.mark.django_db


@pytest.fixture
def briefing():
    return a_briefing()


@pytest.fixture(autouse=True)
def evening():
    with clock.at(NOW):
        yield


def list_of(briefing, *more):
    """The address of the invitation list."""
    commune = briefing.committee.commune.pk
    return "/".join(("/dang-uy", str(commune), "briefing", "danh-sach-moi", *map(str, more), ""))


def choose_the_duty(visitor, address):
    """Take the duty that a page offers, and come back to it."""
    page = text_of(visitor.get(address))
    code = re.search(r'name="code" value="([^"]+)"', page)
    assert code, page
    answer = visitor.post("/nhiem-vu/", {"code": code[1], "tiep": address})
    assert answer.url == address
    return text_of(visitor.get(address))


class TestTheList:
    def test_shows_both_kinds_to_the_office(self, briefing):
        page = text_of(a_visitor(briefing.committee.office).get(list_of(briefing)))
        for words in (*HEAD, "Bí thư Chi bộ Bản Thẳm", "Lãnh đạo đảng ủy", "Ngoài Đảng: 2 người"):
            assert words in page
        # The committee's own cell has nobody to send.
        assert "Chưa có bí thư nên chưa có ai được mời: Chi bộ Bản Mới" in page

    def test_ends_a_line_in_one_tap(self, briefing):
        browser = a_visitor(briefing.committee.office)
        with building():
            line = Invitee.objects.get(name=HEAD[0])

        browser.post(list_of(briefing, line.pk), {"change": "end"})

        assert "Đã thôi mời: 1 người" in text_of(browser.get(list_of(briefing)))
        with building():
            line.refresh_from_db()
        assert line.valid_to == TODAY

    def test_takes_one_more_and_mends_ends_and_removes(self, briefing):
        browser = a_visitor(briefing.committee.office)
        form = {"name": "Lò Văn Mới", "function": "Trưởng bản Mới", "valid_from": "2026-12-03"}
        assert browser.post(list_of(briefing), form).status_code == 302
        with building():
            line = Invitee.objects.get(name="Lò Văn Mới")
        changed = {
            **form,
            "function": "Trưởng thôn Mới",
            "last_day": "2026-12-03",
            "change": "edit",
        }
        assert browser.post(list_of(briefing, line.pk), changed).status_code == 302
        page = text_of(browser.get(list_of(briefing)))
        assert "Đã thôi mời: 1 người" in page
        assert "Trưởng thôn Mới" in page
        browser.post(list_of(briefing, line.pk), {"change": "remove"})
        assert "Lò Văn Mới" not in text_of(browser.get(list_of(briefing))).split("<main")[1]

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"function": " "}, "Chức danh"),
            ({"name": HEAD[0], "function": HEAD[1]}, "đã có trong danh sách mời"),
            ({"valid_from": "32/13"}, "ngày"),
        ],
    )
    def test_keeps_what_was_typed_and_says_what_is_wrong(self, briefing, changes, sentence):
        form = {"name": "Lò Văn Mới", "function": "Trưởng bản", "valid_from": "2026-12-03"}
        answer = a_visitor(briefing.committee.office).post(list_of(briefing), form | changes)
        assert answer.status_code == 422
        assert sentence in text_of(answer)
        assert (changes | {}).get("name", "Lò Văn Mới") in text_of(answer)

    def test_keeps_a_line_that_was_changed_wrongly_open(self, briefing):
        with building():
            line = Invitee.objects.get(name=HEAD[0])
        form = {
            "name": HEAD[0],
            "function": "Trưởng bản khác",
            "valid_from": "2026-12-03",
            "last_day": "2026-12-01",
            "change": "edit",
        }
        answer = a_visitor(briefing.committee.office).post(list_of(briefing, line.pk), form)
        assert answer.status_code == 422
        assert "Ngày thôi mời ở trước" in text_of(answer)
        assert "Trưởng bản khác" in text_of(answer)

    def test_is_not_there_for_anybody_else(self, briefing):
        strangers = (
            briefing.committee.member,
            briefing.secretaries[0][0],
            a_cast(briefing.committee.cell).secretary,
            a_committee().office,
        )
        for stranger in strangers:
            assert a_visitor(stranger).get(list_of(briefing)).status_code == 404
        other = list_of(briefing).replace("briefing", "committee")
        assert a_visitor(briefing.committee.office).get(other).status_code == 404


class TestTheSecretaryOfACell:
    def test_is_led_from_the_notice_to_the_duty_that_opens_it(self, briefing):
        meeting = a_committee_meeting(briefing.committee, Body.Kind.BRIEFING)
        secretary = a_visitor(briefing.secretaries[0][0])
        asked = text_of(secretary.get(f"/hop/{meeting.pk}/"))
        assert "Dự giao ban Đảng ủy xã Bản Mây" in asked
        assert "Các chi bộ, thôn bản báo cáo" not in asked
        page = choose_the_duty(secretary, f"/hop/{meeting.pk}/")
        assert "Các chi bộ, thôn bản báo cáo" in page
        assert "Tôi sẽ dự" in page
        secretary.post(f"/hop/{meeting.pk}/tra-loi/", {"coming": "yes", "reason": ""})
        office = text_of(a_visitor(briefing.committee.office).get(f"/hop/{meeting.pk}/"))
        assert briefing.secretaries[0][0].full_name in office.split("Ai đã trả lời")[1]
        assert secretary.get(f"/hop/{meeting.pk}/phong/").status_code == 404
        assert secretary.get(f"/hop/{meeting.pk}/chuan-bi/").status_code == 404

    def test_reads_the_signed_minutes_and_the_list_of_briefings_alone(self, briefing):
        meeting = briefing.held()
        ended_and_signed(briefing.committee, meeting, briefing.secretaries[0][0])
        secretary = a_visitor(briefing.secretaries[1][0])
        choose_the_duty(secretary, f"/hop/{meeting.pk}/")
        minutes = text_of(secretary.get(f"/hop/{meeting.pk}/bien-ban/"))
        assert "Người được mời ngoài Đảng: 2; có mặt 1, vắng có lý do 1" in minutes
        for name, function in ASKED:
            assert name in minutes
            assert function in minutes
        bodies = text_of(secretary.get("/dang-uy/", follow=True))
        assert 'id="briefing"' in bodies
        assert 'id="committee"' not in bodies
        assert 'id="whole"' not in bodies
        pdf = secretary.get(f"/hop/{meeting.pk}/bien-ban/1/bien-ban.pdf")
        assert pdf.content.startswith(b"%PDF")

    def test_of_another_commune_finds_nothing(self, briefing):
        meeting = a_committee_meeting(briefing.committee, Body.Kind.BRIEFING)
        stranger = a_visitor(a_briefing().secretaries[0][0])
        assert stranger.get(f"/hop/{meeting.pk}/").status_code == 404


class TestTheNotice:
    def test_counts_those_invited_among_whom_only_paper_reaches(self, briefing):
        meeting = a_committee_meeting(briefing.committee, Body.Kind.BRIEFING)
        browser = a_visitor(briefing.committee.office)
        page = text_of(browser.get(f"/hop/{meeting.pk}/thong-bao/nhan/"))
        assert "In giấy mời cho 2 người" in page
        assert HEAD[1] in page
        pdf = browser.get(f"/hop/{meeting.pk}/thong-bao/giay-moi.pdf")
        assert pdf.content.startswith(b"%PDF")
