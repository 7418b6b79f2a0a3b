"""Every address of meetings: who is not logged in, and the neighbour's secretary."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from nenep.core import clock
from nenep.meetings.models import Meeting
from nenep.meetings.paper.code import sheet_code
from nenep.meetings.tests.agenda.test_papers import add
from nenep.meetings.tests.builders import a_cast, a_meeting, a_promise, a_signed_meeting
from nenep.meetings.tests.visitors import a_browser, a_visitor
from nenep.meetings.urls import urlpatterns
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.models import Organisation
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, a_province, building

pytestmark = pytest.mark.django_db

# Everybody who is logged in has these pages, each with one's own rows.
OWN = {
    "own_tasks",
    "own_notices",
    "plan_year",
    "find_sheet",
    "calendar",
    "calendar_of",
    "calendar_file",
    "calendar_list",
    "calendar_list_file",
    "topics_lacking",
    "topics_lacking_in",
}
POSTS = {
    "plan_meeting",
    "plan_year",
    "change_item",
    "remove_paper",
    "give_notice",
    "send_again",
    "answer",
    "command",
    "confirm_score",
    "correct",
    "withdraw_correction",
    "paper_signature",
    "report_task",
    "settle_task",
}
# For whoever comes: an empty shell, and whether a printed code is in a book.
OPEN = {"check", "room_shell", "sign_with_code"}
SIGNED = {"minutes", "entry", "download", "correct", "withdraw_correction"}
# No cell's: test_pages_committees.py.
COMMITTEES = {
    "bodies_now",
    "bodies",
    "bodies_year",
    "plan_body_meeting",
    "body_book",
    "body_book_export",
    "invitees",
    "change_invitee",
}
NAMES = sorted({pattern.name for pattern in urlpatterns} - OPEN - COMMITTEES)


@pytest.fixture(autouse=True)
def _evening():
    with clock.at(NOW):
        yield


class World:
    """One cell with a meeting ahead and a signed one, and every address of theirs."""

    def __init__(self) -> None:
        self.cast = a_cast(a_cell(a_commune(a_province()), "Chi bộ Thẳm Mây"))
        self.meeting = a_meeting(self.cast, kind="extraordinary")
        self.task = a_promise(self.cast)
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
            "calendar_of": [2026, 12],
            "calendar_list": [2026, 12],
            "calendar_list_file": [2026, 12, "docx"],
            "topics": [self.cast.cell.pk],
            "topics_of_year": [self.cast.cell.pk, 2026],
            "topics_lacking_in": [2026, 4],
            "meeting_day": [self.cast.cell.pk],
            "consultation_file": [pk, "pdf"],
            "change_item": [pk, self.item.pk],
            "notice_file": [pk, "thong-bao", "pdf"],
            "paper": [pk, self.paper.pk],
            "remove_paper": [pk, self.paper.pk],
            "report_task": [self.task.pk],
            "settle_task": [self.task.pk],
            "enter_by_code": [sheet_code(pk)],
            "room_step": [pk, "diem-danh"],
            "entry": [pk, 1],
            "download": [pk, 1, "bien-ban", "pdf"],
        }
        return reverse(f"meetings:{name}", args=more.get(name, [] if name in OWN else [pk]))

    def visit(self, client: Client, name: str) -> HttpResponse:
        address = self.address(name)
        return client.post(address) if name in POSTS else client.get(address)

    def visit_all(self, client: Client) -> dict[str, HttpResponse]:
        """Visit every address, by its name; writing ones are sent empty."""
        return {name: self.visit(client, name) for name in NAMES}


@pytest.fixture(scope="class")
def world(built_once):
    """Built once: visitors change nothing that another visitor is shown."""
    return built_once(World)


def statuses(answers: dict[str, HttpResponse]) -> dict[str, int]:
    return {name: answer.status_code for name, answer in answers.items()}


class TestEveryAddress:
    def test_asks_who_is_not_logged_in(self, world):
        answers = world.visit_all(a_browser())

        assert statuses(answers) == {name: 401 if name in POSTS else 302 for name in NAMES}
        for name in set(NAMES) - POSTS:
            assert answers[name]["Location"].startswith("/dang-nhap/")

    def test_is_not_there_for_the_neighbours_secretary(self, world):
        answers = world.visit_all(a_visitor(a_cast().secretary))

        others = {name: 403 if name in POSTS else 404 for name in set(NAMES) - OWN}
        # A code of another cell is as good as none.
        others["enter_by_code"] = 422
        assert {n: s for n, s in statuses(answers).items() if n not in OWN} == others
        for name in OWN:
            assert answers[name].status_code in (200, 302)
            page = answers[name].content.decode(errors="replace")
            assert world.cast.cell.name not in page
        with building():
            assert Meeting.objects.get(pk=world.meeting.pk).state == "planned"
            assert Meeting.objects.get(pk=world.signed.pk).state == "signed"

    def test_opens_for_the_secretary(self, world):
        answers = world.visit_all(a_visitor(world.cast.secretary))

        # A form sent empty is answered with what is missing, or leads back with a sentence.
        wrong = {n: s for n, s in statuses(answers).items() if s not in (200, 302, 422)}
        # Nothing to sign before the meeting, nothing agreed on yet; a report is the holder's own.
        assert wrong == {"draft": 404, "consultation_file": 404, "report_task": 403}

    def test_names_no_member_to_the_province(self, world):
        office = a_cell(a_commune(province_of(world), "Đảng bộ cơ quan"), "Chi bộ VP")
        # The page names the visitor; nobody else is called so.
        officer = a_member(office, "Hoàng Thị Tỉnh")
        a_post("officer", province_of(world), officer)

        answers = world.visit_all(a_visitor(officer))

        for answer in answers.values():
            page = answer.content.decode(errors="replace")
            for member in (world.cast.secretary, world.cast.minute_taker, *world.cast.members):
                assert member.full_name not in page
        for name in ("cell", "cell_year"):
            assert answers[name].status_code == 200
            assert world.cast.cell.name in answers[name].content.decode()


def province_of(world: World) -> Organisation:
    with building():
        return Organisation.objects.get(pk=int(world.cast.cell.scope_key.split("/")[0]))


ODD = (
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
)


class TestOddAddresses:
    def test_lead_nowhere_in_words(self, world):
        secretary = a_visitor(world.cast.secretary)

        for address in ODD:
            found = address.format(cell=world.cast.cell.pk, meeting=world.signed.pk)
            assert secretary.get(found).status_code in (302, 404), found
