import pytest
from openpyxl import load_workbook

from nenep.accounts.tests.builders import an_account
from nenep.audit.models import Event
from nenep.command import run
from nenep.exchange.tests.workbooks import a_cell_row, a_workbook
from nenep.members.models import Member
from nenep.members.tests.builders import a_member, an_actor_with
from nenep.organisations.models import Organisation
from nenep.organisations.tests.builders import a_commune, building

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    """A commune and the log-in of somebody of its office."""
    commune = a_commune()
    actor = an_actor_with("office", commune)
    with building():
        member = Member.objects.get(pk=actor.member_id)
    return commune, an_account(member).login


def cells_named(code: str) -> int:
    """How many organisations have a code."""
    with building():
        return Organisation.objects.filter(code=code).count()


class TestImport:
    def test_shows_first_and_loads_when_asked(self, office, tmp_path, capsys):
        commune, login = office
        path = tmp_path / "so.xlsx"
        path.write_bytes(a_workbook({"organisations": [a_cell_row(commune, "CB-77")]}))
        assert run(["import", str(path), "--as", login]) == 0
        shown = capsys.readouterr().out
        assert "1 mới, 0 thay đổi" in shown
        assert "Để nạp, thêm --load" in shown
        assert cells_named("CB-77") == 0
        assert run(["import", str(path), "--as", login, "--load"]) == 0
        assert "✓ Đã nạp." in capsys.readouterr().out
        assert cells_named("CB-77") == 1
        with building():
            assert Event.objects.filter(code="import.loaded").count() == 1

    def test_names_every_mistake_and_loads_nothing(self, office, tmp_path, capsys):
        commune, login = office
        rows = [a_cell_row(commune, "CB-77"), a_cell_row(commune, "CB-78", kind="Hội")]
        path = tmp_path / "so.xlsx"
        path.write_bytes(a_workbook({"organisations": rows}))
        assert run(["import", str(path), "--as", login, "--load"]) == 1
        shown = capsys.readouterr()
        assert "dòng 5" in shown.out
        assert "Hội" in shown.out
        assert "chưa nạp dòng nào" in shown.err
        assert cells_named("CB-77") == 0

    def test_is_refused_to_a_plain_member_and_the_refusal_is_logged(self, tmp_path, capsys):
        login = an_account(a_member()).login
        path = tmp_path / "so.xlsx"
        path.write_bytes(a_workbook({}))
        assert run(["import", str(path), "--as", login, "--load"]) == 1
        assert "không có quyền" in capsys.readouterr().err
        with building():
            assert Event.objects.filter(code="command.ran").exists()

    def test_lets_one_choose_the_post_to_act_in(self, office, tmp_path, capsys):
        _, login = office
        path = tmp_path / "so.xlsx"
        path.write_bytes(a_workbook({}))
        assert run(["import", str(path), "--as", f"{login}:post:0"]) == 1
        said = capsys.readouterr().err
        assert "không có tư cách «post:0»" in said
        assert f"{login}:post:" in said
        assert "(" in said


class TestTemplate:
    def test_is_a_workbook_and_overwrites_nothing(self, tmp_path, capsys):
        path = tmp_path / "mau.xlsx"
        assert run(["template", str(path)]) == 0
        assert len(load_workbook(path).sheetnames) >= 5
        assert run(["template", str(path)]) == 1
        assert run(["template", str(tmp_path / "mau.txt")]) == 1
        said = capsys.readouterr().err
        assert "Đã có" in said
        assert "đuôi .xlsx" in said


class TestDemo:
    def test_is_refused_in_production_and_over_data(self, settings, capsys):
        a_commune()
        assert run(["demo"]) == 1
        assert "không phải của xã mẫu" in capsys.readouterr().err
        assert run(["demo", "--again"]) == 1
        assert "không phải của xã mẫu" in capsys.readouterr().err
        assert run(["demo", "--database", "another"]) == 1
        assert "nenep demo --database" in capsys.readouterr().err
        settings.TRIAL = False
        assert run(["demo"]) == 1
        assert "không khi chạy thật" in capsys.readouterr().err
