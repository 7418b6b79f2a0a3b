"""The meeting before the meeting: who agrees, what is kept of it, where it is printed."""

import io
from datetime import date, timedelta

import pypdf
import pytest
from django.urls import reverse

from nenep.access.scope import scope
from nenep.core import clock
from nenep.core.errors import NotAllowed
from nenep.meetings.book.export import export
from nenep.meetings.book.queries import consultation_of
from nenep.meetings.book.verify import verify
from nenep.meetings.consultation.actions import CannotConsult, write_consultation
from nenep.meetings.consultation.queries import advisers_of, mark_of
from nenep.meetings.models import Consultation, Entry
from nenep.meetings.printed import archive_of, minutes_of
from nenep.meetings.tests.builders import a_cast, a_meeting, end, send, sign_both
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.members.tests.builders import a_member_of, a_post, acting
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db

BEFORE = NOW - timedelta(days=3)


@pytest.fixture
def cast():
    """A cell with a secretary and a deputy, no committee."""
    cast = a_cast()
    a_post("deputy", cast.cell, cast.members[0])
    return cast


def write(cast, meeting, *, actor=None, at=BEFORE, present=None, **more):
    who = actor or cast.secretary_actor
    with scope(who):
        return write_consultation(
            **{
                "seen": mark_of(consultation_of(meeting)),
                "meeting_id": meeting.pk,
                "held_on": BEFORE.date(),
                "present": present or [cast.secretary.pk, cast.members[0].pk],
                "agenda": "Giữ chương trình;\nthêm việc làm đường.",
                "conclusion": "Làm đường trong tháng.",
                "points": "Mức đóng góp",
                **more,
            },
            actor=who,
            at=at,
        )


class TestAdvisers:
    def test_are_secretary_and_deputy_where_there_is_no_committee(self, cast):
        meeting = a_meeting(cast)
        with scope(cast.secretary_actor):
            found = advisers_of(meeting)

        assert list(found.people) == [cast.secretary.pk, cast.members[0].pk]
        assert (found.by_committee, found.are_several) == (False, True)

    def test_are_the_committee_where_there_is_one(self, cast):
        a_post("committee_member", cast.cell, cast.members[1])
        meeting = a_meeting(cast)
        with scope(cast.secretary_actor):
            found = advisers_of(meeting)

        assert (len(found.people), found.by_committee) == (3, True)

    def test_a_secretary_alone_needs_nobody(self):
        alone = a_cast()
        meeting = a_meeting(alone)
        with scope(alone.secretary_actor):
            assert not advisers_of(meeting).are_several


class TestWrite:
    def test_keeps_who_was_there_and_what_was_agreed(self, cast):
        meeting = a_meeting(cast)

        found = write(cast, meeting)

        assert found.present.splitlines() == [cast.secretary.full_name, cast.members[0].full_name]
        assert found.agenda == "Giữ chương trình;\nthêm việc làm đường."
        assert not found.by_committee

    def test_changes_what_was_written(self, cast):
        meeting = a_meeting(cast)
        write(cast, meeting)
        write(cast, meeting, points="")

        with building():
            assert Consultation.objects.get().points == ""

    def test_keeps_what_somebody_else_wrote_meanwhile(self, cast):
        meeting = a_meeting(cast)
        write(cast, meeting)

        with pytest.raises(CannotConsult, match="vừa ghi"):
            write(cast, meeting, agenda="Việc khác", seen="")

        with building():
            assert Consultation.objects.get().agenda.startswith("Giữ chương trình")

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"present": [0]}, "ít nhất hai người"),
            ({"agenda": " \n "}, "thống nhất nội dung gì"),
            ({"held_on": date(2026, 12, 2)}, "hôm nay hoặc trước"),
        ],
    )
    def test_refuses_what_is_no_consultation(self, cast, change, words):
        with pytest.raises(CannotConsult, match=words):
            write(cast, a_meeting(cast), **change)

    def test_refuses_one_alone(self):
        alone = a_cast()
        with pytest.raises(CannotConsult, match="không cần hội ý"):
            write(alone, a_meeting(alone))

    def test_refuses_once_the_meeting_has_begun(self, cast):
        meeting = a_meeting(cast)
        send(meeting, cast.secretary_actor, "start", chair=cast.secretary.pk)
        with pytest.raises(CannotConsult, match="đã bắt đầu"):
            write(cast, meeting)

    def test_refuses_a_member_who_only_reads(self, cast):
        post = a_post("committee_member", cast.cell, cast.members[1])
        with pytest.raises(NotAllowed):
            write(cast, a_meeting(cast), actor=acting(cast.members[1], f"post:{post.pk}"))


