"""What may stand under what, and the words for it. Data; the database's trigger is made of it."""

import re
from dataclasses import dataclass
from datetime import date

from nenep.organisations.models import Body, Organisation

_Kind = Organisation.Kind

# Since this day there are three levels: central, province, commune.
# Source: QĐ 294-QĐ/TW (26/5/2025), in force 01/07/2025.
THREE_LEVELS_FROM = date(2025, 7, 1)


@dataclass(frozen=True)
class Fitting:
    """One kind may stand under another from a day until the day before `until`."""

    parent: Organisation.Kind
    child: Organisation.Kind
    since: date | None = None
    until: date | None = None


FITTINGS = (
    Fitting(_Kind.PROVINCE, _Kind.DISTRICT, until=THREE_LEVELS_FROM),
    # Also before 2025: some base organisations belonged to the province directly.
    Fitting(_Kind.PROVINCE, _Kind.BASE),
    Fitting(_Kind.PROVINCE, _Kind.OTHER_BASE),
    Fitting(_Kind.DISTRICT, _Kind.BASE, until=THREE_LEVELS_FROM),
    Fitting(_Kind.DISTRICT, _Kind.OTHER_BASE, until=THREE_LEVELS_FROM),
    # A cell that was itself the base organisation (chi bộ cơ sở).
    Fitting(_Kind.DISTRICT, _Kind.CELL, until=THREE_LEVELS_FROM),
    # Commune committees as direct superiors of other base organisations. Source: QĐ 294.
    Fitting(_Kind.BASE, _Kind.OTHER_BASE, since=THREE_LEVELS_FROM),
    Fitting(_Kind.BASE, _Kind.SUB_COMMITTEE),
    Fitting(_Kind.BASE, _Kind.CELL),
    # A committee directly above base ones (đảng ủy cấp trên trực tiếp cơ sở: police, army …).
    Fitting(_Kind.OTHER_BASE, _Kind.OTHER_BASE),
    Fitting(_Kind.OTHER_BASE, _Kind.SUB_COMMITTEE),
    Fitting(_Kind.OTHER_BASE, _Kind.CELL),
    Fitting(_Kind.SUB_COMMITTEE, _Kind.CELL),
)

# What needs nothing above it.
TOPS = (_Kind.PROVINCE,)

# Which bodies meet in an organisation of a kind.
BODIES: dict[str, tuple[Body.Kind, ...]] = {
    _Kind.PROVINCE: (Body.Kind.COMMITTEE, Body.Kind.STANDING_COMMITTEE),
    _Kind.DISTRICT: (Body.Kind.COMMITTEE, Body.Kind.STANDING_COMMITTEE),
    _Kind.BASE: (
        Body.Kind.COMMITTEE,
        Body.Kind.STANDING_COMMITTEE,
        Body.Kind.BRIEFING,
        Body.Kind.WHOLE,
    ),
    _Kind.OTHER_BASE: (Body.Kind.COMMITTEE, Body.Kind.STANDING_COMMITTEE, Body.Kind.WHOLE),
    _Kind.SUB_COMMITTEE: (Body.Kind.COMMITTEE, Body.Kind.WHOLE),
    _Kind.CELL: (Body.Kind.CELL, Body.Kind.CELL_COMMITTEE),
}

# The constraint triggers of `database.py`, for `core.constraints.explained`.
TREE_TRIGGERS = (
    "organisation_in_tree",
    "placement_in_tree",
    "succession_in_time",
    "cluster_cell_in_tree",
)

