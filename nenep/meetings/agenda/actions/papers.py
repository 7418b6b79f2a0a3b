"""Papers of a meeting: checked by content, never a secret one."""

import hashlib
import re
from datetime import datetime

from django.db import transaction

from nenep.access.actor import Actor
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean
from nenep.core.zips import names_in
from nenep.documents.picture import MOST_DOTS, dots_of
from nenep.meetings.body.locking import locked
from nenep.meetings.changes import changed_beside
from nenep.meetings.models import Meeting, Paper, PaperContent
from nenep.meetings.permissions import MeetingPermission

# Bytes; a phone on a weak network must be able to open it.
LARGEST = 10 * 1024 * 1024
# All of a meeting together: they are bound into one file for the archive.
LARGEST_TOGETHER = 40 * 1024 * 1024
MOST = 20
_PAPERS = "tài liệu"

_EITHER = (MeetingPermission.MEETING_PLAN, MeetingPermission.MEETING_RUN)
_CLOSED = (Meeting.State.SIGNED, Meeting.State.PAPER)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NUMBER = re.compile(r"tai-lieu-(\d+)\.")
_PICTURES = ("image/png", "image/jpeg")
_EXTENSIONS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    _WORD: "docx",
    _SHEET: "xlsx",
}


class CannotRemovePaper(Refusal):
    """The paper is gone, or its minutes are signed."""


class CannotAddPaper(Refusal):
    """The file is secret, too large, empty or of another type than allowed."""


@transaction.atomic
def add_paper(
    *,
    meeting_id: int,
    title: str,
    data: bytes,
    secrecy: str,
    actor: Actor,
    at: datetime,
) -> Paper:
    """Attach a paper (thêm tài liệu).

    Args:
        data: the file; its type is read from its first bytes, never from its name.
        secrecy: what the sender declared: "" or one of MẬT, TỐI MẬT, TUYỆT MẬT.

    Raises:
        CannotAddPaper: declared secret (Law 117/2025/QH15, second-hand: such documents
            are not kept on ordinary networks), a file that is not accepted, or too much.
    """
    meeting = locked(meeting_id, *_EITHER, actor=actor)
    if meeting.state in _CLOSED:
        raise CannotAddPaper("Biên bản đã ký nên không thêm tài liệu được nữa.")
    if secrecy:
        raise CannotAddPaper(
            f"Tài liệu đóng dấu {secrecy} không được đưa lên phần mềm này. "
            "Hãy giữ bản giấy theo chế độ bảo mật; trong chương trình chỉ ghi số và ngày văn bản.",
            field="secrecy",
        )
    if not data:
        raise CannotAddPaper("Tệp trống. Hãy chọn lại tệp.", field="file")
    if len(data) > LARGEST:
        raise CannotAddPaper(
            f"Tệp nặng hơn {LARGEST // 1024 // 1024} MB, máy điện thoại khó mở. "
            "Hãy giảm dung lượng, hoặc chia thành vài tệp, rồi gửi lại.",
            field="file",
        )
    held = list(meeting.papers.values_list("size", flat=True))
    if len(held) >= MOST:
        raise CannotAddPaper(
            f"Buổi họp đã có {MOST} tài liệu, là số nhiều nhất. Hãy bỏ bớt, hoặc gộp vài tệp.",
            field="file",
        )
    if sum(held) + len(data) > LARGEST_TOGETHER:
        raise CannotAddPaper(
            f"Tài liệu của buổi họp cộng lại nặng hơn {LARGEST_TOGETHER // 1024 // 1024} MB. "
            "Hãy bỏ bớt, hoặc giảm dung lượng tệp rồi gửi lại.",
            field="file",
        )
    content_type = type_of(data)
    if content_type in _PICTURES and dots_of(data) > MOST_DOTS:
        raise CannotAddPaper(
            f"Ảnh có hơn {MOST_DOTS // 1_000_000} triệu điểm, máy điện thoại không mở được. "
            "Hãy thu nhỏ ảnh rồi gửi lại.",
            field="file",
        )
    title = clean(title) or "Tài liệu"
    paper = Paper.objects.create(
        meeting=meeting,
        title=title[:200],
        filename=f"tai-lieu-{_next_number(meeting)}.{_EXTENSIONS[content_type]}",
        content_type=content_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        added_at=at,
    )
    PaperContent.objects.create(paper=paper, scope_key=meeting.scope_key, data=data)
    changed_beside(meeting, "add_paper", what=_PAPERS, actor=actor, at=at)
    return paper


def _next_number(meeting: Meeting) -> int:
    """Return the number after the highest of the meeting's papers, whatever was taken off."""
    names = meeting.papers.values_list("filename", flat=True)
    numbers = [int(found[1]) for name in names if (found := _NUMBER.match(name))]
    return max(numbers, default=0) + 1


@transaction.atomic
def remove_paper(*, meeting_id: int, paper_id: int, actor: Actor, at: datetime) -> None:
    """Take a paper off again before signing.

    Raises:
        CannotRemovePaper: the minutes are signed, or it is none of this meeting's papers.
    """
    meeting = locked(meeting_id, *_EITHER, actor=actor)
    if meeting.state in _CLOSED:
        raise CannotRemovePaper("Biên bản đã ký nên không bỏ tài liệu được nữa.")
    gone, _ = meeting.papers.filter(pk=paper_id).delete()
    if not gone:
        raise CannotRemovePaper("Tài liệu này không còn ở buổi họp. Hãy tải lại trang.")
    changed_beside(meeting, "remove_paper", what=_PAPERS, actor=actor, at=at)


def type_of(data: bytes) -> str:
    """Tell a file's type by its content.

    Raises:
        CannotAddPaper: none of the accepted types.
    """
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"PK\x03\x04"):
        names = names_in(data)
        if not any("vbaProject" in name for name in names):
            if "word/document.xml" in names:
                return _WORD
            if "xl/workbook.xml" in names:
                return _SHEET
    raise CannotAddPaper(
        "Chỉ nhận tệp PDF, ảnh JPG, PNG, Word .docx hoặc Excel .xlsx không có macro. "
        "Hãy lưu tài liệu thành PDF rồi gửi lại.",
        field="file",
    )
