"""A walk through the app, from the row in the database to the workbook."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from nenep.access.personal import declared, undeclared
from nenep.access.scope import scope
from nenep.accounts import sent_forms
from nenep.accounts.tests.builders import an_account, log_in
from nenep.audit.models import Event
from nenep.bookshelf import actions, queries, waiting
from nenep.bookshelf.document_kinds import INVENTORY, inventory
from nenep.bookshelf.models import Book
from nenep.bookshelf.sheets import books as sheet
from nenep.commands.work import work_once
from nenep.core import clock
from nenep.core.errors import NotAllowed
from nenep.documents import kinds
from nenep.exchange import template
from nenep.exchange.actions import load
from nenep.exchange.extract import write_extract
from nenep.figures.periods import parse
from nenep.members.models import Member
from nenep.members.tests.builders import a_member, a_post, a_secretary_of, an_office_of
from nenep.notices.occasion import occasions
from nenep.notices.queries import notices_from_below
from nenep.organisations.tests.builders import EVERYTHING, NOW, TODAY, a_cell, a_commune, building
from nenep.reports import figures
from nenep.sheets.results import State
from nenep.tasks import queries as tasks
from nenep.today.asked import Asker

pytestmark = pytest.mark.django_db


class World:
    """A cell with two books, its secretary, the commune's office, and a cell beside it."""

    def __init__(self):
        self.commune = a_commune()
        self.cell = a_cell(self.commune)
        self.secretary = a_secretary_of(self.cell)
        self.office = an_office_of(self.commune)
        self.stranger = a_secretary_of(a_cell(self.commune, "Chi bộ Bên Sông"))
        self.page = reverse("bookshelf:shelf", args=[self.cell.pk])
        self.add("Sổ tay chi bộ", 2, date(2025, 7, 1))
        self.add("Điều lệ Đảng", 5, TODAY)

    def add(self, title, copies, added_on, actor=None):
        actor = actor or self.secretary
        with scope(actor):
            return actions.add_book(
                organisation_id=self.cell.pk, title=title, copies=copies, added_on=added_on,
                donor="", actor=actor, at=NOW,
            )  # fmt: skip


@pytest.fixture(autouse=True)
def _now():
    with clock.at(NOW):
        yield


@pytest.fixture(scope="class")
def world(built_once):
    def build():
        with clock.at(NOW):
            return World()

    return built_once(build)


@pytest.fixture
def client(world):
    holder = a_member(world.cell)
    a_post("deputy", world.cell, holder)
    return log_in(Client(raise_request_exception=False), an_account(holder))


def typed(**changes):
    book = {"title": "Lịch sử Đảng bộ", "added_on": TODAY.isoformat(), "copies": "3", "donor": ""}
    return {sent_forms.FIELD: str(uuid4())} | book | changes


def titles(response):
    return [row.title for row in response.context["asked"].rows]


class TestDeclarations:
    def test_are_whole(self):
        assert set(declared(Book)) == {"donor"}
        assert [one for one in undeclared() if one.startswith("bookshelf.")] == []
        call_command("makemigrations", "bookshelf", check=True, dry_run=True, verbosity=0)


class TestAction:
    def test_writes_and_records(self, world):
        with scope(world.secretary):
            seen = queries.books_of(actor=world.secretary, organisation=world.cell)
            assert [book.copies for book in seen.order_by("added_on")] == [2, 5]
        with building():
            assert Event.objects.filter(code="shelf.book_added").count() == 2

    def test_is_not_for_strangers_who_read_nothing(self, world):
        with pytest.raises((NotAllowed, actions.CannotKeepBook)):
            world.add("Sách lạ", 1, TODAY, world.stranger)
        with scope(world.stranger):
            assert not Book.objects.exists()

    def test_says_what_is_there_already(self, world):
        with pytest.raises(actions.CannotKeepBook, match="đã có sách này"):
            world.add("Điều lệ Đảng", 1, TODAY)


class TestTask:
    def test_is_given_to_the_cell_whose_secretary_finds_it(self, world):
        with scope(world.office):
            task = actions.ask_to_count(
                committee_id=world.commune.pk, organisation_id=world.cell.pk,
                due_on=TODAY + timedelta(days=7), actor=world.office, at=NOW,
            )  # fmt: skip
        asked = {"organisation_id": world.cell.pk}
        with scope(world.secretary):
            assert list(tasks.given_to(actor=world.secretary, **asked)) == [task]
        with scope(world.stranger):
            assert not tasks.given_to(actor=world.stranger, **asked).exists()


