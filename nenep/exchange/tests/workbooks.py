"""Workbooks for tests: small ones row by row, a big one of a whole commune, broken ones."""

from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from nenep.access.actor import Actor
from nenep.access.scope import scope
from nenep.exchange import actions, template
from nenep.organisations.models import Organisation
from nenep.organisations.tests.builders import NOW
from nenep.sheets.results import Loaded, Preview

Rows = dict[str, list[dict[str, Any]]]

SINCE = date(2025, 7, 1)
# The first row below title, note and headings.
FIRST = 4


def a_workbook(rows: Mapping[str, Iterable[Mapping[str, object]]]) -> bytes:
    """The template with these rows."""
    target = BytesIO()
    template.write(target, rows)
    return target.getvalue()


def saved_again(data: bytes) -> bytes:
    """The same workbook as another program would write it."""
    book = load_workbook(BytesIO(data))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def with_cell(data: bytes, sheet: str, place: str, value: object) -> bytes:
    """The workbook with one cell as given."""
    book = load_workbook(BytesIO(data))
    book[sheet][place] = value
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def a_cell_row(commune: Organisation, code: str = "CB-01", **more: object) -> dict[str, Any]:
    """A row of a cell below a commune."""
    return {
        "code": code,
        "name": f"Chi bộ {code}",
        "kind": "Chi bộ",
        "sector": "Thôn, bản",
        "parent": commune.code,
        "since": SINCE,
        **more,
    }


def a_member_row(code: str = "DV-01", cell: str = "CB-01", **more: object) -> dict[str, Any]:
    """A row of an official member."""
    return {
        "code": code,
        "full_name": "Lò Văn Thử",
        "cell": cell,
        "belonging": "Chính thức",
        "since": SINCE,
        "state": "Chính thức",
        **more,
    }


def a_post_row(member: str = "DV-01", place: str = "CB-01", **more: object) -> dict[str, Any]:
    """A row of a secretary's post."""
    return {"member": member, "organisation": place, "kind": "Bí thư", "since": SINCE, **more}


def a_charge_row(member: str = "DV-01", place: str = "CB-01", **more: object) -> dict[str, Any]:
    """A row of somebody who looks after a cell."""
    return {
        "member": member,
        "organisation": place,
        "duty": "Theo dõi, dự sinh hoạt",
        "since": SINCE,
        **more,
    }


def a_meeting_row(cell: str = "CB-01", in_month: int = 3, **more: object) -> dict[str, Any]:
    """A row of a regular meeting of 2026."""
    return {
        "cell": cell,
        "month": f"{in_month}/2026",
        "held_on": date(2026, in_month, 3),
        "kind": "Thường kỳ",
        "entitled": 12,
        "present": 10,
        "excused": 1,
        "absent": 1,
        "minutes": 95,
        "score": 92,
        **more,
    }


def loaded(office: Actor, **rows: Any) -> Loaded:
    """Load rows as the office."""
    with scope(office):
        return actions.load(data=a_workbook(rows), actor=office, at=NOW)


def previewed(office: Actor, **rows: Any) -> Preview:
    """Preview rows as the office."""
    with scope(office):
        return actions.preview(data=a_workbook(rows), actor=office, at=NOW)


_FAMILY = ("Lò", "Vàng", "Giàng", "Tẩn", "Lù", "Hoàng", "Nguyễn", "Sùng")
_MIDDLE = ("Văn", "Thị", "A", "Mí", "Hữu", "Ngọc")
_GIVEN = ("An", "Bình", "Chung", "Đào", "Hoa", "Khánh", "Lan", "Mai", "Páo", "Sơn", "Xuân")


def a_big_commune(commune: Organisation) -> Rows:
    """5,000 rows: 100 cells, 3,000 members, 250 posts, 50 duties, 1,600 meetings."""
    cells = [f"CB-{number:03}" for number in range(1, 101)]
    rows: Rows = {
        "organisations": [
            a_cell_row(commune, code, cluster=f"Cụm {number % 6 + 1}")
            for number, code in enumerate(cells)
        ],
        "members": [],
        "posts": [],
        "charges": [],
        "meetings": [],
    }
    for number in range(3000):
        name = (_FAMILY[number % 8], _MIDDLE[number % 6], _GIVEN[number % 11])
        rows["members"].append(
            a_member_row(
                f"DV-{number + 1:04}",
                cells[number % 100],
                full_name=" ".join(name),
                birth_date=date(1950 + number % 50, number % 12 + 1, number % 28 + 1),
                sex="Nam" if number % 3 else "Nữ",
                phone=f"09{number:08}",
                admitted_on=date(2001 + number % 20, 5, 19),
                recognised_on=date(2002 + number % 20, 5, 19),
            )
        )
    for number in range(250):
        kind = ("Bí thư", "Phó bí thư", "Ủy viên")[number // 100]
        rows["posts"].append(
            a_post_row(f"DV-{number + 1:04}", cells[number % 100], kind=kind, term="2025 - 2027")
        )
    for number in range(50):
        rows["charges"].append(
            a_charge_row(f"DV-{number % 25 + 1:04}", cells[number], confirms="Có")
        )
    for number in range(1600):
        rows["meetings"].append(
            a_meeting_row(
                cells[number % 100],
                number // 200 + 1,
                kind="Thường kỳ" if number % 200 < 100 else "Chuyên đề",
                held_on=date(2026, number // 200 + 1, 3 + (number % 200 >= 100)),
                entitled=30,
                present=28 - number % 5,
                excused=1 + number % 5,
                absent=1,
                score=None if number % 10 == 0 else 70 + number % 30,
            )
        )
    return rows
