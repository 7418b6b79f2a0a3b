"""Compare the sheet of movements with where people are, row by row in the order of days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nenep.core.formats import short_date
from nenep.members.models import IN, OUT, Act, Membership, MemberState
from nenep.members.permissions import MemberPermission
from nenep.members.sheets.movements.columns import INTO_A_CELL
from nenep.members.sheets.people import MOVED, KnownActs, Person, person_named
from nenep.organisations.models import Organisation
from nenep.organisations.sheets.places import Place, Places, check_there, place_named
from nenep.sheets.rows import Row
from nenep.sheets.spans import Span
from nenep.sheets.world import World

_OFFICIAL = Membership.Kind.OFFICIAL
_Movement = Act.Movement


@dataclass
class MovementPlan:
    """What loading would do with one row.

    Attributes:
        explains: somebody belongs there from that very day: only why is added.
    """

    person: Person
    kind: str
    day: date
    to: Place | None = None
    explains: bool = False


def check_movements(rows: Sequence[Row], world: World) -> None:
    """Compare every row, the earliest day first; what each would do is known to the next."""
    for row in sorted(rows, key=lambda one: (one.day("day") or date.max, one.number)):
        _check(row, world)


def _check(row: Row, world: World) -> None:
    person, day, kind = person_named(row, "member", world), row.day("day"), row.text("kind")
    to = _to(row, kind, world)
    if person is None or day is None or not kind or person.is_vague:
        return
    if not world.may(MemberPermission.MEMBERS_EDIT, person.key):
        row.wrong("member", "Đồng chí này ngoài phạm vi của đồng chí nên không nạp được.")
        return
    done = world.of(KnownActs).of.setdefault(person.code, [])
    row.plan = MovementPlan(person, kind, day, to)
    if (kind, day) in done:
        return
    if day > world.today and kind != MOVED:
        row.wrong("day", f"Ở sau hôm nay ({short_date(world.today)}). Hãy kiểm tra năm.")
        return
    if done and day < done[-1][1]:
        row.wrong(
            "day",
            f"Đã ghi «{_words(done[-1][0])}» từ ngày {short_date(done[-1][1])}; "
            "ngày này không được ở trước.",
        )
        return
    stay = next((one for one in person.stays if one.kind == _OFFICIAL and one.holds(day)), None)
    if kind in OUT:
        _leaves(row, person, stay, done)
    elif kind == MOVED:
        _moves(row, person, stay, to)
    else:
        _comes(row, person, stay, to, done)
    if not row.problems:
        row.is_new = True
        done.append((kind, day))


def _leaves(row: Row, person: Person, stay: Span | None, done: list[tuple[str, date]]) -> None:
    gone = next((one for one in reversed(done) if one[0] in (*IN, *OUT)), None)
    if gone and gone[0] in OUT:
        row.wrong(
            "kind",
            f"Đã ghi «{_words(gone[0])}» từ ngày {short_date(gone[1])}: người đã rời đi không rời "
            "đi lần nữa. Hãy bỏ dòng này.",
        )
    elif stay is None or _state(person, row.plan.day) == MemberState.State.LEFT:
        row.wrong("day", "Ngày này không sinh hoạt chính thức ở chi bộ nào. Hãy kiểm tra ngày.")
    elif coming := _coming(person, row.plan.day):
        row.wrong("day", coming)
    else:
        for one in person.stays:
            if one.until is None or one.until > row.plan.day:
                one.until = max(one.since, row.plan.day)


def _moves(row: Row, person: Person, stay: Span | None, to: Place | None) -> None:
    plan: MovementPlan = row.plan
    if to is None:
        if not row.is_wrong("to"):
            row.wrong("to", "Chưa ghi mã chi bộ đến.")
        return
    if stay and stay.of == to.code and stay.since == plan.day:
        plan.explains = True
        return
    if stay is None:
        row.wrong("day", "Ngày này không sinh hoạt chính thức ở chi bộ nào. Hãy kiểm tra ngày.")
    elif stay.of == to.code:
        row.wrong("to", f"Ngày này đã sinh hoạt ở {to.name}.")
    elif coming := _coming(person, plan.day):
        row.wrong("day", coming)
    elif stay.since >= plan.day:
        row.wrong("day", f"Mới sinh hoạt ở {stay.of} từ ngày này. Hãy ghi ngày sau đó.")
    else:
        check_there(row, "day", to, plan.day, None)
        stay.until = plan.day
        person.stays.append(Span(to.code, plan.day, None, kind=_OFFICIAL, row=row.number))


def _comes(
    row: Row, person: Person, stay: Span | None, to: Place | None, done: list[tuple[str, date]]
) -> None:
    plan: MovementPlan = row.plan
    if stay and stay.since == plan.day and (to is None or to.code == stay.of):
        plan.explains = True
        return
    if stay:
        row.wrong("day", f"Đã sinh hoạt ở {stay.of} từ ngày {short_date(stay.since)}.")
        return
    if plan.kind == _Movement.ADMITTED:
        row.wrong(
            "day",
            "Người kết nạp phải có ở trang Đảng viên, sinh hoạt từ chính ngày này.",
        )
        return
    gone = next((one for one in reversed(done) if one[0] in OUT), None)
    left = (_Movement.STRUCK_OFF, _Movement.EXPELLED, _Movement.LEFT)
    if plan.kind == _Movement.RESTORED and (gone is None or gone[0] not in left):
        row.wrong("kind", "Chỉ phục hồi người đã xóa tên, khai trừ hoặc xin ra.")
    elif plan.kind == _Movement.MOVED_IN and gone and gone[0] != _Movement.MOVED_OUT:
        row.wrong("kind", f"Đã ghi «{_words(gone[0])}» từ ngày {short_date(gone[1])}.")
    elif to is None:
        if not row.is_wrong("to"):
            row.wrong("to", "Chưa ghi mã chi bộ đến.")
    else:
        check_there(row, "day", to, plan.day, None)
        person.stays.append(Span(to.code, plan.day, None, kind=_OFFICIAL, row=row.number))


def _to(row: Row, kind: str, world: World) -> Place | None:
    """Return the cell of «Đến», where a cell is meant."""
    if kind not in INTO_A_CELL or not row.text("to"):
        return None
    place = place_named(row, "to", world) if row.text("to") in world.of(Places).by_code else None
    if place is None:
        row.wrong("to", f"Không có chi bộ mã này.{world.of(Places).near.question(row.text('to'))}")
    elif place.kind != Organisation.Kind.CELL:
        row.wrong("to", f"{place.name} không phải chi bộ. Hãy ghi mã chi bộ.")
        return None
    elif not world.may(MemberPermission.MEMBERS_EDIT, place.key):
        row.wrong("to", "Chi bộ này ngoài phạm vi của đồng chí nên không nạp được.")
        return None
    return place


def _coming(person: Person, day: date) -> str:
    later = next((one for one in person.stays if one.kind == _OFFICIAL and one.since > day), None)
    if later is None or later.until == later.since:
        return ""
    return f"Đã ghi sinh hoạt ở {later.of} từ ngày {short_date(later.since)}; ngày này không được ở trước."


def _state(person: Person, day: date) -> str:
    return next((one.of for one in reversed(person.states) if one.since <= day), "")


def _words(kind: str) -> str:
    return "Chuyển chi bộ" if kind == MOVED else str(_Movement(kind).label)
