"""The sheet of who came, left, and moved between cells."""

from nenep.members.models import Act
from nenep.members.sheets.people import CODE_OF_MEMBER, MOVED
from nenep.sheets import cells
from nenep.sheets.columns import DAY, EXAMPLE, Column, Sheet, chosen, day_column, decision

KINDS = {
    "Từ trần": Act.Movement.DIED.value,
    "Xóa tên": Act.Movement.STRUCK_OFF.value,
    "Khai trừ": Act.Movement.EXPELLED.value,
    "Xin ra": Act.Movement.LEFT.value,
    "Chuyển đi ngoài xã": Act.Movement.MOVED_OUT.value,
    "Chuyển đến từ ngoài xã": Act.Movement.MOVED_IN.value,
    "Chuyển chi bộ": MOVED,
    "Kết nạp": Act.Movement.ADMITTED.value,
    "Phục hồi": Act.Movement.RESTORED.value,
}
# In these «Đến» is the code of a cell; where somebody goes outside, a place in words.
INTO_A_CELL = (
    MOVED,
    Act.Movement.MOVED_IN.value,
    Act.Movement.ADMITTED.value,
    Act.Movement.RESTORED.value,
)

MOVEMENTS = Sheet(
    "movements",
    "Biến động",
    "Ai kết nạp, chuyển đến, chuyển đi, từ trần, ra khỏi Đảng; mỗi lần một dòng.",
    ("member", "kind", "day"),
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
        day_column("day", "Ngày", DAY, example="01/11/2026", required=True),
        chosen(
            "kind",
            "Loại",
            KINDS,
            "Chọn trong danh sách.",
            example="Chuyển chi bộ",
            required=True,
            width=24,
        ),
        Column(
            "to",
            "Đến",
            cells.text(200),
            "Mã chi bộ đến (chuyển chi bộ, kết nạp, chuyển đến, phục hồi); chuyển đi ngoài xã "
            "thì ghi tên nơi đến.",
            f"{EXAMPLE}-CB",
            width=26,
        ),
        decision(),
    ),
    guide=(
        "Người đã rời đi thì không rời đi lần nữa: dòng sau là lỗi, cho đến khi có dòng chuyển đến hoặc phục hồi.",
        "«Kết nạp», «Chuyển đến từ ngoài xã» của người có ở trang Đảng viên từ chính ngày ấy chỉ ghi thêm vì sao.",
        "Chuyển đi, chuyển đến từ bảng tính tính là trong tỉnh; ngoài tỉnh thì ghi ở trang của đảng viên.",
        "Việc đã ghi ở trang của đảng viên được xuất ra đây; nạp lại thì giữ nguyên.",
    ),
)
