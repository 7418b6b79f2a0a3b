"""Who sees a field about a person and how long it is kept: the words that several fields share."""

from enum import StrEnum


class Audience(StrEnum):
    """Who sees a field, unmasked."""

    NOBODY = "không ai"
    ONESELF = "chính người ấy"
    # Who belongs to the cell, and who answers for it above.
    CELL_AND_ABOVE = "chi bộ nơi sinh hoạt, người phụ trách, đảng ủy cấp trên"
    MEMBERS_AND_ABOVE = "đảng viên chi bộ, người phụ trách, đảng ủy xã"
    # Who leads a cell, runs its meetings, or answers for it above.
    RUNNERS_AND_ABOVE = "bí thư, phó bí thư, chủ trì, thư ký; người phụ trách; đảng ủy xã"
    RUNNERS_ABOVE_AND_ONESELF = (
        "bí thư, phó bí thư, chủ trì, thư ký; người phụ trách; đảng ủy xã, chính người ấy"
    )
    OF_A_TASK = (
        "bí thư, phó bí thư, chủ trì, thư ký; người phụ trách; đảng ủy xã, chính người ấy, "
        "người theo dõi việc"
    )
    RUNNERS_THEN_MEMBERS = (
        "bí thư, phó bí thư, chủ trì, thư ký; người phụ trách; đảng ủy xã, "
        "và trong biên bản: đảng viên chi bộ"
    )
    RUNNERS = "chủ trì, thư ký, bí thư"
    CELL_COMMITTEE_AND_ABOVE = "bí thư, phó bí thư, chi ủy viên; người phụ trách; đảng ủy xã"
    LEADERS_AND_OFFICE = "bí thư, phó bí thư, văn phòng đảng ủy"
    COMMITTEE_AND_RUNNERS = "văn phòng, bí thư, phó bí thư đảng ủy; chủ trì, thư ký của buổi họp"
    COMMITTEE_AND_ADMINISTRATOR = "lãnh đạo và văn phòng cấp ủy, quản trị"
    ACCOUNT_MANAGER_AND_ONESELF = "người quản tài khoản của đơn vị, chính người ấy"
    AFTER_A_REASON = "người có quyền mở thông tin riêng, sau khi ghi lý do; chính người đó"
    AS_THE_POST = "như chức vụ, nhiệm vụ đó"
    SENDER_OF_THE_FILE = "chỉ tài khoản đã gửi tệp"


class Kept(StrEnum):
    """How long a field is kept."""

    AS_THE_BOOK = "như sổ biên bản của chi bộ"
    AS_THE_COMMITTEES_BOOK = "như sổ biên bản của đảng ủy"
    AS_THE_JOURNAL = "như nhật ký"
    UNTIL_OUT_OF_THE_PARTY = "đến khi ra khỏi Đảng, rồi theo quy định lưu trữ"
    UNTIL_OUT_OF_THE_ORGANISATION = "đến khi ra khỏi tổ chức"
    UNTIL_THE_SESSION_ENDS = "đến khi hết phiên"
    UNTIL_LOADED = "đến khi nạp xong, nhiều nhất 24 giờ"
    UNTIL_STRUCK_OFF = "đến khi văn phòng xóa khỏi danh sách sau khi thôi mời"
    UNTIL_ONE_IS_CHOSEN = "đến khi chọn xong một bản, trước khi ký"
    A_DAY_OR_UNTIL_SIGNED = "một ngày, hoặc đến khi ký"
    THREE_DAYS = "ba ngày"
    A_YEAR = "một năm"
    TWO_YEARS = "hai năm"
