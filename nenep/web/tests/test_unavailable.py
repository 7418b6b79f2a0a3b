"""The database is busy or away: said in a sentence with what was kept, and nothing hangs."""

import psycopg
import pytest
from django.db import connection
from django.db.backends.signals import connection_created
from django.test import Client

from nenep.accounts.tests.builders import an_account, log_in
from nenep.audit.models import Event
from nenep.core import clock
from nenep.members.tests.builders import a_member
from nenep.organisations.tests.builders import NOW, building

pytestmark = [
    pytest.mark.urls("nenep.accounts.tests.probes"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def _at_the_meeting():
    with clock.at(NOW):
        yield


@pytest.fixture
def visitor():
    account = an_account(a_member())
    browser = log_in(Client(raise_request_exception=False), account)
    browser.account = account
    return browser


def text_of(answer):
    return " ".join(answer.content.decode().split())


class TestLock:
    def test_is_answered_soon_and_says_what_was_kept(self, visitor, database_urls):
        with psycopg.connect(database_urls.superuser) as other, connection.cursor() as cursor:
            other.execute("LOCK TABLE audit_event IN ACCESS EXCLUSIVE MODE")
            cursor.execute("SET lock_timeout = '200ms'")
            answer = visitor.post("/thu/ghi/")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert "chưa được ghi" in text_of(answer)
        assert "vẫn còn nguyên" in text_of(answer)
        with building():
            assert not Event.objects.filter(code="probe.written").exists()
        assert visitor.post("/thu/ghi/").status_code == 200

    def test_says_of_a_page_only_that_nothing_is_lost(self, visitor, database_urls):
        with psycopg.connect(database_urls.superuser) as other, connection.cursor() as cursor:
            other.execute("LOCK TABLE audit_event IN ACCESS EXCLUSIVE MODE")
            cursor.execute("SET lock_timeout = '200ms'")
            answer = visitor.get("/thu/ghi/")
        assert answer.status_code == 503
        assert "chưa được ghi" not in text_of(answer)
        assert "vẫn còn nguyên" in text_of(answer)


class TestDatabaseAway:
    def test_is_said_where_the_line_is_cut_in_the_middle(self, visitor):
        answer = visitor.post("/thu/mat-ket-noi/")
        assert answer.status_code == 503
        assert "chưa được ghi" in text_of(answer)
        assert visitor.get("/thu/ghi/").status_code == 200

    def test_is_said_where_no_answer_comes_and_nobody_connects_once_more(
        self, visitor, database_urls, monkeypatch
    ):
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "ANSWER_SECONDS", 0.5)
        made = []

        def note(connection, **_):
            made.append(connection)

        connection_created.connect(note)
        with psycopg.connect(database_urls.superuser) as other:
            other.execute("LOCK TABLE audit_event IN ACCESS EXCLUSIVE MODE")
            answer = visitor.post("/thu/ghi/")
        assert answer.status_code == 503
        assert "chưa được ghi" in text_of(answer)
        assert len(made) == 1
        assert visitor.get("/thu/ghi/").status_code == 200
        connection.close()

    def test_is_said_before_it_is_known_who_asks(self, visitor, monkeypatch):
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
        answer = visitor.post("/thu/ghi/")
        connection.close()
        assert answer.status_code == 503
        assert "chưa được ghi" in text_of(answer)

    def test_that_takes_no_writing_is_not_ready(self):
        with connection.cursor() as cursor:
            cursor.execute("SET default_transaction_read_only = on")
        answer = Client().get("/ready")
        assert (answer.status_code, answer.json()["status"]) == (503, "no writing")


class TestReady:
    def test_writes_at_most_every_ten_seconds(self, database_urls):
        with psycopg.connect(database_urls.owner, autocommit=True) as owner:
            count = "SELECT count(*) FROM accounts_loginattempt WHERE place_digest = 'ready'"
            for _ in range(3):
                assert Client().get("/ready").status_code == 200
            assert owner.execute(count).fetchone() == (1,)
            owner.execute("UPDATE accounts_loginattempt SET at = at - interval '11 seconds'")
            last = owner.execute("SELECT max(at) FROM accounts_loginattempt").fetchone()
            assert Client().get("/ready").status_code == 200
            assert owner.execute(count).fetchone() == (1,)
            assert owner.execute("SELECT max(at) FROM accounts_loginattempt").fetchone() > last
