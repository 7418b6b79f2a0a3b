"""The sheets of the workbook, in the order they are checked and loaded.

To add one: the sheet of the noun in its app (see `sheets.noun.NounSheet`), and a line here.
"""

from nenep.documents.sheets import opening_numbers, terms
from nenep.meetings.sheets import meeting_day, past
from nenep.members.sheets import charges, members, movements, posts
from nenep.sheets.noun import NounSheet
from nenep.villages.sheets import villages

ORDER: tuple[NounSheet, ...] = (
    meeting_day,  # organisations, with their meeting day
    villages,
    members,
    posts,
    charges,
    movements,  # after posts and charges: whoever leaves holds none from that day
    past,
    terms,
    opening_numbers,
)
SHEETS = tuple(one.SHEET for one in ORDER)

# Headings that are known and deliberately not read, with the reason (less data).
NOT_ACCEPTED = {
    "dan toc": "Phần mềm không lưu dân tộc nên không đọc cột này. Nên xóa cột trước khi gửi tệp.",
    "ton giao": "Phần mềm không lưu tôn giáo nên không đọc cột này. Nên xóa cột trước khi gửi tệp.",
}
_CARD = (
    "Phần mềm không lưu số thẻ đảng, số căn cước nên không đọc cột này. "
    "Nên xóa cột trước khi gửi tệp."
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
