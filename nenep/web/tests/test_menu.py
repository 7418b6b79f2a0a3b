"""Which sections a role has, under which names, and what stands under them."""

from dataclasses import dataclass, replace

import pytest
from django.test import RequestFactory
from django.urls import reverse

from nenep.access.actor import Actor
from nenep.access.roles import ROLES, permissions_of
from nenep.accounts.http import OpenedSession
from nenep.core import clock
from nenep.today.menu import MenuKind, MenuPage, MenuSection
from nenep.web import navigation
from nenep.web.sections import MOST_SECTIONS, SECTIONS, kind_of

# The names that people were promised, in this order.
PROMISED = {
    MenuKind.MEMBER: "Hôm nay · Chi bộ · Việc của tôi · Tài liệu · Của tôi",
    MenuKind.CELL: "Hôm nay · Buổi họp · Công việc · Đảng viên · Văn bản · Cuối năm · Số liệu",
    MenuKind.COMMITTEE: "Hôm nay · Chi bộ phụ trách · Họp đảng ủy · Công việc · Văn bản · Số liệu",
    MenuKind.LEADERS: (
        "Hôm nay · Chi bộ · Họp đảng ủy · Công việc · Văn bản · Tổ chức, đảng viên · Số liệu"
    ),
    MenuKind.PROVINCE: (
        "Hôm nay · Các xã · Công việc · Văn bản · Tổ chức · Quy định, mẫu · Số liệu"
    ),
}
# Under which nobody has a page yet.
EMPTY = {
    "cell_secretary": ["Cuối năm"],
    "commune_committee_member": ["Văn bản"],
    "overseer": ["Họp đảng ủy", "Văn bản"],
    "commune_leader": [],
    "commune_office": [],
    "province_officer": ["Văn bản"],
    "member": [],
}


@dataclass(frozen=True)
class Held:
    """A duty as a request carries it."""

    code: str
    role_code: str
    label: str = ""
    ranges: tuple = ()
    ancestors: tuple = ()
    organisation_id: int | None = 5


def acting_as(role: str, **more) -> Actor:
    """Somebody in a role, over organisation 5."""
    person = Actor(1, 1, label="", permissions=permissions_of(role), role_code=role)
    return replace(person, organisation_id=5, **more)


def menu_of(actor: Actor, path: str = "/", duties: tuple = (), present: str = ""):
    """The menu on a page."""
    request = RequestFactory().get(path)
    request.duties = duties
    request.opened = OpenedSession(1, 1, 1, "", False, present, False, clock.now())
    return navigation.menu(request, actor)


def labels(menu) -> list[str]:
    """The names of the sections shown."""
    return [section.label for section in menu.sections]


class TestSections:
    @pytest.mark.parametrize(("kind", "promised"), PROMISED.items())
    def test_have_the_promised_names_in_their_order(self, kind, promised):
        assert " · ".join(named.label for named in SECTIONS[kind]) == promised

    @pytest.mark.parametrize("kind", MenuKind)
    def test_are_seven_at_most(self, kind):
        assert 1 < len(SECTIONS[kind]) <= MOST_SECTIONS or kind is MenuKind.ADMINISTRATOR
        assert len({named.holds for named in SECTIONS[kind]}) == len(SECTIONS[kind])

    @pytest.mark.parametrize("role", ROLES)
    def test_of_each_role_are_seven_at_most_and_begin_with_today(self, role):
        shown = menu_of(acting_as(role))
        assert labels(shown)[0] == "Hôm nay"
        assert len(labels(shown)) <= MOST_SECTIONS
        assert len(shown.on_phone) <= 4

    @pytest.mark.parametrize(("role", "empty"), EMPTY.items())
    def test_without_a_page_are_not_shown(self, role, empty):
        promised = PROMISED[kind_of(role)].split(" · ")
        shown = menu_of(acting_as(role))
        assert labels(shown) == [label for label in promised if label not in empty]

    def test_of_several_desks_are_those_of_the_office(self):
        assert kind_of("desk_documents+desk_treasurer") is MenuKind.LEADERS
        assert kind_of("") is MenuKind.MEMBER

    @pytest.mark.parametrize("role", ROLES)
    def test_of_a_role_are_told_by_its_own_kind(self, role):
        assert (kind_of(role) is MenuKind.MEMBER) == (role in ("member", "meeting_runner"))


