"""Compare the sheet of organisations with the tree, and the tree it would make with the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nenep.core.formats import short_date
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.organisations.rules import FITTINGS, SENTENCES, TOPS
from nenep.organisations.sheets.places import (
    OUT_OF_RANGE,
    Place,
    Places,
    key_below,
    place_named,
)
from nenep.sheets.checking import label_of, once
from nenep.sheets.rows import Row
from nenep.sheets.spans import Span
from nenep.sheets.world import World

# Below no organisation: only who holds everything may found a top.
_TOP = "0/"


@dataclass
class OrganisationPlan:
    """What loading would do with one organisation; empty fields stay as they are."""

    place: Place
    parent: Place | None = None
    moves_on: date | None = None
    name: str = ""
    sector: str = ""
    cluster: str = ""
    cluster_since: date | None = None
    decision: str = ""


def check_organisations(rows: Sequence[Row], world: World) -> None:
    """Compare every row; afterwards `Places` is the tree as it would be."""
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        code = row.text("code")
        if code and once(row, (code,), seen, "code", "Mã này"):
            _begin(row, world)
    planned = [row for row in rows if isinstance(row.plan, OrganisationPlan)]
    for row in planned:
        _hang(row, row.plan, world)
    for row in planned:
        _set_key(row.plan.place, world, set())
    for row in planned:
        _check(row, row.plan, world)
    for row in planned:
        row.plan.place.is_vague = bool(row.problems)


def _begin(row: Row, world: World) -> None:
    """Find the organisation, or make a new one of the row."""
    code = row.text("code")
    place = world.of(Places).by_code.get(code)
    if place is None:
        row.is_new = True
        place = Place(
            code=code,
            name=row.text("name"),
            kind=row.text("kind"),
            sector=row.text("sector"),
            key="",
            founded_on=row.day("founded_on") or row.day("since"),
        )
        world.of(Places).by_code[code] = place
        if code in world.of(Places).taken:
            row.wrong("code", f"Mã này đã dùng cho đơn vị khác. {OUT_OF_RANGE}")
    place.row = row.number
    row.plan = OrganisationPlan(place, decision=row.text("decision"))


def _hang(row: Row, plan: OrganisationPlan, world: World) -> None:
    """Place a new organisation, or move a known one, as the row says."""
    place, since = plan.place, row.day("since")
    plan.parent = place_named(row, "parent", world)
    if plan.parent is None or since is None:
        return
    parent = plan.parent.code
    if place.pk is None:
        place.above.append(Span(parent, since, None, row=row.number))
        return
    if any(span.of == parent and span.since == since for span in place.above):
        return
    current = next((span for span in place.above if span.holds(since)), None)
    latest = place.above[-1] if place.above else None
    if current and current.of == parent:
        row.wrong(
            "since", f"Đã ghi trực thuộc từ ngày {short_date(current.since)}. Hãy ghi ngày đó."
        )
    elif current is None and latest and latest.of == parent:
        row.wrong(
            "since", f"Đã ghi trực thuộc từ ngày {short_date(latest.since)}. Hãy ghi ngày đó."
        )
    elif current is None:
        row.wrong("since", "Ngày này chưa ghi cấp trên nào để chuyển đi. Hãy kiểm tra ngày.")
    else:
        row.change("parent", current.of, parent)
        plan.moves_on = since
        moved = Span(parent, since, current.until, row=row.number)
        current.until = since
        place.above.append(moved)


def _set_key(place: Place, world: World, passed: set[str]) -> None:
    """Give a new organisation a key below its parent's, whatever the order of rows."""
    if place.key or place.code in passed:
        return
    above = world.of(Places).by_code.get(place.above[-1].of) if place.above else None
    if above:
        _set_key(above, world, {*passed, place.code})
    place.key = key_below(above, place.code)


def _check(row: Row, plan: OrganisationPlan, world: World) -> None:
    place = plan.place
    if row.text("sector") and row.text("kind") not in ("", Organisation.Kind.CELL):
        row.wrong("sector", SENTENCES["organisation_sector_of_cells"] + " Hãy để trống ô này.")
    if row.is_new:
        _check_new(row, plan, world)
    else:
        _compare(row, plan, world)
    if plan.parent and (row.is_new or plan.moves_on):
        _check_parent(row, place, plan.parent, world)
    _check_cluster(row, plan, world)


def _check_new(row: Row, plan: OrganisationPlan, world: World) -> None:
    kind, since, founded = row.text("kind"), row.day("since"), row.day("founded_on")
    is_top = kind in TOPS
    if is_top and row.text("parent"):
        row.wrong("parent", "Cấp này không có cấp trên trong phần mềm. Hãy để trống ô này.")
    if kind and not is_top and not row.text("parent"):
        row.wrong("parent", "Chưa ghi mã cấp trên trực tiếp.")
    if founded and since and founded > since:
        row.wrong(
            "founded_on", f"Ở sau «Từ ngày» ({short_date(since)}). Hãy ghi lại một trong hai."
        )
    if is_top and not world.may(TreePermission.TREE_EDIT, _TOP):
        row.wrong("code", OUT_OF_RANGE)
    elif (
        plan.parent and plan.parent.pk and not world.may(TreePermission.TREE_EDIT, plan.parent.key)
    ):
        row.wrong("parent", OUT_OF_RANGE)


