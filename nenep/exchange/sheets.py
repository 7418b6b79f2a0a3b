"""The five sheets of the workbook: headings, how each cell is read, what the office is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from nenep.exchange import cells
from nenep.exchange.cells import Reader
from nenep.meetings.models import Meeting
from nenep.members.models import Membership, MemberState, PersonalData, Post
from nenep.organisations.models import Body, Organisation

# Not a `Meeting.Kind`: a regular meeting with a thematic part.
COMBINED = "combined"
# The template's own rows, in case somebody leaves them in.
EXAMPLE = "VÍ-DỤ"

_KINDS = {
    label: value
    for value, label in Organisation.Kind.choices
    if value != Organisation.Kind.DISTRICT
}
_SECTORS = {label: value for value, label in Organisation.Sector.choices if value}
_BELONGINGS = {label: value for value, label in Membership.Kind.choices}
_STATES = {label: value for value, label in MemberState.State.choices}
_SEXES = {label: value for value, label in PersonalData.Sex.choices}
_BODIES = {label: value for value, label in Body.Kind.choices}
_POSTS = {
    label: value
    for value, label in Post.Kind.choices
    if value not in (Post.Kind.CHAIR, Post.Kind.MINUTE_TAKER)
}
_MEETINGS = {
    "Thường kỳ": Meeting.Kind.REGULAR.value,
    "Chuyên đề": Meeting.Kind.THEMATIC.value,
    "Bất thường": Meeting.Kind.EXTRAORDINARY.value,
    "Thường kỳ kết hợp chuyên đề": COMBINED,
}
# The words of paper forms; each edition ties points to its own codes.
LEVELS = {"Tốt": "good", "Khá": "fair", "Trung bình": "average", "Kém": "weak"}
YES_NO = {"Có": "yes", "Không": "no"}


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: what the code calls it.
        heading: as the template writes it; case, marks and order do not matter.
        read: reads a cell that is not blank.
        note: what is allowed, for the office.
        example: of the template's example row.
        also: other headings that mean the same.
        choices: words of the drop-down list.
        kind: how the template formats it: text, day, number.
    """

    name: str
    heading: str
    read: Reader
    note: str
    example: object = None
    required: bool = False
    also: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    kind: str = "text"
    width: int = 16


@dataclass(frozen=True)
class Sheet:
    """One sheet; `label` names the columns that tell a row apart in the preview."""

    name: str
    title: str
    note: str
    label: tuple[str, ...]
    columns: tuple[Column, ...] = field(default=())

    def column(self, name: str) -> Column:
        """Return a column by its name."""
        return next(column for column in self.columns if column.name == name)


def _chosen(
    name: str,
    heading: str,
    labels: Mapping[str, str],
    note: str,
    words: Mapping[str, str] | None = None,
    **more: object,
) -> Column:
    """A column with a drop-down list; `words` are more words that are understood."""
    return Column(
        name,
        heading,
        cells.choice(labels, words),
        note,
        choices=tuple(labels),
        **more,  # type: ignore[arg-type]
    )


def _day(name: str, heading: str, note: str, **more: object) -> Column:
    return Column(name, heading, cells.day, note, kind="day", **more)  # type: ignore[arg-type]


def _count(name: str, heading: str, note: str, most: int, **more: object) -> Column:
    read = cells.whole(0, most)
    return Column(name, heading, read, note, kind="number", width=10, **more)  # type: ignore[arg-type]


def _decision() -> Column:
    return Column(
        "decision",
        "Quyết định",
        cells.text(200),
        "Số và ngày quyết định, không bắt buộc.",
        width=26,
    )


_DAY = "Ngày/tháng/năm, ví dụ 03/12/2026."
_LAST_DAY = "Ngày cuối cùng còn hiệu lực; để trống nếu đang còn."

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
        _chosen("kind", "Loại", _KINDS, "Chọn trong danh sách.", example="Chi bộ", required=True),
        _chosen(
            "sector",
            "Loại hình",
            _SECTORS,
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
        ),
        _day(
            "since",
            "Từ ngày",
            f"Trực thuộc cấp trên này từ ngày nào. {_DAY}",
            example="01/07/2025",
            required=True,
            also=("Trực thuộc từ ngày",),
        ),
        _day(
            "founded_on",
            "Ngày thành lập",
            "Nếu thành lập trước khi về cấp trên này; để trống thì lấy «Từ ngày».",
            example="03/02/1998",
        ),
        Column(
            "meeting_day",
            "Ngày sinh hoạt",
            cells.whole(1, 28),
            "Ngày họp hằng tháng, số từ 1 đến 28. Chi bộ để trống thì theo đảng ủy.",
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
        _decision(),
    ),
)