class TestPages:
    def test_stand_under_a_section_that_somebody_has(self):
        for page in navigation.pages():
            has = {named.holds for kind in page.kinds or MenuKind for named in SECTIONS[kind]} | {
                MenuSection.SETTINGS
            }
            assert has & set(page.sections), page.url_name

    def test_are_declared_once(self):
        found = [page.url_name for page in navigation.pages()]
        assert len(found) == len(set(found))

    def test_of_settings_stand_behind_the_gear_and_nowhere_else(self):
        office = menu_of(acting_as("commune_office"))
        behind = [page.label for page in office.settings.pages]
        assert behind == [
            "Cài đặt",
            "Tài khoản",
            "Ngày làm việc",
            "Quy định",
            "Mức riêng của đảng ủy",
            "Cách ghi thư",
            "Nhật ký",
            "Nạp bảng tính",
        ]
        assert office.behind_more[-1] is office.settings
        province = menu_of(acting_as("province_officer"))
        assert province.settings is None
        assert "Quy định, mẫu" in labels(province)

    def test_are_offered_to_those_who_may_open_them(self):
        nobody = menu_of(Actor(1, 1, label=""))
        assert labels(nobody) == ["Hôm nay", "Việc của tôi", "Của tôi"]
        manager = menu_of(acting_as("desk_members"))
        offered = [page.address for page in manager.settings.pages]
        assert reverse("accounts:list") in offered
        assert reverse("accounts:list") not in [page.address for page in nobody.settings.pages]

    def test_for_members_are_not_the_administrators(self):
        administrator = replace(acting_as("administrator"), member_id=None, organisation_id=None)
        assert labels(menu_of(administrator)) == ["Hôm nay", "Quy định, mẫu"]

    @pytest.mark.parametrize(
        ("path", "section", "page"),
        [
            ("/", "Hôm nay", "/"),
            ("/thong-bao/", "Hôm nay", "/thong-bao/"),
            ("/chi-bo/5/", "Buổi họp", "/chi-bo/5/"),
            ("/chi-bo/5/nam/2025/", "Buổi họp", "/chi-bo/5/"),
            ("/chi-bo/5/dang-vien/", "Đảng viên", "/chi-bo/5/dang-vien/"),
            ("/hop/12/chuan-bi/", "Buổi họp", "/chi-bo/5/"),
            ("/viec/", "Công việc", "/viec/"),
            ("/tai-khoan/mat-khau/", "", ""),
            ("/nhiem-vu/", "", ""),
        ],
    )
    def test_are_marked_where_the_present_one_belongs(self, path, section, page):
        shown = menu_of(acting_as("cell_secretary"), path)
        assert [one.label for one in shown.sections if one.is_here] == (
            [section] if section else []
        )
        here = [one.address for part in shown.sections for one in part.pages if one.is_here]
        assert here == ([page] if page else [])

    @pytest.mark.parametrize(
        ("path", "beside"),
        [
            ("/", None),
            ("/viec/", ["Giao việc", "Việc của tôi"]),
            ("/giao-viec/7/", ["Giao việc", "Việc của tôi"]),
            ("/hop/12/phong/diem-danh/", None),
            ("/chi-bo/5/dang-vien/", ["Đảng viên", "Chức vụ"]),
            ("/cai-dat/", None),
        ],
    )
    def test_beside_the_present_one_are_offered_with_it(self, path, beside):
        shown = menu_of(acting_as("cell_secretary"), path).beside
        assert (shown and [page.label for page in shown.pages]) == beside


class TestDuties:
    def test_of_the_same_kind_share_a_menu(self):
        duties = (Held("post:1", "commune_committee_member"), Held("charges", "overseer"))
        for present in duties:
            shown = menu_of(acting_as(present.role_code), duties=duties, present=present.code)
            assert labels(shown) == [
                "Hôm nay",
                "Chi bộ phụ trách",
                "Họp đảng ủy",
                "Công việc",
                "Số liệu",
            ]
            cells = next(one for one in shown.sections if one.label == "Chi bộ phụ trách").first
            bodies = next(one for one in shown.sections if one.label == "Họp đảng ủy").first
            # The cells one looks after are the other duty's, the committee's meetings this one's.
            assert cells.duty == ("" if present.code == "charges" else "charges")
            assert bodies.duty == ("post:1" if present.code == "charges" else "")

    def test_of_another_kind_add_nothing(self):
        duties = (Held("post:1", "cell_secretary"), Held("charges", "overseer"))
        shown = menu_of(acting_as("cell_secretary"), duties=duties, present="post:1")
        assert "Chi bộ phụ trách" not in labels(shown)
        assert {page.duty for section in shown.sections for page in section.pages} == {""}

    def test_find_a_page_only_where_a_role_may_open_it(self):
        page = MenuPage("", "web:start", (), not_for=frozenset({"desk_members"}))
        assert not page.is_open_to(acting_as("desk_members"))
        assert page.is_open_to(acting_as("desk_documents"))
