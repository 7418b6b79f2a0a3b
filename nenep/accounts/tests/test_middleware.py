import pytest
from django.db import DatabaseError
from django.template import engines
from django.test import Client
from django.urls import get_resolver

from nenep.accounts.models import Account
from nenep.accounts.tests.builders import an_account, log_in
from nenep.audit.models import Event
from nenep.core import clock
from nenep.members.tests.builders import a_member
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.urls("nenep.accounts.tests.probes")


@pytest.fixture(autouse=True)
def _at_the_meeting():
    with clock.at(NOW):
        yield


@pytest.fixture
def member(db):
    return log_in(Client(raise_request_exception=False), an_account(a_member()))


def events():
    with building():
        return list(Event.objects.values_list("code", flat=True))


class TestUndoing:
    def test_keeps_what_was_written_by_an_answer_in_order(self, member):
        assert member.post("/thu/ghi/?status=200").status_code == 200
        assert member.post("/thu/ghi/?status=422").status_code == 422
        assert events().count("probe.written") == 2

    def test_undoes_what_was_written_before_a_failure(self, member):
        assert member.post("/thu/ghi/?status=500").status_code == 500
        assert member.post("/thu/hong/").status_code == 500
        assert "probe.written" not in events()

    def test_answers_a_refusal_with_its_sentence_and_undoes(self, member):
        response = member.post("/thu/tu-choi/")
        assert response.status_code == 422
        assert "Chưa đủ chữ ký. Ký rồi gửi lại." in response.content.decode()
        assert "probe.written" not in events()

    @pytest.mark.django_db(transaction=True)
    def test_logs_what_is_not_allowed_although_the_rest_is_undone(self):
        member = log_in(Client(), an_account(a_member()))
        assert member.post("/thu/khong-duoc/").status_code == 403
        with building():
            refused = Event.objects.get(code="access.refused")
            assert not Event.objects.filter(code="probe.written").exists()
        assert refused.words == "Bị từ chối vì không có quyền: POST /thu/khong-duoc/"


class TestLooks:
    def test_reading_what_is_not_allowed_looks_like_what_is_not_there(self, member):
        refused, missing = member.get("/thu/khong-duoc/"), member.get("/thu/khong-co/")
        assert refused.status_code == missing.status_code == 404
        assert _main(refused) == _main(missing)

    def test_writing_what_is_not_allowed_looks_like_what_is_not_there(self, member):
        refused, missing = member.post("/thu/khong-duoc/"), member.post("/thu/khong-co/")
        assert refused.status_code == missing.status_code == 403
        assert _main(refused) == _main(missing)


class TestScope:
    def test_stays_open_while_a_lazy_template_is_drawn(self, member, monkeypatch):
        template = engines["django"].from_string("{% for a in accounts %}{{ a.login }}{% endfor %}")
        monkeypatch.setattr(
            "django.template.response.SimpleTemplateResponse.resolve_template",
            lambda *_: template,
        )
        assert member.get("/thu/luoi/").content.decode() == member_login()

    @pytest.mark.django_db(transaction=True)
    def test_is_closed_when_a_stream_reads_on_its_own(self):
        member = log_in(Client(), an_account(a_member()))
        response = member.get("/thu/dong/")
        with pytest.raises(
            DatabaseError, match=r"invalid input syntax|division by zero|nenep\.account"
        ):
            list(response.streaming_content)

    @pytest.mark.django_db
    def test_of_a_public_page_is_anonymous(self):
        assert Client().get("/thu/moi-nguoi/").content.decode() == "Khách"


@pytest.mark.django_db
class TestStranger:
    def test_is_asked_to_log_in_and_led_back(self):
        response = Client().get("/thu/ghi/")
        assert (response.status_code, response.url) == (302, "/dang-nhap/?tiep=%2Fthu%2Fghi%2F")

    def test_is_not_redirected_when_writing_so_nothing_typed_is_lost(self):
        response = Client().post("/thu/ghi/")
        assert response.status_code == 401
        assert "Phiên làm việc đã hết" in response.content.decode()
        assert Client().get("/thu/ghi/", headers={"HX-Request": "true"}).status_code == 401

    def test_with_a_made_up_key_is_a_stranger(self):
        client = Client()
        client.cookies["nenep_session"] = "bia-ra"
        assert client.get("/thu/ghi/").status_code == 302
        assert client.cookies["nenep_session"].value == ""

    def test_every_page_not_marked_asks_for_log_in(self):
        marked = {"log_in", "slip", "first_password", "health", "ready", "show", "open_to_all"}
        # The room without a meeting in it, the script that keeps it, the check of a printed code,
        # and who signs with a one-time code.
        marked |= {"shell", "worker", "check", "with_code"}

        open_views = {
            pattern.callback.__name__
            for pattern in _patterns(get_resolver("nenep.accounts.tests.probes").url_patterns)
            if getattr(pattern.callback, "is_public", False)
            or getattr(pattern.callback, "is_without_scope", False)
        }
        assert open_views == marked


def member_login():
    with building():
        return Account.objects.get().login


def _main(response):
    return response.content.decode().partition("<main")[2]


def _patterns(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _patterns(pattern.url_patterns)
        else:
            yield pattern
