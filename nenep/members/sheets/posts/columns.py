"""The sheet of posts."""

from nenep.members.models import Post
from nenep.members.sheets.people import CODE_OF_MEMBER
from nenep.organisations.models import Body
from nenep.organisations.sheets.places import CODE_OF_ORGANISATION
from nenep.sheets import cells
from nenep.sheets.columns import (
    DAY,
    EXAMPLE,
    LAST_DAY,
    Column,
    Sheet,
    chosen,
    day_column,
    decision,
)

BODIES = {label: value for value, label in Body.Kind.choices}
POST_KINDS = {
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
            names=CODE_OF_MEMBER,
        ),
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
        chosen(
            "body",
            "Tập thể",
            BODIES,
            "Để trống thì lấy tập thể thường có của chức vụ. Ủy viên Ban Thường vụ thì ghi rõ.",
            words={"Ban Chấp hành": "committee"},
            example="Chi bộ",
            width=24,
        ),
        chosen(
            "kind",
            "Chức vụ",
            POST_KINDS,
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
    guide=(
        "Mỗi tập thể mỗi lúc một Bí thư. Thay Bí thư: ghi «Đến ngày» cho người trước và thêm dòng người sau, cùng một tệp cũng được.",
        "Không ai tự nạp cho mình phần việc của văn phòng, hay chức vụ của đảng ủy có thêm quyền: nhờ người khác nạp dòng ấy.",
        "«Tập thể» để trống thì lấy tập thể thường có: bí thư và phó bí thư chi bộ thuộc Chi bộ, chi ủy viên thuộc Chi ủy, còn lại thuộc Ban Chấp hành. Ủy viên Ban Thường vụ thì ghi rõ.",
    ),
)
