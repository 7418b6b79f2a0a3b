"""What goes on beside a load: progress, another load, somebody who calls it off."""

from contextlib import closing

import pytest
from django.db import connection

from nenep.access.scope import scope
from nenep.exchange import actions, drafts, loading
from nenep.exchange.models import ImportDraft
from nenep.exchange.tests.workbooks import a_cell_row, a_workbook
from nenep.members.tests.builders import an_office_of
from nenep.organisations.models import Organisation
from nenep.organisations.tests.builders import NOW, a_commune, building


def kept(office, commune):
    with scope(office):
        return actions.keep_draft(
            data=a_workbook({"organisations": [a_cell_row(commune)]}),
            filename="so.xlsx",
            actor=office,
            at=NOW,
        )


def held_beside(*lock):
    """Another connection that holds an advisory lock; close it."""
    beside = connection.copy()
    with beside.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_lock({', '.join('%s' for _ in lock)})", lock)
    return closing(beside)


@pytest.mark.django_db
class TestLoading:
    def test_is_refused_while_another_workbook_is_loaded(self, office, commune):
        data = a_workbook({"organisations": [a_cell_row(commune)]})
        with (
            held_beside(loading._LOADING),
            scope(office),
            pytest.raises(actions.CannotLoad, match="khác"),
        ):
            actions.load(data=data, actor=office, at=NOW)
        with building():
            assert not Organisation.objects.filter(code="CB-01").exists()
        with scope(office):
            actions.load(data=data, actor=office, at=NOW)

    def test_goes_no_further_once_it_was_called_off(self, office, commune):
        data = a_workbook({"organisations": [a_cell_row(commune)]})

        def called_off():
            raise actions.CannotLoad("Đã bỏ.")

        with scope(office), pytest.raises(actions.CannotLoad, match="Đã bỏ"):
            actions.load(data=data, actor=office, at=NOW, before_writing=called_off)
        with building():
            assert not Organisation.objects.filter(code="CB-01").exists()


@pytest.mark.django_db
class TestForgetDraft:
    def test_is_refused_once_it_is_written(self, office, commune):
        draft = kept(office, commune)
        writing = held_beside(drafts._WRITING, draft.pk)
        with writing, scope(office), pytest.raises(actions.CannotForget, match="Đang ghi"):
            actions.forget_draft(actor=office, at=NOW)
        with scope(office):
            assert ImportDraft.objects.filter(pk=draft.pk).exists()
            assert actions.forget_draft(actor=office, at=NOW) == 1


@pytest.mark.django_db(transaction=True)
class TestTold:
    def test_is_seen_before_the_work_is_done_and_stays_out_of_it(self):
        commune = a_commune()
        office = an_office_of(commune)
        draft = kept(office, commune)
        seconds = iter([0.0, 0.2, 1.0, 1.0, 1.1, 5.0, 5.0])

        def far():
            found = ImportDraft.objects.get(pk=draft.pk)
            return found.sheet, found.done, found.total

        with scope(office), drafts.told(draft.pk, office, clock=lambda: next(seconds)) as tell:
            tell("Tổ chức", 1, 9)
            assert far() == ("", 0, 0)
            tell("Tổ chức", 2, 9)
            assert far() == ("Tổ chức", 2, 9)
            tell("Đảng viên", 1, 9)
            assert far() == ("Tổ chức", 2, 9)
            tell("Đảng viên", 3, 9)
            assert far() == ("Đảng viên", 3, 9)
