"""What is said of a village, without asking anybody."""

from nenep.organisations.models import Organisation

# In which organisations villages are entered: those of a commune, ward or special zone.
COMMUNES = (Organisation.Kind.BASE,)


def has_member(
    *, members_of_cell: int, head_is_member: bool | None, deputy_is_member: bool | None
) -> bool | None:
    """Return whether a village has a member of the Party; None where nobody can tell.

    Its head or deputy is one, or its cell has members. It has none where no cell with members
    covers it and its head is known not to be one; a deputy of whom nothing is said is taken for
    one that is not there.
    """
    if members_of_cell or head_is_member or deputy_is_member:
        return True
    return False if head_is_member is False else None


SENTENCES = {
    "village_code_once": "Xã đã có thôn, bản mang mã này. Hãy chọn mã khác.",
    "village_dates_in_order": "Ngày kết thúc ở trước ngày bắt đầu. Hãy nhập lại ngày.",
    "village_merged_into_another": "Thôn, bản không thể nhập vào chính nó.",
    "village_state_one_at_a_time": (
        "Thời gian này đã ghi một thay đổi khác. Hãy xem lại các lần đã ghi."
    ),
    "village_has_name": "Chưa có tên thôn, bản. Hãy nhập tên.",
}
