import pytest

from nenep.accounts import actions as accounts
from nenep.accounts.models import Account
from nenep.command import run
from nenep.core import clock
from nenep.organisations.tests.builders import building

pytestmark = pytest.mark.django_db


class TestCreateAdmin:
    def test_prints_a_slip_with_which_a_password_can_be_set(self, capsys):
        assert run(["create-admin", "quantri"]) == 0
        shown = capsys.readouterr().out
        code = next(word for word in shown.split() if word.count("-") == 2)
        password = "nước chảy đá mòn"
        assert accounts.use_slip(code=code, password=password, at=clock.now()) == "quantri"
        with building():
            assert Account.objects.get(login="quantri").administers

    @pytest.mark.parametrize("name", ["quantri", "1quantri", "-"])
    def test_refuses_a_name_that_is_taken_or_will_not_do(self, capsys, name):
        run(["create-admin", "quantri"])
        capsys.readouterr()
        assert run(["create-admin", "--", name]) == 1
        assert "Tên này đã có người dùng" in capsys.readouterr().err