def _compare(row: Row, plan: OrganisationPlan, world: World) -> None:
    place = plan.place
    if not world.may(TreePermission.TREE_EDIT, place.key):
        row.wrong("code", OUT_OF_RANGE)
    if row.text("kind") not in ("", place.kind):
        label = label_of(Organisation.Kind.choices, place.kind)
        row.wrong("kind", f"Đơn vị này đã ghi loại «{label}»; loại không đổi bằng bảng tính được.")
    founded = row.day("founded_on")
    if founded and founded != place.founded_on:
        recorded = short_date(place.founded_on) if place.founded_on else ""
        row.wrong("founded_on", f"Đã ghi thành lập ngày {recorded}. Hãy ghi ngày đó hoặc để trống.")
    if row.text("name") and row.text("name") != place.name:
        since = place.renamed_on or place.founded_on
        if since and since >= world.today:
            row.wrong(
                "name", f"Tên «{place.name}» mới có từ ngày {short_date(since)}; mai hãy đổi."
            )
        row.change("name", place.name, row.text("name"))
        plan.name = row.text("name")
    if row.text("sector") and row.text("sector") != place.sector:
        choices = Organisation.Sector.choices
        row.change("sector", label_of(choices, place.sector), label_of(choices, row.text("sector")))
        plan.sector = row.text("sector")
    if plan.moves_on and plan.parent and not world.may(TreePermission.TREE_EDIT, plan.parent.key):
        row.wrong("parent", OUT_OF_RANGE)


def _check_parent(row: Row, place: Place, parent: Place, world: World) -> None:
    since = row.day("since")
    if since is None or not place.kind or row.is_wrong("kind"):
        return
    if _is_under_itself(place, since, world):
        row.wrong("parent", SENTENCES["placement_without_cycle"])
        return
    if not parent.kind or parent.is_vague:
        return
    fitting = [fit for fit in FITTINGS if fit.child == place.kind and fit.parent == parent.kind]
    kinds = Organisation.Kind.choices
    if not any(fit.until is None for fit in fitting):
        allowed = dict.fromkeys(
            label_of(kinds, fit.parent)
            for fit in FITTINGS
            if fit.child == place.kind and fit.until is None
        )
        row.wrong(
            "parent",
            f"«{label_of(kinds, place.kind)}» không trực thuộc «{label_of(kinds, parent.kind)}» "
            f"({parent.name}). Cấp trên phải là: {'; '.join(allowed)}.",
        )
        return
    begins = [fit.since for fit in fitting if fit.until is None]
    if None not in begins and since < min(day for day in begins if day):
        opens = min(day for day in begins if day)
        row.wrong("since", f"Chỉ trực thuộc loại cấp trên này từ ngày {short_date(opens)}.")
    first = (
        parent.founded_on
        if parent.kind in TOPS
        else min((span.since for span in parent.above), default=None)
    )
    if first and since < first:
        row.wrong("since", f"Cấp trên {parent.name} chỉ có từ ngày {short_date(first)}.")
    if parent.dissolved_on:
        row.wrong("parent", f"{parent.name} đã giải thể ngày {short_date(parent.dissolved_on)}.")


def _is_under_itself(place: Place, day: date, world: World) -> bool:
    above, passed = place, {place.code}
    while True:
        span = next((one for one in reversed(above.above) if one.holds(day)), None)
        following = world.of(Places).by_code.get(span.of) if span else None
        if following is None:
            return False
        if following.code in passed:
            return following.code == place.code
        passed.add(following.code)
        above = following


def _check_cluster(row: Row, plan: OrganisationPlan, world: World) -> None:
    name, place = row.text("cluster"), plan.place
    if not name or not place.kind:
        return
    if place.kind != Organisation.Kind.CELL:
        row.wrong("cluster", "Chỉ chi bộ mới thuộc cụm. Hãy để trống ô này.")
        return
    committee = world.of(Places).by_code.get(place.above[-1].of) if place.above else None
    latest = place.in_clusters[-1] if place.in_clusters else None
    if committee is None or (latest and latest.of == name and latest.until is None):
        return
    if (
        not committee.is_vague
        and committee.pk
        and not world.may(TreePermission.TREE_EDIT, committee.key)
    ):
        row.wrong("cluster", OUT_OF_RANGE)
    begins = row.day("since") if row.is_new or plan.moves_on else world.today
    if begins is None:
        return
    if not row.is_new:
        row.change("cluster", latest.of if latest and latest.until is None else None, name)
    plan.cluster, plan.cluster_since = name, begins
    committee.clusters.setdefault(name, None)
    if latest and latest.until is None:
        latest.until = begins
    place.in_clusters.append(Span(name, begins, None, row=row.number))
