"""What the checks of several sheets share."""

from collections.abc import Iterable
from datetime import date, timedelta

from nenep.access.permissions import Permission
from nenep.core.formats import short_date
from nenep.exchange.rows import Row
from nenep.exchange.world import Person, Place, World

OUT_OF_RANGE = (
    "Đơn vị này ngoài phạm vi của đồng chí nên không nạp được. "
    "Hãy bỏ dòng này, hoặc nhờ cấp quản lý đơn vị đó nạp."
)


def place_named(row: Row, column: str, world: World) -> Place | None:
    """Return the organisation a cell names; say so if there is none."""
    code = row.text(column)
    if not code or row.is_wrong(column):
        return None
    place = world.places.get(code)
    if place is None and code in world.taken:
        row.wrong(column, OUT_OF_RANGE)
    elif place is None:
        row.wrong(
            column,
            f"Không có mã này ở trang Tổ chức hay trong phần mềm.{world.near_places.question(code)}",
        )
    return place


def place_to_write(row: Row, column: str, permission: Permission, world: World) -> Place | None:
    """Return the organisation a cell names if the actor may import there."""
    place = place_named(row, column, world)
    if place is not None and not place.is_vague and not world.may(permission, place.key):
        row.wrong(column, OUT_OF_RANGE)
    return place


def person_named(row: Row, column: str, world: World) -> Person | None:
    """Return the member a cell names; say so if there is none."""
    code = row.text(column)
    if not code or row.is_wrong(column):
        return None
    person = world.people.get(code)
    if person is None and code in world.taken_people:
        row.wrong(column, "Mã này của một đảng viên ngoài phạm vi của đồng chí. Hãy kiểm tra mã.")
    elif person is None:
        row.wrong(
            column,
            f"Không có mã này ở trang Đảng viên hay trong phần mềm.{world.near_people.question(code)}",
        )
    return person


def first_day_after(row: Row, since: str = "since", until: str = "until") -> date | None:
    """Return the first day something no longer holds; the workbook names the last day it does."""
    last, first = row.day(until), row.day(since)
    if last is None:
        return None
    if first is not None and last < first:
        row.wrong(
            until, f"Ở trước «Từ ngày» ({short_date(first)}). Hãy ghi lại một trong hai ngày."
        )
        return None
    return last + timedelta(days=1)


def check_there(row: Row, column: str, place: Place, since: date, until: date | None) -> None:
    """Say so if an organisation is not there all that time."""
    if place.is_vague:
        return
    if place.founded_on and since < place.founded_on:
        row.wrong(
            column,
            f"{place.name} thành lập ngày {short_date(place.founded_on)}. "
            "Hãy ghi ngày từ đó trở đi, hoặc sửa ngày thành lập.",
        )
    elif place.dissolved_on and (until is None or until > place.dissolved_on):
        row.wrong(column, f"{place.name} đã giải thể từ ngày {short_date(place.dissolved_on)}.")


def once(
    row: Row, key: tuple[object, ...], seen: dict[tuple[object, ...], int], column: str, what: str
) -> bool:
    """Say so if an earlier row of the sheet is about the same; return whether it is the first."""
    earlier = seen.setdefault(key, row.number)
    if earlier != row.number:
        row.wrong(column, f"{what} đã có ở dòng {earlier}. Hãy xóa một dòng hoặc sửa lại.")
    return earlier == row.number


def last_day(until: date | None) -> date | None:
    """Return the last day something holds, as the workbook says it."""
    return until - timedelta(days=1) if until else None


def label_of(choices: Iterable[tuple[str, str]], code: str) -> str:
    """Return the words for a stored code."""
    return dict(choices).get(code, code)
