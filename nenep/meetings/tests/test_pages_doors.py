"""Every address of meetings: who is not logged in, and the neighbour's secretary."""

import pytest
from django.test import Client
from django.urls import reverse

from nenep.core import clock
from nenep.meetings.tests.builders import a_cast, a_meeting, a_signed_meeting
from nenep.meetings.tests.test_papers import add
from nenep.meetings.tests.visitors import a_browser, a_visitor
from nenep.meetings.urls import urlpatterns
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.models import Organisation
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, a_province, building

pytestmark = pytest.mark.django_db

# Everybody who is logged in has these pages, each with one's own rows.
OWN = {"own_tasks", "own_notices", "month_now", "month", "plan_year"}
POSTS = {
    "plan_meeting",
    "plan_year",
    "change_item",
    "remove_paper",
    "give_notice",
    "answer",
    "command",
    "correct",
}
SIGNED = {"minutes", "entry", "download", "correct"}
NAMES = sorted(pattern.name for pattern in urlpatterns)


@pytest.fixture(autouse=True)
def _evening():
    with clock.at(NOW):
        yield


class World:
    """One cell with a meeting ahead and a signed one, and every address of theirs."""

    def __init__(self) -> None:
        self.cast = a_cast(a_cell(a_commune(a_province()), "Chi bộ Thẳm Mây"))
        self.meeting = a_meeting(self.cast, kind="extraordinary")
        self.paper = add(self.meeting, self.cast.secretary_actor)
        self.signed, self.entry = a_signed_meeting(self.cast)
        with building():
            self.item = self.signed.items.first()

    def address(self, name: str) -> str:
        pk = self.signed.pk if name in SIGNED else self.meeting.pk
        more = {
            "cell": [self.cast.cell.pk],
            "cell_year": [self.cast.cell.pk, 2026],
            "plan_meeting": [self.cast.cell.pk],
            "book": [self.cast.cell.pk],
            "book_export": [self.cast.cell.pk],
            "month": [2026, 12],
            "change_item": [pk, self.item.pk],
            "paper": [pk, self.paper.pk],
            "remove_paper": [pk, self.paper.pk],
            "room_step": [pk, "diem-danh"],
            "entry": [pk, 1],
            "download": [pk, 1, "bien-ban", "pdf"],
        }
        return reverse(f"meetings:{name}", args=more.get(name, [] if name in OWN else [pk]))

    def visit(self, client: Client, name: str):
        address = self.address(name)
        return client.post(address) if name in POSTS else client.get(address)


@pytest.mark.parametrize("name", NAMES)
class TestDoor:
    def test_asks_who_is_not_logged_in(self, name):
        response = World().visit(a_browser(), name)

        if name in POSTS:
            assert response.status_code == 401
        else:
            assert response.status_code == 302
            assert response["Location"].startswith("/dang-nhap/")

    def test_is_not_there_for_the_neighbours_secretary(self, name):
        world = World()
        stranger = a_visitor(a_cast().secretary)

        response = world.visit(stranger, name)

        if name in OWN:
            assert world.cast.cell.name not in response.content.decode()
            assert response.status_code in (200, 302)
        else:
            assert response.status_code == (403 if name in POSTS else 404)

    def test_opens_for_the_secretary(self, name):
        world = World()

        response = world.visit(a_visitor(world.cast.secretary), name)

        # A form sent empty is answered with what is missing, or leads back with a sentence.
        assert response.status_code in (200, 302, 422), response.content.decode()[-600:]


@pytest.mark.parametrize("name", NAMES)
class TestProvince:
    """Figures, and nothing that names a member."""

    def test_sees_no_member(self, name):
        world = World()
        office = a_cell(a_commune(province_of(world), "Đảng bộ cơ quan"), "Chi bộ VP")
        # The page names the visitor; nobody else is called so.
        officer = a_member(office, "Hoàng Thị Tỉnh")
        a_post("officer", province_of(world), officer)

        response = world.visit(a_visitor(officer), name)

        page = response.content.decode(errors="replace")
        for member in (world.cast.secretary, world.cast.minute_taker, *world.cast.members):
            assert member.full_name not in page
        if name in {"month", "month_now", "cell", "cell_year"}:
            assert response.status_code == 200
            assert world.cast.cell.name in page or name == "month_now"


def province_of(world: World):
    with building():
        return Organisation.objects.get(pk=int(world.cast.cell.scope_key.split("/")[0]))


class TestOddAddresses:
    @pytest.mark.parametrize(
        "address",
        [
            "/chi-bo/{cell}/nam/0/",
            "/chi-bo/{cell}/nam/99999/",
            "/chi-bo/{cell}/nam/9999999999999999999999/",
            "/chi-bo/99999999999999999999999/",
            "/thang/0/1/",
            "/thang/2026/13/",
            "/thang/2026/0/",
            "/thang/99999/1/",
            "/thang/9999/12/",
            "/hop/99999999999999999999999/",
            "/hop/{meeting}/phong/khong-co/",
            "/hop/{meeting}/bien-ban/99999999999999999999/",
            "/hop/{meeting}/bien-ban/1/bien-ban.exe",
            "/hop/{meeting}/bien-ban/1/khac.pdf",
            "/hop/{meeting}/tai-lieu/99999999999999999999/",
        ],
    )
    def test_lead_nowhere_in_words(self, address):
        world = World()
        found = address.format(cell=world.cast.cell.pk, meeting=world.signed.pk)

        response = a_visitor(world.cast.secretary).get(found)

        assert response.status_code in (302, 404)
