"""The sheet of posts."""

from nenep.members.models import Post
from nenep.members.rules import FRONT, GOVERNMENT, VILLAGE
from nenep.members.sheets.people import CODE_OF_MEMBER
from nenep.organisations.models import Body
from nenep.organisations.sheets.places import CODE_OF_ORGANISATION
from nenep.sheets import cells
from nenep.sheets.columns import (
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

BODIES = {label: value for value, label in Body.Kind.choices}
POST_KINDS = {
    label: value
    for value, label in Post.Kind.choices
    if value not in (Post.Kind.CHAIR, Post.Kind.MINUTE_TAKER)
}
# What a post belongs to; the title says it too, so the column is only a check.
SECTORS = {
    "Đảng": "party",
    "Chính quyền": "government",
    "Mặt trận": "front",
    "Thôn, bản": "village",
}
BEGINNINGS = {label: value for value, label in Post.Beginning.choices}


def sector_of(kind: str) -> str:
    """Return which of `SECTORS` a kind of post belongs to."""
    known = {"government": GOVERNMENT, "front": FRONT, "village": VILLAGE}
    return next((sector for sector, kinds in known.items() if kind in kinds), "party")


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
                "Chủ tịch UBND": "government_head",
                "Chủ tịch UBND xã": "government_head",
                "Phó Chủ tịch UBND": "government_deputy",
                "Phó Chủ tịch UBND xã": "government_deputy",
                "Chủ tịch HĐND": "council_head",
                "Chủ tịch HĐND xã": "council_head",
                "Phó Chủ tịch HĐND": "council_deputy",
                "Phó Chủ tịch HĐND xã": "council_deputy",
                "Chủ tịch UBMTTQ": "front_head",
                "Chủ tịch Mặt trận": "front_head",
                "Phó Chủ tịch UBMTTQ": "front_deputy",
                "Phó Chủ tịch Mặt trận": "front_deputy",
                "Trưởng thôn": "village_head",
                "Trưởng bản": "village_head",
                "Tổ trưởng tổ dân phố": "village_head",
                "Phó trưởng thôn": "village_deputy",
                "Phó trưởng bản": "village_deputy",
                "Tổ phó tổ dân phố": "village_deputy",
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
        chosen(
            "sector",
            "Loại chức vụ",
            SECTORS,
            "Để trống cũng được: tên chức vụ đã nói lên loại.",
            words={
                "Chức vụ Đảng": "party",
                "Ủy ban nhân dân": "government",
                "Hội đồng nhân dân": "government",
                "Mặt trận Tổ quốc": "front",
                "Mặt trận, đoàn thể": "front",
                "Thôn": "village",
                "Thôn, bản, tổ dân phố": "village",
            },
            example="Đảng",
        ),
        chosen(
            "begun_by",
            "Bắt đầu do",
            BEGINNINGS,
            "Không bắt buộc.",
            words={"Bầu cử": "elected", "Được bầu": "elected", "Bổ nhiệm": "appointed"},
            example="Bầu",
        ),
        Column(
            "from_place",
            "Từ đơn vị",
            cells.text(200),
            "Nơi công tác trước, nếu được điều động, luân chuyển đến.",
            width=24,
        ),
        Column(
            "end_reason",
            "Lý do thôi",
            cells.text(200),
            "Chỉ ghi khi có «Đến ngày»: hết nhiệm kỳ, luân chuyển, nghỉ hưu, sức khỏe…",
            width=24,
        ),
        chosen(
            "is_local",
            "Người địa phương",
            {one: one for one in YES_NO},
            "Có hoặc Không; để trống là chưa rõ, không tính là Không.",
            example="Có",
        ),
    ),
    guide=(
        "Mỗi tập thể mỗi lúc một Bí thư. Thay Bí thư: ghi «Đến ngày» cho người trước và thêm dòng người sau, cùng một tệp cũng được.",
        "Chức vụ chính quyền, Mặt trận, thôn bản cũng ghi ở đây; chức vụ ấy không thêm quyền nào trong phần mềm.",
        "Không ai tự nạp cho mình phần việc của văn phòng, hay chức vụ của đảng ủy có thêm quyền: nhờ người khác nạp dòng ấy.",
        "«Tập thể» để trống thì lấy tập thể thường có: bí thư và phó bí thư chi bộ thuộc Chi bộ, chi ủy viên thuộc Chi ủy, còn lại thuộc Ban Chấp hành. Ủy viên Ban Thường vụ thì ghi rõ.",
    ),
)
