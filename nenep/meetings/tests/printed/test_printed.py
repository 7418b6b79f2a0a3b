"""What is printed is what was sealed: PDF and Word, rich and small, corrected and removed."""

import io
from datetime import timedelta

import docx
import pypdf
import pytest

from nenep.access.scope import scope
from nenep.documents.docx import render_docx
from nenep.documents.pdf import render_pdf
from nenep.documents.printed_text import grouped
from nenep.meetings.book import reading
from nenep.meetings.models import EntryDisclosure
from nenep.meetings.printed import minutes_of, resolution_of
from nenep.meetings.tests.book.test_seal import begin_and_mark
from nenep.meetings.tests.builders import (
    a_cast,
    a_meeting,
    a_promise,
    an_open_meeting,
    end,
    send,
    sign_both,
)
from nenep.meetings.tests.calendar.test_change_of_day import add_topic
from nenep.meetings.tests.signing.test_correction import corrected
from nenep.members.models import MemberState
from nenep.members.tests.builders import a_member, a_member_of
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db


def texts(entry, describe=minutes_of, actor=None):
    """The text of PDF and Word, each on one line."""
    with scope(actor) if actor else building():
        document = describe(entry)
        layout = reading.layout_of(reading.rulebook_of(reading.read(entry)))
    pdf = pypdf.PdfReader(io.BytesIO(render_pdf(document, layout)))
    word = docx.Document(io.BytesIO(render_docx(document, layout)))
    paragraphs = [one.text for one in word.paragraphs]
    paragraphs += [one.text for one in word.sections[0].footer.paragraphs]
    for table in word.tables:
        paragraphs += [cell.text for row in table.rows for cell in row.cells]
    return [
        " ".join(" ".join(page.extract_text() for page in pdf.pages).split()),
        " ".join(" ".join(paragraphs).split()),
    ]


def rich():
    """A meeting with something of everything; and its cast."""
    cast = a_cast(others=4)
    a_member(cast.cell, "Sùng A Dế", state=MemberState.State.PROBATIONARY)
    task = a_promise(cast, "Sửa mương thủy lợi")
    meeting = an_open_meeting(cast)
    actor, later = cast.secretary_actor, NOW + timedelta(minutes=60)
    person = cast.members[0]
    send(meeting, actor, "mark", member=person.pk, mark="health", reason="đi viện")
    send(meeting, actor, "mark", member=cast.members[1].pk, mark="none")
    send(meeting, actor, "came_late", at=later, member=cast.members[2].pk, time="19:45")
    send(meeting, actor, "left_early", at=later, member=cast.members[3].pk, time="20:20")
    send(meeting, actor, "add_guest", name="Lường Thị Huệ", function="Phó bí thư")
    send(meeting, actor, "settle", task=task.pk, done="yes", result="Đã thông mương")
    with building():
        item = meeting.items.get(step="discussion")
    send(
        meeting,
        actor,
        "write_note",
        item=item.pk,
        text="Đồng chí A: nhất trí.\n\nĐồng chí B: bổ sung.",
    )
    send(
        meeting,
        actor,
        "vote",
        at=NOW + timedelta(minutes=20),
        subject="Nghị quyết tháng 12",
        rule="resolution",
        in_favour=4,
        against=0,
        abstained=0,
    )
    send(
        meeting,
        actor,
        "promise",
        member=person.pk,
        title="Thăm hộ nghèo",
        product="Biên bản thăm",
        due_on="2026-12-20",
    )
    end(meeting, cast, resolution=False)
    return cast, sign_both(meeting, cast)


