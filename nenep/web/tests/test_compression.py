"""Little goes over a weak line: pages compressed, files once a release; nothing secret is guessed by its length."""

import gzip
import re

import pytest
from django.templatetags.static import static
from django.test import Client
from django.urls import get_resolver, reverse

pytestmark = pytest.mark.django_db

TAKES = {"HTTP_ACCEPT_ENCODING": "gzip, br"}
# Answers with a device key, a slip or a signing code.
SECRET = {
    "accounts:first_password",
    "accounts:slip",
    "accounts:slips",
    "accounts:leaders_slips",
    "meetings:room_device",
    "meetings:issue_code",
    "meetings:sign_with_code",
}


def marked(resolver, space=""):
    """The names of the addresses whose view says that it bears a secret."""
    for one in resolver.url_patterns:
        if hasattr(one, "url_patterns"):
            yield from marked(one, one.namespace or space)
        elif getattr(one.callback, "bears_secret", False):
            yield f"{space}:{one.name}"


class TestPages:
    def test_are_compressed_and_never_twice_of_one_length(self):
        lengths = set()
        for _ in range(12):
            answer = Client().get("/dang-nhap/", **TAKES)
            assert answer["Content-Encoding"] == "gzip"
            assert "Accept-Encoding" in answer["Vary"]
            assert "Đăng nhập" in gzip.decompress(answer.content).decode()
            lengths.add(len(answer.content))
        assert len(lengths) > 4

    def test_with_a_check_code_are_compressed(self):
        answer = Client().post(reverse("meetings:check"), {"code": "x"}, **TAKES)
        assert answer["Content-Encoding"] == "gzip"

    def test_are_as_they_are_for_who_does_not_take_it(self):
        assert "Content-Encoding" not in Client().get("/dang-nhap/")

    def test_with_a_secret_say_so(self):
        assert set(marked(get_resolver())) == SECRET

    @pytest.mark.parametrize("name", ["accounts:slip", "meetings:sign_with_code"])
    def test_with_a_secret_are_not_compressed(self, name):
        for answer in (
            Client().get(reverse(name), **TAKES),
            Client().post(reverse(name), {"code": "ABCD" * 5}, **TAKES),
        ):
            assert "Content-Encoding" not in answer


class TestStaticFiles:
    def test_are_kept_for_a_year_under_the_digest_of_all(self):
        address = static("web/nenep.css")
        assert re.fullmatch(r"/static/[0-9a-f]{16}/web/nenep.css", address)
        answer = Client().get(address)
        assert b"".join(answer.streaming_content)
        assert answer["Cache-Control"] == "max-age=31536000, public, immutable"

    def test_of_another_release_lead_to_those_of_this(self):
        for old in ("/static/web/nenep.css", "/static/0123456789abcdef/web/nenep.css"):
            answer = Client().get(old)
            assert (answer.status_code, answer["Location"]) == (302, static("web/nenep.css"))
            assert answer["Cache-Control"] == "no-store"
        assert Client().get("/static/0123456789abcdef/web/none.css").status_code == 404

    def test_are_only_those_that_pages_ask_for(self):
        answer = Client().get("/static/tabler/css/tabler.css")
        assert answer.status_code == 404
