"""Addresses, cookies, logs and numbers: what each kept or lost on its way."""

import ast
import json
import logging
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from nenep.accounts.tests.builders import PASSWORD, an_account
from nenep.core.logs import JsonFormatter
from nenep.core.phones import typed_phone
from nenep.members.tests.builders import a_member
from nenep.rulebooks.problems import sentence
from tests.commands.processes import python

NENEP = Path(__file__).parents[2]


class TestPhone:
    @pytest.mark.parametrize(
        "typed",
        ["+84 (0)912 345 678", "+84(0)912345678", "0084 0912345678", "84 0912 345 678"],
    )  # fmt: skip
    def test_of_one_person_is_one_number_however_it_is_written(self, typed):
        assert typed_phone(typed) == "0912345678"

    @pytest.mark.parametrize("typed", ["+84 912 345 678", "0912.345.678", "84912345678"])
    def test_is_found_again_as_before(self, typed):
        assert typed_phone(typed) == "0912345678"

    def test_of_other_digits_is_none(self):
        assert typed_phone("٠٩١٢٣٤٥٦٧٨") == typed_phone("0９12345678") == ""

    def test_of_two_noughts_is_none(self):
        assert typed_phone("00912345678") == ""


@pytest.mark.django_db
class TestLogIn:
    def test_leads_on_to_the_whole_address(self):
        account = an_account(a_member())
        browser = Client()
        asked = browser.get("/viec/?loc=qua-han&trang=2")
        page = asked.url
        answer = browser.post(page, {"name": account.login, "password": PASSWORD})
        assert answer.url == "/viec/?loc=qua-han&trang=2"

    def test_leads_nowhere_else(self):
        account = an_account(a_member())
        page = reverse("accounts:log_in") + "?tiep=//evil.example/?x=1"
        answer = Client().post(page, {"name": account.login, "password": PASSWORD})
        assert answer.url == "/"


_ASKS = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "nenep.settings"
from django.conf import settings as s
print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,
      s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_SECONDS > 0)
"""


class TestSettings:
    @pytest.mark.parametrize(
        ("given", "found"),
        [
            ({"NENEP_TRIAL": "0"}, "__Host-nenep_session __Host-csrftoken True False True"),
            (
                {"NENEP_TRIAL": "0", "HSTS_SUBDOMAINS": "1"},
                "__Host-nenep_session __Host-csrftoken True True True",
            ),
        ],
    )
    def test_bind_cookies_to_this_host_where_the_line_is_encrypted(self, given, found):
        assert python("-c", _ASKS, **given).stdout.strip() == found

    def test_leave_a_trial_on_plain_http(self):
        answer = python("-c", _ASKS, NENEP_TRIAL="1")
        assert answer.stdout.strip() == "nenep_session csrftoken False False False"


class TestLog:
    def line(self, name, message, *values):
        record = logging.LogRecord(name, logging.ERROR, "", 0, message, values, None)
        return json.loads(JsonFormatter().format(record))["message"]

    def test_says_the_reasons_of_gunicorn(self):
        assert self.line("gunicorn.error", "Reason: %s", "Worker failed to boot.") == (
            "Reason: Worker failed to boot."
        )
        assert self.line("gunicorn.error", "WORKER TIMEOUT (pid:%s)", 7) == "WORKER TIMEOUT (pid:7)"

    def test_says_no_address_of_a_request(self):
        shown = self.line("gunicorn.error", "Error handling request %s", "/dat-mat-khau/?x=hung.lv")
        assert "hung.lv" not in shown

    def test_takes_nothing_of_the_kind_from_others(self):
        assert "hung.lv" not in self.line("nenep.x", "Reason: %s", "hung.lv")


class TestForm:
    def test_speaks_vietnamese_of_a_choice(self):
        error = {
            "type": "literal_error", "loc": ("level",), "msg": "", "input": "x",
            "ctx": {"expected": "'a', 'b' or 'c'"},
        }  # fmt: skip
        said = sentence(error)
        assert " or " not in said
        assert "hoặc" in said

    def test_speaks_no_english_of_what_was_not_foreseen(self):
        error = {"type": "decimal_parsing", "loc": ("x",), "msg": "Input should be", "input": "x"}
        assert "Input" not in sentence(error)


def _calls(node):
    return {
        one.func.id if isinstance(one.func, ast.Name) else getattr(one.func, "attr", "")
        for one in ast.walk(node)
        if isinstance(one, ast.Call)
    }


class TestPasswords:
    def test_are_withheld_from_reports_by_every_view_that_takes_one(self):
        forms = {
            node.name
            for path in NENEP.rglob("forms*/**/*.py")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ClassDef) and _calls(node) & {"PasswordField", "_password"}
        } | {
            node.name
            for path in NENEP.rglob("forms.py")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ClassDef) and _calls(node) & {"PasswordField", "_password"}
        }
        assert len(forms) >= 6
        bare = []
        for path in [*NENEP.rglob("views.py"), *NENEP.rglob("views/*.py")]:
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if not isinstance(node, ast.FunctionDef) or not _calls(node) & forms:
                    continue
                marks = {ast.unparse(one) for one in node.decorator_list}
                is_view = any("require" in one for one in marks)
                if is_view and not any("sensitive_post_parameters" in one for one in marks):
                    bare.append(f"{path.name}:{node.name}")
        assert bare == []
