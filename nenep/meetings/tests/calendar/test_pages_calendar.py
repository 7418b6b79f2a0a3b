"""Notice, answers and the calendar on pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nenep.core import clock
from nenep.meetings.models import Answer, Meeting
from nenep.meetings.tests.builders import (
    a_cast,
    a_meeting,
    a_noticed_meeting,
)
from nenep.meetings.tests.meeting.test_pages_preparing import prepared
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.members.tests.builders import a_charge, a_member, a_post
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, building

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning():
    with clock.at(NOW - timedelta(hours=8)):
        yield


class TestNoticeAndAnswer:
    def test_is_given_and_answered(self):
        cast, meeting, visitor = prepared()
        visitor.post(reverse("meetings:give_notice", args=[meeting.pk]))
        member = a_visitor(cast.members[0])
        address = reverse("meetings:answer", args=[meeting.pk])

        assert "có dự được không" in text_of(
            member.get(reverse("meetings:meeting", args=[meeting.pk]))
        )
        empty = member.post(address)
        assert (empty.status_code, "Hãy ghi lý do vắng" in text_of(empty)) == (422, True)
        assert "Lý do vắng (không bắt buộc)" not in text_of(empty)
        assert member.post(address, {"coming": "yes"}).status_code == 302
        with building():
            assert Answer.objects.get().coming

    def test_is_refused_in_words(self):
        _, meeting, visitor = prepared(place="")

        response = visitor.post(reverse("meetings:give_notice", args=[meeting.pk]), follow=True)

        assert "Chưa ghi địa điểm" in text_of(response)

    def test_others_reasons_are_for_few(self):
        cast = a_cast()
        with clock.at(NOW - timedelta(days=2)):
            meeting = a_noticed_meeting(cast)
        a_visitor(cast.members[0]).post(
            reverse("meetings:answer", args=[meeting.pk]), {"reason": "Bệnh riêng"}
        )
        address = reverse("meetings:meeting", args=[meeting.pk])

        assert "Bệnh riêng" in text_of(a_visitor(cast.secretary).get(address))
        assert "Bệnh riêng" in text_of(a_visitor(cast.members[0]).get(address))
        assert "Bệnh riêng" not in text_of(a_visitor(cast.members[1]).get(address))


class TestCalendar:
    def test_adds_a_meeting(self):
        cast = a_cast()
        response = a_visitor(cast.secretary).post(
            reverse("meetings:plan_meeting", args=[cast.cell.pk]),
            {"kind": "extraordinary", "day": "2026-12-20", "hour": "19:00"},
        )

        assert response.status_code == 302
        with building():
            assert Meeting.objects.get().kind == "extraordinary"

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"kind": "regular", "day": "2026-12-20"}, "đã có buổi sinh hoạt thường kỳ"),
            ({"kind": "thematic", "day": "2026-12-20"}, "tên chuyên đề"),
            ({"kind": "party", "day": "2026-12-20"}, "Loại"),
            ({"kind": "extraordinary", "day": "ngày mai"}, "Ngày"),
        ],
    )
    def test_keeps_what_was_typed_beside_what_is_wrong(self, fields, words):
        cast = a_cast()
        a_meeting(cast)

        response = a_visitor(cast.secretary).post(
            reverse("meetings:plan_meeting", args=[cast.cell.pk]),
            {"hour": "19:00", "place": "Nhà trưởng bản", **fields},
        )

        assert response.status_code == 422
        page = text_of(response)
        assert words in page
        assert "Nhà trưởng bản" in page

    def test_plans_the_year_of_the_commune(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        a_post("office", commune, cast.members[0])

        response = a_visitor(cast.members[0]).post(
            reverse("meetings:plan_year"), {"year": "2027", "hour": "19:30"}, follow=True
        )

        assert "Đã thêm 12 buổi vào lịch năm 2027" in text_of(response)

    @pytest.mark.parametrize("fields", [{}, {"year": "hai nghìn", "hour": "19:30"}])
    def test_says_what_a_year_needs(self, fields):
        cast = a_cast()

        response = a_visitor(cast.secretary).post(
            reverse("meetings:plan_year"), fields, follow=True
        )

        assert "Hãy ghi năm" in text_of(response)

    def test_says_that_a_year_has_passed(self):
        cast = a_cast()

        response = a_visitor(cast.secretary).post(
            reverse("meetings:plan_year"), {"year": "2025", "hour": "19:30"}, follow=True
        )

        assert "2025 đã qua" in text_of(response)


class TestOtherDuty:
    def test_of_whoever_looks_after_the_cell_is_offered(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        meeting = a_noticed_meeting(cast)
        overseer = a_member(a_cell(commune, "Chi bộ Văn phòng"))
        a_post("committee_member", commune, overseer)
        a_charge(cast.cell, overseer)
        address = reverse("meetings:meeting", args=[meeting.pk])

        visitor = a_visitor(overseer)
        as_member_of_the_committee = text_of(visitor.get(address))
        visitor.post(reverse("accounts:posts"), {"code": "charges", "tiep": address})
        as_overseer = text_of(visitor.get(address))

        offer = f"Đồng chí còn nhiệm vụ «Phụ trách {cast.cell.name}»"
        assert offer in as_member_of_the_committee
        assert "Nhiệm vụ đang chọn không xem chương trình" in as_member_of_the_committee
        assert offer not in as_overseer
        assert "Nhiệm vụ đang chọn không xem" not in as_overseer
