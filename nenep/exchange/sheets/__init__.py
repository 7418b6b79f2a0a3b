"""The five sheets of the workbook: headings, how each cell is read, what the office is told."""

from nenep.exchange.sheets.meetings import MEETINGS
from nenep.exchange.sheets.members import MEMBERS
from nenep.exchange.sheets.organisations import ORGANISATIONS
from nenep.exchange.sheets.posts import CHARGES, POSTS

__all__ = ["CHARGES", "MEETINGS", "MEMBERS", "NOT_ACCEPTED", "ORGANISATIONS", "POSTS", "SHEETS"]

SHEETS = (ORGANISATIONS, MEMBERS, POSTS, CHARGES, MEETINGS)

# Headings that are known and deliberately not read, with the reason (less data).
NOT_ACCEPTED = {
    "dan toc": "Phần mềm không lưu dân tộc nên không đọc cột này. Nên xóa cột trước khi gửi tệp.",
    "ton giao": "Phần mềm không lưu tôn giáo nên không đọc cột này. Nên xóa cột trước khi gửi tệp.",
}
_CARD = (
    "Số thẻ đảng và số căn cước không nạp bằng bảng tính; cột này không được đọc. "
    "Đảng ủy đã bật ghi số thẻ thì nhập ở trang của từng đảng viên."
)
NOT_ACCEPTED |= dict.fromkeys(
    (
        "so the",
        "so the dang",
        "so the dang vien",
        "so can cuoc",
        "so dinh danh",
        "cccd",
        "so cccd",
        "so dinh danh ca nhan",
        "so can cuoc cong dan",
        "cmnd",
        "so cmnd",
    ),
    _CARD,
)
