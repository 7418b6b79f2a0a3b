"""An empty installation: the first workbook, and the first slip."""

import pytest

from nenep.accounts.models import Account
from nenep.audit.models import Event
from nenep.command import run
from nenep.demo.commune import commune
from nenep.demo.workbook import workbook
from nenep.organisations.models import Organisation
from nenep.organisations.tests.builders import a_commune, building

pytestmark = pytest.mark.django_db


@pytest.fixture
def first_workbook(tmp_path):
    path = tmp_path / "so.xlsx"
    path.write_bytes(workbook(commune()))
    return path


class TestFirstImport:
    def test_loads_the_first_workbook_and_prints_the_first_slip(self, first_workbook, capsys):
        assert run(["import", str(first_workbook), "--first", "--load"]) == 0
        assert run(["print-slip", "DV0001"]) == 0
        shown = capsys.readouterr().out
        with building():
            assert Organisation.objects.filter(kind="cell").count() == 14
            assert Account.objects.count() == 1
            assert Account.objects.get().login in shown
            assert Event.objects.filter(code="account.slip_printed").count() == 1

    def test_is_refused_once_there_is_an_organisation(self, first_workbook, capsys):
        a_commune()
        assert run(["import", str(first_workbook), "--first", "--load"]) == 1
        assert "thêm --as" in capsys.readouterr().err

    def test_needs_somebody_or_first(self, first_workbook, capsys):
        with pytest.raises(SystemExit) as left:
            run(["import", str(first_workbook)])
        assert left.value.code == 2
        assert "--as" in capsys.readouterr().err


class TestPrintSlip:
    def test_says_that_nobody_has_the_code(self, capsys):
        assert run(["print-slip", "DV9999"]) == 1
        assert "DV9999" in capsys.readouterr().err
