"""Signing, reading, downloading and correcting on pages."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.urls import reverse

from nenep.access.scope import scope
from nenep.audit.models import Event
from nenep.core import clock
from nenep.documents.tests.test_archive import a_pdf, a_picture
from nenep.meetings.agenda.actions.papers import add_paper
from nenep.meetings.models import Entry, Meeting
from nenep.meetings.tests.builders import (
    PASSWORD,
    a_cast,
    a_meeting,
    a_signed_meeting,
    an_ended_meeting,
    an_open_meeting,
    end,
    send,
    shown_now,
    sign_both,
)
from nenep.meetings.tests.signing.test_correction import corrected
from nenep.meetings.tests.visitors import a_visitor, state_of, text_of
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _late_evening():
    with clock.at(NOW + timedelta(minutes=115)):
        yield


def page(name, meeting, *more):
    return reverse(f"meetings:{name}", args=[meeting.pk, *more])


def signs(meeting):
    """What the form sends that was just opened."""
    return {"password": PASSWORD, "shown": shown_now(meeting).digest}


class TestSign:
    def test_lists_what_is_missing_with_the_way_there(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        shown = text_of(a_visitor(cast.secretary).get(page("sign", meeting)))

        assert "Buổi họp chưa kết thúc." in shown
        assert page("room_step", meeting, "ket-thuc") in shown
        assert page("room_step", meeting, "noi-dung") in shown
        assert 'type="password"' not in shown

    def test_leads_from_both_signatures_to_the_minutes(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        secretary = a_visitor(cast.secretary)

        first = secretary.post(page("sign", meeting), signs(meeting), follow=True)
        assert "Còn chờ chữ ký của người kia" in text_of(first)
        second = a_visitor(cast.minute_taker).post(
            page("sign", meeting), signs(meeting), follow=True
        )

        assert second.redirect_chain[0][0] == page("minutes", meeting)
        assert "Mục 1, đã niêm phong" in text_of(second)
        assert state_of(meeting) == "signed"

    @pytest.mark.parametrize("typed", [{}, {"password": ""}, {"password": "sai"}])
    def test_says_what_is_wrong_with_the_password(self, typed):
        cast = a_cast()
        meeting = an_ended_meeting(cast)

        response = a_visitor(cast.secretary).post(page("sign", meeting), typed)

        assert response.status_code == 422
        assert state_of(meeting) == "ended"

    def test_says_what_is_missing_to_who_signs_all_the_same(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        response = a_visitor(cast.secretary).post(page("sign", meeting), {"password": PASSWORD})

        assert response.status_code == 422
        assert "Còn thiếu, bấm để bổ sung" in text_of(response)
        assert state_of(meeting) == "in_progress"

    def test_sent_again_from_an_old_page_says_that_it_is_signed(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        secretary = a_visitor(cast.secretary)
        secretary.post(page("sign", meeting), signs(meeting))

        response = secretary.post(page("sign", meeting), signs(meeting) | {"password": "sai"})

        assert response.status_code == 422
        assert "Đồng chí đã ký biên bản này rồi" in text_of(response)

    def test_leads_to_the_room_before_the_meeting(self):
        cast = a_cast()
        meeting = a_meeting(cast)

        response = a_visitor(cast.secretary).get(page("sign", meeting))

        assert response["Location"] == page("room", meeting)


class TestMinutes:
    def test_are_read_by_members_without_others_reasons(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        actor = cast.secretary_actor
        send(
            meeting, actor, "mark", member=cast.members[0].pk, mark="health", reason="mổ ruột thừa"
        )
        finish(meeting, cast)

        for reader, sees in ((cast.members[1], False), (cast.secretary, True)):
            visitor = a_visitor(reader)
            shown = text_of(visitor.get(page("minutes", meeting)))
            assert cast.members[0].full_name in shown
            assert "Vắng có lý do" in shown
            assert "mổ ruột thừa" not in shown or sees
            export = visitor.get(reverse("meetings:book_export", args=[cast.cell.pk]))
            assert ("mổ ruột thừa" in export.content.decode()) is sees

    def test_of_old_stay_readable_beside_the_correction(self):
        cast, meeting, first, second = corrected()
        visitor = a_visitor(cast.secretary)

        old = text_of(visitor.get(page("entry", meeting, first.sequence)))
        new = text_of(visitor.get(page("minutes", meeting)))

        assert "Bản cũ, đã có bản thay" in old
        assert "Bản này sửa: Ghi thiếu người vắng" in new
        assert second.hash in new

    @pytest.mark.parametrize("what", ["bien-ban", "nghi-quyet"])
    @pytest.mark.parametrize(("file_type", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK\x03\x04")])
    def test_are_downloaded_and_that_is_logged(self, what, file_type, begins):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast)

        response = a_visitor(cast.secretary).get(page("download", meeting, 1, what, file_type))

        assert response.content.startswith(begins)
        assert response["Content-Disposition"].startswith(f'attachment; filename="{what}-')
        with building():
            assert Event.objects.filter(code="minutes.exported").count() == 1

    def test_are_downloaded_with_every_paper_in_one_file(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        with scope(cast.secretary_actor):
            for title, data in (("Báo cáo", a_pdf(2)), ("Danh sách", a_picture())):
                add_paper(
                    meeting_id=meeting.pk,
                    title=title,
                    data=data,
                    secrecy="",
                    actor=cast.secretary_actor,
                    at=NOW,
                )
        sign_both(meeting, cast)
        visitor = a_visitor(cast.secretary)
        address = page("download", meeting, 1, "ho-so", "pdf")
        assert address in text_of(visitor.get(page("minutes", meeting)))

        bound = pypdf.PdfReader(io.BytesIO(visitor.get(address).content))

        assert [one.title.split(":")[0] for one in bound.outline] == [
            "Mục lục",
            "BIÊN BẢN sinh hoạt thường kỳ tháng 12 năm 2026",
            "NGHỊ QUYẾT lãnh đạo thực hiện nhiệm vụ tháng 12 năm 2026",
            "Tài liệu 1",
            "Tài liệu 2",
        ]
        assert len(bound.pages[-1].images) == 1
        with building():
            assert Event.objects.filter(code="minutes.exported").count() == 1
        assert visitor.get(page("download", meeting, 1, "ho-so", "docx")).status_code == 404

    def test_have_no_resolution_where_there_is_none(self):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast, kind="extraordinary")

        response = a_visitor(cast.secretary).get(page("download", meeting, 1, "nghi-quyet", "pdf"))

        assert response.status_code == 404

    def test_are_not_there_before_signing(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)

        assert a_visitor(cast.secretary).get(page("minutes", meeting)).status_code == 404


@pytest.mark.world("signed")
class TestCorrect:
    def test_opens_the_room_again(self):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast)
        visitor = a_visitor(cast.secretary)

        response = visitor.post(
            page("correct", meeting), {"correction": "Sửa điểm danh", "reason": "Ghi nhầm"}
        )

        assert response["Location"] == page("room", meeting)
        assert state_of(meeting) == "ended"
        assert "Đang đính chính: Sửa điểm danh" in text_of(visitor.get(page("minutes", meeting)))

    @pytest.mark.parametrize("typed", [{}, {"correction": "x"}, {"correction": " ", "reason": "y"}])
    def test_asks_what_and_why(self, typed):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast)

        response = a_visitor(cast.secretary).post(page("correct", meeting), typed, follow=True)

        assert "Hãy ghi sửa nội dung gì và vì sao sửa" in text_of(response)
        assert state_of(meeting) == "signed"

    def test_is_not_for_members(self):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast)
        visitor = a_visitor(cast.members[0])

        assert "Đính chính biên bản" not in text_of(visitor.get(page("minutes", meeting)))
        typed = {"correction": "Sửa", "reason": "Ghi nhầm"}
        assert visitor.post(page("correct", meeting), typed).status_code == 403
        with building():
            assert Meeting.objects.get().state == "signed"


@pytest.mark.world("signed")
class TestBook:
    def test_is_checked_as_it_is_opened(self):
        cast = a_cast()
        _, entry = a_signed_meeting(cast)
        visitor = a_visitor(cast.secretary)
        address = reverse("meetings:book", args=[cast.cell.pk])

        assert "Đã kiểm tra 1 mục: sổ nguyên vẹn." in text_of(visitor.get(address))
        assert "mã trên giấy có trong sổ" in text_of(visitor.get(address, {"ma": entry.hash}))
        assert "Sổ không nguyên vẹn" in text_of(visitor.get(address, {"ma": "abc"}))

    @pytest.mark.world("cast")
    def test_is_empty_at_first(self):
        cast = a_cast()

        shown = text_of(
            a_visitor(cast.secretary).get(reverse("meetings:book", args=[cast.cell.pk]))
        )

        assert "Sổ chưa có mục nào" in shown

    def test_leaves_as_a_file_and_that_is_logged(self):
        cast = a_cast()
        _, entry = a_signed_meeting(cast)

        response = a_visitor(cast.secretary).get(
            reverse("meetings:book_export", args=[cast.cell.pk])
        )

        [exported] = response.json()["entries"]
        assert exported["hash"] == entry.hash
        with building():
            assert Event.objects.filter(code="book.exported").count() == 1
            assert Entry.objects.count() == 1


def finish(meeting, cast):
    end(meeting, cast)
    sign_both(meeting, cast)
