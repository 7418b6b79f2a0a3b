"""The sheet «Thôn, bản» of the workbook."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from nenep.core.formats import short_date
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.organisations.sheets.places import (
    CODE_OF_ORGANISATION,
    Place,
    Places,
    place_named,
    place_to_write,
)
from nenep.sheets import cells
from nenep.sheets.cells import shown
from nenep.sheets.checking import first_day_after, once
from nenep.sheets.columns import (
    DAY,
    EXAMPLE,
    LAST_DAY,
    YES_NO,
    Column,
    Sheet,
    count,
    day_column,
)
from nenep.sheets.noun import Extract
from nenep.sheets.refusal import Tell, said_of
from nenep.sheets.results import State
from nenep.sheets.rows import Row
from nenep.sheets.spans import last_day
from nenep.sheets.world import World
from nenep.villages import actions
from nenep.villages.models import VillageState
from nenep.villages.rules import COMMUNES


def _yes_no(name: str, heading: str, note: str) -> Column:
    return Column(name, heading, cells.yes_no, note, example=YES_NO[0], choices=YES_NO)


SHEET = Sheet(
    "villages",
    "Thôn, bản",
    "Mỗi thôn, bản, tổ dân phố một dòng.",
    ("code", "name"),
    (
        Column(
            "code",
            "Mã",
            cells.code,
            "Mã riêng trong xã, ví dụ BANMOI.",
            f"{EXAMPLE}-TB",
            required=True,
            also=("Mã thôn", "Mã thôn, bản"),
        ),
        Column(
            "name",
            "Tên",
            cells.text(200),
            "Ví dụ Thôn Bản Mới, Tổ dân phố 3.",
            "Bản Mẫu",
            required=True,
            also=("Tên thôn", "Tên thôn, bản"),
            width=28,
        ),
        Column(
            "commune",
            "Xã mã",
            cells.code,
            "Mã đảng bộ xã, phường, đặc khu.",
            f"{EXAMPLE}-ĐB",
            required=True,
            names=CODE_OF_ORGANISATION,
        ),
        Column(
            "cell",
            "Chi bộ mã",
            cells.code,
            "Mã chi bộ phụ trách, riêng hay ghép; chưa có thì để trống.",
            f"{EXAMPLE}-CB",
            names=CODE_OF_ORGANISATION,
        ),
        count("households", "Số hộ", "Để trống nếu chưa rõ.", 100_000, example=85),
        _yes_no("head_is_member", "Trưởng là đảng viên", "Để trống nếu chưa rõ."),
        _yes_no("deputy_is_member", "Phó là đảng viên", "Để trống nếu chưa rõ, không có phó."),
        day_column(
            "since", "Từ ngày", f"Có từ ngày nào. {DAY}", example="01/07/2025", required=True
        ),
        day_column("until", "Đến ngày", LAST_DAY, example=None),
    ),
    guide=(
        "Thôn đã có: ô ghi khác là **thay đổi từ ngày nạp**, điều cũ được giữ; ô để trống giữ nguyên.",
        "Thôn có «Đến ngày» là thôn kết thúc sau ngày ấy; nhập vào thôn nào thì ghi ở trang của thôn.",
    ),
)
_STATED = ("name", "cell", "households", "head_is_member", "deputy_is_member")


@dataclass
class VillagePlan:
    """What loading would do with one village.

    Attributes:
        known: how it is now; None of a new one.
        until: the first day it is no longer there, if it ends by this row.
    """

    commune: Place
    cell: Place | None
    known: VillageState | None
    until: date | None = None


def check(rows: Sequence[Row], world: World) -> None:
    """Compare each row with the village it names."""
    known = _known_villages(world) if rows else {}
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        commune = place_to_write(row, "commune", TreePermission.TREE_EDIT, world)
        cell = place_named(row, "cell", world)
        until = first_day_after(row)
        if commune is None or not once(
            row, (row.text("commune"), row.text("code")), seen, "code", "Mã này trong xã"
        ):
            continue
        if commune.kind and commune.kind not in COMMUNES:
            row.wrong("commune", "Không phải đảng bộ xã, phường, đặc khu. Hãy ghi mã khác.")
        if cell and cell.kind and cell.kind != Organisation.Kind.CELL:
            row.wrong("cell", "Không phải chi bộ. Hãy ghi mã chi bộ.")
        elif cell and not cell.is_vague and not _is_below(cell, commune, world):
            row.wrong("cell", f"{cell.name} không thuộc {commune.name}. Hãy ghi chi bộ của xã.")
        state = known.get((row.text("commune"), row.text("code")))
        row.plan = VillagePlan(commune, cell, state)
        if state is None:
            _check_new(row, row.plan, until, world)
        else:
            _compare(row, row.plan, state, until, world)


def _known_villages(world: World) -> dict[tuple[str, str], VillageState]:
    """Return each village as it is, or as it was last, by the codes of commune and its own."""
    seen = VillageState.objects.visible_to(world.actor, TreePermission.TREE_VIEW)
    states = seen.select_related("village__organisation", "cell").order_by("valid_from")
    return {(one.village.organisation.code, one.village.code): one for one in states}


def _check_new(row: Row, plan: VillagePlan, until: date | None, world: World) -> None:
    row.is_new, plan.until = True, until
    since = row.day("since")
    if since and since > world.today:
        row.wrong("since", "Ngày còn ở phía trước. Hãy ghi lại ngày.")


def _compare(
    row: Row, plan: VillagePlan, state: VillageState, until: date | None, world: World
) -> None:
    village, since = state.village, row.day("since")
    if since and since != village.valid_from:
        recorded = short_date(village.valid_from)
        row.wrong("since", f"Đã ghi có từ ngày {recorded}. Hãy ghi ngày đó.")
    for column, old, new in _differences(row, state):
        row.change(column, old, new)
    is_changed = bool(row.changes)
    if village.valid_to is not None and (is_changed or until not in (None, village.valid_to)):
        gone = short_date(last_day(village.valid_to) or village.valid_to)
        row.wrong("code", f"Thôn, bản này đã kết thúc, ngày cuối {gone}. Hãy hoàn tác trước.")
    elif village.valid_to is None and until is not None:
        if is_changed:
            row.wrong("until", "Vừa thay đổi vừa kết thúc. Hãy nạp thay đổi trước.")
        elif until <= state.valid_from:
            recorded = short_date(state.valid_from)
            row.wrong("until", f"Đã ghi thay đổi từ ngày {recorded}. Hãy ghi ngày từ đó trở đi.")
        plan.until = until
        row.change("until", None, row.day("until"))
    if is_changed and state.valid_from > world.today:
        row.wrong("code", "Đã ghi một thay đổi ở phía trước. Hãy hoàn tác lần ấy trước.")


def _differences(row: Row, state: VillageState) -> Iterator[tuple[str, object, object]]:
    """Yield what a row says otherwise than it is; a blank cell says nothing."""
    for column in _STATED:
        new = row.values.get(column)
        old: Any = getattr(state, column)
        if column == "cell":
            old = state.cell.code if state.cell else None
        if new not in (None, "") and new != old:
            yield column, old, new


def _is_below(cell: Place, commune: Place, world: World) -> bool:
    """Whether a cell stands below a commune, by its last place in the tree as it would be."""
    above, passed = cell, {cell.code}
    while above.above:
        following = world.of(Places).by_code.get(above.above[-1].of)
        if following is None or following.code in passed:
            return False
        if following.code == commune.code:
            return True
        passed.add(following.code)
        above = following
    return False


def load(rows: Sequence[Row], world: World, *, tell: Tell) -> None:
    """Enter new villages; change and end known ones."""
    wanted = [row for row in rows if row.state in (State.NEW, State.CHANGED)]
    by: dict[str, Any] = {"actor": world.actor, "at": world.at}
    for done, row in enumerate(wanted, start=1):
        plan: VillagePlan = row.plan
        with said_of(row, "code"):
            pk = plan.known.village_id if plan.known else None
            said = _said(row, plan)
            if pk is None:
                pk = actions.enter_village(
                    organisation_id=plan.commune.loaded_pk,
                    code=row.text("code"),
                    since=row.values["since"],
                    **said,
                    **by,
                ).pk
            elif not plan.until:
                actions.change_village(village_id=pk, on=world.today, **said, **by)
            if plan.until:
                actions.end_village(village_id=pk, on=plan.until, **by)
        tell(SHEET.title, done, len(wanted))


def _said(row: Row, plan: VillagePlan) -> dict[str, Any]:
    """Return what a row says of a village, and what it leaves as it is."""
    found = {column: row.values.get(column) for column in _STATED if column != "cell"}
    if plan.known:
        for column, value in found.items():
            found[column] = getattr(plan.known, column) if value in (None, "") else value
    cell = plan.cell.loaded_pk if plan.cell else (plan.known.cell_id if plan.known else None)
    return found | {"cell_id": cell}


def rows(extract: Extract) -> Iterator[Mapping[str, object]]:
    """Return each village as it is, and as it was last if it is gone."""
    within = extract.within(TreePermission.TREE_VIEW)
    states = VillageState.objects.filter(within).filter(valid_from__lte=extract.day)
    last = {
        one.village_id: one
        for one in states.select_related("village__organisation", "cell").order_by("valid_from")
    }
    for one in sorted(last.values(), key=lambda one: (one.scope_key, one.village.code)):
        gone = one.cell and one.cell.dissolved_on and one.cell.dissolved_on <= extract.day
        yield {
            "code": one.village.code,
            "name": one.name,
            "commune": one.village.organisation.code,
            "cell": one.cell.code if one.cell and not gone else None,
            "households": one.households,
            "head_is_member": shown(one.head_is_member) or None,
            "deputy_is_member": shown(one.deputy_is_member) or None,
            "since": one.village.valid_from,
            "until": last_day(one.village.valid_to),
        }