SENTENCES = {
    "term_one_at_a_time": (
        "Trùng với một nhiệm kỳ đã ghi. Hãy xem lại ngày bắt đầu, ngày kết thúc."
    ),
    "term_congress_days_in_order": (
        "Đại hội kết thúc trước khi bắt đầu, hoặc thiếu một ngày. Hãy xem lại hai ngày ấy."
    ),
    "term_chosen_as_model": "Chỉ đại hội điểm mới có người chọn làm điểm. Hãy xem lại.",
    "term_dates_in_order": "Nhiệm kỳ kết thúc trước khi bắt đầu. Hãy xem lại hai ngày ấy.",
    "placement_within_life": (
        "Đơn vị không tồn tại trong suốt thời gian trực thuộc này. "
        "Hãy kiểm tra ngày thành lập, ngày giải thể và ngày chuyển."
    ),
    "placement_parent_exists": (
        "Cấp trên không tồn tại trong suốt thời gian này. "
        "Hãy chọn cấp trên khác hoặc ngày khác; đơn vị còn cấp dưới thì chuyển cấp dưới đi trước."
    ),
    "placement_kind_fits": (
        "Loại đơn vị này không trực thuộc loại cấp trên đó vào thời gian này. "
        "Hãy chọn cấp trên khác (cấp huyện chỉ có đến hết ngày 30/06/2025)."
    ),
    "placement_without_cycle": (
        "Không thể đặt đơn vị dưới chính cấp dưới của nó. Hãy chọn cấp trên khác."
    ),
    "placement_not_under_itself": "Đơn vị không thể trực thuộc chính nó. Hãy chọn cấp trên khác.",
    "placement_one_at_a_time": (
        "Đơn vị đã có cấp trên trong thời gian này. Hãy xem lại các lần chuyển đã ghi."
    ),
    "placement_dates_in_order": (
        "Ngày kết thúc trực thuộc ở trước ngày bắt đầu. Hãy kiểm tra ngày thành lập và giải thể."
    ),
    "organisation_placed_until_dissolved": (
        "Đơn vị phải có cấp trên liên tục cho đến khi giải thể. "
        "Hãy ghi cấp trên cho khoảng thời gian còn thiếu."
    ),
    "organisation_key_follows_place": (
        "Vị trí của đơn vị không khớp với cấp trên đã ghi. Hãy tải lại trang và làm lại."
    ),
    "organisation_code_once": "Mã đơn vị này đã dùng cho đơn vị khác. Hãy chọn mã khác.",
    "organisation_dissolved_after_founded": (
        "Ngày giải thể ở trước ngày thành lập. Hãy nhập lại ngày."
    ),
    "organisation_sector_of_cells": "Chỉ chi bộ mới chọn loại hình.",
    "succession_within_life": (
        "Ngày kế thừa phải ở trong thời gian tồn tại của cả hai đơn vị. Hãy nhập lại ngày."
    ),
    "succession_once": "Việc kế thừa giữa hai đơn vị này đã được ghi.",
    "succession_of_another": "Đơn vị không thể kế thừa chính nó.",
    "cluster_name_once": "Đảng ủy đã có cụm mang tên này. Hãy đặt tên khác.",
    "cluster_cell_one_at_a_time": (
        "Chi bộ đang thuộc một cụm khác trong thời gian này. Hãy kết thúc ở cụm cũ trước."
    ),
    "cluster_cell_below_committee": (
        "Chi bộ không thuộc đảng ủy của cụm này trong suốt thời gian đó. Hãy chọn chi bộ khác."
    ),
    "former_name_one_at_a_time": "Tên cũ trong thời gian này đã được ghi. Hãy chọn ngày khác.",
}

# What the committee of an organisation is called, by how the organisation's name begins.
_COMMITTEES = (
    ("Đảng bộ tỉnh ", "Tỉnh ủy "),
    ("Đảng bộ thành phố ", "Thành ủy "),
    ("Đảng bộ huyện ", "Huyện ủy "),
    ("Đảng bộ ", "Đảng ủy "),
)


def committee_name(name: str) -> str:
    """Return the committee's name: "Đảng bộ xã Bản Mây" has the "Đảng ủy xã Bản Mây".

    The name of a cell stays.
    """
    for start, committee in _COMMITTEES:
        if name.startswith(start):
            return committee + name.removeprefix(start)
    return name


_DASHES = re.compile(r"\s*[-‐‑‒–—]\s*")


def term_label(text: str) -> str:
    """Return the one spelling of a term: "2025-2030" for "Nhiệm kỳ 2025 – 2030"."""
    spelt = _DASHES.sub("-", " ".join(text.split()))
    return re.sub(r"^(nhiệm kỳ|nk)\s+", "", spelt, flags=re.IGNORECASE)