MEMBERS = Sheet(
    "members",
    "Đảng viên",
    "Mỗi đảng viên một dòng; người còn sinh hoạt tạm thời ở nơi khác thì thêm một dòng cùng mã.",
    ("code", "full_name"),
    (
        Column(
            "code",
            "Mã",
            cells.code,
            "Mã riêng do đảng ủy đặt, không trùng. Không dùng số thẻ đảng hay số căn cước.",
            f"{EXAMPLE}-ĐV",
            required=True,
            also=("Mã đảng viên",),
        ),
        Column(
            "full_name",
            "Họ và tên",
            cells.text(120),
            "Họ và tên đầy đủ.",
            "Lò Văn Mẫu",
            required=True,
            also=("Họ tên", "Họ và tên khai sinh"),
            width=28,
        ),
        _day("birth_date", "Ngày sinh", _DAY, example="03/02/1975"),
        _chosen("sex", "Giới tính", _SEXES, "Nam hoặc Nữ.", example="Nam", width=10),
        Column(
            "phone",
            "Điện thoại",
            cells.phone,
            "Các chữ số, ví dụ 0912345678.",
            "0900000000",
            also=("Số điện thoại", "SĐT"),
        ),
        Column("email", "Thư điện tử", cells.email, "Không bắt buộc.", also=("Email",), width=24),
        Column(
            "cell",
            "Chi bộ mã",
            cells.code,
            "Mã chi bộ nơi sinh hoạt. Ghi chi bộ khác nơi đã có là chuyển sinh hoạt.",
            f"{EXAMPLE}-CB",
            required=True,
            also=("Mã chi bộ",),
        ),
        _chosen(
            "belonging",
            "Hình thức",
            _BELONGINGS,
            "Chính thức: nơi sinh hoạt chính; Tạm thời và Được phân công dự: nơi khác, thêm vào.",
            example="Chính thức",
            required=True,
            also=("Hình thức sinh hoạt",),
        ),
        _day(
            "since",
            "Từ ngày",
            f"Sinh hoạt ở chi bộ này từ ngày nào. {_DAY}",
            example="01/07/2025",
            required=True,
            also=("Sinh hoạt từ ngày",),
        ),
        _day(
            "until",
            "Đến ngày",
            "Chỉ với sinh hoạt tạm thời và được phân công dự: ngày cuối cùng.",
        ),
        _chosen(
            "state",
            "Tình trạng",
            _STATES,
            "Chọn trong danh sách.",
            words={"Đảng viên chính thức": "official", "Đảng viên dự bị": "probationary"},
            example="Chính thức",
            required=True,
        ),
        _day(
            "state_since",
            "Tình trạng từ ngày",
            "Cần khi đổi tình trạng của người đã có; người mới để trống cũng được.",
        ),
        _day("admitted_on", "Ngày vào Đảng", _DAY, example="19/05/2003", also=("Ngày kết nạp",)),
        _day(
            "recognised_on",
            "Ngày chính thức",
            _DAY,
            example="19/05/2004",
            also=("Ngày công nhận chính thức",),
        ),
    ),
)

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
        _chosen(
            "body",
            "Tập thể",
            _BODIES,
            "Để trống thì lấy tập thể thường có của chức vụ. Ủy viên Ban Thường vụ thì ghi rõ.",
            words={"Ban Chấp hành": "committee"},
            example="Chi bộ",
            width=24,
        ),
        _chosen(
            "kind",
            "Chức vụ",
            _POSTS,
            "Chọn trong danh sách. Mỗi tập thể mỗi lúc một Bí thư.",
            words={"Chi ủy viên": "committee_member", "Đảng ủy viên": "committee_member"},
            example="Bí thư",
            required=True,
            width=24,
        ),
        Column("term", "Nhiệm kỳ", cells.text(40), "Ví dụ 2025 - 2027.", "2025 - 2027"),
        _day("since", "Từ ngày", _DAY, example="01/07/2025", required=True),
        _day("until", "Đến ngày", _LAST_DAY),
        _decision(),
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
        _decision(),
        _day("since", "Từ ngày", _DAY, example="01/07/2025", required=True),
        _day("until", "Đến ngày", _LAST_DAY),
        Column(
            "confirms",
            "Xác nhận điểm",
            cells.yes_no,
            "Có hoặc Không; mỗi nơi mỗi lúc một người xác nhận.",
            "Có",
            choices=tuple(YES_NO),
        ),
    ),
)

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
        _day("held_on", "Ngày họp", _DAY, example="03/03/2026", required=True),
        _chosen(
            "kind",
            "Loại",
            _MEETINGS,
            "Để trống là thường kỳ.",
            example="Thường kỳ",
            width=26,
            words={
                "Sinh hoạt thường kỳ": "regular",
                "Sinh hoạt chuyên đề": "thematic",
                "Sinh hoạt bất thường": "extraordinary",
            },
        ),
        _count(
            "entitled",
            "Tổng",
            "Số đảng viên được triệu tập.",
            2000,
            example=12,
            required=True,
            also=("Tổng số",),
        ),
        _count("present", "Có mặt", "Số có mặt.", 2000, example=10, required=True),
        _count("excused", "Vắng có lý do", "Số vắng có lý do.", 2000, example=1, required=True),
        _count(
            "absent", "Vắng không lý do", "Số vắng không lý do.", 2000, example=1, required=True
        ),
        _count("minutes", "Số phút", "Thời lượng, tính bằng phút.", 1440, example=95),
        Column(
            "score",
            "Điểm",
            cells.points,
            "Từ 0 đến 100, ví dụ 92 hoặc 85,5.",
            92,
            kind="number",
            width=10,
        ),
        _chosen("level", "Xếp loại", LEVELS, "Để trống thì suy ra từ điểm.", example="Tốt"),
    ),
)

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