class TestMinutes:
    def test_say_everything_that_happened(self):
        _, entry = rich()

        for text in texts(entry):
            for words in (
                "Biên bản",
                "Chi bộ Bản Mới",
                "Nhà văn hóa bản",
                "Lường Thị Huệ, Phó bí thư",
                "Tổng số đảng viên: 7; có mặt 5, vắng có lý do 1, vắng không lý do 1",
                "Ốm đau: đi viện",
                "đến 19 giờ 45 phút",
                "về 20 giờ 20 phút",
                "Dự bị",
                "Đồng chí A: nhất trí.",
                "Đồng chí B: bổ sung.",
                "tán thành 4, không tán thành 0, không có ý kiến 0",
                "Sửa mương thủy lợi",
                "Đã xong. Đã thông mương",
                "Thăm hộ nghèo; Biên bản thăm",
                "20/12/2026",
                "Nhất trí nhiệm vụ tháng tới.",
                "Tổng cộng",
                "Chủ trì hội nghị",
                "Lò Văn Bình",
                "Vàng Thị Chư",
                "21 giờ 10 phút",
            ):
                assert words.casefold() in text.casefold(), words

    def test_carry_the_code_of_the_book(self):
        _, entry = rich()

        for text in texts(entry):
            assert grouped(entry.hash).replace(" ", "") in text.replace(" ", "")

    def test_write_points_as_people_do(self):
        _, entry = rich()

        for text in texts(entry):
            assert "100,00" not in text
            assert ",50" not in text

    def test_note_what_is_not_confirmed_and_call_it_nowhere_official(self):
        _, entry = rich()
        with building():
            notes = minutes_of(entry).provisional

        assert notes
        for text in texts(entry):
            for note in notes:
                assert " ".join(note.split()) in text
            assert "đã đối chiếu với văn bản chính thức" not in text.casefold()

    def test_leave_reasons_out_for_who_may_not_see_them(self):
        cast, entry = rich()
        for text in texts(entry, actor=a_member_of(cast.cell)):
            assert "đi viện" not in text
            assert "gỡ theo yêu cầu" not in text
            assert "Vắng có lý do" in text

    @pytest.mark.owner
    def test_say_what_was_removed(self):
        cast, entry = rich()
        with building():
            EntryDisclosure.objects.filter(value="Lường Thị Huệ").delete()

        for text in texts(entry):
            assert "[đã gỡ theo yêu cầu], Phó bí thư" in text
            assert "Lường Thị Huệ" not in text
        assert cast.cell.pk

    def test_of_a_combined_meeting_have_both_parts_and_scores(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        add_topic(meeting, cast.secretary_actor)
        begin_and_mark(meeting, cast)
        end(meeting, cast, minutes=130)
        entry = sign_both(meeting, cast, after=timedelta(minutes=140))

        for text in texts(entry):
            assert "Phần thường kỳ" in text
            assert "Phần chuyên đề: Du lịch cộng đồng" in text
            assert text.count("Tổng cộng") == 2

    def test_of_a_correction_name_what_they_replace(self):
        _, _, first, second = corrected()

        for text in texts(second):
            assert f"thay biên bản mang mã {first.hash[:16]}" in text
            assert "Nội dung sửa: Ghi thiếu người vắng. Lý do: Thư ký bỏ sót." in text
        for text in texts(first):
            assert "thay biên bản" not in text

    def test_do_not_follow_a_name_that_changes_later(self):
        cast, entry = rich()
        with building():
            before = reading.read(entry)
            cast.members[0].full_name = "Tên Mới"
            cast.members[0].save(update_fields=["full_name"])
            assert reading.read(entry) == before


class TestResolution:
    def test_has_its_four_parts(self):
        _, entry = rich()

        for text in texts(entry, resolution_of):
            for words in (
                "Số 01-NQ/CB",
                "Kết quả thực hiện nhiệm vụ tháng trước",
                "Nhiệm vụ tháng tới",
                "Phân công và tổ chức thực hiện",
                "Tự chấm điểm buổi sinh hoạt",
                "Sửa mương thủy lợi",
                "Thăm hộ nghèo",
                "T/M CHI BỘ",
                "Lưu Chi bộ",
            ):
                assert words.casefold() in text.casefold(), words

    def test_says_so_where_nothing_was_promised(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        end(meeting, cast)
        entry = sign_both(meeting, cast)

        for text in texts(entry, resolution_of):
            assert "Tháng trước chi bộ không giao việc nào cần báo cáo." in text
            assert "Buổi này không giao việc riêng cho đảng viên." in text
            assert "Chi bộ tự chấm 100 trên 100 điểm, xếp loại Tốt." in text


class TestShown:
    @pytest.mark.parametrize(
        ("stored", "printed"),
        [
            ("100.00", "100"),
            ("94.50", "94,5"),
            ("94.28", "94,28"),
            ("5", "5"),
            ("17/2", "8,5"),
            ("30/7", "4,28"),
            ("0.00", "0"),
            ("0", "0"),
            ("10", "10"),
            (None, ""),
        ],
    )
    def test_is_how_people_write(self, stored, printed):
        assert reading.shown(stored) == printed
