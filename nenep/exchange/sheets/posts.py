"""The sheets of posts and of who looks after whom."""

from nenep.exchange import cells
from nenep.exchange.columns import (
    DAY,
    EXAMPLE,
    LAST_DAY,
    YES_NO,
    Column,
    Sheet,
    chosen,
    day_column,
    decision,
)
from nenep.members.models import Post
from nenep.organisations.models import Body

_BODIES = {label: value for value, label in Body.Kind.choices}
_POSTS = {
    label: value
    for value, label in Post.Kind.choices
    if value not in (Post.Kind.CHAIR, Post.Kind.MINUTE_TAKER)
}

POSTS = Sheet(
    "posts",
    "Chức vụ",
    "Mỗi chức vụ của mỗi người một dòng, kể cả chức vụ đã thôi.",
    ("member", "organisation", "kind"),
    (
        Column(
            "member",
            "Đảng viên mã",
            cells.code,
            "Mã ở trang Đảng viên.",
            f"{EXAMPLE}-ĐV",
            required=True,
            also=("Mã đảng viên",),
        ),
        Column(
            "organisation",
            "Tổ chức mã",
            cells.code,
            "Mã ở trang Tổ chức.",
            f"{EXAMPLE}-CB",
            required=True,
            also=("Mã tổ chức", "Mã đơn vị"),
        ),
        chosen(
            "body",
            "Tập thể",
            _BODIES,
            "Để trống thì lấy tập thể thường có của chức vụ. Ủy viên Ban Thường vụ thì ghi rõ.",
            words={"Ban Chấp hành": "committee"},
            example="Chi bộ",
            width=24,
        ),
        chosen(
            "kind",
            "Chức vụ",
            _POSTS,
            "Chọn trong danh sách. Mỗi tập thể mỗi lúc một Bí thư.",
            words={
                "Chi ủy viên": "committee_member",
                "Đảng ủy viên": "committee_member",
                "Văn thư": "desk_documents",
                "Văn thư - tài liệu": "desk_documents",
                "Tổ chức - đảng viên và kiểm điểm": "desk_members",
                "Thủ quỹ": "desk_treasurer",
                "Tài chính": "desk_treasurer",
                "Thủ quỹ - tài chính": "desk_treasurer",
            },
            example="Bí thư",
            required=True,
            width=24,
        ),
        Column("term", "Nhiệm kỳ", cells.text(40), "Ví dụ 2025 - 2027.", "2025 - 2027"),
        day_column("since", "Từ ngày", DAY, example="01/07/2025", required=True),
        day_column("until", "Đến ngày", LAST_DAY),
        decision(),
    ),
)

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
        ),
        Column(
            "organisation",
            "Tổ chức mã",
            cells.code,
            "Mã chi bộ hoặc đảng ủy được phụ trách; phụ trách cụm thì ghi mã đảng ủy lập cụm.",
            f"{EXAMPLE}-CB",
            required=True,
            also=("Mã tổ chức", "Mã đơn vị"),
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
)
