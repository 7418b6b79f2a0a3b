import pytest
from openpyxl import load_workbook

from nenep.access.scope import scope
from nenep.accounts.tests.builders import an_account
from nenep.audit.models import Event
from nenep.command import run
from nenep.demo.commune import COMMUNE, commune, leaders
from nenep.demo.stage import BUILDER
from nenep.demo.workbook import workbook
from nenep.exchange import actions
from nenep.members.models import Member
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db


@pytest.fixture
def login():
    """The demo's commune as its workbook has it, and the log-in of its office."""
    made = commune()
    with scope(BUILDER):
        actions.load(data=workbook(made), actor=BUILDER, at=NOW)
    with building():
        member = Member.objects.get(code=leaders(made)["office"].code)
    return an_account(member).login


class TestExport:
    def test_loads_back_as_what_is_there_then_as_the_one_cell_changed(
        self, login, tmp_path, capsys
    ):
        path = tmp_path / "so.xlsx"
        assert run(["export", COMMUNE, "--as", login, "--to", str(path)]) == 0
        assert "✓ Đã ghi" in capsys.readouterr().out
        assert path.stat().st_mode & 0o077 == 0
        assert run(["import", str(path), "--as", login]) == 0
        shown = capsys.readouterr().out.splitlines()
        assert len(shown) == 4
        assert all("0 mới, 0 thay đổi," in line and line.endswith("0 sai") for line in shown)

        book = load_workbook(path)
        book["Đảng viên"]["B4"] = "Lò Văn Khác"
        book.save(path)
        assert run(["import", str(path), "--as", login]) == 0
        shown = capsys.readouterr().out
        assert "Đảng viên: 0 mới, 1 thay đổi" in shown
        assert shown.count("0 mới, 0 thay đổi") == 3

    def test_writes_masked_data_only_where_asked_and_logs_it(self, login, tmp_path):
        path = tmp_path / "so.xlsx"
        assert run(["export", COMMUNE, "--as", login, "--to", str(path), "--without-personal"]) == 0
        headings = [cell.value for cell in load_workbook(path)["Đảng viên"][3]]
        assert "Điện thoại" not in headings
        with building():
            assert Event.objects.filter(code="workbook.exported").count() == 1

    def test_overwrites_nothing_and_leaves_nothing_when_refused(self, login, tmp_path, capsys):
        path = tmp_path / "so.xlsx"
        path.write_bytes(b"x")
        assert run(["export", COMMUNE, "--as", login, "--to", str(path)]) == 1
        assert path.read_bytes() == b"x"
        assert run(["export", COMMUNE, "--as", login, "--to", str(tmp_path / "so.csv")]) == 1
        assert run(["export", "KHONG-CO", "--as", login, "--to", str(tmp_path / "a.xlsx")]) == 1
        said = capsys.readouterr().err
        assert "Đã có" in said
        assert "đuôi .xlsx" in said
        assert "Không có tổ chức mã" in said
        assert not (tmp_path / "a.xlsx").exists()
