"""The sheet of past meetings."""

from nenep.meetings.models import Meeting
from nenep.organisations.sheets.places import CODE_OF_ORGANISATION
from nenep.sheets import cells
from nenep.sheets.columns import (
    DAY,
    EXAMPLE,
    Column,
    Sheet,
    chosen,
    count,
    day_column,
)

# Not a `Meeting.Kind`: a regular meeting with a thematic part.
COMBINED = "combined"
MEETING_KINDS = {
    "Thường kỳ": Meeting.Kind.REGULAR.value,
    "Chuyên đề": Meeting.Kind.THEMATIC.value,
    "Bất thường": Meeting.Kind.EXTRAORDINARY.value,
    "Thường kỳ kết hợp chuyên đề": COMBINED,
}
# The words of paper forms; each edition ties points to its own codes.
LEVELS = {"Tốt": "good", "Khá": "fair", "Trung bình": "average", "Kém": "weak"}

MEETINGS = Sheet(
    "meetings",
    "Buổi họp đã qua",
    "Số liệu chép từ sổ giấy; được ghi là «nhập từ sổ giấy», không niêm phong.",
    ("cell", "month", "kind"),
    (
        Column(
            "cell",
            "Chi bộ mã",
            cells.code,
            "Mã ở trang Tổ chức.",
            f"{EXAMPLE}-CB",
            required=True,
            also=("Mã chi bộ",),
            names=CODE_OF_ORGANISATION,
        ),
        Column(
            "month",
            "Tháng",
            cells.month,
            "Tính cho tháng nào, ví dụ 3/2026.",
            "3/2026",
            required=True,
            also=("Tính cho tháng",),
        ),
        day_column("held_on", "Ngày họp", DAY, example="03/03/2026", required=True),
        chosen(
            "kind",
            "Loại",
            MEETING_KINDS,
            "Để trống là thường kỳ.",
            example="Thường kỳ",
            width=26,
            words={
                "Sinh hoạt thường kỳ": "regular",
                "Sinh hoạt chuyên đề": "thematic",
                "Sinh hoạt bất thường": "extraordinary",
            },
        ),
        count(
            "entitled",
            "Tổng",
            "Số đảng viên được triệu tập.",
            2000,
            example=12,
            required=True,
            also=("Tổng số",),
        ),
        count("present", "Có mặt", "Số có mặt.", 2000, example=10, required=True),
        count("excused", "Vắng có lý do", "Số vắng có lý do.", 2000, example=1, required=True),
        count("absent", "Vắng không lý do", "Số vắng không lý do.", 2000, example=1, required=True),
        count("minutes", "Số phút", "Thời lượng, tính bằng phút.", 1440, example=95),
        Column(
            "score",
            "Điểm",
            cells.points,
            "Từ 0 đến 100, ví dụ 92 hoặc 85,5.",
            92,
            kind="number",
            width=10,
        ),
        chosen("level", "Xếp loại", LEVELS, "Để trống thì suy ra từ điểm.", example="Tốt"),
    ),
    guide=(
        "Số liệu được ghi là «nhập từ sổ giấy»: không niêm phong, và được đánh dấu nguồn như thế.",
        "Tổng phải bằng có mặt + vắng có lý do + vắng không lý do. Sổ giấy không cho biết ai được trừ khỏi tỷ lệ, nên mọi người trong «Tổng» đều được tính.",
        "«Xếp loại» để trống thì suy ra từ điểm theo quy định của ngày họp; ghi thấp hơn được (điểm liệt), cao hơn thì báo lỗi.",
        "Mỗi chi bộ mỗi tháng một buổi thường kỳ. Buổi đã họp trong phần mềm không ghi đè bằng bảng tính; buổi mới chỉ có trong lịch thì được điền số liệu.",
        "Nạp lại với số khác: số mới thay số cũ, số cũ vẫn xem được.",
    ),
)
