"""The sheet of who looks after whom."""

from nenep.members.sheets.people import CODE_OF_MEMBER
from nenep.organisations.sheets.places import CODE_OF_ORGANISATION
from nenep.sheets import cells
from nenep.sheets.columns import DAY, EXAMPLE, LAST_DAY, YES_NO, Column, Sheet, day_column, decision

CHARGES = Sheet(
    "charges",
    "Phụ trách",
    "Ai phụ trách chi bộ, cụm hoặc đảng ủy nào.",
    ("member", "organisation", "cluster"),
    (
        Column(
            "member",
            "Đảng viên mã",
            cells.code,
            "Mã ở trang Đảng viên.",
            f"{EXAMPLE}-ĐV",
            required=True,
            also=("Mã đảng viên",),
            names=CODE_OF_MEMBER,
        ),
        Column(
            "organisation",
            "Tổ chức mã",
            cells.code,
            "Mã chi bộ hoặc đảng ủy được phụ trách; phụ trách cụm thì ghi mã đảng ủy lập cụm.",
            f"{EXAMPLE}-CB",
            required=True,
            also=("Mã tổ chức", "Mã đơn vị"),
            names=CODE_OF_ORGANISATION,
        ),
        Column(
            "cluster",
            "Cụm",
            cells.text(200),
            "Tên cụm, nếu phụ trách cả cụm.",
            also=("Cụm chi bộ",),
        ),
        Column(
            "duty",
            "Nhiệm vụ",
            cells.text(200),
            "Ví dụ: theo dõi, dự sinh hoạt.",
            "Theo dõi, dự sinh hoạt",
            required=True,
            width=30,
        ),
        decision(),
        day_column("since", "Từ ngày", DAY, example="01/07/2025", required=True),
        day_column("until", "Đến ngày", LAST_DAY),
        Column(
            "confirms",
            "Xác nhận điểm",
            cells.yes_no,
            "Có hoặc Không; mỗi nơi mỗi lúc một người xác nhận.",
            "Có",
            choices=YES_NO,
        ),
    ),
    guide=(
        "Phụ trách cụm: «Tổ chức mã» là đảng ủy lập cụm, «Cụm» là tên cụm.",
        "Mỗi nơi mỗi lúc một người xác nhận điểm.",
    ),
)
