"""The invented commune: 13 cells (9 village, 3 school, 1 health), 166 members, meeting day 3."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from nenep.demo.people import people
from nenep.rulebooks import rulebook_on
from nenep.rulebooks.rules import cell_elects_committee

PROVINCE, COMMUNE = "T-SONHA", "X-BANMAY"
PROVINCE_NAME, COMMUNE_NAME = "Đảng bộ tỉnh Sơn Hà", "Đảng bộ xã Bản Mây"
# Where the officer of the province belongs.
PROVINCE_OFFICE, PROVINCE_CELL = "ĐB-VPTU", "CB-VPTU"
MEETING_DAY = 3
SINCE = date(2025, 7, 1)

# Code, name, sector, members, cluster; 166 members in all.
_CELLS = (
    ("CB-01", "Chi bộ bản Nà Hin", "Thôn, bản", 17, "Cụm 1"),
    ("CB-02", "Chi bộ bản Phiêng Lơi", "Thôn, bản", 15, "Cụm 1"),
    ("CB-03", "Chi bộ bản Huổi Sang", "Thôn, bản", 14, "Cụm 1"),
    ("CB-04", "Chi bộ bản Đông Phong", "Thôn, bản", 19, "Cụm 2"),
    ("CB-05", "Chi bộ bản Chăn Nuôi Hợp Tác Xã Nông Nghiệp Thống Nhất", "Thôn, bản", 12, "Cụm 2"),
    ("CB-06", "Chi bộ bản Nậm Tẻn", "Thôn, bản", 13, "Cụm 2"),
    ("CB-07", "Chi bộ bản Thẳm Mây", "Thôn, bản", 16, "Cụm 3"),
    ("CB-08", "Chi bộ bản Pa Khoang", "Thôn, bản", 11, "Cụm 3"),
    ("CB-09", "Chi bộ bản Noong Luống", "Thôn, bản", 18, "Cụm 3"),
    ("CB-10", "Chi bộ Trường Mầm non", "Trường học", 9, "Cụm 4"),
    ("CB-11", "Chi bộ Trường Tiểu học", "Trường học", 11, "Cụm 4"),
    ("CB-12", "Chi bộ Trường Trung học cơ sở", "Trường học", 8, "Cụm 4"),
    ("CB-13", "Chi bộ Trạm Y tế", "Y tế", 3, "Cụm 4"),
)


@dataclass(frozen=True)
class DemoPerson:
    """A member as the workbook lists one."""

    code: str
    name: str
    sex: str
    cell: str
    state: str


@dataclass(frozen=True)
class Commune:
    """Everything the workbook holds, by sheet, each row a mapping by column name."""

    people: dict[str, list[DemoPerson]]
    sheets: dict[str, list[dict[str, object]]] = field(default_factory=dict)

    def secretary(self, cell: str) -> DemoPerson:
        """The secretary of a cell."""
        return self.people[cell][0]

    def minute_taker(self, cell: str) -> DemoPerson:
        """Who takes the minutes of a cell."""
        return self.people[cell][1]


def cells() -> list[str]:
    """The codes of the commune's cells."""
    return [code for code, *_ in _CELLS]


def commune() -> Commune:
    """Return the commune; the same every time."""
    names = people()
    by_cell: dict[str, list[DemoPerson]] = {}
    number = 0
    for code, size in [*((code, size) for code, _, _, size, _ in _CELLS), (PROVINCE_CELL, 3)]:
        by_cell[code] = []
        for place in range(size):
            number += 1
            name, sex = next(names)
            state = "Dự bị" if size > 10 and place == size - 1 else "Chính thức"
            if size > 14 and place == size - 2:
                state = "Miễn sinh hoạt"
            by_cell[code].append(DemoPerson(f"DV{number:04}", name, sex, code, state))
    made = Commune(by_cell)
    made.sheets["organisations"] = _organisations()
    made.sheets["members"] = [_member(p) for group in by_cell.values() for p in group]
    made.sheets["posts"] = [*_committee_posts(made), *_cell_posts(made)]
    made.sheets["charges"] = _charges(made)
    return made


