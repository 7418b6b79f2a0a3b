"""The sheet of members."""

from nenep.members.models import Membership, MemberState, PersonalData
from nenep.members.sheets.people import CODE_OF_MEMBER, PERSONAL
from nenep.organisations.sheets.places import CODE_OF_ORGANISATION
from nenep.sheets import cells
from nenep.sheets.columns import (
    DAY,
    EXAMPLE,
    Column,
    Sheet,
    chosen,
    day_column,
)

BELONGINGS = {label: value for value, label in Membership.Kind.choices}
STATES = {label: value for value, label in MemberState.State.choices}
SEXES = {label: value for value, label in PersonalData.Sex.choices}

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
            names=CODE_OF_MEMBER,
            is_own=True,
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
        day_column("birth_date", "Ngày sinh", DAY, example="03/02/1975"),
        chosen("sex", "Giới tính", SEXES, "Nam hoặc Nữ.", example="Nam", width=10),
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
            names=CODE_OF_ORGANISATION,
        ),
        chosen(
            "belonging",
            "Hình thức",
            BELONGINGS,
            "Chính thức: nơi sinh hoạt chính; Tạm thời và Được phân công dự: nơi khác, thêm vào.",
            example="Chính thức",
            required=True,
            also=("Hình thức sinh hoạt",),
        ),
        day_column(
            "since",
            "Từ ngày",
            f"Sinh hoạt ở chi bộ này từ ngày nào. {DAY}",
            example="01/07/2025",
            required=True,
            also=("Sinh hoạt từ ngày",),
        ),
        day_column(
            "until",
            "Đến ngày",
            "Chỉ với sinh hoạt tạm thời và được phân công dự: ngày cuối cùng.",
        ),
        chosen(
            "state",
            "Tình trạng",
            STATES,
            "Chọn trong danh sách.",
            words={"Đảng viên chính thức": "official", "Đảng viên dự bị": "probationary"},
            example="Chính thức",
            required=True,
        ),
        day_column(
            "state_since",
            "Tình trạng từ ngày",
            "Cần khi đổi tình trạng của người đã có; người mới để trống cũng được.",
        ),
        day_column(
            "admitted_on", "Ngày vào Đảng", DAY, example="19/05/2003", also=("Ngày kết nạp",)
        ),
        day_column(
            "recognised_on",
            "Ngày chính thức",
            DAY,
            example="19/05/2004",
            also=("Ngày công nhận chính thức",),
        ),
    ),
    masked=PERSONAL,
    guide=(
        "Mỗi người một dòng «Chính thức». Người còn sinh hoạt tạm thời hoặc được phân công dự ở chi bộ khác thì thêm dòng cùng mã.",
        "Người đã có: chi bộ khác là **chuyển sinh hoạt** từ «Từ ngày»; tình trạng khác thì ghi «Tình trạng từ ngày».",
        "Trang xem trước che thông tin riêng đang có (••• ••• •678); đối chiếu với thông tin riêng được ghi nhật ký.",
    ),
)
