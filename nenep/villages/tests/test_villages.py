"""Villages from the row in the database to the workbook."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from nenep.access.scope import scope
from nenep.accounts import sent_forms
from nenep.accounts.tests.builders import an_account, log_in
from nenep.audit.models import Event
from nenep.core import clock
from nenep.core.errors import NotAllowed
from nenep.exchange import template
from nenep.exchange.actions import load
from nenep.exchange.extract import write_extract
from nenep.figures.periods import parse
from nenep.members.tests.builders import a_member, a_post, a_secretary_of, an_office_of
from nenep.organisations.actions import dissolve
from nenep.organisations.tests.builders import (
    EVERYTHING,
    NOW,
    TODAY,
    a_cell,
    a_commune,
    a_province,
    building,
)
from nenep.reports import figures
from nenep.sheets.refusal import CannotLoad
from nenep.sheets.results import State
from nenep.villages import actions
from nenep.villages.models import Village
from nenep.villages.sheets.villages import SHEET

pytestmark = pytest.mark.django_db
LONG_AGO = date(2020, 1, 1)
UNSAID = {"households": None, "head_is_member": None, "deputy_is_member": None}


def enter(commune, code, cell=None, *, since=LONG_AGO, actor=EVERYTHING, **said):
    with building(actor):
        return actions.enter_village(
            organisation_id=commune.pk,
            code=code,
            name=said.pop("name", f"Bản {code}"),
            since=since,
            cell_id=cell.pk if cell else None,
            actor=actor,
            at=NOW,
            **said,
        )


def change(village, on, *, name="Bản Mới", cell=None, actor=EVERYTHING, **said):
    with building(actor):
        return actions.change_village(
            village_id=village.pk,
            on=on,
            name=name,
            cell_id=cell.pk if cell else None,
            actor=actor,
            at=NOW,
            **UNSAID | said,
        )


def end(village, on, **said):
    with building():
        return actions.end_village(village_id=village.pk, on=on, actor=EVERYTHING, at=NOW, **said)


def take_back(village):
    with building():
        return actions.take_back_village(village_id=village.pk, actor=EVERYTHING, at=NOW)


def answered(top, *keys, period="2026-12", actor=EVERYTHING):
    with building(actor):
        return figures.answer(actor=actor, top=top, period=parse(period), now=NOW, keys=keys)


def value(top, key, **asked):
    (shown,) = answered(top, key, **asked).totals()
    return shown.line.value


@pytest.fixture(autouse=True)
def _now():
    with clock.at(NOW):
        yield


@pytest.fixture
def commune():
    return a_commune()


class TestEnterVillage:
    def test_is_recorded(self, commune):
        enter(commune, "B1")
        with building():
            assert Event.objects.filter(code="village.entered").count() == 1

    def test_refuses_a_code_twice_in_a_commune_but_not_in_another(self, commune):
        enter(commune, "B1")
        enter(a_commune(name="Đảng bộ xã Khác"), "B1")
        with pytest.raises(actions.CannotKeepVillage, match="đã có thôn, bản mang mã này"):
            enter(commune, "B1")

    def test_refuses_a_cell_of_another_commune(self, commune):
        with pytest.raises(actions.CannotKeepVillage, match="phải thuộc xã"):
            enter(commune, "B1", a_cell())

    def test_refuses_a_day_to_come_and_a_cell_as_commune(self, commune):
        with pytest.raises(actions.CannotKeepVillage, match="phía trước"):
            enter(commune, "B1", since=TODAY + timedelta(days=1))
        with pytest.raises(actions.CannotKeepVillage, match="chỉ ghi ở đảng bộ xã"):
            enter(a_cell(commune), "B1")

    def test_is_not_for_the_secretary_of_a_cell(self, commune):
        secretary = a_secretary_of(a_cell(commune))
        with pytest.raises((NotAllowed, actions.CannotKeepVillage)), scope(secretary):
            actions.enter_village(
                organisation_id=commune.pk, code="B1", name="Bản", since=LONG_AGO,
                actor=secretary, at=NOW,
            )  # fmt: skip


class TestChangeVillage:
    def test_keeps_what_was(self, commune):
        village = enter(commune, "B1", households=40)
        change(village, date(2026, 3, 1), households=50)
        with building():
            assert [
                (one.valid_from, one.valid_to, one.name, one.households)
                for one in village.states.order_by("valid_from")
            ] == [
                (LONG_AGO, date(2026, 3, 1), "Bản B1", 40),
                (date(2026, 3, 1), None, "Bản Mới", 50),
            ]

    def test_corrects_what_began_that_day(self, commune):
        village = enter(commune, "B1", households=40)
        change(village, LONG_AGO, households=50)
        with building():
            assert [one.households for one in village.states.all()] == [50]

    def test_refuses_a_day_before_the_last_change_or_the_village(self, commune):
        village = enter(commune, "B1")
        change(village, date(2026, 3, 1))
        with pytest.raises(actions.CannotKeepVillage, match="Đã ghi thay đổi từ ngày 01/03/2026"):
            change(village, date(2026, 2, 1))
        with pytest.raises(actions.CannotKeepVillage, match="không có"):
            change(village, LONG_AGO - timedelta(days=1))


class TestEndAndTakeBack:
    def test_two_villages_merge_and_come_back_one_after_the_other(self, commune):
        first, second = enter(commune, "B1"), enter(commune, "B2")
        change(first, date(2026, 3, 1), households=9)
        end(first, date(2026, 7, 1), merged_into_id=second.pk, decision="12-NQ/HĐND")
        with pytest.raises(actions.CannotKeepVillage, match="đã nhập vào đây"):
            take_back(second)
        assert take_back(first) == "kết thúc sau ngày 30/06/2026"
        assert take_back(first) == "thay đổi từ ngày 01/03/2026"
        assert take_back(first) == "thêm thôn, bản này"
        take_back(second)
        with building():
            assert not Village.objects.exists()
            assert Event.objects.filter(code="village.taken_back").count() == 4

    def test_refuses_to_merge_into_itself_another_communes_or_one_that_is_gone(self, commune):
        village, gone = enter(commune, "B1"), enter(commune, "B2")
        elsewhere = enter(a_commune(name="Đảng bộ xã Khác"), "B3")
        end(gone, date(2026, 1, 1))
        for into in (village, gone, elsewhere):
            with pytest.raises(actions.CannotKeepVillage, match="thôn, bản khác của xã"):
                end(village, date(2026, 7, 1), merged_into_id=into.pk)
        with pytest.raises(actions.CannotKeepVillage, match="đã kết thúc"):
            end(gone, date(2026, 7, 1))


class TestFigures:
    def test_every_village_of_the_third_article_has_a_cell(self):
        """Xã Bản Hon: nine rural cells, three of schools, one of the health station (case 003)."""
        commune = a_commune(name="Đảng bộ xã Bản Hon")
        for number in range(9):
            enter(commune, f"B{number}", a_cell(commune, f"Chi bộ {number}"))
        for number, sector in enumerate(["school", "school", "school", "health"]):
            a_cell(commune, f"Chi bộ cơ quan {number}", sector=sector)
        assert value(commune, "organisations.cells") == 13
        assert value(commune, "villages.total") == 9
        assert value(commune, "villages.with_cell") == 9
        assert value(commune, "villages.with_cell_share") == 100

    def test_of_a_province_add_up_and_rank_its_communes(self):
        province = a_province()
        first, second = a_commune(province), a_commune(province, "Đảng bộ xã Khác")
        enter(first, "B1", a_cell(first))
        enter(first, "B2")
        enter(second, "B1")
        assert value(province, "villages.total") == 3
        assert value(province, "villages.with_cell_share") * 3 == 100
        with building():
            ranked = figures.ranking(
                actor=EVERYTHING, top=province, period=parse("2026-12"), now=NOW,
                key="villages.total", convention=figures.Convention(),
            )  # fmt: skip
        assert [one.line.value for one in ranked.units] == [2, 1]

    @pytest.mark.parametrize("key", ["total", "with_cell", "with_cell_share", "without_member"])
    def test_none_entered_is_unknown_not_zero(self, commune, key):
        assert value(commune, f"villages.{key}") is None

    def test_follow_the_day(self, commune):
        cell = a_cell(commune)
        village = enter(commune, "B1", since=date(2025, 3, 1))
        change(village, date(2026, 3, 1), cell=cell)
        end(village, date(2026, 10, 1))
        found = [
            value(commune, "villages.with_cell", period=period)
            for period in ("2025-02", "2025-12", "2026-06", "2026-11")
        ]
        assert found == [None, 0, 1, None]

    def test_a_cell_that_is_gone_covers_nothing(self, commune):
        cell = a_cell(commune)
        enter(commune, "B1", cell)
        with building():
            dissolve(organisation_id=cell.pk, on=date(2026, 11, 1), actor=EVERYTHING, at=NOW)
        assert value(commune, "villages.with_cell", period="2026-10") == 1
        assert value(commune, "villages.with_cell") == 0

    def test_without_a_member_is_known_only_where_it_was_said(self, commune):
        cell = a_cell(commune)
        a_member(cell)
        enter(commune, "B1", cell)
        enter(commune, "B2", head_is_member=True)
        enter(commune, "B3", head_is_member=False)
        assert value(commune, "villages.without_member") == 1
        with building():
            (row,) = figures.rows(
                actor=EVERYTHING, top=commune, period=parse("2026-12"), now=NOW,
                key="villages.without_member",
            )  # fmt: skip
        assert row["code"] == "B3"
        enter(commune, "B4")
        assert value(commune, "villages.without_member") is None

    def test_heads_are_told_apart_by_role_and_member(self, commune):
        assert value(commune, "villages.heads") is None
        enter(commune, "B1", head_is_member=True, deputy_is_member=True)
        enter(commune, "B2", head_is_member=True, deputy_is_member=False)
        enter(commune, "B3", head_is_member=False)
        found = {one.line.by: one.line.value for one in answered(commune, "villages.heads").figures}
        assert found[()] == 5
        assert found[("role", "head"),] == 3
        assert found[("member", "yes"),] == 3
        assert found[("role", "head"), ("member", "yes")] == 2
        assert found[("role", "deputy"), ("member", "no")] == 1

    def test_are_unknown_to_who_may_not_see_villages(self, commune):
        enter(commune, "B1")
        cell = a_cell(commune)
        assert "villages.total" not in {
            one.line.figure.key for one in answered(cell).figures
        }  # nothing of a cell


class TestSheet:
    def row(self, place, code="B1", **said):
        return {
            "code": code, "name": "Bản Một", "commune": place.code, "since": LONG_AGO,
        } | said  # fmt: skip

    def load(self, commune, *rows, actor=None):
        data = BytesIO()
        template.write(data, {"villages": list(rows)}, sheets=[SHEET])
        actor = actor or an_office_of(commune)
        with scope(actor):
            return load(data=data.getvalue(), actor=actor, at=NOW).counts["Thôn, bản"]

    def problems(self, commune, *rows, actor=None):
        with pytest.raises(CannotLoad) as refused:
            self.load(commune, *rows, actor=actor)
        return [(one.sheet, one.row, one.heading, one.sentence) for one in refused.value.problems]

    def test_has_the_columns_of_the_office(self):
        assert [one.heading for one in SHEET.columns] == [
            "Mã", "Tên", "Xã mã", "Chi bộ mã", "Số hộ", "Trưởng là đảng viên",
            "Phó là đảng viên", "Từ ngày", "Đến ngày",
        ]  # fmt: skip

    def test_enters_changes_ends_and_comes_out_as_the_same(self, commune):
        cell, office = a_cell(commune), an_office_of(commune)
        full = {"cell": cell.code, "households": 85, "head_is_member": "Có"}
        gone = self.row(commune, "B2", name="Bản Hai", until=date(2026, 6, 30))
        assert self.load(commune, self.row(commune, **full), gone)[State.NEW] == 2
        assert self.load(commune, self.row(commune, households=90))[State.CHANGED] == 1
        with building():
            village = Village.objects.get(code="B1")
            old, new = village.states.order_by("valid_from")
            assert (old.households, old.valid_to) == (85, TODAY)
            assert (new.households, new.cell_id, new.head_is_member) == (90, cell.pk, True)
            assert Village.objects.get(code="B2").valid_to == date(2026, 7, 1)
        again = BytesIO()
        with scope(office):
            write_extract(again, code=commune.code, reason="", actor=office, at=NOW)
            counts = load(data=again.getvalue(), actor=office, at=NOW).counts["Thôn, bản"]
        assert (counts[State.SAME], counts[State.NEW], counts[State.CHANGED]) == (2, 0, 0)
        ends = self.row(commune, until=TODAY)
        assert self.load(commune, ends)[State.CHANGED] == 1

    def test_says_all_that_is_wrong_by_sheet_row_and_column(self, commune):
        elsewhere = a_cell(a_commune(name="Đảng bộ xã Khác"))
        cell = a_cell(commune)
        found = self.problems(
            commune,
            self.row(commune, until=LONG_AGO - timedelta(days=1)),
            self.row(commune),
            self.row(commune, "B3", commune="KHONG-CO"),
            self.row(commune, "B4", commune=cell.code),
            self.row(commune, "B5", cell=commune.code),
            self.row(commune, "B6", cell=elsewhere.code),
            self.row(commune, "B7", since=TODAY + timedelta(days=1)),
            self.row(commune, "B8", households="nhiều", head_is_member="có lẽ"),
        )
        first = min(row for _, row, _, _ in found)
        assert {(row - first, heading) for _, row, heading, _ in found} == {
            (0, "Đến ngày"), (1, "Mã"), (2, "Xã mã"), (3, "Xã mã"), (4, "Chi bộ mã"),
            (5, "Chi bộ mã"), (6, "Từ ngày"), (7, "Số hộ"), (7, "Trưởng là đảng viên"),
        }  # fmt: skip
        assert {sheet for sheet, *_ in found} == {"Thôn, bản"}

    def test_refuses_what_is_recorded_otherwise(self, commune):
        village = enter(commune, "B1")
        [(*_, heading, said)] = self.problems(
            commune, self.row(commune, since=TODAY, name="Bản B1")
        )
        assert (heading, "Đã ghi có từ ngày 01/01/2020" in said) == ("Từ ngày", True)
        [(*_, heading, _)] = self.problems(commune, self.row(commune, until=TODAY))
        assert heading == "Đến ngày"
        end(village, date(2026, 7, 1))
        [(*_, heading, said)] = self.problems(commune, self.row(commune))
        assert (heading, "đã kết thúc, ngày cuối 30/06/2026" in said) == ("Mã", True)

    def test_is_refused_out_of_reach(self, commune):
        office = an_office_of(a_commune(name="Đảng bộ xã Khác"))
        [(*_, heading, said)] = self.problems(commune, self.row(commune), actor=office)
        assert (heading, "ngoài phạm vi" in said) == ("Xã mã", True)


class TestPages:
    @pytest.fixture
    def office(self, commune):
        holder = a_member(a_cell(commune, "Chi bộ Văn phòng"))
        a_post("office", commune, holder)
        return log_in(Client(raise_request_exception=False), an_account(holder))

    def typed(self, **said):
        return {sent_forms.FIELD: str(uuid4())} | said

    def test_enters_changes_ends_and_takes_back(self, commune, office):
        cell = a_cell(commune)
        add = reverse("villages:add", args=[commune.pk])
        new = {"code": "B1", "name": "Bản Một", "cell_id": "", "since": "2020-01-01"}
        assert office.get(add).status_code == 200
        assert office.post(add, self.typed(**new)).status_code == 302
        with building():
            village = Village.objects.get()
        page = reverse("villages:village", args=[village.pk])
        changed = {"name": "Bản Hai", "cell_id": cell.pk, "households": "85", "on": "2026-12-01"}
        changed |= {"head_is_member": "yes", "deputy_is_member": ""}
        assert office.post(page, self.typed(**changed)).status_code == 302
        shown = office.get(page).content.decode()
        assert cell.name in shown
        assert "Hoàn tác: thay đổi từ ngày 01/12/2026" in shown
        listed = office.get(reverse("villages:villages", args=[commune.pk])).content.decode()
        assert "Bản Hai" in listed
        assert office.post(page, self.typed(ends="1", on="2026-12-02")).status_code == 302
        listed = office.get(reverse("villages:villages", args=[commune.pk])).content.decode()
        assert "Đã kết thúc" in listed
        back = reverse("villages:take_back", args=[village.pk])
        for _ in range(3):
            assert office.post(back, self.typed()).status_code == 302
        with building():
            assert not Village.objects.exists()

    def test_refuses_beside_the_field_and_keeps_what_was_typed(self, commune, office):
        village = enter(commune, "B1")
        page = reverse("villages:village", args=[village.pk])
        answer = office.post(page, self.typed(name="Bản Lạ", on="2019-01-01"))
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["on"]
        assert "Bản Lạ" in answer.content.decode()

    def test_gives_a_file(self, commune, office):
        enter(commune, "B1", households=85)
        answer = office.get(reverse("villages:file", args=[commune.pk, "xlsx"]))
        lines = list(load_workbook(BytesIO(answer.content)).worksheets[0].values)
        assert any(line[:2] == ("B1", "Bản B1") for line in lines)

    def test_is_not_there_for_the_secretary_of_a_cell_nor_for_strangers(self, commune):
        village = enter(commune, "B1")
        for cell in (a_cell(commune), a_cell(a_commune(name="Đảng bộ xã Khác"))):
            holder = a_member(cell)
            a_post("secretary", cell, holder)
            client = log_in(Client(raise_request_exception=False), an_account(holder))
            for name, pk in (
                ("villages", commune.pk),
                ("add", commune.pk),
                ("village", village.pk),
            ):
                assert client.get(reverse(f"villages:{name}", args=[pk])).status_code == 404

    def test_asks_as_often_for_many_as_for_few(
        self, commune, office, django_assert_max_num_queries
    ):
        for number in range(30):
            enter(commune, f"B{number:02}")
        with django_assert_max_num_queries(30):
            office.get(reverse("villages:villages", args=[commune.pk]))