def leaders(made: Commune) -> dict[str, DemoPerson]:
    """Who leads and serves the commune, by what they are."""
    return {
        "secretary": made.people["CB-01"][2],
        "deputy": made.people["CB-04"][2],
        "office": made.people["CB-07"][2],
        "overseer": made.people["CB-06"][2],
        "province": made.people[PROVINCE_CELL][0],
    }


def _organisations() -> list[dict[str, object]]:
    def row(code: str, name: str, kind: str, parent: str, **more: object) -> dict[str, object]:
        return {"code": code, "name": name, "kind": kind, "parent": parent, "since": SINCE} | more

    return [
        row(PROVINCE, PROVINCE_NAME, "Đảng bộ tỉnh", ""),
        row(PROVINCE_OFFICE, "Đảng bộ Văn phòng Tỉnh ủy", "Đảng bộ cơ sở khác", PROVINCE),
        row(PROVINCE_CELL, "Chi bộ Tổng hợp", "Chi bộ", PROVINCE_OFFICE, sector="Cơ quan"),
        row(COMMUNE, COMMUNE_NAME, "Đảng bộ xã", PROVINCE, meeting_day=MEETING_DAY),
        *(
            row(code, name, "Chi bộ", COMMUNE, sector=sector, cluster=cluster)
            for code, name, sector, _, cluster in _CELLS
        ),
    ]


def _member(person: DemoPerson) -> dict[str, object]:
    number = int(person.code[2:])
    return {
        "code": person.code,
        "full_name": person.name,
        "birth_date": date(1962, 1, 15) + timedelta(days=number * 67 % 14_000),
        "sex": person.sex,
        # A prefix that no network uses.
        "phone": f"0100{number:06}",
        "cell": person.cell,
        "belonging": "Chính thức",
        "since": SINCE,
        "state": person.state,
    }


def _post(person: DemoPerson, place: str, kind: str, body: str = "") -> dict[str, object]:
    return {
        "member": person.code,
        "organisation": place,
        "body": body,
        "kind": kind,
        "term": "2025 - 2030",
        "since": SINCE,
    }


def _committee_posts(made: Commune) -> list[dict[str, object]]:
    who = leaders(made)
    return [
        _post(who["secretary"], COMMUNE, "Bí thư"),
        _post(who["deputy"], COMMUNE, "Phó bí thư thường trực"),
        _post(who["office"], COMMUNE, "Văn phòng"),
        _post(who["overseer"], COMMUNE, "Ủy viên", "Ban Chấp hành đảng bộ"),
        *(
            _post(made.people[cell][2], COMMUNE, "Ủy viên", "Ban Chấp hành đảng bộ")
            for cell in ("CB-02", "CB-08", "CB-11")
        ),
        _post(who["province"], PROVINCE, "Cán bộ chuyên trách"),
    ]


def _cell_posts(made: Commune) -> list[dict[str, object]]:
    rows = []
    for code, _, _, size, _ in _CELLS:
        first, second, third, *_ = made.people[code]
        rows.append(_post(first, code, "Bí thư"))
        if size > 3:
            rows.append(_post(second, code, "Phó bí thư"))
        if cell_elects_committee(size, rulebook_on(SINCE).meetings):
            rows += [_post(one, code, "Ủy viên", "Chi ủy") for one in (first, second, third)]
    return rows


def _charges(made: Commune) -> list[dict[str, object]]:
    who = leaders(made)
    by_cluster = {
        "Cụm 1": made.people["CB-11"][2],
        "Cụm 2": made.people["CB-08"][2],
        # The cluster of the cell that meets tonight.
        "Cụm 3": who["overseer"],
        "Cụm 4": made.people["CB-02"][2],
    }
    return [
        {
            "member": person.code,
            "organisation": COMMUNE,
            "cluster": cluster,
            "duty": "Theo dõi, dự sinh hoạt",
            "decision": "12-QĐ/ĐU",
            "since": SINCE,
            "confirms": "Có",
        }
        for cluster, person in by_cluster.items()
    ]
