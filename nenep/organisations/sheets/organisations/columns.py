"""The sheet of organisations."""

from nenep.organisations.models import Organisation
from nenep.organisations.sheets.places import CODE_OF_ORGANISATION
from nenep.sheets import cells
from nenep.sheets.columns import (
    DAY,
    EXAMPLE,
    Column,
    Sheet,
    chosen,
    day_column,
    decision,
)

KINDS = {
    label: value
    for value, label in Organisation.Kind.choices
    if value != Organisation.Kind.DISTRICT
}
SECTORS = {label: value for value, label in Organisation.Sector.choices if value}

ORGANISATIONS = Sheet(
    "organisations",
    "Tổ chức",
    "Mỗi tổ chức đảng một dòng, cấp trên ở trang này hoặc đã có trong phần mềm.",
    ("code", "name"),
    (
        Column(
            "code",
            "Mã",
            cells.code,
            "Mã riêng của tổ chức, không trùng, dùng lại ở các trang khác. Ví dụ CB-BANMOI.",
            f"{EXAMPLE}-CB",
            required=True,
            also=("Mã tổ chức", "Mã đơn vị"),
            names=CODE_OF_ORGANISATION,
            is_own=True,
        ),
        Column(
            "name",
            "Tên",
            cells.text(200),
            "Tên đầy đủ, ví dụ Chi bộ Bản Mới. Ghi tên khác tên đã có là đổi tên.",
            "Chi bộ Bản Mẫu",
            required=True,
            also=("Tên tổ chức", "Tên đơn vị"),
            width=32,
        ),
        chosen("kind", "Loại", KINDS, "Chọn trong danh sách.", example="Chi bộ", required=True),
        chosen(
            "sector",
            "Loại hình",
            SECTORS,
            "Chỉ với chi bộ; chọn trong danh sách.",
            example="Thôn, bản",
        ),
        Column(
            "parent",
            "Trực thuộc mã",
            cells.code,
            "Mã của cấp trên trực tiếp. Chỉ đảng bộ tỉnh để trống.",
            f"{EXAMPLE}-ĐB",
            also=("Mã cấp trên", "Trực thuộc"),
            names=CODE_OF_ORGANISATION,
        ),
        day_column(
            "since",
            "Từ ngày",
            f"Trực thuộc cấp trên này từ ngày nào. {DAY}",
            example="01/07/2025",
            required=True,
            also=("Trực thuộc từ ngày",),
        ),
        day_column(
            "founded_on",
            "Ngày thành lập",
            "Nếu thành lập trước khi về cấp trên này; để trống thì lấy «Từ ngày».",
            example="03/02/1998",
        ),
        Column(
            "meeting_day",
            "Ngày sinh hoạt",
            cells.whole(1, 28),
            "Ngày họp hằng tháng, số từ 1 đến 28. Chi bộ để trống thì theo đảng ủy. Ghi khác ngày "
            "đã có thì đổi từ tháng nạp; buổi chưa báo chuyển theo.",
            3,
            kind="number",
        ),
        Column(
            "cluster",
            "Cụm",
            cells.text(200),
            "Tên cụm của cấp trên trực tiếp, chỉ với chi bộ.",
            "Cụm 1",
            also=("Cụm chi bộ",),
        ),
        decision(),
    ),
    guide=(
        "Cấp trên ở trang này hoặc đã có; thứ tự dòng tùy ý.",
        "«Từ ngày» là ngày bắt đầu trực thuộc cấp trên đó; «Ngày thành lập» để trống thì lấy «Từ ngày».",
        "Đơn vị đã có: tên khác là **đổi tên** từ ngày nạp (tên cũ được giữ); cấp trên khác là **chuyển đơn vị** từ «Từ ngày». Loại và ngày thành lập không đổi bằng bảng tính.",
        "«Cụm» là tên cụm của cấp trên trực tiếp; cụm chưa có thì được lập.",
    ),
)
