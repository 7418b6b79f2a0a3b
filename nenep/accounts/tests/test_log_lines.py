import io
import logging

import pytest
from django.test import Client

from nenep.accounts.tests.builders import PASSWORD, an_account, log_in
from nenep.core import clock
from nenep.core.logs import JsonFormatter
from nenep.members.tests.builders import a_member
from nenep.organisations.tests.builders import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.urls("nenep.accounts.tests.probes")]

SECRETS = ("hung.lv", "Hùng", "0912345678", PASSWORD, "một mật khẩu sai", "192.0.2.7", "AAAA-BBBB")


@pytest.fixture
def lines():
    """What goes to the log, at the most talkative level."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield out
    root.removeHandler(handler)
    root.setLevel(before)


class TestLogLines:
    def test_carry_no_name_password_code_or_address(self, lines):
        with clock.at(NOW):
            account = an_account(a_member(full_name="Lò Văn Hùng", phone="0912345678"))
            client = Client(raise_request_exception=False, REMOTE_ADDR="192.0.2.7")
            for name in ("hung.lv", "0912345678"):
                client.post("/dang-nhap/", {"name": name, "password": "một mật khẩu sai"})
            client.get("/dang-nhap/?tiep=/hung.lv/")
            client.get("/hung.lv/")
            client.post("/phieu/", {"code": "AAAA-BBBB-CCCC"})
            log_in(client, account)
            client.get("/tai-khoan/")
            client.post("/thu/hong/")
        written = lines.getvalue()
        assert '"route": "thu/hong/", "status": 500' in written
        assert '"exception": "RuntimeError"' in written
        for secret in SECRETS:
            assert secret not in written
