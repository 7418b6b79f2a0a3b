"""The sheet of terms."""

from nenep.organisations.sheets.places import CODE_OF_ORGANISATION
from nenep.sheets import cells
from nenep.sheets.columns import DAY, EXAMPLE, Column, Sheet, day_column

TERMS = Sheet(
    "terms",
    "Nhiệm kỳ",
    "Mỗi nhiệm kỳ của mỗi tổ chức một dòng: số văn bản chạy hết nhiệm kỳ.",
    ("organisation", "label"),
    (
        Column(
            "organisation",
            "Tổ chức mã",
            cells.code,
            "Mã ở trang Tổ chức.",
            f"{EXAMPLE}-CB",
            required=True,
            also=("Mã tổ chức", "Mã đơn vị"),
            names=CODE_OF_ORGANISATION,
        ),
        Column("label", "Nhiệm kỳ", cells.text(40), "Ví dụ 2025-2030.", "2025-2030", required=True),
        day_column("since", "Từ ngày", DAY, example="01/07/2025", required=True),
        day_column("until", "Đến ngày", "Ngày cuối cùng; để trống thì đến nhiệm kỳ sau."),
        Column("congress", "Đại hội", cells.text(200), "Ví dụ Đại hội lần thứ I.", width=26),
    ),
    guide=(
        "Ghi nhiệm kỳ sau thì nhiệm kỳ trước, nếu chưa ghi «Đến ngày», tự hết ngay trước «Từ ngày» ấy.",
        "Nhiệm kỳ đã có trong phần mềm: bảng tính chỉ sửa được tên nhiệm kỳ và «Đại hội»; ghi sai ngày thì bỏ ở mục Sổ văn bản rồi ghi lại.",
    ),
)
