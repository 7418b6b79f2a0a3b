"""The list of villages."""

from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from nenep.tables.table import Cell, Choice, ListColumn, Table, Value
from nenep.villages.models import VillageState

_KNOWN = {True: "Có", False: "Không", None: ""}


def villages_table(villages: QuerySet[VillageState], *, is_commune: bool, today: date) -> Table:
    """Return the villages of `queries.villages_of` as a table.

    Args:
        is_commune: whether all are of one commune, whose name need not stand in each row.
    """

    def cell(state: VillageState) -> Value | Cell:
        if state.cell is None:
            return Cell("Chưa có chi bộ", tone="warn")
        if state.cell.dissolved_on and state.cell.dissolved_on <= today:
            return Cell(state.cell.name, tone="warn", under="đã giải thể")
        return state.cell.name

    columns = [
        ListColumn("Mã", lambda state: state.village.code, "ma", "village__code"),
        ListColumn(
            "Tên",
            lambda state: Cell(state.name, reverse("villages:village", args=[state.village_id])),
            "ten",
            "name",
            share=5,
        ),
        ListColumn("Chi bộ phụ trách", cell, "chi-bo", "cell__name", share=5),
        ListColumn("Số hộ", lambda state: state.households, "so-ho", "households", number=True),
        ListColumn("Trưởng là đảng viên", lambda state: _KNOWN[state.head_is_member]),
        ListColumn("Phó là đảng viên", lambda state: _KNOWN[state.deputy_is_member]),
        ListColumn("Từ ngày", lambda state: state.village.valid_from, "tu-ngay", "valid_from"),
    ]
    if not is_commune:
        place = ListColumn(
            "Xã",
            lambda state: state.village.organisation.name,
            "xa",
            "village__organisation__name",
            share=4,
        )
        columns.insert(2, place)
    choices = (
        Choice("chua-co-chi-bo", "Chưa có chi bộ", Q(cell=None) | Q(cell__dissolved_on__lte=today)),
        Choice("chua-ro-truong", "Chưa rõ trưởng", Q(head_is_member=None)),
    )
    return Table("Thôn, bản", columns, villages, choices, per_page=50)
