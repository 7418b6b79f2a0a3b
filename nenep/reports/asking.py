"""What a committee's reminder asks of a cell, by how its month stands."""

from datetime import date

from nenep.meetings.models import Meeting
from nenep.reports.month import CellRow

_ASKED = {
    "none": (
        "Chi bộ chưa có lịch sinh hoạt tháng {month}. "
        "Hãy thêm buổi họp vào lịch; nếu không họp được thì ghi lý do ở buổi ấy."
    ),
    "late": (
        "Buổi sinh hoạt tháng {month} đã quá ngày mà chưa họp. "
        "Hãy họp, hoặc ghi lý do hoãn, không họp."
    ),
    "open": (
        "Buổi sinh hoạt tháng {month} đã bắt đầu, chưa bấm «Kết thúc» trong phòng họp. "
        "Hãy kết thúc buổi họp rồi ký biên bản."
    ),
    "unsigned": "Chi bộ đã họp tháng {month}, biên bản chưa đủ chữ ký. Hãy ký biên bản.",
    "corrected": (
        "Biên bản tháng {month} đang đính chính, bản sửa chưa đủ chữ ký. Hãy ký bản sửa."
    ),
    "not_held": "Chi bộ đã ghi lý do không họp tháng {month}. Đảng ủy hỏi có họp bù không.",
}


def asked_of(row: CellRow, month: date) -> str:
    """Say how the month stands and what is to be done; nothing that has been done is asked for."""
    return _ASKED[_standing(row)].format(month=f"{month:%m/%Y}")


def _standing(row: CellRow) -> str:
    """Tell apart what the table counts together as unsigned."""
    if row.state.code != "unsigned" or row.meeting is None:
        return row.state.code
    if row.meeting.state == Meeting.State.IN_PROGRESS:
        return "open"
    return "corrected" if row.facts else "unsigned"
