"""Compare the sheet of members with who is known, where they belong and what they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nenep.core.formats import masked_phone, short_date
from nenep.members.actions.enrolment import CannotEnrol, MaskedDetails, check_dates
from nenep.members.models import Membership, MemberState, PersonalData
from nenep.members.permissions import MemberPermission
from nenep.members.sheets.members.shared_phones import note_shared_phones
from nenep.members.sheets.members.states import check_state
from nenep.members.sheets.people import PERSONAL, People, Person, refuse_gone
from nenep.organisations.models import Organisation
from nenep.organisations.sheets.places import OUT_OF_RANGE, Place, check_there, place_to_write
from nenep.sheets.checking import first_day_after, label_of
from nenep.sheets.rows import Row
from nenep.sheets.spans import Span, last_day
from nenep.sheets.world import World

_OFFICIAL = Membership.Kind.OFFICIAL


@dataclass
class MemberPlan:
    """What loading would do with one row; empty fields stay as they are."""

    person: Person
    is_main: bool
    cell: Place | None = None
    full_name: str = ""
    personal: dict[str, Any] = field(default_factory=dict)
    states: list[Span] = field(default_factory=list)
    state: Span | None = None
    stay: Span | None = None
    transfers: bool = False
    ends: Span | None = None


def check_members(rows: Sequence[Row], world: World) -> None:
    """Compare every row; afterwards `People` are as they would be."""
    main = _main_rows(rows)
    # Whom a row is about comes before who else shares the code.
    for row in sorted(rows, key=lambda one: main.get(one.text("code")) is not one):
        code = row.text("code")
        if code:
            _check(row, main[code], world)
    for row in rows:
        if isinstance(row.plan, MemberPlan) and row.problems:
            row.plan.person.is_vague = True
    note_shared_phones(rows, world)


def _main_rows(rows: Sequence[Row]) -> dict[str, Row]:
    """Return for each code the row that speaks of the person: the first official one."""
    main: dict[str, Row] = {}
    for row in rows:
        code = row.text("code")
        known = main.get(code)
        if known is None or (
            known.text("belonging") != _OFFICIAL and row.text("belonging") == _OFFICIAL
        ):
            main[code] = row
    return main


def _check(row: Row, main: Row, world: World) -> None:
    code, is_main = row.text("code"), row is main
    cell = place_to_write(row, "cell", MemberPermission.MEMBERS_EDIT, world)
    person = world.of(People).by_code.get(code)
    if person is None:
        person = Person(code, row.text("full_name"), cell.key if cell else "", row=row.number)
        world.of(People).by_code[code] = person
        if code in world.of(People).taken:
            row.wrong(
                "code",
                "Mã này đã dùng cho một đảng viên ngoài phạm vi của đồng chí. Hãy chọn mã khác.",
            )
    plan = row.plan = MemberPlan(person, is_main, cell)
    if is_main:
        row.is_new = person.pk is None
        _check_person(row, plan, world)
        plan.states, plan.state = check_state(row, person, world)
    elif not _repeats(row, main):
        return
    _check_stay(row, plan, world)


def _repeats(row: Row, main: Row) -> bool:
    """Check a further row of the same person; return whether it may be one."""
    if row.text("belonging") == _OFFICIAL or not row.text("belonging"):
        if not row.is_wrong("belonging"):
            row.wrong(
                "code",
                f"Mã này đã có ở dòng {main.number}. Mỗi đảng viên một mã; "
                "cùng một người thì dòng thứ hai chỉ ghi sinh hoạt tạm thời hoặc được phân công dự.",
            )
        return False
    for name in ("full_name", *PERSONAL, "state"):
        value = row.values.get(name)
        if value and value != main.values.get(name):
            row.wrong(name, f"Khác với dòng {main.number} cùng mã. Hãy sửa cho giống nhau.")
    return True


def _check_person(row: Row, plan: MemberPlan, world: World) -> None:
    person = plan.person
    given = {name: row.values[name] for name in PERSONAL if row.values.get(name)}
    for name in ("birth_date", "admitted_on", "recognised_on"):
        if name in given and given[name] > world.today:
            row.wrong(name, f"Ở sau hôm nay ({short_date(world.today)}). Hãy kiểm tra năm.")
    dates = {**person.personal, **given}
    try:
        check_dates(
            MaskedDetails(
                birth_date=dates.get("birth_date"),
                admitted_on=dates.get("admitted_on"),
                recognised_on=dates.get("recognised_on"),
            )
        )
    except CannotEnrol as refused:
        late = dates.get("recognised_on")
        early = dates.get("admitted_on")
        wrong = "recognised_on" if late and early and late < early else "admitted_on"
        row.wrong(wrong, str(refused))
    if row.text("state") == MemberState.State.PROBATIONARY and "recognised_on" in given:
        row.wrong(
            "recognised_on",
            "Đảng viên dự bị chưa có ngày chính thức. Hãy sửa ô này hoặc «Tình trạng».",
        )
    if person.pk is None:
        plan.personal = given
        return
    if row.text("full_name") and row.text("full_name") != person.full_name:
        row.change("full_name", person.full_name, row.text("full_name"))
        plan.full_name = person.full_name = row.text("full_name")
    for name, value in given.items():
        old = person.personal.get(name)
        if old != value:
            sexes = PersonalData.Sex.choices
            row.change(
                name,
                old,
                label_of(sexes, value) if name == "sex" else value,
                masked=_masked(name, old),
            )
            plan.personal[name] = value


def _masked(name: str, old: Any) -> str:
    """Return an old value as one may see it without opening masked data."""
    if not old:
        return ""
    if name == "phone":
        return masked_phone(old)
    return f"••/••/{old.year}" if isinstance(old, date) else "•••"


def _check_stay(row: Row, plan: MemberPlan, world: World) -> None:
    kind, since, cell = row.text("belonging"), row.day("since"), plan.cell
    if kind == _OFFICIAL and row.day("until"):
        row.wrong("until", "Chỉ ghi với sinh hoạt tạm thời hoặc được phân công dự. Hãy để trống.")
        return
    until = first_day_after(row)
    if cell is None or since is None or not kind:
        return
    if cell.kind != Organisation.Kind.CELL and not cell.is_vague:
        row.wrong("cell", f"{cell.name} không phải chi bộ. Hãy ghi mã chi bộ nơi sinh hoạt.")
        return
    person = plan.person
    known = next(
        (one for one in person.stays if (one.of, one.kind, one.since) == (cell.code, kind, since)),
        None,
    )
    if known and known.row == 0:
        if until and until != known.until:
            row.change("until", last_day(known.until), last_day(until))
            plan.ends, known.until = Span(known.of, since, until, pk=known.pk), until
        return
    check_there(row, "since", cell, since, until)
    refuse_gone(row, "since", person, until, world)
    if row.is_wrong("since"):
        return
    if kind == _OFFICIAL and person.pk is not None:
        _transfer(row, plan, cell, since)
    else:
        _stay(row, plan, cell, Span(cell.code, since, until, kind=kind, row=row.number))
    if plan.stay and not row.is_new and not plan.transfers:
        if plan.is_main:
            row.change("cell", None, cell.code)
        else:
            row.is_new = True


def _transfer(row: Row, plan: MemberPlan, cell: Place, since: date) -> None:
    official = [one for one in plan.person.stays if one.kind == _OFFICIAL]
    current = next((one for one in official if one.holds(since)), None)
    if current and current.of == cell.code:
        row.wrong(
            "since",
            f"Đã ghi sinh hoạt chính thức ở chi bộ này từ ngày {short_date(current.since)}. "
            "Hãy ghi ngày đó.",
        )
    elif current:
        row.change("cell", current.of or OUT_OF_RANGE.split(" nên")[0], cell.code)
        plan.transfers = True
        plan.stay = Span(cell.code, since, current.until, kind=_OFFICIAL, row=row.number)
        current.until = since
        plan.person.stays.append(plan.stay)
    elif official:
        row.wrong(
            "since",
            f"Đã ghi sinh hoạt chính thức ở {official[0].of} từ ngày {short_date(official[0].since)}; "
            "ngày chuyển phải ở sau ngày đó.",
        )
    else:
        _stay(row, plan, cell, Span(cell.code, since, None, kind=_OFFICIAL, row=row.number))


def _stay(row: Row, plan: MemberPlan, cell: Place, span: Span) -> None:
    other = next(
        (
            one
            for one in plan.person.stays
            if one.overlaps(span.since, span.until)
            and (one.of == cell.code or one.kind == span.kind == _OFFICIAL)
        ),
        None,
    )
    if other:
        where = f" (dòng {other.row})" if other.row else ""
        kind = label_of(Membership.Kind.choices, other.kind).lower()
        row.wrong(
            "since",
            f"Trùng thời gian: đã sinh hoạt {kind} ở {other.of} từ ngày {short_date(other.since)}"
            f"{where}. Hãy sửa ngày hoặc bỏ một dòng.",
        )
        return
    plan.stay = span
    plan.person.stays.append(span)