class TestSealed:
    @pytest.fixture
    def signed(self, cast):
        meeting = a_meeting(cast)
        write(cast, meeting)
        actor = cast.secretary_actor
        send(meeting, actor, "start", chair=cast.secretary.pk, minute_taker=cast.minute_taker.pk)
        send(meeting, actor, "mark_all_present")
        end(meeting, cast)
        sign_both(meeting, cast)
        return meeting

    def test_the_book_holds_the_digest_and_not_the_words(self, cast, signed):
        with scope(cast.secretary_actor):
            entry = Entry.objects.get(meeting=signed)
            assert '"consultation":{"by_committee":false,"held_on":"2026-11-30"' in entry.content
            assert "làm đường" not in str(export(entry)).lower()
            assert verify([export(entry)]).findings == ()
            assert "bí thư, phó bí thư hội ý ngày 30/11/2026" in str(minutes_of(entry).body)

    def test_the_archive_holds_its_minutes_for_who_may_read_them(self, cast, signed):
        def read_by(actor):
            with scope(actor):
                file = archive_of(Entry.objects.select_related("meeting").get(meeting=signed))
            pages = pypdf.PdfReader(io.BytesIO(file)).pages
            return " ".join(" ".join(page.extract_text().split()) for page in pages)

        assert "Làm đường trong tháng." in read_by(cast.secretary_actor)
        members = read_by(a_member_of(cast.cell))
        assert "Làm đường trong tháng." not in members
        assert "Biên bản hội ý không kèm trong tệp này" in members

    def test_nothing_changes_after_signing(self, cast, signed):
        with scope(cast.secretary_actor):
            found = consultation_of(signed)
            assert found is not None
        with pytest.raises(CannotConsult):
            write(cast, signed)


class TestPages:
    @pytest.fixture(autouse=True)
    def _before(self):
        with clock.at(BEFORE):
            yield

    def test_the_preparing_page_names_it_as_the_next_step(self, cast):
        meeting = a_meeting(cast)
        visitor = a_visitor(cast.secretary)
        prepare = reverse("meetings:prepare", args=[meeting.pk])
        assert "bí thư, phó bí thư hội ý về nội dung" in text_of(visitor.get(prepare))

        fields = {
            "held_on": "2026-11-30",
            "present": [cast.secretary.pk, cast.members[0].pk],
            "agenda": "Giữ chương trình",
            "conclusion": "Làm đường",
        }
        address = reverse("meetings:consult", args=[meeting.pk])
        page = text_of(visitor.post(address, fields, follow=True))

        assert "Đã hội ý" in page
        assert "xem lại chương trình rồi gửi thông báo" in page
        for file_type, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
            file = visitor.get(reverse("meetings:consultation_file", args=[meeting.pk, file_type]))
            assert file.content.startswith(begins)
        unknown = reverse("meetings:consultation_file", args=[meeting.pk, "txt"])
        assert visitor.get(unknown).status_code == 404

    def test_says_what_is_wrong_and_keeps_what_was_typed(self, cast):
        meeting = a_meeting(cast)
        address = reverse("meetings:consult", args=[meeting.pk])

        page = a_visitor(cast.secretary).post(
            address, {"held_on": "x", "present": ["0"], "agenda": "Giữ nguyên"}
        )

        assert page.status_code == 422
        assert "Giữ nguyên" in text_of(page)

    def test_a_member_does_not_read_it(self, cast):
        meeting = a_meeting(cast)
        write(cast, meeting)
        visitor = a_visitor(cast.members[1])

        assert visitor.get(reverse("meetings:consult", args=[meeting.pk])).status_code == 404
        file = reverse("meetings:consultation_file", args=[meeting.pk, "pdf"])
        assert visitor.get(file).status_code == 404
