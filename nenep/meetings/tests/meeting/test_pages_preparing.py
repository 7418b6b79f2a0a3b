"""Preparing on pages: each form with what is right, wrong and missing."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nenep.commands.work import work_once
from nenep.core import clock
from nenep.meetings.agenda.actions.papers import LARGEST
from nenep.meetings.models import AgendaItem, Meeting, Paper
from nenep.meetings.tests.agenda.test_papers import PDF, add
from nenep.meetings.tests.builders import (
    a_cast,
    a_meeting,
    a_noticed_meeting,
    a_plan,
    a_promise,
    a_signed_meeting,
    an_open_meeting,
)
from nenep.meetings.tests.visitors import a_visitor, state_of, text_of
from nenep.notices.models import Notice
from nenep.organisations.tests.builders import NOW, a_cell, building

pytestmark = pytest.mark.django_db

TOLD_AGAIN = "Phần mềm báo lại cho những người đã được mời."


@pytest.fixture(autouse=True)
def _morning():
    with clock.at(NOW - timedelta(hours=8)):
        yield


def prepared(**more):
    cast = a_cast()
    meeting = a_meeting(cast, **more)
    visitor = a_visitor(cast.secretary)
    visitor.get(reverse("meetings:prepare", args=[meeting.pk]))
    return cast, meeting, visitor


def post(visitor, meeting, step, **fields):
    address = reverse("meetings:prepare", args=[meeting.pk])
    return visitor.post(address, {"step": step, **fields})


class TestAgendaItem:
    def change(self, visitor, meeting, item, **fields):
        address = reverse("meetings:change_item", args=[meeting.pk, item.pk])
        return visitor.post(address, fields, follow=True)

    def item_of(self, meeting, step):
        with building():
            return meeting.items.get(step=step)

    def test_stays_open_after_it_was_moved(self):
        _, meeting, visitor = prepared()
        item = self.item_of(meeting, "report")

        page = text_of(self.change(visitor, meeting, item, change="up"))

        assert f'id="muc-{item.pk}" open' in page
        assert 'value="up" autofocus' in page
        assert self.item_of(meeting, "report").position == item.position - 1

    def test_takes_who_presents_and_how_long(self):
        _, meeting, visitor = prepared()
        item = self.item_of(meeting, "report")

        self.change(visitor, meeting, item, change="edit", speaker="Phó bí thư", minutes="12")

        item = self.item_of(meeting, "report")
        assert (item.speaker, item.minutes) == ("Phó bí thư", 12)

    def test_says_what_is_wrong_with_a_length(self):
        _, meeting, visitor = prepared()
        item = self.item_of(meeting, "report")

        page = self.change(visitor, meeting, item, change="edit", speaker="X", minutes="lâu")

        assert "Số phút phải là số từ 1 đến 300" in text_of(page)
        assert self.item_of(meeting, "report").speaker == item.speaker

    @pytest.mark.parametrize(
        ("sector", "year", "says"),
        [
            ("agency", 2025, "Bản quy định 2018 chưa có nội dung riêng cho chi bộ cơ quan"),
            ("village", 2025, "Gợi ý cho chi bộ thôn, bản"),
            ("agency", 2026, "Gợi ý cho chi bộ cơ quan"),
        ],
    )
    def test_says_where_nothing_is_known_of_the_sector(self, sector, year, says):
        cast = a_cast(a_cell(sector=sector))
        planned_at = NOW.replace(year=year, month=9)
        meeting = a_plan(cast, month=date(year, 9, 1), planned_at=planned_at)
        page = a_visitor(cast.secretary).get(reverse("meetings:prepare", args=[meeting.pk]))
        assert says in text_of(page)
        assert ("chưa có nội dung riêng" in text_of(page)) == ("chưa có" in says)

    def test_offers_what_cells_of_the_sector_add(self):
        _, meeting, visitor = prepared()
        address = reverse("meetings:prepare", args=[meeting.pk])
        assert "Gợi ý cho chi bộ thôn, bản" in text_of(visitor.get(address))

        post(visitor, meeting, "item", title="Đảng viên giúp hộ khó khăn", minutes="10")

        page = text_of(visitor.get(address))
        assert 'aria-label="Thêm: Đảng viên giúp hộ khó khăn"' not in page
        assert "Đảng viên giúp hộ khó khăn" in page


class TestPostpone:
    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            ({"cause": "Nghỉ Tết"}, "Nghỉ Tết"),
            ({"cause": "Có việc tang", "reason": "ở bản bên"}, "Có việc tang: ở bản bên"),
            ({"reason": "Mất điện"}, "Mất điện"),
        ],
    )
    def test_keeps_a_usual_reason_and_own_words(self, fields, reason):
        _, meeting, visitor = prepared()

        response = post(visitor, meeting, "postpone", day="2026-12-09", hour="20:00", **fields)

        assert response.status_code == 302
        with building():
            assert meeting.postponements.get().reason == reason


class TestPrepare:
    def test_labels_lead_to_their_own_fields(self):
        _, meeting, visitor = prepared()

        page = text_of(visitor.get(reverse("meetings:prepare", args=[meeting.pk])))

        named = re.findall(r'\bid="([^"]+)"', page)
        assert sorted(set(named)) == sorted(named)
        assert {"place_day", "postpone_day"} <= set(named)

    def test_shows_the_local_day_and_hour_of_an_early_meeting(self):
        early = NOW.replace(hour=6)
        _, meeting, visitor = prepared(planned_at=early)

        page = text_of(visitor.get(reverse("meetings:prepare", args=[meeting.pk])))

        assert 'value="2026-12-03"' in page
        assert 'value="06:30"' in page

    def test_sets_the_place(self):
        _, meeting, visitor = prepared()

        response = post(
            visitor, meeting, "place", day="2026-12-03", hour="20:00", place="Trường học"
        )

        assert response.status_code == 302
        with building():
            assert Meeting.objects.get().place == "Trường học"

    @pytest.mark.parametrize(
        ("hour", "place", "is_told"),
        [
            ("20:00", "Nhà văn hóa bản", True),
            ("19:30", "Trường học", True),
            ("19:30", "Nhà văn hóa bản", False),
            ("09:00", "Trường học", False),
        ],
    )
    def test_says_that_people_are_told_of_the_change_where_they_are(self, hour, place, is_told):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        work_once(at=NOW - timedelta(hours=8))
        visitor = a_visitor(cast.secretary)

        post(visitor, meeting, "place", day="2026-12-03", hour=hour, place=place)

        page = text_of(visitor.get(reverse("meetings:prepare", args=[meeting.pk])))
        assert "Đã ghi giờ và địa điểm." in page
        assert (TOLD_AGAIN in page) == is_told
        with building():
            before = Notice.objects.count()
        work_once(at=NOW - timedelta(hours=8))
        with building():
            assert (Notice.objects.count() > before) == is_told

    def test_tells_nobody_the_place_of_a_meeting_that_is_not_held(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        visitor = a_visitor(cast.secretary)
        post(visitor, meeting, "not_held", reason="Dịch bệnh")

        post(visitor, meeting, "place", day="2026-12-03", hour="20:00", place="Trường học")

        page = text_of(visitor.get(reverse("meetings:prepare", args=[meeting.pk])))
        assert "Đã ghi giờ và địa điểm." in page
        assert TOLD_AGAIN not in page

    @pytest.mark.parametrize(
        ("step", "fields", "kept", "words"),
        [
            ("place", {"day": "mai", "hour": "20:00", "place": "Trường"}, "Trường", "ngày"),
            ("place", {"day": "2026-12-09", "hour": "20:00", "place": "Trường"}, "Trường", "Hoãn"),
            (
                "postpone",
                {"day": "2026-12-01", "hour": "20:00", "reason": "Mưa"},
                "Mưa",
                "đã qua",
            ),
            ("postpone", {"day": "2026-12-09", "hour": "x", "reason": "Mưa lớn"}, "Mưa lớn", ""),
            (
                "postpone",
                {"day": "2026-12-09", "hour": "20:00"},
                "",
                "Hãy chọn hoặc ghi lý do hoãn",
            ),
            ("not_held", {"reason": ""}, "", "Hãy chọn hoặc ghi lý do không họp"),
            ("item", {"title": "Làm đường", "minutes": "lâu"}, "Làm đường", ""),
            ("item", {"title": "Làm đường", "minutes": "-5"}, "Làm đường", ""),
            ("topic", {"topic": " "}, "", ""),
            ("paper", {"title": "Dự thảo"}, "Dự thảo", ""),
        ],
    )
    def test_keeps_what_was_typed_beside_what_is_wrong(self, step, fields, kept, words):
        _, meeting, visitor = prepared()

        response = post(visitor, meeting, step, **fields)

        assert response.status_code == 422
        page = text_of(response)
        assert kept in page
        assert words in page
        assert state_of(meeting) == "planned"

    def test_postpones_and_says_that_notice_is_due(self):
        _, meeting, visitor = prepared()

        post(visitor, meeting, "postpone", day="2026-12-10", hour="19:00", reason="Mưa lũ")

        assert state_of(meeting) == "postponed"

    def test_says_that_it_is_not_held(self):
        _, meeting, visitor = prepared()

        post(visitor, meeting, "not_held", reason="Dịch bệnh")

        assert state_of(meeting) == "not_held"

    @pytest.mark.parametrize(
        ("when", "words"),
        [
            ({"day": "2026-12-10", "hour": "03:00"}, "Giờ họp là 3 giờ."),
            ({"day": "2027-06-15", "hour": "19:30"}, "còn 194 ngày nữa"),
        ],
    )
    def test_moves_to_an_unusual_time_only_when_it_is_meant(self, when, words):
        _, meeting, visitor = prepared()

        asked = post(visitor, meeting, "postpone", reason="Mưa lũ", **when)
        assert asked.status_code == 422
        assert words in text_of(asked)
        assert "Mưa lũ" in asked.content.decode()
        assert state_of(meeting) == "planned"
        post(visitor, meeting, "postpone", reason="Mưa lũ", sure="on", **when)

        assert state_of(meeting) == "postponed"

    def test_asks_nothing_about_a_time_that_stands(self):
        # Planned far ahead; only the place is new.
        _, meeting, visitor = prepared(planned_at=NOW + timedelta(days=90))

        answer = post(
            visitor, meeting, "place", day="2027-03-03", hour="19:30", place="Nhà văn hóa mới"
        )

        assert answer.status_code == 302

    def test_refuses_a_day_that_nobody_means(self):
        _, meeting, visitor = prepared()

        answer = post(
            visitor, meeting, "postpone", day="9999-12-31", hour="19:00", reason="Mưa", sure="on"
        )

        assert "Năm 9999 quá xa" in text_of(answer)
        assert state_of(meeting) == "planned"

    @pytest.mark.parametrize("name", ["meetings:prepare", "meetings:meeting"])
    def test_offers_a_way_back_from_not_held(self, name):
        _, meeting, visitor = prepared()
        post(visitor, meeting, "not_held", reason="Dịch bệnh")

        shown = text_of(visitor.get(reverse(name, args=[meeting.pk])))

        assert "Ghi nhầm, họp như lịch" in shown
        assert "Họp bù: chọn ngày" in shown

    def test_takes_not_held_back(self):
        _, meeting, visitor = prepared()
        post(visitor, meeting, "not_held", reason="Dịch bệnh")

        post(visitor, meeting, "hold_after_all")

        assert state_of(meeting) == "planned"

    def test_plans_the_day_on_which_it_is_made_up_for(self):
        _, meeting, visitor = prepared()
        post(visitor, meeting, "not_held", reason="Dịch bệnh")

        answer = post(visitor, meeting, "make_up", day="2026-11-10", hour="19:30")
        assert answer.status_code == 422
        assert "Ngày mới đã qua" in text_of(answer)
        post(visitor, meeting, "make_up", day="2026-12-10", hour="19:30")

        assert state_of(meeting) == "postponed"

    def test_adds_item_and_topic(self):
        _, meeting, visitor = prepared()
        post(visitor, meeting, "item", title="Làm đường", minutes="10", speaker="Trưởng bản")

        post(visitor, meeting, "topic", topic="Du lịch cộng đồng")

        with building():
            assert AgendaItem.objects.filter(title="Làm đường").exists()
            assert meeting.parts.count() == 2

    def test_does_not_know_other_steps(self):
        _, meeting, visitor = prepared()

        assert post(visitor, meeting, "danger").status_code == 403

    def test_is_closed_once_the_meeting_has_begun(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        visitor = a_visitor(cast.secretary)

        assert post(visitor, meeting, "item", title="Muộn").status_code == 422
        page = text_of(visitor.get(reverse("meetings:prepare", args=[meeting.pk])))
        assert "không còn ở bước chuẩn bị" in page


class TestPapers:
    def file(self, data=PDF, name="anh-cuoi.exe"):
        return SimpleUploadedFile(name, data)

    def test_come_in_by_content_and_leave_as_downloads(self):
        _, meeting, visitor = prepared()
        post(visitor, meeting, "paper", title="Dự thảo", secrecy="", file=self.file())
        with building():
            paper = Paper.objects.get()

        response = visitor.get(reverse("meetings:paper", args=[meeting.pk, paper.pk]))

        assert response.content == PDF
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == 'attachment; filename="tai-lieu-1.pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"

    @pytest.mark.parametrize(
        ("fields", "data", "words"),
        [
            ({"secrecy": "MẬT"}, PDF, "đóng dấu MẬT"),
            ({"secrecy": "khác"}, PDF, "Độ mật"),
            ({}, b"MZ", "không có macro"),
            ({}, b"%PDF-" + b"." * LARGEST, "nặng hơn 10 MB"),
        ],
    )
    def test_are_refused_in_words(self, fields, data, words):
        _, meeting, visitor = prepared()

        response = post(visitor, meeting, "paper", title="Tài liệu", file=self.file(data), **fields)

        assert response.status_code == 422
        assert words in text_of(response)

    def test_are_removed_only_before_signing(self):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast)
        ahead = a_meeting(cast, kind="extraordinary")
        paper = add(ahead, cast.secretary_actor)
        visitor = a_visitor(cast.secretary)

        gone = visitor.post(reverse("meetings:remove_paper", args=[ahead.pk, paper.pk]))
        signed = visitor.post(
            reverse("meetings:remove_paper", args=[meeting.pk, paper.pk]), follow=True
        )

        assert gone.status_code == 302
        assert "đã ký" in text_of(signed)
        with building():
            assert not Paper.objects.exists()


class TestChangeItem:
    def test_moves_and_removes(self):
        _, meeting, visitor = prepared()
        with building():
            first, second = meeting.items.order_by("position")[:2]
        address = reverse("meetings:change_item", args=[meeting.pk, second.pk])

        visitor.post(address, {"change": "up"})
        with building():
            assert meeting.items.order_by("position").first() == second
        visitor.post(address, {"change": "remove"})
        with building():
            assert not AgendaItem.objects.filter(pk=second.pk).exists()
            assert AgendaItem.objects.filter(pk=first.pk).exists()

    def test_says_why_a_promise_stays(self):
        cast = a_cast()
        a_promise(cast)
        meeting = a_meeting(cast)
        visitor = a_visitor(cast.secretary)
        visitor.get(reverse("meetings:prepare", args=[meeting.pk]))
        with building():
            item = meeting.items.get(step="promise")

        response = visitor.post(
            reverse("meetings:change_item", args=[meeting.pk, item.pk]),
            {"change": "remove"},
            follow=True,
        )

        assert "luôn có trong chương trình" in text_of(response)

    def test_says_when_the_item_is_gone(self):
        _, meeting, visitor = prepared()

        response = visitor.post(
            reverse("meetings:change_item", args=[meeting.pk, 0]), {"change": "up"}, follow=True
        )

        assert "không còn trong chương trình" in text_of(response)

    def test_is_not_for_members(self):
        cast, meeting, _ = prepared()
        with building():
            item = meeting.items.first()

        response = a_visitor(cast.members[0]).post(
            reverse("meetings:change_item", args=[meeting.pk, item.pk]), {"change": "remove"}
        )

        assert response.status_code == 403
        with building():
            assert AgendaItem.objects.filter(pk=item.pk).exists()
