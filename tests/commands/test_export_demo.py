"""The whole demo, a year of a commune's life, written out and read back."""

import pytest

from nenep.command import run
from nenep.core import clock
from nenep.demo.commune import COMMUNE
from nenep.demo.load import log_ins

pytestmark = pytest.mark.django_db


class TestExportOfTheDemo:
    @pytest.mark.parametrize("without", [(), ("--without-personal",)])
    def test_loads_back_as_what_is_there(self, demo, tmp_path, capsys, without):
        login = next(one.login for one in log_ins() if one.role == "Văn phòng đảng ủy xã")
        path = tmp_path / "so.xlsx"
        with clock.at(demo):
            assert run(["export", COMMUNE, "--as", login, "--to", str(path), *without]) == 0
            capsys.readouterr()
            assert run(["import", str(path), "--as", login]) == 0
        shown = capsys.readouterr().out
        assert "giữ nguyên" in shown
        for line in shown.splitlines():
            assert "0 mới, 0 thay đổi," in line, line
            assert line.endswith("0 sai"), line
