"""Plain SQL as the web role against what belongs to imports."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from nenep.access.scope import scope
from nenep.exchange import actions
from nenep.exchange.models import ImportDraft
from nenep.exchange.tests.workbooks import a_cell_row, a_meeting_row, a_member_row, a_workbook
from nenep.meetings.models import Facts, Meeting
from nenep.members.models import Member
from nenep.members.tests.builders import a_member, a_secretary_of, an_office_of
from nenep.organisations.models import Organisation
from nenep.organisations.tests.attacks import refused, run
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, building

pytestmark = pytest.mark.django_db

_INSERT = (
    "INSERT INTO exchange_importdraft "
    "(account_id, filename, data, preview, created_at, expires_at) "
    "VALUES (%s, 'x.xlsx', '', '{}', now(), now() + interval '1 day')"
)


@pytest.fixture
def office():
    return an_office_of(a_commune())


def a_draft(office):
    with scope(office):
        return actions.keep_draft(data=a_workbook({}), filename="a.xlsx", actor=office, at=NOW)


class TestDrafts:
    def test_import_draft_is_own(self, office):
        refused("import_draft_is_own", _INSERT, office.account_id + 1, by=office)

    def test_web_insert_needs_the_permission(self):
        secretary = a_secretary_of(a_cell())
        refused("policy", _INSERT, secretary.account_id, by=secretary)

    def test_web_select_shows_ones_own_only(self, office):
        a_draft(office)
        colleague = an_office_of(a_commune(name="Đảng bộ xã Khác"))
        assert run("SELECT count(*) FROM exchange_importdraft", by=colleague) == [(0,)]
        assert run("SELECT count(*) FROM exchange_importdraft", by=office) == [(1,)]

    def test_nobody_changes_or_deletes_rows(self, office):
        a_draft(office)
        refused("grant", "UPDATE exchange_importdraft SET filename = ''", by=office)
        refused("grant", "DELETE FROM exchange_importdraft", by=office)

    @pytest.mark.parametrize("column", ["done", "total"])
    def test_count_no_less_than_nothing(self, office, column):
        named = _INSERT.replace("(account_id,", f"({column}, account_id,")
        insert = named.replace("VALUES (%s,", "VALUES (-1, %s,")
        name = {
            "done": "exchange_importdraft_done_check",
            "total": "exchange_importdraft_total_check",
        }
        refused(name[column], insert, office.account_id, by=office)

    def test_one_an_account(self, office):
        a_draft(office)
        refused("exchange_importdraft_account_id_key", _INSERT, office.account_id, by=office)

    def test_exchange_forget_drafts_leaves_those_of_others(self, office):
        a_draft(office)
        colleague = an_office_of(a_commune(name="Đảng bộ xã Khác"))
        # A moment in the future does not make others' drafts old.
        forgotten = run("SELECT exchange_forget_drafts('2100-01-01')", by=colleague)
        assert forgotten == [(0,)]
        assert run("SELECT exchange_forget_drafts(now())", by=office) == [(1,)]

    def test_too_old_ones_go_whoever_asks(self, office):
        with scope(office):
            actions.keep_draft(
                data=a_workbook({}),
                filename="a.xlsx",
                actor=office,
                at=NOW - timedelta(days=4000),
            )
        colleague = an_office_of(a_commune(name="Đảng bộ xã Khác"))
        assert run("SELECT exchange_forget_drafts(now())", by=colleague) == [(1,)]

    def test_exchange_note_draft_and_exchange_tell_draft_leave_those_of_others(self, office):
        draft = a_draft(office)
        colleague = an_office_of(a_commune(name="Đảng bộ xã Khác"))
        note = "SELECT exchange_note_draft(%s, 'loaded', 'x', '{}', true)"
        tell = "SELECT exchange_tell_draft(%s, 'Tổ chức', 1, 2)"
        seen = "SELECT state, sheet, length(data) > 0 FROM exchange_importdraft"
        for statement in (note, tell):
            run(statement, draft.pk, by=colleague)
            assert run(seen, by=office) == [("reading", "", True)]
        run(tell, draft.pk, by=office)
        assert run(seen, by=office) == [("reading", "Tổ chức", True)]
        run(note, draft.pk, by=office)
        assert run(seen, by=office) == [("loaded", "", False)]

    def test_leave_no_bytes_in_the_history(self, office):
        a_draft(office)
        with scope(office):
            actions.forget_draft(actor=office, at=NOW)
            assert not ImportDraft.objects.exists()
        with building(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM audit_change WHERE table_name = 'exchange_importdraft'"
            )
            assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("noun", ["organisations", "members"])
class TestTakenCodes:
    _ASK = "SELECT {}_taken_codes(%s)"

    def test_say_only_that(self, office, noun):
        stranger = a_member(a_cell(a_commune(name="Đảng bộ xã Khác"), code="CB-KHAC"))
        found = run(self._ASK.format(noun), ["CB-KHAC", stranger.code, "KHONG-CO"], by=office)
        assert found == [("CB-KHAC" if noun == "organisations" else stranger.code,)]

    def test_are_not_for_those_who_do_not_import(self, noun):
        cell = a_cell(code="CB-01")
        member = a_member(cell)
        asked = ["CB-01", member.code]
        assert run(self._ASK.format(noun), asked, by=a_secretary_of(cell)) == []

    def test_need_a_scope(self, noun):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(self._ASK.format(noun), [["CB-01"]])


class TestAnotherCommunesOffice:
    """The office of one commune tries to load rows of another."""

    @pytest.fixture
    def other(self):
        other = a_commune(name="Đảng bộ xã Khác")
        a_cell(other, code="CB-KHAC", founded_on=date(2020, 1, 1))
        return other

    def test_is_told_row_by_row(self, office, other):
        rows = {
            "organisations": [a_cell_row(other, "CB-MOI")],
            "members": [a_member_row(cell="CB-KHAC")],
            "meetings": [a_meeting_row("CB-KHAC")],
        }
        with scope(office), pytest.raises(actions.CannotLoad) as refusal:
            actions.load(data=a_workbook(rows), actor=office, at=NOW)
        assert len(refusal.value.problems) == 3
        with building():
            assert not Organisation.objects.filter(code="CB-MOI").exists()

    @pytest.mark.usefixtures("other")
    def test_cannot_insert_members_there(self, office):
        with building():
            place = Organisation.objects.get(code="CB-KHAC")
        statement = (
            "INSERT INTO members_member (home_id, scope_key, full_name, sort_key, folded_name, code)"
            " VALUES (%s, %s, 'x', 'x', 'x', 'LẠ')"
        )
        refused("policy", statement, place.pk, place.scope_key, by=office)
        with building():
            assert not Member.objects.filter(code="LẠ").exists()

    def test_cannot_insert_facts_there(self, office, other):
        owner = an_office_of(other)
        with scope(owner):
            actions.load(
                data=a_workbook({"meetings": [a_meeting_row("CB-KHAC")]}), actor=owner, at=NOW
            )
        with building():
            facts = Facts.objects.get()
            columns = [
                field.column for field in Facts._meta.concrete_fields if field.column != "id"
            ]
            names = ", ".join(columns)
        statement = (
            f"INSERT INTO meetings_facts ({names}) VALUES ({', '.join(['%s'] * len(columns))})"
        )
        values = [getattr(facts, column) for column in columns]
        refused("policy", statement, *values, by=office)
        with building():
            assert Facts.objects.count() == 1
            assert Meeting.objects.count() == 1