class TestPage:
    def test_shows_the_list_in_order_and_by_choice(self, world, client):
        assert titles(client.get(world.page)) == ["Sổ tay chi bộ", "Điều lệ Đảng"]
        assert titles(client.get(f"{world.page}?xep=-so-ban")) == ["Điều lệ Đảng", "Sổ tay chi bộ"]
        chosen = client.get(f"{world.page}?xem=moi")
        assert titles(chosen) == ["Điều lệ Đảng"]
        assert f'name="{sent_forms.FIELD}"' in chosen.content.decode()

    def test_is_not_there_for_strangers(self, world):
        holder = a_member(a_cell(world.commune, "Chi bộ Trên Núi"))
        client = log_in(Client(raise_request_exception=False), an_account(holder))
        assert client.get(world.page).status_code == 404
        assert client.post(world.page, typed()).status_code == 403

    def test_writes_once_what_is_sent_twice(self, world, client):
        sent = typed()
        answers = [client.post(world.page, sent) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        assert len(titles(client.get(world.page))) == 3

    @pytest.mark.parametrize(
        ("field", "value"),
        [("copies", "0"), ("added_on", (TODAY + timedelta(days=1)).isoformat())],
    )
    def test_refuses_beside_the_field_and_keeps_what_was_typed(self, world, client, field, value):
        answer = client.post(world.page, typed(**{field: value}))
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
        assert "Lịch sử Đảng bộ" in answer.content.decode()

    def test_gives_a_file_and_records_it(self, world, client):
        answer = client.get(f"{world.page}danh-sach.xlsx?xem=moi")
        lines = list(load_workbook(BytesIO(answer.content)).worksheets[0].values)
        assert [line[0] for line in lines] == ["Sách: nhận năm nay", "Tên sách", "Điều lệ Đảng"]
        with building():
            assert Event.objects.filter(code="shelf.exported").exists()


class TestDailyJob:
    def test_tells_the_committee_above_once_of_what_came_the_day_before(self, world):
        for hours in (0, 1):
            work_once(at=NOW + timedelta(days=1, hours=hours))
        with scope(world.office):
            [notice] = notices_from_below(actor=world.office)
        assert notice.subject == "Tủ sách có thêm «Điều lệ Đảng»"
        assert occasions()[notice.occasion].title == "Tủ sách"


class TestFigures:
    @pytest.mark.parametrize(("period", "value"), [("2026", 5), ("2026-12", 5), ("2025", 2)])
    def test_are_what_their_rows_come_to(self, world, period, value):
        asked = {"actor": EVERYTHING, "top": world.commune, "period": parse(period), "now": NOW}
        with building():
            answer = figures.answer(keys=["books.copies"], **asked)
            rows = figures.rows(key="books.copies", **asked)
        (shown,) = answer.figures
        assert shown.line.value == value == sum(row["value"] for row in rows)
        assert shown.line.rows == len(rows) == 1


class TestDocument:
    def test_is_a_kind_that_the_secretary_of_the_day_signs(self, world):
        assert kinds.declared()["shelf_inventory"] == (INVENTORY, inventory)
        with scope(world.secretary):
            books = queries.books_of(actor=world.secretary, organisation=world.cell)
            written = inventory(world.cell, books, at=NOW)
            holder = Member.objects.get(pk=world.secretary.member_id)
        assert written.type_name == "Danh mục"
        assert "Điều lệ Đảng: 5 bản" in written.body[0].entries
        assert (written.signatures[0].name, written.signatures[0].post) == (
            holder.full_name,
            "Bí thư",
        )


class TestSheet:
    def test_loads_and_writes_out_what_loads_as_the_same(self, world):
        row = {"organisation": world.cell.code, "added_on": TODAY, "donor": "Lò Văn Bình"}
        data, again = BytesIO(), BytesIO()
        new, counted = row | {"title": "Truyện", "copies": 4}, row | {"title": "Điều lệ Đảng"}
        template.write(data, {"books": [new, counted | {"copies": 6}]}, sheets=[sheet.SHEET])
        with scope(world.office):
            by = {"actor": world.office, "at": NOW}
            assert load(data=data.getvalue(), **by).counts["Tủ sách"][State.NEW] == 1
            assert Book.objects.get(title="Điều lệ Đảng").copies == 6
            write_extract(again, code=world.cell.code, reason="", **by)
            counts = load(data=again.getvalue(), **by).counts["Tủ sách"]
        assert counts == {State.NEW: 0, State.CHANGED: 0, State.SAME: 3, State.WRONG: 0}


class TestWaiting:
    def test_names_an_empty_shelf_to_its_keeper_until_a_book_stands_there(self):
        world = World()
        for keeper, waits in ((world.stranger, 1), (world.secretary, 0)):
            with scope(keeper):
                found = list(waiting.empty_shelf(Asker(keeper, NOW)))
            assert len(found) == waits
